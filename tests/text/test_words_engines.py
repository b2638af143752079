"""Two builds of jieba, one result."""

import re
from pathlib import Path

import pytest

from summarizer.text import words

SAMPLES = sorted(Path(__file__).parents[2].joinpath("corpora", "samples").iterdir())


@pytest.fixture(scope="module")
def both() -> tuple[words._Rust, words._Python]:
    pytest.importorskip("rjieba", reason="no build of rjieba for this machine")
    return words._Rust(), words._Python()


@pytest.mark.filterwarnings("ignore")  # jieba's own
@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_rust_and_python_cut_alike(path: Path, both: tuple[words._Rust, words._Python]) -> None:
    """A report does not depend on which build a machine has."""
    rust, python = both
    for run in re.findall(r"[\u3400-\u9fff]+", path.read_bytes().decode("utf-8", "replace")):
        assert rust.cut(run) == python.cut(run)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("word", "known"), [("模型", True), ("中国", True), ("通义千问", False), ("甲骰魍", False)])
def test_both_know_the_same_words(word: str, known: bool, both: tuple[words._Rust, words._Python]) -> None:
    """The dictionary is the same one."""
    assert [build.knows(word) for build in both] == [known, known]
