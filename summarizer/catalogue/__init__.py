"""The reference data: which AI models exist, under which names, made by whom, and what is known of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from summarizer.catalogue.rows import Organisation, Row, Size, organisation, row, users_rows
from summarizer.naming.names import fold, fold_name

__all__ = ["Catalogue", "Organisation", "Row", "Size"]

DATE = "2026-07-15"
"""The day the packaged facts were compiled up to; nothing later is known."""


class Catalogue:
    """Rows of models and organisations with lookups by id and by name; immutable once loaded."""

    def __init__(self, rows: Iterable[Row], organisations: Iterable[Organisation], sha256: str = "") -> None:
        self.date = DATE
        self.sha256 = sha256
        self.rows: dict[str, Row] = {r.id: r for r in rows}
        self.organisations: tuple[Organisation, ...] = tuple(organisations)
        self._named: dict[str, list[Row]] = {}
        for one in self.rows.values():
            for key in {fold_name(n) for n in one.names} | {fold(n) for n in one.names}:
                self._named.setdefault(key, []).append(one)
        self._organisations: dict[str, Organisation] = {}
        for org in self.organisations:
            for name in org.names:
                self._organisations.setdefault(fold(name), org)

    @staticmethod
    def load(extra: Path | None = None) -> Catalogue:
        """The packaged catalogue, with a user's own rows over it (same id: theirs wins); SettingsError if bad."""
        return _extended(extra, extra.stat().st_mtime_ns if extra.is_file() else 0) if extra else _packaged()

    def get(self, id: str | None) -> Row | None:
        """The row with this id."""
        return self.rows.get(id) if id else None

    def named(self, name: str) -> tuple[Row, ...]:
        """All rows under this name or alias, however spelled (case, hyphens, full-width, Traditional)."""
        return tuple(self._named.get(fold(name)) or self._named.get(fold_name(name)) or ())

    def organisation(self, surface: str) -> Organisation | None:
        """The organisation that goes by this name."""
        return self._organisations.get(fold(surface))

    def maker(self, one: Row) -> Organisation:
        """The organisation of a row, with its names as far as known."""
        return self.organisation(one.organisation) or Organisation(one.organisation)


@lru_cache(maxsize=1)
def _packaged() -> Catalogue:
    data = files("summarizer.catalogue") / "data"
    models, makers = ((data / name).read_bytes() for name in ("models.jsonl", "organisations.jsonl"))
    return Catalogue(
        map(row, map(json.loads, models.splitlines())),
        map(organisation, map(json.loads, makers.splitlines())),
        hashlib.sha256(models + makers).hexdigest(),
    )


@lru_cache(maxsize=4)
def _extended(extra: Path, _changed: int) -> Catalogue:
    packaged, own = _packaged(), tuple(users_rows(extra))
    mark = hashlib.sha256(packaged.sha256.encode() + extra.read_bytes()).hexdigest()
    return Catalogue((*packaged.rows.values(), *own), packaged.organisations, mark)
