"""The rows of the catalogue and how they are read from JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from summarizer.errors import SettingsError
from summarizer.wording import say


@dataclass(frozen=True, slots=True)
class Size:
    """One size of a model; `total_params` and `active_params` in units of one."""

    label: str
    total_params: float | None = None
    active_params: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one model version; see README.md beside the data for the conventions."""

    id: str
    name: str
    organisation: str
    aliases: tuple[str, ...] = ()
    brand_aliases: tuple[str, ...] = ()  # name the whole series; no version facts under them
    ambiguous_aliases: tuple[str, ...] = ()  # also ordinary words: need context
    series: str | None = None
    kind: str = "model"  # model | product
    tier: str = "core"  # core | thin
    co_organisations: tuple[str, ...] = ()
    country: str | None = None
    sizes: tuple[Size, ...] = ()
    release_date: str | None = None  # ISO, as precise as known
    base_model: str | None = None  # id of a row, or free text
    modality: tuple[str, ...] = ()
    context_length: int | None = None  # tokens
    open_weights: bool | None = None
    licence: str | None = None
    paper: str | None = None
    sources: tuple[str, ...] = ()
    notes: str | None = None
    verified: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A maker of models under all its names."""

    name: str
    name_zh: str | None = None
    aliases: tuple[str, ...] = ()
    country: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All names; the canonical one first."""
        return (self.name, *((self.name_zh,) if self.name_zh else ()), *self.aliases)


_TEXT = {"id", "name", "organisation", "series", "kind", "tier", "country", "release_date", "base_model", "licence"}
_TEXT |= {"paper", "notes"}
_LISTS = {"aliases", "brand_aliases", "ambiguous_aliases", "co_organisations", "modality", "sources"}
_KNOWN = {f.name for f in fields(Row)}


def row(raw: Any) -> Row:
    """One row from decoded JSON; ValueError says what is wrong with it."""
    if not isinstance(raw, dict):
        raise ValueError("not a JSON object")
    unknown = raw.keys() - _KNOWN
    if unknown:
        raise ValueError(f"unknown key {min(unknown)!r}")
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if value is None:
            continue
        if key in _TEXT:
            values[key] = _checked(key, value, str)
        elif key in _LISTS:
            values[key] = tuple(_checked(key, item, str) for item in _checked(key, value, list))
        elif key == "sizes":
            values[key] = tuple(_size(item) for item in _checked(key, value, list))
        elif key == "context_length":
            values[key] = _checked(key, value, int)
        elif key == "open_weights":
            values[key] = _checked(key, value, bool)
        else:
            values[key] = tuple(sorted((str(k), str(v)) for k, v in _checked(key, value, dict).items()))
    missing = [k for k in ("id", "name", "organisation") if not values.get(k)]
    if missing:
        raise ValueError(f"{missing[0]!r} is missing")
    return Row(**values)


def _checked(key: str, value: Any, kind: type) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{key!r} must be {kind.__name__}, not {type(value).__name__}")
    return value


def _size(raw: Any) -> Size:
    raw = _checked("sizes", raw, dict)
    numbers = [raw.get(k) for k in ("total_params", "active_params")]
    if any(n is not None and (isinstance(n, bool) or not isinstance(n, int | float)) for n in numbers):
        raise ValueError("'total_params' and 'active_params' must be numbers")
    return Size(_checked("label", raw.get("label"), str), *numbers)


def organisation(raw: dict[str, Any]) -> Organisation:
    """One organisation from decoded JSON."""
    return Organisation(raw["name"], raw.get("name_zh"), tuple(raw.get("aliases") or ()), raw.get("country"))


def users_rows(path: Path) -> Iterator[Row]:
    """The rows of a user's own file; SettingsError names the file, the line and what is wrong there."""
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            say(f"无法读取目录文件 {path}：{error}。", f"Cannot read the catalogue file {path}: {error}."),
            say("请检查路径；文件应为 UTF-8 的 JSON Lines。", "Check the path; the file must be JSON Lines in UTF-8."),
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield row(json.loads(line))
        except ValueError as error:
            raise SettingsError(
                say(f"目录文件 {path} 第 {number} 行有误：{error}。", f"{path}, line {number}: {error}."),
                say(
                    '每行一个 JSON 对象，至少含 "id"、"name"、"organisation"。',
                    'Give one JSON object a line with at least "id", "name" and "organisation".',
                ),
            ) from error
