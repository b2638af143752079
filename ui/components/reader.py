"""The reading view of one report: source, summaries and records, each tied to its evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from components import labels
from components.runs import Mark, runs, spare_lines
from summarizer.library.claims import contradiction
from summarizer.library.store import identity
from summarizer.types import FieldValue, ModelRecord, Report, Span, Summary, Verdict
from summarizer.wording import say

OPEN_RECORDS = 4
NUMBERING_CHARACTERS = 8
"""How much a title may have before it in the text and still be the title: 第三章、"""
SPARE = "spare"
"""Marks line ends that only what was left out gave a meaning."""

_MARKUP = re.compile(r"[\W_]+")
MAX_CHARACTERS = 120_000
"""Longer texts are shown in parts of this length: a browser slows down with more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a report is to be shown: what readers corrected, where models are found, and which place is asked for.

    `fixes` are by (identity, field, start of the evidence), (identity, None, None) is a whole record; `focus` is such
    a place as `field:start`; `part` counts parts of MAX_CHARACTERS.
    """

    fixes: Mapping[tuple[str, str | None, int | None], str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    focus: str | None = None
    part: int = 0


@dataclass(slots=True)
class _Marks:
    """The marks of a report as they are found, by id."""

    ranges: list[Mark] = field(default_factory=list)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, kind: str, start: int, end: int, **told: Any) -> str:
        id = f"{kind[0]}{len(self.told)}"
        self.ranges.append(Mark(id, start, end))
        self.told[id] = {"kind": kind, **told}
        return id

    def spans(self, kind: str, found: Sequence[Span], **told: Any) -> list[str]:
        return [self.add(kind, s.start, s.end, **told) for s in found if s.end > s.start]


def payload(report: Report, asked: Asked) -> dict[str, Any]:
    """All that the browser needs to draw a report."""
    marks = _Marks()
    for dropped in report.dropped:
        reason = say(f"已略去：{dropped.reason}", f"left out: {dropped.reason}")
        marks.add("dropped", dropped.start, dropped.end, title=reason)
    records = [_record(n, record, marks, asked) for n, record in enumerate(report.models)]
    comparisons = [{"ids": marks.spans("comparison", [c.span]), "text": _comparison(c)} for c in report.comparisons]
    problems = [
        {"ids": marks.spans("problem", [p.span] if p.span else [], title=p.message), "text": p.message}
        for p in report.problems
    ]
    summary = _summary(report.summary, marks)
    segments = [(segment, span, _summary(given, marks)) for segment, span, given in report.segments]
    first = asked.part * MAX_CHARACTERS
    last = min(first + MAX_CHARACTERS, len(report.text))
    language = report.post.language
    return {
        "title": report.post.title or _first_line(report.text) or report.post.path, "meta": _meta(report),
        "lang": "zh" if language == "other" else language,
        "summary": summary, "summaryLabel": _method(report),
        "parts": _parts(report.text, segments, marks.ranges, first, last),
        "records": records, "comparisons": comparisons, "problems": problems,
        "marks": {**marks.told, SPARE: {"kind": "spare"}},
        "dropped": sum(d.end > first and d.start < last for d in report.dropped),
        "focus": _focus(asked.focus, records), "words": _words(),
    }  # fmt: skip


def _meta(report: Report) -> list[str]:
    post, length = report.post, len(report.text)
    said = (post.source, post.author, post.published, labels.kind(report.kind), labels.language(post.language),
            say(f"{length:,} 字", f"{length:,} characters"), post.path)  # fmt: skip
    return [x for x in said if x]


def _record(number: int, record: ModelRecord, marks: _Marks, asked: Asked) -> dict[str, Any]:
    same = identity(record)
    claims = []
    for name, values in record.fields:
        for given in values:
            wrong = contradiction(record, name, given)
            claim = _claim(record.name, name, given, wrong, marks)
            marks.told[claim["mark"]]["record"] = number
            claims.append({**claim, "number": len(claims), "fix": asked.fixes.get((same, name, given.span.start))})
    stated = dict(record.fields).get("organisation", ())
    wrong_claims = sum(v.status == "contradicted" for v in record.verdicts)
    return {
        "number": number, "name": record.name, "identity": same, "href": asked.addresses.get(same, "#"),
        "organisation": str(stated[0].value) if stated else None, "central": record.central,
        "wrong": wrong_claims, "claims": claims, "fix": asked.fixes.get((same, None, None)),
        "mentions": marks.spans("mention", [s for s, _ in record.mentions], record=number, title=record.name),
        "open": bool(wrong_claims) or (number < OPEN_RECORDS and bool(claims)),
    }  # fmt: skip


def _claim(model: str, name: str, given: FieldValue, wrong: Verdict | None, marks: _Marks) -> dict[str, Any]:
    label, said, span = labels.field(name), labels.stated(name, given), given.span
    title = f"{model} · {label}：{said}"
    return {
        "mark": marks.add("field", span.start, span.end, wrong=wrong is not None, title=title),
        "label": label, "value": said, "quote": span.quote, "place": f"{name}:{span.start}",
        "voice": labels.voice(given.said_by), "hedged": given.hedged, "found": labels.finder(given.found_by),
        "against": against(name, wrong.expected, wrong.source) if wrong else None,
    }  # fmt: skip


def against(name: str, expected: Any, source: str) -> str:
    """What is known instead, and whence."""
    values = expected if isinstance(expected, list | tuple) else [expected]
    said = say("、", ", ").join(dict.fromkeys(labels.value(name, e) for e in values))
    return say(f"⚠ {labels.source(source)} 记为 {said}", f"⚠ {labels.source(source)} has {said}")


def _summary(given: Summary | None, marks: _Marks) -> dict[str, Any] | None:
    if given is None:
        return None
    return {
        "sentences": [
            {"text": s.text, "supported": s.supported, "ids": marks.spans("evidence", s.evidence)}
            for s in given.sentences
        ]
    }


def _parts(
    text: str, segments: Sequence[tuple[Any, Span, dict[str, Any] | None]], marks: Sequence[Mark], first: int, last: int
) -> list[dict[str, Any]]:
    """The text from first to last in order: segments, and what lies between them."""
    parts: list[dict[str, Any]] = []
    at = first

    def between(end: int) -> None:
        if text[at:end].strip():
            left_out = all(any(i.startswith("d") for i in run.marks) or not run.text.strip()
                           for run in runs(text, marks, at, end))  # fmt: skip
            parts.append({"kind": "gap" if left_out else "rest", "runs": _cut(text, marks, at, end)})

    for segment, span, summary in segments:
        start, end = max(span.start, at), min(span.end, last)
        if start >= end:
            continue
        between(start)
        heading = _heading(parts, segment.title)
        parts.append({
            "kind": "segment", "id": segment.id, "role": labels.role(segment.role), "heading": heading,
            "title": None if heading else segment.title, "author": segment.author, "time": segment.time,
            "summary": summary, "runs": _cut(text, marks, start, end),
        })  # fmt: skip
        at = end
    between(last)
    return parts


def _heading(parts: list[dict[str, Any]], title: str | None) -> list[tuple[str, list[str]]]:
    """The runs before a segment, taken off `parts`, where they are just its title."""
    if not title or not parts or parts[-1]["kind"] != "rest":
        return []
    visible = (text for text, ids in parts[-1]["runs"] if not any(id == SPARE or id.startswith("d") for id in ids))
    shown, wanted = (_MARKUP.sub("", given) for given in ("".join(visible), title))
    is_title = shown.endswith(wanted) and len(shown) <= len(wanted) + NUMBERING_CHARACTERS
    return parts.pop()["runs"] if is_title else []


def _cut(text: str, marks: Sequence[Mark], start: int, end: int) -> list[tuple[str, list[str]]]:
    hidden = [(mark.start, mark.end) for mark in marks if mark.id.startswith("d")]
    spare = [Mark(SPARE, offset, offset + 1) for offset in spare_lines(text, hidden, start, end)]
    return [(run.text, list(run.marks)) for run in runs(text, [*marks, *spare], start, end)]


def _focus(place: str | None, records: Sequence[Mapping[str, Any]]) -> str | None:
    return next((c["mark"] for r in records for c in r["claims"] if c["place"] == place), None) if place else None


def _comparison(c: Any) -> str:
    metric = say(f"（{c.metric}）", f" ({c.metric})") if c.metric else ""
    return f"{c.subject} {labels.relation(c.relation)} {c.object}{metric} · {labels.voice(c.said_by)}"


def _method(report: Report) -> str:
    if report.summary and report.summary.method == "qwen":
        return say(
            f"摘要 · 由 {report.weights} 撰写，逐句核对原文",
            f"Summary, written by {report.weights}, checked against the text",
        )
    return say("摘要 · 摘自原文", "Summary, taken from the text")


def _first_line(text: str) -> str:
    return next((line.strip()[:80] for line in text.splitlines() if line.strip()), "")


def _words() -> dict[str, str]:
    return {
        "records": say("模型记录", "Model records"), "comparisons": say("比较", "Comparisons"),
        "problems": say("问题", "Problems"), "fields": say("项", "fields"), "central": say("主角", "central"),
        "mentionOnly": say("仅提及", "mentioned"), "contradicted": say("有出入", "contradicted"),
        "hedged": say("传闻", "hedged"), "correct": say("更正", "correct"),
        "correctTitle": say("标为错误或改正这一项", "mark this as wrong or fix it"),
        "openModel": say("查看此模型 →", "open this model →"), "mentions": say("提及", "mentions"),
        "gist": say("小结", "gist"), "unsupported": say("原文中没有找到依据", "no support found in the text"),
        "showDropped": say("显示略去的内容", "show what was left out"),
        "hideMentions": say("不标提及", "do not mark mentions"),
    }  # fmt: skip
