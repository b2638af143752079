"""Where the topic of a long text shifts (after TextTiling, Hearst 1997), on character bigrams, which need no words."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import sqrt

_WINDOW_CHARACTERS = 400


def tiles(text: str, paragraphs: list[tuple[int, int]], most: int) -> list[int]:
    """Starts of the paragraphs that open a new part, so that no part is longer than `most` characters if it can be.

    The first part's start is left out. Cuts are made where the words before and behind have least in common.
    """
    if len(paragraphs) < 2:
        return []
    gaps = [(_likeness(text, paragraphs, i), i) for i in range(1, len(paragraphs))]
    cuts: list[int] = []
    pending = [(0, len(paragraphs))]
    while pending:
        a, b = pending.pop()
        length = paragraphs[b - 1][1] - paragraphs[a][0]
        if length <= most or b - a < 2:
            continue
        middle = paragraphs[a][0] + length / 2
        # a cut near the middle is worth some likeness: parts of equal length read best
        _, at = min((like + abs(paragraphs[i][0] - middle) / length, i) for like, i in gaps if a < i < b)
        cuts.append(at)
        pending += [(a, at), (at, b)]
    return [paragraphs[i][0] for i in sorted(cuts)]


def _likeness(text: str, paragraphs: list[tuple[int, int]], i: int) -> float:
    """Cosine of the bigram counts of the text before and behind a paragraph's start."""
    start = paragraphs[i][0]
    before, behind = (
        _bigrams(part)
        for part in (text[max(0, start - _WINDOW_CHARACTERS) : start], text[start : start + _WINDOW_CHARACTERS])
    )
    dot = sum(n * behind[g] for g, n in before.items())
    norm = sqrt(sum(n * n for n in before.values()) * sum(n * n for n in behind.values()))
    return dot / norm if norm else 0.0


def _bigrams(text: str) -> Counter[str]:
    return Counter(a + b for a, b in pairwise(text) if a.isalnum() and b.isalnum())
