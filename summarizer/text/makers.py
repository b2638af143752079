"""Who made a model, as the text says: organisation names in reach of the model's, joined by the words that mean it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ahocorasick

from summarizer.text.discourse import JOIN, Discourse, Named, Stretch
from summarizer.text.names import fold, fold_text

_MAKE = r"(?:发布|推出|开源|研发|研制|开发|训练|打造|发了|放出|预告|首发|首创|设计|制作|创建|创立|构建|建立|公布|公开|亮出|带来|祭出|上新|官宣|释出|launch(?:ed|es)?|releas(?:ed?|es)|introduc(?:ed?|es)|unveil(?:ed|s)?|announc(?:ed?|es)|develop(?:ed|s)?|built|created)"
_ADVERBS = r"(?:正式|继续|也|突然|今天|今日|昨日|昨天|刚刚|近日|日前|最新|再次|又|首次|重磅|全新|悄悄|悄然|将|即将|已经?|曾|最近|自主|自行|联合|共同|合作|携手|全面|免费|宣布|要|在[^，。；]{1,12}|于[^，。；]{1,14}|一口气|连续|接连|同步|率先|独立|重新|成功|本周|上周|深夜|凌晨|\d+月\d+[日号]|\s)*"
_KIND = (
    r"(?:公司|团队|旗下|自研|自家|家|官方|方面|最新|首个|首款|新一代|第[一二三四五]代|开源|闭源|的|最强|顶级|旗舰|大型|大|小|语言|模型|推理|视频|图像|生成|多模态|"
    r"音频|语音|嵌入|奖励|基础|全新|系列|科学|实验室|研究院|AI|人工智能|LLM|新|自己|知名|著名|产品|聊天机器人|助手|智能|助理|的|\s|[“「《\"'‘*(（【:：]|版)*"
)
_NEAR = re.compile(_KIND)
_BY = re.compile(
    rf"(?:由|被)\s*(?P<who>[^，。；,;\n]{{1,60}}?)(?:{_ADVERBS})(?:以[^，。；]{{1,30}}为基础|基于[^，。；]{{1,30}}?|在[^，。；]{{1,40}}?(?:基础)?上)?\s*(?P<verb>{_MAKE}|提供|贡献)",
    re.I,
)
_FROM = re.compile(r"(?:来自于?|出自|源自)\s*$")
_COPULA = re.compile(rf"\s*(?:系列|模型)?\s*(?:则|就|也)?(?:是|为|属于|出自|来自于?)(?:由)?\s*(?:一?[款个种])?\s*$")
_STRANGER = re.compile(
    rf"(?:^|(?<=[，。；：！？\n,;])|(?<=[日号月]))\s*(?:今天|刚刚|近日|日前|中国|美国|法国|初创公司|创业公司)*\s*"
    rf"(?P<who>[A-Z][A-Za-z0-9.&'\- ]{{1,24}}[A-Za-z0-9]|[0-9]{{1,3}}\s?[A-Z][A-Za-z]{{1,12}}|[\u4e00-\u9fffA-Za-z0-9]{{2,14}}?(?:团队|公司|实验室|研究院|研究所|大学|学院|科技|集团|课题组|Lab))\s*"
    rf"{_ADVERBS}{_MAKE}"
)
_PASSED_ON = re.compile(
    r"接入|支持|采用|集成|使用|部署|基于|搭载|利用|引入|对比|击败|超越|挑战|针对|竞争|兼容|替代|平替|微调|蒸馏|合作|投资|评测|测试|下载|对标|限制"
)
_NOT_MAKER = re.compile(r"(?:平台|社区|排行榜|榜单|用户|上|排名|开放平台|Spaces|Hub|数据集|芯片|GPU|应用|App)", re.I)


@dataclass(frozen=True, slots=True)
class Maker:
    """An organisation in the text (clean offsets): its canonical name and where it stands."""

    start: int
    end: int
    name: str


class Organisations:
    """Finds organisations' names and aliases in a text, longest first."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` pairs each surface with its canonical name."""
        self._automaton = ahocorasick.Automaton()
        for surface, canonical in names:
            key = fold(surface)
            if len(key) >= 2 and not key.isdigit() and not self._automaton.exists(key):
                self._automaton.add_word(key, (len(key), canonical))
        self._automaton.make_automaton()

    def find(self, text: str, taken: Sequence[Named] = ()) -> list[Maker]:
        """Organisations in the text outside the `taken` ranges, in order, never overlapping."""
        folded, offsets = fold_text(text)
        raw = []
        for last, (size, canonical) in self._automaton.iter(folded):
            start, end = offsets[last - size + 1], offsets[last] + 1
            if _whole(text, start, end):
                raw.append((start, -end, canonical))
        found: list[Maker] = []
        held = [(n.start, n.end) for n in taken]
        for start, minus, canonical in sorted(raw):
            if (not found or start >= found[-1].end) and not any(a < -minus and start < b for a, b in held):
                found.append(Maker(start, -minus, canonical))
        return found


def _whole(text: str, start: int, end: int) -> bool:
    """Latin names end where words end."""

    def latin(c: str) -> bool:
        return c.isascii() and c.isalnum()

    left = start > 0 and latin(text[start]) and latin(text[start - 1])
    right = end < len(text) and latin(text[end - 1]) and latin(text[end])
    return not left and not right


@dataclass(frozen=True, slots=True)
class Made:
    """An organisation made an entity, says the text between start and end; `strength` ranks the wording."""

    entity: int
    name: str
    start: int
    end: int
    strength: int


def made(discourse: Discourse, organisations: Organisations) -> list[Made]:
    """Every statement of the text about who made which model."""
    makers = organisations.find(discourse.text.text, discourse.named)
    found: list[Made] = []
    i = 0
    for stretch in discourse.stretches:
        while i < len(makers) and makers[i].start < stretch.start:
            i += 1
        j = i
        while j < len(makers) and makers[j].end <= stretch.end:
            j += 1
        here = makers[i:j]
        i = j
        found += _by(discourse, stretch, here)
        if not stretch.named:
            continue
        for n, one in enumerate(here):
            until = here[n + 1].start if n + 1 < len(here) else stretch.end
            found += _beside(discourse, stretch, one) + _maker_verb(discourse, stretch, one, until)
            found += _copula(discourse, stretch, one)
        found += _strangers(discourse, stretch, here)
    return found


def _group(discourse: Discourse, stretch: Stretch, first: Named) -> list[Named]:
    """A name with those coordinated behind it (and a list behind a colon)."""
    names = list(stretch.named)
    at = names.index(first)
    out = [first]
    for one in names[at + 1 :]:
        between = discourse.plain[out[-1].end : one.start]
        if JOIN.fullmatch(between) or re.fullmatch(
            r"[^，。；\n]{0,6}(?:[:：]|——|包括|包含|分别是|即|（|\()\s*", between
        ):
            out.append(one)
        else:
            break
    return out


def _beside(discourse: Discourse, stretch: Stretch, one: Maker) -> list[Made]:
    """谷歌的 NAME, 微软自研小模型 NAME, Meta AI第二代开源大型语言模型 NAME."""
    after = next((n for n in stretch.named if n.start >= one.end), None)
    if not after or after.start - one.end > 30 or not _NEAR.fullmatch(discourse.plain, one.end, after.start):
        return []
    return [Made(n.entity, one.name, one.start, n.end, 3) for n in _group(discourse, stretch, after)]


def _maker_verb(discourse: Discourse, stretch: Stretch, one: Maker, until: int) -> list[Made]:
    """ORG … 发布 … NAME, with no other organisation between; NAME 是 ORG 推出的 … modifies the sentence's subject."""
    text = discourse.plain
    if _NOT_MAKER.match(text, one.end):
        return []
    verb = re.compile(_MAKE, re.I).search(text, one.end, min(until, one.end + 60))
    if not verb or re.search(r"[。！？\n]", text[one.end : verb.start()]):
        return []
    if _PASSED_ON.search(text, one.end, verb.start()) or re.search(
        r"(?:对|向|给|与|和|在)\s*$", text[max(stretch.start, one.start - 2) : one.start]
    ):
        return []
    after = next((n for n in stretch.named if n.start >= verb.end()), None)
    within = [n for n in stretch.named if one.end <= n.start < verb.start()]
    relative = re.match(r"(?:了)?的", text[verb.end() :][:4])
    if after and after.start - verb.end() <= 40 and not _PASSED_ON.search(text, verb.end(), after.start):
        if not (relative and re.search(r"[，。；,;]", text[verb.end() : after.start])):
            return [Made(n.entity, one.name, one.start, n.end, 4) for n in _group(discourse, stretch, after)]
    if within and re.search(r"将|把", text[one.end : within[0].start]):
        return [Made(n.entity, one.name, one.start, verb.end(), 4) for n in within[:1]]
    if relative or not after:
        owner = discourse.subject(stretch, one.start)
        before_subject = any(n.end <= one.start and not n.oblique for n in stretch.named)
        if owner >= 0 and relative and (before_subject or re.match(r"\s*(?:这|它|该|一)", text[stretch.start :][:3])):
            return [Made(owner, one.name, one.start, verb.end(), 2)]
    return []


def _copula(discourse: Discourse, stretch: Stretch, one: Maker) -> list[Made]:
    """NAME 是 ORG 的 …"""
    before = [n for n in stretch.named if n.end <= one.start]
    if not before or not _COPULA.fullmatch(discourse.plain, before[-1].end, one.start):
        return []
    group = [before[-1]]
    for n in reversed(before[:-1]):
        if JOIN.fullmatch(discourse.plain, n.end, group[0].start):
            group.insert(0, n)
        else:
            break
    return [Made(n.entity, one.name, n.start, one.end, 3) for n in group]


def _by(discourse: Discourse, stretch: Stretch, here: Sequence[Maker]) -> list[Made]:
    """由 ORG 开发的 NAME; NAME 由 ORG 设计; 这是由 ORG 推出的 … (whatever is being talked about)."""
    found = []
    for m in _BY.finditer(discourse.plain, stretch.start, stretch.end):
        a, b = m.span("who")
        inside = [o for o in here if a <= o.start and o.end <= b]
        named = [n for n in stretch.named if a <= n.start < b]
        if named and not inside:
            continue
        surface = discourse.text.text[a:b].strip()
        name = inside[-1].name if inside else _stranger(surface)
        if not name:
            continue
        after = next((n for n in stretch.named if n.start >= m.end()), None)
        before = [n for n in stretch.named if n.end <= m.start()]
        close = re.fullmatch(r"的?[^，。；,;\n]{0,16}", discourse.plain[m.end() : after.start]) if after else None
        if (
            before
            and not before[-1].oblique
            and not (close and re.search(r"[，。,]", discourse.plain[before[-1].end : m.start()]))
        ):
            group = next(g for g in discourse.lists(stretch) if before[-1] in g)
            found += [Made(n.entity, name, min(n.start, m.start()), m.end(), 5) for n in group]
        elif after and close and close[0].startswith("的"):
            found += [Made(n.entity, name, m.start(), n.end, 5) for n in _group(discourse, stretch, after)]
        else:
            owner = discourse.subject(stretch, m.start())
            if owner >= 0:
                found.append(Made(owner, name, m.start(), m.end(), 5))
    return found


def _stranger(surface: str) -> str:
    """An organisation no list knows, as the text calls it: the name in brackets, or what ends like a name of one."""
    short = re.search(r"[（(]([A-Za-z][\w .-]+)[)）]", surface)
    if short:
        return short[1]
    surface = re.split(r"的科学家|的研究|的工程师", surface)[0].strip()
    words = re.search(r"(?:[A-Z][\w.&-]*\s?)+$", surface)
    if words:
        return words[0].strip()
    return surface if 2 <= len(surface) <= 16 and not re.search(r"[的我你他们]|数据|方法|用户|以下", surface) else ""


def _strangers(discourse: Discourse, stretch: Stretch, here: Sequence[Maker]) -> list[Made]:
    """X团队开源NAME: an unknown organisation as the subject of a release."""
    found = []
    for m in _STRANGER.finditer(discourse.plain, stretch.start, stretch.end):
        a, b = m.span("who")
        if any(o.start < b and a < o.end for o in here):
            continue
        after = next((n for n in stretch.named if n.start >= m.end()), None)
        if after and after.start - m.end() <= 25 and not re.search(r"[，。；]", discourse.plain[m.end() : after.start]):
            surface = discourse.text.text[a:b].strip()
            found += [Made(n.entity, surface, a, n.end, 1) for n in _group(discourse, stretch, after)]
    return found
