"""What the numbers of a text count: parameters, context tokens, training tokens, bare sizes.

All functions take a *plain* text (see `numbers.plain`) and give its offsets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.facts.numbers import Amount, amounts


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that counts something of a model; `start:end` is the phrase to quote, number inside."""

    field: str  # parameters | context_length | training_tokens | size
    value: float
    start: int
    end: int
    at: int  # where the number itself starts
    until: int  # and ends
    kind: str | None = None  # parameters: total | active
    run: int = -1  # numbers of one enumeration or range share it


_TOKENS = r"(?:tokens?|代币|令牌|词元|标记)"
_ABOUT = (
    r"(?:大?约|仅仅?|只有?|高达|多达|达到?了?|可达|超过?|突破|接近|将?近|为|是|"
    r"有|从|由|在|共|均|都|也|则|不到|不足|少于|至少|"
    r"最多|最高|最大|分别|增至|提升|扩展|扩大|升级|到|至|了|或将?|将|可能|预计|料|:|：|的|为止|"
    r"拉长?|延长|扩充|扩|增加|放宽|翻倍|一步|跨|冲|统一|全面|能够?|可以?|号称|支持|做|涨|加|原生|默认|足足|长|\s|\*)*"
)
_COUNT = r"(?:范围|量级?|总量|总数量?|数目?|数量|规模|大小|体量|尺寸)*"
_KINDS = r"(?:这|共)?[两三四五六七八九十\d]\s?[种个款档](?:不同)?的?"
_SIZES = re.compile(rf"\s*(?:参数)?{_KINDS}\s*(?:规格|尺寸|规模|大小|体量|档位|版本)")
_SIZE_WORDS = re.compile(rf"(?:参数|参量|参数级|总参){_COUNT}{_ABOUT}$")
_ACTIVE = re.compile(rf"(?:激活|活跃|启用|active|activated|activating)(?:的)?\s*(?:参数|参量)?{_COUNT}{_ABOUT}$", re.I)
_PARAMETERS = re.compile(
    rf"\s*(?:多|余|左右|以上)?(?:{_KINDS}|个|级别?(?:的)?|规模的?|量级的?|大小的?|的)?\s*"
    r"(?P<active>激活的?|活跃的?|active\s|activated\s)?(?:总|可训练的?|可学习的?|"
    r"模型)?\s*(?:参数|参量|params?\b|parameters?\b)",
    re.I,
)
_ACTIVATED = re.compile(r"\s*(?:个?参数)?\s*(?:会?被激活|激活|活跃|(?:is|are)?\s*activ)", re.I)
_SUPPORTS = re.compile(
    r"(?:支持|原生|可达|扩展到|提升[到至]|拉到|加到|默认|最长|窗口)(?:了|最高|最长|最多|约|到|的|\s)*$|分别[是为]\s*$"
)
_ABOUT_WINDOWS = re.compile(r"上下文|脉络|窗口|视窗|长文本|context", re.I)
_NO_WINDOW = re.compile(
    r"\s*(?:分辨率|视频|图[像片]?|画[质面]|高清|超清|屏|Hz|元|美元|颗?\s*[Ss]tars?|星|下载|用户|人|个|条|次|行|样本|[的]?(?:图|视频|输出|数据))"
)
_PART_OF = re.compile(r"\s*个?(?:参数)?(?:中的|里的|当中的|中仅?激活|中只?有?)\s*约?$")
_GROWN = (
    r"(?:一口气|一步|直接)?(?:提升|扩展|增加|扩大|升级|提高|增长|扩充|延长|拉长?|"
    r"跨越?|扩|增|涨|翻|加|跳|冲)(?:到了?|至|为)"
)
_FROM = re.compile(rf"(?:从|由)[^，。；,;]{{1,24}}?{_GROWN}", re.I)
_FORMER = re.compile(rf"\s*(?:{_TOKENS}|参数)?\s*(?:[（(][^（）()]{{1,20}})?[)）]?\s*{_GROWN}", re.I)
_CORPUS = re.compile(rf"(?:预?训练)(?:数据|资料|语料|token){_COUNT}{_ABOUT}$", re.I)
_GLOSS = re.compile(r"\s*[（(][^（）()]{1,12}[）)]")
_PLANNED = re.compile(r"未来|后续|计划|即将|将(?:会|于|升级)")
_NO_MODEL = re.compile(r"(?:专家|expert|每层|每个头|embedding|嵌入|词表|数据集|样本)[^，。；,;）)：:]{0,6}$", re.I)
_WINDOW = re.compile(
    rf"(?:上下文|脉络|context|序列)(?:窗口|视窗|长度|length|window|\s|大小|理解|处理|能力|上限|限制|长文本|的)*{_ABOUT}"
    r"(?:支持|处理|容纳)*(?:最长|最高|最大|多达|高达|可达|至|到|of|up to|\s)*$",
    re.I,
)
_OF_CONTEXT = re.compile(
    rf"\s*(?:的|个)?\s*(?:{_TOKENS})?\s*(?:的|级别?的?)?\s*(?:超长|长|输入|最大)?(?:文本)?\s*(?:上下文|脉络|"
    rf"context\b|窗口|视窗|序列长度)",
    re.I,
)
_TOKEN_NOUN = re.compile(
    rf"\s*(?:多|余|左右|以上|\+)?\s*(?:个|条)?\s*(?:高质量|中英文?|文本|训练|多语言)*\s*{_TOKENS}", re.I
)
_TOKEN_USE = re.compile(r"\s*(?:的?(?:调用|消耗|用量|费用|吞吐|请求)|/|每|per\b)", re.I)
_USED = re.compile(r"(?:每[天日月周秒次]|消耗|烧[掉了]|调用|处理了|用量|吞吐|日均)[^，。；,;]{0,10}$")
_OUTPUT = re.compile(r"(?:输出|生成|思考|output|预算)[^，。；,;]{0,8}$", re.I)
_TRAINING = re.compile(r"训练|语料|数据|拥有|喂|pre-?train|trained|corpus", re.I)
_TUNING = re.compile(r"微调|针对性|后训练|post-?train|强化学习阶段|持续预训练|继续预训练")
_JOIN = re.compile(
    r"\s*(?:(?:参数|参数量|模型)?\s*(?:、|,|，|/|和|与|及|以及|或者?|到|至|~|～|"
    r"-|—|–|or\b|and\b|to\b)\s*(?:约|近)?)+\s*"
)
_REMARK = re.compile(r"[（(][^（）()]{1,20}[）)]")
_GENERIC = re.compile(
    r"(?:大多数|多数|其他|其它|许多|很多|一些|不少|主流|普通|高级|同类|传统)[^，。；\n]{0,10}(?:模型|"
    r"LLM|产品|系统)[^，。；\n]{0,8}$"
    r"|(?:最先进|最佳|最好|同等|同级|同类|同规模|竞争|现有|传统|同样|类似|更大|更小)的?\s*$|(?:相当于|堪比)\s*$"
)
_CLASS = re.compile(
    r"\s*(?:个|级别?)?(?:的)?(?:参数)?(?:量级|级别?|规模)?(?:的)?(?:(?:大)?模型的?(?:性能|效果|水平|能力|表现)|的?(?:水平|档次))"
)
_FURTHER = re.compile(r"(?:还有|另有|另外|此外|还|另)(?:还)?(?:有)?(?:一[种款个])?[^，。；A-Za-z]{0,6}$")
_UNRELEASED = re.compile(
    r"[^，。；\nA-Za-z]{0,12}(?:(?:正在|仍在|还在|尚在)[^，。；]{0,4}(?:训练|开发|研发|测试|打磨)|(?:尚|还|暂|并)?未(?:正式|同时)?(?:发布|开源|公布|放出|推出)"
    r"|没有[^，。；]{0,6}(?:发布|开源|公布|放出|推出))"
)
_CONDITION = re.compile(r"(?:(?:^|[^存现正处旨])在|于)(?:整个|处理|约|长达|高达|\s)*$|整个\s*$")
_UNDER = re.compile(
    r"[^，。；]{0,8}?(?:上下文|脉络|窗口|视窗|序列|输入|文本|context)(?:长度|窗口)?(?:的)?(?:场景|条件|设[置定]|情况|环境|任务)?(?:之)?[下时中内里]",
    re.I,
)
_PUT_IN = re.compile(r"(?:处理|面对|输入|读取|跑|测试?)(?:约|长达|高达|\s)*$")
_HARDWARE = re.compile(
    r"(?:GPU|显卡|[单一两双四八\d]\s?[卡块张]|RTX|[A-Z]\d00|\d090|显存|内存|Mac|笔记本|手机|树莓派|Jetson)[^。；\n]{0,30}?"
    r"(?:处理|容纳|留|塞|放[得下]|装[得下]|撑|跑)(?:[得到下出了]|还|\s)*$",
    re.I,
)
"""How much fits on a machine is no window of the model."""
_WHEN = re.compile(r"\s*个?(?:tokens?|词元)?\s*的?(?:时候|时(?![代间长候])|情况下)", re.I)
_CLOSE = 1.2  # a range whose ends differ by less, 27-28B, says one size vaguely
_READS = re.compile(r"(?:处理|读[入取懂完]|接[受收]|吞下|吃下|容纳|理解|输入|支持|塞[进入下])了?[^，。；\d]{0,6}$")
_MOST = re.compile(r"(?:最[长大多高]|一次性?|单次|长达|多达|高达|可达)")
_READ_TEXT = re.compile(
    r"\s*(?:个)?\s*(?:tokens?|词元|令牌|标记)\s*(?:长度)?的?(?:超?长)?(?:输入|文本|文档|文章|序列|内容|提示)", re.I
)
_LIMIT = re.compile(r"\s*(?:个)?\s*(?:tokens?|词元|令牌|标记)\s*的?(?:限制|上限|长度)", re.I)
_SCALES = frozenset(["b", "m", "t", "k", "亿", "万亿", "百亿", "千亿", "十亿", "兆", "billion", "million", "trillion"])
_NOUNS = re.compile(
    r"(?P<active>激活(?:的?参数)?|活跃参数)|(?P<parameters>参数|参量)|(?P<window>上下文|脉络|窗口)|(?P<corpus>训练)"
)
_NOUN_FIELDS = {
    "active": "parameters", "parameters": "parameters", "window": "context_length", "corpus": "training_tokens",
}  # fmt: skip
_FITTING = {
    "parameters": ("亿", "万亿", "百亿", "千亿", "十亿", "b", "billion"),
    "context_length": ("k", "万", "百万", "千万", "m"),
    "training_tokens": ("万亿", "兆", "t", "trillion"),
}
_ELLIPTIC = re.compile(
    r"\s*(?:而|则|另外?)?\s*(?:前者|后者|[一二两三另]者|[\u4e00-\u9fff]{0,4}[A-Za-z][\w.\- ]{0,24}|"
    r"\d+(?:\.\d+)?B|[\u4e00-\u9fff]{1,4}版?)?\s*"
    r"(?:的|则|也|就|都|均|分别|大?约|近|仅|只|高达|达到?|已|有|是|为|:|：|\s)*"
)
_ENDS = re.compile(r"\s*(?:个)?\s*(?:[，。；、）)\n]|$)")
_CLAUSE = re.compile(r"[，。；！？;!?\n（(]|,(?!\d)")
_TAIL = re.compile(
    r"[^，。；！？;!?\n,、）)]{0,12}?(?:参数|tokens?|代币|令牌|词元|窗口|上下文|"
    r"context window|context|params?|parameters)",
    re.I,
)


_SHORTEST = 1000  # tokens of a window that only what it takes in says is one
_SAME = 0.06  # two ways to write one number, 100万 and 1,048,576, differ by less


def quantities(text: str) -> list[Quantity]:
    """All numbers of the text that count parameters, context or training tokens, or give a bare size, in order."""
    found: list[Quantity] = []
    for n, run in enumerate(_runs(text, amounts(text))):
        field, kind = _meaning(text, run)
        if field in ("parameters", "size") and _vague(text, run):
            continue
        if not field:
            field, kind = _carried(text, found[-1] if found else None, run)
        for one in run:
            of, active = field, kind
            if len(run) == 1 and of == "parameters" and found and _part_of(text, found[-1], one):
                found[-1] = _with_kind(found[-1], "total")
                active = "active"
            if not of or not _plausible(of, one) or (found and _restated(text, found[-1], of, one)):
                continue
            start, end = _phrase(text, run, of) if len(run) == 1 else (run[0].start, _phrase(text, run, of)[1])
            found.append(
                Quantity(of, one.value, min(start, one.start), max(end, one.end), one.start, one.end, active, n)
            )
    return found


def _vague(text: str, run: Sequence[Amount]) -> bool:
    """约 27-28B: two ends so close that neither is told as the size."""
    return (
        len(run) == 2
        and run[0].value < run[1].value <= _CLOSE * run[0].value
        and re.fullmatch(r"\s*[-~～—–至到]\s*", text[run[0].end : run[1].start]) is not None
    )


def _runs(text: str, every: Sequence[Amount]) -> list[list[Amount]]:
    """Enumerations and ranges: numbers with nothing but 、, 和, 至 … (and remarks in brackets) between them."""
    runs: list[list[Amount]] = []
    for one in every:
        if one.scale in _SCALES:
            for run in reversed(runs[-3:]):
                last = run[-1]
                same = (last.scale == "k") == (one.scale == "k")
                if same and last.scale in _SCALES and _JOIN.fullmatch(_REMARK.sub("", text[last.end : one.start])):
                    run.append(one)
                    break
            else:
                runs.append([one])
        else:
            runs.append([one])
    return runs


def _left(text: str, at: int) -> str:
    """What stands before an offset in its clause, up to 40 characters."""
    piece = _REMARK.sub(lambda m: " " * len(m[0]), text[max(0, at - 48) : at])
    cuts = [m.end() for m in _CLAUSE.finditer(piece)]
    return piece[cuts[-1] :] if cuts else piece


def _sentence(text: str, at: int, until: int) -> str:
    """The surroundings of a number up to full stops."""
    start = max(text.rfind(mark, max(0, at - 160), at) for mark in "。！？\n") + 1
    ends = [e for e in (text.find(mark, until, until + 160) for mark in "。！？\n") if e >= 0]
    return text[start : min(ends, default=until + 160)]


def _before(text: str, at: int) -> str:
    """What its sentence says before an offset, up to 60 characters."""
    return re.split(r"[。！？\n]", text[max(0, at - 60) : at])[-1]


def _meaning(text: str, run: Sequence[Amount]) -> tuple[str, str | None]:
    """What the numbers of one run count: field and kind; an empty field where they count nothing of a model."""
    first, last = run[0], run[-1]
    left = _FROM.sub("", _left(text, first.start))
    gloss = _GLOSS.match(text, last.end)
    right = text[gloss.end() if gloss and not _PARAMETERS.match(text, last.end) else last.end :][:40]
    if _FORMER.match(right):
        return "", None
    if re.search(r"[$¥￥€£]\s*$", left) or re.match(
        r"\s*(?:美元|美金|元|块|人民币|韩元|日元|欧元|英镑|港元|%|倍|GB|MB|字|小时)", right
    ):
        return "", None
    if re.search(r"[/／每]\s*$", left) or _NO_MODEL.search(left) or _GENERIC.search(left) or _CLASS.match(right):
        return "", None
    named = _PARAMETERS.match(right)
    if _FURTHER.search(left) and _UNRELEASED.match(right):
        return "", None
    if not named and _HARDWARE.search(_before(text, first.start)):
        return "", None
    if _OF_CONTEXT.match(right) and not named and not _PLANNED.search(left):
        condition = (_CONDITION.search(left) or _PUT_IN.search(left)) and _UNDER.match(right)
        return ("", None) if condition else ("context_length", None)
    if _ACTIVE.search(left) or (named and named["active"]) or (_ACTIVATED.match(right) and first.scale in _SCALES):
        return "parameters", "active"
    if named or (_SIZE_WORDS.search(left) and first.scale in _SCALES):
        return "parameters", "total"
    if _SIZES.match(right) and all(a.scale in ("亿", "万亿", "十亿", "百亿", "千亿") for a in run):
        return "size", "total"
    if _PLANNED.search(left) and not _SIZE_WORDS.search(left):
        return "", None
    if _WHEN.match(right):
        return "", None
    if (_WINDOW.search(left) or _supported(text, run, left)) and not _OUTPUT.search(left):
        return "context_length", None
    if _CORPUS.search(left) and last.scale in ("t", "万亿", "trillion"):
        return "training_tokens", None
    fed = re.search(r"训练(?:使用|采用|用|喂)了?\s*(?:约|近|超过?)?\s*$", left) and re.match(
        r"[^，。；\n]{0,10}(?:数据|语料)", right
    )
    if fed and last.scale in ("t", "万亿", "trillion"):
        return "training_tokens", None
    if _TOKEN_NOUN.match(right):
        return _token_meaning(text, run, left), None
    if all(a.scale in ("b", "billion") for a in run) and not _USED.search(left):
        return "size", "total"
    in_brackets = left.endswith(("（", "(")) or text[first.start - 1 : first.start] in ("（", "(")
    return (
        ("size", "total") if in_brackets and last.scale in ("亿", "万亿") and right[:1] in ("）", ")") else ("", None)
    )


def _supported(text: str, run: Sequence[Amount], left: str) -> bool:
    """支持 128K, 原生 32K: a window without its noun; 4K and 8K may be pictures, and want the noun in the sentence."""
    last = run[-1]
    if any(a.scale != "k" for a in run) or not _SUPPORTS.search(left) or _NO_WINDOW.match(text, last.end):
        return False
    return last.value >= 16_000 or bool(_ABOUT_WINDOWS.search(_sentence(text, run[0].start, last.end)))


def _token_meaning(text: str, run: Sequence[Amount], left: str) -> str:
    """Whether a number of tokens is a window, a training corpus or neither."""
    first, last = run[0], run[-1]
    gloss = _GLOSS.match(text, last.end)
    noun = _TOKEN_NOUN.match(text, last.end) or _TOKEN_NOUN.match(text, gloss.end() if gloss else last.end)
    if (noun and _TOKEN_USE.match(text, noun.end())) or _USED.search(left) or _OUTPUT.search(left):
        return ""
    around = _sentence(text, first.start, last.end)
    if last.value >= 5e9:
        return "training_tokens" if _TRAINING.search(around) and not _TUNING.search(_clause(text, first.start)) else ""
    reads = _READS.search(left) and (_MOST.search(left) or _READ_TEXT.match(text, last.end))
    told = text[max(0, first.start - 60) : first.start] if _LIMIT.match(text, last.end) else around
    wide = (
        re.search(r"上下文|context|窗口|长文本", told, re.I)
        or re.match(r"\s*的?版本", text[noun.end() :] if noun else "")
        or (reads and last.value >= _SHORTEST)
    )
    return "context_length" if wide else ""


def _clause(text: str, at: int) -> str:
    """The clause around an offset, up to the marks that end it on both sides."""
    end = re.compile(r"[，。；！？\n]").search(text, at)
    return _left(text, at) + text[at : end.start() if end else at + 60]


def _plausible(field: str, one: Amount) -> bool:
    if field == "parameters":
        return one.value >= 1e6 and one.scale in _SCALES | {"万", "百万", "千万", ""} and one.value <= 1e15
    if field == "context_length":
        return 500 <= one.value <= 2e8 and one.scale not in ("b", "t")
    return one.value >= 1e8 if field == "size" else True


def _carried(text: str, before: Quantity | None, run: Sequence[Amount]) -> tuple[str, str | None]:
    """A参数达6000亿，B则有3000亿; 总参数相差很大，前者30亿: the noun is said once for what follows in the sentence."""
    first, last = run[0], run[-1]
    left = _left(text, first.start)
    if (
        _NO_MODEL.search(left)
        or not _ENDS.match(text, last.end)
        or _OUTPUT.search(left)
        or _FORMER.match(text, last.end)
        or not _ELLIPTIC.fullmatch(left)
    ):
        return "", None
    start = max(text.rfind(mark, max(0, first.start - 90), first.start) for mark in "。！？\n") + 1
    told = text[start : first.start]
    if re.search(r"[元%]\s*[，；]?[^，；]{0,12}$|成本|价格", told):
        return "", None
    nouns = list(_NOUNS.finditer(told))
    if before and before.start >= start and (not nouns or start + nouns[-1].end() <= before.end + 4):
        field, kind = before.field, before.kind
    elif nouns:
        field = _NOUN_FIELDS[nouns[-1].lastgroup or "parameters"]
        kind = ("active" if nouns[-1]["active"] else "total") if field == "parameters" else None
    else:
        return "", None
    return (field, kind) if last.scale in _FITTING.get(field, ()) else ("", None)


def _part_of(text: str, whole: Quantity, one: Amount) -> bool:
    """467 亿个参数中的 129 亿个参数: the second is the active part of the first."""
    return whole.field == "parameters" and bool(_PART_OF.fullmatch(text, whole.until, one.start))


def _restated(text: str, before: Quantity, field: str, one: Amount) -> bool:
    """100 万 token（1,048,576）: the brackets say once more, exactly, what stands before them."""
    if before.field != field or not 0 < abs(one.value - before.value) <= _SAME * before.value:
        return False
    return (
        re.fullmatch(
            r"[^，。；\n（()]{0,16}[（(](?:即|约|也就是|等于|精确|确切|为|\s)*", text[before.until : one.start]
        )
        is not None
    )


def _with_kind(one: Quantity, kind: str) -> Quantity:
    return Quantity(one.field, one.value, one.start, one.end, one.at, one.until, kind, one.run)


def _phrase(text: str, run: Sequence[Amount], field: str) -> tuple[int, int]:
    """The phrase to quote: the numbers with the noun that says what they count."""
    start, end = run[0].start, run[-1].end
    if field == "size":
        return start, end
    tail = _TAIL.match(text, end)
    if tail and (_PARAMETERS.match(text, end) or _TOKEN_NOUN.match(text, end) or _OF_CONTEXT.match(text, end)):
        return start, tail.end()
    left = _left(text, start)
    nouns = [m.start() for m in re.finditer(r"总参数|激活|活跃|参数|上下文|context", left, re.I)]
    return (start - len(left) + nouns[0] if nouns else start), end
