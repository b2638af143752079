"""Post summaries put together by code from sentences that were each written from one voice or one item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import sqrt

from summarizer.text import words
from summarizer.types import Sentence, Span
from summarizer.writing import support
from summarizer.writing.salience import DANGLING

_COUNT = "\\d一二三四五六七八九十百"
_NUMBERING = re.compile(
    rf"^[\s#*\-•·]*(?:第[{_COUNT}]{{1,4}}[名款个项条位]?[\s、.．:：]+"
    rf"|[(（]?[{_COUNT}]{{1,3}}\s*(?:[、．:：)）]|\.(?!\d))\s*|[①-⑳]\s*|\[\d+\]\s*)?[\s*_`]*"
)
_TRAILING_LINKS = re.compile(r"[\s（(\[【]*(?:https?://\S+|链接|来源)[)）\]】\s]*$")
_TAGS = re.compile(r"(?:\s*[#＃][^\s#＃]{1,12}[#＃]?)+$")
_LABEL = re.compile(r"^(?:\[[^\]]{1,8}\]|【[^】]{1,8}】|问答|[^\s，。：:]{2,6}[：:](?=.{8}))\s*")
_STAGE = re.compile(r"[（(\[](?:[\u4e00-\u9fff]{0,4}(?:笑|掌声|鼓掌|沉默|停顿|插话|叹气))[）)\]]")
_OPENERS = re.compile(
    r"^(?:总而言之|总的来说|总之|今天|此外|另外|首先|其次|最后|第[一二三四]|因此|所以|然而|但是|不过|但|同时|值得注意的是|值得一提的是"
    r"|就在[^，,]{1,8}|例如|比如|当然|其实|事实上|可见|换句话说)[，,]\s*"
)
_SELF = re.compile(
    r"^(?:(?:本文|文章)?(?:作者|答主|题主|楼主|回答者|该用户|发帖人|说话人|嘉宾|他|她|我(?:个人)?)(?:还|也)?"
    r"(?:认为|表示|指出|说|称|觉得|提到|强调|分享|补充(?:点|说)?[^，。：:]{0,4})了?[，,：:]?\s*)+"
)
_PERSONAL = ("我", "大家", "你", "楼上", "很高兴", "感谢", "谢", "引用", "回复", "@", ">")
_ASIDE = re.compile(r"^(?:[^，,。]{1,10}[，,])?我[^，,。—]{2,24}——")  # 我见证了这样的时刻——
_ASKS = re.compile(
    r"[吗呢么]$|什么|哪|如何|怎么|怎样|为何|为什么|是否|多少|谁|能不能|能否|有没有|好不好|值不值|[嗎麼]$|什麼|為什麼|誰"
)
_NAMED = re.compile(r"[A-Za-z][A-Za-z0-9.+\-]+|[\u4e00-\u9fff]{2,}")
"""The first Latin name of a title, or its first run of Han characters."""
_FILLER = re.compile(
    r"^(?:本文|该文|这篇文章|文章|原文|作者|这段话|该段|这位回答者)(?:主要)?(?:介绍|讲述|讨论|探讨|阐述|描述|概述|指出|认为|提到|强调)了?[，：:]?"
)
_REPEATED = 0.6
"""Share of its n-grams from which a lead says no more than the headlines behind it."""
_SHORTEST_CLAIM = 12
_BREAKS = "，；,;：:"
_ENDS = "。！？!?；;，,、：:…. "


def headline(title: str) -> str:
    """A title without its number, markup, links, hashtags and end mark, so that it can stand in a list."""
    bare = _NUMBERING.sub("", " ".join(title.split()))
    return _TAGS.sub("", _TRAILING_LINKS.sub("", bare)).strip("*_` ").rstrip(_ENDS)


def spoken(piece: str, author: str | None = None) -> str:
    """What is said, without its speaker's name, stage directions, connectives and 我认为 before it."""
    bare = _STAGE.sub("", piece).strip()
    if (aside := _ASIDE.match(bare)) and len(bare) - aside.end() >= _SHORTEST_CLAIM:
        bare = bare[aside.end() :]
    while True:
        short = _SELF.sub("", _OPENERS.sub("", bare))
        if author and short.startswith(author):
            said = "他" + short[len(author) :]
            short = re.sub(r"^他[：:，, ]+", "", _SELF.sub("", said)) if said[1:2] in "：:，, " else _SELF.sub("", said)
            short = author + short[1:] if short == said else short
        if short == bare:
            return bare
        bare = short


def worth(piece: str, author: str | None = None) -> float:
    """How much a sentence tells of what its speaker claims: content words, figures; little where it talks of itself."""
    said = spoken(piece, author)
    bag = sorted(set(words.content_tokens(said)))
    told = sum(words.weight(w) for w in bag) / (sqrt(len(bag)) + 3) + 2 * bool(re.search(r"\d", said))
    return told * (0.4 if said.startswith(_PERSONAL) else 0.5 if said.startswith(DANGLING) else 1.0)


def shared(piece: str, title: str) -> int:
    """How many of the title's content words a sentence has."""
    return len(set(words.content_tokens(title)) & set(words.content_tokens(piece)))


def about(piece: str, title: str) -> bool:
    """Whether a sentence opens with what the title of an item names."""
    name = _NAMED.search(headline(title))
    return name is not None and support.simplified(piece).startswith(support.simplified(name.group()))


def question(title: str, longest: int) -> str | None:
    """A question, or a topic, in one sentence with its label."""
    bare = shortened(unlabelled(headline(title)), longest)
    if not bare:
        return None
    asks = title.rstrip("”」』\"' ").endswith(("?", "？")) or _ASKS.search(bare)
    return f"提问：{bare}？" if asks else f"话题：{bare}。"


def unlabelled(title: str) -> str:
    """A title or question without the label that a site puts before it."""
    return _LABEL.sub("", title)


def shortened(piece: str, longest: int) -> str | None:
    """The sentence, or its leading clauses, without its end mark; None when no clause end lies in reach."""
    bare = piece.rstrip(_ENDS)
    if len(bare) <= longest:
        return bare
    cut = max(bare.rfind(mark, 0, longest + 1) for mark in _BREAKS)
    return bare[:cut].rstrip(_ENDS) if cut >= longest // 4 else None


def thread(
    asked: tuple[str, Span] | None, voices: Sequence[tuple[str | None, Sentence]], longest: int
) -> list[Sentence]:
    """Who asks what and who answers what, as many answers as fit."""
    found = []
    if asked and (topic := question(asked[0], longest // 3)):
        found.append(Sentence(topic, True, (asked[1],)))
    told = []
    for i, (author, said) in enumerate(voices):
        name = author.strip()[:20] if author else None
        who = f"{name}表示，" if name else ("有回答说，" if i == 0 else "另有回答说，")
        told.append((who, spoken(said.text, name), said))
    room = longest - sum(len(s.text) for s in found)
    cut = _fitted([(who, claim) for who, claim, _ in told], room)
    return found + [
        Sentence(text, said.supported, said.evidence) for text, (_, _, said) in zip(cut, told, strict=True) if text
    ]


def _fitted(told: Sequence[tuple[str, str]], room: int) -> list[str]:
    """Each claim behind its speaker: first the opening clauses of all, then the shortest grows while there is room."""
    steps = [[f"{who}{piece}。" for piece in _openings(claim)] for who, claim in told]
    at = [-1] * len(told)
    growing = set(range(len(told)))
    while growing:
        i = min(growing, key=lambda i: (at[i] >= 0, len(steps[i][at[i]]) if at[i] >= 0 else 0, i))
        now = len(steps[i][at[i]]) if at[i] >= 0 else 0
        if at[i] + 1 < len(steps[i]) and len(steps[i][at[i] + 1]) - now <= room:
            at[i] += 1
            room -= len(steps[i][at[i]]) - now
        else:
            growing.remove(i)
    return [steps[i][at[i]] if at[i] >= 0 else "" for i in range(len(told))]


def _openings(claim: str) -> list[str]:
    """The claim's beginnings that end where a clause does, and all of it, without end marks."""
    cuts = [i for i, c in enumerate(claim) if c in _BREAKS and i >= _SHORTEST_CLAIM]
    return list(dict.fromkeys(bare for cut in [*cuts, len(claim)] if (bare := claim[:cut].rstrip(_ENDS))))


def roundup(
    lead: Sentence | None, items: Sequence[tuple[str, Span]], details: Sequence[Sentence], longest: int
) -> list[Sentence]:
    """The lead, the items' headlines in one sentence, as many as fit (等 says that there are more), and, where these
    are bare names, what the items say in the room that is left."""
    found = []
    said = shortened(_OPENERS.sub("", lead.text), longest // 2) if lead else None
    if lead and said and support.recall(said, " ".join(name for name, _ in items)) < _REPEATED:
        found.append(Sentence(said + "。", lead.supported, lead.evidence))
    room = longest - sum(len(s.text) for s in found) - len("内容包括：等。")
    joiner = "；" if any(len(name) > 16 for name, _ in items) else "、"
    names: list[str] = []
    spans: list[Span] = []
    for name, span in items:
        if len(name) + 1 > room:
            continue
        names.append(name)
        spans.append(span)
        room -= len(name) + 1
    if names:
        more = "等" if len(names) < len(items) else ""
        found.append(Sentence(f"内容包括：{joiner.join(names)}{more}。", True, tuple(spans)))
    for detail in details if joiner == "、" else ():
        if len(detail.text) <= room and not detail.text.startswith(DANGLING):
            found.append(detail)
            room -= len(detail.text)
    return found


def article(told: Sequence[tuple[float, Sequence[Sentence]]], title: str, bounds: tuple[int, int]) -> list[Sentence]:
    """Sentences of the segments' summaries, each from one segment alone, so that nothing is mixed up.

    The opening sentence leads; then come those that share most with the title and with the other segments, weighted
    by what their segment is worth, up to the upper bound; in the post's order.
    """
    low, high = bounds
    offered = [(i, weight, sentence) for i, (weight, part) in enumerate(told) for sentence in part]
    offered = [o for o in offered if not o[2].text.startswith(DANGLING)] or offered
    wanted = set(words.content_tokens(title))
    bags = [set(words.content_tokens(sentence.text)) for _, _, sentence in offered]
    spread = Counter(word for bag in bags for word in bag)

    def score(at: int) -> float:
        worth = sum(words.weight(w) * (min(spread[w], 4) + 2 * (w in wanted)) for w in sorted(bags[at]))
        return offered[at][1] * worth / (sqrt(len(bags[at])) + 3)

    order = sorted(range(len(offered)), key=lambda at: (at != 0, -score(at), at))
    chosen: list[int] = []
    size = 0
    for at in order:
        piece = offered[at][2].text
        new = all(
            max(support.recall(piece, offered[c][2].text), support.recall(offered[c][2].text, piece)) < 0.5
            for c in chosen
        )
        if size + len(piece) <= high and new and (size < low * 2 or len(chosen) < 2):
            chosen.append(at)
            size += len(piece)
    if not chosen and offered:
        return within([offered[0][2]], high)
    return [offered[at][2] for at in sorted(chosen)]


def within(found: Sequence[Sentence], longest: int) -> list[Sentence]:
    """The leading sentences that fit together; at least the first, cut to its leading clauses if need be."""
    kept: list[Sentence] = []
    size = 0
    for sentence in found:
        if size + len(sentence.text) > longest:
            if not kept and (piece := shortened(sentence.text, longest - 1)):
                kept.append(Sentence(piece + "。", sentence.supported, sentence.evidence))
            break
        kept.append(sentence)
        size += len(sentence.text)
    return kept


def tidy(piece: str) -> str:
    """Without filler at the start, unpaired quotation marks or doubled blanks."""
    piece = _FILLER.sub("", " ".join(piece.split()))
    for left, right in ("“”", "《》"):
        if piece.count(left) != piece.count(right):
            piece = piece.replace(left, "").replace(right, "")
    return piece.lstrip("，、：；") if len(piece) > 4 else ""
