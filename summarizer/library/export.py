"""Finished reports as files: JSON Lines, CSV, Parquet, Markdown, self-contained HTML."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from summarizer.errors import OutputError
from summarizer.library.store import Store
from summarizer.wording import say


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name only once it is whole; OutputError when it cannot be written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            yield file
        os.replace(draft, path)
    except OSError as failed:
        raise OutputError(
            say(f"无法写入 {path}：{failed.strerror}。", f"Cannot write {path}: {failed.strerror}."),
            say("请检查路径、权限和磁盘空间。", "Check its path, permissions and the space on the disk."),
        ) from failed
    finally:
        draft.unlink(missing_ok=True)


def everything(store: Store) -> list[tuple[str, str]]:
    """(path, post id) of all that the store holds, by path: one for each place a content was found."""
    found = store.rows("SELECT a.path, p.id FROM paths a JOIN posts p ON p.seq = a.post ORDER BY a.path")
    return [(row["path"], row["id"]) for row in found]


def jsonl(store: Store, posts: Iterable[tuple[str, str]], path: Path) -> None:
    """The report contract, one post a line, in the order given."""
    with replacing(path) as file:
        for where, post_id in posts:
            file.write(store.report_json(post_id, where).encode() + b"\n")
