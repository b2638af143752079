"""The yardsticks themselves: ROUGE-L, Lead, TextRank, and how what others find is turned into reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baselines import compare, prompting, summaries
from summarizer.evaluate import evaluate

WEATHER = "全国各地昨天都是晴天。"
STORY = "".join(
    [
        "甲公司今天发布星河模型，引发关注。",
        "星河模型有七十亿参数，甲公司开放权重。",
        WEATHER,
        "开发者可以免费下载星河模型的权重。",
        "甲公司说，星河模型的参数规模决定能力。",
        "星河模型支持开发者在手机上部署，甲公司提供下载。",
        "甲公司还会发布更大参数规模的星河模型。",
        "甲公司的星河模型比上一代模型的参数更多。",
    ]
)


@pytest.mark.parametrize(
    ("summary", "reference", "expected"),
    [
        ("今天发布模型", "今天发布模型", 1.0),
        ("今天 发布\n模型", "今天发布模型", 1.0),
        ("Ｑｗｅｎ", "Qwen", 1.0),
        ("甲乙丙丁", "甲丙", 2 * 2 / 6),
        ("甲乙", "丙丁", 0.0),
        ("", "甲", 0.0),
    ],
    ids=["same", "blanks", "full-width", "subsequence", "nothing", "empty"],
)
def test_rouge_l_is_by_characters(summary: str, reference: str, expected: float) -> None:
    """F1 of the longest common subsequence, blanks left out, widths folded."""
    assert summaries.rouge_l(summary, reference) == pytest.approx(expected)


def test_lead_takes_the_first_sentences() -> None:
    """Whole sentences from the beginning, up to the budget."""
    assert STORY.startswith(summaries.lead(STORY))
    assert summaries.lead("长" * 500 + "。") == "长" * 500 + "。"


def test_textrank_prefers_what_the_text_is_about() -> None:
    """The sentence that shares no word with the others is the one left out; the order is the text's."""
    chosen = summaries.textrank(STORY)
    assert WEATHER not in chosen
    assert len(chosen) <= summaries.BUDGET_CHARS < len(STORY)
    assert chosen.startswith("甲公司今天发布")


def test_chunks_lose_nothing() -> None:
    """Every sentence is in exactly one chunk."""
    chunks = prompting.chunks(STORY * 60)
    assert len(chunks) > 1
    assert all(len(chunk) <= prompting.CHUNK_CHARS * 1.2 for chunk in chunks)
    assert "".join(chunks).replace("\n", "") == STORY * 60


def test_what_others_find_is_scored_like_ours(tmp_path: Path) -> None:
    """One record a name, with its place in the text; numbers written in words are read before they are scored."""
    system = compare.System("other", "")
    post = {"path": "a/post.txt", "text": "智谱发布了 GLM-4.5，参数为 3550 亿。"}
    found = [
        {"class": "模型", "text": "GLM-4.5", "attributes": {"parameters": "3550 亿", "organisation": "智谱"}},
        {"class": "模型", "text": "glm-4.5", "attributes": None},
        {"class": "模型", "text": "GPT-9", "attributes": {"parameters": "很多"}},
    ]
    compare._take(system, post, {"found": found, "seconds": 2.0, "failure": "x"})
    (tmp_path / "reports.jsonl").write_text(json.dumps(system.reports[0], ensure_ascii=False) + "\n", encoding="utf-8")
    gold = tmp_path / "gold"
    gold.mkdir()
    fields = {
        "parameters": [{"value": 355e9, "quote": "3550 亿"}],
        "organisation": {"value": "智谱", "quote": "智谱"},
    }
    model = {"name": "GLM-4.5", "surfaces": ["GLM-4.5"], "central": True, "fields": fields}
    (gold / "post.json").write_text(json.dumps({"file": "post.txt", "models": [model]}), encoding="utf-8")
    scored = evaluate(tmp_path / "reports.jsonl", gold)
    assert (scored.scores["names"].tp, scored.scores["names"].fp) == (1, 1)
    assert scored.figures["parameters"] == scored.figures["organisation"] == 1.0
    assert scored.figures["evidence_valid"] == 1.0
    assert (system.seconds, system.failures) == (2.0, ["post.txt: x"])


def test_posts_are_chosen_within_the_budget(samples: Path, project: Path) -> None:
    """Annotated Chinese posts in name order, none too long, never above the budget."""
    posts = compare.choose(str(samples), project / "corpora" / "gold", 3000)
    assert posts
    assert sum(len(post.text) for post in posts) <= 3000
    assert [post.path for post in posts] == sorted(post.path for post in posts)
    assert all(post.language.startswith("zh") for post in posts)
