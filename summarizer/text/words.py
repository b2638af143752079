"""Words of Chinese technical text: jieba for the Han runs, Latin names and numbers kept whole."""

from __future__ import annotations

import logging
import re
import unicodedata
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path

_PIECE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.+\-][A-Za-z0-9]+)*|\d[\d.,]*|[\u3400-\u9fff]+")
_URL = re.compile(r"https?://[!-~]+|www\.[!-~]+")
_NUMBER = re.compile(r"\d[\d.,]*")

# function words and the small change of news prose; they say nothing about what a text is about
_STOP_TEXT = """
的 了 在 是 和 与 及 或 也 都 就 而 但 并 且 又 还 很 更 最 被 把 将 对 从 到 为 以 于 由 向 其 它 他 她 我
你 您 们 这 那 此 该 各 有 没有 不 没 会 能 可 可以 能够 应 要 让 使 使得 通过 进行 根据 关于 以及 以便 从而
因此 所以 因为 由于 如果 虽然 然而 但是 不过 此外 另外 同时 其中 之一 之后 之前 以来 一个 一种 一些 一款
这个 这种 这些 那些 他们 我们 你们 它们 自己 什么 怎么 如何 为什么 哪些 已经 正在 目前 现在 当前 今天 昨天
今年 去年 日前 近日 表示 认为 指出 称 说 来说 方面 问题 情况 时候 时 中 上 下 里 后 前 内 外 间 等 等等 个
种 款 项 次 位 年 月 日 只 仅 非常 十分 比较 更加 尤其 特别 甚至 包括 例如 比如 来自 作为 成为 具有 拥有
得到 给 用 做 吧 吗 呢 啊 嘛 着 过 地 得 之 所 则 即 若 另 再 才 却 仍 便 均 按 据 如 像 那么 这样 那样 一样
起来 出来 大家 各位 the a an of to in and or is are be for on with as at by it its this that from we you i s
t
"""
STOP_WORDS = frozenset(_STOP_TEXT.split())


class _Rust:
    """jieba's cutting in Rust: the same cuts (a test holds it to that) at a tenth of the cost."""

    def __init__(self) -> None:
        import rjieba

        self._jieba = rjieba.Jieba()  # one of our own: what others add to the shared one changes no report
        self.cut: Callable[[str], list[str]] = self._jieba.cut
        self.knows: Callable[[str], bool] = self._jieba.has_word


class _Python:
    """jieba itself, where there is no build of the other."""

    def __init__(self) -> None:
        with warnings.catch_warnings():  # jieba 0.42 still imports pkg_resources and has unescaped patterns
            warnings.simplefilter("ignore")
            import jieba
        jieba.setLogLevel(logging.CRITICAL)
        self._jieba = jieba.Tokenizer()
        self._jieba.initialize()
        self.cut: Callable[[str], list[str]] = self._jieba.lcut

    def knows(self, word: str) -> bool:
        return bool(self._jieba.FREQ.get(word))


@cache
def _tokenizer() -> _Rust | _Python:
    try:
        return _Rust()
    except ImportError:
        return _Python()


def is_known(word: str) -> bool:
    """Whether jieba's dictionary has the word."""
    return bool(_tokenizer().knows(word))


@cache
def _inverse_frequency() -> tuple[dict[str, float], float]:
    """Inverse document frequencies as jieba ships them (its `idf.txt`), and their median for unknown words."""
    spec = find_spec("jieba")  # not imported: that alone takes a third of a second
    folder = Path(((spec and spec.submodule_search_locations) or ["."])[0])
    lines = (folder / "analyse" / "idf.txt").read_text(encoding="utf-8").splitlines()
    table = {word: float(value) for word, value in (line.split(" ") for line in lines)}
    return table, sorted(table.values())[len(table) // 2]


def tokens(text: str) -> list[str]:
    """All words in order, NFKC and lower case; Latin names keep their hyphens and dots, punctuation is left out."""
    found: list[str] = []
    for m in _PIECE.finditer(unicodedata.normalize("NFKC", text)):
        piece = m.group()
        if "\u3400" <= piece[0] <= "\u9fff":
            found += _tokenizer().cut(piece)
        else:
            found.append(piece.lower().rstrip(".,"))
    return found


def content_tokens(text: str) -> list[str]:
    """The words that carry meaning: no stop words, no single Han characters, no bare numbers."""
    return [w for w in tokens(text) if w not in STOP_WORDS and len(w) > 1 and not _NUMBER.fullmatch(w)]


def weight(word: str) -> float:
    """How telling a word is: its inverse document frequency; Latin names count as rare words."""
    table, median = _inverse_frequency()
    return table.get(word, median if "\u3400" <= word[0] <= "\u9fff" else median * 1.2)


def keywords(text: str, limit: int = 8) -> tuple[str, ...]:
    """The most telling words, best first, ties in order of first use; Latin names in their commonest spelling."""
    text = _URL.sub(" ", text)
    counts = Counter(content_tokens(text))
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for m in _PIECE.finditer(unicodedata.normalize("NFKC", text)):
        if m.group()[0].isascii():
            spelled[m.group().lower()][m.group()] += 1
    order = {word: i for i, word in enumerate(counts)}
    scored = {word: (1 + log(n)) * weight(word) for word, n in counts.items()}
    best = sorted(counts, key=lambda word: (-scored[word], order[word]))[:limit]
    return tuple(spelled[word].most_common(1)[0][0] if word in spelled else word for word in best)
