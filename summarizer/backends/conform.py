"""Whether a text obeys a grammar: for engines that cannot be made to."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from summarizer.errors import BackendError
from summarizer.wording import say

_OPENING = re.compile(r'start: "(?P<words>[^"\\]+)"')


def is_available() -> bool:
    """Whether llguidance, which checks texts against grammars, is installed."""
    try:
        import llguidance  # noqa: F401
    except ImportError:
        return False
    return True


def obeying(grammar: str, text: str) -> str | None:
    """`longest` of a reply that may leave out the words its grammar opens with (a label nobody asked for aloud)."""
    opening = _OPENING.match(grammar)
    label = opening["words"] if opening else ""
    return longest(grammar, text if text.startswith(label) else label + text)


def longest(grammar: str, text: str) -> str | None:
    """The longest beginning of the text that is a whole sentence of the grammar (Lark); None where there is none.

    Raises BackendError when llguidance is missing or the grammar is not one.
    """
    tokenizer = _bytes_tokenizer()
    import llguidance

    matcher = llguidance.LLMatcher(tokenizer, grammar)
    if matcher.is_error():
        raise BackendError(
            say(f"语法有误：{matcher.get_error()}", f"A bad grammar: {matcher.get_error()}"), code="grammar"
        )
    good: int | None = 0 if matcher.is_accepting() else None
    for at, character in enumerate(text, 1):
        encoded = character.encode()
        if matcher.is_stopped() or matcher.try_consume_tokens(list(encoded)) < len(encoded):
            break
        if matcher.is_accepting():
            good = at
    return None if good is None else text[:good]


@cache
def _bytes_tokenizer() -> Any:
    """A vocabulary of single bytes: any text is a sequence of them."""
    try:
        import llguidance
    except ImportError as missing:
        raise BackendError(
            say("没有安装 llguidance，无法检查回答的格式。", "llguidance is not installed: replies cannot be checked."),
            "pip install 'summarizer[openai]'",
            code="no-llguidance",
        ) from missing
    return llguidance.LLTokenizer("byte")
