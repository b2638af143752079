"""Many files, one after the other, into the store: what is finished is never computed twice."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from summarizer import pipeline, runkey
from summarizer.catalogue import Catalogue
from summarizer.errors import BackendError, InputError, StoreError, WeightsError
from summarizer.library.store import Store, StoredInput, degraded
from summarizer.settings import Settings
from summarizer.stages.read import read
from summarizer.types import Post, Problem, Report, Usage
from summarizer.wording import say

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one post, or of one file that gave none."""

    path: str
    status: str  # done | skipped | degraded | failed
    post_id: str | None = None
    why: tuple[str, ...] = ()  # what changed since it was last finished: bytes, code, settings, catalogue, weights
    problem: Problem | None = None
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: its name in the reports, and how to get its bytes and media type."""

    path: str
    load: Callable[[], tuple[bytes, str | None]]


Compute = Callable[[Post], Report]


class Batch:
    """One run over many inputs with the same settings; `compute` turns a post into a report."""

    def __init__(self, store: Store, settings: Settings, parts: dict[str, str], compute: Compute) -> None:
        self.store = store
        self.settings = settings
        self.parts = parts
        self._compute = compute

    def run(self, sources: Iterable[Source], run: int | None = None) -> Iterator[Outcome]:
        """The outcomes, input by input, each stored before it is told.

        Raises what no later post would survive either: WeightsError, BackendError, StoreError.
        """
        for source in sources:
            yield from self._input(source, run)

    def plan(self, source: Source) -> Outcome:
        """What `run` would do with this input, without doing it."""
        try:
            data, _ = source.load()
        except InputError as unreadable:
            return Outcome(source.path, "failed", problem=_problem(unreadable))
        sha256 = hashlib.sha256(data).hexdigest()
        known = self.store.known(source.path)
        if known and known.status == "done" and known.key == runkey.key(self.parts, sha256):
            return Outcome(source.path, "skipped")
        return Outcome(source.path, "done", why=self._why(known, sha256))

    def _input(self, source: Source, run: int | None) -> Iterator[Outcome]:
        known = self.store.known(source.path)
        sha256 = None
        try:
            data, media = source.load()
            sha256 = hashlib.sha256(data).hexdigest()
            key = runkey.key(self.parts, sha256)
            if known and known.status == "done" and known.key == key:
                yield from (
                    Outcome(row["path"], "skipped", row["id"])
                    for row in self.store.rows(
                        "SELECT a.path, p.id FROM paths a JOIN posts p ON p.seq = a.post WHERE a.input = ? ORDER BY number",
                        (source.path,),
                    )
                )
                return
            posts = read(data, source.path, media, max_bytes=self.settings.max_bytes)
        except InputError as unreadable:
            problem = _problem(unreadable)
            self.store.finish_input(StoredInput(source.path, sha256, None, "failed", problem=problem), [], run)
            yield Outcome(source.path, "failed", problem=problem)
            return
        why = self._why(known, sha256)
        found: list[tuple[str, str]] = []
        failed: Problem | None = None
        for path, post in _named(posts):
            outcome = self._post(path, post, why)
            failed = failed or (outcome.problem if outcome.status == "failed" else None)
            if outcome.post_id:
                found.append((path, outcome.post_id))
            yield outcome
        parts = {**self.parts, "bytes": sha256}
        status = "failed" if failed else "done"
        self.store.finish_input(
            StoredInput(source.path, sha256, None if failed else key, status, parts, failed), found, run
        )

    def _post(self, path: str, post: Post, why: tuple[str, ...]) -> Outcome:
        key = runkey.key(self.parts, post.id)
        if self.store.finished(post.id, key):
            return Outcome(path, "skipped", post.id)
        try:
            report = self._compute(post)
            self.store.save(report, key)
        except (WeightsError, BackendError, StoreError):
            raise
        except Exception as broken:  # the one place: a post that breaks us must not take the others along
            log.debug("%s failed", path, exc_info=True)
            message = f"{type(broken).__name__}: {broken}"
            problem = Problem("pipeline", "failed", say(f"处理失败（{message}）。", f"It failed ({message})."))
            return Outcome(path, "failed", problem=problem)
        return Outcome(path, "degraded" if degraded(report) else "done", post.id, why, None, report.usage)

    def _why(self, known: StoredInput | None, sha256: str) -> tuple[str, ...]:
        if known is None or not known.parts:
            return ()
        return runkey.changed(known.parts, {**self.parts, "bytes": sha256})


def files(paths: Iterable[Path]) -> Iterator[Source]:
    """A source for each file."""
    for path in paths:
        yield Source(path.as_posix(), lambda path=path: (_bytes(path), None))  # type: ignore[misc]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failed:
        raise InputError(
            say(f"无法读取 {path}：{failed.strerror}。", f"Cannot read {path}: {failed.strerror}."), code="unreadable"
        ) from failed


def _named(posts: Iterable[Post]) -> Iterator[tuple[str, Post]]:
    """Each post with a path of its own, also where several came out of one file under the same one."""
    seen: dict[str, int] = {}
    for post in posts:
        seen[post.path] = seen.get(post.path, 0) + 1
        yield (post.path if seen[post.path] == 1 else f"{post.path}#{seen[post.path]}"), post


def _problem(error: InputError) -> Problem:
    return Problem("read", error.code, str(error))


def computer(catalogue: Catalogue, settings: Settings, generator: Callable[[], object] | None) -> Compute:
    """The pipeline as a function of the post alone; the engine is started when the first post needs it."""

    def compute(post: Post) -> Report:
        return pipeline.report(post, catalogue, settings, generator() if generator else None)

    return compute
