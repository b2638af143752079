"""Facts in tables, read from whole posts: Markdown, HTML, tags in Markdown, tabs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from summarizer import Settings, Summarizer
from summarizer.catalogue import Catalogue
from summarizer.stages.attach import attach
from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.types import Entity, FieldValue, Mention, Segment

Fields = dict[str, dict[str, list[FieldValue]]]
Tables = Callable[..., Fields]


@pytest.fixture(scope="session")
def tables(catalogue: Catalogue) -> Tables:
    """The fields of each model that a post's table states, by name."""

    def of(post: str, *names: str, path: str = "post.md") -> Fields:
        text = clean(read(post.encode(), path)[0])
        entities = []
        for name in names:
            places = re.finditer(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9]|[ -]\d)", text.text)
            mentions = tuple(Mention(m.start(), m.end(), m[0], name) for m in places)
            entities.append(Entity(name, None, None, mentions, True))
        segments = (Segment("s1", "section", 0, len(text.text)),)
        return {r.name: {f: list(v) for f, v in r.fields} for r in attach(text, segments, entities, catalogue)}

    return of


def _markdown(*rows: str) -> str:
    bars = "|".join("---" for _ in rows[0].split("|"))
    return "说明\n\n" + "\n".join(f"|{row}|" for row in (rows[0], bars, *rows[1:])) + "\n"


def _prices(found: list[FieldValue]) -> list[tuple[object, str | None, str | None]]:
    return [(v.value, v.currency, v.per) for v in found]


IN, OUT = "1M input tokens", "1M output tokens"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["模型|输入价格（每百万 token）|输出价格（每百万 token）", "Astra|$0.35|**$1.4**"],
         [(0.35, "USD", IN), (1.4, "USD", OUT)]),
        (["模型|输入（元/百万tokens）|输出（元/百万tokens）", "Astra|2|8"], [(2, "CNY", IN), (8, "CNY", OUT)]),
        (["模型|输入费用 (1M tokens)", r"Astra|\$0.2 (缓存命中) \$0.8 (缓存未命中)"],
         [(0.2, "USD", IN), (0.8, "USD", IN)]),
        (["Model|Input|Output", "Astra|$3 / 1M tokens|$9 / 1M tokens"], [(3, "USD", IN), (9, "USD", OUT)]),
        (["模型|API 价格", "Astra|输入 ¥1/百万 tokens，输出 ¥4/百万 tokens"], [(1, "CNY", IN), (4, "CNY", OUT)]),
        (["模型|输入/输出价格（美元/百万 token）", "Astra|0.5 / 2"], [(0.5, "USD", IN), (2, "USD", OUT)]),
        (["模型|输入定价（百万 token）", r"Astra|分档：0-64K \$0.6，64K-1M \$1.2"],
         [(0.6, "USD", IN), (1.2, "USD", IN)]),
        (["模型|价格（元/张）", "Astra|0.2"], [(0.2, "CNY", "image")]),
        (["项目|Astra", "输入单价（元/千tokens）|0.004"], [(0.004, "CNY", "1K input tokens")]),
        (["模型|会员价格", "Astra|$20/月"], []),
        (["模型|硬件价格", "Astra|$1500"], []),
        (["模型|输入价格（百万 token）|备注", "Astra|免费|-"], []),
    ],
    ids=["unit-in-heading", "currency-in-heading", "cached", "only-ways", "all-in-the-cell", "both-ways", "tiers",
         "image", "models-across", "subscription", "hardware", "free"],
)  # fmt: skip
def test_prices(tables: Tables, rows: list[str], expected: list[object]) -> None:
    """Heading and cell together say how much, of what and in which currency; other money is no price of a model."""
    assert _prices(tables(_markdown(*rows), "Astra")["Astra"].get("price", [])) == expected


def test_a_heading_is_no_statement(tables: Tables) -> None:
    """What a heading counts (百万 token) is no window of a model, and a window of tuning is none either."""
    found = tables(_markdown("模型|上下文|输入价格（百万 token）", "Astra|64K|$1"), "Astra")["Astra"]
    assert [v.value for v in found["context_length"]] == [64_000]
    tuned = tables(_markdown("模型|学习率|最大长度", "Astra|2e-5|768"), "Astra")["Astra"]
    assert "context_length" not in tuned


@pytest.mark.parametrize(
    ("head", "cell", "field", "expected"),
    [
        ("参数量（亿）", "70", "parameters", [(7e9, "total")]),
        ("参数规模", "约300M", "parameters", [(3e8, "total")]),
        ("尺寸", "3B/14B", "parameters", [(3e9, "total"), (1.4e10, "total")]),
        ("总参数", "210B（激活 17B）", "parameters", [(2.1e11, "total"), (1.7e10, "active")]),
        ("Max tokens", "512", "context_length", [(512, None)]),
        ("上下文窗口", "最高 256K tokens", "context_length", [(256_000, None)]),
        ("最大输出长度", "8K", "context_length", []),
        ("预训练数据量", "2,400B", "training_tokens", [(2.4e12, None)]),
        ("训练 token 数（T）", "1.5", "training_tokens", [(1.5e12, None)]),
        ("显存", "24", "parameters", []),
    ],
)  # fmt: skip
def test_columns(tables: Tables, head: str, cell: str, field: str, expected: list[tuple[float, str | None]]) -> None:
    """Scales stand in the heading or the cell, and a cell may list several values."""
    found = tables(_markdown(f"模型|{head}", f"Astra|{cell}"), "Astra")["Astra"].get(field, [])
    assert sorted((v.value, v.kind) for v in found) == sorted(expected)


def test_name_and_size_in_two_columns(tables: Tables) -> None:
    """The row is about the size that the text names elsewhere; without that name, only the size is told."""
    rows = _markdown("Model|Size|MMLU", "Astra|9B|61.5", "Astra|40B|70.2", "Borea|3B|50.1", "Borea|8B|58.9")
    found = tables(rows + "\nAstra 9B 与 Astra 40B 都已开放。\n", "Astra 9B", "Astra 40B", "Borea")
    assert [v.value for v in found["Astra 9B"]["scores"]] == [61.5]
    assert [v.value for v in found["Astra 40B"]["scores"]] == [70.2]
    assert "scores" not in found["Borea"]
    assert [v.value for v in found["Borea"]["parameters"]] == [3e9, 8e9]


def test_scores_of_the_benchmark_that_the_text_names(tables: Tables) -> None:
    """A column headed 准确率 or 平均得分 holds results on the benchmark named before; with none, it says nothing."""
    rows = _markdown("模型|轮数|准确率", "Astra|3|71.4%", "Borea|3|69.0%")
    found = tables("我们在 GSM8K 上评测，结果如下：\n\n" + rows.removeprefix("说明\n\n"), "Astra", "Borea")
    assert [(v.benchmark, v.value) for v in found["Astra"]["scores"]] == [("GSM8K", 71.4)]
    assert "scores" not in tables(rows, "Astra", "Borea")["Astra"]


def test_results_of_one_model_by_tests(tables: Tables) -> None:
    """Without models in the table, the results are those of the only model in the sentence before it."""
    rows = _markdown("数据集|准确率", "GSM8K|71.4", "MMLU|66").removeprefix("说明\n\n")
    one = tables("Astra 的测试结果如下：\n\n" + rows, "Astra", "Borea|")
    assert [(v.benchmark, v.value) for v in one["Astra"]["scores"]] == [("GSM8K", 71.4), ("MMLU", 66)]
    two = tables("Astra 和 Borea 的测试结果如下：\n\n" + rows, "Astra", "Borea")
    assert "scores" not in two["Astra"] and "scores" not in two["Borea"]


_TAGS = """<table><tr><th>模型</th><th>基准</th><th>得分</th><th>参数量</th></tr>
<tr><td rowspan="2">Astra</td><td>MMLU</td><td>61</td><td rowspan="2">7B</td></tr>
<tr><td>GSM8K</td><td>55</td></tr>
<tr><td>Borea</td><td>MMLU</td><td>48</td><td>1.5B</td></tr></table>"""


@pytest.mark.parametrize("path", ["post.md", "post.html"])
def test_a_cell_spans_rows(tables: Tables, path: str) -> None:
    """A name over several rows is said of each of them, in a page and in tags inside Markdown."""
    post = (
        f"<html><body><p>说明</p>{_TAGS}</body></html>"
        if path.endswith("html")
        else f"说明\n\n{_TAGS.replace('<td', chr(10) + '<td')}\n"
    )
    found = tables(post, "Astra", "Borea", path=path)
    assert [(v.benchmark, v.value) for v in found["Astra"]["scores"]] == [("MMLU", 61), ("GSM8K", 55)]
    assert [(v.benchmark, v.value) for v in found["Borea"]["scores"]] == [("MMLU", 48)]
    assert [v.value for v in found["Astra"]["parameters"]] == [7e9]


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_lines_with_tabs_or_bars(tables: Tables, mark: str) -> None:
    """Three lines or more with as many cells each are a table, too; two are not."""
    rows = [["模型", "总参数", "上下文"], ["Astra", "7B", "32K"], ["Borea", "70B", "128K"]]
    lines = [mark.join(row) for row in rows]
    lines = [f"| {line} |" for line in lines] if "|" in mark else lines
    found = tables("\n\n".join(["说明", *lines]), "Astra", "Borea", path="post.txt")
    assert [v.value for v in found["Borea"]["context_length"]] == [128_000]
    assert "context_length" not in tables("\n\n".join(lines[:2]), "Astra", path="post.txt")["Astra"]


def test_a_cell_names_several_models(tables: Tables) -> None:
    """What a row says holds for all that its first cell lists, not for what stands in brackets."""
    found = tables(_markdown("模型|上下文", "Astra, Borea（改自 Cetus）|16K"), "Astra", "Borea", "Cetus")
    assert [[v.value for v in found[n].get("context_length", [])] for n in ("Astra", "Borea", "Cetus")] == [
        [16_000],
        [16_000],
        [],
    ]


def test_the_base_of_a_model_is_not_the_row(tables: Tables) -> None:
    """A row of a model nobody recognised says nothing of the base named in its second column."""
    found = tables(_markdown("模型|基座|参数量", "小星|Astra|7B", "小河|Borea|9B"), "Astra", "Borea")
    assert not found["Astra"].get("parameters") and not found["Borea"].get("parameters")


def test_a_licence_column_gives_each_row_its_licence() -> None:
    """What stands under 开源协议 is the licence of the row's model: known ones by short names, others as written."""
    text = (
        "# 选型\n\n下面比较四款模型的开源协议和规模，供选型时参考，数据来自各家的模型卡。\n\n"
        "| 模型 | 参数量 | 开源协议 |\n|---|---|---|\n| Qwen2.5-7B | 7B | Apache 2.0 |\n"
        "| InternLM2.5-20B | 20B | Shusheng License |\n| DeepSeek-R1 | 671B | MIT |\n| Phi-4 | 14B | 见官网 |\n"
    )
    records = {m.name: dict(m.fields) for m in Summarizer(Settings(use_llm=False)).summarize(text).models}
    told = {name: [v.value for v in fields.get("licence", ())] for name, fields in records.items()}
    assert told == {
        "Qwen2.5-7B": ["Apache-2.0"], "InternLM2.5-20B": ["Shusheng License"], "DeepSeek-R1": ["MIT"], "Phi-4": [],
    }  # fmt: skip
