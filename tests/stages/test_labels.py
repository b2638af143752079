"""Titles over lists of models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from summarizer.catalogue import Catalogue
from summarizer.stages.attach import attach
from summarizer.types import Block


@pytest.fixture
def below(catalogue: Catalogue, plain_post: Callable[..., Any]) -> Callable[..., dict[str, list[object]]]:
    """Reads one field of each model in a heading with a list below it."""

    def of(heading: str, field: str, *items: str) -> dict[str, list[object]]:
        text, blocks = heading + "\n", [Block(0, len(heading), "heading", level=2)]
        for item in items:
            blocks.append(Block(len(text), len(text) + len(item), "list-item", level=1))
            text += item + "\n"
        records = attach(*from_text(text, blocks), catalogue)
        return {r.name: [v.value for v in dict(r.fields).get(field, ())] for r in records}

    def from_text(text: str, blocks: list[Block]) -> Any:
        return plain_post(text, "Astra", "Borea", blocks=tuple(blocks))

    return of


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("主流开源模型", [True]),
        ("2. 国内開源大模型推薦", [True]),
        ("海外闭源模型一览", [False]),
        ("开源模型 vs 闭源模型", []),
        ("如何评价开源模型", []),
        ("开源数据集", []),
    ],
)
def test_titles_tell_openness(
    below: Callable[..., dict[str, list[object]]], heading: str, expected: list[bool]
) -> None:
    """A title holds for what its items begin with, not for what they mention."""
    found = below(heading, "open_weights", "- Astra：速度快，胜过Borea")
    assert found == {"Astra": expected, "Borea": []}


@pytest.mark.parametrize(("heading", "expected"), [("微软", ["Microsoft"]), ("微软的新对手", [])])
def test_titles_tell_makers(below: Callable[..., dict[str, list[object]]], heading: str, expected: list[str]) -> None:
    """A heading that is a maker's name and no more credits the models listed below it."""
    assert below(heading, "organisation", "- Astra：速度快", "- 还有Borea可选") == {"Astra": expected, "Borea": []}
