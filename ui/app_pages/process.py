"""处理: posts in, by paste, upload, folder or address; and how far they got."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import streamlit as st
from components import labels
from components.drawn import drawn
from components.plain import inert
from components.session import page_address, store, worker

from summarizer import weights
from summarizer.errors import SummarizerError
from summarizer.library import jobs
from summarizer.library.jobs import Job, Wanted
from summarizer.settings import DEFAULT_WEIGHTS
from summarizer.sources import sources
from summarizer.wording import say

MAX_BYTES = 20_000_000
NO_MODEL = ""
SECONDS_BETWEEN_LOOKS = 1.0
ITEM_ROWS = 100
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
    here = [entry for entry in weights.entries() if entry.is_present()]
    names = [*(entry.name for entry in here), NO_MODEL]
    told = {
        entry.name: say(f"{entry.title} · {_size(entry.size_bytes)}", f"{entry.title} · {_size(entry.size_bytes)}")
        for entry in here
    }
    told[NO_MODEL] = say(
        "不用模型：只用规则，摘要摘自原文，每篇几毫秒",
        "No model: rules only, summaries are taken from the text, milliseconds a post",
    )
    default = names.index(DEFAULT_WEIGHTS) if DEFAULT_WEIGHTS in names else 0
    chosen = st.selectbox(
        say("由谁写摘要", "Who writes the summaries"),
        names,
        index=default,
        format_func=told.__getitem__,
        key="weights",
        bind="query-params",
    )
    if not here:
        st.caption(
            say(
                "本机还没有权重：summarizer weights pull 可以下载。",
                "No weights on this machine yet: fetch them with summarizer weights pull.",
            )
        )
    any_language = st.toggle(say("非中文文章也写摘要", "Summarise posts in other languages, too"), key="any_language")
    return {"use_llm": chosen != NO_MODEL, "any_language": any_language, **({"weights": chosen} if chosen else {})}


def paste(options: dict[str, Any]) -> None:
    with st.form("paste", border=False, clear_on_submit=True):
        text = st.text_area(say("文章全文", "The whole post"), height=220, key="pasted")
        if st.form_submit_button(say("处理", "Process"), type="primary"):
            if not text.strip():
                st.warning(say("没有文字：请先粘贴一篇文章。", "There is no text: paste a post first."))
                return
            data = text.encode("utf-8", "surrogatepass" if text.isprintable() else "replace")
            name = f"paste/{hashlib.sha256(data).hexdigest()[:12]}.txt"
            title = next(line.strip() for line in text.splitlines() if line.strip())[:40]
            _submit(title, options, [Wanted(name, title, data)])


def upload(options: dict[str, Any]) -> None:
    with st.form("upload", border=False, clear_on_submit=True):
        found = st.file_uploader(
            say("文本、Markdown、HTML 或订阅源，UTF-8、GB18030 等编码均可，每个不超过 20 MB", "Text, Markdown, HTML or feeds, in UTF-8, GB18030 …, up to 20 MB each"),
            accept_multiple_files=True, type=MEDIA, key="uploaded",
        )  # fmt: skip
        if st.form_submit_button(say("处理", "Process"), type="primary"):
            if not found:
                st.warning(say("还没有选择文件。", "No file is chosen yet."))
                return
            wanted = []
            for file in found:
                data = file.getvalue()
                wanted.append(
                    Wanted(f"upload/{hashlib.sha256(data).hexdigest()[:12]}/{Path(file.name).name}", file.name, data)
                )
            title = found[0].name if len(found) == 1 else say(f"{len(found)} 个文件", f"{len(found)} files")
            _submit(title, options, wanted)


def named(options: dict[str, Any]) -> None:
    with st.form("named", border=False):
        place = st.text_input(
            say("文件夹、文件的路径，或 http(s) 网址", "The path of a folder or file, or an http(s) address"),
            key="place",
        )
        st.caption(say("只有填网址时才会访问网络。", "The network is used for an address only."))
        if st.form_submit_button(say("处理", "Process"), type="primary"):
            try:
                wanted = (
                    [Wanted(source.path, source.path) for source in sources([place.strip()], MAX_BYTES)]
                    if place.strip()
                    else []
                )
            except SummarizerError as error:
                st.error(inert(error.message + " " + error.hint))
                return
            if not wanted:
                st.warning(say("那里没有可读的文章。", "There is no readable post there."))
                return
            _submit(place.strip(), options, wanted)


def _submit(title: str, options: dict[str, Any], wanted: list[Wanted]) -> None:
    st.query_params["job"] = str(worker().submit(title, options, wanted))
    st.rerun()


def progress() -> None:
    """Jobs of this store; looks again by itself while one is under way."""
    found = jobs.jobs(store(), 12)
    if not found:
        return
    st.subheader(say("任务", "Jobs"), anchor=False)
    busy = any(job.status in jobs.RUNNING for job in found)
    st.fragment(_jobs, run_every=SECONDS_BETWEEN_LOOKS if busy else None)(busy)


def _jobs(was_busy: bool) -> None:
    found = jobs.jobs(store(), 12)
    asked = st.query_params.get("job")
    for job in found:
        _job(job, opened=str(job.seq) == asked or job.status in jobs.RUNNING)
    if was_busy and not any(job.status in jobs.RUNNING for job in found):
        st.rerun()


def _job(job: Job, opened: bool) -> None:
    status = labels.status(job.status)
    with st.container(border=True):
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.text(f"{job.title} · {status} · {job.ended}/{job.total}")
        if job.status in jobs.RUNNING:
            left.progress(job.ended / max(1, job.total))
            if right.button(say("取消", "Cancel"), key=f"cancel-{job.seq}"):
                worker().cancel(job.seq)
        elif job.status in ("interrupted", "cancelled", "failed") and right.button(
            say("继续", "Resume"), key=f"resume-{job.seq}"
        ):
            worker().resume(job.seq)
            st.rerun(scope="app")
        if job.message:
            st.error(inert(job.message))
        if opened:
            _items(job)


def _items(job: Job) -> None:
    result = drawn("listing")(
        key=f"items-{job.seq}",
        data={"rows": [_row(item) for item in jobs.items(store(), job.seq, ITEM_ROWS)], "pages": None, "words": {}},
        on_open_change=lambda: None, on_turn_change=lambda: None,
    )  # fmt: skip
    if result.open:
        st.switch_page("app_pages/reading.py", query_params={"post": result.open})


def _row(item: jobs.Item) -> dict[str, Any]:
    post = item.posts[0][0] if item.posts else ""
    tone = {"failed": "alarm", "running": "accent"}.get(item.status, "")
    said = labels.status(item.status) + (f" {item.seconds:.1f} s" if item.seconds else "")
    many = [say(f"{len(item.posts)} 篇", f"{len(item.posts)} posts")] if len(item.posts) > 1 else []
    return {
        "id": post, "href": page_address("./", post=post) if post else "", "title": item.label,
        "marks": [{"text": said, "tone": tone}], "meta": many, "summary": item.message or "",
    }  # fmt: skip


def _size(size_bytes: int | None) -> str:
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes else "?"


main()
