"""Full-text search over words: jieba cuts both what is stored and what is asked."""

from __future__ import annotations

import logging
import re
import unicodedata

import jieba

from summarizer.text.names import simplified

jieba.setLogLevel(logging.ERROR)

_WORD = re.compile(r"\w")


def indexed(text: str) -> str:
    """The words of a text, blank-separated, full-width and Traditional characters folded, for the search table."""
    return " ".join(_words(text))


def question(text: str) -> str:
    """An FTS5 query that finds the posts with all words of `text`, the last one also as a beginning; "" for none."""
    words = _words(text)
    quoted = ['"' + word.replace('"', '""') + '"' for word in words]
    return " ".join(quoted) + "*" if quoted else ""


def _words(text: str) -> list[str]:
    table = simplified()
    plain = unicodedata.normalize("NFKC", text).lower()
    return [w for w in jieba.cut_for_search("".join(table.get(c, c) for c in plain)) if _WORD.search(w)]
