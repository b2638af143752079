"""Where a segment begins, and the headings that open and close a post whatever it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.layout.outline import Outline

OPENING_WORDS = r"介绍|简介|引言|前言|背景|导语|序言|開場|導言|introduction|overview"
CLOSING = re.compile(
    r"[\s#*\d、.．一二三四五六七八九十（(）)]*(?:总结|總結|小结|小結|结语|結語|结论|結論|结束语"
    r"|写在最后|寫在最後|写到最后|最后的话|尾声|后记|後記|附录"
    r"|附錄|展望|未来展望|未来工作|未來|下一步|结尾|总的来说|尾巴|conclusions?|summary|closing"
    r"|final thoughts|wrap[- ]?up"
    r"|appendix|what'?s next|如何选择.{0,16}|怎么选.{0,10}|选型建议|写在后面|最后|最後)"
    r"[^，。]{0,10}$",
    re.I,
)
FRAME = re.compile(rf"{CLOSING.pattern}|.{{0,6}}(?:{OPENING_WORDS})", re.I)


@dataclass(frozen=True, slots=True)
class Cut:
    """A segment begins at a clean offset; its title is inside it."""

    start: int
    role: str
    title: str | None = None
    author: str | None = None
    time: str | None = None
    body: int | None = None  # where its words begin, if not behind the title


def cut_at(outline: Outline, i: int, role: str, *, head: bool = True) -> Cut:
    return Cut(outline.blocks[i].start, role, outline.lines[i] if head else None)
