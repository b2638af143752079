"""How a stated value, a model and a post are written for people, in one line."""

from __future__ import annotations

from typing import Any

from summarizer.types import FieldValue, ModelRecord, Report, Verdict
from summarizer.wording import say

LABELS = {
    "organisation": ("机构", "maker"),
    "parameters": ("参数", "parameters"),
    "base_model": ("基座", "base model"),
    "context_length": ("上下文", "context"),
    "release_date": ("发布", "released"),
    "open_weights": ("开放权重", "open weights"),
    "licence": ("许可", "licence"),
    "training_tokens": ("训练数据", "training tokens"),
    "price": ("价格", "price"),
    "cost": ("成本", "cost"),
    "scores": ("得分", "score"),
    "modality": ("模态", "modality"),
}

_LARGE = (("T", 1e12), ("B", 1e9), ("M", 1e6), ("K", 1e3))


def label(field: str) -> str:
    """The field's name in the reader's language."""
    return say(*LABELS[field]) if field in LABELS else field


def shown(field: str, value: Any) -> str:
    """A normalised value as people write it: 7000000000 parameters as 7B."""
    if isinstance(value, list | tuple):
        return say("、", ", ").join(shown(field, one) for one in value)
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    if isinstance(value, int | float):
        if field in ("parameters", "context_length", "training_tokens"):
            for letter, unit in _LARGE:
                if value >= unit:
                    return f"{value / unit:.4g}{letter}"
        return f"{value:,.10g}"
    return "" if value is None else str(value)


def value_line(field: str, value: FieldValue) -> str:
    """One stated value with its unit and qualifications."""
    said = shown(field, value.value)
    if value.currency:
        said += f" {value.currency}"
    if value.per:
        said += f"/{value.per}"
    notes = [
        *([say("激活", "active")] if value.kind == "active" else []),
        *([value.benchmark] if value.benchmark else []),
        *([say("未证实", "unconfirmed")] if value.hedged else []),
        *([voice(value.said_by)] if value.said_by != "post" else []),
    ]
    return said + (say(f"（{'，'.join(notes)}）", f" ({', '.join(notes)})") if notes else "")


def voice(said_by: str) -> str:
    """Who says it, without the kind of voice: `answer:张三` is 张三."""
    return said_by.partition(":")[2] or said_by


def contradiction(record: ModelRecord, field: str, value: FieldValue) -> Verdict | None:
    """The verdict that contradicts this value, if one does."""
    return next(
        (v for v in record.verdicts if v.status == "contradicted" and v.field == field and v.observed == value.value),
        None,
    )


def warning(verdict: Verdict) -> str:
    """What a contradicted value should be, and who says so."""
    expected = shown(verdict.field, verdict.expected)
    return say(f"⚠ 应为 {expected}（{verdict.source}）", f"⚠ expected {expected} ({verdict.source})")


def heading(report: Report) -> str:
    """The post's title, else the beginning of its text."""
    title = report.post.title or next((line for line in report.post.text.splitlines() if line.strip()), "")
    title = " ".join(title.split())
    return title if len(title) <= 80 else title[:79] + "…"


def about(report: Report) -> str:
    """Date, source, author and place of a post in one line."""
    post = report.post
    return " · ".join(filter(None, (post.published, post.source, post.author, report.kind, post.path)))
