"""Segmenting: the kind of a post and where its parts begin."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import InputError
from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.stages.segment import MAX_CHARACTERS, segment
from summarizer.types import CleanText, Segment

LONG = "这是一段足够长的正文，它说明了模型的来历、规模和用途，也提到了它的限制和许可。"


def parted(text: str, name: str = "a.txt") -> tuple[CleanText, str, tuple[Segment, ...]]:
    """Clean text, kind and segments of a text."""
    post = clean(read(text.encode(), name)[0])
    return post, *segment(post)


def test_a_question_and_its_answers() -> None:
    """Bylines give author and time; the question is signed below its words."""
    asked = "小模型能用吗？\n求助：手机上跑得动吗\n阿明 提问于 3 天前\n2 个回答\n"
    thread = f"{asked}小红 回答于 2 天前\n{LONG}\n老李 回答于 1 天前\n{LONG}\n"
    text, kind, found = parted(thread)
    assert kind == "qa"
    assert [(s.role, s.author, s.time) for s in found] == [
        ("question", "阿明", "3 天前"),
        ("answer", "小红", "2 天前"),
        ("answer", "老李", "1 天前"),
    ]
    assert text.text[found[1].start : found[1].end] == LONG


@pytest.mark.parametrize(
    "byline",
    [
        "{n}楼 用户{n} 2024-05-01 12:0{n}",
        "#{n} 用户{n} 3 小时前",
        "[{n}楼] 用户{n}：",
        "用户{n} 发表于 2024-5-1 12:0{n}",
        "用户{n} replied 2 days ago",
    ],
    ids=["floor", "number", "bracket", "posted", "english"],
)
def test_forum_floors(byline: str) -> None:
    """Each floor is a segment of its own, whatever its line looks like."""
    body = "".join(byline.format(n=n) + ("\n" if not byline.endswith("：") else "") + LONG + "\n" for n in (1, 2, 3))
    _, kind, found = parted("显卡怎么选\n\n" + body)
    assert kind == "qa"
    assert [s.author for s in found][-2:] == ["用户2", "用户3"]


@pytest.mark.parametrize(
    "numbers",
    [
        ["1、", "1、", "3、", "4、"],
        ["01 ", "02 ", "03 ", "04 "],
        ["一、", "二、", "三、", "四、"],
        ["Top 4: ", "Top 3: ", "Top 2: ", "Top 1: "],
    ],
    ids=["wrong", "two-digit", "chinese", "countdown"],
)
def test_a_listicle_with_any_numbering(numbers: list[str]) -> None:
    """Items are found by their heads, even where the numbers are wrong."""
    names = ["Llama 2 7B", "Phi-2", "MPT", "Zephyr 7B"]
    items = "".join(f"{n}{name}\n\n{LONG}\n\n{LONG}\n\n" for n, name in zip(numbers, names, strict=True))
    _, kind, found = parted(f"值得关注的4个小模型\n\n{LONG}\n\n{items}")
    assert kind == "listicle"
    assert [s.role for s in found] == ["intro", "item", "item", "item", "item"]
    assert found[1].title is not None and found[1].title.endswith("Llama 2 7B")


def test_numbered_sections_do_not_make_a_listicle() -> None:
    """An article whose sections are numbered stays an article."""
    sections = "".join(
        f"{n}、{title}\n{LONG}{LONG}\n" for n, title in ((1, "为什么降价"), (2, "谁会受益"), (3, "接下来看什么"))
    )
    _, kind, found = parted(f"大模型降价潮来了\n{LONG}\n{sections}")
    assert kind == "article"
    assert [s.role for s in found] == ["intro", "section", "section", "section"]


def test_a_digest_has_one_item_a_story() -> None:
    """The overview is the introduction; each story is an item with its title."""
    stories = "".join(f"## 第{n}家公司发布新模型\n\n{LONG}\n\n" for n in "一二三")
    _, kind, found = parted(f"# AI 日报 2025-01-02\n\n## 概览\n\n- 一\n- 二\n- 三\n\n{stories}", "a.md")
    assert kind == "digest"
    assert [s.role for s in found] == ["intro", "item", "item", "item"]


def test_list_items_are_stories_under_category_headings() -> None:
    """A category heading with a list below it is no story; its items are."""
    text = f"# AI 周报 第 3 期\n\n## 产品\n\n1. {LONG}\n2. {LONG}\n\n## 论文\n\n1. {LONG}\n"
    assert [s.role for s in parted(text, "a.md")[2]] == ["item", "item", "item"]


def test_bold_headlines_below_categories_are_stories() -> None:
    """Below a category each bold line heads a story, and so do bold clauses in a list; bare names there don't."""
    bold = "".join(f"**第{n}款工具上线**\n\n{LONG}\n\n" for n in "一二")
    listed = "".join(f"- **第{n}项标准正式生效**：各家厂商年底前都要改完接口\n" for n in "三四")
    names = "- **小舟 2**：修了错误\n- **小帆**：更快了\n"
    text = f"# 本月新知\n\n### 工具\n\n{bold}### 标准\n\n{listed}\n### 版本\n\n{names}"
    _, kind, found = parted(text, "a.md")
    assert kind == "digest"
    assert [s.title for s in found] == [
        "第一款工具上线",
        "第二款工具上线",
        "第三项标准正式生效",
        "第四项标准正式生效",
        "版本",
    ]


def test_a_list_of_links_is_one_story_and_the_issue_ends_with_its_closing_words() -> None:
    """Link after link with half a line each stays together under its heading."""
    links = "".join(
        f"- [第{n}家公司发布了新的语音模型](https://a.example/{n})，可以免费试用，也能商用。\n" for n in (1, 2, 3)
    )
    _, kind, found = parted(
        f"# 周报 第 9 期\n\n## 简讯\n\n{links}\n## 深读\n\n{LONG}\n\n以上就是本期的全部内容。\n", "a.md"
    )
    assert kind == "digest"
    assert [s.role for s in found] == ["item", "item", "outro"]


def test_names_with_their_addresses_make_a_listicle() -> None:
    """A heading that links a tool's own address is no headline with its source."""
    tools = "".join(f"## Tool{n}（[https://t{n}.example/](https://t{n}.example/)）\n\n{LONG}\n\n" for n in range(6))
    assert parted(f"# 绘画工具整理\n\n{LONG}\n\n{tools}", "a.md")[1] == "listicle"


def test_headings_numbered_in_two_ways_are_one_series() -> None:
    """`2.` here and `3 ` there, at one level of headings, number the same list."""
    numbers = ["1.", "2.", "3 ", "4 ", "5 ", "6 天"]
    names = ["Kite", "Lark", "海风", "山月", "Moss", "梯"]
    items = "".join(f"## {n}{name}\n\n{LONG}\n\n" for n, name in zip(numbers, names, strict=True))
    _, kind, found = parted(f"# 国产助手汇总\n\n{LONG}\n\n{items}", "a.md")
    assert (kind, len([s for s in found if s.role == "item"])) == ("listicle", 6)


def test_lines_without_a_full_stop_head_a_text_whose_sentences_have_one() -> None:
    """Such a line may hold a comma; a line broken inside its sentence and a caption head nothing."""
    part = "这个模型的体积其实非常小。\n训练一共只花了三天，用的是旧显卡。\n社区随后验证了结果。\n"
    broken = "团队公布的成绩其实是在\n一台旧机器上测出来的，谁都能重做一遍。\n"
    opening = f"小模型的一周\n{LONG}\n{part}结构更简单，成本降一半\n{part}{LONG}\n{broken}"
    text = f"{opening}开放的不只是权重，还有数据\n{part}{LONG}\n"
    assert [s.title for s in parted(text)[2]] == [None, "结构更简单，成本降一半", "开放的不只是权重，还有数据"]
    captions = "".join(f"{LONG}\n\n![](a{n}.png)\n\n结构示意第{n}版\n\n{LONG}\n\n" for n in (1, 2))
    assert [s.title for s in parted(f"# 标题\n\n{captions}", "a.md")[2]] == [None]


def test_a_question_and_one_answer_from_a_site_of_questions() -> None:
    """The address beside the text says that it answers the title; without one a question is only a headline."""
    address = "[原链接](https://www.zhihu.com/question/1234567/answer/89)\n\n"
    asked = "# 小模型和大模型各自擅长什么？\n\n"
    _, kind, found = parted(f"{asked}{address}{LONG}\n\n**要看用途**\n\n{LONG}\n", "a.md")
    assert (kind, [s.role for s in found]) == ("qa", ["question", "answer"])
    assert parted(f"{asked}{LONG}\n\n**要看用途**\n\n{LONG}\n", "a.md")[1] == "article"


def test_a_word_and_its_number_head_a_section() -> None:
    """关键1：, 趋势二： and the like count sections."""
    text = f"语音模型的两个关键\n{LONG}\n關鍵1:更好的資料\n{LONG}{LONG}\n關鍵2:更小的模型\n{LONG}{LONG}\n"
    assert [s.title for s in parted(text)[2]] == [None, "關鍵1:更好的資料", "關鍵2:更小的模型"]


def test_a_transcript_is_parted_by_speaker() -> None:
    """The host asks, the guests answer."""
    turns = f"主持人：先说说小模型？\n张三：{LONG}\n李四：{LONG}\n" * 3
    _, kind, found = parted("圆桌实录\n" + turns)
    assert kind == "qa"
    assert [(s.role, s.author) for s in found[:3]] == [("question", "主持人"), ("answer", "张三"), ("answer", "李四")]


def test_sections_behind_an_interview_are_no_answer() -> None:
    """A heading as high as the one above the talk ends it; who speaks with his office said is the same speaker."""
    turns = f"主持人：先说说小模型？\n\n张三（首席科学家）：{LONG}\n\n张三：{LONG}\n\n" * 3
    text = f"# 圆桌\n\n## 对谈\n\n{turns}## 现场提要\n\n### 价格\n\n{LONG}\n\n### 许可\n\n{LONG}\n"
    _, kind, found = parted(text, "a.md")
    assert kind == "qa"
    assert [(s.role, s.title) for s in found[-2:]] == [("section", "价格"), ("section", "许可")]
    assert {s.author for s in found if s.role == "answer"} == {"张三"}


def test_no_segment_is_enormous() -> None:
    """A long text without headings is cut between paragraphs."""
    _, kind, found = parted("长文\n" + (LONG * 3 + "\n") * 80)
    assert kind == "article"
    assert len(found) > 2
    assert max(s.end - s.start for s in found) <= MAX_CHARACTERS


PARTS = st.sampled_from(
    [
        "# 标题\n",
        "1、Llama\n",
        "张三：好\n",
        "3楼 李四\n",
        "- 一\n",
        "\r\n",
        "😀\n",
        "\x00",
        "**粗**\n",
        LONG + "\n",
        "问：好吗\n",
        "答：好\n",
    ]
)


@given(pieces=st.lists(PARTS | st.text(max_size=6), max_size=24), name=st.sampled_from(["a.txt", "a.md"]))
def test_segments_are_in_order_and_hold_all_text(pieces: list[str], name: str) -> None:
    """No overlap, valid spans, and nothing but headings and the title outside."""
    try:
        text, _, found = parted("".join(pieces), name)
    except InputError:
        return
    assert all(a.end <= b.start for a, b in pairwise(found))
    inside = set()
    for part in found:
        assert text.span(part.start, part.end).quote
        inside |= set(range(part.start, part.end))
    title = text.post.title or ""
    for block in text.blocks:
        line = text.text[block.start : block.end]
        titled = line.strip() in title or (title and title in line)
        if block.kind != "heading" and line.strip() and not titled:
            assert block.start in inside, line


@pytest.mark.shared
def test_real_threads_and_lists_keep_their_parts(shared: Path) -> None:
    """The two posts that started it: three answers; nine items though the numbers are wrong."""
    kinds = {}
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = clean(read(path.read_bytes(), path.name)[0])
        kind, found = segment(text)
        kinds[kind] = [s.role for s in found]
    assert kinds["qa"] == ["question", "answer", "answer", "answer"]
    assert kinds["listicle"].count("item") == 9
