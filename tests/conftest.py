"""What all tests share: the reader's language, the project's folders, and reasons to skip."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from summarizer import weights
from summarizer.catalogue import Catalogue

PROJECT = Path(__file__).parent.parent
SHARED = PROJECT.parent / "shared"

os.environ["SUMMARIZER_LANG"] = "en"  # messages are asserted in English; subprocesses inherit it

settings.register_profile("suite", deadline=None, max_examples=60)
settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs things that are not here, and say which."""
    here = {entry.name for entry in weights.entries() if entry.is_present()}
    no_weights = pytest.mark.skip(reason="the Qwen weights are not here: make test fetches them")
    no_corpus = pytest.mark.skip(reason="the development corpus is not beside the project")
    for item in items:
        if item.get_closest_marker("weights") and not {"qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b"} <= here:
            item.add_marker(no_weights)
        if item.get_closest_marker("shared") and not (SHARED / "dev_corpus").is_dir():
            item.add_marker(no_corpus)


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's root folder."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring material beside the project (tests that use it are marked `shared`)."""
    return SHARED


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample posts."""
    return PROJECT / "corpora" / "samples"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The packaged catalogue."""
    return Catalogue.load()
