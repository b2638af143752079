"""What Qwen's proposals are worth: rules | Qwen | both over the same posts, names and fields by the same gold.

    python -m baselines.ablation [--posts PATH…] [--gold FOLDER] [--limit N] [--weights NAME] [--out FOLDER]

Each variant has a store of its own under the folder: interrupted, the run goes on where it was. Summaries are extracts:
they are no part of what is compared. What the weights answer to one variant is not asked again for another.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from summarizer import pipeline
from summarizer.api import Summarizer
from summarizer.backends import choose
from summarizer.backends.base import Backend, Reply, Request
from summarizer.batch import Batch
from summarizer.evaluate import SCORED_FIELDS, Evaluation, compare, evaluate, read_gold
from summarizer.library import export
from summarizer.library.store import Store
from summarizer.settings import DEFAULT_WEIGHTS, Settings
from summarizer.sources import Source, sources
from summarizer.stages.generate import Draft, Generator, extract
from summarizer.stages.read import read
from summarizer.types import CleanText, Entity, Post, Report, Segment, Usage

VARIANTS = ("rules", "Qwen", "rules + Qwen")
ROWS = frozenset({"", "---", "posts_scored", "names", "central_names", *SCORED_FIELDS, "comparisons"})
"""What of the evaluation's table a proposal can change."""


class Remembering:
    """A backend that is asked the same thing once."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._replies: dict[tuple[tuple[tuple[str, str], ...], str | None], Reply] = {}
        self.name, self.weights, self.weights_sha256 = backend.name, backend.weights, backend.weights_sha256
        self.context_tokens = backend.context_tokens

    def generate(self, request: Request, cancel: threading.Event | None = None) -> Reply:
        key = (request.messages, request.grammar)
        if key not in self._replies:
            self._replies[key] = self._backend.generate(request, cancel)
        return self._replies[key]

    def close(self) -> None:
        self._backend.close()


class NamesOnly(Generator):
    """Offers its engine for proposals and writes nothing."""

    def draft(
        self,
        text: CleanText,
        kind: str,
        segments: Sequence[Segment],
        entities: Sequence[Entity] = (),
        cancel: threading.Event | None = None,
    ) -> Draft:
        return extract(text, kind, segments, entities)


@dataclass(frozen=True, slots=True)
class Variant:
    """One column: its settings, where its reports lie, and what they cost."""

    name: str
    settings: Settings
    reports: Path
    usage: Usage = field(default_factory=Usage)
    posts: int = 0


def variants(weights: str, out: Path) -> tuple[Variant, ...]:
    """The three columns, each with a folder of its own."""
    told = (
        Settings(use_llm=False, weights=weights),
        Settings(weights=weights, proposals="only"),
        Settings(weights=weights, proposals="add"),
    )
    folders = ("rules", "qwen", "both")
    return tuple(
        Variant(name, settings, out / folder / "reports.jsonl")
        for name, settings, folder in zip(VARIANTS, told, folders, strict=True)
    )


def chosen(paths: Sequence[str], gold: Path, limit: int | None) -> list[Source]:
    """The first annotated Chinese posts, in the order of their names."""
    annotated = read_gold(gold)
    found = (s for s in sources(tuple(paths), Settings().max_bytes) if _wanted(s, annotated))
    return list(islice(found, limit))


def _wanted(source: Source, annotated: Mapping[str, object]) -> bool:
    data, media = source.load()
    posts = read(data, source.path, media)
    chinese = all(post.language in pipeline.CHINESE for post in posts)
    return chinese and any(Path(post.path).name in annotated or Path(post.path).stem in annotated for post in posts)


def run(variant: Variant, posts: Sequence[Source], backend: Backend | None) -> Variant:
    """The variant's reports, from its store where they are finished; with what the new ones cost."""
    summarizer = Summarizer(variant.settings)
    generator = NamesOnly(backend, variant.settings) if backend and variant.settings.use_llm else None
    folder = variant.reports.parent
    folder.mkdir(parents=True, exist_ok=True)
    usage, reported = Usage(), []

    def report(post: Post) -> Report:
        return pipeline.report(post, summarizer.catalogue, variant.settings, generator)

    with Store(folder / "summarizer.db", summarizer.makers) as store:
        batch = Batch(store, summarizer.key_parts(), report, variant.settings.max_bytes)
        for outcome in batch.run(posts):
            usage += outcome.usage
            if outcome.post_id:
                reported.append((outcome.path, outcome.post_id))
            print(f"{variant.name}: {outcome.path} {outcome.status}", file=sys.stderr, flush=True)
        export.jsonl(store, sorted(set(reported)), variant.reports)
    return replace(variant, usage=usage, posts=len(reported))


def table(done: Sequence[Variant], gold: Path) -> str:
    """Names and all fields side by side (F1; central names: recall), precision and recall of names beneath."""
    lines = compare({v.name: v.reports for v in done}, gold).splitlines()
    kept = [line for line in lines if line.split("|")[1].strip() in ROWS]
    scored = [evaluate(v.reports, gold) for v in done]
    for label in ("precision", "recall"):
        kept.append(
            f"| names, {label} | " + " | ".join(f"{getattr(e.scores['names'], label):.4g}" for e in scored) + " |"
        )
    rules, both = scored[0], scored[-1]
    return "\n".join([*kept, "", f"Both against rules: {_changes(rules, both)}."])


def _changes(before: Evaluation, after: Evaluation) -> str:
    """Which fields a variant raises and which it lowers."""
    told = []
    for word, sign in (("raises", 1), ("lowers", -1)):
        names = [
            f"{name} {before.figures[name]:g} → {after.figures[name]:g}"
            for name in ("names", "central_names", *SCORED_FIELDS, "comparisons")
            if sign * (after.figures[name] - before.figures[name]) > 0
        ]
        told.append(f"{word} {', '.join(names) or 'nothing'}")
    return "; ".join(told)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("ablation")
    parser.add_argument("--posts", nargs="+", default=["corpora/samples"])
    parser.add_argument("--gold", type=Path, default=Path("corpora/gold"))
    parser.add_argument("--limit", type=int, help="only the first N files")
    parser.add_argument("--weights", default=DEFAULT_WEIGHTS)
    parser.add_argument("--out", type=Path, default=Path("results/ablation"))
    given = parser.parse_args(argv)
    posts = chosen(given.posts, given.gold, given.limit)
    columns = variants(given.weights, given.out)
    backend = Remembering(choose.open_backend(columns[-1].settings))
    began = time.perf_counter()
    done = [run(variant, posts, backend) for variant in columns]
    corpus = evaluate(done[0].reports, given.gold).corpus_sha256
    print(
        f"{datetime.now(UTC):%Y-%m-%d}; {len(posts)} files, {done[0].posts} posts; corpus {corpus[:16]}; "
        f"{backend.weights} (sha256 {(backend.weights_sha256 or 'unknown')[:16]}); "
        f"{done[1].usage.prompt_tokens:,} tokens read, {done[1].usage.completion_tokens:,} written, "
        f"{time.perf_counter() - began:.0f} s\n"
    )
    print(table(done, given.gold))
    return 0


if __name__ == "__main__":
    sys.exit(main())
