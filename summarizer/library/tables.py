"""Small tables as files in memory, for downloads; all stated values are exported by `export`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from summarizer.library.export import inert

Row = Mapping[str, Any]


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """For a spreadsheet, which will not take any cell for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([inert(_flat(row.get(name))) for name in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_jsonl(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """One object a line, values as they are."""
    return "".join(
        json.dumps({name: row.get(name) for name in columns}, ensure_ascii=False) + "\n" for row in rows
    ).encode()


def as_parquet(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Columns with their types, lists as text; needs pyarrow, which the page has."""
    import pyarrow
    import pyarrow.parquet

    flat = [{name: _flat(row.get(name)) for name in columns} for row in rows]
    file = io.BytesIO()
    table = pyarrow.Table.from_pydict({name: [row[name] for row in flat] for name in columns})
    pyarrow.parquet.write_table(table, file)
    return file.getvalue()


def _flat(value: Any) -> Any:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else value
