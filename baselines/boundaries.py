"""Whether Qwen divides posts better than the rules: which unmarked short lines are headings, by constrained choice.

    python -m baselines.boundaries [--posts PATH…] [--gold FOLDER] [--weights NAME]

The rules are sure of marked headings, numbers, voices and bullets; a short line without any mark is where they guess.
Qwen is shown all such lines of a post, numbered, each with the beginning of the paragraph behind it, and answers with
numbers under a grammar that has no others. Segments are scored by the same gold: the rules', those that Qwen's lines
begin, and the rules' with Qwen's lines added.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from baselines.ablation import chosen
from summarizer.agree import Score, segment_score
from summarizer.api import Summarizer
from summarizer.backends import choose
from summarizer.backends.base import Backend, Request
from summarizer.evaluate import read_gold
from summarizer.settings import DEFAULT_WEIGHTS, Settings
from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.types import CleanText, Report

VARIANTS = ("rules", "Qwen", "rules + Qwen")
LONGEST_LINE = 40
SHORTEST_BODY = 40
MOST_LINES = 40
_ENDS = re.compile(r"[。！!；;，,、：:…]$|\.$")
_TASK = "下面是一篇文章里的短行，每行后面是它下一段的开头。哪些短行是小标题（它下面开始新的部分）？只写编号。\n\n{}"

Line = tuple[int, int]


def unmarked(text: CleanText) -> list[Line]:
    """The short lines without mark or end of sentence that a longer paragraph follows (clean offsets)."""
    found = []
    for block, behind in zip(text.blocks, text.blocks[1:], strict=False):
        line = text.text[block.start : block.end].strip()
        short = block.kind == "paragraph" and 2 <= len(line) <= LONGEST_LINE and not _ENDS.search(line)
        if short and behind.kind == "paragraph" and behind.end - behind.start >= SHORTEST_BODY:
            found.append((block.start, block.end))
    return found[:MOST_LINES]


def grammar(lines: int) -> str:
    """None of the lines, or some of their numbers, in rising order."""
    rising = "".join(f"({number}、)?" for number in range(1, lines + 1))
    return f'start: "小标题：" (NONE | SOME)\nNONE: "无"\nSOME: /{rising}完/\n'


def headings(text: CleanText, lines: Sequence[Line], backend: Backend) -> list[Line]:
    """The lines that the model takes for headings."""
    shown = "\n".join(
        f"{i}. {text.text[a:b].strip()} ｜ {text.text[b : b + 60].strip()[:40]}…" for i, (a, b) in enumerate(lines, 1)
    )
    reply = backend.generate(
        Request((("user", _TASK.format(shown)),), 8 * len(lines) + 8, 300.0, grammar(len(lines)), shown)
    )
    return [lines[int(n) - 1] for n in re.findall(r"\d+(?=、)", reply.text)]


def divided(report: Report, text: CleanText, lines: Sequence[Line], *, alone: bool) -> dict[str, Any]:
    """The report with segments that begin at the lines: those alone, or beside the rules' own."""
    data = report.to_dict()
    spans = [(text.span(a, b), text.text[a:b].strip()) for a, b in lines]
    begun = [{"start": span.end, "title": title} for span, title in spans]
    if alone:
        first = data["segments"][0]["start"] if data["segments"] else 0
        begun += [] if any(span.start <= first for span, _ in spans) else [{"start": first, "title": None}]
        data["segments"] = sorted(begun, key=lambda s: s["start"])
    else:
        near = [s["start"] for s in data["segments"]]
        data["segments"] += [b for b in begun if all(abs(b["start"] - at) > LONGEST_LINE for at in near)]
    return data


def scored(posts: Sequence[Any], gold: dict[str, Any], backend: Backend) -> Iterator[tuple[str, dict[str, Score]]]:
    """Kind and scores of each annotated post that has unmarked short lines."""
    summarizer = Summarizer(Settings(use_llm=False))
    for source in posts:
        data, media = source.load()
        for post in read(data, source.path, media):
            want = gold.get(Path(post.path).name) or gold.get(Path(post.path).stem)
            text = clean(post)
            lines = unmarked(text)
            if not want or not lines:
                continue
            report = summarizer.report(post)
            picked = headings(text, lines, backend)
            told = {
                "rules": report.to_dict(),
                "Qwen": divided(report, text, picked, alone=True),
                "rules + Qwen": divided(report, text, picked, alone=False),
            }
            scores = {name: segment_score(one, want) for name, one in told.items()}
            figures = ", ".join(f"{name} {score.f1:.2f}" for name, score in scores.items())
            print(f"{post.path}: {len(lines)} lines, {len(picked)} picked; {figures}", file=sys.stderr, flush=True)
            yield want["kind"], scores


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("boundaries")
    parser.add_argument("--posts", nargs="+", default=["corpora/samples"])
    parser.add_argument("--gold", type=Path, default=Path("corpora/gold"))
    parser.add_argument("--weights", default=DEFAULT_WEIGHTS)
    given = parser.parse_args(argv)
    backend = choose.open_backend(Settings(weights=given.weights))
    sums: dict[str, dict[str, Score]] = defaultdict(lambda: dict.fromkeys(VARIANTS, Score()))
    counts: dict[str, int] = defaultdict(int)
    for kind, scores in scored(chosen(given.posts, given.gold, None), read_gold(given.gold), backend):
        for name in VARIANTS:
            sums[kind][name] += scores[name]
        counts[kind] += 1
    print(f"{datetime.now(UTC):%Y-%m-%d}; {backend.weights}\n")
    print("| kind | posts | " + " | ".join(VARIANTS) + " |\n| --- | ---: | ---: | ---: | ---: |")
    for kind in sorted(sums):
        print(f"| {kind} | {counts[kind]} | " + " | ".join(f"{sums[kind][name].f1:.3f}" for name in VARIANTS) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
