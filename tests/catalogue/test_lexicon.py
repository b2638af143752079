"""The known names, and what they are known to be."""

import pytest

from summarizer.catalogue import Catalogue
from summarizer.catalogue.lexicon import lexicon
from summarizer.stages.recognise import recognise
from summarizer.types import CleanText, Post


def surfaces(text):
    """The surfaces recognised in a plain text."""
    body = CleanText(Post("id", "post.txt", "text", text), ((0, len(text)),), (), ())
    return [m.surface for m in recognise(body, (), Catalogue.load())]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ZeRO-3", "framework"),
        ("文心一格", "app"),
        ("Open-Platypus", "dataset"),
        ("昇腾950", "chip"),
        ("工研院", "company"),
        ("TMMLU+", "benchmark"),
        ("NSA", "method"),
        ("LLaDA", "model"),
    ],
)
def test_what_a_name_is_known_to_be(name, kind):
    """Each kind of thing that stands beside models has its names."""
    assert lexicon(Catalogue.load()).kind(name) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("视频模型有可灵 9.0、即梦 9.0 和海螺 09。", ["可灵 9.0", "即梦 9.0", "海螺 09"]),
        ("打开即梦 App 画画，人工智能听出海螺里的声音。", []),
        ("文心一格可以画画，用 LoRA with ZeRO-3 训练模型。", []),
    ],
    ids=["versions-of-products", "app-and-animal", "product-and-method"],
)
def test_products_become_models_by_a_version_or_their_neighbours(text, expected):
    """A product's name with a version is a model, alone it needs evidence."""
    assert surfaces(text) == expected
