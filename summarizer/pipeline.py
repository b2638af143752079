"""The order of the stages, and nothing else: a post goes in, its report comes out."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from summarizer.catalogue import Catalogue
from summarizer.settings import Settings
from summarizer.stages.attach import attach
from summarizer.stages.clean import clean
from summarizer.stages.compare import compare
from summarizer.stages.generate import Draft, Generator, extract
from summarizer.stages.link import link
from summarizer.stages.propose import Proposals, merged, propose
from summarizer.stages.recognise import recognise
from summarizer.stages.segment import segment
from summarizer.stages.topic import about_ai
from summarizer.stages.verify import verdicts
from summarizer.text.words import keywords
from summarizer.types import CleanText, Post, Problem, Report, Segment, Span, Usage
from summarizer.wording import say

CHINESE = frozenset({"zh-Hans", "zh-Hant"})
NOTATION = frozenset({"markup", "blank"})
"""Reasons of ranges that clean leaves out as notation: nothing that a reader would miss, so no dropped text."""
NOTHING_PROPOSED: Proposals = ((), (), Usage())


def report(
    post: Post,
    catalogue: Catalogue,
    settings: Settings,
    generator: Generator | None = None,
    cancel: threading.Event | None = None,
) -> Report:
    """Everything there is to say about one post; without a generator its summaries are extracts.

    A post that isn't Chinese gets no summaries unless the settings ask for them. Raises BackendError when the
    engine goes away. Once `cancel` is set the model writes no more: what is missing is extracted, as a Problem says.
    """
    began = time.perf_counter()
    text = clean(post)
    post = text.post
    kind, segments = segment(text)
    summarized = post.language in CHINESE or settings.any_language
    proposed, trouble, spent = NOTHING_PROPOSED
    if generator and summarized and settings.proposals != "off":
        proposed, trouble, spent = propose(text, segments, catalogue, generator.backend, settings, cancel)
    alone = generator is not None and summarized and settings.proposals == "only"
    mentions = proposed if alone else merged(recognise(text, segments, catalogue), proposed)
    entities = link(text, segments, mentions, catalogue)
    records = attach(text, segments, entities, catalogue)
    if not summarized:
        draft = Draft(None, (None,) * len(segments), (_not_chinese(post),))
    elif generator is None:
        draft = extract(text, kind, segments, entities)
    else:
        draft = generator.draft(text, kind, segments, entities, cancel)
    written = generator is not None and (draft.usage + spent).prompt_tokens > 0
    return Report(
        post=post,
        kind=kind,
        about_ai=about_ai(text, entities),
        summary=draft.summary,
        segments=tuple((s, _body(text, s), d) for s, d in zip(segments, draft.segments, strict=True)),
        dropped=tuple(d for d in text.dropped if d.reason not in NOTATION),
        keywords=keywords(text.text),
        models=tuple(replace(record, verdicts=verdicts(record, post, catalogue)) for record in records),
        comparisons=compare(text, segments, entities),
        problems=trouble + draft.problems,
        backend=generator.backend.name if generator and written else "none",
        weights=generator.backend.weights if generator and written else None,
        weights_sha256=generator.backend.weights_sha256 if generator and written else None,
        usage=replace(draft.usage + spent, seconds=time.perf_counter() - began),
    )


def _body(text: CleanText, segment: Segment) -> Span:
    """Where a segment's own text stands: behind its title, which the report gives apart."""
    return text.span(segment.start if segment.body is None else segment.body, segment.end)


def _not_chinese(post: Post) -> Problem:
    message = say(
        f"语言是 {post.language}，不是中文，未写摘要。",
        f"The language is {post.language}, not Chinese: no summary was written.",
    )
    return Problem("read", "not-chinese", message)
