"""Headlines in a list, and lines of code, stand for themselves: what one is about is not what the next is about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from summarizer.types import Block

Topics = tuple[int, ...]
_FEWEST_STORIES = 2


class Scopes:
    """Where the blocks of a text stop speaking of what the ones before them named."""

    def __init__(self, blocks: Sequence[Block], subject: Callable[[int, int], int]) -> None:
        """`subject(start, end)` is the entity that a range opens with as its subject, -1 if none."""
        self._blocks = blocks
        self._starts = [b.start for b in blocks]
        self._headlines = _headlines(blocks, subject)
        self._labelled = False  # whether a name alone stood over what now comes

    def enter(self, start: int, topics: Topics) -> Topics:
        """What a sentence at an offset is about before it names anything itself; `topics` held so far."""
        i = bisect_right(self._starts, start) - 1
        if i < 0:
            return topics
        if self._blocks[i].kind == "code":
            return ()
        if self._blocks[i].kind != "list-item":
            self._labelled = False
        return () if start in self._headlines and not self._labelled else topics

    def label(self) -> None:
        """The sentence just read is no more than a name: the items behind it are about that."""
        self._labelled = True


def _headlines(blocks: Sequence[Block], subject: Callable[[int, int], int]) -> set[int]:
    """Starts of the items of lists, of one depth each, that open with several subjects or head paragraphs of theirs."""
    found = _stories(blocks)
    lists: dict[int, list[Block]] = {}

    def close() -> None:
        for items in lists.values():
            if len({subject(b.start, b.end) for b in items} - {-1}) > 1:
                found.update(b.start for b in items)
        lists.clear()

    for block in blocks:
        if block.kind == "list-item":
            lists.setdefault(block.level, []).append(block)
        else:
            close()
    close()
    return found


def _stories(blocks: Sequence[Block]) -> set[int]:
    """Starts of the items under one heading at least two of which have a paragraph below them: a story each."""
    found: set[int] = set()
    items: dict[int, list[int]] = {}  # level → indexes
    for i, block in enumerate([*blocks, None]):
        if block is None or block.kind == "heading":
            for listed in items.values():
                told = sum(j + 1 < len(blocks) and blocks[j + 1].kind == "paragraph" for j in listed)
                if told >= _FEWEST_STORIES:
                    found.update(blocks[j].start for j in listed)
            items = {}
        elif block.kind == "list-item":
            items.setdefault(block.level, []).append(i)
    return found
