"""Whom a comparison is of and with what: its subject, the objects in a list or in words, and its metric."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.facts.discourse import Discourse, Named, Stretch
from summarizer.facts.facts import Match

NOT = re.compile(r"(?:没|未|未能|没能|没有|无法|难以|尚未|并未|不能|还没|远未|not|n't)\s*(?:全面|真正|完全)?\s*$")
COST = re.compile(r"成本|价格|定价|费用|延迟|时延|耗时|幻觉|偏差|错误率|显存|内存|功耗|能耗|开销|token数|价")
SIZE = re.compile(r"(?:尺寸|体积|规模|参数|个头|体量|模型)[^，。；]{0,6}$|小得多|大得多")
WITH = re.compile(r"(?:与|跟|和|同|可以?与|能够?与|足以与)\s*(?P<object>[^，。；\n]{1,60}?)\s*$")
_NOUN = re.compile(
    r"^(?:了|过|其他?|所有|其|大?多数|许多|众多|绝大多数|主流|上一代|前代|更大|"
    r"较大|现有|同[等类级规模]+|一众|部分|全部|当前|最[好佳强大先进]*|\s)*"
    r"[^，。；\n]{0,24}?(?:模型|产品|竞品|对手|前代|上一代|[预旧前上初早][览代一期]?版|前身|前辈|人类|替代品|"
    r"方案|版本|专家|选手|基线|系统)[^，。；\n的]{0,6}$"
)
_EVEN = re.compile(
    r"前代(?:产品|模型)?|上一代|前身|人类(?:专家|水平|分数)?|竞品|同类(?:产品|"
    r"模型)?|(?:其他|同类|同等|更大|较大|主流|闭源|开源)[^，。；\n]{0,14}?模型|"
    r"[^，。；\n]{0,10}替代品"
)
KINDS = (
    r"(?P<kind>开源|国产|中文|端侧|闭源|同[级类等尺规][\u4e00-\u9fff]{0,3}|"
    r"端到端|多模态|视觉语言|轻量级?|行业|业界|全球)"
)
IN = r"的?(?:大?模型)?(?:中|里|的)?\s*"
_METRIC = re.compile(r"在\s*(?P<m>[^，。；\n]{2,36}?)\s*(?:上|中|方面|里|场景下|任务中|测试中)(?=[^，。；\n]{0,30}$)")
_TOPIC_METRIC = re.compile(
    r"的\s*(?P<m>[^，。；\n的]{2,12}?)(?:也|都|均|已|已经|甚至|显著|明显|全面|远|略|大幅|可|能)*\s*$"
)


def phrase_end(text: str, at: int, limit: int) -> int:
    """Where the phrase that begins at an offset ends: at a mark, before a long bracket, or at the limit."""
    cut = re.compile(r"[，。；！？\n]|,(?!\d)|（(?=[^）]{12,})").search(text, at, limit)
    return cut.start() if cut else limit


def objects_in(discourse: Discourse, stretch: Stretch, at: int, until: int) -> list[Named]:
    """The coordinated names right behind a comparing word."""
    for group in discourse.lists(stretch):
        if group[0].start >= at:
            between = discourse.plain[at : group[0].start]
            return _further(discourse, stretch, group) if group[0].start <= until and len(between) <= 28 else []
    return []


def _further(discourse: Discourse, stretch: Stretch, group: list[Named]) -> list[Named]:
    """The group with what 和 adds to it behind more words (超越了 A 和某公司更大的 B)."""
    out = list(group)
    for one in stretch.named:
        if one.start >= out[-1].end and one not in out:
            gap = discourse.plain[out[-1].end : one.start]
            if not re.fullmatch(r"\s*(?:系列|模型)?(?:和|与|以及|及|、|and|or)\s*[^，。；\n]{0,12}", gap):
                break
            out.append(one)
    return out


def subject_of(discourse: Discourse, stretch: Stretch, at: int) -> int:
    """Who is compared: the nearest subject before, else the topic; a name that 的 makes a modifier still counts."""
    return discourse.subject(stretch, max(at, stretch.start))


def each_of(
    discourse: Discourse, stretch: Stretch, subject: int, relation: str, objects: Sequence[Named], m: re.Match[str]
) -> list[Match]:
    own = [n.start for n in stretch.named if n.entity == subject and n.start < m.start()]
    start = own[-1] if own else discourse.clause(m.start(), m.end())[0]
    last = max(n.end for n in objects) if objects else m.end()
    end = max(m.end(), last if last <= stretch.end else m.end())
    start = min(start, *(n.start for n in objects if n.start >= stretch.start), m.start()) if objects else start
    metric = _metric(discourse.plain[stretch.start : m.start()])
    seen: set[int] = set()
    out = []
    for n in objects:
        if n.entity != subject and n.entity not in seen:
            seen.add(n.entity)
            out.append(Match(subject, relation, n.entity, "", start, end, m.start(), metric))
    return out


def with_nominal(
    discourse: Discourse, subject: int, relation: str, what: tuple[str, int, re.Match[str]], stretch: Stretch
) -> list[Match]:
    """An object that is no named model: 前代, 同尺寸的开源模型, 70B 替代品."""
    phrase, at, m = what
    body = re.sub(r"^[了过\s]+", "", phrase)
    lead = len(phrase) - len(body)
    known = _EVEN.match(body)
    if known and len(body) - known.end() > 8:
        body = known[0]
    if subject < 0 or not (_NOUN.match(body) or known) or len(body) > 40 or re.search(r"方法|来提|技术|\d%", body):
        return []
    start, end = min(m.start(), at + lead), max(m.end(), at + lead + len(body))
    examples = re.compile(r"[，,]?\s*(?:包括|如|例如|比如)").match(discourse.plain, at + len(phrase), stretch.end)
    if examples and at > m.start():
        objects = objects_in(
            discourse, stretch, examples.end(), phrase_end(discourse.plain, examples.end(), stretch.end)
        )
        if objects:
            return each_of(discourse, stretch, subject, relation, objects, m)
    own = [n.start for n in stretch.named if n.entity == subject and n.start < m.start()]
    metric = _metric(discourse.plain[stretch.start : m.start()])
    written = discourse.text.text[at + lead : at + lead + len(body)].strip()
    return [Match(subject, relation, -1, written, min([*own[-1:], start]), end, m.start(), metric)]


def _metric(before: str) -> str | None:
    m = _METRIC.search(before) or _TOPIC_METRIC.search(before)
    return m["m"].strip() if m else None
