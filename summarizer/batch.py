"""Many inputs, one after the other, into the store: what is finished is never computed twice."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from summarizer import runkey
from summarizer.errors import BackendError, InputError, StoreError, WeightsError
from summarizer.library.store import Store, StoredInput, degraded
from summarizer.sources import STDIN, Source, is_url
from summarizer.stages.read import read
from summarizer.types import Post, Problem, Report, Usage
from summarizer.wording import say

log = logging.getLogger(__name__)

Compute = Callable[[Post], Report]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one post, or of one input that gave none.

    `why` of a done post names what changed since its input was last finished (bytes, code, settings, catalogue,
    weights), empty when it is new; of a skipped one it is ("duplicate",) when the run met its content before.
    """

    path: str
    status: str  # done | skipped | degraded | failed
    post_id: str | None = None
    why: tuple[str, ...] = ()
    problem: Problem | None = None
    usage: Usage = field(default_factory=Usage)


class Batch:
    """One run over many inputs into one store.

    `parts` are the run key's parts apart from the post; `compute` makes a report of a post, and must depend on
    nothing else.
    """

    def __init__(self, store: Store, parts: Mapping[str, str], compute: Compute, max_bytes: int) -> None:
        self.store = store
        self.parts = dict(parts)
        self._compute = compute
        self._max_bytes = max_bytes
        self._met: set[str] = set()

    def run(self, sources: Iterable[Source], run: int | None = None) -> Iterator[Outcome]:
        """The outcomes in order, each told once it is stored.

        Raises what no later post would survive either: WeightsError, BackendError, StoreError.
        """
        for source in sources:
            yield from self._input(source, run)

    def plan(self, source: Source) -> Outcome:
        """What `run` would do with this input, without computing or storing anything."""
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
                for path, post_id in self.store.posts_of_input(source.path):
                    yield self._skipped(path, post_id)
                return
            posts = read(data, source.path, media, max_bytes=self._max_bytes)
        except InputError as unreadable:
            problem = _problem(unreadable)
            # what was read of this path before stays: a file that is damaged today was a post yesterday
            before = self.store.posts_of_input(source.path)
            self.store.finish_input(StoredInput(source.path, sha256, None, "failed", {}, problem), before, run)
            yield Outcome(source.path, "failed", problem=problem)
            return
        why = self._why(known, sha256)
        found: list[tuple[str, str]] = []
        failed: Problem | None = None
        for path, post in _named(posts):
            try:
                outcome = self._post(path, post, why)
            except BackendError as lost:
                if lost.code != "cancelled":  # named, not stored: the next run begins with this post
                    yield Outcome(path, "failed", problem=Problem("generate", "backend-lost", str(lost)))
                raise
            failed = failed or (outcome.problem if outcome.status == "failed" else None)
            if outcome.post_id:
                found.append((path, outcome.post_id))
            yield outcome
        # a feed or an address shows other posts tomorrow: those of today are kept
        rolling = source.path == STDIN or is_url(source.path) or any(post.media == "feed" for post in posts)
        parts = {**self.parts, "bytes": sha256}
        stored = StoredInput(source.path, sha256, key, "failed" if failed else "done", parts, failed)
        self.store.finish_input(stored, found, run, keep_old=rolling)

    def _post(self, path: str, post: Post, why: tuple[str, ...]) -> Outcome:
        key = runkey.key(self.parts, post.id)
        if self.store.finished(post.id, key):
            return self._skipped(path, post.id)
        try:
            report = self._compute(post)
            self.store.save(report, key)
        except (WeightsError, BackendError, StoreError):
            raise
        except Exception as broken:  # the one place: a post that breaks us must not take the others along
            log.warning("%s failed", path, exc_info=True)
            said = f"{type(broken).__name__}: {broken}"
            problem = Problem("pipeline", "failed", say(f"处理失败（{said}）。", f"It failed ({said})."))
            return Outcome(path, "failed", problem=problem)
        self._met.add(post.id)
        return Outcome(path, "degraded" if degraded(report) else "done", post.id, why, None, report.usage)

    def _skipped(self, path: str, post_id: str) -> Outcome:
        again = post_id in self._met
        self._met.add(post_id)
        return Outcome(path, "skipped", post_id, ("duplicate",) if again else ())

    def _why(self, known: StoredInput | None, sha256: str) -> tuple[str, ...]:
        if known is None or not known.parts:
            return ()
        return runkey.changed(known.parts, {**self.parts, "bytes": sha256})


def _named(posts: Iterable[Post]) -> Iterator[tuple[str, Post]]:
    """Each post with a path of its own, also where several came out of one input under the same one."""
    seen: dict[str, int] = {}
    for post in posts:
        seen[post.path] = seen.get(post.path, 0) + 1
        yield (post.path if seen[post.path] == 1 else f"{post.path}#{seen[post.path]}"), post


def _problem(error: InputError) -> Problem:
    return Problem("read", error.code, str(error))
