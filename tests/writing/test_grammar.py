"""What a grammar lets a model write is bounded and the source's own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.backends import conform
from summarizer.writing import grammar


@pytest.mark.parametrize(
    ("source", "name"),
    [
        pytest.param("微软的 Orca-2 13B 模型", "Orca-2 13B", id="whole run"),
        pytest.param("微软的 Orca-2 13B 模型", "Orca-2", id="leading part"),
        pytest.param("共 130 亿个", "130 亿", id="number with its magnitude"),
        pytest.param("７Ｂ参数", "7B", id="full width"),
        pytest.param("每月$20起", "$20", id="currency"),
        pytest.param("降了5%，", "5%", id="percent"),
        pytest.param("售價300 億美元", "300 亿", id="Traditional magnitude in Simplified"),
        pytest.param("一张3090，24G显存", "24G", id="behind a Chinese comma"),
        pytest.param("A/B测试", "A", id="alternatives"),
    ],
)
def test_names_and_numbers_of_the_source_may_be_written(source: str, name: str) -> None:
    """Each name and number, and each part of a name of several words."""
    closed, open_ended = grammar.literals(source)
    assert name in closed + open_ended


def test_a_number_never_loses_its_magnitude() -> None:
    """130 of 130亿 cannot be written alone."""
    assert grammar.literals("参数130亿") == (["130亿"], [])


def test_addresses_are_no_names() -> None:
    """URLs are not for summaries."""
    assert grammar.literals("见 https://example.org/Foo-1?x=2 一文") == ([], [])


@given(st.text(max_size=200))
def test_whatever_the_source_the_grammar_is_one_line_a_rule(source: str) -> None:
    """Nothing in a text can add a rule to its grammar or leave a literal open."""
    lark = grammar.summary(source)
    assert [line.split(":")[0] for line in lark.splitlines()] == ["start", "SENTENCE", "BODY", "LENGTH"]
    body = lark.splitlines()[2].removeprefix("BODY: /").removesuffix("/")
    assert not re.search(r"(?<!\\)/", body)
    re.compile(body)


@given(st.text(max_size=80), st.integers(1, 3))
def test_whatever_the_source_the_engines_can_read_its_grammar(source: str, sentences: int) -> None:
    """llama.cpp drops a grammar that it cannot read without a word, and writes freely."""
    pytest.importorskip("llguidance", reason="checks grammars; comes with the servers' extra")
    assert conform.longest(grammar.summary(source, sentences), "") is None


@pytest.mark.parametrize(
    ("written", "stays"),
    [
        pytest.param("摘要：云帆公司发布 Sailor-2，参数为130亿。", True, id="the source's own"),
        pytest.param("摘要：云帆公司发布 Sailor-3，参数为130亿。", False, id="another name"),
        pytest.param("摘要：云帆公司发布 Sailor-2，参数为13亿个之多。", False, id="another number"),
        pytest.param("云帆公司发布 Sailor-2，参数为130亿。", False, id="no label"),
        pytest.param("摘要：云帆。", False, id="too short"),
    ],
)
def test_only_the_sources_names_and_numbers_can_be_written(written: str, stays: bool) -> None:
    """As the engine that enforces grammars reads it."""
    pytest.importorskip("llguidance", reason="checks grammars; comes with the servers' extra")
    assert (conform.longest(grammar.summary("云帆公司发布 Sailor-2，参数为130亿。"), written) == written) is stays


def test_a_torn_hyphen_is_mended() -> None:
    """A name written with blanks around its hyphen may be written whole, or its shorter namesake would stand in."""
    closed, open_ended = grammar.literals("智谱发布Zhuque - 4.5，比Zhuque-4强，另有Astra- 7b。")
    assert {"Zhuque-4.5", "Zhuque-4"} <= set(open_ended)
    assert "Astra-7b" in closed
