"""Numbers, names and sentences of a summary are held against the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.writing import support


@pytest.mark.parametrize(
    ("said", "source"),
    [
        pytest.param("参数130亿", "共有 130 亿个参数", id="blank before the magnitude"),
        pytest.param("参数７Ｂ", "7b 版本", id="full width and case"),
        pytest.param("降价1000元", "降价1,000元", id="thousands separator"),
        pytest.param("XGen发布", "X Gen 来了", id="name written with a blank"),
        pytest.param("GPT 4发布", "GPT-4 来了", id="name written with a hyphen"),
        pytest.param("三个模型", "共3个模型", id="small number in Han"),
        pytest.param("一个统一的模型，十分强", "模型", id="words that only look like numbers"),
        pytest.param("数千零日漏洞", "數千個零日漏洞", id="vague number before 零日"),
        pytest.param("共计三百亿", "共計三百億", id="Traditional source"),
    ],
)
def test_what_the_source_says_passes(said: str, source: str) -> None:
    """The same number or name in another spelling is the same."""
    assert support.unsupported(said, source) == []


@pytest.mark.parametrize(
    ("said", "source", "missing"),
    [
        pytest.param("参数13亿", "参数130亿", "13亿", id="a digit less"),
        pytest.param("参数130亿", "参数13亿", "130亿", id="a digit more"),
        pytest.param("共13个", "共13亿", "13", id="magnitude lost"),
        pytest.param("共3个", "共13个", "3", id="part of a number"),
        pytest.param("得2.5分", "得12.5分", "2.5", id="part of a decimal"),
        pytest.param("GPT-4发布", "GPT-4o发布", "gpt-4", id="another model's name"),
        pytest.param("Qwen2发布", "Qwen2.5发布", "qwen2", id="another version"),
        pytest.param("OpenAI发布", "谷歌发布", "openai", id="a name from nowhere"),
        pytest.param("五款模型", "三款模型", "五", id="counted in Han"),
        pytest.param("上涨三分之一", "上涨", "三分之一", id="fraction in Han"),
        pytest.param("32B参数", "32K上下文", "32b", id="another unit"),
    ],
)
def test_what_the_source_does_not_say_is_named(said: str, source: str, missing: str) -> None:
    """A number or name from elsewhere is found, and reported as it stands."""
    assert missing in support.unsupported(said, source)


def test_a_number_given_to_another_name_is_unbound() -> None:
    """Both are in the source, but nobody says the one of the other."""
    passages = ["两款模型。", "Orca有130亿参数。", "它很快。", "另一家公司。", "也很快。", "Phi-2只有27亿参数。"]
    assert support.unbound("Orca有27亿参数。", passages) == ["27亿"]
    assert support.unbound("Phi-2有27亿参数，Orca有130亿参数。", passages) == []


def test_evidence_names_the_sentences_that_cover_a_summary() -> None:
    """The source sentences that say it are chosen, in order; the rest is not."""
    source = ["天气很好。", "微软发布小模型。", "午饭是面条。", "参数规模只有一百三十亿。"]
    assert support.evidence("微软发布的小模型参数规模只有一百三十亿。", source)[0] == [1, 3]


def test_an_invention_is_not_covered() -> None:
    """A sentence about something else finds no support."""
    assert support.evidence("股价昨夜大涨。", ["微软发布小模型。"])[1] < support.SUPPORT_FLOOR


@given(
    st.lists(st.text(alphabet="微软发布模型参数0123456789B亿，Orca- ", min_size=1, max_size=30), min_size=1, max_size=6)
)
def test_a_text_supports_its_own_sentences(passages: list[str]) -> None:
    """Whatever is copied whole from the source is never called unsupported."""
    source = "。".join(passages)
    assert all(support.unsupported(passage, source) == [] for passage in passages)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        pytest.param("输入和输出价格降幅都是97%。", ["97%"], id="spread to another price"),
        pytest.param("输入价格降幅为97%。", [], id="its own"),
        pytest.param("输入价格直降，降幅97%。", [], id="behind its own"),
        pytest.param("输出价格也降了，降幅97%。", ["97%"], id="behind another's"),
        pytest.param("输出价格降了一半。", [], id="no figure"),
    ],
)
def test_a_figure_stays_with_what_it_is_a_figure_of(said: str, found: list[str]) -> None:
    """A clause may not give a number to something that the source speaks of elsewhere."""
    passages = ["云帆宣布降价", "云帆的输入价格直降，降幅97%；", "输出价格降了一半。"]
    assert support.borrowed(said, passages) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        pytest.param("该模型性能媒美上一代。", ["能媒美"], id="slip of the pen"),
        pytest.param("该模型性能媲美上一代。", [], id="word of the source"),
        pytest.param("该模型性能不比上一代差很多。", [], id="single characters that stand freely"),
    ],
)
def test_words_that_are_none_are_found(said: str, found: list[str]) -> None:
    """A pair of characters that is neither a word nor in the source is a slip."""
    assert support.garbled(said, "云帆二号的表现媲美上一代模型。") == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        pytest.param("支持最长1000万文本输入。", ["1000万"], id="lost"),
        pytest.param("支持最长1000万tokens输入。", [], id="kept"),
        pytest.param("训练用了3万亿 token。", [], id="kept behind a blank"),
    ],
)
def test_a_number_keeps_what_it_counts(said: str, found: list[str]) -> None:
    """A million tokens are not a million of something else."""
    assert support.unsupported(said, "该模型支持最长1000万tokens的文本输入，训练用了3万亿 token。") == found


def test_what_markup_tears_apart_is_no_evidence() -> None:
    """A number or name that stands in the text only around emphasis or a link cannot be quoted in one piece."""
    text = support.squashed("参数从 1\n**25M 到 **175B**，得分 **MMLU**\n71.82，接近 GPT - 4o。")
    assert support.torn("参数从125M到175B，MMLU71.82，接近 GPT-4o。", text) == ["125", "mmlu71.82"]
