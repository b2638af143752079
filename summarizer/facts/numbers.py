"""Numbers as Chinese tech posts write them: 1.2万亿, 七十亿, 6.7B, 131,072, 近千亿, 数十亿."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from summarizer.naming.names import simplified

_DIGITS = {**{c: i for i, c in enumerate("〇一二三四五六七八九")}, "零": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN = "〇零一二两三四五六七八九十百千"
_SCALES = {
    "兆": 1e12, "万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "十亿": 1e9, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5,
    "万": 1e4, "千": 1e3, "百": 1e2,
    "trillion": 1e12, "billion": 1e9, "million": 1e6, "thousand": 1e3,
    "t": 1e12, "b": 1e9, "bn": 1e9, "m": 1e6, "k": 1e3,
}  # fmt: skip
_SCALE = (
    r"(?:兆(?=\s*个?\s*(?:参数|参量|token|词元|标记|[，。；、）)*\s]|的|$))|万亿|[千百十]?亿|[千百十]?万|[千百](?![分元])|(?i:trillion|"
    r"billion|million|thousand|bn|[TBMK])(?![A-Za-z0-9]))"
)
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_AMOUNT = (
    rf"(?:{_ARABIC}[ \t]?(?:-[ \t]?)?{_SCALE}|{_ARABIC}|[{_HAN}]+(?:点[{_HAN}]+)?(?:万亿|[亿万])+|[千百十]?[亿万]亿?)"
)
AMOUNT = re.compile(rf"(?=[\d{_HAN}亿万])(?<![\dA-Za-z.])(?<![A-Za-z]-){_AMOUNT}")
"""One number with its scale, in plain text (see `plain`); the first look-ahead is for speed."""

_VAGUE = re.compile(r"(?:[数几上好多]|[两三四五六七八九][三四五六七八九]?)$")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Full-width → half-width and Traditional → Simplified, one character each, so that offsets stay."""
    table = {ord(k): v for k, v in simplified().items()}
    for code in range(0xFF01, 0xFF5F):
        table[code] = unicodedata.normalize("NFKC", chr(code))
    # Marks that end clauses keep their width: a comma between numbers is no thousands separator.
    for mark in "，；：（）！？":
        table.pop(ord(mark), None)
    table.update({ord("\u3000"): " ", ord("\u00a0"): " ", ord("\u200b"): " ", ord("兩"): "两"})
    return table


def plain(text: str) -> str:
    """`text` in Simplified characters and half-width letters and digits; same length, same offsets."""
    return text.translate(_table())


def _han(text: str) -> float | None:
    """The value of a Chinese numeral without 万 and 亿."""
    if all(c in _DIGITS for c in text):
        return float("".join(str(_DIGITS[c]) for c in text)) if text else None
    total, digit = 0, 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        else:
            total += (digit or 1) * _TENS[c]
            digit = 0
    return float(total + digit)


_LONGEST = 20  # digits; what is longer counts nothing


@lru_cache(maxsize=4096)
def number(text: str) -> float | None:
    """The value of one number, scale included; None where it isn't one."""
    folded = re.sub(r"[\s,-]", "", plain(text)).lower()
    arabic = re.match(r"\d+(?:\.\d+)?", folded)
    if len(arabic[0] if arabic else folded) > _LONGEST:
        return None
    if arabic:
        rest = folded[arabic.end() :]
        if rest == "":
            return float(arabic[0])
        return _rounded(float(arabic[0]) * _SCALES[rest]) if rest in _SCALES else None
    if folded in _SCALES:
        return _SCALES[folded]
    scaled = re.fullmatch(rf"([{_HAN}]+)(?:点([{_HAN}]+))?((?:万亿|亿|万)?)", folded)
    if not scaled:
        return None
    whole = _han(scaled[1])
    if whole is None:
        return None
    part = "".join(str(_DIGITS.get(c, "")) for c in scaled[2] or "")
    return _rounded((whole + (float(f"0.{part}") if part else 0.0)) * _SCALES.get(scaled[3], 1.0))


def _rounded(value: float) -> float:
    """0.6e9 rather than 599999999.9999999."""
    return float(round(value)) if abs(value) >= 1 else round(value, 9)


def whole(value: float) -> int | float:
    """An int where the value is one."""
    return int(value) if value == int(value) else value


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the text (offsets of the text it was found in) and the scale it was written with."""

    start: int
    end: int
    value: float
    scale: str = ""


def amounts(text: str) -> list[Amount]:
    """All exact numbers of a plain text, in order; vague ones (数十亿, 几百万) are left out.

    In a range whose scale stands at its end (7-700亿, 7~70B, 70到700亿) the first number takes the second's scale.
    """
    found: list[Amount] = []
    for m in AMOUNT.finditer(text):
        written = re.sub(r"^[\d.,\s-]+", "", m[0])
        value = number(m[0])
        if value is None or (m[0][0] not in "0123456789" and _VAGUE.search(text[max(0, m.start() - 1) : m.start()])):
            continue
        scale = re.sub(rf"^[{_HAN}点]+(?=[万亿])", "", written).lower() if written else ""
        before = found[-1] if found else None
        if (
            before
            and scale
            and not before.scale
            and re.fullmatch(r"\s*(?:-|~|—|–|至|到|～)\s*", text[before.end : m.start()])
            and before.value < 10_000
        ):
            found[-1] = Amount(before.start, before.end, _rounded(before.value * _SCALES.get(scale, 1.0)), scale)
        found.append(Amount(m.start(), m.end(), value, scale))
    return found
