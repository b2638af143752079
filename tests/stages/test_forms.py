"""The forms that posts come in: each is read, cleaned and segmented as its readers would."""

from __future__ import annotations

import pytest

from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.stages.segment import segment
from summarizer.types import CleanText, Segment

A = "这是一段足够长的正文，它说明了模型的来历、规模和用途，也提到了它的限制和许可。"
B = "另一段文字讲的是部署：显存要多少，量化以后精度掉多少，以及社区里的人怎么看。"


def parted(text: str, name: str) -> tuple[CleanText, str, tuple[Segment, ...]]:
    """Clean text, kind and segments."""
    post = clean(read(text.encode(), name)[0])
    return post, *segment(post)


ANSWERS = f"""# 8G 显存的笔记本能跑哪些大模型？

手里只有一台 8G 显存的笔记本，想跑个能写周报的模型，有推荐吗？

**128 个回答** · 被浏览 35,210

## 山间小路

> 后端工程师，业余玩模型
> 326 人赞同了该回答

{A}

编辑于 2024-05-12 09:30 · 著作权归作者所有

## 深夜食堂

1,024 人赞同了该回答

{B}

发布于 2024-05-13 22:10

## 匿名用户

{A}

发布于 2024-05-14 10:00

登录后参与回答
"""

ACCOUNT = f"""# 零一万物又更新了

*原创* 小码君 [码上茶馆](javascript:void(0);) *2024年05月13日 20:31* *北京*

点击上方蓝字关注我们

{A}

**01**

**模型本身**

{A}{B}

**02**

**怎么用**

{B}{A}

END

往期推荐

[一篇旧文章的标题](https://example.com/1)

微信扫一扫
关注该公众号
"""

FLASHES = f"""科技快讯 · 2024-06-18

20:15 通义千问宣布降价，Qwen-Long 输入降至每千 token 0.0005 元
{A}

19:40 百川智能发布 Baichuan 4
{B}

18:02 面壁智能完成新一轮融资
{A}
"""

WEEKLY = f"""# 大模型周刊 第 12 期（2024.07.29 – 08.04）

本期有三个大消息，慢慢看。这一周的新闻特别多，挑了几条。

## 新模型

### Gemma 2 2B 发布

{A}

### MiniCPM-V 2.6 开源

{B}

## 工具

### llama.cpp 支持新量化

{A}
"""

FLOORS = f"""【讨论】Yi-34B 和 Qwen-72B 选哪个？

楼主：显卡难民　2024-01-05 10:22
{A}

1楼 老王　2024-01-05 10:30
{B}

沙发 小李 2024-01-05 11:00
{A}

板凳
{B}

地板 路人甲
{A}
"""


def floor(n: int, name: str, seat: str, words: str) -> str:
    """A forum's floor, laid out in a table."""
    return (
        f'<div id="post_{n}"><table><tr><td><div class="authi"><a href="/u/{n}">{name}</a></div><div>发消息</div></td>'
        f'<td><div class="pi"><a>{seat}</a></div><div>发表于 <em>2024-2-1 09:1{n}:30</em> | 只看该作者</div>'
        f'<div class="t_f">{words}</div></td></tr></table></div>'
    )


FORUM = (
    "<html><head><title>DeepSeek Coder 值得部署吗 - 茶话论坛</title></head><body>"
    '<div><a href="/">首页</a> <a href="/f">论坛</a> <a href="/login">登录</a></div>'
    "<h1>DeepSeek Coder 值得部署吗</h1>"
    + floor(1, "阿力", "楼主", A + B)
    + floor(2, "夜猫子", "沙发", B + A)
    + floor(3, "大白", "板凳", A)
    + "<div>Powered by Discuz! X3.4 © 2001-2024</div></body></html>"
)

INTERVIEW = f"""对话智算公司 CEO 周明远：大模型不该只看参数

时间：2024年3月9日
采访：小江

{A}

主持人 00:15
先请周总介绍一下公司的新模型。

周明远 00:32
好的（笑）。{A}

主持人 02:10
价格怎么定？

周明远 02:20
{B}

主持人 03:01
开源的计划呢？

周明远 03:10
{A}{B}
"""

BLOG = f"""+++
title = "在树莓派上跑 TinyLlama"
date = 2024-01-20T10:00:00+08:00
author = "阿树"
+++

{{{{< toc >}}}}

{A}

<!--more-->

## 准备

{A}

### 硬件

{B}

### 软件

{B}

## 跑起来

```bash
./main -m tiny.gguf
```

{A}

## 小结

{B}
"""

CHAPTERS = f"""国产大模型价格战，谁在赔钱赚吆喝

2024-05-22 作者：林一　来源：科技早茶

{A}

一、起点

{A}{B}

二、跟进

{B}{A}

三、账本

{A}{B}

（完）
"""

EMOJI = "6 个值得收藏的开源模型\n\n" + "\n\n".join(
    f"{n}️⃣ {name}\n{A}"
    for n, name in enumerate(["Qwen2-7B", "Yi-1.5-9B", "GLM-4-9B", "MiniCPM-2B", "InternLM2.5", "DeepSeek-V2"], 1)
)

MIXED = """# Phi-3.5 release 笔记

Microsoft 昨天 drop 了 Phi-3.5 family，一共三个 model：mini-instruct、MoE-instruct 和 vision-instruct，license 是 MIT。

## What's new

Context window 还是 128K tokens，multilingual support 比 Phi-3 强了很多，官方 benchmark 里 MMLU 到了 69。

## My take

作为 daily driver 还不够，但是 function calling 的 accuracy 提升 visible，可以 deploy 在 edge device 上试试。
"""

NOTES = """# TinyChat v0.3.0

[English](README.md) | 简体中文

> 发布日期：2024-09-01

## 亮点

- 支持 Qwen2.5 全系列
- 新增 GGUF 导出

## 模型下载

| 模型 | 参数量 | 许可 |
|---|---|---|
| TinyChat-1.8B | 18 亿 | Apache-2.0 |
| TinyChat-7B | 70 亿 | Apache-2.0 |
"""

ESSAY = f"""我对开源大模型的看法

{A}

1. 参数不是一切
{A}{B}

2. 数据才是护城河
{B}{A}

3. 评测被刷烂了
{A}{B}

4. 许可证要看仔细
{B}{A}
"""

WALKTHROUGH = f"""<html><body><article><h1>七个模型实测</h1><h2>起因</h2><p>{A}</p>
<h2>内存去哪了</h2><p>{B}</p><h3>1. 模型权重 (Weights)</h3><p>{A}</p><h3>2. KV Cache</h3><p>{B}</p>
<h3>3. Activations</h3><p>{A}</p>
<h2>怎么省</h2><p>{B}</p><ul><li>架构决策正确：{A}</li><li>状态管理：{B}</li></ul>
<h3>1. Weight Quantization</h3><p>{A}</p><h3>2. KV Cache</h3><p>{B}</p>
<table><tr><th>模型</th><th>MMLU</th></tr><tr><td><p>Qwen2-7B</p></td><td><p>70.3</p></td></tr></table>
<h2>结论</h2><p>{A}</p></article></body></html>"""

CATEGORIES = f"""# Top 5 开源代码模型

{A}

## 通用

### DeepSeek-Coder-33B

{A}

### CodeLlama-34B

{B}

## 轻量

### StarCoder2-3B

{A}

### Qwen1.5-7B

{B}

### Phi-2

{B}

## 总结

{A}
"""

QUESTIONS = f"""MiniCPM 团队 AMA 问答整理

Q1：模型多大？

A：{A}

Q2：训练数据呢？

A：{B}
"""

NEWS = f"""開源模型新選擇：Breeze-7B 實測

分享至 Facebook　LINE　Twitter　列印　A A A

記者林小美／台北報導　2024/03/08 14:20

{A}

{B}

延伸閱讀：
手機電池怎麼保養
機票怎麼買最便宜

按讚加入粉絲團
© 2024 某某新聞網 版權所有
"""


@pytest.mark.parametrize(
    ("text", "name", "kind", "titles"),
    [
        (ANSWERS, "a.md", "qa", ["question:", "answer:山间小路", "answer:深夜食堂", "answer:匿名用户"]),
        (FLOORS, "a.txt", "qa", ["question:显卡难民", "answer:老王", "answer:小李", "answer:None", "answer:路人甲"]),
        (FORUM, "a.html", "qa", ["question:阿力", "answer:夜猫子", "answer:大白"]),
        (INTERVIEW, "a.txt", "qa", ["intro:", *["question:主持人", "answer:周明远"] * 3]),
        (QUESTIONS, "a.txt", "qa", ["question:", "answer:"] * 2),
        (ACCOUNT, "a.md", "article", ["intro:", "section:模型本身", "section:怎么用"]),
        (BLOG, "a.md", "article", ["intro:", "section:准备", "section:跑起来", "outro:小结"]),
        (CHAPTERS, "a.txt", "article", ["intro:", "section:一、起点", "section:二、跟进", "section:三、账本"]),
        (MIXED, "a.md", "article", ["intro:", "section:What's new", "section:My take"]),
        (NOTES, "a.md", "article", ["section:亮点", "section:模型下载"]),
        (
            ESSAY, "a.txt", "article",
            ["intro:", "section:1. 参数不是一切", "section:2. 数据才是护城河", "section:3. 评测被刷烂了",
             "section:4. 许可证要看仔细"],
        ),
        (WALKTHROUGH, "a.html", "article", ["section:起因", "section:内存去哪了", "section:怎么省", "outro:结论"]),
        (NEWS, "a.txt", "article", ["section:"]),
        (FLASHES, "a.txt", "digest", ["item:20:15", "item:19:40", "item:18:02"]),
        (WEEKLY, "a.md", "digest", ["intro:", "item:Gemma 2", "item:MiniCPM-V", "item:llama.cpp"]),
        (
            EMOJI, "a.txt", "listicle",
            ["item:1️⃣ Qwen2", "item:2️⃣ Yi", "item:3️⃣ GLM", "item:4️⃣ Mini", "item:5️⃣ Intern", "item:6️⃣ Deep"],
        ),
        (
            CATEGORIES, "a.md", "listicle",
            ["intro:", "item:DeepSeek", "item:Code", "item:StarCoder2", "item:Qwen1.5", "item:Phi-2", "outro:总结"],
        ),
    ],
    ids=["answers", "floors", "forum-page", "interview", "labels", "account", "blog", "chapters", "mixed",
         "release-notes",
         "essay", "walkthrough", "news-hant", "flashes", "weekly", "emoji", "categories"],
)  # fmt: skip
def test_a_form_has_its_parts(text: str, name: str, kind: str, titles: list[str]) -> None:
    """Kind, roles, and each part's author or the opening of its title."""
    _, found, segments = parted(text, name)
    assert found == kind
    assert [s.role for s in segments] == [t.partition(":")[0] for t in titles]
    for segment_, wanted in zip(segments, titles, strict=True):
        said = wanted.partition(":")[2]
        assert said in f"{segment_.author if kind == 'qa' else segment_.title or ''}", segments


@pytest.mark.parametrize(
    ("text", "name", "facts"),
    [
        (ACCOUNT, "a.md", ("小码君", "码上茶馆", "2024-05-13")),
        (CHAPTERS, "a.txt", ("林一", "科技早茶", "2024-05-22")),
        (WEEKLY, "a.md", (None, None, "2024-08-04")),
        (FLASHES, "a.txt", (None, None, "2024-06-18")),
        (BLOG, "a.md", ("阿树", None, "2024-01-20")),
        (NEWS, "a.txt", ("林小美", None, "2024-03-08")),
        (INTERVIEW, "a.txt", (None, None, "2024-03-09")),
        ("# Notes\n\n*Posted on February 3, 2025 by Tom · 4 min read*\n\n" + A, "a.md", ("Tom", None, "2025-02-03")),
    ],
    ids=["account", "credit", "range", "day", "front-matter", "dateline", "interview", "english"],
)
def test_credit_lines_say_who_where_and_when(text: str, name: str, facts: tuple[str | None, ...]) -> None:
    """Author, outlet and day, of a range of days the last one."""
    post = parted(text, name)[0].post
    assert (post.author, post.source, post.published) == facts


@pytest.mark.parametrize(
    ("text", "name", "gone"),
    [
        (ANSWERS, "a.md", ["128 个回答", "326 人赞同", "1,024 人赞同", "发布于", "编辑于", "登录后参与回答"]),
        (ACCOUNT, "a.md", ["蓝字", "往期推荐", "旧文章", "扫一扫", "END"]),
        (NEWS, "a.txt", ["分享至", "延伸閱讀", "手機電池", "按讚", "版權"]),
        (NOTES, "a.md", ["English", "简体中文"]),
        (FORUM, "a.html", ["首页", "只看该作者", "沙发", "Discuz"]),
        (
            f"标题\n\n{A}\n\n来源：https://example.com/a\n上一篇 旧文\n下一篇 新文\n",
            "a.txt",
            ["来源", "上一篇", "下一篇"],
        ),
    ],
    ids=["answers", "account", "news-hant", "release-notes", "forum-page", "neighbours"],
)
def test_a_forms_furniture_goes(text: str, name: str, gone: list[str]) -> None:
    """What the site put around the words isn't in the clean text, and the words are."""
    kept = parted(text, name)[0].text
    assert not [words for words in gone if words in kept]
    assert A in kept or "GGUF" in kept


def test_a_heading_that_sounds_like_a_plug_keeps_its_paragraphs() -> None:
    """Support for a framework is no plea for support."""
    words = "第一时间支持了全系列模型，装好应用就能在手机上离线体验，长文本也不掉速。"
    text = f"# 端侧新模型\n\n{A}\n\n{B}\n\n## 压轴：框架支持\n\n{words}\n"
    assert words in parted(text, "a.md")[0].text


def test_a_quote_may_run_over_the_cells_of_a_row() -> None:
    """Cells are parted by blanks only, and a paragraph in a cell breaks no row."""
    post = read(WALKTHROUGH.encode(), "a.html")[0]
    row = next(b for b in post.blocks if b.kind == "row" and "70.3" in post.text[b.start : b.end])
    assert post.text[row.start : row.end].split() == ["Qwen2-7B", "70.3"]
    assert [post.text[a:b] for a, b in row.cells] == ["Qwen2-7B", "70.3"]


WRAPPED = """面向端侧的小模型研究综述

近年来，大语言模型的参数规模持续增长，从数亿到数千亿不等，带来了
高昂的部署成本。本文回顾 2023 年以来 10B 以下的开源模型，讨论它们
的训练数据、结构与评测。

1 引言

语言模型在端侧设备上的部署日益受到关注。手机厂商希望在本地完成摘
要、改写等任务，从而避免隐私数据上传。与云端模型相比，端侧模型通
常只有 1B 到 8B 参数，许可多为 Apache 或
MIT。

2 数据

训练数据的质量比数量更重要。有工作表明，经过筛选的教科书式语料可
以让 2.7B 的模型接近 7B 模型的水平，再往后的收益就小了很多。
"""


def test_lines_broken_at_a_fixed_width_are_one_paragraph() -> None:
    """Words cut by a line break are whole in the clean text, and numbered headings divide it."""
    text, kind, found = parted(WRAPPED, "a.txt")
    assert "完成摘要、改写" in text.text and "带来了高昂的部署成本" in text.text
    assert kind == "article" and [s.title for s in found] == [None, "1 引言", "2 数据"]
    start = text.text.index("完成摘要")
    assert text.span(start, start + 4).quote == "完成摘\n要"


def test_lines_that_are_their_own_are_not_joined() -> None:
    """A poem and a talk break their lines themselves."""
    lines = [f"第 {n} 行：{'这一行有自己的意思' * (1 + n % 3)}" for n in range(12)]
    assert len(parted("\n".join(lines), "a.txt")[0].blocks) == 12
