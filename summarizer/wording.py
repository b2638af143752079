"""Which language we speak to the reader: Chinese or English, by locale."""

import os
from contextvars import ContextVar

_VARIABLES = ("SUMMARIZER_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


_chosen: ContextVar[str] = ContextVar("chosen", default="")


def speak(language: str) -> None:
    """Use `zh` or `en` from here on, in this thread only: several readers of one page may differ."""
    _chosen.set(language)


def language() -> str:
    """`zh` or `en`: as told by `speak`, else the first of SUMMARIZER_LANG, LC_ALL, LC_MESSAGES, LANG that is set;
    else `en`."""
    if _chosen.get():
        return _chosen.get()
    for name in _VARIABLES:
        value = os.environ.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def say(zh: str, en: str) -> str:
    """The sentence in the reader's language."""
    return zh if language() == "zh" else en
