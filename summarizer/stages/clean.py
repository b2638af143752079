"""Site furniture and markup leave the text; every dropped range is recorded with its reason."""

from __future__ import annotations

import re

from summarizer.types import Block, CleanText, Dropped, Post

_MARKUP = re.compile(r"^[ \t]*#{1,6}[ \t]+|\*\*|^[ \t]*>[ \t]?|!\[[^\]]*\]\([^)]*\)|(?<=\])\([^)\n]*\)", re.M)


def clean(post: Post) -> CleanText:
    """The post without what isn't its own content."""
    drops: list[Dropped] = []
    if post.media == "markdown":
        front = re.match(r"---\r?\n.*?\n---\r?\n", post.text, re.S)
        at = front.end() if front else 0
        if front:
            drops.append(Dropped(0, at, "front-matter"))
        drops += [Dropped(m.start(), m.end(), "markup") for m in _MARKUP.finditer(post.text, at) if m.end() > m.start()]
    kept, at = [], 0
    for d in drops:
        if d.start > at:
            kept.append((at, d.start))
        at = d.end
    if at < len(post.text):
        kept.append((at, len(post.text)))
    bare = CleanText(post, tuple(kept), tuple(drops))
    blocks, at = [], 0
    for line in bare.text.splitlines(keepends=True):
        if line.strip():
            origin = bare.to_post(at)
            source = next((b for b in post.blocks if b.start <= origin < b.end), None)
            kind, level = (source.kind, source.level) if source else ("paragraph", 0)
            blocks.append(Block(at, at + len(line.rstrip()), kind, level))
        at += len(line)
    return CleanText(post, tuple(kept), tuple(drops), tuple(blocks))
