"""What can be asked of the store: lists, counts and claims as typed rows, each one indexed SQL statement."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, fields
from typing import Any

from summarizer.library.search import question
from summarizer.library.store import Store


@dataclass(frozen=True, slots=True)
class Filter:
    """Which posts: every part that is set must hold; of several values of one part, any."""

    words: str = ""  # full-text search
    since: str | None = None  # ISO date, inclusive
    until: str | None = None  # ISO date, inclusive
    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    models: tuple[str, ...] = ()  # identities
    verdicts: tuple[str, ...] = ()  # statuses
    about_ai: bool | None = None
    with_problems: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post in a list."""

    id: str
    path: str
    title: str | None
    author: str | None
    published: str | None
    source: str | None
    language: str
    kind: str
    about_ai: bool
    summary: str
    method: str | None
    characters: int
    models: int
    contradicted: int
    problems: int
    degraded: bool
    finished_at: str
    central: tuple[str, ...] = ()  # names of its central models


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model identity over all posts."""

    identity: str
    name: str
    catalogue_id: str | None
    organisation: str | None
    family: str | None
    posts: int
    mentions: int
    central: int
    contradicted: int
    first_seen: str | None
    last_seen: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One value one post states about one model, with its evidence."""

    identity: str
    model: str
    post_id: str
    path: str
    title: str | None
    published: str | None
    field: str
    value: Any
    kind: str | None
    currency: str | None
    per: str | None
    benchmark: str | None
    quote: str
    start: int
    end: int
    said_by: str
    hedged: bool
    found_by: str
    contradicted: bool
    expected: Any
    source: str | None


@dataclass(frozen=True, slots=True)
class FailedInput:
    """A file that could not become a report, and why."""

    path: str
    code: str
    message: str


POST_ORDERS = {
    "newest": "p.published IS NULL, p.published DESC, p.seq DESC",
    "oldest": "p.published IS NULL, p.published, p.seq",
    "title": "p.title COLLATE NOCASE, p.seq",
    "added": "p.seq DESC",
    "path": "p.path",
}

MODEL_ORDERS = {
    "posts": "posts DESC, mentions DESC, identity",
    "name": "name COLLATE NOCASE, identity",
    "organisation": "organisation IS NULL, organisation COLLATE NOCASE, name COLLATE NOCASE, identity",
    "contradicted": "contradicted DESC, posts DESC, identity",
    "last_seen": "last_seen IS NULL, last_seen DESC, identity",
}

_FACETS = {
    "sources": "SELECT p.source AS value, count(*) AS n FROM posts p WHERE {where} AND p.source IS NOT NULL GROUP BY 1",
    "kinds": "SELECT p.kind AS value, count(*) AS n FROM posts p WHERE {where} GROUP BY 1",
    "languages": "SELECT p.language AS value, count(*) AS n FROM posts p WHERE {where} GROUP BY 1",
    "organisations": """SELECT r.organisation AS value, count(DISTINCT r.post) AS n FROM records r
        WHERE r.organisation IS NOT NULL AND {among} GROUP BY 1""",
    "models": """SELECT r.identity AS value, count(DISTINCT r.post) AS n FROM records r
        WHERE {among} GROUP BY 1""",
    "verdicts": """SELECT r.status AS value, count(DISTINCT r.post) AS n FROM verdicts r
        WHERE {among} GROUP BY 1""",
}


def posts(
    store: Store, wanted: Filter | None = None, *, order: str = "newest", limit: int = 50, offset: int = 0
) -> list[PostRow]:
    """A page of the posts that fit."""
    where, values = _where(wanted or Filter())
    columns = ", ".join(f"p.{f.name}" for f in fields(PostRow) if f.name != "central")
    found = store.rows(
        f"""SELECT {columns}, (SELECT json_group_array(name) FROM (SELECT r.name FROM records r
            WHERE r.post = p.seq AND r.central ORDER BY r.number)) AS central
            FROM posts p WHERE {where} ORDER BY {POST_ORDERS[order]} LIMIT ? OFFSET ?""",
        [*values, limit, offset],
    )
    return [_post_row(row) for row in found]


def count_posts(store: Store, wanted: Filter | None = None) -> int:
    """How many posts fit."""
    where, values = _where(wanted or Filter())
    return int(store.rows(f"SELECT count(*) FROM posts p WHERE {where}", values)[0][0])


def facets(store: Store, name: str, wanted: Filter | None = None, limit: int = 100) -> list[tuple[str, int]]:
    """The values of one part of a Filter with the number of posts each would leave, most first.

    The part's own choice is left out of the filter, so that the other values stay visible.
    """
    where, values = _where(wanted or Filter(), without=name)
    among = f"r.post IN (SELECT p.seq FROM posts p WHERE {where})" if where != "1" else "1"
    counted = _FACETS[name].format(where=where, among=among)
    found = store.rows(f"{counted} ORDER BY n DESC, value LIMIT ?", [*values, limit])
    return [(row["value"], row["n"]) for row in found]


def models(
    store: Store, *, words: str = "", organisations: tuple[str, ...] = (), contradicted: bool = False,
    order: str = "posts", limit: int = 100, offset: int = 0,
) -> list[ModelRow]:  # fmt: skip
    """A page of the table of all models; `words` is part of a name."""
    where, values = _model_where(words, organisations, contradicted)
    found = store.rows(
        f"""SELECT r.identity AS identity, min(r.name) AS name, max(r.catalogue_id) AS catalogue_id,
            max(r.organisation) AS organisation, max(r.family) AS family, count(DISTINCT r.post) AS posts,
            sum(r.mentions) AS mentions, sum(r.central) AS central, sum(r.contradicted) AS contradicted,
            min(r.published) AS first_seen, max(r.published) AS last_seen
            FROM records r WHERE {where} GROUP BY r.identity
            ORDER BY {MODEL_ORDERS[order]} LIMIT ? OFFSET ?""",
        [*values, limit, offset],
    )
    return [ModelRow(**dict(row)) for row in found]


def count_models(
    store: Store, *, words: str = "", organisations: tuple[str, ...] = (), contradicted: bool = False
) -> int:
    """How many model identities fit."""
    where, values = _model_where(words, organisations, contradicted)
    return int(store.rows(f"SELECT count(DISTINCT r.identity) FROM records r WHERE {where}", values)[0][0])


def model(store: Store, identity: str) -> ModelRow | None:
    """One model by its identity."""
    found = store.rows(
        """SELECT r.identity AS identity, min(r.name) AS name, max(r.catalogue_id) AS catalogue_id,
           max(r.organisation) AS organisation, max(r.family) AS family, count(DISTINCT r.post) AS posts,
           sum(r.mentions) AS mentions, sum(r.central) AS central, sum(r.contradicted) AS contradicted,
           min(r.published) AS first_seen, max(r.published) AS last_seen
           FROM records r WHERE r.identity = ? GROUP BY r.identity""",
        (identity,),
    )
    return ModelRow(**dict(found[0])) if found else None


def claims(store: Store, identity: str, field: str | None = None) -> list[Claim]:
    """Everything all posts state about one model, by field, then by date."""
    return _claims(store, "f.identity = ? AND (? IS NULL OR f.field = ?)", [identity, field, field])


def claims_of_post(store: Store, post_id: str) -> list[Claim]:
    """Everything one post states, model by model."""
    return _claims(store, "p.id = ?", [post_id], order="r.number, f.seq")


def all_claims(store: Store) -> list[Claim]:
    """Every claim in the store, by post and model."""
    return _claims(store, "1", [], order="p.path, p.seq, r.number, f.seq")


def failed_inputs(store: Store) -> list[FailedInput]:
    """The files that could not be read or done the last time."""
    found = store.rows("SELECT path, code, message FROM inputs WHERE status = 'failed' ORDER BY path")
    return [FailedInput(row["path"], row["code"] or "", row["message"] or "") for row in found]


def find_posts(store: Store, asked: str, limit: int = 20) -> list[PostRow]:
    """Posts by the beginning of their id, by path, or by part of their title or path, best kind of match first."""
    for where, value in (
        ("p.id = ? OR p.seq IN (SELECT post FROM paths WHERE path = ?)", asked),
        ("length(?) >= 4 AND p.id LIKE ? || '%'", asked.lower()),
        ("instr(lower(ifnull(p.title, '')), ?) OR instr(lower(p.path), ?)", asked.lower()),
    ):
        columns = ", ".join(f"p.{f.name}" for f in fields(PostRow) if f.name != "central")
        found = store.rows(
            f"SELECT {columns}, '[]' AS central FROM posts p WHERE {where} ORDER BY p.path LIMIT ?",
            (value, value, limit),
        )
        if found:
            return [_post_row(row) for row in found]
    return []


def _claims(
    store: Store, where: str, values: list[Any], order: str = "f.field, p.published, p.path, f.seq"
) -> list[Claim]:
    found = store.rows(
        f"""SELECT f.identity, r.name AS model, p.id AS post_id, p.path, p.title, p.published, f.field, f.value, f.kind,
            f.currency, f.per, f.benchmark, f.quote, f.start, f."end", f.said_by, f.hedged, f.found_by,
            v.seq IS NOT NULL AS contradicted, v.expected, v.source
            FROM fields f JOIN records r ON r.seq = f.record JOIN posts p ON p.seq = f.post
            LEFT JOIN verdicts v ON v.seq = (SELECT min(w.seq) FROM verdicts w WHERE w.record = f.record
              AND w.field = f.field AND w.status = 'contradicted' AND w.observed = f.value)
            WHERE {where} ORDER BY {order}""",
        values,
    )
    return [
        Claim(**{
            **dict(row),
            "value": json.loads(row["value"]),
            "expected": json.loads(row["expected"]) if row["expected"] else None,
            "hedged": bool(row["hedged"]),
            "contradicted": bool(row["contradicted"]),
        })
        for row in found
    ]  # fmt: skip


def _post_row(row: sqlite3.Row) -> PostRow:
    values = dict(row)
    values["central"] = tuple(json.loads(values["central"]))
    for name in ("about_ai", "degraded"):
        values[name] = bool(values[name])
    return PostRow(**values)


def _model_where(words: str, organisations: tuple[str, ...], contradicted: bool) -> tuple[str, list[Any]]:
    clauses, values = ["1"], []
    if words:
        clauses.append("r.identity IN (SELECT identity FROM records WHERE instr(lower(name), lower(?)))")
        values.append(words)
    if organisations:
        clauses.append(f"r.organisation IN ({_marks(organisations)})")
        values += organisations
    if contradicted:
        clauses.append("r.identity IN (SELECT identity FROM verdicts WHERE status = 'contradicted')")
    return " AND ".join(clauses), values


def _where(wanted: Filter, without: str = "") -> tuple[str, list[Any]]:
    """The condition over `posts p`, and its bound values."""
    clauses: list[str] = ["1"]
    values: list[Any] = []

    def add(clause: str, *bound: Any) -> None:
        clauses.append(clause)
        values.extend(bound)

    if wanted.words:
        asked = question(wanted.words)
        add("p.seq IN (SELECT rowid FROM search WHERE search MATCH ?)", asked) if asked else add("0")
    if wanted.since:
        add("p.published >= ?", wanted.since)
    if wanted.until:
        # the tilde sorts behind every digit, so that 2026-05 includes its days
        add("p.published <= ?", wanted.until + "~")
    for name, clause in (
        ("sources", "p.source IN ({})"),
        ("kinds", "p.kind IN ({})"),
        ("languages", "p.language IN ({})"),
        ("organisations", "p.seq IN (SELECT post FROM records WHERE organisation IN ({}))"),
        ("models", "p.seq IN (SELECT post FROM records WHERE identity IN ({}))"),
        ("verdicts", "p.seq IN (SELECT post FROM verdicts WHERE status IN ({}))"),
    ):
        chosen = getattr(wanted, name)
        if chosen and name != without:
            add(clause.format(_marks(chosen)), *chosen)
    if wanted.about_ai is not None:
        add("p.about_ai = ?", int(wanted.about_ai))
    if wanted.with_problems:
        add("p.problems > 0")
    if wanted.unread:
        add("p.id NOT IN (SELECT post FROM seen)")
    return " AND ".join(clauses), values


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))
