"""The store: whole or not at all, and clear about what is wrong with a file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer import types as t
from summarizer.errors import StoreError
from summarizer.library import schema
from summarizer.library import store as stores
from summarizer.library.store import RunCounts, Store, StoredInput


def report(number: int = 1, path: str = "a.md", text: str = "阿里发布 Qwen-7B，参数 70 亿。") -> t.Report:
    """A small whole report whose content is known by its number."""
    start = text.find("Qwen-7B")
    models: tuple[t.ModelRecord, ...] = ()
    if start >= 0:
        span = t.Span(start, start + 7, "Qwen-7B")
        value = t.FieldValue(7_000_000_000, span, kind="total")
        verdict = t.Verdict("parameters", "supported", 7_000_000_000, 7_000_000_000, "catalogue:qwen-7b")
        models = (
            t.ModelRecord(
                "Qwen-7B", "qwen-7b", "Qwen", True, ("Qwen-7B",), ((span, "s1"),), (("parameters", (value,)),),
                (verdict,),
            ),
        )  # fmt: skip
    post = t.Post(f"{number:064x}", path, "markdown", text, title=f"第 {number} 篇", language="zh-Hans")
    segments = ((t.Segment("s1", "section", 0, len(text)), t.Span(0, len(text), text), None),)
    return t.Report(post, "article", True, None, segments, models=models)


def done(path: str) -> StoredInput:
    """A file that was finished."""
    return StoredInput(path, "0" * 64, "key", "done", {"code": "1"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store(tmp_path / "s.db") as opened:
        yield opened


def rows(store: Store, table: str) -> int:
    """How many rows a table has."""
    return int(store.rows(f"SELECT count(*) FROM {table}")[0][0])


def test_a_report_comes_out_as_it_went_in(store: Store) -> None:
    """What save keeps, report gives back."""
    store.save(report(), "key")
    assert store.report(report().post.id).to_dict() == report().to_dict()


def test_a_second_save_replaces_the_first(store: Store) -> None:
    """A post done again leaves nothing of its older report."""
    store.save(report(), "key")
    before = {table: rows(store, table) for table in ("posts", "records", "fields", "verdicts", "segments", "search")}
    store.save(report(), "other key")
    assert before == {table: rows(store, table) for table in before}
    assert store.finished(report().post.id, "other key")
    assert not store.finished(report().post.id, "key")


def test_a_save_that_fails_leaves_the_older_report_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """One transaction a post: a failure in the middle is as if nothing had begun."""
    store.save(report(), "key")
    monkeypatch.setattr(stores, "indexed", lambda text: 1 / 0)  # the last thing a save does
    with pytest.raises(ZeroDivisionError):
        store.save(report(), "other key")
    assert store.finished(report().post.id, "key")
    assert store.report(report().post.id).models


def test_an_edited_file_replaces_its_post(store: Store) -> None:
    """What no path leads to any more is removed with all its rows."""
    store.save(report(1), "key")
    store.finish_input(done("a.md"), [("a.md", report(1).post.id)])
    store.save(report(2), "key")
    store.finish_input(done("a.md"), [("a.md", report(2).post.id)])
    assert [row["id"] for row in store.rows("SELECT id FROM posts")] == [report(2).post.id]
    assert rows(store, "search") == rows(store, "records") == rows(store, "fields") == 1


def test_a_content_found_twice_outlives_one_of_its_files(store: Store) -> None:
    """A post is kept while any path leads to it, and shown under one that does."""
    store.save(report(1), "key")
    store.finish_input(done("a.md"), [("a.md", report(1).post.id)])
    store.finish_input(done("b.md"), [("b.md", report(1).post.id)])
    store.save(report(2), "key")
    store.finish_input(done("a.md"), [("a.md", report(2).post.id)])
    assert {row["id"]: row["path"] for row in store.rows("SELECT id, path FROM posts")} == {
        report(1).post.id: "b.md",
        report(2).post.id: "a.md",
    }


def test_entries_that_leave_a_feed_are_kept(store: Store) -> None:
    """A feed shows other posts tomorrow; those of today stay, under a path of their own."""
    for number in (1, 2):
        store.save(report(number, "f.xml#1"), "key")
        store.finish_input(done("f.xml"), [("f.xml#1", report(number).post.id)], keep_old=True)
    assert rows(store, "posts") == 2
    assert store.posts_of_input("f.xml") == [("f.xml#1", report(2).post.id)]


def test_a_report_is_told_with_the_path_it_was_asked_by(store: Store) -> None:
    """The same content under another path is the same report with that path."""
    store.save(report(), "key")
    assert store.report(report().post.id, "copy.md").post.path == "copy.md"


def test_an_unknown_post_is_a_key_error(store: Store) -> None:
    """There is no report of what was never saved."""
    with pytest.raises(KeyError):
        store.report("f" * 64)


def test_a_run_is_noted_with_its_outcome(store: Store) -> None:
    """Runs are kept with their key's parts and their counts."""
    run = store.begin_run("weights", {"code": "1"})
    store.end_run(run, "finished", RunCounts(done=2, failed=1))
    row = store.rows("SELECT ended, done, failed, parts FROM runs")[0]
    assert tuple(row) == ("finished", 2, 1, '{"code": "1"}')


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    """Another program's SQLite file is refused, not migrated."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE notes (text)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a database of this program"):
        Store(path)
    assert path.read_bytes() == before


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    """Garbage gives one sentence, no traceback of SQLite's."""
    path = tmp_path / "s.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(StoreError, match="damaged"):
        Store(path)


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """A database of a later version is not touched."""
    path = tmp_path / "s.db"
    Store(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {stores.VERSION + 1}")
    db.close()
    with pytest.raises(StoreError, match="newer version"):
        Store(path)


def test_a_locked_database_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that another program holds is a sentence, after a while."""
    path = tmp_path / "s.db"
    Store(path).close()
    monkeypatch.setattr(stores, "BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with Store(path) as store, pytest.raises(StoreError, match="locked"):
        store.save(report(), "key")
    holder.close()


def test_an_unusable_path_is_told(tmp_path: Path) -> None:
    """A folder where the file should be is a sentence, too."""
    with pytest.raises(StoreError, match="cannot be used"):
        Store(tmp_path)


@pytest.mark.parametrize("version", range(1, stores.VERSION))
def test_an_older_database_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int) -> None:
    """Every released version opens, with what it held."""
    path = tmp_path / "s.db"
    with monkeypatch.context() as then:
        then.setattr(stores, "VERSION", version)
        then.setattr(stores, "MIGRATIONS", schema.MIGRATIONS[:version])
        with Store(path) as old:
            old.save(report(), "key")
    with Store(path) as store:
        assert store.rows("PRAGMA user_version")[0][0] == stores.VERSION
        assert store.report(report().post.id).models


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration and its number are one transaction."""
    path = tmp_path / "s.db"
    Store(path).close()
    monkeypatch.setattr(stores, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE new (a);\nNONSENSE;\n"))
    monkeypatch.setattr(stores, "VERSION", stores.VERSION + 1)
    with pytest.raises(StoreError):
        Store(path)
    monkeypatch.undo()
    with Store(path) as store:
        assert not store.rows("SELECT 1 FROM sqlite_master WHERE name = 'new'")


def test_readers_see_whole_posts_while_a_run_writes(tmp_path: Path) -> None:
    """At any moment a reader finds each post with all its rows, or not at all."""
    path = tmp_path / "s.db"
    halves: list[int] = []
    torn = """SELECT p.seq FROM posts p WHERE models != (SELECT count(*) FROM records r WHERE r.post = p.seq)
              OR NOT EXISTS (SELECT 1 FROM search WHERE rowid = p.seq)"""
    with Store(path) as writer:
        stop = threading.Event()

        def watch() -> None:
            with Store(path) as reader:
                while not stop.is_set():
                    halves.extend(row["seq"] for row in reader.rows(torn))

        watcher = threading.Thread(target=watch)
        watcher.start()
        for number in range(60):
            writer.save(report(number % 20), f"key {number}")
        stop.set()
        watcher.join()
    assert not halves


def test_one_store_serves_several_threads(store: Store) -> None:
    """Threads may share a store object."""
    threads = [threading.Thread(target=lambda n=n: store.save(report(n), "key")) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(store, "posts") == rows(store, "reports") == 12
