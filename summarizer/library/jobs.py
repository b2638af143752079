"""What a reader asked to have processed, and how far it got: kept in the store, so that a closed tab loses nothing."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from summarizer.library.store import Store

RUNNING = ("queued", "running")
ENDED = ("done", "skipped", "degraded", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One input of a job: bytes at hand, or (data None) a path or address to load when its turn comes."""

    path: str
    label: str
    data: bytes | None = None
    media: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One job with the number of its inputs in each state."""

    seq: int
    created_at: str
    ended_at: str | None
    title: str
    options: Mapping[str, Any]
    status: str  # queued | running | done | cancelled | failed | interrupted
    message: str | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def ended(self) -> int:
        return sum(self.counts.get(status, 0) for status in ENDED)


@dataclass(frozen=True, slots=True)
class Item:
    """One input of a job and what became of it; `posts` are (post id, path, status)."""

    number: int
    path: str
    label: str
    status: str  # waiting | running | done | skipped | degraded | failed | cancelled
    message: str | None
    posts: tuple[tuple[str, str, str], ...]
    seconds: float | None


def add(store: Store, title: str, options: Mapping[str, Any], wanted: Sequence[Wanted]) -> int:
    """Queue a job; returns its number."""
    with store.transaction() as db:
        written = db.execute(
            "INSERT INTO jobs (created_at, title, options, status, owner) VALUES (?, ?, ?, 'queued', ?)",
            (_now(), title, json.dumps(options), os.getpid()),
        )
        job = int(written.lastrowid or 0)
        db.executemany(
            """INSERT INTO job_items (job, number, path, label, media, data, status)
               VALUES (?, ?, ?, ?, ?, ?, 'waiting')""",
            [(job, n, w.path, w.label, w.media, w.data) for n, w in enumerate(wanted)],
        )
    return job


def jobs(store: Store, limit: int = 20) -> list[Job]:
    """The latest jobs, newest first."""
    return _jobs(store, "1", (), limit)


def job(store: Store, seq: int) -> Job | None:
    """One job by its number."""
    found = _jobs(store, "j.seq = ?", (seq,), 1)
    return found[0] if found else None


def items(store: Store, seq: int, limit: int = 200, offset: int = 0) -> list[Item]:
    """A page of the inputs of a job: those under way first, then failures, then the rest."""
    found = store.rows(
        """SELECT number, path, label, status, message, posts, seconds FROM job_items WHERE job = ?
           ORDER BY status = 'running' DESC, status = 'failed' DESC, number LIMIT ? OFFSET ?""",
        (seq, limit, offset),
    )
    return [Item(**{**dict(row), "posts": tuple(map(tuple, json.loads(row["posts"])))}) for row in found]


def next_input(store: Store, seq: int) -> tuple[int, Wanted] | None:
    """The next input that waits, now marked as running; None when there is none."""
    with store.transaction() as db:
        row = db.execute(
            """SELECT number, path, label, data, media FROM job_items
               WHERE job = ? AND status = 'waiting' ORDER BY number""",
            (seq,),
        ).fetchone()
        if row is None:
            return None
        db.execute("UPDATE job_items SET status = 'running' WHERE job = ? AND number = ?", (seq, row["number"]))
    return row["number"], Wanted(row["path"], row["label"], row["data"], row["media"])


def end_input(
    store: Store, seq: int, number: int, status: str, posts: Sequence[tuple[str, str, str]], message: str | None,
    seconds: float,
) -> None:  # fmt: skip
    """Note what became of an input; its bytes are let go unless it may be tried again."""
    with store.transaction() as db:
        db.execute(
            """UPDATE job_items SET status = ?, posts = ?, message = ?, seconds = ?,
               data = CASE WHEN ? IN ('waiting', 'cancelled') THEN data END WHERE job = ? AND number = ?""",
            (status, json.dumps(posts), message, seconds, status, seq, number),
        )


def start(store: Store, seq: int) -> None:
    """Note that a job is being worked on, by this process."""
    with store.transaction() as db:
        db.execute("UPDATE jobs SET status = 'running', owner = ? WHERE seq = ?", (os.getpid(), seq))


def end(store: Store, seq: int, status: str, message: str | None = None) -> None:
    """Note how a job ended; what still waits is cancelled, unless the job can be taken up again."""
    with store.transaction() as db:
        _end(db, seq, status, message)


def take_up(store: Store, seq: int) -> None:
    """Queue an interrupted or cancelled job again: what is finished stays finished."""
    with store.transaction() as db:
        db.execute(
            "UPDATE jobs SET status = 'queued', ended_at = NULL, message = NULL, owner = ? WHERE seq = ?",
            (os.getpid(), seq),
        )
        db.execute(
            """UPDATE job_items SET status = 'waiting', message = NULL
               WHERE job = ? AND status IN ('cancelled', 'running')""",
            (seq,),
        )


def mark_orphans(store: Store) -> None:
    """Jobs of a process that is no more are interrupted, not running."""
    marks = ", ".join("?" * len(RUNNING))
    for row in store.rows(f"SELECT seq, owner FROM jobs WHERE status IN ({marks})", RUNNING):
        if not _is_alive(row["owner"]):
            end(store, row["seq"], "interrupted")


def _end(db: sqlite3.Connection, seq: int, status: str, message: str | None) -> None:
    db.execute("UPDATE jobs SET status = ?, ended_at = ?, message = ? WHERE seq = ?", (status, _now(), message, seq))
    db.execute("UPDATE job_items SET status = 'cancelled' WHERE job = ? AND status IN ('waiting', 'running')", (seq,))


def _jobs(store: Store, where: str, values: Sequence[Any], limit: int) -> list[Job]:
    found = store.rows(
        f"""SELECT seq, created_at, ended_at, title, options, status, message,
            (SELECT json_group_object(status, n) FROM
              (SELECT status, count(*) AS n FROM job_items WHERE job = j.seq GROUP BY status)) AS counts
            FROM jobs j WHERE {where} ORDER BY seq DESC LIMIT ?""",
        (*values, limit),
    )
    return [
        Job(**{**dict(row), "options": json.loads(row["options"]), "counts": json.loads(row["counts"])})
        for row in found
    ]


def _is_alive(pid: int) -> bool:
    if pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
