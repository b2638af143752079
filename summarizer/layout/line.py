"""A post's lines free of their markup, and which of them are running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.layout import furniture, markdown
from summarizer.layout.bylines import Byline
from summarizer.layout.wrapping import breaks
from summarizer.types import Block, Post

BOLD = 7  # the level of a line that is only bold, no heading by markup
POINTER = re.compile(  # a link behind a story that only leads to its source
    r"[（(]?\[[>»→\s👉🔗*_]*(?:阅读原文|閱讀原文|阅读全文|查看原文|原文链接|原文連結|原文|查看详情|阅读更多|了解更多|详情"
    r"|read more|source)[>»→\s*_]*\]\([^()\n]{0,1500}\)[)）]?\s*$",
    re.I,
)
_ZERO = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\x00]+")


@dataclass(slots=True)
class Line:
    """A block with its text free of markup."""

    block: Block
    raw: str
    text: str
    marks: list[tuple[int, int]]
    prose: bool
    reason: str | None = None
    byline: Byline | None = None


def read_line(post: Post, block: Block) -> Line:
    marks: list[tuple[int, int]] = []
    if block.kind not in ("front-matter", "rule", "image"):
        if post.media == "markdown":
            marks = markdown.block_marks(post.text, block)
            if block.kind != "code":
                if block.links and (pointer := POINTER.search(post.text, block.start, block.end)):
                    marks.append(pointer.span())
                marks = merged(marks + markdown.inline_marks(post.text, block.start, block.end))
        else:
            marks = [m.span() for m in _ZERO.finditer(post.text, block.start, block.end)]
            if post.media == "text":
                marks = merged(marks + breaks(post.text, block))
    text = without(post.text, block.start, block.end, marks)
    return Line(block, post.text[block.start : block.end], text.strip(), marks, _is_prose(block, text.strip()))


def _is_prose(block: Block, text: str) -> bool:
    return block.kind not in ("heading", "image", "rule") and block.links < 0.8 * len(text) and furniture.is_prose(text)


def without(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> str:
    pieces, at = [], start
    for a, b in marks:
        pieces.append(text[at : min(a, end)])
        at = min(max(at, b), end)
    return "".join([*pieces, text[at:end]])


def merged(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for a, b in sorted(marks):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], b))
        elif b > a:
            found.append((a, b))
    return found


def running_text(lines: list[Line]) -> tuple[int, int]:
    """Indexes of the first and the last line of running text that is no furniture by its words alone."""

    top = next((i for i, line in enumerate(lines) if line.reason is None), 0)

    def runs(i: int) -> bool:
        line = lines[i]
        if i == top and len(line.text) < 60 and not line.text.endswith("。"):
            return False  # the title
        return (
            line.prose and line.reason is None and (line.block.kind == "code" or not furniture.reason(line.text, True))
        )

    first = next((i for i in range(len(lines)) if runs(i)), None)
    if first is None:  # lists and tables only: all from the second heading on
        heads = [i for i, line in enumerate(lines) if line.block.kind == "heading" and line.block.level < BOLD]
        return heads[1] if len(heads) > 1 else 0, len(lines)
    return first, next(i for i in range(len(lines) - 1, first - 1, -1) if runs(i))
