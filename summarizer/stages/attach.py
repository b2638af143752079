"""Facts find their models: every number, maker, date and licence of the text goes to whom it is said of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

import ahocorasick

from summarizer.catalogue import Catalogue
from summarizer.catalogue.lexicon import lexicon
from summarizer.facts import lineage, makers
from summarizer.facts.attributes import attributes
from summarizer.facts.discourse import Discourse, discourse_of
from summarizer.facts.facts import Fact, Known
from summarizer.facts.figures import figures, sizes_in_names
from summarizer.facts.grids import grids
from summarizer.facts.labels import labelled
from summarizer.facts.modality import modalities
from summarizer.facts.openness import licence_columns, licences, openness
from summarizer.facts.releases import release_dates
from summarizer.facts.scores import scores
from summarizer.facts.tables import table_facts
from summarizer.facts.voice import Voice
from summarizer.naming.names import fold, fold_plain
from summarizer.types import FIELDS, CleanText, Entity, FieldValue, ModelRecord, Segment

Ranges = list[tuple[int, int]]


def attach(
    text: CleanText, segments: Sequence[Segment], entities: Sequence[Entity], catalogue: Catalogue
) -> tuple[ModelRecord, ...]:
    """One record for each entity, with all that the text says of it and the evidence; verdicts come later."""
    if not entities:
        return ()
    discourse = discourse_of(text, segments, entities)
    organisations, benchmarks = _known(discourse, catalogue)
    tables = grids(discourse)
    told = table_facts(discourse, tables, organisations, benchmarks)
    heads = [(grid[0].start, grid[0].end) for grid in tables]
    priced = [(f.start, f.end) for f in told if f.field in ("price", "cost")]
    facts = [
        *_outside(figures(discourse), heads, priced),
        *makers.facts(discourse, organisations),
        *lineage.facts(discourse),
        *told,
        *scores(discourse, benchmarks),
        *release_dates(discourse, text.post.published),
        *openness(discourse),
        *licences(discourse),
        *licence_columns(tables),
        *modalities(discourse),
        *attributes(discourse, organisations, text.post.published),
    ]
    facts += sizes_in_names(discourse, facts)
    opened, headed = labelled(discourse, organisations)
    credited = {f.entity for f in facts if f.field == "organisation"}
    facts += opened + [f for f in headed if f.entity not in credited]
    voice = Voice(discourse, organisations)
    fields: list[dict[str, list[FieldValue]]] = [{} for _ in entities]
    for fact in facts:
        _add(fields[fact.entity].setdefault(fact.field, []), _value(text, voice, fact))
    starts = [s.start for s in segments]
    ids = [s.id for s in segments] or [""]
    return tuple(
        ModelRecord(
            name=entity.name,
            catalogue_id=entity.catalogue_id,
            family=entity.family,
            central=entity.central,
            surfaces=tuple(dict.fromkeys(m.surface for m in entity.mentions)),
            mentions=tuple(
                (text.span(m.start, m.end), ids[max(0, bisect_right(starts, m.start) - 1)]) for m in entity.mentions
            ),
            fields=tuple((f, tuple(own[f])) for f in FIELDS if own.get(f)),
        )
        for entity, own in zip(entities, fields, strict=True)
    )


def _outside(facts: Sequence[Fact], heads: Ranges, priced: Ranges) -> list[Fact]:
    """Figures without those that are read as parts of a table: in its headings, and money in its rows."""
    return [
        f
        for f in facts
        if not any(a <= f.start and f.end <= b for a, b in (heads + priced if f.field in ("price", "cost") else heads))
    ]


def _value(text: CleanText, voice: Voice, fact: Fact) -> FieldValue:
    said_by, hedged = voice.of(fact.start, fact.end)
    return FieldValue(
        fact.value,
        text.span(fact.start, fact.end),
        said_by=said_by,
        hedged=hedged,
        kind=fact.kind,
        currency=fact.currency,
        per=fact.per,
        benchmark=fact.benchmark,
    )


def _add(held: list[FieldValue], one: FieldValue) -> None:
    """Keep a value once: its first wording is the evidence, unless that one was hearsay and this one is not."""
    for i, other in enumerate(held):
        if (other.value, other.kind, other.per, other.benchmark) == (one.value, one.kind, one.per, one.benchmark):
            if other.hedged and not one.hedged:
                held[i] = one
            return
    held.append(one)


@lru_cache(maxsize=4)
def _others(catalogue: Catalogue) -> ahocorasick.Automaton:
    """Every known name that is no model, folded: organisations under their canonical names, apps, benchmarks …"""
    names = {t.key: (t.kind, t.name) for t in lexicon(catalogue).terms.values() if t.kind != "model"}
    names |= {fold(n): ("company", org.name) for org in reversed(catalogue.organisations) for n in org.names}
    automaton = ahocorasick.Automaton()
    for key, (kind, name) in names.items():
        if len(key) >= 2 and not key.isdigit():
            automaton.add_word(key, (len(key), kind, name))
    automaton.make_automaton()
    return automaton


def _known(discourse: Discourse, catalogue: Catalogue) -> tuple[list[Known], list[Known]]:
    """Organisations and benchmarks outside the models' names, longest names first."""
    text = discourse.plain
    folded, offsets = fold_plain(text)
    raw = []
    for last, (size, kind, name) in _others(catalogue).iter(folded):
        start, end = offsets[last - size + 1], offsets[last] + 1
        if _whole_word(text, start, end):
            raw.append((start, -end, kind, name))
    found: dict[str, list[Known]] = {"company": [], "benchmark": []}
    held = iter(discourse.named)
    block = next(held, None)
    at = 0
    for start, minus, kind, name in sorted(raw):
        while block and block.end <= start:
            block = next(held, None)
        if start < at or (block and block.start < -minus):
            continue
        at = -minus
        if kind in found:
            found[kind].append(Known(start, at, name))
    return found["company"], found["benchmark"]


def _whole_word(text: str, start: int, end: int) -> bool:
    """Latin names end where words end."""

    def latin(c: str) -> bool:
        return c.isascii() and c.isalnum()

    left = start > 0 and latin(text[start]) and latin(text[start - 1])
    right = end < len(text) and latin(text[end - 1]) and latin(text[end])
    return not left and not right
