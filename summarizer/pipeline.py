"""The order of the stages, and nothing else: a post goes in, its report comes out."""

from __future__ import annotations

import time

from summarizer.catalogue import Catalogue
from summarizer.settings import Settings
from summarizer.stages.clean import clean
from summarizer.stages.link import link
from summarizer.stages.recognise import recognise
from summarizer.stages.segment import segment
from summarizer.stages.topic import about_ai
from summarizer.types import ModelRecord, Post, Report, Usage

CHINESE = frozenset({"zh-Hans", "zh-Hant"})


def report(post: Post, catalogue: Catalogue, settings: Settings, generator: object | None = None) -> Report:
    """Everything there is to say about one post; raises BackendError when the engine goes away."""
    began = time.perf_counter()
    text = clean(post)
    kind, segments = segment(text)
    mentions = recognise(text, segments, catalogue)
    entities = link(text, segments, mentions, catalogue)
    records = tuple(
        ModelRecord(
            e.name, e.catalogue_id, e.family, e.central, tuple(dict.fromkeys(m.surface for m in e.mentions)),
            tuple((text.span(m.start, m.end), _segment_of(m.start, segments)) for m in e.mentions),
        )
        for e in entities
    )  # fmt: skip
    return Report(
        post=text.post,
        kind=kind,
        about_ai=about_ai(text, entities),
        summary=None,
        segments=tuple((s, text.span(s.start, s.end), None) for s in segments),
        dropped=text.dropped,
        models=records,
        usage=Usage(seconds=time.perf_counter() - began),
    )


def _segment_of(offset: int, segments: tuple) -> str:  # type: ignore[type-arg]
    return next((s.id for s in segments if s.start <= offset < s.end), "")
