"""HTML to visible text with blocks: what a reader of the page sees, in document order, with stable offsets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

from summarizer.layout.dates import iso_date
from summarizer.layout.main_content import extracted, mark_main
from summarizer.types import Block

_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
     "map", "area", "select", "datalist", "textarea", "input", "meta", "link", "base", "frameset", "noframes",
     "progress", "meter")
)  # fmt: skip
_BLOCK = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
     "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot",
     "thead", "tr", "ul", "caption", "option", "button", "label")
)  # fmt: skip
_KIND = {"li": "list-item", "dd": "list-item", "dt": "list-item", "blockquote": "quote", "pre": "code", "tr": "row"}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLANK = re.compile(r"[ \t\r\n\f\u00a0]+")
_NESTING = re.compile(
    rb"</?(?:div|ul|ol|li|dl|dd|dt|span|section|article|blockquote|table|tbody|tr|td|font)\b[^<>]{0,2000}>", re.I
)
_CLOSING = re.compile(rb"</(?:html|body)\s*>", re.I)  # libxml2 reads nothing behind it, browsers read on
_MAX_HIDDEN = 200  # of those judged by their size: nested ones would take minutes
_MAX_ELEMENTS = 60_000  # above this the extractor takes minutes; the line rules of `clean` still apply


@dataclass(slots=True)
class Page:
    """What a page shows, and what it says of itself."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    author: str | None = None
    published: str | None = None
    source: str | None = None


@dataclass(slots=True)
class _Writer:
    """Collects visible text; an open block ends at the next block boundary."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    line_length: int = 0
    links: int = 0
    cells: list[tuple[int, int]] = field(default_factory=list)
    half: int = 0  # of the letters of the page
    hidden: int = 0  # elements seen so far that say that they are hidden

    def add(self, text: str, in_link: bool, verbatim: bool) -> None:
        piece = text if verbatim else _BLANK.sub(" ", text)
        if not verbatim and piece.startswith(" ") and (not self.line or self.line[-1][-1:] in (" ", "\n", "\t", "")):
            piece = piece[1:]
        if piece:
            self.line.append(piece)
            self.line_length += len(piece)
            self.links += len(piece.strip()) if in_link else 0

    def trim(self) -> None:
        """Leave out the blanks at the end of what the open block holds so far."""
        while self.line and self.line[-1] != "\t":
            last = self.line.pop()
            bare = last.rstrip(" ")
            self.line_length -= len(last) - len(bare)
            if bare:
                self.line.append(bare)
                return

    def flush(self, kind: str, level: int, table: int) -> None:
        """End the open block: trailing blanks go, a line break follows."""
        whole = "".join(self.line)
        body = whole.rstrip()
        lead = len(body) - len(body.lstrip("\n"))
        body = body[lead:]
        if body:
            start = self.length
            cells = tuple(
                (start + a - lead, start + min(b - lead, len(body))) for a, b in self.cells if a - lead < len(body)
            )
            self.blocks.append(
                Block(start, start + len(body), kind, level, None, cells, table, min(self.links, len(body)))
            )
            self.parts += [body, "\n"]
            self.length += len(body) + 1
        self.line, self.line_length, self.links, self.cells = [], 0, 0, []


def parse(text: str, url: str | None = None) -> Page:
    """Visible text, blocks with `main` as the extractor sees it, and metadata of an HTML page."""
    source = _CLOSING.sub(b"", text.replace("\x00", " ").encode("utf-8", errors="replace"))
    tree = _tree(source)
    if tree is None:
        return Page("", ())
    writer = _write(tree)
    if not writer.parts and (flat := _tree(_NESTING.sub(b"<p>", source))) is not None:
        tree, writer = flat, _write(flat)  # libxml2 reads nothing below its 2,048th level
    page = Page("".join(writer.parts), tuple(writer.blocks))
    if sum(1 for _ in tree.iter()) <= _MAX_ELEMENTS:
        page.blocks = mark_main(page.text, page.blocks, extracted(source))
    _describe(page, tree, url)
    return page


def fragment(text: str) -> Page:
    """Visible text of an HTML fragment (a feed entry): all of it is content."""
    tree = _tree(text.replace("\x00", " ").encode("utf-8", errors="replace"))
    if tree is None:
        return Page("", ())
    writer = _write(tree)
    return Page("".join(writer.parts), tuple(writer.blocks))


def _tree(source: bytes) -> Any:
    try:
        return html.document_fromstring(
            source, parser=html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _write(tree: Any) -> _Writer:
    """Walk the tree without recursion, in document order, and write what is visible."""
    writer = _Writer(half=_letters(tree) // 2)
    tables = 0
    depth = {"list": 0, "a": 0, "pre": 0, "all": 0}
    open_kinds: list[tuple[str, int, int]] = [("paragraph", 0, -1)]
    skip: Any = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if skip is not None:
            if event == "end" and element is skip:
                skip = None
                _tail(writer, element, depth)
            continue
        if event == "start":
            if _unseen(element, tag, writer):
                skip = element
                continue
            if tag in _BLOCK and _in_cell(tag, open_kinds[-1]):
                writer.add(" ", False, False)
                open_kinds.append(open_kinds[-1])
            elif tag in _BLOCK:
                writer.flush(*open_kinds[-1])
                depth["list"] += tag in ("ul", "ol")
                tables += tag == "table"
                layout = tag == "tr" and _is_layout(element)
                open_kinds.append(open_kinds[-1] if layout else _kind(tag, open_kinds[-1], depth, tables))
            elif tag == "br":
                _break(writer, open_kinds[-1])
            depth["a"] += tag == "a"
            depth["pre"] += tag == "pre"
            if tag in ("td", "th") and open_kinds[-1][0] != "row":
                writer.flush(*open_kinds[-1])
            elif tag in ("td", "th"):
                writer.trim()
                if writer.line:
                    writer.add("\t", False, True)  # blank like the rest, so that a quote may run over cells
                writer.cells.append((writer.line_length, writer.line_length))
            if element.text:
                writer.add(element.text, depth["a"] > 0, depth["pre"] > 0)
            continue
        if tag in ("td", "th") and writer.cells:
            writer.trim()
            writer.cells[-1] = (writer.cells[-1][0], writer.line_length)
        depth["a"] -= tag == "a"
        depth["pre"] -= tag == "pre"
        if tag in _BLOCK and _in_cell(tag, open_kinds[-1]):
            open_kinds.pop()
            writer.add(" ", False, False)
        elif tag in _BLOCK:
            writer.flush(*open_kinds.pop())
            depth["list"] -= tag in ("ul", "ol")
        _tail(writer, element, depth)
    writer.flush(*open_kinds[-1])
    return writer


def _tail(writer: _Writer, element: Any, depth: dict[str, int]) -> None:
    if element.tail:
        writer.add(element.tail, depth["a"] > 0, depth["pre"] > 0)


def _break(writer: _Writer, kind: tuple[str, int, int]) -> None:
    """`<br>` ends a line; inside code and table rows it stays a line break or blank of the same block."""
    if kind[0] == "code":
        writer.add("\n", False, True)
    elif kind[0] == "row":
        writer.add(" ", False, False)
    else:
        writer.flush(*kind)


def _in_cell(tag: str, kind: tuple[str, int, int]) -> bool:
    """Whether a block stands inside a cell of data: no line of its own, so that the row stays one block."""
    return kind[0] == "row" and tag not in ("table", "thead", "tbody", "tfoot", "tr", "caption")


def _is_layout(row: Any) -> bool:
    """Whether a table row holds no data but parts of the page, as forums lay out their posts: blocks in its cells."""
    blocks = sum(e.tag in ("div", "p", "table", "h1", "h2", "h3", "ul") for e in islice(row.iterdescendants(), 200))
    return blocks > len(row)


def _kind(tag: str, outer: tuple[str, int, int], depth: dict[str, int], tables: int) -> tuple[str, int, int]:
    if tag[0] == "h" and tag[1:].isdigit():
        return ("heading", int(tag[1:]), outer[2])
    if tag in ("ul", "ol", "table", "thead", "tbody", "tfoot"):
        return ("paragraph", 0, outer[2])
    kind = _KIND.get(tag)
    if kind == "row":
        return ("row", 0, tables - 1)
    if kind:
        return (kind, depth["list"] if kind == "list-item" else 0, outer[2])
    return outer if outer[0] != "row" else ("row", 0, outer[2])


def _unseen(element: Any, tag: str, writer: _Writer) -> bool:
    """Whether a reader sees nothing of an element: what hides half the page waits for a script to show it."""
    if tag in _UNSEEN or not tag:
        return True
    if not element.attrib:
        return False
    hidden = (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN_STYLE.search(element.get("style", "")[:2000]))
    )
    writer.hidden += hidden
    return hidden and (writer.hidden > _MAX_HIDDEN or _letters(element) <= writer.half)


def _letters(element: Any) -> int:
    """Characters of the text below an element, scripts and the like left out."""
    return sum(len((e.text or "").strip()) for e in element.iter() if e.tag not in _UNSEEN) + sum(
        len((e.tail or "").strip()) for e in element.iterdescendants()
    )


def _describe(page: Page, tree: Any, url: str | None) -> None:
    """Fill in title, author, date and source from meta tags, JSON-LD, `<title>` and `<time>`."""
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = _BLANK.sub(" ", element.get("content") or "").strip()
        if key and value:
            meta.setdefault(key, value[:300])
    linked = _linked_data(tree)
    heading = next((page.text[b.start : b.end] for b in page.blocks if b.kind == "heading" and b.level == 1), None)
    titles = [element.text_content() for element in list(tree.iter("title"))[:1]]
    title = _BLANK.sub(" ", titles[0]).strip() if titles else None
    page.source = (
        _first(meta, "og:site_name", "mediaid", "source", "application-name") or linked.get("publisher") or None
    )
    page.title = (
        _first(meta, "og:title", "twitter:title")
        or linked.get("headline")
        or _bare_title(title, heading, page)
        or heading
    )
    page.author = _first(meta, "author", "article:author", "og:article:author", "byl", "dc.creator") or linked.get(
        "author"
    )
    if page.author and page.author.startswith("http"):
        page.author = None
    stamps = [element.get("datetime") for element in list(tree.iter("time"))[:3]]
    date = _first(
        meta, "article:published_time", "og:article:published_time", "publishdate", "pubdate", "date", "dc.date",
        "datepublished", "article:create_at", "weibo: article:create_at",
    )  # fmt: skip
    page.published = next((d for d in map(iso_date, [date, linked.get("datePublished"), *stamps]) if d), None)
    address = url or _first(meta, "og:url")
    if not page.source and address:
        page.source = (urlsplit(address).hostname or "").removeprefix("www.") or None


def _first(meta: dict[str, str], *keys: str) -> str | None:
    return next((meta[k] for k in keys if meta.get(k)), None)


def _bare_title(title: str | None, heading: str | None, page: Page) -> str | None:
    """`<title>` without the site's name behind its last separator."""
    if not title:
        return None
    if heading and heading in title:
        return heading
    parts = re.split(r"\s*[|｜_—–]+\s*|\s+-+\s+", title)
    if len(parts) > 1 and len(parts[0]) >= 4:
        page.source = page.source or parts[-1][:40] or None
        return parts[0]
    return title


def _linked_data(tree: Any) -> dict[str, str]:
    """headline, author, publisher and datePublished of the first article in the page's JSON-LD."""
    found: dict[str, str] = {}
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json" or not script.text or len(script.text) > 200_000:
            continue
        try:
            data = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            for key in ("headline", "datePublished"):
                if isinstance(node.get(key), str):
                    found.setdefault(key, node[key].strip())
            for key in ("author", "publisher"):
                who = node.get(key)
                who = who[0] if isinstance(who, list) and who else who
                name = who.get("name") if isinstance(who, dict) else who
                if isinstance(name, str) and name.strip():
                    found.setdefault(key, name.strip())
    return found


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD document that may be the article."""
    for node in data if isinstance(data, list) else [data]:
        if isinstance(node, dict):
            yield node
            yield from (n for n in node.get("@graph", ()) if isinstance(n, dict))
