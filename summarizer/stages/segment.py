"""A clean text falls into parts that stand for themselves, by the post's kind."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from summarizer.text.furniture import is_label
from summarizer.text.outline import BOLD, DATED, Head, Outline, common_level, counted
from summarizer.text.thread import Part, answers, replies, turns, voiced
from summarizer.text.tiling import tiles
from summarizer.types import CleanText, Segment

MAX_CHARACTERS = 3000  # a section above this is cut where its topic shifts: a small model reads it in one go

_DIGEST_TITLE = re.compile(
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
_LIST_TITLE = re.compile(
    r"(?<![A-Za-z0-9.\-第])(?P<n>[3-9]|\d{2,3}|[三四五六七八九十]{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?)\s*(?:大"
    r"|个|個|款|种|種|项|項|条|條|家"
    r"|位|本|篇|件|部|招|步|点|點|佳|强)|\btop\s*(?P<top>\d{1,3})|(?P<en>\d{1,3})\s+(?:best|top|\w+\s)?(?:models?"
    r"|tools?|ways|things|llms?|tips|reasons)"
    r"|清单|清單|盘点|盤點|合集|大全|榜单|榜單|排行|汇总|彙整|一览|一覽|速查|导航|推荐(?:[：:]|$)|集锦|精选|有哪些",
    re.I,
)
_OVERVIEW = re.compile(
    r"概览|概覽|目录|目錄|速览|速覽|要闻|导读|導讀|摘要|本期(?:看点|内容|目录|要点)|今日(?:要点"
    r"|看点)|一句话|太长不看|TL;?DR|overview|highlights"
    r"|summary|contents",
    re.I,
)
_OPENING_WORDS = r"介绍|简介|引言|前言|背景|导语|序言|開場|導言|introduction|overview"
_CLOSING = re.compile(
    r"[\s#*\d、.．一二三四五六七八九十（(）)]*(?:总结|總結|小结|小結|结语|結語|结论|結論|结束语"
    r"|写在最后|寫在最後|写到最后|最后的话|尾声|后记|後記|附录"
    r"|附錄|展望|未来展望|未来工作|未來|下一步|结尾|总的来说|尾巴|conclusions?|summary|closing"
    r"|final thoughts|wrap[- ]?up"
    r"|appendix|what'?s next|如何选择.{0,16}|怎么选.{0,10}|选型建议|写在后面|最后|最後)"
    r"[^，。]{0,10}$",
    re.I,
)
_FRAME = re.compile(rf"{_CLOSING.pattern}|.{{0,6}}(?:{_OPENING_WORDS})", re.I)
_CLOSING_LINE = re.compile(
    r"(?:以上(?:就是|便是|是|，|,|这些|內容|内容)|总之|總之|总而言之|综上|綜上|总的来说|总的來說"
    r"|總的來說|总结(?:一下|来说|起来|:|：)|最后[，,。]"
    r"|最後[，,。]|写在最后|最后说|结语|归根结底|in (?:summary|conclusion)|overall,|to sum up)",
    re.I,
)
_QUESTION = re.compile(
    r"[?？]\s*(?:$|[-—|_(（])|^(?:如何|怎么|怎樣|怎么样|为什么|为何|為什麼|请问|求(?:推荐|助"
    r"|教|问)|有没有|有哪些|哪(?:个|些|款)|什么)"
    r"|知乎|quora|stack ?overflow|v2ex|segmentfault",
    re.I,
)


_OPENING = re.compile(r"[\s*_+>\-\d.]*(?:\[(?P<link>[^\]\n]{4,160})\]\(|\*\*(?P<bold>[^*\n]{4,80})\*\*)")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A segment begins at a clean offset; its title is inside it."""

    start: int
    role: str
    title: str | None = None
    author: str | None = None
    time: str | None = None
    body: int | None = None  # where its words begin, if not behind the title


def segment(text: CleanText) -> tuple[str, tuple[Segment, ...]]:
    """The kind of post (qa | listicle | article | digest | other) and its segments, in order.

    Segments do not overlap; together they hold every character but headings that head no text of their own.
    """
    outline = Outline(text)
    if not outline.blocks:
        return "other", ()
    kind, cuts = _divided(outline)
    return kind, _segments(outline, cuts)


def _divided(outline: Outline) -> tuple[str, list[_Cut]]:
    """Kind and segment starts: voices first, then stories, items, sections."""
    text = outline.text
    if parts := replies(text, outline):
        return "qa", _voices(outline, voiced(parts, text))
    if parts := turns(outline):
        return "qa" if any(p.role == "question" for p in parts) else "article", _voices(
            outline, _sections_if_no_question(parts)
        )
    if parts := answers(outline):
        return "qa", _voices(outline, parts)
    if notes := _outline_notes(outline):
        return notes
    title = text.post.title or ""
    told = _stories(outline) if _DIGEST_TITLE.search(title) or _is_digest(outline) else []
    if len(told) >= 2:
        return "digest", told
    if listed := _items(outline, title):
        return "listicle", listed
    return ("article" if outline.size(0, len(outline.blocks)) >= 20 else "other"), _sections(outline)


# --- voices ----------------------------------------------------------------------------------------------------


def _sections_if_no_question(parts: list[Part]) -> list[Part]:
    return parts if any(p.role == "question" for p in parts) else [replace(p, role="section") for p in parts]


def _voices(outline: Outline, parts: list[Part]) -> list[_Cut]:
    """A segment a voice; what stands before the first voice is the question or an introduction."""
    cuts = [_Cut(p.start, p.role, p.title, p.author, p.time, p.body) for p in parts]
    head = outline.blocks[min(outline.first, len(outline.blocks) - 1)].start
    if cuts[0].start > head and outline.text.text[head : cuts[0].start].strip():
        alone = {c.role for c in cuts} <= {"answer", "comment"}
        cuts.insert(0, _Cut(head, "question" if alone else "intro"))
    elif cuts[0].start < head < (cuts[1].start if len(cuts) > 1 else len(outline.text.text)):
        cuts[0] = replace(cuts[0], start=head, title=outline.text.post.title)
    return cuts


def _outline_notes(outline: Outline) -> tuple[str, list[_Cut]] | None:
    """Notes kept as one nested list: a group of items between blank lines is one answer or one story."""
    blocks, start = outline.blocks, 0 if outline.blocks[0].kind == "heading" else outline.first
    inside = blocks[start:]
    listed = sum(b.kind == "list-item" for b in inside)
    heads = [i for i in range(start, len(blocks)) if blocks[i].kind == "heading"]
    if len(inside) < 4 or not heads or listed + len(heads) < 0.9 * len(inside) or heads[0] != start:
        return None
    groups = [
        i
        for i in range(start, len(blocks))
        if i == start or (outline.blank_before(i) and (blocks[i].level <= 1 or i in heads))
    ]
    linked = sum(blocks[i].links > 0 for i in heads)
    if len(groups) < 2 or len(groups) > 0.8 * len(inside):
        return None
    if len(heads) == 1 and _QUESTION.search(outline.lines[heads[0]]):
        roles = ["question"] + ["answer"] * (len(groups) - 1)
        return "qa", [_cut(outline, i, role, head=i in heads) for i, role in zip(groups, roles, strict=True)]
    if len(heads) >= 2 and linked >= 0.6 * len(heads):
        return "digest", [_cut(outline, i, "item" if i in heads else "comment", head=i in heads) for i in groups]
    return None


def _cut(outline: Outline, i: int, role: str, *, head: bool = True) -> _Cut:
    return _Cut(outline.blocks[i].start, role, outline.lines[i] if head else None)


# --- digests ----------------------------------------------------------------------------------------------------


def _is_digest(outline: Outline) -> bool:
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


def _stories(outline: Outline) -> list[_Cut]:
    """One item a story: under each leaf heading either the list's items or the heading's own text."""
    heads = [h for h in outline.marked if h.level < BOLD] or outline.marked
    if len(heads) < 2 and len(outline.series) >= 2:
        heads = outline.series
    if not heads:
        return _unheaded_stories(outline)
    cuts: list[_Cut] = []
    if outline.size(outline.first, heads[0].index) > 0:
        cuts.append(_cut(outline, outline.first, "intro", head=False))
    i = 0
    while i < len(heads):
        head = heads[i]
        end = heads[i + 1].index if i + 1 < len(heads) else len(outline.blocks)
        if _OVERVIEW.search(head.title) and len(head.title) <= 20:
            i, end = _past(outline, heads, i)
            if outline.size(head.index, end):
                cuts.append(_Cut(outline.blocks[head.index].start, "intro", head.title))
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


def _of_heading(outline: Outline, head: Head, end: int) -> list[_Cut]:
    """The stories below a leaf heading: its list items if they are stories each, else the heading is one story."""
    inside = range(head.index + 1, end)
    if not inside or not outline.size(head.index + 1, end):
        return []
    tops = [i for i in inside if outline.blocks[i].kind == "list-item" and outline.blocks[i].level <= 1]
    loose = sum(len(outline.lines[i]) for i in inside if outline.blocks[i].kind != "list-item")
    numbered = [h for h in outline.series if head.index < h.index < end]
    if len(numbered) >= 2 and not head.linked and head.number is None:
        return [_Cut(outline.blocks[h.index].start, "item", h.title) for h in numbered]
    whole = outline.size(head.index + 1, end)
    storied = tops and sum(len(outline.lines[i]) for i in tops) >= 40 * len(tops)
    if storied and loose <= 0.25 * whole and not head.linked and outline.blocks[inside[0]].kind == "list-item":
        return [_Cut(outline.blocks[i].start, "item", _headline(outline, i)) for i in tops]
    if _CLOSING.match(head.title):
        return [_Cut(outline.blocks[head.index].start, "outro", head.title)]
    return [_Cut(outline.blocks[head.index].start, "item", head.title)]


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


def _unheaded_stories(outline: Outline) -> list[_Cut]:
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
    cuts = [_Cut(outline.blocks[i].start, "item", outline.lines[i] if i in short else None) for i in starts]
    if starts and outline.size(outline.first, starts[0]) > 0:
        cuts.insert(0, _cut(outline, outline.first, "intro", head=False))
    return cuts


# --- listicles ----------------------------------------------------------------------------------------------------


def _items(outline: Outline, title: str) -> list[_Cut]:
    """The items of a list, if the post is one: numbered or like-marked heads, as its title promises or names show."""
    heads = _item_heads(outline, title)
    if not heads:
        return []
    cuts: list[_Cut] = []
    if outline.size(outline.first, heads[0].index) > 0:
        first = outline.first
        cuts.append(_cut(outline, first, "intro", head=outline.blocks[first].kind == "heading"))
    named = any(outline.blocks[h.index].kind != "list-item" or h.number is not None for h in heads)
    cuts += [_Cut(outline.blocks[h.index].start, "item", h.title if named else None) for h in heads]
    if end := _outro(outline, heads):
        cuts.append(
            _Cut(
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
    series = outline.series
    if len(series) >= 3 and _is_backbone(outline, series, promised=bool(promised)):
        names = sum(h.is_name for h in series) / len(series)
        if (promised and (not count or abs(count - len(series)) <= max(1, count // 4) or names >= 0.5)) or (
            names >= 0.6 and len(series) >= 4
        ):
            return series
    level = common_level(outline.marked)
    alike = [h for h in outline.marked if h.level == level and not _CLOSING.match(h.title)]
    distinct = len({h.title for h in alike}) >= 0.8 * len(alike)
    if len(alike) >= 3 and distinct and _is_backbone(outline, alike, promised=bool(promised)):
        names = sum(h.is_name for h in alike) / len(alike)
        if (promised and (names >= 0.5 or (count and abs(count - len(alike)) <= 1))) or (
            names >= 0.8 and len(alike) >= 5
        ):
            return alike
    return _bulleted(outline)


def _is_backbone(outline: Outline, heads: Sequence[Head], *, promised: bool) -> bool:
    """Whether heads divide the post as a whole: with half of its text below them, and not sections' subheadings."""
    first, last = heads[0].index, len(outline.blocks)
    if outline.size(first, last) < 0.5 * outline.size(outline.first, last):
        return False
    level = min(h.level for h in heads)
    above = [h for h in outline.marked if h.level < level]
    parents = {bisect_left(above, h.index, key=lambda one: one.index) - 1 for h in heads}
    beside = [h for i, h in enumerate(above) if i not in parents and not _FRAME.match(h.title)]
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
    pictured = [_dropped_between(outline, b - 1, b, "image") for b in (h.index for h in heads[1:])]
    shown = bool(pictured) and sum(pictured) >= 0.6 * len(pictured)
    for i in behind:
        if blocks[i].kind == "heading" and (blocks[i].level <= blocks[last].level or blocks[last].kind != "heading"):
            return i
        if _CLOSING_LINE.match(outline.lines[i]) or _CLOSING.match(outline.lines[i]):
            return i
        if _dropped_between(outline, i - 1, i, "markup") and not _dropped_between(outline, last - 1, last, "markup"):
            return i
        if shown and _dropped_between(outline, i - 1, i, "image"):  # each item ends with its picture
            return i
    return None


def _dropped_between(outline: Outline, a: int, b: int, reason: str) -> bool:
    """Whether something was dropped for a reason between two neighbouring blocks: an image, a rule."""
    text = outline.text
    start, end = text.to_post(outline.blocks[a].end, end=True), text.to_post(outline.blocks[b].start)
    if reason == "markup":
        return bool(re.search(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*\r?$", text.post.text[start:end], re.M))
    return any(d.reason == reason and start <= d.start < end for d in text.dropped)


# --- articles ----------------------------------------------------------------------------------------------------


def _sections(outline: Outline) -> list[_Cut]:
    heads = _section_heads(outline)
    first = outline.first
    if not heads:
        return _lead_in_list(outline) or _long(outline, [_Cut(outline.blocks[first].start, "section")])
    cuts: list[_Cut] = []
    if outline.size(first, heads[0].index) > 0:
        cuts.append(_cut(outline, first, "intro", head=False))
    for head, end in zip(heads, [*(h.index for h in heads[1:]), len(outline.blocks)], strict=True):
        if outline.size(head.index, end) > 0 or outline.blocks[head.index].kind != "heading":
            closing = head is heads[-1] and _CLOSING.match(head.title)
            opening = not cuts and re.search(_OPENING_WORDS, head.title, re.I)
            cuts.append(
                _Cut(
                    outline.blocks[head.index].start,
                    "outro" if closing else "intro" if opening else "section",
                    head.title,
                )
            )
    return _long(outline, cuts)


def _section_heads(outline: Outline) -> list[Head]:
    """The headings that divide an article: in markup, else numbered lines, else short lines between paragraphs."""
    marked = outline.marked
    if len(marked) >= 1:
        marked = _not_too_fine(outline, marked)
        return sorted(
            [*marked, *(h for h in outline.run_ins if all(h.index != m.index for m in marked))], key=lambda h: h.index
        )
    if len(outline.series) >= 2 and _spread(outline, outline.series):
        return outline.series
    return outline.run_ins if len(outline.run_ins) >= 2 else outline.plain


def _spread(outline: Outline, heads: Sequence[Head]) -> bool:
    """Whether the heads have text of some length below them, so that they are headings and no list."""
    ends = [*(h.index for h in heads[1:]), len(outline.blocks)]
    return sum(outline.size(h.index + 1, end) >= 60 for h, end in zip(heads, ends, strict=True)) >= 0.6 * len(heads)


def _not_too_fine(outline: Outline, heads: list[Head]) -> list[Head]:
    """Without the deepest headings while sections are many and short."""
    while len({h.level for h in heads}) > 1:
        ends = [*(h.index for h in heads[1:]), len(outline.blocks)]
        sizes = [size for h, end in zip(heads, ends, strict=True) if (size := outline.size(h.index, end))]
        if len(sizes) <= 12 and sum(sizes) >= 40 * len(sizes):
            break
        deepest = max(h.level for h in heads)
        heads = [h for h in heads if h.level < deepest]
    return heads


def _lead_in_list(outline: Outline) -> list[_Cut]:
    """A post without headings, a good part of which is one long list under its lead-in line."""
    blocks, first = outline.blocks, outline.first
    runs: list[tuple[int, int]] = []
    for i in range(first, len(blocks)):
        listed = blocks[i].kind == "list-item" or re.match(r"\d{1,2}\s*[、.．)）]", outline.lines[i])
        if listed and runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        elif listed:
            runs.append((i, i + 1))
    a, b = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    if b - a < 5 or a <= first or not outline.lines[a - 1].endswith(("：", ":")):
        return []
    cuts = [_cut(outline, first, "intro", head=False)] if a - 1 > first else []
    cuts.append(_Cut(blocks[a - 1].start, "section", outline.lines[a - 1]))
    if b < len(blocks):
        cuts.append(_Cut(blocks[b].start, "outro"))
    return cuts


def _long(outline: Outline, cuts: list[_Cut]) -> list[_Cut]:
    """Sections above MAX_CHARACTERS are divided where the topic shifts."""
    found: list[_Cut] = []
    for cut, end in zip(cuts, [*(c.start for c in cuts[1:]), len(outline.text.text)], strict=True):
        found.append(cut)
        if end - cut.start > MAX_CHARACTERS:
            inside = [
                (b.start, b.end) for b in outline.blocks if cut.start <= b.start < end and b.kind not in ("row", "code")
            ]
            found += [_Cut(start, "section") for start in tiles(outline.text.text, inside, MAX_CHARACTERS)]
    return found


# --- segments ----------------------------------------------------------------------------------------------------


def _segments(outline: Outline, cuts: list[_Cut]) -> tuple[Segment, ...]:
    """Cuts become ranges up to the next cut; blanks at the edges and headings without text stay outside."""
    text = outline.text.text
    cuts = [c for i, c in enumerate(cuts) if i == 0 or c.start > cuts[i - 1].start]
    found: list[Segment] = []
    for i, cut in enumerate(cuts):
        end = cuts[i + 1].start if i + 1 < len(cuts) else len(text)
        # headings right before the next part head that part, not this one
        inside = outline.within(cut.start, end)
        while len(inside) > 1 and inside[-1].kind == "heading" and i + 1 < len(cuts):
            end = inside.pop().start
        start = cut.start + len(text[cut.start : end]) - len(text[cut.start : end].lstrip())
        end = start + len(text[start:end].rstrip())
        if end > start:
            body = _body(outline, start, end, cut.title)
            if cut.body is not None and start < cut.body < end:
                body = cut.body + len(text[cut.body : end]) - len(text[cut.body : end].lstrip())
            found.append(Segment(f"s{len(found) + 1}", cut.role, start, end, cut.title, cut.author, cut.time, body))
    if not found and text.strip():
        start = len(text) - len(text.lstrip())
        found.append(Segment("s1", "section", start, len(text.rstrip())))
    return tuple(found)


def _body(outline: Outline, start: int, end: int, title: str | None) -> int | None:
    """Where the text behind a segment's title begins, past subheadings and labels; None where it begins at `start`."""
    text = outline.text.text
    if not title or not text.startswith(title, start):
        return None
    at = start + len(title)
    at += len(text[at:end]) - len(text[at:end].lstrip(" \t\r\n\u3000—–-:：|*`#"))
    inside = outline.within(at, end)
    for block, following in pairwise(inside):
        label = block.kind == "paragraph" and is_label(text[block.start : block.end]) and following.kind != "list-item"
        if block.kind != "heading" and not label:
            break
        at = following.start
    return at if at < end else None
