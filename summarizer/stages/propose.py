"""Names of models that Qwen reads in a segment: copies of the text, held against what is known to be no model.

Off by default: `docs/ablation.md` shows what they are worth beside the rules.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from summarizer.backends.base import Backend, Request
from summarizer.catalogue import Catalogue
from summarizer.catalogue.lexicon import Lexicon, lexicon
from summarizer.catalogue.matching import known_names
from summarizer.naming import name_cues as cues
from summarizer.naming.candidates import Candidate, mask
from summarizer.naming.names import plain
from summarizer.naming.variants import SIZE
from summarizer.settings import Settings
from summarizer.text.prompts import SYSTEM
from summarizer.text.sentences import sentences
from summarizer.types import CleanText, Mention, Problem, Segment, Usage
from summarizer.wording import say

CHUNK_CHARS = 600
"""The 1.5B weights lose names in longer pieces (measured)."""
MOST_NAMES = 20
NAME_CHARS = (2, 40)
LABEL = "模型："
NONE = "无"
SHOWN_CHARS = 40

_TASK = "原文：\n{}\n\n列出上文里人工智能模型的名称，照抄，用、隔开，没有就写无。"
# behind the text: asked before it, the 1.5B weights named phrases in four of six pieces without a model, so in one
_PROMPT_TOKENS = 200  # instructions and template beside the source
_OUTPUT_TOKENS = 240
_INSIDE = r"\n\r\t、，。；：！？“”‘’《》「」『』【】（）()|<>*`#"  # ends a name; escaped for a character class
_NAME = re.compile(rf"[A-Za-z0-9\u4e00-\u9fff][^{_INSIDE}]{{{NAME_CHARS[0] - 1},{NAME_CHARS[1] - 1}}}")
_ALNUM = re.compile(r"[A-Za-z0-9]")
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .+_\-]*")
_NO_NAME = re.compile(rf"(?:{SIZE}|[\d.,%+\- ]+|[A-Za-z]|[vV]?\d[\d.]*[A-Za-z]{{0,2}})")

Proposals = tuple[tuple[Mention, ...], tuple[Problem, ...], Usage]


def propose(
    text: CleanText,
    segments: Sequence[Segment],
    catalogue: Catalogue,
    backend: Backend,
    settings: Settings,
    cancel: threading.Event | None = None,
) -> Proposals:
    """The mentions that Qwen names and the filters let pass, in order, without overlap; what went wrong; the cost.

    Raises BackendError when the engine goes away.
    """
    judge = _Judge(text, catalogue)
    found: dict[tuple[int, int], Mention] = {}
    problems: list[Problem] = []
    usage = Usage()
    for segment in segments:
        for start, end in _chunks(text.text, segment, backend.context_tokens):
            source = text.text[start:end]
            if not _NAME.search(source):
                continue
            reply = backend.generate(_request(source, settings), cancel)
            usage += reply.usage
            if reply.finish != "stop":
                problems.append(_unfinished(text, segment, start, reply.finish))
            for name in _names(reply.text, whole=reply.finish == "stop"):
                for mention in judge.mentions(name, start, end):
                    found.setdefault((mention.start, mention.end), mention)
    return tuple(_apart(found.values())), tuple(problems), usage


def merged(rules: Sequence[Mention], proposed: Sequence[Mention]) -> tuple[Mention, ...]:
    """The rules' mentions, those that Qwen names too marked `both`, and the proposals that overlap none of them."""
    kept = [replace(m, found_by="both") if any(_overlap(m, p) for p in proposed) else m for m in rules]
    new = [p for p in proposed if not any(_overlap(m, p) for m in rules)]
    return tuple(sorted([*kept, *new], key=lambda m: m.start))


def grammar(source: str) -> str:
    """A list of names, each a piece of the source, or the word for none: bounded in number and length.

    Repeats are written {0,19}: llama.cpp drops a grammar with Lark's older ~0..19 without a word.
    """
    return (
        f'start: "{LABEL}" ("{NONE}" | NAME ("、" NAME){{0,{MOST_NAMES - 1}}})\n'
        "NAME: PIECE & SHAPE\n"
        f"PIECE: %regex {json.dumps({'substring_chars': source}, ensure_ascii=False)}\n"
        f"SHAPE: /{_NAME.pattern}/\n"
    )


def _request(source: str, settings: Settings) -> Request:
    return Request(
        messages=(("system", SYSTEM), ("user", _TASK.format(source))),
        max_output_tokens=_OUTPUT_TOKENS,
        timeout_seconds=settings.timeout_seconds,
        grammar=grammar(source),
    )


def _chunks(text: str, segment: Segment, context_tokens: int) -> Iterator[tuple[int, int]]:
    """The segment in pieces that end where sentences do, unless one is longer (a character is at most a token)."""
    room = max(100, min(CHUNK_CHARS, context_tokens - _PROMPT_TOKENS - _OUTPUT_TOKENS))
    first = last = None
    for a, b in sentences(text, segment.start, segment.end):
        for start in range(a, b, room):
            end = min(b, start + room)
            if first is not None and last is not None and end - first > room:
                yield first, last
                first = None
            first, last = start if first is None else first, end
    if first is not None and last is not None:
        yield first, last


def _names(reply: str, *, whole: bool) -> list[str]:
    """The names of a reply, each once; the last one of a reply that was cut may be half a name."""
    names = [name.strip() for name in reply.removeprefix(LABEL).split("、")]
    return [n for n in dict.fromkeys(names if whole else names[:-1]) if _NAME.fullmatch(n)]


class _Judge:
    """What of a post's strings may pass for a model's name."""

    def __init__(self, text: CleanText, catalogue: Catalogue) -> None:
        self._text = text.text
        self._body = mask(plain(text.text))
        self._words: Lexicon = lexicon(catalogue)
        self._known = known_names(self._body, self._words)

    def mentions(self, name: str, start: int, end: int) -> Iterator[Mention]:
        """Where the name stands in a range as a whole word, read as the catalogue reads it; nothing where it is
        known or said to be something else."""
        if _NO_NAME.fullmatch(plain(name)):
            return  # 7B, of whatever model
        at = self._text.find(name, start, end)
        while at >= 0:
            stop = at + len(name)
            if not self._cut(at, stop):
                for a, b, canonical, id in self._models(at, stop):
                    yield Mention(a, b, self._text[a:b], canonical, id, "qwen")
            at = self._text.find(name, stop, end)

    def _cut(self, start: int, end: int) -> bool:
        """Whether the string begins or ends inside a word, or was blanked out as an address."""
        before, after = self._body[max(0, start - 1) : start + 1], self._body[end - 1 : end + 1]
        edges = (edge for edge in (before if start else "", after) if len(edge) == 2)
        return "\x00" in self._body[start:end] or any(all(_ALNUM.match(c) for c in edge) for edge in edges)

    def _models(self, start: int, end: int) -> list[tuple[int, int, str, str | None]]:
        known = [c for c in self._known if c.start < end and start < c.end]
        models = [c for c in known if c.kind == "model"]
        for c in known:  # 微软 Foo-7B: without the maker
            if c.kind != "model" and c.start <= start < c.end < end:
                start = c.end + (len(self._body[c.end : end]) - len(self._body[c.end : end].lstrip(" -的")))
        name = self._body[start:end]
        longer = len(models) == 1 and _LATIN.fullmatch(name) and models[0].end < end and models[0].start == start
        if models and not longer:
            return [(c.start, c.end, c.name, c.id) for c in models if self._is_model(c)]
        if not models and any(c.start < end and start < c.end for c in known):
            return []
        return [(start, end, name.strip(), None)] if self._may_be_new(start, end) else []

    def _is_model(self, c: Candidate) -> bool:
        """Whether a known name means the model here, and not the app or the maker of the same name."""
        if c.level in ("certain", "series"):
            return True
        if c.level == "company" and not (
            cues.model_right_after(self._body, c.end) or cues.model_before(self._body, c.start)
        ):
            return False  # as the rules ask of DeepSeek
        app = cues.app_after(self._body, c.end) or cues.maker_after(self._body, c.end)
        return not (app or self._other(c.start, c.end))

    def _other(self, start: int, end: int) -> bool:
        return cues.is_other(self._body, end) or cues.other_before(self._body, start)

    def _may_be_new(self, start: int, end: int) -> bool:
        """Whether a name that nobody knows has what a model's name needs: no other kind, a shape, words beside it."""
        name = self._body[start:end].strip()
        if len(name) < NAME_CHARS[0] or _NO_NAME.fullmatch(name) or cues.is_kind(name):
            return False
        if self._words.kind(name) or self._other(start, end):
            return False
        if cues.app_after(self._body, end) or cues.maker_after(self._body, end):
            return False
        said = cues.model_after(self._body, end) or cues.model_before(self._body, start)
        said = said or cues.called(self._body, start) or cues.defined_here(self._body, start, end)
        if not _LATIN.fullmatch(name):
            return said and not name.endswith(("模型", "系列"))
        numbered = any(c.isdigit() for c in name) and any(c.isupper() for c in name)
        return said or (numbered and not cues.inside_latin_phrase(self._body, start, end))


def _overlap(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """In order; of two that overlap the longer one."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if not any(_overlap(mention, other) for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def _unfinished(text: CleanText, segment: Segment, start: int, finish: str) -> Problem:
    message = say(
        f"{segment.id}：提议模型名未完成（{finish}）。", f"{segment.id}: names were not all proposed ({finish})."
    )
    span = text.span(start, min(segment.end, start + SHOWN_CHARS))
    return Problem("propose", "cut-at-limit" if finish == "length" else finish, message, span)
