"""Passages of a post that give orders to a program that reads it: quoted or planted, they are no content of its."""

from __future__ import annotations

import re

_RULES = "指令|指示|提示词|提示詞|要求|规则|規則|设定|設定|任务|任務|命令"
_OUTPUT = "摘要|总结|總結|回复|回覆|回答|输出|輸出|报告|報告"
_OVERRIDE = re.compile(
    rf"(?:忽略|无视|無視|忘记|忘記|忘掉|不要理会|跳过|覆盖|停止执行|停止執行)[^。！？!?\n]{{0,14}}(?:{_RULES})"
    r"|(?:忽略|无视|無視|忘记|忘記)[^。！？!?\n]{0,4}(?:以上|上面|之前|前面|上述)[^。！？!?\n]{0,6}(?:内容|內容|文字|对话|對話)"
    r"|(?:ignore|disregard|forget|override)\b[^.!?\n]{0,40}\b(?:instruction|prompt|rule|direction|context)s?",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^[\s>*#`\[<|]*(?:system|assistant|系统提示|系統提示|系统消息)[^\S\n]*[\]>|]*[^\S\n]*[:：]"
    r"|<\|?(?:im_start|im_end|system|assistant|endoftext)\|?>|</?(?:post|segment|instructions?)>"
    r'|^\s*[{\[]\s*"(?:summary|models|摘要)"',
    re.IGNORECASE,
)
_ORDER = re.compile(
    rf"(?:请|請|务必|務必|必须|必須|需要)[^。！？!?\n]{{0,18}}(?:{_OUTPUT})[^。！？!?\n]{{0,6}}"
    r"(?:[写寫][明上入道进進]?(?=[：:“「]|[明上入])|注明|註明|加入|包含|声明|聲明|强调|強調|改为|改為|输出|輸出|OK|“|「|\")"
    r"|(?:你现在是|你現在是|从现在起你|从现在开始你|從現在起你|你的新任务|扮演)[^。！？!?\n]{1,20}"
    r"|(?:请|請)[^。！？!?\n]{0,4}(?:调用|調用|执行|執行|访问|訪問)[^。！？!?\n]{0,12}(?:shell|命令|https?://|rm -)",
    re.IGNORECASE,
)


def is_directive(passage: str) -> bool:
    """Whether the passage tells its reader's program to drop its instructions, play a role or write something."""
    return bool(_OVERRIDE.search(passage) or _ROLE.search(passage) or _ORDER.search(passage))


def directives(text: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences that belong to an order: those that give one, and what stands in the same line with them."""
    lines: dict[int, bool] = {}
    starts = [text.rfind("\n", 0, a) + 1 for a, _ in ranges]
    for start, (a, b) in zip(starts, ranges, strict=True):
        lines[start] = lines.get(start, False) or is_directive(text[a:b])
    return [found for start, found in zip(starts, ranges, strict=True) if lines[start]]
