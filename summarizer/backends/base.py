"""What the pipeline needs of an inference engine: one bounded, interruptible generation."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Protocol

from summarizer.types import Usage

FINISHES = ("stop", "length", "timeout", "cancelled", "refused", "malformed")
"""How a generation can end: by itself or its grammar, at its token limit, at its deadline, on request, never begun
(the prompt does not fit the context), or against its grammar (a server that cannot be held to one)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One generation. `grammar` is Lark text for llguidance, without any engine's prefix; None leaves text free."""

    messages: tuple[tuple[str, str], ...]  # (role, content): static instructions first, so that their prefill is shared
    max_output_tokens: int
    timeout_seconds: float
    grammar: str | None = None
    source: str | None = None  # the text to summarize alone, for models that take no instructions
    after: Request | None = None  # a request made just before, whose prompt this one repeats and goes on


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request; `text` is partial unless `finish` is stop."""

    text: str
    finish: str  # one of FINISHES
    usage: Usage = field(default_factory=Usage)


class Backend(Protocol):
    """An engine with its weights loaded; `generate` may be called from several threads."""

    @property
    def name(self) -> str:
        """The engine, as `Settings.backend` names it."""

    @property
    def weights(self) -> str:
        """What a report calls the weights."""

    @property
    def weights_sha256(self) -> str | None: ...

    @property
    def context_tokens(self) -> int:
        """Prompt and reply together may not exceed this."""

    def generate(self, request: Request, cancel: threading.Event | None = None) -> Reply:
        """Run one request. The deadline counts from when the engine takes it up. Raises BackendError."""

    def close(self) -> None:
        """Free the weights; further requests raise BackendError."""
