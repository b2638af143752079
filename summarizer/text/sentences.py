"""Where sentences begin and end."""

import re

_END = re.compile(r"[。！？!?；;…]+[”’」』）)\"']*|\.(?=\s+[A-Z\u4e00-\u9fff])|\n+")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Half-open ranges of the sentences of `text[start:end]`, end marks included, outer blanks left out.

    A sentence ends at 。！？；… (with the closing quotes behind it), at an ASCII full stop before a space and a
    capital or Han character, or at a line break. A number such as 2.5 is never cut.
    """
    end = len(text) if end is None else end
    found, at = [], start
    for cut in [m.end() for m in _END.finditer(text, start, end)] + [end]:
        piece = text[at:cut]
        lead = len(piece) - len(piece.lstrip())
        body = piece.strip()
        if body:
            found.append((at + lead, at + lead + len(body)))
        at = cut
    return found
