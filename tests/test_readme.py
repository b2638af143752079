"""The READMEs say what is so: their examples run, their commands exist, and the two agree."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from summarizer import cli

ROOT = Path(__file__).parent.parent
README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
BOTH = pytest.mark.parametrize("path", [README, CHINESE], ids=["en", "zh"])


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S)


def commands(path: Path) -> list[str]:
    """The command lines, without their remarks."""
    lines = [line for block in blocks(path, "sh") for line in block.splitlines()]
    return [bare for line in lines if (bare := line.split("#")[0].strip())]


@BOTH
def test_it_fits_two_screens(path: Path) -> None:
    """At most 150 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150


def test_both_languages_give_the_same_commands_and_examples() -> None:
    """A reader of either can do the same."""
    assert commands(README) == commands(CHINESE)
    for language in ("json", "text"):
        assert len(blocks(README, language)) == len(blocks(CHINESE, language))
    bare = [re.sub(r"#.*", "", "".join(blocks(path, "python"))).split() for path in (README, CHINESE)]
    assert bare[0] == bare[1]


@BOTH
def test_the_python_example_runs(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it stands there, in one go."""
    source = "\n".join(blocks(path, "python"))
    assert source
    exec(compile(source, path.name, "exec"), {})
    assert "Qwen-7B parameters 7000000000" in capsys.readouterr().out


@BOTH
def test_every_command_shown_exists(path: Path) -> None:
    """The parser takes each line of `summarizer …`; `make` has each target."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    shown = [shlex.split(line) for line in commands(path)]
    ours = [words[1:] for words in shown if words[0].endswith("summarizer")]
    assert len(ours) >= 6
    for words in ours:
        plain = [word.replace("...", "") for word in words]
        assert cli._parser().parse_args(plain).command
    made = [words[1] for words in shown if words[0] == "make"]
    assert set(made) <= targets
    assert {"run", "test", "ui"} <= set(made)


@BOTH
def test_every_command_there_is_is_shown(path: Path) -> None:
    """No command is a secret."""
    text = path.read_text(encoding="utf-8")
    verbs = next(action.choices for action in cli._parser()._actions if isinstance(action.choices, dict))
    assert verbs
    for verb in verbs:
        assert f"summarizer {verb}" in text, verb


@BOTH
def test_its_links_lead_somewhere(path: Path) -> None:
    """Every file it names is there."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_every_dependency_has_its_reason() -> None:
    """CONTRIBUTING says of each why it is here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for requirement in wanted:
        name = re.match(r"[\w-]+", requirement)
        assert name and re.search(rf"^\|.*\b{name[0]}\b", told, re.M), requirement
