"""Lead and TextRank, and ROUGE-L by characters against the gold summaries.

Tokenization: NFKC, blanks and line breaks left out, every remaining character one token (Latin letters and digits
too). ROUGE-L: F1 of the longest common subsequence, one reference, no stemming, no stop words.
"""

from __future__ import annotations

import re
import unicodedata
from math import log

from summarizer.text import words
from summarizer.text.sentences import sentences

BUDGET_CHARS = 120
"""Lead and TextRank stop before this length; about that of the gold summaries."""
_DAMPING, _ROUNDS = 0.85, 50  # of PageRank, as in Mihalcea and Tarau 2004


def lead(text: str) -> str:
    """The first sentences."""
    return _within([text[a:b] for a, b in _ranges(text)])


def textrank(text: str) -> str:
    """Sentences central in the graph of shared words, in the post's order (Mihalcea and Tarau 2004)."""
    pieces = [text[a:b] for a, b in _ranges(text)][:400]
    bags = [set(words.content_tokens(piece)) for piece in pieces]
    size = len(pieces)
    weights = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i):
            if min(len(bags[i]), len(bags[j])) > 1 and (shared := len(bags[i] & bags[j])):
                weights[i][j] = weights[j][i] = shared / (log(len(bags[i])) + log(len(bags[j])))
    totals = [sum(row) for row in weights]
    ranks = [1.0] * size
    for _ in range(_ROUNDS):
        shares = [rank / total if total else 0.0 for rank, total in zip(ranks, totals, strict=True)]
        ranks = [1 - _DAMPING + _DAMPING * sum(w * s for w, s in zip(row, shares, strict=True)) for row in weights]
    order = sorted(range(size), key=lambda i: (-ranks[i], i))
    chosen: list[int] = []
    for i in order:
        if sum(len(pieces[j]) for j in chosen) + len(pieces[i]) <= BUDGET_CHARS:
            chosen.append(i)
    return "".join(pieces[i] for i in sorted(chosen or order[:1]))


def rouge_l(summary: str, reference: str) -> float:
    """F1 of the longest common subsequence of characters."""
    left, right = _characters(summary), _characters(reference)
    if not left or not right:
        return 0.0
    row = [0] * (len(right) + 1)
    for a in left:
        before = 0
        for j, b in enumerate(right, 1):
            before, row[j] = row[j], before + 1 if a == b else max(row[j], row[j - 1])
    common = row[-1]
    return 2 * common / (len(left) + len(right))


def _characters(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _ranges(text: str) -> list[tuple[int, int]]:
    return [(a, b) for a, b in sentences(text) if b - a >= 8]


def _within(pieces: list[str]) -> str:
    chosen = ""
    for piece in pieces:
        if chosen and len(chosen) + len(piece) > BUDGET_CHARS:
            break
        chosen += piece
    return chosen
