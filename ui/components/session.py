"""What all tabs of the process share (store, worker), and what a tab chose (language)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from summarizer.catalogue import Catalogue
from summarizer.library import corrections
from summarizer.library.store import Store
from summarizer.wording import language, speak
from summarizer.worker import Worker

T = TypeVar("T")

_DEFAULT_DB = Path("results") / "summarizer.db"


def database() -> Path:
    """The store's file: `--db FILE` after `--`, else $SUMMARIZER_DB, else results/summarizer.db."""
    arguments = sys.argv[1:]
    if "--db" in arguments[:-1]:
        return Path(arguments[arguments.index("--db") + 1])
    return Path(os.environ.get("SUMMARIZER_DB") or _DEFAULT_DB)


def store() -> Store:
    return _store(database().resolve())


def worker() -> Worker:
    return _worker(database().resolve())


def catalogue() -> Catalogue:
    """The packaged catalogue with the names that readers gave to models."""
    own = corrections.names_file(database().resolve())
    return Catalogue.load(own if own.is_file() else None)


def version() -> tuple[str, int]:
    """Changes whenever a run has written to the store: what is cached under it is true."""
    return str(store().path), store().rows("PRAGMA data_version")[0][0]


@st.cache_resource(show_spinner=False)
def _store(path: Path) -> Store:
    return Store(path)


@st.cache_resource(show_spinner=False)
def _worker(path: Path) -> Worker:
    return Worker(path)


def spoken(function: Callable[..., T]) -> Callable[..., T]:
    """The function in the language that is spoken now: dialogs, fragments and downloads run without the page."""
    chosen = language()

    @wraps(function)
    def inner(*given: object) -> T:
        speak(chosen)
        return function(*given)

    return inner


def is_empty() -> bool:
    return not store().rows("SELECT 1 FROM posts LIMIT 1")


def page_address(page: str, **parameters: str) -> str:
    """A link to another page of ours, relative, for deep links."""
    chosen = st.query_params.get("lang")
    asked = {**parameters, **({"lang": chosen} if chosen else {})}
    return f"{page}?{urlencode(asked)}" if asked else page
