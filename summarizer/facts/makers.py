"""Who made a model, as the text says: organisation names in reach of the model's, joined by the words that mean it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.facts.discourse import JOIN, Discourse, Named, Stretch
from summarizer.facts.facts import Fact, Known
from summarizer.naming.names import fold

MAKE = (
    r"(?:发布|推出|开源|研发|研制|开发|训练|打造|发了|放出|预告|首发|首创|设计|"
    r"制作|创建|创立|构建|建立|公布|公开|亮出|带来|祭出|上新|官宣|释出"
    r"|launch(?:ed|es)?|releas(?:ed?|es)|introduc(?:ed?|es)|unveil(?:ed|s)?|announc(?:ed?|"
    r"es)|develop(?:ed|s)?|built|created)"
)
_ADVERBS = (
    r"(?:正式|继续|也|突然|今[天日]|昨[日天]|刚刚|近日|日前|最新|再次|又|首次|"
    r"重磅|全新|悄悄|悄然|将|即将|已经?|曾|最近|自主|自行|联合|共同|合作"
    r"|携手|全面|免费|宣布|要|在[^，。；]{1,12}|于[^，。；]{1,14}|一口气|连续|"
    r"接连|同步|率先|独立|重新|成功|本周|上周|上个?月|去年|今年|前不久|不久前|此前|新近|深夜|凌晨|\d+月\d+[日号]|\s){0,3}"
)
_KIND = (
    r"(?:公司|团队|旗下|自研|自家|家|官方|方面|最新|首[个款]|新一代|第[一二三四五]代|"
    r"开源|闭源|的|最强|顶级|旗舰|大型|大|小|语言|模型|推理|视频|图像"
    r"|生成|多模态|音频|语音|嵌入|奖励|基础|全新|系列|科学|实验室|研究院|AI|人工智能|"
    r"LLM|新|更大|规模|自己|升级|更新|改进|增强|轻量级?|端侧|国产|多款|[两三四五六七八]款|\d+\s?款|中文|繁中|[百千万]亿|级|参数|"
    r"\d+(?:\.\d+)?\s?[BM亿](?![A-Za-z])|知名|著名|产品|聊天机器人|助手|智能|助理"
    r"|另外?一?[个款]?|又一[个款]?|这[个款]|那[个款]|一[个款]|合作(?:研发|推出|开发|训练|打造)?|联合(?:研发|推出|开发|训练|打造|发布)?|主推|力推|这款|那款|手里|家里|口中"
    r"|'s|’s|\s|[\[“「《\"'‘*(（【:：]|版)*"
)
_NEAR = re.compile(_KIND)
_VERB = re.compile(MAKE, re.I)
_OFFER = re.compile(r"提供(?:了)?(?![^，。；]{0,8}(?:信息|支持|服务|API|接口|算力|帮助|方案|平台))")
_UP = re.compile(r"(?<!云)(?<!平台)(?:于|在|去年|今年|[\d年月日号初底份]|\s)*上线的\s*")
_OWN = re.compile(
    r"(?:开始|正式|也|已|将|宣布|全面|\s)*(?:限制|更新|升级|下线|下架|停用|开放|关闭|举行|召开|宣布|训练|新)了?\s*"
)
_ATTRIBUTE = re.compile(rf"\s*{_ADVERBS}{MAKE}(?:了|出来)?的{_KIND}(?:[\u4e00-\u9fff]{{0,6}}模型)?{_KIND}", re.I)
_DASHED = re.compile(r"[*_`」》\"’”\s]*(?:—{1,2}|–|--|-(?=\s)|:|\|)\s*(?:来自|出自)?\s*")
_OWNED = re.compile(
    r"\s*(?:公司|团队)?\s*(?:家的|的(?P<what>[\u4e00-\u9fff]{1,10})|出品|自研|旗下|推出|开发|打造)\W{0,3}(?=\n|$)"
)
_NOT_OWNED = re.compile(r"选择|首选|标配|对手|噩梦|替代|平替|终结|挑战|敌|竞争|客户|合作|用户|最爱|答案|看法|评价|秘密")
_OPENS = re.compile(r"[\s#*_`>\-•·●▪◦“「《\[【]*(?:[（(]?[\d一二三四五六七八九十]+[.、):）]+\s*)*[\s*_`“「《\[【]*")
_COMES_FROM = re.compile(
    r"[\s*>]*(?:(?:这|该|此)[^，。；：\n]{0,6}(?:成果|模型|工作|项目|研究|系统|作品|新作|黑马|选手|AI)|它|其|作者|背后)[，,]?\s*(?:则|就|正是|都)?(?:来自于?|出自于?|(?:的)?(?:背后|幕后|开发商|开发者|出品方|作者|研发团队|开发团队|公司|团队)(?:则|就|正)?(?:是|为|:|站着))"
    r"[^，。；\nA-Za-z]{0,14}[\s*“「《]*"
)
_ITS_MODEL = re.compile(r"[^，。；\n]{2,30}(?:模型|LLM)(?=[，。！；\s]|$)")
_LEADS_IN = re.compile(
    r"[\s*>\-•·\d.、]*(?:[^，。；：\n]{0,10}模型|它叫做?|它的名字叫?|名为|名字是|这就是|它就是|模型名为)?[\s*“「《:：]*"
)
_ABOUT_IT = re.compile(r"[”」》\"*\s]*的?(?:评测|测评|实测|体验|解读|教程|横评|报道|消息|对比|使用|试用)")
_TELLS = re.compile(
    r"(?:CEO|CTO|COO|首席[^，。；]{0,6}|总裁|高管|创始人|总经理|负责人|科学家|工程师|员工)[^。；]{0,20}(?:提到|谈到|谈及|评价|点评|称赞|认为|透露|爆料|表示|说)"
)
_HOSTS = frozenset({"Hugging Face", "GitHub", "ModelScope", "OpenRouter", "Ollama", "Cloudflare", "Replicate", "Gitee"})
_EVENT = re.compile(r"\s*(?:系列)?(?:大?模型)?的?(?:正式)?(?:推出|发布|开源|问世|升级)")
_RENEWS = re.compile(r"\s*(?:系列|全系)?(?:模型)?[^，。；\n]{0,8}(?:开放|更新|升级|推出|下调|上调|新增|加入|提供|降价)")
_SPEAKS = re.compile(r"\s*(?:官方|方面)?(?:则|还|也)?(?:称|表示|声称|介绍)[，,：:]?\s*")
_APPOSED = re.compile(r"\s*[,，（(]\s*(?:就是|即|来自|出自|是)?\s*$")
_APPOSITE = re.compile(
    rf"\s*(?:公司|团队|官方|自主|联合)*\s*(?:{MAKE}|出品)(?:的[^，。；\n]{{0,12}})?\s*(?=[,，。；）)\n|])", re.I
)
_IN_BRACKETS = re.compile(r"[*_`」》\"’”\s]*(?:模型|系列)?\s*[（(]\s*(?:by|来自|出自|由)?\s*$", re.I)
_CLOSES = re.compile(r"\s*(?:公司|官方|团队|出品|开发|研发|旗下|发布|推出|开源)*\s*[）)]")
_WHEN = re.compile(
    r"\s*(?:[于在]?[\d年月日号初底.\-/ ]+[，,]?|今[天日年]|[去昨前][年天]|近日|日前|[-*•]|[，,\s])*(?:由|是|这是)?\s*"
)
_BEHIND = re.compile(r"\s*(?:那个|那款|家的|出的|做的|的那[个款]|的)\s*(?=[,，。；)）])")
_BY = re.compile(
    rf"(?P<by>由|被)\s*(?P<who>[^，。；,;\n]{{1,60}}?){_ADVERBS}"
    rf"(?:以[^，。；]{{1,30}}为基础|基[于於][^，。；]{{1,30}}?|在[^，。；]{{1,40}}?(?:基础)?上)?\s*(?P<verb>{MAKE}|"
    rf"提供|贡献)",
    re.I,
)
_COPULA = re.compile(r"\s*(?:系列|模型)?\s*(?:则|就|也|都)?(?:是|为|属于|出自|来自于?)(?:由)?\s*(?:一?[款个种])?\s*$")
_SUFFIX = (
    r"(?:团队|公司|实验室|研究院|研究所|研究中心|大学|学院|科技|集团|课题组|Lab|"
    r"Labs|Research|AI|Inc|基地|中心|计划|机构)"
)
_STRANGER = re.compile(
    rf"(?:^|(?<=[，。；：！？\n,;])|(?<=[日号月]))\s*(?:今天|刚刚|近日|日前|中国|美国|法国|初创公司|创业公司)*\s*"
    rf"(?P<who>[A-Z][A-Za-z0-9.&'\- ]{{1,24}}[A-Za-z0-9]|[0-9]{{1,3}}\s?[A-Z][A-Za-z]{{1,12}}|"
    rf"[\u4e00-\u9fffA-Za-z0-9]{{2,14}}?{_SUFFIX})\s*"
    rf"{_ADVERBS}{MAKE}"
)
_SERVED = re.compile(
    r"\s*(?:系列|模型|全系)*的?(?:API|推理服务|服务|接口|镜像|一体机|推理加速|部署|托管|专区|专属|满血版上|云端|调用|驱动|加持|赋能|支撑|版(?:必应|搜索|浏览器|助手|应用|App)|支持(?!\d))"
)
_HOSTED = re.compile(
    r"在[^，。；]{0,16}(?:Azure|AWS|Bedrock|Vertex|Foundry|云|平台|市场|百炼|千帆|方舟)[^，。；]{0,12}(?:上|中|里)"
)
_PASSED_ON = re.compile(
    r"接入|支持|采用|集成|使用|部署|基于|搭载|利用|引入|对比|击败|超越|挑战|针对|"
    r"竞争|兼容|替代|平替|微调|蒸馏|合作|投资|评测|测试|下载|对标|通过|用户|平台|"
    r"托管|，是"
)
_NOT_MAKER = re.compile(
    r"\s*(?:平台|社区|排行榜|榜单|用户|上|排名|开放平台|Spaces|Hub|数据集|芯片|GPU|应用|App|支持的)", re.I
)
_SELF = re.compile(rf"\s*(?:大?模型)?(?:团队|实验室|项目组)?{_ADVERBS}(?:发布|推出|开源|上新)了?", re.I)
_TOGETHER = re.compile(r"\s*(?:公司|团队|研究院)?\s*(?:与|和|及|、|联合|携手|&|/)\s*")
_FLAGSHIP = re.compile(r"其[^，。；\n]{0,6}(?:版本|型号|模型)\s*(?:——)?\s*$")
_ANYBODY = re.compile(r"个人|社区|学生|开发者")
_SAYS_MAKER = re.compile(r"[\u4e00-\u9fff]{2,6} [A-Z]")  # the name as written begins with another maker
_SHORT_LINE = 16  # characters of a line that may stand between an announcement and the name
_FIRM = 4  # strength of a wording that tells of a release
_ELIDED = re.compile(
    rf"(?:[-*•\s]|\d+[.、])*(?:\d+月\d+[日号]|今[天日]|随后|之后|接着|同时)?[，,\s]*{_ADVERBS}(?:发布|推出|开源)了?"
)


@dataclass(frozen=True, slots=True)
class Made:
    """An organisation made an entity, says the text between start and end; `strength` ranks the wording."""

    entity: int
    name: str
    start: int
    end: int
    strength: int


class Makers:
    """Reads who made which model out of one text."""

    def __init__(self, discourse: Discourse, organisations: Sequence[Known]) -> None:
        self.discourse = discourse
        self.text = discourse.plain
        self.makers = [o for o in organisations if not _ANYBODY.fullmatch(self.text, o.start, o.end)]

    def made(self) -> list[Made]:
        """Every statement of the text about who made which model, in order."""
        found: list[Made] = []
        i = 0
        for n, stretch in enumerate(self.discourse.stretches):
            while i < len(self.makers) and self.makers[i].start < stretch.start:
                i += 1
            j = i
            while j < len(self.makers) and self.makers[j].end <= stretch.end:
                j += 1
            here, i = self.makers[i:j], j
            says_made = _VERB.search(self.text, stretch.start, stretch.end)
            if says_made and (here or "由" in self.text[stretch.start : stretch.end]):
                found += self._by(stretch, here)
            for k, one in enumerate(here):
                until = next(
                    (b.start for a, b in zip(here[k:], here[k + 1 :], strict=False) if not self._joint(a, b)),
                    stretch.end,
                )
                found += self._beside(stretch, one) + self._verb(stretch, one, until) + self._copula(stretch, one)
                found += self._namesake(stretch, one) + self._anaphoric(n, stretch, one)
            if stretch.named and says_made:
                found += self._strangers(stretch, here) + self._brands(stretch)
                if not here:
                    found += self._elided(n, stretch, found)
        return found

    def _joint(self, a: Known, b: Known) -> bool:
        """清华大学与智谱AI: makers that act together."""
        return _TOGETHER.fullmatch(self.text, a.end, b.start) is not None

    def _group(self, stretch: Stretch, first: Named) -> list[Named]:
        """A name with those coordinated behind it (and a list behind a colon)."""
        names = list(stretch.named)
        out = [first]
        for one in names[names.index(first) + 1 :]:
            between = self.text[out[-1].end : one.start]
            if _SAYS_MAKER.match(self.text, one.start, one.end):
                break
            if JOIN.fullmatch(between) or re.fullmatch(
                r"[^，。；\n]{0,6}(?:[:：]|——|包括|包含|分别是|即|（|\()\s*", between
            ):
                out.append(one)
            else:
                break
        return out

    def _beside(self, stretch: Stretch, one: Known) -> list[Made]:
        """谷歌的 NAME, 微软自研小模型 NAME, Meta AI第二代开源大型语言模型 NAME."""
        after = next((n for n in stretch.named if n.start >= one.end), None)
        if not after or after.start - one.end > 30:
            return []
        if one.name in _HOSTS and re.match(r"\s*[:：]", self.text[one.end : one.end + 2]):
            return []
        between = (one.end, after.start)
        if not _NEAR.fullmatch(self.text, *between) and not _ATTRIBUTE.fullmatch(self.text, *between):
            return []
        return [Made(n.entity, one.name, one.start, n.end, 3) for n in self._group(stretch, after)]

    def _verb(self, stretch: Stretch, one: Known, until: int) -> list[Made]:
        """ORG … 发布 … NAME with no other organisation between, or NAME … ORG 推出的 模型."""
        text = self.text
        addressed = re.search(r"(?:对|向|给|与|在|跟)\s*$", text[max(stretch.start, one.start - 2) : one.start])
        joint = any(self._joint(other, one) for other in self.makers if other.end <= one.start <= other.end + 8)
        if _NOT_MAKER.match(text, one.end) or (addressed and not joint):
            return []
        after = next(iter(self.discourse.head_after(stretch, one.end)), None)
        if after and after.start < until:
            found = self._object(stretch, one, after)
            if found:
                return found
        verb = _VERB.search(text, one.end, min(until, one.end + 40))
        if not verb or _PASSED_ON.search(text, one.end, verb.start()):
            return []
        relative = re.match(r"了?的", text[verb.end() : verb.end() + 2])
        if re.match(r"了?\s*(?:它|该模型|这[一款]模型|其(?!他|它))", text[verb.end() : verb.end() + 8]):
            owner = self.discourse.subject(stretch, one.start)
            return [Made(owner, one.name, one.start, verb.end(), 3)] if owner >= 0 else []
        if verb.start() - one.end > 24:
            return []
        behind = next((n for n in stretch.named if n.start >= verb.end()), None)
        if relative and not (behind and not re.search(r"[，。；,;]", text[verb.end() : behind.start])):
            subjects = any(n.end <= one.start and not n.oblique for n in stretch.named)
            opening = re.match(r"\s*(?:这|它|该|一[款个种])", text[stretch.start : stretch.start + 3]) or (
                not stretch.named
                and _WHEN.fullmatch(text, stretch.start, one.start)
                and re.fullmatch(r"了?的[^，。；]{1,20}[。！\s]*", text[verb.end() : stretch.end])
            )
            owner = self.discourse.subject(stretch, one.start)
            return [Made(owner, one.name, one.start, verb.end(), 2)] if owner >= 0 and (subjects or opening) else []
        clause = text[verb.end() : self.discourse.clause(verb.start(), verb.end())[1]]
        if not relative and re.search(r"模型|LLM|model", clause) and self._introduces(stretch):
            return [Made(stretch.topic, one.name, one.start, verb.end() + len(clause), 2)]
        return []

    def _introduces(self, stretch: Stretch) -> bool:
        """Whether a sentence without names follows the heading that names what it speaks of."""
        n = self.discourse.order[stretch.start]
        before = self.discourse.stretches[n - 1] if n else None
        if not before or stretch.named or stretch.topic < 0:
            return False
        named = {one.entity for one in before.named}
        return (
            stretch.topic in named
            and len(self.text[before.start : before.end]) <= 40
            and "\n" in self.text[before.end : stretch.start]
        )

    def _object(self, stretch: Stretch, one: Known, after: Named) -> list[Made]:
        """ORG … 发布 … NAME; ORG 将 NAME 开源; ORG 宣布 … NAME 的推出; ORG 升级 NAME."""
        text = self.text
        between = text[one.end : after.start]
        if len(between) > 80 or _PASSED_ON.search(between) or _HOSTED.search(between) or _TELLS.search(between):
            return []
        group = self._group(stretch, after)
        if _SERVED.match(text, group[-1].end, stretch.end) or _ABOUT_IT.match(text, group[-1].end, stretch.end):
            return []
        verbs = list(_VERB.finditer(between))
        if verbs:
            tail = between[verbs[-1].end() :]
            comma = re.search(r"[，,;；]", tail)
            named = re.search(r"[，,](?:包括|即|名为|名叫|叫做?|分别[为是]?|也就是)\s*", tail)
            if not re.match(r"了?的[^，。；]*[，,]", tail) and (
                not comma or named or re.match(r"了?[^，]{0,8}模型[，,]\s*$", tail)
            ):
                return [Made(n.entity, one.name, one.start, n.end, 4) for n in group]
        if len(between) <= 24 and (_OFFER.search(between)):
            return [Made(n.entity, one.name, one.start, n.end, 3) for n in group]
        given = re.compile(rf"{MAKE}|放[上到出]|上传|开放|上线|挂[上到]", re.I)
        if re.search(r"(?:将|把)", between) and given.search(text, after.end, min(stretch.end, after.end + 16)):
            return [Made(after.entity, one.name, one.start, after.end, 4)]
        if re.fullmatch(r"[^，。；]{0,10}(?:宣布|官宣)\s*[，,：:]\s*(?:[^，。；]{0,14}模型\s*)?", between):
            return [Made(n.entity, one.name, one.start, n.end, 2) for n in group]
        if re.search(r"(?:宣布|正式|将)?(?:为|给|对)\s*(?:旗下|自家)?的?\s*$", between) and _RENEWS.match(
            text, group[-1].end, stretch.end
        ):
            return [Made(n.entity, one.name, one.start, n.end, 2) for n in group]
        if _SPEAKS.fullmatch(between):
            return [Made(n.entity, one.name, one.start, n.end, 1) for n in group]
        if re.search(r"宣布|举行|召开|官宣", between) and _EVENT.match(text, after.end):
            return [Made(after.entity, one.name, one.start, after.end, 3)]
        if _OWN.fullmatch(between) or (
            _UP.fullmatch(between) and not re.search(r"云$|平台$", text[one.start : one.end])
        ):
            return [Made(after.entity, one.name, one.start, after.end, 2)]
        return []

    def _copula(self, stretch: Stretch, one: Known) -> list[Made]:
        """NAME 是 ORG 的 …; NAME，ORG 开发，…; NAME（ORG）."""
        before = [n for n in stretch.named if n.end <= one.start]
        if before and _APPOSED.fullmatch(self.text, before[-1].end, one.start):
            apposed = _APPOSITE.match(self.text, one.end, stretch.end)
            if apposed or _BEHIND.match(self.text, one.end, stretch.end):
                end = apposed.end() if apposed else one.end
                return [Made(before[-1].entity, one.name, before[-1].start, end, 2)]
        if before and _DASHED.fullmatch(self.text, before[-1].end, one.start):
            owned = _OWNED.match(self.text, one.end)
            opens = _OPENS.fullmatch(self.text, stretch.start, before[-1].start)
            if owned and opens and not _NOT_OWNED.search(owned["what"] or ""):
                return [Made(before[-1].entity, one.name, before[-1].start, one.end, 3)]
        if (
            before
            and _IN_BRACKETS.fullmatch(self.text, before[-1].end, one.start)
            and _CLOSES.match(self.text, one.end)
        ):
            return [Made(before[-1].entity, one.name, before[-1].start, one.end, 2)]
        if not before or not _COPULA.fullmatch(self.text, before[-1].end, one.start):
            return []
        group = next(g for g in self.discourse.lists(stretch) if before[-1] in g)
        return [Made(n.entity, one.name, n.start, one.end, 3) for n in group]

    def _namesake(self, stretch: Stretch, one: Known) -> list[Made]:
        """A model that carries its maker's name, in a sentence that names the maker too."""
        key = fold(self.text[one.start : one.end])
        return [
            Made(n.entity, one.name, min(one.start, n.start), max(one.end, n.end), 1)
            for n in stretch.named
            if fold(self.discourse.entities[n.entity].name).startswith(key)
        ]

    def _anaphoric(self, n: int, stretch: Stretch, one: Known) -> list[Made]:
        """这项成果来自 ORG, of what was spoken of; ORG 推出最强模型, of what the next sentence names first."""
        if stretch.named:
            return []
        text = self.text
        if stretch.topic >= 0 and _COMES_FROM.fullmatch(text, stretch.start, one.start):
            return [Made(stretch.topic, one.name, stretch.start, one.end, 2)]
        verb = re.compile(rf"\s*{_ADVERBS}(?:发布|推出|开源|放出)了?", re.I).match(text, one.end)
        new = _ITS_MODEL.match(text, verb.end()) if verb and verb.end() <= stretch.end else None
        for near in self.discourse.stretches[n + 1 : n + 4] if new else ():
            if near.named:
                first = near.named[0]
                leads = not first.oblique and _LEADS_IN.fullmatch(text, near.start, first.start)
                return [Made(first.entity, one.name, one.start, new.end(), 1)] if leads and new else []
            if near.end - near.start > _SHORT_LINE:
                break
        return []

    def _by(self, stretch: Stretch, here: Sequence[Known]) -> list[Made]:
        """由 ORG 开发的 NAME; NAME 由 ORG 设计; 这是由 ORG 推出的 … (whatever is being talked about)."""
        found = []
        for m in _BY.finditer(self.text, stretch.start, stretch.end):
            a, b = m.span("who")
            inside = [o for o in here if a <= o.start and o.end <= b]
            if m["by"] == "被" and not inside:
                continue
            if any(a <= n.start < b for n in stretch.named) and not inside:
                continue
            name = inside[0].name if inside else _stranger(self.discourse.text.text[a:b], m["verb"])
            if name:
                found += self._made_by(stretch, m, name, 5 if inside else 2)
        return found

    def _made_by(self, stretch: Stretch, m: re.Match[str], name: str, strength: int) -> list[Made]:
        text = self.text
        after = next((n for n in stretch.named if n.start >= m.end()), None)
        before = [n for n in stretch.named if n.end <= m.start()]
        head = re.fullmatch(r"的[^，。；,;\n是]{0,16}", text[m.end() : after.start]) if after else None
        near = before and not re.search(r"[，。；,;]", text[before[-1].end : m.start()])
        if near:
            group = next(g for g in self.discourse.lists(stretch) if before[-1] in g)
            return [Made(n.entity, name, min(n.start, m.start()), m.end(), strength) for n in group]
        if after and head:
            return [Made(n.entity, name, m.start(), n.end, strength) for n in self._group(stretch, after)]
        if not before and re.match(r"\s*[A-Z][A-Za-z0-9-]{2,}", text[stretch.start : m.start()]):
            return []  # it speaks of something nobody recognised
        owner = self.discourse.subject(stretch, m.start())
        return [Made(owner, name, m.start(), m.end(), strength)] if owner >= 0 else []

    def _strangers(self, stretch: Stretch, here: Sequence[Known]) -> list[Made]:
        """X团队开源NAME: an unknown organisation as the subject of a release."""
        found = []
        for m in _STRANGER.finditer(self.text, stretch.start, stretch.end):
            a, b = m.span("who")
            if any(o.start < b and a < o.end for o in here) or any(n.start < b and a < n.end for n in stretch.named):
                continue
            after = next((n for n in stretch.named if n.start >= m.end()), None)
            between = self.text[m.end() : after.start] if after else "。"
            if after and len(between) <= 25 and not re.search(r"[。；]|[，,](?!名为|即)", between):
                surface = self.discourse.text.text[a:b].strip()
                found += [Made(n.entity, surface, a, n.end, 1) for n in self._group(stretch, after)]
        return found

    def _brands(self, stretch: Stretch) -> list[Made]:
        """Kimi 开源 K2: a brand that releases another model speaks for its maker."""
        found = []
        for one, after in zip(stretch.named, stretch.named[1:], strict=False):
            if one.entity == after.entity or re.search(r"\d", self.text[one.start : one.end]) or one.oblique:
                continue
            m = _SELF.match(self.text, one.end, after.start)
            team = re.search(r"(?:大?模型)?(?:团队|实验室|项目组)", m[0]) if m else None
            if m and after.start - m.end() <= 16 and not re.search(r"[，。；]", self.text[m.end() : after.start]):
                name = self.discourse.text.text[one.start : one.end + (team.end() if team else 0)]
                found += [Made(n.entity, name, one.start, n.end, 2) for n in self._group(stretch, after)]
        return found

    def _elided(self, n: int, stretch: Stretch, found: Sequence[Made]) -> list[Made]:
        """之后开源 NAME: a release without a subject goes on with the maker of the sentences just before."""
        first = stretch.named[0]
        if not found or not _ELIDED.fullmatch(self.text, stretch.start, first.start):
            return []
        last = found[-1]
        near = self.discourse.stretches[max(0, n - 4)].start
        if last.end < near:
            return []
        return [Made(one.entity, last.name, last.start, last.end, 1) for one in self._group(stretch, first)]


def _stranger(surface: str, verb: str) -> str:
    """An organisation no list knows, as the text calls it: in brackets, in Latin letters, or before the verb."""
    surface = surface.strip()
    short = re.search(r"[（(]([A-Za-z][\w .-]+)[)）]", surface)
    if short:
        return short[1]
    surface = re.split(r"的(?:科学家|研究|工程师|团队|几位|一群)", surface)[0].strip()
    words = re.search(r"(?:[A-Z][\w.&-]*\s?)+$", surface)
    if words:
        return words[0].strip()
    if re.search(rf"{_SUFFIX}$", surface) and len(surface) <= 24:
        return surface.rsplit("的", 1)[-1]
    odd = re.search(r"[的我你他们组个些种]|数据|方法|用户|以下|人工|多[个位]|专家|自动|不同", surface)
    named = verb in ("推出", "开发", "研发", "发布", "打造", "设计", "开源", "首创", "制作", "研制")
    return surface if 2 <= len(surface) <= 12 and named and not odd else ""


def facts(discourse: Discourse, organisations: Sequence[Known]) -> list[Fact]:
    """The maker of each model by the clearest wording, and of its versions where they stand beside it."""
    best: dict[int, Made] = {}
    every = Makers(discourse, organisations).made()
    for one in every:
        if one.entity not in best or one.strength > best[one.entity].strength:
            best[one.entity] = one
    found = [Fact(e, "organisation", one.name, one.start, one.end) for e, one in best.items()]
    for one in every:  # joint makers: the same wording, the same end
        chosen = best[one.entity]
        if one.name != chosen.name and (one.end, one.strength) == (chosen.end, chosen.strength):
            found.append(Fact(one.entity, "organisation", one.name, one.start, one.end))
    for child, parent in _members(discourse, best).items():
        one = best[parent]
        found.append(Fact(child, "organisation", one.name, one.start, one.end))
    return found


def _members(discourse: Discourse, best: dict[int, Made]) -> dict[int, int]:
    """Models without a stated maker → the model they are a version of, where the passage tells its maker."""
    names = [fold(e.name) for e in discourse.entities]
    found: dict[int, int] = {}
    for n, stretch in enumerate(discourse.stretches):
        near = discourse.stretches[max(0, n - 1)].start
        passage = max(discourse.stretches[max(0, n - 3)].start, discourse.segments[stretch.segment].start)
        for group in discourse.lists(stretch):
            flagship = _FLAGSHIP.search(discourse.plain, stretch.start, group[0].start)
            for other in (one.entity for one in group if one.entity not in best):
                for known, made in best.items():
                    told = made.start >= near or flagship or any(o.entity == known for o in group)
                    listed = made.strength >= _FIRM and passage <= made.start
                    version = names[other].startswith(names[known])
                    if made.start < stretch.end and (told or listed) and version:
                        found.setdefault(other, known)
    return found
