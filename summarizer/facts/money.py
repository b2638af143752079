"""Prices and costs: an amount, its currency, and what one gets for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from summarizer.facts.numbers import number

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?(?:\s?(?:万亿|[千百十]?亿|[千百十]?万|[KMB](?![A-Za-z])))?"
UNITS = {
    "元": "CNY",
    "块": "CNY",
    "块钱": "CNY",
    "元人民币": "CNY",
    "毛钱": "CNY",
    "人民币": "CNY",
    "rmb": "CNY",
    "cny": "CNY",
    "分": "CNY",
    "厘": "CNY",
    "美元": "USD",
    "美金": "USD",
    "刀": "USD",
    "usd": "USD",
    "美分": "USD",
    "欧元": "EUR",
    "eur": "EUR",
    "英镑": "GBP",
    "日元": "JPY",
    "港元": "HKD",
    "新台币": "TWD",
    "台币": "TWD",
    "韩元": "KRW",
    "卢比": "INR",
}
SIGNS = {"¥": "CNY", "￥": "CNY", "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "HK$": "HKD", "NT$": "TWD"}
_SMALL = {"毛钱": 0.1, "分": 0.01, "厘": 0.001, "美分": 0.01}
MONEY = re.compile(
    rf"(?=[\dUHNuhn$¥￥€£])(?:(?P<sign>US\$|HK\$|NT\$|[$¥￥€£])\s?(?P<signed>{_NUMBER})"
    rf"|(?<![\d.A-Za-z])(?P<plain>{_NUMBER})\s*(?P<unit>元人民币|块钱|毛钱|新台币|[美日韩欧港]元|"
    rf"美金|美分|人民币|英镑|台币|卢比|元|块|刀|分(?=[钱/每])|厘|USD|CNY|RMB|EUR)(?!宇宙|"
    rf"素|组))",
    re.IGNORECASE,
)
_WORD = r"(?:tokens?|词元|令牌|字符|标记)"
_TOKENS = rf"(?:个|条)?\s*(?:(?P<way{{n}}>输入|输出|input|output|提示|补全)(?:\s*{_WORD})?|{_WORD})"
MANY = (
    r"(?P<many{n}>1?\s?百万|一百万|100\s?万|1?\s?million|1?\s?M|1?\s?千|一千|1?\s?thousand|"
    r"1?\s?K|1?\s?万|一万|1?\s?亿|一亿)"
)
_PER_RIGHT = re.compile(
    r"\s*(?:人民币)?\s*(?:[（(][^（）()]{0,8}[)）])?\s*(?:/|每|per|a)\s*"
    + MANY.format(n="r")
    + r"\s*(?:"
    + _TOKENS.format(n="r")
    + r")?",
    re.I,
)
_PER_LEFT = re.compile(r"(?:每|per\s|/)\s*" + MANY.format(n="l") + r"\s*" + _TOKENS.format(n="l"), re.I)
_PAIRED = re.compile(
    rf"(?P<first>输入|输出|input|output)\s*[/／、和与]\s*(?:输出|输入|output|input)[^\d。；\n]{{0,10}}"
    rf"(?:US\$|[$¥￥])?(?P<a>\d+(?:\.\d+)?)\s*(?:美?元)?\s*[/／、和与]\s*(?:US\$|[$¥￥])?(?P<b>{_NUMBER})",
    re.I,
)
"""输入/输出 25/125 美元: two prices in one breath."""
_PER_BARE = re.compile(r"每\s*" + MANY.format(n="b") + r"\s*$")
_PER_PLAIN = re.compile(
    r"(?<![\d.千万])(?:一?百万|一千|million|1M)\s*(?P<wayp>输入|输出|input|output)?\s*"
    + _WORD
    + r"\s*的?(?:价格|费用|成本|定价|调用)*"
    r"(?:仅|只|低至|约|收费|需|要|为|是|\s)*$",
    re.I,
)
"""百万 token 仅需 1 元, without 每: right before the amount."""
_WAY_BESIDE = re.compile(r"(?:输入|输出|input|output)\s*(?:价格?|费用?|单价|定价)?\s*(?:[:：为是仅只约]|\s)*$", re.I)
_SLASH = re.compile(r"\s*[/／]\s*(?=[$¥￥€£\d])")
_LISTED = re.compile(
    rf"(?<![\d.$¥￥€£,])(?P<n>\d+(?:\.\d+)?)\s*/\s*{MANY.format(n='s')}\s*{_TOKENS.format(n='s')}", re.I
)
"""0.02 / 1K tokens: its currency stood at the price before it in a list of prices."""
_LIST_REACH = 600  # characters
_PER_ITEM = re.compile(r"\s*(?:/|每|per\s|a\s)\s*(?P<item>次|张|秒|分钟|image|minute|s\b)", re.I)
_ITEM_LEFT = re.compile(r"每(?P<item>次|张|秒|分钟)[^，。；,;]{0,8}$")
TIME = re.compile(r"\s*(?:/|每|per\s|a\s)\s*(?:个?月|年|小时|天|month|mo\b|year|hour)", re.I)
_TIME_LEFT = re.compile(r"(?:每(?:个?月|年|小时|天)|[月年]费|订阅|会员|小时)[^，。；,;]{0,10}$")
ITEM = re.compile(r"(?:/|每|per\s)\s*(?P<item>次|张|秒|分钟|image|minute)", re.I)
ITEMS = {
    "次": "call",
    "张": "image",
    "image": "image",
    "秒": "second",
    "s": "second",
    "分钟": "minute",
    "minute": "minute",
}
WAY = re.compile(r"(?P<input>输入|input|prompt|提示)|(?P<output>输出|output|completion|补全)", re.I)
_PRICE = re.compile(r"价|收费|计费|费用|token|输入|输出|API|pricing|price|cost|订阅|会员", re.I)
_COST = re.compile(r"成本|花费|耗资|造价|训练费|花了|仅?需|费用|costs?\b", re.I)
_SPENT = re.compile(r"成本|耗资|造价|训练费|花费|花了")
_BUSINESS = re.compile(
    r"营收|收入|估值|融资|市值|投资|利润|亏损|捐|罚|薪|年化|募|收购|股价|产值|订单|valuation|revenue|Series", re.I
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money (offsets of the plain text); `per` is what it buys, None for a cost or an unknown price."""

    field: str  # price | cost
    amount: float
    currency: str
    per: str | None
    start: int
    end: int


def money(text: str, start: int = 0, end: int | None = None) -> list[Money]:
    """Prices and costs of a stretch of plain text, in order; other money (revenue, valuations) is left out.

    A price without its own unit takes the one of the price before it (…每百万输入tokens 0.5元；2元（未命中）).
    """
    end = len(text) if end is None else end
    found: list[Money] = []
    before = start
    unsaid: Money | None = None  # the amount before, where it doesn't say what it buys
    pairs = {m.end("b"): m for m in _PAIRED.finditer(text, start, end)}
    for m in MONEY.finditer(text, start, end):
        amount, currency = amount_of(m)
        if not amount or any(pair.start("a") <= m.end() - 1 < pair.end("a") for pair in pairs.values()):
            continue
        one = _priced(text, m, (before, end), Money("", amount, currency, None, m.start(), m.end()), found)
        before = m.end()
        taken_in = _in_and_out(text, unsaid, one) if one and unsaid else None
        if one and taken_in:
            found.append(taken_in)
            one = replace(one, per=(taken_in.per or "").replace("input", "output"))
        unsaid = None if one else Money("", amount, currency, None, m.start(), m.end())
        if one:
            pair = pairs.get(m.end("plain") if m["plain"] else m.end("signed"))
            if pair and one.field == "price" and one.per and "tokens" in one.per:
                per = re.sub(r"(?:input |output )?tokens", "{} tokens", one.per)
                ways = ("input", "output") if pair["first"].lower() in ("输入", "input") else ("output", "input")
                first = number(pair["a"])
                if first is not None:
                    found.append(
                        replace(one, amount=first, per=per.format(ways[0]), start=min(one.start, pair.start()))
                    )
                one = replace(one, per=per.format(ways[1]))
            found.append(one)
            before = max(before, one.end)
    found = [_with_common_unit(text, one, end) for one in found]
    return sorted([*found, *_listed(text, start, end, found)], key=lambda one: one.start)


def _in_and_out(text: str, first: Money, one: Money) -> Money | None:
    """$5/$25 per million tokens: the first of two amounts, which is what goes in; None where they are no pair."""
    if not re.fullmatch(r"1[KM] tokens", one.per or "") or not _SLASH.match(text, first.end):
        return None
    return replace(
        one, amount=first.amount, per=(one.per or "").replace(" ", " input "), start=min(one.start, first.start)
    )


def _listed(text: str, start: int, end: int, found: list[Money]) -> list[Money]:
    """Prices of a list without the sign of their currency, which one before them has."""
    more = []
    for m in _LISTED.finditer(text, start, end) if found else ():
        before = next((p for p in reversed(found) if p.end <= m.start() and "tokens" in (p.per or "")), None)
        amount = number(m["n"])
        if before and amount and m.start() - before.end <= _LIST_REACH:
            more.append(Money("price", amount, before.currency, _tokens(m, "s", _way("", m["ways"], [])), *m.span()))
    return more


def _with_common_unit(text: str, one: Money, limit: int) -> Money:
    """命中0.2元，未命中2元（每百万token）: a unit in brackets at the end holds for the prices before it."""
    if one.field != "price" or not re.fullmatch(r"(?:input |output )?tokens", one.per or ""):
        return one
    rest = re.split(r"[。！？\n]", text[one.end : min(limit, one.end + 60)])[0]
    unit = re.search(r"[（(][^（）()]{0,6}" + _PER_LEFT.pattern + r"\s*[)）]", rest, re.I)
    return replace(one, per=_tokens(unit, "l", (one.per or "").split(" ")[0])) if unit else one


def amount_of(m: re.Match[str]) -> tuple[float | None, str]:
    """The amount and currency of a match of `MONEY`."""
    if m["sign"]:
        return number(m["signed"]), SIGNS.get(m["sign"].upper(), "USD")
    unit = m["unit"].lower()
    value = number(m["plain"])
    return (None if value is None else value * _SMALL.get(unit, 1.0)), UNITS.get(unit, "CNY")


def _priced(text: str, m: re.Match[str], bounds: tuple[int, int], one: Money, found: list[Money]) -> Money | None:
    """The amount with its field and unit; None for money that is no price or cost of a model."""
    left_all = text[max(bounds[0], m.start() - 60) : m.start()]
    clause = re.split(r"[。！？\n]", left_all)[-1]
    sentence = re.split(r"[。！？\n]", text[max(0, m.start() - 120) : m.start()])[-1]
    sentence += re.split(r"[。！？\n]", text[m.end() : min(bounds[1], m.end() + 60)])[0]
    right = _PER_RIGHT.match(text, m.end())
    if right:
        return replace(one, field="price", per=_tokens(right, "r", _way(clause, right["wayr"], found)), end=right.end())
    own = re.split(r"[，；,;](?!\d)", clause)[-1]
    if _SPENT.search(own) and not re.search(r"tokens?\b|输入|输出|每", own, re.I):
        return None if _BUSINESS.search(sentence) else replace(one, field="cost")
    lefts = list(_PER_LEFT.finditer(clause))
    if lefts:
        at = m.start() - len(clause) + lefts[-1].start()
        return replace(
            one, field="price", per=_tokens(lefts[-1], "l", _way(clause, lefts[-1]["wayl"], found)), start=at
        )
    plain = _PER_PLAIN.search(clause)
    if plain:
        per = " ".join(w for w in ("1K" if "千" in plain[0] else "1M", _way(clause, plain["wayp"], []), "tokens") if w)
        return replace(one, field="price", per=per, start=m.start() - len(plain[0]))
    bare = _PER_BARE.search(clause)
    if bare and found:
        return replace(
            one, field="price", per=_tokens(bare, "b", _way(clause, None, found)), start=m.start() - len(bare[0])
        )
    item = _PER_ITEM.match(text, m.end()) or _ITEM_LEFT.search(clause)
    if item:
        end = item.end() if item.string is text else one.end
        return replace(one, field="price", per=ITEMS[item["item"].lower()], end=end)
    if TIME.match(text, m.end()) or _TIME_LEFT.search(clause):
        return None  # subscriptions and rented machines: no price of a model
    if _BUSINESS.search(sentence):
        return None
    last = found[-1] if found and not re.search(r"[。！？\n]{2}", text[found[-1].end : m.start()]) else None
    if last and last.field == "price" and last.per and "token" in last.per and m.start() - last.end < 60:
        way = _way(clause, None, found)
        return replace(one, field="price", per=re.sub(r"(input|output) tokens", f"{way} tokens", last.per))
    if _COST.search(clause) and not re.search(r"tokens?\b|输入|输出", clause, re.I):
        return replace(one, field="cost")
    rest = re.split(r"[。！？\n]", text[m.end() : min(bounds[1], m.end() + 60)])[0]
    if _WAY_BESIDE.search(clause) and (_PER_LEFT.search(rest) or _PER_RIGHT.search(rest)):
        return replace(one, field="price", per=f"{_way(clause, None, [])} tokens")
    if re.search(r"(?:输入|输出|API|token)[^，。；,;]{0,8}(?:价|费|定价|单价)", clause, re.I) or (
        re.search(r"定价|售价|价格", clause) and WAY.search(clause)
    ):
        return replace(one, field="price", per=f"{_way(clause, None, found) or 'input'} tokens")
    return replace(one, field="cost") if _COST.search(clause) else None


def _way(clause: str, own: str | None, found: list[Money]) -> str:
    """Whether the tokens go in or out: the unit's own word, else the last word in the clause, else as before."""
    words = list(WAY.finditer(own or clause))
    if words:
        return "input" if words[-1]["input"] else "output"
    last = re.search(r"(input|output) tokens", (found[-1].per or "") if found else "")
    return last[1] if last else ""


def _tokens(m: re.Match[str], n: str, way: str) -> str:
    return " ".join(w for w in (size_of(m, n), way, "tokens") if w)


def size_of(m: re.Match[str], n: str) -> str:
    """How many tokens a price is for, as `MANY` with the suffix `n` found it: 1M, 1K …"""
    many = re.sub(r"[\s一1]", "", m["many" + n]).lower()
    size = {
        "百万": "1M",
        "00万": "1M",
        "m": "1M",
        "million": "1M",
        "千": "1K",
        "k": "1K",
        "thousand": "1K",
        "万": "10K",
        "亿": "100M",
    }
    return size.get(many, many)
