"""Days that running text speaks of (今年7月, 上周, 9月20日), resolved against the day of the post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_YEAR = r"(?P<year>(?:19|20)\d\d)\s*年"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])\s*月(?:份|初|底|中旬|上旬|下旬|末)?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号](?!线)"
_ON = r"(?:3[01]|[12]\d|0?[1-9])"
_OF = r"(?:1[0-2]|0?[1-9])"
DAY = re.compile(
    r"(?=[\d今去前本同当明次昨刚上这翌隔第一二三四五六七八九十])(?:"
    rf"(?<!\d){_YEAR}(?:\s*(?:{_MONTH}(?:\s*{_DAY})?))?"
    rf"|(?<![\d.])(?P<iso>20\d\d[-/.]{_OF}[-/.]{_ON})(?![\d.])"
    rf"|(?P<which>今|去|前|本|同|当|明|次)年(?:的?\s*(?P<of>{_OF})\s*月(?:份|初|底)?(?:\s*(?P<on>{_ON})\s*[日号])?)?"
    rf"|(?<![\d.])(?P<bare>{_OF})\s*月(?:份|初|底|末)?(?:\s*(?P<bareday>{_ON})\s*[日号])?(?!\d)"
    r"|(?P<han>十[一二]|[一二三四五六七八九十])月(?:份|初|底)?"
    r"|(?P<told>同[日天]|同一天|隔天|次日|翌日|第二天)"
    rf"|(?<![\d.月年/~-])(?<![至到第])(?P<only>{_ON})\s*日(?![前后内线均志报常本起元文])"
    r"|(?P<near>今[天日晨早晚]|昨[天日晚夜]|前天|刚刚|今早|上周|本周|这周|上个?月|本月|这个月))"
)
_HAN_MONTHS = {
    m: n for n, m in enumerate(("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), 1)
}
_AHEAD = re.compile(r"将[于在]?|即将|预计|计划|拟[于在]|有望|定[于在]|届时|will")
_NEAR_DAYS = {"今": 0, "刚": 0, "昨": -1, "前": -2}
_SAME_YEAR = ("同", "当", "次")  # counted from the date told before
_WEEKLY = ("上周", "本周", "这周")


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a plain text: ISO, as precise as the text allows (2024, 2024-07, 2024-07-23; 07-23 without a year)."""

    value: str
    start: int
    end: int


def days(text: str, published: str | None = None) -> list[Day]:
    """All dates of a plain text; relative ones need `published`, or a year that the text itself speaks of."""
    day = _known(published)
    year = day.year if day else _spoken_year(text)
    found: list[Day] = []
    for m in DAY.finditer(text):
        if m["which"] in _SAME_YEAR:
            told = next((d.value[:4] for d in reversed(found) if re.match(r"\d{4}", d.value)), None)
            if told and m["of"]:
                year_ = int(told) + (m["which"] == "次")
                on = f"-{int(m['on']):02}" if m["on"] else ""
                found.append(Day(f"{year_:04}-{int(m['of']):02}{on}", m.start(), m.end()))
            continue
        if m["told"]:
            value = _told(m["told"], found[-1].value if found else published)
            if value:
                found.append(Day(value, m.start(), m.end()))
            continue
        ahead = bool(_AHEAD.search(text, max(0, m.start() - 12), m.end() + 12))
        value = _absolute(m) or _relative(m, day, year, ahead)
        if value:
            found.append(Day(value, m.start(), m.end()))
    return found


def _known(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _spoken_year(text: str) -> int | None:
    """The year a text is written in, as far as it shows: that of its first lines, its latest, that of a stamp."""
    head = re.search(r"(?<!\d)(20\d\d)\s*年", text[:400])
    every = [int(y) for y in re.findall(r"(?<!\d)(20\d\d)\s*年", text)]
    stamp = (
        None if every else re.search(r"(?<!\d)(20\d\d)[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-2]?\d|3[01])(?!\d)", text[:400])
    )
    told = head or stamp
    return int(told[1]) if told else max(every, default=None)


def _absolute(m: re.Match[str]) -> str | None:
    if m["iso"]:
        y, mo, d = (int(x) for x in re.split(r"[-/.]", m["iso"]))
        return f"{y:04}-{mo:02}-{d:02}"
    if m["year"]:
        return "-".join([m["year"], *(f"{int(x):02}" for x in (m["month"], m["day"]) if x)])
    return None


def _relative(m: re.Match[str], day: date | None, year: int | None, ahead: bool) -> str | None:
    if m["near"]:
        vague = m["near"] == "刚刚" and bool(re.search(r"[^，。；！？\n“「\s]\s*$", m.string[: m.start()][-2:]))
        return None if vague else _near(m["near"], day)
    if m["which"]:
        shift = {"去": -1, "前": -2, "明": 1, "次": 1}.get(m["which"], 0)
        parts = [f"{int(x):02}" for x in (m["of"], m["on"]) if x]
        if year is None:
            return "-".join(parts) if len(parts) == 2 else None
        return "-".join([f"{year + shift:04}", *parts])
    if m["only"]:
        return _this_month(int(m["only"]), day)
    month = int(m["bare"]) if m["bare"] else _HAN_MONTHS[m["han"]]
    on = f"-{int(m['bareday']):02}" if m["bareday"] else ""
    if year is None:
        return f"{month:02}{on}" if on else None
    if day and not ahead and (month, int(m["bareday"] or 0)) > (day.month, day.day):
        year -= 1  # what is told as past and lies ahead of the post's day was last year's
    return f"{year:04}-{month:02}{on}"


def _this_month(on: int, day: date | None) -> str | None:
    """27 日: of the post's month, or of the one before where it would lie ahead."""
    if day is None:
        return None
    first = day.replace(day=1) if on <= day.day else (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    try:
        return first.replace(day=on).isoformat()
    except ValueError:
        return None


def _told(word: str, before: str | None) -> str | None:
    """同日, 隔天 …: counted from the date told before, else from the day of the post."""
    last = _known(before) if before and len(before) >= 10 else None
    return (last + timedelta(days=0 if word.startswith("同") else 1)).isoformat() if last else None


def _near(word: str, day: date | None) -> str | None:
    """今天, 昨天, 上周 … counted from the day of the post; weeks and months only as precise as a month."""
    if day is None:
        return None
    if word.startswith(_WEEKLY):
        return (day - timedelta(days=7 if word.startswith("上") else 0)).strftime("%Y-%m")
    if "月" in word:
        return (day.replace(day=1) - timedelta(days=1 if word.startswith("上") else 0)).strftime("%Y-%m")
    return (day + timedelta(days=_NEAR_DAYS.get(word[0], 0))).isoformat()
