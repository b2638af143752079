"""Where the topic of a long text shifts (after TextTiling, Hearst 1997), on character bigrams, which need no words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import pairwise
from math import sqrt

_WINDOW_CHARACTERS = 300
_CANDIDATES = 6  # paragraphs looked at on either side of the middle


def tiles(text: str, paragraphs: list[tuple[int, int]], most: int) -> list[int]:
    """Starts of the paragraphs that open a new part, so that no part is longer than `most` characters if it can be.

    The first part's start is left out. Cuts are made where the words before and behind have least in common.
    """
    cuts: list[int] = []
    pending = [(0, len(paragraphs))]
    while pending:
        a, b = pending.pop()
        length = paragraphs[b - 1][1] - paragraphs[a][0] if b > a else 0
        if length <= most or b - a < 2:
            continue
        # a cut near the middle is worth some likeness: parts of equal length read best
        middle = paragraphs[a][0] + length / 2
        near = bisect_left(paragraphs, (int(middle), 0), a + 1, b)
        worth = {
            i: _likeness(text, paragraphs[i][0]) + abs(paragraphs[i][0] - middle) / length
            for i in range(max(a + 1, near - _CANDIDATES), min(b, near + _CANDIDATES + 1))
        }
        _, at = min((value, i) for i, value in worth.items())
        cuts.append(at)
        pending += [(a, at), (at, b)]
    return [paragraphs[i][0] for i in sorted(cuts)]


def _likeness(text: str, start: int) -> float:
    """Cosine of the bigram counts of the text before and behind an offset."""
    before = _bigrams(text[max(0, start - _WINDOW_CHARACTERS) : start])
    behind = _bigrams(text[start : start + _WINDOW_CHARACTERS])
    dot = sum(n * behind[g] for g, n in before.items())
    norm = sqrt(sum(n * n for n in before.values()) * sum(n * n for n in behind.values()))
    return dot / norm if norm else 0.0


def _bigrams(text: str) -> Counter[str]:
    return Counter(a + b for a, b in pairwise(text) if a.isalnum() and b.isalnum())
