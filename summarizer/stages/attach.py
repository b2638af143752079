"""Facts find their models: every number, maker, date and licence of the text goes to whom it is said of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import ahocorasick

from summarizer.catalogue import Catalogue
from summarizer.catalogue.lexicon import lexicon
from summarizer.text import lineage, makers
from summarizer.text.discourse import Discourse
from summarizer.text.facts import Known
from summarizer.text.money import money
from summarizer.text.names import fold, fold_plain
from summarizer.text.quantities import Quantity, quantities
from summarizer.text.releases import licences, openness, release_dates
from summarizer.text.scores import scores
from summarizer.text.tables import table_facts
from summarizer.types import FIELDS, CleanText, Entity, FieldValue, ModelRecord, Segment

_SIZE_IN_NAME = re.compile(r"(?<![A-Za-z0-9.])(?P<active>A)?(?P<n>\d+(?:\.\d+)?)\s?-?(?P<scale>[BbM])(?![A-Za-z0-9])")
_EXPERTS = re.compile(r"\d+\s?[xX×]\s?\d")


def attach(
    text: CleanText, segments: Sequence[Segment], entities: Sequence[Entity], catalogue: Catalogue
) -> tuple[ModelRecord, ...]:
    """One record for each entity, with all that the text says of it and the evidence; verdicts come later."""
    discourse = Discourse(text, segments, entities)
    collected: list[dict[str, list[FieldValue]]] = [{} for _ in entities]
    _from_numbers(discourse, collected)
    _from_money(discourse, collected)
    known = _known(discourse, catalogue)
    _from_makers(discourse, collected, known["company"])
    _from_lineage(discourse, collected)
    for fact in (
        *table_facts(discourse, known["benchmark"]),
        *scores(discourse, known["benchmark"]),
        *release_dates(discourse, text.post.published),
        *openness(discourse),
        *licences(discourse),
    ):
        span = text.span(fact.start, fact.end)
        value = FieldValue(
            fact.value, span, kind=fact.kind, currency=fact.currency, per=fact.per, benchmark=fact.benchmark
        )
        _add(collected[fact.entity], fact.field, value)
    _from_names(discourse, collected)
    starts = [s.start for s in segments]
    return tuple(
        _record(text, entity, fields, segments, starts) for entity, fields in zip(entities, collected, strict=True)
    )


def _record(
    text: CleanText,
    entity: Entity,
    fields: dict[str, list[FieldValue]],
    segments: Sequence[Segment],
    starts: Sequence[int],
) -> ModelRecord:
    def home(at: int) -> str:
        return next((s.id for s in reversed(segments) if s.start <= at), segments[0].id if segments else "")

    return ModelRecord(
        name=entity.name,
        catalogue_id=entity.catalogue_id,
        family=entity.family,
        central=entity.central,
        surfaces=tuple(dict.fromkeys(m.surface for m in entity.mentions)),
        mentions=tuple((text.span(m.start, m.end), home(m.start)) for m in entity.mentions),
        fields=tuple((f, tuple(fields[f])) for f in FIELDS if fields.get(f)),
    )


def _add(fields: dict[str, list[FieldValue]], field: str, one: FieldValue) -> None:
    """Keep a value once: the first wording of a fact is its evidence."""
    held = fields.setdefault(field, [])
    key = (one.value, one.kind, one.per, one.benchmark)
    if all((h.value, h.kind, h.per, h.benchmark) != key for h in held):
        held.append(one)


def _from_names(discourse: Discourse, collected: list[dict[str, list[FieldValue]]]) -> None:
    """Falcon 7B, Qwen3-235B-A22B: sizes that stand in the name."""
    for index, entity in enumerate(discourse.entities):
        for mention in entity.mentions:
            surface = discourse.plain[mention.start : mention.end]
            if _EXPERTS.search(surface):
                continue
            for m in _SIZE_IN_NAME.finditer(surface):
                value = float(m["n"]) * (1e9 if m["scale"] in "Bb" else 1e6)
                span = discourse.text.span(mention.start, mention.end)
                kind = "active" if m["active"] else "total"
                stated = [v.value for v in collected[index].get("parameters", ()) if v.kind == kind]
                if any(0 < abs(float(v) - value) <= 0.25 * value for v in stated):
                    continue  # the text states the exact figure: a 1B model of 1.08B parameters
                _add(collected[index], "parameters", FieldValue(_whole(value), span, kind=kind))


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _from_numbers(discourse: Discourse, collected: list[dict[str, list[FieldValue]]]) -> None:
    """Parameters, context lengths and training tokens."""
    every = quantities(discourse.plain)
    for n, one in enumerate(every):
        run = [q for q in every if q.run == one.run]
        owner = _owner(discourse, one, run.index(one), len(run))
        if owner < 0:
            continue
        field = "parameters" if one.field == "size" else one.field
        span = discourse.text.span(one.start, one.end)
        _add(
            collected[owner],
            field,
            FieldValue(_whole(one.value), span, kind=one.kind if field == "parameters" else None),
        )
        del n


def _owner(discourse: Discourse, one: Quantity, index: int, count: int) -> int:
    inside = any(n.start <= one.at and one.until <= n.end for n in discourse.named)
    if inside:
        return -1
    if one.field == "size":
        return _size_owner(discourse, one, count)
    return discourse.owner(one.at, one.end, index, count)


def _size_owner(discourse: Discourse, one: Quantity, count: int) -> int:
    """A size without the word 参数 counts where the sentence lists or describes sizes of its subject."""
    stretch = discourse.stretch(one.at)
    if not stretch:
        return -1
    left, right = (
        discourse.plain[max(stretch.start, one.start - 24) : one.start],
        discourse.plain[one.end : one.end + 12],
    )
    kinds = re.match(r"\s*(?:[（(]|多?种?[两三四]?[款种个])", right)
    listed = re.search(r"提供|包括|包含|推出|开源|发布|有|涵盖|覆盖|[:：]", left)
    lists = (count >= 2 or kinds) and listed
    describes = re.search(r"(?:是|为)?(?:一[个款种]|this is (?:still )?a|a)\s*$", left) or re.match(
        r"\s*(?:小?尺寸|规模|体量)", right
    )
    bracket = discourse._bracketed(stretch, one.at, one.until)
    if bracket is not None:
        return bracket
    return discourse.owner(one.at, one.end) if lists or describes else -1


def _from_money(discourse: Discourse, collected: list[dict[str, list[FieldValue]]]) -> None:
    for one in money(discourse.plain):
        owner = discourse.owner(one.start, one.end)
        if owner >= 0:
            span = discourse.text.span(one.start, one.end)
            _add(collected[owner], one.field, FieldValue(_whole(one.amount), span, currency=one.currency, per=one.per))


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


def _known(discourse: Discourse, catalogue: Catalogue) -> dict[str, list[Known]]:
    """Organisations and benchmarks outside the models' names, longest names first, by kind."""
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
    return found


def _whole_word(text: str, start: int, end: int) -> bool:
    """Latin names end where words end."""

    def latin(c: str) -> bool:
        return c.isascii() and c.isalnum()

    left = start > 0 and latin(text[start]) and latin(text[start - 1])
    right = end < len(text) and latin(text[end - 1]) and latin(text[end])
    return not left and not right


def _from_makers(
    discourse: Discourse, collected: list[dict[str, list[FieldValue]]], organisations: Sequence[Known]
) -> None:
    best: dict[int, makers.Made] = {}
    for one in makers.Makers(discourse, organisations).made():
        if one.entity not in best or one.strength > best[one.entity].strength:
            best[one.entity] = one
    for entity, one in best.items():
        _add(collected[entity], "organisation", FieldValue(one.name, discourse.text.span(one.start, one.end)))
    for child, parent in _members(discourse, best).items():
        for value in collected[parent].get("organisation", ()):
            _add(collected[child], "organisation", value)


def _members(discourse: Discourse, best: dict[int, makers.Made]) -> dict[int, int]:
    """Models without a stated maker → the model they are a version of, whose maker the sentence before or the list tells."""
    names = [fold(e.name) for e in discourse.entities]
    found: dict[int, int] = {}
    for n, stretch in enumerate(discourse.stretches):
        near = discourse.stretches[max(0, n - 1)].start
        for group in discourse.lists(stretch):
            flagship = re.search(
                r"其[^，。；\n]{0,6}(?:版本|型号|模型)\s*(?:——)?\s*$", discourse.plain[stretch.start : group[0].start]
            )
            for child in (one.entity for one in group if one.entity not in best):
                for parent, one in best.items():
                    told = one.start >= near or flagship or any(o.entity == parent for o in group)
                    if told and one.start < stretch.end and names[child].startswith(names[parent]) and child != parent:
                        found.setdefault(child, parent)
    return found


def _from_lineage(discourse: Discourse, collected: list[dict[str, list[FieldValue]]]) -> None:
    for entity, one in lineage.best(lineage.lineages(discourse)).items():
        name = discourse.entities[one.base].name if one.base >= 0 else one.name
        _add(collected[entity], "base_model", FieldValue(name, discourse.text.span(one.start, one.end)))
