"""Who speaks where in a clean text: replies of a thread, pairs of question and answer, turns of a transcript."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from summarizer.layout import markdown
from summarizer.layout.bylines import Byline, byline, cell_byline, labelled, numbered
from summarizer.layout.outline import Outline
from summarizer.types import CleanText

_MODERATOR = re.compile(
    r"主持人?|主持|记者|記者|提问|问|观众|听众|Q|host|interviewer|moderator|.{0,10}[记記]者|[^，。]{0,8}编辑部", re.I
)
_SPEAKER = re.compile(
    r"(?:[\[【(（]?\s*\d{1,2}:\d{2}(?::\d{2})?\s*[\]】)）]?\s*)?"
    r"(?P<name>[^\s：:，。！？!?、,\[\]【】()（）]{1,12}(?:[ ·][A-Z][\w.]{0,15}){0,2}(?:\s?[（(][^（()）]{1,12}[）)])?)"
    r"\s*(?:[\[【(（]?\s*(?P<time>\d{1,2}:\d{2}(?::\d{2})?)\s*[\]】)）]?)?\s*(?P<colon>[：:]\s*|$)"
)
_NO_SPEAKER = re.compile(
    r"https?$|^(?:注|备注|提示|例如|比如|其中|原因|结论|总结|优点|缺点|参数|模型|价格|时间"
    r"|地点|亮点|来源|链接|标题|摘要|步骤|方法|答案|输入|输出"
    r"|说明|背景|特点|功能|注意|链接|地址|官网|简介|结果|场景|目标|建议|更新|新闻|关键|第.{1,3}"
    r"|.{0,6}[模型价格参数能力架构方面性能数据训练])$|^\d+$"
)


_STUB = 15  # characters before the first byline that are no question yet: a title's rest, a label


@dataclass(frozen=True, slots=True)
class Part:
    """A voice: it speaks from clean offset `start` on."""

    start: int
    role: str
    author: str | None = None
    time: str | None = None
    title: str | None = None
    body: int | None = None  # where the words behind the speaker's name begin


def replies(text: CleanText, outline: Outline) -> list[Part]:
    """The parts of a thread by its bylines, question first; empty if the text is no thread."""
    signed = _signed(text)
    voices = [(at, who) for at, who in signed if who.author or who.floor]
    divides = voices if len(voices) >= 2 else signed
    parts = _parts(text, divides, outline)
    if len(parts) < 2:
        return []
    # times said on their own belong to the voice that they follow or precede
    if divides is voices:
        parts = _timed(parts, signed)
    alone = len(divides) == 1 and divides[0][1].role is None  # an article's credit line
    return parts if not alone and _is_thread(text, parts) else []


def _signed(text: CleanText) -> list[tuple[int, Byline]]:
    """Bylines that clean dropped, with the clean offset where each stood."""
    found = []
    kept = 0
    ranges = iter(text.kept)
    current = next(ranges, None)
    for drop in text.dropped:
        while current and current[1] <= drop.start:
            kept += current[1] - current[0]
            current = next(ranges, None)
        if drop.reason == "byline":
            who = parsed(text.post.text[drop.start : drop.end])
            if who:
                found.append((kept, who))
    return found


def parsed(raw: str) -> Byline | None:
    """A dropped byline read again: a line, a table row, or a heading that is a name."""
    if "<br" in raw and (who := cell_byline(raw)):
        return who
    line = raw.strip()
    marks = markdown.inline_marks(line, 0, len(line))
    pieces, at = [], 0
    for a, b in marks:
        pieces.append(line[at:a])
        at = max(at, b)
    bare = "".join([*pieces, line[at:]]).strip("| \t")
    bare = re.sub(r"^(?:[#>*-]+\s+)+", "", bare).strip()
    return byline(bare) or (Byline(bare, None) if 0 < len(bare) <= 30 else None)


def _parts(text: CleanText, signed: list[tuple[int, Byline]], outline: Outline) -> list[Part]:
    """A part between each two bylines that have words between them."""
    parts: list[Part] = []
    first = signed[0][0] if signed else 0
    asked: Byline | None = None
    body = outline.blocks[outline.first].start if outline.first < len(outline.blocks) else 0
    if text.text[body:first].strip() or (text.text[:first].strip() and signed[0][1].role and not signed[0][1].floor):
        parts.append(Part(0, "question"))
    unasked = len(text.text[body:first].strip()) < _STUB
    edges = [at for at, _ in signed] + [len(text.text)]
    pending: Byline | None = None
    for i, (at, who) in enumerate(signed):
        if who.role == "question" and parts and parts[-1].author is None and text.text[parts[-1].start : at].strip():
            parts[-1] = replace(parts[-1], author=who.author, time=who.time)  # signed below its words
            asked = who
        else:
            pending = _joined(pending, who)
        if not text.text[at : edges[i + 1]].strip():
            continue
        who = pending or Byline(None, None, "answer")
        if not parts or (unasked and asked is None and who.role is None and i == 0):
            role = "question"
        else:
            role = who.role or "answer"
        parts.append(Part(at, role, who.author, who.time))
        pending = None
    return parts


def _joined(first: Byline | None, second: Byline) -> Byline:
    """Two bylines with nothing between them are one."""
    if first is None:
        return second
    return replace(
        second, author=second.author or first.author, time=second.time or first.time, role=second.role or first.role
    )


def _timed(parts: list[Part], signed: list[tuple[int, Byline]]) -> list[Part]:
    """Times that stand alone, given to the voice at whose words they stand."""
    alone = [(at, who.time) for at, who in signed if who.time and not who.author]
    found = []
    below = bool(alone) and alone[-1][0] > parts[-1].start  # behind the last voice's words: each time closes a voice
    for part, following in zip_longest(parts, parts[1:]):
        i = bisect_left(alone, (part.start + below, ""))
        near = i < len(alone) and (following is None or alone[i][0] <= following.start)
        found.append(replace(part, time=alone[i][1]) if near and not part.time else part)
    return found


def _is_thread(text: CleanText, parts: list[Part]) -> bool:
    """Two voices beside the question at least, or an answer that says so; not an article with a few comments."""
    answers = [p for p in parts if p.role != "question"]
    if not answers:
        return False
    edges = [p.start for p in parts] + [len(text.text)]
    sizes = [len(text.text[a:b].strip()) for a, b in pairwise(edges)]
    said = sum(size for part, size in zip(parts, sizes, strict=True) if part.role != "question")
    if said < 0.25 * sum(sizes) and sizes[0] > 800 and len(answers) < 8:
        return False
    return len(parts) >= 3 or any(p.role == "answer" and p.author for p in answers)


def voiced(parts: list[Part], text: CleanText) -> list[Part]:
    """Roles refined: who asked and speaks again, or turns to somebody, comments."""
    asker = next((p.author for p in parts if p.role == "question"), None)
    edges = [p.start for p in parts] + [len(text.text)]
    found = []
    for i, part in enumerate(parts):
        words = text.text[part.start : edges[i + 1]].lstrip()
        if part.role != "question" and (
            (part.author and part.author == asker) or words.startswith(("@", "回复 @", "回复@", "＠"))
        ):
            part = replace(part, role="comment")
        elif part.role == "comment" and i and asker is not None:
            part = replace(part, role="answer")
        found.append(part)
    return found


def answers(outline: Outline) -> list[Part]:
    """Parts by lines such as 回答 1： and 最佳答案, or by pairs of 问： and 答：."""
    parts: list[Part] = []
    for read in (numbered, labelled):
        found = []
        for i in range(len(outline.lines)):
            block, line = outline.blocks[i], outline.lines[i]
            if block.kind == "code" or (who := read(line)) is None:
                continue
            title, body = (line, None) if block.kind == "heading" else (None, block.start + who.end)
            found.append(Part(block.start, who.role or "answer", who.author, None, title, body))
        spoken = {p.role for p in found}
        asked = sum(p.role == "question" for p in found)
        if (read is numbered and len(found) >= 2) or (
            read is labelled and {"question", "answer"} <= spoken and asked >= 2 and len(found) >= 4
        ):
            parts = found
            break
    if parts and (read is numbered) and outline.text.text[: parts[0].start].strip():
        start = outline.blocks[min(outline.first, len(outline.blocks) - 1)].start
        if start < parts[0].start:
            parts.insert(0, Part(start, "question"))
    return parts


def turns(outline: Outline) -> list[Part]:
    """The turns of a transcript: at least six, by speakers who come again, and most of the text."""
    found: list[tuple[int, str, str | None, int]] = []
    headed = sum(b.kind == "heading" for b in outline.blocks[outline.first :]) >= 2
    for i in range(outline.first, len(outline.lines)):
        block, line = outline.blocks[i], outline.lines[i]
        if block.kind in ("code", "row") or (block.kind == "list-item" and headed):
            continue  # below headings a list's labels say what, not who
        m = _SPEAKER.match(line)
        if not m or _NO_SPEAKER.search(m["name"]) or not (m["colon"].strip() or m["time"]):
            continue
        name = re.sub(r"\s?[（(].*$", "", m["name"])  # his office is said once, at most
        found.append((block.start, name.strip("*_ "), m["time"], block.start + m.end()))
    counts = Counter(name for _, name, _, _ in found)
    again = {name for name, n in counts.items() if n >= 2}
    spoken = [t for t in found if t[1] in again]
    if len(spoken) < 6 or len(again) < 2 or len(again) > 0.5 * len(spoken):
        return []
    begun = spoken[0][0]
    kept = [t for t in found if t[1] in again or (t[0] > begun and len(t[1]) <= 4)]
    edges = [t[0] for t in kept] + [len(outline.text.text)]
    if edges[-1] - edges[0] < 0.6 * len(outline.text.text):
        return []
    return [
        Part(at, "question" if _MODERATOR.fullmatch(name) else "answer", name, time, None, body)
        for at, name, time, body in kept
    ]
