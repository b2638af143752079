"""What a run can be told, in one object."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

DEFAULT_WEIGHTS = "qwen2.5-coder-1.5b"
"""The registry name of the weights that `make run` uses."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of a run; all but `threads` and `progress` can change a report and are part of its run key."""

    use_llm: bool = True
    weights: str = DEFAULT_WEIGHTS  # a registry name or a path to a GGUF file
    backend: str = "llamacpp"  # llamacpp | transformers | openai
    server: str | None = None  # address of an OpenAI-compatible server, for the backend openai
    any_language: bool = False  # summarize posts that are not Chinese, too
    max_bytes: int = 20_000_000
    context_tokens: int = 8192
    timeout_seconds: float = 120.0  # wall clock, for one generation
    catalogue: Path | None = None  # a user's own rows, added to the packaged ones
    proposals: Literal["off", "add", "only"] = "off"  # names that Qwen reads: beside the rules', or alone
    threads: int | None = None
