"""Comparisons told otherwise than by a verb: against, times, upgrades, likeness, results, ranks and growth."""

from __future__ import annotations

import re

from summarizer.facts.compared import COST, IN, KINDS, NOT, SIZE, WITH, each_of, subject_of, with_nominal
from summarizer.facts.discourse import Discourse, Stretch
from summarizer.facts.facts import Match

_AGAINST = re.compile(
    r"(?:相比于?(?!之下)|相较于?(?!之下)|对比|比起)(?P<object>[^，。；\n]{1,30})"
    r"|(?:与|和|跟)(?P<with>[^，。；\n与跟]{1,30}?)(?:相比|相较|比较起来|(?P<unlike>不同(?=[，,])))"
    r"|(?:较|和|同)(?P<than>[^，。；\n较和同]{1,20}?)(?:相比|(?=有了?(?:明显|显著|"
    r"大幅|较大|很大)|取得了?(?:长足|显著|明显|巨大|很大|较大)|(?:明显|显著|大幅|近乎|几乎|近)?(?:提升|提高|翻倍|翻番)))"
)
_NEAR = re.compile(r"接近|相当|持平|不相上下|差不多")
_SIMILAR = re.compile(r"类似(?!于|的)|(?:相同|同等|一样)的?(?:能力|性能|水平|表现|效果|质量)")
_SHARE = re.compile(
    r"达到了?\s*(?P<object>[^，。；\n]{1,40}?)\s*(?:的\s*)?\d+(?:\.\d+)?%\s*(?:以上|"
    r"左右)?的?(?:质量|性能|水平|能力|效果|表现)"
)
_VERSUS = re.compile(
    r"(?P<a>\d+\.\d+|\d+(?=\s*[%分]))\s*(?:%|分)?[^。；\n\d%]{0,12}?[，,]\s*(?:而|高于|超过)?[^，。；\n\d]{0,4}?$"
)
_LESS = re.compile(
    r"\s*(?:模型)?\s*(?:只有|仅有?|才|则?为|则是|是|得分为?)\s*(?P<b>\d+\.\d+|\d+(?=\s*[%分]))\s*(?:%|分)?(?![\d亿万BMK元])"
)
_GAIN = re.compile(
    r"长足|优势|允许|支持更|(?:新增|增加)了?|还(?:可以?|能|支持)|(?:消耗|成本|价格|延迟|占用|显存|开销|费用|幻觉率?)[^，。；]{0,6}(?:低|少|小)|提升|提高|改进|改善|增强|进步|更[强快好高优低]|更[加为]?(?:专业|丰富|全面|准确|稳定|自然|灵活|便宜|聪明|可靠|流畅|出色)|领先|降低了?|减少了?|下降|快了?|优化|加速|翻倍|飞跃|突破|跃升"
)
_LOSS = re.compile(
    r"下滑|退步|变慢|更[差弱慢贵]|(?:消耗|成本|价格|延迟|占用|显存|开销|费用|幻觉率?)[^，。；]{0,6}(?:[更较]高|[更较]大|[更较]贵)|逊色|落后|不如|变贵|上涨"
)
_FRACTION = re.compile(
    r"\s*(?:的|之)?\s*(?:\d+(?:\.\d+)?\s*%|[一二三四五六七八九十百\d]+分之[一二三四五六七八九十\d]+|\d+/\d+|一半|[一二三四五六七八九]折|零头)"
)
_LEVEL = re.compile(
    r"(?:达到|提供|具备|拥有|实现|展现出?|有着|交出)了?(?:接近|相当于|堪比|与|和|跟)?\s*(?P<object>[^，。；\n]{1,40}?)\s*"
    r"(?:模型|系列)?\s*(?:级别|同等|同级别?|级)?的?\s*(?:性能|能力|水平|水准|效果|表现|质量|智能)(?![上下]降)"
)
_SIZED = re.compile(r"\d+(?:\.\d+)?\s?[BMT]\s*(?:参数)?(?:级别?|规模)?的?\s*(?:模型)?")
_UPGRADE = re.compile(r"\s*(?:系列|模型)?的(?:一个|全面|全新|重大|大幅|最新)*(?:升级|增强|改进|加强)版")
_TIMES = re.compile(r"\s*的\s*(?:\d+(?:\.\d+)?|[两二三四五六七八九十]+)\s*倍")
_RANKS = (
    re.compile(
        rf"(?:达到|刷新|取得|实现|拿下|创下|成为|获得)了?[^，。；\n]{{0,12}}?(?:{KINDS}{IN})?\s*SOTA(?!级)", re.I
    ),
    re.compile(rf"{KINDS}{IN}(?:SOTA(?!级)|第一(?!梯队|款|个|代|次|步|批|家|人|时间)|榜首|首位|第1(?!\d)|冠军|头名)"),
    re.compile(
        r"(?:是|作为|成为|堪称|号称)(?P<of>[^，。；\n]{0,14}?)(?:迄今|目前|当前|如今|到目前为止|至今)*(?:为止)?"
        r"最(?:强大?|好|先进|快|出色|智能)的?(?P<kind>[^，。；\n的之]{0,10}?)(?:大?模型)(?!之一|的?公司)"
    ),
    re.compile(rf"(?:得分|评分|排名|成绩|性能|能力)最[高强佳好]的{KINDS}大?模型(?!之一)"),
)
_GROWTH = re.compile(
    r"从(?P<before>上一?代|前代|前一代|前作|旧版)(?:模型|产品|版本)?的?\s*[\d.]+\s*[%分]?\s*"
    r"(?:大幅|一举|直接|猛)*(?:提升|飙升|提高|上升|涨|跃升|增长?|跳)[到至]"
)


def by_against(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """与 O 相比, S 提升了 …: the gain or loss that the sentence goes on to tell."""
    found: list[Match] = []
    text = discourse.plain
    for m in _AGAINST.finditer(text, stretch.start, stretch.end):
        lo, hi = next(m.span(group) for group in ("object", "with", "than") if m[group])
        objects = [n for n in stretch.named if lo <= n.start and n.end <= hi + 1]
        told = _GAIN.search(text, lo, hi) if not objects else None  # 相比预览版将有提升: no comma parts the two
        hi = told.start() if told else hi
        rest = text[hi : stretch.end]
        loss, gain, near = _LOSS.search(rest), _GAIN.search(rest), _NEAR.search(rest[:24])
        if not (loss or gain or near) or (m["unlike"] and (near or not gain)):
            continue
        relation = "worse" if loss and not (gain and gain.start() < loss.start()) else "better"
        relation = "equal" if near and not (gain and gain.start() < near.start()) else relation
        after = [n for n in stretch.named if n.start >= m.end() and not n.oblique]
        before = [n for n in stretch.named if n.end <= m.start() and not n.oblique]
        beside = [n for n in stretch.named if 0 <= m.start() - n.end <= 2]
        subject = before[-1].entity if before else after[0].entity if after else stretch.topic
        subject = beside[0].entity if beside else subject
        if subject < 0:
            continue
        if objects:
            found += each_of(discourse, stretch, subject, relation, objects, m)
        else:
            phrase = re.sub(
                r"(?:将|会|已经?|也|又|都|能|可以?|有了?|实现了?|取得了?|[大小]幅|显著|明显|\s)+$", "", text[lo:hi]
            )
            found += with_nominal(discourse, subject, relation, (phrase, lo, m), stretch)
    return found


def by_times(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """S 的表现是 O 的两倍."""
    found: list[Match] = []
    text = discourse.plain
    for m in _TIMES.finditer(text, stretch.start, stretch.end):
        objects = [n for n in stretch.named if 0 <= m.start() - n.end <= 10]
        objects = [n for n in objects[-1:] if re.fullmatch(r"[^，。；的\n]*", text[n.end : m.start()])]
        about = text[stretch.start : objects[0].start][-48:] if objects else ""
        if not objects or SIZE.search(about) or re.search(r"数据|语料|训练|参数", about):
            continue
        subject = subject_of(discourse, stretch, objects[0].start)
        if subject >= 0:
            found += each_of(discourse, stretch, subject, "worse" if COST.search(about) else "better", objects, m)
    for one in stretch.named:
        share = _FRACTION.match(text, one.end, stretch.end)
        about = text[stretch.start : one.start][-48:]
        if (
            share
            and COST.search(about)
            and re.search(r"(?:为|是|有|约|不到|低至|相当于|只要|仅)[^，。；\n]{0,16}$", about)
        ):
            subject = subject_of(discourse, stretch, one.start)
            found += each_of(discourse, stretch, subject, "better", [one], share) if subject >= 0 else []
    return found


def by_upgrade(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """S 是 O 的升级版."""
    found: list[Match] = []
    for one in stretch.named:
        m = _UPGRADE.match(discourse.plain, one.end, stretch.end)
        left = discourse.plain[discourse.clause(one.start, one.end)[0] : one.start]
        subject = (
            subject_of(discourse, stretch, one.start) if m and re.search(r"(?:是|为|作为)[^，。；]{0,8}$", left) else -1
        )
        if m and subject >= 0 and not re.search(r"猜|推测|可能|疑似", left):
            found += each_of(discourse, stretch, subject, "better", [one], m)
    return found


def by_likeness(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """S 的性能与 O 类似, 与 O 相同的能力; S 达到 O 90% 的水平."""
    found: list[Match] = []
    text = discourse.plain
    for m in _SIMILAR.finditer(text, stretch.start, stretch.end):
        clause_at = discourse.clause(m.start(), m.end())[0]
        with_ = WITH.search(text[clause_at : m.start()])
        if with_ and (m[0] != "类似" or re.search(r"性能|能力|水平|表现|效果", text[stretch.start : m.start()])):
            lo = clause_at + with_.start("object")
            objects = [n for n in stretch.named if lo <= n.start < m.start()]
            subject = subject_of(discourse, stretch, lo - 1)
            found += each_of(discourse, stretch, subject, "equal", objects, m) if subject >= 0 else []
    for m in _LEVEL.finditer(text, stretch.start, stretch.end):
        objects = [n for n in stretch.named if m.start("object") <= n.start < m.end("object")]
        subject = subject_of(discourse, stretch, m.start())
        if subject >= 0 and objects and objects[0].start - m.start("object") <= 8:
            found += each_of(discourse, stretch, subject, "equal", objects, m)
        elif subject >= 0 and _SIZED.fullmatch(m["object"]):
            end = m.end("object") + (2 if text.startswith("模型", m.end("object")) else 0)
            found.append(Match(subject, "equal", -1, text[m.start("object") : end], m.start(), m.end(), m.start()))
    for m in _SHARE.finditer(text, stretch.start, stretch.end):
        objects = [n for n in stretch.named if m.start("object") <= n.start < m.end("object")]
        subject = subject_of(discourse, stretch, m.start())
        found += each_of(discourse, stretch, subject, "equal", objects, m) if subject >= 0 and objects else []
    return found


def by_results(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """S 得 83.1%，O 只有 66.6%: two results side by side compare by themselves."""
    found: list[Match] = []
    text = discourse.plain
    for one in stretch.named:
        less = _LESS.match(text, one.end)
        first = _VERSUS.search(text, stretch.start, one.start)
        if not less or not first:
            continue
        subject = subject_of(discourse, stretch, first.start())
        if subject >= 0 and subject != one.entity and float(first["a"]) != float(less["b"]):
            relation = "better" if float(first["a"]) > float(less["b"]) else "worse"
            found += each_of(discourse, stretch, subject, relation, [one], less)
    return found


def by_rank(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """S 达到开源 SOTA, 位居同级模型第一, 是最强的开源模型: better than all the others of that kind."""
    found: list[Match] = []
    for pattern in _RANKS:
        for m in pattern.finditer(discourse.plain, stretch.start, stretch.end):
            if NOT.search(discourse.plain[max(stretch.start, m.start() - 8) : m.start()]):
                continue
            before = [n for n in stretch.named if n.end <= m.start() and not n.oblique]
            subject = before[-1].entity if before else stretch.topic if not stretch.named else -1
            if subject < 0:
                continue
            kind = re.sub(r"(?:大?模型|的)+$|行业|业界|全球", "", m["kind"] or "").strip()
            series = re.search(r"[A-Za-z][\w.-]*\s*系列", m.groupdict().get("of") or "")
            start = before[-1].start if before else m.start()
            found.append(
                Match(subject, "better", -1, f"{series[0] if series else ''}其他{kind}模型", start, m.end(), m.start())
            )
    return found[:1]


def by_growth(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """从上一代的 42% 升至 97%: better than what came before."""
    found: list[Match] = []
    for m in _GROWTH.finditer(discourse.plain, stretch.start, stretch.end):
        subject = subject_of(discourse, stretch, m.start())
        if subject >= 0:
            found.append(Match(subject, "better", -1, m["before"], m.start(), m.end(), m.start()))
    return found
