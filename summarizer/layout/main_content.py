"""Which blocks of a page are its own content, by its running text and by what an extractor says."""

from __future__ import annotations

import re
from dataclasses import replace

import trafilatura
from lxml import etree

from summarizer.types import Block

_SQUASH = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_PUNCTUATION = re.compile(r"[，。；！？、]|[,.;!?](?:\s|$)")


def extracted(source: bytes) -> tuple[str, str]:
    """Main text and comments as trafilatura sees them, squashed; empty where it finds none."""
    try:
        found = trafilatura.bare_extraction(
            source.decode("utf-8", errors="replace"), include_comments=True, include_tables=True, with_metadata=False,
            favor_recall=True,
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return "", ""  # hostile markup; the line rules of `clean` still apply
    if found is None or isinstance(found, dict):
        return "", ""
    body = "".join(found.body.itertext()) if found.body is not None else found.text or ""
    comments = "".join(found.commentsbody.itertext()) if found.commentsbody is not None else ""
    return _SQUASH.sub("", body), _SQUASH.sub("", comments)


def mark_main(text: str, blocks: tuple[Block, ...], found: tuple[str, str]) -> tuple[Block, ...]:
    """Which blocks are the page's own content: the run of blocks with most running text in it.

    The extractor's choice weighs in, but does not decide alone: on short posts it takes a list of links for the
    text. Blocks of its comments stay None: they are content in a thread.
    """
    votes = _votes(text, blocks, found)
    voted = sum(b.end - b.start for b, vote in zip(blocks, votes, strict=True) if vote and _is_running(text, b))
    scores = [_score(text, b, vote, voted >= 200) for b, vote in zip(blocks, votes, strict=True)]
    first, last = _best_run(scores)
    if last < first:
        return blocks
    marked = []
    for i, (block, vote) in enumerate(zip(blocks, votes, strict=True)):
        inside = first <= i <= last
        if inside and (vote is not False or _is_running(text, block) or block.links <= (block.end - block.start) // 2):
            marked.append(replace(block, main=True))
        else:
            marked.append(replace(block, main=None if vote is None else False))
    return _with_heading(tuple(marked), first)


def _votes(text: str, blocks: tuple[Block, ...], found: tuple[str, str]) -> list[bool | None]:
    """What the extractor says of each block: kept, a comment (None), or left out.

    Short blocks are looked up only near the place where the extraction stands, so that a menu entry is not taken
    for the same word in the article.
    """
    body, comments = found
    votes: list[bool | None] = []
    at = 0
    for block in blocks:
        squashed = _SQUASH.sub("", text[block.start : block.end])
        place = (
            body.find(squashed, at, at + len(squashed) + (200 if len(squashed) < 12 else 20_000)) if squashed else -1
        )
        if place < 0 and len(squashed) >= 24:
            place = body.find(squashed)
        if place >= 0:
            at = max(at, place + len(squashed))
        votes.append(True if place >= 0 else None if len(squashed) >= 6 and squashed in comments else False)
    return votes


def _is_running(text: str, block: Block) -> bool:
    """Whether a block is running text rather than links and labels."""
    size = block.end - block.start
    return size >= 12 and block.links < 0.5 * size and bool(_PUNCTUATION.search(text, block.start, block.end))


def _score(text: str, block: Block, vote: bool | None, trusted: bool) -> float:
    """How much a block speaks for content: characters of running text count for it, links and labels against."""
    size = block.end - block.start
    if _is_running(text, block):
        return (size - block.links) * (0.4 if vote is False and trusted else 1.0)
    if block.links >= 0.5 * size:
        return -15.0 - 0.3 * block.links if vote is False else -8.0
    if block.kind in ("code", "row") and vote:
        return 5.0
    return -1.0 if vote else -4.0


def _best_run(scores: list[float]) -> tuple[int, int]:
    """First and last index of the contiguous run with the highest sum (Kadane); (0, -1) if nothing is above zero."""
    best, bounds, total, start = 0.0, (0, -1), 0.0, 0
    for i, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, i
        total += score
        if total > best:
            best, bounds = total, (start, i)
    return bounds


def _with_heading(blocks: tuple[Block, ...], first: int) -> tuple[Block, ...]:
    """The nearest main heading above the content belongs to it."""
    for i in range(first, max(-1, first - 12), -1):
        if blocks[i].kind == "heading" and blocks[i].level <= 2 and blocks[i].links == 0:
            return (*blocks[:i], replace(blocks[i], main=True), *blocks[i + 1 :])
    return blocks
