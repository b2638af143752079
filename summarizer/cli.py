"""The command line: `summarizer run`, `show`, `export` …"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from summarizer import batch, runkey
from summarizer.catalogue import Catalogue
from summarizer.errors import SummarizerError
from summarizer.library import export, queries
from summarizer.library.store import RunCounts, Store
from summarizer.settings import DEFAULT_WEIGHTS, Settings
from summarizer.stages.read import find
from summarizer.types import Usage
from summarizer.wording import say


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.command(arguments))
    except SummarizerError as error:
        print(f"summarizer: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("summarizer")
    commands = parser.add_subparsers(required=True)
    run = commands.add_parser("run", help=say("处理文件或文件夹", "read files and folders into reports"))
    run.add_argument("paths", nargs="+", metavar="PATH")
    run.add_argument("--out", type=Path, default=Path("results"), metavar="DIR")
    run.add_argument("--db", type=Path, metavar="FILE")
    run.add_argument("--no-llm", action="store_true")
    run.add_argument("--weights", default=DEFAULT_WEIGHTS, metavar="NAME")
    run.add_argument("--any-language", action="store_true")
    run.add_argument("--catalogue", type=Path, metavar="FILE")
    run.set_defaults(command=_run)
    show = commands.add_parser("show")
    show.add_argument("post")
    show.add_argument("--db", type=Path, default=Path("results/summarizer.db"))
    show.set_defaults(command=_show)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    settings = Settings(
        use_llm=not arguments.no_llm,
        weights=arguments.weights,
        any_language=arguments.any_language,
        catalogue=arguments.catalogue,
    )
    catalogue = Catalogue.load(settings.catalogue)
    makers = {row.id: row.organisation for row in catalogue.rows.values()}
    counts: Counter[str] = Counter()
    usage, began, found = Usage(), time.perf_counter(), []
    with Store(arguments.db or arguments.out / "summarizer.db", makers) as store:
        parts = runkey.parts(settings, catalogue.sha256, None)
        work = batch.Batch(store, settings, parts, batch.computer(catalogue, settings, None))
        number = store.begin_run(None, parts)
        for outcome in work.run(batch.files(find([Path(p) for p in arguments.paths])), number):
            counts[outcome.status] += 1
            usage += outcome.usage
            if outcome.post_id:
                found.append((outcome.path, outcome.post_id))
            if outcome.problem:
                print(f"{outcome.path}: {outcome.problem.message}", file=sys.stderr)
        seconds = time.perf_counter() - began
        store.end_run(
            number,
            "finished",
            RunCounts(
                counts["done"], counts["skipped"], counts["degraded"], counts["failed"],
                usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens, seconds,
            ),
        )  # fmt: skip
        export.jsonl(store, sorted(found), arguments.out / "reports.jsonl")
    print(dict(counts), f"{seconds:.1f} s", file=sys.stderr)
    return 1 if counts["failed"] or counts["degraded"] else 0


def _show(arguments: argparse.Namespace) -> int:
    with Store(arguments.db) as store:
        for row in queries.find_posts(store, arguments.post):
            print(store.report_json(row.id))
    return 0


if __name__ == "__main__":
    sys.exit(main())
