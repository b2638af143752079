"""Days in running text."""

from __future__ import annotations

import pytest

from summarizer.facts.days import days


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("2024年12月26日发布", None, "2024-12-26"),
        ("2023年3月", None, "2023-03"),
        ("今年7月发布", "2025-09-01", "2025-07"),
        ("去年11月推出", "2026-02-20", "2025-11"),
        ("昨日发布", "2025-03-01", "2025-02-28"),
        ("上周发布", "2025-03-03", "2025-02"),
        ("1月30日发布", "2025-03-08", "2025-01-30"),
        ("11月30日发布", "2025-03-08", "2024-11-30"),
        ("将于5月20日发布", "2025-03-08", "2025-05-20"),
        ("9月20日推出", None, "09-20"),
        ("八月推出", "2025-09-01", "2025-08"),
        ("2023年3月起步，同年7月推出", "2025-09-01", "2023-07"),
    ],
    ids=[
        "full",
        "month",
        "this-year",
        "last-year",
        "yesterday",
        "last-week",
        "past-day",
        "past-year",
        "ahead",
        "no-year",
        "han",
        "same-year",
    ],
)
def test_days_are_as_precise_as_the_text(text: str, published: str | None, value: str) -> None:
    """Relative days are counted from the post's, weeks give a month, and an unknown year stays out."""
    assert [d.value for d in days(text, published)][-1:] == [value]


@pytest.mark.parametrize("text", ["今年7月发布", "上周发布", "昨日上线"])
def test_relative_days_need_an_anchor(text: str) -> None:
    """Without a post's day and without any year in the text nothing is guessed."""
    assert days(text) == []


def test_the_text_can_tell_its_year() -> None:
    """A year in the first lines dates what 今年 means."""
    assert [d.value for d in days("2023年盘点\n今年7月发布")][-1] == "2023-07"
