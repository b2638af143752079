"""What a stretch of text is about: sentences, the models named in them, and whose a fact is.

Everything is in clean offsets; `plain` is the clean text in Simplified characters and half-width forms.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from summarizer.facts.numbers import plain
from summarizer.facts.scopes import Scopes
from summarizer.text.sentences import sentences
from summarizer.types import CleanText, Entity, Segment

_QUALIFIERS = (
    r"(?:\s|的|了|前代|上一代|前一代|现有|其他|同类|著名|流行|知名|当前|最先进的?|"
    r"最强|原版|原始|旗舰|开源|闭源|大?语言|多模态|推理|"
    r"大?模型|竞争对手|对手|如|包括|像|[A-Z][\w.]*\s?(?:AI|的)|[\u4e00-\u9fff]{2,6}的)*"
)
OBLIQUE = re.compile(
    
        r"(?:比起?|相?较于?|相比于?|对比|与|跟|同(?![时步日期])|优于|强于|胜过|超[过越]|[远大反]超了?|赶超|击败|"
        r"打败|战胜|碾压|媲美|比肩|看齐|持平|不如|不及|逊于|弱于|不敌|"
    
    r"落后于?|领先于?|低于|高于|挑战|叫板|抗衡|追[上平赶]|赶上|逼近|直逼|不输给?|outperforms?|outperformed|surpass(?:es|ed)?|exceeds?|基于|使用|利用|"
        r"采用|借助|通过|依托|从|像|类|例如|比如|譬如|对标|仅次于|匹敌|类似于?|接近|替代|平替|取代|兼容|"
    r"支持|接入|搭载|调用|集成|配合|参考|达到|是|相当于|建立在|vs\.?|VS|than|over|like|with|beats?|based on|from)"
    + _QUALIFIERS + r"[“「《\"(（]?$"
)  # fmt: skip
_AFTER_OBLIQUE = re.compile(
    r"\s*(?:系列)?(?:大?模型)?(?:的)?(?:相比|相较|相当|不相上下|持平|媲美|为基础|"
    r"为底座|基础上|风格|生成|蒸馏(?![自于而得])|那样|一样(?![有具拥支采也是由用在])|类似|之上)"
    r"|\s*[A-Za-z0-9]{0,5}\s?(?:系列|家族)[^，。；、\n的]{0,10}(?:模型|版本)\s*(?=[A-Z])"
    r"|\s*(?:系列|家族)?(?:的)?(?:主力|旗舰|最新|新一代|全新|新|首[款个])[^，。；、\n]{0,6}模型\s*[“「《]?(?=[A-Za-z])"
    r"|\s*(?:模型)?(?:扩展|微调|蒸馏|演化|改造|衍生|升级|精简|剪枝)(?:而来|而成|得到|得来)"
    r"|\s*(?:系列|模型)*(?:的)?[\u4e00-\u9fff]{0,6}(?:基[础礎]|技[术術]|架构|架構)之?上"
    r"|\s*(?:系列|模型)*(?:中|里)(?:蒸馏|提取|学习|迁移|获得)"
    r"|\s*(?:系列|家族)?(?:的|中)(?:首[个款]|最新|第[一二三]|又一|一[员个款])?[^，。；、\n的]{0,10}(?:模型|版本|成员|"
    r"型号|一员)[，,：:\s]*(?=[A-Za-z\u4e00-\u9fff]{0,4}[A-Z])"
    r"|\s*(?:系列|家族)(?:大?模型)?(?:的|中的?|里的?)?(?:首[个款位次]|第[一二三四五\d]+[个款位]|最新一?[个款代员]?的?|新一?[个款]?|又一[个款]|唯一)"
    r"[^，。；\n]{0,20}?(?:模型|成员|版本|型号|一员)"
    r"|\s*[·•・‧]\s*(?=[\u4e00-\u9fffA-Za-z])"
)
_OTHER_KIND = re.compile(
    r"\s*[·•・‧]?\s*(?:视觉|视频|图像|图片|语音|音频|音乐|歌曲|嵌入|向量|文生图|文生视频|图生视频|翻译|同传|代码|推理|深度思考|数学|"
    r"机器人|角色|3D)[\u4e00-\u9fff]{0,6}?(?:大?模型)(?!系列|家族)"
)
"""A brand's 视频生成模型 and the like: another model than the one that the brand's name alone means."""
IS = re.compile(rf"(?:是|达到|例如|比如|包括){_QUALIFIERS}[“「《\"(（]?$")
_IS_CALLED = re.compile(
    r"(?:模型|选择|产品|工具|版本|代表|答案|主角)[^，。；A-Za-z的]{0,4}(?:(?:就|便|正|无疑|自然)是|当属|莫过于)\s*[“「《\"(（]?$"
)
"""最好的模型就是 X: the name stands behind 是 and is yet what the sentence is about."""
JOIN = re.compile(
    r"[”」》\"')）]*\s*(?:的[\d./%倍分之一二三半 ]+)?(?:(?:系列|模型|大模型)?\s*(?:、|,(?=\s)|，(?=\s*(?:以及|"
    r"和|及|还有))|/|／|和|与|及|以及|还有|或者?|并|&|\+|and\b|or\b)\s*)+[“「《\"'(（]*(?:其|以及)?\s*"
)
_WITH_MAKER = re.compile(r"\s*(?:、|和|与|以及|及)\s*(?!更|其)(?:[A-Z][\w. ]{1,14}|[\u4e00-\u9fff]{2,8})\s?的\s*")
_REMARK = re.compile(r"[（(][^（）()\n]{1,20}[)）]")
_CLAUSE = re.compile(r"[，；。！？;!?\n]|,(?!\d)")
_SUBJECT_WORD = re.compile(
    r"该模型|这款模型|该系列|这一?模型|新模型|此模型|它|其(?!他|它|中|实|余|次)|本模型|this model|\bit\b", re.I
)
_OPEN, _CLOSE = "（(【[", "）)】]"


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with the index of its entity."""

    start: int
    end: int
    entity: int
    oblique: bool = False  # an object of comparison, a base, an example: not what the sentence is about


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence with its segment, the entities its context is about and its mentions."""

    start: int
    end: int
    segment: int
    topics: tuple[int, ...]  # several where the context speaks of several at once
    named: tuple[Named, ...]

    @property
    def topic(self) -> int:
        """The first of the topics, -1 if there is none."""
        return self.topics[0] if self.topics else -1


_SOFT_END = re.compile(r"[，、,（(“「《：的由了与和在于是为将被从及或对以，—-]$")
_ALL_OF_THEM = re.compile(
    r"均|都(?!市|会)|皆|(?P<n>[两二三四五六七八])(?:[款种]|个(?!\s*(?:多?月|多?小时|星期|季度|世纪|阶段|步骤|方面|任务|节点))|(?=者))(?:模型|版本|尺寸|规格|者)?(?![一-鿿]{0,6}(?:[项处次]|专家))|统一|全系列?|分别"
)
_NUMERALS = {c: n for n, c in enumerate("二三四五六七八", 2)} | {"两": 2}
_ITS_AHEAD = re.compile(r"\W*(?:鉴于|凭借?|由于|靠着?|得益于|受益于|尽管|虽然|因为?|以)其")
_OTHER_THING = re.compile(r"的?(?:下一代|另外?一[款个]|其他|同类|竞品)")
_GOES_ON = re.compile(r"\s*(?:它|其|该|这[款个一]|两|二者|此外?|前者|后者|新模型|[-*•]|\d+[.、])")
_OWNER_UNKNOWN = re.compile(
    r"(?P<who>[\u4e00-\u9fffA-Za-z]{0,8}[A-Za-z\u4e00-\u9fff]-?\d[\w.-]{0,8})\s*(?:模型|系列)?\s*(?:拥有|具有|具备|号称有)[^，。；\n]{0,6}$"
)
_ALONE = ("heading", "row", "code")
_SOFT_VERB = re.compile(r"(?:开源|发布|推出|上线|开发|基于|使用)$")
_SOFT_START = re.compile(r"[，。、；：）)”」》,;]")
_ITEM = re.compile(r"[-*•·●▪◦#|>]|\d+[.、)]|[（(]?[一二三四五六七八九十]+[、)）]")


def _unwrapped(text: CleanText) -> str:
    """The plain text with blanks for breaks that cut a sentence: hard-wrapped lines, markup on its own line."""
    flat = plain(text.text)
    out = list(flat)
    starts = [b.start for b in text.blocks]
    for m in re.finditer(r"[ \t]*\n[ \t]*(?=[^\s])", flat):
        at = m.start() + m[0].index("\n")
        start = flat.rfind("\n", 0, at) + 1
        line, rest = flat[start:at].rstrip(), flat[m.end() : m.end() + 8]
        left, right = (max(0, bisect_right(starts, edge) - 1) for edge in (at, m.end())) if starts else (0, 0)
        if left != right and (text.blocks[left].kind in _ALONE or text.blocks[right].kind in (*_ALONE, "list-item")):
            continue
        if not line or _ITEM.match(rest) or re.search(r"[。！？!?…]$", line):
            continue
        cut_off = _SOFT_END.search(line) and not line.endswith("：")
        if (
            cut_off
            or (_SOFT_VERB.search(line) and re.match(r"[A-Z]", rest))
            or _SOFT_START.match(rest)
            or _inline_markup(text, at, m.end())
        ):
            out[at] = " "
    return "".join(out)


def _inline_markup(text: CleanText, at: int, after: int) -> bool:
    """Whether emphasis or link marks were dropped right at a line break, inside a paragraph."""
    if text.post.media != "markdown" or at == 0 or after >= len(text.text):
        return False
    before = text.post.text[text.to_post(at - 1) + 1 : text.to_post(at)]
    behind = text.post.text[text.to_post(after - 1) + 1 : text.to_post(after)]
    marks = re.compile(r"[ \t]*(?:\*\*|__|\*|\]\([^)]*\)|\]|\[|\[\*\*|\*\*\]\([^)]*\))+[ \t]*")
    return any(piece.strip() and marks.fullmatch(piece) is not None for piece in (before, behind))


_LONGEST = 600  # characters of a sentence; patterns must not run over a page without a full stop


def _bounded(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences, overlong ones in pieces."""
    return [(at, min(at + _LONGEST, end)) for start, end in found for at in range(start, end, _LONGEST)]


_kept: list[tuple[CleanText, Sequence[Segment], Sequence[Entity], Discourse]] = []


def discourse_of(text: CleanText, segments: Sequence[Segment], entities: Sequence[Entity]) -> Discourse:
    """The discourse of a text; the last one is kept, for the stages that read the same post one after the other."""
    for kept in _kept[:1]:
        if kept[0] is text and kept[1] is segments and kept[2] is entities:
            return kept[3]
    made = Discourse(text, segments, entities)
    _kept[:] = [(text, segments, entities, made)]
    return made


class Discourse:
    """Sentences of a clean text in order, with their mentions and topics."""

    def __init__(self, text: CleanText, segments: Sequence[Segment], entities: Sequence[Entity]) -> None:
        self.text = text
        self.plain = _unwrapped(text)
        self.segments = segments
        self.entities = entities
        self.named = self._all_named()
        self.stretches = self._read()
        self._starts = [s.start for s in self.stretches]

    def _all_named(self) -> list[Named]:
        every = sorted((m.start, -m.end, i) for i, e in enumerate(self.entities) for m in e.mentions)
        found: list[Named] = []
        for start, end, entity in every:
            if not found or start >= found[-1].end:
                found.append(Named(start, -end, entity))
        out: list[Named] = []
        for one in found:
            joined = out and JOIN.fullmatch(self.plain, out[-1].end, one.start)
            oblique = out[-1].oblique if joined else self._is_oblique(one)
            out.append(Named(one.start, one.end, one.entity, bool(oblique)))
        return out

    def _is_oblique(self, one: Named) -> bool:
        left = self.plain[max(0, one.start - 30) : one.start]
        left = left[max((m.end() for m in re.finditer(r"[，。；！？\n]", left)), default=0) :]
        if _AFTER_OBLIQUE.match(self.plain, one.end):
            return True
        if _OTHER_KIND.match(self.plain, one.end) and not re.search(r"\d", self.plain[one.start : one.end]):
            return True
        if _IS_CALLED.search(left):
            return False
        return bool(OBLIQUE.search(left))

    def _read(self) -> list[Stretch]:
        found: list[Stretch] = []
        starts = [n.start for n in self.named]
        headings = {b.start: b for b in self.text.blocks if b.kind == "heading"}
        above: list[tuple[int, tuple[int, ...]]] = []  # level and topics of the headings that hold here
        scopes = Scopes(
            self.text.blocks,
            lambda a, b: next(
                (n.entity for n in self.named[bisect_left(starts, a) : bisect_left(starts, b)] if not n.oblique), -1
            ),
        )
        asked: tuple[int, ...] = ()
        for index, segment in enumerate(self.segments):
            general = () if segment.role in ("item", "question", "answer", "comment") else self._main
            topics = home = self._title_topics(segment, starts) or (above[-1][1] if above else ()) or general
            lead: tuple[int, ...] = ()  # what the paragraph with names began with
            silent = 0  # blocks without a name since the last one
            if segment.role == "question":
                asked = tuple(dict.fromkeys(n.entity for n in self.named if segment.start <= n.start < segment.end))[:2]
            elif segment.role in ("answer", "comment"):
                topics = asked
            for start, end in _bounded(sentences(self.plain, segment.start, segment.end)):
                inside = tuple(self.named[bisect_left(starts, start) : bisect_left(starts, end)])
                opens = "\n\n" in self.plain[max(0, start - 3) : start]
                silent = 0 if inside else silent + opens
                if opens and lead and not inside and not _GOES_ON.match(self.plain, start):
                    topics = lead  # a paragraph speaks of what the one before it began with
                if opens:
                    lead = lead if not inside else ()
                if home and silent > 1:
                    topics = home
                heading = headings.get(start)
                if heading:  # speaks of nothing that stands under the heading before it
                    above = [one for one in above if one[0] < heading.level]
                    topics = above[-1][1] if above else general
                topics = scopes.enter(start, topics)
                found.append(Stretch(start, end, index, topics, inside))
                names = tuple(dict.fromkeys(n.entity for n in inside))
                if heading:
                    names = tuple(
                        dict.fromkeys(
                            n.entity for n in self.named[bisect_left(starts, start) : bisect_left(starts, heading.end)]
                        )
                    )
                    topics = names or topics or general
                    above.append((heading.level, topics))
                    home = topics
                elif inside and self._is_label(start, end, inside):
                    topics = home = names
                    if end - start - sum(n.end - n.start for n in inside) <= 4:
                        scopes.label()
                else:
                    group = next((g for g in self.lists(found[-1]) if not g[0].oblique), None)
                    topics = tuple(dict.fromkeys(n.entity for n in group)) if group else topics
                lead = lead or (topics if inside and not heading else ())
        return found

    @cached_property
    def _main(self) -> tuple[int, ...]:
        """The entity that the post's title names, the most mentioned one where it names several."""
        title = re.sub(r"[\s-]+", "", plain(self.text.post.title or "")).lower()
        named = [
            (len(e.mentions), -i)
            for i, e in enumerate(self.entities)
            if any(re.sub(r"[\s-]+", "", plain(m.surface)).lower() in title for m in e.mentions)
        ]
        return (-max(named)[1],) if named and title else ()

    def _title_topics(self, segment: Segment, starts: Sequence[int]) -> tuple[int, ...]:
        """The entities in the segment's title."""
        if segment.title:
            at = bisect_left(starts, segment.start)
            head = self.plain.find(plain(segment.title)[:40], segment.start, segment.start + 200)
            end = head + len(segment.title) if head >= 0 else segment.start + len(segment.title)
            return tuple(dict.fromkeys(n.entity for n in self.named[at : bisect_left(starts, end)]))
        return ()

    def _is_label(self, start: int, end: int, inside: Sequence[Named]) -> bool:
        """A line that holds little but names: the heading of what follows."""
        names = sum(n.end - n.start for n in inside)
        return bool(inside) and end - start - names <= 8 and self.plain[end : end + 1] in ("\n", "")

    def stretch(self, at: int) -> Stretch | None:
        """The sentence at an offset."""
        i = bisect_right(self._starts, at) - 1
        return self.stretches[i] if i >= 0 and at < self.stretches[i].end else None

    @cached_property
    def order(self) -> dict[int, int]:
        """Offset of a sentence's start → its index."""
        return {s.start: i for i, s in enumerate(self.stretches)}

    def clause(self, at: int, until: int) -> tuple[int, int]:
        """The clause around a range, inside its sentence."""
        one = self.stretch(at)
        lo, hi = (one.start, one.end) if one else (max(0, at - 60), min(len(self.plain), until + 60))
        cuts = [m.end() for m in _CLAUSE.finditer(self.plain, lo, at)]
        after = _CLAUSE.search(self.plain, until, hi)
        return (cuts[-1] if cuts else lo), (after.start() if after else hi)

    def owner(self, at: int, until: int, index: int = 0, count: int = 1) -> int:
        """Whose the fact at `at:until` is: an entity's index, -1 if nobody's.

        `index` of `count`: the place of the number in its enumeration, for "A和B分别为x和y".
        """
        for one in self._inside(at, until):
            return one
        stretch = self.stretch(at)
        if not stretch or _OTHER_THING.match(self.plain, until) or self._strange(stretch, at):
            return -1
        for find in (self.bracketed, self._followed, self._possessed):
            found = find(stretch, at, until)
            if found is not None:
                return found
        listed = self._respectively(stretch, at, index, count)
        if listed is not None:
            return listed
        return self.subject(stretch, at)

    def owners(self, at: int, until: int) -> tuple[int, ...]:
        """Whose the fact is, all of a list's where 均 or 都 says so; empty if nobody's."""
        owner = self.owner(at, until)
        stretch = self.stretch(at)
        if owner < 0 or not stretch:
            return ()
        return self.together(stretch, at) or (owner,)

    def together(self, stretch: Stretch, at: int) -> tuple[int, ...]:
        """All of whom a fact behind 均, 都, 两者, 三款 … is said; empty where nothing says so."""
        begin = max([n.end for n in stretch.named if n.end <= at], default=stretch.start)
        words = list(_ALL_OF_THEM.finditer(self.plain, begin, at))
        if not words or re.search(r"前者|后者|[：:]", self.plain[begin:at]):
            return ()
        count = next((_NUMERALS[m["n"]] for m in words if m["n"]), 0)
        groups = [tuple(dict.fromkeys(n.entity for n in g)) for g in self.lists(stretch) if g[-1].end <= at]
        if groups and not count and re.fullmatch(r"[^，。；]*", self.plain[begin:at]):
            return groups[-1] if len(groups[-1]) > 1 else ()
        if not groups and len(stretch.topics) > 1 and count in (0, len(stretch.topics)):
            return stretch.topics
        here = self.order[stretch.start]
        for near in reversed(self.stretches[max(0, here - 3) : here + 1]):
            if near.segment != stretch.segment:
                break
            lists = [tuple(dict.fromkeys(n.entity for n in g)) for g in self.lists(near) if g[-1].end <= at]
            if count:
                fit = next((g for g in reversed(lists) if len(g) == count), None)
                if fit:
                    return fit
            subjects = dict.fromkeys(n.entity for n in near.named if n.end <= at and not n.oblique)
            if len(subjects) > 1 and count in (0, len(subjects)):
                return tuple(subjects)
        return self._in_turn(stretch, count)

    def _in_turn(self, stretch: Stretch, count: int) -> tuple[int, ...]:
        """The last `count` models that sentences before this one each spoke of; empty where there are fewer."""
        here = self.order[stretch.start]
        spoken: dict[int, None] = {}
        for near in reversed(self.stretches[max(0, here - 2 * count) : here] if count else ()):
            first = next((n.entity for n in near.named if not n.oblique), -1)
            if near.segment != stretch.segment or len(spoken) == count:
                break
            if first >= 0:
                spoken[first] = None
        return tuple(reversed(spoken)) if len(spoken) == count > 1 else ()

    def _strange(self, stretch: Stretch, at: int) -> bool:
        """Whether something nobody recognised is said to have it (某某-9000 拥有 …)."""
        m = _OWNER_UNKNOWN.search(self.plain, self.clause(at, at)[0], at)
        return m is not None and not any(n.start < m.end("who") and m.start("who") < n.end for n in stretch.named)

    def _inside(self, at: int, until: int) -> list[int]:
        i = bisect_right([n.start for n in self.named], at) - 1
        return [self.named[i].entity] if i >= 0 and until <= self.named[i].end else []

    def bracketed(self, stretch: Stretch, at: int, until: int) -> int | None:
        """NAME（…fact…）"""
        opens = max((self.plain.rfind(c, stretch.start, at) for c in _OPEN), default=-1)
        closes = max((self.plain.rfind(c, stretch.start, at) for c in _CLOSE), default=-1)
        if opens <= closes:
            return None
        for one in stretch.named:
            if one.end <= opens and re.fullmatch(r"\s*(?:模型|系列|版本?|的)?\s*", self.plain[one.end : opens]):
                return one.entity
        return self._followed(stretch, opens, until)

    def _followed(self, stretch: Stretch, at: int, until: int) -> int | None:
        """70亿参数的 NAME: what the fact modifies."""
        after = next((n for n in stretch.named if n.start >= until), None)
        if not after:
            return None
        between = re.sub(r"[（(][^（）()]*[）)]", "", self.plain[until : after.start])
        if re.fullmatch(r"[^，。；！？、,;\n]{0,8}的\s*(?:[^，。；！？、,;\n的]{0,10}的?)?\s*[“「《\"*]*", between):
            return after.entity
        return None

    def _possessed(self, stretch: Stretch, at: int, until: int) -> int | None:
        """NAME 的 / 中的 / 拥有 fact, right behind the name, whatever the name's role."""
        before = [n for n in stretch.named if n.end <= at]
        if before and re.fullmatch(
            r"[”」》\"*]*\s*(?:系列|模型)?\s*(?:中?的|中有|中|有|拥有|具有|具备|包含|参数量?|为|是|仅|:|：|,)*\s*",
            self.plain[before[-1].end : at],
        ):
            return self._in_list(stretch, before[-1])
        return None

    def _in_list(self, stretch: Stretch, last: Named) -> int:
        return last.entity

    def _respectively(self, stretch: Stretch, at: int, index: int, count: int) -> int | None:
        """A和B …分别为 x 和 y: the list of names just before, as long as the enumeration."""
        if count < 2:
            return None
        for names in reversed(self.lists(stretch)):
            if names[-1].end <= at and len(names) == count:
                return names[index].entity
        if "分别" in self.plain[max(stretch.start, at - 16) : at]:
            shared = self.together(stretch, at)
            return shared[index] if len(shared) == count else None
        return None

    def lists(self, stretch: Stretch) -> list[list[Named]]:
        """The names of a sentence, coordinated ones together."""
        out: list[list[Named]] = []
        for one in stretch.named:
            gap = self.plain[out[-1][-1].end : one.start] if out else ""
            near = bool(out) and len(gap) <= 40
            if near and (JOIN.fullmatch(_REMARK.sub("", gap)) or _WITH_MAKER.fullmatch(gap)):
                out[-1].append(one)
            else:
                out.append([one])
        return out

    def head_after(self, stretch: Stretch, at: int) -> list[Named]:
        """The first names behind an offset that modify nothing (as X does in 基于 X 的 NAME): its verb's objects."""
        behind = [g for g in self.lists(stretch) if g[0].start >= at]
        alone = behind[0] if len(behind) == 1 and IS.search(self.plain, at, behind[0][0].start) else []
        return next((g for g in behind if not g[0].oblique), alone)

    def subject(self, stretch: Stretch, at: int) -> int:
        """What the sentence says things about at an offset: its nearest subject before, else its topic."""
        head = self.plain[stretch.start : at]
        pair = re.search(r"(前者|后者)[^，。；]*$", head)
        if pair:
            chosen = self._of_pair(stretch, stretch.start + pair.start(), pair[1])
            if chosen is not None:
                return chosen
        before = [n for n in stretch.named if n.end <= at]
        if before and re.match(r"\s*(?:该|这[一款个]?)模型", self.plain[self.clause(at, at)[0] :][:8]):
            used = self.plain[max(stretch.start, before[-1].start - 6) : before[-1].start]
            if not before[-1].oblique or re.search(r"(?:使用|采用|利用|借助)了?\s*$", used):
                return before[-1].entity
        before = [n for n in before if not n.oblique and not self.shut(n, at)]
        if before:
            return self._series(stretch, before).entity
        after = next((n for n in stretch.named if n.start >= at and not n.oblique), None)
        if after and _ITS_AHEAD.match(head):
            return after.entity
        if stretch.topic >= 0:
            return stretch.topic
        if after and re.fullmatch(
            r"[^，。；！？\n]*|[^。；！？\n]*[，,](?:名为|叫做?|即|命名为)[^，。；\n]*", self.plain[at : after.start]
        ):
            return after.entity
        return -1

    def _series(self, stretch: Stretch, before: Sequence[Named]) -> Named:
        """The nearest subject, or the series that lists it (NAME 系列，包含 NAME-a、NAME-b)."""
        groups = [g for g in self.lists(stretch) if g[0] in before]
        if len(groups) > 1 and len(groups[-1]) > 1:
            between = self.plain[groups[-2][-1].end : groups[-1][0].start]
            if re.search(r"(?:包括|包含|共有|分为|分别[为是]|即|推出了?|[:：])\s*$", between) and len(between) <= 24:
                return groups[-2][0]
        return before[-1]

    def shut(self, one: Named, at: int) -> bool:
        """Whether the name stands in brackets that close before the offset: a remark on another name."""
        closes = [c for c in (self.plain.find(mark, one.end, at) for mark in _CLOSE) if c >= 0]
        opened = max(self.plain.rfind(mark, max(0, one.start - 40), one.start) for mark in _OPEN)
        if not closes or opened < 0:
            return False
        if re.search(r"(?:变体|版本|型号|成员|模型|款)\s*$", self.plain[max(0, opened - 6) : opened]):
            return False  # the brackets name what was just described
        between = self.plain[opened + 1 : one.start]
        return not any(mark in between for mark in _CLOSE + "。\n") and self.plain[:opened].rstrip()[-1:].isalnum()

    def _of_pair(self, stretch: Stretch, at: int, word: str) -> int | None:
        """前者 and 后者: the two different models named last before the words."""
        first = self.plain.find("前者", stretch.start, at)
        limit = first if first >= 0 else at
        recent: list[int] = []
        for one in reversed(self.named[: bisect_left([n.start for n in self.named], limit)]):
            if one.entity not in recent:
                recent.append(one.entity)
            if len(recent) == 2:
                return recent[1] if word == "前者" else recent[0]
        return None
