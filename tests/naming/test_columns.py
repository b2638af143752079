"""Names one under the other: what the column or list they stand in says of them."""

import pytest

from summarizer.catalogue import Catalogue
from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.stages.recognise import recognise


def surfaces(text):
    """The surfaces recognised in a Markdown post."""
    return [m.surface for m in recognise(clean(read(text.encode(), "post.md")[0]), (), Catalogue.load())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "| 模型 | 公司 |\n| --- | --- |\n| DeepSeek | 深度求索 |\n| Yi | 零一万物 |\n| ChatGPT | OpenAI |",
            ["DeepSeek", "Yi", "ChatGPT"],
        ),
        ("## 常用大模型\n\n- MiniMax：长文本\n- 星火\n- Command", ["MiniMax", "星火", "Command"]),
        (
            "体验如下，都是人工智能：\n\n- 文心一言\n- Kimi\n- DeepSeek\n- 豆包",
            ["文心一言", "Kimi", "DeepSeek", "豆包"],
        ),
    ],
    ids=["header", "heading", "neighbours"],
)
def test_a_name_is_what_its_column_holds(text, expected):
    """A company's or an everyday name is a model in a column headed 模型, or among models."""
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "| 公司 | 估值 |\n| --- | --- |\n| DeepSeek | 高 |\n| MiniMax | 高 |\n\n人工智能公司排名。",
        "人工智能公司有：\n\n- MiniMax\n- 月之暗面\n- Mistral",
        "几家大模型公司\n\n- MiniMax 的融资\n- DeepSeek 的团队",
    ],
    ids=["companies-in-a-table", "companies-in-a-list", "names-inside-sentences"],
)
def test_a_column_of_companies_makes_no_models(text):
    """Without 模型 above or models around, the same names stay companies."""
    assert surfaces(text) == []
