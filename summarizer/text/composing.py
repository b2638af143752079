"""Post summaries put together by code from sentences that were each written from one voice or one item."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.types import Sentence, Span

_COUNT = "\\d一二三四五六七八九十百"
_NUMBERING = re.compile(
    rf"^[\s#*\-•·]*(?:第[{_COUNT}]{{1,4}}[名款个项条位]?[\s、.．:：]+"
    rf"|[(（]?[{_COUNT}]{{1,3}}\s*(?:[、．:：)）]|\.(?!\d))\s*|[①-⑳]\s*|\[\d+\]\s*)?[\s*_`]*"
)
_TRAILING_LINKS = re.compile(r"[\s（(\[【]*(?:https?://\S+|链接|来源)[)）\]】\s]*$")
_OPENERS = re.compile(
    r"^(?:总而言之|总的来说|总之|今天|此外|另外|首先|其次|最后|第[一二三四]|因此|所以|然而|但是|不过|同时|值得注意的是|就在[^，,]{1,8})[，,]\s*"
)
_BREAKS = "，；,;：:"
_ENDS = "。！？!?；;，,、：:…. "


def headline(title: str) -> str:
    """A title without its number, markup, links and end mark, so that it can stand in a list."""
    return _TRAILING_LINKS.sub("", _NUMBERING.sub("", " ".join(title.split()))).strip("*_` ").rstrip(_ENDS)


def shortened(piece: str, longest: int) -> str | None:
    """The sentence, or its leading clauses, without its end mark; None when no clause end lies in reach."""
    bare = piece.rstrip(_ENDS)
    if len(bare) <= longest:
        return bare
    cut = max(bare.rfind(mark, 0, longest + 1) for mark in _BREAKS)
    return bare[:cut].rstrip(_ENDS) if cut >= longest // 3 else None


def thread(question: Sentence | None, voices: Sequence[tuple[str | None, Sentence]], longest: int) -> list[Sentence]:
    """Who asks what and who answers what, as many answers as fit."""
    found = []
    if question and (asked := shortened(question.text, longest // 3)):
        label, mark = ("提问", "？") if question.text.rstrip().endswith(("?", "？")) else ("话题", "。")
        found.append(Sentence(f"{label}：{asked}{mark}", question.supported, question.evidence))
    room = longest - sum(len(s.text) for s in found)
    for i, (author, said) in enumerate(voices):
        who = f"{author.strip()[:20]}认为，" if author else ("有回答认为，" if i == 0 else "另有回答认为，")
        claim = shortened(
            _OPENERS.sub("", said.text), room // (len(voices) - i) - len(who) - 1
        )  # what one leaves, the next may use
        if claim:
            found.append(Sentence(f"{who}{claim}。", said.supported, said.evidence))
            room -= len(found[-1].text)
    return found


def roundup(lead: Sentence | None, items: Sequence[tuple[str, Span]], longest: int) -> list[Sentence]:
    """The lead, then the items' headlines in one sentence, as many as fit; 等 says that there are more."""
    found = []
    if lead and (said := shortened(lead.text, longest // 2)):
        found.append(Sentence(said + "。", lead.supported, lead.evidence))
    room = longest - sum(len(s.text) for s in found) - len("内容包括：等。")
    joiner = "；" if any(len(name) > 16 for name, _ in items) else "、"
    names: list[str] = []
    spans: list[Span] = []
    for name, span in items:
        if len(name) + 1 > room:
            continue
        names.append(name)
        spans.append(span)
        room -= len(name) + 1
    if names:
        more = "等" if len(names) < len(items) else ""
        found.append(Sentence(f"内容包括：{joiner.join(names)}{more}。", True, tuple(spans)))
    return found


def within(found: Sequence[Sentence], longest: int) -> list[Sentence]:
    """The leading sentences that fit together; at least the first, cut to its leading clauses if need be."""
    kept: list[Sentence] = []
    size = 0
    for sentence in found:
        if size + len(sentence.text) > longest:
            if not kept and (piece := shortened(sentence.text, longest - 1)):
                kept.append(Sentence(piece + "。", sentence.supported, sentence.evidence))
            break
        kept.append(sentence)
        size += len(sentence.text)
    return kept
