"""Cleaning: furniture and markup go with their reasons, content and offsets stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import InputError
from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.types import CleanText

PROSE = "这款模型在多项测试中超过了更大的对手，参数只有七十亿，训练数据约两万亿词元，权重以 Apache 2.0 协议开放下载。"


def cleaned(text: str, name: str = "a.txt") -> CleanText:
    """A text read under a name and cleaned."""
    return clean(read(text.encode(), name)[0])


@pytest.mark.parametrize(
    "line",
    [
        "点赞 收藏 分享",
        "责任编辑：小王",
        "编译丨小李",
        "版权声明：本文为某刊原创，未经授权禁止转载。",
        "扫描二维码，关注公众号",
        "如果觉得有用，欢迎点赞、转发支持",
        "标签：大模型 开源",
        "阅读 1.2万 · 评论 36",
        "（完）",
        "editor@example.com",
        "上一篇：昨天的旧闻",
        "登录后才可以评论",
        "2024-05-01 10:20",
    ],
)
def test_furniture_behind_the_text_goes(line: str) -> None:
    """Each kind of site furniture is dropped, and recorded with a reason."""
    text = cleaned(f"某模型发布\n\n{PROSE}\n\n{line}\n")
    assert line not in text.text
    assert any(line in text.post.text[d.start : d.end] and d.reason != "markup" for d in text.dropped)
    assert PROSE in text.text


@pytest.mark.parametrize(
    "line",
    [
        "模型发布时间：2023年7月",
        "许可：Apache 2.0，可商用。",
        "来源广泛的数据让它在代码任务上也不落下风。",
        "公司还上线了公众号助手功能，由同一模型驱动，已有十万用户。",
        "参数：70亿",
    ],
)
def test_content_that_looks_like_furniture_stays(line: str) -> None:
    """Facts inside the text stay, even where a word of furniture is in them."""
    assert line in cleaned(f"某模型发布\n\n{PROSE}\n\n{line}\n\n{PROSE}\n").text


def test_a_list_of_related_posts_goes_as_a_whole() -> None:
    """Titles, dates and tags below 相关推荐 are dropped together."""
    tail = "相关推荐\n2021-03-01 10:00:00\n云原生架构\n一文读懂数据库\n2020-01-01 09:00:00\n"
    text = cleaned(f"标题在此\n\n{PROSE}\n\n{tail}")
    assert text.text.strip().endswith("下载。")


def test_markup_leaves_names_whole() -> None:
    """Emphasis, link targets, ticks and heading signs go; the words around them close up."""
    text = cleaned("# 标题\n\n**Qwen2.5**-`72B` 由[阿里](https://a.example/x_(y))开源，见 snake_case_name。\n", "a.md")
    assert "Qwen2.5-72B 由阿里开源，见 snake_case_name。" in text.text


def test_hard_wrapped_fragments_form_one_sentence() -> None:
    """Lines chopped up at their links are joined without the line break."""
    text = cleaned("该模型由\n[**某公司**](https://a.example)\n，于\n**2023 年**\n，发布。\n", "a.md")
    assert "某公司，于" in text.text.replace("\n", "#")


def test_front_matter_shortcodes_and_images_go() -> None:
    """What a static site generator needs is no content."""
    text = cleaned(f"---\ntitle: 标题\n---\n{{{{< button href='x' >}}}}\n\n![图](a.png)\n\n{PROSE}\n", "a.md")
    assert text.text.strip() == PROSE
    assert {"front-matter", "shortcode", "image"} <= {d.reason for d in text.dropped}


def test_credit_lines_fill_in_the_posts_facts() -> None:
    """Author, outlet and date are taken before their lines are dropped."""
    text = cleaned(f"某模型发布\n2024-05-06 10:00　来源：某科技\n作者：张三\n\n{PROSE}\n")
    post = text.post
    assert (post.title, post.author, post.published, post.source) == ("某模型发布", "张三", "2024-05-06", "某科技")


def test_a_page_keeps_its_article_only() -> None:
    """Menus before and lists of links behind the running text of a page are dropped."""
    links = "".join(f"<li><a href='/{n}'>别的新闻标题第{n}条</a></li>" for n in range(12))
    page = f"<html><body><ul>{links}</ul><h1>新模型发布</h1><p>{PROSE}</p><p>{PROSE}</p><ul>{links}</ul></body></html>"
    text = cleaned(page, "a.html")
    assert "别的新闻" not in text.text
    assert text.text.count(PROSE) == 2


MARKS = st.sampled_from(
    ["**", "# ", "[a](b)", "`", "|", "- ", "\r\n", "\r", "\n", "😀", "\x00", "点赞", "相关推荐\n", PROSE]
)


@given(pieces=st.lists(MARKS | st.text(max_size=8), max_size=20), name=st.sampled_from(["a.txt", "a.md"]))
def test_kept_and_dropped_ranges_cover_the_post(pieces: list[str], name: str) -> None:
    """Sorted, disjoint, complete; and a clean range always points at its own characters in the post."""
    try:
        text = cleaned("\ufeff" + "".join(pieces), name)
    except InputError:
        return
    ranges = sorted([*text.kept, *((d.start, d.end) for d in text.dropped)])
    edges = [0, *(e for r in ranges for e in r), len(text.post.text)]
    assert all(edges[i] == edges[i + 1] for i in range(0, len(edges), 2))
    for block in text.blocks:
        span = text.span(block.start, block.end)
        assert text.post.text[span.start : span.end] == span.quote
        assert span.quote[0] == text.text[block.start]
