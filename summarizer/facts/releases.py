"""When a model came out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.facts.days import Day, days
from summarizer.facts.discourse import Discourse, Named, Stretch
from summarizer.facts.facts import Fact

_RELEASE = re.compile(
    r"发布(?!会)|推出|开源(?!社区|许可|协议|项目|生态|力量|世界|界|框架|阵营|(?:大|小)?模型(?!\s*[A-Z“「《]))|"
    r"上线|亮相|问世|面世|公布|首发|登场|发了|放出|官宣|宣布|诞生|揭晓|释出|完成|"
    r"来了|开放下载|拿出了?|端出了?|祭出了?|甩出了?|上新|面市|亮出了?|交出了?|出来(?:以后|之后|后)|更新的版本|"
    r"(?:举行|召开|举办)(?=[^，。；\n]{0,24}发布会)|横空出世|出世|出炉|降临|推向市场|公开(?:亮相|发布)?(?![课赛信表数场测说说地指承])"
    r"|launch(?:ed|es)?|releas(?:ed?|es)|announc(?:ed?|es)|unveil(?:ed|s)?|introduc(?:ed?|es)",
    re.I,
)
_NO_RELEASE = re.compile(
    r"知识截止|截止|截至|训练数据|论文|报告|发表|预计将?收|股价|会议|融资|评测|体验期|价格|优惠|更新日志"
)
_NOT_YET = re.compile(
    r"(?:要|想|打算|或|承诺|预告|答应|准备|计划|拟|考虑|有意|呼吁|等待|期待|推迟|取消)(?:要|将|在|再)?\s*$"
)
_STAMP = re.compile(
    r"(?:发布|推出|开源|上线|问世|亮相|首发|面世)(?:[于在]|(?:时间|日期|年份|日)\s*(?:[:：]|为|是|在)?)[*\s]*$"
    r"|release(?: date|d)?\s*[:：]\s*$",
    re.I,
)
_STAMP_HEAD = re.compile(
    r"(?:首次|正式)?(?:发布|推出|开源|上线|问世|亮相|首发)(?:的)?(?:时间|日期|年份|年月|日)?|release(?:d| date)?", re.I
)
_STAMPED = re.compile(
    r"[*_`\s]*(?P<y>20\d\d)\s*(?:[年/.-]\s*(?P<m>1[0-2]|0?[1-9])\s*(?:[月/.-]\s*(?P<d>[12]\d|3[01]|0?[1-9])\s*[日号]?)?)?[年月]?[*_`\s]*"
)
_SINCE = re.compile(r"(?:自从?|从|打从)\s*$")
_UNTIL = re.compile(r"(?:到|至|截至|截止|直到|迄|[-~—–])\s*$")
_LASTING = re.compile(r"\s*(?:以来|之间|期间|之前|以前|为止|至今|[至到~–—-](?!\s*\d{1,2}\s*[日号]))")
_MEANWHILE = re.compile(
    r"(?:短短|前后|不到|[一二两三四五六七八九十半数几\d]+\s*个?多?(?:年|月|周|星期|天))(?:半|多|的?时间)*(?:里|内|间|中|来|时间)|期间|以来"
)
"""A stretch of time between a date and the release: the date is that of its end or its beginning, not the release's."""
_FURTHER_OBJECT = re.compile(
    r"[^，]{0,12}(?:名为|名叫|叫做?|命名为|代号|取名|包括|包含|即|也就是|分别[是为]?|其中|——)[^，]{0,16}|[^，]{0,14}(?:模型|系列|的|[:：])\s*"
)
_OF_OTHER = re.compile(r"(?P<who>[^，。；：\s]{1,24})\s*的\s*$")
_OWN = re.compile(r"模型|系列|它|版本?$|家族|其$|产品")
_WEAK = re.compile(r"宣布|公布|官宣|完成|揭晓|公开|announc", re.I)
_CAME_OUT = re.compile(
    r"[”」》\"'）)*\s]*(?:系列|大?模型|家族|版本?|预览|正式|全面|已经?|将|也|都|均|同步|免费|向|面向|对|[^，。；\n]{0,8}用户|的|(?:的?参数|权重)|[（(][^）)]*[)）])*"
    r"(?:发布|推出|问世|开源|上线|到来|来了|诞生|亮相|登场|面世|可用|开放|[，。；！!、;,\n]|和|与|及|以及|$)"
)
_PART = (
    r"(?:功能|插件|扩展|App(?![a-z])|应用(?!商店)|客户端|API|接口|网页版|桌面版|手机版|移动版|新版本?|服务|更新|升级|补丁|降价|涨价|价格|会员|订阅|套餐|"
    r"论文|技术报告|报告|白皮书|评测|测评|数据集|基准|浏览器|网站|商店|模式|芯片|指南|教程|平台)"
)
_PART_OF = re.compile(rf"[”」》\"'）)*\s]*(?:系列|模型)?(?:中?的|里的)?[^，。；、的\n]{{0,8}}{_PART}(?!.{{0,4}}模型)")
_PART_OUT = re.compile(rf"了?\s*(?!的)[^，。；、的\n]{{0,14}}{_PART}(?!.{{0,6}}模型)")
_OTHER_OUT = re.compile(rf"第[一二三四五六七八九十\d]+[版代]|[新旧][版代]|升级版|\d版|公司|团队|{_PART}")
_DATELINE = re.compile(r"\s*(?:消息|讯|电|报道|[（(][^（）()]{1,6}[)）]讯)")
_AHEAD = re.compile(r"预计|计划|有望|或将|打算|拟于?")


def release_dates(discourse: Discourse, published: str | None) -> list[Fact]:
    """Dates that a release verb ties to a model, in the sentence of both."""
    found: list[Fact] = []
    every = days(discourse.plain, published)
    i = 0
    for stretch in discourse.stretches:
        while i < len(every) and every[i].start < stretch.start:
            i += 1
        here = []
        while i < len(every) and every[i].end <= stretch.end:
            here.append(every[i])
            i += 1
        if here:
            found += _dated(discourse, stretch, here)
    return found + release_columns(discourse)


def _dated(discourse: Discourse, stretch: Stretch, here: Sequence[Day]) -> list[Fact]:
    text = discourse.plain
    found: list[Fact] = []
    for n, day in enumerate(here):
        until = here[n + 1].start if n + 1 < len(here) else stretch.end
        found += _attributive(discourse, stretch, day) + _stamped(discourse, stretch, day)
        if _NO_RELEASE.search(text, max(stretch.start, day.start - 12), day.start):
            continue
        if _DATELINE.match(text, day.end) or (len(day.value) == 4 and _AHEAD.search(text, stretch.start, day.start)):
            continue
        verb = _RELEASE.search(text, day.end, min(until, day.end + 60))
        if not verb or _NO_RELEASE.search(text, day.end, verb.start()):
            continue
        if _NOT_YET.search(text, max(0, verb.start() - 6), verb.start()):
            continue
        names = [n for n in _released(discourse, stretch, day, verb) if not _along(text, n.start)]
        if _lasts(text, day, verb, names) or (names and not _itself(text, names, verb)):
            continue
        for one in names:
            start = min(day.start, one.start) if one.start >= stretch.start else day.start
            found.append(Fact(one.entity, "release_date", day.value, start, max(verb.end(), one.end, day.end)))
        if (
            not names
            and stretch.topic >= 0
            and not stretch.named
            and re.search(
                r"模型|LLM|它|该|系列|的[^，。；\n]{0,12}(?:工具|产品|助手)", text[stretch.start : stretch.end]
            )
            and not _OTHER_OUT.search(text, stretch.start, day.start)
            and not _PART_OUT.match(text, verb.end(), stretch.end)
        ):
            found.append(Fact(stretch.topic, "release_date", day.value, day.start, verb.end()))
    return found


def _lasts(text: str, day: Day, verb: re.Match[str], names: Sequence[Named]) -> bool:
    """Whether the day begins or ends a stretch of time (自 … 到 …, … 以来), unless the release itself began it."""
    if _UNTIL.search(text, max(0, day.start - 6), day.start) or _LASTING.match(text, day.end):
        return True
    if _MEANWHILE.search(text, day.end, verb.start()):
        return True
    since = _SINCE.search(text, max(0, day.start - 4), day.start)
    if _along(text, day.start) and not since:
        return True
    begun = names and names[0].end <= verb.start() and not re.search(r"[，。；]", text[day.end : verb.start()])
    return bool(since) and not begun


def _itself(text: str, names: Sequence[Named], verb: re.Match[str]) -> bool:
    """Whether the models came out, not a part, a service or a report of theirs; 宣布 alone tells of anything."""
    if names[0].start < verb.end():
        told = _WEAK.match(verb[0]) and not re.match(
            r"\s*(?:[，。；！,;\n的]|了?$|于|并)", text[verb.end() : verb.end() + 4]
        )
        return not told and not _PART_OUT.match(text, verb.end())
    if re.match(r"举行|召开|举办", verb[0]):
        return True
    listed = re.search(r"[:：]\s*$", text[verb.end() : names[0].start])
    behind = names[-1].end
    if re.search(r"[将把]", text[verb.end() : names[0].start]) and _RELEASE.search(text, behind, behind + 16):
        return True
    if _WEAK.match(verb[0]) and not listed and not _CAME_OUT.match(text, names[-1].end):
        return False
    return not _PART_OF.match(text, names[-1].end)


def _attributive(discourse: Discourse, stretch: Stretch, day: Day) -> list[Fact]:
    """2019 年的 NAME: the year is the model's."""
    one = next((n for n in stretch.named if n.start >= day.end), None)
    if not one or not re.fullmatch(r"\s*(?:发布|推出|问世|开源)?的\s*", discourse.plain[day.end : one.start]):
        return []
    return [Fact(one.entity, "release_date", day.value, day.start, one.end)]


def _stamped(discourse: Discourse, stretch: Stretch, day: Day) -> list[Fact]:
    """NAME 发布于 2024年9月, 发布时间：2024-09: the day stands behind its verb."""
    text = discourse.plain
    m = _STAMP.search(text, max(stretch.start, day.start - 16), day.start)
    if not m or _OTHER_OUT.search(text, discourse.clause(m.start(), m.end())[0], m.start()):
        return []
    lo = discourse.clause(m.start(), m.end())[0]
    of = _OF_OTHER.search(text, lo, m.start())
    if of and not _OWN.search(of["who"]) and not any(of.start() < n.end <= m.start() for n in stretch.named):
        return []
    owner = discourse.subject(stretch, m.start())
    return [Fact(owner, "release_date", day.value, m.start(), day.end)] if owner >= 0 else []


def release_columns(discourse: Discourse) -> list[Fact]:
    """Dates in a table's column headed 发布时间 or the like, of the model its row is about."""
    found: list[Fact] = []
    columns: dict[int, list[int]] = {}
    tops: dict[int, tuple[tuple[int, int], ...]] = {}
    for block in discourse.text.blocks:
        if block.kind != "row" or not block.cells:
            continue
        cells = [discourse.plain[a:b].strip() for a, b in block.cells]
        if block.table not in columns:
            columns[block.table] = [i for i, head in enumerate(cells) if _STAMP_HEAD.fullmatch(head)]
            tops[block.table] = block.cells
            continue
        over = zip(tops[block.table][1:], block.cells[1:], cells[1:], strict=False)
        for head, cell, told in over if _STAMP_HEAD.fullmatch(cells[0]) else ():  # models across, fields down
            one = next((n for n in discourse.named if head[0] <= n.start < head[1]), None)
            if one and (m := _STAMPED.fullmatch(told)):
                found.append(Fact(one.entity, "release_date", _iso(m), *cell))
        about = next((n for n in discourse.named if block.cells[0][0] <= n.start < block.end), None)
        for i in columns[block.table]:
            date = _STAMPED.fullmatch(cells[i]) if i < len(cells) else None
            if about and date and about.start < block.cells[i][0]:
                found.append(Fact(about.entity, "release_date", _iso(date), about.start, block.cells[i][1]))
    return found


def _iso(date: re.Match[str]) -> str:
    return "-".join([date["y"], *(f"{int(x):02}" for x in (date["m"], date["d"]) if x)])


def _along(text: str, at: int) -> bool:
    """随着 NAME 的推出 dates something else."""
    return bool(re.search(r"(?:随着|自从?|继)\s*$", text[max(0, at - 4) : at]))


def _released(discourse: Discourse, stretch: Stretch, day: Day, verb: re.Match[str]) -> list[Named]:
    """What was released on the day: the object behind the verb, else the subject before the date."""
    text = discourse.plain
    lists = discourse.lists(stretch)
    after = discourse.head_after(stretch, verb.end())
    inner = [g for g in lists if day.end <= g[0].start and g[-1].end <= verb.start()]
    middle = next((g for g in inner if not g[0].oblique), None)
    before = next((g for g in reversed(lists) if g[-1].end <= day.start and not g[-1].oblique), None)
    direct = before and re.fullmatch(r"[^，。；]{0,20}", text[before[-1].end : day.start])
    if middle and not (after and re.fullmatch(r"[^，。；]{0,4}", text[verb.end() : after[0].start])):
        return middle
    if direct and before and not (after and re.fullmatch(r"了?\s*", text[verb.end() : after[0].start])):
        return before
    if after and after[0].start - verb.end() <= 70 and _reaches(text[verb.start() : after[0].start]):
        return [*listed(discourse, lists, after), *_also(discourse, lists, after)]
    if before:
        return before
    return []


def _reaches(between: str) -> bool:
    """Whether a verb's object may stand behind this text, verb included: a further clause has to introduce a name."""
    first, *others = re.split(r"[，；]|,(?!\d)", between)
    if re.search(r"[。！？]", between):
        return False
    if others and not others[-1].strip():
        return re.search(r"模型|系列|版本|产品", (first, *others)[-2]) is not None
    return not others or _FURTHER_OBJECT.fullmatch(others[-1]) is not None


def _also(discourse: Discourse, lists: list[list[Named]], group: list[Named]) -> list[Named]:
    """发布 X，同时推出 Y: what the same sentence brings out beside it."""
    at = lists.index(group)
    if at + 1 == len(lists):
        return []
    between = discourse.plain[group[-1].end : lists[at + 1][0].start]
    also = r"[^，。；\n]{0,8}，\s*(?:并|还|同时|同步|一并|以及)+(?:推出|发布|开源|放出|上线|带来)了?[^，。；\n]{0,10}"
    return lists[at + 1] if re.fullmatch(also, between) else []


def listed(discourse: Discourse, lists: list[list[Named]], group: list[Named]) -> list[Named]:
    """A group with the list that a colon adds to it (首批 X 模型：X1 与 X2)."""
    at = lists.index(group)
    if at + 1 < len(lists):
        between = discourse.plain[group[-1].end : lists[at + 1][0].start]
        if re.fullmatch(r"[^，。；\n]{0,6}(?:[:：]|——|，?包括|，?分别是)\s*", between):
            return [*group, *lists[at + 1]]
    return group
