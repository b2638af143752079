"""Folding: spellings meet, offsets stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.naming.identity import identity, tidy
from summarizer.naming.names import fold, fold_name, fold_plain, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-4o", "gpt 4O"),
        ("Ｑｗｅｎ２．５－７Ｂ", "Qwen2.5-7B"),
        ("書生·浦語", "书生浦语"),
        ("GPT‑4", "GPT–4"),
        ("DeepSeek\u200b-R1", "DeepSeek-R1"),
    ],
    ids=["case", "full-width", "traditional", "dashes", "zero-width"],
)
def test_spellings_fold_together(one, other):
    """Two spellings of one name are equal after folding."""
    assert fold(one) == fold(other)


def test_different_names_stay_different():
    """Digits, points and plus signs carry meaning."""
    assert len({fold(n) for n in ("Qwen2", "Qwen2.5", "Qwen25", "Command A", "Command A+", "T0", "T0++")}) == 7


def test_fold_name_drops_what_kind_it_is():
    """盘古大模型 and 盘古 are one name; 模型 alone stays."""
    assert fold_name("盘古大模型") == fold_name("盘古系列") == "盘古" and fold_name("大模型") == "大模型"


@given(st.text())
def test_plain_keeps_every_offset(text):
    """Plain text has exactly the characters of the text, one for one."""
    assert len(plain(text)) == len(text)


@given(st.text())
def test_folded_characters_know_where_they_come_from(text):
    """Every folded character points at a character of the text that folds to it."""
    body = plain(text)
    folded, offsets = fold_plain(body)
    assert len(folded) == len(offsets) and offsets == sorted(set(offsets))
    assert all(body[at].lower()[:1] == char[:1] or body[at] == char for char, at in zip(folded, offsets, strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Claude Sonnet 4", "Claude-4-Sonnet"), ("Qwen3 v2", "qwen3-V2"), ("Gemini Pro 1.5", "Gemini 1.5 Pro")],
)
def test_the_order_of_parts_makes_no_identity(one, other):
    """Makers and writers put version and variant in either order."""
    assert identity(one) == identity(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Llama 3 8B", "Llama 3 70B"), ("GPT-4", "GPT-4o"), ("Phi-3-mini", "Phi-3-small")]
)
def test_sizes_and_variants_make_identities(one, other):
    """Never one size into another."""
    assert identity(one) != identity(other)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Qwen- 7b", "Qwen-7B"),
        ("GLM - 4.5", "GLM-4.5"),
        ("Mixtral 8X 7B", "Mixtral 8x7B"),
        ("Phi-3 mini", "Phi-3 mini"),
    ],
)
def test_tidy_writes_as_an_editor_would(raw, clean):
    """Stray blanks go, sizes get their capital."""
    assert tidy(raw) == clean
