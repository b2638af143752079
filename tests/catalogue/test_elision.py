"""Short forms of names that the text has said in full."""

import pytest

from summarizer.catalogue import Catalogue
from summarizer.stages.recognise import recognise
from summarizer.types import CleanText, Post


def names(text):
    """The full names recognised in a plain text, without hyphens."""
    return [
        m.name.replace("-", " ")
        for m in recognise(
            CleanText(Post("id", "p.txt", "text", text), ((0, len(text)),), (), ()), (), Catalogue.load()
        )
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GLM 9 系列模型包括 Air 和 Flash 两个版本。", ["GLM 9", "GLM 9 Air", "GLM 9 Flash"]),
        ("模型 Grok 9 推出了 Mini、Heavy 两款。", ["Grok 9", "Grok 9 Mini", "Grok 9 Heavy"]),
        ("Qwen9 Max、Plus 和 Flash 模型一起降价。", ["Qwen9 Max", "Qwen9 Plus", "Qwen9 Flash"]),
        ("GPT 9 及其 mini 和 nano 版本的模型上线。", ["GPT 9", "GPT 9 mini", "GPT 9 nano"]),
        ("Gemini 9 Pro/Flash 模型。", ["Gemini 9 Pro", "Gemini 9 Flash"]),
    ],
    ids=["two-versions", "launched", "after-a-variant", "and-its", "slash"],
)
def test_variants_in_a_list_are_names_of_their_own(text, expected):
    """What a name is said to come in, or is followed by in a list, are its siblings."""
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT 9 Pro 和 Plus 用户都能用这个模型。", ["GPT 9 Pro"]),
        ("大模型 Kimi 有 Pro 会员。", ["Kimi"]),
        ("模型 Qwen9 Max 和 Pro Display 显示器无关。", ["Qwen9 Max"]),
    ],
    ids=["plans", "membership", "longer-name"],
)
def test_plans_and_other_products_are_no_variants(text, expected):
    """A plan of subscription, or a longer name that begins with such a word, is no sibling."""
    assert names(text) == expected


def test_a_brand_that_only_says_whose_is_no_mention_of_its_own():
    """Kimi 的 K9 is one model, Kimi on its own another mention."""
    assert names("大模型追上了 Kimi 的 K9。") == ["Kimi K9"]
    assert names("大模型 Kimi 的对手是 GLM 9。") == ["Kimi", "GLM 9"]
