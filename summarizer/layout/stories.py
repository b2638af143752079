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
    r"|\b(?:daily|weekly|digest|newsletter|roundup|recap|bulletin)\b|第\s*\d+\s*期|Issue\s*#?\d+|Vol\.?\s*\d+",
    re.I,
)
_OVERVIEW = re.compile(
    r"概览|概覽|目录|目錄|速览|速覽|要闻|导读|導讀|摘要|本期(?:看点|内容|目录|要点)|今日(?:要点"
    r"|看点)|一句话|太长不看|TL;?DR|overview|highlights"
    r"|summary|contents",
    re.I,
)
_OPENING = re.compile(r"[\s*_+>\-\d.]*(?:\[(?P<link>[^\]\n]{4,160})\]\(|\*\*(?P<bold>[^*\n]{4,80})\*\*)")


def is_digest(outline: Outline) -> bool:
    """Whether most parts are stories with a link to their source in the headline."""
    linked = [
        i
        for i, b in enumerate(outline.blocks)
        if b.links >= 8 and (b.kind == "heading" or (b.kind == "list-item" and b.level <= 1))
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
    return cuts


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
    numbered = [h for h in outline.series if head.index < h.index < end]
    if len(numbered) >= 2 and not head.linked and head.number is None:
        return [Cut(outline.blocks[h.index].start, "item", h.title) for h in numbered]
    whole = outline.size(head.index + 1, end)
    storied = tops and sum(len(outline.lines[i]) for i in tops) >= 40 * len(tops)
    if storied and loose <= 0.25 * whole and not head.linked and outline.blocks[inside[0]].kind == "list-item":
        return [Cut(outline.blocks[i].start, "item", _headline(outline, i)) for i in tops]
    if CLOSING.match(head.title):
        return [Cut(outline.blocks[head.index].start, "outro", head.title)]
    return [Cut(outline.blocks[head.index].start, "item", head.title)]


def _headline(outline: Outline, i: int) -> str | None:
    """The linked or bold opening of a list item."""
    text, start = outline.text, outline.blocks[i].start
    at = text.to_post(start)
    m = _OPENING.match(text.post.text, text.post.text.rfind("\n", 0, at) + 1, at + 300)
    if not m or not (m.start() <= at <= m.end()):
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
