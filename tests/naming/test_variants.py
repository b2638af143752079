"""Where a name ends."""

import pytest

from summarizer.naming.variants import suffix


@pytest.mark.parametrize(
    ("text", "head", "name"),
    [
        ("Qwen2.5-72B-Instruct-GPTQ-Int4已上线", "Qwen", "Qwen2.5-72B-Instruct-GPTQ-Int4"),
        ("Qwen3-235B-A22B-Thinking-2507。", "Qwen", "Qwen3-235B-A22B-Thinking-2507"),
        ("Gemini 2.5 Pro Experimental 表现", "Gemini", "Gemini 2.5 Pro Experimental"),
        ("豆包2.0Pro已经", "豆包", "豆包2.0Pro"),
        ("混元A13B模型", "混元", "混元A13B"),
        ("Vicuna 13-B 是", "Vicuna", "Vicuna 13-B"),
        ("Mixtral 8×7B 很快", "Mixtral", "Mixtral 8×7B"),
        ("qwen2.5:7b 很好", "qwen", "qwen2.5:7b"),
        ("Llama-3.1-8B-Instruct-Q4_K_M 量化", "Llama", "Llama-3.1-8B-Instruct-Q4_K_M"),
        ("Grok 4 Fast 上线", "Grok", "Grok 4 Fast"),
    ],
)
def test_suffix_takes_all_of_the_name(text, head, name):
    """Versions, sizes, dates, variants and quantizations belong to the name."""
    assert text[: suffix(text, len(head), versioned=False)[0]] == name


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Claude 3 个版本", "Claude"),
        ("Gemini 2 月发布", "Gemini"),
        ("Kimi 10 万用户", "Kimi"),
        ("Llama 2. 另一个", "Llama"),
        ("Claude Code 是", "Claude"),
        ("千问3倍提速", "千问"),
        ("Qwen 7B参数", "Qwen"),
        ("Gemma 1B, 4B, 12B 三种", "Gemma"),
        ("Opus 80-110B 之间", "Opus"),
    ],
)
def test_suffix_leaves_quantities_alone(text, head):
    """A count, a date, a list number, a product or a range behind the name is no version."""
    assert suffix(text, len(head), versioned=False)[0] == len(head)
