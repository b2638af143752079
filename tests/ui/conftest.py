"""Stores for the page to show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from serving import SAMPLES, hostile_source, process

from summarizer.library.store import Store
from summarizer.sources import Source


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the samples and one hostile post; copy it before you write."""
    db = tmp_path_factory.mktemp("filled") / "s.db"
    found = [Source(f"samples/{p.name}", lambda p=p: (p.read_bytes(), None)) for p in sorted(SAMPLES.glob("*.*"))]
    process(db, [*found, hostile_source()])
    return db


@pytest.fixture
def store_file(filled: Path, tmp_path: Path) -> Path:
    """The filled store, to do with as one likes."""
    with Store(filled) as store:
        store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(shutil.copy(filled, tmp_path / "copy.db"))
