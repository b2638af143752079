"""Plain text whose lines a program broke at a fixed width: the lines of a paragraph belong together."""

from __future__ import annotations

import re
from itertools import pairwise

from summarizer.types import Block

_LINE = re.compile(r"[^\r\n]+")
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\uffef]")  # two columns on a terminal and in print
_ENDED = re.compile(r"[。！？!?：:；;…][”’」』）)\"']*$")
_BEGINS = re.compile(r"[ \t\u3000]|[-*•·▪●]|[（(]?\d{1,2}[.、)）]")
_COLUMNS = (36, 120)
_SLACK = 6  # columns that a line may fall short of the width, for a word or a mark that didn't fit


def lines(text: str) -> tuple[Block, ...]:
    """One paragraph a line, or a paragraph of all lines that were one before they were broken."""
    found = [(m.start(), m.end()) for m in _LINE.finditer(text) if m[0].strip()]
    width = _width(text, found)
    spans: list[tuple[int, int]] = []
    for i, (a, b) in enumerate(found):
        if width and i and _goes_on(text, found[i - 1], (a, b), width):
            spans[-1] = (spans[-1][0], b)
        else:
            spans.append((a, b))
    return tuple(_paragraph(text, a, b) for a, b in spans)


def _paragraph(text: str, a: int, b: int) -> Block:
    piece = text[a:b]
    return Block(a + len(piece) - len(piece.lstrip()), a + len(piece.rstrip()), "paragraph")


def _width(text: str, found: list[tuple[int, int]]) -> int:
    """The columns at which lines were broken; 0 if the text's line breaks are its own."""
    near = [text[a:b] for (a, b), (c, _) in pairwise(found) if b - a <= _COLUMNS[1] and _adjoins(text, b, c)]
    open_ended = sum(not _ENDED.search(line[-6:]) for line in near)
    if len(near) < 4 or len(near) < 0.25 * len(found) or open_ended < 0.6 * len(near):
        return 0
    inner = [columns(line) for line in near]
    width = sorted(inner)[int(0.9 * len(inner))]
    full = sum(abs(n - width) <= _SLACK for n in inner)
    return width if _COLUMNS[0] <= width <= _COLUMNS[1] and full >= 0.7 * len(inner) else 0


def _adjoins(text: str, end: int, start: int) -> bool:
    """Whether only a line break stands between two lines."""
    return text[end:start] in ("\n", "\r\n", "\r")


def _goes_on(text: str, above: tuple[int, int], line: tuple[int, int], width: int) -> bool:
    before = text[slice(*above)]
    return (
        _adjoins(text, above[1], line[0])
        and abs(columns(before) - width) <= _SLACK
        and not _ENDED.search(before[-6:])
        and not _BEGINS.match(text, line[0])
    )


def columns(line: str) -> int:
    """The width of a line in print."""
    return len(line) + len(_WIDE.findall(line))


def breaks(text: str, block: Block) -> list[tuple[int, int]]:
    """Line breaks inside a wrapped block: dropped beside Han characters, kept as a blank between Latin words."""
    found: list[tuple[int, int]] = []
    piece = text[block.start : block.end]
    if "\n" not in piece and "\r" not in piece:
        return found
    for m in re.finditer(r"[ \t]*(?:\r\n|\r|\n)[ \t>]*", piece):
        a, b = block.start + m.start(), block.start + m.end()
        left, right = text[a - 1 : a].strip("*_)"), text[b : b + 1]
        if not (left.isascii() and left.isalnum() and right.isascii() and right.isalnum()):
            found.append((a, b))
    return found
