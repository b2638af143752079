"""The page's words in Chinese and English, and values as people write them."""

from __future__ import annotations

from typing import Any

from summarizer.types import FIELDS
from summarizer.wording import say

_FIELDS = {
    "organisation": ("机构", "organisation"),
    "parameters": ("参数量", "parameters"),
    "base_model": ("基座模型", "base model"),
    "context_length": ("上下文长度", "context length"),
    "release_date": ("发布日期", "release date"),
    "open_weights": ("开放权重", "open weights"),
    "licence": ("许可证", "licence"),
    "training_tokens": ("训练词元", "training tokens"),
    "price": ("价格", "price"),
    "cost": ("成本", "cost"),
    "scores": ("评测分数", "scores"),
    "modality": ("模态", "modality"),
}
_KINDS = {
    "qa": ("问答", "Q&A"),
    "listicle": ("盘点", "listicle"),
    "article": ("文章", "article"),
    "digest": ("日报", "digest"),
    "other": ("其他", "other"),
}
_ROLES = {
    "question": ("提问", "question"),
    "answer": ("回答", "answer"),
    "comment": ("评论", "comment"),
    "intro": ("导语", "intro"),
    "item": ("条目", "item"),
    "section": ("章节", "section"),
    "outro": ("结语", "outro"),
}
_VERDICTS = {
    "supported": ("与目录一致", "agrees with the catalogue"),
    "contradicted": ("有出入", "contradicted"),
    "unlisted": ("目录未载", "not in the catalogue"),
    "uncheckable": ("无法核对", "cannot be checked"),
}
_STATUSES = {
    "queued": ("排队中", "queued"),
    "running": ("进行中", "running"),
    "waiting": ("等待", "waiting"),
    "done": ("完成", "done"),
    "skipped": ("已有结果，跳过", "already done, skipped"),
    "degraded": ("完成，有缺失", "done, with gaps"),
    "failed": ("失败", "failed"),
    "cancelled": ("已取消", "cancelled"),
    "interrupted": ("已中断", "interrupted"),
}
_LANGUAGES = {
    "zh-Hans": ("简体", "Simplified"),
    "zh-Hant": ("繁體", "Traditional"),
    "en": ("英文", "English"),
    "ja": ("日文", "Japanese"),
    "other": ("其他语言", "other language"),
}
_VOICES = {
    "post": ("本文", "the post"),
    "vendor": ("厂商", "vendor"),
    "answer": ("回答", "answer"),
    "quote": ("引述", "quote"),
}
_FINDERS = {
    "rules": ("", ""),
    "qwen": ("由 Qwen 提出", "proposed by Qwen"),
    "both": ("规则与 Qwen 一致", "rules and Qwen agree"),
}
_KIND_WORDS = {"total": ("总", "total"), "active": ("激活", "active")}
_RELATIONS = {"better": ("优于", "better than"), "worse": ("不如", "worse than"), "equal": ("持平", "equal to")}


def field(name: str) -> str:
    return _word(_FIELDS, name)


def kind(name: str) -> str:
    return _word(_KINDS, name)


def role(name: str) -> str:
    return _word(_ROLES, name)


def verdict(status: str) -> str:
    return _word(_VERDICTS, status)


def status(name: str) -> str:
    return _word(_STATUSES, name)


def language(name: str) -> str:
    return _word(_LANGUAGES, name)


def relation(name: str) -> str:
    return _word(_RELATIONS, name)


def voice(said_by: str) -> str:
    """Who says so: `answer:张三` → 回答：张三."""
    who, _, name = said_by.partition(":")
    label = _word(_VOICES, who)
    return say(f"{label}：{name}", f"{label}: {name}") if name else label


def finder(found_by: str) -> str:
    """How a value was found, where it is worth saying."""
    return _word(_FINDERS, found_by)


def source(where: str) -> str:
    """What a verdict rests on: `catalogue:phi-2` → 目录 phi-2."""
    what, _, name = where.partition(":")
    if what == "catalogue":
        return say(f"目录 {name}", f"catalogue {name}")
    if what == "post":
        return say(f"另一篇 {name[:12]}", f"post {name[:12]}")
    return where


def value(name: str, given: Any, kind: str | None = None, **more: str | None) -> str:
    """A field's value as one reads it: 7000000000 → 70 亿 (7B)."""
    if given is None:
        return "—"
    if isinstance(given, bool):
        return say("是" if given else "否", "yes" if given else "no")
    if name == "parameters" and isinstance(given, int | float):
        said = f"{_trimmed(given / 1e9)}B" if given >= 1e9 else f"{_trimmed(given / 1e6)}M"
        said = say(f"{_chinese(given)}（{said}）", said)
        return f"{_word(_KIND_WORDS, kind)} {said}" if kind == "active" else said
    if name == "training_tokens" and isinstance(given, int | float):
        return say(f"{_chinese(given)}词元", f"{_trimmed(given / 1e12)}T tokens")
    if name == "context_length" and isinstance(given, int | float):
        return say(f"{_grouped(given)} 词元", f"{_grouped(given)} tokens")
    if name in ("price", "cost"):
        said = " ".join(x for x in (_grouped(given), more.get("currency")) if x)
        return f"{said} / {more['per']}" if more.get("per") else said
    if name == "scores" and more.get("benchmark"):
        return f"{more['benchmark']} {_grouped(given)}"
    return _grouped(given)


def stated(name: str, given: Any) -> str:
    """The value of a FieldValue or a Claim, with its unit."""
    more = {"currency": given.currency, "per": given.per, "benchmark": given.benchmark}
    return value(name, given.value, given.kind, **more)


def short(name: str, given: Any) -> str:
    """A value for a table's cell: 7B."""
    if name == "parameters" and isinstance(given, int | float) and not isinstance(given, bool):
        return f"{_trimmed(given / 1e9)}B" if given >= 1e9 else f"{_trimmed(given / 1e6)}M"
    return value(name, given)


def field_order(name: str) -> int:
    return FIELDS.index(name) if name in FIELDS else len(FIELDS)


def _word(words: dict[str, tuple[str, str]], name: str | None) -> str:
    return say(*words[name]) if name in words else str(name or "")


def _grouped(given: Any) -> str:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return str(given)
    return f"{given:,.0f}" if float(given).is_integer() else _trimmed(given)


def _trimmed(number: float) -> str:
    return f"{number:.4g}" if abs(number) < 10_000 else f"{number:,.0f}"


def _chinese(number: float) -> str:
    for unit, size in (("万亿", 1e12), ("亿", 1e8), ("万", 1e4)):
        if number >= size:
            return f"{_trimmed(number / size)} {unit}"
    return _trimmed(number)
