"""阅读: the list of posts, and one post with its evidence."""

from __future__ import annotations

from typing import Any

import streamlit as st
from components import labels, reader
from components.drawn import drawn
from components.session import is_empty, page_address, store
from components.start import offer

from summarizer.library import queries, seen
from summarizer.library.queries import Filter, PostRow
from summarizer.library.store import identity
from summarizer.types import Report
from summarizer.wording import say

PAGE_ROWS = 30
FACET_VALUES = 200


def main() -> None:
    if is_empty():
        offer()
        return
    wanted = filters()
    post_id = st.query_params.get("post")
    if post_id:
        read(post_id)
    else:
        listing(wanted)


def filters() -> Filter:
    """The reader's choice in the sidebar, kept in the address."""
    with st.sidebar:
        words = st.text_input(
            say("全文搜索", "Search"), key="q", bind="query-params", placeholder=say("词语、模型名…", "words, names…")
        )
        since = st.date_input(say("自", "From"), value=None, key="since", bind="query-params")
        until = st.date_input(say("至", "To"), value=None, key="until", bind="query-params")
        before = Filter(words=words or "", since=_day(since), until=_day(until))
        chosen = {
            name: _facet(name, label, before, shown)
            for name, label, shown in (
                ("sources", say("来源", "Source"), str),
                ("kinds", say("体裁", "Kind"), labels.kind),
                ("organisations", say("机构", "Organisation"), str),
                ("models", say("模型", "Model"), str),
                ("verdicts", say("核对结果", "Verdict"), labels.verdict),
            )
        }
        unread = st.toggle(say("只看未读", "Unread only"), key="unread", bind="query-params")
        problems = st.toggle(say("只看有问题的", "With problems only"), key="problems", bind="query-params")
    return Filter(
        words=before.words, since=before.since, until=before.until, unread=unread, with_problems=problems, **chosen
    )


def _facet(name: str, label: str, before: Filter, shown: Any) -> tuple[str, ...]:
    counts = dict(queries.facets(store(), name, before, FACET_VALUES))
    for kept in [*st.query_params.get_all(name), *st.session_state.get(name, ())]:
        counts.setdefault(kept, 0)
    if not counts:
        return ()
    chosen = st.multiselect(
        label, list(counts), key=name, bind="query-params", placeholder=say("全部", "all"),
        format_func=lambda value: f"{shown(value)}（{counts.get(value, 0)}）",
    )  # fmt: skip
    return tuple(chosen)


def listing(wanted: Filter) -> None:
    total = queries.count_posts(store(), wanted)
    last = max(0, (total - 1) // PAGE_ROWS)
    page = min(_number(st.query_params.get("page")), last)
    rows = queries.posts(store(), wanted, limit=PAGE_ROWS, offset=page * PAGE_ROWS)
    st.title(say("阅读", "Reading"), anchor=False)
    if not total:
        st.info(say("没有符合条件的文章：请放宽左侧的筛选。", "No post fits: relax the filters on the left."))
        return
    read_before = seen.among(store(), [row.id for row in rows])
    first = page * PAGE_ROWS
    result = drawn("listing")(
        key="posts",
        data={
            "rows": [_row(row, row.id not in read_before) for row in rows],
            "pages": {
                "before": page - 1 if page else None, "after": page + 1 if page < last else None,
                "text": say(f"第 {first + 1}–{first + len(rows)} 篇，共 {total:,} 篇", f"{first + 1}–{first + len(rows)} of {total:,}"),
            },
            "words": {"unread": say("未读", "unread"), "before": say("上一页", "previous"), "after": say("下一页", "next")},
        },
        on_open_change=lambda: None, on_turn_change=lambda: None,
    )  # fmt: skip
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
        st.warning(
            say(
                "库里没有这篇文章：它可能已被新的版本取代。",
                "This post is not in the store: a newer version may have replaced it.",
            )
        )
        _back()
        return
    _back()
    seen.mark(store(), post_id)
    parts = -(-len(report.text) // reader.MAX_CHARACTERS)
    part = 0
    if parts > 1:
        part = st.number_input(say(f"长文，共 {parts} 部分", f"A long post in {parts} parts"), 1, parts, key="part") - 1
    result = drawn("reader")(
        key=f"reader-{post_id[:16]}-{part}",
        data=reader.payload(report, focus=st.query_params.get("at"), addresses=_addresses(report), part=part),
        on_correct_change=lambda: None, on_model_change=lambda: None,
    )  # fmt: skip
    del result


def _addresses(report: Report) -> dict[str, str]:
    return {same: page_address("models", model=same) for same in map(identity, report.models)}


def _back() -> None:
    if st.button(say("返回列表", "Back to the list"), icon=":material/arrow_back:", type="tertiary"):
        for name in ("post", "at"):
            st.query_params.pop(name, None)
        st.rerun()


def _day(chosen: Any) -> str | None:
    return chosen.isoformat() if chosen else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


main()
