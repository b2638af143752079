"""Scoring reports against gold: definitions, floors, and agreement with the scorer that others use."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import agree, evaluate, pipeline
from summarizer.catalogue import Catalogue
from summarizer.errors import InputError
from summarizer.report import to_json
from summarizer.settings import Settings
from summarizer.stages.read import find, read

SHARED = Path(__file__).resolve().parents[2] / "shared"

TEXT = "登录 注册\n微软的小牛-7B有70亿参数，上下文32K，胜过老牛-13B。\n扫码关注"
NOTE: dict[str, Any] = {
    "file": "a.txt", "kind": "article", "language": "zh-Hans", "borderline": ["小马"],
    "boilerplate": ["登录 注册", "扫码关注"],
    "segments": [{"role": "section", "title": None, "starts_with": "微软的小牛-7B"}],
    "models": [
        {"name": "小牛-7B", "surfaces": ["小牛-7B"], "central": True, "fields": {
            "organisation": {"value": "微软", "quote": "微软的小牛-7B"},
            "parameters": [{"value": 7e9, "kind": "total", "quote": "70亿参数"}],
            "context_length": [{"value": 32768, "quote": "32K"}]}},
        {"name": "老牛-13B", "surfaces": ["老牛-13B"], "central": False, "fields": {}},
    ],
    "comparisons": [{"subject": "小牛-7B", "relation": "better", "object": "老牛-13B", "quote": "胜过老牛-13B"}],
    "wrong_claims": [{"model": "小牛-7B", "field": "parameters", "quote": "70亿参数", "truth": "7.5B"}],
}  # fmt: skip


def at(quote: str, **extra: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote, **extra}


def perfect() -> dict[str, Any]:
    """A report that says exactly what the note says."""
    fields = {
        "organisation": [at("微软", value="Microsoft")],
        "parameters": [at("70亿", value=7_000_000_000, kind="total")],
        "context_length": [at("32K", value=32000)],
    }
    sentence = {"text": "小牛-7B有70亿参数。", "supported": True, "evidence": []}
    return {
        "text": TEXT,
        "post": {"path": "somewhere/a.txt", "kind": "article", "language": "zh-Hans"},
        "summary": {"text": sentence["text"], "sentences": [sentence]},
        "segments": [{"start": TEXT.index("微软"), "end": len(TEXT), "title": None, "summary": None}],
        "dropped": [at("登录 注册"), at("扫码关注")],
        "models": [
            {"name": "小牛 7B", "surfaces": ["小牛-7B"], "mentions": [at("小牛-7B")], "fields": fields,
             "verdicts": [{"field": "parameters", "status": "contradicted", "observed": 7e9, "expected": 7.5e9}]},
            {"name": "老牛-13B", "surfaces": ["老牛-13B"], "mentions": [at("老牛-13B")], "fields": {}, "verdicts": []},
        ],
        "comparisons": [{"subject": "小牛 7B", "relation": "better", "object": "老牛-13B", **at("胜过")}],
        "problems": [],
    }  # fmt: skip


@pytest.fixture
def score(tmp_path: Path) -> Any:
    """Scores one report against the note."""

    def scored(report: dict[str, Any] | None, note: dict[str, Any] = NOTE) -> evaluate.Evaluation:
        gold, reports = tmp_path / "gold", tmp_path / "reports.jsonl"
        gold.mkdir(exist_ok=True)
        (gold / "a.json").write_text(json.dumps(note), encoding="utf-8")
        reports.write_text(json.dumps(report, ensure_ascii=False) + "\n" if report else "", encoding="utf-8")
        return evaluate.evaluate(reports, gold)

    return scored


def test_a_perfect_report_scores_one(score: Any) -> None:
    """Every share is 1, nothing is noted, and no count of errors is above 0."""
    found = score(perfect())
    stated = [
        "names",
        "central_names",
        "organisation",
        "parameters",
        "context_length",
        "segments",
        "comparisons",
        "evidence_valid",
        "kind",
        "language",
        "boilerplate_recall",
        "quotes_not_dropped",
        "sentences_supported",
    ]
    assert {name: found.figures[name] for name in stated} == dict.fromkeys(stated, 1.0)
    assert (found.figures["contradictions_found"], found.figures["contradictions_other"]) == (1, 0)
    assert found.notes == () and found.unreported == ()


def spoil(change: Any) -> dict[str, Any]:
    report = copy.deepcopy(perfect())
    change(report)
    return report


@pytest.mark.parametrize(
    ("figure", "change"),
    [
        ("names", lambda r: r["models"].pop()),
        ("names", lambda r: r["models"].append({"name": "假牛", "surfaces": ["假牛"], "fields": {}})),
        ("central_names", lambda r: r["models"].pop(0)),
        ("parameters", lambda r: r["models"][0]["fields"]["parameters"][0].update(value=7e8)),
        ("organisation", lambda r: r["models"][0]["fields"].pop("organisation")),
        ("context_length", lambda r: r["models"][1]["fields"].update(r["models"][0]["fields"])),
        ("evidence_valid", lambda r: r["models"][0]["mentions"][0].update(quote="小牛-8B")),
        ("boilerplate_recall", lambda r: r["dropped"].pop()),
        ("quotes_not_dropped", lambda r: r["dropped"].append(at("70亿参数"))),
        ("segments", lambda r: r["segments"].append({"start": 0, "title": None})),
        ("comparisons", lambda r: r["comparisons"][0].update(relation="worse")),
        ("kind", lambda r: r["post"].update(kind="qa")),
        ("language", lambda r: r["post"].update(language="en")),
        ("sentences_supported", lambda r: r["summary"]["sentences"][0].update(supported=False)),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_each_error_lowers_its_figure(score: Any, figure: str, change: Any) -> None:
    """Spoiling one thing in a perfect report brings its figure below 1."""
    assert score(spoil(change)).figures[figure] < 1


@pytest.mark.parametrize(
    ("figure", "change"),
    [
        ("contradictions_missed", lambda r: r["models"][0]["verdicts"].clear()),
        ("contradictions_other", lambda r: r["models"][0]["verdicts"][0].update(field="licence")),
        ("summaries_unsupported", lambda r: r["summary"].update(text="小牛-7B有71亿参数，超过GPT-9。")),
        ("problems", lambda r: r["problems"].append({"stage": "generate"})),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_each_error_is_counted(score: Any, figure: str, change: Any) -> None:
    """What is counted rather than shared goes up by one."""
    assert score(spoil(change)).figures[figure] == score(perfect()).figures[figure] + 1


def test_borderline_names_score_neither_way(score: Any) -> None:
    """A record that annotators could not agree on is no error."""
    report = spoil(lambda r: r["models"].append({"name": "小马", "surfaces": ["小马"], "fields": {}}))
    assert score(report).figures["names"] == 1


def test_a_post_without_report_is_named(score: Any) -> None:
    """An unreported post is listed, and keeps the floors from passing."""
    assert score(None).unreported == ("a.txt",)


def test_a_repeated_value_is_no_error() -> None:
    """The same fact quoted twice counts once, a different one is wrong."""
    gold = {"fields": {"parameters": [{"value": 7e9}]}}
    twice = {"fields": {"parameters": [{"value": 7e9}, {"value": 7.1e9}, {"value": 13e9}]}}
    assert agree.field_score("parameters", twice, gold) == agree.Score(1, 1, 0)


@pytest.mark.parametrize(
    ("field", "a", "b", "same"),
    [
        ("context_length", {"value": 128000}, {"value": 131072}, True),
        ("parameters", {"value": 46.7e9}, {"value": 45e9}, False),
        ("parameters", {"value": "many"}, {"value": 45e9}, False),
        ("price", {"value": 0.5}, {"amount": 0.5}, True),
        ("price", {"value": 0.5}, {"amount": 0.51}, False),
        ("scores", {"benchmark": "MMLU-Pro", "value": 56.3}, {"benchmark": "mmlu", "value": 56.3}, True),
        ("scores", {"benchmark": "GSM8K", "value": 56.3}, {"benchmark": "MMLU", "value": 56.3}, False),
        ("release_date", {"value": "2024-05"}, {"value": "2024-05-06"}, True),
        ("release_date", {"value": "2024-06"}, {"value": "2024-05-06"}, False),
        ("open_weights", {"value": True}, {"value": False}, False),
        ("organisation", {"value": "Alibaba", "quote": "阿里云"}, {"value": "阿里巴巴", "quote": "x"}, True),
        ("organisation", {"value": "Meta", "quote": "Meta"}, {"value": "谷歌", "quote": "谷歌"}, False),
        ("base_model", {"value": "Llama 2", "quote": "Llama2"}, {"value": "LLaMA-2-7B", "quote": ""}, True),
    ],
)
def test_values_agree_as_readers_would(field: str, a: Any, b: Any, same: bool) -> None:
    """Rounding, units and another name of one maker are no difference; another number or maker is."""
    assert agree.same_value(field, a, b) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Qwen2.5-7B", "ｑｗｅｎ 2.5 7b", True),
        ("文心大模型", "文心", True),
        ("通义千问Qwen", "Qwen", True),
        ("Llama 2", "Llama 3", False),
    ],
)
def test_names_fold(one: str, other: str, same: bool) -> None:
    """Case, width and separators don't tell names apart, versions do."""
    assert (agree.fold(one) == agree.fold(other)) is same


@given(st.text(alphabet="甲乙a1. \n|（", max_size=30), st.data())
def test_a_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    """`places` finds every non-blank piece of a text, also with its blanks changed."""
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    spaced = " ".join(piece.split())
    found = agree.places(text, spaced)
    assert bool(found) == bool(piece.strip())
    assert all("".join(text[a:b].split()) == "".join(piece.split()) for a, b in found)


def test_floors_ceilings_and_corpus_are_held(score: Any, tmp_path: Path) -> None:
    """Figures past their limits, an unknown figure and another corpus are each named."""
    found, floors = score(perfect()), tmp_path / "floors.toml"
    pin = f'corpus_sha256 = "{found.corpus_sha256}"\n'
    floors.write_text(pin + "[floors]\nnames = 1.0\n[ceilings]\ncontradictions_other = 0\n")
    assert evaluate.shortfalls(found, floors) == []
    floors.write_text('corpus_sha256 = "0"\n[floors]\nnames = 1.1\nnonsense = 0.1\n[ceilings]\nsummaries = 0\n')
    short = evaluate.shortfalls(found, floors)
    assert len(short) == 4 and [s.split()[0] for s in short[1:]] == ["names", "nonsense", "summaries"]


def test_another_annotation_is_another_corpus(score: Any) -> None:
    """The hash covers what the annotations say."""
    assert score(perfect()).corpus_sha256 != score(perfect(), NOTE | {"kind": "qa"}).corpus_sha256


def test_missing_inputs_are_said(tmp_path: Path, score: Any) -> None:
    """No annotations, no reports: an error that says which."""
    score(perfect())
    with pytest.raises(InputError, match="nothing"):
        evaluate.evaluate(tmp_path / "nothing.jsonl", tmp_path / "gold")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="empty"):
        evaluate.evaluate(tmp_path / "reports.jsonl", tmp_path / "empty")


def test_tables_hold_every_figure(score: Any, tmp_path: Path) -> None:
    """The printed table and the side-by-side one have a line for each figure."""
    found = score(perfect())
    assert all(f"\n{name} " in "\n" + evaluate.table(found) for name in found.figures)
    both = evaluate.compare(
        {"rules": tmp_path / "reports.jsonl", "both": tmp_path / "reports.jsonl"}, tmp_path / "gold"
    )
    assert both.startswith("|  | rules | both |") and "| names | 1 | 1 |" in both


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="the development corpus is not beside the project")
def test_figures_equal_the_independent_scorer(tmp_path: Path) -> None:
    """On real posts, every figure that the other scorer prints is ours, too."""
    reports, catalogue = tmp_path / "reports.jsonl", Catalogue.load()
    made = [
        to_json(pipeline.report(post, catalogue, Settings(use_llm=False)))
        for path in find([SHARED / "dev_corpus" / "posts"])
        for post in read(path.read_bytes(), str(path))
    ]
    reports.write_text("\n".join(made) + "\n", encoding="utf-8")
    gold, out = SHARED / "dev_corpus" / "gold", tmp_path / "theirs.json"
    organisations = SHARED / "catalogue" / "organisations.jsonl"
    subprocess.run(
        [sys.executable, SHARED / "score.py", reports, gold, "--organisations", organisations, "--json", out],
        check=True, capture_output=True,
    )  # fmt: skip
    theirs, found = json.loads(out.read_text(encoding="utf-8")), evaluate.evaluate(reports, gold)
    ours = found.figures
    shared = {k: v for k, v in theirs.items() if isinstance(v, int | float) and k in ours}
    assert len(shared) > 20 and {k: ours[k] for k in shared} == shared
    details = {
        n: f"P {s.precision:.3f} R {s.recall:.3f} tp {s.tp} fp {s.fp} fn {s.fn}" for n, s in found.scores.items()
    }
    assert {k.removesuffix("_detail"): v for k, v in theirs.items() if k.endswith("_detail")} == details
    assert theirs["contradictions"] == (
        f"found {ours['contradictions_found']} missed {ours['contradictions_missed']} "
        f"not-in-gold {ours['contradictions_other']}"
    )
    assert theirs["summaries_with_unsupported"] == f"{ours['summaries_unsupported']} of {ours['summaries']}"
