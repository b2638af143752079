"""Claims meet the catalogue: supported, contradicted, unlisted or uncheckable, with the reason."""

from __future__ import annotations

from collections.abc import Callable

from summarizer.catalogue import Catalogue, Row
from summarizer.types import FieldValue, ModelRecord, Post, Verdict

Check = Callable[[FieldValue, ModelRecord, Row, Catalogue], tuple[str, object, str]]


def verdicts(record: ModelRecord, post: Post, catalogue: Catalogue) -> tuple[Verdict, ...]:
    """One verdict for each claim that a catalogue could check, in the order of the record's fields."""
    row = catalogue.get(record.catalogue_id)
    found = []
    for field, values in record.fields:
        check = CHECKS.get(field)
        if not check:
            continue
        for one in values:
            if row is None:
                found.append(Verdict(field, "unlisted", one.value, reason="the catalogue does not know this model"))
                continue
            status, expected, reason = check(one, record, row, catalogue)
            found.append(Verdict(field, status, one.value, expected, f"catalogue:{row.id}", reason))
    return tuple(found)


def _parameters(one: FieldValue, record: ModelRecord, row: Row, catalogue: Catalogue) -> tuple[str, object, str]:
    known = [s.active_params if one.kind == "active" else s.total_params for s in row.sizes]
    sizes = [k for k in known if k]
    if not sizes or not isinstance(one.value, int | float):
        return "uncheckable", None, "no size on record"
    if any(abs(k - one.value) <= 0.1 * k for k in sizes):
        return "supported", sizes, "a size on record"
    return "contradicted", sizes, "none of the sizes on record"


CHECKS: dict[str, Check] = {"parameters": _parameters}
