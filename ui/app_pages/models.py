"""模型: all models of the store in one table, and everything that is said of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import streamlit as st
from components import correcting, labels
from components.drawn import drawn
from components.plain import inert
from components.reader import against
from components.session import catalogue, is_empty, page_address, store, version
from components.start import offer

from summarizer.catalogue import Row
from summarizer.library import corrections, ledger, overview, queries, tables
from summarizer.library.corrections import Correction
from summarizer.library.queries import Claim, ModelRow
from summarizer.wording import say

PAGE_ROWS = 50
SORTS = ("posts", "name", "organisation", "contradicted", "last_seen")
SHOWN = ("parameters", "base_model", "release_date")
EXPORTED = (
    "name", "identity", "catalogue_id", "organisation", "family", "parameters", "base_model", "release_date", "posts",
    "mentions", "contradicted", "first_seen", "last_seen",
)  # fmt: skip
EXPORT_ROWS = 100_000


def main() -> None:
    if is_empty():
        offer()
        return
    same = st.query_params.get("model")
    if same:
        one(same)
    else:
        table()


def table() -> None:
    """The table with its filters; everything is asked of the store, a page at a time."""
    st.title(say("模型", "Models"), anchor=False)
    with st.sidebar:
        words = st.text_input(say("名称包含", "Name contains"), key="name", bind="query-params")
        counts = dict(_organisations(version()))
        chosen = st.multiselect(
            say("机构", "Organisation"), list(counts), key="org", bind="query-params", placeholder=say("全部", "all"),
            format_func=lambda name: f"{name}（{counts.get(name, 0)}）",
        )  # fmt: skip
        wrong = st.toggle(say("只看有出入的", "Contradicted only"), key="wrong", bind="query-params")
        if "wanted_order" in st.session_state:
            st.session_state["order"] = st.session_state.pop("wanted_order")
        sort = st.selectbox(say("排序", "Order"), SORTS, key="order", bind="query-params", format_func=_sort_name)
    asked = {"words": words or "", "organisations": tuple(chosen), "contradicted": wrong}
    total = queries.count_models(store(), **asked)
    last = max(0, (total - 1) // PAGE_ROWS)
    page = min(_number(st.query_params.get("page")), last)
    if not total:
        st.info(say("没有符合条件的模型。", "No model fits."))
        return
    rows = _models(version(), **asked, order=sort, limit=PAGE_ROWS, offset=page * PAGE_ROWS)
    values = overview.stated(store(), [row.identity for row in rows], SHOWN)
    first = page * PAGE_ROWS
    result = drawn("sheet")(
        key="models",
        data={
            "label": say("模型表", "Table of models"), "columns": _columns(), "sort": sort,
            "descending": sort in ("posts", "contradicted", "last_seen"),
            "rows": [_cells(row, values) for row in rows],
            "pages": {
                "before": page - 1 if page else None, "after": page + 1 if page < last else None,
                "text": say(f"第 {first + 1}–{first + len(rows)} 个，共 {total:,} 个", f"{first + 1}–{first + len(rows)} of {total:,}"),
            },
            "words": {"before": say("上一页", "previous"), "after": say("下一页", "next")},
        },
        on_open_change=lambda: None, on_sort_change=lambda: None, on_turn_change=lambda: None, on_act_change=lambda: None,
    )  # fmt: skip
    if result.open:
        st.query_params["model"] = result.open
        st.rerun()
    if result.sort in SORTS:
        st.session_state["wanted_order"] = result.sort
        st.rerun()
    if result.turn is not None:
        st.query_params["page"] = str(result.turn)
        st.rerun()
    downloads(asked, sort)


def downloads(asked: Mapping[str, Any], sort: str) -> None:
    """The table as files; they are only made when asked for."""

    def rows() -> list[dict[str, Any]]:
        found = queries.models(store(), **asked, order=sort, limit=EXPORT_ROWS)
        values: dict[tuple[str, str], list[Any]] = {}
        for at in range(0, len(found), 500):
            values |= overview.stated(store(), [row.identity for row in found[at : at + 500]], SHOWN)
        return [{**asdict(row), **{name: values.get((row.identity, name), []) for name in SHOWN}} for row in found]

    with st.container(horizontal=True):
        st.download_button(
            "CSV",
            lambda: tables.as_csv(EXPORTED, rows()),
            "models.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "JSON Lines",
            lambda: tables.as_jsonl(EXPORTED, rows()),
            "models.jsonl",
            "application/jsonl",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Parquet",
            lambda: tables.as_parquet(EXPORTED, rows()),
            "models.parquet",
            "application/vnd.apache.parquet",
            icon=":material/download:",
            on_click="ignore",
        )


@st.cache_data(max_entries=32, show_spinner=False)
def _models(_version: tuple[str, int], **asked: Any) -> list[ModelRow]:
    return queries.models(store(), **asked)


@st.cache_data(max_entries=4, show_spinner=False)
def _organisations(_version: tuple[str, int]) -> list[tuple[str, int]]:
    return overview.organisations(store())


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
        return "、".join(labels.short(name, v) for v in values.get((row.identity, name), [])[:3])

    return {
        "cells": [
            {"text": row.name, "open": row.identity, "href": page_address("models", model=row.identity)},
            row.organisation, stated("parameters"), stated("base_model"), stated("release_date"), row.posts,
            {"text": row.contradicted or "", "tone": "alarm" if row.contradicted else None}, row.last_seen,
        ]
    }  # fmt: skip


def one(same: str) -> None:
    """Everything said of one model, in all posts."""
    _back()
    found = queries.model(store(), same)
    if found is None:
        st.warning(say("库里没有这个模型。", "There is no such model in the store."))
        return
    known = catalogue().get(found.catalogue_id)
    told = corrections.of_model(store(), same)
    whole = corrections.merged(store(), same)
    claims = [claim for identity in whole for claim in queries.claims(store(), identity)]
    head(found, known, told)
    sections = st.tabs([
        say(f"主张 {len(claims)}", f"Claims {len(claims)}"), say("分歧", "Disagreements"), say("时间线", "Timeline"), say("谱系", "Lineage"),
        say("目录", "Catalogue"),
    ])  # fmt: skip
    with sections[0]:
        claim_table(claims, told)
    with sections[1]:
        disagreements(whole)
    with sections[2]:
        timeline(claims)
    with sections[3]:
        family_tree(found, whole)
    with sections[4]:
        reference(known)


def head(found: ModelRow, known: Row | None, told: list[Correction]) -> None:
    st.title(inert(found.name), anchor=False)
    facts = [*dict.fromkeys([found.organisation, found.family]), say(f"{found.posts} 篇文章", f"{found.posts} posts"),
             say(f"提及 {found.mentions} 次", f"{found.mentions} mentions"),
             f"{found.first_seen or '?'} – {found.last_seen or '?'}" if found.first_seen else None]  # fmt: skip
    st.text(" · ".join(x for x in facts if x))
    names = overview.names(store(), found.identity)
    if len(names) > 1:
        st.caption(inert(say("写法：", "Spellings: ") + "、".join(names[:12])))
    for correction in told:
        if correction.kind in ("alias", "merge"):
            left, right = st.columns([6, 1], vertical_alignment="center")
            left.text(correcting.said(correction))
            if right.button(say("撤销", "undo"), key=f"undo-{correction.seq}", type="tertiary"):
                corrections.remove(store(), correction.seq)
                st.rerun()
    with st.container(horizontal=True):
        if st.button(say("别名与合并…", "Names and merging …"), icon=":material/merge:"):
            correcting.model_names(found.identity, found.name, known is not None)
        if st.button(say("提到它的文章", "Posts that mention it"), icon=":material/article:"):
            st.switch_page("app_pages/reading.py", query_params={"models": found.identity})


def claim_table(claims: list[Claim], told: list[Correction]) -> None:
    if not claims:
        st.info(say("各篇文章只是提到它，没有给出任何一项。", "Posts mention it, but state nothing about it."))
        return
    claims = sorted(claims, key=lambda c: (labels.field_order(c.field), c.published or "", c.path))
    fixes = {(c.post, *c.place): c for c in told}
    columns = [
        say("项", "Field"),
        say("值", "Value"),
        say("依据", "Evidence"),
        say("谁说的", "Who says so"),
        say("文章", "Post"),
        "",
    ]
    result = drawn("sheet")(
        key="claims",
        data={
            "label": say("主张", "Claims"), "columns": [{"key": str(n), "label": label} for n, label in enumerate(columns)],
            "rows": [_claim(n, claim, fixes.get((claim.post_id, claim.identity, claim.field, claim.start))) for n, claim in enumerate(claims)],
            "pages": None, "words": {},
        },
        on_open_change=lambda: None, on_act_change=lambda: None, on_sort_change=lambda: None, on_turn_change=lambda: None,
    )  # fmt: skip
    if result.open:
        st.switch_page("app_pages/reading.py", query_params=result.open)
    if result.act is not None:
        claim = claims[result.act]
        base = Correction("wrong", claim.identity, claim.model, claim.post_id, claim.field, claim.value, claim.start,
                          claim.end, claim.quote)  # fmt: skip
        correcting.correct(base, _value(claim), fixes.get((claim.post_id, *base.place)))


def _claim(number: int, claim: Claim, fix: Correction | None) -> dict[str, Any]:
    voice = labels.voice(claim.said_by) + (say("（传闻）", " (hedged)") if claim.hedged else "")
    place = {"post": claim.post_id, "at": f"{claim.field}:{claim.start}"}
    return {
        "cells": [
            labels.field(claim.field),
            {"text": _value(claim), "tone": "struck" if fix else None, "good": fix and correcting.said(fix),
             "alarm": against(claim.field, claim.expected, claim.source or "") if claim.contradicted else None},
            f"「{claim.quote}」", voice,
            {"text": claim.title or claim.path, "under": claim.published, "open": place, "href": page_address("./", **place)},
            {"text": "", "act": number, "actText": say("更正", "correct")},
        ]
    }  # fmt: skip


def disagreements(whole: list[str]) -> None:
    found = [conflict for identity in whole for conflict in ledger.conflicts(store(), identity)]
    if not found:
        st.info(say("各篇文章没有互相矛盾的说法。", "No two posts contradict each other."))
    for n, conflict in enumerate(found):
        st.subheader(labels.field(conflict.field), anchor=False)
        drawn("sheet")(
            key=f"conflict-{n}",
            data={
                "label": labels.field(conflict.field), "pages": None, "words": {},
                "columns": [{"key": "v", "label": say("说法", "Value")}, {"key": "n", "label": say("文章", "Posts")}],
                "rows": [
                    {"cells": [labels.value(conflict.field, value, conflict.kind),
                               {"text": "", "chips": [{"text": c.title or c.path} for c in _one_a_post(claims)]}]}
                    for value, claims in conflict.sides
                ],
            },
            on_open_change=lambda: None,
        )  # fmt: skip


def _one_a_post(claims: tuple[Claim, ...]) -> list[Claim]:
    return list({claim.post_id: claim for claim in claims}.values())


def timeline(claims: list[Claim]) -> None:
    posts: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c.published or "9999", c.path)):
        posts.setdefault(claim.post_id, []).append(claim)
    if not posts:
        st.info(say("还没有可排的内容。", "There is nothing to order yet."))
        return
    result = drawn("listing")(
        key="timeline",
        data={
            "rows": [
                {"id": post_id, "href": page_address("./", post=post_id), "title": found[0].title or found[0].path,
                 "meta": [found[0].published or say("无日期", "no date")], "summary": "",
                 "models": [f"{labels.field(c.field)} {_value(c)}" for c in found],
                 "marks": [{"tone": "alarm", "text": labels.verdict("contradicted")}] if any(c.contradicted for c in found) else []}
                for post_id, found in posts.items()
            ],
            "pages": None, "words": {},
        },
        on_open_change=lambda: None, on_turn_change=lambda: None,
    )  # fmt: skip
    if result.open:
        st.switch_page("app_pages/reading.py", query_params={"post": result.open})


def family_tree(found: ModelRow, whole: list[str]) -> None:
    """Two generations up and down, as posts state it."""
    own = list(dict.fromkeys([found.name, *overview.names(store(), found.identity)]))
    edges = overview.lineage(store(), whole, own)
    nodes: dict[str, dict[str, Any]] = {found.name: {"id": found.name, "name": found.name, "level": 0}}
    drawn_edges = []
    for edge in edges:
        if edge.child in whole:
            nodes.setdefault(edge.parent, {"id": edge.parent, "name": edge.parent, "level": -1})
            drawn_edges.append({"parent": edge.parent, "child": found.name})
        elif edge.parent in own:
            nodes.setdefault(edge.child_name, {
                "id": edge.child_name, "name": edge.child_name, "level": 1, "open": edge.child,
                "href": page_address("models", model=edge.child),
            })  # fmt: skip
            drawn_edges.append({"parent": found.name, "child": edge.child_name})
    for parent in [name for name, node in nodes.items() if node["level"] == -1]:
        for identity in ledger.identities(store(), parent)[:1]:
            nodes[parent] |= {"open": identity, "href": page_address("models", model=identity)}
            for edge in overview.lineage(store(), [identity], []):
                nodes.setdefault(edge.parent, {"id": edge.parent, "name": edge.parent, "level": -2})
                drawn_edges.append({"parent": edge.parent, "child": parent})
    if not drawn_edges:
        st.info(say("没有文章说它基于谁，或谁基于它。", "No post says what it is based on, or what is based on it."))
        return
    result = drawn("lineage")(
        key="lineage", data={"nodes": list(nodes.values()), "edges": drawn_edges, "label": say("谱系", "Lineage")},
        on_open_change=lambda: None,
    )  # fmt: skip
    if result.open:
        st.query_params["model"] = result.open
        st.rerun()


def reference(known: Row | None) -> None:
    if known is None:
        st.info(
            say(
                "目录里没有这个模型：它的各项无法核对。",
                "The catalogue does not know this model: its claims cannot be checked.",
            )
        )
        return
    sizes = "、".join(s.label for s in known.sizes)
    facts = [
        (say("名称", "Name"), known.name), (labels.field("organisation"), known.organisation),
        (labels.field("parameters"), sizes), (labels.field("base_model"), known.base_model),
        (labels.field("release_date"), known.release_date), (labels.field("licence"), known.licence),
        (labels.field("context_length"), known.context_length and labels.value("context_length", known.context_length)),
        (labels.field("open_weights"), None if known.open_weights is None else labels.value("open_weights", known.open_weights)),
        (say("别名", "Other names"), "、".join(known.aliases)), (say("来源", "Sources"), "\n".join(known.sources)),
    ]  # fmt: skip
    drawn("sheet")(
        key="reference",
        data={"label": say("目录", "Catalogue"), "columns": [{"key": "k", "label": say("项", "Field")}, {"key": "v", "label": say("值", "Value")}],
              "rows": [{"cells": [label, value]} for label, value in facts if value], "pages": None, "words": {}},
        on_open_change=lambda: None,
    )  # fmt: skip


def _value(claim: Claim) -> str:
    return labels.value(
        claim.field, claim.value, claim.kind, currency=claim.currency, per=claim.per, benchmark=claim.benchmark
    )


def _sort_name(name: str) -> str:
    return {
        "posts": say("文章多的在前", "most posts"), "name": say("名称", "name"), "organisation": say("机构", "organisation"),
        "contradicted": say("有出入的在前", "most contradicted"), "last_seen": say("最近提到", "latest"),
    }[name]  # fmt: skip


def _back() -> None:
    if st.button(say("返回模型表", "Back to the table"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.pop("model", None)
        st.rerun()


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


main()
