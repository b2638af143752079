"""Claims meet the catalogue: supported, contradicted, unlisted or uncheckable, with the reason.

Precision comes first: a claim is contradicted only where the catalogue's fact is firm, about this very model,
and out of any reading's reach of the claim. The tolerances below follow the catalogue's conventions.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from summarizer.catalogue import Catalogue, Row
from summarizer.catalogue.rows import Size
from summarizer.facts.firmness import around, credits, dates_the_model, is_extension, is_versioned, tells_an_opening
from summarizer.facts.numbers import number
from summarizer.naming.names import fold, fold_name
from summarizer.naming.variants import SIZE
from summarizer.types import FieldValue, ModelRecord, Post, Verdict
from summarizer.wording import say

_ROUNDING = 0.12  # 7B is written for 6.7 billion, 9B for 8.2
_OFF = 1.3  # a size this far from every known one is another size
_FAR_OFF = 3.0  # … where the known size rests on memory alone
_EARLY = timedelta(days=45)  # dates are announcements or releases; papers and weights follow within weeks
_LATE = timedelta(days=120)  # regions, interfaces and weights follow within months
_LONGER = 20.0  # windows grow with updates, interfaces and later versions of a name (8K → 128K)
_STEM = re.compile(r"[a-z\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """How one claim fares: status, what was expected, why."""

    status: str
    expected: object
    reason: str


Check = Callable[[FieldValue, ModelRecord, Row, Catalogue], Finding]


def verdicts(record: ModelRecord, post: Post, catalogue: Catalogue) -> tuple[Verdict, ...]:
    """One verdict for each claim that a catalogue could check, in the order of the record's fields."""
    row = catalogue.get(record.catalogue_id)
    found = []
    for field, values in record.fields:
        check = CHECKS.get(field)
        if not check:
            continue
        for one in values:
            finding = _unlisted() if row is None else _find(check, field, one, record, post, row, catalogue)
            source = f"catalogue:{row.id}" if row else ""
            found.append(Verdict(field, finding.status, one.value, finding.expected, source, finding.reason))
    return tuple(found)


def _unlisted() -> Finding:
    return Finding("unlisted", None, say("参考目录中没有这个模型。", "The catalogue does not list this model."))


def _find(
    check: Check, field: str, one: FieldValue, record: ModelRecord, post: Post, row: Row, catalogue: Catalogue
) -> Finding:
    """The check's finding, softened where the claim or the fact is not firm enough to contradict."""
    finding = check(one, record, row, catalogue)
    if finding.status != "contradicted":
        return finding
    if one.hedged:
        return _open(finding.expected, say("原文只是转述传闻或推测。", "The post itself hedges the claim."))
    if field == "organisation":
        maker = catalogue.organisation(str(one.value))
        makers = (str(one.value), *(maker.names if maker else ()))
        after = around(post.text, one.span.start, one.span.end)[1]
        if not credits(one.span.quote, after, (record.name, *record.surfaces), makers):
            reason = say("原文没有明说谁开发了它。", "The post does not plainly say who made it.")
            return _open(finding.expected, reason)
        return finding
    if not _is_this_model(record, row):
        reason = say(
            "名称带有目录没有的后缀，可能是另一版本。", "The name says more than the record's: maybe another version."
        )
        return _open(finding.expected, reason)
    if row.kind == "product":
        reason = say("目录只记产品的开发者。", "Of a product the catalogue knows only the maker.")
        return _open(finding.expected, reason)
    known = finding.expected if isinstance(finding.expected, list) else []
    slip = field == "parameters" and any(_is_slip(float(one.value), k) for k in known)
    if not slip and not is_versioned((record.name, *record.surfaces), [s.label for s in row.sizes]):
        reason = say("品牌名可能指后来的版本。", "The bare brand may mean a later version.")
        return _open(finding.expected, reason)
    if any(check(one, record, other, catalogue).status == "supported" for other in _namesakes(record, row, catalogue)):
        reason = say("与名称相近的另一版本一致。", "True of another version of a like name.")
        return _open(finding.expected, reason)
    return _worded(field, one, record, post, finding)


def _worded(field: str, one: FieldValue, record: ModelRecord, post: Post, finding: Finding) -> Finding:
    """The contradiction, unless its wording leaves a way out."""
    context = around(post.text, one.span.start, one.span.end)
    near = one.span.quote.join(context)
    if field == "release_date" and not dates_the_model(one.span.quote, context, (record.name, *record.surfaces)):
        reason = say("日期可能属于更新、服务或别的事件。", "The date may be that of an update or a service.")
        return _open(finding.expected, reason)
    if field == "context_length" and is_extension(near):
        reason = say("同一版本可有不同长度的上下文。", "One version may come with several windows.")
        return _open(finding.expected, reason)
    if field == "open_weights" and one.value and tells_an_opening(near):
        reason = say("权重可能在目录成文后才开放。", "The weights may have been opened since.")
        return _open(finding.expected, reason)
    return finding


def _open(expected: object, reason: str) -> Finding:
    return Finding("uncheckable", expected, reason)


def _namesakes(record: ModelRecord, row: Row, catalogue: Catalogue) -> list[Row]:
    """Other rows whose name goes on where the record's ends: a text that says Llama 3 may mean Llama 3.1."""
    name, (names, rows) = fold_name(record.name), _by_name(catalogue)
    found: dict[str, Row] = {}
    for i in range(bisect_left(names, name), len(names)):
        if not names[i].startswith(name):
            break
        if names[i][len(name) : len(name) + 1].strip("0123456789") and rows[i].id != row.id:
            found.setdefault(rows[i].id, rows[i])
    return list(found.values())


@lru_cache(maxsize=4)
def _by_name(catalogue: Catalogue) -> tuple[list[str], list[Row]]:
    """All folded names and aliases in order, and whose they are."""
    pairs = sorted({(fold_name(n), r.id) for r in catalogue.rows.values() for n in r.names})
    return [name for name, _ in pairs], [catalogue.rows[id] for _, id in pairs]


def _is_in_name(value: float, record: ModelRecord) -> bool:
    """Whether the model's name states the same size: X-1.3B（13 亿参数）may be a member that no row lists."""
    said = (number(m.group()) for m in re.finditer(SIZE, record.name))
    return any(n and abs(n - value) <= _ROUNDING * max(n, value) for n in said)


def _parameters(one: FieldValue, record: ModelRecord, row: Row, catalogue: Catalogue) -> Finding:
    """Any size or label that the name may mean supports; outside their range contradicts."""
    value = float(one.value)
    meant = _sizes_meant(record, row)
    totals = {s.total_params for s in meant} | {number(s.label) for s in meant}
    actives = {s.active_params for s in meant} - {None}
    known = sorted(k for k in (actives if one.kind == "active" else totals) if k)
    if not known:
        return _open(None, say("目录没有记录参数量。", "The catalogue has no size on record."))
    if any(abs(k - value) <= _ROUNDING * max(k, value) for k in known):
        return Finding("supported", known, say("与目录记录的规格一致。", "A size on record."))
    beside = {n for s in row.sizes if s not in meant for n in (s.total_params, s.active_params, number(s.label)) if n}
    if any(abs(k - value) <= _ROUNDING * max(k, value) for k in beside):
        return _open(known, say("与同系列另一规格一致。", "The size of another member of the series."))
    other = totals if one.kind == "active" else actives
    if any(k and abs(k - value) <= _ROUNDING * k for k in other):
        return _open(known, say("总参数与激活参数可能混用。", "Total and active parameters may be mixed up."))
    if fold(one.span.quote) in {fold(s) for s in record.surfaces} or _is_in_name(value, record):
        return _open(
            known,
            say("规格只出现在名称里，可能属于另一版本。", "The size stands in the name only: maybe another version."),
        )
    if _noted(row, one):
        return _open(known, say("目录备注提到这一规格。", "The catalogue's notes mention this size."))
    slip = any(_is_slip(value, k) for k in known)
    fits = [v for v in _stated(record, one) if any(abs(k - v) <= _ROUNDING * max(k, v) for k in known)]
    if fits and not slip:
        return _open(
            known,
            say("原文列出多种规格，这可能是目录未收的一种。", "The post lists several sizes, maybe one not on record."),
        )
    firm = dict(row.verified).get("sizes") in ("source", "partial")
    off = _OFF if firm else _FAR_OFF
    if known[0] / off <= value <= known[-1] * off:
        return _open(known, say("在已知规格范围内，但未列出。", "Within the range of known sizes, but not listed."))
    return Finding(
        "contradicted", known, say("与目录记录的任何规格都不符。", "None of the sizes on record comes near.")
    )


def _sizes_meant(record: ModelRecord, row: Row) -> tuple[Size, ...]:
    """The sizes that the name can stand for: those it tells, else all but the named variants (Air, flash)."""
    tail = {part for part in re.split(r"[\s_-]+", record.name.lower()) if part}
    chosen = tuple(s for s in row.sizes if set(re.split(r"[\s_-]+", s.label.lower())) <= tail)
    if chosen:
        totals = {s.total_params for s in chosen}
        return tuple(s for s in row.sizes if s.total_params in totals)
    variants = {s.total_params for s in row.sizes if re.fullmatch(r"[A-Za-z]+", s.label)}
    return tuple(s for s in row.sizes if s.total_params not in variants) or row.sizes


def _is_slip(value: float, known: float) -> bool:
    """Whether two numbers differ by powers of ten only: 亿 written for B, a lost zero."""
    power = math.log10(value / known)
    return abs(power) > 0.5 and abs(power - round(power)) < 0.01


def _stated(record: ModelRecord, one: FieldValue) -> list[float]:
    """The other sizes of the same kind that the record states."""
    values = next((v for f, v in record.fields if f == "parameters"), ())
    return [float(v.value) for v in values if v.kind == one.kind and v.value != one.value]


def _noted(row: Row, one: FieldValue) -> bool:
    """Whether the row's notes give the same number."""
    found = re.findall(r"\d+(?:\.\d+)?\s?[BMT]\b", row.notes or "")
    return any(abs((number(n) or 0) - float(one.value)) <= _ROUNDING * float(one.value) for n in found)


def _organisation(one: FieldValue, record: ModelRecord, row: Row, catalogue: Catalogue) -> Finding:
    """Supported by the maker, a co-maker or one of their names; a firm other maker contradicts."""
    claim = str(one.value)
    quote, b = fold(one.span.quote), fold(claim)
    for surface in sorted({fold(s) for s in record.surfaces}, key=len, reverse=True):
        quote = quote.replace(surface, " ")  # a maker's name inside the model's own credits nobody
    for a in _makers_of(row.id, catalogue):
        if len(a) >= 2 and len(b) >= 2 and (a in b or b in a or (len(a) >= 4 and a in quote)):
            return Finding("supported", row.organisation, say("与目录记录的开发者一致。", "The maker on record."))
    if any(row.series and r.series == row.series for r in catalogue.named(claim)) or catalogue.named(claim):
        return _open(row.organisation, say("原文用品牌名指代开发者。", "The post names a brand, not a maker."))
    known = catalogue.organisation(claim)
    others = next((v for f, v in record.fields if f == "organisation"), ())
    if any(fold(str(v.value)) in _makers_of(row.id, catalogue) for v in others if v.value != one.value):
        return _open(
            row.organisation, say("原文还提到了目录记录的开发者。", "The post also credits the maker on record.")
        )
    if not _is_this_model(record, row):
        return _open(row.organisation, say("可能是他人的衍生版本。", "This may be somebody else's derivative."))
    if known is None and not re.fullmatch(r"[A-Za-z][A-Za-z0-9 .&'-]{3,}", claim):
        return _open(row.organisation, say("目录不认识这个机构名。", "The catalogue does not know this organisation."))
    return Finding("contradicted", row.organisation, say("目录记录的开发者不同。", "Another maker is on record."))


@lru_cache(maxsize=4096)
def _makers_of(id: str, catalogue: Catalogue) -> tuple[str, ...]:
    """All names of a row's makers, folded; a maker named in the quote may be credited beside the claimed one."""
    row = catalogue.rows[id]
    found: list[str] = []
    for organisation in (row.organisation, *row.co_organisations):
        known = catalogue.organisation(organisation)
        found += [organisation, *(known.names if known else ())]
    return tuple(fold(name) for name in found)


def _is_this_model(record: ModelRecord, row: Row) -> bool:
    """Whether the record's name says no more than a name of the row with a size: no derivative of another maker."""
    name = fold_name(record.name)
    names = sorted({fold_name(n) for n in row.names}, key=len, reverse=True)
    for known in names:
        if name.startswith(known):
            return (
                re.fullmatch(
                    r"(?:\d+(?:\.\d+)?[bm]|x|a\d+(?:\.\d+)?b|instruct|chat|base|it|sft|preview|v?\d\.\d|模型|大模型)*",
                    name[len(known) :],
                )
                is not None
            )
    return False


def _base_model(one: FieldValue, record: ModelRecord, row: Row, catalogue: Catalogue) -> Finding:
    """The family of the base on record, or of its bases, supports; another known family contradicts."""
    if not row.base_model:
        return _open(None, say("目录没有记录基座模型。", "The catalogue has no base on record."))
    accepted: set[str] = set()
    at: str | None = row.base_model
    while at:
        base = catalogue.get(at)
        accepted |= {s for n in ([at, *base.names] if base else [at]) for s in _stems(n)}
        at = base.base_model if base and base.base_model != at else None
    claim = set(_stems(str(one.value)))
    if claim & accepted or claim & {s for word in (row.notes or "").split() for s in _stems(word)}:
        return Finding(
            "supported", row.base_model, say("与目录记录的基座同属一个家族。", "The family of the base on record.")
        )
    if not claim & _families(catalogue) or not _is_this_model(record, row):
        return _open(row.base_model, say("目录不认识这个基座。", "The catalogue does not know this base."))
    return Finding(
        "contradicted", row.base_model, say("目录记录的基座是另一个家族。", "Another family is on record as the base.")
    )


def _stems(name: str) -> list[str]:
    """The first letters of a folded name: what its family is called."""
    m = _STEM.match(fold_name(name))
    return [m[0]] if m and len(m[0]) >= 2 else []


@lru_cache(maxsize=4)
def _families(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(s for row in catalogue.rows.values() for n in row.names for s in _stems(n))


def _context_length(one: FieldValue, record: ModelRecord, row: Row, catalogue: Catalogue) -> Finding:
    """The catalogue holds the largest documented window: shorter ones are versions, much longer ones are wrong."""
    known = row.context_length
    if not known:
        return _open(None, say("目录没有记录上下文长度。", "The catalogue has no context length on record."))
    value = float(one.value)
    if abs(known - value) <= 0.1 * known:
        return Finding("supported", known, say("与目录记录的上下文长度一致。", "The context length on record."))
    if value <= known * _LONGER or _noted(row, one):
        return _open(known, say("同一版本可有不同长度的上下文。", "One version may come with several windows."))
    return Finding("contradicted", known, say("远超目录记录的上下文长度。", "Far beyond the context length on record."))


def _release_date(one: FieldValue, record: ModelRecord, row: Row, catalogue: Catalogue) -> Finding:
    """Compared as precisely as both sides are; early by over a month or late by over four contradicts."""
    known = _period(str(row.release_date or ""))
    claim = _period(str(one.value))
    if not known or not claim:
        return _open(row.release_date, say("缺少可比的完整日期。", "There are no two full dates to compare."))
    firm = dict(row.verified).get("date") in ("source", "paper-month")
    early, late = (_EARLY, _LATE) if firm else (_LATE, 2 * _LATE)
    if claim[1] >= known[0] - _EARLY and claim[0] <= known[1] + _EARLY:
        return Finding(
            "supported", row.release_date, say("与目录记录的日期相符。", "The date on record, give or take a month.")
        )
    if claim[1] < known[0] - early:
        return Finding(
            "contradicted", row.release_date, say("早于目录记录的发布日期。", "Earlier than the release on record.")
        )
    if claim[0] > known[1] + late:
        return Finding(
            "contradicted", row.release_date, say("晚于目录记录的发布日期。", "Later than the release on record.")
        )
    return _open(
        row.release_date, say("可能是同一版本的后续发布。", "This may be a later release of the same version.")
    )


def _period(iso: str) -> tuple[date, date] | None:
    """First and last day that an ISO date of any precision covers; None without a year."""
    m = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", iso[:10])
    if not m:
        return None
    try:
        first = date(int(m[1]), int(m[2] or 1), int(m[3] or 1))
    except ValueError:
        return None
    if m[3]:
        return first, first
    if m[2]:
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first, date(first.year, 12, 31)


def _open_weights(one: FieldValue, record: ModelRecord, row: Row, catalogue: Catalogue) -> Finding:
    """Checked only where the statement names the model: 开源 alone is said of too many things."""
    known = row.open_weights
    if known is None:
        return _open(
            None, say("目录没有记录权重是否开放。", "The catalogue does not say whether the weights are open.")
        )
    if bool(one.value) == known:
        return Finding("supported", known, say("与目录一致。", "As on record."))
    quote = fold(one.span.quote)
    direct = any(fold(s) in quote for s in record.surfaces) and _is_this_model(record, row)
    if not one.value and re.search(r"意义|许可|协议|算不上|称不上|谈不上", one.span.quote):
        return _open(known, say("原文说的是许可条件是否算开源。", "The post judges the licence, not the weights."))
    if not direct or row.tier == "thin":
        return _open(known, say("原文没有直接这样说这个模型。", "The post does not say so of this model directly."))
    return Finding("contradicted", known, say("与目录记录相反。", "The opposite is on record."))


_LICENCES = (
    "apache",
    "mit",
    "bsd",
    "agpl",
    "gpl",
    "cc-by-nc",
    "cc-by-sa",
    "cc-by",
    "openrail",
    "rail",
    "community",
    "proprietary",
)


def _licence(one: FieldValue, record: ModelRecord, row: Row, catalogue: Catalogue) -> Finding:
    """Only well-known licences are told apart; what the notes mention may hold for another size."""
    known = row.licence
    if not known:
        return _open(None, say("目录没有记录许可证。", "The catalogue has no licence on record."))
    a, b = _kind_of_licence(str(one.value)), _kind_of_licence(known)
    if a == b or fold(str(one.value)) in fold(known):
        return Finding("supported", known, say("与目录记录的许可证一致。", "The licence on record."))
    noted = a and a in (row.notes or "").lower().replace(" ", "-")
    if not a or not b or noted or {a, b} & {"community", "rail"} or not _is_this_model(record, row):
        return _open(known, say("不同规格可能用不同的许可证。", "Sizes may come under different licences."))
    return Finding("contradicted", known, say("目录记录的许可证不同。", "Another licence is on record."))


def _kind_of_licence(name: str) -> str:
    lower = re.sub(r"[\s_]+", "-", name.lower())
    return next((kind for kind in _LICENCES if kind in lower), "")


CHECKS: dict[str, Check] = {
    "organisation": _organisation,
    "parameters": _parameters,
    "base_model": _base_model,
    "context_length": _context_length,
    "release_date": _release_date,
    "open_weights": _open_weights,
    "licence": _licence,
}
