"""When two names mean the same model: what is left of them without order, separators and spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from summarizer.naming.names import fold_name, plain
from summarizer.naming.variants import SIZE, VARIANT_WORDS

_PIECE = re.compile(
    rf"(?P<size>{SIZE})|(?P<number>[vV]?\d+(?:\.\d+)*)|(?P<word>[A-Za-z]+)|(?P<han>[\u4e00-\u9fff]+)|(?P<sign>[^\W\d_])"
)
_PREVIEW = frozenset({"preview", "experimental", "exp"})
_PACKED = re.compile(
    r"(?:[-_ ](?:GPTQ|AWQ|GGUF|GGML|MLX|MNN|ONNX|(?:NV|MX)?FP(?:4|8|16)|BF16|INT[48]|[48]-?bit|Q\d_[0-9A-Z_]+"
    r"|W\dA\d+))+$",
    re.IGNORECASE,
)
_DATED = re.compile(r"[-_ ](?:20\d\d-?[01]\d-?[0-3]\d|latest)$")
_TUNED = frozenset({"instruct", "chat", "it"})
_LONG_WORD = 6  # letters from which one wrong letter is a slip of the pen rather than another word
_VARIANTS = frozenset(w.lower() for w in VARIANT_WORDS)


@dataclass(frozen=True, slots=True)
class Identity:
    """The parts of a name, sorted; equal for all spellings and orders (Claude Sonnet 4, Claude-4-Sonnet)."""

    parts: frozenset[str]
    sizes: frozenset[str] = frozenset()
    versioned: bool = False

    def unsized(self) -> Identity:
        """Without sizes."""
        return Identity(self.parts - self.sizes, frozenset(), self.versioned)

    def released(self) -> Identity:
        """Without Preview and the like."""
        return Identity(self.parts - _PREVIEW, self.sizes, self.versioned)

    def untuned(self) -> Identity:
        """Without Instruct, Chat and the like."""
        return Identity(self.parts - _TUNED, self.sizes, self.versioned)

    def unversioned(self) -> Identity:
        """Without version numbers, and without sizes unless they are part of the version's name."""
        return Identity(frozenset(p for p in self.parts - self.sizes if not p[0].isdigit()))

    def within(self, other: Identity) -> bool:
        """Whether this names a member of what the other names."""
        return other.parts < self.parts

    def family_name(self, name: str) -> str | None:
        """The family as spelled in `name`: Qwen2.5 of Qwen2.5-7B; None where the name is its own family."""
        if not self.sizes and not self.parts & _VARIANTS:
            return None
        text, cut = plain(name), len(name)
        for match in reversed(list(_PIECE.finditer(text))):
            if not (match.lastgroup == "size" or match.group().lower() in _VARIANTS):
                break
            cut = match.start()
        return name[:cut].rstrip(" -_·") or None


class IdentityIndex:
    """Finds the narrower and wider ones among many identities without comparing each with each."""

    def __init__(self, identities: Iterable[Identity]) -> None:
        self._having: dict[str, list[Identity]] = {}  # part → identities with it
        known = list(identities)
        for one in known:
            for part in one.parts:
                self._having.setdefault(part, []).append(one)
        self._rarest: dict[str, list[Identity]] = {}  # an identity's rarest part → identities
        for one in known:
            if one.parts:
                self._rarest.setdefault(self._rare(one), []).append(one)

    def _rare(self, one: Identity) -> str:
        return min(one.parts, key=lambda part: (len(self._having.get(part, ())), part))

    def narrower(self, one: Identity) -> list[Identity]:
        """The identities within this one: Qwen2.5-7B for Qwen2.5."""
        return [k for k in self._having.get(self._rare(one), ()) if k.within(one)] if one.parts else []

    def wider(self, one: Identity) -> list[Identity]:
        """The identities that this one is within: Qwen2.5 and Qwen for Qwen2.5-7B."""
        return [k for part in sorted(one.parts) for k in self._rarest.get(part, ()) if one.within(k)]


@lru_cache(maxsize=20_000)
def identity(name: str) -> Identity:
    """The identity of a name."""
    text = plain(name)
    parts: set[str] = set()
    sizes: set[str] = set()
    versioned = False
    for match in _PIECE.finditer(text):
        part = fold_name(match.group())
        if match.lastgroup == "number":
            part = _same_number(part.lstrip("v"))
            versioned = True
        if match.lastgroup == "size":
            sizes.add(part)
        parts.add(part)
    return Identity(frozenset(parts), frozenset(sizes), versioned)


def misspells(name: str, other: str) -> bool:
    """Whether one word of the name has its letters in disorder or one letter wrong, and all else is the other's."""
    ours, theirs = ([m.group().lower() for m in _PIECE.finditer(plain(n))] for n in (name, other))
    odd = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
    if len(ours) != len(theirs) or len(odd) != 1 or not all(w.isalpha() and w.isascii() for w in odd[0]):
        return False
    a, b = odd[0]
    if {a, b} & _VARIANTS or min(len(a), len(b)) < 3:
        return False
    if sorted(a) == sorted(b):
        return True
    short, long = sorted((a, b), key=len)
    if len(short) < _LONG_WORD or len(long) - len(short) > 1:
        return False
    i = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return short[i + (len(short) == len(long)) :] == long[i + 1 :]


def undated(name: str) -> str:
    """The name without the date or the latest of its snapshot: gpt-4o of gpt-4o-2024-08-06."""
    return _DATED.sub("", name)


def unpacked(name: str) -> str:
    """The name without the precision or the format that its weights come in: Qwen3-4B of Qwen3-4B-GGUF."""
    return _PACKED.sub("", name)


def _same_number(version: str) -> str:
    """Versions that differ in nothing but noughts at the end are one: 3.0 and 3, 4.20 and 4.2."""
    return re.sub(r"\.?0+$", "", version) if version.count(".") == 1 else version


def tidy(name: str) -> str:
    """A spelling from running text as it would stand in a table: Qwen- 7b → Qwen-7B."""
    name = re.sub(r"\s+", " ", name).strip()
    name = re.sub(r"\s?([-_])\s?", r"\1", name)
    name = re.sub(r"(?<=\d)\s?[xX×]\s?(?=\d)", "x", name)
    return re.sub(r"(?<![A-Za-z])([AaEe]?\d+(?:\.\d+)?)\s?-?b(?![A-Za-z0-9])", lambda m: m.group(1).upper() + "B", name)
