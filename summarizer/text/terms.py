"""Names and terms of a user's own posts that the dictionary lacks, found by SentencePiece's unigram model.

A unigram vocabulary trained on the corpus keeps as one piece what recurs as one (Kudo 2018, arXiv:1804.10959). A piece
is a candidate when the dictionary would cut it, it recurs in several posts, its neighbours vary on both sides, and it
binds its characters more tightly than chance does.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

from summarizer.errors import SettingsError
from summarizer.text import words
from summarizer.wording import say

VOCABULARY = 8000
LEAST_COUNT = 3
LEAST_POSTS = 2
LEAST_NEIGHBOURS = 2
"""Distinct characters a candidate must have been seen beside, on either side; fewer means it is part of something."""
LEAST_PIECES = 3
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_CANDIDATE = re.compile(
    rf"[{_HAN}]{{2,8}}|[A-Za-z][A-Za-z0-9.+\-]{{1,29}}(?:[{_HAN}]{{1,4}})?|[{_HAN}]{{1,4}}[A-Za-z0-9.+\-]{{1,29}}"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.+\-][A-Za-z0-9]+)*")
_BOUNDARY = "\n"
_URL = re.compile(r"(?:https?://|www\.)[^\s，。）)]+|[\w.+-]+@[\w.-]+|\b[\w-]+\.(?:com|cn|org|net|io|ai)\b[\w/.-]*")
_COUNTED = re.compile(r"[零一二三四五六七八九十百千万亿两几数每半]")  # 亿参数, 八张卡: a quantity, no term


@dataclass(frozen=True, slots=True)
class Term:
    """A candidate: how often it occurs, in how many posts, and a score that compares within one corpus."""

    text: str
    count: int
    posts: int
    score: float


def discover(texts: Sequence[str], known: Callable[[str], bool], limit: int = 200) -> list[Term]:
    """The most telling unknown terms of a corpus, best first; `known` says what needs no entry of its own.

    Raises SettingsError when SentencePiece is missing or the corpus is too small to learn from.
    """
    folded = [_URL.sub("\n", unicodedata.normalize("NFKC", text)) for text in texts]
    pieces = {piece for piece in _vocabulary(folded) if _CANDIDATE.fullmatch(piece)}
    pieces |= _shared(pieces)
    latin = Counter(m.group() for text in folded for m in _LATIN.finditer(text) if 2 <= len(m.group()) <= 30)
    pieces = {p for p in pieces if not _LATIN.fullmatch(p)} | {name for name, n in latin.items() if n >= LEAST_COUNT}
    pieces = {p for p in pieces if not known(p) and not _is_function_word(p)}
    found = [term for piece in sorted(pieces) if (term := _weighed(piece, folded, latin))]
    found = _standing_alone(sorted(found, key=lambda t: (-t.score, t.text)), known)
    return found[:limit]


def user_dictionary(terms: Iterable[Term]) -> str:
    """The terms as a jieba user dictionary: word, frequency, tag."""
    return "".join(
        f"{t.text} {max(t.count, 3)} {'eng' if t.text.isascii() else 'nz'}\n" for t in terms if " " not in t.text
    )


def _vocabulary(texts: Sequence[str]) -> list[str]:
    """Pieces of a unigram model trained on the texts, most probable first."""
    try:
        import sentencepiece
    except ImportError as missing:
        raise SettingsError(
            say("发现新词需要 sentencepiece。", "Finding terms needs sentencepiece."), "pip install 'summarizer[terms]'"
        ) from missing
    lines = [
        part for text in texts for line in text.split("\n") for part in re.split(r"[。！？；]", line) if part.strip()
    ]
    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines),
            model_writer=model,
            model_type="unigram",
            vocab_size=VOCABULARY,
            hard_vocab_limit=False,  # a small corpus has fewer pieces
            character_coverage=1.0,
            max_sentencepiece_length=12,
            split_by_unicode_script=False,  # 通义千问Max is one term
            normalization_rule_name="identity",
            num_threads=1,  # the order of its floating-point sums, and so the result, depends on it
            minloglevel=3,
        )
    except (RuntimeError, OSError) as error:
        raise SettingsError(
            say("文章太少，无法发现新词。", "There are too few posts to find terms in."),
            str(error).split("\n")[0][:120],
        ) from error
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(i).lstrip("▁") for i in range(processor.get_piece_size())]


def _is_function_word(piece: str) -> bool:
    """Whether it begins or ends with a word of grammar (的模型, 模型在, 了一个), or begins with a number."""
    if piece.lower() in words.STOP_WORDS or _COUNTED.match(piece):
        return True
    edges = {piece[0], piece[-1], piece[:2], piece[-2:]}
    return not piece.isascii() and bool(edges & words.STOP_WORDS)


def _weighed(piece: str, texts: Sequence[str], latin: Counter[str]) -> Term | None:
    """The piece with its score, or None where it recurs too little or is only part of something longer."""
    count = posts = 0
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for text in texts:
        here = 0
        for m in re.finditer(_whole(piece), text):
            here += 1
            before[text[m.start() - 1] if m.start() else _BOUNDARY] += 1
            after[text[m.end()] if m.end() < len(text) else _BOUNDARY] += 1
        count += here
        posts += bool(here)
    if count < LEAST_COUNT or posts < min(LEAST_POSTS, len(texts)):
        return None
    free = min(_entropy(before), _entropy(after))
    if min(len(before), len(after)) < LEAST_NEIGHBOURS:
        return None
    return Term(piece, count, posts, round(log(1 + count) * (0.2 + free) * log(1 + len(piece)) * (1 + log(posts)), 4))


def _whole(piece: str) -> str:
    """The piece where it is no part of a longer Latin name."""
    left = r"(?<![A-Za-z0-9])" if piece[0].isascii() else ""
    right = r"(?![A-Za-z0-9])" if piece[-1].isascii() else ""
    return left + re.escape(piece) + right


def _entropy(neighbours: Counter[str]) -> float:
    """How freely the neighbours vary, in nats."""
    total = sum(neighbours.values())
    return -sum(n / total * log(n / total) for n in neighbours.values())


def _shared(pieces: Collection[str]) -> set[str]:
    """Han strings inside several pieces: a name before set phrases is kept by the vocabulary only with them."""
    inside: Counter[str] = Counter()
    for piece in pieces:
        if len(piece) > 3 and not any(c.isascii() for c in piece):
            inside.update({piece[i:j] for i in range(len(piece)) for j in range(i + 2, len(piece) + 1)})
    return {part for part, n in inside.items() if n >= LEAST_PIECES}


def _standing_alone(ranked: Iterable[Term], known: Callable[[str], bool]) -> list[Term]:
    """Without parts that hardly occur outside a longer candidate, and without candidates that are a commoner one
    beside a known word."""
    listed = {t.text: t for t in ranked}
    inside: defaultdict[str, int] = defaultdict(int)
    composed = set()
    for term in listed.values():
        text = term.text
        for i, j in combinations(range(len(text) + 1), 2):
            part = text[i:j]
            if j - i < 2 or part == text or part not in listed:
                continue
            inside[part] = max(inside[part], term.count)
            rest = [side for side in (text[:i], text[j:]) if side]
            if listed[part].count >= 3 * term.count and all(known(side) for side in rest):
                composed.add(text)
    return [t for t in listed.values() if t.text not in composed and inside[t.text] < 0.6 * t.count]
