"""处理: posts in, by paste, upload, folder or address; and how far they got."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import streamlit as st
from components import kept, labels
from components.drawn import draw
from components.plain import inert
from components.session import page_address, spoken, store, worker

from summarizer import weights
from summarizer.errors import SummarizerError
from summarizer.library import jobs, overview
from summarizer.library.jobs import Job, Wanted
from summarizer.settings import DEFAULT_WEIGHTS
from summarizer.sources import sources
from summarizer.wording import say

MAX_BYTES = 20_000_000
NO_MODEL = "none"
SECONDS_BETWEEN_LOOKS = 1.0
ITEM_ROWS = 100
SHOWN_JOBS = 12
MEDIA = ["txt", "md", "markdown", "html", "htm", "xml", "rss", "atom"]


def main() -> None:
    st.title(say("处理", "Process"), anchor=False)
    options = choose()
    text, files, place = st.tabs(
        [say("粘贴文字", "Paste"), say("上传文件", "Upload"), say("文件夹或网址", "Folder or address")]
    )
    with text:
        paste(options)
    with files:
        upload(options)
    with place:
        named(options)
    progress()


def choose() -> dict[str, Any]:
    """Which weights write the summaries, with what each costs."""
    here = {entry.name: entry for entry in weights.entries() if entry.is_present()}
    pace = overview.seconds_per_thousand(store())
    told = {name: _cost(entry, pace.get(Path(entry.file).stem)) for name, entry in here.items()}
    zh, en = (
        "不用模型：只用规则，摘要摘自原文，每篇几毫秒",
        "No model: rules only, summaries from the text, milliseconds a post",
    )
    told[NO_MODEL] = say(zh, en)
    default = DEFAULT_WEIGHTS if DEFAULT_WEIGHTS in told else next(iter(told))
    label = say("由谁写摘要", "Who writes the summaries")
    chosen = kept.one(st.selectbox, "weights", label, list(told), told.__getitem__, default)
    if not here:
        zh, en = "本机还没有权重，可用命令下载：summarizer weights pull", "No weights here yet: summarizer weights pull"
        st.caption(inert(say(zh, en)))
    any_language = st.toggle(say("非中文文章也写摘要", "Summarise posts in other languages, too"), key="any_language")
    return {
        "use_llm": chosen != NO_MODEL,
        "any_language": any_language,
        **({"weights": chosen} if chosen != NO_MODEL else {}),
    }


def _cost(entry: weights.Entry, seconds: float | None) -> str:
    size = f"{entry.size_bytes / 1e9:.1f} GB" if entry.size_bytes else ""
    pace = say(f"本机约 {seconds:.0f} 秒/千字", f"about {seconds:.0f} s per 1,000 characters here") if seconds else ""
    return " · ".join(x for x in (entry.title, size, pace) if x)


def paste(options: dict[str, Any]) -> None:
    with st.form("paste", border=False, clear_on_submit=True):
        text = st.text_area(say("文章全文", "The whole post"), height=220, key="pasted")
        if not st.form_submit_button(say("处理", "Process"), type="primary", key="paste-go"):
            return
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if not lines:
            st.warning(say("没有文字：请先粘贴一篇文章。", "There is no text: paste a post first."))
            return
        data = text.encode("utf-8", "replace")
        _submit(lines[0][:40], options, [Wanted(f"paste/{_short(data)}.txt", lines[0][:40], data)])


def upload(options: dict[str, Any]) -> None:
    zh = "文本、Markdown、HTML 或订阅源；UTF-8、GB18030 等编码均可；每个不超过 20 MB"
    en = "Text, Markdown, HTML or feeds, in UTF-8, GB18030 and others, up to 20 MB each"
    with st.form("upload", border=False, clear_on_submit=True):
        found = st.file_uploader(say(zh, en), accept_multiple_files=True, type=MEDIA, key="uploaded")
        if not st.form_submit_button(say("处理", "Process"), type="primary", key="upload-go"):
            return
        if not found:
            st.warning(say("还没有选择文件。", "No file is chosen yet."))
            return
        wanted = [_uploaded(Path(file.name).name, file.getvalue()) for file in found]
        title = wanted[0].label if len(wanted) == 1 else say(f"{len(wanted)} 个文件", f"{len(wanted)} files")
        _submit(title, options, wanted)


def _uploaded(name: str, data: bytes) -> Wanted:
    # two files of one name are two posts: their contents tell them apart
    return Wanted(f"upload/{_short(data)}/{name}", name, data)


def named(options: dict[str, Any]) -> None:
    with st.form("named", border=False):
        label = say("文件夹、文件的路径，或 http(s) 网址", "The path of a folder or file, or an http(s) address")
        place = st.text_input(label, key="place").strip()
        st.caption(say("只有填网址时才会访问网络。", "The network is used for an address only."))
        if not st.form_submit_button(say("处理", "Process"), type="primary", key="place-go"):
            return
        try:
            found = list(sources([place], MAX_BYTES)) if place else []
        except SummarizerError as error:
            st.error(inert(str(error)))
            return
        if not found:
            st.warning(say("那里没有可读的文章。", "There is no readable post there."))
            return
        _submit(place, options, [Wanted(source.path, source.path) for source in found])


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _submit(title: str, options: dict[str, Any], wanted: list[Wanted]) -> None:
    st.query_params["job"] = str(worker().submit(title, options, wanted))
    st.rerun()


def progress() -> None:
    """Jobs of this store; looks again by itself while one is under way."""
    found = jobs.jobs(store(), SHOWN_JOBS)
    if not found:
        return
    st.subheader(say("任务", "Jobs"), anchor=False)
    is_busy = any(job.status in jobs.RUNNING for job in found)
    st.fragment(spoken(_jobs), run_every=SECONDS_BETWEEN_LOOKS if is_busy else None)(is_busy)


def _jobs(was_busy: bool) -> None:
    found = jobs.jobs(store(), SHOWN_JOBS)
    for job in found:
        _job(job, is_open=str(job.seq) == st.query_params.get("job"))
    if was_busy and not any(job.status in jobs.RUNNING for job in found):
        st.rerun()


def _job(job: Job, is_open: bool) -> None:
    is_running = job.status in jobs.RUNNING
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{job.title} · {labels.status(job.status)} · {job.ended}/{job.total}", width="stretch")
            if is_running and st.button(say("取消", "Cancel"), key=f"cancel-{job.seq}"):
                worker().cancel(job.seq)
            can_resume = job.status in ("interrupted", "cancelled", "failed")
            if can_resume and st.button(say("继续", "Resume"), key=f"resume-{job.seq}"):
                worker().resume(job.seq)
                st.rerun(scope="app")
            if not is_open and st.button(say("详情", "Details"), key=f"open-{job.seq}", type="tertiary"):
                st.query_params["job"] = str(job.seq)
                st.rerun(scope="app")
        if is_running:
            st.progress(job.ended / max(1, job.total))
        if job.message:
            st.error(inert(job.message))
        if is_open:
            _items(job)


def _items(job: Job) -> None:
    rows = [_row(item) for item in jobs.items(store(), job.seq, ITEM_ROWS)]
    result = draw("listing", f"items-{job.seq}", {"rows": rows, "pages": None, "words": {}}, "open")
    if result.open:
        st.switch_page("app_pages/reading.py", query_params={"post": result.open})


def _row(item: jobs.Item) -> dict[str, Any]:
    post = item.posts[0][0] if item.posts else ""
    tone = {"failed": "alarm", "running": "accent"}.get(item.status, "")
    said = labels.status(item.status) + (f" {item.seconds:.1f} s" if item.seconds and item.seconds >= 0.1 else "")
    many = [say(f"{len(item.posts)} 篇", f"{len(item.posts)} posts")] if len(item.posts) > 1 else []
    return {
        "id": post, "href": page_address("./", post=post) if post else "", "title": item.label,
        "marks": [{"text": said, "tone": tone}], "meta": many, "summary": item.message or "",
    }  # fmt: skip


main()
