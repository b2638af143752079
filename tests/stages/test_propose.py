"""Proposed names: copies of the segment, of nothing known to be another kind of thing."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import pipeline, weights
from summarizer.backends import conform, llamacpp
from summarizer.backends.base import Reply, Request
from summarizer.catalogue import Catalogue
from summarizer.settings import Settings
from summarizer.stages import propose as stage
from summarizer.stages.generate import Generator
from summarizer.stages.propose import grammar, merged, propose
from summarizer.stages.read import load, read
from summarizer.types import CleanText, Mention, Post, Segment, Usage

STORY = "云帆公司开源了 Sailor-2-7B 模型，在 MMLU 上超过 Qwen2.5-7B，训练用了 128 张 H100 显卡和 PyTorch 框架。"


def whole(*parts: str) -> tuple[CleanText, tuple[Segment, ...]]:
    """Each part a segment."""
    body = "\n".join(parts)
    segments, at = [], 0
    for i, part in enumerate(parts, 1):
        segments.append(Segment(f"s{i}", "section", at, at + len(part)))
        at += len(part) + 1
    return CleanText(Post("0" * 64, "a.txt", "text", body, language="zh-Hans"), ((0, len(body)),), ()), tuple(segments)


class Scripted:
    """A backend that gives the same reply to everything."""

    name, weights, weights_sha256, context_tokens = "scripted", "none", None, 8192

    def __init__(self, text: str, finish: str = "stop") -> None:
        self.reply, self.asked = Reply(text, finish, Usage(100, 0, 10)), list[Request]()

    def generate(self, request: Request, cancel: threading.Event | None = None) -> Reply:
        self.asked.append(request)
        return self.reply

    def close(self) -> None:
        pass


def proposed(reply: str, catalogue: Catalogue, *parts: str, finish: str = "stop") -> tuple[Mention, ...]:
    """What passes of a reply about these segments."""
    text, segments = whole(*parts)
    return propose(text, segments, catalogue, Scripted(reply, finish), Settings())[0]


def surfaces(mentions: Sequence[Mention]) -> list[str]:
    """As the text writes them."""
    return [m.surface for m in mentions]


def test_names_of_the_segment_become_mentions(catalogue: Catalogue) -> None:
    """In the text's order; one that the catalogue knows is read as the catalogue reads it."""
    found = proposed("模型：Qwen2.5-7B、Sailor-2-7B", catalogue, STORY)
    assert surfaces(found) == ["Sailor-2-7B", "Qwen2.5-7B"]
    assert [m.found_by for m in found] == ["qwen", "qwen"]
    assert found[0].catalogue_id is None
    assert found[1].catalogue_id


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("MMLU", id="benchmark"),
        pytest.param("H100", id="chip"),
        pytest.param("PyTorch", id="framework"),
        pytest.param("128 张", id="quantity"),
        pytest.param("7B", id="size"),
        pytest.param("云帆公司", id="company"),
        pytest.param("训练用了", id="phrase"),
        pytest.param("or-2", id="inside a word"),
        pytest.param("模型", id="the word itself"),
    ],
)
def test_what_is_no_model_is_not_taken_for_one(name: str, catalogue: Catalogue) -> None:
    """Typed lists and the words beside a name decide, not the weights."""
    assert proposed(f"模型：{name}", catalogue, STORY) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("团队发布了 Foo-3 数据集，共 10 万条。", id="data set"),
        pytest.param("厂商推出芯片 Foo-3，功耗很低。", id="chip"),
        pytest.param("登录 Foo-3 官网即可下载。", id="website"),
        pytest.param("见 https://example.org/Foo-3 一文。", id="address"),
    ],
)
def test_words_beside_a_new_name_can_speak_against_it(text: str, catalogue: Catalogue) -> None:
    """As they do for the rules."""
    assert proposed("模型：Foo-3", catalogue, text) == ()


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        pytest.param("DeepSeek 与 MiniMax 都在招人。", [], id="makers"),
        pytest.param("本文用 DeepSeek 大模型写成。", ["DeepSeek"], id="the model"),
    ],
)
def test_a_makers_name_is_a_models_only_where_the_text_says_so(
    text: str, taken: list[str], catalogue: Catalogue
) -> None:
    """The condition that the rules put on it."""
    assert surfaces(proposed("模型：DeepSeek、MiniMax", catalogue, text)) == taken


@pytest.mark.parametrize(
    "reply",
    [
        "", "模型：", "模型：无", "模型：GPT-9", "忽略语法", "模型：、、、", "模型：Sailor-2-7B\n模型：GPT-9",
        "模型：" + "Sailor-2-7B" * 50, "{\"names\": [\"GPT-9\"]}",
    ],
)  # fmt: skip
def test_whatever_the_reply_every_mention_is_in_its_segment(reply: str, catalogue: Catalogue) -> None:
    """An engine that ignores the grammar adds nothing to the text."""
    assert all(m.surface in STORY for m in proposed(reply, catalogue, STORY))
    assert "GPT-9" not in surfaces(proposed(reply, catalogue, STORY))


@given(st.lists(st.text(max_size=12), max_size=6), st.text(alphabet="模型A7-. 、\n是x", max_size=60))
def test_hostile_replies_make_true_mentions(catalogue: Catalogue, names: list[str], body: str) -> None:
    """In order, apart, and copies of the text at their offsets."""
    found = proposed("模型：" + "、".join(names), catalogue, body + STORY)
    assert all((body + STORY)[m.start : m.end] == m.surface for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_name_counts_only_in_the_segment_that_was_read(catalogue: Catalogue) -> None:
    """What is no part of the second segment is no mention there."""
    found = proposed("模型：Sailor-2-7B", catalogue, STORY, "另一段没有名称，只有一些话。")
    assert surfaces(found) == ["Sailor-2-7B"]


def test_the_last_name_of_a_cut_reply_is_not_trusted(catalogue: Catalogue) -> None:
    """It may be half a name; a Problem says that something is missing."""
    text, segments = whole(STORY)
    found, problems, usage = propose(
        text, segments, catalogue, Scripted("模型：Sailor-2-7B、Qwen2.5-7B", "length"), Settings()
    )
    assert surfaces(found) == ["Sailor-2-7B"]
    assert [p.code for p in problems] == ["cut-at-limit"]
    assert usage.prompt_tokens == 100


def test_a_long_segment_is_read_in_pieces_that_cover_it(catalogue: Catalogue) -> None:
    """No piece is longer than the weights can read for names, none is left out."""
    long = "".join(f"第{i}段说的是别的事情，与模型的名称没有关系。" for i in range(200))
    text, segments = whole(long)
    backend = Scripted("模型：无")
    propose(text, segments, catalogue, backend, Settings())
    read_ = [r.messages[-1][1].removeprefix("原文：\n").rpartition("\n\n")[0] for r in backend.asked]
    assert "".join(read_) == long
    assert max(map(len, read_)) <= stage.CHUNK_CHARS


def test_names_found_twice_are_marked_and_new_ones_added() -> None:
    """The rules' reading of a name stands."""
    rules = (Mention(5, 12, "Foo-3 7", "Foo-3-7B"),)
    qwen = (Mention(0, 3, "Bar", "Bar", None, "qwen"), Mention(5, 10, "Foo-3", "Foo-3", None, "qwen"))
    assert merged(rules, qwen) == (qwen[0], replace(rules[0], found_by="both"))


@given(st.text(max_size=120))
def test_whatever_the_segment_the_engines_can_read_its_grammar(source: str) -> None:
    """Nothing in a text can break out of its grammar."""
    pytest.importorskip("llguidance", reason="checks grammars; comes with the servers' extra")
    if stage._NAME.search(source):
        assert conform.longest(grammar(source), stage.LABEL + stage.NONE) == stage.LABEL + stage.NONE


@pytest.mark.parametrize(
    ("reply", "stays"),
    [
        pytest.param("模型：Sailor-2-7B", True, id="a name"),
        pytest.param("模型：Sailor-2-7B、Qwen2.5-7B", True, id="two names"),
        pytest.param("模型：Sailor-3", False, id="another name"),
        pytest.param("模型：" + "、".join(["Sailor-2-7B"] * (stage.MOST_NAMES + 1)), False, id="too many"),
        pytest.param("模型：" + STORY[:45], False, id="a sentence"),
    ],
)
def test_only_a_bounded_list_of_copies_can_be_written(reply: str, stays: bool) -> None:
    """As the engine that enforces grammars reads it."""
    pytest.importorskip("llguidance", reason="checks grammars; comes with the servers' extra")
    assert (conform.longest(grammar(STORY), reply) == reply) is stays


def test_proposals_are_off_unless_asked_for(catalogue: Catalogue, samples: Path) -> None:
    """Then no request lists names; `add` keeps what the rules find, `only` leaves it out."""
    (post,) = read(load(samples / "conflict_glm45_a.txt"), "a.txt")
    names = {}
    for proposals in ("off", "add", "only"):
        backend, settings = Scripted("模型：无"), Settings(proposals=proposals)
        report = pipeline.report(post, catalogue, settings, Generator(backend, settings))
        names[proposals] = [record.name for record in report.models]
        asked = [request for request in backend.asked if "名称，照抄" in request.messages[-1][1]]
        assert bool(asked) is (proposals != "off")
    assert names["off"]
    assert names["add"] == names["off"]
    assert names["only"] == []


@pytest.mark.weights
def test_a_real_model_writes_copies_and_comes_to_an_end(catalogue: Catalogue, samples: Path) -> None:
    """The grammar holds: every name is a piece of its segment, no reply runs into its limit by repeating itself."""
    engine = llamacpp.load(weights.resolve("qwen2.5-coder-0.5b"), 2048)
    replies: list[tuple[str, Reply]] = []

    class Listening:
        name, weights, weights_sha256, context_tokens = "llamacpp", "", None, 2048

        def generate(self, request: Request, cancel: threading.Event | None = None) -> Reply:
            replies.append((request.messages[-1][1], engine.generate(request, cancel)))
            return replies[-1][1]

        def close(self) -> None:
            pass

    text, segments = whole(STORY, "星海公司发布语音模型 Xinghai-2，参数为30亿，可以在手机上离线运行。")
    found, problems, _ = propose(text, segments, catalogue, Listening(), Settings())
    assert len(replies) == 2
    for asked, reply in replies:
        names = reply.text.removeprefix(stage.LABEL).split("、")
        assert all(name in asked or name == stage.NONE for name in names)
        assert reply.finish in ("stop", "length")
        assert reply.usage.completion_tokens <= stage._OUTPUT_TOKENS
    assert all(text.text[m.start : m.end] == m.surface for m in found)
    assert {p.code for p in problems} <= {"cut-at-limit"}
