"""Write the summaries of a post: extracted from it, or written by Qwen and held against it."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from summarizer.backends.base import Backend, Request
from summarizer.settings import Settings
from summarizer.text.prompts import SYSTEM
from summarizer.text.sentences import sentences
from summarizer.types import CleanText, Entity, Problem, Segment, Sentence, Summary, Usage
from summarizer.wording import say
from summarizer.writing import composing, grammar, salience, stance, support
from summarizer.writing.directives import directives
from summarizer.writing.joining import SUMMARY_CHARS, body_start, joined
from summarizer.writing.salience import Candidate

SHORT_CHARS = 60  # a segment shorter than this is its own summary
LONG_CHARS = 250  # from this length on, a segment may have two sentences
VOICE_SENTENCES = 3  # of a speaker, weighed for the one that is quoted, where no model sums them up
SHOWN_CHARS = 40  # of its segment's beginning, in a Problem

_TASKS = {1: "写一句，不超过60字", 2: "写一两句", 3: "写两三句，共80到150字"}
_AGAIN = "\n\n（重写摘要：{}）"
_AGAIN_WITHOUT = "不要写{}。"
_AGAIN_CLOSER = "尽量用原文的词句。"

_UNFINISHED = re.compile(r"(?:(?<!存)(?<!所)在|和|与|以及|包括|例如|比如|对|从|由|将|把|被|或)。$")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u9fff]+")
_PARTED = re.compile(r"(?<=\d)，(?=\d)")
"""A Chinese comma between two numbers, which reads as one that groups digits once it is normalised (3.3，700亿)."""
_ROLE_WORTH = {"intro": 1.3, "question": 1.2, "outro": 0.9, "comment": 0.6}
_PROMPT_TOKENS = 400  # instructions, template and reply beside the source
_OUTPUT_TOKENS = {1: 110, 2: 180, 3: 240}


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
    parts = tuple(_best(text, segment, found) for segment, found in zip(segments, ranked, strict=True))
    # a speaker's most telling claim need not be the sentence that stands best for the whole answer
    offered = [_leading(text, found) for found in ranked] if kind == "qa" else parts
    composed = joined(text, kind, segments, offered)
    summary = Summary(tuple(composed)) if composed else _post_extract(text, segments, ranked)
    return Draft(summary, parts, _planted(text))


def _ranked(text: CleanText, segment: Segment, entities: Sequence[Entity]) -> list[Candidate]:
    names = [m.start for e in entities if e.central for m in e.mentions]
    found = salience.rank(text.text, body_start(text, segment), segment.end, names)
    planted = set(directives(text.text, [(c.start, c.end) for c in found]))
    return [c for c in found if (c.start, c.end) not in planted]


def _planted(text: CleanText) -> tuple[Problem, ...]:
    """A Problem for each order to a reading program: it is left out of what is summarised, not followed."""
    message = say(
        "这句话是写给自动程序的指令，摘要不采用。", "This is an order to a program that reads: not summarised."
    )
    planted = directives(text.text, sentences(text.text))
    return tuple(Problem("generate", "directive", message, text.span(a, min(b, a + SHOWN_CHARS))) for a, b in planted)


def _best(text: CleanText, segment: Segment, found: list[Candidate]) -> Summary | None:
    """The segment's best sentence; all of it when it is short."""
    if not found:
        return None
    if found[-1].end - found[0].start <= SHORT_CHARS:
        said = [_quoted(text, c) for c in found]
        if segment.role == "question":  # without the site's label before it: 问答
            said = [replace(c, text=composing.unlabelled(c.text)) for c in said]
        return Summary(tuple(said))
    return Summary((_quoted(text, max(found, key=lambda c: (c.score, -c.start))),))


def _leading(text: CleanText, found: list[Candidate]) -> Summary | None:
    best = sorted(found, key=lambda c: (-c.score, c.start))[:VOICE_SENTENCES]
    return Summary(tuple(_quoted(text, c) for c in best)) if best else None


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
        self.squashed = support.squashed(text.post.text)
        self.problems = list(_planted(text))
        self.usage = Usage()

    def run(self) -> Draft:
        alone = len(self.segments) == 1
        written = [self._segment(s, found, alone) for s, found in zip(self.segments, self.ranked, strict=True)]
        # what was written for a post of one segment is the post's summary, its beginning the segment's
        parts = tuple(replace(p, sentences=p.sentences[:2]) if p else None for p in written)
        found = joined(self.text, self.kind, self.segments, parts) or self._article(written)
        if self.kind != "qa":
            found = _filled(found, self._spare(written))
        method = "qwen" if any(p and p.method == "qwen" for p in written) else "extractive"
        summary = Summary(tuple(found), method) if found else _post_extract(self.text, self.segments, self.ranked)
        return Draft(summary, parts, tuple(self.problems), self.usage)

    def _segment(self, segment: Segment, found: list[Candidate], alone: bool) -> Summary | None:
        if sum(len(_ADDRESS.sub("", c.text)) for c in found) <= SHORT_CHARS:  # a few words, or little but links
            return _best(self.text, segment, found)
        written: list[Sentence] = []
        chunks = self._chunks(segment)
        if len(chunks) > 1:
            self._problem("segment-split", segment, f"分 {len(chunks)} 段阅读", f"read in {len(chunks)} chunks")
        for start, end in chunks:
            size = 1 if len(chunks) > 1 or end - start < LONG_CHARS else 2
            if alone and len(chunks) == 1 and end - start > SUMMARY_CHARS[0] * 2:
                size = 3
            written += self._write(segment, (start, end), size)
        if not written:
            self._problem("fell-back", segment, "改用原文中的句子", "an original sentence stands in")
        return Summary(tuple(written[:3]), "qwen") if written else _best(self.text, segment, found)

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

    def _write(self, segment: Segment, span: tuple[int, int], size: int) -> list[Sentence]:
        """Sentences that the text of the range supports; asked once more when some are not."""
        where = sentences(self.text.text, *span)
        planted = directives(self.text.text, where)
        source = self.text.text[slice(*span)].strip()
        for a, b in planted:
            source = source.replace(self.text.text[a:b], "")
        where = [piece for piece in where if piece not in planted]
        lark = grammar.summary(source, size)
        first = self._request(source, lark, size)
        kept, faults = self._judge(self._ask(segment, first), source, where)
        if faults and not (self.cancel and self.cancel.is_set()):
            names = "、".join(f"“{token}”" for _, tokens in faults for token in tokens)
            again = _AGAIN.format(_AGAIN_WITHOUT.format(names) if names else _AGAIN_CLOSER)
            messages = (first.messages[0], ("user", first.messages[1][1] + again))
            asked = replace(first, messages=messages, after=first)
            second, still = self._judge(self._ask(segment, asked), source, where)
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
        for piece in map(_whole, pieces):
            missing = support.faults(piece, source, offered) or support.torn(piece, self.squashed)
            chosen, share = support.evidence(piece, offered)
            if missing or share < support.SUPPORT_FLOOR:
                faults.append((piece, missing))
                continue
            said = stance.restored(piece, [offered[i] for i in chosen])
            said = support.in_script(said, self.text.post.language)
            kept.append(Sentence(said, True, tuple(self.text.span(*where[i]) for i in chosen)))
        return kept, faults

    def _request(self, source: str, lark: str, size: int) -> Request:
        return Request(
            messages=(("system", SYSTEM), ("user", f"{_TASKS[size]}。原文：\n{source}")),
            max_output_tokens=_OUTPUT_TOKENS[size],
            timeout_seconds=self.settings.timeout_seconds,
            grammar=lark,
            source=source,
        )

    def _ask(self, segment: Segment, request: Request) -> list[str]:
        """One generation: whole sentences only."""
        reply = self.backend.generate(request, self.cancel)
        self.usage += reply.usage
        if reply.finish == "length":
            self._problem("cut-at-limit", segment, "回答在长度上限处被截断", "the reply was cut at its token limit")
        elif reply.finish != "stop":
            self._problem(reply.finish, segment, f"生成未完成（{reply.finish}）", f"not generated ({reply.finish})")
        pieces = [
            p + "。" for p in reply.text.removeprefix(grammar.LABEL).split("。")[:-1]
        ]  # what follows the last full stop was cut
        pieces = [_PARTED.sub("；", p) for p in pieces]
        return [support.in_script(tidy, self.text.post.language) for p in pieces if (tidy := composing.tidy(p))]

    def _article(self, written: Sequence[Summary | None]) -> list[Sentence]:
        """One segment's sentences as they are; of several the most telling ones, chosen by code.

        Asked to merge summaries, the 1.5B weights credit one part's figures to another's subject, and a segment's own
        sentences have passed the gate against that segment alone.
        """
        told = [(_ROLE_WORTH.get(s.role, 1.0), p) for s, p in zip(self.segments, written, strict=True) if p]
        if len(told) == 1:
            return composing.within(told[0][1].sentences, SUMMARY_CHARS[1])
        parts = [(worth, [c for c in p.sentences if salience.stands_alone(c.text)]) for worth, p in told]
        return composing.article(parts, self.text.post.title or "", SUMMARY_CHARS)

    def _spare(self, written: Sequence[Summary | None]) -> list[Sentence]:
        """What a short summary may be filled up with: the segments' other sentences, then the text's best ones."""
        best = sorted((c for found in self.ranked for c in found), key=lambda c: (-c.score, c.start))
        return [s for part in written if part for s in part.sentences] + [_quoted(self.text, c) for c in best[:5]]

    def _problem(self, code: str, segment: Segment, zh: str, en: str) -> None:
        """About a segment, shown by the beginning of its text."""
        start = segment.start
        first = sentences(self.text.text, start, segment.end)
        end = min(first[0][1] if first else segment.end, start + SHOWN_CHARS)
        message = f"{segment.id}: {say(zh, en)}"
        self.problems.append(Problem("generate", code, message, self.text.span(start, max(end, start + 1))))


def _filled(found: list[Sentence], spare: Sequence[Sentence]) -> list[Sentence]:
    """With further sentences until the lower bound is reached, if there are any that are new."""
    low, high = SUMMARY_CHARS
    filled = list(found)
    for sentence in spare:
        size = sum(len(s.text) for s in filled)
        if not filled or size >= low:
            break
        if size + len(sentence.text) <= high and all(support.recall(sentence.text, s.text) < 0.5 for s in filled):
            filled.append(sentence)
    return filled


def _whole(piece: str) -> str:
    """A sentence that its grammar had to end, or that stops at a preposition, is cut back to its last whole clause."""
    if len(piece) < grammar.LONGEST_SENTENCE - 2 and not _UNFINISHED.search(piece):
        return piece
    short = composing.shortened(piece, len(piece) - 2)
    return f"{short}。" if short else piece
