"""The pipeline as a whole, over the samples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from summarizer import pipeline
from summarizer.catalogue import Catalogue
from summarizer.settings import Settings
from summarizer.stages.read import load, read
from summarizer.types import Post, Report

RULES = Settings(use_llm=False)
SAMPLES = sorted((Path(__file__).parent.parent / "corpora" / "samples").iterdir())


def posts(path: Path) -> tuple[Post, ...]:
    """The posts of a sample, under its name."""
    return read(load(path), path.name)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_every_sample_gives_a_whole_report(path: Path, catalogue: Catalogue) -> None:
    """Segments, keywords and (in Chinese) a summary; evidence is checked where a report is made."""
    for post in posts(path):
        report = pipeline.report(post, catalogue, RULES)
        assert report.segments
        assert report.keywords
        assert bool(report.summary) == (post.language in pipeline.CHINESE)
        assert report.backend == "none"
        homes = {segment.id for segment, _, _ in report.segments}
        assert {home for record in report.models for _, home in record.mentions} <= homes


def timeless(report: Report) -> Report:
    """The report without its timing."""
    return replace(report, usage=replace(report.usage, seconds=0.0))


@pytest.mark.parametrize("path", SAMPLES[:6], ids=lambda p: p.name)
def test_the_same_post_gives_the_same_report(path: Path, catalogue: Catalogue) -> None:
    """No clock, no chance, no order of sets."""
    for post in posts(path):
        assert timeless(pipeline.report(post, catalogue, RULES)) == timeless(pipeline.report(post, catalogue, RULES))


@pytest.mark.parametrize(
    ("name", "about"), [("nonai_postgres.md", False), ("release_deepseek_v2.md", True), ("qa_phi3_phone.txt", True)]
)
def test_a_post_is_about_ai_or_not(samples: Path, catalogue: Catalogue, name: str, about: bool) -> None:
    """Decided by its models and its words."""
    (post,) = posts(samples / name)
    assert pipeline.report(post, catalogue, RULES).about_ai is about


def test_a_passing_mention_makes_no_post_about_ai(catalogue: Catalogue) -> None:
    """One word about AI in a text about something else."""
    text = "今年的葡萄丰收了，果农们忙着采摘和装箱，运往全国各地的市场。" * 12 + "有人用 ChatGPT 写了广告。"
    (post,) = read(text.encode(), "a.txt")
    assert not pipeline.report(post, catalogue, RULES).about_ai
