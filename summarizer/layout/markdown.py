"""Markdown by lines: blocks, inline markup to leave out, front matter. Offsets point into the raw text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from summarizer.layout.wrapping import breaks
from summarizer.types import Block

FRONT_MATTER = re.compile(
    r"\s{0,3}(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<body>.*?)(?:\r\n|\r|\n)(?P=mark)[ \t]*(?:\r\n|\r|\n|$)", re.S
)
_KEY = re.compile(r"^(?P<key>[\w\u4e00-\u9fff.-]{1,40})\s*[:=：]\s*(?P<value>.*)$")
_HEADER = re.compile(r"^\[#\]:\s*(?P<key>[\w-]{1,40})\s*[:：]?\s*(?P<value>.*)$")

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_QUOTE = re.compile(r"[ \t]{0,3}>[ \t]?")
_LIST = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*+•·▪◦●○■◆]|\d{1,3}[.)])(?P<gap>[ \t]+)(?=\S)")
_ATX = re.compile(r"[ \t]{0,3}(?P<marks>#{1,6})(?:[ \t]+|(?=[^\s#\d]))")
_ATX_END = re.compile(r"[ \t]+#+[ \t]*$")
_SETEXT = re.compile(r"[ \t]{0,3}(?:=+|-{2,})[ \t]*$")
_RULE = re.compile(r"[ \t]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|[—─━=＝~～·.…※☆★◆﹍＿]{3,})[ \t]*$")
_TAG_BREAK = re.compile(  # where markup inside a line ends one block or begins the next
    r"</(?:p|li|ul|ol|div|h[1-6]|blockquote|details|summary|tr|section|article)>"
    r"|(?=<(?:li|h[1-6]|blockquote)(?:\s[^<>\n]{0,300})?>)|(?<!<li>)(?=<p(?:\s[^<>\n]{0,300})?>)",
    re.I,
)
_ITEM_TAG = re.compile(r"[ \t]*<li\b[^<>\n]{0,300}>", re.I)
_ANCHOR = re.compile(r"<a\s[^<>\n]{0,1500}>([^<>\n]{1,300})</a>", re.I)
_FENCE = re.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})[^`]*$")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_HTML_HEADING = re.compile(r"[ \t]*<h([1-6])\b[^<>\n]{0,300}>(?P<body>.{0,300}?)</h\1>[ \t]*$", re.I)
_IMAGE = r"!\[[^\]\n]{0,300}\](?:\([^()\n]{0,1500}(?:\([^()\n]{0,300}\)[^()\n]{0,300})?\)|\[[^\]\n]{0,60}\])"
_IMAGE_LINE = re.compile(
    rf"[ \t]*(?:\[?{_IMAGE}(?:\]\([^)\n]*\))?|<img\b[^>\n]{{0,2000}}>|!\[\[[^\]\n]{{1,200}}\]\]"
    rf"|[ \t]|<br\s*/?>)+[ \t]*$"
)

_INLINE = re.compile(
    rf"(?P<image>\[{_IMAGE}\]\([^)\n]{{0,1500}}\)|{_IMAGE}|!\[\[[^\]\n]{{1,200}}\]\])"
    r"|(?P<code>(?P<ticks>`+)(?P<inside>[^`\n]+?)(?P=ticks)(?!`))"
    r"|(?P<escape>\\(?=[\\`*_{}\[\]()#+\-.!|>~]))"
    r"|(?P<auto><(?P<url>https?://[^<>\s]{1,1500})>)"
    r"|(?P<tag></?[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>\n]{0,1500})?/?>|<!--.{0,5000}?-->)"
    r"|(?P<shortcode>\{\{[<%].{0,2000}?[%>]\}\}|\{%.{0,2000}?%\})"
    r"|(?P<kramdown>\{:[^{}\n]{0,300}\}|\{#[\w-]{1,80}\}|\[(?:\.[\w:/-]+\s*){1,60}\])"
    r"|(?P<footnote>\[\^[^\]\n]{1,40}\])"
    r"|(?P<wiki>\[\[(?=[^\[\]\n]{1,200}\]\](?!\()))"
    r"|(?P<wikiend>(?<=[^\]])\]\](?!\())"
    r"|(?P<link>\]\([^()\n]{0,1500}(?:\([^()\n]{0,300}\)[^()\n]{0,300})?\))"
    r"|(?P<ref>(?<=[^\[\s])\]\[[^\]\n]{0,60}\])"
    r"|(?P<strong>\*+|__+(?=\S)|(?<=\S)__+|~~)"
    r"|(?P<under>(?<![\w\\])_(?=[^\s_])|(?<=[^\s_])_(?!\w))"
    r"|(?P<zero>[\u200b-\u200f\u2060\ufeff\u00ad]+)",
    re.S,
)
_BADGE = re.compile(r"!\[(?P<text>[^\]\n]{1,40})\]\([^)\n]*badge[^)\n]*\)", re.I)  # its text is what it shows
_OPEN = re.compile(r"\[")
_URL_ONLY = re.compile(r"\s*<?https?://\S+>?\s*$")
_FRAGMENT = re.compile(r"[ \t]*[，。、；：）)”’」』》？！,;:.]")
_BOLD = re.compile(r"[ \t]*(?P<mark>\*{2,}|__+)(?P<text>[^*\n]{1,60}?)\s*[*_]{2,}[ \t]*[:：]?[ \t]*$")
_SENTENCE_END = re.compile(r"[。，；！!…,;]\s*$")
_ENDED = re.compile(r"[。！？!?：:；;…][”’」』）)\"'*_]*\s*$")


def looks_like(text: str) -> bool:
    """Whether a text without a telling name is Markdown: headings, links or emphasis at least three times."""
    head = text[:20_000]
    return len(re.findall(r"^#{1,6} \S|\*\*\S[^*\n]*\*\*|\]\(https?://|^```", head, re.M)) >= 3 or bool(
        FRONT_MATTER.match(head) and len(re.findall(r"^[\w-]+: ", head[:2000], re.M)) >= 2
    )


def metadata(text: str) -> tuple[dict[str, str], int]:
    """Keys and values of the front matter, lower-cased keys, and the offset where it ends (0 without one)."""
    found: dict[str, str] = {}
    match = FRONT_MATTER.match(text)
    if match:
        key = ""
        for line in match["body"].splitlines():
            pair = _KEY.match(line)
            if pair:
                key, value = pair["key"].lower(), _scalar(pair["value"])
                found.setdefault(key, value)
            elif key and line[:1] in (" ", "\t") and line.strip() and not line.lstrip().startswith(("-", "#")):
                found[key] = f"{found[key]} {line.strip()}".strip()
        if found or not match["body"].strip():
            return found, match.end()
    end = 0
    for line in _LINE.finditer(text):
        pair = _HEADER.match(line[0].rstrip())
        if not pair:
            break
        found.setdefault(pair["key"].lower(), _scalar(pair["value"]).strip("()"))
        end = line.end()
    return found, end


def _scalar(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    if value.startswith("[") and value.endswith("]"):
        return value[1:-1].replace('"', "").replace("'", "").strip()
    return re.sub(r"\s+#\s.*$", "", value)


@dataclass(slots=True)
class _Scan:
    """Where the line scan stands."""

    blocks: list[Block]
    fence: str = ""
    table: int = -1
    in_table: bool = False
    blank_before: bool = True
    fragmented: bool = False


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, one a line, except that hard-wrapped lines of one sentence form one block."""
    _, start = metadata(text)
    scan = _Scan([Block(0, len(text[:start].rstrip()), "front-matter")] if start else [])
    lines = [(m.start(), m.start() + len(m[0].rstrip())) for m in _LINE.finditer(text, start) if m[0]]
    broken = sum(bool(_FRAGMENT.match(text[a:b])) for a, b in lines)
    scan.fragmented = broken >= 5
    for number, (a, b) in enumerate(lines):
        following = text[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
        _scan_line(scan, text, (a, b), following)
    return tuple(scan.blocks)


def _scan_line(scan: _Scan, text: str, line: tuple[int, int], following: str) -> None:
    a, b = line
    body = text[a:b]
    if scan.fence:
        _in_fence(scan, text, a, b)
        return
    if not body.strip():
        scan.blank_before, scan.in_table = True, False
        return
    if parts := _parts(scan, body):
        for start, end in pairwise([0, *parts, len(body)]):
            scan.blank_before = scan.blank_before or start > 0
            _scan_line(scan, text, (a + start, a + end), following if end == len(body) else "")
        return
    kind, level, at = _containers(scan, text, a, b)
    rest = text[at:b]
    before = scan.blocks[-1] if scan.blocks else None
    if fence := _FENCE.match(rest):
        scan.fence = fence["mark"]
        scan.blocks.append(Block(a, b, "code"))
    elif heading := _ATX.match(rest):
        scan.blocks.append(Block(a, b, "heading", len(heading["marks"]), links=_link_characters(rest)))
    elif heading := _HTML_HEADING.match(rest):
        scan.blocks.append(Block(a, b, "heading", int(heading[1])))
    elif _is_setext(scan, before, rest, text):
        assert before is not None
        scan.blocks[-1] = replace(before, end=b, kind="heading", level=1 if "=" in rest else 2)
    elif _IMAGE_LINE.match(rest) and not _BADGE.search(rest):
        scan.blocks.append(Block(a, b, "image"))
    elif _row(scan, rest, following):
        if _TABLE_RULE.match(rest):
            scan.blocks.append(Block(a, b, "rule", table=scan.table))
        else:
            scan.blocks.append(
                Block(a, b, "row", cells=_cells(text, at, b), table=scan.table, links=_link_characters(rest))
            )
    elif kind in ("paragraph", "quote") and _RULE.match(rest):
        scan.blocks.append(Block(a, b, "rule"))
    elif _joins(scan, before, kind, rest, text):
        assert before is not None
        kind = "paragraph" if before.kind == "heading" else before.kind
        links = _link_characters(text[before.start : b])
        scan.blocks[-1] = replace(before, end=b, kind=kind, level=before.level % 7, links=links)
    elif _bold_line(kind, rest):
        scan.blocks.append(Block(a, b, "heading", 7, links=_link_characters(rest)))
    else:
        scan.blocks.append(Block(a, b, kind, level, links=_link_characters(rest)))
    scan.blank_before = False


def _parts(scan: _Scan, body: str) -> list[int]:
    """Where a line that holds several blocks as HTML is divided; rows of tables and talk of tags stay whole."""
    if "<" not in body or scan.in_table or body.lstrip().startswith("|") or "`" in body:
        return []
    start, end = len(body) - len(body.lstrip()), len(body.rstrip())
    return sorted({m.end() for m in _TAG_BREAK.finditer(body) if start < m.end() < end})


def _bold_line(kind: str, rest: str) -> bool:
    """Whether a line is bold as a whole and no sentence: a heading by looks, of level 7."""
    bold = _BOLD.match(rest)
    return bool(bold and kind == "paragraph" and not _SENTENCE_END.search(bold["text"]))


def _in_fence(scan: _Scan, text: str, a: int, b: int) -> None:
    body = text[a:b].strip()
    if body.startswith(scan.fence) and not body.strip(scan.fence[0]):
        scan.fence = ""
    if b > a:
        scan.blocks[-1] = replace(scan.blocks[-1], end=b)


def _containers(scan: _Scan, text: str, a: int, b: int) -> tuple[str, int, int]:
    """Kind, depth and start of what stands behind the line's quote and list marks."""
    kind, level, at = "paragraph", 0, a
    while at < b:
        if quote := _QUOTE.match(text, at, b):
            kind, at = ("quote" if kind == "paragraph" else kind), quote.end()
        elif (item := _LIST.match(text, at, b)) and not _RULE.match(text[at:b]):
            indent = len(text[a : item.start("mark")].expandtabs(4).replace(">", " "))
            kind, level, at = "list-item", max(level + 1, 1 + indent // 2), item.end()
        elif kind == "paragraph" and (tag := _ITEM_TAG.match(text, at, b)):
            kind, level, at = "list-item", 1, tag.end()
        else:
            break
    return kind, min(level, 9), at


def _is_setext(scan: _Scan, before: Block | None, rest: str, text: str) -> bool:
    return bool(
        before
        and not scan.blank_before
        and before.kind == "paragraph"
        and _SETEXT.match(rest)
        and (rest.strip()[0] == "=" or before.end - before.start <= 120)
    )


def _row(scan: _Scan, rest: str, following: str) -> bool:
    """Whether the line is a table row; opens a table at a row over a delimiter line."""
    if scan.in_table and "|" in rest:
        return True
    scan.in_table = False
    if "|" in rest and (_TABLE_RULE.match(following.strip()) and "-" in following and "|" in following):
        scan.table += 1
        scan.in_table = True
    return scan.in_table


def _cells(text: str, a: int, b: int) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of a row's cells, outer blanks left out; escaped pipes and pipes in code don't divide."""
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", text[a:b])]
    edges = [a + x for x in bars]
    if not edges or text[a : edges[0]].strip():
        edges.insert(0, a - 1)
    if text[edges[-1] + 1 : b].strip():
        edges.append(b)
    found = []
    for left, right in pairwise(edges):
        piece = text[left + 1 : right]
        start = left + 1 + len(piece) - len(piece.lstrip())
        found.append((start, max(start, left + 1 + len(piece.rstrip()))))
    return tuple(found)


def _joins(scan: _Scan, before: Block | None, kind: str, rest: str, text: str) -> bool:
    """Whether a line goes on with the sentence of the line before.

    Chinese posts mostly break a line where a thought ends, so a line break is kept unless there is evidence of hard
    wrapping: the line begins with punctuation, the text is chopped up around its links, or Latin prose is wrapped.
    """
    if (
        not before
        or scan.blank_before
        or kind != "paragraph"
        or before.kind not in ("paragraph", "list-item", "quote", "heading")
    ):
        return False
    if before.kind == "heading" and (before.level != 7 or not (_FRAGMENT.match(rest) or scan.fragmented)):
        return False
    if text[before.start : before.end].rstrip(" \t").endswith(("<br>", "<br/>", "\\")):
        return False
    if _FRAGMENT.match(rest):
        return True
    if "](" in rest and text.rfind("[", before.start, before.end) > text.rfind("]", before.start, before.end):
        return True  # the words of a link, wrapped
    last = text[max(before.start, before.end - 100) : before.end]
    if scan.fragmented:
        return not _ENDED.search(last)
    longest = text.rfind("\n", before.start, before.end) + 1
    return (
        before.end - max(before.start, longest) >= 60
        and bool(re.search(r"[a-z,;]$", last.rstrip("*_ ")))
        and rest.lstrip()[:1].islower()
    )


def _link_characters(line: str) -> int:
    """Characters of link text, counting bare addresses."""
    linked = sum(len(m) for m in re.findall(r"\[([^\[\]]{1,300})\](?:\(|\[)", line))
    linked += sum(map(len, _ANCHOR.findall(line))) if "</a>" in line else 0
    return linked + (len(line.strip()) if _URL_ONLY.match(line) else 0)


def block_marks(text: str, block: Block) -> list[tuple[int, int]]:
    """Ranges of a block's own marks: heading signs, bullets, quote signs, table bars, code fences."""
    if block.kind in ("paragraph", "list-item", "quote", "heading"):
        return _lead_marks(text, block)
    if block.kind == "row":
        edges = [block.start, *(e for cell in block.cells for e in cell), block.end]
        pairs = list(zip(edges[::2], edges[1::2], strict=True))
        # one blank or bar stays between cells, so that the words of two cells never run together
        return [(a, b if i in (0, len(pairs) - 1) else b - 1) for i, (a, b) in enumerate(pairs) if b > a]
    if block.kind == "code":
        fences = []
        for m in _LINE.finditer(text, block.start, block.end):
            if m[0].strip() and _FENCE.match(m[0].rstrip()):
                fences.append((m.start(), m.end()))
        return [f for f in fences if f[0] == block.start or f[1] >= block.end]
    return []


def _lead_marks(text: str, block: Block) -> list[tuple[int, int]]:
    marks, at = [], block.start
    while at < block.end:
        if quote := _QUOTE.match(text, at, block.end):
            at = quote.end()
        elif item := _LIST.match(text, at, block.end):
            if item["mark"][0].isdigit():
                if item.start("mark") > at:
                    marks.append((at, item.start("mark")))
                at = item.start("mark")
                break
            at = item.end()
        else:
            break
    if heading := _ATX.match(text, at, block.end):
        at = heading.end()
        if tail := _ATX_END.search(text, at, block.end):
            marks.append((tail.start(), tail.end()))
    elif block.kind == "heading":
        line_end = text.find("\n", block.start, block.end)
        if line_end >= 0:
            marks.append((line_end, block.end))
    blank = len(text[at : block.end]) - len(text[at : block.end].lstrip())
    at += blank
    if at > block.start:
        marks.append((block.start, at))
    if block.kind != "heading":
        marks += breaks(text, block)
    return marks


def inline_marks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Ranges of inline markup in `text[start:end]`: emphasis, link targets, code ticks, tags, images, shortcodes."""
    marks: list[tuple[int, int]] = []
    piece = text[start:end]
    if not re.search(r"[*_`\[\]<\\{~\u200b-\u200f\u2060\ufeff\u00ad]", piece):
        return marks
    opens: list[int] = []
    at = 0
    for m in _INLINE.finditer(piece):
        opens += [o.start() for o in _OPEN.finditer(piece, at, m.start())]
        at = m.end()
        a, b = m.span()
        if m["image"] and (badge := _BADGE.fullmatch(m["image"])):
            marks += [(a, a + badge.start("text")), (a + badge.end("text"), b)]
        elif m["code"]:
            marks += [(a, m.start("inside")), (m.end("inside"), b)]
        elif m["auto"]:
            marks += [(a, a + 1), (b - 1, b)]
        elif m["link"] or m["ref"]:
            if opens:
                left = opens.pop()
                # its bracket stays where two words would run together: [A](address)B
                marks += [(left, left + 1), (a, b - _glues(piece, a, b))]
        elif m["strong"] and set(m["strong"]) == {"*"} and _is_operator(piece, a, b):
            continue
        else:
            marks.append((a, b))
    return sorted((start + a, start + b) for a, b in marks)


def _glues(piece: str, a: int, b: int) -> bool:
    """Whether Latin letters or figures stand on both sides of a range."""
    return all(c.isascii() and c.isalnum() for c in (piece[a - 1 : a] or " ", piece[b : b + 1] or " "))


def _is_operator(piece: str, a: int, b: int) -> bool:
    """A lone asterisk between blanks or digits multiplies."""
    left, right = piece[a - 1 : a], piece[b : b + 1]
    return b - a == 1 and ((left in ("", " ") and right in ("", " ")) or (left.isdigit() and right.isdigit()))
