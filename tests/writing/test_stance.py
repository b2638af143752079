"""Doubt and attribution survive into a summary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.writing import stance


@pytest.mark.parametrize(
    ("passage", "written", "told"),
    [
        pytest.param(
            "据传，云帆二号可能有两个尺寸。", "云帆二号有两个尺寸。", "据传云帆二号有两个尺寸。", id="hearsay"
        ),
        pytest.param(
            "云帆二号有望在八月上旬发布。", "云帆二号在八月上旬发布。", "预计云帆二号在八月上旬发布。", id="expectation"
        ),
        pytest.param("Sailor-2 可能会开放权重。", "Sailor-2 会开放权重。", "或许，Sailor-2 会开放权重。", id="maybe"),
        pytest.param(
            "得分 92.7，星海说跟 GPT-4o 打平。",
            "得分 92.7，跟 GPT-4o 打平。",
            "得分 92.7，星海说跟 GPT-4o 打平。",
            id="claim",
        ),
        pytest.param(
            "星海称，新模型与上一代相当，成本更低。",
            "新模型与上一代相当，成本更低。",
            "星海称，新模型与上一代相当，成本更低。",
            id="whole sentence",
        ),
    ],
)
def test_what_the_summary_left_out_is_put_back(passage: str, written: str, told: str) -> None:
    """Before the clause that repeats the statement."""
    assert stance.restored(written, [passage]) == told


@pytest.mark.parametrize(
    ("passage", "written"),
    [
        pytest.param("据传，云帆二号有两个尺寸。", "传闻云帆二号有两个尺寸。", id="already doubted"),
        pytest.param("星海称，新模型成本更低。", "星海表示新模型成本更低。", id="already attributed"),
        pytest.param("云帆二号可能开源。参数为三十亿。", "云帆二号参数为三十亿。", id="another statement"),
        pytest.param("我们认为新模型成本更低。", "新模型成本更低。", id="the writer's own word"),
        pytest.param("这款名称简单的模型说明书很长。", "模型说明书很长。", id="no speaker"),
    ],
)
def test_nothing_is_added_without_need(passage: str, written: str) -> None:
    """A sentence that keeps its stance, or never had one, stays as it is."""
    assert stance.restored(written, [passage]) == written


@given(st.text("据传可能星海说称，。模型A2", max_size=60), st.text("据传可能星海说称，。模型A2", max_size=60))
def test_restoring_only_adds(written: str, passage: str) -> None:
    """Whatever the texts are, nothing raises and the result is no shorter by more than a repeated name."""
    assert len(stance.restored(written, [passage])) >= len(written) - 30
