"""Ours and others over the same posts with the same weights on the same server, in one run.

    python -m baselines.compare [--posts FOLDER] [--gold FOLDER] [--chars N] [--langextract PYTHON] [--out FILE]

Posts are taken in name order, Chinese ones only, none above 4,000 characters, until N characters are reached (all of
langextract's 12 seconds a 1,000 characters are somebody's time). Everybody gets the text as our reader decodes it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from baselines import prompting, summaries
from baselines.server import serving
from summarizer import bench, pipeline, weights
from summarizer.api import Summarizer
from summarizer.backends import openai
from summarizer.evaluate import Evaluation, evaluate, read_gold
from summarizer.facts.numbers import amounts, plain
from summarizer.settings import DEFAULT_WEIGHTS, Settings
from summarizer.sources import sources
from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.types import Post

LONGEST_POST_CHARS = 4000
FIELDS = ("organisation", "parameters", "base_model")


@dataclass(slots=True)
class System:
    """One contestant: what it is, its reports, and the seconds they took."""

    name: str
    setting: str
    reports: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("baselines")
    parser.add_argument("--posts", default="corpora/samples")
    parser.add_argument("--gold", type=Path, default=Path("corpora/gold"))
    parser.add_argument("--chars", type=int, default=9000)
    parser.add_argument("--weights", default=DEFAULT_WEIGHTS)
    parser.add_argument("--langextract", help="Python of an environment with langextract; without it, it is left out")
    parser.add_argument("--out", type=Path, default=Path("results/baselines.json"))
    given = parser.parse_args(argv)
    posts = choose(given.posts, given.gold, given.chars)
    file = weights.resolve(given.weights)
    characters = sum(len(post.text) for post in posts)
    print(f"{len(posts)} posts, {characters} characters; {file.label}; {given.gold}", flush=True)
    with serving(file.path) as (address, key):
        systems = run(posts, given, address, key)
    told = report(systems, posts, given)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    show(told)
    return 0


def choose(folder: str, gold: Path, chars: int) -> list[Post]:
    """Annotated Chinese posts in name order up to so many characters."""
    annotated, chosen, size = read_gold(gold), [], 0
    for source in sources((folder,), 20_000_000):
        data, media = source.load()
        for post in read(data, source.path, media):
            name = Path(post.path).name
            fits = len(post.text) <= LONGEST_POST_CHARS and size + len(post.text) <= chars
            if fits and post.language in pipeline.CHINESE and (name in annotated or Path(name).stem in annotated):
                chosen.append(post)
                size += len(post.text)
    return chosen


def run(posts: list[Post], given: argparse.Namespace, address: str, key: str) -> list[System]:
    """Everybody in turn, never two at once."""
    plain_posts = [{"path": post.path, "text": post.text} for post in posts]
    with_rules = Summarizer(Settings(use_llm=False))
    with_rules.report(posts[0])  # dictionaries are loaded once a process, not once a post
    systems = [System("ours, rules only", "--no-llm")]
    _ours(systems[-1], with_rules, posts)

    os.environ[openai.KEY_VARIABLE] = key
    full = Summarizer(Settings(backend="openai", server=address, weights=given.weights))
    systems.append(System("ours, rules + Qwen", "as delivered, summaries included"))
    _ours(systems[-1], full, posts)

    backend = openai.connect(address, given.weights, 8192)
    listing = f"substring grammar, {prompting.CHUNK_CHARS}-character chunks, no rules, names only"
    systems.append(System("ours, Qwen alone", listing))
    _asked(systems[-1], plain_posts, lambda post: prompting.by_grammar(post, backend))
    backend.close()

    schema = f"one prompt a {prompting.CHUNK_CHARS} characters, at most {prompting.MAX_OUTPUT_TOKENS} tokens"
    systems.append(System("JSON-schema prompt", schema))
    _asked(systems[-1], plain_posts, lambda post: prompting.by_schema(post, address, key))

    if given.langextract:
        setting = "Unicode tokenizer, one Chinese example, 1,000-character buffers, one worker"
        systems.append(System("langextract " + _version(given.langextract), setting))
        _langextract(systems[-1], plain_posts, given.langextract, address, key)
    return systems


def _ours(system: System, summarizer: Summarizer, posts: list[Post]) -> None:
    began = time.perf_counter()
    system.reports = [summarizer.report(post).to_dict() for post in posts]
    system.seconds = time.perf_counter() - began
    print(f"{system.name}: {system.seconds:.1f} s", flush=True)


def _asked(system: System, posts: list[dict[str, str]], ask: Callable[[dict[str, str]], dict[str, Any]]) -> None:
    for post in posts:
        _take(system, post, ask(post))
    print(f"{system.name}: {system.seconds:.1f} s", flush=True)


def _langextract(system: System, posts: list[dict[str, str]], python: str, address: str, key: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "posts.jsonl", Path(folder) / "found.jsonl"
        source.write_text("".join(json.dumps(post, ensure_ascii=False) + "\n" for post in posts), encoding="utf-8")
        script = Path(__file__).with_name("with_langextract.py")
        subprocess.run(
            [python, str(script), str(source), str(target), address],
            check=True,
            env={**os.environ, "BASELINE_KEY": key},
        )
        rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    for post, row in zip(posts, rows, strict=True):
        _take(system, post, row)
    print(f"{system.name}: {system.seconds:.1f} s", flush=True)


def _version(python: str) -> str:
    asked = "from importlib.metadata import version; print(version('langextract'))"
    return subprocess.run([python, "-c", asked], check=True, capture_output=True, text=True).stdout.strip()


def _take(system: System, post: dict[str, str], row: dict[str, Any]) -> None:
    """What a contestant found, in the form that reports are scored in: one record a name, offsets where it lies."""
    records: dict[str, dict[str, Any]] = {}
    for one in row["found"]:
        name = str(one["text"]).strip()
        if not name:
            continue
        record = records.setdefault(name.casefold(), {"name": name, "surfaces": [name], "mentions": [], "fields": {}})
        at = post["text"].find(name)
        if at >= 0 and not record["mentions"]:
            record["mentions"].append({"start": at, "end": at + len(name), "quote": name})
        for key in FIELDS:
            value = (one.get("attributes") or {}).get(key)
            if value and (stated := _value(key, str(value))):
                record["fields"].setdefault(key, []).append(stated)
    system.reports.append({"post": {"path": post["path"]}, "text": post["text"], "models": list(records.values())})
    system.seconds += row["seconds"]
    if row.get("failure"):
        system.failures.append(f"{Path(post['path']).name}: {row['failure']}")


def _value(key: str, told: str) -> dict[str, Any] | None:
    """An attribute as a value; numbers are read by our own reader, so that 1.3B and 13 亿 both count."""
    if key != "parameters":
        return {"value": told}
    found = amounts(plain(told))
    return {"value": found[0].value} if found else None


def report(systems: list[System], posts: list[Post], given: argparse.Namespace) -> dict[str, Any]:
    """All figures as plain data."""
    characters = sum(len(post.text) for post in posts)
    rows, evaluation = [], None
    with tempfile.TemporaryDirectory() as folder:
        for system in systems:
            path = Path(folder) / "reports.jsonl"
            path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in system.reports), encoding="utf-8")
            evaluation = evaluate(path, given.gold)
            rows.append(_row(system, evaluation, characters))
    return {
        "machine": bench.machine(),
        "weights": given.weights,
        "posts": [Path(post.path).name for post in posts],
        "characters": characters,
        "corpus_sha256": evaluation.corpus_sha256 if evaluation else None,
        "systems": rows,
        "summaries": _summaries(systems, posts, given.gold),
    }


def _row(system: System, evaluation: Evaluation, characters: int) -> dict[str, Any]:
    names = evaluation.scores["names"]
    return {
        "name": system.name,
        "setting": system.setting,
        "seconds": round(system.seconds, 2),
        "seconds_per_1000_characters": round(1000 * system.seconds / characters, 3),
        "names": {"precision": round(names.precision, 3), "recall": round(names.recall, 3), "f1": round(names.f1, 3)},
        **{key: evaluation.figures[key] for key in FIELDS},
        "failures": system.failures,
    }


def _summaries(systems: list[System], posts: list[Post], gold: Path) -> list[dict[str, Any]]:
    """ROUGE-L by characters of the posts' summaries against the gold ones."""
    references = read_gold(gold)
    written: dict[str, list[str]] = {"Lead": [], "TextRank": []}
    wanted: list[str] = []
    ours = {s.name: s.reports for s in systems if s.name in ("ours, rules only", "ours, rules + Qwen")}
    for i, post in enumerate(posts):
        name = Path(post.path).name
        reference = (references.get(name) or references[Path(name).stem]).get("summary")
        if not reference:
            continue
        wanted.append(reference)
        text = clean(post).text  # without its furniture: to the benefit of Lead and TextRank
        written["Lead"].append(summaries.lead(text))
        written["TextRank"].append(summaries.textrank(text))
        for who, reports in ours.items():
            written.setdefault(who, []).append((reports[i].get("summary") or {}).get("text", ""))
    return [
        {
            "name": who,
            "rouge_l": round(sum(map(summaries.rouge_l, texts, wanted)) / max(1, len(wanted)), 4),
            "characters": round(sum(map(len, texts)) / max(1, len(texts)), 1),
            "pairs": len(wanted),
        }
        for who, texts in written.items()
    ]


def show(told: dict[str, Any]) -> None:
    """Two Markdown tables and what is needed to repeat them."""
    machine = told["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    print(
        f"\n{machine['processor']}, {machine['cores']} cores; {machine['date']}; {versions}; weights {told['weights']}"
    )
    print(f"{len(told['posts'])} posts, {told['characters']} characters; gold {str(told['corpus_sha256'])[:16]}\n")
    print("| system | s / 1,000 characters | names P | R | F1 | organisation F1 | parameters F1 | base model F1 |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for row in told["systems"]:
        names = row["names"]
        figures = [row["seconds_per_1000_characters"], names["precision"], names["recall"], names["f1"]]
        figures += [row[key] for key in FIELDS]
        print(f"| {row['name']} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |")
    print("\n| summaries | ROUGE-L (characters) | length | pairs |\n|---|---:|---:|---:|")
    for row in told["summaries"]:
        print(f"| {row['name']} | {row['rouge_l']:.3f} | {row['characters']:.0f} | {row['pairs']} |")
    print()
    for row in told["systems"]:
        print(
            f"- {row['name']}: {row['setting']}"
            + (f"; failed: {'; '.join(row['failures'])}" if row["failures"] else "")
        )


if __name__ == "__main__":
    sys.exit(main())
