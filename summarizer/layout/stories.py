"""The stories of a digest: below headings, in list items, or one a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.layout.cut import CLOSING, Cut, cut_at
from summarizer.layout.outline import BOLD, Head, Outline

DIGEST_TITLE = re.compile(
    r"日报|日報|早报|早報|晚报|晚報|周报|週報|周刊|週刊|月刊|月报|双周刊|快报|快報|简报|簡報"
    r"|简讯|早知道|晚知道|晨报|晨報|晨间|晨读|晚间|午报|速读|速讀|快讯"
    r"|快訊|早餐|速递|速遞|速览|速覽|要闻|要聞|大事件|大事记|资讯汇总|新闻汇总|新闻汇总|新闻精选|资讯精选|热点汇总"
    r"|每日(?:AI|资讯|新闻|精选|一览|速|要)|每周(?:AI|资讯|精选|一览|要|汇总|回顾)|一周(?:AI"
    r"|热点|回顾|要|大事|新闻|资讯|速)|本周(?:AI|热点"
    r"|要|大事|新闻|资讯|回顾)|今日(?:AI|要闻|资讯|热点|头条|新闻)|AI\s*(?:News|快讯|新闻|资讯)\s*(?:\d"
    r"|汇总|速|精选)|(?:新闻|资讯"
    r"|快讯)(?:汇总|合集|速览|一览|联播)"
    r"|(?:本月|每月|月度|上月)(?:AI|新知|新闻|资讯|動態|动态|热点|回顾|回顧|总结|看点|要|大事|精选|盘点)"
    r"|20\d\d\s*年\s*\d{1,2}\s*月(?!\s*\d)[^，。]{0,16}(?:动态|動態|回顾|回顧|盘点|盤點|月报|大事|新知|资讯|汇总)"
    r"|\b(?:daily|weekly|digest|newsletter|roundup|recap|bulletin)\b|第\s*\d+\s*期|Issue\s*#?\d+|Vol\.?\s*\d+",
    re.I,
)
_OVERVIEW = re.compile(
    r"概览|概覽|目录|目錄|速览|速覽|要闻|导读|導讀|摘要|本期(?:看点|内容|目录|要点)|今日(?:要点"
    r"|看点)|一句话|太长不看|TL;?DR|overview|highlights"
    r"|summary|contents",
    re.I,
)
_CLOSING_LINE = re.compile(
    r"(?:好了|好啦)?\W?(?:以上(?:就是|便是|是|为)|总之|總之|总而言之|综上|綜上|总的来说|总体来看|總的來說)", re.I
)
_OPENING = re.compile(r"[\s*_+>\-\d.]*(?:\[(?P<link>[^\]\n]{4,160})\]\(|\*\*(?P<bold>[^*\n]{4,80})\*\*)")


def is_digest(outline: Outline) -> bool:
    """Whether most parts are stories with a link to their source in the headline."""
    linked = [
        i
        for i, b in enumerate(outline.blocks)
        if b.links >= 8
        and "http" not in outline.lines[i]
        and (b.kind == "heading" or (b.kind == "list-item" and b.level <= 1))
    ]
    heads = [i for i, b in enumerate(outline.blocks) if b.kind == "heading" and b.level < BOLD]
    stories = [i for i in linked if outline.blocks[i].kind == "heading" or len(outline.lines[i]) >= 40]
    return (
        len(stories) >= 4
        and (len(stories) >= 0.5 * len(heads))
        and outline.blocks[linked[0]].start < 0.7 * len(outline.text.text)
    )


def stories(outline: Outline) -> list[Cut]:
    """One item a story: under each leaf heading either the list's items or the heading's own text."""
    heads = [h for h in outline.marked if h.level < BOLD] or outline.marked
    if len(heads) < 2 and len(outline.series) >= 2:
        heads = outline.series
    if not heads:
        return _unheaded_stories(outline)
    cuts: list[Cut] = []
    if outline.size(outline.first, heads[0].index) > 0:
        cuts.append(cut_at(outline, outline.first, "intro", head=False))
    i = 0
    while i < len(heads):
        head = heads[i]
        end = heads[i + 1].index if i + 1 < len(heads) else len(outline.blocks)
        if _OVERVIEW.search(head.title) and len(head.title) <= 20:
            i, end = _past(outline, heads, i)
            if outline.size(head.index, end):
                cuts.append(Cut(outline.blocks[head.index].start, "intro", head.title))
            continue
        cuts += _of_heading(outline, head, end)
        i += 1
    return [*cuts, *_ending(outline, cuts)]


def _ending(outline: Outline, cuts: Sequence[Cut]) -> list[Cut]:
    """The paragraph below the last story that closes the issue."""
    for i in range(len(outline.blocks) - 1, max(len(outline.blocks) - 4, 0), -1):
        if cuts and outline.blocks[i].start <= cuts[-1].start + len(cuts[-1].title or ""):
            break
        if outline.blocks[i].kind == "paragraph" and _CLOSING_LINE.match(outline.lines[i]):
            return [Cut(outline.blocks[i].start, "outro")]
    return []


def _past(outline: Outline, heads: Sequence[Head], i: int) -> tuple[int, int]:
    """The next heading that isn't a part of the list below heading `i`, and the block where it stands."""
    ends = [*(h.index for h in heads[1:]), len(outline.blocks)]
    j = i + 1
    while j < len(heads) and heads[j].level > heads[i].level:
        if any(block.kind != "list-item" for block in outline.blocks[heads[j].index + 1 : ends[j]]):
            break
        j += 1
    return j, heads[j].index if j < len(heads) else len(outline.blocks)


def _of_heading(outline: Outline, head: Head, end: int) -> list[Cut]:
    """The stories below a leaf heading: its list items if they are stories each, else the heading is one story."""
    inside = range(head.index + 1, end)
    if not inside or not outline.size(head.index + 1, end):
        return []
    tops = [i for i in inside if outline.blocks[i].kind == "list-item" and outline.blocks[i].level <= 1]
    loose = sum(len(outline.lines[i]) for i in inside if outline.blocks[i].kind != "list-item")
    below = _bold_below(outline, head, end)
    if below and (below[0].index == head.index + 1 or not outline.size(head.index + 1, below[0].index)):
        ends = [*(h.index for h in below[1:]), end]
        return [cut for h, stop in zip(below, ends, strict=True) for cut in _of_heading(outline, h, stop)]
    numbered = [h for h in outline.series if head.index < h.index < end]
    if len(numbered) >= 2 and not head.linked and head.number is None:
        return [Cut(outline.blocks[h.index].start, "item", h.title) for h in numbered]
    whole = outline.size(head.index + 1, end)
    storied = tops and _are_stories(outline, tops)
    if storied and loose <= 0.25 * whole and not head.linked and outline.blocks[inside[0]].kind == "list-item":
        return [Cut(outline.blocks[i].start, "item", _headline(outline, i)) for i in tops]
    if CLOSING.match(head.title):
        return [Cut(outline.blocks[head.index].start, "outro", head.title)]
    return [Cut(outline.blocks[head.index].start, "item", head.title)]


def _bold_below(outline: Outline, head: Head, end: int) -> list[Head]:
    """The bold lines below a heading, if all have words of their own: headlines below a category."""
    bold = [h for h in outline.marked if h.level == BOLD > head.level and head.index < h.index < end]
    if not bold:
        return []
    ends = [*(h.index for h in bold[1:]), end]
    return bold if all(outline.size(h.index + 1, stop) >= 30 for h, stop in zip(bold, ends, strict=True)) else []


def _are_stories(outline: Outline, tops: Sequence[int]) -> bool:
    """Whether list items are a story each: of some length, or under a bold headline; not one line about a link."""
    average = sum(len(outline.lines[i]) for i in tops) / len(tops)
    opened = [m for i in tops if (m := _opening(outline, i))]
    bold = sum(len(m["bold"] or "") for m in opened) >= 8 * len(tops)  # a clause rather than a name
    linked = sum(bool(m["link"]) for m in opened) >= 0.6 * len(tops)
    return (average >= 40 or (bold and average >= 20)) and (not linked or average >= 100)


def _opening(outline: Outline, i: int) -> re.Match[str] | None:
    """The link or bold words that a list item opens with, in the post's text."""
    text = outline.text
    at = text.to_post(outline.blocks[i].start)
    m = _OPENING.match(text.post.text, text.post.text.rfind("\n", 0, at) + 1, at + 300)
    return m if m and m.start() <= at <= m.end() else None


def _headline(outline: Outline, i: int) -> str | None:
    """The linked or bold opening of a list item."""
    text, start = outline.text, outline.blocks[i].start
    if (m := _opening(outline, i)) is None:
        return None
    size = len((m["link"] or m["bold"]).strip())
    title = text.text[start : start + size].strip()
    return title if title and size < 0.8 * len(outline.lines[i]) else None


def _unheaded_stories(outline: Outline) -> list[Cut]:
    """Without headings: 【标题】 lines, list items or paragraphs, one a story."""
    lead = [
        i for i in range(outline.first, len(outline.blocks)) if re.match(r"[【「][^】」]{4,60}[】」]", outline.lines[i])
    ]
    tops = [
        i
        for i in range(outline.first, len(outline.blocks))
        if outline.blocks[i].kind == "list-item" and outline.blocks[i].level <= 1
    ]
    short = [h.index for h in outline.plain]
    opened = [
        i for i in range(outline.first, len(outline.blocks)) if re.match(r"\d{1,2}\s*[、.．)）]\s*\S", outline.lines[i])
    ]
    solid = [i for i in range(outline.first, len(outline.blocks)) if len(outline.lines[i]) >= 30]
    starts = next((found for found in (lead, opened, tops, short, solid) if len(found) >= 2), [])
    cuts = [Cut(outline.blocks[i].start, "item", outline.lines[i] if i in short else None) for i in starts]
    if starts and outline.size(outline.first, starts[0]) > 0:
        cuts.insert(0, cut_at(outline, outline.first, "intro", head=False))
    return cuts
