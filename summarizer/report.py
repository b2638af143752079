"""The report as other programs see it: `summarizer.report/1`, one JSON object a post, and the way back.

A public contract (see README): keys are only ever added. `from_dict(to_dict(report))` gives the report back except
for what the contract leaves out: the post's blocks, media type and encoding, and the surface forms of segments.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from summarizer import types as t
from summarizer.errors import InputError
from summarizer.wording import say

_VALUE_EXTRAS = ("kind", "currency", "per", "benchmark")


def to_dict(report: t.Report) -> dict[str, Any]:
    """The report as plain data, ready for JSON; offsets are half-open code points of its `text`."""
    post = report.post
    return {
        "schema": t.SCHEMA,
        "text": post.text,
        "post": {
            "id": post.id,
            "path": post.path,
            "title": post.title,
            "author": post.author,
            "published": post.published,
            "source": post.source,
            "language": post.language,
            "kind": report.kind,
            "about_ai": report.about_ai,
        },
        "summary": _summary(report.summary),
        "segments": [
            {
                "id": segment.id,
                "role": segment.role,
                "title": segment.title,
                "author": segment.author,
                "time": segment.time,
                "start": span.start,
                "end": span.end,
                "summary": _summary(summary),
            }
            for segment, span, summary in report.segments
        ],
        "dropped": [{"start": d.start, "end": d.end, "reason": d.reason} for d in report.dropped],
        "keywords": list(report.keywords),
        "models": [_record(record) for record in report.models],
        "comparisons": [
            {
                "subject": c.subject,
                "relation": c.relation,
                "object": c.object,
                "metric": c.metric,
                "said_by": c.said_by,
                "hedged": c.hedged,
                **_span(c.span),
            }
            for c in report.comparisons
        ],
        "problems": [
            {"stage": p.stage, "code": p.code, "message": p.message, **(_span(p.span) if p.span else {})}
            for p in report.problems
        ],
        "run": {
            "backend": report.backend,
            "weights": report.weights,
            "weights_sha256": report.weights_sha256,
            "seconds": round(report.usage.seconds, 3),
            "prompt_tokens": report.usage.prompt_tokens,
            "cached_tokens": report.usage.cached_tokens,
            "completion_tokens": report.usage.completion_tokens,
        },
    }


def to_json(report: t.Report) -> str:
    """One line of JSON Lines, without the line break."""
    return json.dumps(to_dict(report), ensure_ascii=False, separators=(",", ":"))


def from_dict(data: Mapping[str, Any]) -> t.Report:
    """The report of such a dictionary, its evidence checked again; InputError when it is none."""
    if data.get("schema") != t.SCHEMA:
        raise InputError(
            say(f"这不是 {t.SCHEMA} 格式的报告。", f"This is no report of the schema {t.SCHEMA}."), code="schema"
        )
    try:
        return _report(data)
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise InputError(
            say(f"报告已损坏：{broken}。", f"The report is damaged: {broken}."), code="damaged-report"
        ) from broken


def from_json(line: str) -> t.Report:
    """The report of one line of JSON Lines; InputError when it is none."""
    try:
        data = json.loads(line)
    except ValueError as broken:
        raise InputError(say(f"这一行不是 JSON：{broken}", f"This line is no JSON: {broken}")) from broken
    return from_dict(data if isinstance(data, dict) else {})


def _span(span: t.Span) -> dict[str, Any]:
    return {"quote": span.quote, "start": span.start, "end": span.end}


def _summary(summary: t.Summary | None) -> dict[str, Any] | None:
    if summary is None:
        return None
    sentences = [
        {"text": s.text, "supported": s.supported, "evidence": [_span(e) for e in s.evidence]}
        for s in summary.sentences
    ]
    return {"text": summary.text, "method": summary.method, "sentences": sentences}


def _record(record: t.ModelRecord) -> dict[str, Any]:
    stated = dict(record.fields)
    return {
        "name": record.name,
        "id": record.catalogue_id,
        "family": record.family,
        "surfaces": list(record.surfaces),
        "central": record.central,
        "mentions": [{**_span(span), "segment": segment} for span, segment in record.mentions],
        "fields": {name: [_value(value) for value in stated.get(name, ())] for name in t.FIELDS},
        "verdicts": [
            {
                "field": v.field,
                "status": v.status,
                "observed": v.observed,
                "expected": v.expected,
                "source": v.source,
                "reason": v.reason,
            }
            for v in record.verdicts
        ],
    }


def _value(value: t.FieldValue) -> dict[str, Any]:
    extras = {name: getattr(value, name) for name in _VALUE_EXTRAS if getattr(value, name) is not None}
    voice = {"said_by": value.said_by, "hedged": value.hedged, "found_by": value.found_by}
    return {"value": value.value, **extras, **_span(value.span), **voice}


def _report(data: Mapping[str, Any]) -> t.Report:
    about = data["post"]
    post = t.Post(
        id=about["id"],
        path=about["path"],
        media="text",
        text=data["text"],
        title=about["title"],
        author=about["author"],
        published=about["published"],
        source=about["source"],
        language=about["language"],
    )
    run = data["run"]
    return t.Report(
        post=post,
        kind=about["kind"],
        about_ai=about["about_ai"],
        summary=_summary_back(data["summary"]),
        segments=tuple(_segment_back(s, post.text) for s in data["segments"]),
        dropped=tuple(t.Dropped(d["start"], d["end"], d["reason"]) for d in data["dropped"]),
        keywords=tuple(data["keywords"]),
        models=tuple(_record_back(record) for record in data["models"]),
        comparisons=tuple(
            t.Comparison(
                c["subject"], c["relation"], c["object"], _span_back(c), c["metric"], c["said_by"], c["hedged"]
            )
            for c in data["comparisons"]
        ),
        problems=tuple(
            t.Problem(p["stage"], p["code"], p["message"], _span_back(p) if "quote" in p else None)
            for p in data["problems"]
        ),
        backend=run["backend"],
        weights=run["weights"],
        weights_sha256=run["weights_sha256"],
        usage=t.Usage(run["prompt_tokens"], run["cached_tokens"], run["completion_tokens"], run["seconds"]),
    )


def _span_back(data: Mapping[str, Any]) -> t.Span:
    return t.Span(data["start"], data["end"], data["quote"])


def _summary_back(data: Mapping[str, Any] | None) -> t.Summary | None:
    if data is None:
        return None
    sentences = tuple(
        t.Sentence(s["text"], s["supported"], tuple(_span_back(e) for e in s["evidence"])) for s in data["sentences"]
    )
    return t.Summary(sentences, data["method"])


def _segment_back(data: Mapping[str, Any], text: str) -> tuple[t.Segment, t.Span, t.Summary | None]:
    start, end = data["start"], data["end"]
    segment = t.Segment(data["id"], data["role"], start, end, data["title"], data["author"], data["time"])
    return segment, t.Span(start, end, text[start:end]), _summary_back(data["summary"])


def _record_back(data: Mapping[str, Any]) -> t.ModelRecord:
    return t.ModelRecord(
        name=data["name"],
        catalogue_id=data["id"],
        family=data["family"],
        central=data["central"],
        surfaces=tuple(data["surfaces"]),
        mentions=tuple((_span_back(m), m["segment"]) for m in data["mentions"]),
        fields=tuple(
            (name, tuple(_value_back(v) for v in data["fields"][name])) for name in t.FIELDS if data["fields"].get(name)
        ),
        verdicts=tuple(
            t.Verdict(v["field"], v["status"], v["observed"], v["expected"], v["source"], v.get("reason", ""))
            for v in data["verdicts"]
        ),
    )


def _value_back(data: Mapping[str, Any]) -> t.FieldValue:
    return t.FieldValue(
        value=data["value"],
        span=_span_back(data),
        said_by=data["said_by"],
        hedged=data["hedged"],
        found_by=data["found_by"],
        **{name: data.get(name) for name in _VALUE_EXTRAS},
    )
