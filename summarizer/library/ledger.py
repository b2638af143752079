"""All posts' claims about one model, and where two posts cannot both be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.library.queries import Claim, claims
from summarizer.library.store import Store
from summarizer.text.names import fold_name

NUMBERS = ("parameters", "context_length", "training_tokens")
CHECKED = ("organisation", *NUMBERS, "base_model", "release_date", "open_weights", "licence")
"""Fields with one right value; prices and scores differ with the day and the setting."""

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
    """Identities in the store that go by this name, or have one of the catalogue ids; the most mentioned first."""
    wanted = [name, f"name:{fold_name(name)}", *ids]
    marks = ", ".join("?" * len(wanted))
    found = store.rows(
        f"""SELECT identity, count(*) AS n FROM records WHERE identity IN ({marks}) OR name = ? COLLATE NOCASE
            GROUP BY identity ORDER BY n DESC, identity""",
        [*wanted, name],
    )
    return [row["identity"] for row in found]


def conflicts(store: Store, identity: str) -> list[Conflict]:
    """Where posts contradict each other about this model; hedged claims accuse nobody."""
    groups: dict[tuple[str, str | None], list[Claim]] = {}
    for claim in claims(store, identity):
        if claim.field in CHECKED and not claim.hedged:
            groups.setdefault((claim.field, claim.kind), []).append(claim)
    found = []
    for (field, kind), members in groups.items():
        sides = _sides(field, members)
        if sides:
            found.append(Conflict(identity, members[0].model, field, kind, sides))
    return found


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
        return str(one).startswith(str(other)) or str(other).startswith(str(one))
    a, b = fold_name(str(one)), fold_name(str(other))
    return a in b or b in a
