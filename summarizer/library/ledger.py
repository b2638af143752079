"""All posts' claims about one model, and where two posts cannot both be right."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.library.queries import Claim, claims
from summarizer.library.store import Store
from summarizer.naming.names import fold_name
from summarizer.types import Verdict

NUMBERS = ("parameters", "context_length", "training_tokens")
CHECKED = ("organisation", *NUMBERS, "base_model", "release_date", "open_weights", "licence")
"""Fields with one right value; prices and scores differ with the day and the setting."""

DISPUTED = (*NUMBERS, "release_date", "open_weights")
"""Fields on which one post's word is held against another's: those whose values are spelled in one way only."""

TOLERANCE = 0.03
"""Relative difference within which two numbers are the same: 6.7B is called 7B, 128K is 131,072, only up to here."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field of one model of which posts state values that exclude each other, each with its claims."""

    identity: str
    model: str
    field: str
    kind: str | None
    sides: tuple[tuple[Any, tuple[Claim, ...]], ...]


def identities(store: Store, name: str, ids: Iterable[str] = ()) -> list[str]:
    """Identities in the store that go by this name or are (members of) these catalogue ids, by number of posts."""
    wanted, folded = {name, *ids}, fold_name(name)
    found = store.rows("SELECT identity, name, count(DISTINCT post) AS n FROM records GROUP BY identity, name")
    counts: Counter[str] = Counter()
    for row in found:
        if row["identity"].partition("@")[0] in wanted or row["identity"] == name or fold_name(row["name"]) == folded:
            counts[row["identity"]] += row["n"]
    return sorted(counts, key=lambda one: (-counts[one], one))


def conflicts(store: Store, identity: str) -> list[Conflict]:
    """Where posts contradict each other about this model; hedged claims and sizes in a name accuse nobody."""
    groups: dict[tuple[str, str | None], list[Claim]] = {}
    for claim in claims(store, identity):
        if claim.field in CHECKED and not claim.hedged and not _named(claim):
            groups.setdefault((claim.field, claim.kind), []).append(claim)
    found = []
    for (field, kind), members in groups.items():
        sides = _sides(field, members)
        if sides:
            found.append(Conflict(identity, members[0].model, field, kind, sides))
    return found


def disputes(store: Store) -> dict[str, dict[str, tuple[Verdict, ...]]]:
    """By post id and identity, verdicts on claims that another post contradicts.

    What the catalogue has decided is left to it: a claim it supports or finds a reading for is not accused, one it
    contradicts accuses none.
    """
    marks = ", ".join("?" * len(DISPUTED))
    suspects = store.rows(
        f"""SELECT DISTINCT identity FROM fields WHERE field IN ({marks}) AND NOT hedged
            GROUP BY identity, field, kind HAVING count(DISTINCT post) > 1 AND count(DISTINCT value) > 1
            ORDER BY identity""",
        DISPUTED,
    )
    found: dict[str, dict[str, tuple[Verdict, ...]]] = {}
    for row in suspects:
        identity = row["identity"]
        settled = {(s["post"], s["field"], s["observed"]) for s in _settled(store, identity)}
        for conflict in conflicts(store, identity):
            if conflict.field not in DISPUTED or not any(map(str.isdigit, conflict.model)):
                continue  # a name without any number is a series, of which many things are true in turn
            for value, camp in conflict.sides:
                other, theirs = next(side for side in conflict.sides if side[0] is not value)
                if any(claim.contradicted for claim in theirs):
                    continue
                for claim in camp:
                    if claim.contradicted or (claim.post_id, claim.field, json.dumps(claim.value)) in settled:
                        continue
                    verdict = Verdict(claim.field, "contradicted", claim.value, other, f"post:{theirs[0].post_id}")
                    told = found.setdefault(claim.post_id, {})
                    if verdict not in told.get(identity, ()):
                        told[identity] = (*told.get(identity, ()), verdict)
    return found


def _settled(store: Store, identity: str) -> list[sqlite3.Row]:
    return store.rows(
        """SELECT p.id AS post, v.field, v.observed FROM verdicts v JOIN posts p ON p.seq = v.post
           WHERE v.identity = ? AND v.status IN ('supported', 'uncheckable')""",
        (identity,),
    )


def _named(claim: Claim) -> bool:
    """Whether the value is only part of the model's name: a size there says which model is meant."""
    return claim.field == "parameters" and fold_name(claim.quote) in fold_name(claim.model)


def _sides(field: str, stated: Sequence[Claim]) -> tuple[tuple[Any, tuple[Claim, ...]], ...]:
    """The camps of claims about one field, largest first; none where no two posts exclude each other."""
    camps: list[list[Claim]] = []
    for claim in stated:
        home = next((camp for camp in camps if _agree(field, camp[0].value, claim.value)), None)
        if home is None:
            camps.append([claim])
        else:
            home.append(claim)
    posts = [{claim.post_id for claim in camp} for camp in camps]
    # a post that states several values speaks of a family or of versions: it takes no side
    torn = {post for i, one in enumerate(posts) for other in posts[i + 1 :] for post in one & other}
    kept = [tuple(c for c in camp if c.post_id not in torn) for camp in camps]
    kept = sorted(filter(None, kept), key=lambda camp: (-len({c.post_id for c in camp}), str(camp[0].value)))
    return tuple((camp[0].value, camp) for camp in kept) if len(kept) > 1 else ()


def _agree(field: str, one: Any, other: Any) -> bool:
    if field in NUMBERS:
        return abs(float(one) - float(other)) <= TOLERANCE * max(abs(float(one)), abs(float(other)))
    if field == "open_weights":
        return bool(one) == bool(other)
    if field == "release_date":
        return _same_day(str(one), str(other))
    a, b = fold_name(str(one)), fold_name(str(other))
    return a in b or b in a


def _same_day(one: str, other: str) -> bool:
    """Whether two dates can be the same, each as precise as its text; without a year (07-23) by what is left."""
    a, b = one.split("-"), other.split("-")
    if (len(a[0]) == 4) != (len(b[0]) == 4):
        a, b = ([part for part in date if len(part) < 4] for date in (a, b))
    return all(x == y for x, y in zip(a, b, strict=False))
