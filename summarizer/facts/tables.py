"""Facts in tables, whichever way they lie: models down and fields across, or models across and fields down."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from summarizer.facts.discourse import Discourse
from summarizer.facts.facts import Fact, Known
from summarizer.facts.grids import Cell, Grid, Row
from summarizer.facts.numbers import number, whole
from summarizer.facts.prices import Heading, cell_money, heading
from summarizer.facts.scores import benchmarks_of
from summarizer.naming.names import fold

_SCALE = r"万亿|[千百十]?亿|[千百十]?万|[TBMK](?![A-Za-z])|%"
_ABOUT = r"(?:[~≈*<>≥≤±+\s]|大?约|接?近|超过?|最[高大多长]|可?达|共|up to|[^=\n]{0,24}=)*"
_VALUE = re.compile(
    rf"{_ABOUT}(?P<n>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>{_SCALE})?\s*(?:分|tokens?|词元|个?参数|params?|左右|以上|\+|x)?\s*"
    r"(?:±\s*[\d.]+\s*)?(?P<remark>(?:[(（][^)）]*[)）])?)\s*\**",
    re.I,
)
_SIZES = re.compile(r"\s*(?:/|、|,|，|;|；|\s和\s|\n)\s*")
_ACTIVE_PART = re.compile(
    r"(?:激活|活跃|activ\w*)[^\d]{0,6}(?P<a>\d+(?:\.\d+)?\s*(?:B|[千百十]?亿))|(?P<b>\d+(?:\.\d+)?\s*(?:B|[千百十]?亿))\s*(?:激活|"
    r"活跃|activ)",
    re.I,
)
_PARAMETERS = re.compile(r"参数|param|模型规模|模型大小|尺寸|^规模$|^体量$|^大小$|^sizes?$|model size", re.I)
_ACTIVE = re.compile(r"激活|活跃|activ", re.I)
_NOT_TOTAL = re.compile(r"embedding|嵌入|非|比例|数据|设置", re.I)
_CONTEXT = re.compile(
    r"上下文|脉络|context|窗口|视窗|序列长度|max(?:imum)?[ _]?(?:len|token|seq|input)|最大(?:输入|token|长度)", re.I
)
_NO_CONTEXT = re.compile(r"输出|output|completion|生成|价|费|price|cost", re.I)
_TOKENS = re.compile(
    r"训练\s*(?:数据|token|量|长度|规模)|语料|预训练|数据量|"
    r"(?:pre-?)?train(?:ing)? (?:tokens|data|corpus|length)|tokens$",
    re.I,
)
_TUNED = re.compile(r"学习率|learning.?rate|\blr\b|epoch|batch|训练轮|轮数|步数|warm-?up", re.I)
_MAKER = re.compile(
    r"(?:开发|发布|研发|出品|所属|開發|發布|研發)?(?:来源|來源|机构|厂商|公司|组织|团队|企业|开发商|开发者|出品方|开发方|研发方|发布方|制作方|機構|廠商|組織|團隊|開發者)"
    r"|谁(?:家|做|开发|发布|出)的|哪家的|vendor|provider|organi[sz]ation|developer|maker|company|org",
    re.I,
)
_NOBODY = re.compile(r"[\W_\d]*|未知|不详|其他|n/?a|unknown", re.I)
_METRIC = re.compile(
    r"准确率|正确率|精度|得分|分数|成绩|评分|总分|平均分|胜率|通过率|"
    r"score|accuracy|\bacc\b|average|\bavg|pass@|win ?rate|\belo\b",
    re.I,
)
_NOTHING_MORE = re.compile(
    r"[\s(（)）%％/↑:：]|平均|综合|整体|总|测试|评测|模型|最终|最[佳好高]|分|overall|test|total|final|mean", re.I
)
_BOARD = re.compile(r"榜|board|arena|bench|index|指数", re.I)
_NO_SCORE = re.compile(
    r"参数|param|时间|日期|价格|费用|成本|速度|吞吐|throughput|tps|延迟|latency|大小|"
    r"显存|内存|memory|size|层|layers?|heads?|备注|链接|context|上下文|token|rank|"
    r"排名|序号|^#$|date|price|cost|数量|下载|epoch|batch|learning|lr\b|长度|轮数|学习率|年|版本",
    re.I,
)
_TEST_HEAD = re.compile(
    r"(?:测试|数据|评测|基准|子)集?(?:名称?)?|(?:评测|评估|测试)?(?:基准|任务|项目|科目)|benchmarks?|datasets?|tasks?|subset",
    re.I,
)
_NAME_HEAD = re.compile(r"(?:AI|大|语言)*模型(?:名称?|型号)?|名称?|型号|models?|model name|name", re.I)
_NOT_ABOUT = re.compile(
    r"基座|基础模型|底座|基线|对比|教师|蒸馏|裁判|tokenizer|base|backbone|teacher|baseline|judge", re.I
)
_ROUND = 1024.5  # the scale of a window without unit: thousands where the number is small, else none
_REACH = 400  # characters before a table in which the benchmark of its scores is named
_TOP_ELO = 4500.0


def table_facts(
    discourse: Discourse, tables: Sequence[Grid], organisations: Sequence[Known], benchmarks: Sequence[Known]
) -> list[Fact]:
    """Makers, parameters, context lengths, training tokens, prices and results that the tables state."""
    found: list[Fact] = []
    for grid in tables:
        found += _Table(discourse, grid, organisations, benchmarks).facts()
    return found


@dataclass(frozen=True, slots=True)
class _Column:
    """What the values under (or beside) a heading say of a model."""

    field: str = ""  # "": nothing
    kind: str | None = None
    scale: float = 1.0  # of a number without its own
    benchmark: str | None = None
    price: Heading | None = None


class _Table:
    """One table, with what its headings mean."""

    def __init__(
        self, discourse: Discourse, grid: Grid, organisations: Sequence[Known], benchmarks: Sequence[Known]
    ) -> None:
        self.discourse = discourse
        self.head, self.rows = grid[0], grid[1:]
        self.organisations = organisations
        self.benchmarks = benchmarks

    def facts(self) -> list[Fact]:
        """All facts of the table."""
        at = self._names_at()
        down = sum(1 for row in self.rows if at < len(row.cells) and row.cells[at].entities) if at >= 0 else 0
        across = sum(1 for c in self.head.cells[1:] if c.entities)
        if down >= across and down:
            return [*self._down(at), *self._makers(at)]
        return list(self._across()) if across else list(self._of_one())

    def _names_at(self) -> int:
        """The column of the models' names; -1 if there is none."""
        heads = self.head.cells
        named = next((i for i, c in enumerate(heads) if _NAME_HEAD.fullmatch(c.text) and not c.entities), -1)
        if named >= 0:
            return named
        count = Counter(i for row in self.rows for i, c in enumerate(row.cells) if c.entities)
        fit = [i for i in count if i >= len(heads) or not _NOT_ABOUT.search(heads[i].text)]
        return max(fit, key=lambda i: (count[i], -i), default=-1)

    def _down(self, at: int) -> Iterator[Fact]:
        every = [row.cells[i].text for row in self.rows for i in range(len(row.cells)) if i != at]
        columns = [_Column() if i == at else self._column(c, every) for i, c in enumerate(self.head.cells)]
        sized = next((i for i, c in enumerate(columns) if c.field == "parameters" and c.kind == "total"), -1)
        owners = [self._owners(row, at, sized) for row in self.rows]
        shared = Counter(e for group in owners for e in group)
        tests = next((i for i, c in enumerate(self.head.cells) if i != at and _TEST_HEAD.fullmatch(c.text)), -1)
        for row, group in zip(self.rows, owners, strict=True):
            for i, (column, cell) in enumerate(zip(columns, row.cells, strict=False)):
                if 0 <= tests < len(row.cells) and _METRIC.search(self.head.cells[i].text):
                    column = _Column("scores", benchmark=self._test(row.cells[tests]))
                for entity in group:
                    # one name in several rows with a size each: the rows are about sizes of it, not about itself
                    if shared[entity] > 1 and sized >= 0 and i != sized and not self._same_size(owners, entity, sized):
                        continue
                    yield from self._facts(entity, column, cell, row)

    def _same_size(self, owners: Sequence[Sequence[int]], entity: int, sized: int) -> bool:
        rows = [row for row, group in zip(self.rows, owners, strict=True) if entity in group]
        return len({row.cells[sized].text for row in rows if sized < len(row.cells)}) <= 1

    def _across(self) -> Iterator[Fact]:
        every = [c.text for row in self.rows for c in row.cells[1:]]
        heads = Counter(entity for c in self.head.cells[1:] for entity in c.entities)
        for row in self.rows:
            column = self._column(row.cells[0], every)
            maker = _MAKER.fullmatch(row.cells[0].text)
            for head, cell in zip(self.head.cells[1:], row.cells[1:], strict=False):
                for entity in head.entities:
                    sole = heads[entity] == 1 or fold(head.text.strip("*` ")) == fold(
                        self.discourse.entities[entity].name
                    )
                    yield from self._made(entity, cell) if maker and sole else ()
                    yield from self._facts(entity, column, cell, row)

    def _of_one(self) -> Iterator[Fact]:
        """Tests down, one column of results, no model: those of the only one that the sentence before speaks of."""
        first, *others = self.head.cells
        if len(others) != 1 or not _TEST_HEAD.fullmatch(first.text) or not _METRIC.search(others[0].text):
            return
        before = next((s for s in reversed(self.discourse.stretches) if s.end <= self.head.start), None)
        about = tuple(dict.fromkeys(n.entity for n in before.named)) or before.topics if before else ()
        for row in self.rows if len(about) == 1 else ():
            name = self._test(row.cells[0])
            if name and len(row.cells) == 2:
                yield from self._facts(about[0], _Column("scores", benchmark=name), row.cells[1], row)

    def _test(self, label: Cell) -> str | None:
        """The benchmark that a row's own cell names: a known one, or a part of the one told before."""
        known = next((k.name for k in self.benchmarks if _holds(label, k)), None)
        return known or (f"{self._told} {label.text}" if self._told and label.text else None)

    def _owners(self, row: Row, at: int, sized: int) -> tuple[int, ...]:
        """Whom a row is about; a name and a size in two cells are one model where the text knows it."""
        if at >= len(row.cells):
            return ()
        cell = row.cells[at]
        size = row.cells[sized].text if 0 <= sized < len(row.cells) else ""
        whole_name = self._by_name.get(fold(cell.text + size)) if size else None
        return cell.entities if whole_name is None else (whole_name,)

    @cached_property
    def _by_name(self) -> dict[str, int]:
        """Folded names and surfaces → entity."""
        return {
            fold(name): i
            for i, e in reversed(list(enumerate(self.discourse.entities)))
            for name in (*(m.surface for m in e.mentions), e.name)
        }

    def _makers(self, at: int) -> list[Fact]:
        """What a column headed 机构, 厂商 or the like says of the model that its row is about."""
        columns = [i for i, head in enumerate(self.head.cells) if _MAKER.fullmatch(head.text) and i != at]
        found = []
        for row in self.rows if columns else ():
            about = row.cells[at].entities if at < len(row.cells) else ()
            for cell in (row.cells[i] for i in columns if i < len(row.cells)):
                found += [fact for entity in about for fact in self._made(entity, cell)]
        return found

    def _made(self, entity: int, cell: Cell) -> list[Fact]:
        """The makers that a cell names: those known, else the whole of a short cell."""
        if _NOBODY.fullmatch(cell.text) or len(cell.text) > 40:
            return []
        inside = [(k.name, k.start, k.end) for k in self.organisations if _holds(cell, k)]
        return [
            Fact(entity, "organisation", name, start, end)
            for name, start, end in inside or [(cell.text, cell.start, cell.end)]
        ]

    def _column(self, head: Cell, every: Sequence[str]) -> _Column:
        """What a heading announces; `every` are the texts of the table's values."""
        title = head.text
        price = heading(title, self._heads, every)
        if price:
            return _Column("price", price=price)
        if _PARAMETERS.search(title):
            active = "active" if _ACTIVE.search(title) else "total"
            return _Column() if _NOT_TOTAL.search(title) else _Column("parameters", active, _scale(title, 1e9))
        if _CONTEXT.search(title):
            tuned = any(_TUNED.search(c.text) for c in self.head.cells)
            scale = _scale(title, 1.0 if re.search(r"token|词元", title, re.I) else _ROUND)
            return _Column() if tuned or _NO_CONTEXT.search(title) else _Column("context_length", None, scale)
        if _TOKENS.search(title):
            return _Column("training_tokens", None, _scale(title, 1))
        name = self._benchmark(head)
        return _Column("scores", benchmark=name) if name else _Column()

    def _benchmark(self, head: Cell) -> str | None:
        """The benchmark whose results stand under a heading."""
        known = next((k.name for k in self.benchmarks if _holds(head, k)), None)
        if known:
            return known
        title = head.text
        if _METRIC.search(title):
            rest = _NOTHING_MORE.sub("", _METRIC.sub("", title))
            if len(rest) <= 1 or _BOARD.search(title):
                return self._told or (title if len(rest) > 1 else None)
        if _NO_SCORE.search(title) or not re.search(r"[A-Za-z\u4e00-\u9fff]", title):
            return None
        return title if self._scored else None

    @cached_property
    def _heads(self) -> str:
        """All headings of the table: what one of them leaves out may stand in another."""
        return " ".join(c.text for c in (*self.head.cells, *(row.cells[0] for row in self.rows if row.cells)))

    @cached_property
    def _scored(self) -> bool:
        """Whether the table has a benchmark among its headings, so that the others may be benchmarks, too."""
        cells = [*self.head.cells, *(row.cells[0] for row in self.rows if row.cells)]
        return any(_holds(c, k) for c in cells for k in self.benchmarks)

    @cached_property
    def _told(self) -> str | None:
        """The benchmark that the text named last before the table."""
        discourse = self.discourse
        last = max((i for i, s in enumerate(discourse.stretches) if s.start <= self.head.start), default=-1)
        for stretch in reversed(discourse.stretches[max(0, last - 8) : last + 1]):
            if self.head.start - stretch.end > _REACH or stretch.start >= self.head.start:
                continue
            here = [k for k in self.benchmarks if stretch.start <= k.start and k.end <= stretch.end]
            found = benchmarks_of(discourse.plain, stretch, here)
            if found:
                return found[-1].name
        return None

    def _facts(self, entity: int, column: _Column, cell: Cell, row: Row) -> Iterator[Fact]:
        """What one cell says under its heading; the whole row is the evidence."""
        if column.price:
            for one in cell_money(cell.text, column.price):
                yield Fact(entity, one.field, whole(one.amount), row.start, row.end, currency=one.currency, per=one.per)
            return
        if not column.field:
            return
        pieces = _SIZES.split(cell.text) if column.field in ("parameters", "context_length") else [cell.text]
        read = [(m, _number(m, column.scale)) for m in (_VALUE.fullmatch(piece.strip()) for piece in pieces) if m]
        if len(read) < len(pieces):
            return
        for m, value in read:
            active = _ACTIVE_PART.search(m["remark"]) if column.field == "parameters" else None
            if value is not None and _plausible(column.field, value, column.benchmark):
                kind = column.kind if column.field == "parameters" else None
                yield Fact(entity, column.field, whole(value), row.start, row.end, kind, benchmark=column.benchmark)
            part = number(active["a"] or active["b"]) if active else None
            if part is not None:
                yield Fact(entity, "parameters", whole(part), row.start, row.end, kind="active")


def _holds(cell: Cell, one: Known) -> bool:
    return cell.start <= one.start and one.end <= cell.end


def _scale(title: str, default: float) -> float:
    """The scale in a heading's brackets: 参数量（亿）, Params (M), 上下文(K)."""
    m = re.search(
        r"[(（/]\s*(?:单位[:：]\s*)?(?P<s>万亿|[千百十]?亿|[千百十]?万|trillion|billion|million|[TBMK](?![A-Za-z]))",
        title,
        re.I,
    )
    m = m or re.search(r"(?P<s>(?<=数)亿)$", title)
    return (number("1" + m["s"]) or default) if m else default


def _number(m: re.Match[str], scale: float) -> float | None:
    own = (m["scale"] or "").strip()
    value = number(m["n"] + ("" if own == "%" else own))
    if value is None or own or value >= 100_000:
        return value
    if scale == _ROUND:
        return value * 1000 if value <= 256 else value
    return value * scale


def _plausible(field: str, value: float, benchmark: str | None) -> bool:
    if field == "parameters":
        return 1e5 <= value <= 1e15
    if field == "context_length":
        return 64 <= value <= 2e8
    if field == "training_tokens":
        return value >= 1e9
    return value <= _TOP_ELO if benchmark else False
