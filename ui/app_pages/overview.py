"""总览: what came in, who is talked about, how big and when, and what does not fit."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st
from components import exports, labels
from components.drawn import sheet
from components.reader import against
from components.session import is_empty, page_address, store, version
from components.start import offer

from summarizer.library import overview, queries
from summarizer.library.queries import ModelRow
from summarizer.wording import say

HEIGHT = 260
NAMED_MAKERS = 8
BARS = 10
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
    exports.offer()


def figures() -> None:
    found = overview.totals(store())
    words = {
        "posts": say("文章", "Posts"), "unread": say("未读", "Unread"), "models": say("模型", "Models"),
        "claims": say("主张", "Claims"), "contradicted": say("有出入", "Contradicted"),
        "failed": say("读不了的文件", "Failed files"),
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
    words = (("day", say("日期", "day")), ("kind", say("体裁", "kind")), ("n", say("篇", "posts")))
    chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            alt.X("day:O", title=None, axis=alt.Axis(labelAngle=-40, labelOverlap=True)),
            alt.Y("n:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d")),
            alt.Color("kind:N", title=None, legend=alt.Legend(orient="top")),
            tooltip=[alt.Tooltip(name, title=word) for name, word in words],
        )
    )
    _show(chart)


def organisations() -> None:
    st.subheader(say("谈到的机构", "Organisations"), anchor=False)
    _bars([(name, posts) for name, posts, _ in _organisations(version())])


def most_mentioned() -> None:
    st.subheader(say("谈得最多的模型", "Most mentioned models"), anchor=False)
    _bars([(row.name, row.posts) for row in _top(version())])


def sizes() -> None:
    st.subheader(say("参数量与发布日期", "Parameters and release date"), anchor=False)
    found = [(s, day) for s in _sizes(version()) if (day := _day(s.released))]
    if not found:
        zh, en = (
            "还没有既写了参数量又写了发布日期的模型。",
            "No model has both its parameters and its release date stated.",
        )
        st.info(say(zh, en))
        return
    makers = Counter(s.organisation or "—" for s, _ in found)
    named = {maker for maker, _ in makers.most_common(NAMED_MAKERS)}
    rows = [(s.name, s.organisation or "—", s.parameters / 1e9, day, s.released) for s, day in found]
    frame = pd.DataFrame(rows, columns=["name", "maker", "size", "day", "released"])
    frame["colour"] = frame["maker"].where(frame["maker"].isin(named), say("其他", "others"))
    words = (("name", say("模型", "model")), ("maker", say("机构", "maker")), ("size", say("十亿参数", "billions")),
             ("released", say("发布", "released")))  # fmt: skip
    axis = alt.Axis(values=[10**n for n in range(-3, 7)], format="~s")
    chart = alt.Chart(frame).mark_circle(size=90, opacity=0.85).encode(
        alt.X("day:T", title=None, axis=alt.Axis(format="%Y", tickCount="year")),
        alt.Y("size:Q", title=say("十亿参数", "billions"), scale=alt.Scale(type="log"), axis=axis),
        alt.Color("colour:N", title=None, legend=alt.Legend(orient="top", columns=3)),
        tooltip=[alt.Tooltip(name, title=word) for name, word in words],
    )  # fmt: skip
    _show(chart, HEIGHT + 80)


def contradictions() -> None:
    st.subheader(say("有出入的说法", "Claims that do not fit"), anchor=False)
    found = overview.contradictions(store(), CONFLICTS)
    if not found:
        st.info(say("没有发现与目录不符的说法。", "No claim contradicts the catalogue."))
        return
    columns = [say("模型", "Model"), say("说法", "Claim"), say("文章", "Post")]
    result = sheet(
        "contradictions", say("有出入的说法", "Claims that do not fit"), columns, [*map(_row, found)], "open"
    )
    if result.open:
        st.switch_page(
            "app_pages/models.py" if "model" in result.open else "app_pages/reading.py", query_params=result.open
        )


def _row(c: overview.Contradiction) -> dict[str, Any]:
    said = f"{labels.field(c.field)} {labels.value(c.field, c.observed)}"
    model, post = {"model": c.identity}, {"post": c.post_id}
    return {
        "cells": [
            {"text": c.model, "open": model, "href": page_address("models", **model)},
            {"text": said, "alarm": against(c.field, c.expected, c.source)},
            {"text": c.title, "under": c.published, "open": post, "href": page_address("./", **post)},
        ]
    }


def _bars(rows: list[tuple[str, int]]) -> None:
    if not rows:
        st.info(say("还没有数据。", "Nothing yet."))
        return
    frame = pd.DataFrame(rows, columns=["name", "posts"])
    chart = alt.Chart(frame).mark_bar().encode(
        alt.X("posts:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d")),
        alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=150, labelOverlap=False)),
        tooltip=[alt.Tooltip("name", title=say("名称", "name")), alt.Tooltip("posts", title=say("篇", "posts"))],
    )  # fmt: skip
    _show(chart, max(120, 26 * len(rows) + 40))


def _show(chart: Any, height: int = HEIGHT) -> None:
    st.altair_chart(chart.properties(height=height), width="stretch")


def _day(released: str) -> date | None:
    """The day to draw a date at that may be a month or a year: their middle."""
    full = {4: f"{released}-07-01", 7: f"{released}-15"}.get(len(released), released)
    try:
        return date.fromisoformat(full)
    except ValueError:
        return None


@st.cache_data(max_entries=4, show_spinner=False)
def _days(_version: tuple[str, int]) -> list[tuple[str, str, int]]:
    return overview.per_day(store())


@st.cache_data(max_entries=4, show_spinner=False)
def _organisations(_version: tuple[str, int]) -> list[tuple[str, int, int]]:
    return overview.per_organisation(store(), BARS)


@st.cache_data(max_entries=4, show_spinner=False)
def _top(_version: tuple[str, int]) -> list[ModelRow]:
    return queries.models(store(), limit=BARS)


@st.cache_data(max_entries=4, show_spinner=False)
def _sizes(_version: tuple[str, int]) -> list[overview.Size]:
    return overview.sizes(store())


main()
