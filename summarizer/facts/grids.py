"""Tables as grids of cells: Markdown and HTML rows, `<table>` tags inside Markdown, lines with tabs or bars."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summarizer.facts.discourse import Discourse

_TABLE = re.compile(r"<table\b(?:(?!<table\b).)*?</table\s*>", re.I | re.S)
_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=<tr\b|</tr\s*>|</table)", re.I | re.S)
_CELL = re.compile(r"<t[dh]\b(?P<says>[^>]*)>(?P<text>.*?)(?=</?t[dhr]\b|</table|$)", re.I | re.S)
_ROWSPAN = re.compile(r"rowspan\s*=\s*[\"']?(\d{1,3})", re.I)
_RULE = re.compile(r"[-:=\s]*")
_DIVIDED = re.compile(r"\s*\|\s*|\s*\t\s*")
_REMARK = re.compile(r"[（(][^（）()]*[)）]")
_NUMBER_FIRST = re.compile(r"[~≈<>≥$¥￥€约近\\\s]*\d")
_FEWEST_ROWS = 3  # of a table that only its tabs or bars show


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with its text and the entities that it names (more than one where it lists them)."""

    start: int
    end: int
    text: str
    entities: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; `start:end` is what the text says in this row alone, without cells that span into it."""

    cells: tuple[Cell, ...]
    start: int
    end: int


Grid = list[Row]


def grids(discourse: Discourse) -> list[Grid]:
    """The tables of the text in order, each with at least two rows; a cell that spans rows stands in each of them."""
    starts = [n.start for n in discourse.named]
    every = [*_marked(discourse), *_tagged(discourse), *_divided(discourse)]
    found = []
    for ranges in sorted(every):
        rows = [tuple(_cell(discourse, starts, a, b) for a, b in row) for row in ranges]
        rows = [row for row in rows if not all(_RULE.fullmatch(c.text) for c in row)]
        if len(rows) >= 2:
            found.append([_row(row, above) for above, row in pairwise(((), *_squared(rows)))])
    return found


def _row(cells: tuple[Cell, ...], above: tuple[Cell, ...]) -> Row:
    own = [c for c in cells if c.start < c.end and c not in above] or list(cells)
    return Row(cells, own[0].start, own[-1].end)


_Ranges = list[tuple[tuple[int, int], ...]]


def _marked(discourse: Discourse) -> list[_Ranges]:
    """Rows that the layout knows."""
    tables: dict[int, _Ranges] = {}
    for block in discourse.text.blocks:
        if block.kind == "row" and block.cells:
            tables.setdefault(block.table, []).append(block.cells)
    return list(tables.values())


def _tagged(discourse: Discourse) -> Iterator[_Ranges]:
    """HTML tables written into Markdown, whose tags the clean text has lost."""
    post = discourse.text.post
    for table in _TABLE.finditer(post.text) if post.media == "markdown" else ():
        rows: _Ranges = []
        spanning: dict[int, tuple[tuple[int, int], int]] = {}  # column → cell and the rows that it still fills
        for row in _ROW.finditer(post.text, table.start(), table.end()):
            cells: list[tuple[int, int]] = []
            for m in _CELL.finditer(post.text, row.start(1), row.end(1)):
                _fill(cells, spanning)
                cells.append(_kept(discourse, *m.span("text")))
                more = _ROWSPAN.search(m["says"])
                if more and int(more[1]) > 1:
                    spanning[len(cells) - 1] = (cells[-1], int(more[1]) - 1)
            _fill(cells, spanning)
            if any(a < b for a, b in cells):
                rows.append(tuple(cells))
        yield rows


def _fill(cells: list[tuple[int, int]], spanning: dict[int, tuple[tuple[int, int], int]]) -> None:
    """Put the cells of earlier rows that span the next columns of this one."""
    while len(cells) in spanning:
        column = len(cells)
        cell, left = spanning.pop(column)
        cells.append(cell)
        if left > 1:
            spanning[column] = (cell, left - 1)


def _kept(discourse: Discourse, start: int, end: int) -> tuple[int, int]:
    """The clean range of what is kept of a post range; an empty one where nothing is."""
    inside = [at for at in range(start, min(end, start + 400)) if discourse.text.post.text[at].strip()]
    clean = [c for c in (discourse.text.from_post(at) for at in inside) if c is not None]
    return (clean[0], clean[-1] + 1) if clean else (0, 0)


def _divided(discourse: Discourse) -> Iterator[_Ranges]:
    """Neighbouring lines that tabs or bars divide into as many cells each."""
    rows: _Ranges = []
    for block in discourse.text.blocks:
        cells = _pieces(discourse.plain, block.start, block.end) if block.kind == "paragraph" else ()
        if rows and len(cells) != len(rows[-1]):
            if len(rows) >= _FEWEST_ROWS:
                yield rows
            rows = []
        if cells:
            rows.append(cells)
    if len(rows) >= _FEWEST_ROWS:
        yield rows


def _pieces(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The cells of a line; none where it has fewer than two."""
    line = text[start:end]
    if ("\t" not in line and line.count("|") < 2) or "\n" in line:
        return ()
    marks = [m.span() for m in _DIVIDED.finditer(line)]
    edges = [0, *(e for mark in marks for e in mark), len(line)]
    cells = [(start + a, start + b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if line.startswith("|"):
        cells = cells[1:]
    if line.endswith("|"):
        cells = cells[:-1]
    return tuple(cells) if len(cells) >= 2 else ()


def _cell(discourse: Discourse, starts: Sequence[int], start: int, end: int) -> Cell:
    """The cell with the entities that it is about: those outside brackets, where it says no more than their names."""
    text = discourse.plain[start:end]
    named = [
        n for n in discourse.named[max(0, bisect_left(starts, start) - 1) : bisect_left(starts, end)] if n.end > start
    ]
    remarks = [(start + m.start(), start + m.end()) for m in _REMARK.finditer(text)]
    plain = [n for n in named if not any(a <= n.start < b for a, b in remarks)]
    entities = tuple(dict.fromkeys(n.entity for n in plain or named if not n.oblique))
    return Cell(start, end, text.strip(), entities)


def _squared(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Rows as long as the first: a shorter row takes cells from the row above, on the side where it then fits best."""
    wide = len(rows[0])
    found = [rows[0]]
    for row in rows[1:]:
        above, lacks = found[-1], wide - len(row)
        if len(found) > 1 and 0 < lacks < wide and len(above) == wide:
            left = max(range(lacks + 1), key=lambda k: (_alike(row, above[k:]), -k))
            row = (*above[:left], *row, *(above[left + len(row) :] if left else ()))
        found.append(row)
    return found


def _alike(row: Sequence[Cell], above: Sequence[Cell]) -> int:
    """How many cells are numbers, or words, as those over them are."""
    return sum(
        bool(_NUMBER_FIRST.match(a.text)) == bool(_NUMBER_FIRST.match(b.text)) for a, b in zip(row, above, strict=False)
    )
