"""The command line as a user meets it: in a process of its own, with its exit codes, kills and pipes."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer import cli
from summarizer.library import corrections
from summarizer.library.corrections import Correction
from summarizer.library.store import Store

GOOD = "# {0} 发布\n\n智谱今天发布并开源了 {0}，参数规模为 {1} 亿，上下文长度 128K。\n"


def summarizer(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run one command to its end."""
    return subprocess.run(
        command(*arguments), input=stdin, capture_output=True, env={**os.environ, **environment}, timeout=120
    )


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "summarizer.cli", *map(str, arguments)]


Here = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def here(capfd: pytest.CaptureFixture[str]) -> Here:
    """Run one command in this process: the same, but without starting Python for it."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        capfd.readouterr()
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as exit:
            code = int(str(exit.code))
        printed = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, code, printed.out, printed.err)

    return run


def reports(out: Path) -> list[dict]:  # type: ignore[type-arg]
    """The reports of a run."""
    return [json.loads(line) for line in (out / "reports.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A folder with two good posts."""
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "a.md").write_text(GOOD.format("GLM-4-9B", 90), encoding="utf-8")
    (folder / "b.md").write_text(GOOD.format("Yi-34B", 340), encoding="utf-8")
    return folder


def test_a_folder_becomes_results(posts: Path, tmp_path: Path) -> None:
    """One command writes reports, digest, page and store, and gives its account."""
    ended = summarizer("run", posts, "--no-llm", "--out", tmp_path / "out")
    assert ended.returncode == 0, ended.stderr.decode()
    assert b"done 2, skipped 0, degraded 0, failed 0" in ended.stderr
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {
        "reports.jsonl", "brief.md", "report.html", "summarizer.db"
    }  # fmt: skip
    assert [Path(r["post"]["path"]).name for r in reports(tmp_path / "out")] == ["a.md", "b.md"]


def test_the_same_folder_twice_is_the_same_to_the_byte(here: Here, posts: Path, tmp_path: Path) -> None:
    """The second run skips everything and writes the same files."""
    out = tmp_path / "out"
    here("run", posts, "--no-llm", "--out", out)
    names = ("reports.jsonl", "brief.md", "report.html")
    before = {name: (out / name).read_bytes() for name in names}
    ended = here("run", posts, "--no-llm", "--out", out)
    assert "done 0, skipped 2" in ended.stderr
    assert {name: (out / name).read_bytes() for name in names} == before


def test_bad_files_are_named_and_good_ones_done(here: Here, posts: Path, tmp_path: Path) -> None:
    """A corrupt, an empty and a binary file fail by name, GB18030 is read, and the exit code says so."""
    (posts / "empty.txt").write_bytes(b"")
    (posts / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (posts / "corrupt.txt").write_bytes(b"\xff\xfe\x00\x00\x81" * 301)
    (posts / "gb.html").write_bytes(f"<html><body><p>{GOOD.format('InternLM2-20B', 200)}</p>".encode("gb18030"))
    ended = here("run", posts, "--no-llm", "--out", tmp_path / "out")
    told = ended.stderr
    assert ended.returncode == 1
    assert all(name in told for name in ("empty.txt", "picture.txt", "corrupt.txt"))
    assert "done 3, skipped 0, degraded 0, failed 3" in told
    assert [Path(r["post"]["path"]).name for r in reports(tmp_path / "out")] == ["a.md", "b.md", "gb.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "COMMAND"),
        (("run",), 2, "PATH"),
        (("run", "no/such/folder"), 2, "no file or folder"),
        (("run", "pyproject.toml", "--limit", "0"), 2, "--limit"),
        (("run", "pyproject.toml", "--weights", "gpt-5"), 3, "no weights called gpt-5"),
        (("run", "pyproject.toml", "--no-llm", "--catalogue", "nothing.jsonl"), 2, "nothing.jsonl"),
        (("show", "x", "--db", "no.db"), 2, "no database no.db"),
        (("ledger", "x", "--db", "no.db"), 2, "no database no.db"),
        (("export", "--db", "no.db"), 2, "no database no.db"),
        (("eval", "none.jsonl", "corpora/gold"), 1, "none.jsonl"),
        (("weights", "verify", "gpt-5"), 3, "no weights called gpt-5"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, tuple) else None,
)
def test_what_cannot_be_done_is_one_sentence_and_a_code(
    here: Here, arguments: tuple[str, ...], code: int, said: str,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, project: Path,
) -> None:  # fmt: skip
    """Errors say what, where and what to do; no traceback."""
    monkeypatch.chdir(project)
    if arguments[:1] == ("run",):
        arguments = (*arguments, "--out", str(tmp_path / "out"))
    ended = here(*arguments)
    assert ended.returncode == code
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("language", "said"), [("zh_CN.UTF-8", "处理文章"), ("en_GB.UTF-8", "read posts")], ids=["zh", "en"]
)
def test_help_speaks_the_readers_language(language: str, said: str) -> None:
    """The locale decides."""
    ended = summarizer("--help", SUMMARIZER_LANG="", LC_ALL=language)
    assert ended.returncode == 0
    assert said in ended.stdout.decode()


def test_a_c_locale_does_not_break_chinese(posts: Path, tmp_path: Path) -> None:
    """Reports come out as UTF-8 whatever the terminal claims."""
    ended = summarizer(
        "run", posts, "--no-llm", "--json", "--out", tmp_path / "out", LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert json.loads(ended.stdout.splitlines()[0])["schema"] == "summarizer.report/1"


def test_standard_input_is_a_post(tmp_path: Path) -> None:
    """`-` reads a post, --json writes its report and nothing else to standard output."""
    ended = summarizer(
        "run", "-", "--no-llm", "--json", "--out", tmp_path / "out", stdin=GOOD.format("GLM-4-9B", 90).encode()
    )
    (line,) = ended.stdout.splitlines()
    assert json.loads(line)["post"]["path"] == "stdin"


def test_a_dry_run_leaves_no_trace(here: Here, posts: Path, tmp_path: Path) -> None:
    """It says what would be done, and neither results nor a store appear."""
    ended = here("run", posts, "--no-llm", "--dry-run", "--out", tmp_path / "out")
    assert ended.returncode == 0
    assert [line.split()[0] for line in ended.stdout.splitlines()] == ["do", "do"]
    assert not (tmp_path / "out").exists()


def test_a_limit_is_kept(here: Here, posts: Path, tmp_path: Path) -> None:
    """After so many posts a run stops; the rest waits for the next one."""
    ended = here("run", posts, "--no-llm", "--limit", "1", "--out", tmp_path / "out")
    assert "done 1, skipped 0" in ended.stderr
    ended = here("run", posts, "--no-llm", "--out", tmp_path / "out")
    assert "done 1, skipped 1" in ended.stderr


def test_a_post_that_is_not_chinese_is_reported_but_not_summarized(here: Here, posts: Path, tmp_path: Path) -> None:
    """Its language is on record; --any-language summarizes it."""
    text = "Mistral AI today released Mistral Small 3, a model with 24B parameters, under the Apache licence. " * 4
    (posts / "en.txt").write_text(text, encoding="utf-8")
    for options, wanted in (((), False), (("--any-language",), True)):
        ended = here("run", posts / "en.txt", "--no-llm", *options, "--out", tmp_path / "out")
        (report,) = reports(tmp_path / "out")
        assert ended.returncode == 0
        assert report["post"]["language"] == "en"
        assert bool(report["summary"]) is wanted
        assert ("not-chinese" in {p["code"] for p in report["problems"]}) is not wanted


def test_show_prints_one_post_by_part_of_its_name(here: Here, posts: Path, tmp_path: Path) -> None:
    """By id, path or title; several matches are listed."""
    here("run", posts, "--no-llm", "--out", tmp_path)
    database = tmp_path / "summarizer.db"
    assert "Yi-34B" in here("show", "Yi-34B", "--db", database).stdout
    found = json.loads(here("show", "b.md", "--json", "--db", database).stdout)
    assert json.loads(here("show", found["post"]["id"][:8], "--json", "--db", database).stdout) == found
    several = here("show", "posts", "--db", database)
    assert several.returncode == 2
    assert len(several.stdout.splitlines()) == 2


@pytest.mark.parametrize("kind", ["jsonl", "csv", "markdown", "html", "parquet"])
def test_export_writes_what_it_prints(
    posts: Path, tmp_path: Path, kind: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Every format goes to a file or to standard output, the same bytes."""
    assert cli.main(["run", str(posts), "--no-llm", "--out", str(tmp_path)]) == 0
    database, file = str(tmp_path / "summarizer.db"), tmp_path / "x"
    capfdbinary.readouterr()
    assert cli.main(["export", "--format", kind, "--db", database]) == 0
    printed = capfdbinary.readouterr().out
    assert cli.main(["export", "--format", kind, "--to", str(file), "--db", database]) == 0
    assert printed == file.read_bytes() != b""


def test_the_ledger_shows_where_posts_disagree(here: Here, tmp_path: Path, samples: Path) -> None:
    """Two posts that cannot both be right about a model are set side by side."""
    here("run", *sorted(samples.glob("conflict_*")), "--no-llm", "--out", tmp_path)
    told = here("ledger", "glm 4.5", "--db", tmp_path / "summarizer.db").stdout
    conflict = next(line for line in told.splitlines() if "≠" in line)
    assert "conflict_glm45_a" in conflict
    assert "conflict_glm45_b" in conflict


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder that takes a while."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(100):
        text = "\n".join(GOOD.format(f"Model{chr(65 + i)}-{number + 2}B", 10 * number + i) for i in range(12))
        (folder / f"{number:03}.md").write_text(text, encoding="utf-8")
    return folder


def started(many: Path, out: Path) -> subprocess.Popen[bytes]:
    """A run that has finished some posts and has more to do."""
    run = subprocess.Popen(command("run", many, "--no-llm", "--out", out), stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while finished(out) < 5 and time.monotonic() < until:
        time.sleep(0.005)
    assert run.poll() is None, "the run ended before it could be stopped"
    return run


def finished(out: Path) -> int:
    """Posts in the store of a running process."""
    if not (out / "summarizer.db").exists():
        return 0
    try:
        db = sqlite3.connect(f"file:{out / 'summarizer.db'}?mode=ro", uri=True)
        try:
            return int(db.execute("SELECT count(*) FROM posts").fetchone()[0])
        finally:
            db.close()
    except sqlite3.OperationalError:
        return 0  # the table is not there yet


def timeless(out: Path) -> list[dict]:  # type: ignore[type-arg]
    """The reports of a run without their timings."""
    return [{**r, "run": {**r["run"], "seconds": 0}} for r in reports(out)]


def test_a_killed_run_goes_on_where_it_was(many: Path, tmp_path: Path) -> None:
    """kill -9 loses at most the post at work; the next run's results are those of an undisturbed one."""
    run = started(many, tmp_path / "killed")
    run.kill()
    run.communicate()
    before = finished(tmp_path / "killed")
    ended = summarizer("run", many, "--no-llm", "--out", tmp_path / "killed")
    counts = re.search(rb"done (\d+), skipped (\d+)", ended.stderr)
    assert counts and int(counts[1]) == 100 - before and int(counts[2]) == before
    summarizer("run", many, "--no-llm", "--out", tmp_path / "calm")
    assert timeless(tmp_path / "killed") == timeless(tmp_path / "calm")


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "terminate"])
def test_an_interrupted_run_ends_cleanly(many: Path, tmp_path: Path, sent: signal.Signals, code: int) -> None:
    """It says that the work is saved, notes the run as interrupted, and exits with the signal's code."""
    run = started(many, tmp_path / "out")
    run.send_signal(sent)
    told = run.communicate(timeout=20)[1].decode()
    assert run.returncode == code
    assert "Interrupted. What is done is saved" in told
    assert "Traceback" not in told
    with sqlite3.connect(tmp_path / "out" / "summarizer.db") as db:
        assert db.execute("SELECT ended FROM runs").fetchone() == ("interrupted",)
    db.close()


@pytest.mark.weights
def test_a_real_qwen_writes_summaries_once(posts: Path, tmp_path: Path, samples: Path) -> None:
    """With weights, summaries are Qwen's; the second run calls no model and writes the same bytes."""
    post = samples / "flash_qwen_long_price.txt"
    out = tmp_path / "out"
    first = summarizer("run", post, "--weights", "qwen2.5-coder-0.5b", "--out", out)
    assert first.returncode in (0, 1), first.stderr.decode()
    (report,) = reports(out)
    assert report["run"]["completion_tokens"] > 0
    assert report["run"]["weights_sha256"].startswith("1d961463")
    before = (out / "reports.jsonl").read_bytes()
    second = summarizer("run", post, "--weights", "qwen2.5-coder-0.5b", "--out", out)
    assert second.returncode == 0
    assert b"0 tokens read (0 cached), 0 written" in second.stderr
    assert (out / "reports.jsonl").read_bytes() == before


def test_names_given_on_the_page_are_used_by_the_command_line_too(here: Here, tmp_path: Path) -> None:
    """A model's new name, kept in the store, is found by the next run over it, which says why it reads again."""
    post, out = tmp_path / "post.md", tmp_path / "out"
    post.write_text("# 消息\n\n智谱今天说，小云雀星的参数规模为 90 亿，上下文长度 128K。\n", encoding="utf-8")
    assert here("run", post, "--no-llm", "--out", out).returncode == 0
    assert reports(out)[0]["models"] == []
    with Store(out / "summarizer.db") as store:
        corrections.add(store, Correction("alias", "glm-4.5", "GLM-4.5", corrected="小云雀星"))
    again = here("run", post, "--no-llm", "--out", out, "--dry-run")
    assert "catalogue" in again.stdout or "目录" in again.stdout
    assert here("run", post, "--no-llm", "--out", out).returncode == 0
    assert [model["id"] for model in reports(out)[0]["models"]] == ["glm-4.5"]
