"""Write the summaries of a post: extracted from it, or written by Qwen and held against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt

from summarizer.text import support, words
from summarizer.text.sentences import sentences
from summarizer.types import CleanText, Entity, Problem, Segment, Sentence, Summary, Usage

SHORT_CHARS = 60
"""A segment shorter than this is its own summary."""
SUMMARY_CHARS = (60, 200)
"""Bounds of a post's summary."""
_SENTENCE_CHARS = 110
_END_MARKS = "。！？!?…"
_DANGLING_TEXT = (
    "但 然而 不过 此外 另外 同时 因此 所以 其次 首先 最后 而 并且 这 那 它 他 她 其 例如 比如 当然 总之 第二 第三"
    " 随着 我 大家 各位 你"
)
_DANGLING = tuple(_DANGLING_TEXT.split())


@dataclass(frozen=True, slots=True)
class Draft:
    """Summaries of a post and of each of its segments (parallel to them; None where there is nothing to say)."""

    summary: Summary | None
    segments: tuple[Summary | None, ...]
    problems: tuple[Problem, ...] = ()
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source sentence that could stand in a summary (clean offsets); the score compares within one segment."""

    start: int
    end: int
    text: str
    score: float


def extract(text: CleanText, kind: str, segments: tuple[Segment, ...], entities: tuple[Entity, ...] = ()) -> Draft:
    """Summaries made of the post's own sentences: no model, milliseconds, never wrong about what was said."""
    ranked = [candidates(text, segment, entities) for segment in segments]
    parts = tuple(_segment_extract(text, found) for found in ranked)
    return Draft(post_extract(text, kind, segments, ranked), parts)


def body_start(text: CleanText, segment: Segment) -> int:
    """Where the segment's body begins: behind its title, if the title stands at its start."""
    title = segment.title or ""
    if title and text.text.startswith(title, segment.start):
        return segment.start + len(title)
    return segment.start


def candidates(text: CleanText, segment: Segment, entities: tuple[Entity, ...] = ()) -> list[Candidate]:
    """The segment's sentences with their scores: centrality of words, position, central names, self-containedness."""
    ranges = sentences(text.text, body_start(text, segment), segment.end)
    bags = [set(words.content_tokens(text.text[a:b])) for a, b in ranges]
    spread: dict[str, int] = {}
    for bag in bags:
        for word in bag:
            spread[word] = spread.get(word, 0) + 1
    names = [m for e in entities if e.central for m in e.mentions]
    found = []
    for i, (a, b) in enumerate(ranges):
        piece = text.text[a:b]
        central = sum(words.weight(w) * spread[w] for w in bags[i]) / (sqrt(len(bags[i])) + 4)
        score = central * (1.0 + 0.5 / (1 + i)) * _shape(piece)
        if any(a <= m.start < b for m in names):
            score *= 1.2
        found.append(Candidate(a, b, piece, score))
    return found


def _shape(piece: str) -> float:
    """How well a sentence stands alone: whole, of readable length, no question, no pointer to the one before."""
    factor = 1.0
    if piece[-1] not in _END_MARKS:
        factor *= 0.35
    elif piece[-1] in "？?":
        factor *= 0.5
    if len(piece) < 15:
        factor *= 0.4
    if len(piece) > _SENTENCE_CHARS:
        factor *= 0.7
    if piece.startswith(_DANGLING):
        factor *= 0.7
    return factor


def _segment_extract(text: CleanText, found: list[Candidate]) -> Summary | None:
    if not found:
        return None
    if found[-1].end - found[0].start <= SHORT_CHARS:
        return Summary(tuple(_quoted(text, c) for c in found))
    best = max(found, key=lambda c: (c.score, -c.start))
    return Summary((_quoted(text, best),))


def post_extract(
    text: CleanText, kind: str, segments: tuple[Segment, ...], ranked: list[list[Candidate]]
) -> Summary | None:
    """Two to four sentences from the most telling segments, in the post's order, 60 to 200 characters in all."""
    low, high = SUMMARY_CHARS
    pool: list[tuple[float, Candidate]] = []
    for i, (segment, found) in enumerate(zip(segments, ranked, strict=True)):
        first = {"intro": 1.3, "question": 1.2, "outro": 0.6, "comment": 0.6}.get(segment.role, 1.0)
        for c in found:
            pool.append((c.score * first * (1.2 if i == 0 else 1.0), c))
    pool.sort(key=lambda sc: (-sc[0], sc[1].start))
    chosen: list[Candidate] = []
    size = 0
    for _, c in pool:
        piece = _closed(c.text)
        if size + len(piece) > high or any(support.recall(c.text, d.text) > 0.5 for d in chosen):
            continue
        chosen.append(c)
        size += len(piece)
        if (len(chosen) >= 2 and size >= low * 1.5) or len(chosen) >= 4:
            break
    if not chosen and pool:
        chosen = [pool[0][1]]
    chosen.sort(key=lambda c: c.start)
    return Summary(tuple(_quoted(text, c) for c in chosen)) if chosen else None


def _quoted(text: CleanText, candidate: Candidate) -> Sentence:
    """A source sentence as a summary sentence, with itself as evidence."""
    return Sentence(_closed(candidate.text), True, (text.span(candidate.start, candidate.end),))


def _closed(piece: str) -> str:
    """On one line, within bounds (cut at a clause's end) and with an end mark."""
    flat = " ".join(piece.split())
    limit = SUMMARY_CHARS[1] - 1
    if len(flat) > limit:
        cut = max(flat.rfind(mark, 0, limit) for mark in "，、；：,;")
        flat = flat[: cut if cut > limit // 3 else limit]
    flat = flat.rstrip("；;，,：:、 ")
    return flat if flat.endswith(tuple(_END_MARKS + "”」』）)")) else flat + "。"
