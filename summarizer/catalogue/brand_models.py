"""Models that go by a brand and what they do: 豆包·视频生成模型, 混元3D模型, 夸克大模型."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizer.catalogue import Catalogue
from summarizer.catalogue.lexicon import lexicon
from summarizer.naming.candidates import Candidate
from summarizer.naming.names import fold, fold_name
from summarizer.naming.variants import suffix

_MEDIUM = r"(?:视频|图像|图片|语音|音乐|音频|视觉|声音|歌曲|文档|3D|三维)"
_TASK = r"(?:生成|合成|识别|理解|编辑|复刻|创作|翻译|克隆|转换|检测|交互)"
_WORK = (
    rf"(?:{_MEDIUM}{{1,2}}{_TASK}|[文图](?:本|像|片)?生(?:成)?(?:图|视频|音乐|音频|音效|3D)|同声传译|同传|角色扮演|声音复刻"
    r"|语音|3D|世界|翻译|代码|编程|数学|向量化|具身|机器人)"
)
_TRADE = (
    r"(?:气象|矿山|医疗|医学|医药|金融|法律|政务|教育|药物|药物分子|科学计算|铁路|电力|能源|制造|工业|汽车|座舱|驾驶|农业|客服|营销|"
    r"数字人|游戏|安全|遥感|海洋|海浪|交通|水务|钢铁|油气|化工|语音|视频|图像|音乐|视觉|翻译|代码)"
)
_MADE_OF = (
    "(?!平台|应用|服务|能力|厂商|公司|团队|家族|系列|市场|产品|训练|推理|部署|备案|生态|系统|会议"
    "|助手|方案|功能|战略|架构)"
)
# Behind a dot whatever work is named is part of the name; without one it must be more than a description.
_KIND = re.compile(
    rf"(?:\s?·\s?(?!大|通用|主力|最新)(?:[\u4e00-\u9fff]|3D){{2,8}}?\s?大?模型|\s?(?:{_WORK}\s?大?|{_TRADE}大)模型){_MADE_OF}"
)
_LARGE = re.compile(rf"{_TRADE}?大模型{_MADE_OF}(?=[^\u4e00-\u9fff]|[^的们].)")
_DOES = re.compile(rf"{_TASK}(?=\s?大?模型\Z)")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_FULL_NAME = re.compile(
    r"\s?[—–\-·：:]{0,2}\s?[“「《『（(]?\s?(?![vV]\d|(?:Pro|Lite|Max|pro|lite|max|mini|Mini)\b)[A-Za-z]"
)


def brand_models(
    text: str, models: Sequence[Candidate], others: Sequence[Candidate], catalogue: Catalogue
) -> list[Candidate]:
    """The accepted `models` with what belongs to their names in masked plain text, and apps whose model is meant."""
    out = [_whole(text, c, catalogue) for c in models]
    for c in others:
        grown = _whole(text, c, catalogue) if c.kind == "model" and c.level == "word" else c
        if grown.end > c.end:  # the work makes a model of an ordinary word
            out.append(grown)
        match = _LARGE.match(text, c.end) if c.kind == "app" and _HAN.fullmatch(text, c.start, c.end) else None
        if match:
            end, _ = suffix(text, match.end(), versioned=False)
            name = text[c.start : end]
            out.append(Candidate(c.start, end, name, family=c.name, bare=end == match.end()))
    return sorted(_one_name(out), key=lambda c: c.start)


def _one_name(models: Sequence[Candidate]) -> list[Candidate]:
    """The models with one name where a text says 豆包音乐模型 for 豆包音乐生成模型 and has no other work in music."""
    full: dict[str, set[str]] = {}
    for c in models:
        if _DOES.search(c.name):
            full.setdefault(_DOES.sub("", c.name), set()).add(c.name)
    return [replace(c, name=min(full[c.name])) if len(full.get(c.name, ())) == 1 else c for c in models]


def _whole(text: str, c: Candidate, catalogue: Catalogue) -> Candidate:
    """The candidate grown to brand, work and version; as it is where a name of its own follows the work."""
    match = _KIND.match(text, c.end) if c.bare and _HAN.fullmatch(text, c.start, c.end) else None
    if not match or text[c.start : c.end].endswith("模型") or _FULL_NAME.match(text, match.end()):
        return c
    row = catalogue.get(c.id)
    if row and row.modality and "text" not in row.modality:  # 可灵 makes nothing but videos
        return c
    end, units = suffix(text, match.end(), versioned=False)
    brand = c.name if _HAN.fullmatch(c.name) else text[c.start : c.end]
    name = brand + re.sub(r"\s?·\s?|\A\s|(?<=3D)\s", "", text[c.end : end])
    known = None if units else lexicon(catalogue).terms.get(fold(fold_name(name)))
    if known and known.kind == "model":
        return replace(c, end=end, name=known.name, id=known.id, family=known.name)
    return replace(c, end=end, name=name, id=None, level="certain", bare=False)
