"""The parts of the page that our own JavaScript draws: no frame, no network, text only ever set as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from summarizer.wording import say

_HERE = Path(__file__).parent


@cache
def _component(name: str) -> ComponentRenderer:
    """The component of NAME.js and NAME.css, with what all of them share before it."""
    css, js = (
        "\n".join((_HERE / f"{part}.{ending}").read_text(encoding="utf-8") for part in parts)
        for ending, parts in (("css", ("base", name)), ("js", ("dom", name)))
    )
    return st.components.v2.component(f"summarizer_{name}", css=css, js=js)


def draw(name: str, key: str, data: Mapping[str, Any], *triggers: str) -> Any:
    """Draw a component; the result has an attribute for each trigger, None unless the reader just pulled it."""
    return _component(name)(key=key, data=data, **{f"on_{trigger}_change": _rerun for trigger in triggers})


def sheet(key: str, label: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], *triggers: str) -> Any:
    """A table without paging or sorting; see sheet.js for what a cell can be."""
    heads = [{"key": str(n), "label": name} for n, name in enumerate(columns)]
    data = {"label": label, "columns": heads, "rows": rows, "pages": None, "words": {}}
    return draw("sheet", key, data, *triggers)


def pages(page: int, rows: int, page_rows: int, total: int) -> dict[str, Any]:
    """Where a list is, and where it can be turned to."""
    first = page * page_rows
    shown = f"{first + 1}–{first + rows}"
    return {
        "before": page - 1 if page else None,
        "after": page + 1 if first + rows < total else None,
        "text": say(f"{shown}，共 {total:,}", f"{shown} of {total:,}"),
    }


def page_asked(total: int, page_rows: int) -> int:
    """The page that the address names, within what there is."""
    given = st.query_params.get("page", "")
    page = int(given) if given.isdecimal() and len(given) < 9 else 0
    return min(page, max(0, (total - 1) // page_rows))


def turning() -> dict[str, str]:
    """The words beneath a list."""
    return {"before": say("上一页", "previous"), "after": say("下一页", "next"), "unread": say("未读", "unread")}


def _rerun() -> None:
    """Streamlit runs the page again by itself; the page looks at what was pulled."""
