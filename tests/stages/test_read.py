"""Reading: encodings, media, metadata, folders, and everything that is no post."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import InputError
from summarizer.stages.read import find, load, read

PROSE = "智谱发布了新的开源模型，参数为九十亿，许可协议为 MIT。开发者可以在网站上下载权重，并在自己的电脑上运行。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5"])
def test_reads_every_encoding(encoding: str) -> None:
    """The text comes out the same whatever encoding it was saved in."""
    text = "這個模型的參數是七十億，可以在網站上下載。Qwen 2.5\n" if encoding == "big5" else PROSE + "Qwen 2.5\n"
    assert read(text.encode(encoding), "a.txt")[0].text == text


@pytest.mark.parametrize("text", ["模型开源了", "价格下降，性能提升", "今天发布新的大模型"])
def test_short_gb18030_is_not_taken_for_another_encoding(text: str) -> None:
    """A headline of a few characters is enough to tell GB18030."""
    assert read(text.encode("gb18030"), "a.txt")[0].text == text


def test_a_lying_charset_is_overruled_by_the_bytes() -> None:
    """A page that says UTF-8 and is GB18030 is read as GB18030."""
    page = f'<html><head><meta charset="utf-8"><title>新模型</title></head><body><p>{PROSE}</p></body></html>'
    post = read(page.encode("gb18030"), "a.html")[0]
    assert post.encoding == "gb18030"
    assert "九十亿" in post.text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        (bytes(range(256)) * 8, "binary"),
        (b"x" * 101, "too-large"),
        ("模型".encode()[:-1] + b"\xff\xfe\xfd" * 20, "undecodable"),
    ],
    ids=["nothing", "blanks", "mark-only", "picture", "bytes", "too-large", "damaged"],
)
def test_what_is_no_post_is_named(data: bytes, code: str) -> None:
    """Each unreadable file fails with its own code."""
    with pytest.raises(InputError) as caught:
        read(data, "a.txt", max_bytes=100 if code == "too-large" else 10_000_000)
    assert caught.value.code == code


def test_front_matter_becomes_metadata() -> None:
    """Title, author, date and the outlet's host come from front matter, in Chinese keys too."""
    text = (
        '---\ntitle: "某模型发布"\n作者: 张三\n发布日期: 2025-02-20\n来源: https://www.example.com/a/1\n---\n正文。\n'
    )
    post = read(text.encode(), "a.md")[0]
    assert (post.title, post.author, post.published, post.source) == ("某模型发布", "张三", "2025-02-20", "example.com")
    assert post.blocks[0].kind == "front-matter"


def test_html_shows_only_what_is_visible() -> None:
    """Scripts, styles, templates and hidden elements are not part of the text; cells keep their places."""
    page = (
        "<html><body><script>var a=1</script><p hidden>隐藏</p><p style='display: none'>看不见</p>"
        f"<h1>标题</h1><p>{PROSE}</p><table><tr><td>模型</td><td>7B</td></tr></table></body></html>"
    )
    post = read(page.encode(), "a.html")[0]
    assert "var a" not in post.text and "隐藏" not in post.text and "看不见" not in post.text
    row = next(b for b in post.blocks if b.kind == "row")
    assert [post.text[a:b] for a, b in row.cells] == ["模型", "7B"]


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><title>新模型</title></head></html>\n<body><p>{PROSE}</p></body></html>",
        f"<html><body><p>导语</p></body></html><div><p>{PROSE}</p></div>",
        f"<html><body><p>导语</p><div style='visibility: hidden'><p>{PROSE}</p></div></body></html>",
        f"<body hidden><p>导语</p><p>{PROSE}</p></body>",
    ],
    ids=["closed-early", "behind-the-end", "shown-by-script", "whole-page-hidden"],
)
def test_html_shows_what_a_browser_would(page: str) -> None:
    """Text behind a wrong closing tag is read, and so is an article that a script makes visible."""
    assert PROSE.strip() in read(page.encode(), "a.html")[0].text


def test_html_metadata() -> None:
    """JSON-LD and meta tags name title, author, date and outlet."""
    page = (
        '<html><head><title>新模型 - 某站</title><meta property="article:published_time" content="2025-03-01T08:00Z">'
        '<script type="application/ld+json">{"@type":"Article","headline":"新模型发布","author":{"name":"李四"},'
        f'"publisher":{{"name":"某站"}}}}</script></head><body><h1>新模型发布</h1><p>{PROSE}</p></body></html>'
    )
    post = read(page.encode(), "a.html")[0]
    assert (post.title, post.author, post.published, post.source) == ("新模型发布", "李四", "2025-03-01", "某站")


def test_a_feed_is_one_post_an_entry() -> None:
    """Entries become posts in order, each with its own id, title and date."""
    items = "".join(
        f"<item><title>第{n}条</title><pubDate>Mon, 0{n} Jan 2024 08:00:00 GMT</pubDate>"
        f"<description><![CDATA[<p>{PROSE}</p>]]></description></item>"
        for n in (1, 2)
    )
    feed = f'<?xml version="1.0" encoding="utf-8"?><rss><channel><title>某刊</title>{items}</channel></rss>'
    posts = read(feed.encode(), "feed.xml")
    assert [(p.path, p.title, p.published) for p in posts] == [
        ("feed.xml#1", "第1条", "2024-01-01"),
        ("feed.xml#2", "第2条", "2024-01-02"),
    ]
    assert posts[0].id != posts[1].id


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PROSE, "zh-Hans"),
        ("這個模型的參數是七十億，可以在網站上下載權重。", "zh-Hant"),
        ("The new model has seven billion parameters and is released under the Apache licence today.", "en"),
        ("新しいモデルは七十億のパラメータを持ち、今日から無料でダウンロードできます。", "ja"),
        ("이 모델은 칠십억 개의 매개변수를 가지고 있으며 오늘부터 내려받을 수 있습니다.", "other"),
        ("用 `pip install vllm` 安装后，运行 Qwen2.5-7B-Instruct 和 DeepSeek-R1 模型，速度很快。", "zh-Hans"),
    ],
    ids=["simplified", "traditional", "english", "japanese", "korean", "mixed"],
)
def test_language(text: str, language: str) -> None:
    """Scripts decide, and Latin names or code do not make a Chinese post English."""
    assert read(text.encode(), "a.txt")[0].language == language


def test_folders_are_searched_in_a_stable_order(tmp_path: Path) -> None:
    """Hidden files are left out, a link to a folder above is no endless loop."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.md").write_text("二")
    (tmp_path / "1.txt").write_text("一")
    (tmp_path / ".hidden.md").write_text("不")
    (tmp_path / "b" / "up").symlink_to(tmp_path, target_is_directory=True)
    assert [p.relative_to(tmp_path).as_posix() for p in find([tmp_path])] == ["1.txt", "b/2.md"]


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    """A path that isn't there is unreadable, and its name is in the message."""
    with pytest.raises(InputError, match=r"nowhere\.txt") as caught:
        load(tmp_path / "nowhere.txt")
    assert caught.value.code == "unreadable"


@given(data=st.binary(max_size=400), name=st.sampled_from(["a.txt", "a.md", "a.html", "a.xml"]))
def test_random_bytes_raise_nothing_but_input_errors(data: bytes, name: str) -> None:
    """Whatever the bytes are, reading ends in posts or an InputError, and blocks lie inside the text."""
    try:
        posts = read(data, name)
    except InputError:
        return
    assert all(0 <= b.start <= b.end <= len(p.text) for p in posts for b in p.blocks)


def test_deeply_nested_markup_is_read() -> None:
    """What stands below thousands of open elements is still found."""
    page = b"<html><body>" + b"<div><ul><li>" * 20_000 + PROSE.encode()
    assert PROSE in read(page, "a.html")[0].text
