"""How Chinese posts compare models: verbs (超越, 媲美, 不如), 比 X 更快, 与 X 相比, X 的两倍, results side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.facts.chains import by_signs, by_succession
from summarizer.facts.discourse import Discourse, Named, Stretch
from summarizer.facts.facts import Match

_BETTER = (
    r"击败|打败|战胜|碾压|超越|超过|超出|赶超|反超|远超|大超|优于|强于|好于|胜过|胜于|高于|"
    r"领先(?!的|地位|水平|优势|者|行业|业界|世界|全球)于?|吊打|完胜|力压|甩开|"
    r"秒杀|压倒|取代了?|[强好快高赢]过了?(?=[^，。；]{0,8}[A-Z\u4e00-\u9fff])|跑赢|赢了(?=\s?[A-Z])|干翻|打爆|完爆|暴打|吊锤"
    r"|outperforms?|outperformed|beats?|beat\b|surpass(?:es|ed)?|exceeds?"
)
_EQUAL = (
    r"相?媲美|比肩|持平|匹敌|不相上下|旗鼓相当|不分伯仲|平替|看齐|齐平|打平|追平|追上了?|堪比|不分上下|难分伯仲|难分高下|"
    r"(?<!的)(?:挑战|叫板|抗衡)了?(?=\s*[A-Z])|差不多|五五开|并驾齐驱|相当(?!于|[高大多长好强])|"
    r"(?:基本|大致|几乎)?(?:在|处于|属于)?(?:同一?(?:档位?|梯队|级别|水平|层次)|一[条个](?:线上|水平))|"
    r"不输(?:给|于)?|不逊于|不逊色于?|不亚于|不弱于|接近|直逼|逼近|"
    r"(?<!同台)(?<!市场)(?<!行业)(?<!激烈)竞争(?!力|对手|者|激烈|加剧|格局|优势|中|压力)|"
    r"(?:on par with|comparable to|rivals?|matches)"
)
_NAMED_ONLY = re.compile(r"竞争|挑战|叫板|抗衡|追上|[强好快高赢]过|赢了")  # said of too much where no model is named
_WORSE = (
    r"比不[上过]|赶不上|追不上|打不过|不敌|落后于?|不如|不及|逊于|逊色于?|弱于|低于|差于|仅次于|略?输给|"
    r"worse than|lags? behind"
)
_DENIED = re.compile(
    r"(?:并不意味着|不代表|不意味着|不等于|是否|能否|如何|怎么(?![都也])|为什么|目标[是为]?|希望|期[望待]|计划|打算|试图|旨在|争取|力[争图]|企图|梦想|有意|"
    r"想要)[^，。；]{0,24}$|不可$"
)
_NO_OBJECT = re.compile(
    r"\s*(?:了|过)?\s*[\d一二三四五六七八九十百千万亿](?![^，。；\n]{0,8}(?:参数|"
    r"规模)的\s*[A-Za-z]|\d*(?:\.\d+)?\s?B\s*[\u4e00-\u9fff]{0,8}(?:替代|"
    r"模型|对手|竞品))|(?:匹敌|媲美|相当)的"
)
_FIRST = (
    "击打战碾超赶反优强好胜高领吊完力甩秒压取远大相媲比持匹不旗平看齐差五并竞接基致几在处属同一落逊弱低仅略输"
    "快赢跑干暴追堪难挑叫抗直逼obsermcwl"
)
_VERB = re.compile(rf"(?=[{_FIRST}])(?:(?P<worse>{_WORSE})|(?P<equal>{_EQUAL})|(?P<better>{_BETTER}))", re.I)
"""The look-ahead is for speed."""
_MEASURE = re.compile(
    r"(?:参数量?|参数规模|规模|尺寸|体积|体量|数据量|词表|层数)(?:上|已经?|都|也|均|略|远|甚至|明显|\s)*$"
)
_SHORT_OF = re.compile(
    r"(?:没有?|不像)\s*(?P<object>[^，。；\n]{1,30}?)\s*(?:那么|这么|那样|这样)?的?(?:好用?|强大?|快|聪明|便宜|稳定?|出色|准确?|惊艳|流畅|靠谱)(?![的很])"
)
_NOT = re.compile(r"(?:没|未|未能|没能|没有|无法|难以|尚未|并未|不能|还没|远未|not|n't)\s*(?:全面|真正|完全)?\s*$")
_PASSIVE = re.compile(r"被\s*$|被(?P<by>[^，。；\n]{1,24})$")
_THAN = re.compile(
    r"(?<![对相无])比(?!如|例|较|赛|肩|拼|重|特|分|试|值|起来)(?P<object>[^，。；\n]{1,40}?)"
    r"(?P<deg>还要?|更加?|更为|(?:(?![大小多])[\u4e00-\u9fff]){1,2}得|要|都|略|稍|明显|显著|大幅|整整|降低了?|高出|高了|低了|少了|快了|提升了?|具有更|有更)*\s*"
    r"(?P<adj>便宜|懂|完善|自然|靠谱|顺手|细致|全面|清楚|进步|准|稳|省钱|降低|提升|出色|聪明|划算|准确|稳定|大胆|逊色|胜一筹|领先|落后|"
    r"糟|有效|可靠|流畅|[强高快好大多优低少慢差弱小贵])"
)
_COST = re.compile(r"成本|价格|定价|费用|延迟|时延|耗时|幻觉|偏差|错误率|显存|内存|功耗|能耗|开销|token数|价")
_UP = frozenset("强高快好大多优") | {
    "提升",
    "出色",
    "聪明",
    "划算",
    "准确",
    "稳定",
    "大胆",
    "胜一筹",
    "领先",
    "有效",
    "可靠",
    "流畅",
    "便宜",
    "懂",
    "完善",
    "自然",
    "靠谱",
    "顺手",
    "细致",
    "全面",
    "清楚",
    "进步",
    "准",
    "稳",
    "省钱",
}
_SIZE = re.compile(r"(?:尺寸|体积|规模|参数|个头|体量|模型)[^，。；]{0,6}$|小得多|大得多")
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
_SOME = re.compile(
    r"(?:大?多数|绝大多数|许多|很多|其[他它]|所有|任何|同类|同级|同等|同尺寸|主流|市面上|现有|上一代|前代|此前|之前)"
)
_TIMES = re.compile(r"\s*的\s*(?:\d+(?:\.\d+)?|[两二三四五六七八九十]+)\s*倍")
_WITH = re.compile(r"(?:与|跟|和|同|可以?与|能够?与|足以与)\s*(?P<object>[^，。；\n]{1,60}?)\s*$")
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
_KINDS = (
    r"(?P<kind>开源|国产|中文|端侧|闭源|同[级类等尺规][\u4e00-\u9fff]{0,3}|"
    r"端到端|多模态|视觉语言|轻量级?|行业|业界|全球)"
)
_IN = r"的?(?:大?模型)?(?:中|里|的)?\s*"
_RANKS = (
    re.compile(
        rf"(?:达到|刷新|取得|实现|拿下|创下|成为|获得)了?[^，。；\n]{{0,12}}?(?:{_KINDS}{_IN})?\s*SOTA(?!级)", re.I
    ),
    re.compile(rf"{_KINDS}{_IN}(?:SOTA(?!级)|第一(?!梯队|款|个|代|次|步|批|家|人|时间)|榜首|首位|第1(?!\d)|冠军|头名)"),
    re.compile(
        r"(?:是|作为|成为|堪称|号称)(?P<of>[^，。；\n]{0,14}?)(?:迄今|目前|当前|如今|到目前为止|至今)*(?:为止)?"
        r"最(?:强大?|好|先进|快|出色|智能)的?(?P<kind>[^，。；\n的之]{0,10}?)(?:大?模型)(?!之一|的?公司)"
    ),
    re.compile(rf"(?:得分|评分|排名|成绩|性能|能力)最[高强佳好]的{_KINDS}大?模型(?!之一)"),
)
_GROWTH = re.compile(
    r"从(?P<before>上一?代|前代|前一代|前作|旧版)(?:模型|产品|版本)?的?\s*[\d.]+\s*[%分]?\s*"
    r"(?:大幅|一举|直接|猛)*(?:提升|飙升|提高|上升|涨|跃升|增长?|跳)[到至]"
)
_FLIP = {"better": "worse", "worse": "better", "equal": "equal"}
_METRIC = re.compile(r"在\s*(?P<m>[^，。；\n]{2,36}?)\s*(?:上|中|方面|里|场景下|任务中|测试中)(?=[^，。；\n]{0,30}$)")
_TOPIC_METRIC = re.compile(
    r"的\s*(?P<m>[^，。；\n的]{2,12}?)(?:也|都|均|已|已经|甚至|显著|明显|全面|远|略|大幅|可|能)*\s*$"
)


def matches(discourse: Discourse) -> list[Match]:
    """Every comparison of the text, in order."""
    found: list[Match] = []
    for stretch in discourse.stretches:
        if discourse.plain[stretch.end - 1] in "？?":
            continue
        here: list[Match] = []
        for m in _VERB.finditer(discourse.plain, stretch.start, stretch.end):
            named = any(n.start < m.end() and m.start() < n.end for n in stretch.named)
            denied = _DENIED.search(discourse.plain, max(stretch.start, m.start() - 30), m.start())
            if (
                not named
                and not denied
                and not _NO_OBJECT.match(discourse.plain, m.end() if m["better"] else m.start())
            ):
                here += [_not_of_object(one, here) for one in _by_verb(discourse, stretch, m)]
        taken = {(m.subject, m.relation, m.object) for m in here}
        body = discourse.plain[stretch.start : stretch.end]
        for one in [e for cue, read in _READERS if cue.search(body) for e in read(discourse, stretch)]:
            key, mirrored = (one.subject, one.relation, one.object), (one.object, _FLIP[one.relation], one.subject)
            if key not in taken and mirrored not in taken:
                here.append(one)
                taken.add(key)
        found += sorted(here, key=lambda one: one.at)
    return found


def _not_of_object(one: Match, here: Sequence[Match]) -> Match:
    """优于 A，但落后于 B: whom a clause has just compared the subject with is not the next clause's subject."""
    last = next((m for m in reversed(here) if m.at < one.at), None)
    told = [m for m in here if m.object == one.subject and last and m.at == last.at]
    return replace(one, subject=told[0].subject) if told and told[0].subject != one.object else one


def _by_verb(discourse: Discourse, stretch: Stretch, m: re.Match[str]) -> list[Match]:
    text = discourse.plain
    relation = "worse" if m["worse"] else "equal" if m["equal"] else "better"
    left = text[max(stretch.start, m.start() - 70) : m.start()]
    clause = re.split(r"[，。；\n]|,(?!\d)", left)[-1]
    if _NOT.search(clause):
        relation = {"better": "worse", "equal": "worse", "worse": "equal"}[relation]
    if _MEASURE.search(clause):
        return []
    passive = _PASSIVE.search(clause)
    if passive:
        agents = [n for n in stretch.named if m.start() - len(clause) + passive.start() <= n.start < m.start()]
        before = [n for n in stretch.named if n.end <= m.start() - len(clause) + passive.start()]
        patient = before[-1].entity if before else stretch.topic
        if not agents or patient < 0:
            return []
        return _each(discourse, stretch, patient, _FLIP[relation], agents, m)
    names = [n for n in stretch.named if n.start >= m.end()]
    tail_end = _phrase_end(text, m.end(), stretch.end)
    objects = _objects(discourse, stretch, m.end(), tail_end)
    if re.match(r"\s*(?:如|例如|比如|包括)", clause):
        clause = re.split(r"[。；\n]", left)[-1]
        with_ = re.search(r"(?:与|跟|和|同)(?P<object>[^。；\n]{1,60}?)\s*$", clause)
    else:
        with_ = _WITH.search(clause)
    if with_ and relation != "better":
        lo = m.start() - len(clause) + with_.start("object")
        inside = [n for n in stretch.named if lo <= n.start < m.start() and not discourse.shut(n, m.start())]
        if inside or not objects:
            phrase = with_["object"].strip()
            subject = _subject(discourse, stretch, lo - 1)
            if inside:
                return _each(discourse, stretch, subject, relation, inside, m) if subject >= 0 else []
            if _NAMED_ONLY.search(m[0]):
                return []
            return _nominal(discourse, subject, relation, (phrase, lo, m), stretch)
    subject = _subject(discourse, stretch, m.start())
    if subject < 0 or subject in {n.entity for n in objects}:
        subject = _announced(discourse, stretch, m, objects)
    if subject < 0:
        return []
    if objects:
        return _each(discourse, stretch, subject, relation, objects, m)
    pronoun = re.match(r"了?\s*(?:它们|他们|它|两者|前者|后者)", text[m.end() : m.end() + 6])
    if pronoun and not names:
        recent = _recent(discourse, stretch, m.start(), subject)
        return _each(discourse, stretch, subject, relation, recent, m)
    if _NAMED_ONLY.search(m[0]):
        return []
    return _nominal(discourse, subject, relation, (text[m.end() : tail_end], m.end(), m), stretch)


def _phrase_end(text: str, at: int, limit: int) -> int:
    cut = re.compile(r"[，。；！？\n]|,(?!\d)|（(?=[^）]{12,})").search(text, at, limit)
    return cut.start() if cut else limit


def _objects(discourse: Discourse, stretch: Stretch, at: int, until: int) -> list[Named]:
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


def _subject(discourse: Discourse, stretch: Stretch, at: int) -> int:
    """Who is compared: the nearest subject before, else the topic; a name that 的 makes a modifier still counts."""
    return discourse.subject(stretch, max(at, stretch.start))


def _announced(discourse: Discourse, stretch: Stretch, m: re.Match[str], objects: Sequence[Named]) -> int:
    """超越 O！S 发布: a sentence that begins with the comparing word tells its subject behind."""
    lead = discourse.plain[stretch.start : m.start()]
    if not objects or not re.fullmatch(r"[\s#*_>“「【]*(?:全面|性能|直接|一举|正面|\d+[BM])?", lead):
        return -1
    here = [n for n in stretch.named if n.start >= objects[-1].end]
    if not here:
        following = discourse.stretches[discourse.order[stretch.start] + 1 :][:1]
        here = [n for one in following if stretch.end - stretch.start <= 40 for n in one.named]
    return here[0].entity if here and not here[0].oblique else -1


def _each(
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


def _nominal(
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
        objects = _objects(
            discourse, stretch, examples.end(), _phrase_end(discourse.plain, examples.end(), stretch.end)
        )
        if objects:
            return _each(discourse, stretch, subject, relation, objects, m)
    own = [n.start for n in stretch.named if n.entity == subject and n.start < m.start()]
    metric = _metric(discourse.plain[stretch.start : m.start()])
    written = discourse.text.text[at + lead : at + lead + len(body)].strip()
    return [Match(subject, relation, -1, written, min([*own[-1:], start]), end, m.start(), metric)]


def _recent(discourse: Discourse, stretch: Stretch, at: int, subject: int) -> list[Named]:
    """What 它们 stands for: the last list of other names in this sentence or the one before."""
    n = discourse.order[stretch.start]
    for one in (stretch, discourse.stretches[n - 1] if n else stretch):
        for group in reversed(discourse.lists(one)):
            if group[-1].end <= at and all(g.entity != subject for g in group):
                return group
    return []


def _metric(before: str) -> str | None:
    m = _METRIC.search(before) or _TOPIC_METRIC.search(before)
    return m["m"].strip() if m else None


def _by_than(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """S 比 O 快: which way is better depends on what is compared."""
    found: list[Match] = []
    text = discourse.plain
    for m in _THAN.finditer(text, stretch.start, stretch.end):
        lo, hi = m.span("object")
        objects = [n for n in stretch.named if lo <= n.start and n.end <= hi + 1]
        if not objects and not _SOME.match(m["object"].strip()):
            continue
        tail = text[m.start("adj") : min(stretch.end, m.end() + 8)]
        about = text[discourse.clause(m.start(), m.start())[0] : m.start()]
        if _SIZE.search(about) or re.match(r"[大小](?:得多|了|很多|\s*\d|约|[，。；]|$)", tail):
            continue
        up = m["adj"] in _UP
        cheaper = m["adj"] in ("低", "少", "便宜", "降低", "小")
        costly = bool(_COST.search(about)) or bool(_COST.search(text[m.end() : m.end() + 6]))
        relation = "better" if (cheaper if costly or m["adj"] in ("便宜", "降低") else up) else "worse"
        if not costly and m["adj"] in ("少", "低", "小") and not re.search(r"分|率|性能|得分|排名|能力", about):
            relation = "better" if costly else "worse"
        if re.search(r"(?:不|没有?|未必|未见得)\s*$", text[max(stretch.start, m.start() - 4) : m.start()]):
            if relation == "better":
                continue
            relation = "equal"  # 不比 O 差
        subject = _subject(discourse, stretch, m.start())
        if subject >= 0 and objects:
            found += _each(discourse, stretch, subject, relation, objects, m)
        elif subject >= 0:
            found += _nominal(discourse, subject, relation, (m["object"].rstrip("都也还要更"), lo, m), stretch)
    for m in _SHORT_OF.finditer(text, stretch.start, stretch.end):
        objects = [n for n in stretch.named if m.start("object") <= n.start < m.end("object")]
        close = objects and objects[0].start == m.start("object") and m.end("object") - objects[-1].end <= 2
        subject = _subject(discourse, stretch, m.start()) if close else -1
        found += _each(discourse, stretch, subject, "worse", objects, m) if subject >= 0 else []
    return found


def _by_against(discourse: Discourse, stretch: Stretch) -> list[Match]:
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
            found += _each(discourse, stretch, subject, relation, objects, m)
        else:
            phrase = re.sub(
                r"(?:将|会|已经?|也|又|都|能|可以?|有了?|实现了?|取得了?|[大小]幅|显著|明显|\s)+$", "", text[lo:hi]
            )
            found += _nominal(discourse, subject, relation, (phrase, lo, m), stretch)
    return found


def _by_times(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """S 的表现是 O 的两倍."""
    found: list[Match] = []
    text = discourse.plain
    for m in _TIMES.finditer(text, stretch.start, stretch.end):
        objects = [n for n in stretch.named if 0 <= m.start() - n.end <= 10]
        objects = [n for n in objects[-1:] if re.fullmatch(r"[^，。；的\n]*", text[n.end : m.start()])]
        about = text[stretch.start : objects[0].start][-48:] if objects else ""
        if not objects or _SIZE.search(about) or re.search(r"数据|语料|训练|参数", about):
            continue
        subject = _subject(discourse, stretch, objects[0].start)
        if subject >= 0:
            found += _each(discourse, stretch, subject, "worse" if _COST.search(about) else "better", objects, m)
    for one in stretch.named:
        share = _FRACTION.match(text, one.end, stretch.end)
        about = text[stretch.start : one.start][-48:]
        if (
            share
            and _COST.search(about)
            and re.search(r"(?:为|是|有|约|不到|低至|相当于|只要|仅)[^，。；\n]{0,16}$", about)
        ):
            subject = _subject(discourse, stretch, one.start)
            found += _each(discourse, stretch, subject, "better", [one], share) if subject >= 0 else []
    return found


def _by_upgrade(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """S 是 O 的升级版."""
    found: list[Match] = []
    for one in stretch.named:
        m = _UPGRADE.match(discourse.plain, one.end, stretch.end)
        left = discourse.plain[discourse.clause(one.start, one.end)[0] : one.start]
        subject = (
            _subject(discourse, stretch, one.start) if m and re.search(r"(?:是|为|作为)[^，。；]{0,8}$", left) else -1
        )
        if m and subject >= 0 and not re.search(r"猜|推测|可能|疑似", left):
            found += _each(discourse, stretch, subject, "better", [one], m)
    return found


def _by_likeness(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """S 的性能与 O 类似, 与 O 相同的能力; S 达到 O 90% 的水平."""
    found: list[Match] = []
    text = discourse.plain
    for m in _SIMILAR.finditer(text, stretch.start, stretch.end):
        clause_at = discourse.clause(m.start(), m.end())[0]
        with_ = _WITH.search(text[clause_at : m.start()])
        if with_ and (m[0] != "类似" or re.search(r"性能|能力|水平|表现|效果", text[stretch.start : m.start()])):
            lo = clause_at + with_.start("object")
            objects = [n for n in stretch.named if lo <= n.start < m.start()]
            subject = _subject(discourse, stretch, lo - 1)
            found += _each(discourse, stretch, subject, "equal", objects, m) if subject >= 0 else []
    for m in _LEVEL.finditer(text, stretch.start, stretch.end):
        objects = [n for n in stretch.named if m.start("object") <= n.start < m.end("object")]
        subject = _subject(discourse, stretch, m.start())
        if subject >= 0 and objects and objects[0].start - m.start("object") <= 8:
            found += _each(discourse, stretch, subject, "equal", objects, m)
        elif subject >= 0 and _SIZED.fullmatch(m["object"]):
            end = m.end("object") + (2 if text.startswith("模型", m.end("object")) else 0)
            found.append(Match(subject, "equal", -1, text[m.start("object") : end], m.start(), m.end(), m.start()))
    for m in _SHARE.finditer(text, stretch.start, stretch.end):
        objects = [n for n in stretch.named if m.start("object") <= n.start < m.end("object")]
        subject = _subject(discourse, stretch, m.start())
        found += _each(discourse, stretch, subject, "equal", objects, m) if subject >= 0 and objects else []
    return found


def _by_results(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """S 得 83.1%，O 只有 66.6%: two results side by side compare by themselves."""
    found: list[Match] = []
    text = discourse.plain
    for one in stretch.named:
        less = _LESS.match(text, one.end)
        first = _VERSUS.search(text, stretch.start, one.start)
        if not less or not first:
            continue
        subject = _subject(discourse, stretch, first.start())
        if subject >= 0 and subject != one.entity and float(first["a"]) != float(less["b"]):
            relation = "better" if float(first["a"]) > float(less["b"]) else "worse"
            found += _each(discourse, stretch, subject, relation, [one], less)
    return found


def _by_rank(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """S 达到开源 SOTA, 位居同级模型第一, 是最强的开源模型: better than all the others of that kind."""
    found: list[Match] = []
    for pattern in _RANKS:
        for m in pattern.finditer(discourse.plain, stretch.start, stretch.end):
            if _NOT.search(discourse.plain[max(stretch.start, m.start() - 8) : m.start()]):
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


def _by_growth(discourse: Discourse, stretch: Stretch) -> list[Match]:
    """从上一代的 42% 升至 97%: better than what came before."""
    found: list[Match] = []
    for m in _GROWTH.finditer(discourse.plain, stretch.start, stretch.end):
        subject = _subject(discourse, stretch, m.start())
        if subject >= 0:
            found.append(Match(subject, "better", -1, m["before"], m.start(), m.end(), m.start()))
    return found


_READERS = (
    (re.compile("[>=≈≥]"), by_signs),
    (re.compile("每一?[款代个]"), by_succession),
    (re.compile("比|没|不像"), _by_than),
    (re.compile("比|较|和|同"), _by_against),
    (re.compile(r"倍|%|分之|一半|折|零头|\d/\d"), _by_times),
    (re.compile("升级版|增强版|改进版|加强版"), _by_upgrade),
    (re.compile("类似|同|一样|%|达到|提供|具备|拥有|实现|展现|有着|交出"), _by_likeness),
    (re.compile(r"[%分]|\d\.\d"), _by_results),
    (re.compile(r"SOTA|第一|榜首|首位|最"), _by_rank),
    (re.compile("从"), _by_growth),
)
