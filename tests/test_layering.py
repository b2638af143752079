"""The architecture as a test: imports run one way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "summarizer"

LAYERS = (
    ("cli", "__main__"),
    ("commands", "running"),
    ("worker", "evaluate", "bench", "survey", "vocabulary"),
    ("api", "batch", "agree"),
    ("pipeline", "runkey", "sources"),
    ("stages",),
    ("backends", "library"),
    ("catalogue", "facts", "layout", "naming", "text", "weights", "mirrors", "writing"),
    ("report",),
    ("types", "errors", "settings", "wording"),
)
"""From the doors down: a module imports from its own layer and the layers below it."""

RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if not {"_ui", "_models"} & set(p.relative_to(PACKAGE).parts))


def part(path: Path) -> str:
    """The layer's name of a module: its folder, or its own name."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Dotted names of all modules a file imports, at any depth of its code."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module else set()
    return names


def ours(path: Path) -> set[tuple[str, ...]]:
    """The parts of the package's own modules that a file imports, below `summarizer`."""
    return {tuple(name.split(".")[1:]) for name in imported(path) if name.split(".")[0] == "summarizer"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_run_down_the_layers(path: Path) -> None:
    """No module imports from a layer above its own."""
    own = part(path)
    if own == "__init__":
        return  # the public names, loaded lazily
    assert own in RANK, f"{own} has no layer yet: add it to LAYERS"
    for target in ours(path):
        name = target[0]
        if name not in RANK:
            assert name == "__version__" or (PACKAGE / name).exists() is False, f"{name} has no layer yet"
            continue
        back = own == "types" and target == ("report", "to_dict")  # Report.to_dict: report.py is made of the types
        assert back or RANK[own] <= RANK[name], f"{path.name} imports {'.'.join(target)} from a layer above"


@pytest.mark.parametrize("path", [p for p in MODULES if part(p) == "stages"], ids=lambda p: p.name)
def test_stages_do_not_import_each_other(path: Path) -> None:
    """Only the pipeline joins stages."""
    assert not {target for target in ours(path) if target[0] == "stages"}


@pytest.mark.parametrize("path", [p for p in MODULES if part(p) == "library"], ids=lambda p: p.name)
def test_the_library_knows_types_but_no_stages(path: Path) -> None:
    """What is done with finished reports does not depend on how they came about."""
    allowed = {"library", "types", "errors", "wording", "report", "text", "naming", "catalogue"}
    assert {target[0] for target in ours(path)} <= allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_the_package_never_imports_streamlit(path: Path) -> None:
    """The page uses the package, not the other way round; `summarizer ui` only asks whether streamlit is there."""
    wanted = {name.split(".")[0] for name in imported(path)}
    assert "streamlit" not in wanted
