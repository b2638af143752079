"""What follows the family in a model's name: version, size, date, variant, quantization, and where it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass


def _each(words: str) -> list[str]:
    return words.split()


# Words that mark a variant of a model. After a mere blank they count only when capitalised.
_SPACED = _each(
    "Instruct Base Pro Plus Max Ultra Mini Nano Micro Lite Flash Turbo Air Preview Experimental Exp Thinking Coder "
    "Math VL Vision Omni Audio Embedding Reranker Rerank TTS ASR OCR Sonnet Opus Haiku Scout Maverick Behemoth "
    "Small Medium Large Distill Reasoner Reasoning Prover MoE Spark Realtime Alpha Beta Instant"
)
# Ordinary words as well: after a blank they need a version before them (豆包 2.0 Code, but not Claude Code).
_GUARDED = _each("Code Chat Fast Tiny Image Video Voice Speech Think Deep Codex Live Heavy")
_DERIVED = _each("Abliterated Uncensored Heretic Derestricted")
_ANY = _each(
    "Zero Distilled GPTQ AWQ GGUF GGML MLX MNN ONNX FP8 FP16 BF16 FP4 NVFP4 MXFP4 INT8 INT4 8bit 4bit base chat "
    "it hf pt T2V I2V TI2V S2V T2I Reward Guard Tiny Medium High Low Next Search Edit Layered Dense Long"
)

DERIVED = frozenset(w.lower() for w in _DERIVED)
"""Words that make a model of somebody else's: another model, under the first one's name."""

OWN_WORDS = ("Sonnet", "Opus", "Haiku", "Scout", "Maverick", "Behemoth")
"""Variants that are names of their own."""

VARIANT_WORDS = tuple(w for w in sorted({*_SPACED, *_GUARDED}, key=len, reverse=True) if w not in OWN_WORDS)
"""Variants that many families have: Pro, Lite, Flash …"""

TUNED = frozenset(
    _each(
        "instruct base chat preview experimental exp alpha beta thinking think deep distill reasoner reasoning prover "
        "moe instant fast heavy large zero"
    )
)
"""Variants that may be the same model tuned, or a mode or a size of it; the others are other models."""

_NUMBER = r"\d+(?:\.\d+)*"
_STOP = r"(?![A-Za-z0-9]|\.\d)"
SIZE = rf"(?:\d{{1,3}}\s?[xX×]\s?\d+(?:\.\d+)?\s?[Bb]|[AaEe]?\d+(?:\.\d+)?\s?-?[Bb]|\d+(?:\.\d+)?[MT]){_STOP}"
_QUANT = rf"(?:[QqWw]\d(?:_[0-9A-Za-z]+)+|[Ww]\dA\d+|[Ii]nt[48]|[48]-?bit){_STOP}"
_DATE = rf"(?:20\d\d-?\d\d-?\d\d|\d{{6}}|\d{{4}}|\d\d-\d\d){_STOP}"
_CONTEXT = rf"\d{{1,4}}[KkMm]{_STOP}"
_CODE = rf"[A-Z]\d(?:\.\d+)?[a-z]?{_STOP}"


def _words(*lists: list[str]) -> str:
    return "(?:" + "|".join(sorted({w for words in lists for w in words}, key=len, reverse=True)) + ")" + _STOP


_VERSION = rf"(?![23][dD]{_STOP})[vV]?{_NUMBER}(?:[a-wyzA-WYZ]?{_STOP}|(?={_words(_SPACED, _GUARDED)}))"
_HYPHENATED = re.compile(
    rf"(?:[ \t]?[-_][ \t]?\n?|:(?={SIZE}))"
    rf"(?:(?P<size>{SIZE})|(?P<quant>{_QUANT})|(?P<date>{_DATE})|(?P<context>{_CONTEXT})"
    rf"|(?P<version>{_VERSION})|(?P<variant>(?i:{_words(_SPACED, _GUARDED, _ANY, _DERIVED)}))|(?P<code>{_CODE}))"
)
_AFTER_BLANK = re.compile(
    rf"[ \t]{{1,8}}(?:(?P<size>{SIZE})|(?P<version>{_VERSION})|(?P<variant>{_words(_SPACED)})"
    rf"|(?P<guarded>{_words(_GUARDED)}|(?:mini|nano|turbo|pro|preview|flash|max|lite|[Aa]bliterated|[Uu]ncensored){_STOP})|(?P<code>{_CODE}))"
)
_TIGHT = re.compile(
    rf"(?P<size>{SIZE})|(?P<version>{_VERSION})|(?P<variant>{_words(_SPACED)})|(?P<guarded>{_words(_GUARDED)})"
    rf"|(?P<code>{_CODE})"
)
_REST = re.compile(r"(?:[-_.][A-Za-z0-9]+)+")
# A bare number before these is a quantity, a date or an ordinal, not a version.
QUANTITY = re.compile(
    r"\s{0,2}(?:个|款|种|次(?!世代)|年|月|日(?!前|益)|天|周|小时|分钟|秒|倍|[万亿]|[百](?!度)|千(?!问)|元(?!宇宙)|美元|人(?!工|类)|"
    r"家(?!族)|位(?!列|居|于)|名(?!列|为)|条|篇|项(?!目)|层|张|块|台(?!积|湾)|轮|步(?!入)|分(?![别为布析])|点(?!击|评)|岁|号|级|折|页|"
    r"届|期|章|节|大(?!模型|幅|规模|量|语言|型)|多[个款种家]|余|%|％|‰|[、.．]\s|[)）:]|/\d|GB|MB|TB|tokens?\b|[kKwW]\b|x\b)"
)
_PARAMETERS = re.compile(r"\s?(?:的)?(?:个|总|激活|活跃|训练)*(?:参数|tokens?\b|词元|令牌|显存|内存)", re.IGNORECASE)

_RANGE = re.compile(r"\s?[-~～]\s?\d")
# Sizes in a list behind a family are no name of one member: Gemma 3 1B, 4B, 12B.
_MORE_SIZES = re.compile(rf"\s?(?:[,，、/]|or\b|and\b|和|与|及|或)\s?{SIZE}")

LIKENESS = frozenset(
    _each(
        "based like style styled level class powered driven enhanced native ready only compatible generated written "
        "trained tuned and or vs to for with assisted by in of a the up off out on"
    )
)
"""Last parts of a hyphenated word that say it is about a model, not its name: GPT-4-level."""

PROJECT = frozenset(
    _each(
        "agent agents factory index hub studio bench benchmark eval api sdk cli cpp py js ts rs finetune finetuning "
        "recipes tutorial demo cookbook team app web webui ui desktop next-web server proxy dataset data arena lab "
        "labs skills ai com community plugin extension docs blog release index router gateway mcp explained tokenizer"
    )
)
"""Parts that make a hyphenated word the name of a project around a model: LLaMA-Factory."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One part behind the family; `kind` is size, version, date, variant, quant, context, code or rest."""

    kind: str
    text: str


def suffix(text: str, end: int, *, versioned: bool) -> tuple[int, tuple[Unit, ...]]:
    """Where the name that reaches `end` really ends in plain text, and the units on the way.

    `versioned`: the part before `end` already carries a version, so that a further bare number is none.
    """
    units: list[Unit] = []
    while True:
        step = _next(text, end, versioned)
        if step is None:
            return end, tuple(units)
        end, unit = step
        units.append(unit)
        versioned = versioned or unit.kind in ("version", "code", "date", "size")


def _next(text: str, end: int, versioned: bool) -> tuple[int, Unit] | None:
    """The next unit behind `end`, if there is one."""
    pattern = _AFTER_BLANK if text[end : end + 1] in (" ", "\t") else _HYPHENATED
    match = _HYPHENATED.match(text, end) or pattern.match(text, end)
    spaced = match is not None and not re.match(r"[ \t]?[-_:]", match.group())
    if match is None and end and text[end - 1 : end].strip():
        match = _TIGHT.match(text, end)
        if match and match.lastgroup == "version" and text[end - 1].isdigit():
            match = None
    if match is None or match.lastgroup is None:
        return None
    kind, body = match.lastgroup, match.group(match.lastgroup)
    follow = text[match.end() : match.end() + 12]
    loose = spaced or not text[end - 1].isascii()
    if kind == "version" and loose and ((versioned and (spaced or body.isdigit())) or QUANTITY.match(follow)):
        return None
    if spaced and kind == "version" and _RANGE.match(follow):
        return None
    if kind == "size" and spaced and (_PARAMETERS.match(follow) or _MORE_SIZES.match(text, match.end())):
        return None
    if kind == "guarded":
        if not versioned:
            return None
        kind = "variant"
    return match.end(), Unit(kind, body)


def rest(text: str, end: int) -> int:
    """The end of the hyphenated word that `end` lies in."""
    match = _REST.match(text, end)
    return match.end() if match else end
