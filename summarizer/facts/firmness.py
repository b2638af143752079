"""Whether a claim is worded firmly enough to be held against the catalogue: of this very model, not of its use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizer.facts.makers import MAKE
from summarizer.facts.numbers import plain

_REACH = 24  # characters around a quote that may qualify it
_USES = r"集成|接入|加入|搭载|支持|基于|整合|引入|内置|采用|使用|结合|对接|提供|驱动|融入|换成|平台|服务|应用|功能|插件"
_GAP = rf"(?:(?!{_USES})[^，。；：:、\n和与及或])"
_CREDIT = re.compile(rf"{_GAP}{{0,8}}?{MAKE}了?的?{_GAP}{{0,14}}", re.I)
_COPULA = re.compile(r"[^，。；\n]{0,24}(?:是|由|出自|来自)于?\s*", re.I)
_PASSES_ON = re.compile(
    r"[”」》\"'*）)\s]*(?:系列|模型)?(?:、|和(?!其)|与|及|等|版(?!本)|驱动|加持|支持|赋能|接入|在内|的?\s*(?:API|接口|服务|能力|应用|功能|集成|插件))",
    re.I,
)
_RENEWAL = re.compile(
    r"开源|上线|更新|升级|正式版|预览版|开放|登[陆录]|版本|API|接口|应用|客户端|App(?![a-z])|网页|插件|功能|服务|助手|"
    r"降价|价格|调价|内测|公测|灰度|付费|会员|订阅|用户|论文|报告|下架|停用|退役|新版|最新版|支持",
    re.I,
)
_ANAPHOR = re.compile(r"(?:它|该模型|这[款个]模型|此模型|其)[^，。；\n]{0,8}$|^\s*(?:它|该模型|这[款个]模型)")
_EXTENDS = re.compile(
    r"扩展|拓展|外推|延长|YaRN|最[多长高大]可|测试版|\bbeta\b|企业|部分客户|选定|未来|计划|将会?|即将|API|升级", re.I
)
_OPENED = re.compile(r"宣布|现已|已经|今[天日]|昨[天日]|正式|终于|开源了|刚刚|近日|随后|后来|即将|\d\s*[月日]")


def is_versioned(names: Iterable[str], labels: Iterable[str] = ()) -> bool:
    """Whether a name tells one version or member; a bare brand (a series, a service) is true of many things in turn."""
    members = [label.lower() for label in labels if re.fullmatch(r"[A-Za-z]+", label)]
    return any(re.search(r"\d", name) or any(m in name.lower() for m in members) for name in names)


def credits(quote: str, after: str, names: Iterable[str], makers: Iterable[str]) -> bool:
    """Whether the quote says that one of `makers` made the model: 甲公司推出的 X, X 是甲公司的; no user, no host."""
    text = _line(quote)
    written = ((text.find(name), name) for name in sorted({_line(n) for n in names}, key=len, reverse=True))
    at, name = next((found for found in written if found[0] >= 0), (-1, ""))
    for maker in sorted({_line(m) for m in makers}, key=len, reverse=True):
        by = text.find(maker)
        if at < 0 or by < 0 or (at <= by < at + len(name)):
            continue
        if by < at:
            return bool(_CREDIT.fullmatch(text, by + len(maker), at)) and not _PASSES_ON.match(plain(after))
        return _COPULA.fullmatch(text, at + len(name), by) is not None
    return False


def _line(text: str) -> str:
    """Simplified, lower case, on one line, without marks of emphasis."""
    return re.sub(r"\s+", " ", re.sub(r"\*+", "", plain(text))).strip().lower()


def dates_the_model(quote: str, context: tuple[str, str], names: Iterable[str]) -> bool:
    """Whether a dated release is that of the model itself: it is named or 它, and no upgrade, app or price is."""
    text, (before, after) = plain(quote), context
    named = any(plain(n).lower() in text.lower() for n in names) or _ANAPHOR.search(plain(before)[-12:] + text[:6])
    return bool(named) and not _RENEWAL.search(text + re.split(r"[，；,;]", plain(after))[0])


def is_extension(context: str) -> bool:
    """Whether a window is told as an extension, or as one for some customers."""
    return _EXTENDS.search(plain(context)) is not None


def tells_an_opening(quote: str) -> bool:
    """Whether openness is told as news: what was closed when the catalogue was written may have been opened since."""
    return _OPENED.search(plain(quote)) is not None


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands right before and right behind a quote, within its sentence."""
    before = re.split(r"[。！？\n]", text[max(0, start - _REACH) : start])[-1]
    return before, re.split(r"[。！？\n]", text[end : end + _REACH])[0]
