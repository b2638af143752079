"""Where posts come from: files, folders, addresses, standard input, or a text at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from summarizer.errors import SettingsError
from summarizer.stages.read import fetch, find, load
from summarizer.wording import say

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: its path in the reports, and how to get its bytes and (if known) media; InputError."""

    path: str
    load: Callable[[], tuple[bytes, str | None]]


def sources(paths: Iterable[str], max_bytes: int) -> Iterator[Source]:
    """A source for each file, address or standard input, folders recursively, in a stable order.

    Raises SettingsError at once for a path that does not exist.
    """
    wanted = list(dict.fromkeys(paths))
    for path in wanted:
        if path != STDIN and not is_url(path) and not Path(path).exists():
            raise SettingsError(
                say(f"没有文件或文件夹 {path}。", f"There is no file or folder {path}."), code="no-such-path"
            )
    return _sources(wanted, max_bytes)


def text_or_path(given: str | Path, max_bytes: int) -> Source:
    """The file where one lies, the address where it is one, else the text itself."""
    if isinstance(given, str):
        if is_url(given) and not any(c.isspace() for c in given):
            return _url(given, max_bytes)
        if len(given) >= 1000 or "\n" in given or not _is_file(given):
            return Source("text", lambda: (given.encode(), None))
    return _file(Path(given), max_bytes)


def is_url(path: str) -> bool:
    return path.startswith(("http://", "https://"))


def _sources(paths: list[str], max_bytes: int) -> Iterator[Source]:
    seen: set[str] = set()
    for path in paths:
        if path == STDIN:
            yield Source("stdin", lambda: (load(STDIN, max_bytes), None))
        elif is_url(path):
            yield _url(path, max_bytes)
        else:
            for file in find([path]):
                if file.as_posix() not in seen:
                    seen.add(file.as_posix())
                    yield _file(file, max_bytes)


def _file(path: Path, max_bytes: int) -> Source:
    return Source(path.as_posix(), lambda: (load(path, max_bytes), None))


def _url(url: str, max_bytes: int) -> Source:
    return Source(url, lambda: fetch(url, max_bytes))


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False
