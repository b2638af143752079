"""A statement of the text about one model, before it becomes a field of its record."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """`field` of entity number `entity` has `value`; `start:end` is the range to quote (clean offsets)."""

    entity: int
    field: str
    value: str | float | int | bool
    start: int
    end: int
    kind: str | None = None
    currency: str | None = None
    per: str | None = None
    benchmark: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A known name that is no model (clean offsets): organisation or benchmark, under its canonical name."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Match:
    """A comparison in clean offsets; `object` is an entity or -1 with a `phrase` instead."""

    subject: int
    relation: str
    object: int
    phrase: str
    start: int
    end: int
    at: int  # where the comparing word stands
    metric: str | None = None
