"""Sheets of attributes, from the whole text as a reader gives it."""

from __future__ import annotations

import pytest

from summarizer import Settings, Summarizer
from summarizer.types import Report

BULLETS = """# 三款模型

## 1. Falcon 40B

- **开发商**：TII
- 发布时间：2023 年 5 月
- 参数量：400 亿
- 训练数据：1 万亿 tokens
- 上下文长度：2K
- 许可证：Apache 2.0

研究所说，后续还会有更大的版本。
"""
YAML = """# 速查

### Baichuan2-13B

```yaml
发布方: "百川智能"
发布日期: 2023-09
参数量: "约130亿"
是否开源: 是
```
"""
ROWS = """# 速查

### MPT-7B

| 项目 | 内容 |
|---|---|
| 厂商 | MosaicML |
| 模型大小 | 7B |
| 最大长度 | 未公开 |
"""


def report(text: str) -> Report:
    return Summarizer(Settings(use_llm=False)).summarize(text)


def fields(text: str, name: str) -> dict[str, list[object]]:
    [record] = [m for m in report(text).models if m.name == name]
    return {field: [v.value for v in values] for field, values in record.fields if values}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param(
            BULLETS, "Falcon 40B",
            {"organisation": ["Technology Innovation Institute"], "release_date": ["2023-05"], "parameters": [4e10],
             "training_tokens": [1e12], "context_length": [2000], "licence": ["Apache-2.0"]}, id="bullets",
        ),
        pytest.param(
            YAML, "Baichuan2-13B",
            {"organisation": ["Baichuan Inc."], "release_date": ["2023-09"], "parameters": [1.3e10],
             "open_weights": [True]}, id="yaml",
        ),
        pytest.param(ROWS, "MPT-7B", {"organisation": ["MosaicML"], "parameters": [7e9]}, id="rows"),
    ],
)  # fmt: skip
def test_a_sheet_speaks_of_the_model_above_it(text: str, name: str, expected: dict[str, list[object]]) -> None:
    """Each attribute is a field of the model that the heading names; unknown keys and 未公开 say nothing."""
    told = fields(text, name)
    assert {field: told.get(field) for field in expected} == expected
    assert "context_length" in expected or "context_length" not in told


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "# Falcon 40B 上手\n\n来源：星野周刊\n发布时间：2023-06-01\n\nFalcon 40B 的安装很简单。", id="imprint"
        ),
        pytest.param("## Falcon 40B 与 MPT-7B\n\n- 厂商：星野科技\n- 发布时间：2023-06\n", id="two-models"),
        pytest.param("## 部署环境\n\n- 厂商：星野科技\n- 发布时间：2023-06\n\n之后装 Falcon 40B。", id="no-model"),
    ],
)
def test_other_lines_with_colons_are_no_sheet_of_a_model(text: str) -> None:
    """The imprint of a post, and a sheet under no model or under two, give nobody a maker or a date."""
    for record in report(text).models:
        told = dict(record.fields)
        assert not told.get("organisation")
        assert not told.get("release_date")


def test_a_value_ends_where_another_model_is_named() -> None:
    """What stands behind a comparison in the value is the other model's."""
    told = fields("## MPT-7B\n\n- 参数量：67 亿，比 Falcon 40B（400 亿）小\n- 厂商：MosaicML\n", "MPT-7B")
    assert told["parameters"] == [6.7e9]
