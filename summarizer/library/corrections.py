"""What readers corrected: kept apart from what was extracted, found again after a re-run, used on the next one.

A correction of a field is tied to the post's content, the model's identity, the field and the place of its evidence,
none of which a re-run changes; those of a model (merge, alias) are tied to its identity.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from summarizer.catalogue import Catalogue
from summarizer.errors import InputError
from summarizer.library.store import Store, identity
from summarizer.naming.names import fold_name
from summarizer.types import Report
from summarizer.wording import say

KINDS = ("wrong", "value", "merge", "alias")
"""The record or field is wrong; the value should be another; the model is another one; the model has another name."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction; without `field` it is of the whole record, without `post` of the model everywhere."""

    kind: str  # one of KINDS
    identity: str
    model: str
    post: str | None = None
    field: str | None = None
    observed: Any = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    corrected: Any = None  # value: the right one; merge: identity of the other model; alias: the name
    note: str | None = None  # merge and alias: the maker, for a model that the catalogue does not know
    seq: int = 0
    created_at: str = ""

    @property
    def place(self) -> tuple[str, str | None, int | None]:
        """Which field of which record of a post it is about."""
        return self.identity, self.field, self.start


def add(store: Store, correction: Correction) -> int:
    """Keep a correction, in place of an older one of the same thing; returns its number."""
    if correction.kind not in KINDS:
        raise ValueError(correction.kind)
    if correction.kind in ("merge", "alias") and not str(correction.corrected or "").strip():
        raise InputError(say("请写上名称。", "Give a name."), code="no-name")
    if correction.kind == "merge" and correction.corrected == correction.identity:
        raise InputError(say("不能把一个模型并入它自己。", "A model cannot be merged into itself."), code="same-model")
    row = {
        **{k: v for k, v in asdict(correction).items() if k != "seq"},
        "observed": _json(correction.observed), "corrected": _json(correction.corrected), "created_at": _now(),
    }  # fmt: skip
    with store.transaction() as db:
        if correction.kind in ("wrong", "value"):
            db.execute(
                """DELETE FROM corrections WHERE kind IN ('wrong', 'value') AND post IS :post AND identity = :identity
                   AND field IS :field AND start IS :start""",
                row,
            )
        else:
            same = "corrected = :corrected" if correction.kind == "alias" else "1"
            db.execute(f"DELETE FROM corrections WHERE kind = :kind AND identity = :identity AND {same}", row)
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join(f":{name}" for name in row)
        return int(db.execute(f"INSERT INTO corrections ({names}) VALUES ({marks})", row).lastrowid or 0)


def remove(store: Store, seq: int) -> None:
    """Take a correction back."""
    with store.transaction() as db:
        db.execute("DELETE FROM corrections WHERE seq = ?", (seq,))


def of_post(store: Store, post_id: str) -> list[Correction]:
    """Those of one post's records and fields."""
    return _read(store, "post = ?", (post_id,))


def of_model(store: Store, same: str) -> list[Correction]:
    """Everything corrected about one model, in any post."""
    return _read(store, "identity = ?", (same,))


def all_corrections(store: Store) -> list[Correction]:
    """Everything, oldest first."""
    return _read(store, "1", ())


def merged(store: Store, same: str) -> list[str]:
    """The identity and all that were merged into it, directly or by way of others."""
    found, asked = [same], [same]
    while asked:
        marks = ", ".join("?" * len(asked))
        rows = store.rows(
            f"SELECT identity FROM corrections WHERE kind = 'merge' AND corrected IN ({marks})", list(map(_json, asked))
        )
        asked = [row["identity"] for row in rows if row["identity"] not in found]
        found += asked
    return found


def to_dict(correction: Correction) -> dict[str, Any]:
    """A correction as plain data, as it is exported."""
    return {k: v for k, v in asdict(correction).items() if v is not None and k != "seq"}


def mark_rows(store: Store, post_id: str, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Flat rows of a post (library.export) with `correction` (its kind) and `corrected` (the right value) filled in."""
    found = {c.place: c for c in of_post(store, post_id)}
    for row in rows:
        same = row["model_id"] or f"name:{fold_name(str(row['model']))}"
        told = found.get((same, row["field"], row["start"])) or found.get((same, None, None))
        if told:
            row = {**row, "correction": told.kind, "corrected": told.corrected if told.kind == "value" else None}
        yield row


def names_file(db: Path) -> Path:
    """Where the names that readers gave to models are kept as a catalogue: beside the store."""
    return db.with_name(f"{db.stem}.names.jsonl")


def with_names(store: Store, own: Path | None = None) -> Path | None:
    """The user's catalogue file with the names that readers gave to models over it: what a run is to go by.

    Without such names the user's file itself. Raises SettingsError when that cannot be read.
    """
    catalogue = Catalogue.load(own)
    given = own.read_text(encoding="utf-8-sig") if own else ""
    return catalogue_file(store, catalogue, names_file(store.path), given) or own


def catalogue_file(store: Store, catalogue: Catalogue, path: Path, given: str = "") -> Path | None:
    """Write names that readers gave to models as rows of a user's own catalogue, below the `given` ones; None where
    there are none."""
    rows: dict[str, dict[str, Any]] = {}
    for told in all_corrections(store):
        if told.kind not in ("merge", "alias"):
            continue
        target = str(told.corrected) if told.kind == "merge" else told.identity
        row = rows.setdefault(target, _row(store, catalogue, target, told))
        new = told.model if told.kind == "merge" else str(told.corrected)
        if new not in (row["name"], *row["aliases"]):
            row["aliases"].append(new)
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for _, row in sorted(rows.items())]
    text = "".join(f"{line}\n" for line in lines)
    if not text:
        path.unlink(missing_ok=True)
        return None
    text = f"{given.rstrip()}\n{text}".lstrip()
    # an unchanged file keeps its time: the catalogue need not be read anew
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path


def gold(store: Store) -> Iterator[dict[str, Any]]:
    """Each post with corrections, as gold for the scorer: what was extracted, with the corrections made."""
    ids = store.rows("SELECT DISTINCT c.post FROM corrections c JOIN posts p ON p.id = c.post ORDER BY p.path")
    for row in ids:
        report = store.report(row["post"])
        yield _gold(report, {c.place: c for c in of_post(store, row["post"])})


def _gold(report: Report, told: Mapping[tuple[str, str | None, int | None], Correction]) -> dict[str, Any]:
    models = []
    for record in report.models:
        same = identity(record)
        if (same, None, None) in told:
            continue
        stated: dict[str, list[dict[str, Any]]] = {}
        for name, values in record.fields:
            for value in values:
                fix = told.get((same, name, value.span.start))
                if fix and fix.kind == "wrong":
                    continue
                entry = {"value": fix.corrected if fix else value.value, "quote": value.span.quote}
                more = {k: getattr(value, k) for k in ("kind", "currency", "per", "benchmark") if getattr(value, k)}
                stated.setdefault(name, []).append({**entry, **more})
        models.append({
            "name": record.name, "surfaces": list(record.surfaces), "family": record.family,
            "central": record.central, "fields": stated,
        })  # fmt: skip
    post = report.post
    return {
        "id": Path(post.path).stem, "file": Path(post.path).name, "language": post.language, "kind": report.kind,
        "about_ai": report.about_ai, "title": post.title, "author": post.author, "published": post.published,
        "source": post.source, "models": models,
        "segments": [
            {"role": s.role, "title": s.title, "author": s.author, "starts_with": _opening(span.quote, 20)}
            for s, span, _ in report.segments
        ],
        "boilerplate": [line for d in report.dropped if (line := _opening(report.text[d.start : d.end], 40))],
        "comparisons": [
            {"subject": c.subject, "relation": c.relation, "object": c.object, "metric": c.metric, "who": c.said_by,
             "quote": c.span.quote}
            for c in report.comparisons
        ],
    }  # fmt: skip


def _opening(text: str, longest: int) -> str:
    """The beginning of its first line, as annotators give it."""
    return next((line.strip()[:longest] for line in text.splitlines() if line.strip()), "")


def _row(store: Store, catalogue: Catalogue, same: str, told: Correction) -> dict[str, Any]:
    known = catalogue.get(same)
    if known:
        row = {k: v for k, v in asdict(known).items() if v not in (None, ())}
        row["verified"] = dict(known.verified)
        return {**{k: list(v) if isinstance(v, tuple) else v for k, v in row.items()}, "aliases": list(known.aliases)}
    found = store.rows("SELECT name, organisation FROM records WHERE identity = ? LIMIT 1", (same,))
    name = found[0]["name"] if found else told.model if told.kind == "alias" else same.removeprefix("name:")
    maker = told.note or (found[0]["organisation"] if found else None) or "?"
    return {"id": same, "name": name, "organisation": maker, "aliases": []}


def _read(store: Store, where: str, values: tuple[str, ...]) -> list[Correction]:
    found = store.rows(f"SELECT * FROM corrections WHERE {where} ORDER BY seq", values)
    return [
        Correction(**{
            **dict(row),
            "observed": json.loads(row["observed"]) if row["observed"] else None,
            "corrected": json.loads(row["corrected"]) if row["corrected"] else None,
        })
        for row in found
    ]  # fmt: skip


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
