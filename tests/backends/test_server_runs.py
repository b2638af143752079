"""Whole runs over a server that fails: nothing finished is lost, and a rerun does only what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer import cli
from summarizer.api import Summarizer
from summarizer.backends import openai
from summarizer.settings import Settings
from tests.backends.scripted_server import Answer, garbage, reset, says, serving, stall, status

SAID = says("新模型在推理和代码上都有提升，开发者可以在本地部署。")
STORY = (
    "# {0} 发布\n\n智谱今天发布并开源了 {0}，参数规模为 {1} 亿，上下文长度 128K。公司说，新模型在推理和代码上都有提升，"
    "开发者可以在本地部署。\n\n业内人士认为，这一价位的模型会让更多小团队用得起，接下来几个月的竞争会更加激烈。\n"
)


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openai, "_BACKOFF_SECONDS", (0.01, 0.02, 0.03))
    monkeypatch.delenv(openai.KEY_VARIABLE, raising=False)
    monkeypatch.delenv(openai.KEY_FILE_VARIABLE, raising=False)


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    for i, name in enumerate(("GLM-5-Nova", "GLM-5-Lite", "GLM-5-Max")):
        (folder / f"{i}.md").write_text(STORY.format(name, 7 + i), encoding="utf-8")
    return folder


def run(posts: Path, out: Path, server: Any) -> int:
    return cli.main(["run", str(posts), "--out", str(out), "--server", f"http://127.0.0.1:{server.server_port}"])


def reported(out: Path) -> dict[str, Any]:
    lines = (out / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    return {Path(r["post"]["path"]).name: r for r in map(json.loads, lines)}


@pytest.mark.parametrize(
    "fault", [status(429), status(500), garbage, reset], ids=["429", "500", "garbage", "connection-reset"]
)
def test_a_lost_server_ends_the_run_and_a_rerun_completes_it(
    fault: Answer, posts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was finished is kept, the error names the server, exit code 3; later only the rest is computed."""
    out = tmp_path / "out"
    with serving(SAID) as server:
        assert run(posts, out, server) == 0
        for_all = len(server.asked)
        undisturbed = reported(out)
    broken = tmp_path / "broken"
    with serving(*[SAID] * (for_all // 3), fault) as server:
        assert run(posts, broken, server) == 3
    told = capsys.readouterr().err
    assert f"127.0.0.1:{server.server_port}" in told
    assert f"{posts / '1.md'}: " in told  # the post that was being read
    assert "done 1, skipped 0, degraded 0, failed 1" in told
    assert reported(broken).keys() == {"0.md"}  # handed over although the run could not go on
    with serving(SAID) as server:
        assert run(posts, broken, server) == 0
        assert 0 < len(server.asked) < for_all
    again = reported(broken)
    assert again.keys() == undisturbed.keys()
    for name, report in again.items():
        assert report["summary"] == undisturbed[name]["summary"]
        assert report["models"] == undisturbed[name]["models"]


def test_a_lost_server_takes_no_earlier_report_away(posts: Path, tmp_path: Path) -> None:
    """A rerun that fails at its first post leaves the results of the run before as they were."""
    out = tmp_path / "out"
    with serving(SAID) as server:
        assert run(posts, out, server) == 0
    before = reported(out)
    (posts / "0.md").write_text(STORY.format("GLM-5-Ultra", 9), encoding="utf-8")
    with serving(status(500)) as server:
        assert run(posts, out, server) == 3
    assert reported(out) == before


def test_a_stall_costs_its_post_the_summary_not_the_run(posts: Path, tmp_path: Path) -> None:
    """A generation that hits its deadline is said so in its post; the others are written as ever."""
    with serving(stall, SAID) as server:
        settings = Settings(backend="openai", server=f"http://127.0.0.1:{server.server_port}", timeout_seconds=0.5)
        summarizer = Summarizer(settings)
        first, second = (summarizer.summarize(posts / name) for name in ("0.md", "1.md"))
    assert "timeout" in {p.code for p in first.problems}
    assert first.models
    assert first.summary
    assert not second.problems
    assert second.summary
    assert second.summary.method == "qwen"
