"""Bytes become posts: decoded, visible text with its blocks, metadata and language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from summarizer.errors import InputError
from summarizer.text.language import language
from summarizer.types import Block, Post
from summarizer.wording import say

MEDIA = {".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """Every readable-looking file under the paths, folders recursively in name order, hidden ones skipped."""
    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.is_file() and not p.name.startswith("."))
        else:
            yield path


def read(data: bytes, path: str, media: str | None = None, max_bytes: int = 20_000_000) -> tuple[Post, ...]:
    """The posts in a file's bytes; raises InputError (empty, too-large, binary, undecodable)."""
    if not data.strip():
        raise InputError(say(f"{path} 是空的。", f"{path} is empty."), code="empty")
    if len(data) > max_bytes:
        raise InputError(say(f"{path} 太大。", f"{path} is too large."), code="too-large")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError(say(f"{path} 无法解码。", f"{path} cannot be decoded."), code="undecodable")
    media = media or MEDIA.get(Path(path).suffix.lower(), "text")
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        if body:
            kind = "heading" if media == "markdown" and body.startswith("#") else "paragraph"
            blocks.append(Block(at, at + len(body), kind, len(body) - len(body.lstrip("#")) if kind == "heading" else 0))
        at += len(line)
    title = text[blocks[0].start : blocks[0].end].lstrip("# ")
    return (
        Post(
            sha256(data).hexdigest(), path, media, text, tuple(blocks), encoding.removesuffix("-sig"), title,
            language=language(text),
        ),
    )  # fmt: skip
