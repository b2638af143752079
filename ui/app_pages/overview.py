"""总览: what came in, who is talked about, how big and when, and what does not fit."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st
from components import labels
from components.drawn import drawn
from components.plain import inert
from components.reader import against
from components.session import is_empty, page_address, store, version
from components.start import offer

from summarizer.library import overview, queries
from summarizer.library.queries import ModelRow
from summarizer.wording import say

HEIGHT = 260
CONFLICTS = 20


def main() -> None:
    if is_empty():
        offer()
        return
    st.title(say("总览", "Overview"), anchor=False)
    figures()
    left, right = st.columns(2)
    with left:
        days()
        most_mentioned()
    with right:
        organisations()
        sizes()
    contradictions()


def figures() -> None:
    found = overview.totals(store())
    words = {
        "posts": say("文章", "Posts"), "unread": say("未读", "Unread"), "models": say("模型", "Models"),
        "claims": say("主张", "Claims"), "contradicted": say("有出入", "Contradicted"), "failed": say("读不了的文件", "Failed files"),
    }  # fmt: skip
    with st.container(horizontal=True):
        for name, label in words.items():
            if found[name] or name != "failed":
                st.metric(label, f"{found[name]:,}")


def days() -> None:
    st.subheader(say("每天的文章", "Posts a day"), anchor=False)
    found = _days(version())
    if not found:
        st.info(say("没有带日期的文章。", "No post has a date."))
        return
    frame = pd.DataFrame([(day, labels.kind(kind), n) for day, kind, n in found], columns=["day", "kind", "n"])
    kinds = alt.Color("kind:N", title=None, legend=alt.Legend(orient="top"))
    day = alt.X("day:O", title=None, axis=alt.Axis(labelAngle=-40, labelOverlap=True))
    chart = alt.Chart(frame).mark_bar().encode(day, alt.Y("n:Q", title=None, axis=alt.Axis(tickMinStep=1)), kinds)
    _show(
        chart.encode(
            tooltip=[
                alt.Tooltip("day", title=say("日期", "day")),
                alt.Tooltip("kind", title=say("体裁", "kind")),
                alt.Tooltip("n", title=say("篇", "posts")),
            ]
        )
    )


def organisations() -> None:
    st.subheader(say("谈到的机构", "Organisations"), anchor=False)
    frame = pd.DataFrame(_organisations(version()), columns=["name", "posts", "models"])
    _bars(frame, "name", "posts", say("篇", "posts"))


def most_mentioned() -> None:
    st.subheader(say("谈得最多的模型", "Most mentioned models"), anchor=False)
    frame = pd.DataFrame([(row.name, row.posts) for row in _top(version())], columns=["name", "posts"])
    _bars(frame, "name", "posts", say("篇", "posts"))


def sizes() -> None:
    st.subheader(say("参数量与发布日期", "Parameters and release date"), anchor=False)
    found = [size for size in _sizes(version()) if size.released[:4].isdecimal()]
    if not found:
        st.info(
            say(
                "还没有既写了参数量又写了发布日期的模型。",
                "No model has both its parameters and its release date stated.",
            )
        )
        return
    frame = pd.DataFrame(
        [
            (s.name, s.organisation or "—", s.parameters / 1e9, pd.Timestamp(_full(s.released)), s.released)
            for s in found
        ],
        columns=["name", "organisation", "parameters", "day", "released"],
    )
    largest = list(frame["organisation"].value_counts().index[:8])
    frame["maker"] = frame["organisation"].where(frame["organisation"].isin(largest), say("其他", "others"))
    chart = alt.Chart(frame).mark_circle(size=90, opacity=0.85).encode(
        alt.X("day:T", title=None), alt.Y("parameters:Q", title=say("十亿参数", "billions"), scale=alt.Scale(type="log")),
        alt.Color("maker:N", title=None, legend=alt.Legend(orient="top", columns=4)),
        tooltip=[alt.Tooltip("name", title=say("模型", "model")), alt.Tooltip("organisation", title=say("机构", "maker")),
                 alt.Tooltip("parameters", title=say("十亿参数", "billions"), format=".4~g"), alt.Tooltip("released", title=say("发布", "released"))],
    )  # fmt: skip
    _show(chart)


def contradictions() -> None:
    st.subheader(say("有出入的说法", "Claims that do not fit"), anchor=False)
    found = overview.contradictions(store(), CONFLICTS)
    if not found:
        st.info(say("没有发现与目录不符的说法。", "No claim contradicts the catalogue."))
        return
    rows = [
        {"cells": [
            {"text": c.model, "open": {"model": c.identity}, "href": page_address("models", model=c.identity)},
            {"text": labels.field(c.field) + " " + labels.value(c.field, c.observed), "alarm": against(c.field, c.expected, c.source)},
            {"text": c.title, "under": c.published, "open": {"post": c.post_id}, "href": page_address("./", post=c.post_id)},
        ]}
        for c in found
    ]  # fmt: skip
    columns = [say("模型", "Model"), say("说法", "Claim"), say("文章", "Post")]
    result = drawn("sheet")(
        key="contradictions",
        data={"label": say("有出入的说法", "Claims that do not fit"), "rows": rows, "pages": None, "words": {},
              "columns": [{"key": str(n), "label": label} for n, label in enumerate(columns)]},
        on_open_change=lambda: None,
    )  # fmt: skip
    if result.open:
        st.switch_page(
            "app_pages/models.py" if "model" in result.open else "app_pages/reading.py", query_params=result.open
        )


def _bars(frame: pd.DataFrame, name: str, count: str, unit: str) -> None:
    if frame.empty:
        st.info(inert(say("还没有数据。", "Nothing yet.")))
        return
    order = list(frame[name])
    chart = alt.Chart(frame).mark_bar().encode(
        alt.X(f"{count}:Q", title=None, axis=alt.Axis(tickMinStep=1)),
        alt.Y(f"{name}:N", sort=order, title=None, axis=alt.Axis(labelLimit=140)),
        tooltip=[alt.Tooltip(name, title=" "), alt.Tooltip(count, title=unit)],
    )  # fmt: skip
    _show(chart)


def _show(chart: Any) -> None:
    st.altair_chart(chart.properties(height=HEIGHT), width="stretch")


def _full(released: str) -> str:
    return released if len(released) > 7 else f"{released}-15" if len(released) == 7 else f"{released[:4]}-07-01"


@st.cache_data(max_entries=4, show_spinner=False)
def _days(_version: tuple[str, int]) -> list[tuple[str, str, int]]:
    return overview.per_day(store())


@st.cache_data(max_entries=4, show_spinner=False)
def _organisations(_version: tuple[str, int]) -> list[tuple[str, int, int]]:
    return overview.per_organisation(store(), 12)


@st.cache_data(max_entries=4, show_spinner=False)
def _top(_version: tuple[str, int]) -> list[ModelRow]:
    return queries.models(store(), limit=12)


@st.cache_data(max_entries=4, show_spinner=False)
def _sizes(_version: tuple[str, int]) -> list[overview.Size]:
    return overview.sizes(store())


main()
