"""Text of posts and models in places where Streamlit would read Markdown."""

from __future__ import annotations

_SPECIAL = frozenset("\\`*_{}[]()<>#+-.!|:$~&^=@/\"'")


def inert(text: str) -> str:
    """The same text with nothing left in it that Markdown, TeX, emoji or colour codes could mean; on one line."""
    return "".join(f"\\{c}" if c in _SPECIAL else c for c in " ".join(text.split()))
