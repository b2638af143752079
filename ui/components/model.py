"""One model: every claim about it, what sources disagree on, its timeline, its lineage, what the catalogue knows."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components import correcting, labels
from components.drawn import draw, sheet
from components.plain import inert
from components.reader import against
from components.session import catalogue, page_address, store
from summarizer.catalogue import Row
from summarizer.library import corrections, ledger, overview, queries
from summarizer.library.corrections import Correction
from summarizer.library.queries import Claim, ModelRow
from summarizer.wording import say


def view(same: str) -> None:
    """The page of the model with this identity."""
    if st.button(say("返回模型表", "Back to the table"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.pop("model", None)
        st.rerun()
    found = queries.model(store(), same)
    if found is None:
        st.warning(say("库里没有这个模型。", "There is no such model in the store."))
        return
    known = catalogue().get(found.catalogue_id)
    told = corrections.of_model(store(), same)
    whole = corrections.merged(store(), same)
    claims = [claim for identity in whole for claim in queries.claims(store(), identity)]
    _head(found, known, told)
    tabs = st.tabs([
        say(f"主张 {len(claims)}", f"Claims {len(claims)}"), say("分歧", "Disagreements"), say("时间线", "Timeline"),
        say("谱系", "Lineage"), say("目录", "Catalogue"),
    ])  # fmt: skip
    with tabs[0]:
        _claims(claims, [c for identity in whole for c in corrections.of_model(store(), identity)])
    with tabs[1]:
        _disagreements(whole)
    with tabs[2]:
        _timeline(claims)
    with tabs[3]:
        _lineage(found, whole)
    with tabs[4]:
        _reference(known)


def _head(found: ModelRow, known: Row | None, told: list[Correction]) -> None:
    st.title(inert(found.name), anchor=False)
    seen = f"{found.first_seen or '?'} – {found.last_seen or '?'}" if found.first_seen else ""
    facts = [*dict.fromkeys([found.organisation, found.family]), say(f"{found.posts} 篇文章", f"{found.posts} posts"),
             say(f"提及 {found.mentions} 次", f"{found.mentions} mentions"), seen]  # fmt: skip
    st.text(" · ".join(x for x in facts if x))
    names = overview.names(store(), found.identity)
    if len(names) > 1:
        st.caption(inert(say("写法：", "Spellings: ") + say("、", ", ").join(names[:12])))
    for correction in told:
        if correction.kind in ("alias", "merge"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(correcting.said(correction), width="content")
                if st.button(say("撤销", "undo"), key=f"undo-{correction.seq}", type="tertiary"):
                    corrections.remove(store(), correction.seq)
                    st.rerun()
    with st.container(horizontal=True):
        if st.button(say("别名与合并…", "Names and merging …"), icon=":material/merge:"):
            correcting.model_names(found.identity, found.name, known is not None)
        if st.button(say("提到它的文章", "Posts that mention it"), icon=":material/article:"):
            st.switch_page("app_pages/reading.py", query_params={"models": found.identity})


def _claims(claims: list[Claim], told: list[Correction]) -> None:
    if not claims:
        st.info(say("各篇文章只是提到它，没有给出任何一项。", "Posts mention it, but state nothing about it."))
        return
    claims = sorted(claims, key=lambda c: (labels.field_order(c.field), c.published or "", c.path))
    fixes = {(c.post, *c.place): c for c in told}

    def fix(claim: Claim) -> Correction | None:
        whole = fixes.get((claim.post_id, claim.identity, None, None))
        return fixes.get((claim.post_id, claim.identity, claim.field, claim.start)) or whole

    columns = [
        say("项", "Field"), say("值", "Value"), say("依据", "Evidence"), say("谁说的", "Who says so"),
        say("文章", "Post"), "",
    ]  # fmt: skip
    rows = [_claim(n, claim, fix(claim)) for n, claim in enumerate(claims)]
    result = sheet("claims", say("主张", "Claims"), columns, rows, "open", "act")
    if result.open:
        st.switch_page("app_pages/reading.py", query_params=result.open)
    if result.act is not None:
        claim = claims[result.act]
        base = Correction("wrong", claim.identity, claim.model, claim.post_id, claim.field, claim.value, claim.start,
                          claim.end, claim.quote)  # fmt: skip
        correcting.correct(base, labels.stated(claim.field, claim), fix(claim))


def _claim(number: int, claim: Claim, fix: Correction | None) -> dict[str, Any]:
    voice = labels.voice(claim.said_by) + (say("（传闻）", " (hedged)") if claim.hedged else "")
    place = {"post": claim.post_id, "at": f"{claim.field}:{claim.start}"}
    value = {
        "text": labels.stated(claim.field, claim), "tone": "struck" if fix else None,
        "good": correcting.said(fix) if fix else None,
        "alarm": against(claim.field, claim.expected, claim.source or "") if claim.contradicted else None,
    }  # fmt: skip
    post = {"text": claim.title or claim.path, "under": claim.published, "open": place,
            "href": page_address("./", **place)}  # fmt: skip
    act = {"text": "", "act": number, "actText": say("更正", "correct")}
    return {"cells": [labels.field(claim.field), value, f"「{claim.quote}」", voice, post, act]}


def _disagreements(whole: list[str]) -> None:
    found = [conflict for identity in whole for conflict in ledger.conflicts(store(), identity)]
    if not found:
        st.info(say("各篇文章没有互相矛盾的说法。", "No two posts contradict each other."))
    for n, conflict in enumerate(found):
        st.subheader(labels.field(conflict.field), anchor=False)
        rows = []
        for value, claims in conflict.sides:
            titles = dict.fromkeys(claim.title or claim.path for claim in claims)
            posts = {"text": "", "chips": [{"text": title} for title in titles]}
            rows.append({"cells": [labels.value(conflict.field, value, conflict.kind), posts]})
        sheet(f"conflict-{n}", labels.field(conflict.field), [say("说法", "Value"), say("文章", "Posts")], rows)


def _timeline(claims: list[Claim]) -> None:
    posts: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c.published or "9999", c.path)):
        posts.setdefault(claim.post_id, []).append(claim)
    if not posts:
        st.info(say("还没有可排的内容。", "There is nothing to order yet."))
        return
    wrong = [{"tone": "alarm", "text": labels.verdict("contradicted")}]
    rows = [
        {"id": post_id, "href": page_address("./", post=post_id), "title": found[0].title or found[0].path,
         "meta": [found[0].published or say("无日期", "no date")], "summary": "",
         "models": [f"{labels.field(c.field)} {labels.stated(c.field, c)}" for c in found],
         "marks": wrong if any(c.contradicted for c in found) else []}
        for post_id, found in posts.items()
    ]  # fmt: skip
    result = draw("listing", "timeline", {"rows": rows, "pages": None, "words": {}}, "open")
    if result.open:
        st.switch_page("app_pages/reading.py", query_params={"post": result.open})


def _lineage(found: ModelRow, whole: list[str]) -> None:
    """Two generations up, one down, as posts state it."""
    own = list(dict.fromkeys([found.name, *overview.names(store(), found.identity)]))
    nodes: dict[str, dict[str, Any]] = {found.name: _node(found.name, 0)}
    edges = []
    for edge in overview.lineage(store(), whole, own):
        if edge.child in whole:
            nodes.setdefault(edge.parent, _node(edge.parent, -1))
            edges.append({"parent": edge.parent, "child": found.name})
        else:
            nodes.setdefault(edge.child_name, _node(edge.child_name, 1, edge.child))
            edges.append({"parent": found.name, "child": edge.child_name})
    for parent in [name for name, node in nodes.items() if node["level"] == -1]:
        for identity in ledger.identities(store(), parent)[:1]:
            nodes[parent] = _node(parent, -1, identity)
            for edge in overview.lineage(store(), [identity], []):
                nodes.setdefault(edge.parent, _node(edge.parent, -2))
                edges.append({"parent": edge.parent, "child": parent})
    if not edges:
        st.info(say("没有文章说它基于谁，或谁基于它。", "No post says what it is based on, or what is based on it."))
        return
    data = {"nodes": list(nodes.values()), "edges": edges, "label": say("谱系", "Lineage")}
    result = draw("lineage", "lineage", data, "open")
    if result.open:
        st.query_params["model"] = result.open
        st.rerun()


def _node(name: str, level: int, same: str | None = None) -> dict[str, Any]:
    address = page_address("models", model=same) if same else None
    return {"id": name, "name": name, "level": level, "open": same, "href": address}


def _reference(known: Row | None) -> None:
    if known is None:
        zh, en = (
            "目录里没有这个模型：它的各项无法核对。",
            "The catalogue does not know this model: its claims cannot be checked.",
        )
        st.info(say(zh, en))
        return
    context, weights = known.context_length, known.open_weights
    facts = [
        (say("名称", "Name"), known.name), (labels.field("organisation"), known.organisation),
        (labels.field("parameters"), say("、", ", ").join(s.label for s in known.sizes)),
        (labels.field("base_model"), known.base_model), (labels.field("release_date"), known.release_date),
        (labels.field("licence"), known.licence),
        (labels.field("context_length"), context and labels.value("context_length", context)),
        (labels.field("open_weights"), None if weights is None else labels.value("open_weights", weights)),
        (say("别名", "Other names"), say("、", ", ").join(known.aliases)),
        (say("来源", "Sources"), " ".join(known.sources)),
    ]  # fmt: skip
    rows = [{"cells": [label, value]} for label, value in facts if value]
    sheet("reference", say("目录", "Catalogue"), [say("项", "Field"), say("值", "Value")], rows)
