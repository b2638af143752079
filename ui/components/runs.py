"""A text cut where evidence begins and ends, so that overlapping and nested quotes can be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of the text (half-open code points) that is evidence for `id`, or otherwise special."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of the text and the ids of all marks that cover it, outermost first."""

    text: str
    marks: tuple[str, ...]


def runs(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> list[Run]:
    """`text[start:end]` in pieces: joined they are it, and those that carry an id are exactly its ranges.

    Empty marks and what lies outside of start:end are left out. Long marks count as outer, short ones as inner.
    """
    end = len(text) if end is None else end
    inside = [Mark(m.id, max(m.start, start), min(m.end, end)) for m in marks if m.start < end and m.end > start]
    inside = sorted((m for m in inside if m.start < m.end), key=lambda m: (m.start - m.end, m.start, m.id))
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for rank, mark in enumerate(inside):
        opening.setdefault(mark.start, []).append(rank)
        closing.setdefault(mark.end, []).append(rank)
    found: list[Run] = []
    active: set[int] = set()
    at = start
    for edge in sorted({*opening, *closing, end}):
        if edge > at:
            ids = dict.fromkeys(inside[rank].id for rank in sorted(active))
            found.append(Run(text[at:edge], tuple(ids)))
            at = edge
        active.difference_update(closing.get(edge, ()))
        active.update(opening.get(edge, ()))
    return found


def spare_lines(text: str, hidden: Iterable[tuple[int, int]], start: int = 0, end: int | None = None) -> list[int]:
    """Offsets of line ends that make a second empty line, or one at either end, once `hidden` is gone."""
    end = len(text) if end is None else end
    skipped = sorted((max(a, start), min(b, end)) for a, b in hidden if a < end and b > start)
    found: list[int] = []
    trailing: list[int] = []
    at, lines = start, 2  # as if two line ends stood before the text
    for a, b in [*skipped, (end, end)]:
        for offset in range(at, a):
            if text[offset] == "\n":
                lines += 1
                (found if lines > 2 else trailing).append(offset)
            elif not text[offset].isspace():
                lines, trailing = 0, []
        at = max(at, b)
    return sorted(found + trailing)
