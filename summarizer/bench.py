"""`summarizer bench`: how fast this machine reads: the engine alone, the pipeline over posts, rules at scale.

The engine's ideal time for a pipeline is source tokens / prefill rate + written tokens / decode rate: each source
token read once, each written token written once, nothing else.
"""

from __future__ import annotations

import json
import os
import platform
import random
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from summarizer import pipeline
from summarizer.backends.base import Backend, Request
from summarizer.backends.choose import open_backend
from summarizer.catalogue import Catalogue
from summarizer.errors import InputError, OutputError, SettingsError
from summarizer.settings import Settings
from summarizer.sources import sources
from summarizer.stages.generate import Generator
from summarizer.stages.read import read
from summarizer.types import Post, Usage
from summarizer.wording import say

SCHEMA = "summarizer.bench/1"
SAMPLES = Path("corpora/samples")
RULES_SIZES = (100, 1000)
_PROBE_CHARS = 1200
_PROBE_TOKENS = 64
_POST_CHARS = 3000  # of a resampled post
_SEED = 1
_LIBRARIES = ("summarizer", "xllamacpp", "transformers", "torch", "jieba", "trafilatura")


@dataclass(frozen=True, slots=True)
class Bench:
    """What to measure; `sizes` are numbers of resampled posts for the rules alone, `limit` of posts for the engine."""

    paths: tuple[str, ...]
    sizes: tuple[int, ...] = RULES_SIZES
    limit: int | None = None
    out: Path | None = None  # JSON
    plot: Path | None = None  # PNG or SVG, by its suffix


def run(bench: Bench, settings: Settings) -> int:
    """Measure, print a table, write what was asked for."""
    if bench.plot and bench.plot.suffix not in (".png", ".svg"):
        raise SettingsError(say(f"图要存为 .png 或 .svg：{bench.plot}", f"A plot is a .png or .svg: {bench.plot}"))
    measured = measure(bench, settings)
    try:
        if bench.out:
            bench.out.parent.mkdir(parents=True, exist_ok=True)
            bench.out.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if bench.plot:
            plot(measured, bench.plot)
    except OSError as error:
        raise OutputError(say(f"写不了结果：{error}。", f"Cannot write the results: {error}.")) from error
    show(measured)
    return 0


def measure(bench: Bench, settings: Settings) -> dict[str, Any]:
    """All figures as plain data (`summarizer.bench/1`); seconds, bytes, tokens, in units of one."""
    posts = _posts(bench.paths, settings)
    catalogue = Catalogue.load(settings.catalogue)
    measured: dict[str, Any] = {"schema": SCHEMA, "machine": machine()}
    measured["rules"] = [rules(posts, size, catalogue, settings) for size in bench.sizes]
    if settings.use_llm:
        began = time.perf_counter()
        backend = open_backend(settings)
        load_seconds = time.perf_counter() - began
        try:
            rates = engine(backend, posts)
            measured["engine"] = {
                "name": backend.name,
                "weights": backend.weights,
                "load_seconds": load_seconds,
                **rates,
            }
            measured["pipeline"] = whole(posts[: bench.limit], catalogue, settings, backend, rates)
        finally:
            backend.close()
    measured["peak_rss_bytes"] = peak_rss_bytes()
    return measured


def machine() -> dict[str, Any]:
    """Where and when: processor, cores, memory, system, versions, date."""
    versions = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "processor": _processor(),
        "cores": cores,
        "memory_bytes": _memory_bytes(),
        "system": platform.platform(terse=True),
        "date": date.today().isoformat(),
        "versions": versions,
    }


def engine(backend: Backend, posts: Sequence[Post]) -> dict[str, float]:
    """The engine alone, without grammar, cache or pipeline: prefill and decode rates, and tokens a character."""
    text = "".join(p.text for p in posts if p.language in pipeline.CHINESE) or posts[0].text
    room = max(200, min(_PROBE_CHARS, backend.context_tokens // 2))
    _ask(backend, "热身。", 4)  # the first call also fills caches that are not ours to measure
    tokens = seconds = characters = 0.0
    for i in range(2):
        piece = (text[i * room : (i + 1) * room] or text)[:room]
        usage = _ask(backend, f"{i}{piece}", 1)
        tokens += usage.prompt_tokens - usage.cached_tokens
        characters += len(piece)
        seconds += usage.seconds
    written = written_seconds = 0.0
    for i in range(2):
        usage = _ask(backend, f"{i}。请写一篇五百字的文章，介绍一座城市。", _PROBE_TOKENS)
        written += usage.completion_tokens
        written_seconds += usage.seconds - (usage.prompt_tokens - usage.cached_tokens) * seconds / max(tokens, 1)
    return {
        "prefill_tokens_per_second": tokens / max(seconds, 1e-9),
        "decode_tokens_per_second": written / max(written_seconds, 1e-9),
        "tokens_per_character": tokens / max(characters, 1),
    }


def _ask(backend: Backend, text: str, limit: int) -> Usage:
    return backend.generate(Request((("user", text),), limit, 600.0)).usage


def whole(
    posts: Sequence[Post], catalogue: Catalogue, settings: Settings, backend: Backend, rates: dict[str, float]
) -> dict[str, float]:
    """The pipeline with the engine over posts, held against the engine's ideal time."""
    generator = Generator(backend, settings)
    usage, characters, problems, models = Usage(), 0, 0, 0
    began = time.perf_counter()
    for post in posts:
        report = pipeline.report(post, catalogue, settings, generator)
        usage += report.usage
        characters += sum(span.end - span.start for _, span, _ in report.segments) if report.usage.prompt_tokens else 0
        problems += len(report.problems)
        models += len(report.models)
    seconds = time.perf_counter() - began
    source_tokens = characters * rates["tokens_per_character"]
    prefilled = usage.prompt_tokens - usage.cached_tokens
    ideal = source_tokens / rates["prefill_tokens_per_second"] + (
        usage.completion_tokens / rates["decode_tokens_per_second"]
    )
    return {
        "posts": len(posts),
        "seconds": seconds,
        "posts_per_minute": 60 * len(posts) / max(seconds, 1e-9),
        "source_tokens": source_tokens,
        "prompt_tokens": usage.prompt_tokens,
        "cached_tokens": usage.cached_tokens,
        "written_tokens": usage.completion_tokens,
        "prefilled_over_source": prefilled / max(source_tokens, 1),
        "wall_over_ideal": seconds / max(ideal, 1e-9),
        "models": models,
        "problems": problems,
    }


def rules(posts: Sequence[Post], size: int, catalogue: Catalogue, settings: Settings) -> dict[str, float]:
    """Reading and rules over so many posts of about 3,000 characters, resampled paragraph by paragraph."""
    without = replace(settings, use_llm=False)
    paragraphs = [line for p in posts for line in p.text.split("\n") if line.strip()]
    chance = random.Random(_SEED)
    for data in _resampled(paragraphs, 2, random.Random(_SEED)):  # warm start: dictionaries, patterns
        _rules_once(data, catalogue, without)
    characters, before = 0, rss_bytes()
    began, cpu = time.perf_counter(), time.process_time()
    for data in _resampled(paragraphs, size, chance):
        characters += _rules_once(data, catalogue, without)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return {
        "posts": size,
        "seconds": seconds,
        "milliseconds_per_post": 1000 * seconds / size,
        "cpu_milliseconds_per_post": 1000 * cpu / size,  # what it costs even where other work shares the cores
        "characters_per_post": characters / size,
        "posts_per_minute": 60 * size / seconds,
        "rss_before_bytes": before,
        "rss_bytes": rss_bytes(),
    }


def _resampled(paragraphs: Sequence[str], size: int, chance: random.Random) -> Iterable[bytes]:
    for _ in range(size):
        chosen: list[str] = []
        while sum(map(len, chosen)) < _POST_CHARS:
            chosen.append(chance.choice(paragraphs))
        yield "\n\n".join(chosen).encode()


def _rules_once(data: bytes, catalogue: Catalogue, settings: Settings) -> int:
    post = read(data, "resampled.txt", "text")[0]
    return len(pipeline.report(post, catalogue, settings).text)


def _posts(paths: Sequence[str], settings: Settings) -> list[Post]:
    posts: list[Post] = []
    for source in sources(paths or (str(SAMPLES),), settings.max_bytes):
        try:
            data, media = source.load()
            posts += read(data, source.path, media, settings.max_bytes)
        except InputError as unreadable:
            print(unreadable, file=sys.stderr)
    if not posts:
        raise SettingsError(say("没有可测的文章。", "There are no posts to measure."))
    return posts


# --- the machine ------------------------------------------------------------------------------------------------


def peak_rss_bytes() -> int | None:
    """The most memory this process has had; None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def rss_bytes() -> int:
    """The memory this process has now (Linux), or the most it has had."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return peak_rss_bytes() or 0


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _memory_bytes() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


# --- showing ----------------------------------------------------------------------------------------------------


def show(measured: dict[str, Any], console: Console | None = None) -> None:
    """The figures as a table."""
    console = console or Console()
    told = measured["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in told["versions"].items())
    memory = f", {told['memory_bytes'] / 2**30:.0f} GiB" if told["memory_bytes"] else ""
    console.print(
        f"{told['processor']}, {told['cores']} cores{memory}; {told['system']}; {told['date']}; {versions}",
        soft_wrap=True,
    )
    table = Table(show_header=False)
    for name, figure in rows(measured):
        table.add_row(name, figure)
    console.print(table)


def rows(measured: dict[str, Any]) -> list[tuple[str, str]]:
    """What is shown, line by line."""
    found: list[tuple[str, str]] = []
    if told := measured.get("engine"):
        found += [
            (say("引擎", "engine"), f"{told['name']}, {told['weights']}"),
            (say("加载", "load"), f"{told['load_seconds']:.1f} s"),
            (say("读（prefill）", "prefill"), f"{told['prefill_tokens_per_second']:.1f} tok/s"),
            (say("写（decode）", "decode"), f"{told['decode_tokens_per_second']:.1f} tok/s"),
        ]
    if told := measured.get("pipeline"):
        found += [
            (say("流水线", "pipeline"), f"{told['posts']} posts, {told['seconds']:.0f} s"),
            (say("每分钟篇数", "posts a minute"), f"{told['posts_per_minute']:.2f}"),
            (say("原文词元（估计）", "source tokens (estimated)"), f"{told['source_tokens']:,.0f}"),
            (
                say("提示 / 缓存 / 写出", "prompt / cached / written"),
                f"{told['prompt_tokens']:,} / {told['cached_tokens']:,} / {told['written_tokens']:,}",
            ),
            (say("实读 ÷ 原文", "prefilled over source"), f"{told['prefilled_over_source']:.2f}"),
            (say("用时 ÷ 理想", "wall over ideal"), f"{told['wall_over_ideal']:.2f}"),
        ]
    for line in measured["rules"]:
        found.append(
            (
                say(f"只用规则，{line['posts']:,} 篇", f"rules only, {line['posts']:,} posts"),
                f"{line['milliseconds_per_post']:.1f} ms a post ({line['cpu_milliseconds_per_post']:.1f} ms of CPU), "
                f"{line['posts_per_minute']:,.0f} a minute, "
                f"{line['rss_bytes'] / 2**20:.0f} MiB",
            )
        )
    if peak := measured["peak_rss_bytes"]:
        found.append((say("内存峰值", "peak memory"), f"{peak / 2**30:.2f} GiB"))
    return found


def plot(measured: dict[str, Any], path: Path) -> None:
    """Cost a post and memory against the number of posts; raises SettingsError without matplotlib."""
    try:
        from matplotlib.figure import Figure
    except ImportError as missing:
        raise SettingsError(
            say("画图需要 matplotlib。", "Plots need matplotlib."), "pip install 'summarizer[bench]'"
        ) from missing
    sizes = [line["posts"] for line in measured["rules"]]
    figure = Figure(figsize=(7, 3.2), layout="constrained")
    cost, memory = figure.subplots(1, 2)
    cost.plot(sizes, [line["milliseconds_per_post"] for line in measured["rules"]], marker="o")
    cost.set(xlabel="posts", ylabel="ms a post", xscale="log", ylim=(0, None), title="rules only")
    memory.plot(sizes, [line["rss_bytes"] / 2**20 for line in measured["rules"]], marker="o")
    memory.set(xlabel="posts", ylabel="MiB", xscale="log", ylim=(0, None), title="memory")
    told = measured["machine"]
    figure.suptitle(f"{told['processor']}, {told['date']}", fontsize=8)
    figure.savefig(path)
