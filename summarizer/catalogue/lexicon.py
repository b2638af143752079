"""One automaton over every known name: models of the catalogue, their families, and what is no model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import ahocorasick

from summarizer.catalogue import Catalogue
from summarizer.text.names import fold, fold_name


@dataclass(frozen=True, slots=True)
class Term:
    """A known name; `kind` is `model`, or what else it is (company, app, chip, benchmark …)."""

    key: str  # folded
    name: str  # as an editor writes it
    kind: str
    id: str | None = None  # of the catalogue's row
    brand: bool = False  # names a whole series
    ambiguous: bool = False  # also a word or a company: needs context


class Lexicon:
    """All known names, to be found in folded text."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.terms: dict[str, Term] = {}
        for line in (files("summarizer.catalogue") / "data" / "not_models.tsv").read_text("utf-8").splitlines():
            kind, _, name = line.partition("\t")
            if name and not line.startswith("#"):
                self.terms[fold(name)] = Term(fold(name), name, kind)
        for org in catalogue.organisations:
            for name in org.names:
                self.terms.setdefault(fold(name), Term(fold(name), org.name, "company"))
        for row in catalogue.rows.values():
            brands = {fold(n) for n in row.brand_aliases}
            vague = {fold(n) for n in row.ambiguous_aliases}
            for name in row.names:
                for key in {fold(name), fold_name(name)}:
                    if len(key) > 1:
                        term = Term(
                            key, name if key in brands else row.name, "model", row.id, key in brands, key in vague
                        )
                        self.terms[key] = term
        self._automaton = ahocorasick.Automaton()
        for key, term in self.terms.items():
            self._automaton.add_word(key, term)
        self._automaton.make_automaton()

    def find(self, folded: str) -> Iterator[tuple[int, int, Term]]:
        """Every known name in folded text, overlapping ones too (offsets into the folded text)."""
        for end, term in self._automaton.iter(folded):
            yield end + 1 - len(term.key), end + 1, term


@lru_cache(maxsize=4)
def lexicon(catalogue: Catalogue) -> Lexicon:
    """The lexicon of a catalogue, built once."""
    return Lexicon(catalogue)
