"""A clean text falls into parts that stand for themselves, by the post's kind."""

from __future__ import annotations

from summarizer.types import CleanText, Segment


def segment(text: CleanText) -> tuple[str, tuple[Segment, ...]]:
    """The kind of post (qa | listicle | article | digest | other) and its segments, in order."""
    starts = [b.start for b in text.blocks if b.kind == "heading"]
    cuts = sorted({0, *starts, len(text.text)})
    found = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        if text.text[a:b].strip():
            found.append(Segment(f"s{len(found) + 1}", "section", a, b))
    return "article", tuple(found)
