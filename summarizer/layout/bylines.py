"""Lines that say who wrote what follows, and when: answers, comments, forum floors."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_AGO = (
    r"(?:\d+|几|幾|数|數|an?)\s*(?:秒钟|秒鐘|秒|分钟|分鐘|小时|小時|天|日|周|週|星期|个月|個月|月|年|"
    r"(?:second|minute|min|hour|hr|day|week|month|year)s?)\s*(?:\d+\s*(?:分钟|分鐘|小时|小時"
    r"|秒)\s*)?(?:之?前|以前|ago)"
    r"|刚刚|剛剛|just now|(?:昨天|前天|今天|yesterday|today)(?:\s*\d{1,2}:\d{2})?"
)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?(?:\s*[+-]\d{2}:?\d{2})?"
_DAY = r"(?:(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?|\d{1,2}\s*[-/月]\s*\d{1,2}\s*[日号]?)"
_MOMENT = rf"{_AGO}|{_DAY}[\sT,，]*{_CLOCK}|{_CLOCK}\s+{_DAY}"
_VERBS = {
    "question": r"asked|提问于|提问|提問於|提問|发起提问|发帖|發問",
    "answer": r"answered|回答于|回答於|回答了|回答|答复于|的回答",
    "comment": r"replied|commented|回复于|回复了|回复|回覆於|回覆|评论于|评论了|评论|評論於|評論|跟帖于|跟帖",
    "": r"posted|wrote|edited|发表于|发表在|發表於|发布于|發布於|發佈於|编辑于|編輯於|更新于|修改于|写道|寫道",
}
_VERB = "|".join(f"(?P<v{i}>{words})" for i, words in enumerate(_VERBS.values()))
_BADGE = (
    r"管理员|管理員|版主|超级版主|楼主|樓主|题主|層主|层主|作者|认证用户|优秀答主|博主|会员"
    r"|OP|MOD|PRO|VIP\d*|Lv\.?\s*\d+"
)
_NAME = r"[^\s，。！？!?：:；;、,|｜·•]{1,24}(?:[ ]?[^\s，。！？!?：:；;、,|｜·•]{1,20}){0,2}?"
_TAIL = (
    r"(?:[\s·•|｜,，/-]*(?:via .{1,20}|来自.{1,15}|IP.{1,12}|[+♥❤️👍]*\s*\d+\s*(?:次点击|人赞同|个?赞|赞|阅读|回复"
    r"|评论|楼|#)?|只看该作者|显示全部楼层|\d+\s*[#楼F]))*"
)

_CUE = re.compile(
    rf"(?<=.)(?:[\s·•|｜,，(（\[【]*(?:{_BADGE})(?![\w])|(?:{'|'.join(_VERBS.values())})|{_MOMENT}|{_DAY})", re.I
)
_FULL_NAME = re.compile(rf"{_NAME}$")
_REST = re.compile(
    rf"(?:[\s·•|｜,，(（\[【]*(?P<badge>{_BADGE})[\s)）\]】]*)?[\s·•|｜,，:：@-]*"
    rf"(?:(?:{_VERB})[\s·•:：]*(?:on|at|于|在)?\s*)?(?P<time>{_MOMENT}|{_DAY})?{_TAIL}\s*[:：]?$",
    re.I,
)
_EXACT = re.compile(rf"{_AGO}|{_CLOCK}", re.I)
_TIMED = re.compile(rf"(?:(?:{_VERB})[\s·•:：]*(?:on|at|于|在)?\s*)?(?P<time>{_MOMENT}|{_DAY}){_TAIL}$", re.I)
_FLOOR = re.compile(
    r"(?:[#＃]\s*(?P<n1>\d{1,4})|(?P<n2>\d{1,4})\s*(?:[#＃]|楼|樓|层|層|[LF](?![A-Za-z]))|第\s*(?P<n3>\d{1,4}"
    r"|[一二三四五六七八九十]{1,3})\s*[楼樓层層]"
    r"|[\[【(（]\s*(?P<n4>\d{1,4})\s*[楼樓L层]\s*[\]】)）]|(?P<seat>沙发|板凳|地板|楼主|樓主|层主)(?=$|[\s:：·|(（]))"
    r"[\s:：.、|｜·-]*(?P<rest>.*)$",
    re.S,
)
_NUMBERED = re.compile(
    r"(?:(?:网友|用户|高赞|精选|最佳)?(?P<kind>回答|答案|回复|评论|answer|reply|comment)\s*(?:者"
    r"|人)?\s*[#＃]?\s*(?:\d{1,3}"
    r"|[一二三四五六七八九十]{1,3})"
    r"|(?P<best>最佳答案|最佳回答|采纳答案|推荐回答|高赞回答))"
    r"\s*(?:[（(](?P<author>[^（）()]{1,20})[)）])?\s*(?:[:：.、-]\s*)?(?P<rest>.*)$",
    re.I | re.S,
)
_LABELLED = re.compile(
    r"(?P<role>问|Q|提问|问题|题主|Question|答|A|回答|Answer|回复|答主|回答者|答主昵称|用户"
    r"|网友)\s*(?P<number>\d{0,2})\s*[:：.、]\s*(?P<rest>\S.*)$",
    re.I | re.S,
)
_VOTES = re.compile(
    r"(?:赞同|已赞同|▲|👍)\s*\d[\d.,]*\s*[万kKwW]?\b.{0,30}$|\d[\d.,]*\s*[万kKwW]?\s*(?:人"
    r"|位|个)?(?:知友|用户)?(?:都)?(?:赞同"
    r"|赞了|觉得|认为).{0,20}$"
)
_WRITER = re.compile(
    r"(?:作者|答主|回答者|答者|回复者|楼主|发帖人|提问者|题主|网友)\s*[:：丨|｜]\s*"
    r"(?P<author>[^\s:：，。|｜/]{1,24}(?: [^\s:：，。|｜/]{1,20}){0,2})\s*$"
)
_BREAKS = re.compile(r"(?:\s*<br\s*/?>\s*)+", re.I)
_MARKS = re.compile(r"!\[[^\]]{0,100}\]\([^)]{0,500}\)|(?<=\])\([^)]{0,500}\)|[*\[\]]")
COUNT = re.compile(
    r"(?:全部|共|共有|查看全部)?\s*\d+\s*(?:个|個|条|條|则|則)?\s*(?:回答|答案|回复|回覆|评论"
    r"|評論|讨论|answers?|replies|comments?)\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who and when; `role` (question | answer | comment) if the line says it; `end` is where its text goes on."""

    author: str | None = None
    time: str | None = None
    role: str | None = None
    end: int = 0
    floor: str | None = None
    exact: bool = False  # a clock time or "… ago": only bylines have it; a day alone may be a fact of the text


def byline(line: str) -> Byline | None:
    """What a line, free of markup, says of its author; None for an ordinary line; `end` from its start."""
    lead = len(line) - len(line.lstrip())
    text = line.strip()
    if not text or len(text) > 4000:
        return None
    short = text[:120]
    if found := _floor(text):
        return replace(found, end=lead + found.end)
    if len(text) > 90:
        return None
    if m := _WRITER.match(short):
        return Byline(m["author"], None, None, len(line))
    if m := _TIMED.match(short):
        return Byline(None, m["time"].strip(), _role(m), len(line), None, _is_exact(m["time"]))
    if signed := _signature(short):
        author, m = signed
        if not m["time"] and not (_role(m) and text.endswith((":", "：")) and len(text) < 30) and not _says(m):
            return None
        return Byline(author, (m["time"] or "").strip() or None, _role(m), len(line), None, _is_exact(m["time"]))
    return None


def _signature(text: str) -> tuple[str, re.Match[str]] | None:
    """A writer's name and what stands behind it (badge, verb, time), if the text is nothing else."""
    for tried, cue in enumerate(_CUE.finditer(text)):
        if tried == 3:
            break
        author = text[: cue.start()].strip(" \t\u3000·•|｜,，:：@[]【】*_-")
        rest = _REST.match(text, cue.start())
        if rest and _FULL_NAME.match(author) and is_name(author):
            return author, rest
    return None


def numbered(line: str) -> Byline | None:
    """A line or heading such as 回答 2：… or 最佳答案, with the offset where its text goes on."""
    lead = len(line) - len(line.lstrip())
    m = _NUMBERED.match(line.strip()[:400])
    if not m or (len(line.strip()) > 60 and not re.match(r"[^，。]{0,20}[:：]", line.strip())):
        return None
    kind = (m["kind"] or "回答").lower()
    role = "comment" if kind in ("回复", "评论", "reply", "comment") else "answer"
    return Byline(m["author"], None, role, lead + m.start("rest"))


def labelled(line: str) -> Byline | None:
    """A line that opens with 问：, 答：, Q1:, A: or 网友：, with the offset where its text goes on."""
    lead = len(line) - len(line.lstrip())
    m = _LABELLED.match(line.strip()[:400])
    if not m:
        return None
    role = "question" if re.match(r"问|Q|提问|题主", m["role"], re.I) else "answer"
    return Byline(None, None, role, lead + m.start("rest"))


def cell_byline(raw: str) -> Byline | None:
    """The byline of a table row (raw Markdown) that holds a whole reply, its parts divided by `<br>`.

    `end` is the raw offset behind the byline.
    """
    author, at = None, 0
    breaks = list(_BREAKS.finditer(raw))[:8]
    for k, m in enumerate(breaks if len(breaks) >= 2 else []):
        piece = _MARKS.sub("", raw[at : m.start()]).strip(" |*_")
        if k and is_moment(re.sub(r"\s*[♥❤️👍]*\s*\d*$", "", piece)):
            floor = re.search(r"(\d{1,4})\s*$", raw[: breaks[0].start()])
            return Byline(author, piece, "comment", m.end(), floor[1] if floor else None, True)
        if k and author is None and 0 < len(piece) <= 30:
            author = piece
        at = m.end()
    return None


def is_vote(line: str) -> bool:
    """Whether a line only says how many agree."""
    return bool(_VOTES.match(line.strip()[:80])) and len(line.strip()) <= 60


def is_moment(line: str) -> bool:
    """Whether a line is nothing but a time or date, with a verb at most."""
    return len(line) <= 60 and bool(_TIMED.match(line.strip()))


def _is_exact(time: str | None) -> bool:
    return bool(time and _EXACT.search(time))


def _says(m: re.Match[str]) -> bool:
    """An editing verb such as 发表于 stands in the line."""
    return bool(m["v3"])


def _floor(text: str) -> Byline | None:
    m = _FLOOR.match(text[:4000])
    if not m:
        return None
    floor = next((m[g] for g in ("n1", "n2", "n3", "n4", "seat") if m[g]), None)
    rest = m["rest"]
    if not rest.strip():
        return Byline(None, None, "comment", len(text), floor)
    signed = _signature(rest) if len(rest) <= 90 else None
    if signed and (signed[1]["time"] or signed[1]["badge"]):
        return Byline(signed[0], signed[1]["time"], _role(signed[1]) or "comment", len(text), floor)
    if timed := _TIMED.match(rest[:90]):
        return Byline(None, timed["time"], "comment", len(text), floor)
    opened = re.match(r"(?P<author>[^\s，。！？!?：:]{1,20})(?P<when>[\s(（]*[^：:，。]{0,24}[)）]?)[:：]\s*", rest)
    if opened and not re.match(r"https?", opened["author"]):
        return Byline(opened["author"], None, "comment", m.start("rest") + opened.end(), floor)
    named = m["seat"] is None or (m["seat"] in ("沙发", "板凳", "地板") and len(rest) <= 12 and " " not in rest.strip())
    if named and len(rest) <= 20 and not re.search(r"[，。！？!?]", rest) and is_name(rest):
        return Byline(rest.strip(), None, "comment", len(text), floor)
    return None


def _role(m: re.Match[str]) -> str | None:
    return next((role for i, role in enumerate(_VERBS) if role and m[f"v{i}"]), None)


def is_name(author: str) -> bool:
    """A writer's name is no clause: no verbs of saying inside, not only digits."""
    author = author.strip("@*_[]【】 ")
    return (
        bool(author)
        and not author.isdigit()
        and not re.search(
            r"[的了是在和与把被]$|^(?:在|于|从|自|据|截至|更新|发布)|(?:时间|時間|日期|地点|地點)$|https?", author
        )
    )
