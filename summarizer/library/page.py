"""Reports as one self-contained HTML file: no script, nothing fetched, the evidence marked in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

from summarizer.library.claims import about, contradiction, heading, label, value_line, warning
from summarizer.library.export import replacing, reports
from summarizer.library.store import Store
from summarizer.types import Report, Span
from summarizer.wording import language, say

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:54rem;
margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin:0}
article{border-top:1px solid #8886;padding:1.5rem 0}
.about,.note{color:GrayText;font-size:.85rem;overflow-wrap:anywhere}
ul.models{padding-left:1.2rem}ul.models a{color:inherit;text-decoration-color:#d97706}
.wrong{color:#c2410c;font-weight:600}
details{margin-top:.5rem}summary{cursor:pointer}
.text{white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid #8884;padding-left:1rem;margin:.5rem 0}
mark{background:#fde68a;color:#111;border-radius:2px}mark.wrong{background:#fdba74}
.dropped{color:GrayText}
:target{outline:3px solid #d97706}
@media(prefers-color-scheme:dark){.wrong{color:#fb923c}mark.wrong{color:#111}}
""".replace("\n", "")


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A span to mark, its anchor and what it is evidence of."""

    span: Span
    anchor: str
    said: str
    wrong: bool


def write(store: Store, posts: Iterable[tuple[str, str]], path: Path) -> None:
    """The reports of these (path, post id) as one HTML file."""
    posts = list(posts)
    title = escape(say(f"报告：{len(posts)} 篇", f"Reports: {len(posts)} posts"))
    with replacing(path) as file:
        file.write(
            f'<!doctype html>\n<html lang="{"zh-CN" if language() == "zh" else "en"}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>\n".encode()
        )
        for number, report in enumerate(reports(store, posts), 1):
            file.write(article(report, f"p{number}").encode(errors="replace"))
        file.write(b"</body></html>\n")


def article(report: Report, anchor: str) -> str:
    """One report as an HTML fragment; `anchor` keeps its ids apart from other reports'."""
    evidence: list[_Evidence] = []
    models = "".join(_models(report, anchor, evidence))
    summary = f"<p>{_shown(report.summary.text)}</p>" if report.summary else ""
    problems = "".join(f"<li>{_shown(p.message)}</li>" for p in report.problems)
    return (
        f'<article id="{anchor}"><h2>{_shown(heading(report))}</h2>'
        f'<p class="about">{_shown(about(report))}</p>{summary}'
        + (f'<ul class="models">{models}</ul>' if models else "")
        + (f'<ul class="note">{problems}</ul>' if problems else "")
        + f"<details{' open' if evidence else ''}><summary>{say('原文与依据', 'Text and evidence')}</summary>"
        f'<div class="text">{marked(report, evidence)}</div></details></article>\n'
    )


def marked(report: Report, evidence: Iterable[_Evidence]) -> str:
    """The post's text with every piece of evidence marked; where spans overlap, each stretch names all of them."""
    text = report.post.text
    evidence = sorted(evidence, key=lambda e: (e.span.start, e.span.end))
    dropped = [(d.start, d.end) for d in report.dropped]
    cuts = {0, len(text), *(c for e in evidence for c in (e.span.start, e.span.end)), *(c for d in dropped for c in d)}
    edges = sorted(c for c in cuts if 0 <= c <= len(text))
    pieces, open_, waiting = [], list[_Evidence](), evidence[::-1]
    for start, end in pairwise(edges):
        open_ = [e for e in open_ if e.span.end > start]
        fresh = []
        while waiting and waiting[-1].span.start <= start:
            fresh.append(waiting.pop())
        open_ += [e for e in fresh if e.span.end > start]
        anchors = "".join(f'<a id="{e.anchor}"></a>' for e in fresh)
        piece = _shown(text[start:end])
        if open_:
            names = escape(" · ".join(dict.fromkeys(e.said for e in open_)))
            kind = ' class="wrong"' if any(e.wrong for e in open_) else ""
            piece = f'<mark{kind} title="{names}">{piece}</mark>'
        elif any(a <= start and end <= b for a, b in dropped):
            piece = f'<span class="dropped">{piece}</span>'
        pieces.append(anchors + piece)
    return "".join(pieces)


def _models(report: Report, anchor: str, evidence: list[_Evidence]) -> Iterator[str]:
    """Each record as a list item, its values linked to their evidence, which is collected on the way."""
    for record in report.models:
        facts = []
        for name, values in record.fields:
            for value in values:
                wrong = contradiction(record, name, value)
                one = _Evidence(
                    value.span, f"{anchor}e{len(evidence)}", f"{record.name}: {label(name)}", wrong is not None
                )
                evidence.append(one)
                fact = f'{escape(label(name))} <a href="#{one.anchor}">{_shown(value_line(name, value))}</a>'
                facts.append(fact + (f' <span class="wrong">{_shown(warning(wrong))}</span>' if wrong else ""))
        if facts or record.central:
            yield f"<li><b>{_shown(record.name)}</b> {' · '.join(facts)}</li>"
    rest = [r.name for r in report.models if not r.central and not r.fields]
    if rest:
        yield f"<li>{_shown(say('另提到：', 'Also mentioned: ') + '、'.join(rest))}</li>"


def _shown(text: str) -> str:
    """Text as HTML that shows it and does nothing else; characters HTML forbids are replaced."""
    return escape("".join(c if c in "\n\t" or (c >= " " and not "\x7f" <= c <= "\x9f") else "\ufffd" for c in text))
