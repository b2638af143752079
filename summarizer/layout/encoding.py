"""Bytes to text: which encoding the bytes themselves speak for, whatever they declare."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import NamedTuple

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x7fELF", b"MZ\x90\x00", b"GGUF", b"SQLite format 3\x00",
    b"\xd0\xcf\x11\xe0\xa1\xb1", b"RIFF", b"OggS", b"ID3", b"\x00\x00\x01\x00", b"PAR1", b"{\\rtf", b"\x00asm",
)  # fmt: skip

# The most frequent characters of written Chinese: decoded right, a text is full of them; decoded wrong, it has none.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多"
    "经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性"
    "知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次"
    "度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建"
    "务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记"
    "品术据开源模型智推训练参语言微调版支持开放布文本图像视频"
    "這個們來為國說時會對過發後種經學現當沒動還進樣開從實無與長機關點業將兩間問並應戰向頭體見產話內門東聲員論處義幾認條氣題"
    "爾別變電數報結務場計資統區隊決術語聯馬書聽卻達強難權設據記網訊軟讓雖專優運線親級質類單"
    "，。、：；？！“”‘’（）《》「」【】"
)
_KANA = re.compile(r"[\u3041-\u30fa]")
_SAMPLE_BYTES = 65_536


class Decoded(NamedTuple):
    """A text, its encoding, and how many characters had to be replaced by U+FFFD."""

    text: str
    encoding: str
    replaced: int = 0


def is_binary(data: bytes) -> bool:
    """Whether the bytes are a known binary format or carry the control characters that no text does."""
    if data.startswith(_MAGIC):
        return True
    if any(data.startswith(bom) for bom, _ in _BOMS) or _wide(data):
        return False
    head = data[:_SAMPLE_BYTES]
    controls = sum(head.count(c) for c in (*range(1, 9), *range(14, 27), 28, 29, 30, 31, 127))
    return head.count(0) + controls > max(8, len(head) // 100)


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """The text of the bytes, or None where no encoding makes sense of them.

    A byte order mark decides; then UTF-8, which other encodings hardly ever are by accident; then the candidate
    whose text reads most like Chinese, Japanese or Latin prose. A declared charset is one candidate among them.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _with_repairs(data[len(bom) :], name)
    if wide := _wide(data):
        return _with_repairs(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    nearly = _with_repairs(data, "utf-8")
    if nearly and nearly.replaced <= max(1, len(nearly.text) // 500):
        return nearly
    names = ["gb18030", "big5hkscs", "shift_jis", "euc_jp", "euc_kr", _known(declared), _guessed(data)]
    best = max(
        (
            (evidence(found.text), -i, found)
            for i, name in enumerate(names)
            if name and (found := _with_repairs(data, name))
        ),
        default=None,
        key=lambda scored: scored[:2],
    )
    return best[2] if best and best[0] >= 0.12 else None


def evidence(text: str) -> float:
    """How much a decoded text looks like prose, 0..1: the share of common characters less that of impossible ones."""
    sample = [c for c in text[:8192] if not c.isspace()]
    foreign = [c for c in sample if c >= "\x80"]
    if not foreign:
        return 1.0 if sample else 0.0
    common = sum(c in _COMMON for c in foreign)
    kana = len(_KANA.findall("".join(foreign)))
    latin = sum("\u00c0" <= c <= "\u024f" for c in foreign)
    hangul = sum("\uac00" <= c <= "\ud7a3" for c in foreign)
    odd = sum(c == "\ufffd" or unicodedata.category(c) in ("Co", "Cc", "Cn", "Cs") for c in sample)
    words = latin if latin < 0.4 * len(sample) else 0
    return (common + 0.6 * (kana if kana > 0.2 * len(foreign) else 0) + 0.15 * hangul + words - 3 * odd) / len(foreign)


def _with_repairs(data: bytes, name: str) -> Decoded | None:
    """Decoded with U+FFFD for what doesn't fit; None where that is more than one character in fifty."""
    text = data.decode(name, errors="replace")
    replaced = text.count("\ufffd")
    return Decoded(text, name, replaced) if replaced <= max(1, len(text) // 50) else None


def _known(declared: str | None) -> str | None:
    """A declared charset as Python names it; GBK and GB2312 are read as GB18030, which contains them."""
    try:
        name = codecs.lookup((declared or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if name in ("gb2312", "gbk", "hz", "gb18030"):
        return "gb18030"
    # only real text encodings: codecs such as rot13 or zip are no charsets
    return name if getattr(codecs.lookup(name), "_is_text_encoding", True) else None


def _guessed(data: bytes) -> str | None:
    best = from_bytes(data[:_SAMPLE_BYTES], steps=3, chunk_size=256).best()
    return _known(best.encoding) if best else None


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Latin text, blanks and line breaks is zero."""
    head = data[:4096]
    if len(head) < 8 or len(data) % 2 or 0 not in head:
        return None
    for name, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros.count(0) >= max(2, len(zeros) // 50) and others.count(0) * 3 < zeros.count(0):
            try:
                text = head.decode(name, errors="ignore")
            except UnicodeDecodeError:
                continue
            if evidence(text) > 0.3:
                return name
    return None
