"""Benchmark results in running text: MMLU 86.1, 在 GPQA 上得分 77.8%, CyberGym 拿下 83.1%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from summarizer.facts.discourse import Discourse, Stretch
from summarizer.facts.facts import Fact, Known
from summarizer.facts.numbers import whole

_SCORE = re.compile(
    r"(?<![\d.A-Za-z$¥+±−])(?<![A-Za-z]-)(?<!第)(?<!前)(?<!Top )(?P<n>\d{1,4}(?:\.\d{1,2})?)(?![\d,]*\d)"
    r"(?:\s*(?P<unit>%|分(?![钟之])|points?)"
    r"|(?!\s*(?:倍|个|名|位|亿|万|千|百|年|月|日|号|美元|元|款|项|种|次|小时|分钟|秒|tokens?|GB|[xX×]|道|人|家|层|"
    r"张|篇|[BKMT](?![A-Za-z])|shots?\b|-shot|[A-Za-z]{3,}(?<!ELO)(?<!Elo))))"
)
_VERB = re.compile(
    r"得分|分数|评分|成绩|准确率|正确率|通过率|胜率|Elo|取得|拿下|拿到|获得?|达到?|"
    r"斩获|刷出|录得|scor|achiev|reach|with|at\b|=|[:：]",
    re.I,
)
_CHANGE = re.compile(
    r"(?:(?:提升|提高|增加|增长|下降|降低|涨|变化|波动|浮动|掉|损失)(?![至到为])|领先|高出|高了|低了|"
    r"超出|落后|多出|差距|快|跌|差|约占)[^，。；]{0,8}$"
    r"|(?:错误|错误率|误差|幻觉率?|失败率|误报率|漏检率|延迟|困惑度|PPL)[^，。；\d]{0,8}$|(?:从|由)\s*$|比[^，。；]{1,24}[高低多少强差快慢][^，。；\d]{0,6}$"
)
_MARGIN = re.compile(
    r"\s*(?:的)?(?:优势|领先|差距|错误|误差|失误|失败|幻觉|百分点|个点|的?提升|的?增[长幅])|\s*的(?:大?模型|对手|人类|选手|参赛|用户|开发者|竞品|人)"
)
_UNKNOWN = re.compile(
    r"(?:在|于|[，。；：\n])\s*(?:[“「『\"](?P<quoted>[^”」』\"\n]{2,24})[”」』\"]|"
    r"(?P<latin>[A-Z][\w+.τ²-]*(?:[ -][A-Z0-9][\w+.-]*){0,4}))\s*"
    r"(?:[（(][^（）()]{1,20}[)）])?\s*[\u4e00-\u9fff]{0,8}?(?:基准|测试|评测|测评|榜单?|排行榜|竞技场|考试)"
)
_ON = re.compile(
    r"\s*的?(?:高分|得分|分数|成绩|准确率|通过率)?\s*(?:在|登顶|拿下了?|通过|夺得|位居|领跑)\s*|\s*(?:accuracy\s*)?on\s+(?:the\s+)?|\s*[（(]\s*"
)
_LISTED = re.compile(r"[、，,：:]\s*(?P<name>[A-Z][A-Za-z0-9+-]{1,20})\s+(?=\d{1,3}\.\d)")
_PAIR = re.compile(r"\s*(?:对|比|vs\.?|VS|versus|:)\s*")
_IN_TURN = re.compile(
    r"(?:分别|(?:得分|成绩|分数|准确率)(?=[为是达]))(?:取得|获得|达到?|得到|拿到|拿下|为|是|有|了|约|\s)*"
)
_AND = re.compile(r"\s*(?:[%分]\s*)?(?:、|，|,|/|和|与|及|以及|还有|\s)+\s*")
_BREAK = re.compile(r"[。！？\n]")
_VERSIONS = 10  # versions are smaller numbers
_MAX = {"elo": 4500.0, "竞技场": 4500.0, "arena": 4500.0, "codeforces": 4500.0}


def scores(discourse: Discourse, benchmarks: Sequence[Known]) -> list[Fact]:
    """Every result of a model on a benchmark that the running text states, in order."""
    found: list[Fact] = []
    text = discourse.plain
    rows = sorted((b.start, b.end) for b in discourse.text.blocks if b.kind == "row")
    r = 0
    i = 0
    for stretch in discourse.stretches:
        while r < len(rows) and rows[r][1] <= stretch.start:
            r += 1
        while i < len(benchmarks) and benchmarks[i].start < stretch.start:
            i += 1
        j = i
        while j < len(benchmarks) and benchmarks[j].end <= stretch.end:
            j += 1
        known, i = list(benchmarks[i:j]), j
        if r < len(rows) and rows[r][0] < stretch.end:
            continue
        here = benchmarks_of(text, stretch, known)
        if here:
            found += _read(discourse, stretch, here, found)
    return found


def benchmarks_of(text: str, stretch: Stretch, known: Sequence[Known]) -> list[Known]:
    """The benchmarks of a sentence: known names, and what 在 … 测试/榜 says is one; neighbours are one name."""
    every = list(known)
    for m in _UNKNOWN.finditer(text, stretch.start, stretch.end):
        a, b = m.span("quoted") if m["quoted"] else m.span("latin")
        clash = any(k.start < b and a < k.end for k in known) or any(n.start < b and a < n.end for n in stretch.named)
        if not clash and b - a >= 2:
            arena = text[a : m.end()] if m[0].endswith("竞技场") else text[a:b]
            every.append(Known(a, m.end() if arena != text[a:b] else b, arena))
    for m in _LISTED.finditer(text, stretch.start, stretch.end) if known else ():
        a, b = m.span("name")
        if not any(k.start < b and a < k.end for k in every) and not any(
            n.start < b and a < n.end for n in stretch.named
        ):
            every.append(Known(a, b, text[a:b]))
    merged: list[Known] = []
    for one in sorted(every, key=lambda k: k.start):
        last = merged[-1] if merged else None
        gap = text[last.end : one.start] if last else "-"
        if last and re.fullmatch(r"\s*[（(]?\s*", gap):
            merged[-1] = Known(
                last.start, one.end, last.name if "(" in gap or "（" in gap else f"{last.name} {one.name}"
            )
        else:
            merged.append(one)
    return merged


def _read(discourse: Discourse, stretch: Stretch, here: Sequence[Known], before: Sequence[Fact]) -> list[Fact]:
    text = discourse.plain
    found: list[Fact] = []
    last: re.Match[str] | None = None
    two: list[int] = []
    told = _respectively(text, stretch, here)
    for m in _SCORE.finditer(text, stretch.start, stretch.end):
        held = [(x.start, x.end) for x in stretch.named] + [(x.start, x.end) for x in here]
        if any(a < m.end() and m.start() < b for a, b in held):
            continue
        if _is_version(text, stretch, m):
            continue
        of = told.get(m.start()) or next((k for k in reversed(here) if k.end <= m.start()), None)
        ahead_of = next((k for k in here if k.start >= m.end() and _names_test(text, m.end(), k)), None)
        if ahead_of and _plausible(ahead_of, m):
            owner = discourse.owner(m.start(), m.end())
            if owner >= 0:
                found.append(
                    Fact(owner, "scores", whole(float(m["n"])), m.start(), ahead_of.end, benchmark=ahead_of.name)
                )
            continue
        if not of or not _plausible(of, m) or not (m.start() in told or _belongs(text, of, m, last)):
            continue
        pair = last is not None and _PAIR.fullmatch(text, last.end(), m.start()) is not None
        owner = discourse.owner(m.start(), m.end())
        ahead = _SCORE.search(text, m.end(), stretch.end)
        if pair and len(two) == 2:
            owner = two[1]
        elif ahead and _PAIR.fullmatch(text, m.end(), ahead.start()):
            two = _contrasted([*before, *found])
            owner = two[0] if two else owner
        last = m
        if owner >= 0:
            value = float(m["n"])
            start = min(of.start, m.start())
            found.append(Fact(owner, "scores", whole(value), start, m.end(), benchmark=of.name))
    return found


def _is_version(text: str, stretch: Stretch, m: re.Match[str]) -> bool:
    """A small number right behind a brand, over a line break, is its version."""
    before = next((n for n in reversed(stretch.named) if n.end <= m.start()), None)
    small = float(m["n"]) < _VERSIONS and not m["unit"]
    return bool(
        before
        and small
        and not text[before.end : m.start()].strip()
        and not re.search(r"\d", text[before.start : before.end])
    )


def _names_test(text: str, at: int, one: Known) -> bool:
    """Whether the benchmark that follows is the one of the result before it: 81% on NAME, 92.1（NAME）."""
    if not _ON.fullmatch(text, at, one.start):
        return False
    return not text[at : one.start].strip().endswith(("（", "(")) or text[one.end : one.end + 1] in ("）", ")")


def _respectively(text: str, stretch: Stretch, here: Sequence[Known]) -> dict[int, Known]:
    """在 A 和 B 上分别达 74.4% 和 51.0%: the offset of each result and its benchmark."""
    found: dict[int, Known] = {}
    for m in _IN_TURN.finditer(text, stretch.start, stretch.end):
        group: list[Known] = []
        for one in reversed([k for k in here if k.end <= m.start()]):
            if group and not _AND.fullmatch(text, one.end, group[0].start):
                break
            group.insert(0, one)
        results = list(_SCORE.finditer(text, m.end(), stretch.end))[: len(group)]
        joined = all(_AND.fullmatch(text, a.end(), b.start()) for a, b in pairwise(results))
        near = group and m.start() - group[-1].end <= 12
        if near and len(results) == len(group) > 1 and joined and results[0].start() == m.end():
            found |= {r.start(): k for r, k in zip(results, group, strict=True)}
    return found


def _contrasted(found: Sequence[Fact]) -> list[int]:
    """The two models whose results were told side by side last, in that order."""
    if len(found) < 2 or found[-1].benchmark != found[-2].benchmark or found[-1].entity == found[-2].entity:
        return []
    return [found[-2].entity, found[-1].entity]


def _plausible(of: Known, m: re.Match[str]) -> bool:
    value = float(m["n"])
    top = next((limit for word, limit in _MAX.items() if word in of.name.lower()), 100.0)
    if "elo" in m.string[m.end() : m.end() + 6].lower() or "index" in of.name.lower():
        top = 4500.0
    return 0 < value <= top


def _belongs(text: str, of: Known, m: re.Match[str], last: re.Match[str] | None) -> bool:
    """Whether the number is a result on the benchmark before it, and no rank, gain or margin."""
    gap = text[of.end : m.start()]
    if last and last.start() > of.end:  # a further result on the same benchmark
        gap = text[last.end() : m.start()]
        if not (m["unit"] or "." in m["n"]) or re.search(r"[:：]", gap):
            return False
    if _BREAK.search(gap) or len(gap) > 60 or _CHANGE.search(gap) or _MARGIN.match(text, m.end()):
        return False
    exact = bool(m["unit"]) or "." in m["n"]
    close = len(re.sub(r"[\s:：|=（(]+", "", gap)) <= 1
    elo = re.match(r"\s*ELO", text[m.end() : m.end() + 6], re.I)
    return (
        close
        or bool(elo)
        or (exact and (len(gap) <= 12 or bool(_VERB.search(gap)) or last is not None))
        or bool(re.search(r"(?:得分|评分|分数|成绩)[^，。；\d]{0,6}$", gap))
    )
