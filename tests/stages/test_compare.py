"""Comparisons: who, which way, with whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from summarizer.stages.compare import compare

Read = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture(scope="session")
def read(plain_post: Callable[..., Any]) -> Read:
    """Reads subject, relation and object of every comparison."""

    def of(text: str, *names: str) -> list[tuple[str, str, str]]:
        found = compare(*plain_post(text, *names))
        assert all(text[c.span.start : c.span.end] == c.span.quote for c in found)
        return [(c.subject, c.relation, c.object) for c in found]

    return of


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Astra全面超越Borea。", "better"),
        ("Astra在数学上优于Borea。", "better"),
        ("Astra碾压了Borea！", "better"),
        ("Astra outperforms Borea on most tasks.", "better"),
        ("Astra的代码能力比Borea更强。", "better"),
        ("Astra比Borea便宜一半。", "better"),
        ("Astra的推理延迟比Borea低30%。", "better"),
        ("相比Borea，Astra的准确率提升了12%。", "better"),
        ("Astra的吞吐量是Borea的3倍。", "better"),
        ("在这项测试中，Astra得到83.1%，Borea只有66.6%。", "better"),
        ("Astra的表现与Borea不相上下。", "equal"),
        ("Astra可与Borea媲美。", "equal"),
        ("Astra不逊于Borea。", "equal"),
        ("Astra是Borea的平替。", None),
        ("Astra仍不如Borea。", "worse"),
        ("Astra未能超越Borea。", "worse"),
        ("Astra被Borea超越。", "worse"),
        ("Astra的价格比Borea高一倍。", "worse"),
        ("Astra在榜单上仅次于Borea。", "worse"),
        ("Astra的写作是绝对强过Borea的。", "better"),
        ("Astra这次没跑赢Borea。", "worse"),
        ("Astra怎么都追不上Borea。", "worse"),
        ("Astra已经追平Borea。", "equal"),
        ("Astra足以叫板Borea。", "equal"),
        ("Astra达到了Borea级别的水平。", "equal"),
        ("与Borea不同，Astra支持更丰富的格式。", "better"),
        ("相比于Borea，Astra的资源消耗较低。", "better"),
        ("与Borea相比，Astra还可以生成图像。", "better"),
        ("Astra的运营成本仅为Borea的3%。", "better"),
        ("Astra是Borea的全新升级版。", "better"),
        ("超越Borea！Astra正式亮相", "better"),
        ("Astra不比Borea差。", "equal"),
        ("Astra没有Borea好用。", "worse"),
        ("Astra的成本不到Borea的1/10。", "better"),
        ("Astra的目标是超越Borea。", None),
        ("团队希望Astra能击败Borea。", None),
        ("Astra的参数量接近Borea。", None),
        ("Astra在图表里和Borea同台竞争。", None),
        ("与Borea不同，Astra来自北方。", None),
        ("Astra的参数量是Borea的一半。", None),
    ],
)
def test_relations(read: Read, text: str, relation: str | None) -> None:
    """Verbs, degrees, contrasts, multiples, negations and passives."""
    expected = [("Astra", relation, "Borea")] if relation else []
    assert [c for c in read(text, "Astra", "Borea") if c[0] == "Astra"] == expected


def test_every_object_of_a_list_counts(read: Read) -> None:
    """超越 A、B 和 C compares with each."""
    assert read("Astra的得分超过Borea、Cygnus和Draco。", "Astra", "Borea", "Cygnus", "Draco") == [
        ("Astra", "better", "Borea"),
        ("Astra", "better", "Cygnus"),
        ("Astra", "better", "Draco"),
    ]


@pytest.mark.parametrize(
    ("text", "relation", "object_"),
    [
        ("Astra击败了70B替代品。", "better", "70B替代品"),
        ("Astra的准确性显著优于前代。", "better", "前代"),
        ("Astra的效果优于其他同尺寸的开源模型。", "better", "其他同尺寸的开源模型"),
    ],
)
def test_nominal_objects(read: Read, text: str, relation: str, object_: str) -> None:
    """What is no named model is quoted as the text calls it."""
    assert read(text, "Astra") == [("Astra", relation, object_)]


@pytest.mark.parametrize(
    "text",
    [
        "Astra的参数量超过1000亿。",
        "Astra是领先的多模态模型。",
        "Astra如何超越Borea？",
        "这并不意味着Astra优于Borea。",
        "Astra的体积比Borea小得多。",
        "Astra和Borea都来自同一团队。",
    ],
)
def test_what_is_no_comparison(read: Read, text: str) -> None:
    """Amounts, questions, denials and sizes say nothing about better or worse."""
    names = ["Astra", "Borea"] if "Borea" in text else ["Astra"]
    assert read(text, *names) == []


def test_hearsay_is_marked(plain_post: Callable[..., Any]) -> None:
    """可能优于 is hedged."""
    (one,) = compare(*plain_post("据传Astra的表现可能优于Borea。", "Astra", "Borea"))
    assert one.hedged


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Astra在三个基准上达到开源SOTA。", [("Astra", "better", "其他开源模型")]),
        ("Astra位居端到端模型第一。", [("Astra", "better", "其他端到端模型")]),
        ("Astra各项指标均位居行业首位。", [("Astra", "better", "其他模型")]),
        ("Astra是目前最强的开源模型。", [("Astra", "better", "其他开源模型")]),
        ("Astra在比赛中获得第一名奖金。", []),
        ("Astra得分从上一代的42.3%飙升至97.6%。", [("Astra", "better", "上一代")]),
        ("Astra和Borea处于同一档位。", [("Astra", "equal", "Borea")]),
        ("Astra拿到69分，和Borea基本在一条线上。", [("Astra", "equal", "Borea")]),
        ("Astra远超Borea的80.8%。", [("Astra", "better", "Borea")]),
        ("Astra虽优于Borea，但落后于Corvus。", [("Astra", "better", "Borea"), ("Astra", "worse", "Corvus")]),
        ("Astra比Borea补得准。", [("Astra", "better", "Borea")]),
        ("Astra是比Borea小得多的模型。", []),
        ("性价比：Astra > Borea。", [("Astra", "better", "Borea")]),
        (
            "Astra>>>Borea普通版=Corvus。",
            [("Astra", "better", "Borea"), ("Borea", "equal", "Corvus"), ("Astra", "better", "Corvus")],
        ),
        ("别名：Astra=Borea。", []),
        (
            "公司先后推出Astra、Borea与Corvus，每一款都比上一款更强。",
            [("Borea", "better", "Astra"), ("Corvus", "better", "Borea")],
        ),
        ("Astra即将上市，相比预览版有显著提升。", [("Astra", "better", "预览版")]),
        ("Astra便宜，比多数同级模型便宜一半。", [("Astra", "better", "多数同级模型")]),
        ("Astra提供了405B模型的性能。", [("Astra", "equal", "405B模型")]),
        ("Astra定价每百万token 25美元，约为Borea的五倍。", [("Astra", "worse", "Borea")]),
        ("Astra的训练数据是Borea的两倍。", []),
    ],
    ids=str,
)
def test_wordings_of_news(read: Read, text: str, expected: list[tuple[str, str, str]]) -> None:
    """Ranks and records beat whoever else is of that kind; growth beats what came before; data is no merit."""
    names = [n for n in ("Astra", "Borea", "Corvus") if n in text]
    assert read(text, *names) == expected
