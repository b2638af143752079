"""Whether a model's weights are open, and under which licence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.facts.discourse import IS, OBLIQUE, Discourse, Stretch
from summarizer.facts.facts import Fact
from summarizer.facts.grids import Grid
from summarizer.facts.releases import listed
from summarizer.naming.names import fold

_OPEN = re.compile(
    r"(?=[闭不未没并非暂尚算谈称从拒权仅只专开公放释上可登代源模cpow])(?:(?P<no>闭源|(?:不|未|没有|并非|非|不会|暂不|尚未|算不上|谈不上|称不上)(?:真正的?|完全)?开源|"
    r"(?:不|没|称)[^，。；\n]{0,4}(?:严格|真正|完全)意义上的开源|(?:未|不|没有|不会|尚未|并未|从未|拒绝)(?:公开|开放|放出|公布|释出|提供|透露)[^，。；\n]{0,6}权重|"
    r"权重(?:并?未|不|没有|尚未|暂不|仍未)(?:公开|开放|放出|公布|释出)|(?:仅|只|只能)(?:通过|提供|开放|以)\s*API|"
    r"专有模型|closed[- ]source|proprietary)"
    r"|(?P<yes>开源(?!社区|项目|生态|力量|世界|界|框架|工具|数据集|安全|组织|平台|"
    r"爱好者|精神|文化|运动|战|榜|之战|与否|状态|连结|链接|LLM社区|竞赛|意味)"
    r"|(?:代码|源码|权重|模型)(?:和|与|及|以及|、)(?:代码|源码|权重|模型)[^，。；\n]{0,8}(?:公开|开放|可下载)"
    r"|可以?(?:自由|公开|免费)?(?:访问|下载|获取)[^，。；\n]{0,8}权重"
    r"|开放权重|权重开放|(?:开放|公开|放出|释出|公布|上传)了?[^，。；]{0,10}权重|权重[^，。；]{0,32}?(?:公开|"
    r"开放|可下载|发布|放[上到进]|上传|上线|放出|挂[上到]|(?:可以?|能)[^，。；]{0,20}(?:下载|获取|找到))"
    r"|(?:上线|上架|登陆|放[上到]了?|可在|可从|可以在)\s*(?:Hugging\s?Face|HF(?![A-Za-z])|魔搭|ModelScope)"
    r"|open[- ]?(?:source[ds]?|"
    r"weights?)|weights[^.。]{0,40}published|open model))",
    re.I,
)
_OPEN_OTHER = re.compile(
    r"(?:当前的?|许多|很多|大多数|其他|其它|多数|不少|同类|主流|最[受好强大佳]|"
    r"为|对|给|(?<!现)在(?![^，。；]{0,3}[年月日天])|竞争对手|每|所有|与|还是|等)[^，。；\n]{0,6}$|(?:专有|闭源)[和与及、]$"
)
_OPEN_BETWEEN = re.compile(r"替代|竞争|对手|数据|比|优于|超|击败|如何|都|是|建立|基[于於]|使用|支持|表现|的一")
_NAMES_IT = re.compile(
    r"(?:(?!模型|LLM).)*|.*?(?:模型|LLM)(?:系列|家族|产品|新作|新星|代表|黑马|之王|中|里|的|最强|最火|领域|那边|这边|目前|现在|就|主要|则|还|\W)*"
    r"(?:是|为|有|如|例如|比如|包括|属|选|看|推荐|首推)?(?:了|的|\W){0,4}[^，。；\n]?",
    re.S,
)
_ITS_OWN_SUBJECT = re.compile(
    r"大?模型(?:里|中|当中|阵营|在|不|打不|也|都|已|正|就|却|只|能|会|还|又|终|可以|打|追|赶|超|逼|碾|击|胜|赢|输|与|和|跟|对)(?![^，。；\n]{0,4}[，。；]?(?:包括|例如|比如))"
)
"""开源模型 is what the clause is about: it does something to the name behind, or is beaten by it."""
_OPEN_HEAD = re.compile(
    r"(?:是[^，。；\n]{0,14}的)?[\s\d.、*•-]*(?:[^，。；\n]{0,16}(?:协议|许可证?|授权条款)(?:下|全面)?|项目|代码和?|在[^，。；\n]{1,8}[月日年天]就?|全面|完全|正式|目前|现在?|已经?|同步|并且?|而且|且|也|均|"
    r"都|同时|模型|该模型|它|这些?模型|这是一[个款]|"
    r"是|其|权重|(?:采用|以|使用|遵循|按|依据?|根据|基于|沿用|在)[^，。；\n]{0,24}(?:协议|许可证?|[Ll]icense|下|2\.0|MIT)|但|却|仍|尚|作为|采用|为|一种|"
    r"首个|业界|团队|我们|官方|公司|作者|研究(?:团队|者|人员)|一并|全部|"
    r"公众|任何人|用户|开发者|大家|[^，。；\nA-Za-z]{1,10}但是?)*\s*"
)
_OPEN_ANAPHOR = re.compile(r"该模型|这些模型|该系列|这[款个]模型|新模型|这两[个款]")
_OPEN_UNSURE = re.compile(
    r"(?:是否|能否|会不会|要不要|希望|期待|盼望?|呼吁|要求|请求|什么时候|何时|如果|假如|倘若|一旦|应该|建议|坐等|催)[^，。；\n]{0,16}$"
)
_OPEN_SUCH = re.compile(
    r"\s*[”」》\"'）)]*等(?:(?:其[他它]|众多|主流|知名|著名|优秀|领先|一众|顶级|先进|流行|的|这[类些])*)$"
)
_OPEN_ALL = re.compile(r"等[^，。；\n]{0,8}(?:模型|产品)(?:都|均|也|全部|是)*$")
_SUCH_MODELS = re.compile(r"的?(?:大|小|语言|基础|多模态|嵌入|推理|视觉|通用|中文)*(?:模型|LLM)")
_OPEN_EXAMPLES = re.compile(r"[^，。；\n]{0,10}模型[，,]\s*(?:包括|如|例如|比如)")
_TAGS = re.compile(r"[^\s，。、]{1,6}(?:[\s|/·]+[^\s，。、]{1,6}){0,5}")
_OPEN_THING = re.compile(
    r"\s*(?:的)?\s*(?:有没有|能不能|是否|追[上赶平]|vs|[与和跟]闭源|大战|社群|最强|模型(?:SOTA|第一|榜|中|里|之首)|数据|代码[库仓]|工具|"
    r"框架|组件|竞争|对手|库|笔记本|协议|许可|"
    r"证|程度|领域|阵营|路线|策略|战略|训练代码|项目|社区|模型社区)"
)
LICENCES: tuple[tuple[str, str], ...] = (
    (r"Apache[\s-]*(?:License)?[\s,-]*(?:Version|v)?\s*2(?:\.0)?(?!\d)", "Apache-2.0"),
    (r"Apache(?=\s*(?:开源|许可|协议|license))", "Apache-2.0"),
    (r"(?:Modified|修改版的?)\s*MIT", "Modified MIT"),
    (r"(?<![A-Za-z])MIT(?=\s*(?:开源|许可|协议|授权|License|licence|$|[，。；,）)]))", "MIT"),
    (r"BSD(?:-\d-Clause)?(?=\s*(?:开源|许可|协议|License))", "BSD"),
    (r"(?:A|L)?GPL(?:[\s-]*v?\d(?:\.\d)?)?(?![A-Za-z])", ""),
    (r"CC[\s-]BY(?:[\s-](?:NC|SA|ND))*(?:[\s-]\d\.\d)?", ""),
    (
        r"(?:Llama|LLaMA|Gemma|Qwen|通义千问|DeepSeek|Falcon|OpenRAIL|RAIL)[\s\d.-]*(?:社区|Community|"
        r"使用|研究)?\s*(?:许可证?|协议|License)(?:协议)?"
    , ""),
    (r"(?![A-Za-z0-9. -]{0,40}(?:MIT|Apache|BSD|GPL))"
        r"(?-i:[A-Z][A-Za-z0-9.]*[ ]?){1,4}\d?(?:模型)?(?:社区|使用|商用)?"
        r"(?:许可(?:协议|证)?|使用条款|授权条款)", ""),
    (r"(?![A-Za-z0-9. -]{0,40}(?:MIT|Apache|BSD|GPL))(?-i:[A-Z][A-Za-z0-9.]*\s){1,4}Licen[cs]e(?:\sAgreement)?", ""),
    (r"(?:自定义?|自有|自家|专有|专属|定制)的?(?:模型)?许可(?:证|协议)?", ""),
    (r"(?:OpenRAIL|RAIL)(?:-?[A-Z+]+)?", ""),
    (r"非商业(?:性)?(?:使用)?的?许可(?:证|协议)?|仅限?(?:非商业|研究)(?:用途|使用)", "non-commercial"),
)  # fmt: skip
_LICENCE = re.compile("|".join(f"(?P<l{i}>{pattern})" for i, (pattern, _) in enumerate(LICENCES)), re.I)
_HINT = re.compile(r"Apache|apache|MIT|BSD|GPL|CC|RAIL|许可|[Ll]icen[cs]e|协议|非商业|研究用途")
_OF_CODE = re.compile(r"\s*(?:其|训练|推理|项目|示例)?(?:代码|源码|数据集?|框架|工具)(?![^，。；\n]{0,4}(?:权重|模型))")
_LICENCE_HEAD = re.compile(
    r"(?:模型|权重|开源|使用)?(?:许可|协议|授权|許可|協議|授權)(?:证|協定|协议|方式|类型|證|條款|条款)?|licen[cs]e",
    re.I,
)
_CALLED_LICENCE = re.compile(
    r"[A-Z][\w .+-]{1,40}(?:licen[cs]e|许可证?|协议)(?:\s*[v\d.]+)?|CC[ -]BY[\w .-]{0,12}", re.I
)
_LICENSED = re.compile(r"许可|协议|授权|开源|licen[cs]e|商用|is |下获得", re.I)


def openness(discourse: Discourse) -> list[Fact]:
    """Statements that a model's weights are open, or that they are not."""
    found: list[Fact] = []
    text = discourse.plain
    for m in _OPEN.finditer(text):
        stretch = discourse.stretch(m.start())
        if not stretch or any(n.start < m.end() and m.start() < n.end for n in stretch.named):
            continue
        if (m["yes"] and _OPEN_THING.match(text, m.end()) and not _OPEN_EXAMPLES.match(text, m.end())) or text[
            stretch.end - 1
        ] in "？?":
            continue
        for entity, start in _opened(discourse, stretch, m):
            end = max([m.end(), *(n.end for n in stretch.named if n.start == start)])
            found.append(Fact(entity, "open_weights", bool(m["yes"]), min(m.start(), start), end))
    return found + of_members(discourse, found)


def _opened(discourse: Discourse, stretch: Stretch, m: re.Match[str]) -> list[tuple[int, int]]:
    """Whose weights (entity, start of its name): behind (开源了 X, 开源模型 X), the subject before, or the topic."""
    text = discourse.plain
    left = text[max(stretch.start, m.start() - 16) : m.start()]
    if _OPEN_UNSURE.search(text, discourse.clause(m.start(), m.end())[0], m.start()):
        return []
    if re.search(r"(?:要|将|会|计划|打算|考虑|或|拟)(?:全面|完全)?\s*$", left) or re.search(
        r"基[于於][^，。；]{0,12}$", left
    ):
        return []
    such = next((g for g in reversed(discourse.lists(stretch)) if g[-1].end <= m.start()), None)
    if such and _OPEN_SUCH.fullmatch(text, such[-1].end, m.start()) and _SUCH_MODELS.match(text, m.end()):
        return [(n.entity, n.start) for n in such]  # A、B 等开源模型: whatever the sentence does with them
    nearest = next((g for g in discourse.lists(stretch) if g[0].start >= m.end()), [])
    between = text[m.end() : nearest[0].start] if nearest else ""
    rival = OBLIQUE.search(between) and not IS.search(between)
    if (
        nearest
        and not rival
        and re.fullmatch(r"[^，。；和与、\n]{0,10}", between)
        and not _OPEN_BETWEEN.search(between)
        and _NAMES_IT.fullmatch(between)
    ):
        return [(n.entity, n.start) for n in nearest]
    if _ITS_OWN_SUBJECT.match(text, m.end()):
        return []
    after = discourse.head_after(stretch, m.end())
    ahead = re.search(r"(?:将|拟|计划|准备)[^，。；\n]{0,14}$", left)
    if ahead and not any(m.start() - len(left) + ahead.start() <= n.start < m.start() for n in stretch.named):
        return []
    if after:
        between = text[m.end() : after[0].start]
        examples = re.fullmatch(r"[^，。；]{0,10}模型[，,]\s*(?:包括|如|例如|比如)[^，。；]{0,16}", between)
        near = re.fullmatch(r"了?[^，。；！？\n]{0,24}", between) and not _OPEN_BETWEEN.search(between)
        if examples or (near and _NAMES_IT.fullmatch(between)):
            return [(n.entity, n.start) for n in listed(discourse, discourse.lists(stretch), after)]
    if stretch.named and re.match(
        r"了?\s*(?:它|该模型|这[一款]模型|其(?:模型|权重|代码))", text[m.end() : m.end() + 8]
    ):
        owner = discourse.subject(stretch, m.start())
        return [(owner, m.start())] if owner >= 0 else []
    lo = discourse.clause(m.start(), m.end())[0]
    clause = text[lo : m.start()]
    shared = () if any(lo <= n.start < m.start() for n in stretch.named) else discourse.together(stretch, m.start())
    if shared:
        return [(entity, m.start()) for entity in shared]
    if not stretch.named and _TAGS.fullmatch(text, stretch.start, stretch.end):
        return [(t, m.start()) for t in stretch.topics]
    if re.search(r"最[^，。；\n]{1,4}的$", left) and re.match(r"大?模型(?:[，。；\n]|$)", text[m.end() : m.end() + 4]):
        return [(t, m.start()) for t in stretch.topics]
    if _OPEN_OTHER.search(left) and not _OPEN_ALL.search(left):
        return []
    before = next((g for g in reversed(discourse.lists(stretch)) if g[-1].end <= m.start() and not g[-1].oblique), None)
    if before:
        near = before[-1].end >= lo or (_OPEN_HEAD.fullmatch(clause) and m.start() - before[-1].end <= 60)
        return [(n.entity, n.start) for n in before] if near else []
    if not stretch.named and (_OPEN_HEAD.fullmatch(clause) or _OPEN_ANAPHOR.search(text, stretch.start, m.start())):
        return [(t, m.start()) for t in stretch.topics]
    return []


_MEMBERS = re.compile(
    r"\s*(?:其中|它们?|该系列|一?共|目前)?\s*(?:包括|包含|含|有|分为|分成|分别[是为]|即|推出|涵盖|[一两二三四五六七八]\s?[款个种])[^，。！？\n]{0,12}"
)
_SPLIT = re.compile(r"[^。！？\n]{0,16}[，,、（(]\s*(?:其中)?(?:包括|包含|分为|分成|分别[是为]|即|有)[^。！？\n]{0,14}")


def of_members(discourse: Discourse, facts: Sequence[Fact]) -> list[Fact]:
    """What is said of a family holds for the members listed right behind (…，分为 X-a 与 X-b 两款)."""
    told = {f.entity for f in facts}
    names = [fold(e.name) for e in discourse.entities]
    found: dict[int, Fact] = {}
    for fact in facts:
        stretch = discourse.stretch(fact.start)
        at = discourse.order[stretch.start] if stretch else 0
        for near in discourse.stretches[at : at + 2] if stretch else ():
            here = near.start == discourse.stretches[at].start
            behind = [n for n in near.named if n.start >= fact.end and n.entity != fact.entity]
            lead, begin = (_SPLIT, fact.end) if here else (_MEMBERS, near.start)
            if not behind or not lead.fullmatch(discourse.plain, begin, behind[0].start):
                continue
            for n in behind:
                if n.entity not in told and names[n.entity].startswith(names[fact.entity]):
                    found.setdefault(n.entity, replace(fact, entity=n.entity))
    return list(found.values())


def licences(discourse: Discourse) -> list[Fact]:
    """Licences with the model whose they are."""
    found: list[Fact] = []
    text = discourse.plain
    hinted = [s for s in discourse.stretches if _HINT.search(text, s.start, s.end)]
    for m in [m for s in hinted for m in _LICENCE.finditer(text, s.start, s.end)]:
        stretch = discourse.stretch(m.start())
        if not stretch or any(n.start <= m.start() and m.end() <= n.end for n in stretch.named):
            continue
        lo, hi = discourse.clause(m.start(), m.end())
        if _OF_CODE.match(text, lo, m.start()):
            continue
        if not _LICENSED.search(text, lo, hi):
            continue
        name = LICENCES[int((m.lastgroup or "l0")[1:])][1] or discourse.text.text[m.start() : m.end()].strip()
        subject = discourse.subject(stretch, m.start())
        own = stretch.topics if subject == stretch.topic and not stretch.named else ()
        shared = own or discourse.together(stretch, m.start()) or discourse.owners(m.start(), m.start() + 1)
        for owner in shared or (subject,):
            if owner >= 0:
                found.append(Fact(owner, "licence", name, max(lo, m.start() - 24), min(hi, m.end() + 12)))
    return found


def licence_columns(tables: Sequence[Grid]) -> list[Fact]:
    """Licences in a table's column headed 开源协议, 许可证 or the like, of the model that its row names first."""
    found: list[Fact] = []
    for head, *rows in tables:
        under = [i for i, cell in enumerate(head.cells) if _LICENCE_HEAD.fullmatch(cell.text.strip(" *_`"))]
        for row in rows:
            at, owners = next(((i, c.entities) for i, c in enumerate(row.cells) if c.entities), (-1, ()))
            for i in under:
                cell = row.cells[i] if at >= 0 and at < i < len(row.cells) else None
                name = _licence_named(cell.text.strip(" *_`")) if cell else None
                found += [Fact(e, "licence", name, cell.start, cell.end) for e in owners[:1] if cell and name]
    return found


def _licence_named(cell: str) -> str | None:
    """The licence that a cell gives: one we know, else what calls itself one."""
    known = next((name for pattern, name in LICENCES if name and re.match(pattern, cell, re.I)), None)
    return known or (cell if _CALLED_LICENCE.fullmatch(cell) else None)
