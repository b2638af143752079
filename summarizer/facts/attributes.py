"""Sheets of attributes under a model's name (参数量：70 亿, 开发商 | M, licence: MIT): lines, bullets, YAML, rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.facts.days import days
from summarizer.facts.discourse import Discourse
from summarizer.facts.facts import Fact, Known
from summarizer.facts.numbers import amounts, whole
from summarizer.facts.openness import LICENCES
from summarizer.types import Block

_MARKS = r"[\s\-*•·●▪◦>|`#]*(?:\d{1,2}[.、)]\s*)?[*_【\[「\"']*"
_LINE = re.compile(
    rf"{_MARKS}(?P<key>[A-Za-z\u4e00-\u9fff][^：:|，。；、\n*\]】」\"']{{0,18}}?)[*_】\]」\"']*\s*[：:|][*_\s]*"
    r"[\"'“「]?(?P<value>[^\n|]{1,160}?)[\"'”」|]?\s*$"
)
_KEYS: tuple[tuple[str, str], ...] = (
    (
        "organisation",
        r"(?:开发|研发|发布|出品|推出|训练)(?:商|方|者|机构|公司|团队|单位|组织|厂商)|开发与?维护|厂商|机构|公司|组织|"
        r"所属(?:公司|机构|厂商|团队|组织)|出品|團隊|开发團隊|開發(?:商|者|團隊|公司)|研發(?:團隊|單位)|廠商|機構|"
        r"developer|developed by|vendor|maker|company|organi[sz]ation|creator|provider",
    ),
    (
        "release_date",
        r"(?:首次)?(?:发布|推出|上线|开源|公开|面世|發布|發佈|推出|上線|開源)(?:的)?(?:时间|日期|年份|年月|時間|日期)|"
        r"release(?:d| date)?|launch(?:ed| date)?",
    ),
    ("active", r"(?:激活|活跃|有效|啟用|活躍)(?:参数|參數)(?:量|规模|规模)?|active param(?:eter)?s?"),
    (
        "parameters",
        r"(?:模型|总|總)?(?:参数|參數)(?:量|规模|数|数量|大小|規模|數)?|模型(?:大小|规模|尺寸|体量)|规模|尺寸|"
        r"(?:total )?param(?:eter)?s?(?: count| size)?|model size|size",
    ),
    (
        "context_length",
        r"(?:最大|支持|原生|輸入)?(?:的)?(?:上下文|序列|語境)(?:长度|窗口|大小|上限|視窗|長度)?|最大(?:输入)?长度|"
        r"(?:max )?context(?: length| window| size)?|context_length",
    ),
    ("training_tokens", r"(?:预?训练)(?:数据|语料|token)s?(?:量|规模|数)?|training (?:data|tokens)"),
    (
        "licence",
        r"(?:开源|使用|模型)?(?:许可|协议|授权|許可|授權|協議)(?:证|協定|证书|协议|方式|類型|类型|證)?|licen[cs]e",
    ),
    ("open_weights", r"(?:是否|有无)?(?:已)?(?:开源|开放权重|開源)(?:与否|情况|状态)?|open[- ]?(?:source|weights?)"),
)  # fmt: skip
_YES = re.compile(r"\W*(?:是|已?开源|已?開源|开放|完全开源|yes|true|[✓✔✅√])(?![不未])", re.I)
_NO = re.compile(r"\W*(?:否|未|不|闭源|閉源|no\b|false|[✗✘❌×])", re.I)
_PART = re.compile(r"\s*(?:、|，|,|/|与|和|&|\+|；|;)\s*")
_STRANGER = re.compile(r"[A-Z\u4e00-\u9fff][\w\u4e00-\u9fff .&·-]{1,24}")
_VAGUE = re.compile(r"未(?:知|公开|披露|透露)|不详|保密|N/?A|unknown|undisclosed|-+|—+", re.I)
_ACTIVE = re.compile(r"\W*(?:的)?(?:激活|活跃|active)|(?:激活|活跃|active)\D{0,6}$", re.I)
_ISO = re.compile(r"\s*(20\d\d)[-/.](\d{1,2})(?![-/.\d])")
_FEWEST = 2  # attributes of different kinds that make lines a sheet
_LABEL_CHARS = 40  # of a line that is a label for what follows

Told = tuple[str | float | int | bool, str | None]  # a value and its kind


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its attribute's field, where it and its value stand (clean offsets)."""

    field: str
    start: int
    at: int
    end: int


def attributes(discourse: Discourse, organisations: Sequence[Known], published: str | None) -> list[Fact]:
    """What sheets of at least two attributes say of the one model that their heading or label names."""
    found: list[Fact] = []
    for owner, sheet in _sheets(discourse):
        if len({line.field.replace("active", "parameters") for line in sheet}) >= _FEWEST:
            for line in sheet:
                found += _read(discourse, owner, line, organisations, published)
    return found


def _sheets(discourse: Discourse) -> Iterator[tuple[int, list[_Line]]]:
    """Runs of attribute lines with whose they are; lines with keys that we do not know belong to a run."""
    subject, run = -1, list[_Line]()
    above: list[tuple[int, int]] = []  # level and entity of the headings that hold here
    for block in discourse.text.blocks:
        if block.kind == "heading":
            above = [one for one in above if one[0] < block.level]
            named = _named(discourse, block.start, block.end)
            above += [(block.level, named[0] if len(named) == 1 else -1)] if named else []
        for line in _lines(discourse, block):
            named = _named(discourse, line.start, line.end)
            label = len(named) == 1 and not line.field and line.end - line.start <= _LABEL_CHARS
            ends = block.kind == "heading" or label or (block.kind == "paragraph" and not line.at)
            if ends and run:
                yield subject, run
                run = []
            if block.kind == "heading":
                subject = above[-1][1] if above else -1
            elif label:
                subject = named[0]
            if line.field and subject >= 0:
                run.append(line)
    if run:
        yield subject, run


def _named(discourse: Discourse, start: int, end: int) -> list[int]:
    """The models that a range names, each once."""
    return list(dict.fromkeys(n.entity for n in discourse.named if start <= n.start < end and not n.oblique))


def _lines(discourse: Discourse, block: Block) -> Iterator[_Line]:
    """The block's lines: their field, empty where their key is none of ours, and their value's place, 0 without one."""
    text = discourse.plain
    if block.kind == "row":
        if len(block.cells) == 2:
            (a, b), (c, d) = block.cells
            yield _Line(_field(text[a:b].strip(" *_")), a, c, d)
        return
    at = block.start
    for line in discourse.text.text[block.start : block.end].split("\n"):
        m = _LINE.match(text, at, at + len(line))
        whole_line = m is not None and m.end() >= at + len(line)
        if m and whole_line:
            yield _Line(_field(m["key"].strip()), m.start("key"), m.start("value"), m.end("value"))
        else:
            yield _Line("", at, 0, at + len(line))
        at += len(line) + 1


def _field(key: str) -> str:
    return next((name for name, pattern in _KEYS if re.fullmatch(pattern, key, re.I)), "")


def _read(
    discourse: Discourse, owner: int, line: _Line, organisations: Sequence[Known], published: str | None
) -> Iterator[Fact]:
    others = [n.start for n in discourse.named if line.at <= n.start < line.end]
    value = discourse.plain[line.at : min(others, default=line.end)]  # what is said of another model is not read
    if _VAGUE.fullmatch(value.strip()):
        return
    if line.field == "organisation":
        known = [o.name for o in organisations if line.at <= o.start and o.end <= line.end]
        makers = known or [p for p in _PART.split(value.strip()) if _STRANGER.fullmatch(p)][:3]
        told: Sequence[Told] = [(name, None) for name in dict.fromkeys(makers)]
    elif line.field == "release_date":
        told = [(day, None) for day in _days(value, published)]
    elif line.field == "licence":
        told = [(name, None) for pattern, name in LICENCES if name and re.search(pattern, value, re.I)][:1]
    elif line.field == "open_weights":
        told = [(True, None)] if _YES.match(value) else [(False, None)] if _NO.match(value) else []
    else:
        told = [*_numbers(line.field, value)]
    for one, kind in told:
        field = "parameters" if line.field == "active" else line.field
        yield Fact(owner, field, one, line.start, line.end, kind=kind)


def _days(value: str, published: str | None) -> list[str]:
    """The first date; 2023-05 is one in a sheet, which in running text may be a range or a score."""
    month = _ISO.match(value)
    return [f"{month[1]}-{int(month[2]):02}"] if month else [day.value for day in days(value, published)[:1]]


_LEAST = {"parameters": 1e6, "active": 1e6, "context_length": 256, "training_tokens": 1e6}
_MOST = {"parameters": 2e13, "active": 2e13, "context_length": 1e8, "training_tokens": 1e15}


def _numbers(field: str, value: str) -> Iterator[Told]:
    """The amounts of a value that can be the field's: 70 亿, 7B/13B, 总 671B（激活 37B）, 128K, 1.4 万亿 tokens."""
    for one in amounts(value):
        if not _LEAST[field] <= one.value <= _MOST[field]:
            continue
        kind = None
        if field in ("parameters", "active"):
            around = _ACTIVE.match(value, one.end) or _ACTIVE.search(value[max(0, one.start - 10) : one.start])
            kind = "active" if field == "active" or around else "total"
        yield whole(one.value), kind
