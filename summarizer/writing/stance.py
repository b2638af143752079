"""How surely, and on whose word, a source says what a summary repeats: put back where a summary left it out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.writing import support

_BREAKS = "，；。：、,;:“”「」！？!?"
_CLAUSE = re.compile(r"[^，；。,;！？!?\n]+")
# hearsay colours the rest of its sentence, an auxiliary only its own clause; 可能性 and 几种可能 are nouns
_HEARSAY = (
    "据传|據傳|据说|據說|传闻(?:称|，)|傳聞(?:稱|，)|传言|傳言|谣传|爆料|消息称|消息稱|有消息|知情人|网传|網傳"
    "|(?:泄[露漏]|洩[露漏]|曝光)的"
)
_SIGNS = (
    ("据传", _HEARSAY + "|疑似"),
    ("预计", "预计|預計|有望|(?<!非)(?:预期|預期)|将于|將於|即将|即將|拟于"),
    ("或许", "可能(?![性，。、；]|$)|或许|或許|也许|也許|或将|或將|大概率|似乎|估计|估計"),
)
_RUMOUR = re.compile(_HEARSAY)
_SURENESS = tuple((adverb, re.compile(signs)) for adverb, signs in _SIGNS)
_ANY_DOUBT = re.compile("|".join(signs for _, signs in _SIGNS) + "|据称|據稱|据报|据悉|传|若|如果|号称|號稱")
_SAYS = "称|稱|表示|声称|聲稱|宣称|宣稱|自称|说|說|认为|認為|透露|指出|强调|強調|坦言"
_SAYING = re.compile(
    rf"(?:^|(?<=[{_BREAKS}\s]))(?:据|據|而|但|不过|另据)?"
    r"(?P<who>[A-Za-z][A-Za-z0-9.&\- ]{1,24}?|[\u4e00-\u9fff·]{2,8}?)\s?"
    rf"(?:方面|官方|公司|团队)?(?:在[^，。；]{{1,10}})?(?:还|則|则|也|都|曾|自己)?(?P<verb>{_SAYS})(?![明法话話服道])[，,：:“「]?"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+\-]*")
_TOLD = re.compile(rf"{_SAYS}|据|據|号称|號稱|宣布|介绍|来自|報告|报告")
_NOBODY = re.compile(
    "[我你这這那哪]|听了|听说|[来來地得中上里裡下了着是]$|版本|模型|方案|方法|截图"
    "|^(?:他|她|它|该|其|此|大家|咱|可以|也就|不能|只能|就是|应该|很难|一般|或者|所谓|虽|如果|简单|换句话|总|据|真要|比如|具体|粗略|今年|而|可|亲口|親口)"
)
_TURN = re.compile(r"\s*(?:但|而|可是|因为|因為|所以|然后|例如|比如|也|再|让|即|就|我)")
_COVERED = 0.5
"""Share of a summary clause's n-grams that the doubted or attributed words must hold for their stance to be its own."""


def restored(sentence: str, passages: Sequence[str]) -> str:
    """The sentence with the adverb of doubt, or the speaker, that its evidence puts before the same statement."""
    for passage in passages:
        sentence = _hedged(sentence, passage)
        sentence = _attributed(sentence, passage)
    return sentence


def _hedged(sentence: str, passage: str) -> str:
    if _ANY_DOUBT.search(sentence):
        return sentence
    for adverb, signs in _SURENESS:
        for clause in _CLAUSE.finditer(passage):
            sign = signs.search(clause.group())
            if not sign:
                continue
            end = _stop(passage, clause.end()) if _RUMOUR.search(sign.group()) else clause.end()
            after = passage[clause.start() + sign.end() : end]
            doubted = after if len(after) >= 6 else clause.group()
            if (at := _place(sentence, doubted)) is not None:
                return f"{sentence[:at]}{adverb}{_pause(sentence, at)}{sentence[at:]}"
    return sentence


def _attributed(sentence: str, passage: str) -> str:
    if _TOLD.search(sentence):
        return sentence
    for said in _SAYING.finditer(passage):
        who = said["who"].strip()
        if _NOBODY.search(who):
            continue
        at = _place(sentence, passage[said.end() : _stop(passage, said.end())])
        if at is not None:
            rest = sentence[at:].removeprefix(who).lstrip()
            comma = "，" if said.group()[-1] in "，,：:“「" else _pause(rest, 0)
            return f"{sentence[:at]}{who}{said['verb']}{comma}{rest}"
    return sentence


def _pause(text: str, at: int) -> str:
    """A comma before a Latin name or a number, which would run into the word before it."""
    return "，" if text[at : at + 1].isascii() else ""


def _stop(passage: str, start: int) -> int:
    """The end of the sentence that `start` lies in: doubt and attribution reach no further."""
    ends = [i for i in (passage.find(mark, start) for mark in "。；！？\n") if i >= 0]
    return min(ends, default=len(passage))


def _place(sentence: str, stated: str) -> int | None:
    """Where the first clause of the sentence begins that repeats the statement; None when none does."""
    for clause in _CLAUSE.finditer(sentence):
        said = clause.group()
        bare = _LATIN.sub("", said)  # its subject may stand before the speaker
        if len(bare) >= 3 and not _TURN.match(said) and support.recall(bare, _LATIN.sub("", stated)) >= _COVERED:
            return clause.start() + len(said) - len(said.lstrip())
    return None
