"""The benchmark's figures are whole, add up, and can be written and drawn."""

from __future__ import annotations

import importlib.util
import io
import json
import random
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from summarizer import bench, cli
from summarizer.errors import SettingsError
from summarizer.settings import Settings


@pytest.fixture(scope="module")
def measured(samples: Path) -> dict[str, Any]:
    """Rules over a few resampled posts."""
    return bench.measure(bench.Bench((str(samples),), sizes=(3, 6)), Settings(use_llm=False))


def test_rules_are_measured_at_every_size(measured: dict[str, Any]) -> None:
    """One line a size, with time, CPU time and memory, each consistent with the others."""
    assert [line["posts"] for line in measured["rules"]] == [3, 6]
    for line in measured["rules"]:
        assert line["seconds"] == pytest.approx(line["posts"] * line["milliseconds_per_post"] / 1000)
        assert 2500 < line["characters_per_post"] < 20_000
        assert line["cpu_milliseconds_per_post"] > 0
        assert line["rss_bytes"] > 10_000_000


def test_the_machine_is_told(measured: dict[str, Any]) -> None:
    """A figure without machine, date and versions is worth nothing."""
    machine = measured["machine"]
    assert machine["cores"] >= 1
    assert machine["date"].count("-") == 2
    assert {"python", "jieba"} <= machine["versions"].keys()


def test_every_figure_is_shown(measured: dict[str, Any]) -> None:
    """The table has a line for each size and the peak."""
    console = Console(record=True, width=160, file=io.StringIO())
    bench.show(measured, console)
    text = console.export_text()
    assert "rules only, 3 posts" in text
    assert "rules only, 6 posts" in text
    assert "peak memory" in text


def test_resampled_posts_repeat(samples: Path) -> None:
    """The same seed gives the same posts, so that two runs compare."""
    paragraphs = ["甲" * 900, "乙" * 800, "丙" * 700]
    once, again = (list(bench._resampled(paragraphs, 4, random.Random(1))) for _ in range(2))
    assert once == again
    assert len(set(once)) > 1


def test_the_command_writes_json(samples: Path, tmp_path: Path) -> None:
    """`summarizer bench --no-llm --posts 2 --out FILE` writes what it prints."""
    out = tmp_path / "deep" / "bench.json"
    assert cli.main(["bench", str(samples), "--no-llm", "--posts", "2", "--out", str(out)]) == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["schema"] == bench.SCHEMA
    assert [line["posts"] for line in told["rules"]] == [2]
    assert "engine" not in told


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="extra bench: no matplotlib")
@pytest.mark.filterwarnings("ignore")  # matplotlib's own
@pytest.mark.parametrize(("suffix", "magic"), [(".png", b"\x89PNG"), (".svg", b"<?xml")])
def test_a_plot_is_drawn(suffix: str, magic: bytes, measured: dict[str, Any], tmp_path: Path) -> None:
    """The file is what its suffix says."""
    bench.plot(measured, tmp_path / f"plot{suffix}")
    assert (tmp_path / f"plot{suffix}").read_bytes().startswith(magic)


def test_a_wrong_plot_is_told_before_anything_is_measured(tmp_path: Path) -> None:
    """Nobody waits for minutes to hear that .txt is no picture."""
    with pytest.raises(SettingsError):
        bench.run(bench.Bench(("nowhere",), plot=tmp_path / "plot.txt"), Settings(use_llm=False))


@pytest.mark.weights
def test_the_engine_and_the_pipeline_are_measured(tmp_path: Path) -> None:
    """With an engine there are its rates, the tokens of the pipeline, and both ratios."""
    post = tmp_path / "post.txt"
    told = "智谱今天发布并开源了 GLM-4.5，参数规模为 3550 亿，上下文长度 128K，采用 MIT 许可证。"
    post.write_text(told * 4, encoding="utf-8")
    settings = Settings(weights="qwen2.5-coder-0.5b", context_tokens=2048)
    measured = bench.measure(bench.Bench((str(post),), sizes=()), settings)
    rates, work = measured["engine"], measured["pipeline"]
    assert rates["prefill_tokens_per_second"] > rates["decode_tokens_per_second"] > 0.5
    assert 0.3 < rates["tokens_per_character"] < 1.5
    assert work["posts"] == 1
    assert work["prompt_tokens"] > work["written_tokens"] > 0
    assert work["wall_over_ideal"] > 0.5
