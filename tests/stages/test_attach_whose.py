"""Whose a fact is where sentences name several things, and what is nobody's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from summarizer import Settings, Summarizer
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
        ("Astra很强，闭源模型里最强的是别家的。", ["Astra"], []),
        ("好消息：Borea现在已经上线Hugging Face。", ["Borea"], [True]),
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


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("## 2. Borea——谷歌的轻量担当\n\n很快。", ["Borea"], ["Google"]),
        ("## 2. Borea——谷歌的噩梦\n\n很快。", ["Borea"], []),
        ("我喜欢阿里另一个小模型：Borea。", ["Borea"], ["Alibaba"]),
        ("我们从谷歌上月发布的这款视频模型Borea看出趋势。", ["Borea"], ["Google"]),
        ("Borea刷屏了。这项成果，来自美国公司微软。", ["Borea"], ["Microsoft"]),
        ("Borea刷屏了。这次评测来自微软。", ["Borea"], []),
        ("## Borea——微软的首选\n\n很快。", ["Borea"], []),
        ("Borea刷屏了。这条消息传到了微软。", ["Borea"], []),
        ("微软推出史上最强翻译模型，横扫榜单。\n\n新开放的模型Borea支持23种语言。", ["Borea"], ["Microsoft"]),
        ("微软推出史上最强翻译模型。\n\n网友说它胜过Borea。", ["Borea"], []),
        ("Astra大模型团队发布了Borea。", ["Borea", "Astra"], ["Astra大模型团队"]),
        ("HuggingFace：Borea", ["Borea"], []),
        ("微软首席技术官在活动上提到，下周推出Borea。", ["Borea"], []),
        ("微软发布了Borea的评测。", ["Borea"], []),
        ("阿里开源Astra和智谱 Borea。", ["智谱 Borea", "Astra"], []),
    ],
)
def test_makers_in_more_wordings(values: Values, text: str, names: list[str], expected: list[str]) -> None:
    """A heading's dash, 另一个, 这项成果来自 and an announcement before the name tell makers; hosts and talk don't."""
    assert values("organisation", text, *names) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Borea处理64k长上下文时吞吐翻倍。", []),
        ("当上下文窗口达到64k时，Borea更快。", []),
        ("Borea用一张4090跑得动，还能留下64K上下文。", []),
        ("Borea支持64K上下文，最多输出8K。", [64000]),
        ("Borea单卡可部署，支持64K上下文。", [64000]),
    ],
)
def test_conditions_are_no_windows(values: Values, text: str, expected: list[int]) -> None:
    """What was measured, fits on a machine or is written out tells no context length."""
    assert values("context_length", text, "Borea") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Borea的MMLU掉了将近6分。", []),
        ("Borea的MMLU波动+1.2到−3.5个百分点。", []),
        ("Borea在MMLU上仍有7%的错误。", []),
        ("Borea的MMLU错误率为12%。", []),
        ("Borea在MMLU上得分70.1。", [70.1]),
    ],
)
def test_changes_and_errors_are_no_scores(values: Values, text: str, expected: list[float]) -> None:
    """Drops, swings and error rates are left out."""
    assert values("scores", text, "Borea") == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Borea是Astra的一个特别版本。", ["Borea", "Astra"], ["Astra"]),
        ("Borea是在Astra上训练的。", ["Borea", "Astra"], ["Astra"]),
        ("Borea由Transformer、Mamba组成。", ["Borea", "Transformer", "Mamba"], []),
    ],
)
def test_bases_are_models(values: Values, text: str, names: list[str], expected: list[str]) -> None:
    """A special version has a base; an architecture is none."""
    assert values("base_model", text, *names) == expected


def test_vague_sizes(values: Values) -> None:
    """约 27-28B and the 7B of 8x-7B are no sizes."""
    assert values("parameters", "Borea参数量约27–28B。", "Borea") == []
    assert values("parameters", "Borea 8x-7B很快。", "Borea 8x-7B") == []


DIGEST = """# AI 日报

## 模型

- **[星野公司扩展安全计划](https://a.example/1)**
  星野公司今天宣布扩展安全计划，GLM-4.5 会向通过审核的机构开放更强的能力，访问须提交申请。

- **[晨光开源新的本地模型](https://a.example/2)**
  晨光公司今天发布了一款本地模型，采用 Apache 2.0 许可，拥有 296 亿参数，支持 131K 上下文。

- 据报道，该公司今年还会推出 120 亿参数的版本。
"""


def test_a_story_lends_nothing_to_the_one_before_it() -> None:
    """Items with paragraphs of their own are stories: what an unnamed model of one has is no fact of another's."""
    report = Summarizer(Settings(use_llm=False)).summarize(DIGEST)
    [record] = report.models
    assert record.name == "GLM-4.5"
    assert not [field for field, values in record.fields if values]
    dropped = "".join(report.text[d.start : d.end] for d in report.dropped)
    assert "星野公司扩展安全计划" not in dropped


def test_what_a_model_builds_on_takes_nothing_of_what_is_said_of_it() -> None:
    """建立在 X 的研究基礎之上 names a base: the licence and the openness behind it are the subject's."""
    text = "Gemma 3 系列建立在 Google 商用模型 Gemini 2.5 Pro 的研究基礎之上，並以 Apache 2.0 授權發布，開放商用。"
    records = {m.name: dict(m.fields) for m in Summarizer(Settings(use_llm=False)).summarize(text).models}
    assert [v.value for v in records["Gemma 3"].get("licence", ())] == ["Apache-2.0"]
    assert not records["Gemini 2.5 Pro"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("这套系统基于 DeepSeek-LLM-1.3B（13 亿参数）训练。", "uncheckable", id="size-in-the-name"),
        pytest.param("微软的 Phi-2 拥有 130 亿参数，可以在手机上运行。", "contradicted", id="size-of-another"),
    ],
)
def test_a_size_that_the_name_states_is_no_contradiction(text: str, status: str) -> None:
    """A member that no row lists may exist; a size that the name does not carry must fit the rows."""
    [record] = Summarizer(Settings(use_llm=False)).summarize(text).models
    assert [v.status for v in record.verdicts if v.field == "parameters"] == [status]
