"""How Chinese posts compare models: verbs (超越, 媲美, 不如), 比 X 更快, 与 X 相比, X 的两倍, results side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.facts.chains import by_signs, by_succession
from summarizer.facts.compared import COST, NOT, SIZE, WITH, each_of, objects_in, phrase_end, subject_of, with_nominal
from summarizer.facts.discourse import Discourse, Named, Stretch
from summarizer.facts.facts import Match
from summarizer.facts.measured import by_against, by_growth, by_likeness, by_rank, by_results, by_times, by_upgrade

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
_PASSIVE = re.compile(r"被\s*$|被(?P<by>[^，。；\n]{1,24})$")
_THAN = re.compile(
    r"(?<![对相无])比(?!如|例|较|赛|肩|拼|重|特|分|试|值|起来)(?P<object>[^，。；\n]{1,40}?)"
    r"(?P<deg>还要?|更加?|更为|(?:(?![大小多])[\u4e00-\u9fff]){1,2}得|要|都|略|稍|明显|显著|大幅|整整|降低了?|高出|高了|低了|少了|快了|提升了?|具有更|有更)*\s*"
    r"(?P<adj>便宜|懂|完善|自然|靠谱|顺手|细致|全面|清楚|进步|准|稳|省钱|降低|提升|出色|聪明|划算|准确|稳定|大胆|逊色|胜一筹|领先|落后|"
    r"糟|有效|可靠|流畅|[强高快好大多优低少慢差弱小贵])"
)
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
_SOME = re.compile(
    r"(?:大?多数|绝大多数|许多|很多|其[他它]|所有|任何|同类|同级|同等|同尺寸|主流|市面上|现有|上一代|前代|此前|之前)"
)
_FLIP = {"better": "worse", "worse": "better", "equal": "equal"}


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
    if NOT.search(clause):
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
        return each_of(discourse, stretch, patient, _FLIP[relation], agents, m)
    names = [n for n in stretch.named if n.start >= m.end()]
    tail_end = phrase_end(text, m.end(), stretch.end)
    objects = objects_in(discourse, stretch, m.end(), tail_end)
    if re.match(r"\s*(?:如|例如|比如|包括)", clause):
        clause = re.split(r"[。；\n]", left)[-1]
        with_ = re.search(r"(?:与|跟|和|同)(?P<object>[^。；\n]{1,60}?)\s*$", clause)
    else:
        with_ = WITH.search(clause)
    if with_ and relation != "better":
        lo = m.start() - len(clause) + with_.start("object")
        inside = [n for n in stretch.named if lo <= n.start < m.start() and not discourse.shut(n, m.start())]
        if inside or not objects:
            phrase = with_["object"].strip()
            subject = subject_of(discourse, stretch, lo - 1)
            if inside:
                return each_of(discourse, stretch, subject, relation, inside, m) if subject >= 0 else []
            if _NAMED_ONLY.search(m[0]):
                return []
            return with_nominal(discourse, subject, relation, (phrase, lo, m), stretch)
    subject = subject_of(discourse, stretch, m.start())
    if subject < 0 or subject in {n.entity for n in objects}:
        subject = _announced(discourse, stretch, m, objects)
    if subject < 0:
        return []
    if objects:
        return each_of(discourse, stretch, subject, relation, objects, m)
    pronoun = re.match(r"了?\s*(?:它们|他们|它|两者|前者|后者)", text[m.end() : m.end() + 6])
    if pronoun and not names:
        recent = _recent(discourse, stretch, m.start(), subject)
        return each_of(discourse, stretch, subject, relation, recent, m)
    if _NAMED_ONLY.search(m[0]):
        return []
    return with_nominal(discourse, subject, relation, (text[m.end() : tail_end], m.end(), m), stretch)


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


def _recent(discourse: Discourse, stretch: Stretch, at: int, subject: int) -> list[Named]:
    """What 它们 stands for: the last list of other names in this sentence or the one before."""
    n = discourse.order[stretch.start]
    for one in (stretch, discourse.stretches[n - 1] if n else stretch):
        for group in reversed(discourse.lists(one)):
            if group[-1].end <= at and all(g.entity != subject for g in group):
                return group
    return []


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
        if SIZE.search(about) or re.match(r"[大小](?:得多|了|很多|\s*\d|约|[，。；]|$)", tail):
            continue
        up = m["adj"] in _UP
        cheaper = m["adj"] in ("低", "少", "便宜", "降低", "小")
        costly = bool(COST.search(about)) or bool(COST.search(text[m.end() : m.end() + 6]))
        relation = "better" if (cheaper if costly or m["adj"] in ("便宜", "降低") else up) else "worse"
        if not costly and m["adj"] in ("少", "低", "小") and not re.search(r"分|率|性能|得分|排名|能力", about):
            relation = "better" if costly else "worse"
        if re.search(r"(?:不|没有?|未必|未见得)\s*$", text[max(stretch.start, m.start() - 4) : m.start()]):
            if relation == "better":
                continue
            relation = "equal"  # 不比 O 差
        subject = subject_of(discourse, stretch, m.start())
        if subject >= 0 and objects:
            found += each_of(discourse, stretch, subject, relation, objects, m)
        elif subject >= 0:
            found += with_nominal(discourse, subject, relation, (m["object"].rstrip("都也还要更"), lo, m), stretch)
    for m in _SHORT_OF.finditer(text, stretch.start, stretch.end):
        objects = [n for n in stretch.named if m.start("object") <= n.start < m.end("object")]
        close = objects and objects[0].start == m.start("object") and m.end("object") - objects[-1].end <= 2
        subject = subject_of(discourse, stretch, m.start()) if close else -1
        found += each_of(discourse, stretch, subject, "worse", objects, m) if subject >= 0 else []
    return found


_READERS = (
    (re.compile("[>=≈≥]"), by_signs),
    (re.compile("每一?[款代个]"), by_succession),
    (re.compile("比|没|不像"), _by_than),
    (re.compile("比|较|和|同"), by_against),
    (re.compile(r"倍|%|分之|一半|折|零头|\d/\d"), by_times),
    (re.compile("升级版|增强版|改进版|加强版"), by_upgrade),
    (re.compile("类似|同|一样|%|达到|提供|具备|拥有|实现|展现|有着|交出"), by_likeness),
    (re.compile(r"[%分]|\d\.\d"), by_results),
    (re.compile(r"SOTA|第一|榜首|首位|最"), by_rank),
    (re.compile("从"), by_growth),
)
