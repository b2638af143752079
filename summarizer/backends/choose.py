"""Which engine runs: opened by name, and told apart for the run key."""

from __future__ import annotations

from pathlib import Path

from summarizer import weights
from summarizer.backends import llamacpp, openai, transformers
from summarizer.backends.base import Backend
from summarizer.errors import SettingsError
from summarizer.settings import Settings
from summarizer.wording import say

NAMES = ("llamacpp", "transformers", "openai")


def identity(settings: Settings) -> str:
    """What tells the weights apart in a run key: their sha256, or the server's name for them. Loads nothing.

    Raises SettingsError, WeightsError or BackendError.
    """
    if settings.backend == "openai":
        return f"openai:{openai.served(_server(settings), settings.weights)}"
    return _file(settings).sha256


def open_backend(settings: Settings) -> Backend:
    """The engine that the settings ask for, with its weights loaded or its server reached.

    Raises SettingsError, WeightsError or BackendError.
    """
    if settings.backend == "openai":
        return openai.connect(_server(settings), settings.weights, settings.context_tokens)
    file = _file(settings)
    if isinstance(file, transformers.Folder) or settings.backend == "transformers":
        return transformers.load(file, settings.context_tokens, settings.threads)
    return llamacpp.load(file, settings.context_tokens, settings.threads)


def _file(settings: Settings) -> weights.WeightsFile | transformers.Folder:
    """The checked weights: a GGUF file for both local engines, a folder of safetensors for transformers only."""
    if settings.backend not in NAMES:
        known = "、".join(NAMES)
        raise SettingsError(
            say(f"没有名为 {settings.backend} 的后端。", f"There is no backend called {settings.backend}."),
            say(f"可用：{known}。", f"There are: {known}."),
        )
    path = Path(settings.weights).expanduser()
    if path.is_dir():
        if settings.backend != "transformers":
            raise SettingsError(
                say(f"{settings.backend} 不能读文件夹 {path}。", f"{settings.backend} cannot read the folder {path}."),
                say(
                    "用 --backend transformers，或给出 GGUF 文件。", "Use --backend transformers, or give a GGUF file."
                ),
            )
        return transformers.folder(path)
    return weights.resolve(settings.weights)


def _server(settings: Settings) -> str:
    if settings.server:
        return settings.server
    raise SettingsError(
        say("后端 openai 需要服务器地址。", "The backend openai needs a server's address."),
        say("用 --server http://127.0.0.1:8000/v1。", "Give --server http://127.0.0.1:8000/v1."),
    )
