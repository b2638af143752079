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

POST = """# 智谱开源 GLM-4.5-Air

智谱 7 月 28 日发布并开源了 GLM-4.5 和 GLM-4.5-Air。前者总参数 3550 亿，激活参数 320 亿；后者总参数 1060 亿，激活参数
120 亿。两款模型都采用 MIT 许可证，上下文长度 128K，开发者可以在公开的仓库里下载权重，也可以通过接口按量付费使用。

公司说，GLM-4.5 在多项推理和代码评测上接近一线闭源模型，而较小的一款更适合单机部署。
"""
HAS_TORCH = all(importlib.util.find_spec(name) for name in ("torch", "transformers", "llguidance"))
ENGINES = (
    "openai",
    pytest.param("transformers", marks=pytest.mark.skipif(not HAS_TORCH, reason="extra transformers is not installed")),
)


def reported(**chosen: Any) -> Report:
    settings = Settings(weights="qwen2.5-coder-0.5b", context_tokens=2048, **chosen)
    return Summarizer(settings).summarize(POST)


@pytest.fixture(scope="module")
def ours() -> Report:
    """The report by the default engine."""
    return reported()


@pytest.mark.parametrize("name", ENGINES)
def test_reports_are_comparable(
    name: str, ours: Report, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names, fields and segments are the same; the summaries are written by the engine, in the source's words."""
    more: dict[str, Any] = {}
    if name == "openai":
        address, key = request.getfixturevalue("llama_server")
        monkeypatch.setenv(openai.KEY_VARIABLE, key)
        more["server"] = address
    theirs = reported(backend=name, **more)
    assert [m.name for m in theirs.models] == [m.name for m in ours.models]
    assert [m.fields for m in theirs.models] == [m.fields for m in ours.models]
    assert [s for s, _, _ in theirs.segments] == [s for s, _, _ in ours.segments]
    assert (ours.backend, theirs.backend) == ("llamacpp", name)
    for report in (ours, theirs):
        assert report.summary
        assert all(report.text[e.start : e.end] == e.quote for s in report.summary.sentences for e in s.evidence)
        assert report.usage.completion_tokens > 0
