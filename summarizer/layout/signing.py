"""Which of a post's lines name who wrote what follows."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from summarizer.layout import furniture
from summarizer.layout.bylines import COUNT, Byline, byline, cell_byline, is_name, is_vote
from summarizer.layout.line import Line, merged, running_text, without
from summarizer.types import Post


def sign(lines: list[Line], post: Post) -> None:
    """Lines that name who wrote what follows: dropped at the edges, and inside where they make a thread."""
    first, last = running_text(lines)
    _voted_names(lines)
    found = []
    top = next((i for i, line in enumerate(lines) if line.reason is None), 0)
    for i, line in enumerate(lines):
        if line.block.kind == "code" or not (
            line.reason is None or (line.reason == "outside-main" and first - 8 < i < last)
        ):
            continue
        who = _cell_byline(line, post) if line.block.kind == "row" else byline(line.text)
        titled = line.block.kind == "heading" or (i == top and post.title is None and who and not who.floor)
        if who and not (titled and not (who.exact or who.role)):
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


def _voted_names(lines: list[Line]) -> None:
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


def _sign(lines: list[Line], i: int, who: Byline, post: Post, moments: int) -> None:
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


def _signs_heading(lines: list[Line], i: int, moments: int) -> None:
    """A heading right above a line that is only a moment is the name of who wrote then, if there are more such."""
    above = lines[i - 1] if i else None
    if above and moments >= 2 and above.block.kind == "heading" and above.reason is None and len(above.text) <= 30:
        above.reason, above.byline = "byline", Byline(above.text, lines[i].text)
        return
    if moments >= 2:
        _signs_beside(lines, i)


def _signs_beside(lines: list[Line], i: int) -> None:
    """The first of the labels above line `i` is the writer's name where the page's main content leaves it out."""
    beside = list(takewhile(_is_beside, reversed(lines[max(0, i - 5) : i])))
    while beside and beside[-1].reason != "outside-main":
        beside.pop()
    if beside and is_name(beside[-1].text) and not furniture.is_ui(beside[-1].text):
        beside[-1].reason, beside[-1].byline = "byline", Byline(beside[-1].text)
        for line in beside:
            line.reason = line.reason or "share"  # buttons between the name and the time


def _is_beside(line: Line) -> bool:
    """Whether a line may stand beside a post in a forum: a label, and no byline yet."""
    return line.reason in ("outside-main", None) and furniture.is_label(line.text) and line.block.kind != "heading"


def _cell_byline(line: Line, post: Post) -> Byline | None:
    """The byline in a table row that holds a whole reply; `end` counts in the line's bare text."""
    who = cell_byline(post.text[line.block.start : line.block.end])
    if who is None:
        return None
    bare = without(post.text, line.block.start, line.block.start + who.end, line.marks)
    return replace(who, end=len(bare.lstrip()))


def _cut_front(line: Line, post: Post, end: int) -> None:
    """Drop the first `end` characters of a line's bare text as its byline."""
    bare = without(post.text, line.block.start, line.block.end, line.marks)
    at, left = line.block.start, end + len(bare) - len(bare.lstrip())
    spans = [*line.marks, (line.block.end, line.block.end)]
    for a, b in spans:
        free = a - at
        if left <= free:
            at += left
            break
        left -= max(0, free)
        at = b
    line.marks = merged([m for m in line.marks if m[0] >= at] + [(line.block.start, at)])
    line.text = line.text[end:].strip()
