"""What is blanked out before names are looked for."""

import pytest

from summarizer.naming.candidates import mask


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("规则 `zor-*-zh-2.5` 适用", "规则 `` 适用"),
        ("接口 zor-search-{small, large}-001 已停用", "接口 zor-search- 已停用"),
        ("加粗 **Qwen3-8B**-Instruct 仍在", "加粗 **Qwen3-8B**-Instruct 仍在"),
    ],
    ids=["star", "braces", "emphasis"],
)
def test_patterns_of_names_are_no_names(text, left):
    """A star or a list in braces inside a hyphenated word makes a pattern of it; emphasis stays."""
    masked = mask(text)
    assert len(masked) == len(text)
    assert masked.replace("\x00", "") == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("claude-opus-9-1-20290101 与 zor-2-5-7b", "claude-opus-9.1-20290101 与 zor-2.5-7b"),
        ("GPT-4-8 与 gpt-4-1106、llama-3-8b", "GPT-4-8 与 gpt-4-1106、llama-3-8b"),
    ],
    ids=["version", "no-version"],
)
def test_the_version_in_an_api_id_gets_its_dot(text, left):
    """Two single digits in a lower-case identifier are a version; dates and sizes are none."""
    assert mask(text) == left
