"""Numbers with Chinese and Latin scales."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.facts.numbers import amounts, number, plain


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("70亿", 7e9),
        ("7B", 7e9),
        ("七十亿", 7e9),
        ("7 b", 7e9),
        ("７Ｂ", 7e9),
        ("1.2万亿", 1.2e12),
        ("千亿", 1e11),
        ("两千亿", 2e11),
        ("三点五万亿", 3.5e12),
        ("131,072", 131072),
        ("1,750億", 1.75e11),
        ("百万", 1e6),
        ("10 billion", 1e10),
        ("二〇二四", 2024),
        ("一百二十亿", 1.2e10),
        ("0.6B", 6e8),
        ("500M", 5e8),
        ("128K", 128000),
        ("十万亿", 1e13),
    ],
)
def test_number_reads_every_scale(written: str, value: float) -> None:
    """One amount has one value, whichever way it is written."""
    assert number(written) == value


@pytest.mark.parametrize("written", ["", "亿亿", "abc", "7X", "第七", "1.2.3亿"])
def test_number_refuses_what_is_none(written: str) -> None:
    """No value is invented for what is no number."""
    assert number(written) is None


@pytest.mark.parametrize("vague", ["数十亿参数", "几百亿规模", "上千亿", "好几万亿"])
def test_vague_amounts_are_left_out(vague: str) -> None:
    """数十亿 is no number."""
    assert amounts(plain(vague)) == []


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("5亿到720亿", [5e8, 7.2e10]),
        ("7-70B", [7e9, 7e10]),
        ("30 至 200 亿", [3e9, 2e10]),
        ("从8K到128K", [8e3, 1.28e5]),
    ],
)
def test_ranges_give_both_ends(written: str, values: list[float]) -> None:
    """The first number of a range takes the scale of the second where it has none."""
    assert [a.value for a in amounts(plain(written))] == values


@given(
    st.integers(1, 99_999),
    st.sampled_from([("亿", 1e8), ("万亿", 1e12), ("B", 1e9), ("M", 1e6), ("K", 1e3), ("万", 1e4)]),
)
def test_number_round_trip(count: int, scale: tuple[str, float]) -> None:
    """Any count with any scale reads back, with and without a blank."""
    word, factor = scale
    assert number(f"{count}{word}") == number(f"{count} {word}") == count * factor


@given(st.text(alphabet="０1２3.,，亿億萬万Bbk Ｂ参數千百十第数个\n-", max_size=40))
def test_amounts_lie_where_they_say(text: str) -> None:
    """Offsets hold, amounts never overlap, and folding keeps every offset."""
    folded = plain(text)
    assert len(folded) == len(text)
    end = 0
    for one in amounts(folded):
        assert end <= one.start < one.end <= len(text)
        end = one.end
