"""Site furniture and markup leave the text; every dropped range is recorded with its reason and offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise

from summarizer.layout import furniture, margins
from summarizer.layout.bylines import byline
from summarizer.layout.imprint import SYMBOLS, described, title_of
from summarizer.layout.line import POINTER, Line, read_line, running_text
from summarizer.layout.signing import sign
from summarizer.types import Block, CleanText, Dropped, Post


def clean(post: Post) -> CleanText:
    """The post without furniture and markup; title, author, date and outlet found in the text fill in the post's."""
    lines = [read_line(post, block) for block in post.blocks]
    _judge(lines, post)
    title = SYMBOLS.sub("", title_of(post, lines) or "") or None
    return _assemble(described(post, lines, title), lines)


# --- which lines go -----------------------------------------------------------------------------------------------


def _judge(lines: list[Line], post: Post) -> None:
    """Give every line that isn't content its reason."""
    _by_structure(lines)
    _by_extractor(lines)
    margins.above_title(lines, post.title)
    sign(lines, post)
    margins.behind_end(lines)
    first, last = _own_text(lines)
    top = next(
        (
            i
            for i, line in enumerate(lines)
            if line.reason is None and not furniture.reason(line.text, True, heading=True)
        ),
        0,
    )
    sheets = _sheets(lines)
    for i, line in enumerate(lines):
        if line.reason is None and line.block.kind != "code":
            titled = line.block.kind == "heading" or i == top
            outer = (i < first or i > last) and i not in sheets
            line.reason = furniture.reason(line.text, outer, heading=titled)
    _lists_of_links(lines, first, last)
    margins.menus(lines, first, last)
    _edges(lines, first, last)
    _hanging(lines)


_ATTRIBUTE = re.compile(
    r"[\W\d]*(?:模型|总|激活)?(?:参数|參數|上下文|训练(?:数据|语料)|许可|授權|基座|context|licen[cs]e|param)[^：:\n]{0,8}[：:]",
    re.I,
)


def _sheets(lines: list[Line]) -> set[int]:
    """Indexes of list items in a run that gives a model's attributes: its 发布时间 is no imprint of the post."""
    found: set[int] = set()
    run: list[int] = []
    for i, line in enumerate(lines):
        if line.block.kind == "list-item":
            run.append(i)
        elif line.text:
            run = []
        if run and run[-1] == i and _ATTRIBUTE.match(line.text):
            found.update(run)
        elif run and run[0] in found:
            found.add(i)
    return found


def _by_structure(lines: list[Line]) -> None:
    for line in lines:
        kind = line.block.kind
        if kind in ("front-matter", "image"):
            line.reason = kind
        elif kind == "rule":
            line.reason = "markup"
        elif not line.text and ("![" in line.raw or "<img" in line.raw):
            line.reason = "image"
        elif not line.text:
            line.reason = "shortcode" if kind == "paragraph" and any(b - a > 3 for a, b in line.marks) else "markup"


def _by_extractor(lines: list[Line]) -> None:
    """On a page, what isn't its main content goes; comments stay only where they make a thread."""
    if not any(line.block.main for line in lines):
        return
    comments = [line for line in lines if line.block.main is None]
    thread = sum(byline(line.text) is not None for line in comments) >= 2
    for line in lines:
        if line.reason is None and (line.block.main is False or (line.block.main is None and not thread)):
            line.reason = "outside-main"


def _own_text(lines: list[Line]) -> tuple[int, int]:
    """Indexes of the first and the last line of the post's own: in a thread every reply is, however short."""
    first, last = running_text(lines)
    signed = [i for i, line in enumerate(lines) if line.byline]
    return (
        (min(first, signed[0]), max(last, min(signed[-1] + 1, len(lines) - 1))) if len(signed) >= 3 else (first, last)
    )


def _lists_of_links(lines: list[Line], first: int, last: int) -> None:
    """A heading such as 相关推荐, 参考链接 or 目录 goes together with the list below it."""
    for i, line in enumerate(lines):
        if line.reason is not None:
            continue
        name = line.text
        if len(name) > 40:
            continue
        if furniture.RELATED.match(name):
            _drop_run(lines, i, "related-links", to_prose=i > last or i > 0.6 * len(lines))
        elif furniture.REFERENCES.match(name):
            _drop_run(lines, i, "references", to_prose=False)
        elif furniture.CONTENTS.match(name):
            _drop_contents(lines, i)
        elif (
            line.block.kind == "heading"
            and i > last - 3
            and furniture.PLUG_HEADING.match(name)
            and i > 0.5 * len(lines)
        ):
            _drop_section(lines, i, "account-plug")


def _drop_run(lines: list[Line], i: int, why: str, *, to_prose: bool) -> None:
    """Drop line `i` and the links below it; with `to_prose` every short line up to the next running text."""
    below = i + 1
    while below < len(lines):
        line = lines[below]
        linked = line.block.links >= 0.5 * max(1, len(line.text)) or bool(
            re.match(r"[-*\d.\s\[\]]*(?:\S{0,20}[:：]\s*)?https?://", line.text)
        )
        outer = lines[i].block.kind != "heading" or line.block.level <= lines[i].block.level
        ends = line.block.kind == "heading" and not furniture.RELATED.match(line.text)
        if line.reason is None and ends and (not to_prose or (outer and not linked)):
            break
        if (
            line.reason is None
            and not linked
            and not (to_prose and (not line.prose or (len(line.text) <= 40 and not line.text.endswith("。"))))
        ):
            break
        below += 1
    if below == i + 1 and not to_prose:
        return
    for line in lines[i:below]:
        line.reason = line.reason or why


def _drop_contents(lines: list[Line], i: int) -> None:
    """Drop a table of contents: links into the page, and the short labels among them."""
    below = i + 1
    while below < len(lines) and not lines[below].prose and lines[below].block.kind != "heading":
        below += 1
    linked = sum(
        bool(line.block.links) or line.reason == "shortcode" or bool(re.match(r"[\d.、\s]+\S", line.text))
        for line in lines[i + 1 : below]
    )
    if linked * 2 >= below - i - 1 > 0:
        for line in lines[i:below]:
            line.reason = line.reason or "navigation"


def _drop_section(lines: list[Line], i: int, why: str) -> None:
    for line in lines[i + 1 :]:
        if line.block.kind == "heading" and line.block.level <= lines[i].block.level:
            break
        if (
            line.prose and len(line.text) >= 40 and line.block.links < 0.3 * len(line.text)
            and not furniture.reason(line.text, True)
        ):  # fmt: skip
            return
    for line in lines[i:]:
        if line is not lines[i] and line.block.kind == "heading" and line.block.level <= lines[i].block.level:
            break
        line.reason = line.reason or why


def _is_all_link(line: Line) -> bool:
    return line.block.links >= 0.9 * len(line.text) > 0 and line.block.kind != "heading"


def _heads_item(lines: list[Line], i: int, first: int) -> bool:
    """Whether a linked bullet is the headline of the first running text, as others like it are further down."""
    mark = (lines[i].block.kind, lines[i].block.level)
    alike = (line for line in lines[first:] if (line.block.kind, line.block.level) == mark)
    between = all(line.reason is not None for line in lines[i + 1 : first])
    return mark[0] == "list-item" and between and any(_is_all_link(line) for line in alike)


def _edges(lines: list[Line], first: int, last: int) -> None:
    """Dates, tags and bare links around the text: before the first running text and behind the last."""
    signed = next(
        (i for i, line in enumerate(lines) if line.reason == "byline" and not furniture.is_date(line.text)), len(lines)
    )
    head = range(min(max(first, 10), signed + 1, len(lines)))
    facts = [
        i
        for i in head
        if lines[i].reason in ("editor", "byline", "counter", "share") or furniture.is_date(lines[i].text)
    ]
    named = False
    for i in range(min(max(first, facts[-1] if facts else 0), len(lines))):
        line = lines[i]
        if line.reason is not None or (line.prose and named):
            continue
        if furniture.is_date(line.text) or (
            i and furniture.is_date(lines[i - 1].text) and furniture.is_clock(line.text)
        ):
            line.reason = "date"
        elif not named:
            named = True  # the first line that says anything is the title
        elif facts and i < facts[-1] and _is_tag(line):
            line.reason = "tags"
        elif _is_all_link(line) and not _heads_item(lines, i, first):
            line.reason = "navigation"
    tail = list(range(last + 1, len(lines)))
    dates = [i for i in tail if furniture.is_date(lines[i].text)]
    for i in tail:
        line = lines[i]
        if line.reason is None and (furniture.is_date(line.text) or (len(dates) >= 3 and i >= dates[0] - 1)):
            line.reason = "related-links" if len(dates) >= 3 else "date"
        elif (
            line.reason is None
            and line.block.links >= 0.8 * len(line.text)
            and "http" not in line.text
            and line.block.kind != "heading"
        ):
            line.reason = "navigation"


def _is_tag(line: Line) -> bool:
    """Whether a line under the title may be a tag, a section or a name: a bare word, or nothing but [[wiki]] links."""
    if line.block.kind != "paragraph":
        return False
    bare = furniture.is_label(line.text) and not re.search(r"\d", line.text)
    return bare or bool(re.fullmatch(r"(?:\s*#?\[\[[^\[\]\n]{1,30}\]\]\s*)+", line.raw))


def _hanging(lines: list[Line]) -> None:
    """Headings and empty list items at the very end introduce nothing; a table's rule goes with its rows."""
    for above, line in pairwise(lines):
        if (
            line.block.kind == "rule"
            and line.block.table >= 0
            and above.block.table == line.block.table
            and above.reason
        ):
            line.reason = above.reason
    for line in reversed(lines):
        if line.reason is None and line.block.kind != "heading" and line.text.strip("#-*• "):
            break
        line.reason = line.reason or "empty"


# --- putting it together ------------------------------------------------------------------------------------------


def _assemble(post: Post, lines: list[Line]) -> CleanText:
    """Ranges kept and dropped, which together cover the post, and the blocks in clean offsets."""
    drops: list[Dropped] = []
    at, keeps = 0, False
    for line in lines:
        gap = (at, line.block.start)
        if line.reason is not None or not keeps:
            # blank lines around dropped blocks go with them; the line break behind a kept block stays
            start = gap[0] + _line_break(post.text, *gap) if keeps else gap[0]
            end = line.block.end if line.reason is not None else gap[1]
            if end > start:
                drops.append(Dropped(start, end, line.reason or "blank"))
        elif gap[1] - gap[0] > 2:
            indent = re.search(r"[ \t\u3000]+$", post.text[gap[0] : gap[1]])
            if indent and gap[0] + indent.start() > gap[0]:
                drops.append(Dropped(gap[0] + indent.start(), gap[1], "markup"))
        if line.reason is None:
            drops += [Dropped(a, b, _mark_reason(post.text, a, b, line)) for a, b in line.marks]
        at, keeps = line.block.end, line.reason is None
    if at < len(post.text):
        start = at + _line_break(post.text, at, len(post.text)) if keeps else at
        if start < len(post.text):
            drops.append(Dropped(start, len(post.text), "blank"))
    dropped = _joined(drops)
    kept, at = [], 0
    for d in dropped:
        if d.start > at:
            kept.append((at, d.start))
        at = d.end
    if at < len(post.text):
        kept.append((at, len(post.text)))
    bare = CleanText(post, tuple(kept), dropped)
    blocks = [found for line in lines if line.reason is None and (found := _moved(bare, line))]
    return replace(bare, blocks=tuple(blocks))


def _mark_reason(text: str, start: int, end: int, line: Line) -> str:
    if start == line.block.start and line.byline:
        return "byline"
    if POINTER.match(text, start, end):
        return "references"
    return "shortcode" if text.startswith(("[.", "{:", "{{", "{%", "{#", "<!--"), start) else "markup"


def _line_break(text: str, start: int, end: int) -> int:
    """Characters up to the end of the first line break in a gap."""
    found = re.match(r"[ \t\u3000]*(?:\r\n|\r|\n)", text[start:end])
    return found.end() if found else 0


def _joined(drops: list[Dropped]) -> tuple[Dropped, ...]:
    """Neighbours with one reason become one range."""
    found: list[Dropped] = []
    for d in drops:
        if d.end <= d.start:
            continue
        if found and found[-1].end == d.start and found[-1].reason == d.reason and d.reason != "byline":
            found[-1] = replace(found[-1], end=d.end)
        else:
            found.append(d)
    return tuple(found)


def _moved(bare: CleanText, line: Line) -> Block | None:
    """A kept block in clean offsets, outer blanks left out."""
    block = line.block
    start, end = _clean_range(bare, block.start, block.end)
    piece = bare.text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if end <= start:
        return None
    cells = tuple(
        (max(start, min(a, end)), max(start, min(b, end)))
        for a, b in (_clean_range(bare, *cell) for cell in block.cells)
    )
    return replace(block, start=start, end=end, cells=cells)


def _clean_range(bare: CleanText, start: int, end: int) -> tuple[int, int]:
    """The clean range of what is kept of a post range."""
    return _position(bare, start), _position(bare, end)


def _position(bare: CleanText, offset: int) -> int:
    """Characters kept before a post offset."""
    i = bisect_right(bare.kept, (offset, len(bare.post.text) + 1)) - 1
    if i < 0:
        return 0
    a, b = bare.kept[i]
    return bare._starts[i] + min(offset, b) - a
