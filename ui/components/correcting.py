"""The dialogs in which a reader corrects what was extracted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from components import labels
from components.session import spoken, store
from summarizer.errors import InputError
from summarizer.facts.numbers import number
from summarizer.library import corrections, queries
from summarizer.library.corrections import Correction
from summarizer.wording import say

_NUMBERS = ("parameters", "context_length", "training_tokens", "price", "cost", "scores")


def correct(base: Correction, shown: str, old: Correction | None) -> None:
    """Mark a field or its record as wrong, or fix the value; `base` says which, `shown` how it reads."""
    st.dialog(say("更正", "Correct"))(spoken(_correct))(base, shown, old)


def _correct(base: Correction, shown: str, old: Correction | None) -> None:
    st.text(f"{base.model} · {labels.field(base.field or '')}：{shown}")
    if base.quote:
        st.caption(say("依据", "Evidence"))
        st.text(f"「{base.quote}」")
    ways = {
        "value": say("改成正确的值", "fix the value"),
        "wrong": say("这一项不对", "this field is wrong"),
        "record": say("整条记录不对", "the whole record is wrong"),
    }
    how = st.radio(say("怎样更正", "What is wrong"), list(ways), format_func=ways.__getitem__, key="how")
    given = ""
    with st.container():  # keeps its place when the box goes, so that the buttons below never stand there twice
        if how == "value":
            example = say("正确的值，如 70亿、7B、Apache-2.0", "The right value, such as 7B, Apache-2.0")
            given = st.text_input(example, key="right")
    with st.container(horizontal=True):
        if st.button(say("保存", "Save"), type="primary", key="save"):
            _save(base, how, given)
        if old and st.button(say("撤销更正", "Undo the correction"), key="undo"):
            corrections.remove(store(), old.seq)
            st.rerun()


def _save(base: Correction, how: str, given: str) -> None:
    if how == "record":
        base = Correction("wrong", base.identity, base.model, base.post)
    elif how == "value":
        value = parsed(base.field or "", given)
        if value is None:
            st.error(
                say(
                    "读不懂这个值：请写数字（如 70亿、7B）或文字。",
                    "This value cannot be read: write a number (such as 7B) or a text.",
                )
            )
            return
        base = replace(base, kind="value", corrected=value)
    else:
        base = replace(base, kind="wrong")
    corrections.add(store(), base)
    st.rerun()


def parsed(field: str, given: str) -> Any:
    """The value as the store keeps it; None where it is none."""
    text = " ".join(given.split())
    if not text:
        return None
    if field in _NUMBERS:
        return number(text)
    if field == "open_weights":
        return {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}.get(text.lower())
    return text


def model_names(identity: str, name: str, known: bool) -> None:
    """Give a model another name, or say that it is another one: both used from the next run on."""
    st.dialog(say("别名与合并", "Names and merging"))(spoken(_model_names))(identity, name, known)


def _model_names(identity: str, name: str, known: bool) -> None:
    st.text(name)
    maker = ""
    if not known:
        maker = st.text_input(
            say("机构（目录里没有这个模型，请补上）", "Maker (the catalogue does not know this model)"), key="maker"
        )
    alias = st.text_input(say("也叫", "Is also called"), key="alias")
    if st.button(say("添加别名", "Add the name"), type="primary"):
        _keep(Correction("alias", identity, name, corrected=alias.strip(), note=maker.strip() or None))
    st.divider()
    other = st.text_input(say("其实就是（另一个模型的名称）", "Is the same as (name of another model)"), key="other")
    if other.strip():
        found = [m for m in queries.models(store(), words=other.strip(), limit=20) if m.identity != identity]
        if not found:
            st.text(say("库里没有这个模型。", "There is no such model in the store."))
            return
        target = st.selectbox(
            say("并入", "Merge into"),
            found,
            format_func=lambda m: f"{m.name}（{m.organisation or '—'}，{m.posts}）",
            key="target",
        )
        if st.button(say("合并", "Merge")):
            _keep(Correction("merge", identity, name, corrected=target.identity, note=target.organisation))


def _keep(correction: Correction) -> None:
    try:
        corrections.add(store(), correction)
    except InputError as error:
        st.error(error.message)
        return
    st.rerun()


def said(correction: Correction) -> str:
    """A correction in words."""
    if correction.kind == "value":
        right = labels.value(correction.field or "", correction.corrected)
        return say(f"✎ 更正为 {right}", f"✎ corrected to {right}")
    if correction.kind == "wrong":
        return say("✎ 已标为错误", "✎ marked as wrong")
    if correction.kind == "alias":
        return say(f"✎ 又名 {correction.corrected}", f"✎ also called {correction.corrected}")
    return say(
        f"✎ {correction.model} 并入 {correction.corrected}", f"✎ {correction.model} merged into {correction.corrected}"
    )
