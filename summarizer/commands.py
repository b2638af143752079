"""The smaller commands: show, export, ledger, eval, weights, ui."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

from summarizer import evaluate, weights
from summarizer.catalogue import Catalogue
from summarizer.errors import SettingsError
from summarizer.library import brief, export, ledger, page, queries
from summarizer.library.claims import label, shown, voice
from summarizer.library.store import Store
from summarizer.report import from_json
from summarizer.wording import say

FORMATS: dict[str, Callable[[Store, list[tuple[str, str]], Path], None]] = {
    "jsonl": export.jsonl,
    "csv": export.to_csv,
    "parquet": export.to_parquet,
    "markdown": brief.write,
    "html": page.write,
}

_PACKAGE = Path(__file__).parent


def show(database: Path, asked: str, *, as_json: bool) -> int:
    """Print the one post that `asked` names; a list when it names several."""
    with _existing(database) as store:
        found = queries.find_posts(store, asked)
        if not found:
            raise SettingsError(say(f"没有找到 {asked}。", f"Nothing is found for {asked}."), code="no-such-post")
        if len(found) > 1:
            for row in found:
                print(f"{row.id[:12]}  {row.path}  {row.title or ''}".rstrip())
            raise SettingsError(
                say(f"有 {len(found)} 篇符合 {asked}。", f"{len(found)} posts fit {asked}."),
                say("请写得更具体，例如 id 的开头。", "Be more specific, for instance by the id's first digits."),
                code="ambiguous",
            )
        (line,) = export.lines(store, [(found[0].path, found[0].id)])
    if as_json:
        print(line)
    else:
        print("\n".join(brief.lines(from_json(line))))
    return 0


def export_all(database: Path, kind: str, to: Path | None) -> int:
    """Everything in the store in one format, into a file or to standard output."""
    with _existing(database) as store:
        posts = export.everything(store)
        if to:
            FORMATS[kind](store, posts, to)
            return 0
        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder, "export")
            FORMATS[kind](store, posts, draft)
            with draft.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
    return 0


def show_ledger(database: Path, name: str) -> int:
    """Every claim about a model with its post, voice and evidence; then what posts disagree on."""
    catalogue = Catalogue.load()
    with _existing(database) as store:
        found = ledger.identities(store, name, [row.id for row in catalogue.named(name)])
        if not found:
            raise SettingsError(say(f"没有文章提到 {name}。", f"No post mentions {name}."), code="no-such-model")
        for identity in found:
            _print_ledger(store, identity)
    return 0


def _print_ledger(store: Store, identity: str) -> None:
    model = queries.model(store, identity)
    if model is None:
        return
    about = say(f"{model.posts} 篇，{model.mentions} 处", f"{model.posts} posts, {model.mentions} mentions")
    print(" · ".join(filter(None, (model.name, model.organisation, about))))
    for claim in queries.claims(store, identity):
        notes = [
            *([f"⚠ {shown(claim.field, claim.expected)} ({claim.source})"] if claim.contradicted else []),
            *([say("未证实", "unconfirmed")] if claim.hedged else []),
            *([voice(claim.said_by)] if claim.said_by != "post" else []),
        ]
        unit = " ".join(filter(None, (claim.kind, claim.benchmark, claim.currency, claim.per)))
        quote = " ".join(claim.quote.split())
        said = "\t".join(
            (label(claim.field), f"{shown(claim.field, claim.value)} {unit}".rstrip(), f"“{quote}”", claim.path)
        )
        print(f"  {said}" + (f"\t{'; '.join(notes)}" if notes else ""))
    for conflict in ledger.conflicts(store, identity):
        sides = [
            f"{shown(conflict.field, value)} ({', '.join(dict.fromkeys(c.path for c in camp))})"
            for value, camp in conflict.sides
        ]
        print(
            say(f"  ≠ {label(conflict.field)} 有冲突：", f"  ≠ {label(conflict.field)} in conflict: ")
            + " | ".join(sides)
        )


def evaluate_reports(reports: Path, gold: Path, floors: Path | None) -> int:
    """Print how well reports agree with gold annotations; 1 when a figure is below its floor."""
    evaluation = evaluate.evaluate(reports, gold)
    print(evaluate.table(evaluation))
    short = evaluate.shortfalls(evaluation, floors) if floors else []
    for said in short:
        print(said, file=sys.stderr)
    return 1 if short else 0


def list_weights() -> int:
    """What the registry offers and what is here."""
    for entry in weights.entries():
        here = say("已下载", "here") if entry.is_present() else say("可下载", "to fetch")
        size = f"{entry.size_bytes / 1e9:.1f} GB" if entry.size_bytes else "?"
        print(f"{entry.name}\t{size}\t{entry.licence}\t{here}\t{entry.check}\t{entry.title}")
    print(say(f"目录：{weights.directory()}", f"Folder: {weights.directory()}"), file=sys.stderr)
    return 0


def pull_weights(name: str) -> int:
    """Fetch weights, with a progress bar on a terminal."""
    console = Console(stderr=True)
    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=None)
        file = weights.pull(name, progress=lambda done, total: bar.update(task, completed=done, total=total or None))
    print(say(f"{file.name} 已就绪：{file.path}", f"{file.name} is ready: {file.path}"))
    return 0


def verify_weights(name: str) -> int:
    """Hash weights anew."""
    file = weights.verify(name)
    print(say(f"{file.path.name} 无误：sha256 {file.sha256}", f"{file.path.name} is sound: sha256 {file.sha256}"))
    return 0


def ui(database: Path, port: int) -> int:
    """Serve the page to this machine only, until interrupted; nothing is reported to Streamlit."""
    packaged = _PACKAGE / "_ui" / "streamlit_app.py"
    script = packaged if packaged.is_file() else _PACKAGE.parent / "ui" / "streamlit_app.py"
    command = [
        sys.executable, "-m", "streamlit", "run", str(script), "--server.address=127.0.0.1", f"--server.port={port}",
        "--browser.gatherUsageStats=false", "--server.headless=true",
    ]  # fmt: skip
    if find_spec("streamlit") is None:
        raise SettingsError(
            say("没有安装网页组件。", "The page's libraries are not installed."),
            say("请安装：pip install 'summarizer[ui]'。", "Install them: pip install 'summarizer[ui]'."),
        )
    print(say(f"网页：http://127.0.0.1:{port}（Ctrl-C 结束）", f"The page: http://127.0.0.1:{port} (Ctrl-C ends it)"))
    sys.stdout.flush()
    return subprocess.call(command, env={**os.environ, "SUMMARIZER_DB": str(database.absolute())})


@contextmanager
def _existing(database: Path) -> Iterator[Store]:
    """The store that is there; SettingsError where none is, rather than making an empty one."""
    if not database.exists():
        raise SettingsError(
            say(f"没有数据库 {database}。", f"There is no database {database}."),
            say("先运行 summarizer run，或用 --db 指定。", "Run `summarizer run` first, or name it with --db."),
            code="no-store",
        )
    with Store(database) as store:
        yield store
