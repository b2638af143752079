"""The items of a listicle: numbered or like-named heads that divide the post as a whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from summarizer.layout.cut import CLOSING, FRAME, Cut, cut_at
from summarizer.layout.outline import BOLD, DATED, Head, Outline, common_level, counted

_LIST_TITLE = re.compile(
    r"(?<![A-Za-z0-9.\-第])(?P<n>[3-9]|\d{2,3}|[三四五六七八九十]{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?)\s*(?:大"
    r"|个|個|款|种|種|项|項|条|條|家"
    r"|位|本|篇|件|部|招|步|点|點|佳|强)|\btop\s*(?P<top>\d{1,3})|(?P<en>\d{1,3})\s+(?:best|top|\w+\s)?(?:models?"
    r"|tools?|ways|things|llms?|tips|reasons)"
    r"|清单|清單|盘点|盤點|合集|大全|榜单|榜單|排行|汇总|整理|彙整|一览|一覽|速查|导航|推荐(?:[：:]|$)|集锦|精选|有哪些",
    re.I,
)
_CLOSING_LINE = re.compile(
    r"(?:以上(?:就是|便是|是|，|,|这些|內容|内容)|总之|總之|总而言之|综上|綜上|总的来说|总的來說"
    r"|總的來說|总结(?:一下|来说|起来|:|：)|最后[，,。]"
    r"|最後[，,。]|写在最后|最后说|结语|归根结底|in (?:summary|conclusion)|overall,|to sum up)",
    re.I,
)


def items(outline: Outline, title: str) -> list[Cut]:
    """The items of a list, if the post is one: numbered or like-marked heads, as its title promises or names show."""
    heads = _item_heads(outline, title)
    if not heads:
        return []
    cuts: list[Cut] = []
    if outline.size(outline.first, heads[0].index) > 0:
        first = outline.first
        cuts.append(cut_at(outline, first, "intro", head=outline.blocks[first].kind == "heading"))
    named = any(outline.blocks[h.index].kind != "list-item" or h.number is not None for h in heads)
    cuts += [Cut(outline.blocks[h.index].start, "item", h.title if named else None) for h in heads]
    if end := _outro(outline, heads):
        cuts.append(
            Cut(
                outline.blocks[end].start,
                "outro",
                outline.lines[end] if outline.blocks[end].kind == "heading" else None,
            )
        )
    return cuts


def _item_heads(outline: Outline, title: str) -> list[Head]:
    """The numbered or like-named heads that the title promises, or that are names of things all through the post."""
    promised = _LIST_TITLE.search(title)
    count = next((counted(v) or 0 for v in promised.groupdict().values() if v), 0) if promised else 0
    series = _with_unnumbered(outline, outline.series)
    fits = bool(promised) and (not count or abs(count - len(series)) <= max(1, count // 4))
    if len(series) >= 3 and _is_backbone(outline, series, promised=fits):
        names = sum(h.is_name for h in series) / len(series)
        if fits or (promised and names >= 0.5) or (names >= 0.6 and len(series) >= 4):
            return series
    level = common_level(outline.marked)
    alike = [h for h in outline.marked if h.level == level and not CLOSING.match(h.title)]
    distinct = len({h.title for h in alike}) >= 0.8 * len(alike)
    fits = bool(promised) and (not count or abs(count - len(alike)) <= max(1, count // 4))
    if len(alike) >= 3 and distinct and _is_backbone(outline, alike, promised=fits):
        names = sum(h.is_name for h in alike) / len(alike)
        if (promised and (names >= 0.5 or (count and fits))) or (names >= 0.8 and len(alike) >= 5):
            return alike
    return _bulleted(outline)


def _with_unnumbered(outline: Outline, series: list[Head]) -> list[Head]:
    """A series of headings with the few of their level that are numbered in another way."""
    if not series or len({h.level for h in series}) != 1 or series[0].level >= BOLD:
        return series
    level = series[0].level
    alike = [h for h in outline.marked if h.level == level and (h.title[:1].isdigit() or h in series)]
    return alike if len(alike) <= 1.5 * len(series) + 1 else series


def _is_backbone(outline: Outline, heads: Sequence[Head], *, promised: bool) -> bool:
    """Whether heads divide the post as a whole: with half of its text below them, and not sections' subheadings."""
    first, last = heads[0].index, len(outline.blocks)
    if outline.size(first, last) < 0.5 * outline.size(outline.first, last):
        return False
    level = min(h.level for h in heads)
    above = [h for h in outline.marked if h.level < level]
    parents = {bisect_left(above, h.index, key=lambda one: one.index) - 1 for h in heads}
    beside = [h for i, h in enumerate(above) if i not in parents and not FRAME.match(h.title)]
    return promised or (len(parents) == 1 and not beside)


def _bulleted(outline: Outline) -> list[Head]:
    """List items at one depth, each with paragraphs of its own below: at least five, or all opening with a date."""
    tops = [
        i
        for i in range(outline.first, len(outline.blocks))
        if outline.blocks[i].kind == "list-item" and outline.blocks[i].level <= 1
    ]
    if len(tops) < 5:
        return []
    if outline.size(tops[0], tops[-1] + 1) < 0.5 * outline.size(outline.first, len(outline.blocks)):
        return []
    dated = sum(bool(DATED.match(outline.lines[i])) for i in tops)
    alone = sum(b - a > 1 for a, b in pairwise([*tops, len(outline.blocks)]))
    if dated >= 0.8 * len(tops) or alone >= 0.7 * len(tops):
        return [Head(i, 8, outline.lines[i]) for i in tops]
    return []


def _outro(outline: Outline, heads: Sequence[Head]) -> int | None:
    """The block where the text behind the last item begins to close the post."""
    last, blocks = heads[-1].index, outline.blocks
    behind = range(last + 2, len(blocks))
    pictured = [outline.dropped_between(b - 1, b, "image") for b in (h.index for h in heads[1:])]
    shown = bool(pictured) and sum(pictured) >= 0.6 * len(pictured)
    for i in behind:
        if blocks[i].kind == "heading" and (blocks[i].level <= blocks[last].level or blocks[last].kind != "heading"):
            return i
        if _CLOSING_LINE.match(outline.lines[i]) or CLOSING.match(outline.lines[i]):
            return i
        if outline.dropped_between(i - 1, i, "markup") and not outline.dropped_between(last - 1, last, "markup"):
            return i
        if shown and outline.dropped_between(i - 1, i, "image"):  # each item ends with its picture
            return i
    return None
