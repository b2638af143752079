"""Whether a post is about AI at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.types import CleanText, Entity

_WORDS = re.compile(
    r"人工智[能慧]|大模型|大语言模型|大語言模型|语言模型|語言模型|机器学习|機器學習|深度学习|深度學習|神经网络|神經網路|"
    r"强化学习|多模态|多模態|生成式|智能体|智慧體|提示词|提示詞|微调|微調|预训练|預訓練|推理模型|具身智能|文生图|文生视频|"
    r"(?<![A-Za-z])(?:AI|AIGC|AGI|LLMs?|VLMs?|NLP|MoE|RAG|RLHF|Transformers?|Agents?|prompts?|machine learning|"
    r"deep learning|language models?|neural networks?|artificial intelligence)(?![A-Za-z])",
    re.IGNORECASE,
)

WORDS_PER_1000 = 3.0
"""AI words for each 1,000 characters from which a post without a central model counts as about AI."""


def about_ai(text: CleanText, entities: Sequence[Entity]) -> bool:
    """True when the post treats an AI model as its subject, or speaks of AI more than in passing."""
    words = len(_WORDS.findall(text.text))
    if any(entity.central for entity in entities) and words:
        return True
    mentions = sum(len(entity.mentions) for entity in entities)
    return (words + mentions) * 1000 >= WORDS_PER_1000 * max(len(text.text), 300) and words + mentions >= 2
