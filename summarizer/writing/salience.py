"""Which sentences of a text say most: centrality of words, position, names, and whether a sentence stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from summarizer.text import words
from summarizer.text.sentences import sentences

END_MARKS = "。！？!?…"
_SENTENCE_CHARS = 110
_FURNITURE = re.compile(
    r"@[A-Za-z0-9-]+\.|https?://|www\.|[｜|].*[｜|：:]|点这里|点击|扫码|关注我|点赞|收藏|投稿|^(?:引用|回复|回覆)\s*[^，。]{1,20}[：:]"
)
_LIST_MARK = re.compile(r"(?:[-*•·>]\s+|[(（]?[\d０-９]{1,2}(?:[、)）]|[.．](?![\d０-９]))\s*|[①-⑳]\s*)+")
_DANGLING_TEXT = (
    "但 然而 不过 此外 另外 同时 因此 所以 其次 首先 最后 而 并且 这 那 它 他 她 其 例如 比如 当然 总之 第二 第三"
    " 随着 我 大家 各位 你 至于 以下 以上 上述 如上 如下 前者 后者 该"
)
DANGLING = tuple(_DANGLING_TEXT.split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source sentence that could stand in a summary (clean offsets); the score compares within one text."""

    start: int
    end: int
    text: str
    score: float


def rank(text: str, start: int, end: int, names: Sequence[int] = ()) -> list[Candidate]:
    """The sentences of `text[start:end]` in order, scored; `names` are offsets where a central name stands."""
    ranges = [_unnumbered(text, a, b) for a, b in sentences(text, start, end)]
    bags = [set(words.content_tokens(text[a:b])) for a, b in ranges]
    spread: dict[str, int] = {}
    for bag in bags:
        for word in bag:
            spread[word] = spread.get(word, 0) + 1
    found = []
    for i, (a, b) in enumerate(ranges):
        # sorted: the order of a set of strings differs from run to run, and so would the last bit of the sum
        central = sum(words.weight(w) * spread[w] for w in sorted(bags[i])) / (sqrt(len(bags[i])) + 4)
        score = central * (1.0 + 0.5 / (1 + i)) * _shape(text[a:b])
        if any(a <= at < b for at in names):
            score *= 1.2
        found.append(Candidate(a, b, text[a:b], score))
    return found


def _unnumbered(text: str, start: int, end: int) -> tuple[int, int]:
    """A sentence's range behind its list mark or number, which say nothing outside their list."""
    mark = _LIST_MARK.match(text, start, end)
    return (mark.end(), end) if mark and mark.end() < end else (start, end)


def _shape(piece: str) -> float:
    """How well a sentence stands alone: whole, of readable length, no question, no pointer to the one before."""
    factor = 1.0
    if piece[-1] not in END_MARKS:
        factor *= 0.35
    elif piece[-1] in "？?":
        factor *= 0.5
    if _FURNITURE.search(piece):
        factor *= 0.2
    if len(piece) < 15:
        factor *= 0.4
    if len(piece) > _SENTENCE_CHARS:
        factor *= 0.7
    if piece.startswith(DANGLING):
        factor *= 0.7
    return factor


def stands_alone(piece: str) -> bool:
    """Whether a sentence can be quoted by itself: long enough, no furniture, not a question, no dangling opening."""
    return _shape(piece) >= 1.0


def closed(piece: str, limit: int) -> str:
    """On one line, within the limit (cut at a clause's end) and with an end mark."""
    flat = " ".join(piece.split())
    if len(flat) >= limit:
        cut = max(flat.rfind(mark, 0, limit - 1) for mark in "，、；：,;")
        flat = flat[: cut if cut > limit // 3 else limit - 1]
    flat = flat.rstrip("；;，,：:、 ")
    return flat if flat.endswith(tuple(END_MARKS + "”」』")) else flat + "。"
