"""The ledger: conflicts between posts are real ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer import types as t
from summarizer.library import export, ledger
from summarizer.library.store import Store, identity

Stated = tuple[str, Any] | tuple[str, Any, bool]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store(tmp_path / "s.db") as opened:
        yield opened


def tell(store: Store, number: int, *stated: Stated, kind: str | None = None, name: str = "Zhuque-3") -> None:
    """A post in which these values are stated of Zhuque-3; a third member says that it is hedged."""
    text = "朱雀"
    span = t.Span(0, 2, text)
    fields: dict[str, list[t.FieldValue]] = {}
    for field, value, *hedged in stated:
        fields.setdefault(field, []).append(t.FieldValue(value, span, kind=kind, hedged=bool(hedged and hedged[0])))
    pairs = tuple((field, tuple(values)) for field, values in fields.items())
    record = t.ModelRecord(name, None, None, True, (name,), ((span, "s1"),), pairs)
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
        ("release_date", "05-12", "2024-05"),
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


def accused(store: Store) -> list[tuple[str, Any, Any, str]]:
    """(path, observed, expected, source) of what the exported reports say that other posts contradict."""
    posts = [(f"{int(row['id'], 16)}.md", row["id"]) for row in store.rows("SELECT id FROM posts ORDER BY id")]
    return [
        (report.post.path, v.observed, v.expected, v.source)
        for report in export.reports(store, posts)
        for record in report.models
        for v in record.verdicts
        if v.status == "contradicted"
    ]


def test_both_reports_say_that_the_other_contradicts_them(store: Store) -> None:
    """Each names the other post and its value; nobody decides who is right."""
    tell(store, 1, ("parameters", 7e9))
    tell(store, 2, ("parameters", 13e9))
    assert accused(store) == [
        ("1.md", 7e9, 13e9, f"post:{2:064x}"),
        ("2.md", 13e9, 7e9, f"post:{1:064x}"),
    ]


def test_posts_that_agree_accuse_nobody(store: Store) -> None:
    """No conflict, no verdict; and what only differs in fields spelled many ways is left to the ledger."""
    tell(store, 1, ("parameters", 7e9), ("organisation", "Zhipu"))
    tell(store, 2, ("parameters", 7e9), ("organisation", "Tsinghua"))
    assert sides(store) == [("organisation", ["Tsinghua", "Zhipu"])]
    assert not accused(store)


def test_a_series_has_many_releases(store: Store) -> None:
    """Two dates of something that is only named Zhuque are those of two of its models."""
    tell(store, 1, ("release_date", "2024-05"), name="Zhuque")
    tell(store, 2, ("release_date", "2025-08"), name="Zhuque")
    assert not accused(store)


@pytest.mark.parametrize(
    ("name", "id", "same"),
    [
        ("Llama 3 70B", "llama-3", "llama-3@70b"),
        ("Llama 3", "llama-3", "llama-3"),
        ("Qwen-7B", "qwen-7b", "qwen-7b"),
        ("Mixtral-8x7B", "mixtral-8x7b", "mixtral-8x7b"),
        ("Mixtral-7B", "mixtral-8x7b", "mixtral-8x7b@7b"),
        ("朱雀 大模型", None, "name:朱雀"),
    ],
)
def test_the_sizes_of_a_series_are_different_models(name: str, id: str | None, same: str) -> None:
    """What one post says of the 8B is not held against what another says of the 70B."""
    assert identity(t.ModelRecord(name, id, None, True, (), ())) == same


def test_a_size_in_a_name_accuses_nobody(store: Store) -> None:
    """That one post writes Zhuque-3-7B says which model it means, not how large Zhuque-3 is."""
    text = "Zhuque-3-7B"
    size = t.FieldValue(7e9, t.Span(9, 11, "7B"), kind="total")
    record = t.ModelRecord(text, "zhuque-3-7b", None, True, (text,), (), (("parameters", (size,)),))
    store.save(t.Report(t.Post("a" * 64, "a.md", "text", text), "article", True, None, (), models=(record,)), "key")
    other = t.FieldValue(9e9, t.Span(0, 5, "90 亿参"), kind="total")
    record = t.ModelRecord(text, "zhuque-3-7b", None, True, (text,), (), (("parameters", (other,)),))
    store.save(
        t.Report(t.Post("b" * 64, "b.md", "text", "90 亿参数"), "article", True, None, (), models=(record,)), "k"
    )
    assert not accused(store)
