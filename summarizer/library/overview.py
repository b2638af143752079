"""What the store adds up to: per day, per organisation, per model; each question one SQL statement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.library.store import Store


@dataclass(frozen=True, slots=True)
class Size:
    """A model with the parameters and the release date that most claims give it."""

    identity: str
    name: str
    organisation: str | None
    parameters: float
    released: str
    posts: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A claim that does not fit what is known."""

    post_id: str
    title: str
    published: str | None
    identity: str
    model: str
    field: str
    observed: Any
    expected: Any
    source: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """`child` is based on `parent`, as `posts` posts say."""

    child: str
    child_name: str
    parent: str
    posts: int


def totals(store: Store) -> dict[str, int]:
    """How much there is: posts, unread ones, models, stated values, contradicted ones, inputs that failed."""
    row = store.rows(
        """SELECT (SELECT count(*) FROM posts) AS posts,
           (SELECT count(*) FROM posts WHERE id NOT IN (SELECT post FROM seen)) AS unread,
           (SELECT count(DISTINCT identity) FROM records) AS models,
           (SELECT count(*) FROM fields) AS claims,
           (SELECT count(*) FROM verdicts WHERE status = 'contradicted') AS contradicted,
           (SELECT count(*) FROM inputs WHERE status = 'failed') AS failed"""
    )[0]
    return dict(row)


def per_day(store: Store, days: int = 60) -> list[tuple[str, str, int]]:
    """(day, kind, posts) of the latest days that have dated posts."""
    found = store.rows(
        """SELECT substr(published, 1, 10) AS day, kind, count(*) AS n FROM posts
           WHERE length(published) >= 10 AND published >= (
             SELECT min(day) FROM (SELECT DISTINCT substr(published, 1, 10) AS day FROM posts
               WHERE length(published) >= 10 ORDER BY day DESC LIMIT ?))
           GROUP BY day, kind ORDER BY day, kind""",
        (days,),
    )
    return [(row["day"], row["kind"], row["n"]) for row in found]


def per_organisation(store: Store, limit: int = 15) -> list[tuple[str, int, int]]:
    """(organisation, posts, models), most posts first."""
    found = store.rows(
        """SELECT organisation, count(DISTINCT post) AS posts, count(DISTINCT identity) AS models FROM records
           WHERE organisation IS NOT NULL GROUP BY organisation ORDER BY posts DESC, organisation LIMIT ?""",
        (limit,),
    )
    return [(row["organisation"], row["posts"], row["models"]) for row in found]


def organisations(store: Store, limit: int = 200) -> list[tuple[str, int]]:
    """(organisation, models) over all records, most models first."""
    found = store.rows(
        """SELECT organisation, count(DISTINCT identity) AS models FROM records
           WHERE organisation IS NOT NULL GROUP BY organisation ORDER BY models DESC, organisation LIMIT ?""",
        (limit,),
    )
    return [(row["organisation"], row["models"]) for row in found]


def sizes(store: Store, limit: int = 300) -> list[Size]:
    """Models whose parameters and release date are stated, those with most dated claims first."""
    found = store.rows(
        """SELECT identity FROM fields f WHERE field = 'release_date' AND EXISTS
             (SELECT 1 FROM fields g WHERE g.identity = f.identity AND g.field = 'parameters')
           GROUP BY identity ORDER BY count(*) DESC, identity LIMIT ?""",
        (limit,),
    )
    identities = [row["identity"] for row in found]
    values = stated(store, identities, ("release_date", "parameters"), kind="total")
    known = store.rows(
        f"""SELECT identity, min(name) AS name, max(organisation) AS organisation, count(DISTINCT post) AS posts
            FROM records WHERE identity IN ({_marks(identities)}) GROUP BY identity""",
        identities,
    )
    return [
        Size(row["identity"], row["name"], row["organisation"], float(given[0]), str(dates[0]), row["posts"])
        for row in known
        if (given := values.get((row["identity"], "parameters"))) and given[0] > 0
        and (dates := values.get((row["identity"], "release_date")))
    ]  # fmt: skip


def contradictions(store: Store, limit: int = 20, offset: int = 0) -> list[Contradiction]:
    """Claims that do not fit what is known, latest posts first."""
    found = store.rows(
        """SELECT p.id AS post_id, ifnull(p.title, p.path) AS title, p.published, v.identity, r.name AS model, v.field,
           v.observed, v.expected, v.source
           FROM verdicts v JOIN posts p ON p.seq = v.post JOIN records r ON r.seq = v.record
           WHERE v.status = 'contradicted'
           ORDER BY p.published IS NULL, p.published DESC, v.seq DESC LIMIT ? OFFSET ?""",
        (limit, offset),
    )
    return [
        Contradiction(**{**dict(row), **{k: json.loads(row[k] or "null") for k in ("observed", "expected")}})
        for row in found
    ]


def stated(
    store: Store, identities: Sequence[str], fields: Sequence[str], kind: str | None = None
) -> dict[tuple[str, str], list[Any]]:
    """What is stated of each of these models in each of these fields, most often stated first.

    With `kind`, of parameters only those of that kind. Hedged claims do not count.
    """
    found = store.rows(
        f"""SELECT identity, field, value, count(DISTINCT post) AS n FROM fields
            WHERE identity IN ({_marks(identities)}) AND +field IN ({_marks(fields)}) AND hedged = 0
            AND (? IS NULL OR ifnull(kind, ?) = ?)
            GROUP BY identity, field, value ORDER BY n DESC, value""",
        [*identities, *fields, kind, kind, kind],
    )
    values: dict[tuple[str, str], list[Any]] = {}
    for row in found:
        values.setdefault((row["identity"], row["field"]), []).append(json.loads(row["value"]))
    return values


def lineage(store: Store, identities: Sequence[str], names: Sequence[str], limit: int = 60) -> list[Lineage]:
    """Who is based on whom, around these models: what they are based on, and what is based on one of their names."""
    found = store.rows(
        f"""SELECT f.identity AS child, min(r.name) AS child_name, f.value AS parent, count(DISTINCT f.post) AS posts
            FROM fields f JOIN records r ON r.seq = f.record
            WHERE f.field = 'base_model' AND (f.identity IN ({_marks(identities)}) OR f.value IN ({_marks(names)}))
            GROUP BY f.identity, f.value ORDER BY posts DESC, child LIMIT ?""",
        [*identities, *(json.dumps(name, ensure_ascii=False) for name in names), limit],
    )
    return [Lineage(**{**dict(row), "parent": str(json.loads(row["parent"]))}) for row in found]


def names(store: Store, same: str) -> list[str]:
    """All spellings of a model in all posts, the most frequent first."""
    found = store.rows(
        """SELECT s.value AS name, count(*) AS n FROM records r, json_each(r.surfaces) s WHERE r.identity = ?
           GROUP BY s.value ORDER BY n DESC, s.value LIMIT 40""",
        (same,),
    )
    return [row["name"] for row in found]


def seconds_per_thousand(store: Store, latest: int = 200) -> dict[str, float]:
    """What weights took, in seconds per 1,000 characters, over the latest posts they read."""
    found = store.rows(
        """SELECT weights, 1000.0 * sum(seconds) / sum(characters) AS pace FROM
             (SELECT weights, seconds, characters FROM posts WHERE completion_tokens > 0 ORDER BY seq DESC LIMIT ?)
           WHERE characters > 0 GROUP BY weights""",
        (latest,),
    )
    return {row["weights"]: row["pace"] for row in found}


def shown_names(store: Store) -> dict[str, str]:
    """A name to show for each model identity."""
    found = store.rows("SELECT identity, min(name) AS name FROM records GROUP BY identity")
    return {row["identity"]: row["name"] for row in found}


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
