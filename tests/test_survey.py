"""`summarizer backends` says what there is, what would run, and what is missing."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from summarizer import cli, survey, weights
from summarizer.errors import SettingsError
from summarizer.settings import Settings
from tests.backends.scripted_server import says, serving


def one(name: str, settings: Settings) -> survey.Engine:
    return next(engine for engine in survey.survey(settings) if engine.name == name)


def test_all_engines_are_listed_and_one_is_chosen() -> None:
    """Three engines, one of them the settings'."""
    found = survey.survey(Settings())
    assert [engine.name for engine in found] == ["llamacpp", "transformers", "openai"]
    assert [engine.name for engine in found if engine.is_chosen] == ["llamacpp"]


def test_missing_weights_are_the_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without its weights the engine is not usable, and the command that fetches them is named."""
    monkeypatch.setenv("SUMMARIZER_MODELS", str(tmp_path))
    engine = one("llamacpp", Settings())
    assert not engine.is_usable
    assert f"weights pull {weights.entries()[0].name}" in engine.because


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    real = survey.find_spec
    monkeypatch.setattr(survey, "find_spec", lambda name: None if name == "torch" else real(name))
    engine = one("transformers", Settings())
    assert not engine.is_usable
    assert "summarizer[transformers]" in engine.because


def test_a_server_is_asked_what_it_serves() -> None:
    """A configured server that answers is usable, with its model's name."""
    with serving(says("好")) as server:
        settings = Settings(backend="openai", server=f"http://127.0.0.1:{server.server_port}")
        engine = one("openai", settings)
    assert engine.is_usable
    assert engine.because.endswith(": qwen")
    assert not server.asked


def test_a_server_that_is_not_there_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3, as a run would end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert cli.main(["backends", "--server", f"http://127.0.0.1:{free.getsockname()[1]}"]) == 3
    assert "no connection" in capsys.readouterr().out


def test_an_unknown_backend_is_a_wrong_setting() -> None:
    """The known ones are listed."""
    with pytest.raises(SettingsError, match="llamacpp"):
        survey.survey(Settings(backend="magic"))


def test_new_terms_are_printed_and_exported(tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`summarizer terms` lists terms with counts and writes a jieba user dictionary; catalogue names are not new."""
    pytest.importorskip("sentencepiece", reason="extra terms")
    out = tmp_path / "words.txt"
    assert cli.main(["terms", str(samples), "--limit", "15", "--to", str(out)]) == 0
    printed = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert len(printed) == 15
    assert [row[0] for row in printed] == [line.split()[0] for line in out.read_text(encoding="utf-8").splitlines()]
    assert "DeepSeek-V2" not in {row[0] for row in printed}
