"""Lists, filters and counts: what SQL answers is what a loop over the reports would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from summarizer import types as t
from summarizer.library import queries
from summarizer.library.queries import Filter
from summarizer.library.search import question
from summarizer.library.store import Store, StoredInput

MAKERS = {"qwen-7b": "Alibaba", "glm-4": "Zhipu AI", "phi-2": "Microsoft"}
NAMES = {"qwen-7b": "Qwen-7B", "glm-4": "GLM-4", "phi-2": "Phi-2", None: "朱雀-3"}


@dataclass(frozen=True)
class Row:
    """What a post of the test store is made of."""

    number: int
    models: tuple[str | None, ...]
    published: str | None
    source: str | None
    kind: str
    language: str
    status: str
    text: str

    @property
    def report(self) -> t.Report:
        return make(self)


ROWS = tuple(
    Row(
        number,
        tuple(list(NAMES)[(number + i) % 4] for i in range(number % 3)),
        (None, "2024-05-01", "2024-05", "2025-01-31")[number % 4],
        (None, "机器之心", "量子位")[number % 3],
        ("qa", "digest")[number % 2],
        ("zh-Hans", "zh-Hant", "en")[number % 3],
        ("supported", "contradicted")[number // 2 % 2],
        ("通义千问升级", "開源模型發佈", "Meta 发布 Llama-3 模型", "😀 价格战")[number % 4],
    )
    for number in range(24)
)


def make(row: Row) -> t.Report:
    """The report of a row: each model states its size at the text's first character."""
    span = t.Span(0, 1, row.text[0])
    records = tuple(
        t.ModelRecord(
            NAMES[id], id, None, i == 0, (NAMES[id],), ((span, "s1"),),
            (("parameters", (t.FieldValue(7e9 + row.number, span),)),),
            (t.Verdict("parameters", row.status, 7e9 + row.number, 1e9, "catalogue:x"),),
        )
        for i, id in enumerate(row.models)
    )  # fmt: skip
    post = t.Post(
        f"{row.number:02x}" * 32, f"{row.number:02}.md", "markdown", row.text, title=f"标题 {row.number}",
        published=row.published, source=row.source, language=row.language,
    )  # fmt: skip
    problems = (t.Problem("read", "x", "y"),) if row.number % 5 == 0 else ()
    return t.Report(post, row.kind, bool(row.models), None, (), models=records, problems=problems)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with all rows in it."""
    with Store(tmp_path_factory.mktemp("store") / "s.db", MAKERS) as filled:
        for row in ROWS:
            report = row.report
            filled.save(report, "key")
            filled.finish_input(StoredInput(report.post.path, "0", "key", "done"), [(report.post.path, report.post.id)])
        filled.finish_input(
            StoredInput("bad.txt", None, None, "failed", {}, t.Problem("read", "empty", "is empty")), []
        )
        yield filled


def makers(row: Row) -> set[str]:
    return {MAKERS[id] for id in row.models if id}


FILTERS: dict[str, tuple[Filter, Callable[[Row], bool]]] = {
    "all": (Filter(), lambda row: True),
    "kind": (Filter(kinds=("qa",)), lambda row: row.kind == "qa"),
    "two sources": (Filter(sources=("机器之心", "量子位")), lambda row: row.source is not None),
    "language": (Filter(languages=("en",)), lambda row: row.language == "en"),
    "since": (Filter(since="2024-05-01"), lambda row: (row.published or "") >= "2024-05-01"),
    "until a month": (Filter(until="2024-05"), lambda row: (row.published or "x")[:7] == "2024-05"),
    "maker": (Filter(organisations=("Alibaba",)), lambda row: "Alibaba" in makers(row)),
    "model": (Filter(models=("name:朱雀3",)), lambda row: None in row.models),
    "verdict": (Filter(verdicts=("contradicted",)), lambda row: row.status == "contradicted" and bool(row.models)),
    "not about AI": (Filter(about_ai=False), lambda row: not row.models),
    "problems": (Filter(with_problems=True), lambda row: row.number % 5 == 0),
    "words": (Filter(words="千问"), lambda row: "千问" in row.text),
    "traditional found by simplified": (Filter(words="开源 发布"), lambda row: "發佈" in row.text),
    "beginning of a name": (Filter(words="llama"), lambda row: "Llama" in row.text),
    "full-width": (Filter(words="ＭＥＴＡ"), lambda row: "Meta" in row.text),
    "no words in it": (Filter(words="《》!"), lambda row: False),
    "several parts": (
        Filter(kinds=("digest",), organisations=("Zhipu AI", "Microsoft"), verdicts=("supported",)),
        lambda row: (
            row.kind == "digest" and bool(makers(row) & {"Zhipu AI", "Microsoft"}) and row.status == "supported"
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_finds_what_a_loop_finds(store: Store, name: str) -> None:
    """Each part of a filter, and several together, over lists and counts."""
    wanted, fits = FILTERS[name]
    expected = {row.report.post.id for row in ROWS if fits(row)}
    assert {row.id for row in queries.posts(store, wanted, limit=100)} == expected
    assert queries.count_posts(store, wanted) == len(expected)


@pytest.mark.parametrize("name", ["sources", "kinds", "languages", "organisations", "models", "verdicts"])
def test_facets_count_the_posts_they_would_leave(store: Store, name: str) -> None:
    """A facet's number is the length of the list after choosing it, whatever else is chosen."""
    for other in (Filter(), Filter(kinds=("qa",)), Filter(since="2024-05-01", about_ai=True)):
        values = queries.facets(store, name, other)
        assert values
        for value, count in values:
            chosen = Filter(**{**{f: getattr(other, f) for f in other.__slots__}, name: (value,)})
            assert queries.count_posts(store, chosen) == count


def test_pages_join_to_the_whole_list(store: Store) -> None:
    """Offset and limit cut one stable order, for every order there is."""
    for order in queries.POST_ORDERS:
        whole = queries.posts(store, order=order, limit=100)
        pages = [row for at in range(0, 24, 7) for row in queries.posts(store, order=order, limit=7, offset=at)]
        assert pages == whole


def test_the_newest_come_first_and_the_undated_last(store: Store) -> None:
    """The default order is by date."""
    dates = [row.published for row in queries.posts(store, limit=100)]
    dated = [date for date in dates if date]
    assert dates[: len(dated)] == sorted(dated, reverse=True)


def test_the_models_table_adds_up_all_posts(store: Store) -> None:
    """Posts, mentions and contradictions of each model."""
    counts = Counter(id for row in ROWS for id in row.models)
    wrong = Counter(id for row in ROWS for id in row.models if row.status == "contradicted")
    for model in queries.models(store):
        assert model.posts == model.mentions == counts[model.catalogue_id]
        assert model.contradicted == wrong[model.catalogue_id]
    assert queries.count_models(store) == 4
    assert [m.name for m in queries.models(store, words="朱雀")] == ["朱雀-3"]
    assert [m.organisation for m in queries.models(store, organisations=("Microsoft",))] == ["Microsoft"]
    for order in queries.MODEL_ORDERS:
        assert len(queries.models(store, order=order)) == 4


def test_claims_carry_their_evidence_and_what_contradicts_them(store: Store) -> None:
    """Each claim has its post, quote and, where contradicted, the expected value."""
    for claim in queries.claims(store, "qwen-7b", "parameters"):
        row = ROWS[int(claim.path[:2])]
        assert claim.quote == row.text[claim.start : claim.end]
        assert claim.contradicted is (row.status == "contradicted")
        assert claim.expected == (1e9 if claim.contradicted else None)
    assert len(queries.all_claims(store)) == sum(len(row.models) for row in ROWS)
    assert len(queries.claims_of_post(store, ROWS[2].report.post.id)) == len(ROWS[2].models)


def test_failed_inputs_are_told(store: Store) -> None:
    """Files that gave no post are on record."""
    assert queries.failed_inputs(store) == [queries.FailedInput("bad.txt", "empty", "is empty")]


@pytest.mark.parametrize("asked", ["03" * 32, "0303", "03.md", "标题 3"], ids=["id", "id-prefix", "path", "title"])
def test_a_post_is_found_by_what_one_knows_of_it(store: Store, asked: str) -> None:
    """Id, its beginning, path, or part of the title."""
    assert [row.path for row in queries.find_posts(store, asked)] == ["03.md"]


@pytest.mark.parametrize(
    "asked", ['"', "a OR b", "NEAR(", "*", "title:x", "a' --", "(", "^a", "-b"], ids=lambda asked: repr(asked)
)
def test_a_question_is_never_syntax(store: Store, asked: str) -> None:
    """What a reader types is words, not a query language."""
    queries.posts(store, Filter(words=asked))
    assert all(piece.strip('"*') for piece in question(asked).split())
