"""Names that no catalogue has: what shape, list, column and announcement say."""

import time

import pytest

from summarizer.catalogue import Catalogue
from summarizer.stages.clean import clean
from summarizer.stages.link import link
from summarizer.stages.read import read
from summarizer.stages.recognise import recognise


def surfaces(text):
    """The surfaces recognised in a Markdown post."""
    return [m.surface for m in recognise(clean(read(text.encode(), "post.md")[0]), (), Catalogue.load())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("雪原公司推出全新多模态 Zorvex，参数 70 亿。", ["Zorvex"]),
        ("昨天开源了 Zorvex：一个 13B 的多模态模型。", ["Zorvex"]),
        ("百川 Baichuan-M9、蚂蚁 ZorDA9.0、商汤 SenseNova V9 模型", ["Baichuan-M9", "ZorDA9.0", "SenseNova V9"]),
        ("| 模型 | 得分 |\n|---|---|\n| Zorvex | 1 |\n| 人类 | 2 |", ["Zorvex"]),
        (
            "| 名称 | 得分 |\n|---|---|\n| ZorVex | 1 |\n| GPT-4o | 2 |\n| Gemma 2 | 3 |",
            ["ZorVex", "GPT-4o", "Gemma 2"],
        ),
        ("Zorvex 3 Pro 昨晚悄然上线！这款模型主攻编程。", ["Zorvex 3 Pro"]),
        ("今日推出 Zorvex Ultra，号称最强推理模型。", ["Zorvex Ultra"]),
        ("大模型调用：把 model 改成 `zorvex-3-mini`。", ["zorvex-3-mini"]),
        ("语音合成模型 Zorvex TTS 已开源。", ["Zorvex TTS"]),
        ("智能体模型 Zorvex-Agent-32B 发布。", ["Zorvex-Agent-32B"]),
        ("推荐的模型是 Draco-R9，很稳。", ["Draco-R9"]),
        ("发布遥感大模型“玄圃·星图”，推出“岭云”遥感大模型。", ["玄圃·星图", "岭云"]),
        (
            "| 基准 | Zorvex-4 | GPT-5 | Gemma 2 |\n|---|---|---|---|\n| 甲 | 1 | 2 | 3 |",
            ["Zorvex-4", "GPT-5", "Gemma 2"],
        ),
        ("Zorvex-XL 开源：由雪原打造的 300B 混合专家模型。", ["Zorvex-XL"]),
        ("我们预训练了 Opal-3.5，语言模型的权重已上传。", ["Opal-3.5"]),
        ("国内团队发布推理模型岭云-T9，超越人工智能同行。", ["岭云-T9"]),
        ("Zorvex-2 今日开源，采用 MIT 许可，权重可下载，AI 更普惠。", ["Zorvex-2"]),
        ("Zorvex-3 的参数量翻倍，AI 更强。", ["Zorvex-3"]),
        ("模型 text-embedding-ada-002 与 text-zorvex-doc-002", ["text-embedding-ada-002", "text-zorvex-doc-002"]),
    ],
    ids=[
        "kind-before",
        "apposition-with-a-size",
        "list-with-makers",
        "headed-column",
        "column",
        "this-model",
        "said-to-be",
        "api-parameter",
        "method-in-the-name",
        "project-with-a-size",
        "copula",
        "quotes",
        "header-row",
        "defined-behind-its-launch",
        "trained",
        "chinese-code",
        "weights-out",
        "property",
        "kin-of-an-api-id",
    ],
)
def test_what_makes_a_model_of_an_unknown_name(text, expected):
    """A kind of model, a definition, a list, a column or a known sibling beside the name."""
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "雪原公司推出全新操作系统 Zorvex，内置大模型。",
        "OpenAI 发布 ZorKit，支持模型微调。",
        "OpenAI 发布 ZorKit，大模型应用平台。",
        "模型的训练数据是 [Zorvex-1B](https://hf.co/datasets/zor/vex)。",
        "ZorKit-2 今日开源，支持加载模型权重。",
        "调整模型参数-2，训练大模型。",
        "ThinkZor 16 发布，这款电脑能跑模型。",
        "Zorvex-X 1.0 发布，内置 Composer，这款模型很快。",
        "CUDA 带来了新的 Zorvex 编程模型，便于训练大模型。",
        "帮助大模型提分的办法，是让模型“刷题库”，以及模型“多练题”。",
        "# 相关笔记 Zorvex\n\n轻量模型的选型。",
        "Zorvex Pro 手机上线，售价 3999 元。\n\n大模型的用户很多。",
        "| 工具 | 得分 |\n|---|---|\n| ZorVex | 1 |\n| PyTorch | 2 |\n\n两者都能训练大模型。",
    ],
    ids=[
        "system",
        "tool",
        "platform",
        "data-set-by-its-link",
        "loader",
        "parameters",
        "laptop",
        "model-inside",
        "programming",
        "quoted-deeds",
        "next-line",
        "phone",
        "column-of-tools",
    ],
)
def test_what_makes_none_of_it(text):
    """Systems, tools and data sets are announced, linked and listed as well."""
    assert surfaces(text) == []


def test_the_tail_of_a_series_means_the_series():
    """Owl2 beside Llama-Owl2-3B and -8B is the series, named or not."""
    for text in (
        "模型 Llama-Owl2-3B 与 Llama-Owl2-8B 开源，Owl2 擅长中文。",
        "Llama-Owl2 系列模型有 Llama-Owl2-3B，Owl2 擅长中文。",
    ):
        body = clean(read(text.encode(), "post.md")[0])
        found = {
            e.name: {m.surface for m in e.mentions}
            for e in link(body, (), recognise(body, (), Catalogue.load()), Catalogue.load())
        }
        assert "Owl2" in found["Llama-Owl2"]


@pytest.mark.parametrize("unit", ["今日在", "今日", "发布，", "1 日"], ids=["place", "day", "launch", "date"])
def test_words_in_a_row_cost_no_more_than_their_length(unit):
    """Thousands of words of time behind a name are read in no time."""
    begun = time.process_time()
    surfaces("模型 Zorvex-1 " + unit * 3000)
    assert time.process_time() - begun < 5
