"""`summarizer run`: posts into the store, results into a folder, one line of account at the end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from summarizer.api import Summarizer
from summarizer.batch import Batch, Outcome
from summarizer.errors import BackendError
from summarizer.library import brief, corrections, export, page
from summarizer.library.store import RunCounts, Store
from summarizer.settings import Settings
from summarizer.sources import Source, sources
from summarizer.types import Usage
from summarizer.wording import say

DATABASE = "summarizer.db"

_PARTS = {
    "bytes": ("内容", "contents"),
    "code": ("程序或提示词", "code or prompts"),
    "settings": ("选项", "settings"),
    "catalogue": ("目录", "catalogue"),
    "weights": ("权重", "weights"),
}


@dataclass(frozen=True, slots=True)
class Job:
    """What one `run` was asked to do."""

    paths: tuple[str, ...]
    out: Path
    database: Path
    as_json: bool = False
    limit: int | None = None


@dataclass(slots=True)
class _Account:
    """What has come of the run so far."""

    counts: Counter[str] = field(default_factory=Counter)
    usage: Usage = field(default_factory=Usage)
    again: Counter[tuple[str, ...]] = field(default_factory=Counter)
    reported: list[tuple[str, str]] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.status] += 1
        self.usage += outcome.usage
        if outcome.why:
            self.again[outcome.why] += 1
        if outcome.post_id:
            self.reported.append((outcome.path, outcome.post_id))

    def totals(self) -> RunCounts:
        c, u = self.counts, self.usage
        return RunCounts(
            c["done"], c["skipped"], c["degraded"], c["failed"], u.prompt_tokens, u.cached_tokens,
            u.completion_tokens, time.perf_counter() - self.began,
        )  # fmt: skip


def run(job: Job, settings: Settings) -> int:
    """Do the job; returns the exit code (0, or 1 when some posts failed or are less than they could be)."""
    found = list(sources(job.paths, settings.max_bytes))  # a wrong path is said before weights are looked for
    summarizer = Summarizer(_with_names(job, settings))
    parts = summarizer.key_parts()
    account = _Account()
    with Store(job.database, summarizer.makers) as store:
        work = Batch(store, parts, summarizer.report, settings.max_bytes)
        number = store.begin_run(parts["weights"], parts)
        ended = "stopped"
        try:
            with _bar(len(found)) as advance:
                for outcome in _limited(work, found, number, job.limit, advance):
                    account.add(outcome)
                    _tell(outcome)
            ended = "finished"
        except (KeyboardInterrupt, SystemExit):
            ended = "interrupted"
            raise
        except BackendError:
            # what is finished, now or in an earlier run, is handed over all the same
            account.reported += [held for source in found for held in store.posts_of_input(source.path)]
            _write(store, account, job)
            raise
        finally:
            store.end_run(number, ended, account.totals())
            if ended != "finished":
                _tell_account(account, ended)
        written = _write(store, account, job)
    _tell_account(account, ended)
    print(say(f"结果：{written}", f"Results: {written}"), file=sys.stderr)
    return 1 if account.counts["failed"] or account.counts["degraded"] else 0


def plan(job: Job, settings: Settings) -> int:
    """Say what a run would do, and why, without doing it."""
    summarizer = Summarizer(_with_names(job, settings))
    database = job.database if job.database.exists() else Path(":memory:")
    verbs = {"done": say("处理", "do"), "skipped": say("跳过", "skip"), "failed": say("失败", "fail")}
    with Store(database) as store:
        work = Batch(store, summarizer.key_parts(), summarizer.report, settings.max_bytes)
        for number, source in enumerate(sources(job.paths, settings.max_bytes)):
            if job.limit is not None and number >= job.limit:
                break
            outcome = work.plan(source)
            said = outcome.problem.message if outcome.problem else _reason(outcome.why)
            print(f"{verbs[outcome.status]}\t{outcome.path}\t{said}".rstrip())
    return 0


def _with_names(job: Job, settings: Settings) -> Settings:
    """The settings with the names that readers gave to models on the page of the same store."""
    if not job.database.is_file():
        return settings
    with Store(job.database) as store:
        return replace(settings, catalogue=corrections.with_names(store, settings.catalogue))


def _limited(
    work: Batch, found: Iterable[Source], number: int, limit: int | None, advance: _Advance
) -> Iterator[Outcome]:
    told = 0
    for source in found:
        if limit is not None and told >= limit:
            return  # between inputs, so that one begun is also noted as finished
        advance(source.path, 0)
        for outcome in work.run([source], number):
            told += 1
            yield outcome
        advance(source.path, 1)


def _write(store: Store, account: _Account, job: Job) -> str:
    """The run's results as files, all from the store; returns where they lie."""
    reported = sorted(set(account.reported))
    export.jsonl(store, reported, job.out / "reports.jsonl")
    brief.write(store, reported, job.out / "brief.md")
    page.write(store, reported, job.out / "report.html")
    if job.as_json:
        for line in export.lines(store, reported):
            print(line)
    return ", ".join(str(job.out / name) for name in ("reports.jsonl", "brief.md", "report.html"))


def _tell(outcome: Outcome) -> None:
    if outcome.problem:
        print(outcome.problem.message if outcome.path in outcome.problem.message else
              f"{outcome.path}: {outcome.problem.message}", file=sys.stderr)  # fmt: skip


def _tell_account(account: _Account, ended: str) -> None:
    t = account.totals()
    if ended != "finished":
        told = say(
            "已中断。做完的都已保存，再运行一次就会接着做。", "Interrupted. What is done is saved; run again to go on."
        )
        print(told, file=sys.stderr)
    for why, posts in account.again.most_common():
        print(f"{_reason(why)}: {posts}", file=sys.stderr)
    print(
        say(
            f"完成 {t.done}，跳过 {t.skipped}，降级 {t.degraded}，失败 {t.failed}；"
            f"读入 {t.prompt_tokens:,} token（缓存 {t.cached_tokens:,}），写出 {t.completion_tokens:,}；"
            f"{t.seconds:.1f} 秒",
            f"done {t.done}, skipped {t.skipped}, degraded {t.degraded}, failed {t.failed}; "
            f"{t.prompt_tokens:,} tokens read ({t.cached_tokens:,} cached), {t.completion_tokens:,} written; "
            f"{t.seconds:.1f} s",
        ),
        file=sys.stderr,
    )


def _reason(why: tuple[str, ...]) -> str:
    if not why:
        return ""
    if why == ("duplicate",):
        return say("与另一篇内容相同，未重复处理", "same contents as another post, not done twice")
    changed = [say(*_PARTS[name]) for name in why]
    return say(f"重新处理，因为{'、'.join(changed)}变了", f"done again, changed: {', '.join(changed)}")


class _Advance:
    """Moves the progress bar, where there is one."""

    def __init__(self, progress: Progress | None, task: int = 0) -> None:
        self._progress = progress
        self._task = task

    def __call__(self, path: str, by: int) -> None:
        if self._progress:
            self._progress.update(self._progress.task_ids[self._task], advance=by, path=Path(path).name[:40])


@contextmanager
def _bar(total: int) -> Iterator[_Advance]:
    """A progress bar on the terminal; nothing when standard error is piped."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Advance(None)
        return
    path = TextColumn("{task.fields[path]}", markup=False)
    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(), path, console=console
    ) as progress:
        progress.add_task("", total=total, path="")
        yield _Advance(progress)
