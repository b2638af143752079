"""Possible names in a plain text, before anybody has judged them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MASKED = re.compile(
    r"https?://[^\s\u3000-\u303f\u4e00-\u9fff<>\"“”（）)\]】》」|]+"
    r"|\]\([^)\n]{0,500}\)"
    r"|(?<![A-Za-z0-9.\-])(?:[a-z0-9\-]+\.)+(?:com|cn|org|net|io|ai|dev|app|co|me|pro|html?|xyz|tv|gov|edu|tw|hk|chat|cloud|studio|tech|info|site|top|so|sh|gg)(?:/[^\s\u3000-\u9fff，。）)\]]*)?(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
    r"|(?<![A-Za-z0-9])@[A-Za-z0-9_]+"
    r"|</?[A-Za-z][^<>\n]{0,300}>"
    r"|(?<=[-_])\{[^{}\n]{1,120}\}(?:[-_][A-Za-z0-9]+){0,4}"
    r"|[A-Za-z0-9._-]{0,60}(?:[-_]\*(?=[-_.])|(?<![\s*])\*(?=[-_.][A-Za-z0-9]))[A-Za-z0-9._*-]{0,60}"
    r"|(?<![A-Za-z0-9_\-./])[A-Za-z0-9_\-./]{1,200}\.(?:jpe?g|png|gif|mp4|webp|svg|py|ipynb|json|html?|pdf|md|sh|ya?ml|txt|js|ts|cpp|zip)(?![A-Za-z0-9])"
)
# The version in an identifier of an API, which has no dots: claude-opus-4-1, claude-3-5-sonnet.
_ID_VERSION = re.compile(r"((?<![A-Za-z0-9_\-])[a-z]+(?:-[a-z]+){0,3}-?\d)-(?=\d(?![A-Za-z0-9.]))")


@dataclass(slots=True)
class Candidate:
    """A stretch of plain text that may name a model; `kind` is `model` or what else it names."""

    start: int
    end: int
    name: str  # as an editor writes it
    kind: str = "model"
    level: str = "certain"  # certain | series | company | word | unknown
    id: str | None = None
    family: str = ""  # the name without version, size and variants
    bare: bool = True  # no version, size or variant


def mask(text: str) -> str:
    """The plain text with addresses, link targets, tags, file names and patterns of names blanked; the same length.

    The versions in identifiers of an API get their dots back.
    """
    return _ID_VERSION.sub(r"\1.", _MASKED.sub(lambda m: "\x00" * (m.end() - m.start()), text))
