"""The store: finished reports in one SQLite file, one transaction a post.

Any number of readers may use it while one run writes (WAL). What is asked of it is in `queries`.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from summarizer.errors import StoreError
from summarizer.library.schema import MIGRATIONS
from summarizer.library.search import indexed
from summarizer.naming.names import fold_name
from summarizer.report import from_json, to_json
from summarizer.types import ModelRecord, Problem, Report
from summarizer.wording import say

VERSION = len(MIGRATIONS)
APPLICATION_ID = 0x534D5A31  # "SMZ1": tells our files from other SQLite databases
BUSY_SECONDS = 30.0

_SIZE = re.compile(r"(?<![a-z0-9.])(?:\d+x)?\d+(?:\.\d+)?[bmt](?![a-z0-9])")

DEGRADING = frozenset({"cut-at-limit", "timeout", "refused", "cancelled"})
"""Codes of problems after which a report is finished, but less than it could have been."""


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What a run came to, over its posts."""

    done: int = 0
    skipped: int = 0
    degraded: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class StoredInput:
    """What the store knows of one file: its hash, the key it was finished under, and how it ended."""

    path: str
    sha256: str | None
    key: str | None
    status: str  # done | failed
    parts: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None


def identity(record: ModelRecord) -> str:
    """What two records must share to be the same model: the catalogue's id, else the folded name.

    Where the id is of a series, a size in the name tells its members apart: `llama-3@70b`.
    """
    if record.catalogue_id is None:
        return f"name:{fold_name(record.name)}"
    known = record.catalogue_id.lower()
    sizes = [size for size in _SIZE.findall(record.name.lower()) if size not in _SIZE.findall(known)]
    return "@".join((record.catalogue_id, *sizes[:1]))


def degraded(report: Report) -> bool:
    """Whether something went wrong on the way that a better run would have had."""
    return any(problem.code in DEGRADING for problem in report.problems)


class Store:
    """One database file, created when missing; raises StoreError when it is damaged, locked or newer.

    Usable from several threads. `makers` maps catalogue ids to organisations, so that a post can be found by a
    model's maker even where it does not name it.
    """

    def __init__(self, path: Path | str, makers: Mapping[str, str] | None = None) -> None:
        self.path = Path(path)
        self._makers = makers or {}
        self._lock = threading.RLock()
        with self._told():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            with self._told():
                self._db.row_factory = sqlite3.Row
                self._db.execute("PRAGMA foreign_keys = ON")
                self._migrate()
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
        except StoreError:
            self._db.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """All rows of one reading statement."""
        with self._lock, self._told():
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing of what is written inside."""
        with self._lock, self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    # -- what a run asks and tells -------------------------------------------------------------------------

    def known(self, path: str) -> StoredInput | None:
        """What became of this file the last time, if it was ever read."""
        found = self.rows("SELECT * FROM inputs WHERE path = ?", (path,))
        if not found:
            return None
        row = found[0]
        problem = Problem(row["stage"], row["code"], row["message"]) if row["code"] else None
        return StoredInput(path, row["sha256"], row["key"], row["status"], json.loads(row["parts"]), problem)

    def finished(self, post_id: str, key: str) -> bool:
        """Whether this content was already finished under this key."""
        return bool(self.rows("SELECT 1 FROM posts WHERE id = ? AND key = ?", (post_id, key)))

    def begin_run(self, weights: str | None, parts: Mapping[str, str]) -> int:
        """Note that a run starts; returns its number."""
        with self.transaction() as db:
            written = db.execute(
                "INSERT INTO runs (started_at, weights, parts) VALUES (?, ?, ?)", (_now(), weights, json.dumps(parts))
            )
            return int(written.lastrowid or 0)

    def end_run(self, run: int, ended: str, counts: RunCounts) -> None:
        """Note how a run ended (finished | interrupted | stopped) and what it came to."""
        with self.transaction() as db:
            db.execute(
                """UPDATE runs SET ended_at = ?, ended = ?, done = ?, skipped = ?, degraded = ?, failed = ?,
                   prompt_tokens = ?, cached_tokens = ?, completion_tokens = ?, seconds = ? WHERE seq = ?""",
                (_now(), ended, counts.done, counts.skipped, counts.degraded, counts.failed, counts.prompt_tokens,
                 counts.cached_tokens, counts.completion_tokens, counts.seconds, run),
            )  # fmt: skip

    def save(self, report: Report, key: str) -> None:
        """Keep a finished report, in place of an older one of the same content."""
        with self.transaction() as db:
            _write_report(db, report, key, self._makers)

    def posts_of_input(self, path: str) -> list[tuple[str, str]]:
        """(path, post id) of what this input held when it was last read, in its order."""
        found = self.rows(
            """SELECT a.path, p.id FROM paths a JOIN posts p ON p.seq = a.post
               WHERE a.input = ? AND a.number >= 0 ORDER BY a.number""",
            (path,),
        )
        return [(row["path"], row["id"]) for row in found]

    def finish_input(
        self, found: StoredInput, posts: Sequence[tuple[str, str]], run: int | None = None, *, keep_old: bool = False
    ) -> None:
        """Note how an input ended and the (path, post id) of its posts.

        Posts it held before and holds no more are removed (the file was edited), or with `keep_old` (a feed went
        on) kept under the path `INPUT#first digits of the id`.
        """
        problem = found.problem
        with self.transaction() as db:
            before = db.execute(
                "SELECT a.post, p.id FROM paths a JOIN posts p ON p.seq = a.post WHERE a.input = ?", (found.path,)
            ).fetchall()
            db.execute("DELETE FROM paths WHERE input = ?", (found.path,))
            db.execute(
                """INSERT INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                   ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, key = excluded.key,
                   parts = excluded.parts, status = excluded.status, stage = excluded.stage, code = excluded.code,
                   message = excluded.message, run = excluded.run""",
                (found.path, found.sha256, found.key, json.dumps(dict(found.parts)), found.status,
                 problem and problem.stage, problem and problem.code, problem and problem.message, run),
            )  # fmt: skip
            held = {post_id for _, post_id in posts}
            old = [
                (f"{found.path}#{row['id'][:12]}", row["id"]) for row in before if keep_old and row["id"] not in held
            ]
            for number, (path, post_id) in [*enumerate(posts), *((-1, kept) for kept in old)]:
                db.execute(
                    "INSERT OR REPLACE INTO paths SELECT ?, ?, ?, seq FROM posts WHERE id = ?",
                    (path, found.path, number, post_id),
                )
            for row in before:
                _drop_orphan(db, row["post"])

    def report(self, post_id: str, path: str | None = None) -> Report:
        """The whole report of a content, as found at `path`; raises KeyError where there is none."""
        return from_json(self.report_json(post_id, path))

    def report_json(self, post_id: str, path: str | None = None) -> str:
        """The report as its line of JSON; raises KeyError where there is none."""
        found = self.rows(
            "SELECT p.path, r.json FROM posts p JOIN reports r ON r.post = p.seq WHERE p.id = ?", (post_id,)
        )
        if not found:
            raise KeyError(post_id)
        line = unpack(found[0]["json"])
        if path is None or path == found[0]["path"]:
            return line
        data = json.loads(line)
        data["post"]["path"] = path
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    # -- opening -------------------------------------------------------------------------------------------

    def _migrate(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        ours = self._db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and not ours:
            raise StoreError(
                say(f"{self.path} 不是本程序的数据库。", f"{self.path} is not a database of this program."),
                say("请用 --db 指定别的文件。", "Name another file with --db."),
            )
        if version > VERSION:
            raise StoreError(
                say(
                    f"{self.path} 由更新的版本写成（结构 {version}，本程序只到 {VERSION}）。",
                    f"{self.path} was written by a newer version (schema {version}, this one knows {VERSION}).",
                ),
                say("请升级本程序，或用 --db 指定别的文件。", "Upgrade the program or name another file with --db."),
            )
        while version < VERSION:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                # another process may have migrated while we waited for the lock
                version = self._db.execute("PRAGMA user_version").fetchone()[0]
                if version < VERSION:
                    for statement in filter(str.strip, MIGRATIONS[version].split(";\n")):
                        self._db.execute(statement)
                    version += 1
                    self._db.execute(f"PRAGMA user_version = {version}")
                    self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn SQLite's and the file system's errors into a sentence for the reader."""
        try:
            yield
        except (sqlite3.DatabaseError, OSError, zlib.error) as failed:
            raise _explained(self.path, failed) from failed


def _explained(path: Path, failed: Exception) -> StoreError:
    said = str(failed)
    if "locked" in said or "busy" in said:
        return StoreError(
            say(f"数据库 {path} 正被另一个程序占用。", f"The database {path} is locked by another program."),
            say("请等它结束后再试。", "Wait for it to finish, then try again."),
        )
    if "not a database" in said or "malformed" in said or isinstance(failed, zlib.error):
        return StoreError(
            say(f"数据库 {path} 已损坏或不是数据库。", f"The database {path} is damaged or is no database."),
            say("请移走它后重新运行。", "Move it away and run again."),
        )
    return StoreError(
        say(f"数据库 {path} 无法使用：{said}。", f"The database {path} cannot be used: {said}."),
        say("请检查路径、权限和磁盘空间。", "Check its path, permissions and the space on the disk."),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def unpack(blob: bytes) -> str:
    """The report's line of JSON, of its compressed form in the table `reports`."""
    return zlib.decompress(blob).decode()


def _drop_orphan(db: sqlite3.Connection, seq: int) -> None:
    """Remove a content that no path leads to; show one that lost its path under another."""
    paths = [row[0] for row in db.execute("SELECT path FROM paths WHERE post = ? ORDER BY path", (seq,))]
    if not paths:
        db.execute("DELETE FROM search WHERE rowid = ?", (seq,))
        db.execute("DELETE FROM posts WHERE seq = ?", (seq,))
    else:
        marks = ", ".join("?" * len(paths))
        db.execute(f"UPDATE posts SET path = ? WHERE seq = ? AND path NOT IN ({marks})", (paths[0], seq, *paths))


def _write_report(db: sqlite3.Connection, report: Report, key: str, makers: Mapping[str, str]) -> None:
    post = report.post
    old = db.execute("SELECT seq FROM posts WHERE id = ?", (post.id,)).fetchone()
    seq = old[0] if old else None
    if seq is not None:
        for table in ("reports", "segments", "records", "comparisons", "problems"):
            db.execute(f"DELETE FROM {table} WHERE post = ?", (seq,))
        db.execute("DELETE FROM search WHERE rowid = ?", (seq,))
    contradicted = sum(v.status == "contradicted" for record in report.models for v in record.verdicts)
    usage = report.usage
    row = {
        "seq": seq, "id": post.id, "path": post.path, "title": post.title, "author": post.author,
        "published": post.published, "source": post.source, "language": post.language, "kind": report.kind,
        "about_ai": report.about_ai, "summary": report.summary.text if report.summary else "",
        "method": report.summary.method if report.summary else None, "characters": len(post.text),
        "models": len(report.models), "contradicted": contradicted, "problems": len(report.problems),
        "degraded": degraded(report), "backend": report.backend, "weights": report.weights,
        "prompt_tokens": usage.prompt_tokens, "cached_tokens": usage.cached_tokens,
        "completion_tokens": usage.completion_tokens, "seconds": usage.seconds, "key": key, "finished_at": _now(),
    }  # fmt: skip
    if seq is None:
        seq = int(db.execute(_insert("posts", row), row).lastrowid or 0)
    else:
        db.execute(f"UPDATE posts SET {', '.join(f'{name} = :{name}' for name in row)} WHERE seq = :seq", row)
    db.execute("INSERT INTO reports VALUES (?, ?)", (seq, zlib.compress(to_json(report).encode(), 6)))
    db.executemany(
        "INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (seq, n, s.id, s.role, s.title, s.author, s.time, span.start, span.end, summary.text if summary else "")
            for n, (s, span, summary) in enumerate(report.segments)
        ],
    )
    for number, record in enumerate(report.models):
        _write_record(db, seq, (number, post.published), record, makers)
    db.executemany(
        "INSERT INTO comparisons VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (seq, n, c.subject, c.relation, c.object, c.metric, c.said_by, c.hedged, c.span.quote, c.span.start,
             c.span.end)
            for n, c in enumerate(report.comparisons)
        ],
    )  # fmt: skip
    db.executemany(
        "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (seq, n, p.stage, p.code, p.message, p.span and p.span.start, p.span and p.span.end)
            for n, p in enumerate(report.problems)
        ],
    )
    names = " ".join(surface for record in report.models for surface in (record.name, *record.surfaces))
    pieces = (post.title or "", row["summary"], names, post.text)
    db.execute(
        "INSERT INTO search (rowid, title, summary, names, body) VALUES (?, ?, ?, ?, ?)",
        (seq, *(indexed(str(piece)) for piece in pieces)),
    )


def _write_record(
    db: sqlite3.Connection, post: int, place: tuple[int, str | None], record: ModelRecord, makers: Mapping[str, str]
) -> None:
    number, published = place
    stated = dict(record.fields).get("organisation", ())
    maker = makers.get(record.catalogue_id or "") or (str(stated[0].value) if stated else None)
    same = identity(record)
    row = {
        "post": post, "number": number, "identity": same, "name": record.name, "catalogue_id": record.catalogue_id,
        "family": record.family, "organisation": maker, "central": record.central,
        "surfaces": json.dumps(record.surfaces, ensure_ascii=False), "mentions": len(record.mentions),
        "contradicted": sum(v.status == "contradicted" for v in record.verdicts), "published": published,
    }  # fmt: skip
    seq = db.execute(_insert("records", row), row).lastrowid
    for name, values in record.fields:
        for n, v in enumerate(values):
            row = {
                "record": seq, "post": post, "identity": same, "field": name, "number": n,
                "value": json.dumps(v.value, ensure_ascii=False),
                "numeric": float(v.value) if isinstance(v.value, int | float) else None,
                "kind": v.kind, "currency": v.currency, "per": v.per, "benchmark": v.benchmark,
                "quote": v.span.quote, "start": v.span.start, "end": v.span.end,
                "said_by": v.said_by, "hedged": v.hedged, "found_by": v.found_by,
            }  # fmt: skip
            db.execute(_insert("fields", row), row)
    for verdict in record.verdicts:
        row = {
            "record": seq, "post": post, "identity": same, "field": verdict.field, "status": verdict.status,
            "observed": json.dumps(verdict.observed, ensure_ascii=False),
            "expected": json.dumps(verdict.expected, ensure_ascii=False),
            "source": verdict.source, "reason": verdict.reason,
        }  # fmt: skip
        db.execute(_insert("verdicts", row), row)


def _insert(table: str, row: Mapping[str, Any]) -> str:
    """The statement for one row; the names are ours, the values are bound."""
    names = ", ".join(f'"{name}"' for name in row)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})"
