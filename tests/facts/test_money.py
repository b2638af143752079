"""Prices and costs."""

from __future__ import annotations

import pytest

from summarizer.facts.money import money
from summarizer.facts.numbers import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "输入 0.5 元/百万 tokens，输出 3 元/百万 tokens",
            [(0.5, "CNY", "1M input tokens"), (3, "CNY", "1M output tokens")],
        ),
        (
            "$0.15/1M input tokens, $0.60/1M output tokens",
            [(0.15, "USD", "1M input tokens"), (0.6, "USD", "1M output tokens")],
        ),
        ("每千tokens 0.008元", [(0.008, "CNY", "1K tokens")]),
        (
            "每百萬輸入token的費用為4元，若命中緩存，費用為1元",
            [(4, "CNY", "1M input tokens"), (1, "CNY", "1M input tokens")],
        ),
        (
            "$3 per million input tokens and $15 per million output tokens",
            [(3, "USD", "1M input tokens"), (15, "USD", "1M output tokens")],
        ),
        (
            "输入价格为 1.25美元（<200k tokens）/ 2.5美元（>200k tokens）",
            [(1.25, "USD", "input tokens"), (2.5, "USD", "input tokens")],
        ),
        ("每张图片收费0.04美元", [(0.04, "USD", "image")]),
    ],
    ids=["per-right", "dollars", "per-thousand", "inherited", "english", "unit-not-stated", "image"],
)
def test_prices(text: str, expected: list[tuple[float, str, str]]) -> None:
    """Amount, currency and what it buys, also where the unit stands before it or only once."""
    assert [(m.amount, m.currency, m.per) for m in money(plain(text)) if m.field == "price"] == expected


@pytest.mark.parametrize("text", ["训练成本不到500美元", "训练只花了29.4万美元", "造价约 600 万美元"])
def test_costs(text: str) -> None:
    """What making a model cost has no unit."""
    (one,) = money(plain(text))
    assert (one.field, one.per, one.currency) == ("cost", None, "USD")


@pytest.mark.parametrize(
    "text", ["年营收300亿美元", "估值达2000亿元", "月费20美元", "每小时2美元租一张卡", "罚款5亿欧元"]
)
def test_other_money_is_left_out(text: str) -> None:
    """Revenue, valuations, subscriptions and rents are no price of a model."""
    assert money(plain(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "每百万 token 输入/输出 25/125 美元",
        "每百万 tokens 输入/输出 $25/$125。",
        "API价格为输入/输出 25/125 美元每百万tokens",
    ],
    ids=str,
)
def test_two_prices_in_one_breath(text: str) -> None:
    """输入/输出 25/125 美元 prices both ways, and each quote holds its number."""
    found = money(text)
    assert [(m.amount, m.per) for m in found] == [(25.0, "1M input tokens"), (125.0, "1M output tokens")]
    assert all(f"{m.amount:g}" in text[m.start : m.end] for m in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("输入 0.3 美元、输出 1.2 美元（每百万 tokens）", [(0.3, "1M input tokens"), (1.2, "1M output tokens")]),
        ("定价为 $4/$20 每百万 token", [(4, "1M input tokens"), (20, "1M output tokens")]),
        ("3 美元/百万输入、9 美元/百万输出", [(3, "1M input tokens"), (9, "1M output tokens")]),
        ("百万 token 仅需 1 元", [(1, "1M tokens")]),
        ("每 1M tokens 只要 6 毛钱", [(0.6, "1M tokens")]),
        ("small # $0.02 / 1K tokens\nlarge # 0.3 / 1K tokens", [(0.02, "1K tokens"), (0.3, "1K tokens")]),
        ("large # 0.3 / 1K tokens", []),
        ("支持 100 万 token，会员 20 元/月", []),
        ("输入 3 美元即可抽奖", []),
    ],
    ids=str,
)
def test_wordings_of_prices(text: str, expected: list[tuple[float, str]]) -> None:
    """The unit may stand behind all prices, before them without 每, or once in a list; money alone is no price."""
    assert [(round(m.amount, 6), m.per) for m in money(plain(text)) if m.field == "price"] == expected
