"""Names of models in Chinese texts: what is found, and what is left alone."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.catalogue import Catalogue
from summarizer.stages.recognise import recognise
from summarizer.types import Block, CleanText, Post, Segment


@pytest.fixture(scope="module")
def catalogue():
    """The packaged catalogue."""
    return Catalogue.load()


def clean(text, blocks=()):
    """A clean text that keeps everything."""
    return CleanText(Post("id", "post.md", "text", text), ((0, len(text)),), (), blocks)


def surfaces(text, catalogue, blocks=()):
    """The surfaces recognised in a text."""
    body = clean(text, blocks)
    return [m.surface for m in recognise(body, (Segment("s1", "section", 0, len(text)),), catalogue)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新版ＧＰＴ－４ｏ模型今天开放。", ["ＧＰＴ－４ｏ"]),
        ("我们测试了 Qwen- 14b 这个模型。", ["Qwen- 14b"]),
        ("訊飛星火與文心一言都是大模型。", ["訊飛星火", "文心一言"]),
        ("用llama3.1:70b跑了一晚上推理。", ["llama3.1:70b"]),
        ("模型列表：DeepSeek-\nR1 最受欢迎。", ["DeepSeek-\nR1"]),
        ("这个模型就是 Stable\nDiffusion，开源很久了。", ["Stable\nDiffusion"]),
        ("新模型GLM-4.5比GPT-4快。", ["GLM-4.5", "GPT-4"]),
    ],
    ids=["full-width", "blank-inside", "traditional", "tag", "hyphen-at-line-end", "words-over-lines", "mixed-script"],
)
def test_known_names_in_every_spelling(text, expected, catalogue):
    """Full-width, split, Traditional and glued spellings are found where they stand."""
    assert surfaces(text, catalogue) == expected


@pytest.mark.parametrize(
    ("text", "name", "id"),
    [
        ("阿里的通义千问模型又更新了。", "Qwen", "qwen"),
        ("千问3模型发布。", "Qwen3", "qwen3"),
        ("豆包1.5Pro模型降价。", "Doubao-1.5-pro", "doubao-1.5-pro"),
        ("模型 Claude-4-Sonnet 很会写代码。", "Claude Sonnet 4", "claude-sonnet-4"),
        ("Opus 4.5 模型更贵。", "Claude Opus 4.5", "claude-opus-4.5"),
    ],
)
def test_aliases_lead_to_one_name(text, name, id, catalogue):
    """Brand names in two scripts, other orders of the parts and short forms are linked to the same row."""
    (mention,) = recognise(clean(text), (), catalogue)
    assert (mention.name, mention.catalogue_id) == (name, id)


def test_a_version_no_catalogue_knows_is_still_a_name(catalogue):
    """A family with a version from the future is recognised and honestly unlisted."""
    (mention,) = recognise(clean("据传 GPT-17 模型正在训练。"), (), catalogue)
    assert (mention.surface, mention.catalogue_id) == ("GPT-17", None)


def test_a_sibling_is_not_linked_to_the_row_of_another_variant(catalogue):
    """Flash-Lite of a version of which only Pro is listed is unlisted, not Pro."""
    (mention,) = recognise(clean("模型 Gemini 3.1 Flash-Lite 很便宜。"), (), catalogue)
    assert mention.catalogue_id is None


@pytest.mark.parametrize(
    "text",
    [
        "猎鹰9号火箭今晨发射，Falcon Heavy 的人工智能导航也在测试。",
        "水族馆里的Orca游来游去，人工智能相机拍下了它。",
        "展览展出 Claude Monet 的油画，由人工智能讲解。",
        "把 command 写进脚本，再用 AI 检查 align 属性。",
        "骁龙8 Gen 3 手机的人工智能跑分出炉。",
        "早餐两个豆包，午后读文心雕龙。",
        "Gemini 大会在伦敦召开，讨论人工智能。",
    ],
    ids=["rocket", "animal", "person", "markup", "chip", "food", "event"],
)
def test_words_that_only_look_like_models(text, catalogue):
    """Animals, people, rockets, chips and food are no models, even beside talk of AI."""
    assert surfaces(text, catalogue) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("阿联酋研究所开源的 Falcon 模型参数不少。", ["Falcon"]),
        ("微软的Orca模型靠解释学习，参数130亿。", ["Orca"]),
        ("开源模型 Falcon-7B 之外，Falcon 还有更大的。", ["Falcon-7B", "Falcon"]),
        ("LLaMA 和 Alpaca 等模型都可以微调。", ["LLaMA", "Alpaca"]),
        ("业界开源LLM BLOOM模型支持几十种语言。", ["BLOOM"]),
    ],
    ids=["noun", "maker", "sized-sibling", "list", "behind-a-term"],
)
def test_the_same_words_as_models(text, expected, catalogue):
    """模型 beside it, the maker, a sibling with a size, or a list of models decide for the model."""
    assert surfaces(text, catalogue) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DeepSeek 创始人谈人工智能，DeepSeek 公司估值上升。", []),
        ("DeepSeek 宣布开源新的推理模型 DeepSeek-R1。", ["DeepSeek-R1"]),
        ("打开豆包App问模型问题，豆包 2.0 模型会回答。", ["豆包 2.0"]),
        ("用 Gemini CLI 写代码，背后是 Gemini 2.5 Pro 模型。", ["Gemini 2.5 Pro"]),
        ("Qwen 团队介绍了大语言模型 Qwen3。", ["Qwen3"]),
        ("使用 Mistral、Llama 等模型都很简单。", ["Mistral", "Llama"]),
    ],
    ids=["company", "company-and-model", "app", "tool", "team", "company-in-a-list-of-models"],
)
def test_makers_and_apps_of_the_same_name(text, expected, catalogue):
    """A maker, its team and its app are told from the model by the words beside them."""
    assert surfaces(text, catalogue) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("雪原团队发布推理模型 Xuetu-2，性能不错。", ["Xuetu-2"]),
        ("我们部署了 Xuetu-2.5-14B-Instruct 来回答问题。", ["Xuetu-2.5-14B-Instruct"]),
        ("高校联合开源音频模型-SnowVoice。", ["SnowVoice"]),
        ("他们的 SnowVoice 语音合成模型很小。", ["SnowVoice"]),
        ("SnowEmbed是一款领先的多模态嵌入模型，今天开放。", ["SnowEmbed"]),
        ("据悉，内部代号Snowpea的新模型仍在训练。", ["Snowpea"]),
        ("雪原公司发布“雪豹”大模型，开放权重。", ["雪豹"]),
        ("Qwen3、SnowMind2和GLM-4.5参与了评测。", ["Qwen3", "SnowMind2", "GLM-4.5"]),
        ("基于 Llama 微调的 Snow-Llama-7B 模型也开源了。", ["Llama", "Snow-Llama-7B"]),
    ],
    ids=["noun-before", "shape", "dash", "noun-after", "definition", "code-name", "quoted", "list", "family-inside"],
)
def test_unknown_names(text, expected, catalogue):
    """Names that no catalogue has are found by their shape and by the words beside them."""
    assert surfaces(text, catalogue) == expected


@pytest.mark.parametrize(
    "text",
    [
        "用 vLLM 和 PyTorch 在 H100 上部署模型，MMLU 和 GSM8K 都跑了。",
        "LLaMA-Factory 与 Qwen-Agent 都是好用的模型工具。",
        "团队用 LoRA 与 GRPO 训练模型，数据取自 Common Crawl。",
        "SnowData-2M 数据集可用于模型训练。",
        "OpenSnow开源的推理框架支持多家大模型。",
        "Sam Altman 与黄仁勋谈论大模型。",
        "链接 https://example.com/Qwen2.5-7B-Instruct 里有模型下载。",
        "文件名是 qwen2-7b-final.jpg，模型结果见图。",
        "这是 AI 模型，也是 MoE 模型和 LLM 模型。",
        "他们发布“多模态”大模型，并称之为“最懂你的模型”。",
    ],
    ids=[
        "frameworks",
        "projects",
        "methods",
        "dataset",
        "publisher",
        "people",
        "address",
        "file",
        "kinds",
        "quoted-kinds",
    ],
)
def test_what_stands_beside_models_is_no_model(text, catalogue):
    """Frameworks, chips, benchmarks, data sets, methods, people, addresses and kinds of models are left alone."""
    assert surfaces(text, catalogue) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("DeepSeek-R1模型发布，R1随即登顶。", ["DeepSeek-R1", "DeepSeek-R1"]),
        ("Gemini 3.1 Pro 模型来了，3.1 Pro 更快。", ["Gemini 3.1 Pro", "Gemini 3.1 Pro"]),
        ("DeepSeek 网页端更新了模型，V9 不远了。", ["DeepSeek-V9"]),
        ("模型 Qwen2.5-7B、14B和32B都开源。", ["Qwen2.5-7B", "Qwen2.5-14B", "Qwen2.5-32B"]),
        ("豆包 2.0 模型分级：2.0 Lite 便宜。", ["Doubao-Seed-2.0", "Doubao-Seed-2.0 Lite"]),
    ],
    ids=["tail", "version-and-variant", "brand-and-letter", "sizes", "variant-of-a-version"],
)
def test_shortened_names_are_completed(text, names, catalogue):
    """R1 after DeepSeek-R1, 2.0 Lite after 豆包 2.0, sizes in a list: each mention carries the whole name."""
    assert [m.name for m in recognise(clean(text), (), catalogue)] == names


def test_a_letter_and_a_number_alone_are_no_name(catalogue):
    """V9 without a brand in reach could be anything."""
    assert surfaces("这款人工智能相机的 V9 版本上市了。", catalogue) == []


def test_the_brand_before_the_full_name_is_no_mention_of_its_own(catalogue):
    """通义千问Qwen3 is one mention of one model, not two."""
    assert [m.name for m in recognise(clean("通义千问Qwen3模型发布，文心大模型ERNIE 4.5也是。"), (), catalogue)] == [
        "Qwen3",
        "文心大模型 4.5",
    ]


def test_names_do_not_run_over_table_cells(catalogue):
    """The score in the next cell is no version of the model."""
    row = "Mixtral-8x7B 70.6 60.4"
    cells = ((0, 12), (13, 17), (18, 22))
    assert surfaces(row, catalogue, (Block(0, len(row), "row", cells=cells, table=0),)) == ["Mixtral-8x7B"]


def test_an_item_title_is_a_name_where_its_text_defines_a_model(catalogue):
    """A heading that is just a name counts when the sentence behind it says what it is."""
    text = "SnowRank\n由雪原公司推出的重排序模型，适合检索。"
    blocks = (Block(0, 8, "heading", 2), Block(9, len(text), "paragraph"))
    assert surfaces(text, catalogue, blocks) == ["SnowRank"]


@given(
    st.lists(
        st.sampled_from(["Qwen", "2.5", "-7B", "豆包", "模型", " ", "\n", "《", "GPT", "4", "R1", "、", "Ｙ", "*"]),
        max_size=25,
    )
)
def test_mentions_are_ordered_disjoint_and_verbatim(parts):
    """Whatever the text, mentions lie inside it, in order, without overlap, and quote it."""
    text = "".join(parts)
    mentions = recognise(clean(text), (), Catalogue.load())
    assert all(text[m.start : m.end] == m.surface and m.surface.strip() for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@pytest.mark.parametrize(
    "text",
    [
        "模型GPT-4、" * 6000,
        "GPT-4 " + "混合专家" * 10000,
        ("Foo" + "文生视频" * 20 + "，") * 400,
        "DeepSeek " + "V4、" * 10000,
        "模型" + "](" * 20000 + "<a" * 10000,
        "模型" + "a.-/" * 10000 + "@",
        " ".join(f"模型 Foo{i}-7B，" for i in range(3000)),
    ],
    ids=["one-name", "modifiers", "ambiguous-modifiers", "codes", "markup", "addresses", "many-names"],
)
def test_hostile_repetition_costs_no_more_than_its_length(text, catalogue):
    """Tens of thousands of repeated pieces are read in seconds, not hours."""
    start = time.process_time()
    recognise(clean(text), (), catalogue)
    assert time.process_time() - start < 8


def test_a_users_row_is_recognised(tmp_path):
    """A name added by the user is found, and linked to the user's row."""
    file = tmp_path / "mine.jsonl"
    file.write_text('{"id": "xuetu", "name": "雪兔", "organisation": "雪原实验室"}\n', encoding="utf-8")
    (mention,) = recognise(clean("雪原实验室的雪兔今天更新。"), (), Catalogue.load(file))
    assert (mention.surface, mention.catalogue_id) == ("雪兔", "xuetu")


def test_recognising_is_fast(catalogue):
    """3,000 characters take milliseconds (bound with room for slow machines)."""
    text = ("雪原团队今天发布了新的推理模型，与 Qwen2.5-72B、GPT-4o 和 DeepSeek-R1 相比，参数更少。" * 60)[:3000]
    body = clean(text)
    recognise(body, (), catalogue)
    start = time.process_time()
    recognise(body, (), catalogue)
    assert time.process_time() - start < 0.1


@pytest.mark.parametrize(
    "text",
    [
        "大模型公司推出名为 Zorvex Golf 的开放式研究挑战赛，参与者训练小模型。",
        "厂商发布首款 AI 硬件，首发 S8 与 G7 系列眼镜，接入大模型。",
        "公司发布面向智能体的编程语言 Zorvex，名为 Zorvex 的编程语言由大模型生成。",
        "这家 AI 公司并入集团，更名为 ZorvexAI，继续训练模型。",
        "训练大模型时路由会失衡，这常被称为“专家崩溃”问题。",
        "Zorvex Agent v0.13.0 发布，支持更多大模型。",
        "计划提供 6 个月的 Claude Max 20x 使用权，可调用各种模型。",
    ],
    ids=["contest", "glasses", "language", "renamed-company", "problem", "agent", "plan"],
)
def test_what_a_noun_says_is_something_else_is_no_model(text, catalogue):
    """Contests, devices, languages, companies and plans are left alone, announced or not."""
    assert surfaces(text, catalogue) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OpenAI 发布了名为 OpenAI Zorvex Filter 的开放权重模型。", ["OpenAI Zorvex Filter"]),
        ("ElevenLabs 发布 Music v9 模型，支持局部重绘。", ["Music v9"]),
        ("GPT-5.5 Instant 模型已向所有用户推出。", ["GPT-5.5 Instant"]),
        ("旗舰模型 Zorvex 之外，还有 90 亿参数的 Zorvex 9B。", ["Zorvex", "Zorvex 9B"]),
        ("长文档适合交给 Opus 等大上下文模型处理。", ["Opus"]),
    ],
    ids=["company-in-the-name", "word-in-the-name", "instant", "member", "and-other-models"],
)
def test_names_with_known_words_in_them(text, expected, catalogue):
    """A company, an ordinary word or a variant may be part of a model's name."""
    assert surfaces(text, catalogue) == expected


def test_kin_of_an_unknown_model_is_found_without_more_words(catalogue):
    """Another version of what the post calls a model needs no 模型 beside it, a like-shaped library does."""
    text = "开源模型 Zorvex-4.5-Air 已发布，成绩超过 Zorvex-4，依赖 Jinja2 渲染模板。"
    assert surfaces(text, catalogue) == ["Zorvex-4.5-Air", "Zorvex-4"]


def test_versions_in_a_list_are_names_of_their_own(catalogue):
    """The versions after the first are models, a price or a count is not."""
    found = recognise(clean("他交付了 GPT-5、5.1、5.2 模型，Kimi-K2.6/2.5 也已接入。"), (), catalogue)
    assert [m.name for m in found] == ["GPT-5", "GPT-5.1", "GPT-5.2", "Kimi K2.6", "Kimi K2.5"]
    assert surfaces("模型 GPT-5 和 5.1 万元的服务器。", catalogue) == ["GPT-5"]


@pytest.mark.parametrize(
    "text",
    [
        "Kimi WebBridge 扩展支持第三方大模型。",
        "Qwen 官宣全球大使计划，招募 AI 开发者。",
        "Kimi 开放平台推出充值活动，AI 开发者受益。",
        "千问 AI 眼镜售价 1997 元，内置大模型。",
    ],
    ids=["product", "announcement", "platform", "device"],
)
def test_a_brand_that_acts_or_names_a_product_is_no_model(text, catalogue):
    """The brand of a family stands for the company or its products here."""
    assert surfaces(text, catalogue) == []


def test_a_namesake_of_another_maker_is_not_linked(catalogue):
    """The row of a short name is not meant where a maker from another country publishes it."""
    (first, *_) = recognise(clean("AI2 发布 EMO 模型，EMO 是混合专家模型。"), (), catalogue)
    assert (first.surface, first.catalogue_id) == ("EMO", None)


def test_the_middle_of_a_full_name_is_its_short_form(catalogue):
    """XGuard alone means the full name that has it, or the series of several."""
    one = recognise(clean("安全模型 Acme-XGuard-Reason-0.6B 发布，XGuard 很快，XGuard 数据集也开源。"), (), catalogue)
    assert [m.name for m in one] == ["Acme-XGuard-Reason-0.6B", "Acme-XGuard-Reason-0.6B"]
    two = recognise(clean("模型 Acme-XGuard-Pro-1B 与 Acme-XGuard-Pro-8B 发布，XGuard 很快。"), (), catalogue)
    assert [m.name for m in two] == ["Acme-XGuard-Pro-1B", "Acme-XGuard-Pro-8B", "XGuard"]


def test_a_letter_and_a_digit_in_code_are_a_variable(catalogue):
    """T0 is a model where the text says so, and a variable in a list of variables."""
    assert surfaces("推理时位置编码交错排列：[T0, H0, W0, T1, H1, W1]，模型据此训练。", catalogue) == []


def test_a_family_and_the_variant_behind_it_are_one_name(catalogue):
    """Granite Speech 4.1 is not the Speech 4.1 of somebody else."""
    assert surfaces("该系列还包括 Granite Vision 4.1、Granite Speech 4.1 等模型。", catalogue) == [
        "Granite Vision 4.1",
        "Granite Speech 4.1",
    ]


def test_what_something_is_like_is_a_model(catalogue):
    """类 before a name keeps it from being the one who acts in the words behind it."""
    assert surfaces("某厂发布类ChatGPT开源模型。", catalogue) == ["ChatGPT"]


def test_a_variant_that_a_row_does_not_list_is_not_linked_to_it(catalogue):
    """Small of a model that has none is another model; Instruct is the same one tuned."""
    linked = {
        m.surface: m.catalogue_id for m in recognise(clean("模型 BGE-M3-Small 和 Qwen3-Instruct。"), (), catalogue)
    }
    assert linked == {"BGE-M3-Small": None, "Qwen3-Instruct": "qwen3"}


@pytest.mark.parametrize(
    "text", ["大模型“同质化”加剧。", "许多大模型“降智”。", "参考 [Awesome Zorvex LLM](x) 大模型。"]
)
def test_what_befalls_models_is_no_name(text, catalogue):
    """Nouns in quotes behind 大模型 and lists of links are left alone."""
    assert surfaces(text, catalogue) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用 DeepSeek 写代码，MiniMax 生成的答案却不行，人工智能仍会犯错。", ["DeepSeek", "MiniMax"]),
        ("DeepSeek、智谱、MiniMax 三家大模型公司都在融资。", []),
        ("百川大模型：百川智能开发。", ["百川大模型"]),
        ("DeepSeek 公司回答了记者关于大模型的提问。", []),
        ("模型 Gemma-2-2B/9B/27B 模型", ["Gemma-2-2B", "9B", "27B"]),
        ("星火医疗大模型 V9.0 上线。", ["星火医疗大模型 V9.0"]),
    ],
    ids=["at-work", "companies", "its-maker", "spokesman", "sizes-with-slashes", "version-alone"],
)
def test_what_a_name_does_decides(text, expected, catalogue):
    """What answers or is given work is a model, what stands in a list of companies is none."""
    assert surfaces(text, catalogue) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("免费入口 `acme/inkling:free` 和 `acme/zorvex-mini:free`。大模型 API。", ["inkling", "zorvex-mini"]),
        ("匿名模型 `stealth/owl-alpha` 下架。", ["owl-alpha"]),
        ("大模型代码在 `acme/zorvex-mini`，文档见 docs/owl-alpha。", []),
        ("发布岭云 2.0 大模型，推出全新 2.0 大模型，上线语音 3.0 模型。", ["岭云 2.0"]),
        ("竞品 Fable 9 模型更新，故事 Fable 9 页。", ["Fable 9"]),
        ("豆包 APP、即梦等 C 端产品都用大模型，字节跳动旗下。", []),
        ("眼镜 Meta Gen 3 内置大模型助手。", []),
    ],
    ids=["exchange", "stealth", "repository", "chinese-version", "term", "products", "generation"],
)
def test_ids_versions_and_products(text, expected, catalogue):
    """An id with its price is a model's, a path is not; a version before 模型 makes a name, products make none."""
    assert surfaces(text, catalogue) == expected


def test_a_derivative_is_not_linked_to_the_row_of_its_base(catalogue):
    """Abliterated and uncensored weights are somebody else's model."""
    text = "模型 Qwen3-8B abliterated 与 Qwen3-8B-Uncensored 都来自 Qwen3-8B。"
    linked = [(m.name, m.catalogue_id) for m in recognise(clean(text), (), catalogue)]
    assert linked == [("Qwen3-8B-abliterated", None), ("Qwen3-8B-Uncensored", None), ("Qwen3-8B", "qwen3")]
