"""The report contract: to plain data and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import report as contract
from summarizer import types as t
from summarizer.errors import InputError

NAMES = st.text(min_size=1, max_size=12)
MAYBE = st.none() | NAMES


@st.composite
def reports(draw: st.DrawFn) -> t.Report:
    """Any report whose evidence is in its text."""
    text = draw(st.text(min_size=1, max_size=80))

    def span() -> t.Span:
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start, len(text)))
        return t.Span(start, end, text[start:end])

    def some(make: object, most: int = 2) -> tuple:  # type: ignore[type-arg]
        return tuple(make() for _ in range(draw(st.integers(0, most))))  # type: ignore[operator]

    def summary() -> t.Summary:
        sentence = lambda: t.Sentence(draw(NAMES), draw(st.booleans()), some(span))  # noqa: E731
        return t.Summary(some(sentence), draw(st.sampled_from(["qwen", "extractive"])))

    def segment() -> tuple[t.Segment, t.Span, t.Summary | None]:
        where = span()
        one = t.Segment(draw(NAMES), "item", where.start, where.end, draw(MAYBE), draw(MAYBE), draw(MAYBE))
        return one, where, summary() if draw(st.booleans()) else None

    def value() -> t.FieldValue:
        stated = draw(st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | NAMES)
        extras = [draw(MAYBE) for _ in range(4)]
        return t.FieldValue(stated, span(), draw(NAMES), draw(st.booleans()), "rules", *extras)

    def record() -> t.ModelRecord:
        fields = tuple((name, (value(), *some(value, 1))) for name in t.FIELDS if draw(st.booleans()))
        return t.ModelRecord(
            draw(NAMES), draw(MAYBE), draw(MAYBE), draw(st.booleans()), some(lambda: draw(NAMES)),
            some(lambda: (span(), "s1")), fields,
            some(lambda: t.Verdict("parameters", "contradicted", 1, draw(st.integers()), draw(NAMES), draw(NAMES))),
        )  # fmt: skip

    post = t.Post("0" * 64, draw(NAMES), "text", text, title=draw(MAYBE), published=draw(MAYBE), language="zh-Hans")
    return t.Report(
        post=post, kind="qa", about_ai=draw(st.booleans()), summary=summary() if draw(st.booleans()) else None,
        segments=some(segment), dropped=some(lambda: t.Dropped(0, 1, "share")), keywords=some(lambda: draw(NAMES)),
        models=some(record),
        comparisons=some(lambda: t.Comparison(draw(NAMES), "better", draw(NAMES), span(), draw(MAYBE))),
        problems=some(lambda: t.Problem("generate", draw(NAMES), draw(NAMES), span() if draw(st.booleans()) else None)),
        weights=draw(MAYBE), usage=t.Usage(1, 2, 3, 0.25),
    )  # fmt: skip


@given(reports())
def test_a_report_survives_the_round_trip(report: t.Report) -> None:
    """What from_dict makes of to_dict's JSON is the report again."""
    assert contract.from_json(contract.to_json(report)) == report


@given(reports())
def test_every_piece_of_evidence_is_at_its_offsets(report: t.Report) -> None:
    """Wherever start, end and quote stand together, the text between the offsets is the quote."""
    data = json.loads(contract.to_json(report))
    for span in evidence(data):
        assert data["text"][span["start"] : span["end"]] == span["quote"]


def evidence(node: object) -> list[dict]:  # type: ignore[type-arg]
    """Every {start, end, quote} at any depth."""
    if isinstance(node, list):
        return [span for one in node for span in evidence(one)]
    if not isinstance(node, dict):
        return []
    own = [node] if {"start", "end", "quote"} <= node.keys() else []
    return own + [span for one in node.values() for span in evidence(one)]


def test_the_keys_are_those_of_the_contract() -> None:
    """Other programs load these keys; a key may be added here, none may go."""
    text = "Qwen-7B 有 70 亿参数"
    whole = t.Span(0, len(text), text)
    record = t.ModelRecord(
        "Qwen-7B", "qwen-7b", "Qwen", True, ("Qwen-7B",), ((t.Span(0, 7, "Qwen-7B"), "s1"),),
        (("price", (t.FieldValue(2.0, whole, currency="CNY", per="1M input tokens"),)),),
        (t.Verdict("parameters", "supported", 7e9, 7e9, "catalogue:qwen-7b"),),
    )  # fmt: skip
    report = t.Report(
        t.Post("0" * 64, "a.md", "markdown", text), "article", True, t.Summary((t.Sentence("好。", True, (whole,)),)),
        ((t.Segment("s1", "section", 0, 4), t.Span(0, 4, text[:4]), None),), (t.Dropped(0, 1, "share"),), ("模型",),
        (record,), (t.Comparison("A", "better", "B", whole),), (t.Problem("generate", "cut-at-limit", "cut"),),
    )  # fmt: skip
    data = report.to_dict()
    assert set(data) == {
        "schema", "text", "post", "summary", "segments", "dropped", "keywords", "models", "comparisons", "problems",
        "run",
    }  # fmt: skip
    assert data["schema"] == "summarizer.report/1"
    assert set(data["post"]) == {
        "id", "path", "title", "author", "published", "source", "language", "kind", "about_ai"
    }  # fmt: skip
    assert set(data["segments"][0]) == {"id", "role", "title", "author", "time", "start", "end", "summary"}
    model = data["models"][0]
    assert set(model) == {"name", "id", "family", "surfaces", "central", "mentions", "fields", "verdicts"}
    assert tuple(model["fields"]) == t.FIELDS
    assert set(model["fields"]["price"][0]) == {
        "value", "currency", "per", "quote", "start", "end", "said_by", "hedged", "found_by"
    }  # fmt: skip
    assert set(data["run"]) == {
        "backend", "weights", "weights_sha256", "seconds", "prompt_tokens", "cached_tokens", "completion_tokens"
    }  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["", "[]", "{}", '{"schema":"summarizer.report/2"}', '{"schema":"summarizer.report/1","text":"a"}', "{"],
    ids=["empty", "list", "object", "other-schema", "keys-missing", "cut"],
)
def test_what_is_no_report_is_refused(line: str) -> None:
    """A damaged or foreign line gives one clear error."""
    with pytest.raises(InputError):
        contract.from_json(line)


def test_false_evidence_is_refused() -> None:
    """A report whose quote is not at its offsets cannot be loaded."""
    text = "Qwen-7B"
    report = t.Report(
        t.Post("0" * 64, "a", "text", text), "other", True,
        t.Summary((t.Sentence("好。", True, (t.Span(0, 4, "Qwen"),)),)), (),
    )  # fmt: skip
    data = report.to_dict()
    data["summary"]["sentences"][0]["evidence"][0]["quote"] = "Gwen"
    with pytest.raises(InputError):
        contract.from_dict(data)
