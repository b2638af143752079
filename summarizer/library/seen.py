"""Which posts the reader has opened: kept by content, so that a re-run of a post does not make it new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from summarizer.library.store import Store


def mark(store: Store, post_id: str) -> None:
    """Note that a post was opened."""
    with store.transaction() as db:
        db.execute(
            "INSERT OR IGNORE INTO seen (post, seen_at) VALUES (?, ?)",
            (post_id, datetime.now(UTC).isoformat(timespec="seconds")),
        )


def unmark(store: Store, post_id: str) -> None:
    """Make a post unread again."""
    with store.transaction() as db:
        db.execute("DELETE FROM seen WHERE post = ?", (post_id,))


def among(store: Store, post_ids: Iterable[str]) -> frozenset[str]:
    """Those of the posts that were opened."""
    wanted = list(post_ids)
    marks = ", ".join("?" * len(wanted))
    return frozenset(row["post"] for row in store.rows(f"SELECT post FROM seen WHERE post IN ({marks})", wanted))
