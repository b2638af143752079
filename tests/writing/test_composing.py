"""Summaries put together by code stay within bounds and keep voices apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.types import Sentence, Span
from summarizer.writing import composing


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
    told = composing.thread(("该选哪个", Span(0, 4, "该选哪个")), voices, 200)
    assert [s.text for s in told] == ["提问：该选哪个？", "甲表示，小模型够用。", "另有回答说，大模型更好。"]


@pytest.mark.parametrize(
    ("piece", "bare"),
    [
        pytest.param("甲认为，小模型够用。", "小模型够用。", id="own name"),
        pytest.param("甲：小模型够用。", "小模型够用。", id="label"),
        pytest.param("总的来说，我认为小模型够用。", "小模型够用。", id="connective and 我认为"),
        pytest.param("（笑）小模型够用。", "小模型够用。", id="stage direction"),
        pytest.param("小模型（3B）够用。", "小模型（3B）够用。", id="other brackets stay"),
        pytest.param("甲骨文公司够用。", "甲骨文公司够用。", id="a longer name stays"),
    ],
)
def test_a_speakers_words_come_without_the_speaker(piece: str, bare: str) -> None:
    """Who speaks is said once, in front."""
    assert composing.spoken(piece, "甲") == bare


@pytest.mark.parametrize(
    ("title", "told"),
    [
        pytest.param("[求助] 该选哪个模型？", "提问：该选哪个模型？", id="label and mark"),
        pytest.param("小模型能顶替大模型吗", "提问：小模型能顶替大模型吗？", id="asks without a mark"),
        pytest.param("独立开发收款讨论", "话题：独立开发收款讨论。", id="a topic"),
    ],
)
def test_a_thread_begins_with_what_is_asked(title: str, told: str) -> None:
    """A question is shown as one, a topic is not."""
    assert composing.question(title, 60) == told


def test_a_lead_that_repeats_the_headlines_is_left_out() -> None:
    """An overview in front of its own items says nothing twice."""
    items = [("云帆发布新模型", Span(0, 7, "云帆发布新模型")), ("星海宣布降价", Span(8, 14, "星海宣布降价"))]
    told = composing.roundup(Sentence("云帆发布新模型，星海宣布降价。", True), items, (), 200)
    assert [s.text for s in told] == ["内容包括：云帆发布新模型、星海宣布降价。"]


def test_an_article_is_told_by_whole_sentences_in_its_order() -> None:
    """The opening first, then what shares most with the title; nothing is cut or merged."""
    parts = [
        (1.3, [Sentence("星海公司发布语音模型，主打离线运行。", True)]),
        (1.0, [Sentence("发布会当天下了小雨，现场来了许多人。", True)]),
        (1.0, [Sentence("语音模型的离线识别错误率下降一半，开发者可以免费商用。", True)]),
    ]
    told = composing.article(parts, "星海公司发布离线语音模型", (20, 50))
    assert [s.text for s in told] == [parts[0][1][0].text, parts[2][1][0].text]


def test_a_list_that_does_not_fit_says_so() -> None:
    """Items that are left out are announced by 等."""
    items = [(f"模型{c}", Span(i, i + 1, c)) for i, c in enumerate("甲乙丙丁戊己庚辛")]
    assert composing.roundup(None, items, (), 24)[0].text == "内容包括：模型甲、模型乙、模型丙、模型丁等。"


@given(
    st.lists(st.tuples(st.none() | st.text("甲乙 A", max_size=30), st.text("模型，很大。", max_size=150)), max_size=6),
    st.text("问题，？", max_size=120),
)
def test_a_thread_is_never_longer_than_asked(voices: list[tuple[str | None, str]], question: str) -> None:
    """However long names and answers are."""
    told = composing.thread(
        (question, Span(0, len(question), question)), [(a, Sentence(t, True)) for a, t in voices], 200
    )
    assert sum(len(s.text) for s in told) <= 200
