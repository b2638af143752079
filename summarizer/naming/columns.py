"""Names that stand one under the other: the cells of a table's column, the items of a list, headings of one level."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from summarizer.naming.names import plain
from summarizer.types import Block, CleanText

_HEADER = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}|AI ?)(?:模型|LLM|Model|model|MODEL)s?\s?"
    r"(?:名称?|名字|系列|型号|版本|[Nn]ame)?(?:\s?[(（/].{0,20})?"
)
_LEADS = re.compile(r"(?:模型|LLMs?)(?:有|包括|如下|列表|盘点|清单|推荐|一览|名单|对比|汇总|大全)?\W{0,3}\Z")
_LEAD_LENGTH = 30
_NUMBERING = re.compile(r"[\s#>*\d.、)）(（\-•·`“《\[【]*")
_NAME_ENDS = re.compile(r"\Z|[*`”》\]】]*(?:\s?[（(：:/|,，、—–\n\x00]|\s?-{1,2}\s|\s*\Z)")
_MOST = 2 / 3


@dataclass(frozen=True, slots=True)
class Column:
    """Spots one under the other, in order; `headed`: the words above them say that they are models."""

    spots: tuple[tuple[int, int], ...]
    headed: bool = False


class Columns:
    """The columns of a text, found by a name that opens one of their spots."""

    def __init__(self, text: CleanText) -> None:
        self._columns = list(_columns(text))
        spots = sorted((a, b, i) for i, column in enumerate(self._columns) for a, b in column.spots)
        self._starts = [a for a, _, _ in spots]
        self._spots = spots
        self._shares: dict[tuple[int, int, int], tuple[int, int]] = {}  # column and numbers of names → names in it

    def _of(self, body: str, start: int, end: int) -> int | None:
        """The column with a spot that begins with this name, and has nothing else before a stop."""
        i = bisect_right(self._starts, start) - 1
        if i < 0:
            return None
        a, b, which = self._spots[i]
        opens = end <= b and _NUMBERING.fullmatch(body, a, start) and _NAME_ENDS.match(body[end:b])
        return which if opens else None

    def headed(self, body: str, start: int, end: int) -> bool:
        """Whether the name opens a spot under words that say 模型."""
        which = self._of(body, start, end)
        return which is not None and self._columns[which].headed

    def among_models(
        self, body: str, start: int, end: int, models: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]
    ) -> bool:
        """Whether the name opens a spot of a column of models; `models` and `others` are sorted ranges of names."""
        which = self._of(body, start, end)
        if which is None:
            return False
        column, key = self._columns[which], (which, len(models), len(others))
        if key not in self._shares:
            self._shares[key] = (
                sum(_opens(body, spot, models) for spot in column.spots),
                sum(_opens(body, spot, others) for spot in column.spots),
            )
        yes, no = self._shares[key]
        return column.headed or (yes > 1 and yes >= _MOST * (yes + no))


def _opens(body: str, spot: tuple[int, int], names: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the sorted ranges opens the spot."""
    i = bisect_right(names, (spot[0], -1))
    return i < len(names) and names[i][1] <= spot[1] and bool(_NUMBERING.fullmatch(body, spot[0], names[i][0]))


def _columns(text: CleanText) -> Iterable[Column]:
    body = plain(text.text)
    rows = [b for b in text.blocks if b.kind == "row" and b.cells]
    for _, table in groupby(rows, key=lambda b: b.table):
        head, *rest = table
        if len(head.cells) > 2:  # models side by side above their figures
            yield Column(head.cells[1:])
        for i, (a, b) in enumerate(head.cells):
            spots = tuple(row.cells[i] for row in rest if i < len(row.cells))
            if spots:
                yield Column(spots, bool(_HEADER.fullmatch(body[a:b].strip(" *`"))))
    yield from _lists(body, text.blocks)
    for _, titles in groupby(
        sorted((b for b in text.blocks if b.kind == "heading"), key=lambda b: (b.level, b.start)),
        key=lambda b: b.level,
    ):
        yield Column(tuple((b.start, b.end) for b in titles))


def _lists(body: str, blocks: Sequence[Block]) -> Iterable[Column]:
    """Runs of list items of one level; the line above, a heading or one with a colon, may say what they are."""
    run: list[Block] = []
    above: Block | None = None
    for before, block in pairwise((None, *blocks, None)):
        if run and (block is None or block.kind != "list-item" or block.level != run[0].level):
            yield Column(tuple((b.start, b.end) for b in run), _leads(body, above))
            run = []
        if block is not None and block.kind == "list-item":
            above = above if run else before
            run.append(block)


def _leads(body: str, above: Block | None) -> bool:
    return bool(above and above.end - above.start <= _LEAD_LENGTH and _LEADS.search(body[above.start : above.end]))
