"""The lines that head a part of a post: headings, bold lines, numbered lines, and what they are numbered with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from summarizer.types import Block, CleanText

BOLD = 7  # the level of a line that is bold as a whole
PLAIN = 9  # of an unmarked short line

_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九十")}
_NUMBER = re.compile(
    r"(?P<lead>[\s*_▍■●◆★☆✦🔥📌👉🚀【\[「#]*)(?:"
    r"(?P<top>no|top|part|day|chapter|step|stage|tip)\.?\s*(?P<n1>\d{1,3}|[ivx]{1,4}\b)\s*[:：、.．\-—|]?"
    r"|第\s*(?P<n2>\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?P<unit>[章节節部名位款步条條个個点點弹彈期回]"
    r"|部分|阶段|階段|梯队)\s*[:：、.．]?"
    r"|(?:关键|關鍵|案例|方法|技巧|要点|要點|趋势|趨勢|问题|問題|原因|误区|誤區|亮点|亮點|变化|變化|场景|場景|观点|建议"
    r"|步骤|步驟|阶段|階段|发现|發現)\s*(?P<n10>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[:：、.．]"
    r"|[（(]\s*(?P<n3>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]"
    r"|(?P<n4>\d{1,3})\s*(?P<mark>[、．)）:：】\]」|]|\.(?!\d))"
    r"|(?P<n5>(?:0\d|\d{2})(?=\s+\S|[\u4e00-\u9fffA-Z])"
    r"|\d(?=\s+(?![月日年个個款次倍万亿千百分小天周点條条位名家])[\u4e00-\u9fff]))"
    r"|(?P<n6>[一二三四五六七八九十]{1,3})\s*[、．.,，]"
    r"|(?P<n7>[①-⑳❶-❿])|(?P<n8>\d)\ufe0f?\u20e3|#(?P<n9>\d{1,3})(?=[\s:：]))"
    r"\s*(?P<title>.*)$",
    re.I | re.S,
)
_ENDS_OPEN = re.compile(r"[，、；;,]$")
_ENDS_SENTENCE = re.compile(r"[。；;!！…]$|\.$")
_WHOLE = re.compile(r"[。！？!?…；：:][”’」』）)\"'*]*$")
_NO_HEAD = re.compile(
    r"[。，；：:,;!！…”\"）)》>]$|[。；]|https?:|^[-—•·@#（(]|^\W*$|^(?:图|圖|表|来源|來源|注|via|source)\W?|[=＝>→]|[是在的和与把到将让被从对为]$|\S{25,}[？?]$"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*")
_RUN_IN = re.compile(r"\*\*(?P<title>[^*\n]{2,30}?[？?。！!])\s*\*\*[ \t\u3000]*(?=\S)")
DATED = re.compile(r"(?:20\d\d\s*[-/.年]\s*)?\d{1,2}\s*[月/.-]\s*\d{1,2}\s*[日号號]?\s*[，,:：、\s]?")


@dataclass(frozen=True, slots=True)
class Head:
    """A line that heads what follows; `index` is its block, `level` 1..6, BOLD or PLAIN."""

    index: int
    level: int
    title: str
    number: int | None = None
    style: str = ""  # what the number is written with, so that 1、 and （1） are told apart
    linked: bool = False

    @property
    def is_name(self) -> bool:
        """Whether the title is rather a name than a clause: mostly Latin letters and figures, or quoted."""
        behind = number(self.title)
        bare = re.sub(r"[\s,，、&/|()（）]|和|与|系列|模型", "", behind[2] if behind else self.title)
        latin = sum(len(m) for m in _LATIN.findall(bare)) + sum(c.isdigit() for c in bare)
        return bool(bare) and (latin >= 0.5 * len(bare) or bool(re.fullmatch(r"[《「“【].{1,30}[》」”】]", bare)))


def number(line: str) -> tuple[int, str, str] | None:
    """The number that a line opens with, its style, and the text behind it: `3、X` → (3, "n4、", "X")."""
    m = _NUMBER.match(line)
    if not m:
        return None
    for key in ("n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10"):
        if m[key]:
            value = counted(m[key])
            if value is None:
                return None
            sign = m["mark"] or m["unit"] or ""
            return value, ("n4" + sign.replace("．", ".") if key == "n4" else key + sign), m["title"].strip(" *_】]」")
    return None


def counted(digits: str) -> int | None:
    """The value of a count: 12, 十二, ⑫, xii; None for anything else."""
    if digits.isdecimal():
        return int(digits)
    if digits[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(digits[0]) - ord("①") + 1
    if digits[0] in "❶❷❸❹❺❻❼❽❾❿":
        return ord(digits[0]) - ord("❶") + 1
    if set(digits) <= set(_CHINESE):
        tens, _, ones = digits.partition("十")
        return (
            (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)
            if "十" in digits
            else _CHINESE[digits]
        )
    return {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}.get(
        digits.lower()
    )


class Outline:
    """A clean text by its blocks and the lines that head them."""

    def __init__(self, text: CleanText) -> None:
        self.text = text
        self.blocks = text.blocks
        self.lines = [text.text[b.start : b.end].strip() for b in text.blocks]
        self._starts = [b.start for b in text.blocks]
        self.first = self._after_title()

    def _after_title(self) -> int:
        """Index of the first block behind the post's title."""
        title = _folded(self.text.post.title or "")
        for i, line in enumerate(self.lines[:4]):
            folded = _folded(line)
            same = (
                folded == title
                or (len(line) >= 8 and folded in title)
                or (len(title) >= 4 and title in folded and len(folded) <= len(title) + 6)
            )
            if title and same and len(self.lines) > i + 1:
                return i + 1
            if self.blocks[i].kind != "heading":
                break
        tops = [i for i, b in enumerate(self.blocks) if b.kind == "heading" and b.level == 1]
        return 1 if tops == [0] and len(self.lines) > 1 else 0

    def size(self, a: int, b: int) -> int:
        """Characters in blocks a..b, headings not counted."""
        return sum(
            len(line) for line, block in zip(self.lines[a:b], self.blocks[a:b], strict=True) if block.kind != "heading"
        )

    def within(self, start: int, end: int) -> list[Block]:
        """The blocks that begin in a clean range."""
        return list(self.blocks[bisect_left(self._starts, start) : bisect_left(self._starts, end)])

    def blank_before(self, i: int) -> bool:
        """Whether an empty line stands before a block, in the post."""
        if i == 0:
            return True
        gap = self.text.post.text[
            self.text.to_post(self.blocks[i - 1].end, end=True) : self.text.to_post(self.blocks[i].start)
        ]
        return len(re.findall(r"\r\n|\r|\n", gap)) >= 2

    def dropped_between(self, a: int, b: int, reason: str) -> bool:
        """Whether something was dropped for a reason between two neighbouring blocks: an image, a rule (markup)."""
        start, end = self.text.to_post(self.blocks[a].end, end=True), self.text.to_post(self.blocks[b].start)
        if reason == "markup":
            return bool(re.search(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*\r?$", self.text.post.text[start:end], re.M))
        return any(d.reason == reason and start <= d.start < end for d in self.text.dropped)

    @cached_property
    def heads(self) -> list[Head]:
        """Every line that may head a part, in order."""
        found = []
        for i in range(self.first, len(self.blocks)):
            if head := self._head(i):
                found.append(head)
        return found

    def _head(self, i: int) -> Head | None:
        block, line = self.blocks[i], self.lines[i]
        numbered = number(line)
        if block.kind == "heading":
            title = line
            linked = block.links >= 0.6 * len(line)
            return Head(
                i, block.level, title, numbered[0] if numbered else None, numbered[1] if numbered else "", linked
            )
        if block.kind not in ("paragraph", "list-item", "quote") or len(line) > 60 or not line:
            return None
        if _ENDS_OPEN.search(line) or _ENDS_SENTENCE.search(line):
            return None
        if numbered and numbered[2] and len(numbered[2]) <= 48:
            return Head(i, PLAIN, line, numbered[0], numbered[1])
        if numbered and not numbered[2] and len(line) <= 6:
            return Head(i, PLAIN, line, numbered[0], numbered[1])
        return None

    @cached_property
    def marked(self) -> list[Head]:
        """Headings by markup: real ones, and lines wholly bold; not the labels that every item repeats."""
        found = [h for h in self.heads if h.level <= BOLD]
        times = Counter(h.title for h in found)
        return [h for h in found if times[h.title] <= 2]

    @cached_property
    def series(self) -> list[Head]:
        """The longest run of numbered heads, whatever they are marked with; their numbers may be wrong."""
        groups: dict[str, list[Head]] = {}
        for head in self.heads:
            if head.number is not None:
                groups.setdefault(head.style[:2] + ("" if head.level <= BOLD else "p"), []).append(head)
        best = max(groups.values(), key=len, default=[])
        if not best:
            return []
        style = best[0].style[:2]
        # the same numbering now bold, now a heading, now plain is one series
        mixed = [h for h in self.heads if h.number is not None and h.style[:2] == style]
        run = _ordered(mixed if len(_ordered(mixed)) > len(_ordered(best)) else best)
        return [h for h in run if self._has_body(h)] if sum(map(self._has_body, run)) >= 2 else []

    def _has_body(self, head: Head) -> bool:
        """Whether the line has its text below it: it isn't one of many lines of a list."""
        following = head.index + 1
        if following >= len(self.blocks):
            return False
        numbered = number(self.lines[following])
        return not (
            numbered and numbered[1] == head.style and self.blocks[following].kind == self.blocks[head.index].kind
        )

    @cached_property
    def run_ins(self) -> list[Head]:
        """Paragraphs that open with a bold question or sentence, as a heading in the line."""
        if self.text.post.media != "markdown":
            return []
        found = []
        for i in range(self.first, len(self.blocks)):
            block = self.blocks[i]
            if block.kind == "paragraph" and len(self.lines[i]) > 40:
                at = self.text.to_post(block.start)
                m = _RUN_IN.match(self.text.post.text, max(0, at - 2))
                if m and m.start() < at:
                    found.append(Head(i, BOLD, m["title"]))
        return found

    @cached_property
    def plain(self) -> list[Head]:
        """Unmarked short lines between running text: the headings of a text without markup."""
        found = [
            Head(i, PLAIN, self.lines[i]) for i in range(self.first + 1, len(self.blocks) - 1) if self._is_plain(i)
        ]
        return found if len(found) >= 2 else []

    def _is_plain(self, i: int) -> bool:
        """Whether a short line without a full stop stands between running text, or between whole sentences."""
        line, above, below = self.lines[i], self.lines[i - 1], self.lines[i + 1]
        if self.blocks[i].kind not in ("paragraph", "quote") or not 2 <= len(line) <= 40 or _NO_HEAD.search(line):
            return False
        if len(line) <= 24 and "，" not in line and len(below) >= 40 and len(above) >= 30:
            return not self.dropped_between(i - 1, i, "image")  # no caption
        return (
            len(line) >= 5
            and self._punctuated
            and bool(_WHOLE.search(above))
            and not above.endswith(("：", ":"))
            and (len(below) >= 40 or (len(below) >= 12 and bool(_WHOLE.search(below))))
            and not self.dropped_between(i - 1, i, "image")
        )

    @cached_property
    def _punctuated(self) -> bool:
        """Whether the paragraphs end with full stops, so that a line without one says something."""
        said = [
            line for line, b in zip(self.lines, self.blocks, strict=True) if b.kind == "paragraph" and len(line) >= 16
        ]
        return len(said) >= 5 and sum(bool(_WHOLE.search(line)) for line in said) >= 0.7 * len(said)


def _ordered(heads: list[Head]) -> list[Head]:
    """Heads whose numbers mostly go up (or down, in a countdown): 1, 1, 3 … 9 passes, 3, 7, 2 doesn't."""
    if len(heads) < 2:
        return []
    numbers = [h.number or 0 for h in heads]
    ups = sum(a <= b <= a + 2 for a, b in pairwise(numbers))
    downs = sum(b <= a <= b + 2 for a, b in pairwise(numbers))
    return heads if max(ups, downs) >= 0.6 * (len(numbers) - 1) else []


def _folded(line: str) -> str:
    return re.sub(r"[\s#*_`“”\"'「」:：,，.。!！?？-]+", "", line).lower()


def common_level(heads: list[Head]) -> int | None:
    """The level that most heads have, the higher one in a tie."""
    counts = Counter(h.level for h in heads)
    return min(counts, key=lambda level: (-counts[level], level)) if counts else None


def renamed(head: Head, title: str) -> Head:
    return replace(head, title=title)


def is_heading_only(block: Block) -> bool:
    return block.kind == "heading"
