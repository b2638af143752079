"""One automaton over every known name: models, their families, and what stands beside them and is no model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import ahocorasick

from summarizer.catalogue import Catalogue, Row
from summarizer.naming.identity import identity
from summarizer.naming.names import fold, plain
from summarizer.naming.variants import OWN_WORDS, TUNED, VARIANT_WORDS, suffix

_VERSION_AT_END = re.compile(r"[\s\-_]?[vV]?\d+(?:\.\d+)*[a-zA-Z]?$")
_HEAD_TOO_SHORT = 2
_SHORT = 4  # folded characters up to which an ambiguous name stays ambiguous even with a number in it (T0, Gen3)
_PIECE = re.compile(r"\d+(?:\.\d+)*[a-z]*|[a-z]+")
_VARIANTS = frozenset(w.lower() for w in (*VARIANT_WORDS, *OWN_WORDS, "zero", "distill", "a"))
_GRADES = _VARIANTS - TUNED - {w.lower() for w in OWN_WORDS} - {"a"}


@dataclass(frozen=True, slots=True)
class Term:
    """A known name. `kind` is `model`, or what else it names (company, app, chip, benchmark …)."""

    key: str  # folded
    name: str  # as an editor writes it
    kind: str
    level: str = "certain"  # of a model: certain | series | company | word | head (needs a version behind it)
    id: str | None = None  # of the catalogue's row
    versioned: bool = False  # carries a version already
    sized: bool = False
    variants: frozenset[str] = frozenset()  # variants in the name of its row: Pro, Flash …
    listed: frozenset[str] = frozenset()  # variants in any name or size of its row
    spelled: tuple[str, ...] = ()  # how the key is written, separators and case included
    sizes: frozenset[str] = frozenset()  # of a family: the sizes in the name of the row behind it: 8x7b of Mixtral

    def spells(self, surface: str) -> bool:
        """Whether the surface may be this name: of a word in capitals (DRACO) a mere capital makes another (Draco)."""
        if self.kind == "model" or not surface.istitle() or not surface.isalpha() or len(surface) < _SHORT:
            return True
        return not all(name.isupper() for name in self.spelled)

    def covers(self, name: str) -> bool:
        """Whether a longer name can still mean this row: Gemini 3.1 Flash is neither Gemini 3.1 Pro nor Gemini 3.1."""
        numbers = _numbers(name)
        return self.variants <= numbers and (numbers & _GRADES) <= self.listed


class Lexicon:
    """All known names, to be found in folded text; built once from a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.terms: dict[str, Term] = {}
        self.families: dict[str, tuple[str, ...]] = {}  # canonical name of a family → all its names
        for kind, name in _table("not_models.tsv"):
            self._add(Term(fold(name), name, kind, spelled=(name,)))
        for org in catalogue.organisations:
            for name in org.names:
                self.terms.setdefault(fold(name), Term(fold(name), org.name, "company", spelled=(name,)))
        self._add_families(catalogue)
        for row in catalogue.rows.values():
            self._add_row(row)
        self._add_heads(catalogue)
        self._drop_prefixed(catalogue)
        self.codes = self._letter_codes(catalogue)
        self._automaton = ahocorasick.Automaton()
        for key, term in self.terms.items():
            self._automaton.add_word(key, term)
        self._automaton.make_automaton()

    def _add(self, term: Term) -> None:
        old = self.terms.get(term.key)
        if term.key:
            self.terms[term.key] = replace(term, spelled=(*old.spelled, *term.spelled)) if old else term

    def _add_families(self, catalogue: Catalogue) -> None:
        for name, level, *more in _table("families.tsv"):
            names = (name, *(n for n in ",".join(more).split(",") if n))
            self.families[name] = (*self.families.get(name, ()), *names)
            rows = [row for n in names for row in catalogue.named(n)]
            id = rows[0].id if rows else None
            sizes = frozenset(n for n in _numbers(rows[0].name) if n.endswith("b")) if rows else frozenset()
            for each in names:
                plainly = level in ("word", "company") and each.endswith("模型")
                self._add(
                    Term(fold(each), name, "model", "series" if plainly else level, id, sizes=sizes, spelled=(each,))
                )

    def _add_row(self, row: Row) -> None:
        vague = _known_words() | {fold(n) for n in row.ambiguous_aliases}
        known = self.kind(row.name) if row.kind == "product" else None
        if known and known != "model":  # an app by any of its names
            for name in row.names:
                self._add(Term(fold(name), row.name, known, spelled=(name,)))
            return
        numbers = _numbers(row.name)
        variants = frozenset(n for n in numbers if n in _VARIANTS)
        listed = frozenset().union(*map(_numbers, (*row.names, *row.ambiguous_aliases, *(s.label for s in row.sizes))))
        for name in row.names:
            key = fold(name)
            old = self.terms.get(key)
            if len(key) < 2 or (old and (old.kind != "company" or row.kind == "product")):
                if old and old.kind == "model":
                    self.terms[key] = replace(old, spelled=(*old.spelled, name))
                continue
            word = key in vague or row.kind == "product" or (row.tier == "thin" and len(key) < 4)
            word = word or bool(re.fullmatch(r"[a-z]\d", key))  # T0, a variable as well
            units = _units(name)
            self._add(
                Term(
                    key,
                    name if _other(name, row, numbers) else row.name,
                    "model",
                    "word" if word and (not units or len(key) <= _SHORT) else "certain",
                    row.id,
                    any(u in ("version", "code", "date") for u in units) or bool(re.search(r"\d(?!d)", key)),
                    "size" in units,
                    variants,
                    listed & _GRADES,
                    (name,),
                )
            )

    def _add_heads(self, catalogue: Catalogue) -> None:
        """Names that stop before the version (gpt, claudeopus, deepseekv): a new version makes a name of them."""
        for row in catalogue.rows.values():
            for name in row.names:
                head = _VERSION_AT_END.sub("", name)
                key = fold(head)
                if head == name or len(key) <= _HEAD_TOO_SHORT or key in self.terms or not re.search(r"[^\d.]", key):
                    continue
                if fold(name) in {fold(n) for n in row.ambiguous_aliases}:
                    continue
                head = head.strip(" -_")
                if any(key[:cut] in self.terms and key[cut:] in self.terms for cut in range(2, len(key) - 1)):
                    continue  # two names in a row: 通义千问 Qwen
                first, _, more = head.partition(" ")
                named = first in self.families and re.fullmatch(r"[A-Z][a-z]{3,}", more)  # Claude Mythos
                self._add(Term(key, head, "model", "series" if named else "head", spelled=(head,)))

    def _drop_prefixed(self, catalogue: Catalogue) -> None:
        """Take out aliases that only put the maker before a plain name (小米MiMo): the name is found without it."""
        families = tuple(fold(name) for names in self.families.values() for name in names)
        for key, term in list(self.terms.items()):
            row = catalogue.get(term.id) if not key.startswith(families) else None
            for maker in catalogue.maker(row).names if row and term.kind == "model" else ():
                rest = self.terms.get(key[len(fold(maker)) :]) if key.startswith(fold(maker)) else None
                if rest and rest.kind == "model" and rest.level in ("certain", "series"):
                    self.terms.pop(key, None)

    def _letter_codes(self, catalogue: Catalogue) -> dict[str, list[tuple[str, frozenset[str]]]]:
        """Letter → series that go by it and a number, each with the folded names of its brand: v → DeepSeek-V."""
        codes: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for term in list(self.terms.values()):
            match = re.fullmatch(r"(.*[^\s\-A-Z])[\s\-]?([A-Za-z])", term.name) if term.level == "head" else None
            if not match or re.search(r"\d", match.group(1)) or term.key not in (fold(term.name),):
                continue
            brand, letter = match.groups()
            if letter.islower() and not re.search(r"[\s\-][a-z]$", term.name):
                continue
            names = {brand, *self.families.get(brand, ())}
            org = catalogue.organisation(brand)
            family = self.terms.get(fold(brand))
            if org is None and (family is None or family.kind != "model"):
                continue
            names |= set(org.names) if org else set()
            if family and family.kind == "model":
                names |= {family.name, *self.families.get(family.name, ())}
            codes.setdefault(letter.lower(), []).append((term.name, frozenset(map(fold, names))))
        return codes

    def kind(self, name: str) -> str | None:
        """What a name is known to be: model, company, chip …; None for the unknown."""
        term = self.terms.get(fold(name))
        return term.kind if term and term.level != "head" and term.spells(name) else None

    def find(self, folded: str) -> Iterator[tuple[int, int, Term]]:
        """Every known name in folded text, overlapping ones too (offsets into the folded text)."""
        for end, term in self._automaton.iter(folded):
            yield end + 1 - len(term.key), end + 1, term


def _table(name: str) -> Iterator[list[str]]:
    for line in (files("summarizer.catalogue") / "data" / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    """Names of models that are ordinary words as well, beyond those the rows mark themselves."""
    return frozenset(fold(line[0]) for line in _table("words.tsv"))


def _units(name: str) -> list[str]:
    """Kinds of the units at the end of a name: Qwen2.5-7B → version, size."""
    text = plain(name)
    start = re.match(r"[^\W\d_]+", text)
    end = start.end() if start else 0
    return [u.kind for u in suffix(text, end, versioned=False)[1]] if end else []


def _other(name: str, row: Row, numbers: frozenset[str]) -> bool:
    """Whether an alias names another identity than its row: another size or variant, or a word more."""
    if _numbers(name) != numbers:
        return True
    parts, own = identity(name).parts, identity(row.name).parts
    maker = identity(row.organisation).parts
    return (own - maker or own) <= parts and any(p.isascii() and len(p) > 2 and p not in maker for p in parts - own)


def _numbers(name: str) -> frozenset[str]:
    """The numbers, sizes and variants in a name: what tells one member of a family from another."""
    pieces = _PIECE.findall(plain(name).lower())
    return frozenset(p for p in pieces if p[0].isdigit() or p in _VARIANTS)


@lru_cache(maxsize=4)
def lexicon(catalogue: Catalogue) -> Lexicon:
    """The lexicon of a catalogue."""
    return Lexicon(catalogue)
