"""langextract over posts, in its own environment (nothing of ours is imported here).

Reads {"path", "text"} a line from the file named first, writes {"path", "seconds", "found": [{"class", "text",
"attributes"}]} a line to the second. The server's address comes as the third argument, its key from the environment.
Settings, the best for Chinese that we found: Unicode tokenizer, one Chinese example with attributes, 1,000-character
buffers (its default), one worker (the server is compute-bound), temperature 0.
"""

from __future__ import annotations

import json
import os
import sys
import time

import langextract as lx
from langextract import factory
from langextract.core import tokenizer

PROMPT = (
    "从文章中找出所有人工智能模型的名称，按出现顺序列出，名称必须与原文一字不差。"
    "每个模型给出原文所说的公司（organisation）、参数量（parameters）和基座模型（base_model），原文没说就省略。"
    "不要列公司、产品、芯片、数据集和评测。"
)
# a made-up post about a real old model, so that nothing of it can be right by chance in news of today
EXAMPLE = lx.data.ExampleData(
    text="谷歌的研究人员当年发布了 BERT-Large，参数量为 3.4 亿；后来的 RoBERTa 在它的基础上改进了训练方法。",
    extractions=[
        lx.data.Extraction(
            extraction_class="模型",
            extraction_text="BERT-Large",
            attributes={"organisation": "谷歌", "parameters": "3.4 亿"},
        ),
        lx.data.Extraction(extraction_class="模型", extraction_text="RoBERTa", attributes={"base_model": "BERT-Large"}),
    ],
)
MAX_OUTPUT_TOKENS = 1024


def main() -> None:
    source, target, address = sys.argv[1:4]
    config = factory.ModelConfig(
        model_id="baseline",
        provider="OpenAILanguageModel",
        provider_kwargs={
            "api_key": os.environ["BASELINE_KEY"],
            "base_url": address + "/v1",
            "temperature": 0.0,
            "max_workers": 1,
            "max_output_tokens": MAX_OUTPUT_TOKENS,
        },
    )
    with open(source, encoding="utf-8") as posts, open(target, "w", encoding="utf-8") as out:
        for line in posts:
            post = json.loads(line)
            began = time.perf_counter()
            failure = None
            try:
                done = lx.extract(
                    post["text"],
                    prompt_description=PROMPT,
                    examples=[EXAMPLE],
                    config=config,
                    max_workers=1,
                    batch_length=1,
                    tokenizer=tokenizer.UnicodeTokenizer(),
                    show_progress=False,
                )
                found = done.extractions or []
            except Exception as error:  # its chunks fail as a whole: an honest empty post
                found, failure = [], f"{type(error).__name__}: {error}"[:200]
            told = [{"class": e.extraction_class, "text": e.extraction_text, "attributes": e.attributes} for e in found]
            seconds = time.perf_counter() - began
            row = {"path": post["path"], "seconds": seconds, "found": told, "failure": failure}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
