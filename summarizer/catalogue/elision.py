"""Names cut short because the text has said the rest before: R1, 3 Pro, V4, Mythos, and sizes in a list."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from summarizer.catalogue.lexicon import Lexicon
from summarizer.naming import name_cues as cues
from summarizer.naming.candidates import Candidate
from summarizer.naming.names import fold
from summarizer.naming.variants import SIZE, VARIANT_WORDS, suffix

_PIECE = re.compile(r"[A-Za-z]*\d+(?:\.\d+)*[A-Za-z]*|[A-Za-z]+|[\u4e00-\u9fff]+")
_CODE_TAIL = re.compile(r"[A-Z]\d+(?:\.\d+)?[a-z]?(?![A-Za-z0-9])|\d[oO](?![A-Za-z0-9])|\d+(?:\.\d+)*[ \-][A-Z][a-z]+")
_WORD_TAIL = re.compile(r"[A-Z][a-z]{3,}")
_VERSIONED = re.compile(r"^(.*?)([\s\-]*)[vV]?(\d+(?:\.\d+)*)(?![A-Za-z0-9.])")
_VARIANT = "|".join(VARIANT_WORDS)
_SHORT = re.compile(
    rf"(?<![A-Za-z0-9.\-$¥€_/])(\d+(?:\.\d+)*)[ \-]?((?:{_VARIANT})(?:[ \-](?:{_VARIANT}))*)(?![A-Za-z0-9])"
)
_LETTER_CODE = re.compile(r"(?<![A-Za-z0-9.\-_/&])([A-Za-z])(\d(?:\.\d+)?)(?![A-Za-z0-9%.])")
_NEXT_SIZE = re.compile(
    rf"(?:/|\s?(?:、|/|和|与|及|以及|，)\s?(?!{SIZE}\s?(?:的|级|大小|总|激活)?(?:参数|模型|显存|内存)))({SIZE})"
)
_NEXT_VERSION = re.compile(
    r"\s?(?:、|/|和|与|及|以及)\s?(\d{1,2}\.\d{1,2})(?![\d.%％]|\s?(?:[万亿倍元秒分个年月]|[KMGTBkmgtb]\b|[kMGT]?[Bb]\b|版本?号))"
)
_GRADE = (
    r"(?:(?:Pro|Plus|Max|Ultra|Mini|Nano|Micro|Lite|Flash|Turbo|Air|Instant|Thinking|Coder|VL|Vision|Omni|Small|Medium"
    r"|Large|Heavy|Fast|mini|nano|pro|flash|lite|max|turbo|plus|thinking)(?:-(?:Lite|Max|Mini|Image|Thinking|High|Low))?"
    r"(?![A-Za-z0-9]|[ -][A-Za-z0-9]))"
)
_LISTS_MEMBERS = re.compile(
    r"[”」》]?\s?(?:大模型|模型|系列|家族|全系|首批|一共|共|则|还|又|这次|此次|本次|目前|主要|[（(][^（）()\n]{0,20}[）)]|\s)*"
    r"(?:分为|分成|分|包括|包含|涵盖|囊括|提供|推出|发布|带来|设有|拥有|共有|有|含|及其|以及|：|:|——?)(?:了|成|的)?"
    r"(?:(?:[一二两三四五六七八\d多几不同]+|标准)\s?[个款种档类]?(?:的)?(?:版本|型号|模型|规格|变体|尺寸|档位|选择|成员|版)?)?"
    r"\s?(?:，|,|：|:|——?)?\s?(?:分别(?:是|为|叫)?|即|为|包括|包含|有)?\s?[：:]?\s?(?=[“「《]?" + _GRADE + ")"
)
_MEMBER = re.compile(r"[“「《]?(" + _GRADE + r")[”」》]?")
_NEXT_MEMBER = re.compile(r"\s?(?:、|/|，|,|和|与|及|以及|或)\s?(?=[“「《]?" + _GRADE + ")")
_MEMBERS_END = re.compile(
    r"\s?(?:等)?(?:这)?[一二两三四五六七八\d多几]?\s?(?:个|款|种|档|类|大|兄弟)?(?:版本|版(?!权)|型号|模型|规格|变体|成员)"
)
_OWN_GRADE = re.compile(r"([ -])" + _GRADE + r"\Z")
_BRAND_REACH = 100  # characters back within which a brand lends its name to a bare code
_BRAND_AHEAD = 20


def elided(text: str, accepted: Sequence[Candidate], others: Sequence[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """Short forms of the accepted names in masked plain text; `others` are the known names that are no models."""
    blocking = [c for c in others if c.kind not in ("term", "model")]  # Lite alone, or Opus alone, may be a short form
    taken = sorted((c.start, c.end) for c in (*accepted, *blocking))
    found: list[Candidate] = []
    for part in (
        _sizes(text, accepted),
        _versions(text, accepted, lexicon),
        _tails(text, accepted),
        _variants(text, accepted, lexicon),
        _members(text, accepted, lexicon),
    ):
        found += [c for c in part if _free(c, taken)]
        taken = sorted(set(taken) | {(c.start, c.end) for c in found})
    found += [c for c in _codes(text, [*accepted, *found], others, lexicon) if _free(c, taken)]
    return found


def _free(c: Candidate, taken: Sequence[tuple[int, int]]) -> bool:
    i = bisect_right(taken, (c.start, c.end))
    return not any(a < c.end and c.start < b for a, b in taken[max(0, i - 2) : i + 1])


def _sizes(text: str, accepted: Sequence[Candidate]) -> list[Candidate]:
    """Qwen-1.8B、7B和72B: the sizes after the first are names of their own."""
    found = []
    for c in accepted:
        first = re.search(rf"-\s?({SIZE})$", text[c.start : c.end])
        at = c.end
        while first and (match := _NEXT_SIZE.match(text, at)):
            head = c.name[: c.name.rfind("-")]
            found.append(
                Candidate(
                    match.start(1),
                    match.end(1),
                    f"{head}-{match.group(1).upper()}",
                    id=c.id,
                    family=c.family,
                    bare=False,
                )
            )
            at = match.end()
    return found


def _versions(text: str, accepted: Sequence[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """GPT-5、5.1 和 5.2, Kimi-K2.6/2.5: the versions after the first are names of their own."""
    found = []
    for c in accepted:
        first = re.search(r"(?<![\d.])\d{1,2}(?:\.\d{1,2})?$", text[c.start : c.end])
        match = _NEXT_VERSION.match(text, c.end) if first and not c.bare else None
        head = _VERSIONED.match(c.name)
        while match and head:
            end, units = suffix(text, match.end(1), versioned=True)
            name = head.group(1) + head.group(2) + match.group(1) + "".join(f"-{u.text}" for u in units)
            found.append(_short(match.start(1), end, name, c.family, lexicon))
            match = _NEXT_VERSION.match(text, end)
    return found


def _tails(text: str, accepted: Sequence[Candidate]) -> list[Candidate]:
    """The end of a full name alone: R1 for DeepSeek-R1, 3.1 Pro for Gemini 3.1 Pro, Mythos for Claude Mythos."""
    tails: dict[str, Candidate] = {}
    for c in accepted:
        surface = text[c.start : c.end]
        if c.bare and not _CODE_TAIL.search(surface):
            continue
        for piece in list(_PIECE.finditer(surface))[1:]:
            tail = surface[piece.start() :]
            word = _WORD_TAIL.fullmatch(piece.group())
            own = bool(word) and piece.group() not in VARIANT_WORDS and len(tail) > 4
            if _CODE_TAIL.match(tail) or own:
                tails.setdefault(tail, c)
    if not tails:
        return []
    pattern = "|".join(re.escape(t) for t in sorted(tails, key=len, reverse=True))
    found = []
    for match in re.finditer(rf"(?<![A-Za-z0-9.\-_/])(?:{pattern})(?![A-Za-z0-9]|\.\d|-[A-Za-z0-9])", text):
        full = tails[match.group()]
        if not (match.group().isalpha() and cues.inside_latin_phrase(text, *match.span())):
            found.append(Candidate(*match.span(), full.name, id=full.id, family=full.family, bare=False))
    return found


def _variants(text: str, accepted: Sequence[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """2.0 Lite after 豆包 2.0: the version says whose variant it is."""
    owners: dict[str, tuple[str, str]] = {}
    for c in accepted:
        match = _VERSIONED.match(c.name)
        if match and match.group(1):
            owners.setdefault(match.group(3), (match.group(1), match.group(2)))
    found = []
    for match in _SHORT.finditer(text):
        if match.group(1) in owners:
            head, gap = owners[match.group(1)]
            name = f"{head}{gap}{match.group(1)} {match.group(2)}"
            found.append(_short(*match.span(), name, head, lexicon))
    return found


def _members(text: str, accepted: Sequence[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """Gemini 分为 Ultra、Pro 和 Nano 三个版本, Qwen3-Max、Plus 和 Flash: variants in a list behind a name."""
    found = []
    for c in accepted:
        own = _OWN_GRADE.search(c.name)
        head, gap = (c.name[: own.start()], own.group(1)) if own else (c.name, " " if " " in c.name else "-")
        lists = None if own else _LISTS_MEMBERS.match(text, c.end)
        sibling = _NEXT_MEMBER.match(text, c.end) if own else None
        first = lists or sibling
        members, at = [], first.end() if first else 0
        while at and (member := _MEMBER.match(text, at)):
            members.append(member)
            more = _NEXT_MEMBER.match(text, member.end())
            if not more:
                break
            at = more.end()
        last = members[-1].end() if members else 0
        if (
            not members
            or cues.app_after(text, last)
            or (lists and len(members) == 1 and not _MEMBERS_END.match(text, last))
        ):
            continue
        for member in members:
            grade = member.group(1)
            name = f"{head}{gap}{grade if grade.isupper() or gap == '-' else grade[0].upper() + grade[1:]}"
            found.append(_short(*member.span(1), name, c.family, lexicon))
    return found


def _codes(text: str, accepted: Sequence[Candidate], others: Sequence[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """V4 in a sentence about DeepSeek: a brand whose models go by a letter and a number."""
    around = sorted((*accepted, *others), key=lambda c: c.start)
    starts = [c.start for c in around]
    models = {(c.start, c.end) for c in accepted}
    named = {fold(name) for c in around for name in (c.name, c.family)}
    heads: dict[str, str] = {}
    spots = []
    for match in _LETTER_CODE.finditer(text):
        series = lexicon.codes.get(match.group(1).lower())
        if not series:
            continue
        i = bisect_right(starts, match.start())
        near = [c for c in reversed(around[max(0, i - 8) : i]) if match.start() - c.end <= _BRAND_REACH]
        near += [c for c in around[i : i + 2] if c.start - match.end() <= _BRAND_AHEAD]
        listed = len(series) == 1 and any(
            cues.listed_with(text, c.end, match.start()) or cues.listed_with(text, match.end(), c.start)
            for c in around[max(0, i - 1) : i + 1]
            if (c.start, c.end) in models
        )
        owners = (h for c in near for h, brands in series if fold(c.name) in brands or fold(c.family) in brands)
        default = series[0][0] if listed and fold(series[0][0] + match.group(2)) in lexicon.terms else None
        everywhere = (h for h, brands in series if brands & named and fold(h + match.group(2)) in lexicon.terms)
        head = next(owners, default) or next(everywhere, None)
        if match.group(1).isupper() or listed:
            spots.append(match)
            if head:
                heads.setdefault(match.group(), head)
    found = []
    for match in spots:
        if match.group() in heads:  # said once with its brand, known all over the post
            end, units = suffix(text, match.end(), versioned=True)
            name = heads[match.group()][:-1] + match.group(1) + match.group(2) + "".join(f" {u.text}" for u in units)
            found.append(_short(match.start(), end, name, heads[match.group()], lexicon))
    return found


def _short(start: int, end: int, name: str, family: str, lexicon: Lexicon) -> Candidate:
    """A short form that stands for `name`, linked where the catalogue has it."""
    term = lexicon.terms.get(fold(name))
    known = term if term and term.kind == "model" and term.level != "head" else None
    return Candidate(
        start, end, known.name if known else name, id=known.id if known else None, family=family, bare=False
    )
