"""Read Chinese AI and tech news by machine, with the evidence for every statement.

>>> from summarizer import Settings, Summarizer
>>> report = Summarizer(Settings(use_llm=False)).summarize("阿里云开源了通义千问 Qwen-7B，参数规模为 70 亿。")
>>> report.models[0].name
'Qwen-7B'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.api import Summarizer, records_frame, summarize
    from summarizer.errors import SummarizerError
    from summarizer.report import from_dict
    from summarizer.settings import Settings
    from summarizer.types import Report

_HOMES = {
    "Report": "types",
    "Settings": "settings",
    "Summarizer": "api",
    "SummarizerError": "errors",
    "from_dict": "report",
    "records_frame": "api",
    "summarize": "api",
}

__all__ = ["Report", "Settings", "Summarizer", "SummarizerError", "from_dict", "records_frame", "summarize"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used: `import summarizer` alone stays quick."""
    if name in _HOMES:
        return getattr(import_module(f"summarizer.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'summarizer' has no attribute {name!r}")
