"""Words of mixed text, and which of them tell what it is about."""

from __future__ import annotations

from summarizer.text import words


def test_latin_names_stay_whole() -> None:
    """Hyphens and dots inside a name do not cut it."""
    assert "qwen2.5-72b-instruct" in words.tokens("阿里发布Qwen2.5-72B-Instruct模型。")


def test_keywords_leave_function_words_out() -> None:
    """What stands everywhere says nothing."""
    found = words.keywords("这个模型是一个开源的语言模型，因为开源，所以大家都可以使用这个语言模型。")
    assert "开源" in found and not set(found) & {"这个", "因为", "所以", "一个"}


def test_keywords_spell_names_as_the_text_does() -> None:
    """Names come back in their commonest spelling, not folded."""
    assert "Falcon" in words.keywords("Falcon 很强。Falcon 很快。falcon 也小。")


def test_keywords_are_the_same_every_time() -> None:
    """Ties are broken by position, not by chance."""
    text = "甲公司发布语音模型、图像模型、视频模型和代码模型，价格下调，用户增加。"
    assert words.keywords(text) == words.keywords(text)
