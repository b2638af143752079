"""Join mentions into entities, one for each model identity of the post."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarizer.catalogue import Catalogue
from summarizer.text.identity import Identity, IdentityIndex, identity, tidy
from summarizer.text.names import fold, plain
from summarizer.text.sentences import sentences
from summarizer.types import CleanText, Entity, Mention, Segment

_SERIES = re.compile(r"\s?(?:系列|家族|全家桶|系|等(?:模型|大模型)?)")
_FEW_SIZES = 2  # up to so many sizes, the bare name of a family may stand for the one size a post is about
_FEW_VERSIONS = 2
_OFTEN = 4  # mentions that make a model a subject of the post wherever they stand


@dataclass(slots=True)
class _Group:
    """Mentions of one identity so far."""

    key: Identity
    mentions: list[Mention]
    id: str | None


def link(
    text: CleanText, segments: Sequence[Segment], mentions: Sequence[Mention], catalogue: Catalogue
) -> tuple[Entity, ...]:
    """One entity for each identity, in the order of first mention."""
    groups: dict[Identity, _Group] = {}
    for mention in mentions:
        key = identity(mention.name)
        group = groups.setdefault(key, _Group(key, [], mention.catalogue_id))
        group.mentions.append(mention)
        group.id = group.id or mention.catalogue_id
    _merge_previews(groups)
    titles = [(b.start, b.end) for b in text.blocks if b.kind == "heading"]
    titles += [(s.start, s.start + len(s.title)) for s in segments if s.title]
    _merge_bare_names(groups, text, titles, catalogue)
    names = {key: _name(group, catalogue) for key, group in groups.items()}
    stages = titles + _openings(text, segments)
    index = IdentityIndex(groups)
    entities = []
    for key, group in groups.items():
        members = tuple(sorted(group.mentions, key=lambda m: m.start))
        entities.append(
            Entity(names[key], group.id, _family(key, names, index), members, _central(members, text, stages))
        )
    return tuple(sorted(entities, key=lambda e: e.mentions[0].start))


def _merge(groups: dict[Identity, _Group], part: Identity, whole: Identity) -> None:
    """Count the mentions of `part` as mentions of `whole`."""
    groups[whole].mentions += groups.pop(part).mentions


def _merge_previews(groups: dict[Identity, _Group]) -> None:
    """Gemini 3 Pro Preview is Gemini 3 Pro where a post names both, unless the catalogue tells them apart."""
    for key in list(groups):
        whole = key.released()
        if whole != key and whole in groups and groups[key].id in (None, groups[whole].id):
            _merge(groups, key, whole)


def _merge_bare_names(
    groups: dict[Identity, _Group], text: CleanText, titles: Sequence[tuple[int, int]], catalogue: Catalogue
) -> None:
    """A family's bare name means the one member a post is about: Zephyr after Zephyr 7B, but not Llama 2 after 70B."""
    index = IdentityIndex(groups)
    for bare in [k for k in groups if not k.sizes]:
        group = groups[bare]
        members = [k for k in index.narrower(bare) if k in groups]
        sized = [k for k in members if k.unsized() == bare]
        if not members or any(_SERIES.match(text.text, m.end) for m in group.mentions):
            continue
        if len(sized) == 1 and all(k == sized[0] or k.within(sized[0]) for k in members):
            few = max(_known_sizes(group, catalogue), _known_versions(group, catalogue) - 1) <= _FEW_SIZES
            if few and _introduces(groups[sized[0]].mentions, group.mentions[0], titles):
                _merge(groups, bare, sized[0])
        elif len(members) == 1 and not bare.versioned and members[0].unversioned() == bare:
            line = len(bare.parts) > 1  # Claude Opus: a line of a family, not the family
            few = _known_versions(group, catalogue) <= _FEW_VERSIONS and group.id == groups[members[0]].id
            if line or few:
                _merge(groups, bare, members[0])


def _introduces(sized: Sequence[Mention], bare: Mention, titles: Sequence[tuple[int, int]]) -> bool:
    """Whether the sized name is what the bare one is short for: it stands first, or is the title of an item."""
    return sized[0].start < bare.start or any(a <= m.start and m.end <= b for m in sized for a, b in titles)


def _known_sizes(group: _Group, catalogue: Catalogue) -> int:
    """How many sizes the catalogue knows of this model."""
    row = catalogue.get(group.id)
    return len({s.total_params or s.label for s in row.sizes}) if row else 0


def _known_versions(group: _Group, catalogue: Catalogue) -> int:
    """How many models of the same maker carry this name in theirs."""
    row = catalogue.get(group.id)
    return sum(group.key.parts < parts for parts in _parts_of(catalogue, row.organisation)) if row else 0


@lru_cache(maxsize=512)
def _parts_of(catalogue: Catalogue, organisation: str) -> tuple[frozenset[str], ...]:
    return tuple(identity(row.name).parts for row in catalogue.rows.values() if row.organisation == organisation)


def _name(group: _Group, catalogue: Catalogue) -> str:
    """The name as a careful editor writes it: the catalogue's where it is that very name, else the text's, tidied."""
    row = catalogue.get(group.id)
    names = Counter(m.name for m in group.mentions if identity(m.name) == group.key)
    name = names.most_common(1)[0][0] if names else group.mentions[0].name
    if row and identity(row.name) == group.key and fold(row.name) == fold(name):
        return row.name
    spelled = [tidy(plain(m.surface)) for m in group.mentions if fold(m.surface) == fold(name)]
    spelled = [s for s in spelled if not s.islower()] or ([] if not name.islower() else spelled)
    if spelled and not (row and fold(row.name) == fold(name)):
        return Counter(spelled).most_common(1)[0][0]
    return tidy(name)


def _family(key: Identity, names: dict[Identity, str], index: IdentityIndex) -> str | None:
    """The nearest family the post names, else the one that the name itself shows."""
    wider = index.wider(key)
    return names[max(wider, key=lambda k: len(k.parts))] if wider else key.family_name(names[key])


def _openings(text: CleanText, segments: Sequence[Segment]) -> list[tuple[int, int]]:
    """The sentences that name their subject: the first of an item, a question or an intro, and of the post."""
    spots = []
    for segment in segments:
        if segment.role in ("item", "intro", "question"):
            start = segment.start + len(segment.title or "")
            spots += sentences(text.text, start, min(segment.end, start + 200))[:1]
    return spots + sentences(text.text, 0, min(len(text.text), 200))[:2]


def _central(members: Sequence[Mention], text: CleanText, stages: Sequence[tuple[int, int]]) -> bool:
    """Whether the post, or one of its items, is about the model rather than just mentioning it."""
    title = fold(text.post.title or "")
    return (
        len(members) >= _OFTEN
        or any(fold(m.surface) in title for m in members)
        or any(a <= m.start < b for m in members for a, b in stages)
    )
