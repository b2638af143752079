"""A run as a digest to read: each post's summary and models, contradicted claims marked. Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from summarizer.library.claims import about, contradiction, heading, label, value_line, warning
from summarizer.library.export import replacing, reports
from summarizer.library.store import Store
from summarizer.types import ModelRecord, Report
from summarizer.wording import say

_MARKUP = re.compile(r"([\\`*_{}\[\]()#!|~])")
_BULLET = re.compile(r"^(\d*)([-+=.)])")


def write(store: Store, posts: Iterable[tuple[str, str]], path: Path) -> None:
    """The digest of these (path, post id) as a Markdown file."""
    posts = list(posts)
    with replacing(path) as file:
        title = say(f"# 简报：{len(posts)} 篇", f"# Brief: {len(posts)} posts")
        file.write(f"{title}\n".encode())
        for report in reports(store, posts):
            file.write(("\n" + "\n".join(lines(report)) + "\n").encode())


def lines(report: Report) -> Iterator[str]:
    """One post of the digest, line by line; nothing the post wrote is taken for markup."""
    yield f"## {plain(heading(report))}"
    yield ""
    yield plain(about(report))
    if report.summary:
        yield ""
        yield plain(report.summary.text)
    central = [record for record in report.models if record.central]
    passing = [record for record in report.models if not record.central]
    if central:
        yield ""
        yield from (_model(record) for record in central)
    warned = [_model(record) for record in passing if _warnings(record)]
    if warned:
        yield ""
        yield from warned
    others = [record.name for record in passing if not _warnings(record)]
    if others:
        yield ""
        yield plain(say(f"另提到：{'、'.join(others)}", f"Also mentioned: {', '.join(others)}"))
    problems = [p.message for p in report.problems]
    if problems:
        yield ""
        yield plain(say(f"问题：{'；'.join(problems)}", f"Problems: {'; '.join(problems)}"))


def plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    inert = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BULLET.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", inert))


def _model(record: ModelRecord) -> str:
    stated = []
    for name, values in record.fields:
        for value in values:
            verdict = contradiction(record, name, value)
            said = f"{label(name)} {plain(value_line(name, value))}"
            stated.append(f"{said} **{plain(warning(verdict))}**" if verdict else said)
    facts = say("：", ": ") + say("；", "; ").join(stated) if stated else ""
    return f"- **{plain(record.name)}**{facts}"


def _warnings(record: ModelRecord) -> bool:
    return any(v.status == "contradicted" for v in record.verdicts)
