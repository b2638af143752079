"""简报: the day's or the week's digest, story by story, to read and to copy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st
from components import kept, labels
from components.drawn import draw
from components.reader import against
from components.session import is_empty, page_address, store
from components.start import offer

from summarizer.library import queries, stories
from summarizer.library.claims import contradiction, heading
from summarizer.library.store import identity
from summarizer.types import FieldValue, ModelRecord, Report
from summarizer.wording import say

PERIODS = ("day", "week", "all")
LIMIT = 100


def main() -> None:
    if is_empty():
        offer()
        return
    st.title(say("简报", "Brief"), anchor=False)
    since, until = period()
    found, rounds = stories.stories(store(), since, until, LIMIT)
    if not found and not rounds:
        st.info(say("这段时间没有关于人工智能的文章。", "No post about AI in this period."))
        return
    title = say("简报", "Brief") + (f" {since}" if since else "") + (f" – {until}" if until and until != since else "")
    text = "\n".join(stories.markdown(found, rounds, title)) + "\n"
    read, copy = st.tabs([say("阅读", "Read"), "Markdown"])
    with read:
        digest(found, rounds)
    with copy:
        st.download_button(
            say("下载", "Download"), text, "brief.md", "text/markdown", icon=":material/download:", on_click="ignore"
        )
        st.code(text, language=None, wrap_lines=True)


def period() -> tuple[str | None, str | None]:
    """The days to report on: the latest that have posts, unless the reader asks for others."""
    latest = next((row.published for row in queries.posts(store(), limit=1) if row.published), None)
    last = date.fromisoformat(latest) if latest and len(latest) == 10 else date.today()
    names = {"day": say("一天", "a day"), "week": say("一周", "a week"), "all": say("全部", "all")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        period = say("时段", "Period")
        span = kept.one(st.segmented_control, "period", period, PERIODS, names.__getitem__, "week", required=True)
        if span == "all":
            return None, None
        until = st.date_input(say("截至", "Until"), value=last, key="day", bind="query-params", width=180)
    days = 0 if span == "day" else 6
    return (until - timedelta(days=days)).isoformat(), until.isoformat()


def digest(found: list[stories.Story], rounds: list[Report]) -> None:
    told = [
        {"title": say("、", ", ").join(s.subjects[:3]) if len(s.reports) > 1 else "",
         "count": say(f"{len(s.reports)} 篇", f"{len(s.reports)} posts"), "posts": [_post(r) for r in s.reports]}
        for s in found
    ]  # fmt: skip
    if rounds:
        told.append(
            {"title": say("盘点与日报", "Round-ups"), "count": len(rounds), "posts": [_post(r) for r in rounds]}
        )
    result = draw("digest", "digest", {"stories": told}, "open")
    if result.open:
        st.switch_page(
            "app_pages/models.py" if "model" in result.open else "app_pages/reading.py", query_params=result.open
        )


def _post(report: Report) -> dict[str, Any]:
    post = report.post
    shown = [r for r in report.models if r.central or any(v.status == "contradicted" for v in r.verdicts)]
    return {
        "id": post.id, "href": page_address("./", post=post.id), "title": heading(report),
        "meta": [x for x in (post.published, post.source, labels.kind(report.kind)) if x],
        "summary": report.summary.text if report.summary else "", "models": [_model(record) for record in shown],
    }  # fmt: skip


def _model(record: ModelRecord) -> dict[str, Any]:
    same = identity(record)
    facts = [_fact(record, name, value) for name, values in record.fields for value in values]
    return {"name": record.name, "identity": same, "href": page_address("models", model=same), "facts": facts}


def _fact(record: ModelRecord, name: str, value: FieldValue) -> dict[str, Any]:
    wrong = contradiction(record, name, value)
    said = labels.value(
        name, value.value, value.kind, currency=value.currency, per=value.per, benchmark=value.benchmark
    )
    hedge = say("（传闻）", " (hedged)") if value.hedged else ""
    return {
        "text": f"{labels.field(name)} {said}{hedge}",
        "alarm": against(name, wrong.expected, wrong.source) if wrong else None,
    }


main()
