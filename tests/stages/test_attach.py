"""Facts go to the model they are said of, with evidence that holds them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.catalogue import Catalogue
from summarizer.stages.attach import attach
from summarizer.types import Block, FieldValue

Fields = dict[str, dict[str, list[FieldValue]]]


Read = Callable[..., Fields]


@pytest.fixture(scope="session")
def read(catalogue: Catalogue, plain_post: Callable[..., Any]) -> Read:
    """Reads the fields of each model, by name."""

    def of(text: str, *names: str) -> Fields:
        clean, segments, entities = plain_post(text, *names)
        return {r.name: {f: list(v) for f, v in r.fields} for r in attach(clean, segments, entities, catalogue)}

    return of


def values(fields: Fields, name: str, field: str) -> list[object]:
    """The values of one field."""
    return [v.value for v in fields[name].get(field, [])]


@pytest.mark.parametrize(
    ("text", "names", "name", "expected"),
    [
        ("Astra-2拥有90亿个参数。", ["Astra-2"], "Astra-2", [9e9]),
        ("拥有90亿参数的Astra-2比Borea更省电。", ["Astra-2", "Borea"], "Astra-2", [9e9]),
        ("Astra-2的表现接近1200亿参数的Borea。", ["Astra-2", "Borea"], "Borea", [1.2e11]),
        ("Astra-2的表现接近1200亿参数的Borea。", ["Astra-2", "Borea"], "Astra-2", []),
        ("与Borea（1200亿参数）相比，Astra-2只有90亿参数。", ["Astra-2", "Borea"], "Astra-2", [9e9]),
        ("Astra和Borea的参数量分别为30B和70B。", ["Astra", "Borea"], "Borea", [7e10]),
        ("新模型有Astra、Borea两款，前者参数量30亿，后者参数量80亿。", ["Astra", "Borea"], "Borea", [8e9]),
        ("新模型有Astra、Borea两款，前者参数量30亿，后者参数量80亿。", ["Astra", "Borea"], "Astra", [3e9]),
        ("Astra发布了。\n\n该模型有90亿参数。", ["Astra"], "Astra", [9e9]),
        ("Astra和Borea都是90亿参数。", ["Astra", "Borea"], "Astra", [9e9]),
        ("Astra系列提供0.5B、3B和14B三种规模。", ["Astra"], "Astra", [5e8, 3e9, 1.4e10]),
        ("Astra 3B来了。", ["Astra 3B"], "Astra 3B", [3e9]),
        ("Astra 1B, 4B, 12B\n轻量模型。", ["Astra"], "Astra", [1e9, 4e9, 1.2e10]),
        ("Astra有2B版（Borea）。总参数90亿。", ["Astra", "Borea"], "Astra", [9e9]),
        ("规模从90亿参数（激活10亿）扩展到300亿参数的Astra。", ["Astra"], "Astra", [3e10]),
        ("Astra-Long-1M可读长文。", ["Astra-Long-1M"], "Astra-Long-1M", []),
        ("Astra系列的首个MoE模型，Borea。它仅有27亿个激活参数。", ["Astra", "Borea"], "Borea", [2.7e9]),
        ("Astra 1B实际有11亿参数。", ["Astra 1B"], "Astra 1B", [1.1e9]),
        ("Astra 8x7B是混合专家模型。", ["Astra 8x7B"], "Astra 8x7B", []),
        ("大多数同类模型的参数超过1000亿，Astra却很小。", ["Astra"], "Astra", []),
        ("Borea是在Astra基础之上构建的，拥有30亿和90亿两种参数。", ["Astra", "Borea"], "Borea", [3e9, 9e9]),
        ("Borea是在Astra基础之上构建的，拥有30亿和90亿两种参数。", ["Astra", "Borea"], "Astra", []),
        ("谷歌发布了Astra，有20亿和80亿两种规格。", ["Astra"], "Astra", [2e9, 8e9]),
        ("Borea很快。鉴于其300亿参数，Astra并不算大。", ["Astra", "Borea"], "Astra", [3e10]),
    ],
)
def test_parameters_find_their_model(read: Read, text: str, names: list[str], name: str, expected: list[float]) -> None:
    """Structure decides whose number it is: what it modifies, brackets, enumerations, pronouns, then the subject."""
    assert values(read(text, *names), name, "parameters") == expected


def test_models_told_in_turn_share_a_statement(read: Read) -> None:
    """两款模型均 … speaks of the two that the sentences before it spoke of one by one; 该 is no two."""
    text = "Astra 是旗舰，擅长推理。Borea 则更轻更快。\n\n{}支持 96K 上下文。"
    both = read(text.format("两款模型均"), "Astra", "Borea")
    assert [values(both, n, "context_length") for n in ("Astra", "Borea")] == [[96_000], [96_000]]
    one = read(text.format("该模型"), "Astra", "Borea")
    assert sum(len(values(one, n, "context_length")) for n in ("Astra", "Borea")) == 1


def _blocks(kind: str, *lines: str) -> tuple[str, tuple[Block, ...]]:
    text = "\n".join(lines) + "\n"
    starts = [text.index(line) for line in lines]
    return text, tuple(Block(a, a + len(line), kind, 1) for a, line in zip(starts, lines, strict=True))


@pytest.mark.parametrize("kind", ["list-item", "heading"])
def test_headlines_lend_each_other_nothing(catalogue: Catalogue, plain_post: Callable[..., Any], kind: str) -> None:
    """A number in a headline of something nobody recognised is not that of the headline before it."""
    text, blocks = _blocks(kind, "谷歌推出新模型 Astra 并开放试用", "微软发布 Borea", "某公司新作首秀，参数达 70 亿")
    records = attach(*plain_post(text, "Astra", "Borea", blocks=blocks), catalogue)
    assert [dict(r.fields).get("parameters") for r in records] == [None, None]


def test_items_under_a_name_describe_it(catalogue: Catalogue, plain_post: Callable[..., Any]) -> None:
    """A name alone is the heading of the items behind it, also in a flat list of several."""
    text, blocks = _blocks("list-item", "Astra", "参数：70 亿", "Borea", "参数：90 亿")
    records = attach(*plain_post(text, "Astra", "Borea", blocks=blocks), catalogue)
    assert [[v.value for v in dict(r.fields)["parameters"]] for r in records] == [[7e9], [9e9]]


def test_a_line_of_code_speaks_for_itself(catalogue: Catalogue, plain_post: Callable[..., Any]) -> None:
    """The price beside an unknown name in a listing is not that of the model named before."""
    text, blocks = _blocks("code", "Astra      # $2 / 1M tokens", "another-one # $7 / 1M tokens")
    (record,) = attach(*plain_post(text, "Astra", blocks=blocks), catalogue)
    assert [v.value for v in dict(record.fields)["price"]] == [2]


def test_active_size_in_a_name(read: Read) -> None:
    """A22B in a name is the active size."""
    found = read("Astra-235B-A22B发布。", "Astra-235B-A22B")["Astra-235B-A22B"]["parameters"]
    assert [(v.value, v.kind) for v in found] == [(235e9, "total"), (22e9, "active")]


@pytest.mark.parametrize(
    ("text", "names", "name", "expected"),
    [
        ("谷歌今天正式发布了Astra。", ["Astra"], "Astra", "Google"),
        ("Astra是由百度开发的语言模型。", ["Astra"], "Astra", "Baidu"),
        ("这是微软旗下的新模型Astra。", ["Astra"], "Astra", "Microsoft"),
        ("腾讯将Astra完全开源。", ["Astra"], "Astra", "Tencent"),
        ("智谱在毫无预告的情况下，发了Astra。", ["Astra"], "Astra", "Zhipu AI"),
        ("来自阿里巴巴的Astra和Borea都很快。", ["Astra", "Borea"], "Borea", "Alibaba"),
        ("Meta推出首批模型：Astra与Borea。", ["Astra", "Borea"], "Borea", "Meta"),
        ("由月影智能（MoonAI）研发的Astra已上线。", ["Astra"], "Astra", "MoonAI"),
        ("星河实验室开源了Astra模型。", ["Astra"], "Astra", "星河实验室"),
        ("1、Astra\n\n这是Stability AI推出的小模型。", ["Astra"], "Astra", "Stability AI"),
        ("眼下最好的模型就是Astra，百度开发，体积很小。", ["Astra"], "Astra", "Baidu"),
        ("表里还有Astra（腾讯）与其他几款。", ["Astra"], "Astra", "Tencent"),
        ("微软：新升级的Astra登顶榜单。", ["Astra"], "Astra", "Microsoft"),
        ("谷歌日前一口气释出2款中文多模态模型Astra和Borea。", ["Astra", "Borea"], "Borea", "Google"),
    ],
)
def test_makers(catalogue: Catalogue, read: Read, text: str, names: list[str], name: str, expected: str) -> None:
    """Release verbs, passives, appositions, lists, unknown makers and headings name the organisation."""
    found = read(text, *names)
    (one,) = found[name]["organisation"]
    assert one.value == expected
    assert "".join(expected.split())[:2].lower() in one.span.quote.lower() or catalogue.organisation(expected)


@pytest.mark.parametrize(
    "text",
    [
        "微软的云平台接入了Astra。",
        "腾讯云推出Astra推理服务。",
        "微软宣布在Azure平台上推出Astra。",
        "英伟达股价上涨，Astra也受到关注。",
        "Hugging Face排行榜上，Astra排名第一。",
        "Astra击败了谷歌的Borea。",
        "Astra（微软云可用）价格不高。",
        "微软发布Astra驱动的浏览器。",
    ],
)
def test_bystanders_are_no_makers(read: Read, text: str) -> None:
    """An organisation in the same sentence did not make the model."""
    names = ["Astra", "Borea"] if "Borea" in text else ["Astra"]
    assert values(read(text, *names), "Astra", "organisation") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Astra基于Borea微调而成。", ["Borea"]),
        ("Astra以Borea为基础训练。", ["Borea"]),
        ("Astra是Borea的蒸馏版本。", ["Borea"]),
        ("研究者在Borea的基础上开发了Astra。", ["Borea"]),
        ("团队把Borea微调为Astra。", ["Borea"]),
        ("团队基于Borea微调出Astra。", ["Borea"]),
        ("Astra is fine-tuned from Borea.", ["Borea"]),
        ("Astra是在Borea上微调得到的。", ["Borea"]),
        ("Astra由Borea扩展而来。", ["Borea"]),
        ("Astra是Borea的全新升级版本。", ["Borea"]),
        ("Astra由视觉编码器、投影层和Borea组成。", ["Borea"]),
        ("Astra带有视觉编码器，语言模型部分采用Borea。", ["Borea"]),
        ("有人猜测Astra是Borea的升级版。", []),
        ("Astra基于和Borea相同的设计。", []),
        ("Astra并非基于Borea训练。", []),
        ("Astra使用Borea生成的数据训练。", []),
        ("Astra基于Borea的技术报告改写了宣传稿。", []),
    ],
)
def test_base_model(read: Read, text: str, expected: list[str]) -> None:
    """What a model was built from, not what it was compared with or fed by."""
    assert values(read(text, "Astra", "Borea"), "Astra", "base_model") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月5日，谷歌发布Astra。", ["2025-03-05"]),
        ("Astra于去年11月推出。", ["2024-11"]),
        ("昨日，百度开源了Astra。", ["2025-03-09"]),
        ("Astra的知识截止日期为2024年1月，现已发布。", []),
        ("随着2023年Astra的推出，行业变了。", []),
        ("Astra在今年2月横空出世。", ["2025-02"]),
        ("价格只有2月发布的Astra的一半。", ["2025-02"]),
        ("Astra发布于2024年9月12日。", ["2024-09-12"]),
        ("Astra发布时间：2024年9月。", ["2024-09"]),
        ("Astra论文的发布时间：2024年9月。", []),
        ("2月3日，谷歌宣布Astra用户数破亿。", []),
        ("2月3日，谷歌上线Astra的绘图功能。", []),
        ("Astra于2月3日上线手机版应用。", []),
        ("Astra于2月3日发布新版。", []),
        ("谷歌上周承诺开源Astra。", []),
        ("Astra来了。\n\n第五版模型于2月3日发布。", []),
    ],
)
def test_release_date(read: Read, text: str, expected: list[str]) -> None:
    """A date belongs to a release when a release verb joins them."""
    assert values(read(text, "Astra"), "Astra", "release_date") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("百度开源了Astra。", [True]),
        ("Astra已全面开源。", [True]),
        ("微软并未开源Astra。", [False]),
        ("Astra是闭源模型。", [False]),
        ("Astra等顶级模型并非开源。", [False]),
        ("谷歌以Apache 2.0许可证开源了Astra。", [True]),
        ("Astra优于其他开源模型。", []),
        ("Astra受到开源社区欢迎。", []),
        ("百度将开源Astra。", []),
        ("Astra将在约6个月后开源。", []),
        ("Astra很强，但未开源。", [False]),
        ("Astra是否开源还不清楚。", []),
        ("大家都希望Astra早日开源。", []),
        ("对比了Astra等其他开源模型。", [True]),
        ("Astra等闭源模型更贵。", [False]),
        ("Astra的代码和权重都是公开的。", [True]),
        ("Astra来了。\n\n团队一并开放了论文与模型权重。", [True]),
        ("它可以挑战Astra。模型权重公开后，大家都在试。", []),
    ],
)
def test_open_weights(read: Read, text: str, expected: list[bool]) -> None:
    """Open, not open, or not said of this model at all."""
    assert values(read(text, "Astra"), "Astra", "open_weights") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Astra采用Apache 2.0许可证。", ["Apache-2.0"]),
        ("Astra以MIT协议开源。", ["MIT"]),
        ("Astra仅在非商业许可下提供。", ["non-commercial"]),
        ("Astra由MIT的学生命名。", []),
    ],
)
def test_licence(read: Read, text: str, expected: list[str]) -> None:
    """Licences by name, where the words around say that they are one."""
    assert values(read(text, "Astra"), "Astra", "licence") == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Astra在MMLU上得分86.1。", "Astra", [("MMLU", 86.1)]),
        ("Astra以87.2分的成绩登顶C-Eval。", "Astra", [("C-Eval", 87.2)]),
        ("Astra reaches over 83% on MMLU.", "Astra", [("MMLU", 83)]),
        ("Astra准确率达到91.4%（GSM8K）。", "Astra", [("GSM8K", 91.4)]),
        ("Astra的MMLU为86.1（GPQA 59.1）。", "Astra", [("MMLU", 86.1), ("GPQA", 59.1)]),
        ("Astra在C-Eval、CMMLU上的得分为83.1和80.5。", "Astra", [("C-Eval", 83.1), ("CMMLU", 80.5)]),
        ("Astra的GPQA得分是55.4%，比Borea高3.1%。", "Astra", [("GPQA", 55.4)]),
        ("Astra在MMLU上击败了70%的模型。", "Astra", []),
        ("Astra的成绩：GSM8K 91.5、MATH-500 88.0。", "Astra", [("GSM8K", 91.5), ("MATH-500", 88)]),
        ("在GPQA测试中，Astra拿下77.8%，Borea只有60.2%。", "Borea", [("GPQA", 60.2)]),
        ("Astra在SWE-bench Verified上得63.8%，仅次于Borea（70.3%）。", "Borea", [("SWE-bench Verified", 70.3)]),
        ("Astra在GPQA上拿下77.8%，Borea是60.2%；MMLU更是88.1%对84.0%。", "Borea", [("GPQA", 60.2), ("MMLU", 84)]),
        ("Astra在AIME 2025上的准确率从58.8%提升至90.1%。", "Astra", [("AIME 2025", 90.1)]),
        ("Astra在MMLU上排名第3，领先5.2%。", "Astra", []),
    ],
)
def test_scores(read: Read, text: str, name: str, expected: list[tuple[str, float]]) -> None:
    """Results with their benchmark and their model; ranks, gains and margins are none."""
    names = ["Astra", "Borea"] if "Borea" in text else ["Astra"]
    found = read(text, *names)[name].get("scores", [])
    assert [(v.benchmark, v.value) for v in found] == expected


def _table(rows: list[list[str]]) -> tuple[str, tuple[Block, ...]]:
    """A Markdown-like table with its blocks."""
    text, blocks = "", []
    for row in rows:
        start, cells = len(text), []
        for cell in row:
            cells.append((len(text), len(text) + len(cell)))
            text += cell + " | "
        blocks.append(Block(start, len(text) - 3, "row", cells=tuple(cells), table=0))
        text += "\n"
    return text, tuple(blocks)


@pytest.mark.parametrize(
    "rows",
    [
        [["模型", "MMLU", "HumanEval"], ["Astra", "71.2", "65.0"], ["Borea", "80.4", "-"]],
        [["基准", "Astra", "Borea"], ["MMLU", "71.2", "80.4"], ["HumanEval", "65.0", "-"]],
    ],
    ids=["models-down", "models-across"],
)
def test_tables_lie_either_way(catalogue: Catalogue, plain_post: Callable[..., Any], rows: list[list[str]]) -> None:
    """A table of results is read by its header, with models in rows or in columns."""
    text, blocks = _table(rows)
    records = attach(*plain_post(text, "Astra", "Borea", blocks=blocks), catalogue)
    found = {r.name: [(v.benchmark, v.value) for v in dict(r.fields).get("scores", ())] for r in records}
    assert found == {"Astra": [("MMLU", 71.2), ("HumanEval", 65)], "Borea": [("MMLU", 80.4)]}


def test_table_columns_mean_what_their_header_says(catalogue: Catalogue, plain_post: Callable[..., Any]) -> None:
    """Parameters (in billions where no scale is written), active ones and windows."""
    text, blocks = _table([["模型", "总参数(B)", "激活参数", "上下文长度"], ["Astra", "14.3", "2.7B", "32K"]])
    (record,) = attach(*plain_post(text, "Astra", blocks=blocks), catalogue)
    fields = dict(record.fields)
    assert [(v.value, v.kind) for v in fields["parameters"]] == [(14.3e9, "total"), (2.7e9, "active")]
    assert [v.value for v in fields["context_length"]] == [32000]


@pytest.mark.parametrize(
    "rows",
    [
        [["项目", "闭源模型", "开源模型"], ["代表", "Astra", "Borea"]],
        [["类型", "代表模型"], ["闭源", "Astra"], ["开源", "Borea"]],
        [["模型", "是否开源"], ["Astra", "否"], ["Borea", "✓"]],
        [["模型", "类型"], ["Astra", "闭源"], ["Borea", "开源模型"]],
    ],
    ids=["columns", "rows", "asked", "kind"],
)
def test_openness_in_tables(catalogue: Catalogue, plain_post: Callable[..., Any], rows: list[list[str]]) -> None:
    """A column, a row or a cell tells which models are open."""
    text, blocks = _table(rows)
    records = attach(*plain_post(text, "Astra", "Borea", blocks=blocks), catalogue)
    found = {r.name: [v.value for v in dict(r.fields).get("open_weights", ())] for r in records}
    assert found == {"Astra": [False], "Borea": [True]}


def test_a_column_of_release_dates(catalogue: Catalogue, plain_post: Callable[..., Any]) -> None:
    """Dates as precise as written; a column of other dates is left alone."""
    rows = [
        ["模型", "发布时间", "评测时间"],
        ["Astra", "2024-9-12", "2025-01-02"],
        ["Borea", "2023年5月", "2025-01-02"],
    ]
    text, blocks = _table(rows)
    records = attach(*plain_post(text, "Astra", "Borea", blocks=blocks), catalogue)
    found = {r.name: [v.value for v in dict(r.fields).get("release_date", ())] for r in records}
    assert found == {"Astra": ["2024-09-12"], "Borea": ["2023-05"]}


def test_bases_in_tables(catalogue: Catalogue, plain_post: Callable[..., Any]) -> None:
    """A column of bases; one of architectures only where a cell says 基于."""
    rows = [["模型", "基座模型", "架构"], ["Astra", "Borea-7B", "Transformer"], ["Cetus", "-", "基于Borea-7B"]]
    text, blocks = _table(rows)
    records = attach(*plain_post(text, "Astra", "Borea-7B", "Cetus", blocks=blocks), catalogue)
    found = {r.name: [v.value for v in dict(r.fields).get("base_model", ())] for r in records}
    assert found == {"Astra": ["Borea-7B"], "Borea-7B": [], "Cetus": ["Borea-7B"]}


@pytest.mark.parametrize("head", ["机构", "开发商", "來源", "Vendor"])
def test_a_column_of_makers_credits_each_row(catalogue: Catalogue, plain_post: Callable[..., Any], head: str) -> None:
    """Known makers under their canonical name, unknown ones as written; a dash is nobody."""
    rows = [["模型", "参数量", head], ["Astra", "8B", "谷歌"], ["Borea", "4B", "星砾实验室"], ["Cetus", "2B", "—"]]
    text, blocks = _table(rows)
    records = attach(*plain_post(text, "Astra", "Borea", "Cetus", blocks=blocks), catalogue)
    found = {r.name: [v.value for v in dict(r.fields).get("organisation", ())] for r in records}
    assert found == {"Astra": ["Google"], "Borea": ["星砾实验室"], "Cetus": []}


@pytest.mark.parametrize(
    ("text", "said_by", "hedged"),
    [
        ("Astra有90亿参数。", "post", False),
        ("据传，Astra可能有90亿参数。", "post", True),
        ("谷歌表示，Astra有90亿参数。", "vendor:Google", False),
        ("据微软介绍，Astra有90亿参数。", "vendor:Microsoft", False),
    ],
    ids=["post", "hearsay", "vendor", "according-to"],
)
def test_voice(read: Read, text: str, said_by: str, hedged: bool) -> None:
    """Who says it and how surely."""
    (one,) = read(text, "Astra")["Astra"]["parameters"]
    assert (one.said_by, one.hedged) == (said_by, hedged)


@given(
    st.permutations(
        [
            "Astra有90亿参数",
            "谷歌发布Borea",
            "输出价格为8元/百万tokens",
            "支持128K上下文",
            "据传Astra将于5月1日发布",
            "\n\n",
        ]
    ),
    st.sampled_from(["。", "，", "\n"]),
)
def test_evidence_always_holds(
    catalogue: Catalogue, plain_post: Callable[..., Any], parts: list[str], mark: str
) -> None:
    """Whatever the order of clauses: every quote is verbatim, and every number stands in its quote."""
    text = mark.join(parts)
    clean, segments, entities = plain_post(text, "Astra", "Borea")
    for record in attach(clean, segments, entities, catalogue):
        for field, held in record.fields:
            for one in held:
                assert text[one.span.start : one.span.end] == one.span.quote
                if field in ("parameters", "context_length", "price"):
                    assert re.search(r"\d", one.span.quote)


def test_no_models_no_records(catalogue: Catalogue, plain_post: Callable[..., Any]) -> None:
    """A post without models has no records."""
    clean, segments, _ = plain_post("今天天气不错。")
    assert attach(clean, segments, (), catalogue) == ()


@pytest.mark.parametrize(
    ("text", "names", "field", "expected"),
    [
        (
            "今天发布 Astra，同时推出轻量的 Borea。两者的上下文均为 128K。",
            ["Astra", "Borea"],
            "context_length",
            {"Astra": [128e3], "Borea": [128e3]},
        ),
        (
            "系列含Astra-1B和Astra-4B两个尺寸。距离上次开源Corvus才两个月。两个模型都用了3万亿token训练。",
            ["Astra-1B", "Astra-4B", "Corvus"],
            "training_tokens",
            {"Astra-1B": [3e12], "Astra-4B": [3e12], "Corvus": []},
        ),
        (
            "甲公司的 Astra、乙公司的 Borea 和丙公司的 Corvus，总参数分别是 30 亿、40 亿、50 亿。",
            ["Astra", "Borea", "Corvus"],
            "parameters",
            {"Astra": [3e9], "Borea": [4e9], "Corvus": [5e9]},
        ),
        ("不明物-9000 拥有 30 亿参数，超越 Astra。", ["Astra"], "parameters", {"Astra": []}),
        ("Astra来了。300亿参数的下一代模型也在路上。", ["Astra"], "parameters", {"Astra": []}),
        (
            "Astra有30亿参数。它的小弟Borea更轻。\n\n输入价格为每百万tokens 2元。",
            ["Astra", "Borea"],
            "price",
            {"Astra": [2], "Borea": []},
        ),
    ],
    ids=["two", "count-word", "makers-in-list", "unknown-owner", "next-generation", "paragraph"],
)
def test_whose_a_shared_or_unattached_number_is(
    read: Read, text: str, names: list[str], field: str, expected: dict[str, list[float]]
) -> None:
    """都, 两者 and 分别 share, an unknown owner keeps its number, a paragraph goes on with the one before."""
    fields = read(text, *names)
    assert {name: values(fields, name, field) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("丙公司把Astra的权重放上了Hugging Face。", [True]),
        ("Astra来了。\n\n模型权重已上传，谁都能下载。", [True]),
        ("Astra来了。\n\n项目已依据Apache 2.0协议开源。", [True]),
        ("Astra 在六月就开源了。", [True]),
        ("Astra来了。\n\n模型未开放权重。", [False]),
        ("Astra来了，但没有公布任何权重。", [False]),
        ("Astra的许可证并不是严格意义上的开源。", [False]),
        ("Astra目前仅提供API。", [False]),
        ("Astra很强。对我来说，开源有没有追上闭源不重要。", []),
    ],
    ids=str,
)
def test_whether_weights_are_out(read: Read, text: str, expected: list[bool]) -> None:
    """Weights are given out, or held back, in many words; talk about openness in general says neither."""
    assert values(read(text, "Astra"), "Astra", "open_weights") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Astra采用Astra社区许可协议。", "Astra社区许可协议"),
        ("Astra权重采用Borealis Research License，可商用。", "Borealis Research License"),
        ("Astra用自定的模型许可证。", "自定的模型许可证"),
        ("Astra来了。代码采用MIT协议。", None),
        ("Astra在MIT许可下开源。", "MIT"),
    ],
    ids=str,
)
def test_licences_by_name(read: Read, text: str, expected: str | None) -> None:
    """A licence may carry any name; that of the code is not the model's."""
    found = values(read(text, "Astra"), "Astra", "licence")
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("丙公司在 7 日放出 Astra。", ["Astra"], {"Astra": ["2025-03-07"]}),
        ("丙公司在 27 日放出 Astra。", ["Astra"], {"Astra": ["2025-02-27"]}),
        ("3月3日甲公司发布Astra。隔天，乙公司拿出了Borea。", ["Astra", "Borea"], {"Borea": ["2025-03-04"]}),
        ("3月3日甲公司发布Astra。乙公司同日发布Borea。", ["Astra", "Borea"], {"Borea": ["2025-03-03"]}),
        ("3月3日，甲公司发布Astra，同时推出轻量版Borea。", ["Astra", "Borea"], {"Borea": ["2025-03-03"]}),
        ("3月3日消息，甲公司宣布Astra降价。", ["Astra"], {"Astra": []}),
        ("甲公司说Astra预计明年推出。", ["Astra"], {"Astra": []}),
        ("对手还是2019年的Astra。", ["Astra"], {"Astra": ["2019"]}),
    ],
    ids=str,
)
def test_days_told_by_other_days(read: Read, text: str, names: list[str], expected: dict[str, list[str]]) -> None:
    """同日, 隔天 and 27 日 count from what is known; a dateline and a plan are no release."""
    fields = read(text, *names)
    assert {name: values(fields, name, "release_date") for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("微软昨天把Astra的权重放上了Hugging Face。", ["Astra"], {"Astra": "Microsoft"}),
        ("谷歌则称，Astra 的窗口更长。", ["Astra"], {"Astra": "Google"}),
        ("我会先试Astra，谷歌那个，够小。", ["Astra"], {"Astra": "Google"}),
        ("微软宣布为Astra系列模型正式开放长窗口。", ["Astra"], {"Astra": "Microsoft"}),
        (
            "微软一口气开源了四个Astra模型。它们都不大。最小的是Astra-1B。",
            ["Astra", "Astra-1B"],
            {"Astra-1B": "Microsoft"},
        ),
        ("谷歌宣布，Astra主力模型Borea降价。", ["Astra", "Borea"], {"Borea": "Google"}),
    ],
    ids=str,
)
def test_makers_in_passing(read: Read, text: str, names: list[str], expected: dict[str, str]) -> None:
    """News seldom says who made a model; whoever gives, renews or speaks for it did."""
    fields = read(text, *names)
    assert {name: values(fields, name, "organisation") for name in expected} == {k: [v] for k, v in expected.items()}


def test_results_told_in_turn_go_to_their_benchmarks(read: Read) -> None:
    """在 A 和 B 上分别达 x 和 y gives each benchmark its own result."""
    found = read("Astra在SWE-bench Verified和GPQA上分别达到74.4%和51.0%。", "Astra")["Astra"]["scores"]
    assert [(v.benchmark, v.value) for v in found] == [("SWE-bench Verified", 74.4), ("GPQA", 51)]


def test_members_share_openness(read: Read) -> None:
    """What opens as a family opens for the members listed right behind, for no namesake further on."""
    fields = read(
        "微软开源了Astra系列。包括Astra-1B与Astra-9B两款。\n\n日后再说Astra-X。",
        "Astra",
        "Astra-1B",
        "Astra-9B",
        "Astra-X",
    )
    assert {n: values(fields, n, "open_weights") for n in fields} == {
        "Astra": [True],
        "Astra-1B": [True],
        "Astra-9B": [True],
        "Astra-X": [],
    }
