"""The ledger: conflicts between posts are real ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer import types as t
from summarizer.library import ledger
from summarizer.library.store import Store

Stated = tuple[str, Any] | tuple[str, Any, bool]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store(tmp_path / "s.db") as opened:
        yield opened


def tell(store: Store, number: int, *stated: Stated, kind: str | None = None) -> None:
    """A post in which these values are stated of Zhuque-3; a third member says that it is hedged."""
    text = "朱雀"
    span = t.Span(0, 2, text)
    fields: dict[str, list[t.FieldValue]] = {}
    for field, value, *hedged in stated:
        fields.setdefault(field, []).append(t.FieldValue(value, span, kind=kind, hedged=bool(hedged and hedged[0])))
    pairs = tuple((name, tuple(values)) for name, values in fields.items())
    record = t.ModelRecord("Zhuque-3", None, None, True, ("Zhuque 3",), ((span, "s1"),), pairs)
    post = t.Post(f"{number:064x}", f"{number}.md", "text", text)
    store.save(t.Report(post, "article", True, None, (), models=(record,)), "key")


def sides(store: Store) -> list[tuple[str, list[Any]]]:
    """The fields in conflict with their values."""
    return [(c.field, [value for value, _ in c.sides]) for c in ledger.conflicts(store, "name:zhuque3")]


def test_two_posts_with_different_sizes_are_in_conflict(store: Store) -> None:
    """The larger camp stands first."""
    tell(store, 1, ("parameters", 7e9))
    tell(store, 2, ("parameters", 13e9))
    tell(store, 3, ("parameters", 13e9))
    assert sides(store) == [("parameters", [13e9, 7e9])]


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("parameters", 7e9, 7.1e9),
        ("context_length", 128_000, 131_072),
        ("release_date", "2024-05", "2024-05-12"),
        ("organisation", "Zhipu", "Zhipu AI"),
        ("price", 1.0, 2.0),
        ("scores", 50, 60),
    ],
    ids=lambda v: str(v),
)
def test_rounded_or_less_precise_values_are_no_conflict(store: Store, field: str, one: Any, other: Any) -> None:
    """Neither are prices and scores, which differ with the day and the setting."""
    tell(store, 1, (field, one))
    tell(store, 2, (field, other))
    assert not sides(store)


def test_a_hedged_claim_accuses_nobody(store: Store) -> None:
    """A rumour is not a statement."""
    tell(store, 1, ("parameters", 7e9))
    tell(store, 2, ("parameters", 13e9, True))
    assert not sides(store)


def test_a_post_that_states_both_takes_no_side(store: Store) -> None:
    """It speaks of a family or of versions."""
    tell(store, 1, ("parameters", 7e9), ("parameters", 13e9))
    tell(store, 2, ("parameters", 13e9))
    assert not sides(store)


def test_total_and_active_parameters_are_two_things(store: Store) -> None:
    """671B in all and 37B active do not exclude each other."""
    tell(store, 1, ("parameters", 671e9), kind="total")
    tell(store, 2, ("parameters", 37e9), kind="active")
    assert not sides(store)


@pytest.mark.parametrize("name", ["Zhuque-3", "zhuque 3", "ZHUQUE3", "name:zhuque3"])
def test_a_model_is_found_however_it_is_spelled(store: Store, name: str) -> None:
    """Case, blanks and hyphens don't matter."""
    tell(store, 1, ("parameters", 7e9))
    assert ledger.identities(store, name) == ["name:zhuque3"]
