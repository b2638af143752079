"""`summarizer backends`: which engines there are on this machine, which would be used, and why."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from summarizer import weights
from summarizer.backends import openai
from summarizer.backends.choose import NAMES
from summarizer.backends.llamacpp import physical_cores
from summarizer.errors import SettingsError, SummarizerError
from summarizer.settings import Settings
from summarizer.wording import say

_PACKAGES = {"llamacpp": ("xllamacpp",), "transformers": ("transformers", "torch"), "openai": ("httpx", "llguidance")}
_EXTRAS = {"llamacpp": "summarizer", "transformers": "'summarizer[transformers]'", "openai": "'summarizer[openai]'"}


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine as found: whether it can run with these settings, and what decides that."""

    name: str
    is_usable: bool
    is_chosen: bool
    because: str


def backends(settings: Settings) -> int:
    """Print what is installed, what was found and what a run with these settings would use; 3 when it could not run."""
    print(say("本机：", "machine: ") + f"{platform.machine()}, {_cores()}, Python {platform.python_version()}")
    found = survey(settings)
    for engine in found:
        mark = "→" if engine.is_chosen else "·"
        state = say("可用", "usable") if engine.is_usable else say("不可用", "not usable")
        print(f"{mark} {engine.name:<13} {state:<11} {engine.because}")
    print(say("已有权重：", "weights here: ") + (", ".join(_present()) or say("无", "none")))
    chosen = next(e for e in found if e.is_chosen)
    print(
        say(
            f"将使用 {chosen.name}，权重 {settings.weights}；用 --backend 或 --server 更改。",
            f"A run would use {chosen.name} with {settings.weights}; --backend or --server changes that.",
        )
    )
    return 0 if chosen.is_usable else 3


def survey(settings: Settings) -> list[Engine]:
    """All engines; starts none and loads nothing (a configured server is asked for its list of models)."""
    if settings.backend not in NAMES:
        known = "、".join(NAMES)
        raise SettingsError(
            say(f"没有名为 {settings.backend} 的后端。", f"There is no backend called {settings.backend}."),
            say(f"可用：{known}。", f"There are: {known}."),
        )
    return [_engine(name, settings) for name in NAMES]


def _engine(name: str, settings: Settings) -> Engine:
    chosen = name == settings.backend
    missing = [package for package in _PACKAGES[name] if find_spec(package) is None]
    if name == "openai":
        missing = [package for package in missing if package != "llguidance"]  # only servers without grammars need it
    if missing:
        told = say(f"没有安装 {missing[0]}：", f"{missing[0]} is not installed: ") + f"pip install {_EXTRAS[name]}"
        return Engine(name, False, chosen, told)
    installed = ", ".join(f"{p} {_version(p)}" for p in _PACKAGES[name] if find_spec(p))
    try:
        return Engine(name, True, chosen, f"{installed}; {_target(name, settings)}")
    except SummarizerError as error:
        return Engine(name, False, chosen, f"{installed}; {error}")


def _target(name: str, settings: Settings) -> str:
    """What the engine would run on; raises SummarizerError where it could not."""
    if name == "openai":
        if not settings.server:
            raise SettingsError(say("没有给出 --server。", "No --server was given."))
        return f"{settings.server}: {openai.served(settings.server, settings.weights)}"
    path = Path(settings.weights).expanduser()
    if path.is_dir():
        if name != "transformers":
            raise SettingsError(say(f"{path} 是文件夹。", f"{path} is a folder."))
        return f"{path.name}, {_device()}"
    file = weights.resolve(settings.weights)
    return f"{file.path.name}, {_device() if name == 'transformers' else _cores()}"


def _device() -> str:
    import torch

    return f"CUDA: {torch.cuda.get_device_name()}" if torch.cuda.is_available() else "CPU"


def _cores() -> str:
    cores = physical_cores()
    return say(f"{cores} 个物理核", f"{cores} physical cores")


def _present() -> list[str]:
    return [entry.name for entry in weights.entries() if entry.is_present()]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
