"""Write the summaries of a post: extracted from it, or written by Qwen and held against it."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.backends.base import Backend, Request
from summarizer.settings import Settings
from summarizer.text import composing, grammar, salience, support
from summarizer.text.salience import Candidate
from summarizer.text.sentences import sentences
from summarizer.types import CleanText, Entity, Problem, Segment, Sentence, Span, Summary, Usage
from summarizer.wording import say

SHORT_CHARS = 60
"""A segment shorter than this is its own summary."""
SUMMARY_CHARS = (60, 200)
"""Bounds of a post's summary."""
HEADLINE_CHARS = 36
"""A title up to this length stands for its item in the summary of a list or digest."""
MOST_VOICES = 4
"""Answers that the summary of a thread quotes."""
FEWEST_ITEMS = 3
"""A list or digest with fewer items is summarised like an article."""
LONG_CHARS = 250
"""From this length on, a segment may have two sentences."""

_SYSTEM = "你是严谨的中文科技编辑。只写原文明说的事实，名称和数字照抄原文，不评论、不推测。"
_ONE = "写一句摘要，说清主体、事实和关键数字，尽量用原文词句，不超过60字。"
_TWO = "写一两句摘要，说清主体、事实、关键数字和理由，尽量用原文词句。"
_POST = "写两三句全文摘要，说清主体、事实、关键数字和结论，尽量用原文词句，共80到150字。"
_AGAIN_WITHOUT = "不要写{}。"
_AGAIN_CLOSER = "尽量用原文的词句。"

_PROMPT_TOKENS = 400  # instructions, template and reply beside the source
_OUTPUT_TOKENS = {1: 110, 2: 180, 3: 240}
_FILLER = re.compile(
    r"^(?:本文|该文|这篇文章|文章|原文|作者|这段话|该段|这位回答者)(?:主要)?(?:介绍|讲述|讨论|探讨|阐述|描述|概述|指出|认为|提到|强调)了?[，：:]?"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """Summaries of a post and of each of its segments (parallel to them; None where there is nothing to say)."""

    summary: Summary | None
    segments: tuple[Summary | None, ...]
    problems: tuple[Problem, ...] = ()
    usage: Usage = field(default_factory=Usage)


def extract(text: CleanText, kind: str, segments: Sequence[Segment], entities: Sequence[Entity] = ()) -> Draft:
    """Summaries made of the post's own sentences: no model, milliseconds, never wrong about what was said."""
    ranked = [_ranked(text, segment, entities) for segment in segments]
    parts = tuple(_best(text, found) for found in ranked)
    composed = _composed(text, kind, segments, parts)
    return Draft(Summary(tuple(composed)) if composed else _post_extract(text, segments, ranked), parts)


def body_start(text: CleanText, segment: Segment) -> int:
    """Where the segment's body begins: behind its title, if the title stands at its start."""
    title = segment.title or ""
    if title and text.text.startswith(title, segment.start):
        return segment.start + len(title)
    return segment.start


def _ranked(text: CleanText, segment: Segment, entities: Sequence[Entity]) -> list[Candidate]:
    names = [m.start for e in entities if e.central for m in e.mentions]
    return salience.rank(text.text, body_start(text, segment), segment.end, names)


def _best(text: CleanText, found: list[Candidate]) -> Summary | None:
    """The segment's best sentence; all of it when it is short."""
    if not found:
        return None
    if found[-1].end - found[0].start <= SHORT_CHARS:
        return Summary(tuple(_quoted(text, c) for c in found))
    return Summary((_quoted(text, max(found, key=lambda c: (c.score, -c.start))),))


def _post_extract(text: CleanText, segments: Sequence[Segment], ranked: list[list[Candidate]]) -> Summary | None:
    """Two to four sentences from the most telling segments, in the post's order, within `SUMMARY_CHARS`."""
    low, high = SUMMARY_CHARS
    factors = {"intro": 1.3, "question": 1.2, "outro": 0.6, "comment": 0.6}
    pool = []
    for i, (segment, found) in enumerate(zip(segments, ranked, strict=True)):
        factor = factors.get(segment.role, 1.0) * (1.2 if i == 0 else 1.0)
        pool += [(c.score * factor, c) for c in found]
    pool.sort(key=lambda scored: (-scored[0], scored[1].start))
    chosen: list[Candidate] = []
    size = 0
    for _, c in pool:
        piece = salience.closed(c.text, high)
        if size + len(piece) > high or any(support.recall(c.text, d.text) > 0.5 for d in chosen):
            continue
        chosen.append(c)
        size += len(piece)
        if (len(chosen) >= 2 and size >= low * 1.5) or len(chosen) >= 4:
            break
    chosen.sort(key=lambda c: c.start)
    return Summary(tuple(_quoted(text, c) for c in chosen)) if chosen else None


def _quoted(text: CleanText, candidate: Candidate) -> Sentence:
    """A source sentence as a summary sentence, with itself as evidence."""
    piece = salience.closed(candidate.text, SUMMARY_CHARS[1])
    return Sentence(piece, True, (text.span(candidate.start, candidate.end),))


def _composed(
    text: CleanText, kind: str, segments: Sequence[Segment], parts: Sequence[Summary | None]
) -> list[Sentence]:
    """The summary of a thread or of a list, put together from its segments' summaries; empty for other posts."""
    told = [(s, p) for s, p in zip(segments, parts, strict=True) if p]
    voices = [(s.author, p.sentences[0]) for s, p in told if s.role == "answer"][:MOST_VOICES]
    if kind == "qa" and voices:
        question = next((_question(text, s, p) for s, p in told if s.role == "question"), None)
        return composing.thread(question, voices, SUMMARY_CHARS[1])
    items = [(s, p) for s, p in told if s.role == "item"]
    if kind in ("listicle", "digest") and len(items) >= FEWEST_ITEMS:
        lead = next((p.sentences[0] for s, p in told if s.role == "intro"), None)
        return composing.roundup(lead, [_headline(text, s, p) for s, p in items], SUMMARY_CHARS[1])
    return []


def _question(text: CleanText, segment: Segment, part: Summary) -> Sentence:
    if segment.title and body_start(text, segment) > segment.start:
        return Sentence(segment.title, True, (text.span(segment.start, segment.start + len(segment.title)),))
    return part.sentences[0]


def _headline(text: CleanText, segment: Segment, part: Summary) -> tuple[str, Span]:
    """An item in a few words: its title, or the first clauses of its summary."""
    title = composing.headline(segment.title or "")
    if title and len(title) <= HEADLINE_CHARS and body_start(text, segment) > segment.start:
        return title, text.span(segment.start, segment.start + len(segment.title or ""))
    first = part.sentences[0]
    name = composing.shortened(first.text, HEADLINE_CHARS) or title or first.text.rstrip("。")
    return name, first.evidence[0] if first.evidence else text.span(segment.start, segment.end)


class Generator:
    """Writes summaries with a model, one voice at a time, and keeps only what the source supports."""

    def __init__(self, backend: Backend, settings: Settings) -> None:
        self.backend = backend
        self.settings = settings

    def draft(
        self,
        text: CleanText,
        kind: str,
        segments: Sequence[Segment],
        entities: Sequence[Entity] = (),
        cancel: threading.Event | None = None,
    ) -> Draft:
        """Summaries of the post and its segments; what could not be written is extracted, and a Problem says so."""
        return _Drafting(self, text, kind, segments, entities, cancel).run()


class _Drafting:
    """One post being summarised."""

    def __init__(
        self,
        generator: Generator,
        text: CleanText,
        kind: str,
        segments: Sequence[Segment],
        entities: Sequence[Entity],
        cancel: threading.Event | None,
    ) -> None:
        self.backend, self.settings = generator.backend, generator.settings
        self.text, self.kind, self.segments = text, kind, segments
        self.ranked = [_ranked(text, segment, entities) for segment in segments]
        self.cancel = cancel
        self.problems: list[Problem] = []
        self.usage = Usage()

    def run(self) -> Draft:
        parts = tuple(self._segment(s, found) for s, found in zip(self.segments, self.ranked, strict=True))
        written = _filled(self._post(parts), parts)
        summary = Summary(tuple(written), "qwen") if written else _post_extract(self.text, self.segments, self.ranked)
        return Draft(summary, parts, tuple(self.problems), self.usage)

    def _segment(self, segment: Segment, found: list[Candidate]) -> Summary | None:
        if not found or found[-1].end - found[0].start <= SHORT_CHARS:
            return _best(self.text, found)
        written: list[Sentence] = []
        chunks = self._chunks(segment)
        if len(chunks) > 1:
            self._problem("segment-split", segment, f"分 {len(chunks)} 段阅读", f"read in {len(chunks)} chunks")
        for start, end in chunks:
            size = 2 if end - start >= LONG_CHARS and len(chunks) == 1 else 1
            source = self.text.text[start:end].strip()
            written += self._write(segment, source, (start, end), _TWO if size == 2 else _ONE, size)
        if not written:
            self._problem("fell-back", segment, "改用原文中的句子", "an original sentence stands in")
        return Summary(tuple(written[:3]), "qwen") if written else _best(self.text, found)

    def _chunks(self, segment: Segment) -> list[tuple[int, int]]:
        """The segment, split at sentence ends where it would not fit the context (a character is at most a token)."""
        room = max(200, self.backend.context_tokens - _PROMPT_TOKENS)
        ranges = sentences(self.text.text, segment.start, segment.end)
        chunks = [(ranges[0][0], min(ranges[0][1], ranges[0][0] + room))]
        for a, b in ranges[1:]:
            if b - chunks[-1][0] <= room:
                chunks[-1] = (chunks[-1][0], b)
            else:
                chunks.append((a, min(b, a + room)))
        return chunks

    def _write(
        self, segment: Segment | None, source: str, span: tuple[int, int], task: str, size: int
    ) -> list[Sentence]:
        """Sentences about the source that the text of the range supports; asked once more when some are not."""
        where = sentences(self.text.text, *span)
        lark = grammar.summary(source, size)
        kept, faults = self._judge(self._ask(segment, source, task, lark, size), source, where)
        if faults and not (self.cancel and self.cancel.is_set()):
            names = "、".join(f"“{token}”" for _, tokens in faults for token in tokens)
            again = task + (_AGAIN_WITHOUT.format(names) if names else _AGAIN_CLOSER)
            second, still = self._judge(self._ask(segment, source, again, lark, size), source, where)
            kept, faults = (second, still) if len(second) >= len(kept) else (kept, faults)
        for piece, tokens in faults:
            why = f" ({', '.join(tokens)})" if tokens else ""
            self._problem(
                "unsupported-summary",
                segment,
                f"去掉了原文不支持的一句：{piece}{why}",
                f"dropped a sentence that the text does not support: {piece}{why}",
            )
        return kept

    def _judge(
        self, pieces: list[str], source: str, where: list[tuple[int, int]]
    ) -> tuple[list[Sentence], list[tuple[str, list[str]]]]:
        """Which sentences stand, tied to their evidence, and which do not, with the strings that the source lacks."""
        kept, faults = [], []
        offered = [self.text.text[a:b] for a, b in where]
        for piece in pieces:
            missing = support.unsupported(piece, source) or support.unbound(piece, offered)
            chosen, share = support.evidence(piece, offered)
            if missing or share < support.SUPPORT_FLOOR:
                faults.append((piece, missing))
            else:
                kept.append(Sentence(piece, True, tuple(self.text.span(*where[i]) for i in chosen)))
        return kept, faults

    def _ask(self, segment: Segment | None, source: str, task: str, lark: str, size: int) -> list[str]:
        """One generation: whole sentences only."""
        request = Request(
            messages=(("system", _SYSTEM), ("user", f"原文：\n{source}\n\n任务：{task}")),
            max_output_tokens=_OUTPUT_TOKENS[size],
            timeout_seconds=self.settings.timeout_seconds,
            grammar=lark,
            source=source,
        )
        reply = self.backend.generate(request, self.cancel)
        self.usage += reply.usage
        if reply.finish == "length":
            self._problem("cut-at-limit", segment, "回答在长度上限处被截断", "the reply was cut at its token limit")
        elif reply.finish != "stop":
            self._problem(reply.finish, segment, f"生成未完成（{reply.finish}）", f"not generated ({reply.finish})")
        pieces = [
            p + "。" for p in reply.text.removeprefix(grammar.LABEL).split("。")[:-1]
        ]  # what follows the last full stop was cut
        return [support.in_script(tidy, self.text.post.language) for p in pieces if (tidy := _tidy(p))]

    def _post(self, parts: Sequence[Summary | None]) -> list[Sentence]:
        """By kind of post: who says what and lists of items are composed by code, the rest is written."""
        found = _composed(self.text, self.kind, self.segments, parts)
        return found or composing.within(self._article(parts), SUMMARY_CHARS[1])

    def _article(self, parts: Sequence[Summary | None]) -> list[Sentence]:
        """Written over the segments' summaries, so that nothing is read twice; a single segment is asked again."""
        told = [(s, p) for s, p in zip(self.segments, parts, strict=True) if p]
        whole = (0, len(self.text.text))
        if not told:
            return []
        if len(told) == 1:
            segment = told[0][0]
            if segment.end - segment.start <= SUMMARY_CHARS[1] or len(self._chunks(segment)) > 1:
                return list(told[0][1].sentences)
            source = self.text.text[segment.start : segment.end].strip()
        else:
            source = "\n".join([self.text.post.title or "", *(p.text for _, p in told)]).strip()
        return self._write(None, source, whole, _POST, 3)

    def _problem(self, code: str, segment: Segment | None, zh: str, en: str) -> None:
        where = f"{segment.id}: " if segment else ""
        span = self.text.span(segment.start, segment.end) if segment else None
        self.problems.append(Problem("generate", code, where + say(zh, en), span))


def _filled(found: list[Sentence], parts: Sequence[Summary | None]) -> list[Sentence]:
    """With further sentences of the segments until the lower bound is reached, if there are any that are new."""
    low, high = SUMMARY_CHARS
    filled = list(found)
    for sentence in (s for part in parts if part for s in part.sentences):
        size = sum(len(s.text) for s in filled)
        if not filled or size >= low:
            break
        if size + len(sentence.text) <= high and all(support.recall(sentence.text, s.text) < 0.5 for s in filled):
            filled.append(sentence)
    return filled


def _tidy(piece: str) -> str:
    """Without filler at the start, unpaired quotation marks or doubled blanks."""
    piece = _FILLER.sub("", " ".join(piece.split()))
    for left, right in ("“”", "《》"):
        if piece.count(left) != piece.count(right):
            piece = piece.replace(left, "").replace(right, "")
    return piece.lstrip("，、：；") if len(piece) > 4 else ""
