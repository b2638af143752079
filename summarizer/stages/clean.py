"""Site furniture and markup leave the text; every dropped range is recorded with its reason and offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from summarizer.text import furniture, markdown
from summarizer.text.bylines import COUNT, Byline, byline, cell_byline, is_name, is_vote
from summarizer.text.dates import edge_date, iso_date
from summarizer.types import Block, CleanText, Dropped, Post

BOLD = 7  # the level of a line that is only bold, no heading by markup
_ZERO = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\x00]+")
_AUTHOR = re.compile(
    r"(?:(?:^|[\s|｜/])(?:本文)?(?:作者|撰文|撰稿|文|记者|記者|编译|編譯|author|by)\s*[:：丨|｜/]\s*|\bby\s+(?=[A-Z])|(?:^|[\s|｜])由\s+(?=\S{1,20}\s+发[表布佈]))"
    r"(?P<value>[^\s，。|｜/丨:：()（）]{1,30}(?: [A-Z][^\s，。|｜/丨:：()（）]{0,20}){0,2})",
    re.I,
)
_SOURCE = re.compile(
    r"(?:^|[\s|｜/])(?:文章|稿件)?(?:来源|來源|出品|出处|source|转载自|转自)\s*[:：丨|｜/]\s*(?P<value>(?!<?https?:)[^\s，。|｜丨()（）]{2,30})",
    re.I,
)
_QUOTED_SOURCE = re.compile(
    r"(?:首发于|首發於|来自|來自|转载自|原载于?|原创于|微信公众号)[^“「《\"]{0,8}[“「《\"](?P<value>[^”」》\"]{2,20})"
    r"|©\s*(?P<owner>[^\s\d，。©-]{2,16})"
)
_ACCOUNT = re.compile(r"原[创創]\s+(?P<author>\S{1,16})\s+(?P<source>\S{2,20})\s+20\d\d\s*[-/.年]")
_REPORTER = re.compile(r"(?:記者|记者)\s*(?P<value>[\u4e00-\u9fff·]{2,4})[／/\s　]")
_SYMBOLS = re.compile(
    r"^[\s\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+|[\s\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+$"
    r"|^[\[【](?:求助|讨论|分享|原创|转载|问答|提问|公告|资讯)[\]】]\s*"
)
_SITE = re.compile(r"\s+[-—|_｜]\s*(?P<site>[^-—|_｜]{2,12})$")


@dataclass(slots=True)
class _Line:
    """A block with its text free of markup."""

    block: Block
    raw: str
    text: str
    marks: list[tuple[int, int]]
    prose: bool
    reason: str | None = None
    byline: Byline | None = None


def clean(post: Post) -> CleanText:
    """The post without furniture and markup; title, author, date and outlet found in the text fill in the post's."""
    lines = [_line(post, block) for block in post.blocks]
    _judge(lines, post)
    title = _SYMBOLS.sub("", _title(post, lines) or "") or None
    return _assemble(_described(post, lines, title), lines)


def _line(post: Post, block: Block) -> _Line:
    marks: list[tuple[int, int]] = []
    if block.kind not in ("front-matter", "rule", "image"):
        if post.media == "markdown":
            marks = markdown.block_marks(post.text, block)
            if block.kind != "code":
                marks = _merged(marks + markdown.inline_marks(post.text, block.start, block.end))
        else:
            marks = [m.span() for m in _ZERO.finditer(post.text, block.start, block.end)]
    text = _without(post.text, block.start, block.end, marks)
    return _Line(block, post.text[block.start : block.end], text.strip(), marks, _is_prose(block, text.strip()))


def _is_prose(block: Block, text: str) -> bool:
    return block.kind not in ("heading", "image", "rule") and block.links < 0.8 * len(text) and furniture.is_prose(text)


def _without(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> str:
    pieces, at = [], start
    for a, b in marks:
        pieces.append(text[at : min(a, end)])
        at = min(max(at, b), end)
    return "".join([*pieces, text[at:end]])


def _merged(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for a, b in sorted(marks):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], b))
        elif b > a:
            found.append((a, b))
    return found


# --- which lines go -----------------------------------------------------------------------------------------------


def _judge(lines: list[_Line], post: Post) -> None:
    """Give every line that isn't content its reason."""
    _by_structure(lines)
    _by_extractor(lines)
    _bylines(lines, post)
    first, last = _own_text(lines)
    top = next(
        (
            i
            for i, line in enumerate(lines)
            if line.reason is None and not furniture.reason(line.text, True, heading=True)
        ),
        0,
    )
    for i, line in enumerate(lines):
        if line.reason is None and line.block.kind != "code":
            titled = line.block.kind == "heading" or i == top
            line.reason = furniture.reason(line.text, i < first or i > last, heading=titled)
    _lists_of_links(lines, first, last)
    _edges(lines, first, last)
    _hanging(lines)


def _by_structure(lines: list[_Line]) -> None:
    for line in lines:
        kind = line.block.kind
        if kind in ("front-matter", "image"):
            line.reason = kind
        elif kind == "rule":
            line.reason = "markup"
        elif kind == "row" and not line.text and "![" in line.raw:
            line.reason = "image"
        elif not line.text:
            line.reason = "shortcode" if kind == "paragraph" and any(b - a > 3 for a, b in line.marks) else "markup"


def _by_extractor(lines: list[_Line]) -> None:
    """On a page, what isn't its main content goes; comments stay only where they make a thread."""
    if not any(line.block.main for line in lines):
        return
    comments = [line for line in lines if line.block.main is None]
    thread = sum(byline(line.text) is not None for line in comments) >= 2
    for line in lines:
        if line.reason is None and (line.block.main is False or (line.block.main is None and not thread)):
            line.reason = "outside-main"


def _running_text(lines: list[_Line]) -> tuple[int, int]:
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


def _own_text(lines: list[_Line]) -> tuple[int, int]:
    """Indexes of the first and the last line of the post's own: in a thread every reply is, however short."""
    first, last = _running_text(lines)
    signed = [i for i, line in enumerate(lines) if line.byline]
    return (
        (min(first, signed[0]), max(last, min(signed[-1] + 1, len(lines) - 1))) if len(signed) >= 3 else (first, last)
    )


def _bylines(lines: list[_Line], post: Post) -> None:
    """Lines that name who wrote what follows: dropped at the edges, and inside where they make a thread."""
    first, last = _running_text(lines)
    _voted_names(lines)
    found = []
    for i, line in enumerate(lines):
        if line.block.kind == "code" or not (
            line.reason is None or (line.reason == "outside-main" and first - 8 < i < last)
        ):
            continue
        who = _cell_byline(line, post) if line.block.kind == "row" else byline(line.text)
        if who and not (line.block.kind == "heading" and not (who.exact or who.role)):
            found.append((i, who))
        elif line.reason is None and (COUNT.match(line.text) or is_vote(line.text)):
            line.reason = "counter"
    floors = _rising([who.floor for _, who in found if who.floor])
    exact = sum(bool(who.author and (who.exact or who.role)) for _, who in found if not who.floor)
    writers = sum(bool(who.author) for _, who in found if not who.floor)
    moments = sum(who.exact for _, who in found)
    thread = any(line.byline for line in lines) or floors or exact >= 2 or writers >= 3 or moments >= 3
    for i, who in found:
        inside = first < i < last
        if (who.floor and not floors) or (inside and not thread):
            continue
        if inside and not (who.exact or who.role or who.floor) and (exact >= 2 or floors) and who.time:
            continue  # a day inside a dated thread is a fact of the text
        _sign(lines, i, who, post, moments)


def _voted_names(lines: list[_Line]) -> None:
    """Headings that are names, each with a line below that counts who agrees: the answers of a thread."""
    found = []
    for i, line in enumerate(lines):
        if line.reason is None and line.text and is_vote(line.text) and "%" not in line.text:
            line.reason = "counter"
            above = next((k for k in range(i - 1, max(-1, i - 4), -1) if lines[k].block.kind == "heading"), None)
            if above is not None and len(lines[above].text) <= 30 and lines[above].reason is None:
                found.append((above, i))
    if len(found) < 2:
        return
    level = lines[found[0][0]].block.level
    names = [
        i for i, line in enumerate(lines)
        if i >= found[0][0] and line.block.kind == "heading" and line.block.level == level and len(line.text) <= 30
    ]  # fmt: skip
    if len(found) < 0.5 * len(names):
        return
    for i in names:
        lines[i].byline, lines[i].reason = Byline(lines[i].text, None, "answer"), "byline"
    for name, vote in found:
        for line in lines[name:vote]:
            line.reason = line.reason or "signature"  # what the writer says of himself below his name


def _rising(floors: list[str]) -> bool:
    """Whether floor numbers go up, as those of a thread do."""
    numbers = [int(f) for f in floors if f.isdecimal()]
    return len(floors) >= 2 and numbers == sorted(numbers)


def _sign(lines: list[_Line], i: int, who: Byline, post: Post, moments: int) -> None:
    """Drop line `i`, or its front, as a byline."""
    line = lines[i]
    if who.author is None and not who.floor:
        line.reason = "byline"
        _signs_heading(lines, i, moments)
        return
    if who.author is None:
        _signs_beside(lines, i)
    line.byline = who
    if who.end < len(line.text):
        line.reason = None
        _cut_front(line, post, who.end)
    else:
        line.reason = "byline"


def _signs_heading(lines: list[_Line], i: int, moments: int) -> None:
    """A heading right above a line that is only a moment is the name of who wrote then, if there are more such."""
    above = lines[i - 1] if i else None
    if above and moments >= 2 and above.block.kind == "heading" and above.reason is None and len(above.text) <= 30:
        above.reason, above.byline = "byline", Byline(above.text, lines[i].text)
        return
    if moments >= 2:
        _signs_beside(lines, i)


def _signs_beside(lines: list[_Line], i: int) -> None:
    """The first of the short lines above line `i` that stand beside the page's main content is the writer's name."""
    beside = list(takewhile(_is_beside, reversed(lines[max(0, i - 5) : i])))
    if beside and is_name(beside[-1].text) and not furniture.is_ui(beside[-1].text):
        beside[-1].reason, beside[-1].byline = "byline", Byline(beside[-1].text)


def _is_beside(line: _Line) -> bool:
    """Whether a line stands beside a post in a forum: short, and no part of the page's main content."""
    return line.reason == "outside-main" and len(line.text) <= 20 and line.block.kind != "heading"


def _cell_byline(line: _Line, post: Post) -> Byline | None:
    """The byline in a table row that holds a whole reply; `end` counts in the line's bare text."""
    who = cell_byline(post.text[line.block.start : line.block.end])
    if who is None:
        return None
    bare = _without(post.text, line.block.start, line.block.start + who.end, line.marks)
    return replace(who, end=len(bare.lstrip()))


def _cut_front(line: _Line, post: Post, end: int) -> None:
    """Drop the first `end` characters of a line's bare text as its byline."""
    bare = _without(post.text, line.block.start, line.block.end, line.marks)
    at, left = line.block.start, end + len(bare) - len(bare.lstrip())
    spans = [*line.marks, (line.block.end, line.block.end)]
    for a, b in spans:
        free = a - at
        if left <= free:
            at += left
            break
        left -= max(0, free)
        at = b
    line.marks = _merged([m for m in line.marks if m[0] >= at] + [(line.block.start, at)])
    line.text = line.text[end:].strip()


def _lists_of_links(lines: list[_Line], first: int, last: int) -> None:
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


def _drop_run(lines: list[_Line], i: int, why: str, *, to_prose: bool) -> None:
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


def _drop_contents(lines: list[_Line], i: int) -> None:
    """Drop a table of contents: links into the page, and the short labels among them."""
    below = i + 1
    while below < len(lines) and not lines[below].prose and lines[below].block.kind != "heading":
        below += 1
    linked = sum(bool(line.block.links) or bool(re.match(r"[\d.、\s]+\S", line.text)) for line in lines[i + 1 : below])
    if linked * 2 >= below - i - 1 > 0:
        for line in lines[i:below]:
            line.reason = line.reason or "navigation"


def _drop_section(lines: list[_Line], i: int, why: str) -> None:
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


def _edges(lines: list[_Line], first: int, last: int) -> None:
    """Dates, tags and bare links around the text: before the first running text and behind the last."""
    signed = next((i for i, line in enumerate(lines) if line.reason == "byline"), len(lines))
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
        if furniture.is_date(line.text):
            line.reason = "date"
        elif not named:
            named = True  # the first line that says anything is the title
        elif facts and i < facts[-1] and furniture.is_label(line.text) and line.block.kind == "paragraph":
            line.reason = "tags"
        elif line.block.links >= 0.9 * len(line.text) > 0 and line.block.kind != "heading":
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


def _hanging(lines: list[_Line]) -> None:
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


# --- what the furniture says of the post --------------------------------------------------------------------------


def _title(post: Post, lines: list[_Line]) -> str | None:
    if post.title:
        return _SITE.sub("", post.title) or post.title
    for line in lines:
        if line.block.kind == "heading" and line.reason not in ("date", "outside-main", "byline") and line.text:
            return _SITE.sub("", line.text)
        if line.prose and len(line.text) > 60 and line.reason is None:
            break
    for line in lines:
        if line.reason is None and line.text and line.block.kind not in ("code", "row"):
            return line.text if len(line.text) <= 80 else None
    return None


def _described(post: Post, lines: list[_Line], title: str | None) -> Post:
    """The post with author, date and outlet from its credit lines and bylines."""
    first, _ = _running_text(lines)
    credit = [
        line.text for i, line in enumerate(lines)
        if line.reason == "editor" or (i < max(first, 6) and line.reason in ("byline", "date", "counter"))
        or (first - 6 <= i < first and line.reason == "outside-main" and len(line.text) <= 80)
    ]  # fmt: skip
    author, source, published = post.author, post.source, post.published
    who = next((line.byline for line in lines if line.byline and line.byline.author), None)
    for text in credit:
        author = author or _value(_AUTHOR, text) or _value(_REPORTER, text)
        source = source or _value(_SOURCE, text)
    for line in lines:
        if source is None and line.reason in ("copyright", "editor") and (found := _QUOTED_SOURCE.search(line.text)):
            source = found["value"] or found["owner"]
    if account := next((m for text in credit if (m := _ACCOUNT.match(text))), None):
        author, source = author or account["author"], source or account["source"]
    author = author or (who.author if who and who.role != "answer" else None)
    if source is None and post.title and (site := _SITE.search(post.title)):
        source = site["site"].strip()
    issue = [title, *(line.text for line in lines[:6] if line.block.kind == "heading" and len(line.text) <= 40)]
    published = published or next((d for text in credit if (d := iso_date(text))), None)
    published = published or next((d for text in issue if (d := edge_date(text))), None)
    return replace(post, title=title, author=author, source=source, published=published)


def _value(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found["value"].strip("[]【】*_ ") or None if found else None


# --- putting it together ------------------------------------------------------------------------------------------


def _assemble(post: Post, lines: list[_Line]) -> CleanText:
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


def _mark_reason(text: str, start: int, end: int, line: _Line) -> str:
    if start == line.block.start and line.byline:
        return "byline"
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


def _moved(bare: CleanText, line: _Line) -> Block | None:
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
