"""A clean text falls into parts that stand for themselves, by the post's kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from summarizer.layout.cut import CLOSING, OPENING_WORDS, Cut, cut_at
from summarizer.layout.furniture import is_label
from summarizer.layout.listing import items
from summarizer.layout.outline import Head, Outline
from summarizer.layout.stories import DIGEST_TITLE, is_digest, stories
from summarizer.layout.thread import Part, answers, replies, turns, voiced
from summarizer.layout.tiling import tiles
from summarizer.types import CleanText, Segment

MAX_CHARACTERS = 3000  # a section above this is cut where its topic shifts: a small model reads it in one go
LONG_CHARACTERS = 1500  # a section above this is divided by its subheadings

_QUESTION = re.compile(
    r"[?？]\s*(?:$|[-—|_(（])|^(?:如何|怎么|怎樣|怎么样|为什么|为何|為什麼|请问|求(?:推荐|助"
    r"|教|问)|有没有|有哪些|哪(?:个|些|款)|什么)"
    r"|知乎|quora|stack ?overflow|v2ex|segmentfault",
    re.I,
)


_ASKED = re.compile(r"[?？]\s*(?:$|[-—|_(（])|^(?:如何|怎么|怎樣|为什么|為什麼|有没有|有哪些|请问)")
_ANSWER_ADDRESS = re.compile(
    r"(?:zhihu\.com|wukong\.com|guokr\.com)/question/\d+|segmentfault\.com/q/\d+|stackoverflow\.com/questions/\d+"
    r"|quora\.com/[A-Z]",
)


def segment(text: CleanText) -> tuple[str, tuple[Segment, ...]]:
    """The kind of post (qa | listicle | article | digest | other) and its segments, in order.

    Segments do not overlap; together they hold every character but headings that head no text of their own.
    """
    outline = Outline(text)
    if not outline.blocks:
        return "other", ()
    kind, cuts = _divided(outline)
    return kind, _segments(outline, cuts)


def _divided(outline: Outline) -> tuple[str, list[Cut]]:
    """Kind and segment starts: voices first, then stories, items, sections."""
    text = outline.text
    if parts := replies(text, outline):
        return "qa", _voices(outline, voiced(parts, text))
    if parts := turns(outline):
        return "qa" if any(p.role == "question" for p in parts) else "article", _and_after(
            outline, _voices(outline, _sections_if_no_question(parts))
        )
    if parts := answers(outline):
        return "qa", _and_after(outline, _voices(outline, parts))
    if notes := _outline_notes(outline):
        return notes
    if answered := _single_answer(outline):
        return "qa", answered
    title = text.post.title or ""
    told = stories(outline) if DIGEST_TITLE.search(title) or is_digest(outline) else []
    if len(told) >= 2:
        return "digest", told
    if listed := items(outline, title):
        return "listicle", listed
    return ("article" if outline.size(0, len(outline.blocks)) >= 20 else "other"), _sections(outline)


# --- voices ----------------------------------------------------------------------------------------------------


def _sections_if_no_question(parts: list[Part]) -> list[Part]:
    return parts if any(p.role == "question" for p in parts) else [replace(p, role="section") for p in parts]


def _voices(outline: Outline, parts: list[Part]) -> list[Cut]:
    """A segment a voice; what stands before the first voice is the question or an introduction."""
    cuts = [Cut(p.start, p.role, p.title, p.author, p.time, p.body) for p in parts]
    head = outline.blocks[min(outline.first, len(outline.blocks) - 1)].start
    if cuts[0].start > head and outline.text.text[head : cuts[0].start].strip():
        alone = {c.role for c in cuts} <= {"answer", "comment"}
        cuts.insert(0, Cut(head, "question" if alone else "intro"))
    elif cuts[0].start < head < (cuts[1].start if len(cuts) > 1 else len(outline.text.text)):
        cuts[0] = replace(cuts[0], start=head, title=outline.text.post.title)
    return cuts


def _and_after(outline: Outline, cuts: list[Cut]) -> list[Cut]:
    """The voices, and the sections below a heading behind the last of them that stands as high as any before."""
    heads = [h for h in outline.marked if h.level <= 2]
    before = [h for h in heads if outline.blocks[h.index].start < cuts[-1].start]
    behind = heads[len(before) :]
    top = min((h.level for h in before), default=0)
    start = next((i for i, h in enumerate(behind) if h.level <= top), None)
    if start is None:
        return cuts
    marked = [h for h in outline.marked if h.index >= behind[start].index]
    divided = _divisions(outline, marked, len(outline.blocks))
    ends = [*(h.index for h in divided[1:]), len(outline.blocks)]
    return cuts + [
        Cut(outline.blocks[h.index].start, "outro" if CLOSING.match(h.title) else "section", h.title)
        for h, end in zip(divided, ends, strict=True)
        if outline.size(h.index, end)
    ]


def _single_answer(outline: Outline) -> list[Cut] | None:
    """A question for a title and one answer, saved from a site of questions, as the address beside the text says."""
    text, blocks = outline.text, outline.blocks
    first = min(outline.first, len(blocks) - 1)
    beside = (
        text.post.text[: text.to_post(blocks[first].start)] + text.post.text[text.to_post(blocks[-1].end, end=True) :]
    )
    if not _ASKED.search(text.post.title or "") or not _ANSWER_ADDRESS.search(beside):
        return None
    answer = [cut_at(outline, first, "answer", head=False)]
    return [Cut(blocks[0].start, "question"), *answer] if first else answer


def _outline_notes(outline: Outline) -> tuple[str, list[Cut]] | None:
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
        return "qa", [cut_at(outline, i, role, head=i in heads) for i, role in zip(groups, roles, strict=True)]
    if len(heads) >= 2 and linked >= 0.6 * len(heads):
        return "digest", [cut_at(outline, i, "item" if i in heads else "comment", head=i in heads) for i in groups]
    return None


# --- articles ----------------------------------------------------------------------------------------------------


def _sections(outline: Outline) -> list[Cut]:
    heads = _section_heads(outline)
    first = outline.first
    if not heads:
        return _lead_in_list(outline) or _long(outline, [Cut(outline.blocks[first].start, "section")])
    cuts: list[Cut] = []
    if outline.size(first, heads[0].index) > 0:
        cuts.append(cut_at(outline, first, "intro", head=False))
    for head, end in zip(heads, [*(h.index for h in heads[1:]), len(outline.blocks)], strict=True):
        if outline.size(head.index, end) > 0 or outline.blocks[head.index].kind != "heading":
            closing = head is heads[-1] and CLOSING.match(head.title)
            opening = not cuts and re.search(OPENING_WORDS, head.title, re.I)
            cuts.append(
                Cut(
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
        marked = _divisions(outline, marked, len(outline.blocks))
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


def _divisions(outline: Outline, heads: Sequence[Head], end: int) -> list[Head]:
    """The headings of the highest level that comes more than once before block `end`, and of those above it.

    Subheadings stay inside their section, unless it is too long to be read as one.
    """
    counts = Counter(h.level for h in heads)
    top = min((level for level, n in counts.items() if n >= 2), default=max(counts))
    found: list[Head] = []
    for i, head in enumerate(heads):
        if head.level > top:
            continue
        below = list(takewhile(lambda h: h.level > top, heads[i + 1 :]))
        close = heads[i + 1 + len(below)].index if i + 1 + len(below) < len(heads) else end
        found.append(head)
        if below and outline.size(head.index, close) > LONG_CHARACTERS:
            found += _divisions(outline, below, close)
    return found


def _lead_in_list(outline: Outline) -> list[Cut]:
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
    cuts = [cut_at(outline, first, "intro", head=False)] if a - 1 > first else []
    cuts.append(Cut(blocks[a - 1].start, "section", outline.lines[a - 1]))
    if b < len(blocks):
        cuts.append(Cut(blocks[b].start, "outro"))
    return cuts


def _long(outline: Outline, cuts: list[Cut]) -> list[Cut]:
    """Sections above MAX_CHARACTERS are divided where the topic shifts."""
    found: list[Cut] = []
    for cut, end in zip(cuts, [*(c.start for c in cuts[1:]), len(outline.text.text)], strict=True):
        found.append(cut)
        if end - cut.start > MAX_CHARACTERS:
            inside = [
                (b.start, b.end) for b in outline.blocks if cut.start <= b.start < end and b.kind not in ("row", "code")
            ]
            found += [Cut(start, "section") for start in tiles(outline.text.text, inside, MAX_CHARACTERS)]
    return found


# --- segments ----------------------------------------------------------------------------------------------------


def _segments(outline: Outline, cuts: list[Cut]) -> tuple[Segment, ...]:
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
        words = text[block.start : block.end].rstrip()
        label = block.kind == "paragraph" and len(words) <= 8 and is_label(words) and following.kind != "list-item"
        if (block.kind != "heading" or words.endswith(("：", ":"))) and not label:
            break
        at = following.start
    return at if at < end else None
