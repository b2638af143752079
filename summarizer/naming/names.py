"""Making spellings of a name meet: full-width, case, hyphens, blanks and Traditional characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import zhconv.zhconv

_BLANK = "\u00a0\u2002\u2003\u2009\u3000\u200b\u200c\u200d\u2060\ufeff"
_HYPHEN = "‐‑‒–−－"
_SEPARATOR = frozenset(" \t\r\n_-—―·・*`'\"“”‘’《》「」『』【】" + _BLANK + _HYPHEN)
_SUFFIX = re.compile(r"(大?语言模型|多模态大模型|大模型|模型|系列|家族)+$")


@lru_cache(maxsize=1)
def simplified() -> dict[str, str]:
    """Traditional character → Simplified, one to one (zhconv's table without its words)."""
    zhconv.zhconv.loaddict()
    words: dict[str, str] = zhconv.zhconv.zhcdicts["zh2Hans"]
    return {k: v for k, v in words.items() if len(k) == len(v) == 1}


@lru_cache(maxsize=1)
def _plain_table() -> dict[int, str]:
    """One character for one: full-width letters and signs, blanks, hyphens, Traditional characters."""
    table = {ord(k): v for k, v in simplified().items()}
    for code in range(0xFF01, 0xFF5F):
        char = unicodedata.normalize("NFKC", chr(code))
        if char.isalnum() or char in "-._+/&@#":
            table[code] = char
    table |= {ord(c): " " for c in _BLANK}
    return table | {ord(c): "-" for c in _HYPHEN}


def plain(text: str) -> str:
    """The text in half-width letters and Simplified characters; the same length, so offsets stay valid."""
    return text.translate(_plain_table())


def fold_plain(text: str) -> tuple[str, list[int]]:
    """Plain text in lower case without separators, and the offset in it that each character came from."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter such as İ grows in lower case
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if lower.isalnum():
        return lower, list(range(len(lower)))
    offsets = [i for i, c in enumerate(lower) if c not in _SEPARATOR]
    return "".join([lower[i] for i in offsets]), offsets


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """The folded form of a name: two spellings of one name are equal after folding."""
    return fold_plain(plain(unicodedata.normalize("NFKC", text)))[0]


def fold_name(name: str) -> str:
    """`fold` without a trailing 大模型, 模型, 系列 …, unless nothing would be left."""
    folded = fold(name)
    return _SUFFIX.sub("", folded) or folded


def fold_words(name: str) -> str:
    """The name in lower case with one blank between its words."""
    return re.sub(r"[\s\-_]+", " ", plain(name).lower()).strip()
