"""Everything in the store as files, with what readers corrected; made only when asked for."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from components.session import spoken, store
from summarizer.library import corrections, export
from summarizer.wording import say


def offer() -> None:
    """Downloads of reports and claims, and of corrections once there are some."""
    st.subheader(say("导出", "Export"), anchor=False)
    st.caption(say("提取的值与更正并列，互不覆盖。", "Extracted values and corrections stand side by side."))
    with st.container(horizontal=True):
        _button(say("报告 JSON Lines", "Reports, JSON Lines"), "reports.jsonl", lambda: _file(export.jsonl))
        _button(say("主张 CSV", "Claims, CSV"), "claims.csv", lambda: _file(export.to_csv))
        _button(say("主张 Parquet", "Claims, Parquet"), "claims.parquet", lambda: _file(export.to_parquet))
        if corrections.all_corrections(store()):
            _button(say("更正 JSON Lines", "Corrections, JSON Lines"), "corrections.jsonl", _corrections)
            _button(say("更正作为标注", "Corrections as gold"), "gold.zip", _gold)


def _button(label: str, name: str, make: Callable[[], bytes]) -> None:
    st.download_button(label, spoken(make), name, icon=":material/download:", on_click="ignore")


def _file(write: Callable[..., None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        write(store(), export.everything(store()), path)
        return path.read_bytes()


def _corrections() -> bytes:
    told = map(corrections.to_dict, corrections.all_corrections(store()))
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told).encode()


def _gold() -> bytes:
    """One file a post, in the form that evaluation reads."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, one in enumerate(corrections.gold(store())):
            name = "".join(c if c.isalnum() or c in "-_." else "_" for c in one["id"])[:80]
            archive.writestr(f"{number:04}-{name}.json", json.dumps(one, ensure_ascii=False, indent=1))
    return packed.getvalue()
