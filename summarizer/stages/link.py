"""Join mentions into entities, one for each model identity of the post."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.catalogue import Catalogue
from summarizer.text.names import fold_name
from summarizer.types import CleanText, Entity, Mention, Segment


def link(
    text: CleanText, segments: Sequence[Segment], mentions: Sequence[Mention], catalogue: Catalogue
) -> tuple[Entity, ...]:
    """One entity for each identity, in the order of first mention."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(fold_name(mention.name), []).append(mention)
    titles = [(s.start, s.start + len(s.title or "")) for s in segments]
    entities = []
    for members in groups.values():
        first = members[0]
        row = catalogue.get(first.catalogue_id)
        headed = any(a <= m.start < b for m in members for a, b in titles)
        central = headed or len(members) >= 3 or any(m.surface in (text.post.title or "") for m in members)
        entities.append(Entity(first.name, first.catalogue_id, row.series if row else None, tuple(members), central))
    return tuple(entities)
