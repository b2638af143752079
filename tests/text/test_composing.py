"""Summaries put together by code stay within bounds and keep voices apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.text import composing
from summarizer.types import Sentence, Span


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        pytest.param("1、小模型甲", "小模型甲", id="digit and 、"),
        pytest.param("## 3. **Falcon 7B**", "Falcon 7B", id="Markdown"),
        pytest.param("第二名：某某模型", "某某模型", id="rank"),
        pytest.param("GPT-4o 上线", "GPT-4o 上线", id="no number in front"),
        pytest.param("4o 模型上线", "4o 模型上线", id="name that begins with a digit"),
        pytest.param("2024年回顾", "2024年回顾", id="year"),
        pytest.param("30亿参数模型", "30亿参数模型", id="quantity"),
        pytest.param("三个理由", "三个理由", id="count in Han"),
    ],
)
def test_a_headline_loses_its_number_and_nothing_else(title: str, bare: str) -> None:
    """Numbering goes, quantities and names that begin with digits stay."""
    assert composing.headline(title) == bare


def test_each_claim_stands_beside_who_made_it() -> None:
    """What one answer says is never credited to another."""
    voices = [("甲", Sentence("小模型够用。", True)), (None, Sentence("大模型更好。", True))]
    told = composing.thread(Sentence("该选哪个？", True), voices, 200)
    assert [s.text for s in told] == ["提问：该选哪个？", "甲认为，小模型够用。", "另有回答认为，大模型更好。"]


def test_a_list_that_does_not_fit_says_so() -> None:
    """Items that are left out are announced by 等."""
    items = [(f"模型{c}", Span(i, i + 1, c)) for i, c in enumerate("甲乙丙丁戊己庚辛")]
    assert composing.roundup(None, items, 24)[0].text == "内容包括：模型甲、模型乙、模型丙、模型丁等。"


@given(
    st.lists(st.tuples(st.none() | st.text("甲乙 A", max_size=30), st.text("模型，很大。", max_size=150)), max_size=6),
    st.text("问题，？", max_size=120),
)
def test_a_thread_is_never_longer_than_asked(voices: list[tuple[str | None, str]], question: str) -> None:
    """However long names and answers are."""
    told = composing.thread(Sentence(question, True), [(a, Sentence(t, True)) for a, t in voices], 200)
    assert sum(len(s.text) for s in told) <= 200
