"""What the stages' tests share: a clean text with known entities, without the stages before."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from summarizer.types import Block, CleanText, Entity, Mention, Post, Segment


def _plain_post(
    text: str, *names: str, published: str | None = "2025-03-10", blocks: tuple[Block, ...] = (), role: str = "section"
) -> tuple[CleanText, tuple[Segment, ...], tuple[Entity, ...]]:
    """The text kept whole, as one segment; each name is `canonical|other surface|…`, all its places are mentions."""
    post = Post("0" * 64, "post.txt", "text", text, published=published)
    clean = CleanText(post, ((0, len(text)),), (), blocks)
    taken: list[tuple[int, int]] = []
    found: dict[str, list[Mention]] = {}
    surfaces = [(s, n.split("|")[0]) for n in names for s in n.split("|")]
    for surface, name in sorted(surfaces, key=lambda pair: -len(pair[0])):
        for m in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(surface)}(?![A-Za-z0-9])", text):
            if not any(m.start() < b and a < m.end() for a, b in taken):
                taken.append(m.span())
                found.setdefault(name, []).append(Mention(m.start(), m.end(), m[0], name))
    entities = []
    for written in names:
        name = written.split("|")[0]
        mentions = tuple(sorted(found[name], key=lambda one: one.start))
        entities.append(Entity(name, None, None, mentions, True))
    return clean, (Segment("s1", role, 0, len(text)),), tuple(entities)


@pytest.fixture(scope="session")
def plain_post() -> Callable[..., tuple[CleanText, tuple[Segment, ...], tuple[Entity, ...]]]:
    """Makes a clean text, one segment and entities of a text and its models' names."""
    return _plain_post
