"""The nouns of the pipeline: frozen records that one stage hands to the next.

Two coordinate systems, both half-open Python code points: *post* offsets point into `Post.text`, *clean*
offsets into `CleanText.text`. Stages between clean and report think in clean offsets; whatever is shown or
stored is a `Span` in post offsets, made by `CleanText.span`, so that `post.text[start:end] == quote`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

SCHEMA = "summarizer.report/1"

FIELDS = (
    "organisation", "parameters", "base_model", "context_length", "release_date", "open_weights",
    "licence", "training_tokens", "price", "cost", "scores", "modality",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A verbatim piece of `Post.text`: `text[start:end] == quote`."""

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or self.end - self.start != len(self.quote):
            raise ValueError(f"span {self.start}:{self.end} does not fit its quote of {len(self.quote)} characters")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of structure: a paragraph, heading, list item, table row … in the offsets of its text."""

    start: int
    end: int
    kind: str  # paragraph | heading | list-item | row | quote | code | front-matter | rule | image
    level: int = 0  # heading 1..6 or 7 (a line all in bold), list depth, else 0
    main: bool | None = None  # inside the page's main content, as far as an extractor could tell
    cells: tuple[tuple[int, int], ...] = ()  # of a row
    table: int = -1  # rows with the same number form one table
    links: int = 0  # characters of link text inside: furniture is mostly links


@dataclass(frozen=True, slots=True)
class Post:
    """One post as read: `text` is the decoded, visible text before cleaning (Markdown keeps its markup)."""

    id: str  # sha256 of the bytes (of the entry, in a feed)
    path: str
    media: str  # text | markdown | html | feed
    text: str
    blocks: tuple[Block, ...] = ()
    encoding: str = "utf-8"
    title: str | None = None
    author: str | None = None
    published: str | None = None  # ISO date, as precise as the text
    source: str | None = None
    language: str = "other"  # zh-Hans | zh-Hant | en | ja | other


@dataclass(frozen=True, slots=True)
class Dropped:
    """A range of `Post.text` that is no content of the post, and why (post offsets)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class CleanText:
    """The post without furniture and markup; `text` joins the `kept` ranges of `Post.text` in order.

    `kept` and `dropped` are sorted, disjoint and together cover the post. `blocks` are in clean offsets.
    """

    post: Post
    kept: tuple[tuple[int, int], ...]
    dropped: tuple[Dropped, ...]
    blocks: tuple[Block, ...] = ()
    text: str = field(init=False)
    _starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        pieces = [self.post.text[a:b] for a, b in self.kept]
        object.__setattr__(self, "text", "".join(pieces))
        object.__setattr__(self, "_starts", (0, *accumulate(len(p) for p in pieces)))

    def to_post(self, offset: int, *, end: bool = False) -> int:
        """Post offset of a clean offset; with `end`, of the end of the character before it."""
        if end and offset > 0:
            return self.to_post(offset - 1) + 1
        i = min(bisect_right(self._starts, offset) - 1, len(self.kept) - 1)
        return self.kept[i][0] + offset - self._starts[i] if self.kept else 0

    def from_post(self, offset: int) -> int | None:
        """Clean offset of a post offset; None where that character was dropped."""
        i = bisect_right(self.kept, (offset, len(self.post.text) + 1)) - 1
        if i < 0 or offset >= self.kept[i][1]:
            return None
        return self._starts[i] + offset - self.kept[i][0]

    def span(self, start: int, end: int) -> Span:
        """The evidence for a clean range, in post offsets (dropped markup inside it stays in the quote)."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"{start}:{end} is no range of a clean text of {len(self.text)} characters")
        a, b = self.to_post(start), self.to_post(end, end=True)
        return Span(a, b, self.post.text[a:b])


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the post that stands for itself (clean offsets; the title is inside the range)."""

    id: str  # s1, s2 …
    role: str  # question | answer | comment | intro | item | section | outro
    start: int
    end: int
    title: str | None = None
    author: str | None = None
    time: str | None = None
    body: int | None = None  # where the text behind the title begins; None: at `start`


@dataclass(frozen=True, slots=True)
class Mention:
    """A model's name in the text (clean offsets); `name` is what the surface stands for, before linking."""

    start: int
    end: int
    surface: str
    name: str
    catalogue_id: str | None = None
    found_by: str = "rules"  # rules | qwen | both


@dataclass(frozen=True, slots=True)
class Entity:
    """One model identity of a post with all its mentions, in order."""

    name: str
    catalogue_id: str | None
    family: str | None
    mentions: tuple[Mention, ...]
    central: bool = False


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What the post says of one field, normalised, with its evidence. The number lies inside the quote."""

    value: str | float | int | bool
    span: Span
    said_by: str = "post"  # post | vendor:NAME | answer:AUTHOR | quote:NAME
    hedged: bool = False
    found_by: str = "rules"
    kind: str | None = None  # parameters: total | active
    currency: str | None = None  # price, cost: ISO 4217
    per: str | None = None  # price: "1M input tokens", "month" …
    benchmark: str | None = None  # scores


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a claim fares against the catalogue or another post."""

    field: str
    status: str  # supported | contradicted | unlisted | uncheckable
    observed: Any
    expected: Any = None
    source: str = ""  # catalogue:ID or post:ID
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """Everything a post says about one model."""

    name: str
    catalogue_id: str | None
    family: str | None
    central: bool
    surfaces: tuple[str, ...]
    mentions: tuple[tuple[Span, str], ...]  # span, segment id
    fields: tuple[tuple[str, tuple[FieldValue, ...]], ...] = ()  # in the order of FIELDS, absent ones left out
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Subject is better than, worse than or equal to object, as somebody says."""

    subject: str
    relation: str  # better | worse | equal
    object: str
    span: Span
    metric: str | None = None
    said_by: str = "post"
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a summary and the source sentences it rests on."""

    text: str
    supported: bool
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """A short Chinese summary; `text` is its sentences joined."""

    sentences: tuple[Sentence, ...]
    method: str = "extractive"  # extractive | qwen

    @property
    def text(self) -> str:
        return "".join(s.text for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something was lost, cut or doubtful: said in one sentence, never silently."""

    stage: str
    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What a piece of work cost: tokens read, of them from the cache, written; seconds of wall time."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.cached_tokens + other.cached_tokens,
            self.completion_tokens + other.completion_tokens,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """All that is known about one post after the run; `report.text[start:end] == quote` for every span."""

    post: Post
    kind: str  # qa | listicle | article | digest | other
    about_ai: bool
    summary: Summary | None
    segments: tuple[tuple[Segment, Span, Summary | None], ...]
    dropped: tuple[Dropped, ...] = ()
    keywords: tuple[str, ...] = ()
    models: tuple[ModelRecord, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    problems: tuple[Problem, ...] = ()
    backend: str = "none"
    weights: str | None = None
    weights_sha256: str | None = None
    usage: Usage = field(default_factory=Usage)

    @property
    def text(self) -> str:
        return self.post.text

    def __post_init__(self) -> None:
        for span in self.spans():
            if self.post.text[span.start : span.end] != span.quote:
                raise ValueError(f"evidence {span.start}:{span.end} is not in the text: {span.quote[:40]!r}")

    def spans(self) -> list[Span]:
        """Every span stated anywhere in the report."""
        found = [s for _, s, _ in self.segments]
        for summary in (self.summary, *(s for _, _, s in self.segments)):
            found += [e for sentence in (summary.sentences if summary else ()) for e in sentence.evidence]
        for record in self.models:
            found += [s for s, _ in record.mentions]
            found += [v.span for _, values in record.fields for v in values]
        found += [c.span for c in self.comparisons]
        return found + [p.span for p in self.problems if p.span]

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data in the form of the contract `summarizer.report/1`."""
        from summarizer.report import to_dict  # not above: report.py is made of these types

        return to_dict(self)
