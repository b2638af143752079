"""A wheel built from the project works where the checkout is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest


def run(*command: str | Path, cwd: Path) -> str:
    """Run to the end, away from the checkout; returns what was printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SUMMARIZER_M"))}
    ended = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=environment, capture_output=True, text=True, timeout=300
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, project, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def home(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a fresh environment `e` that holds the wheel; it borrows this environment's dependencies."""
    folder = tmp_path_factory.mktemp("home")
    run(sys.executable, "-m", "venv", "e", cwd=folder)
    python = folder / "e" / "bin" / "python"
    run(python, "-m", "pip", "install", "--no-deps", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
    (own,) = (folder / "e" / "lib").glob("python*/site-packages")
    # a plain path, behind its own: .pth files in there, such as the checkout's, are not followed
    (own / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    where = run(python, "-c", "import summarizer; print(summarizer.__file__)", cwd=folder)
    assert Path(where.strip()).is_relative_to(own)
    return folder


def test_the_wheel_holds_what_the_program_reads(wheel: Path) -> None:
    """Catalogue, registry, page and type marker; no weights, tests or corpora."""
    names = zipfile.ZipFile(wheel).namelist()
    assert {
        "summarizer/py.typed", "summarizer/_models/registry.toml", "summarizer/_ui/streamlit_app.py",
        "summarizer/catalogue/data/models.jsonl", "summarizer/_ui/static/fonts/noto-sans-sc-400.woff2",
        "summarizer/_ui/static/fonts/OFL.txt", "summarizer/_ui/.streamlit/config.toml",
    } <= set(names)  # fmt: skip
    assert all(name.split("/")[0].startswith("summarizer") for name in names)
    assert not [name for name in names if name.endswith((".gguf", ".db", ".verified.json", ".pyc"))]


def test_the_installed_program_reads_a_post(home: Path) -> None:
    """`summarizer run` outside the checkout, from a wheel."""
    (home / "post.md").write_text("# 发布\n\n智谱开源了 GLM-4-9B，参数规模为 90 亿。\n", encoding="utf-8")
    run(home / "e" / "bin" / "summarizer", "run", "post.md", "--no-llm", cwd=home)
    report = json.loads((home / "results" / "reports.jsonl").read_text(encoding="utf-8"))
    assert [model["name"] for model in report["models"]] == ["GLM-4-9B"]


def test_the_installed_program_knows_its_weights(home: Path) -> None:
    """The registry travels with the wheel."""
    assert "qwen2.5-coder-1.5b" in run(home / "e" / "bin" / "summarizer", "weights", "list", cwd=home)
