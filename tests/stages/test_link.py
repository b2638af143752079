"""Mentions become entities: one for each identity."""

import time

import pytest

from summarizer.catalogue import Catalogue
from summarizer.stages.link import link
from summarizer.stages.recognise import recognise
from summarizer.types import CleanText, Post, Segment


@pytest.fixture(scope="module")
def catalogue():
    """The packaged catalogue."""
    return Catalogue.load()


def entities(text, catalogue, title=None):
    """The entities of a text that keeps everything."""
    body = CleanText(Post("id", "post.md", "text", text, title=title), ((0, len(text)),), ())
    segments = (Segment("s1", "section", 0, len(text)),)
    return link(body, segments, recognise(body, segments, catalogue), catalogue)


def names(text, catalogue):
    """Their names."""
    return [e.name for e in entities(text, catalogue)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("模型 DeepSeek-R1 与 Deepseek R1 是一回事，R1 也是。", ["DeepSeek-R1"]),
        ("通义千问模型又名 Qwen，也写作千问。", ["Qwen"]),
        ("模型 Claude-4-Sonnet 就是 Claude Sonnet 4。", ["Claude Sonnet 4"]),
        ("Zephyr 7B 模型很小，Zephyr 擅长对话，这个模型开源。", ["Zephyr 7B"]),
        ("Gemini 3 Pro 模型不错，Gemini 3 Pro Preview 同价。", ["Gemini 3 Pro"]),
    ],
    ids=["spellings", "scripts", "order", "only-size", "preview"],
)
def test_one_identity_is_one_entity(text, expected, catalogue):
    """Spellings, aliases, the order of parts, a bare name for the only size, and previews are merged."""
    assert names(text, catalogue) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Llama3-8B 模型和 Llama3-70B 模型", ["Llama3-8B", "Llama3-70B"]),
        ("Qwen2.5 系列模型包括 Qwen2.5-7B。", ["Qwen2.5", "Qwen2.5-7B"]),
        ("Phi-2 是 Phi 模型系列的新成员。", ["Phi-2", "Phi"]),
        ("Llama 2 模型发布，其中 Llama 2 70B 最大。", ["Llama 2", "Llama 2 70B"]),
        ("Qwen1.5-7B 模型与 Qwen1.5-7B-Chat 模型", ["Qwen1.5-7B", "Qwen1.5-7B-Chat"]),
    ],
    ids=["sizes", "series", "version", "family-of-many-sizes", "chat"],
)
def test_other_sizes_and_series_stay_apart(text, expected, catalogue):
    """Sizes, series, versions and chat variants are identities of their own."""
    assert names(text, catalogue) == expected


def test_an_entity_knows_its_family(catalogue):
    """The family is the nearest one the post names, else the one the name shows."""
    found = {e.name: e.family for e in entities("Qwen2.5-7B 模型属于 Qwen2.5 系列，GLM-4.5-Air 模型也在。", catalogue)}
    assert found == {"Qwen2.5-7B": "Qwen2.5", "Qwen2.5": None, "GLM-4.5-Air": "GLM-4.5"}


def test_mentions_keep_their_order_and_are_all_kept(catalogue):
    """Linking loses no mention."""
    text = "R1 是模型 DeepSeek-R1 的简称，GPT-4o 不是。R1 很强。"
    found = entities(text, catalogue)
    assert [[m.surface for m in e.mentions] for e in found] == [["R1", "DeepSeek-R1", "R1"], ["GPT-4o"]]


def test_linking_thousands_of_names_is_no_matter_of_minutes(catalogue):
    """The cost grows with the number of names, not with its square."""
    text = " ".join(f"模型 Qwen{i}-7B，" for i in range(100, 3100))
    body = CleanText(Post("id", "post.md", "text", text), ((0, len(text)),), ())
    mentions = recognise(body, (), catalogue)
    start = time.process_time()
    assert len(link(body, (), mentions, catalogue)) == 3000
    assert time.process_time() - start < 8


def test_the_subject_is_central_and_a_passing_mention_is_not(catalogue):
    """The model in the title is what the post is about; one named late, once, is not."""
    text = "今天发布的是 GLM-4.5 模型。" + "它在代码任务上进步明显。" * 30 + "对比对象有 GPT-4o 模型。"
    found = {e.name: e.central for e in entities(text, catalogue, title="智谱发布 GLM-4.5")}
    assert found == {"GLM-4.5": True, "GPT-4o": False}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("前沿模型 Zorvex-9B（此前内部代号为“Marlin”）发布，Marlin 模型更快。", ["Zorvex-9B"]),
        ("开放权重模型 Zorvex XS.2 很小，模型 XS.2 也快。", ["Zorvex XS.2"]),
        ("我们测了 Qwen3-4B 模型。\n部署用的是 Qwen3-4B-GGUF。", ["Qwen3-4B"]),
        ("模型 Gemini 3.0 领先，Gemini 3 又便宜。", ["Gemini 3"]),
    ],
    ids=["code-name", "tail", "format", "noughts"],
)
def test_other_names_of_one_model_are_merged(text, expected, catalogue):
    """A code name in brackets, the end of an unlisted name, a file format and a nought are no other identity."""
    assert names(text, catalogue) == expected


def test_formats_held_against_each_other_stay_apart(catalogue):
    """A sentence that compares a model with its quantized weights speaks of two."""
    assert names("模型 Qwen3-4B 与 Qwen3-4B-AWQ 相比只差一点。", catalogue) == ["Qwen3-4B", "Qwen3-4B-AWQ"]


def test_a_name_is_written_in_the_script_of_the_text(catalogue):
    """An unlisted member is not renamed to the other script of its family."""
    assert names("商汤开源 SenseNova U9 多模态模型。", catalogue) == ["SenseNova U9"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("模型 Zorvex-2（原名 Owlet-1）开源，Owlet-1 曾排第一。", ["Zorvex-2"]),
        ("谷歌的 Bard 模型已更名为 Gemini，模型更强。", ["Gemini"]),
        ("LLaMA 模型开创先河，Llama 2 比 Llama 1 强。", ["Llama 1", "Llama 2"]),
        ("Gemini 1.0 模型发布，Gemini 支持图片。", ["Gemini 1.0"]),
        ("Gemini 1.0 模型之后是 Gemini 1.5 Pro，Gemini 一直在变。", ["Gemini 1.0", "Gemini 1.5 Pro", "Gemini"]),
    ],
    ids=["former-name", "renamed", "first-under-its-name", "only-version", "brand-of-several"],
)
def test_former_names_and_first_versions(text, expected, catalogue):
    """A former name is a name of the same model, and so is the plain name of a first version."""
    assert names(text, catalogue) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("模型 GPT-4o 不错，接口里叫 gpt-4o-2024-08-06。", ["GPT-4o"]),
        ("模型 GPT-4o 有 gpt-4o-2024-05-13 和 gpt-4o-2024-08-06。", 3),
        ("下载 Qwen/Qwen3-32B 模型。", ["Qwen3-32B"]),
    ],
    ids=["one-day", "two-days", "path-of-a-hub"],
)
def test_identifiers_name_the_same_model(text, expected, catalogue):
    """A dated identifier is the model of a post that names one day only; a hub's owner is no mention."""
    found = names(text, catalogue)
    assert found == expected if isinstance(expected, list) else len(found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("匿名模型 Fennec Alpha 的真身是 Zorvex 26.9，后者今日开源。", ["Zorvex 26.9"]),
        ("Zorvex 26.9（此前的匿名模型 Fennec Alpha）正式发布，该模型支持长文本。", ["Zorvex 26.9"]),
        ("神秘模型 Fennec Alpha 就是推理模型 Zorvex-9B，模型 Fennec Alpha 已下架。", ["Zorvex-9B"]),
        ("模型 Zorvex-9B 就是快，匿名模型 Fennec Alpha 更快。", ["Zorvex-9B", "Fennec Alpha"]),
        ("Runway Gen-3 视频模型很强，Gen-3 模型还能做动画。", ["Gen-3"]),
    ],
    ids=["revealed", "in-brackets", "is-really", "another", "maker-before"],
)
def test_an_anonymous_model_is_the_one_revealed(text, expected, catalogue):
    """Where nothing but the revelation stands between the two; a maker's name before a name changes nothing."""
    assert names(text, catalogue) == expected


@pytest.mark.parametrize(
    ("slip", "count"),
    [("gpt-sso", 1), ("gpt-oss-20b", 2), ("gpt-image", 2), ("Falcoon-H1", 2)],
    ids=["letters-in-disorder", "a-size-more", "another-word", "another-model"],
)
def test_a_slip_of_the_pen_is_no_further_model(slip, count, catalogue):
    """A name said once whose letters only stand in another order is the one said often."""
    assert (
        len(names(f"模型 gpt-oss 开源。gpt-oss 很强，模型 gpt-oss 很快。gpt-oss 与模型 {slip} 都免费。", catalogue))
        == count
    )
