"""Which language and script a text is written in."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_LATIN = re.compile(r"[A-Za-z]+")
_HANT = frozenset("個們這說對時會為來過還後發與開關點語實際體應將當問題網現條變長動車學習國產業電腦資訊軟體無線")
_HANS = frozenset("个们这说对时会为来过还后发与开关点语实际体应将当问题网现条变长动车学习国产业电脑资讯软体无线")


def language(text: str) -> str:
    """zh-Hans, zh-Hant, ja, en or other."""
    han, kana, latin = len(_HAN.findall(text)), len(_KANA.findall(text)), len(_LATIN.findall(text))
    if kana > 0.2 * (han + kana) and kana > 10:
        return "ja"
    if han >= 10 and han > 0.3 * latin:
        hant = sum(c in _HANT - _HANS for c in text)
        hans = sum(c in _HANS - _HANT for c in text)
        return "zh-Hant" if hant > hans else "zh-Hans"
    return "en" if latin > 10 else "other"
