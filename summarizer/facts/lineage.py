"""What a model was built from: 基于 X 微调, X 的微调版本, 以 X 为基础, 由 X 蒸馏, based on X."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.facts.discourse import Discourse, Named, Stretch
from summarizer.facts.facts import Fact
from summarizer.types import Block

Range = tuple[int, int]

_TUNE = (
    r"(?:微调|扩展|升级|精调|蒸馏|训练|预训练|后训练|改造|改进|优化|开发|研发|"
    r"构建|打造|量化|剪枝|二次开发|指令调优|对齐|fine-?tun\w*|"
    r"distill\w*|train\w*|post-?train\w*|continu\w*)"
)
_BEFORE = re.compile(
    r"(?:基[于於]|建立在|构建在|搭建在|源自|衍生自|脱胎于|改编自|蒸馏自|微调自|"
    r"以|在|利用|用|使用|采用|借助|从|由|based on|fine-?tuned (?:from|"
    r"on)|distilled from|built on(?: top of)?|derived from|on top of)"
    r"(?P<gap>[^，。；,;\n]{0,24})$",
    re.I,
)
_SURE = re.compile(
    r"基[于於]|建立在|构建在|搭建在|源自|衍生自|脱胎于|改编自|蒸馏自|微调自|based on|"
    r"tuned|distilled|built on|derived|on top of",
    re.I,
)
_AFTER = re.compile(
    rf"\s*[”」》\"')）\]]*\s*(?:系列|架构|LLM)?\s*(?:的)?\s*(?:(?:开源|基础|底座|"
    rf"基座|大|语言|预训练|大语言)*模型)?\s*(?:的)?(?:为|作为)?\s*"
    rf"(?:基础上?|之上|基座|底座|底模|蓝本|骨干|模型基础|权重|上进行|进行|来|上|"
    rf"中|里|,|，)*\s*(?:[^，。；,;\n]{{0,16}}?{_TUNE}|[^，。；\n]{{0,2}}$)?",
    re.I,
)
_GROUND = re.compile(r"为基础|作为基础|基础上|之上|为底座|为基座|作为底座|作为基座|为蓝本|模型基础|为底模|为骨干")
_WORK = re.compile(rf"[^，。；]{{0,14}}?{_TUNE}", re.I)
_VERSION = re.compile(
    r"\s*(?:模型|系列)?的?(?:一个|全新|最新|重大|指令|聊天|对话|量化|轻量|蒸馏|微调|精调)*(?:微调|"
    r"精调|特别|特殊|专用|专门|定制|特化|蒸馏|量化|指令微调|剪枝|衍生|改进|升级|改良|增强|扩展|fine-?tuned)[^，。；\n]{0,4}?(?:版本?|"
    r"变体|模型|而来|而成|得到|版|$)",
    re.I,
)
_REMADE = re.compile(
    r"\s*(?:模型|系列)?\s*(?:经过?|通过|，将其|,将其|进行|[，,]\s*)[^。；\n]{0,30}?(?:改进|微调|精调|训练|改造|蒸馏|"
    r"剪枝)[^。；\n]{0,14}?(?:创建|得到|推出|打造|训练|形成|成为|为|成|出)(?:了|出了?)?[^。；，\n]{0,16}$"
)
_UNNAMED = re.compile(
    rf"(?:基[于於]|based on)\s*(?P<base>[A-Z][A-Za-z]+[\w.\- ]{{0,24}}[\w])\s*(?:架构|"
    rf"模型|系列)?\s*[^，。；,;\n]{{0,16}}?{_TUNE}"
)
_TURNED = re.compile(r"\s*(?:模型|系列)?\s*(?:微调|精调|改造|蒸馏|压缩|剪枝|量化|训练)(?:成|为|得到|出)了?\s*")
_OPEN = re.compile(
    r"(?:基[于於]|以)\s*(?P<base>[A-Z][\w.\- ]{1,30}?的?[^，。；,;\n的A-Za-z]{0,8}模型)(?:为基础|"
    r"的基础上|以|进行|微调|训练|打造|开发|[，。])"
)
_EXAMPLES = re.compile(r"[（(]\s*(?:如|例如|比如|包括)\s*$")
_NOT_BASE = re.compile(
    r"数据|对话|生成的|输出|合成|API|接口|平台|框架|服务|应用|产品|插件|工具|实验|"
    r"支持|比较|对比|相比|表现|测试|评测|搜索|技术|研究|理念|思路"
)
_MADE_UP = re.compile(r"由(?P<parts>[^。；\n]{1,80}?)(?:共同)?(?:组成|构成|拼接而成|组合而成)")
_PART_IS = re.compile(
    r"(?:LLM|语言模型|基座(?:模型)?|底座(?:模型)?|底模|骨干(?:网络)?|主干(?:网络)?|基础模型|backbone|base model)"
    r"(?:部分|方面)?(?:则|分别)?(?:为|是|采用|使用|换成|选用|用的是|[:：])了?的?\s*$",
    re.I,
)
_NO_LANGUAGE = re.compile(r"ViT|CLIP|SigLIP|VAE|Whisper|encoder|编码器", re.I)
_BASE_HEAD = re.compile(
    r"(?:所用|使用的)?(?:基座|底座|基底|基础|底层|骨干|主干)(?:大?模型|LLM)?|base(?: ?model)?|backbone", re.I
)
_MAYBE_BASE_HEAD = re.compile(r"(?:模型)?(?:架构|来源|说明|备注|类型)|architecture", re.I)
_IN_CELL = re.compile(
    r"\s*(?P<on>基[于於]|源自|based on|微调自|蒸馏自)?\s*(?P<base>[A-Z][\w.\- ]{1,30}?)(?:架构|系列|模型|微调)*\s*",
    re.I,
)
_ARCHITECTURE = re.compile(
    r"(?:Vision )?(?:Transformers?|Mamba|RWKV|RNN|LSTM|CNN|MoE|Hyena|RetNet|Attention|U-?Net|DiT|ViT)", re.I
)
_OTHER_SUBJECT = re.compile(r"实验|方法|研究|论文|应用|平台|产品|工具|功能|机器人|服务|系统|网站|插件|浏览器|助手")


@dataclass(frozen=True, slots=True)
class Lineage:
    """An entity was built from another (or from what the text calls `name`), says the text from start to end."""

    entity: int
    base: int  # -1 where the base is no entity
    name: str
    start: int
    end: int
    strength: int


def lineages(discourse: Discourse) -> list[Lineage]:
    """Every statement of the text about a model's base, in order."""
    found: list[Lineage] = []
    for stretch in discourse.stretches:
        for one in stretch.named:
            found += _version_of(discourse, stretch, one) + _examples(discourse, stretch, one)
            found += _built_on(discourse, stretch, one) + _remade(discourse, stretch, one)
            found += _component(discourse, stretch, one)
        found += _stranger(discourse, stretch)
    return found + _tabled(discourse)


def _child(discourse: Discourse, stretch: Stretch, base: Named, at: int) -> tuple[int, int] | None:
    """Whose base it is: the sentence's subject before, else what is being talked about; with the offset of its name."""
    before = [n for n in stretch.named if n.end <= at and n.entity != base.entity and not n.oblique]
    if before:
        return before[-1].entity, before[-1].start
    after = [n for n in stretch.named if n.start >= base.end and n.entity != base.entity]
    if after:
        between = discourse.plain[base.end : after[0].start]
        if re.search(rf"{_TUNE}[^，。；\n]{{0,14}}(?:的|了|出)\s*[^，。；]{{0,12}}$", between, re.I) or re.search(
            r"(?:推出|发布|打造|开发|训练出?|得到|创建|构建)了?[^。；，]{0,10}$", between
        ):
            return after[0].entity, after[0].start
    if _OTHER_SUBJECT.search(discourse.plain, discourse.clause(at, at)[0], at):
        return None
    subject = discourse.subject(stretch, at)
    return (subject, at) if subject >= 0 and subject != base.entity else None


def _built_on(discourse: Discourse, stretch: Stretch, one: Named) -> list[Lineage]:
    """基于 X …, 以 X 为基础, 在 X 的基础上, 用 X 蒸馏: the words before or after the base decide."""
    text = discourse.plain
    left = text[max(stretch.start, one.start - 40) : one.start]
    m = _last(left)
    if m and re.search(r"(?:并非|不是|没有|未|并未|而非|无需)\s*$", left[: m.start()]):
        return []
    if not m or re.search(r"[，。；,;\n]|(?:相比|比较|达到|媲美)|(?:和|与|跟|同|类似)\s*$", m["gap"]):
        return []
    gap_at = one.start - len(m["gap"])
    if any(gap_at <= n.start < one.start for n in stretch.named):
        return []
    tail = text[one.end : min(stretch.end, one.end + 60)]
    clause = re.split(r"[，。；\n]|,(?!\d)", tail)[0]
    start = one.start - len(left) + m.start()
    sure = _SURE.search(m[0])
    grounded = _GROUND.search(clause) or re.match(r"\s*(?:模型)?基础$", clause)
    tuned = _WORK.match(clause) and not _NOT_BASE.match(clause.lstrip("的 "))
    if re.match(r"\s*的\s*[A-Za-z]", clause) and not any(
        n.start - one.end <= 4 for n in stretch.named if n.start > one.end
    ):
        return []
    if grounded and re.search(r"参数|数据|速度|价格|估[计算]|表现", clause[: grounded.start()]):
        return []
    if sure and (_NOT_BASE.match(clause.lstrip("的 ")) or re.match(r"\s*生成", clause)):
        return []
    if not (sure or grounded or _worked_on(m[0], clause, bool(tuned))):
        return []
    if m[0][0] == "在" and not re.search(_TUNE, text[one.end : min(stretch.end, one.end + 40)], re.I):
        return []
    child = _child(discourse, stretch, one, start)
    if not child:
        return []
    work = grounded or _WORK.match(clause)
    end = one.end + (work.end() if work else 0)
    begin = child[1] if child[1] < start < child[1] + 60 else start
    return [Lineage(child[0], one.entity, "", begin, end, 3)]


def _worked_on(word: str, clause: str, tuned: bool) -> bool:
    """Whether a vague word (用, 由, 在 … 上) with the clause behind the name says that it was the base."""
    if word[0] in "用使利采从由" and tuned and re.search(r"微调|蒸馏|而来|而成|fine|distil", clause):
        return True
    if word[0] == "在":
        return (
            re.match(r"上(?:进行)?了?(?:微调|精调|指令|继续|二次|后训练|强化|训练(?:的|而[来成]|得到|出来))", clause)
            is not None
        )
    return re.match(r"利用|使用|采用", word) is not None and "基础" in clause[:8]


def _last(left: str) -> re.Match[str] | None:
    """The match of `_BEFORE` that starts last: 由某实验室基于 X is about 基于."""
    at, m = 0, None
    while found := _BEFORE.search(left, at):
        m, at = found, found.start() + 1
    return m


def _version_of(discourse: Discourse, stretch: Stretch, one: Named) -> list[Lineage]:
    """NAME 是 X 的微调版本."""
    m = _VERSION.match(discourse.plain, one.end)
    if not m or m.end() > stretch.end:
        return []
    left = discourse.plain[max(stretch.start, one.start - 30) : one.start]
    if not re.search(r"(?:是|为|作为|即|a|the|of)\s*[^，。；]{0,16}$", left) or re.search(
        r"推测|猜测?|可能|或许|疑似", left
    ):
        return []
    child = _child(discourse, stretch, one, one.start)
    if not child:
        return []
    start = child[1] if stretch.start <= child[1] < one.start else one.start
    return [Lineage(child[0], one.entity, "", start, m.end(), 4)]


def _component(discourse: Discourse, stretch: Stretch, one: Named) -> list[Lineage]:
    """NAME 由 V、P 与 X 组成, 其语言模型为 X: the language model among the parts is the base."""
    text = discourse.plain
    if _NO_LANGUAGE.search(text, one.start, one.end):
        return []
    made_up = next(
        (
            m
            for m in _MADE_UP.finditer(text, stretch.start, stretch.end)
            if m.start("parts") <= one.start and one.end <= m.end("parts")
        ),
        None,
    )
    at = made_up.start() if made_up else one.start
    if not made_up and not _PART_IS.search(text, max(stretch.start, one.start - 24), one.start):
        return []
    before = [n for n in stretch.named if n.end <= at and n.entity != one.entity and not n.oblique]
    before = [n for n in before if not _NO_LANGUAGE.search(text, n.start, n.end)]
    child = before[-1].entity if before else stretch.topic
    if child < 0 or child == one.entity:
        return []
    return [Lineage(child, one.entity, "", before[-1].start if before else at, one.end, 3)]


def _tabled(discourse: Discourse) -> list[Lineage]:
    """A column or a row of a table headed 基座 or the like (架构 only where the cell says 基于)."""
    tables: dict[int, list[Block]] = {}
    for block in discourse.text.blocks:
        if block.kind == "row" and block.cells:
            tables.setdefault(block.table, []).append(block)
    found: list[Lineage] = []
    for rows in tables.values():
        for row in rows[1:]:
            for i, cell in enumerate(row.cells[1:], 1):
                if i < len(rows[0].cells):
                    heads = ((rows[0].cells[i], row.cells[0]), (row.cells[0], rows[0].cells[i]))
                    found += [one for head, owner in heads for one in _in_cell(discourse, head, owner, cell)]
    return found


def _in_cell(discourse: Discourse, head: Range, owner: Range, cell: Range) -> list[Lineage]:
    """What a cell under (or behind) `head` says of the model named in `owner`."""
    text = discourse.plain
    title = text[head[0] : head[1]].strip()
    m = _IN_CELL.fullmatch(text, *cell)
    child = next((n for n in discourse.named if owner[0] <= n.start < owner[1]), None)
    sure = _BASE_HEAD.fullmatch(title) or (m and m["on"] and _MAYBE_BASE_HEAD.fullmatch(title))
    if not m or not child or not sure:
        return []
    base = next((n for n in discourse.named if cell[0] <= n.start < cell[1]), None)
    if base and base.entity == child.entity:
        return []
    name = "" if base else discourse.text.text[m.start("base") : m.end("base")].strip()
    return [Lineage(child.entity, base.entity if base else -1, name, m.start(), m.end(), 3)]


def _examples(discourse: Discourse, stretch: Stretch, one: Named) -> list[Lineage]:
    """X …(如 NAME)的微调版本: what stands as an example of its fine-tuned versions."""
    left = discourse.plain[max(stretch.start, one.start - 12) : one.start]
    if not _EXAMPLES.search(left) or not re.match(
        r"[^（()）。；]{0,30}[)）]的?(?:微调|精调|蒸馏|衍生)", discourse.plain[one.end : one.end + 44]
    ):
        return []
    topic = next((n.entity for n in reversed(stretch.named) if n.end <= one.start - 4 and not n.oblique), stretch.topic)
    if topic < 0 or topic == one.entity:
        return []
    anchor = next((n for n in reversed(discourse.named) if n.entity == topic and n.end <= one.start), None)
    start = anchor.start if anchor and one.start - anchor.start < 160 else one.start
    return [Lineage(one.entity, topic, "", start, one.end, 2)]


def _remade(discourse: Discourse, stretch: Stretch, one: Named) -> list[Lineage]:
    """X 经过改进，创建了 NAME; 利用 X，将其改造为 NAME."""
    after = next((n for n in stretch.named if n.start >= one.end and n.entity != one.entity), None)
    if not after or after.start - one.end > 60:
        return []
    if not any(pattern.fullmatch(discourse.plain, one.end, after.start) for pattern in (_REMADE, _TURNED)):
        return []
    return [Lineage(after.entity, one.entity, "", one.start, after.end, 4)]


def _stranger(discourse: Discourse, stretch: Stretch) -> list[Lineage]:
    """基于某某开源模型: a base that is no named model."""
    found = []
    every = [m for pattern in (_OPEN, _UNNAMED) for m in pattern.finditer(discourse.plain, stretch.start, stretch.end)]
    for m in every:
        a, b = m.span("base")
        if any(n.start < b and a < n.end for n in stretch.named):
            continue
        before = [n for n in stretch.named if n.end <= m.start() and not n.oblique]
        child = before[-1].entity if before else stretch.topic
        if child >= 0:
            found.append(Lineage(child, -1, discourse.text.text[a:b].strip(), m.start(), b, 1))
    return found


def facts(discourse: Discourse) -> list[Fact]:
    """The clearest statement of each model's base; of equally clear ones the first."""
    chosen: dict[int, Lineage] = {}
    for one in lineages(discourse):
        if one.base >= 0 and _ARCHITECTURE.fullmatch(discourse.entities[one.base].name):
            continue
        if one.entity not in chosen or one.strength > chosen[one.entity].strength:
            chosen[one.entity] = one
    found = []
    for one in chosen.values():
        name = discourse.entities[one.base].name if one.base >= 0 else one.name
        found.append(Fact(one.entity, "base_model", name, one.start, one.end))
    return found
