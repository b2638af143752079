"""How firmly a claim is worded."""

from __future__ import annotations

import pytest

from summarizer.facts.firmness import around, credits, dates_the_model, is_extension, is_versioned, tells_an_opening


@pytest.mark.parametrize(
    ("quote", "after", "credited"),
    [
        ("雨云推出的Astra 2", "很快", True),
        ("雨云\n**正式發布新一代模型Astra 2", "。", True),
        ("Astra 2是雨云", "的新作", True),
        ("雨云推出集成Astra 2", "的浏览器", False),
        ("雨云发布Astra 2", "版搜索", False),
        ("雨云发布Astra 2", "、Borea等模型", False),
        ("雨云的新品发布会，Astra 2", "也在场", False),
        ("雨云平台上线Astra 2", "", False),
    ],
)
def test_credit(quote: str, after: str, credited: bool) -> None:
    """Only a plain statement of making credits: no user, no host, no list of guests."""
    assert credits(quote, after, ["Astra 2"], ["Nimbus", "雨云"]) == credited


@pytest.mark.parametrize(
    ("quote", "before", "after", "dated"),
    [
        ("Astra 2于2023年5月发布", "", "，支持网页", True),
        ("2023年5月发布", "它是", "的", True),
        ("2023年5月发布", "这家公司于", "", False),
        ("Astra 2的应用于2023年5月发布", "", "", False),
        ("Astra 2于2023年5月发布", "", "新版本", False),
        ("2023年5月，Astra 2宣布降价", "", "", False),
    ],
)
def test_date_of_the_model(quote: str, before: str, after: str, dated: bool) -> None:
    """A date counts where the model itself came out, not an app, a price, an update."""
    assert dates_the_model(quote, (before, after), ["Astra 2"]) == dated


def test_names_tell_a_version() -> None:
    """A digit or a member's label makes a name precise."""
    assert is_versioned(["Astra 2"])
    assert is_versioned(["Cygnus-flash"], ["1T", "flash"])
    assert not is_versioned(["Cygnus"], ["7B"])


def test_ways_out() -> None:
    """Extended windows and news of an opening are told as such; the reach ends with the sentence."""
    assert is_extension("可扩展至百万token")
    assert not is_extension("拥有百万token的窗口")
    assert tells_an_opening("现已开源")
    assert not tells_an_opening("是开源模型")
    assert around("甲。乙丙丁。戊", 3, 4) == ("乙", "丁")
