"""What a post's credit lines and title say of it: author, outlet, day."""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.layout.dates import edge_date, iso_date
from summarizer.layout.line import Line, running_text
from summarizer.types import Post

_AUTHOR = re.compile(
    r"(?:(?:^|[\s|｜/])(?:本文)?(?:作者|撰文|撰稿|文|记者|記者|编译|編譯|author|by)\s*[:：丨|｜/]\s*|\bby\s+(?=[A-Z])|(?:^|[\s|｜])由\s+(?=\S{1,20}\s+发[表布佈]))"
    r"(?P<value>[^\s，。|｜/丨:：()（）]{1,30}(?: [A-Z][^\s，。|｜/丨:：()（）]{0,20}){0,2})",
    re.I,
)
_SOURCE = re.compile(
    r"(?:^|[\s|｜/])(?:文章|稿件)?(?:来源|來源|出品|出处|source|转载自|转自)\s*[:：丨|｜/]\s*(?P<value>(?!<?https?:)[^\s，。|｜丨()（）]{2,30})",
    re.I,
)
_QUOTED_SOURCE = re.compile(
    r"(?:首发于|首發於|来自|來自|转载自|原载于?|原创于|微信公众号)[^“「《\"]{0,8}[“「《\"](?P<value>[^”」》\"]{2,20})"
    r"|©\s*(?P<owner>[^\s\d，。©-]{2,16})"
)
_ACCOUNT = re.compile(r"原[创創]\s+(?P<author>\S{1,16})\s+(?P<source>\S{2,20})\s+20\d\d\s*[-/.年]")
_REPORTER = re.compile(r"(?:記者|记者)\s*(?P<value>[\u4e00-\u9fff·]{2,4})[／/\s　]")
SYMBOLS = re.compile(
    r"^[\s\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+|[\s\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+$"
    r"|^[\[【](?:求助|讨论|分享|原创|转载|问答|提问|公告|资讯)[\]】]\s*"
)
_SITE = re.compile(r"\s+[-—|_｜]\s*(?P<site>[^-—|_｜]{2,12})$")


def title_of(post: Post, lines: list[Line]) -> str | None:
    if post.title:
        return _SITE.sub("", post.title) or post.title
    for line in lines:
        if line.block.kind == "heading" and line.reason not in ("date", "outside-main", "byline") and line.text:
            return _SITE.sub("", line.text)
        if line.prose and len(line.text) > 60 and line.reason is None:
            break
    for line in lines:
        if line.reason is None and line.text and line.block.kind not in ("code", "row"):
            return line.text if len(line.text) <= 80 else None
    return None


def described(post: Post, lines: list[Line], title: str | None) -> Post:
    """The post with author, date and outlet from its credit lines and bylines."""
    first, _ = running_text(lines)
    credit = [
        line.text for i, line in enumerate(lines)
        if line.reason == "editor" or (i < max(first, 6) and line.reason in ("byline", "date", "counter", "source"))
        or (first - 6 <= i < first and line.reason == "outside-main" and len(line.text) <= 80)
    ]  # fmt: skip
    author, source, published = post.author, post.source, post.published
    who = next((line.byline for line in lines if line.byline and line.byline.author), None)
    for text in credit:
        author = author or _value(_AUTHOR, text) or _value(_REPORTER, text)
        source = source or _value(_SOURCE, text)
    for line in lines:
        if source is None and line.reason in ("copyright", "editor") and (found := _QUOTED_SOURCE.search(line.text)):
            source = found["value"] or found["owner"]
    if account := next((m for text in credit if (m := _ACCOUNT.match(text))), None):
        author, source = author or account["author"], source or account["source"]
    author = author or (who.author if who and who.role != "answer" else None)
    if source is None and post.title and (site := _SITE.search(post.title)):
        source = site["site"].strip()
    issue = [title, *(line.text for line in lines[:6] if line.block.kind == "heading" and len(line.text) <= 40)]
    published = published or next((d for text in credit if (d := iso_date(text))), None)
    published = published or next((d for text in issue if (d := edge_date(text))), None)
    return replace(post, title=title, author=author, source=source, published=published)


def _value(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found["value"].strip("[]【】*_ ") or None if found else None
