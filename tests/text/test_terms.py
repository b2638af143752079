"""New terms are found, known ones are not, and jieba reads what is exported."""

from __future__ import annotations

import random

import pytest

from summarizer.errors import SettingsError
from summarizer.text import terms, words

pytest.importorskip("sentencepiece", reason="extra terms")

NEW = "晴川引擎"
_BEFORE = ["今天", "昨日", "据说", "我们", "公司", "团队", "最近", "用户", "专家", "同时"]
_AFTER = ["发布", "上线", "更新", "降价", "获得", "支持", "完成", "宣布", "扩大", "减少"]
_REST = ["天气很好", "市场平稳", "大家都在讨论", "影响还不清楚", "后续仍需观察", "这是一个开始", "没有更多细节"]


@pytest.fixture(scope="module")
def posts() -> list[str]:
    """Thirty made-up posts in which a made-up name recurs between changing words."""
    chance = random.Random(3)
    return [
        "。".join(f"{chance.choice(_BEFORE)}{NEW}{chance.choice(_AFTER)}，{chance.choice(_REST)}" for _ in range(4))
        + "。"
        for _ in range(30)
    ]


def test_a_recurring_unknown_name_is_found_first(posts: list[str]) -> None:
    """What recurs as one between changing neighbours is one term, counted with its posts."""
    found = terms.discover(posts, words.is_known)
    assert (found[0].text, found[0].count, found[0].posts) == (NEW, 120, 30)


def test_parts_of_a_term_are_no_terms(posts: list[str]) -> None:
    """晴川 and 川引擎 never stand alone here, so they are not listed."""
    assert not [t.text for t in terms.discover(posts, words.is_known) if t.text != NEW and t.text in NEW]


def test_what_is_known_is_left_out(posts: list[str]) -> None:
    """A term that a dictionary or the catalogue has needs no entry."""
    assert NEW not in [t.text for t in terms.discover(posts, lambda term: term == NEW or words.is_known(term))]


def test_the_order_is_repeatable(posts: list[str]) -> None:
    """Two runs over the same posts give the same list."""
    assert terms.discover(posts, words.is_known) == terms.discover(posts, words.is_known)


def test_quantities_addresses_and_function_words_are_no_terms() -> None:
    """三亿参数, an address and 的模型 recur as well, and are nothing to add to a dictionary."""
    posts = [
        f"{b}三亿参数的模型{a}，见 https://news.example.com/{i}。"
        for i, (b, a) in enumerate(zip(_BEFORE, _AFTER, strict=True))
    ] * 3
    found = [t.text for t in terms.discover(posts, words.is_known)]
    assert not [t for t in found if t.startswith(("三", "亿", "的")) or "example" in t or "http" in t]


def test_the_export_is_a_user_dictionary(posts: list[str]) -> None:
    """A line is word, frequency, tag, and jieba cuts by it."""
    line = terms.user_dictionary(terms.discover(posts, words.is_known)[:1])
    assert line == f"{NEW} 120 nz\n"
    rjieba = pytest.importorskip("rjieba")
    cutter = rjieba.Jieba()
    assert NEW not in cutter.cut(f"今天{NEW}发布")
    word, frequency, tag = line.split()
    cutter.add_word(word, int(frequency), tag)
    assert NEW in cutter.cut(f"今天{NEW}发布")


@pytest.mark.parametrize("texts", [[], [""], ["好。"]], ids=["none", "empty", "one-character"])
def test_too_little_text_says_so_or_finds_nothing(texts: list[str]) -> None:
    """A corpus that teaches nothing is no crash."""
    try:
        assert terms.discover(texts, words.is_known) == []
    except SettingsError as error:
        assert "few" in str(error) or "太少" in str(error)
