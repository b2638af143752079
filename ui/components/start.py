"""What to do with an empty store."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.session import worker
from summarizer.library.jobs import Wanted
from summarizer.wording import say

SAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "samples"


def sample_files() -> list[Path]:
    """The posts that come with a checkout; none in an installed wheel."""
    return (
        sorted(p for p in SAMPLES.glob("*") if p.is_file() and not p.name.startswith(".")) if SAMPLES.is_dir() else []
    )


def offer() -> None:
    """The first visit: the samples at a click, or one's own posts."""
    st.title(say("还没有文章", "Nothing to read yet"), anchor=False)
    st.write(
        say(
            "这里会列出处理过的文章：摘要、模型记录，每一项都指回原文。",
            "Posts appear here once processed: summaries and model records, each tied to the source text.",
        )
    )
    samples = sample_files()
    with st.container(horizontal=True):
        if samples and st.button(
            say(f"试读 {len(samples)} 篇样例", f"Try {len(samples)} sample posts"),
            type="primary",
            icon=":material/auto_stories:",
        ):
            wanted = [Wanted(f"samples/{p.name}", p.name, p.read_bytes()) for p in samples]
            job = worker().submit(say("样例", "samples"), {"use_llm": False}, wanted)
            st.switch_page("app_pages/process.py", query_params={"job": str(job)})
        if st.button(say("处理自己的文章", "Process my own posts"), icon=":material/upload_file:"):
            st.switch_page("app_pages/process.py")
