"""What a thread, a list or a digest comes to as a whole: joined from its segments' summaries, by its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.types import CleanText, Segment, Sentence, Span, Summary
from summarizer.writing import composing, salience, support

SUMMARY_CHARS = (60, 200)
"""Bounds of a post's summary."""
HEADLINE_CHARS = 36  # a title up to this length stands for its item in the summary of a list or digest
MOST_VOICES = 4  # speakers that the summary of a thread quotes
COLUMN_CHARS = 3  # a digest's title up to this length names a column (工具, 值得读), not a story
FEWEST_ITEMS = 3  # a list or digest with fewer items is summarised like an article
VOICE_CHARS = 30  # a comment shorter than this is no voice of its own

_MODERATOR = re.compile(r"管理员|管理員|版主|站务|moderator|\badmin", re.IGNORECASE)


def body_start(text: CleanText, segment: Segment) -> int:
    """Where the segment's body begins: behind its title, if the title stands at its start."""
    title = segment.title or ""
    if segment.body is not None:
        return segment.body
    if title and text.text.startswith(title, segment.start):
        return segment.start + len(title)
    return segment.start


def joined(text: CleanText, kind: str, segments: Sequence[Segment], parts: Sequence[Summary | None]) -> list[Sentence]:
    """The summary of a thread or of a list, put together from its segments' summaries; empty for other posts."""
    found = _of_kind(text, kind, segments, parts)
    return [replace(sentence, text=support.in_script(sentence.text, text.post.language)) for sentence in found]


def _of_kind(
    text: CleanText, kind: str, segments: Sequence[Segment], parts: Sequence[Summary | None]
) -> list[Sentence]:
    told = [(s, p) for s, p in zip(segments, parts, strict=True) if p]
    voices = _voices(told) if kind == "qa" else []
    if voices:
        return composing.thread(_asked(text, told), voices, SUMMARY_CHARS[1])
    items = [(s, p) for s, p in told if s.role == "item"]
    if kind in ("listicle", "digest") and len(items) >= FEWEST_ITEMS:
        leads = [c for s, p in told if s.role == "intro" for c in p.sentences if salience.stands_alone(c.text)]
        # what is said of one item, as a teaser does, leads no list of several
        leads = [c for c in leads if not any(composing.about(c.text, s.title or "") for s, _ in items)] or leads
        near = [composing.shared(c.text, text.post.title or "") for c in leads]
        lead = leads[near.index(max(near))] if leads else _title(text) if kind == "listicle" else None
        names = [_headline(text, s, p, kind) for s, p in items]
        return composing.roundup(lead, names, [p.sentences[0] for _, p in items], SUMMARY_CHARS[1])
    return []


def _voices(told: Sequence[tuple[Segment, Summary]]) -> list[tuple[str | None, Sentence]]:
    """The most telling sentence of each of the weightiest speakers, in the thread's order."""
    asker = next((s.author for s, _ in told if s.role == "question" and s.author), None)
    said = [(s, p) for s, p in told if s.role == "answer"]
    said = said or [(s, p) for s, p in told if s.role == "comment" and s.end - s.start >= VOICE_CHARS]
    best: dict[str, tuple[float, int, str | None, Sentence]] = {}
    for i, (segment, part) in enumerate(said):
        author = segment.author or ""
        if len(said) > 1 and ((author and author == asker) or _MODERATOR.search(author)):
            continue
        worth, sentence = max(
            ((composing.worth(c.text, segment.author), c) for c in part.sentences), key=lambda scored: scored[0]
        )
        key = segment.author or f"#{i}"
        if key not in best or worth > best[key][0]:
            best[key] = (worth, i, segment.author, sentence)
    weightiest = sorted(best.values(), key=lambda v: (-v[0], v[1]))[:MOST_VOICES]
    return [(author, sentence) for _, _, author, sentence in sorted(weightiest, key=lambda v: v[1])]


def _asked(text: CleanText, told: Sequence[tuple[Segment, Summary]]) -> tuple[str, Span] | None:
    """What a thread is about: its question's title, else the post's, else the question's own sentence."""
    segment, part = next(((s, p) for s, p in told if s.role == "question"), (None, None))
    for title in (segment.title if segment else None, text.post.title):
        at = text.text.find(title) if title else -1
        if title and at >= 0:
            return title, text.span(at, at + len(title))
    if part and part.sentences[0].evidence:
        return composing.spoken(part.sentences[0].text), part.sentences[0].evidence[0]
    return None


def _title(text: CleanText) -> Sentence | None:
    """The post's title as a sentence, where the text has it."""
    title = text.post.title or ""
    at = text.text.find(title) if title else -1
    bare = composing.headline(title)
    return Sentence(f"{bare}。", True, (text.span(at, at + len(title)),)) if at >= 0 and bare else None


def _headline(text: CleanText, segment: Segment, part: Summary, kind: str) -> tuple[str, Span]:
    """An item in a few words: its title, or the first clauses of its summary."""
    title = composing.headline(segment.title or "")
    told = len(title) > COLUMN_CHARS or kind != "digest" or not title.isalpha() or title.isascii()
    if title and told and len(title) <= HEADLINE_CHARS and body_start(text, segment) > segment.start:
        return title, text.span(segment.start, segment.start + len(segment.title or ""))
    first = part.sentences[0]
    name = composing.shortened(first.text, HEADLINE_CHARS) or title or first.text.rstrip("。")
    return name, first.evidence[0] if first.evidence else text.span(segment.start, segment.end)
