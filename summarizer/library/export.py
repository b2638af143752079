"""Finished reports as data files: JSON Lines, CSV, Parquet."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from summarizer.errors import OutputError, SettingsError
from summarizer.library import corrections
from summarizer.library.claims import contradiction
from summarizer.library.ledger import disputes
from summarizer.library.store import Store, identity
from summarizer.report import from_json
from summarizer.types import ModelRecord, Report, Verdict
from summarizer.wording import say

COLUMNS = (
    "post_id", "path", "title", "published", "model", "model_id", "family", "central", "field", "value", "number",
    "kind", "currency", "per", "benchmark", "quote", "start", "end", "said_by", "hedged", "found_by", "contradicted",
    "expected", "source", "correction", "corrected",
)  # fmt: skip
"""Columns of the flat table: one row a stated value; a model of which nothing is stated has one row without field.

The last two are a reader's: `wrong`, or `value` and the value it should be; what was extracted stays as it is.
"""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name only once it is whole; OutputError when it cannot be written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            yield file
        os.replace(draft, path)
    except OSError as failed:
        raise OutputError(
            say(f"无法写入 {path}：{failed.strerror}。", f"Cannot write {path}: {failed.strerror}."),
            say("请检查路径、权限和磁盘空间。", "Check its path, permissions and the space on the disk."),
        ) from failed
    finally:
        if draft.parent.is_dir():
            draft.unlink(missing_ok=True)


def everything(store: Store) -> list[tuple[str, str]]:
    """(path, post id) of all that the store holds, by path: one for each place a content was found."""
    found = store.rows("SELECT a.path, p.id FROM paths a JOIN posts p ON p.seq = a.post ORDER BY a.path")
    return [(row["path"], row["id"]) for row in found]


def line(store: Store, post_id: str, path: str) -> str:
    """One line of reports.jsonl; what readers corrected stands beside it, under `corrections`."""
    plain = store.report_json(post_id, path)
    told = corrections.of_post(store, post_id)
    if not told:
        return plain
    data = {**json.loads(plain), "corrections": [corrections.to_dict(c) for c in told]}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def lines(store: Store, posts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The lines of these (path, post id), with verdicts on what other posts in the store contradict."""
    disputed = disputes(store)
    for path, post_id in posts:
        one = line(store, post_id, path)
        if post_id in disputed:
            # what stands beside the report, such as corrections, stays beside it
            one = json.dumps(
                {**json.loads(one), **_accused(from_json(one), disputed[post_id])},
                ensure_ascii=False, separators=(",", ":"),
            )  # fmt: skip
        yield one


def reports(store: Store, posts: Iterable[tuple[str, str]]) -> Iterator[Report]:
    """The reports of these (path, post id), one at a time, with what other posts in the store contradict."""
    return map(from_json, lines(store, posts))


def jsonl(store: Store, posts: Iterable[tuple[str, str]], path: Path) -> None:
    """The report contract, one post a line, in the order given."""
    with replacing(path) as file:
        for one in lines(store, posts):
            file.write(one.encode() + b"\n")


def _accused(report: Report, verdicts: Mapping[str, tuple[Verdict, ...]]) -> dict[str, Any]:
    """The report as data; of the further verdicts by identity, each record gets those on what it states itself."""
    more = (replace(r, verdicts=(*r.verdicts, *_on(r, verdicts.get(identity(r), ())))) for r in report.models)
    return replace(report, models=tuple(more)).to_dict()


def _on(record: ModelRecord, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    stated = {(field, value.value) for field, values in record.fields for value in values}
    return (verdict for verdict in verdicts if (verdict.field, verdict.observed) in stated)


def to_csv(store: Store, posts: Iterable[tuple[str, str]], path: Path) -> None:
    """All stated values (see COLUMNS) for a spreadsheet, which will not take any of them for a formula."""
    with replacing(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        for report in reports(store, posts):
            for row in corrections.mark_rows(store, report.post.id, records(report)):
                writer.writerow([inert(row[name]) for name in COLUMNS])
        text.detach()


def to_parquet(store: Store, posts: Iterable[tuple[str, str]], path: Path) -> None:
    """All stated values (see COLUMNS) with their types; SettingsError when pyarrow is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as missing:
        raise SettingsError(
            say("导出 Parquet 需要 pyarrow。", "Parquet needs pyarrow."),
            say("请安装：pip install 'summarizer[frames]'。", "Install it: pip install 'summarizer[frames]'."),
        ) from missing
    kinds = {
        "central": pyarrow.bool_(), "hedged": pyarrow.bool_(), "contradicted": pyarrow.bool_(),
        "number": pyarrow.float64(), "start": pyarrow.int64(), "end": pyarrow.int64(),
    }  # fmt: skip
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in COLUMNS])
    with replacing(path) as file, pyarrow.parquet.ParquetWriter(file, schema) as writer:
        for report in reports(store, posts):
            marked = corrections.mark_rows(store, report.post.id, records(report))
            rows = [{n: v if n in kinds or v is None else str(v) for n, v in row.items()} for row in marked]
            if rows:
                writer.write_table(pyarrow.Table.from_pylist(rows, schema))


def records(report: Report) -> Iterator[dict[str, Any]]:
    """Every stated value of every model of a report as a flat row with the keys of COLUMNS."""
    post = report.post
    for record in report.models:
        about = {
            **dict.fromkeys(COLUMNS),
            "post_id": post.id, "path": post.path, "title": post.title, "published": post.published,
            "model": record.name, "model_id": record.catalogue_id, "family": record.family, "central": record.central,
        }  # fmt: skip
        if not record.fields:
            yield about
        for name, values in record.fields:
            for value in values:
                wrong = contradiction(record, name, value)
                numeric = isinstance(value.value, int | float) and not isinstance(value.value, bool)
                yield {
                    **about, "field": name, "value": value.value, "number": float(value.value) if numeric else None,
                    "kind": value.kind, "currency": value.currency, "per": value.per, "benchmark": value.benchmark,
                    "quote": value.span.quote, "start": value.span.start, "end": value.span.end,
                    "said_by": value.said_by, "hedged": value.hedged, "found_by": value.found_by,
                    "contradicted": wrong is not None, "expected": wrong.expected if wrong else None,
                    "source": wrong.source if wrong else None,
                }  # fmt: skip


def inert(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula (OWASP: a leading quote before = + - @ and control characters)."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return "'" + value
    return value
