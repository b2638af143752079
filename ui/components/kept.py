"""Choices that are kept in the address, so that a link opens the page as it was.

Streamlit's own binding writes the labels of options into the address; ours change with their counts and the language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from summarizer.wording import speak


def recall(name: str, options: Sequence[str] | None = None) -> list[str]:
    """What is chosen under this name, before its widget is drawn: in this session, else in the address."""
    if name in st.session_state:
        chosen = st.session_state[name]
        return list(chosen) if isinstance(chosen, list | tuple) else [chosen]
    found = st.query_params.get_all(name)
    return [value for value in found if options is None or value in options]


def multiselect(name: str, label: str, options: Sequence[str], shown: Callable[[str], str], every: str) -> list[str]:
    """Any number of the options; `every` stands where none is chosen."""
    st.session_state[name] = recall(name, options)
    chosen = st.multiselect(label, options, key=name, placeholder=every, format_func=shown)
    _remember(name, chosen, [])
    return chosen


def one(widget: Callable[..., Any], name: str, label: str, options: Sequence[str], shown: Callable[[str], str],
        default: str, **more: Any) -> str:  # fmt: skip
    """One of the options, by st.selectbox or st.segmented_control."""
    st.session_state[name] = next(iter(recall(name, options)), default)
    chosen = widget(label, options, key=name, format_func=shown, **more) or default
    _remember(name, [chosen], [default])
    return str(chosen)


def choose_language() -> None:
    """The switch between Chinese and English; Chinese unless the reader asks otherwise."""
    with st.container(key="language"):
        names = {"zh": "中文", "en": "English"}.__getitem__
        chosen = one(st.segmented_control, "lang", "语言 Language", ("zh", "en"), names, "zh",
                     required=True, label_visibility="collapsed")  # fmt: skip
    speak(chosen)


def _remember(name: str, chosen: list[str], default: list[str]) -> None:
    wanted = [] if chosen == default else chosen
    if st.query_params.get_all(name) != wanted:
        if wanted:
            st.query_params[name] = wanted
        else:
            st.query_params.pop(name, None)
