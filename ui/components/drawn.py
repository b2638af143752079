"""The parts of the page that our own JavaScript draws: no frame, no network, text only ever set as text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_HERE = Path(__file__).parent


@cache
def drawn(name: str) -> ComponentRenderer:
    """The component of NAME.js and NAME.css, with what all of them share before it."""
    css, js = (
        "\n".join((_HERE / f"{part}.{ending}").read_text(encoding="utf-8") for part in parts)
        for ending, parts in (("css", ("base", name)), ("js", ("dom", name)))
    )
    return st.components.v2.component(f"summarizer_{name}", css=css, js=js)
