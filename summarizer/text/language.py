"""Which language and script a text is written in."""

from __future__ import annotations

import re
from functools import cache

from langdetect import DetectorFactory, LangDetectException, detect_langs
from zhconv import zhconv

DetectorFactory.seed = 0  # langdetect samples at random: without a seed the same text may change its language

_NO_PROSE = re.compile(
    r"```.*?```|~~~.*?~~~|https?://[^\s)\]>，。）]+|\{\{[<%].*?[%>]\}\}|<[^>\n]{1,200}>|`[^`\n]{1,80}`|\]\([^)\n]*\)",
    re.S,
)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
_SAMPLE = 20_000


@cache
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that only Simplified and only Traditional Chinese use."""
    zhconv.loaddict()
    return frozenset(zhconv.zhcdicts["SIMPONLY"]), frozenset(zhconv.zhcdicts["TRADONLY"])


def language(text: str) -> str:
    """zh-Hans, zh-Hant, ja, en or other.

    Scripts decide first, on prose only (no code, links, tags): a post full of Latin names and code is Chinese as
    long as its sentences are. langdetect is asked only where the script leaves it open.
    """
    prose = _NO_PROSE.sub(" ", text[:_SAMPLE])
    han, kana, hangul = (len(p.findall(prose)) for p in (_HAN, _KANA, _HANGUL))
    words = len(_WORD.findall(prose))
    if hangul > han + kana and hangul > words:
        return "other"
    if kana > 0.15 * (han + kana) and han + kana > words:
        return "ja"
    if han and han >= 0.7 * words:
        return script(prose)
    try:
        best = detect_langs(prose[:4000])[0].lang
    except LangDetectException:
        return script(prose) if han else "other"
    if best.startswith("zh"):
        return script(prose)
    return best if best in ("en", "ja") else "other"


def script(text: str) -> str:
    """zh-Hans or zh-Hant, by the characters that only one of them uses; Simplified in a tie."""
    simplified, traditional = _scripts()
    chars = _HAN.findall(text)
    return "zh-Hant" if sum(c in traditional for c in chars) > sum(c in simplified for c in chars) else "zh-Hans"
