"""Find every mention of an AI model in a clean text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from summarizer.catalogue import Catalogue
from summarizer.catalogue.brand_models import brand_models
from summarizer.catalogue.elision import elided
from summarizer.catalogue.lexicon import lexicon
from summarizer.catalogue.matching import known_names
from summarizer.naming import name_cues as cues
from summarizer.naming.candidates import Candidate, mask
from summarizer.naming.columns import Columns
from summarizer.naming.names import plain
from summarizer.naming.unknown_names import Around, unknown_names
from summarizer.naming.variants import VARIANT_WORDS
from summarizer.types import CleanText, Mention, Segment

_REACH = 30  # characters to each side within which a maker vouches for a name
_ENOUGH = 3
_ENOUGH_FOR_TWO = 5  # points, for names of two Latin characters such as S1
_PUBLISHES = re.compile(
    r"\s?(?:近日|今[天日]|正式|官方|宣布|团队|已)*(?:开源|发布|推出|上线|公布)(?:并开源)?了?(?:全新|新)?\s?\Z"
)
_DATA_LINK = re.compile(r"[*`_]{0,3}\]\([^()\s]{0,200}/datasets?/")
_WHOSE = re.compile(r"\s?(?:家|自家|旗下)?的\s?(?:最新|新|新一代|旗舰)?的?\s?[“「《『]?")
_LEAD_IN = re.compile(r"(?:(?:(?!主力|旗舰|最新|首|系列|新)[\u4e00-\u9fff]){0,8}模型)?\s?[-—·：:]?\s?[“「《『]?")


def recognise(text: CleanText, segments: Sequence[Segment], catalogue: Catalogue) -> tuple[Mention, ...]:
    """All mentions of models, in order, without overlap (clean offsets)."""
    body = _fenced(mask(plain(text.text)), text)
    words = lexicon(catalogue)
    candidates = known_names(body, words)
    columns = Columns(text)
    models = _namesakes(body, _judge(body, candidates, columns, catalogue), candidates, catalogue)
    kept = {(c.start, c.end) for c in models}
    others = [c for c in candidates if (c.start, c.end) not in kept]
    models = brand_models(body, models, others, catalogue)
    starts = {c.start for c in models}
    others = [c for c in others if c.start not in starts]
    models += elided(body, models, others, words)  # a rejected word such as Opus may yet be short for a name
    titles = [(b.start, b.end) for b in text.blocks if b.kind == "heading"]
    titles += [(s.start, s.start + len(s.title)) for s in segments if s.title]
    taken = sorted([*models, *others], key=lambda c: (c.start, c.kind != "model"))
    around = Around(taken, models, titles, columns)
    models += unknown_names(body, around, words.kind)
    models = [c for c in models if not _data_set(text, c)]
    models = _absorbed(body, _joined(body, sorted(models, key=lambda c: c.start)))
    return tuple(Mention(c.start, c.end, text.text[c.start : c.end], c.name, c.id) for c in models)


def _data_set(text: CleanText, c: Candidate) -> bool:
    """Whether the name is the text of a Markdown link to a data set."""
    post = text.post.text
    end = text.to_post(c.end, end=True)
    return bool(_DATA_LINK.match(post, end))


def _fenced(body: str, text: CleanText) -> str:
    """The body with a line break behind every table cell, so that no name runs on into the next one."""
    ends = {b for block in text.blocks for _, b in block.cells if b < len(body) and body[b] in " \t"}
    return "".join("\n" if i in ends else c for i, c in enumerate(body)) if ends else body


def _joined(body: str, models: list[Candidate]) -> list[Candidate]:
    """A known name and the unknown one a blank behind it as the one name they are: Granite | Speech 4.1."""
    out: list[Candidate] = []
    for c in models:
        loose = c.level == "unknown" or (c.id is None and re.split(r"[ \-]", body[c.start : c.end])[0] in VARIANT_WORDS)
        if out and loose and c.start == out[-1].end + 1 and body[c.start - 1] == " ":
            first = out.pop()
            c = replace(c, start=first.start, name=f"{first.name} {c.name}", family=first.family)
        out.append(c)
    return out


def _absorbed(body: str, models: list[Candidate]) -> list[Candidate]:
    """Without the brand that only introduces the full name behind it: 通义千问 in 通义千问Qwen3, Kimi in Kimi 的 K3."""
    kept = []
    for c, follower in zip_longest(models, models[1:]):
        led = follower and c.bare and not follower.bare and _LEAD_IN.fullmatch(body, c.end, follower.start)
        if led or (follower and c.bare and _completed(body, c, follower)):
            continue
        kept.append(c)
    return kept


def _completed(body: str, brand: Candidate, short: Candidate) -> bool:
    """Whether a short form behind 的, or the name behind a hub's slash, says which one of the brand is meant."""
    if short.start == brand.end + 1 and body[brand.end] == "/":
        return short.name.lower().startswith(brand.name.lower())  # Qwen/Qwen3-32B
    full = short.name.startswith(brand.name) and short.name not in body[short.start : short.end]
    return full and bool(_WHOSE.fullmatch(body, brand.end, short.start))


def _judge(body: str, candidates: list[Candidate], columns: Columns, catalogue: Catalogue) -> list[Candidate]:
    """The candidates that are models in this text."""
    ai = cues.about_ai(body) or any(c.kind == "model" and c.level in ("certain", "company") for c in candidates)
    accepted = [_sure(body, c, ai) for c in candidates]
    others = [(c.start, c.end) for c in candidates if c.kind not in ("model", "term")]
    families = {c.family for c, sure in zip(candidates, accepted, strict=True) if sure and not c.bare}
    words: set[str] = set()
    open_cases = [
        i
        for i, c in enumerate(candidates)
        if ai and c.kind == "model" and c.level in ("word", "company") and not _in_phrase(body, i, candidates)
    ]
    for _ in range(2):  # a second look finds the company of names that the first accepted
        models = [(c.start, c.end) for c, yes in zip(candidates, accepted, strict=True) if yes]
        for i in open_cases:
            c = candidates[i]
            if not accepted[i] and columns.among_models(body, c.start, c.end, models, others):
                accepted[i] = True
                continue
            enough = _ENOUGH_FOR_TWO if c.end - c.start == 2 and body[c.start].isascii() else _ENOUGH
            if not accepted[i] and _evidence(body, i, candidates, accepted, families, catalogue) >= enough:
                accepted[i] = True
                words.add(body[c.start : c.end])
    for i in open_cases:  # one sense a post
        c = candidates[i]
        if c.level == "word" and body[c.start : c.end] in words:
            accepted[i] = True
    return [c for c, yes in zip(candidates, accepted, strict=True) if yes]


def _namesakes(
    body: str, models: list[Candidate], candidates: list[Candidate], catalogue: Catalogue
) -> list[Candidate]:
    """The models without the link to a row of the same short name whose maker is at home in another country."""
    companies = {c.end: catalogue.organisation(c.name) for c in candidates if c.kind == "company"}
    others: set[str] = set()
    for c in models:
        row = catalogue.get(c.id) if c.level == "word" and c.bare else None
        before = _PUBLISHES.search(body, max(0, c.start - _REACH), c.start) if row else None
        maker = companies.get(before.start()) if before else None
        if row and maker and maker.country and maker.country != (catalogue.maker(row).country or maker.country):
            others.add(c.name)
    return [replace(c, id=None) if c.name in others else c for c in models]


def _in_phrase(body: str, i: int, candidates: list[Candidate]) -> bool:
    """Whether the word is part of a longer Latin name; a known name beside it (LLM BLOOM) is none of its parts."""
    c = candidates[i]
    left = candidates[i - 1] if i else c
    known_left = left.end == c.start - 1 and (left.kind != "model" or left.level == "company")
    known_right = i + 1 < len(candidates) and candidates[i + 1].start == c.end + 1
    return cues.inside_latin_phrase(body, c.start, c.end, left=not known_left, right=not known_right)


def _sure(body: str, c: Candidate, ai: bool) -> bool:
    """Whether the name needs no evidence: a full name, or a series that does not stand for app or team."""
    if c.kind != "model":
        return False
    if c.level == "certain":
        return True
    if c.level == "series" and ai and (body[c.start : c.end].endswith("模型") or cues.like_before(body, c.start)):
        return True
    if c.name == "GPT" and cues.inside_latin_name(body, c.start, c.end):
        return False  # the tail of a product's name: NOMI GPT
    others = (cues.app_after, cues.maker_after, cues.product_after)
    return ai and c.level == "series" and not any(other(body, c.end) for other in others)


def _evidence(
    body: str, i: int, candidates: list[Candidate], accepted: list[bool], families: set[str], catalogue: Catalogue
) -> int:
    """How much speaks for a model where the bare word could be something else."""
    c = candidates[i]
    surface = body[c.start : c.end]
    if cues.app_after(body, c.end) or cues.products_after(body, c.end):
        return 0
    if c.level == "company":
        if cues.maker_after(body, c.end) or cues.companies_after(body, c.end):
            return 0
        last = candidates[i - 1].end if i else 0  # 百川大模型：百川智能 has its 模型 in the name before
        introduced = cues.model_before(body, c.start) and "模型" in body[last : c.start]
        score = 3 * (cues.model_right_after(body, c.end) or introduced or cues.used_as_model(body, c.start, c.end))
        return score + 3 * (_listed(body, i, candidates, accepted) == 1 and not cues.possessive_after(body, c.end))
    score = 3 * (cues.model_after(body, c.end) or cues.model_before(body, c.start))
    score += 3 * cues.called(body, c.start) + 4 * cues.defined_here(body, c.start, c.end) + cues.launched(body, c.start)
    score += 2 * cues.chatbot_after(body, c.end) + 5 * cues.price_tag(body, c.end)
    score += 2 * (c.family in families or c.family.partition(" ")[0] in families)
    row = catalogue.get(c.id)
    if row:
        near = body[max(0, c.start - _REACH) : c.end + _REACH]
        score += 2 * any(name in near for name in catalogue.maker(row).names)
    score += not c.bare  # Mistral Small
    score += (2 if len(surface) > 2 else 4) * (_listed(body, i, candidates, accepted) == 1)
    score += cues.about_models(body, max(0, c.start - 60), c.end + 60)
    if surface.isascii() and surface.islower() and not c.name.islower():
        score -= 2
    return score


def _listed(body: str, i: int, candidates: list[Candidate], accepted: list[bool]) -> int:
    """1 if a neighbour in the same list is a model, -1 if one is something else, 0 if there is no list."""
    c, verdict = candidates[i], 0
    for j in (i - 1, i + 1):
        if 0 <= j < len(candidates):
            other = candidates[j]
            left, right = (other, c) if j < i else (c, other)
            if cues.listed_with(body, left.end, right.start) and "，" not in body[left.end : right.start]:
                if not accepted[j] and other.kind != "model":
                    return -1
                codes = all(x.end - x.start <= 2 and body[x.start].isascii() for x in (c, other))
                verdict = max(verdict, int(accepted[j] and not codes))  # T0, H0, W0 are variables as well
    return verdict
