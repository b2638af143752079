"""Names of models that no catalogue knows: by their shape (X-2.5-72B-Instruct) and by the words beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from summarizer.naming import name_cues as cues
from summarizer.naming.candidates import Candidate
from summarizer.naming.columns import Columns
from summarizer.naming.variants import LIKENESS, PROJECT, SIZE, VARIANT_WORDS, suffix

_TOKEN = re.compile(
    r"(?<![A-Za-z0-9@#/\\._\x00])(?<![A-Za-z0-9]-)[A-Za-z][A-Za-z0-9]*(?:[-_.+][A-Za-z0-9]+)*(?![A-Za-z0-9/\\\x00])"
)
_MAKES_MODEL = re.compile(r"^[A-Z0-9][A-Za-z0-9\-]*(?:GPT|LLM|VLM|VLA|BERT|LLaMA|Llama|MLLM|LM)$")
_SIZED = re.compile(rf"(?<![A-Za-z0-9]){SIZE}")
_BILLIONS = re.compile(r"-(?:\d{1,3}x)?\d+(?:\.\d+)?[Bb](?:-|\Z)")
_WORD_VERSION = re.compile(r"[A-Z][a-z]{2,}-[vV]?\d{1,2}(?:\.\d)?")
_STRONG = re.compile(
    r"[-_ ](?:Instruct|Thinking|Thinker|Coder|VL|VLA|VLM|Omni|TTS|TTSD|ASR|OCR|Embedding|Embed|Reranker|Rerank|Reward"
    r"|Distill|Chat|Base|Small|Medium|Large|Preview|LLM|LM|T2V|I2V|TI2V|T2I|MoE|GPTQ|AWQ|GGUF|Audio|Reasoner|Prover|Guard)\b"
)
_SURE = re.compile(r"-(?:Instruct|Thinking|GPTQ|AWQ|GGUF|Distill)\b")
_NUMBERED = re.compile(r"-.*-[vV]?\d|[-_ ][vV]\d")
_WEAK = re.compile(
    r"[-_ ](?:Pro|Max|Plus|Ultra|Mini|mini|Lite|Flash|Turbo|Air|Nano|Next|Image|Video|Speech|Math|Code)\b"
)
_VERSION = re.compile(r"(?<=[A-Za-z])[-_ ]?[vV]?\d+(?:\.\d+)*(?:[-_ ]|$)")
_CAMEL = re.compile(r"[a-z][A-Z]|\d|^[A-Z]{2,}[a-z]|^[A-Z]{4,}$")
_BODY = re.compile(
    r"(?:是|为|由|基于|一款|一个)[^。\n]{0,80}?(?:模型(?:家族|系列)?|LLM)(?=[，。,；;、：:（(\s]|$)|该模型|此模型|这款模型"
)
_TITLE_LEAD = re.compile(r"^[\s#>*\d.、)）(（\-]*")
_QUOTED = re.compile(r"[“「『《]([\u4e00-\u9fffA-Za-z0-9·.\-]{2,12})[”」』》]")
# A quoted phrase, no name; or what befalls models, not what one is called: “同质化”, “降智”.
_PHRASE = re.compile(
    r"^[刷考打骗吵抢喂偷吃懂装背抄猜]|[的是不在了最与和有为]|模型|[^进造]化$|.[性率论]$|幻觉|大战|竞赛|时代|效应|泡沫|黑箱|黑盒|套壳|降智|变笨|变懒|偷懒|落地|上车|平权|霸权|涌现|奇点|寒武纪|元年|护城河"
    r"|小[龙虎]|四小|六小|[一二三四五六七八九十百千]模|瘦身|内卷|价格战|进课堂|出海|焦虑|红利|越狱|投毒|偏见|谄媚|失忆|遗忘|崩溃"
)
# 模型“…” alone may quote what a model does: it takes a launch, or a large model, to make a name of it.
_TOLD = re.compile(
    r"(?:开源|发布|推出|上线|公布|亮相|名为|叫做?|自研|研发|打造|训练|构建|提出|通过备案)[^。！？\n]*\Z|(?:大|新|首个[^。！？\n]{0,12})模型\W{0,4}\Z"
)
_CLAUSE = 24
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BARE_VERSION = re.compile(r"[vV]\d+(?:\.\d+)*")
_CAPITALISED = re.compile(r"(?<![A-Za-z0-9\-])([A-Z][A-Za-z]+) \Z")
_PART = re.compile(r"[A-Za-z]+|[A-Z][A-Za-z]{2,}\d(?:\.\d)?")
_API_ID = re.compile(r"[a-z]{2,}(?:-[a-z0-9.]+){2,}")
# Behind the slash of an exchange of APIs: acme/owl-mini:free, stealth/owl-alpha.
_EXCHANGE_ID = re.compile(
    r"(?<![A-Za-z0-9\-./])(?:stealth|cloaked|[a-z0-9][a-z0-9\-]{1,30}(?=/[a-z0-9.\-]{3,40}:(?:free|beta)(?![\w\-])))"
    r"/([a-z][a-z0-9.\-]{2,40})(?![\w/])"
)
_HAN_WORD = r"((?:(?![首个款版代最新第型的了约近超仅共级])[\u4e00-\u9fff]){2,4})"
_HAN_VERSION = re.compile(
    rf"(?:(?:发布|推出|开源|上线|公布|研发|打造)了?|自研的?|旗下的?)({_HAN_WORD}\s?[vV]?\d{{1,2}}\.\d(?![\d.%]))"
    r"(?=\s?[\u4e00-\u9fff]{0,8}模型)"
)
_HAN_CODE = re.compile(rf"(?<=模型)\s?({_HAN_WORD}-[A-Z]?\d(?:\.\d)?)(?![\d.%]\d?|[A-Za-z])")
_CODE = re.compile(r"[A-Z]{1,3}\.?\d(?:\.\d)?")
_LETTER_NUMBER = re.compile(r"[A-Z]\d{1,2}")
_SPOT = {"term": b"\2", "company": b"\3", "app": b"\3"}  # what a longer name may hold; all else is \1
_HEAD = re.compile(r"[A-Za-z]{2,}(?=[\d \-])")
_PARTED = re.compile(r"[A-Za-z][-_ ][vV]?\d")  # GPT-4 and Gemini 2.0, but not Jinja2
_KIN = 2  # points for the name of another version, size or variant of what is a model
_OFTEN = 3
_ENOUGH = 3

Known = Callable[[str], str | None]
"""What kind of thing a name is known to be (model, company, chip, term …); None for the unknown."""


def unknown_names(text: str, around: Around, known: Known) -> list[Candidate]:
    """Unknown names that are models, in masked plain text, beside the known ones."""
    spots = bytearray(len(text))
    for c in around.taken:
        if c.kind == "method" and text[c.start : c.end] in VARIANT_WORDS:
            continue  # Vesper TTS: the method is part of the name, or stands alone and is none
        spots[c.start : c.end] = _SPOT.get(c.kind, b"\1") * (c.end - c.start)
    runs = [run for m in _TOKEN.finditer(text) if (run := _run(text, m, spots, known))]
    runs = sorted({*runs, *(m.span(1) for m in _EXCHANGE_ID.finditer(text) if _free(*m.span(1), spots))})
    scores: dict[str, int] = {}
    for start, end in runs:
        score = _shape(text[start:end]) + _context(text, start, end, around) + around.listed(text, start, end)
        scores[text[start:end]] = max(score, scores.get(text[start:end], score))
    devices = {text[a:b] for a, b in runs if cues.other_before(text, a)}
    models = {text[a:b] for a, b in runs if text[a:b] in devices and cues.is_model(text, a, b)}
    for start, end in runs:
        if cues.is_other(text, end) or (text[start:end] not in models and cues.other_before(text, start)):
            scores[text[start:end]] -= 2
    names = _accepted(text, runs, scores, around)
    found: list[Candidate] = []
    at = 0
    for start, end in runs:
        name = text[start:end]
        if start >= at and (name in names or any(name.startswith((n + "-", n + " ")) for n in names)):
            found.append(Candidate(start, end, name, level="unknown", family=name, bare=False))
            at = end
    for c in found:
        spots[c.start : c.end] = b"\1" * (c.end - c.start)
    unlisted = [c for c in around.accepted if c.id is None and not c.bare]
    found += _shorthands(text, [*found, *unlisted], spots, known)
    said = (*_quoted(text, around, known), *_versions(text, known))
    return found + [c for c in said if _free(c.start, c.end, spots)]


def _shorthands(text: str, found: Sequence[Candidate], spots: bytearray, known: Known) -> list[Candidate]:
    """XGuard for Acme-XGuard-Reason-0.6B: the part of full names that is a name of its own, used alone.

    It means the one full name that has it, or the series if several have it: Acme-Owl2 of Acme-Owl2-3B and -8B.
    """
    owners: dict[str, set[str]] = {}
    series: dict[str, str] = {}
    for c in found:
        parts = c.name.split("-")
        for i, part in enumerate(parts[:-1] if len(parts) > 2 else ()):
            if c.level != "unknown" and not (i and re.search(r"\d", part)):
                continue  # of a known family, only what no family is called
            if len(part) > 3 and _CAMEL.search(part) and _PART.fullmatch(part) and not known(part):
                owners.setdefault(part, set()).add(c.name)
                if re.search(r"\d", part):
                    series[part] = "-".join(parts[: i + 1])
    if not owners:
        return []
    words = "|".join(map(re.escape, sorted(owners, key=len, reverse=True)))
    short = []
    for match in re.finditer(rf"(?<![A-Za-z0-9\-_/])(?:{words})(?![A-Za-z0-9]|[-_/][A-Za-z0-9])", text):
        start, end = match.span()
        if not _free(start, end, spots) or cues.is_other(text, end):
            continue
        full = owners[match.group()]
        name = next(iter(full)) if len(full) == 1 else series.get(match.group(), match.group())
        short.append(Candidate(start, end, name, level="unknown", family=name, bare=False))
    return short


def _accepted(text: str, runs: Sequence[tuple[int, int]], scores: dict[str, int], around: Around) -> set[str]:
    """The names with enough points; one more for those often said among models, two for kin of an accepted name."""
    often: dict[str, int] = {}
    for start, end in runs:
        name = text[start:end]
        if scores[name] >= 1 and _PARTED.search(name) and cues.about_models(text, max(0, start - 20), end + 20):
            often[name] = often.get(name, 0) + 1
    for name, count in often.items():
        scores[name] += count >= _OFTEN
    names = {name for name, score in scores.items() if score >= _ENOUGH}
    ids = {surface for c in around.accepted if _API_ID.fullmatch(surface := text[c.start : c.end])}
    heads = {head[0] for name in names | ids if (head := _HEAD.match(name))}
    for name, score in scores.items():
        head = _HEAD.match(name)
        if head and head[0] in heads and score >= 1 and score + _KIN >= _ENOUGH and _shape(name):
            names.add(name)
    return names


def _quoted(text: str, around: Around, known: Known) -> Iterator[Candidate]:
    """Chinese names in quotes, where 名为, 代号, 发布 or 模型 stands before and the context speaks of a model."""
    for match in _QUOTED.finditer(text):
        start, end = match.span(1)
        name = match.group(1)
        if (
            not _HAN.search(name)
            or _PHRASE.search(name)
            or known(name)
            or cues.is_kind(name)
            or cues.is_other(text, end)
        ):
            continue
        spoken = text[max(0, start - _CLAUSE) : start]
        said = cues.model_before(text, start) and (_TOLD.search(spoken) or not name.isalpha())
        announced = said or cues.called(text, start) or cues.launched(text, start)
        if announced and _context(text, start, end, around) >= _ENOUGH:
            yield Candidate(start, end, name, level="unknown", family=name, bare=False)


def _versions(text: str, known: Known) -> Iterator[Candidate]:
    """Chinese names with a version between a launch and 模型, or a code behind it: 发布岭云 2.0 大模型, 模型岭云-T9."""
    for match in (*_HAN_VERSION.finditer(text), *_HAN_CODE.finditer(text)):
        word = match.group(2)
        if not (known(word) or cues.is_kind(word) or _PHRASE.search(word)) and cues.is_model(text, *match.span(1)):
            yield Candidate(*match.span(1), match.group(1), level="unknown", family=word, bare=False)


def _free(start: int, end: int, spots: bytearray) -> bool:
    return not any(spots[start:end])


def _run(text: str, match: re.Match[str], spots: bytearray, known: Known) -> tuple[int, int] | None:
    """The name that begins at this token, with the capitalised words and the version or size behind it."""
    start, end = match.span()
    word = match.group()
    before = _CAPITALISED.search(text, max(0, start - 20), start) if _BARE_VERSION.fullmatch(word) else None
    if before and known(before.group(1)) == "term":
        start = before.start(1)  # Music v2
    elif _BARE_VERSION.fullmatch(word):
        return None
    elif spots[start : start + 1] == _SPOT["company"] and known(word) in _SPOT:
        return _announced(text, start, end, spots, known)
    elif spots[start : start + 1] == _SPOT["term"] and re.fullmatch(r"[A-Z][a-z]{3,}", word):
        return _versioned(text, start, end, spots, known)
    elif not _free(start, end, spots) or _hopeless(word, known):
        return None
    end, _ = _grown(text, start, end, spots, known)
    if not end or known(text[start:end]) or 1 in spots[start:end]:
        return None
    return start, end


def _versioned(text: str, start: int, end: int, spots: bytearray, known: Known) -> tuple[int, int] | None:
    """A term with a version behind it that the text calls a model: Fable 9 模型."""
    stop, _ = _grown(text, start, end, spots, known)
    name = text[start:stop]
    return (start, stop) if stop and _VERSION.search(name) and cues.is_model(text, start, stop) else None


def _announced(text: str, start: int, end: int, spots: bytearray, known: Known) -> tuple[int, int] | None:
    """A name that begins with a known one of another kind, where the text calls it a model: 模型 OpenAI Owl."""
    if not (cues.model_before(text, start) or cues.called(text, start)):
        return None
    stop, words = _grown(text, start, end, spots, known)
    new = any(known(w) is None for w in words)
    return (start, stop) if new and not known(text[start:stop]) and cues.is_model(text, start, stop) else None


def _grown(text: str, start: int, end: int, spots: bytearray, known: Known) -> tuple[int, list[str]]:
    """Where a name ends whose first word ends at `end` (0 if it is too long for one), and the words it gained."""
    end, units = suffix(text, end, versioned=bool(re.search(r"\d", text[start:end])))
    words = [u.text for u in units]
    while not units:
        more = _TOKEN.match(text, end + 1) if text[end : end + 1] == " " else None
        if not more or not more.group()[0].isupper():
            break
        coded = _CODE.fullmatch(more.group())  # Laguna XS.2
        if re.search(r"[\d\-]", more.group()) and not coded:
            break
        if known(more.group()) != "term" and (not _free(*more.span(), spots) or _hopeless(more.group(), known)):
            break
        words.append(more.group())
        if more.group().lower() in PROJECT:
            return 0, words  # Hermes Agent
        end, units = suffix(text, more.end(), versioned=bool(coded))
        if coded:
            break
        if end - start > 40:
            return 0, words
    return end, words


def _hopeless(word: str, known: Known) -> bool:
    """Words that can begin no name: known as something else, plain lower case, a single letter."""
    if (
        len(word) < 2
        or (word.islower() and not re.search(r"\d", word))
        or _SIZED.match(word)
        or re.fullmatch(r"[A-Z]{2}", word)
    ):
        return True
    if ("_" in word and "-" not in word) or re.fullmatch(r"[WAL]\d{1,2}", word):  # W4: weights in four bits
        return True
    parts = re.split(r"[-_.]", word)
    if _BILLIONS.search(word) and known(parts[0]) not in ("dataset", "chip", "benchmark"):
        return bool(known(word))  # whatever it begins with, billions of parameters are a model's
    if _WORD_VERSION.fullmatch(word) and known(parts[0]) in ("app", "term"):
        return bool(known(word))  # Opal-3.5: apps put no hyphen before their version
    if parts[0].lower() == "awesome":  # lists of links
        return True
    if known(word) or (len(parts) > 1 and known(parts[0]) not in (None, "model", "company", "method", "term")):
        return True
    lowered = [p.lower() for p in parts]
    return any(p in PROJECT or p in LIKENESS for p in lowered[1:]) or bool(re.search(r"\.(?!\d)", word))


def _shape(name: str) -> int:
    """How much the name itself speaks for a model."""
    score = 0
    if _SIZED.search(name):
        score += 2 if re.match(r"[A-Z][a-z]+ ", name) else 3
    if _SURE.search(name):
        score += 3
    elif _STRONG.search(name):
        score += 2
    elif _WEAK.search(name):
        score += 1
    if _VERSION.search(name):
        score += 1 + bool(_NUMBERED.search(name))
    return score + 2 * bool(_MAKES_MODEL.match(name))


def _context(text: str, start: int, end: int, around: Around) -> int:
    """How much the words beside the name speak for a model."""
    name = text[start:end]
    maker = around.maker(start)
    coded = _LETTER_NUMBER.fullmatch(name)  # G1 系列 may be glasses
    score = (1 if coded else 2) * (bool(_VERSION.search(name)) and cues.series_after(text, end))
    if _SIZED.search(name) and name[0].isupper():
        score += cues.run_at_home(text, max(0, start - 30), end + 40)
    if cues.is_model(text, start, end) or (maker and cues.model_before(text, maker.start)):
        score += 3
    elif cues.apposed(text, end):
        score += 1 + cues.launched(text, start)
    elif (re.search(r"[-\d]", name) or _WEAK.search(name)) and cues.comes_out(text, end):
        score += 3
    if text[start - 1 : start] == "/" or cues.price_tag(text, end):
        score += 3  # only an exchange's id begins behind a slash
    if cues.has_parameters(text, start, end):
        score += 2
    if cues.model_id(text, start) and re.search(r"[-\d]", name):
        score += 3
    if cues.called(text, start) and not cues.called_otherwise(text, end):
        score += 2 + cues.about_models(text, max(0, start - 20), end + 20)
    elif cues.launched(text, start):
        score += 1
    elif cues.launched_kind(text, start):
        score += 3
    if around.is_title(text, start, end):
        score += 3
    if cues.inside_latin_name(text, start, end) and name.isalpha() and not maker:
        score -= 1
    return score


class Around:
    """What else stands in the text: known names in order, the accepted ones, the ranges of titles, the columns."""

    def __init__(
        self,
        taken: Sequence[Candidate],
        accepted: Sequence[Candidate],
        titles: Sequence[tuple[int, int]],
        columns: Columns,
    ) -> None:
        self.taken = taken
        self.accepted = accepted
        self._starts = [c.start for c in taken]
        self._models = sorted((c.start, c.end) for c in accepted)
        self._others = [(c.start, c.end) for c in taken if c.kind not in ("model", "term")]
        self._accepted = set(self._models)
        self._titles = titles
        self._columns = columns

    def maker(self, start: int) -> Candidate | None:
        """The maker named a blank before `start`."""
        before = self._neighbour(start, -1)
        return before if before and before.end == start - 1 and before.kind == "company" else None

    def listed(self, text: str, start: int, end: int) -> int:
        """Points for standing in one list with models and with nothing else."""
        if self._columns.headed(text, start, end):
            return 3
        if not _CAMEL.search(text[start:end]) or _LETTER_NUMBER.fullmatch(text, start, end):
            return 0
        left, right = self._neighbour(start, -1), self._neighbour(start, 0)
        begin = start
        if left and left.kind == "company" and start - left.end <= 1:  # its maker: what stands before that?
            begin, left = left.start, self._neighbour(start, -2)
        near = [left] if left and cues.listed_with(text, left.end, begin) else []
        if right and cues.listed_with(text, end, right.start):
            behind = self._neighbour(start, 1) if right.kind == "company" else None
            near.append(behind if behind and behind.start - right.end <= 1 else right)
        if near:
            return 3 if all((c.start, c.end) in self._accepted for c in near) else 0
        return 3 if self._columns.among_models(text, start, end, self._models, self._others) else 0

    def is_title(self, text: str, start: int, end: int) -> bool:
        """Whether the name is all of a heading whose text then says that it is a model."""
        for a, b in self._titles:
            if a <= start and end <= b and _TITLE_LEAD.sub("", text[a:b]).strip(" *`：:") == text[start:end]:
                return bool(_BODY.search(text, b, b + 140))
        return False

    def _neighbour(self, start: int, step: int) -> Candidate | None:
        i = bisect_left(self._starts, start) + step
        return self.taken[i] if 0 <= i < len(self.taken) else None
