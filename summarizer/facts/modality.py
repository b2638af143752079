"""What goes in and out of a model: text, images, video, sound, vectors."""

from __future__ import annotations

import re

from summarizer.facts.discourse import Discourse
from summarizer.facts.facts import Fact

_KINDS = (
    ("multimodal", r"(?:原生)?(?:全|多)模态|视觉语言|图文理解|视觉理解|omni"),
    ("video", r"视频(?:生成|编辑)?|文生视频|图生视频"),
    ("image", r"图像(?:生成|编辑)?|文生图|绘画|生图|图片生成"),
    ("speech", r"语音(?:合成|识别|交互)?|TTS|ASR"),
    ("audio", r"音频|音乐(?:生成)?"),
    ("embedding", r"嵌入|向量|embedding"),
    ("3d", r"3D(?:生成|世界)?"),
    ("code", r"代码|编程|编码"),
)
_PHRASE = re.compile(
    "(?=[原全多视图oO文绘生语tTaA音嵌向eE3代编])(?:"
    + "|".join(f"(?P<{'k' + str(i)}>{pattern})" for i, (_, pattern) in enumerate(_KINDS))
    + r")"
    r"[^，。；、\n的]{0,8}?(?:大|基础|统一|语言)*(?:模型|系统(?=[，。；]))",
    re.I,
)
_OTHERS = re.compile(r"(?:许多|很多|其他|各种|多数|主流|传统|等|与|和|比|如)[^，。；\n]{0,6}$")


def modalities(discourse: Discourse) -> list[Fact]:
    """Kinds that the text gives a model: 多模态模型 NAME, NAME 是一款视频生成模型."""
    found: list[Fact] = []
    text = discourse.plain
    for m in _PHRASE.finditer(text):
        stretch = discourse.stretch(m.start())
        if not stretch or _OTHERS.search(text[max(stretch.start, m.start() - 10) : m.start()]):
            continue
        value = _KINDS[int((m.lastgroup or "k0")[1:])][0]
        after = next((n for n in stretch.named if n.start >= m.end()), None)
        before = [n for n in stretch.named if n.end <= m.start() and not n.oblique]
        if after and re.fullmatch(r"[\s：:—\-“「《\"]*", text[m.end() : after.start]):
            found.append(Fact(after.entity, "modality", value, m.start(), after.end))
        elif before and re.search(r"是|为|作为", text[before[-1].end : m.start()]) and m.start() - before[-1].end <= 40:
            found.append(Fact(before[-1].entity, "modality", value, before[-1].start, m.end()))
        elif (
            not stretch.named
            and stretch.topic >= 0
            and re.match(r"\s*(?:这|它|该|也?是|由|一[个款种])", text[stretch.start :][:6])
        ):
            found.append(Fact(stretch.topic, "modality", value, m.start(), m.end()))
    return found
