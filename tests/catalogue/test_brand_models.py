"""Models that go by a brand and what they do."""

import pytest

from summarizer.catalogue import Catalogue
from summarizer.stages.recognise import recognise
from summarizer.types import CleanText, Post


def names(text):
    """The names recognised in a plain text, each once."""
    post = CleanText(Post("id", "p.txt", "text", text), ((0, len(text)),), (), ())
    return list(dict.fromkeys(m.name for m in recognise(post, (), Catalogue.load())))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("豆包·声音复刻模型上线，豆包声音复刻模型按次收费。", ["豆包声音复刻模型"]),
        ("盘古铁路大模型和豆包语音识别模型 2.0 亮相。", ["盘古铁路大模型", "豆包语音识别模型 2.0"]),
        ("混元 3D 模型开源。", ["Hunyuan3D"]),
        ("通义点金大模型与妙想金融大模型通过备案。", ["通义点金大模型", "妙想金融大模型"]),
        ("豆包·音乐模型和豆包·音乐生成模型。", ["豆包音乐生成模型"]),
    ],
    ids=["dot", "version", "in-the-catalogue", "app", "task-left-out"],
)
def test_brand_and_work_are_a_name(text, expected):
    """Brand, work and 模型 together name a model, with or without a dot, with the version behind."""
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("豆包推理模型和混元多模态模型。", ["豆包", "混元"]),
        ("豆包的视频生成模型降价。", ["豆包"]),
        ("混元图像生成模型 HunyuanZorvex 2.0 发布。", ["HunyuanZorvex 2.0"]),
        ("可灵视频生成模型更新。", ["Kling"]),
        ("夸克大模型平台有很多人工智能应用。", []),
    ],
    ids=["description", "possessive", "own-name-behind", "does-nothing-else", "platform"],
)
def test_a_description_is_none(text, expected):
    """What kind of model it is, or a full name behind, leaves the brand a brand; an app's platform is no model."""
    assert names(text) == expected
