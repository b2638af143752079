"""What numbers count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.facts.numbers import plain
from summarizer.facts.quantities import quantities


def found(text: str) -> list[tuple[str, float, str | None]]:
    """Field, value and kind of everything counted."""
    return [(q.field, q.value, q.kind if q.field == "parameters" else None) for q in quantities(plain(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("该模型有90亿个参数", [("parameters", 9e9, "total")]),
        ("參數量高達 1.6 萬億", [("parameters", 1.6e12, "total")]),
        ("总参数1040亿、激活参数74亿", [("parameters", 1.04e11, "total"), ("parameters", 7.4e9, "active")]),
        ("共2300亿参数，其中100亿被激活", [("parameters", 2.3e11, "total"), ("parameters", 1e10, "active")]),
        ("只用到800亿个参数中的30亿个参数", [("parameters", 8e10, "total"), ("parameters", 3e9, "active")]),
        ("参数规模从3亿到140亿不等", [("parameters", 3e8, "total"), ("parameters", 1.4e10, "total")]),
        ("参数从40亿增加到90亿", [("parameters", 9e9, "total")]),
        ("a model with 2.6B parameters", [("parameters", 2.6e9, "total")]),
    ],
    ids=["plain", "traditional", "active", "activated", "part-of", "range", "growth", "english"],
)
def test_parameters(text: str, expected: list[tuple[str, float, str]]) -> None:
    """Total and active parameters, in ranges, growth and parts."""
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("支持256K超长上下文", 256e3),
        ("上下文窗口扩大到100万token", 1e6),
        ("context window of up to 200K", 2e5),
        ("上下文长度从8K提升到64K", 64e3),
        ("上下文長度為 131,072 個 token", 131072),
    ],
    ids=["behind", "before", "english", "growth", "exact"],
)
def test_context_length(text: str, value: float) -> None:
    """Windows in tokens; after growth only the new one counts."""
    assert found(text) == [("context_length", value, None)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("在18万亿个token上预训练", 1.8e13), ("训练数据达 9T tokens", 9e12), ("预训练语料从5T提升至11T", 1.1e13)],
    ids=["han", "latin", "growth"],
)
def test_training_tokens(text: str, value: float) -> None:
    """Sizes of training corpora in tokens."""
    assert found(text) == [("training_tokens", value, None)]


@pytest.mark.parametrize(
    "text",
    [
        "可一次读完二十万字的小说",
        "融资$30B",
        "营收300亿美元",
        "每天调用5万亿token",
        "每个专家110亿参数",
        "词表有15万个token",
        "效果达到7B模型的水平",
        "与同类的70亿参数模型相比",
        "显存占用24GB",
        "未来将升级至200万token的上下文",
    ],
)
def test_numbers_that_count_something_else(text: str) -> None:
    """Characters, money, usage, experts and whole classes of models are no figures of a model."""
    assert [q for q in found(text) if q[0] != "size"] == []


@given(
    st.integers(1, 999),
    st.sampled_from(["亿参数", "B参数", " 亿个参数", "亿激活参数"]),
    st.sampled_from(["", "据介绍，", "它拥有", "参数之外，"]),
)
def test_number_lies_inside_its_quote(count: int, noun: str, lead: str) -> None:
    """The phrase to quote always holds the number."""
    text = plain(f"{lead}{count}{noun}。")
    for one in quantities(text):
        assert one.start <= one.at < one.until <= one.end
        assert str(count) in text[one.start : one.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两款都支持 256K，够用了", [("context_length", 256e3)]),
        ("上下文一口气拉到 64K", [("context_length", 64e3)]),
        ("上下文从上代的 8K 跨到 96K", [("context_length", 96e3)]),
        ("脈絡長度只有 8K", [("context_length", 8e3)]),
        ("它有两个上下文版本，分别是 4K 和 64K，任选", [("context_length", 4e3), ("context_length", 64e3)]),
        ("上下文方面，甲版能到 300 万 token，乙版为 100 万。", [("context_length", 3e6), ("context_length", 1e6)]),
        ("支持 4K 视频输出", []),
        ("默认启用 100 万上下文窗口", [("context_length", 1e6)]),
        ("总参数相差很大，前者 90 亿，后者约 400 亿。", [("parameters", 9e9), ("parameters", 4e10)]),
        ("用了 2 万亿＋ token 去喂", [("training_tokens", 2e12)]),
        ("一次能读完 20 万字", []),
        ("拥有30亿、90亿和300亿三种参数", [("parameters", 3e9), ("parameters", 9e9), ("parameters", 3e10)]),
        ("另有一款900亿参数仍在训练", []),
        ("总参 1.2T，激活 40B", [("parameters", 1.2e12), ("parameters", 4e10)]),
        ("總參數為 2 兆。", [("parameters", 2e12)]),
        ("支持 50 万 token 上下文（524,288 tokens）", [("context_length", 5e5)]),
        ("标准版 128K 上下文（企业版 256K 上下文）", [("context_length", 128e3), ("context_length", 256e3)]),
        ("在 64K token 上下文长度下，吞吐量翻倍", []),
        ("最多可处理 32K token", [("context_length", 32e3)]),
        ("能读取长达 8192 个 token 的文档", [("context_length", 8192)]),
        ("每天最多处理 300 万 token", []),
        ("词嵌入参数为 2.5B", []),
        ("超越了300亿参数的水平", []),
    ],
    ids=str,
)
def test_wordings_of_news(text: str, expected: list[tuple[str, float]]) -> None:
    """News says the same in many ways, and leaves out the noun it has just used."""
    assert [(q.field, q.value) for q in quantities(plain(text))] == expected


def test_a_long_run_of_digits_is_no_number() -> None:
    """Digits without end count nothing, and break nothing."""
    assert quantities("参数" + "9" * 500 + "亿") == []
