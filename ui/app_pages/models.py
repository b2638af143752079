"""模型: all models of the store in one table; one of them, with everything that is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import streamlit as st
from components import kept, labels, model
from components.drawn import draw, page_asked, pages, turning
from components.session import is_empty, page_address, store, version
from components.start import offer

from summarizer.library import overview, queries, tables
from summarizer.library.queries import ModelRow
from summarizer.wording import say

PAGE_ROWS = 50
SORTS = ("posts", "name", "organisation", "contradicted", "last_seen")
SHOWN = ("parameters", "base_model", "release_date")
EXPORTED = (
    "name", "identity", "catalogue_id", "organisation", "family", "parameters", "base_model", "release_date", "posts",
    "mentions", "contradicted", "first_seen", "last_seen",
)  # fmt: skip
EXPORT_ROWS = 100_000
EXPORTS = (
    ("CSV", tables.as_csv, "models.csv", "text/csv"),
    ("JSON Lines", tables.as_jsonl, "models.jsonl", "application/jsonl"),
    ("Parquet", tables.as_parquet, "models.parquet", "application/vnd.apache.parquet"),
)


def main() -> None:
    if is_empty():
        offer()
    elif same := st.query_params.get("model"):
        model.view(same)
    else:
        table()


def table() -> None:
    """The table with its filters; everything is asked of the store, a page at a time."""
    st.title(say("模型", "Models"), anchor=False)
    aside, middle = st.columns([1, 3.4], gap="large")
    with aside, st.container(key="filters"):
        asked, sort = filters()
    with middle:
        listing(asked, sort)


def listing(asked: dict[str, Any], sort: str) -> None:
    if st.session_state.get("tabled", (asked, sort)) != (asked, sort):
        st.query_params.pop("page", None)
    st.session_state["tabled"] = (asked, sort)
    total = queries.count_models(store(), **asked)
    if not total:
        st.info(say("没有符合条件的模型：请放宽筛选。", "No model fits: relax the filters."))
        return
    page = page_asked(total, PAGE_ROWS)
    rows = _models(version(), **asked, order=sort, limit=PAGE_ROWS, offset=page * PAGE_ROWS)
    values = overview.stated(store(), [row.identity for row in rows], SHOWN)
    data = {
        "label": say("模型表", "Table of models"), "columns": _columns(), "sort": sort,
        "descending": sort in ("posts", "contradicted", "last_seen"), "rows": [_cells(row, values) for row in rows],
        "pages": pages(page, len(rows), PAGE_ROWS, total), "words": turning(),
    }  # fmt: skip
    result = draw("sheet", "models", data, "open", "sort", "turn")
    downloads(asked, sort)
    if result.open:
        st.query_params["model"] = result.open
        st.rerun()
    if result.sort in SORTS:
        st.session_state["wanted_order"] = result.sort
        st.rerun()
    if result.turn is not None:
        st.query_params["page"] = str(result.turn)
        st.rerun()


def filters() -> tuple[dict[str, Any], str]:
    """The reader's choice, kept in the address."""
    words = st.text_input(say("名称包含", "Name contains"), key="name", bind="query-params")
    said = {name: f"{name}（{number}）" for name, number in _organisations(version())}
    label = say("机构", "Organisation")
    chosen = kept.multiselect("org", label, list(said), said.__getitem__, say("全部", "all"))
    wrong = st.toggle(say("只看有出入的", "Contradicted only"), key="wrong", bind="query-params")
    if "wanted_order" in st.session_state:  # a column's head was clicked in the run before
        st.session_state["order"] = st.session_state.pop("wanted_order")
    sort = kept.one(st.selectbox, "order", say("排序", "Order"), SORTS, _sort_name, SORTS[0])
    return {"words": words or "", "organisations": tuple(chosen), "contradicted": wrong}, sort


def downloads(asked: Mapping[str, Any], sort: str) -> None:
    """The table as files; they are only made when asked for."""

    def rows() -> list[dict[str, Any]]:
        found = queries.models(store(), **asked, order=sort, limit=EXPORT_ROWS)
        values: dict[tuple[str, str], list[Any]] = {}
        for at in range(0, len(found), 500):
            values |= overview.stated(store(), [row.identity for row in found[at : at + 500]], SHOWN)
        return [{**asdict(row), **{name: values.get((row.identity, name), []) for name in SHOWN}} for row in found]

    with st.container(horizontal=True):
        for label, write, file, media in EXPORTS:
            st.download_button(
                label, lambda write=write: write(EXPORTED, rows()), file, media, icon=":material/download:",
                on_click="ignore",
            )  # fmt: skip


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "name", "label": say("模型", "Model"), "sortable": True},
        {"key": "organisation", "label": say("机构", "Organisation"), "sortable": True},
        {"key": "parameters", "label": say("参数量", "Parameters")},
        {"key": "base_model", "label": say("基座", "Base")},
        {"key": "release_date", "label": say("发布", "Released")},
        {"key": "posts", "label": say("文章", "Posts"), "number": True, "sortable": True},
        {"key": "contradicted", "label": say("有出入", "Contradicted"), "number": True, "sortable": True},
        {"key": "last_seen", "label": say("最近", "Latest"), "sortable": True, "date": True},
    ]


def _cells(row: ModelRow, values: Mapping[tuple[str, str], list[Any]]) -> dict[str, Any]:
    def stated(name: str) -> str:
        found = values.get((row.identity, name), [])
        return say("、", ", ").join(labels.short(name, v) for v in found[:3]) + (" …" if len(found) > 3 else "")

    return {
        "cells": [
            {"text": row.name, "open": row.identity, "href": page_address("models", model=row.identity)},
            row.organisation, stated("parameters"), stated("base_model"), stated("release_date"), row.posts,
            {"text": row.contradicted or "", "tone": "alarm" if row.contradicted else None}, row.last_seen,
        ]
    }  # fmt: skip


def _sort_name(name: str) -> str:
    return {
        "posts": say("文章多的在前", "most posts"), "name": say("名称", "name"),
        "organisation": say("机构", "organisation"), "contradicted": say("有出入的在前", "most contradicted"),
        "last_seen": say("最近提到", "latest"),
    }[name]  # fmt: skip


@st.cache_data(max_entries=32, show_spinner=False)
def _models(_version: tuple[str, int], **asked: Any) -> list[ModelRow]:
    return queries.models(store(), **asked)


@st.cache_data(max_entries=4, show_spinner=False)
def _organisations(_version: tuple[str, int]) -> list[tuple[str, int]]:
    return overview.organisations(store())


main()
