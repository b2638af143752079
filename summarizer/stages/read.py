"""Files, addresses and feeds become posts: decoded visible text with its blocks, metadata and language."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import httpx

from summarizer.errors import InputError
from summarizer.layout import markdown, page, wrapping
from summarizer.layout.dates import iso_date
from summarizer.layout.encoding import Decoded, decode, is_binary
from summarizer.text.language import language
from summarizer.types import Block, Post
from summarizer.wording import say

MAX_BYTES = 20_000_000
TIMEOUT_SECONDS = 30.0
_MEDIA = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".mdx": "markdown", ".html": "html",
    ".htm": "html", ".xhtml": "html", ".shtml": "html", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
_SAVED_PAGE_FOLDERS = ("_files", ".assets")  # what browsers and editors put beside a page: pictures, scripts
_FEED = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<\?[^>]*\?>\s*)*<(?:rss|feed|rdf:RDF)\b", re.S | re.I)
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.S | re.I)
_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]{2,20})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,20})", re.I
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

# the names that front matter gives to what we keep
_TITLE = ("title", "标题", "標題", "subject_zh", "linktitle")
_AUTHOR = ("author", "authors", "作者", "creator", "by")
_DATE = (
    "date",
    "发布日期",
    "發佈日期",
    "发布时间",
    "published",
    "pubdate",
    "publish_date",
    "created",
    "日期",
    "时间",
    "datetime",
)
_SOURCE = ("source", "来源", "來源", "site", "publisher_name", "出处", "媒体")
_LINK = ("url", "link", "via", "原文链接", "原文連結", "original", "canonical", "source_url")


def find(paths: Iterable[Path | str]) -> Iterator[Path]:
    """The files under the paths: folders recursively in name order, hidden files and link loops left out.

    A path that doesn't exist is yielded as it is, so that loading it says why.
    """
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        seen: set[str] = set()
        for folder, folders, files in os.walk(path, followlinks=True):
            real = os.path.realpath(folder)
            if real in seen:
                folders.clear()
                continue
            seen.add(real)
            folders[:] = sorted(f for f in folders if not f.startswith(".") and not f.endswith(_SAVED_PAGE_FOLDERS))
            yield from (Path(folder, f) for f in sorted(files) if not f.startswith("."))


def load(path: Path | str, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises InputError (unreadable, too-large, empty)."""
    name = str(path)
    try:
        if name == "-":
            data = sys.stdin.buffer.read(max_bytes + 1)
        else:
            if not Path(path).is_file():
                raise InputError(
                    say(f"{name} 不是可读的文件。", f"{name} is no readable file."),
                    say("请检查路径。", "Check the path."),
                    "unreadable",
                )
            with open(path, "rb") as file:
                data = file.read(max_bytes + 1)
    except OSError as error:
        raise InputError(
            say(f"无法读取 {name}：{error.strerror}。", f"Cannot read {name}: {error.strerror}."),
            say("请检查文件权限。", "Check its permissions."),
            "unreadable",
        ) from error
    _check_size(data, name, max_bytes)
    return data


def fetch(url: str, max_bytes: int = MAX_BYTES, timeout_seconds: float = TIMEOUT_SECONDS) -> tuple[bytes, str | None]:
    """The bytes behind an http(s) address and their media, if the server says; raises InputError (unreachable, …)."""
    data = bytearray()
    deadline = time.monotonic() + timeout_seconds  # of the whole answer: httpx only bounds each of its pieces
    try:
        with httpx.stream(
            "GET", url, follow_redirects=True, timeout=timeout_seconds, headers={"user-agent": "summarizer"}
        ) as response:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > max_bytes:
                    break
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("timed out")
            kind = response.headers.get("content-type", "").lower()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise InputError(
            say(f"无法打开 {url}：{error}。", f"Cannot open {url}: {error}."),
            say(
                "请检查网址和网络，或先把页面保存为文件。", "Check the address and the network, or save the page first."
            ),
            "unreachable",
        ) from error
    _check_size(bytes(data), url, max_bytes)
    media = "feed" if re.search(r"rss|atom", kind) else "html" if "html" in kind else None
    return bytes(data), media


def read(data: bytes, path: str, media: str | None = None, max_bytes: int = MAX_BYTES) -> tuple[Post, ...]:
    """The posts in a file's bytes: one, or one an entry of a feed.

    `media` (text | markdown | html | feed) overrides what name and content say. Raises InputError (empty, too-large,
    binary, undecodable, no-text, empty-feed).
    """
    _check_size(data, path, max_bytes)
    if is_binary(data):
        raise InputError(
            say(f"{path} 不是文本文件。", f"{path} is a binary file."),
            say("支持 txt、Markdown、HTML、RSS/Atom。", "Supported: txt, Markdown, HTML, RSS/Atom."),
            "binary",
        )
    found = decode(data, _declared(data))
    if found is None:
        raise InputError(
            say(f"{path} 无法解码：文件可能已损坏。", f"{path} cannot be decoded; it may be damaged."),
            say("请另存为 UTF-8。", "Save it as UTF-8."),
            "undecodable",
        )
    if not found.text.strip("\ufeff\x00 \t\r\n\u3000"):
        raise InputError(say(f"{path} 是空的。", f"{path} is empty."), code="empty")
    media = media or _media(path, found.text)
    if media == "feed":
        return _feed(found, path)
    number = sha256(data).hexdigest()
    post = _page(found, path, number) if media == "html" else _plain(found, path, number, media)
    if not post.text.strip():
        raise InputError(say(f"{path} 里没有可见的文字。", f"{path} shows no text."), code="no-text")
    return (post,)


def _check_size(data: bytes, name: str, max_bytes: int) -> None:
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise InputError(say(f"{name} 是空的。", f"{name} is empty."), code="empty")
    if len(data) > max_bytes:
        raise InputError(
            say(f"{name} 超过 {max_bytes:,} 字节的上限。", f"{name} is larger than the limit of {max_bytes:,} bytes."),
            say("请拆分文件或调高上限。", "Split it or raise the limit."),
            "too-large",
        )


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    return (match[1] or match[2]).decode("ascii") if match else None


def _media(path: str, text: str) -> str:
    """By content where it is unmistakable, else by the file's name."""
    if _FEED.match(text[:4096]):
        return "feed"
    if _PAGE.match(text[:4096]):
        return "html"
    address = urlsplit(path)
    media = _MEDIA.get(Path(address.path if address.scheme else path).suffix.lower())
    if media == "feed" or media is None:
        media = "text"
    return "markdown" if media == "text" and markdown.looks_like(text) else media


def _plain(found: Decoded, path: str, number: str, media: str) -> Post:
    """A text or Markdown post; its text is the decoded file as it is."""
    text = found.text
    if media == "markdown":
        blocks = markdown.blocks(text)
        facts, start = markdown.metadata(text)
    else:
        blocks, facts, start = wrapping.lines(text), {}, 0

    def first(keys: tuple[str, ...]) -> str | None:
        return next((facts[k] for k in keys if facts.get(k)), None)

    source = first(_SOURCE) or first(_LINK)
    return Post(
        number, path, media, text, blocks, found.encoding,
        title=first(_TITLE),
        author=first(_AUTHOR),
        published=next((d for k in _DATE if (d := iso_date(facts.get(k)))), None),
        source=_host(source),
        language=language(text[start:]),
    )  # fmt: skip


def _host(source: str | None) -> str | None:
    """An outlet's name as it is; of an address only the host."""
    address = re.search(r"https?://\S+", source or "")
    if not source or not address:
        return source
    try:
        return (urlsplit(address[0]).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _page(found: Decoded, path: str, number: str) -> Post:
    """An HTML post; its text is what the page shows."""
    url = path if path.startswith(("http://", "https://")) else None
    shown = page.parse(found.text, url)
    main = "\n".join(shown.text[b.start : b.end] for b in shown.blocks if b.main)
    return Post(
        number, path, "html", shown.text, shown.blocks, found.encoding, shown.title, shown.author, shown.published,
        shown.source, language(main if len(main) > 50 else shown.text),
    )  # fmt: skip


def _feed(found: Decoded, path: str) -> tuple[Post, ...]:
    """The entries of an RSS or Atom feed, in order; `path` gets `#1`, `#2` …"""
    source = _XML_DECLARATION.sub("", found.text).lstrip("\ufeff \t\r\n").encode("utf-8", errors="replace")
    # a stream: feedparser would open a string as a file or an address
    feed = feedparser.parse(BytesIO(source), response_headers={"content-type": "application/xml; charset=utf-8"})
    posts = []
    for i, entry in enumerate(feed.entries, 1):
        contents = [c.get("value") or "" for c in entry.get("content") or ()] or [entry.get("summary") or ""]
        title = page.fragment(f"<p>{entry.get('title') or ''}</p>").text.strip() or None
        body = page.fragment("".join(contents) or "<p></p>")
        head = f"{title}\n\n" if title else ""
        text = head + body.text
        if not text.strip():
            continue
        blocks = [Block(0, len(head.rstrip()), "heading", 1)] if title else []
        blocks += [_moved(b, len(head)) for b in body.blocks]
        posts.append(
            Post(
                sha256(f"{entry.get('id') or entry.get('link')}\n{text}".encode(errors="replace")).hexdigest(),
                f"{path}#{i}", "feed", text, tuple(blocks), found.encoding, title, entry.get("author") or None,
                iso_date(entry.get("published") or entry.get("updated")),
                feed.feed.get("title") or _host(entry.get("link")),
                language(text),
            )
        )  # fmt: skip
    if not posts:
        raise InputError(
            say(f"{path} 里没有可读的条目。", f"{path} has no readable entries."),
            say("请检查它是不是 RSS 或 Atom。", "Check that it is RSS or Atom."),
            "empty-feed",
        )
    return tuple(posts)


def _moved(block: Block, by: int) -> Block:
    cells = tuple((a + by, b + by) for a, b in block.cells)
    return Block(
        block.start + by, block.end + by, block.kind, block.level, block.main, cells, block.table, block.links
    )  # fmt: skip
