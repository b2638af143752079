"""The Python door."""

from __future__ import annotations

import doctest
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import summarizer
from summarizer.errors import InputError, SettingsError, WeightsError
from summarizer.library import export
from summarizer.settings import Settings

TEXT = "# 智谱发布 GLM-4-9B\n\n智谱今天发布并开源了 GLM-4-9B，参数规模为 90 亿。"


@pytest.fixture(scope="module")
def rules() -> summarizer.Summarizer:
    """A summarizer without a model."""
    return summarizer.Summarizer(Settings(use_llm=False))


def test_the_public_names() -> None:
    """What others may import; a name may be added, none may go."""
    assert set(summarizer.__all__) >= {
        "Report", "Settings", "Summarizer", "SummarizerError", "from_dict", "records_frame", "summarize"
    }  # fmt: skip
    assert all(getattr(summarizer, name) for name in summarizer.__all__)
    with pytest.raises(AttributeError):
        _ = summarizer.nothing


def test_the_examples_in_the_docstring_run() -> None:
    """What the package's documentation shows is true."""
    ran = doctest.testmod(summarizer)
    assert ran.attempted >= 3
    assert not ran.failed


def test_importing_the_package_loads_nothing_heavy() -> None:
    """A program that only wants a type doesn't wait for jieba and an engine."""
    code = "import summarizer, sys; print({'jieba', 'xllamacpp', 'trafilatura', 'pandas'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"


def test_a_text_becomes_a_report(rules: summarizer.Summarizer) -> None:
    """A text, a path as a string and a Path object give the same records."""
    report = rules.summarize(TEXT)
    assert [record.name for record in report.models] == ["GLM-4-9B"]
    assert summarizer.from_dict(report.to_dict()).models == report.models


def test_a_file_becomes_a_report(rules: summarizer.Summarizer, tmp_path: Path) -> None:
    """A path may be a string or a Path."""
    path = tmp_path / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    assert rules.summarize(str(path)).post.path == rules.summarize(path).post.path == path.as_posix()


def test_a_feed_has_several_reports(rules: summarizer.Summarizer, samples: Path) -> None:
    """`summarize` wants one post; `reports` takes all."""
    with pytest.raises(InputError, match=r"holds \d+ posts"):
        rules.summarize(samples / "feed_tech.xml")
    assert len(rules.reports(samples / "feed_tech.xml")) > 1


@pytest.mark.parametrize(
    ("given", "code"), [("", "empty"), (Path("no/such/file.md"), "unreadable")], ids=["empty", "missing"]
)
def test_what_cannot_be_read_is_an_input_error(rules: summarizer.Summarizer, given: str | Path, code: str) -> None:
    """The error says why by its code."""
    with pytest.raises(InputError) as told:
        rules.summarize(given)
    assert told.value.code == code


def test_unknown_weights_are_a_weights_error() -> None:
    """They are only asked for when a post needs them."""
    with pytest.raises(WeightsError):
        summarizer.summarize(TEXT, Settings(weights="gpt-5"))


def test_threads_share_one_summarizer(rules: summarizer.Summarizer, samples: Path) -> None:
    """Reports of eight threads are those of one."""
    paths = sorted(samples.glob("*.txt"))[:8]

    def bare(path: Path) -> dict:  # type: ignore[type-arg]
        data = rules.summarize(path).to_dict()
        return {**data, "run": {**data["run"], "seconds": 0}}

    alone = {path: bare(path) for path in paths}
    together: dict[Path, dict] = {}  # type: ignore[type-arg]
    threads = [threading.Thread(target=lambda p=path: together.__setitem__(p, bare(p))) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_a_frame_has_a_row_for_each_value(rules: summarizer.Summarizer) -> None:
    """The columns are those of the exports."""
    frame = summarizer.records_frame([rules.summarize(TEXT)])
    assert tuple(frame.columns) == export.COLUMNS
    assert 9e9 in frame[frame.field == "parameters"].value.tolist()
    assert summarizer.records_frame([]).empty


def test_without_pandas_the_frame_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """pandas is an extra."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(SettingsError, match=r"summarizer\[frames\]"):
        summarizer.records_frame([])


@pytest.mark.weights
def test_two_summarizers_may_take_turns() -> None:
    """Only one engine fits a laptop: the other's is loaded again when its turn comes."""
    text = TEXT + "该模型支持 128K 上下文，并在多个中文评测上取得了进步，权重与代码均已公开。"
    short, long = (
        summarizer.Summarizer(Settings(weights="qwen2.5-coder-0.5b", context_tokens=tokens)) for tokens in (2048, 4096)
    )
    written = [one.summarize(text).usage.completion_tokens for one in (short, long, short)]
    assert all(written)
