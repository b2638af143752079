"""Which weights there are, where they lie, and whether they are what they claim to be.

No parser opens a file before its sha256 has been compared. The result is remembered beside the file with its size
and modification time, so that a gigabyte is not hashed at every start; a changed file is hashed again.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from summarizer import mirrors
from summarizer.errors import WeightsError
from summarizer.mirrors import Mirror
from summarizer.wording import say

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all (0 when not known yet)."""

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent / "models"
_HASH_BLOCK_BYTES = 1 << 22


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the registry; `size_bytes` and `sha256` are None where nobody has checked them yet."""

    name: str
    title: str
    file: str
    architecture: str
    licence: str
    context_tokens: int
    size_bytes: int | None
    sha256: str | None
    mirrors: tuple[Mirror, ...]

    def path(self, folder: Path | None = None) -> Path:
        return (folder or directory()) / self.file

    def is_present(self, folder: Path | None = None) -> bool:
        return self.path(folder).is_file()

    @property
    def check(self) -> str:
        """What a download is compared with: our own sha256, or whatever the hub states, which may be nothing."""
        if self.sha256:
            return say("核对 sha256", "sha256 checked")
        return say("仅核对下载站给出的 sha256（若有）", "sha256 only if the hub states one")


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """A checked file on disk; `name` is its registry name, or the stem of a file the registry does not know."""

    path: Path
    sha256: str
    name: str
    context_tokens: int | None = None

    @property
    def label(self) -> str:
        """What a report calls these weights."""
        return self.path.stem


def directory() -> Path:
    """Where weights are kept: $SUMMARIZER_MODELS, else `models/` of a checkout, else the user's data folder."""
    if chosen := os.environ.get("SUMMARIZER_MODELS"):
        return Path(chosen).expanduser()
    if (_CHECKOUT / "registry.toml").is_file():
        return _CHECKOUT
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "summarizer" / "models"


@cache
def entries() -> tuple[Entry, ...]:
    """All weights of the registry, in its order: the default first."""
    packaged = _PACKAGE / "_models" / "registry.toml"
    path = packaged if packaged.is_file() else _CHECKOUT / "registry.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["weights"]
    return tuple(_entry(row) for row in rows)


def _entry(row: dict[str, object]) -> Entry:
    return Entry(
        name=str(row["name"]),
        title=str(row["title"]),
        file=str(row["file"]),
        architecture=str(row["architecture"]),
        licence=str(row["licence"]),
        context_tokens=int(str(row["context_tokens"])),
        size_bytes=int(str(row["size_bytes"])) if "size_bytes" in row else None,
        sha256=str(row["sha256"]) if "sha256" in row else None,
        mirrors=mirrors.of_row(row),
    )


def entry(name: str) -> Entry:
    """The registry's entry of that name (case ignored); WeightsError with suggestions when there is none."""
    known = {e.name: e for e in entries()}
    if name.lower() in known:
        return known[name.lower()]
    close = difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5)
    hint = (
        say(f"是不是 {'、'.join(close)}？", f"Did you mean {', '.join(close)}?")
        if close
        else say("用 summarizer weights list 查看全部。", "See them all with: summarizer weights list.")
    )
    raise WeightsError(
        say(f"没有名为 {name} 的权重，也没有这个文件。", f"There are no weights called {name}, and no such file."),
        hint,
        code="unknown-weights",
    )


def pull(name: str, folder: Path | None = None, progress: Progress | None = None) -> WeightsFile:
    """Fetch weights from the first mirror that answers, going on where an earlier try stopped.

    Raises WeightsError: unknown name, no mirror reachable, disk full, wrong hash (the damaged file is removed).
    """
    wanted = entry(name)
    folder = folder or directory()
    path = wanted.path(folder)
    if path.is_file():
        return _check(wanted, path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WeightsError(
            say(
                f"无法创建权重目录 {folder}：{error.strerror}。",
                f"Cannot create the folder {folder}: {error.strerror}.",
            ),
            say("用 SUMMARIZER_MODELS 指定别的目录。", "Choose another with SUMMARIZER_MODELS."),
        ) from error
    with mirrors.exclusive(path):
        if not path.is_file():
            expected = mirrors.fetch(wanted.mirrors, path, wanted.size_bytes, progress or (lambda done, total: None))
            part = mirrors.part_path(path)
            sha256 = _hash(part)
            want = wanted.sha256 or expected
            if want and sha256 != want:
                mirrors.discard(path)
                raise _wrong_hash(wanted.name, part, want, sha256)
            _check_magic(part)
            os.replace(part, path)
            mirrors.discard(path)
            _remember(path, sha256)
    return _check(wanted, path)


def verify(name_or_path: str, folder: Path | None = None) -> WeightsFile:
    """Hash the file anew, whatever was remembered of it, and compare; raises WeightsError when it differs."""
    path, wanted = _locate(name_or_path, folder)
    _sidecar(path).unlink(missing_ok=True)
    return _check(wanted, path)


def resolve(name_or_path: str, folder: Path | None = None) -> WeightsFile:
    """The checked file of a registry name, or of a path to any GGUF file."""
    path, wanted = _locate(name_or_path, folder)
    return _check(wanted, path)


def _locate(name_or_path: str, folder: Path | None) -> tuple[Path, Entry | None]:
    path = Path(name_or_path).expanduser()
    if path.is_file():
        same = [e for e in entries() if e.file == path.name and path.resolve() == e.path(folder).resolve()]
        return path, same[0] if same else None
    if path.suffix.lower() == ".gguf":
        raise WeightsError(say(f"没有权重文件 {path}。", f"There is no weights file {path}."), code="no-weights")
    wanted = entry(name_or_path)
    if not wanted.is_present(folder):
        raise WeightsError(
            say(f"权重 {wanted.name} 还没有下载。", f"The weights {wanted.name} are not downloaded yet."),
            say(
                f"下载：summarizer weights pull {wanted.name}；或用 --no-llm 不用模型。",
                f"Fetch them: summarizer weights pull {wanted.name}; or go without: --no-llm.",
            ),
            code="no-weights",
        )
    return wanted.path(folder), wanted


def _check(wanted: Entry | None, path: Path) -> WeightsFile:
    try:
        _check_magic(path)
        sha256 = _recall(path)
        if sha256 is None:
            sha256 = _hash(path)
            _remember(path, sha256)
    except OSError as error:
        raise WeightsError(
            say(f"无法读取 {path}：{error.strerror}。", f"Cannot read {path}: {error.strerror}.")
        ) from error
    if wanted and wanted.sha256 and sha256 != wanted.sha256:
        raise _wrong_hash(wanted.name, path, wanted.sha256, sha256)
    known = wanted or next((e for e in entries() if e.sha256 == sha256), None)
    return WeightsFile(path, sha256, known.name if known else path.stem, known.context_tokens if known else None)


def _wrong_hash(name: str, path: Path, want: str, found: str) -> WeightsError:
    return WeightsError(
        say(
            f"权重 {path.name} 的 sha256 是 {found[:12]}…，应为 {want[:12]}…：文件已损坏或被改动。",
            f"{path.name} has sha256 {found[:12]}…, not {want[:12]}…: it is damaged or has been altered.",
        ),
        say(
            f"删除后重新下载：summarizer weights pull {name}。",
            f"Delete it and fetch it again: summarizer weights pull {name}.",
        ),
        code="wrong-hash",
    )


def _check_magic(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise WeightsError(
                say(f"{path} 不是 GGUF 权重文件。", f"{path} is not a GGUF weights file."), code="not-gguf"
            )


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_HASH_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _sidecar(path: Path) -> Path:
    return path.with_name(path.name + ".verified.json")


def _recall(path: Path) -> str | None:
    """The remembered sha256, if the file is still the one it was computed of."""
    try:
        known = json.loads(_sidecar(path).read_text(encoding="utf-8"))
        state = path.stat()
        if (known["size_bytes"], known["mtime_ns"]) == (state.st_size, state.st_mtime_ns):
            return str(known["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # nothing remembered, or not by us: hash again
    return None


def _remember(path: Path, sha256: str) -> None:
    state = path.stat()
    known = {"size_bytes": state.st_size, "mtime_ns": state.st_mtime_ns, "sha256": sha256}
    draft = _sidecar(path).with_suffix(f".{os.getpid()}")
    try:
        draft.write_text(json.dumps(known), encoding="utf-8")
        os.replace(draft, _sidecar(path))
    except OSError:
        draft.unlink(missing_ok=True)  # a read-only folder: hashed again next time
