"""Does the source say so? Numbers and names of a summary must be in it; sentences are tied to what they rest on."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from summarizer.text import words

_NAME = re.compile(r"(?<![a-z0-9.])[a-z][a-z0-9.+\-]*[a-z0-9+]|(?<![a-z0-9.])[a-z]")
_MAGNITUDE = r"(?:万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百|%|‰|倍|[bkmgt](?![a-z]))"
_NUMBER = re.compile(rf"\d+(?:[.,:]\d+)*{_MAGNITUDE}?[a-z]*")
_TOKEN = re.compile(r"[a-z][a-z0-9.+\-]*[a-z0-9]|\d[\d.,]*\d|\d")
_GAP = re.compile(rf"(?<=\d)\s+(?={_MAGNITUDE})")
_HAN_DIGITS = "〇零一二三四五六七八九十百千万亿两"
_COUNTED = "个款种项倍年月日家位次大条名篇步层类天周小岁折成元代届亿万百千"
# 一 alone is an article (一个, 一种), and 两者, 十分, 一万 in 万一 … are words: only counted numerals state a number
_HAN_NUMBER = re.compile(
    rf"(?<![{_HAN_DIGITS}数几上])[{_HAN_DIGITS}]{{2,}}(?=[{_COUNTED}分点])"
    rf"|[二三四五六七八九十两](?=[{_COUNTED}])"
    rf"|[{_HAN_DIGITS}]+分之[{_HAN_DIGITS}点]+"
)
_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"〇": 0, "两": 2}

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
# characters that stand freely beside others as words of their own
_FREE = frozenset(
    "比将已超近约达含共并由靠令致较太极仍均皆曾刚正无未可需须应该想看做写读用跑换买卖装学答问讲谈版级型类款枚台张份篇条段句字多少"
    "大小高低快慢好坏新旧强弱难易长短真全半双单每首末零〇一二三四五六七八九十百千万亿两几这那有没会能要过得了着是不去来拿先请越很"
    "差降升增减涨跌至于在人时算"
)

_COMMAS = str.maketrans("，；", "、。")
_GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")

# forms that Taiwan and Hong Kong write, where the converter's neutral table prefers older ones
_USUAL_FORMS = str.maketrans("爲衆裏説啓綫", "為眾裡說啟線")

GRAM = 2
"""Characters of the n-grams that sentences are compared by; two is a word in Chinese."""
SUPPORT_FLOOR = 0.5
"""Share of a sentence's n-grams that its evidence must contain for the sentence to count as supported."""
_ENOUGH = 0.85
_GAIN = 0.12
_MOST_EVIDENCE = 3
_FEW_WORDS = 1


@cache
def _converter() -> Any:
    with warnings.catch_warnings():  # zhconv 1.4 leaves its table's file to the garbage collector
        warnings.simplefilter("ignore")
        import zhconv

        zhconv.loaddict()
    return zhconv


@lru_cache(maxsize=64)
def simplified(text: str) -> str:
    """NFKC, lower case, Simplified characters: the form in which texts are compared, not the one that is shown.

    Chinese commas become 、 first: NFKC makes them those that group digits, and GPT-4，32K would read as 4,32.
    """
    return str(_converter().convert(unicodedata.normalize("NFKC", text.translate(_COMMAS)).lower(), "zh-hans"))


def in_script(text: str, language: str) -> str:
    """The text in the characters of a post's language: Traditional for zh-Hant, else Simplified as it is."""
    if language != "zh-Hant":
        return text
    return str(_converter().convert(text, "zh-hant")).translate(_USUAL_FORMS)


def unsupported(sentence: str, source: str) -> list[str]:
    """The numbers (with their magnitude: 13亿 is not 130亿) and Latin names that the source does not contain."""
    said, hay = _GAP.sub("", simplified(sentence)), _GAP.sub("", simplified(source))
    names = list(dict.fromkeys(_NAME.findall(said)))
    missing = [name for name in names if not _has_name(name, hay)]
    hay = _GROUPING.sub("", hay)
    numbers = dict.fromkeys(_NUMBER.findall(_NAME.sub(" ", said)))
    missing += [number for number in numbers if not _has_number(_GROUPING.sub("", number), hay)]
    missing += [number for number in numbers if number not in missing and _lost_unit(number, said, hay)]
    return missing + [m.group() for m in _HAN_NUMBER.finditer(said) if not _has_han_number(m.group(), hay)]


def _has_number(number: str, hay: str) -> bool:
    """As a whole number: 3 is not in 13, 2.5 not in 12.5, and a bare 13 not in 13亿."""
    after = rf"(?!\d|\.\d|{_MAGNITUDE})" if number[-1].isdigit() else "(?![a-z])" if number[-1].isascii() else ""
    return re.search(rf"(?<!\d)(?<!\d\.){re.escape(number)}{after}", hay) is not None


def _lost_unit(number: str, said: str, hay: str) -> bool:
    """Whether the source counts tokens wherever it gives the number, and the sentence something else."""
    number = re.escape(_GROUPING.sub("", number))
    counted = re.search(rf"{number}(?!\s?token)", hay) is None
    return counted and re.search(rf"{number}(?!\s?(?:个|兆个)?\s?token)", _GROUPING.sub("", said)) is not None


def _has_name(name: str, hay: str) -> bool:
    """As a whole name: gpt-4 is not in gpt-4o, qwen2 not in qwen2.5; written with blanks it is the same (x gen)."""
    letters = r"\s?".join(re.escape(c) for c in name) if len(name) > 2 else re.escape(name)
    return re.search(rf"(?<![a-z]){letters}(?![a-z0-9]|\.\d)", hay) is not None


def _has_han_number(number: str, hay: str) -> bool:
    """Written the same, or as the same small number in digits (三个, 3个)."""
    if number in hay:
        return True
    value = _VALUES.get(number)
    return value is not None and re.search(rf"(?<![\d.]){value}(?![\d.])", hay) is not None


def unbound(sentence: str, passages: Sequence[str]) -> list[str]:
    """The numbers that no passage states near a name which the sentence gives them to.

    A clause without a name of its own speaks of the one before it. A passage is read with the two before it, as far
    back as a pronoun reaches, and with the first, where a title stands.
    """
    read = [_GROUPING.sub("", _GAP.sub("", simplified(passage))) for passage in passages]
    names: list[str] = []
    found = []
    for clause in re.split(r"[，；。、]", _GAP.sub("", simplified(sentence))):
        names = [n for n in _NAME.findall(clause) if len(n) > 1] or names
        for number in _NUMBER.findall(_NAME.sub(" ", clause)):
            places = [i for i, passage in enumerate(read) if _has_number(_GROUPING.sub("", number), passage)]
            near = [" ".join([read[0], *read[max(0, i - 2) : i + 1]]) for i in places]
            if names and near and not any(_has_name(name, passage) for name in names for passage in near):
                found.append(number)
    return found


def squashed(text: str) -> str:
    """NFKC, lower case, without blanks: where `torn` looks names and numbers up."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def torn(sentence: str, squashed_text: str) -> list[str]:
    """The names and numbers that no quote of the text can show in one piece, since markup stands in them: 1**25M."""
    tokens = dict.fromkeys(_TOKEN.findall(unicodedata.normalize("NFKC", sentence).lower()))
    return [t for t in tokens if t not in squashed_text and t.replace(",", "") not in squashed_text]


def faults(sentence: str, source: str, passages: Sequence[str]) -> list[str]:
    """What a sentence says that its source (whose sentences the passages are) does not; empty when nothing is wrong."""
    return (
        unsupported(sentence, source)
        or unbound(sentence, passages)
        or borrowed(sentence, passages)
        or garbled(sentence, source)
    )


def borrowed(sentence: str, passages: Sequence[str]) -> list[str]:
    """The numbers that stand in one clause with a word which the source uses, but nowhere near that number.

    So a fall in input prices does not become one of output prices. Words that the source lacks are another's task.
    """
    read = [_GROUPING.sub("", simplified(passage)) for passage in passages]
    said = [set(words.content_tokens(passage)) for passage in read]
    known = set().union(*said)
    found = []
    before: set[str] = set()
    for clause in re.split(r"[，；。、]", _GAP.sub("", simplified(sentence))):
        own = {w for w in words.content_tokens(clause) if w in known}
        told = own | before if len(own) <= _FEW_WORDS else own  # 降幅97% speaks of the clause before it
        before = own
        for number in _NUMBER.findall(_NAME.sub(" ", clause)):
            places = [i for i, p in enumerate(read) if _has_number(_GROUPING.sub("", number), _GAP.sub("", p))]
            near = [said[0].union(*said[max(0, i - 1) : i + 1]) for i in places]
            if near and all(told - around for around in near):
                found.append(number)
    return found


def garbled(sentence: str, source: str) -> list[str]:
    """Han characters that the source lacks and that belong to no word: a small model's slips (媒美 for 媲美)."""
    known, said = set(simplified(source)), simplified(sentence)
    found = []
    for run in _HAN_RUN.finditer(said):
        text = run.group()
        for at, c in enumerate(text):
            if c in known or c in _FREE or c in words.STOP_WORDS:
                continue
            around = (text[i:j] for i in range(max(0, at - 3), at + 1) for j in range(max(at + 1, i + 2), i + 5))
            if not any(words.is_known(word) for word in around):
                found.append(text[max(0, at - 1) : at + 2])
    return found


def grams(text: str) -> set[str]:
    """Character n-grams of the letters, digits and Han characters; the text is compared as `simplified`."""
    letters = "".join(c for c in simplified(text) if c.isalnum())
    return {letters[i : i + GRAM] for i in range(len(letters) - GRAM + 1)}


def recall(sentence: str, source: str) -> float:
    """Share of the sentence's n-grams that the source contains."""
    wanted = grams(sentence)
    return len(wanted & grams(source)) / len(wanted) if wanted else 0.0


def evidence(sentence: str, candidates: list[str]) -> tuple[list[int], float]:
    """Indices (in order) of the few source sentences that cover this one best, and the share they cover.

    Greedy set cover over character n-grams: each further sentence must add a fair share of what is still missing.
    """
    wanted = grams(sentence)
    if not wanted:
        return [], 0.0
    offered = [wanted & grams(candidate) for candidate in candidates]
    chosen: list[int] = []
    covered: set[str] = set()
    while len(chosen) < _MOST_EVIDENCE and len(covered) < _ENOUGH * len(wanted):
        gains = [len(offer - covered) for offer in offered]
        best = max(range(len(gains)), key=lambda i: (gains[i], -i), default=-1)
        if best < 0 or gains[best] < _GAIN * len(wanted):
            break
        chosen.append(best)
        covered |= offered[best]
    return sorted(chosen), len(covered) / len(wanted)
