"""Which engine runs: opened by name, and told apart for the run key."""

from __future__ import annotations

from summarizer import weights
from summarizer.backends import llamacpp, openai
from summarizer.backends.base import Backend
from summarizer.errors import SettingsError
from summarizer.settings import Settings
from summarizer.wording import say

NAMES = ("llamacpp", "transformers", "openai")


def open_backend(settings: Settings) -> Backend:
    """The engine that the settings ask for, with its weights loaded or its server reached.

    Raises SettingsError, WeightsError or BackendError.
    """
    if settings.backend == "llamacpp":
        file = weights.resolve(settings.weights)
        return llamacpp.load(file, settings.context_tokens, settings.threads)
    if settings.backend == "openai":
        if not settings.server:
            raise SettingsError(
                say("后端 openai 需要服务器地址。", "The backend openai needs a server's address."),
                say("用 --server http://127.0.0.1:8000/v1。", "Give --server http://127.0.0.1:8000/v1."),
            )
        return openai.connect(settings.server, settings.weights, settings.context_tokens)
    known = "、".join(NAMES)
    raise SettingsError(
        say(f"没有名为 {settings.backend} 的后端。", f"There is no backend called {settings.backend}."),
        say(f"可用：{known}。", f"There are: {known}."),
    )
