"""Numbers of models as facts: parameters, context and training tokens, prices, costs, and sizes inside names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.facts.discourse import Discourse
from summarizer.facts.facts import Fact
from summarizer.facts.money import money
from summarizer.facts.numbers import whole
from summarizer.facts.quantities import Quantity, quantities

_SIZE_IN_NAME = re.compile(r"(?<![A-Za-z0-9.])(?P<active>A)?(?P<n>\d+(?:\.\d+)?)\s?-?(?P<scale>[BbM])(?![A-Za-z0-9])")
_EXPERTS = re.compile(r"\d+\s?[xX×]\s?-?\s?\d")
_LISTS = re.compile(r"提供|包括|包含|推出|开源|发布|有(?![效望关限])|涵盖|覆盖|[:：]")
_KINDS = re.compile(r"\s*(?:[（(]|多?种?[两三四]?[款种个])")
_IS_A = re.compile(r"(?:是|为)?(?:一[个款种]|this is (?:still )?a|\ba)\s*$", re.I)
_SIZE_NOUN = re.compile(r"\s*(?:(?:小?尺寸|规模|体量)(?!的?空[缺白])|的?(?:满血|完整)版?)")
_NEARLY = 0.25
_SMALLEST = 5e6


def figures(discourse: Discourse) -> list[Fact]:
    """All numeric facts that the running text states, each with its owner."""
    found = list(_counted(discourse))
    for one in money(discourse.plain):
        owner = discourse.owner(one.start, one.end)
        if owner >= 0:
            amount = whole(one.amount)
            found.append(Fact(owner, one.field, amount, one.start, one.end, currency=one.currency, per=one.per))
    return found


def _counted(discourse: Discourse) -> Iterator[Fact]:
    """Parameters, context lengths and training tokens."""
    runs: dict[int, list[Quantity]] = {}
    for one in quantities(discourse.plain):
        runs.setdefault(one.run, []).append(one)
    for run in runs.values():
        for index, one in enumerate(run):
            field = "parameters" if one.field == "size" else one.field
            kind = one.kind if field == "parameters" else None
            owner = _owner(discourse, one, index, len(run))
            owners: tuple[int, ...] = (owner,) if owner >= 0 else ()
            if owners and len(run) == 1:
                shared = discourse.owners(one.at, one.end)
                owners = shared if owner in shared or len(shared) > 1 else owners
            for each in owners:
                yield Fact(each, field, whole(one.value), one.start, one.end, kind=kind)


def _owner(discourse: Discourse, one: Quantity, index: int, count: int) -> int:
    if any(n.start <= one.at and one.until <= n.end for n in discourse.named):
        return -1  # a size inside a name speaks for that name alone
    if one.field == "size":
        return _size_owner(discourse, one, count)
    return discourse.owner(one.at, one.end, index, count)


def _size_owner(discourse: Discourse, one: Quantity, count: int) -> int:
    """A size without the word 参数 counts where the sentence lists or describes sizes of its subject."""
    stretch = discourse.stretch(one.at)
    if not stretch:
        return -1
    bracket = discourse.bracketed(stretch, one.at, one.until)
    if bracket is not None:
        return bracket
    text = discourse.plain
    left, right = text[max(stretch.start, one.start - 24) : one.start], text[one.end : one.end + 12]
    before = next((n for n in reversed(stretch.named) if n.end <= one.start), None)
    if before and count >= 2 and not text[before.end : one.start].strip(" ,，（("):
        return before.entity  # NAME 1B, 4B, 12B
    lists = (count >= 2 or _KINDS.match(right)) and _LISTS.search(left)
    describes = _IS_A.search(left) or (count == 1 and _SIZE_NOUN.match(right))
    return discourse.owner(one.at, one.end) if lists or describes else -1


def sizes_in_names(discourse: Discourse, stated: Sequence[Fact]) -> list[Fact]:
    """Falcon 7B, Qwen3-235B-A22B: sizes that stand in the name, unless `stated` facts give the exact figure."""
    exact: dict[tuple[int, str | None], list[float]] = {}
    for fact in stated:
        if fact.field == "parameters":
            exact.setdefault((fact.entity, fact.kind), []).append(float(fact.value))
    found: list[Fact] = []
    for index, entity in enumerate(discourse.entities):
        for mention in entity.mentions:
            surface = discourse.plain[mention.start : mention.end]
            if _EXPERTS.search(surface):
                continue  # 8x7B is no size
            for m in _SIZE_IN_NAME.finditer(surface):
                value = float(m["n"]) * (1e9 if m["scale"] in "Bb" else 1e6)
                if value < _SMALLEST:
                    continue  # -1M names a window
                kind = "active" if m["active"] else "total"
                if not any(0 < abs(v - value) <= _NEARLY * value for v in exact.get((index, kind), ())):
                    found.append(Fact(index, "parameters", whole(value), mention.start, mention.end, kind=kind))
    return found
