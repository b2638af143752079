"""Folding names so that spellings meet: full-width, case, hyphens, blanks and Traditional characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import zhconv.zhconv

_DROPPED = frozenset(" \t\r\n\u00a0\u3000\u200b\u200c\u200d\ufeff_-‐‑‒–—―·*`'\"“”‘’《》「」『』【】")
_SUFFIX = re.compile(r"(大?语言模型|多模态大模型|大模型|模型|系列|家族)+$")


@lru_cache(maxsize=1)
def simplified() -> dict[str, str]:
    """Traditional character → Simplified, one to one (zhconv's table without its words)."""
    zhconv.zhconv.loaddict()
    words: dict[str, str] = zhconv.zhconv.zhcdicts["zh2Hans"]
    return {k: v for k, v in words.items() if len(k) == len(v) == 1}


@lru_cache(maxsize=20_000)
def fold_char(char: str) -> str:
    """What one character adds to a folded name: nothing for separators, else NFKC, lower case, Simplified."""
    if char in _DROPPED:
        return ""
    if char < "\u0080":
        return char.lower()
    folded = unicodedata.normalize("NFKC", char).lower()
    table = simplified()
    return "".join(table.get(c, c) for c in folded if c not in _DROPPED)


def fold(text: str) -> str:
    """The folded form of a name: two spellings of one name are equal after folding."""
    return "".join(map(fold_char, text))


def fold_name(name: str) -> str:
    """`fold` without a trailing 大模型, 模型, 系列 …, unless nothing would be left."""
    folded = fold(name)
    return _SUFFIX.sub("", folded) or folded


def fold_text(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the offset it came from in `text`."""
    out: list[str] = []
    offsets: list[int] = []
    for i, char in enumerate(text):
        folded = fold_char(char)
        if folded:
            out.append(folded)
            offsets.extend([i] * len(folded))
    return "".join(out), offsets
