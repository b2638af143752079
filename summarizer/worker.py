"""Jobs in the background of a long-lived process, such as the page: queued, watched and cancelled from any thread."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from contextvars import copy_context
from pathlib import Path
from typing import Any

from summarizer import batch
from summarizer.api import Summarizer
from summarizer.errors import BackendError, InputError, SummarizerError
from summarizer.library import corrections, jobs
from summarizer.library.jobs import Wanted
from summarizer.library.store import Store
from summarizer.settings import Settings
from summarizer.sources import Source, text_or_path
from summarizer.types import Post, Report
from summarizer.wording import say

log = logging.getLogger(__name__)


class Worker:
    """Works off the jobs of one store. Jobs with a model run one after the other, others beside them.

    One engine is kept for the process; it is loaded by the first job that needs it. Names that readers gave to
    models are used by every job that starts after.
    """

    def __init__(self, db: Path) -> None:
        self._db = db
        self._engine = threading.Lock()
        self._cancels: dict[int, threading.Event] = {}
        self._guard = threading.Lock()
        with Store(db) as store:
            jobs.mark_orphans(store)

    def submit(self, title: str, options: Mapping[str, Any], wanted: Sequence[Wanted]) -> int:
        """Queue a job and start on it; `options` are Settings by name. Returns its number."""
        with Store(self._db) as store:
            seq = jobs.add(store, title, options, wanted)
        self._launch(seq)
        return seq

    def resume(self, seq: int) -> None:
        """Go on with an interrupted or cancelled job."""
        with Store(self._db) as store:
            jobs.take_up(store, seq)
        self._launch(seq)

    def cancel(self, seq: int) -> None:
        """Stop a job at once; what is finished stays, the post it is at is done again when the job is resumed."""
        with self._guard:
            event = self._cancels.get(seq)
        if event:
            event.set()

    def is_busy(self) -> bool:
        """Whether any job is queued or running in this process."""
        with self._guard:
            return bool(self._cancels)

    def _launch(self, seq: int) -> None:
        cancel = threading.Event()
        with self._guard:
            self._cancels[seq] = cancel
        # in a copy of the caller's context: problems are told in the reader's language
        run = copy_context().run
        threading.Thread(target=run, args=(self._work, seq, cancel), name=f"job-{seq}", daemon=True).start()

    def _work(self, seq: int, cancel: threading.Event) -> None:
        try:
            with Store(self._db) as store:
                try:
                    self._job(store, seq, cancel)
                except SummarizerError as stopped:
                    if cancel.is_set():
                        jobs.end(store, seq, "cancelled")
                    else:
                        jobs.end(store, seq, "failed", str(stopped))
                except Exception as broken:  # the thread's boundary: nobody above us would hear of it
                    log.exception("job %d failed", seq)
                    message = f"{type(broken).__name__}: {broken}"
                    jobs.end(store, seq, "failed", say(f"内部错误（{message}）。", f"Internal error ({message})."))
        except SummarizerError:
            log.exception("job %d could not be noted", seq)
        finally:
            with self._guard:
                self._cancels.pop(seq, None)

    def _job(self, store: Store, seq: int, cancel: threading.Event) -> None:
        asked = jobs.job(store, seq)
        if asked is None:
            return
        settings = Settings(**{**asked.options, "catalogue": corrections.with_names(store)})
        if settings.use_llm:
            while not self._engine.acquire(timeout=0.2):
                if cancel.is_set():
                    return jobs.end(store, seq, "cancelled")
        try:
            jobs.start(store, seq)
            summarizer = Summarizer(settings)
            with Store(self._db, summarizer.makers) as results:
                compute = _until(cancel, summarizer)
                work = batch.Batch(results, summarizer.key_parts(), compute, settings.max_bytes)
                while not cancel.is_set() and (found := jobs.next_input(store, seq)):
                    _one(store, work, seq, found, settings.max_bytes)
        finally:
            if settings.use_llm:
                self._engine.release()
        jobs.end(store, seq, "cancelled" if cancel.is_set() else "done")


def _until(cancel: threading.Event, summarizer: Summarizer) -> batch.Compute:
    """The summarizer's report of a post; BackendError once cancelled, so that no half-written report is kept."""

    def compute(post: Post) -> Report:
        report = summarizer.report(post, cancel)
        if cancel.is_set():
            raise BackendError(say("已取消。", "Cancelled."), code="cancelled")
        return report

    return compute


def _one(store: Store, work: batch.Batch, seq: int, found: tuple[int, Wanted], max_bytes: int) -> None:
    """Run one input of a job and note what became of it."""
    number, wanted = found
    began = time.perf_counter()
    posts: list[tuple[str, str, str]] = []
    said: list[str] = []
    statuses = set()
    for outcome in work.run([_source(wanted, max_bytes)]):
        statuses.add(outcome.status)
        if outcome.post_id:
            posts.append((outcome.post_id, outcome.path, outcome.status))
        if outcome.problem:
            said.append(outcome.problem.message)
    status = next((s for s in ("failed", "degraded", "done", "skipped") if s in statuses), "done")
    message = " ".join(dict.fromkeys(said)) or None
    jobs.end_input(store, seq, number, status, posts, message, time.perf_counter() - began)


def _source(wanted: Wanted, max_bytes: int) -> Source:
    data = wanted.data
    if data is None:
        found = text_or_path(Path(wanted.path) if "://" not in wanted.path else wanted.path, max_bytes)
        return Source(wanted.path, found.load)
    return Source(wanted.path, lambda: (_within(data, wanted.label, max_bytes), wanted.media))


def _within(data: bytes, label: str, max_bytes: int) -> bytes:
    if len(data) > max_bytes:
        raise InputError(
            say(
                f"{label} 有 {len(data) / 1e6:.1f} MB，超过上限 {max_bytes / 1e6:.0f} MB。",
                f"{label} is {len(data) / 1e6:.1f} MB, more than the limit of {max_bytes / 1e6:.0f} MB.",
            ),
            code="too-large",
        )
    return data
