"""阅读: the list of posts, and one post with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st
from components import correcting, kept, labels, reader
from components.drawn import draw, page_asked, pages, turning
from components.session import is_empty, page_address, store, version
from components.start import offer

from summarizer.library import corrections, overview, queries, seen
from summarizer.library.corrections import Correction
from summarizer.library.queries import Filter, PostRow
from summarizer.library.store import identity
from summarizer.types import Report
from summarizer.wording import say

PAGE_ROWS = 30
FACET_VALUES = 200


def main() -> None:
    if is_empty():
        offer()
    elif post_id := st.query_params.get("post"):
        read(post_id)
    else:
        browse()


def browse() -> None:
    """The list, with the filters beside it; their choice is kept in the address."""
    st.title(say("阅读", "Reading"), anchor=False)
    aside, middle = st.columns([1, 3.4], gap="large")
    with middle:
        example = say("搜索全文：词语、模型名…", "Search: words, names …")
        words = st.text_input(say("全文搜索", "Search"), key="q", bind="query-params", placeholder=example,
                              label_visibility="collapsed")  # fmt: skip
    with aside, st.container(key="filters"):
        wanted = filters(words or "")
    with middle:
        listing(wanted)


def filters(words: str) -> Filter:
    """The reader's choice among what the store holds, with counts."""
    parts = {
        "sources": (say("来源", "Source"), str),
        "kinds": (say("体裁", "Kind"), labels.kind),
        "organisations": (say("机构", "Organisation"), str),
        "models": (say("模型", "Model"), _model_name),
        "verdicts": (say("核对结果", "Verdict"), labels.verdict),
    }
    unread = st.toggle(say("只看未读", "Unread only"), key="unread", bind="query-params")
    problems = st.toggle(say("只看有问题的", "With problems only"), key="problems", bind="query-params")
    since = st.date_input(say("自", "From"), value=None, key="since", bind="query-params")
    until = st.date_input(say("至", "To"), value=None, key="until", bind="query-params")
    chosen = {name: tuple(kept.recall(name)) for name in parts}
    wanted = Filter(words, _day(since), _day(until), unread=unread, with_problems=problems, **chosen)
    for name, (label, shown) in parts.items():
        chosen[name] = _facet(name, label, wanted, shown)
    return replace(wanted, **chosen)


def _facet(name: str, label: str, wanted: Filter, shown: Callable[[str], str]) -> tuple[str, ...]:
    counts = dict(queries.facets(store(), name, wanted, FACET_VALUES))
    for chosen in getattr(wanted, name):
        counts.setdefault(chosen, 0)
    if not counts:
        return ()
    said = {value: f"{shown(value)}（{number}）" for value, number in counts.items()}
    return tuple(kept.multiselect(name, label, list(said), said.__getitem__, say("全部", "all")))


def _model_name(same: str) -> str:
    return _names(version()).get(same, same)


@st.cache_data(max_entries=2, show_spinner=False)
def _names(_version: tuple[str, int]) -> dict[str, str]:
    return overview.shown_names(store())


def listing(wanted: Filter) -> None:
    if st.session_state.get("listed", wanted) != wanted:
        st.query_params.pop("page", None)
    st.session_state["listed"] = wanted
    total = queries.count_posts(store(), wanted)
    page = page_asked(total, PAGE_ROWS)
    rows = queries.posts(store(), wanted, limit=PAGE_ROWS, offset=page * PAGE_ROWS)
    if not total:
        st.info(say("没有符合条件的文章：请放宽筛选。", "No post fits: relax the filters."))
        return
    read_before = seen.among(store(), [row.id for row in rows])
    data = {
        "rows": [_row(row, row.id not in read_before) for row in rows],
        "pages": pages(page, len(rows), PAGE_ROWS, total),
        "words": turning(),
    }
    result = draw("listing", "posts", data, "open", "turn")
    if result.open:
        st.query_params["post"] = result.open
        st.rerun()
    if result.turn is not None:
        st.query_params["page"] = str(result.turn)
        st.rerun()


def _row(row: PostRow, unread: bool) -> dict[str, Any]:
    marks = []
    if row.contradicted:
        marks.append({"tone": "alarm", "text": say(f"有出入 {row.contradicted}", f"{row.contradicted} contradicted")})
    if row.problems:
        marks.append({"text": say(f"问题 {row.problems}", f"{row.problems} problems")})
    names = row.central[:8]
    return {
        "id": row.id, "href": page_address("./", post=row.id), "title": row.title or row.path, "unread": unread,
        "meta": [x for x in (row.source, row.published, labels.kind(row.kind)) if x],
        "summary": row.summary, "marks": marks, "models": list(names),
    }  # fmt: skip


def read(post_id: str) -> None:
    try:
        report = store().report(post_id)
    except KeyError:
        zh, en = (
            "库里没有这篇文章：它可能已被新的版本取代。",
            "This post is not in the store: a newer version may have replaced it.",
        )
        st.warning(say(zh, en))
        _back()
        return
    _back()
    seen.mark(store(), post_id)
    parts, part = -(-len(report.text) // reader.MAX_CHARACTERS), 0
    if parts > 1:
        part = st.number_input(say(f"长文，共 {parts} 部分", f"A long post in {parts} parts"), 1, parts, key="part") - 1
    told = {c.place: c for c in corrections.of_post(store(), post_id)}
    asked = reader.Asked(
        fixes={place: correcting.said(correction) for place, correction in told.items()},
        addresses={same: page_address("models", model=same) for same in map(identity, report.models)},
        focus=st.query_params.get("at"), part=part,
    )  # fmt: skip
    data = reader.payload(report, asked)
    result = draw("reader", f"reader-{post_id[:16]}-{part}", data, "correct", "model")
    if result.model:
        st.switch_page("app_pages/models.py", query_params={"model": result.model})
    if result.correct:
        _correct(report, result.correct, told)


def _correct(report: Report, asked: Mapping[str, int], told: Mapping[Any, Correction]) -> None:
    record = report.models[asked["record"]]
    name, value = [(name, value) for name, values in record.fields for value in values][asked["claim"]]
    base = Correction("wrong", identity(record), record.name, report.post.id, name, value.value, value.span.start,
                      value.span.end, value.span.quote)  # fmt: skip
    correcting.correct(base, labels.stated(name, value), told.get(base.place) or told.get((base.identity, None, None)))


def _back() -> None:
    if st.button(say("返回列表", "Back to the list"), icon=":material/arrow_back:", type="tertiary"):
        for name in ("post", "at"):
            st.query_params.pop(name, None)
        st.rerun()


def _day(chosen: Any) -> str | None:
    return chosen.isoformat() if chosen else None


main()
