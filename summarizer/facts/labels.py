"""What a title says of all that is listed under it: 主流开源模型, 闭源 over a column, a maker over its models."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.facts.discourse import Discourse, Named
from summarizer.facts.facts import Fact, Known
from summarizer.types import Block

_KIND = (
    r"(?:(?P<no>闭源|不开源|非开源|未开源|专有|私有|商业闭源)|"
    r"(?P<yes>(?:已|完全|全面)?开源|开放权重|open[- ]?(?:source|weights?)))"
)
_LABEL = re.compile(
    r"[\W\d_]*(?:[^，。；、和与或及?？\n]{0,12}[\W\d_的])??"
    r"(?:主流|国产|国内|国外|海外|热门|推荐|常[见用]|代表性?|其[他它]|部分|知名|优秀|最强|顶级|的)*"
    rf"{_KIND}\s*(?:/?\s*商业)?的?"
    r"(?:大|小|语言|多模态|视觉|嵌入|推理|基础|中文|向量|编程|代码|[A-Za-z]{1,9}(?=模型))*"
    r"(?:模型|LLMs?|models?|阵营|派|类|系列?|篇|选项|方案)?"
    r"(?:对比|推荐|盘点|一览|列表|排行榜?|榜单?|汇总|介绍|选型|清单|合集|大全|代表|家族|产品|速览|篇)*\s*[:：*_（(）)\W]*",
    re.I,
)
_ASKS_OPEN = re.compile(
    r"(?:是否|能否|可否)?(?:已)?(?:开源|开放|公开)(?:权重|状态|情况|性|程度|与否)?\??|"
    r"权重|open[- ]?(?:source|weights?)\??|类型|性质|授权",
    re.I,
)
_YES = re.compile(r"[\W_]*(?:是|有|开源|已开源|完全开源|开放|公开|开放权重|yes|true|[✓✔✅√])[\W_]*", re.I)
_NO = re.compile(r"[\W_]*(?:否|无|不|闭源|未开源|不开源|未公开|不开放|私有|专有|no|false|[✗✘❌×✕])[\W_]*", re.I)
_SAYS_KIND = re.compile(
    r"[\W_]*(?:(?P<yes>(?:已|完全|全面)?开源|开放权重)|(?P<no>闭源|(?:不|未)开源|专有))(?:大?模型)?[\W_]*"
)
_TITLE_OF = re.compile(r"\s*(?:公司|官方)?(?:的|系列|家族|旗下)*(?:大?模型|产品|系列)*\s*")
_MARKS = re.compile(r"[\s#*_`>\-•·●▪◦|“「《\"'\[（(【]*(?:\d+[.、)]\s*)?[\s*_`“「《\"'\[【]*")
_LINE = 40  # characters of a title at most


@dataclass(frozen=True, slots=True)
class _Title:
    """A title line in force: its level, what it says of the models below it."""

    level: int
    open: bool | None
    maker: str | None
    block: Block


def labelled(discourse: Discourse, organisations: Sequence[Known]) -> tuple[list[Fact], list[Fact]]:
    """Openness that titles and tables tell of what they list, and makers that head a section of models."""
    opened: list[Fact] = []
    made: list[Fact] = []
    titles: list[_Title] = []
    blocks = discourse.text.blocks
    for n, block in enumerate(blocks):
        listed = n + 1 < len(blocks) and blocks[n + 1].kind in ("row", "list-item")
        heading = block.kind == "heading"
        if block.kind not in ("row", "list-item") and not (heading and titles and titles[-1].level >= 8):
            titles = [t for t in titles if t.level < 8]
        if heading:
            titles = [t for t in titles if t.level < block.level]
        if heading or (block.kind == "paragraph" and listed):
            title = _title(discourse, block, organisations)
            if title:
                titles.append(title)
        under = titles and titles[-1].maker and block.kind == "paragraph" and titles[-1].block is blocks[n - 1]
        alone = _inside(discourse, block.start, block.end) if under else []
        if len({one.entity for one in alone if not one.oblique}) == 1:
            made += [_credit(one, titles[-1]) for one in alone if not one.oblique]
        for one in _leaders(discourse, block) if titles else ():
            for title in titles:
                if title.open is not None and title.block is not block:
                    opened.append(Fact(one.entity, "open_weights", title.open, title.block.start, title.block.end))
                if title.maker and title.block is not block:
                    made.append(_credit(one, title))
    return opened + _tabled(discourse), made


def _credit(one: Named, title: _Title) -> Fact:
    return Fact(one.entity, "organisation", title.maker or "", title.block.start, title.block.end)


def _title(discourse: Discourse, block: Block, organisations: Sequence[Known]) -> _Title | None:
    """A short line that says 开源模型 or 闭源模型 and names no model, or one that is a maker's name."""
    line = discourse.plain[block.start : block.end].strip()
    if len(line) > _LINE or _inside(discourse, block.start, block.end):
        return None
    level = block.level if block.kind == "heading" else 8
    label = _LABEL.fullmatch(line)
    if label and len(re.findall(r"开源|闭源|专有", line)) == 1:
        return _Title(level, bool(label["yes"]), None, block)
    if block.kind == "heading":
        for one in organisations:
            if block.start <= one.start and one.end <= block.end:
                lead = _MARKS.match(discourse.plain, block.start)
                rest = discourse.plain[one.end : block.end].strip(" *_:：")
                if lead and lead.end() >= one.start and _TITLE_OF.fullmatch(rest):
                    return _Title(level, None, one.name, block)
                break
    return None


def _inside(discourse: Discourse, start: int, end: int) -> list[Named]:
    return [n for n in discourse.named if start <= n.start < end]


def _leaders(discourse: Discourse, block: Block) -> Iterator[Named]:
    """The models a listed block is about: named first in its row, right at the start of its item or heading."""
    if block.kind == "row":
        first = next((_inside(discourse, a, b) for a, b in block.cells[:2] if _inside(discourse, a, b)), [])
        yield from first[:1]
    elif block.kind in ("list-item", "heading"):
        lead = _MARKS.match(discourse.plain, block.start, block.end)
        yield from (n for n in _inside(discourse, block.start, block.end)[:1] if lead and lead.end() >= n.start)


def _tabled(discourse: Discourse) -> list[Fact]:
    """开源 or 闭源 in a table: over a column of models, before a row of them, in a column of its own."""
    tables: dict[int, list[Block]] = {}
    for block in discourse.text.blocks:
        if block.kind == "row" and block.cells:
            tables.setdefault(block.table, []).append(block)
    found: list[Fact] = []
    for rows in tables.values():
        heads = [discourse.plain[a:b].strip() for a, b in rows[0].cells]
        for row in rows[1:]:
            found += _row(discourse, rows[0], heads, row)
    return found


def _row(discourse: Discourse, top: Block, heads: list[str], row: Block) -> list[Fact]:
    found: list[Fact] = []
    about = next((n for a, b in row.cells for n in _inside(discourse, a, b)[:1]), None)
    first = _SAYS_KIND.fullmatch(discourse.plain[row.cells[0][0] : row.cells[0][1]].strip())
    for i, (a, b) in enumerate(row.cells):
        head = heads[i] if i < len(heads) else ""
        label = _LABEL.fullmatch(head) if i and len(head) <= _LINE else None
        text = discourse.plain[a:b].strip()
        told = _SAYS_KIND.fullmatch(text)
        names = _inside(discourse, a, b)
        if names and label and (label["yes"] or label["no"]):
            at = top.cells[i]
            found += [Fact(n.entity, "open_weights", bool(label["yes"]), at[0], at[1]) for n in names]
        elif names and first and i:
            found += [Fact(n.entity, "open_weights", bool(first["yes"]), row.cells[0][0], b) for n in names]
        elif about and about.start < a and not names and i < len(heads) and _ASKS_OPEN.fullmatch(head):
            asks = re.search(r"开源|开放|公开|权重|open", head, re.I)
            value = told and bool(told["yes"]) if told or not asks else _yes_or_no(text)
            if value is not None:
                found.append(Fact(about.entity, "open_weights", value, about.start, b))
        elif about and about.start < a and told and not names:
            found.append(Fact(about.entity, "open_weights", bool(told["yes"]), about.start, b))
    return found


def _yes_or_no(text: str) -> bool | None:
    return True if _YES.fullmatch(text) else False if _NO.fullmatch(text) else None
