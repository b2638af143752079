"""What a saved page leaves above and below its post: the site above a repeated title, menus, what follows the end."""

from __future__ import annotations

import re

from summarizer.layout import furniture
from summarizer.layout.line import Line

_MOST_ABOVE = 150  # lines of a site's head
_SAID = 25  # characters from which a line may say something
_MENU = 4  # lines that make a menu
_FOLDED = re.compile(r"[\W_]+")


def above_title(lines: list[Line], title: str | None) -> None:
    """Drop what stands between a title and the same title again: the head of the page that a clipper took along."""
    top = next((i for i, line in enumerate(lines) if line.text and line.reason is None), len(lines))
    named = [_folded(title or ""), _folded(lines[top].text if top < len(lines) else "")]
    for i in range(top + 1, min(len(lines), top + _MOST_ABOVE)):
        again = _folded(lines[i].text)
        if (
            len(again) < 6
            or lines[i].text.endswith("。")
            or _is_link(lines[i])
            or not any(again == name[: len(again)] for name in named)
        ):
            continue
        above = [line for line in lines[top + 1 : i] if _says(line)]
        if i > top + 2 and len(above) <= 1 and all(len(line.text) < 60 for line in above):
            for line in lines[top if again == _folded(lines[top].text)[: len(again)] else top + 1 : i]:
                line.reason = line.reason or "navigation"
        return


def behind_end(lines: list[Line]) -> None:
    """Drop what follows the mark that ends the text, unless it is as long as a part of the text, or a thread."""
    ends = [i for i, line in enumerate(lines) if line.reason is None and furniture.is_end(line.text)]
    if not ends or any(line.byline for line in lines):
        return
    sizes = [len(line.text) for line in lines]
    if sum(sizes[ends[-1] :]) <= 0.2 * sum(sizes) and not any(len(line.text) > 200 for line in lines[ends[-1] :]):
        for line in lines[ends[-1] + 1 :]:
            line.reason = line.reason or "behind-end"


def menus(lines: list[Line], first: int, last: int) -> None:
    """Drop bare words, one a line, that stand with the words of menus outside the running text."""
    run: list[Line] = []
    for i, line in enumerate([*lines, None]):
        outer = i < first or i > last
        if line is not None and outer and (line.reason not in (None, "byline") or _is_entry(line)):
            run.append(line)
            continue
        entries = [one for one in run if one.reason is None]
        known = [one for one in run if one.reason in ("share", "navigation") or (one.reason is None and _is_link(one))]
        if known and len(entries) + len(known) >= _MENU:
            for one in entries:
                one.reason = "navigation"
        run = []


def _is_entry(line: Line) -> bool:
    """Whether a line is a bare word or a link of few words."""
    if line.block.kind not in ("paragraph", "list-item"):
        return False
    return (len(line.text) <= 8 and furniture.is_label(line.text)) or (len(line.text) <= 16 and _is_link(line))


def _is_link(line: Line) -> bool:
    return line.block.links >= 0.5 * max(1, len(line.text)) and bool(line.block.links)


def _says(line: Line) -> bool:
    return (
        len(line.text) >= _SAID and line.reason is None and not _is_link(line) and not furniture.reason(line.text, True)
    )


def _folded(text: str) -> str:
    return _FOLDED.sub("", text).lower()
