"""Rankings written out in a row: A > B = C, and lists of which each is better than the one before."""

from __future__ import annotations

import re
from itertools import combinations, pairwise, product

from summarizer.facts.discourse import Discourse, Named, Stretch
from summarizer.facts.facts import Match

_SIGN = re.compile(r"[^，。；、\n<>=≈≥|:：\-]{0,8}?[\s*_”」)）]*(?P<sign>>{1,6}|≫|≥|={1,2}|≈)\s*[“「*_（(]*")
_ABOUT = re.compile(r"(?P<m>[^，。；：:\s*#]{2,12})\s*[：:]\s*[\s*“「]*$")
_EACH = re.compile(
    r"每一?[款代个][^，。；\n]{0,6}?都?(?:明显|显著)?比(?:它的)?[上前]一?[款代个][^，。；\n]{0,8}?"
    r"(?:(?P<up>[强好快高]|出色|聪明|便宜|准)|(?P<down>[弱差慢]))"
)


def by_signs(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """A > B = C > D: each tier beats the next, those of one tier are equal; a lone = defines and compares nothing."""
    found: list[Match] = []
    tiers: list[list[Named]] = []
    for one in (*stretch.named, None):
        gap = _SIGN.fullmatch(discourse.plain, tiers[-1][-1].end, one.start) if one and tiers else None
        if gap and one:
            if gap["sign"][0] in "=≈":
                tiers[-1].append(one)
            else:
                tiers.append([one])
            continue
        if len(tiers) > 1 and not _in_code(discourse, stretch.start):
            found += _ranked(discourse, stretch, tiers)
        tiers = [[one]] if one else []
    return found


def _ranked(discourse: Discourse, stretch: Stretch, tiers: list[list[Named]]) -> list[Match]:
    start, end = tiers[0][0].start, tiers[-1][-1].end
    about = _ABOUT.search(discourse.plain, stretch.start, start)
    pairs = [(a, "equal", b) for tier in tiers for a, b in combinations(tier, 2)]
    pairs += [(a, "better", b) for high, low in pairwise(tiers) for a, b in product(high, low)]
    metric = about["m"] if about else None
    return [
        Match(a.entity, relation, b.entity, "", start, end, b.start, metric)
        for a, relation, b in pairs
        if a.entity != b.entity
    ]


def _in_code(discourse: Discourse, at: int) -> bool:
    return any(b.kind == "code" and b.start <= at < b.end for b in discourse.text.blocks)


def by_succession(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """先后推出 A、B 与 C，每一款都比上一款强: each of the list against the one before it."""
    found: list[Match] = []
    for m in _EACH.finditer(discourse.plain, stretch.start, stretch.end):
        listed = next((g for g in reversed(discourse.lists(stretch)) if len(g) > 1 and g[-1].end <= m.start()), [])
        relation = "better" if m["up"] else "worse"
        for before, after in pairwise(listed):
            if before.entity != after.entity:
                found.append(Match(after.entity, relation, before.entity, "", before.start, m.end(), m.start()))
    return found
