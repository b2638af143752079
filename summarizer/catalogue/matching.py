"""Where known names stand in a text: longest match, whole words, versions and sizes behind them included."""

from __future__ import annotations

import re
from itertools import pairwise

from summarizer.catalogue.lexicon import Lexicon, Term
from summarizer.naming.candidates import Candidate
from summarizer.naming.names import fold, fold_plain, plain
from summarizer.naming.variants import DERIVED, LIKENESS, PROJECT, QUANTITY, Unit, rest, suffix

_ALNUM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_GAP = re.compile(r"[ \t]{0,8}[-_·—―]?[ \t]{0,4}\n?[ \t]?")
_PREFIX = re.compile(r"(?:[A-Za-z][A-Za-z0-9.]*[-_])+\Z")
_TOKEN_EDGE = re.compile(r"[^\-_]?\.(?:(?![\-_][A-Za-z0-9])[\s\S]{0,2})")
_SHORT = 3
_CODE = 4  # folded characters up to which a name with a number in it may be anything's
_NO_PREFIX = frozenset(("non", "anti", "pre", "post", "multi", "vs", "re", "co", "sub", "based", "on", "all", "mini"))
_FAMILY = re.compile(r"^(.*?[^\W\d_])[\s\-_]*[vV]?\d")


def known_names(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Every known name in masked plain text, in order and without overlap; names of other kinds too."""
    folded, offsets = fold_plain(text)
    best: dict[int, tuple[tuple[int, ...], Candidate]] = {}
    for a, b, term in lexicon.find(folded):
        start, end = offsets[a], offsets[b - 1] + 1
        if (start and text[start - 1] in _ALNUM and text[start] in _ALNUM) or not _whole(text, offsets[a:b], term):
            continue
        found = _extend(text, start, end, term, lexicon)
        if found is None:
            continue
        rank = (found.end, found.kind != "model", found.level == "certain", b - a, found.id is not None)
        if found.start not in best or rank > best[found.start][0]:
            best[found.start] = (rank, found)
    kept: list[Candidate] = []
    for candidate in sorted((c for _, c in best.values()), key=lambda c: (c.start, -c.end)):
        if kept and candidate.start < kept[-1].end < candidate.end and _better(candidate, kept[-1]):
            kept.pop()
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
    return kept


def _better(later: Candidate, earlier: Candidate) -> bool:
    """Which of two overlapping names is meant: 阿里通义|千问 is no maker, 谷歌 Gemini| Robotics no bare brand."""
    return later.kind == "model" and (earlier.kind != "model" or (earlier.bare and later.level == "certain"))


def _whole(text: str, at: list[int], term: Term) -> bool:
    """Whether what lies between the matched characters is what separates the parts of one name."""
    for k, (i, j) in enumerate(pairwise(at)):
        if j > i + 1:
            gap = text[i + 1 : j]
            if not _GAP.fullmatch(gap) or ("\n" in gap and not _separated(term, k + 1, text[i])):
                return False
    return True


def _separated(term: Term, at: int, before: str) -> bool:
    """Whether the name is written with a separator before its folded character `at`, so that a line may end there."""
    for spelled in term.spelled:
        seen = 0
        for i, char in enumerate(plain(spelled)):
            if fold(char):
                if seen == at and i and not fold(spelled[i - 1]) and before.isalpha():
                    return True
                seen += 1
    return False


def _extend(text: str, start: int, end: int, term: Term, lexicon: Lexicon) -> Candidate | None:
    """The match with what follows it in the name; None where it breaks off inside a word."""
    if term.kind != "model":
        if not term.spells(text[start:end]):
            return None
        whole = not _cut(text, end) and _TOKEN_EDGE.fullmatch(text[start - 1 : start] + "." + text[end : end + 2])
        return Candidate(start, end, term.name, term.kind) if whole else None
    if term.level == "head" and not re.match(r"[\s\-_]?[vV]?\d", text[end : end + 3]):
        return None
    if _loose_number(text, start, end, term):
        return None
    stop, units = suffix(text, end, versioned=term.versioned) if text[end - 1].isalnum() else (end, ())
    if term.level == "head" and not (units and units[0].kind in ("version", "date")):
        return None
    if _cut(text, stop):
        return None
    stop, more, other = _rest(text, stop)
    units += more
    begin, prefix = _prefix(text, start, lexicon)
    if other or ("_" in text[begin:stop] and "-" not in text[begin:stop]):  # an identifier such as qwen2_moe
        return Candidate(begin, stop, text[begin:stop], "project")
    name, id, family = _named(text, term, units, lexicon)
    if prefix:
        name, id = text[begin:stop], None
    elif units and (units[-1].kind == "rest" or any(u.text.lower() in DERIVED for u in units)):
        id = None
    bare = not units and not term.versioned and not term.sized
    short = term.level == "word" and not units and len(term.key) <= _CODE  # T0 and Gen 3, a variable and a series
    level = term.level if (bare or short) and not prefix else "certain"
    if level == "certain" and not units and not prefix and not _spelled(text[start:stop], term):
        level = "word"
    if term.level in ("word", "company") and units and all(u.kind == "variant" or u.text.islower() for u in units):
        level = "word"
    return Candidate(begin, stop, name, "model", level, id, family, bare)


def _spelled(surface: str, term: Term) -> bool:
    """Whether the case is the name's own, where nothing but case tells a name from a word (Shap-E, shape; o1, O1)."""
    letters = surface.replace(" ", "").replace("-", "")
    if not letters.isascii() or (len(letters) > _SHORT and not letters.isalpha()):
        return True
    return any(letters == name.replace(" ", "").replace("-", "") for name in term.spelled)


def _cut(text: str, end: int) -> bool:
    """Whether the name would break off inside a word or a number."""
    if end >= len(text) or text[end - 1] not in _ALNUM:
        return False
    return text[end] in _ALNUM or (text[end] == "." and text[end - 1].isdigit() and text[end + 1 : end + 2].isdigit())


def _loose_number(text: str, start: int, end: int, term: Term) -> bool:
    """A match such as Claude 3 whose last number counts what follows (Claude 3 个)."""
    surface = text[start:end]
    number = re.search(r"(?:[\s]|[\u4e00-\u9fff])\d{1,2}$", surface)
    return bool(number) and term.versioned and bool(QUANTITY.match(text[end : end + 12]))


def _rest(text: str, end: int) -> tuple[int, tuple[Unit, ...], bool]:
    """The rest of a hyphenated word: its end, its units, and whether it makes the word the name of a project."""
    stop = rest(text, end)
    if stop == end:
        return end, (), False
    parts = [p for p in re.split(r"[-_.]", text[end:stop]) if p]
    lowered = [p.lower() for p in parts]
    if any(p in PROJECT for p in lowered) or ("_" in text[end:stop] and any(p.isalpha() and len(p) > 3 for p in parts)):
        return stop, (), True
    if any(p in LIKENESS for p in lowered):
        return end, (), False
    more_end, more = suffix(text, stop, versioned=True)
    return more_end, (Unit("rest", text[end:stop].strip("-_.")), *more), False


def _prefix(text: str, start: int, lexicon: Lexicon) -> tuple[int, str]:
    """Where the hyphenated word begins that the match stands in, and its part before the match."""
    match = _PREFIX.search(text, max(0, start - 40), start)
    if not match or (match.start() and text[match.start() - 1] in _ALNUM):
        return start, ""
    words = match.group().lower().strip("-_").split("-")
    if any(w in _NO_PREFIX or w in LIKENESS for w in words):
        return start, ""
    org = lexicon.terms.get(fold(match.group()))
    if org and org.kind == "company":
        return match.start(), ""
    return match.start(), match.group()


def _named(text: str, term: Term, units: tuple[Unit, ...], lexicon: Lexicon) -> tuple[str, str | None, str]:
    """Name, catalogue id and family of a term with units: 千问 + 3 is Qwen3."""
    if not units:
        return term.name, term.id, term.name if term.level != "certain" else _family(term.name)
    names = lexicon.families.get(term.name, (term.name,))
    for cut in range(len(units), 0, -1):
        head = "".join(u.text for u in units[:cut])
        for name in names:
            hit = lexicon.terms.get(fold(name + head)) or lexicon.terms.get(fold(name + head.removesuffix(".0")))
            if hit and hit.kind == "model" and hit.level != "head":
                name = hit.name + _joined(units[cut:])
                return name, hit.id if hit.covers(name) else None, _family(hit.name)
    name = term.name + _joined(units, term.name)
    kinds = {u.kind for u in units}
    if term.level != "certain":  # the row behind a family is its first version: only a size may be one of it
        same = kinds <= {"size"} and (not term.sizes or any(fold(u.text) in term.sizes for u in units))
        return name, term.id if same and term.level != "head" else None, term.name
    other = kinds & {"version", "code", "rest"} or not term.covers(name)
    return name, None if other else term.id, term.name


def _joined(units: tuple[Unit, ...], head: str = "") -> str:
    """The units as an editor joins them: versions tight after a head that ends so, all else with hyphens."""
    out = ""
    for i, unit in enumerate(units):
        body = re.sub(r"\s", "", unit.text)
        if unit.kind == "size":
            body = re.sub(r"(?<=\d)-?b$", "B", body).replace("×", "x").replace("X", "x").replace("-B", "B")
        tight = i == 0 and unit.kind in ("version", "code") and (head[-1:].isdigit() or head in _TIGHT_HEADS)
        spaced = i == 0 and head and not head.isascii()
        out += body if tight else f" {body}" if spaced else f"-{body}"
    return out


_TIGHT_HEADS = frozenset({"Qwen", "Wan", "InternVL", "MiniCPM", "DeepSeek-V", "DeepSeek-R", "Step", "混元T"})


def _family(name: str) -> str:
    match = _FAMILY.match(name)
    return match.group(1) if match else name
