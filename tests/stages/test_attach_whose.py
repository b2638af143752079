"""Whose a fact is where sentences name several things, and what is nobody's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from summarizer.catalogue import Catalogue
from summarizer.stages.attach import attach

Values = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def values(catalogue: Catalogue, plain_post: Callable[..., Any]) -> Values:
    """Reads one field of the first of the named models."""

    def of(field: str, text: str, *names: str) -> list[Any]:
        clean, segments, entities = plain_post(text, *names)
        return [v.value for v in dict(attach(clean, segments, entities, catalogue)[0].fields).get(field, ())]

    return of


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("2024年3月，甲公司推出了Borea。", ["Borea"], ["2024-03"]),
        ("到2024年9月，半年时间里甲公司陆续推出了Borea、Astra。", ["Borea", "Astra"], []),
        ("从2023年6月至2024年2月，甲公司发布了Borea。", ["Borea"], []),
        ("2024年以来，甲公司推出了Borea。", ["Borea"], []),
        ("Borea自2024年3月1日发布以来，下载过百万。", ["Borea"], ["2024-03-01"]),
        ("2024年3月，我们推出Borea系列的首个稠密模型，Astra。", ["Astra", "Borea"], ["2024-03"]),
        ("Borea家族首个稠密模型在2024年3月发布。", ["Borea"], []),
        ("2024年3月，Borea·视频生成模型发布。", ["Borea"], []),
        ("2024年3月，Borea视频生成模型发布。", ["Borea"], []),
        ("2024年3月，Borea大模型发布。", ["Borea"], ["2024-03"]),
        ("2024年，开源模型在多项测试中追上Borea。", ["Borea"], []),
        ("2024年3月，甲公司在发布会上说起了Borea。", ["Borea"], []),
        ("2024年3月1日，甲公司举行Borea新品发布会。", ["Borea"], ["2024-03-01"]),
        ("Borea的数据截止于2023年，而某测试集的发布时间是2022年10月。", ["Borea"], []),
        ("Borea的发布时间是2022年10月。", ["Borea"], ["2022-10"]),
        ("2024年3月，Borea家族公布了新计划。", ["Borea"], []),
    ],
)
def test_a_date_is_of_what_was_released(values: Values, text: str, names: list[str], expected: list[str]) -> None:
    """The ends of a stretch of time, a brand's other models, a rival and an event date no model."""
    assert values("release_date", text, *names) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("开源模型在测试中碾压Borea。", ["Borea"], []),
        ("甲公司开源了Borea。", ["Borea"], [True]),
        ("开源大模型打不过Borea。", ["Borea"], []),
        ("Astra超过了闭源模型Borea。", ["Borea", "Astra"], [False]),
        ("Astra超过了闭源模型Borea。", ["Astra", "Borea"], []),
        ("Astra很强，闭源模型也只有Borea能打。", ["Astra", "Borea"], []),
        ("有人用开源模型复现了Borea。", ["Borea"], []),
        ("它是Borea系列第一个开放权重的模型。", ["Borea"], []),
    ],
)
def test_openness_is_no_rivals(values: Values, text: str, names: list[str], expected: list[bool]) -> None:
    """Open models that beat a model, or belong to its family, don't open its weights."""
    assert values("open_weights", text, *names) == expected


def test_months_are_no_models(values: Values) -> None:
    """两个月 counts months, not the two models told last."""
    text = "Astra的成本是1亿美元。Borea有90亿参数，在两个月内用10万亿token训练。"
    assert values("training_tokens", text, "Astra", "Borea") == []
    assert values("training_tokens", text, "Borea", "Astra") == [1e13]
