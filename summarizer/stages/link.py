"""Join mentions into entities, one for each model identity of the post."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from summarizer.catalogue import Catalogue
from summarizer.naming.identity import Identity, IdentityIndex, identity, misspells, tidy, undated, unpacked
from summarizer.naming.names import fold, fold_words, plain
from summarizer.text.sentences import sentences
from summarizer.types import CleanText, Entity, Mention, Segment

_SERIES = re.compile(r"\s?(?:(?:大?模型)?(?:系列|家族)|全家桶|系|等(?:模型|大模型)?)")
_FEW_SIZES = 2  # up to so many sizes, the bare name of a family may stand for the one size a post is about
_FEW_VERSIONS = 2
_SOME_VERSIONS = 8
_REACH = 30  # characters between a name and its code name in brackets
_BREAK = re.compile(r"[。！？\n]")
_CODE_NAME = re.compile(
    r"\s?[（(][^（）()\n，。；]{0,12}?(?:代号|代码名|又名|亦称|别称|别名|简称|codenamed?)\s?(?:为|是|叫|[:：])?\s?[“\"'‘「『*`]{0,4}",
    re.IGNORECASE,
)
_FORMER_NAME = re.compile(
    r"(?:\s|</?br\s?/?>)*[（(\[]?\s?[，,]?\s?"
    r"(?:原名|曾用名|旧名|旧称|原称|原来叫|前称|原(?=\s?[“\"「『A-Za-z])|formerly(?: known as)?)"
    r"\s?(?:为|是|叫|[:：])?\s?[“\"'‘「『*`]{0,4}",
    re.IGNORECASE,
)
_RENAMED = re.compile(
    r"\s?(?:大?模型)?[（(，,]?\s?(?:现|已|现已|后|后来|随后|今天|今日|近日|正式|宣布|被)*(?:更名|改名|改称|更改名称|重命名)(?:为|成|叫)?\s?[“\"'‘「『*`]{0,4}"
)
_STEALTH = r"(?:匿名|神秘|隐身|隐名|未具名|stealth\s?)(?:测试|参赛|的)?\s?(?:AI\s?|大|新)?(?:模型|选手|代号)?"
_SAYS_STEALTH = re.compile(rf"{_STEALTH}\s?[“「`*]{{0,4}}\Z", re.IGNORECASE)
_IS_REALLY = r"(?:就是|正是|其实是|原来是|实为|即是|即为|即)"
# From the name that was used in secret to the true one, and back.
_REVEALED = re.compile(
    r"[”」`*]{0,4}\s?的?(?:真身|真实身份|真正身份|本尊|真面目|真名|谜底)(?:今[天日]|终于|已|正式|被|也)*(?:揭晓|曝光|公布|确认|证实)?"
    r"\s?(?:[，,]\s?)?(?:就是|正是|是|为|：|:|——)\s?[“「`*]{0,4}"
    r"|[”」`*]{0,4}\s?(?:今[天日]|终于|已|正式|被)*(?:揭晓|证实|确认)(?:就是|为|是|：|:)\s?[“「`*]{0,4}"
)
_IS_THE_SECRET = re.compile(
    rf"[”」`*]{{0,4}}\s?[（(，,]?\s?(?:也?{_IS_REALLY})?[^，。！？\n（）()]{{0,14}}?{_STEALTH}\s?[“「`*]{{0,4}}",
    re.IGNORECASE,
)
_REALLY = re.compile(
    rf"[”」`*]{{0,4}}\s?{_IS_REALLY}(?:[\u4e00-\u9fff]{{0,12}}的|[\u4e00-\u9fff]{{0,6}}模型)?\s?[“「`*]{{0,4}}"
)
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
    _merge_code_names(groups, text)
    _merge_previews(groups)
    _merge_firsts(groups, catalogue)
    _merge_makers(groups, catalogue)
    _merge_snapshots(groups)
    _merge_twins(groups, text)
    _merge_packed(groups, text)
    _merge_tails(groups)
    _merge_slips(groups)
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


def _merge_snapshots(groups: dict[Identity, _Group]) -> None:
    """gpt-4o-2024-08-06 is the GPT-4o of a post that names no other day's."""
    days: dict[Identity, list[Identity]] = {}
    for key, group in groups.items():
        name = group.mentions[0].name
        if undated(name) != name:
            days.setdefault(identity(undated(name)), []).append(key)
    for whole, keys in days.items():
        if len(keys) == 1 and whole in groups and groups[keys[0]].id in (None, groups[whole].id):
            _merge(groups, keys[0], whole)


def _merge_firsts(groups: dict[Identity, _Group], catalogue: Catalogue) -> None:
    """Llama 1 is LLaMA: the first version under the plain name of its row, or of a family without another here."""
    for key in [k for k in groups if "1" in k.parts and groups[k].id and not k.sizes]:
        first = groups[key]
        bare = next((k for k in groups if k.parts == key.parts - {"1"} and groups[k].id == first.id), None)
        row = catalogue.get(first.id)
        if bare is None or row is None:
            continue
        if identity(row.name) == bare or not any(bare.parts < k.parts and k.versioned and k != key for k in groups):
            _merge(groups, bare, key)


def _merge_makers(groups: dict[Identity, _Group], catalogue: Catalogue) -> None:
    """Runway Gen-3 is Gen-3: a name with its maker's before it."""
    for key in [k for k, group in groups.items() if group.id]:
        row = catalogue.get(groups[key].id)
        maker = identity(row.organisation).parts if row else frozenset()
        whole = Identity(key.parts | maker, key.sizes, key.versioned)
        if maker and whole != key and whole in groups and groups[whole].id in (None, groups[key].id):
            _merge(groups, whole, key)


def _merge_code_names(groups: dict[Identity, _Group], text: CleanText) -> None:
    """Mythos（内部代号“Capybara”）, Gemini（原名 Bard）, Bard 更名为 Gemini: another name of the same model."""
    mentions = sorted(
        ((m, key) for key, group in groups.items() for m in group.mentions), key=lambda pair: pair[0].start
    )
    for (name, key), (code, other) in pairwise(mentions):
        if key == other or not {key, other} <= groups.keys() or code.start - name.end > _REACH:
            continue
        gap = plain(text.text[name.end : code.start])
        same = groups[other].id in (None, groups[key].id)
        if _FORMER_NAME.fullmatch(gap) or (same and _CODE_NAME.fullmatch(gap)):
            _merge(groups, other, key)
        elif _RENAMED.fullmatch(gap) or (groups[key].id is None and _revealed(text.text, name, gap)):
            _merge(groups, key, other)
        elif groups[other].id is None and _IS_THE_SECRET.fullmatch(gap):
            _merge(groups, other, key)


def _revealed(text: str, secret: Mention, gap: str) -> bool:
    """Whether the gap says that the anonymous model before it is the one behind it."""
    anonymous = _SAYS_STEALTH.search(text, max(0, secret.start - _REACH), secret.start)
    return bool(_REVEALED.fullmatch(gap) or (anonymous and _REALLY.fullmatch(gap)))


def _merge_twins(groups: dict[Identity, _Group], text: CleanText) -> None:
    """Hunyuan-7B is the Hunyuan-7B-Instruct of the post's tables, where no sentence names the two beside each other."""
    rows = [(b.start, b.end) for b in text.blocks if b.kind == "row"]
    if not rows:
        return
    starts = [a for a, _ in rows]
    for key in list(groups):
        plainly = key.untuned()
        if plainly == key or plainly not in groups or not plainly.sizes or groups[key].id != groups[plainly].id:
            continue
        tabled = [_inside(m, rows, starts) for m in groups[key].mentions]
        if all(tabled) and not any(_inside(m, rows, starts) for m in groups[plainly].mentions):
            _merge(groups, plainly, key)


def _merge_packed(groups: dict[Identity, _Group], text: CleanText) -> None:
    """Qwen3-4B-GGUF is Qwen3-4B where the post does not hold the two against each other in one sentence."""
    for key in list(groups):
        name = groups[key].mentions[0].name
        whole = identity(unpacked(name))
        if whole == key or whole not in groups or groups[key].id not in (None, groups[whole].id):
            continue
        both = sorted([*groups[key].mentions, *groups[whole].mentions], key=lambda m: m.start)
        beside = [(a, b) for a, b in pairwise(both) if a.name != b.name and b.start - a.end <= _REACH]
        if all(_BREAK.search(text.text, a.end, b.start) for a, b in beside):
            _merge(groups, key, whole)


def _inside(mention: Mention, ranges: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    i = bisect_right(starts, mention.start) - 1
    return i >= 0 and mention.end <= ranges[i][1]


def _merge_tails(groups: dict[Identity, _Group]) -> None:
    """XS.2 after Laguna XS.2, Owl2 beside Acme-Owl2 and Acme-Owl2-3B: the end of one unlisted name stands for it."""
    index = IdentityIndex(groups)
    for key in [k for k, group in groups.items() if group.id is None]:
        tail = f" {_pieces(groups[key].mentions[0].name)}"
        whole = [k for k in index.narrower(key) if k in groups and groups[k].id is None]
        whole = [k for k in whole if len(whole) == 1 or not k.sizes]
        if len(whole) == 1 and _pieces(groups[whole[0]].mentions[0].name).endswith(tail):
            _merge(groups, key, whole[0])


def _merge_slips(groups: dict[Identity, _Group]) -> None:
    """A name said once, and a letter away from one said often, is that one misspelt."""
    often = [k for k, group in groups.items() if len(group.mentions) >= _OFTEN]
    for key in [k for k, group in groups.items() if often and len(group.mentions) == 1 and group.id is None]:
        meant = [
            k
            for k in often
            if k.sizes == key.sizes and misspells(groups[key].mentions[0].name, groups[k].mentions[0].name)
        ]
        if len(meant) == 1:
            _merge(groups, key, meant[0])


def _pieces(name: str) -> str:
    """The name in lower case with a blank between its words and numbers: Owl2 and Owl-2 are alike."""
    return re.sub(r"(?<=[a-z])(?=\d)", " ", fold_words(name))


def _merge_bare_names(
    groups: dict[Identity, _Group], text: CleanText, titles: Sequence[tuple[int, int]], catalogue: Catalogue
) -> None:
    """A family's bare name means the one member a post is about: Zephyr after Zephyr 7B, but not Llama 2 after 70B."""
    index = IdentityIndex(groups)
    for bare in [k for k in groups if not k.sizes]:
        group = groups[bare]
        members = [k for k in index.narrower(bare) if k in groups]
        sized = [k for k in members if k.unsized() == bare]
        if len(sized) == 1 and len(sized[0].sizes) > 1 and _own_sizes(group, catalogue) == 1:
            _merge(groups, sized[0], bare)  # GLM-4.5 355B-A32B beside GLM-4.5 and GLM-4.5-Air
        elif not members or any(_SERIES.match(text.text, m.end) for m in group.mentions):
            continue
        elif len(sized) == 1 and all(k == sized[0] or k.within(sized[0]) for k in members):
            few = max(_known_sizes(group, catalogue), _known_versions(group, catalogue) - 1) <= _FEW_SIZES
            if few and _introduces(groups[sized[0]].mentions, group.mentions[0], titles):
                _merge(groups, bare, sized[0])
        elif len(members) == 1 and _only_member(group, groups[members[0]], catalogue):
            _merge(groups, bare, members[0])
        elif len(members) == 1 and not bare.versioned and members[0].unversioned() == bare:
            line = len(bare.parts) > 1  # Claude Opus: a line of a family, not the family
            few = _known_versions(group, catalogue) <= _FEW_VERSIONS and group.id == groups[members[0]].id
            if line or few:
                _merge(groups, bare, members[0])


def _only_member(bare: _Group, member: _Group, catalogue: Catalogue) -> bool:
    """Whether a family of few known versions is only ever short for the member the post is about."""
    return (
        not bare.key.versioned
        and member.key.versioned
        and not member.key.sizes
        and member.key.unversioned() != bare.key
        and member.mentions[0].start < bare.mentions[0].start
        and len(member.mentions) >= max(_OFTEN, 2 * len(bare.mentions))
        and _known_versions(bare, catalogue) <= _SOME_VERSIONS
    )


def _introduces(sized: Sequence[Mention], bare: Mention, titles: Sequence[tuple[int, int]]) -> bool:
    """Whether the sized name is what the bare one is short for: it stands first, or is the title of an item."""
    return sized[0].start < bare.start or any(a <= m.start and m.end <= b for m in sized for a, b in titles)


def _known_sizes(group: _Group, catalogue: Catalogue) -> int:
    """How many sizes the catalogue knows of this model."""
    row = catalogue.get(group.id)
    return len({s.total_params or s.label for s in row.sizes}) if row else 0


def _own_sizes(group: _Group, catalogue: Catalogue) -> int:
    """How many sizes the catalogue knows of the very model, without those of a variant that has a name (Air)."""
    row = catalogue.get(group.id)
    sizes = row.sizes if row else ()
    others = {s.total_params for s in sizes if s.label.isalpha()}
    return len({s.total_params for s in sizes if s.total_params and s.total_params not in others})


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
    own = [tidy(plain(m.surface)) for m in group.mentions if _as_full(m.surface, name)]
    return Counter(own).most_common(1)[0][0] if own and not row and not name.isascii() else tidy(name)


def _as_full(surface: str, name: str) -> bool:
    """Whether the text's own spelling says as much as the name: SenseNova U1 for 日日新 U1, but not U1 alone."""
    ours, full = identity(surface).parts, identity(name).parts
    numbers = {p for p in full if p[0].isdigit()}
    return len(ours) >= len(full) and numbers == {p for p in ours if p[0].isdigit()} and surface.isascii()


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
