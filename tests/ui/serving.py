"""Stores to look at, and the page in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from summarizer.api import Summarizer
from summarizer.batch import Batch
from summarizer.library.store import Store, StoredInput
from summarizer.settings import Settings
from summarizer.sources import Source
from summarizer.types import (
    Comparison,
    FieldValue,
    ModelRecord,
    Post,
    Problem,
    Report,
    Segment,
    Sentence,
    Span,
    Summary,
    Verdict,
)

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "ui"
SAMPLES = ROOT / "corpora" / "samples"
HOSTILE = """# <script>window.hacked=1</script>通义千问<img src=http://evil.example/a.png onerror="window.hacked=2">

</script><style>body{display:none}</style>![x](http://evil.example/b.png) [点我](javascript:window.hacked=3)
$\\frac{1}{2}$ :material/home: :red[红] 阿里巴巴发布的Qwen2.5-7B有70亿参数，上下文为128K。<iframe src="http://evil.example/c"></iframe>

**粗体** <b>不是粗体</b> {{7*7}} ${7*7} 😀Qwen2.5-7B采用Apache 2.0协议开源。
"""


BAIT = (
    "<img src=http://evil.example/n.png onerror=window.hacked=4>", "![o](http://evil.example/o.png)",
    "[s](javascript:window.hacked=5) :red[s] $s$", "</script><script>window.hacked=6</script>",
)  # fmt: skip


def hostile_report() -> Report:
    """A report whose every value, summary and name included, is markup: as if a model had been talked into it."""
    text = "\n".join(BAIT)
    spans = [Span(start := text.index(bait), start + len(bait), bait) for bait in BAIT]
    fields = (
        ("organisation", (FieldValue(BAIT[1], spans[1], said_by=f"answer:{BAIT[0]}"),)),
        ("base_model", (FieldValue(BAIT[0], spans[0]),)),
        ("licence", (FieldValue(BAIT[2], spans[2], found_by="qwen"),)),
    )
    wrong = (Verdict("licence", "contradicted", BAIT[2], BAIT[3], BAIT[0], BAIT[1]),)
    record = ModelRecord(BAIT[3], None, BAIT[1], True, BAIT, ((spans[3], "s1"),), fields, wrong)
    gist = Summary(tuple(Sentence(bait, False, (span,)) for bait, span in zip(BAIT, spans, strict=True)), "qwen")
    post = Post("b" * 64, "hostile/report.txt", "text", text, title=BAIT[0], author=BAIT[1], source=BAIT[2],
                published="2025-11-03", language="zh-Hans")  # fmt: skip
    segment = (Segment("s1", "answer", 0, len(text), BAIT[0], BAIT[1], BAIT[2]), Span(0, len(text), text), gist)
    compared = Comparison(BAIT[0], "better", BAIT[1], spans[0], BAIT[2])
    problem = Problem("x", "y", BAIT[3])
    return Report(post, "qa", True, gist, (segment,), models=(record,), comparisons=(compared,), problems=(problem,),
                  weights=BAIT[0])  # fmt: skip


def hostile_source() -> Source:
    return Source("hostile/<img src=x onerror=alert(1)>.txt", lambda: (HOSTILE.encode(), None))


def process(db: Path, sources: list[Source]) -> None:
    """Reports of these sources, made by rules alone, into a store, and one report that means harm."""
    settings = Settings(use_llm=False)
    summarizer = Summarizer(settings)
    with Store(db, summarizer.makers) as store:
        work = Batch(store, summarizer.key_parts(), summarizer.report, settings.max_bytes)
        assert any(outcome.post_id for outcome in list(work.run(sources)))
        bait = hostile_report()
        store.save(bait, "k")
        store.finish_input(StoredInput(bait.post.path, "x", "k", "done"), [(bait.post.path, bait.post.id)])


@contextmanager
def serving(db: Path, **environment: str) -> Iterator[str]:
    """The page over a store, in a process of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(UI / "streamlit_app.py"), "--server.headless=true",
               f"--server.port={port}"]  # fmt: skip
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    wanted = {**os.environ, "PYTHONPATH": path, "SUMMARIZER_DB": str(db), **environment}
    log = db.with_suffix(".log").open("wb")
    server = subprocess.Popen(command, env=wanted, cwd=db.parent, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _await(lambda: urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close())
        yield address
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def _await(call: Callable[[], None], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            return call()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
