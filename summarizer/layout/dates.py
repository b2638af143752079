"""Dates as posts write them, as ISO dates."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

_YMD = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-/.]|年)\s*(1[0-2]|0?[1-9])(?:\s*(?:[-/.]|月)\s*(3[01]"
    r"|[12]\d|0?[1-9])(?!\d)\s*日?)?"
)
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAYS = (
    r"(?P<year>20\d{2})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号號]?"
    r"(?:\s*(?:[-–—~～]|至|到)\s*(?:20\d{2}\s*[-/.年]\s*)?(?:(?P<month2>\d{1,2})\s*[-/.月]\s*)?(?P<day2>\d{1,2})\s*[日号號]?)?"
)
_FIRST_DAYS = re.compile(rf"[\s【\[(（]*{_DAYS}(?!\d)")
_LAST_DAYS = re.compile(rf"(?<!\d){_DAYS}(?:\s*(?:周|星期|週)[一二三四五六日天])?[\s】\])）]*$")
_MDY = re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{{2}})\b", re.I)
_DMY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+((?:19|20)\d{{2}})\b", re.I)


def iso_date(text: str | None) -> str | None:
    """The first calendar date in a text as YYYY-MM-DD or YYYY-MM; None where there is none.

    Reads 2025-02-11 12:21, 2025/2/11, 2025年2月11日, 20250211, May 14, 2024, 14 May 2024 and RFC 5322 dates.
    """
    if not text:
        return None
    if m := _YMD.search(text):
        return _iso(m[1], m[2], m[3])
    if m := _MDY.search(text):
        return _iso(m[3], str(_MONTHS.index(m[1].lower()) + 1), m[2])
    if m := _DMY.search(text):
        return _iso(m[3], str(_MONTHS.index(m[2].lower()) + 1), m[1])
    if m := _COMPACT.search(text):
        return _iso(m[1], m[2], m[3])
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def edge_date(title: str | None) -> str | None:
    """The day that a title begins or ends with, as issues of a periodical do; of a range of days the last one."""
    m = _FIRST_DAYS.match(title or "") or _LAST_DAYS.search(title or "")
    if not m:
        return None
    month, day = (m["month2"] or m["month"], m["day2"]) if m["day2"] else (m["month"], m["day"])
    return _iso(m["year"], month, day)


def _iso(year: str, month: str, day: str | None) -> str | None:
    if not day:
        return f"{year}-{int(month):02d}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
