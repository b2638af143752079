"""Find every mention of an AI model in a clean text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.catalogue import Catalogue
from summarizer.catalogue.lexicon import Term, lexicon
from summarizer.text.names import fold_text
from summarizer.types import CleanText, Mention, Segment

_SIZE = r"(?:A?\d+(?:\.\d+)?\s?[BMTbm](?![A-Za-z0-9])|\d{1,3}[xX]\s?\d+(?:\.\d+)?[Bb](?![A-Za-z0-9]))"
_VARIANT = (
    r"(?:Instruct|Chat|Base|Pro|Lite|Mini|Nano|Flash|Max|Plus|Turbo|Ultra|Preview|Experimental|Exp|Thinking|Coder|Code|"
    r"Math|VL|Vision|Omni|Audio|Embedding|Reranker|Distill(?:ed)?|Air|High|Medium|Small|Large|GPTQ|AWQ|GGUF|FP8|BF16|"
    r"Int[48]|[48]bit|Q\d_[0-9KMSL_]+|v\d+(?:\.\d+)*|\d{4}|\d{6}|\d{8})(?![A-Za-z0-9])"
)
_SUFFIX = re.compile(rf"(?:[-_ ]?\s?{_SIZE}|[-_ ]{_VARIANT}|-[A-Za-z0-9.]+)+", re.I)
_WORD = re.compile(r"[A-Za-z0-9]")


def recognise(text: CleanText, segments: Sequence[Segment], catalogue: Catalogue) -> tuple[Mention, ...]:
    """All mentions of models, in order, without overlap (clean offsets)."""
    raw = text.text
    folded, offsets = fold_text(raw)
    hits: list[tuple[int, int, Term]] = []
    for a, b, term in lexicon(catalogue).find(folded):
        start, end = offsets[a], offsets[b - 1] + 1
        if _bounded(raw, start, end):
            hits.append((start, end, term))
    hits.sort(key=lambda h: (h[0], -h[1]))
    found: list[Mention] = []
    at = 0
    for start, end, term in hits:
        if start < at:
            continue
        at = end
        if term.kind != "model":
            continue
        more = _SUFFIX.match(raw, end) if _WORD.match(raw[end - 1]) else None
        if more:
            end = at = more.end()
        if term.ambiguous and not more and not term.brand:
            continue
        name = term.name + (raw[more.start() : end] if more else "")
        found.append(Mention(start, end, raw[start:end], name, term.id))
    return tuple(found)


def _bounded(raw: str, start: int, end: int) -> bool:
    """Whether a match neither begins nor ends inside a Latin word or number, nor runs over lines."""
    if "\n" in raw[start:end]:
        return False
    if start and _WORD.match(raw[start]) and _WORD.match(raw[start - 1]):
        return False
    return not (end < len(raw) and _WORD.match(raw[end - 1]) and re.match(r"[A-Za-z0-9]|\.\d", raw[end : end + 2]))
