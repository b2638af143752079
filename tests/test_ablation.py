"""The ablation itself: three columns from three stores, each reply asked for once, resumed where it was."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest

from baselines import ablation, boundaries
from summarizer.api import Summarizer
from summarizer.backends import choose
from summarizer.backends.base import Reply, Request
from summarizer.settings import Settings
from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.types import Usage

NAME = "conflict_glm45_a.txt"


class Silent:
    """A backend that finds no name anywhere, and counts what it is asked."""

    name, weights, weights_sha256, context_tokens = "llamacpp", "silent", "0" * 64, 8192

    def __init__(self) -> None:
        self.asked = 0

    def generate(self, request: Request, cancel: threading.Event | None = None) -> Reply:
        self.asked += 1
        return Reply("模型：无", "stop", Usage(50, 0, 3))

    def close(self) -> None:
        pass


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Silent:
    """Stands in for weights, whose replies are none of this test's business."""
    silent = Silent()
    monkeypatch.setattr(choose, "open_backend", lambda settings: silent)
    monkeypatch.setattr(choose, "identity", lambda settings: "silent")
    return silent


@pytest.fixture
def corpus(tmp_path: Path, project: Path) -> tuple[Path, Path]:
    """One post and its annotation."""
    posts, gold = tmp_path / "posts", tmp_path / "gold"
    posts.mkdir()
    gold.mkdir()
    shutil.copy(project / "corpora" / "samples" / NAME, posts)
    shutil.copy(project / "corpora" / "gold" / f"{Path(NAME).stem}.json", gold)
    return posts, gold


def test_a_silent_model_changes_nothing_beside_the_rules_and_finds_nothing_alone(
    corpus: tuple[Path, Path], backend: Silent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three columns; what was asked for one variant is not asked for the next, and a second run asks nothing."""
    posts, gold = corpus
    command = ["--posts", str(posts), "--gold", str(gold), "--out", str(tmp_path / "out")]
    assert ablation.main(command) == 0
    told = capsys.readouterr().out
    rows = {line.split("|")[1].strip(): line.split("|")[2:-1] for line in told.splitlines() if line.startswith("|")}
    rules, alone, both = (float(cell) for cell in rows["names"])
    assert rules == both > 0
    assert alone == 0
    assert {"organisation", "parameters", "scores", "names, recall"} <= rows.keys()
    assert "raises nothing; lowers nothing" in told
    folders = [json.loads((tmp_path / "out" / f / "reports.jsonl").read_text("utf-8")) for f in ("qwen", "both")]
    assert [bool(report["models"]) for report in folders] == [False, True]
    asked = backend.asked
    assert asked > 0
    ablation.main(command)
    assert backend.asked == asked


def test_the_columns_differ_in_their_proposals_alone(tmp_path: Path) -> None:
    """Same weights, same everything else."""
    rules, alone, both = (v.settings for v in ablation.variants("qwen2.5-coder-0.5b", tmp_path))
    assert (rules.use_llm, alone.proposals, both.proposals) == (False, "only", "add")
    assert both == Settings(weights="qwen2.5-coder-0.5b", proposals="add")


class Choosing(Silent):
    """A backend that takes the first line for a heading."""

    def generate(self, request: Request, cancel: threading.Event | None = None) -> Reply:
        assert request.grammar and "(1、)?(2、)?完" in request.grammar
        return Reply("小标题：1、完", "stop", Usage(50, 0, 3))


def test_boundaries_are_divided_by_chosen_lines(tmp_path: Path) -> None:
    """The lines that the model picks begin segments, alone or beside the rules' own; others do not."""
    body = "新模型在推理和代码上都有提升，开发者可以在本地部署，也可以通过接口按量付费使用，价格比上一代低。"
    path = tmp_path / "a.txt"
    path.write_text(f"智谱今天发布新模型\n\n{body}\n\n价格\n\n{body}\n\n这一行不是\n\n{body}\n", encoding="utf-8")
    [post] = read(path.read_bytes(), str(path))
    text = clean(post)
    lines = boundaries.unmarked(text)
    assert [text.text[a:b] for a, b in lines][-2:] == ["价格", "这一行不是"]
    lines = lines[-2:]
    picked = boundaries.headings(text, lines, Choosing())
    assert picked == lines[:1]
    alone = boundaries.divided(Summarizer(Settings(use_llm=False)).report(post), text, picked, alone=True)
    assert [s["title"] for s in alone["segments"]] == [None, "价格"]
