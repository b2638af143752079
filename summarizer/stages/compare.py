"""Who is said to be better than, worse than or equal to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.facts.comparing import matches
from summarizer.facts.discourse import Discourse, discourse_of
from summarizer.facts.facts import Match
from summarizer.facts.voice import Voice
from summarizer.types import CleanText, Comparison, Entity, Segment


def compare(text: CleanText, segments: Sequence[Segment], entities: Sequence[Entity]) -> tuple[Comparison, ...]:
    """Every comparison of a model that the text states, in order; one for each object of a list.

    What a voice repeats without naming a further metric is said once.
    """
    discourse = discourse_of(text, segments, entities)
    voice = Voice(discourse, ())
    found: list[Comparison] = []
    for one in matches(discourse):
        made = _comparison(discourse, voice, one)
        same = [c for c in found if (c.subject, c.relation, c.object) == (made.subject, made.relation, made.object)]
        if not any(made.metric in (None, c.metric) and made.said_by == c.said_by for c in same):
            found.append(made)
    return tuple(found)


def _comparison(discourse: Discourse, voice: Voice, one: Match) -> Comparison:
    names = discourse.entities
    said_by, hedged = voice.of(one.at, one.end)
    return Comparison(
        subject=names[one.subject].name,
        relation=one.relation,
        object=names[one.object].name if one.object >= 0 else re.sub(r"\s+", " ", one.phrase),
        span=discourse.text.span(one.start, one.end),
        metric=one.metric,
        said_by=said_by,
        hedged=hedged,
    )
