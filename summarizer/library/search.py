"""Full-text search: jieba cuts the question into words, the index holds character pairs.

Words alone would miss what jieba cuts differently in two contexts (通义|千问 and 千问); pairs, asked for as phrases,
find a word wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata

from summarizer.naming.names import simplified
from summarizer.text.words import tokens

_PIECE = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def indexed(text: str) -> str:
    """What the search table holds of a text: its Latin words and numbers, its Han characters in pairs."""
    return " ".join(piece for run in _PIECE.findall(_plain(text)) for piece in _pairs(run))


def question(text: str) -> str:
    """An FTS5 query for posts with all words of `text`, Latin ones also as beginnings; "" when it has no word."""
    return " ".join(_phrase(word) for word in tokens(_plain(text)))


def _plain(text: str) -> str:
    """Full-width, upper-case and Traditional characters folded."""
    table = simplified()
    return "".join(table.get(c, c) for c in unicodedata.normalize("NFKC", text).lower())


def _pairs(run: str) -> list[str]:
    if not _HAN.match(run) or len(run) == 1:
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _phrase(word: str) -> str:
    pieces = " ".join(piece for run in _PIECE.findall(word) for piece in _pairs(run))
    whole = len(word) > 1 and _HAN.match(word)
    return f'"{pieces}"' if whole else f'"{pieces}"*'
