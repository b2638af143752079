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
        "星期五, 三月 8日 2024, 09:15 上午",
        "子午 南风 发自 望京",
        "某前线 | 公众号 frontline",
        "「在看」「转发」「小心心」",
        "✨ 点亮星标 ✨",
        "全文约 3,200 字，读完大约需要 9 分钟",
        "京新网备 举报电话：010-00000000",
        "文中商标归其各自持有人所有",
        "以上摘要均由某某助手生成",
        "每天精选十篇值得一读的文章",
        "$('.menu').toggle(function(){",
        "抓取时间: 2024-05-01",
        "图一.png (88.1 KB, 下载次数: 3)",
        "来自某某客户端",
        "[TOC]",
        "{{ page.heading }}",
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
        "推荐和分享由两个小模型分别负责",
        "团队发自内心地感谢贡献者",
        "上下文长度 20 万字",
        "model.generate(prompt, max_tokens=64)",
        "摘要均由两位编辑核对",
    ],
)
def test_content_that_looks_like_furniture_stays(line: str) -> None:
    """Facts inside the text stay, even where a word of furniture is in them."""
    assert line in cleaned(f"某模型发布\n\n{PROSE}\n\n{line}\n\n{PROSE}\n").text


def test_the_site_above_a_repeated_title_goes() -> None:
    """A clipper's title, the site's menu and the title again: the menu is dropped, whatever its words are."""
    menu = "首页\n\n智库频道\n\n年会\n\n"
    text = cleaned(
        f"# 小模型走进车间 – 某科技网\n\n{menu}本刊的新版已经上线，老读者请看说明。\n\n小模型走进车间\n\n{PROSE}\n"
    )
    assert "智库频道" not in text.text and "新版" not in text.text
    assert PROSE in text.text


def test_what_a_post_says_before_its_title_comes_again_stays() -> None:
    """Two sentences between a title and its like are an introduction, not a menu."""
    text = cleaned(f"# 小模型走进车间\n\n{PROSE}\n\n{PROSE}\n\n## 小模型走进车间\n\n{PROSE}\n", "a.md")
    assert text.text.count(PROSE) == 3


def test_bare_words_beside_menu_words_are_a_menu() -> None:
    """One word a line, some of them known from menus; bare words in the text stay."""
    text = cleaned(f"标题在此\n\n首页\n\n车联\n\n关于\n\n峰会\n\n{PROSE}\n\n亮点\n\n{PROSE}\n")
    assert "车联" not in text.text and "峰会" not in text.text
    assert "亮点" in text.text


def test_what_follows_the_end_goes() -> None:
    """Behind the mark of the end an account talks about itself; a mark early in a text ends nothing."""
    text = cleaned(f"标题在此\n\n{PROSE}\n\n{PROSE}\n\n—完—\n\n下一站，我们去海边办一场聚会。\n")
    assert "海边" not in text.text
    assert "海边" in cleaned(f"标题在此\n\n{PROSE}\n\n（完）\n\n{PROSE}\n\n下一站，我们去海边办一场聚会。\n").text


def test_what_a_story_came_from_goes_and_no_thread_comes_of_it() -> None:
    """Outlet and time below a headline, and the link to the source behind the story, are dropped; facts stay."""
    stories = "".join(
        f"## 第{n}条新闻\n\n某媒体 · 小周 · 5月{n}日 10:20 · [讨论](https://a.example/{n})\n\n{PROSE}[阅读原文](https://b.example)\n\n"
        for n in (1, 2, 3)
    )
    text = cleaned(f"# AI 早报\n\n{stories}Mini 7B | 5月3日 | 70亿\n\n{PROSE}\n", "a.md")
    assert "小周" not in text.text and "阅读原文" not in text.text
    assert "Mini 7B | 5月3日 | 70亿" in text.text
    assert {"source", "references"} <= {d.reason for d in text.dropped}


def test_a_link_wrapped_over_two_lines_is_one() -> None:
    """Exports that wrap their lines break the words of links, too."""
    tail = "往期回顾\n\n[1、三位工程师谈他们怎样把模型\n装进手表](https://a.example/1)\n"
    assert "手表" not in cleaned(f"# 标题\n\n{PROSE}\n\n{PROSE}\n\n# {tail}", "a.md").text


def test_the_line_under_a_title_gives_names_and_outlets_but_no_facts() -> None:
    """Bare words above the date are the writer's name and such; a bare line with a figure is a subtitle."""
    text = cleaned(
        f"标题在此\n\n阿树\n\n2025-04-01\n\n09:30:00\n\n来源：\n\n某前线\n\n参数只有2B\n\n东郭 发自 望京\n\n{PROSE}\n"
    )
    assert text.text.split("\n")[:3] == ["标题在此", "参数只有2B", PROSE]


def test_links_written_as_html_inside_markdown_go_with_their_heading() -> None:
    """Blocks inside one line are told apart, so that lists of references and related posts are seen."""
    links = "".join(f"<li><a href='https://a.example/{n}'>某百科的第{n}个词条</a></li>" for n in range(3))
    folded = f"<details><summary>参考链接</summary>\n<ul>\n{links}\n</ul>\n</details>"
    related = "<div><p><strong>相关文章：</strong></p><p><a href='/9'>另一天的旧闻</a></p></div>"
    text = cleaned(f"# 标题\n\n{PROSE}\n\n{folded}\n\n## 第二节\n\n<p>{PROSE}</p><p>它很小。</p>{related}\n", "a.md")
    assert "词条" not in text.text and "旧闻" not in text.text
    assert text.text.rstrip().endswith("它很小。")


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


def test_a_link_between_two_latin_words_leaves_a_sign_between_them() -> None:
    """Without its address, [A](…)B would read as one name that nobody wrote."""
    text = cleaned(
        f"# 仓库\n\n[RWKV](https://a.example)ChatRWKV 里有 [说明](https://b.example)在后面。{PROSE}\n", "a.md"
    )
    assert "RWKV)ChatRWKV" in text.text
    assert "说明在后面" in text.text
