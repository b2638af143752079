"""Which language we speak to the reader: Chinese or English, by locale."""

import os

_VARIABLES = ("SUMMARIZER_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language() -> str:
    """`zh` or `en`: the first of SUMMARIZER_LANG, LC_ALL, LC_MESSAGES, LANG that is set decides; else `en`."""
    for name in _VARIABLES:
        value = os.environ.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def say(zh: str, en: str) -> str:
    """The sentence in the reader's language."""
    return zh if language() == "zh" else en
