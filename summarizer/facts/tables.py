"""Facts in tables, whichever way they lie: models down and fields across, or models across and benchmarks down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.facts.discourse import Discourse
from summarizer.facts.facts import Fact, Known
from summarizer.facts.numbers import number, whole

_VALUE = re.compile(
    r"[~≈*<>≥]*\s*(?P<n>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>万亿|[千百十]?亿|[千百十]?万|[TBMK](?![A-Za-z])|%)?", re.I
)
_NUMBERISH = re.compile(r"[~≈*<>≥±\s]*\d[\d,.]*\s*(?:%|分|[TBMK]|亿|万亿|万)?\s*(?:[(（±][^)）]*[)）]?)?\**", re.I)
_PARAMETERS = re.compile(r"参数|param|模型规模|模型大小|尺寸|^size$|model size", re.I)
_ACTIVE = re.compile(r"激活|活跃|activ", re.I)
_NOT_TOTAL = re.compile(r"embedding|嵌入|非|比例|数据|设置", re.I)
_CONTEXT = re.compile(r"上下文|context|窗口|序列长度|max(?:imum)? (?:len|token)", re.I)
_TOKENS = re.compile(r"训练(?:数据|语料|token)|预训练|training (?:tokens|data)|tokens$", re.I)
_MAKER = re.compile(
    r"(?:开发|发布|研发|出品|所属|開發|發布|研發)?(?:来源|來源|机构|厂商|公司|组织|团队|企业|开发商|开发者|出品方|機構|廠商|組織|團隊|開發者)"
    r"|vendor|provider|organi[sz]ation|developer|maker|company|org",
    re.I,
)
_NOBODY = re.compile(r"[\W_\d]*|未知|不详|其他|n/?a|unknown", re.I)
_NO_SCORE = re.compile(
    r"参数|param|时间|日期|价格|成本|速度|吞吐|throughput|tps|延迟|latency|大小|"
    r"显存|内存|memory|size|层|layers?|heads?|备注|链接|context|上下文|token|rank|"
    r"排名|序号|^#$|date|price|cost|数量|下载|epoch|batch|learning|lr\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with its text and the entity named in it (-1: none)."""

    start: int
    end: int
    text: str
    entity: int


def table_facts(discourse: Discourse, organisations: Sequence[Known], benchmarks: Sequence[Known]) -> list[Fact]:
    """Makers, parameters, context lengths, training tokens and results that the tables state."""
    tables: dict[int, list[list[Cell]]] = {}
    for block in discourse.text.blocks:
        if block.kind == "row" and block.cells:
            tables.setdefault(block.table, []).append([_cell(discourse, a, b) for a, b in block.cells])
    found: list[Fact] = []
    for grid in tables.values():
        if len(grid) >= 2:
            found += _grid_facts(grid, _known_cells(grid, benchmarks))
            found += _makers(grid, organisations)
    return found


def _makers(grid: list[list[Cell]], organisations: Sequence[Known]) -> list[Fact]:
    """What a column headed 机构, 厂商 or the like says of the model that its row is about."""
    columns = [i for i, head in enumerate(grid[0]) if _MAKER.fullmatch(head.text)]
    found = []
    for row in grid[1:] if columns else ():
        about = next((c.entity for i, c in enumerate(row) if c.entity >= 0 and i not in columns), -1)
        for cell in (row[i] for i in columns if i < len(row)):
            if about < 0 or _NOBODY.fullmatch(cell.text) or len(cell.text) > 40:
                continue
            inside = [k for k in organisations if cell.start <= k.start and k.end <= cell.end]
            found += [Fact(about, "organisation", k.name, k.start, k.end) for k in inside] or [
                Fact(about, "organisation", cell.text, cell.start, cell.end)
            ]
    return found


def _cell(discourse: Discourse, start: int, end: int) -> Cell:
    entity = next((n.entity for n in discourse.named if n.start < end and start < n.end), -1)
    return Cell(start, end, discourse.plain[start:end].strip(), entity)


def _known_cells(grid: Sequence[Sequence[Cell]], benchmarks: Sequence[Known]) -> dict[int, str]:
    """Start of a cell → the benchmark named in it."""
    cells = [c for c in (*grid[0], *(row[0] for row in grid if row))]
    return {c.start: k.name for c in cells for k in benchmarks if c.start <= k.start and k.end <= c.end}


def _grid_facts(grid: list[list[Cell]], known: dict[int, str]) -> list[Fact]:
    header, rows = grid[0], grid[1:]
    down = sum(1 for row in rows if row and row[0].entity >= 0)
    across = sum(1 for c in header[1:] if c.entity >= 0)
    found: list[Fact] = []
    if down >= across and down:
        scored = any(c.start in known for c in header)
        for row in rows:
            if row and row[0].entity >= 0:
                for head, cell in zip(header[1:], row[1:], strict=False):
                    found += _fact(row[0].entity, head, cell, row, known, scored)
    elif across:
        scored = any(row and row[0].start in known for row in rows)
        for row in rows:
            for head, cell in zip(header[1:], row[1:], strict=False):
                if row and head.entity >= 0:
                    found += _fact(head.entity, row[0], cell, row, known, scored)
    return found


def _fact(entity: int, head: Cell, cell: Cell, row: Sequence[Cell], known: dict[int, str], scored: bool) -> list[Fact]:
    """What one cell says under its heading; the whole row is the evidence."""
    m = _VALUE.search(cell.text)
    if not m or not _NUMBERISH.fullmatch(cell.text):
        return []
    start, end = row[0].start, row[-1].end
    title = head.text
    scale = (m["scale"] or "").strip()
    value = number(m["n"] + ("" if scale == "%" else scale))
    if value is None:
        return []
    if _PARAMETERS.search(title):
        if _NOT_TOTAL.search(title):
            return []
        if not scale and value < 10_000:
            value *= 1e6 if re.search(r"[(（]\s*(?:M|百万|million)", title, re.I) else 1e8 if "亿" in title else 1e9
        kind = "active" if _ACTIVE.search(title) else "total"
        return [Fact(entity, "parameters", whole(value), start, end, kind=kind)]
    if _CONTEXT.search(title):
        if not scale and value < 2000:
            value *= 1e3
        return [Fact(entity, "context_length", whole(value), start, end)]
    if _TOKENS.search(title):
        return [Fact(entity, "training_tokens", whole(value), start, end)] if value >= 1e9 else []
    name = known.get(head.start)
    if name is None and (not scored or _NO_SCORE.search(title) or not re.search(r"[A-Za-z\u4e00-\u9fff]", title)):
        return []
    return [Fact(entity, "scores", whole(value), start, end, benchmark=name or title)]
