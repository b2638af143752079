"""When a record and an annotation say the same: the definitions that `evaluate` counts by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from summarizer.catalogue import Catalogue

Json = dict[str, Any]
Span = tuple[int, int]

NUMBER_TOLERANCE = 0.03  # 46.7B and 47B are the same size
EXACT_TOLERANCE = 0.001  # of prices and benchmark scores, only for rounding
SEGMENT_SLACK = (12, 60)  # characters that a segment may start after, or (beyond its title) before its body


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of right, wrong and missed."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


_SUFFIX = re.compile(r"(大?语言模型|大語言模型|多模态大模型|大模型|模型|系列|家族)+$")
_SEPARATORS = re.compile(r"[\s\-_‐-―·*`'\"“”‘’《》「」『』【】()（）/]+")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9.+\-]*[A-Za-z0-9]|\d[\d.,]*\d|\d")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name as annotators and programs may be held to: no case, width, separators; the Latin part, if any."""
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", name or "").lower())
    bare = _SUFFIX.sub("", bare) or bare
    latin = re.sub(r"[^a-z0-9.+α-ω]", "", bare)
    return latin if re.search(r"[a-z]", latin) and len(latin) >= 2 else bare


def forms(model: Json) -> set[str]:
    """All folded spellings of a record or annotation."""
    return {fold(name) for name in [model.get("name", ""), *model.get("surfaces", [])] if name} - {""}


def match_models(
    predicted: list[Json], gold: list[Json], borderline: set[str]
) -> tuple[list[tuple[Json, Json]], list[Json], list[Json]]:
    """Pairs (one to one, most shared spellings first), extra records, missed ones; borderline names never count."""
    left, right = [forms(p) for p in predicted], [forms(g) for g in gold]
    shared = sorted((-len(a & b), i, j) for i, a in enumerate(left) for j, b in enumerate(right) if a & b)
    taken: dict[int, int] = {}
    for _, i, j in shared:
        if i not in taken and j not in taken.values():
            taken[i] = j
    extra = [p for i, p in enumerate(predicted) if i not in taken and not left[i] & borderline]
    missed = [g for j, g in enumerate(gold) if j not in taken.values()]
    return [(predicted[i], gold[j]) for i, j in taken.items()], extra, missed


def field_score(field: str, predicted: Json | None, gold: Json) -> Score:
    """Values paired one to one; a value that repeats one already paired (another quote) is no error."""
    values = many((predicted or {}).get("fields", {}).get(field))
    wanted = many(gold.get("fields", {}).get(field))
    left, found = list(wanted), 0
    for value in values:
        hit = next((w for w in left if same_value(field, value, w)), None)
        if hit is not None:
            found += 1
            left.remove(hit)
    wrong = sum(not any(same_value(field, value, w) for w in wanted) for value in values)
    return Score(found, wrong, len(left))


def same_value(field: str, a: Json, b: Json) -> bool:
    """Whether two values of a field say the same."""
    if field in ("parameters", "context_length", "training_tokens"):
        return _same_number(a.get("value"), b.get("value"), NUMBER_TOLERANCE)
    if field == "price":
        return _same_number(a.get("amount", a.get("value")), b.get("amount", b.get("value")), EXACT_TOLERANCE)
    if field == "scores":
        same_name = same_text([a.get("benchmark")], [b.get("benchmark")])
        return same_name and _same_number(a.get("value"), b.get("value"), EXACT_TOLERANCE)
    if field == "release_date":
        one, other = str(a.get("value")), str(b.get("value"))
        return one.startswith(other) or other.startswith(one)
    if field == "open_weights":
        return bool(a.get("value")) == bool(b.get("value"))
    mine, theirs = ([str(v.get("value", "")), v.get("quote")] for v in (a, b))
    groups = _organisations() if field == "organisation" else {}
    return same_text(mine, theirs, groups)


def same_text(a: Iterable[str | None], b: Iterable[str | None], groups: Mapping[str, int] | None = None) -> bool:
    """Whether any spelling of one contains any of the other, or both name a member of the same group."""
    one, other = ({fold(x) for x in side if x} for side in (a, b))
    if any(x and y and (x in y or y in x) for x in one for y in other):
        return True
    known = groups or {}
    return bool({known[x] for x in one if x in known} & {known[y] for y in other if y in known})


@lru_cache(maxsize=1)
def _organisations() -> dict[str, int]:
    """The folded names of organisations, and a number that those of one organisation share."""
    return {fold(name): number for number, one in enumerate(Catalogue.load().organisations) for name in one.names}


def _same_number(a: Any, b: Any, tolerance: float) -> bool:
    try:
        one, other = float(a), float(b)
    except (TypeError, ValueError):
        return False
    return abs(one - other) <= tolerance * max(abs(one), abs(other), 1e-9)


def segment_score(report: Json, gold: Json) -> Score:
    """A gold segment is found when one of ours starts near the beginning of its body, its title in between."""
    before, after = SEGMENT_SLACK
    found = (next((a for a, _ in places(report["text"], s["starts_with"])), None)
             for s in gold.get("segments", []) if s.get("starts_with"))  # fmt: skip
    wanted = [at for at in found if at is not None]
    ours = [(s["start"], len(s.get("title") or "")) for s in report.get("segments", [])]
    left, right = list(ours), 0
    for at in wanted:
        hit = next((s for s in left if s[0] - before <= at <= s[0] + s[1] + after), None)
        if hit:
            right += 1
            left.remove(hit)
    return Score(right, len(ours) - right, len(wanted) - right)


def comparison_score(predicted: list[Json], gold: list[Json]) -> Score:
    """Comparisons with the same relation, subject and object, paired one to one."""
    left, right = list(gold), 0
    for one in predicted:
        hit = next(
            (
                g for g in left
                if g.get("relation") == one.get("relation")
                and all(same_text([one.get(side)], [g.get(side)]) for side in ("subject", "object"))
            ),
            None,
        )  # fmt: skip
        if hit:
            right += 1
            left.remove(hit)
    return Score(right, len(predicted) - right, len(left))


def unsupported(summary: str, text: str) -> list[str]:
    """Numbers and Latin names of a summary that its text does not contain, whatever their width, case and blanks."""
    hay = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    tokens = [t.lower() for t in _TOKEN.findall(unicodedata.normalize("NFKC", summary))]
    return [t for t in tokens if t.replace(",", "") not in hay and t not in hay]


def places(text: str, needle: str) -> list[Span]:
    """All places of a quote in a text, blanks ignored."""
    characters = [re.escape(c) for c in re.sub(r"\s+", "", needle)]
    return [m.span() for m in re.finditer(r"\s*".join(characters), text)] if characters else []


def covered(start: int, end: int, ranges: Iterable[Span]) -> float:
    """The share of a range that lies in any of the given ranges."""
    return sum(max(0, min(end, b) - max(start, a)) for a, b in ranges) / max(1, end - start)


def many(values: Any) -> list[Json]:
    """Annotations may give one value bare; records give lists."""
    return [] if values is None else values if isinstance(values, list) else [values]
