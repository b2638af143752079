"""Prices in tables: the heading says what is priced and per what, the cell how much."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.facts.money import ITEM, ITEMS, MANY, MONEY, SIGNS, TIME, UNITS, WAY, Money, amount_of, size_of
from summarizer.facts.numbers import number

_PRICED = re.compile(
    r"价|费用|[收计资]费|成本|pric|cost|\bfee|[$¥￥€£]|[美日欧]?元|美金|人民币|USD|RMB|CNY|"
    r"(?:/|per |每)\s*(?:1?\s?M\b|百万|千\b|1?K\b)",
    re.I,
)
_ONLY_WAY = re.compile(
    r"(?:API\s*)?(?:缓存|cached?\s*)?(?:命中|未命中)?(?:的)?(?:输入|输出|input|output)(?:\s*tokens?)?(?:\s*[(（][^)）]*[)）])?",
    re.I,
)
_NO_PRICE = re.compile(r"[/每]\s*[月年]|包月|月费|年费|订阅|会员|month|year|性价比|限制|上限|长度|模态|速度", re.I)
_OF_TOKENS = re.compile(r"tokens?\b|词元|输入|输出|input|output|API|百万|\bM\b|缓存|cache", re.I)
_TRAINING = re.compile(r"训练|train", re.I)
_UNIT = re.compile(rf"(?<![A-Za-z0-9]){MANY.format(n='h')}(?=\s*tokens?|[^A-Za-z0-9]|$)", re.I)
_CURRENCY = re.compile(r"US\$|HK\$|NT\$|[$¥￥€£]|[美日韩欧港]元|美金|人民币|英镑|台币|元|USD|CNY|RMB|EUR", re.I)
_BARE = re.compile(r"(?:[~≈约\s]*\d+(?:,\d{3})*(?:\.\d+)?\s*(?:[/／|]|(?:[(（][^)）]*[)）])?$))+")
_BARE_NUMBER = re.compile(r"(?<![(（\d.])\d+(?:,\d{3})*(?:\.\d+)?(?![^(（]*[)）])")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column of money is about: its field, the unit, the currency of bare numbers."""

    field: str  # price | cost
    ways: tuple[str, ...]  # input, output; both where a cell gives both
    size: str  # 1M, 1K; "" where the heading doesn't say
    currency: str | None
    item: str | None = None  # image, call … where no tokens are sold


def heading(title: str, heads: str, values: Sequence[str]) -> Heading | None:
    """What the heading says of the money under it, helped by the other headings; None for other columns."""
    if _NO_PRICE.search(title):
        return None
    only_way = _ONLY_WAY.fullmatch(title.strip()) is not None
    if not _PRICED.search(title) and not (only_way and any(MONEY.search(v) for v in values)):
        return None
    item = ITEM.search(title)
    tokens = _OF_TOKENS.search(title) or _OF_TOKENS.search(heads)
    unit = _UNIT.search(title) or _UNIT.search(heads)
    sign = _CURRENCY.search(title)
    currency = (SIGNS.get(sign[0].upper()) or UNITS.get(sign[0].lower())) if sign else None
    if _TRAINING.search(title):
        return Heading("cost", (), "", currency)
    per_cell = any(_OF_TOKENS.search(v) for v in values if MONEY.search(v))
    if not tokens and not item and not per_cell:
        return None
    ways = tuple(dict.fromkeys("input" if m["input"] else "output" for m in WAY.finditer(title)))
    return Heading("price", ways, size_of(unit, "h") if unit else "", currency, item["item"].lower() if item else None)


def cell_money(text: str, head: Heading) -> list[Money]:
    """The amounts of a cell (offsets in the cell); subscriptions by the month are left out."""
    found: list[tuple[float, str, re.Match[str]]] = []
    for m in MONEY.finditer(text):
        amount, currency = amount_of(m)
        if amount and not TIME.match(text, m.end()):
            found.append((amount, currency, m))
    if not found and head.currency and _BARE.fullmatch(text):
        found = [(number(m[0]) or 0.0, head.currency, m) for m in _BARE_NUMBER.finditer(text)]
    return [
        Money(head.field, amount, currency, _per(text, head, [m for *_, m in found], i), *m.span())
        for i, (amount, currency, m) in enumerate(found)
        if amount
    ]


def _per(text: str, head: Heading, amounts: Sequence[re.Match[str]], index: int) -> str | None:
    """What one amount buys: by the cell's own words beside it, else by the heading."""
    if head.field == "cost":
        return None
    if head.item:
        return ITEMS.get(head.item, head.item)
    before = text[amounts[index - 1].end() if index else 0 : amounts[index].start()]
    after = text[amounts[index].end() : amounts[index + 1].start() if index + 1 < len(amounts) else len(text)]
    words = list(WAY.finditer(before)) or list(WAY.finditer(after))[:1]
    own = ("input" if words[-1]["input"] else "output") if words else None
    way = own or (
        head.ways[index] if len(head.ways) == len(amounts) > 1 else head.ways[0] if len(head.ways) == 1 else ""
    )
    unit = _UNIT.search(after)
    return " ".join(w for w in (size_of(unit, "h") if unit else head.size, way, "tokens") if w)
