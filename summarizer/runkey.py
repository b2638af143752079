"""The run key: everything that can change a report. Same key, same report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from summarizer.settings import Settings

_PACKAGE = Path(__file__).parent
_NO_PART = frozenset({
    "library", "_ui", "_models", "__pycache__", "agree.py", "bench.py", "cli.py", "commands.py", "evaluate.py",
    "mirrors.py", "running.py", "survey.py", "vocabulary.py", "worker.py",
})  # fmt: skip
"""What no report goes through: doors, measuring, and what is done with finished reports. All else is code of it."""
_LIBRARIES = (
    "charset-normalizer", "feedparser", "jieba", "langdetect", "lxml", "rjieba", "trafilatura", "xllamacpp", "zhconv",
)  # fmt: skip
# without influence, or keyed by what they hold (a server by the model it serves)
_UNKEYED = frozenset({"threads", "max_bytes", "server", "weights", "catalogue", "use_llm"})
_OF_MODEL = frozenset({"backend", "context_tokens", "timeout_seconds", "proposals"})


def parts(settings: Settings, catalogue_sha256: str, weights: str | None) -> dict[str, str]:
    """The named parts of the key, apart from the post itself; `weights` is a sha256, or a server's name for them."""
    without = _UNKEYED if weights else _UNKEYED | _OF_MODEL
    told = {name: str(value) for name, value in asdict(settings).items() if name not in without}
    return {
        "code": _code_sha256(),
        "settings": _digest(json.dumps(told, sort_keys=True)),
        "catalogue": catalogue_sha256,
        "weights": weights or "none",
    }


def key(parts: Mapping[str, str], content_sha256: str) -> str:
    """The key of one content under these parts."""
    return _digest(json.dumps({**parts, "bytes": content_sha256}, sort_keys=True))


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the parts that differ."""
    return tuple(name for name in sorted({*before, *after}) if before.get(name) != after.get(name))


def code_files() -> list[Path]:
    """The files of the package that can change a report, word lists among them, in a fixed order."""
    found = (path for path in _PACKAGE.rglob("*") if path.suffix in (".py", ".tsv", ".txt"))
    return sorted(path for path in found if not _NO_PART.intersection(path.relative_to(_PACKAGE).parts))


@lru_cache(maxsize=1)
def _code_sha256() -> str:
    """Over our own sources (prompts are among them) and the versions of the libraries that shape a report."""
    digest = hashlib.sha256()
    for file in code_files():
        digest.update(file.relative_to(_PACKAGE).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for library in _LIBRARIES:
        try:
            digest.update(f"{library} {version(library)}\n".encode())
        except PackageNotFoundError:
            digest.update(f"{library} none\n".encode())
    return digest.hexdigest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
