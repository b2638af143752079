"""The same post, weights, prompts and grammars through different engines: comparable reports."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from summarizer.api import Summarizer
from summarizer.backends import openai
from summarizer.settings import Settings
from summarizer.types import Report

pytestmark = [pytest.mark.weights, pytest.mark.filterwarnings("ignore")]  # torch warns about itself

ARTICLE = """# 智谱开源 GLM-4.5-Air

智谱 7 月 28 日发布并开源了 GLM-4.5 和 GLM-4.5-Air。前者总参数 3550 亿，激活参数 320 亿；后者总参数 1060 亿，激活参数
120 亿。两款模型都采用 MIT 许可证，上下文长度 128K，开发者可以在公开的仓库里下载权重，也可以通过接口按量付费使用。

公司说，GLM-4.5 在多项推理和代码评测上接近一线闭源模型，而较小的一款更适合单机部署。
"""
THREAD = """本地部署选 Qwen2.5-7B 还是 Llama 3.1 8B？

小周 提问于 3 天前

想在一台 16GB 内存的笔记本上部署一个模型，写中文摘要用。Qwen2.5-7B 和 Llama 3.1 8B 该选哪一个？

2 个回答

老秦 回答于 2 天前

写中文建议用 Qwen2.5-7B，阿里巴巴开源的，参数量 70 亿，上下文 128K，采用 Apache 2.0 许可证，量化以后占不到 5GB 内存。

阿南 回答于 1 天前

英文材料多的话 Llama 3.1 8B 也够用，不过中文不如 Qwen2.5-7B，许可证的条款也要先看清楚再商用。
"""
HAS_TORCH = all(importlib.util.find_spec(name) for name in ("torch", "transformers", "llguidance"))
ENGINES = (
    "openai",
    pytest.param("transformers", marks=pytest.mark.skipif(not HAS_TORCH, reason="extra transformers is not installed")),
)


def reported(**chosen: Any) -> list[Report]:
    """The reports of both posts."""
    summarizer = Summarizer(Settings(weights="qwen2.5-coder-0.5b", context_tokens=2048, **chosen))
    return [summarizer.summarize(post) for post in (ARTICLE, THREAD)]


@pytest.fixture(scope="module")
def ours() -> list[Report]:
    """The reports by the default engine."""
    return reported()


@pytest.mark.parametrize("name", ENGINES)
def test_reports_are_comparable(
    name: str, ours: list[Report], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names, fields and segments are the same; the summaries are written by the engine, in the source's words."""
    more: dict[str, Any] = {}
    if name == "openai":
        address, key = request.getfixturevalue("llama_server")
        monkeypatch.setenv(openai.KEY_VARIABLE, key)
        more["server"] = address
    for mine, other in zip(ours, reported(backend=name, **more), strict=True):
        assert len(mine.models) == 2
        assert [m.name for m in other.models] == [m.name for m in mine.models]
        assert [m.fields for m in other.models] == [m.fields for m in mine.models]
        assert [s for s, _, _ in other.segments] == [s for s, _, _ in mine.segments]
        assert (mine.backend, other.backend) == ("llamacpp", name)
        for report in (mine, other):
            assert report.summary
            assert all(report.text[e.start : e.end] == e.quote for s in report.summary.sentences for e in s.evidence)
            assert report.usage.completion_tokens > 0
