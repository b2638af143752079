"""Grammars that leave a model only what its source allows: Lark text for llguidance, bounded and engine-neutral."""

from __future__ import annotations

import re
import unicodedata

_MAGNITUDE = "[十百千]?[万萬亿億]|[万萬][亿億]|千|百|%|‰|倍"
_WORD = r"[$¥€£]?[A-Za-z0-9](?:(?:[A-Za-z0-9.+\-_/&']|(?<=\d)[,:](?=\d))*[A-Za-z0-9+])?%?"
_URL = re.compile(r"https?://[!-~]+|www\.[!-~]+")
_RUN = re.compile(rf"{_WORD}(?: {_WORD})*(?:(?<=\d) ?(?:{_MAGNITUDE}))?")
_SUBRUN_WORDS = 4
_TORN = re.compile(r"(?<=[A-Za-z0-9])(?: +-+ *|-+ +)(?=[A-Za-z0-9])")
"""A hyphen with a blank beside it: GLM - 4.5 is written GLM-4.5 in a summary, or it would come out as GLM-4."""
_SIMPLIFIED = str.maketrans("億萬", "亿万")

LONGEST_SENTENCE = 110
"""Characters after which a grammar ends a sentence, wherever it is."""
LABEL = "摘要："
"""How every reply begins: written by the grammar, or small models write labels of their own."""
_PUNCTUATION = "，、；“”《》—·"  # of one sentence: no line breaks, Markdown, labels before colons, end marks, blanks
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF))
_MAGNITUDE_HEADS = "亿億万萬千百十倍"


def _han(without: str = "") -> str:
    """Han characters and punctuation as the inside of a character class, less some characters."""
    ranges, cuts = [], sorted(map(ord, without))
    for first, last in _HAN:
        for cut in [c for c in cuts if first <= c <= last]:
            ranges.append((first, cut - 1))
            first = cut + 1
        ranges.append((first, last))
    return "".join(f"\\u{a:04x}-\\u{b:04x}" for a, b in ranges) + _PUNCTUATION


def literals(source: str) -> tuple[list[str], list[str]]:
    """The Latin names and the numbers of a source (NFKC), with contiguous parts of names of several words.

    A number comes with the magnitude behind it and never without. Chinese commas part numbers (3090，24G), which
    NFKC would make one. The second list holds what ends in a digit.
    """
    found: dict[str, None] = {}
    plain = _URL.sub("\n", unicodedata.normalize("NFKC", source.replace("，", "、")))
    mended = _TORN.sub("-", plain)
    for m in _RUN.finditer(plain if mended == plain else f"{plain}\n{mended}"):
        run = m.group()
        split = re.split(r" (?![亿億万萬千百十%‰倍])", run)
        for i in range(len(split)):
            for j in range(i + 1, min(i + _SUBRUN_WORDS, len(split)) + 1):
                name = " ".join(split[i:j])
                found |= {name: None, name.translate(_SIMPLIFIED): None}  # Qwen answers in Simplified characters
            found |= dict.fromkeys(part for part in split[i].split("/") if part[:1].isalnum())
    open_ended = [x for x in found if x[-1].isdigit()]
    return [x for x in found if not x[-1].isdigit()], open_ended


def summary(source: str, sentences: int = 1, shortest: int = 12, longest: int = LONGEST_SENTENCE) -> str:
    """Up to so many Chinese sentences, each within bounds in characters, in which every Latin name and every number
    is one of the source's own."""
    closed, open_ended = literals(source)
    units = [f"[{_han()}]"]
    if closed:
        units.append(f" ?({_either(closed)}) ?[{_han()}]")
    if open_ended:  # a number without a magnitude in the source gets none: 13 may not become 13亿
        units.append(f" ?({_either(open_ended)}) ?[{_han(_MAGNITUDE_HEADS)}]")
    last = f"( ?({_either(closed + open_ended)}))?" if closed or open_ended else ""
    more = " SENTENCE?" * (sentences - 1)
    return (
        f'start: "{LABEL}" SENTENCE{more}\n'
        "SENTENCE: BODY & LENGTH\n"
        f"BODY: /({'|'.join(units)})*{last}。/\n"
        f"LENGTH: /[^\\n]{{{shortest},{longest}}}/\n"
    )


def _either(words: list[str]) -> str:
    return "|".join(re.escape(w).replace("/", r"\/").replace("\\ ", " ") for w in sorted(words, key=len, reverse=True))
