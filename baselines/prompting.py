"""The same weights simply asked: for JSON under a schema, and for names under our substring grammar (no rules)."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx

from summarizer.backends.base import Backend, Request
from summarizer.text.sentences import sentences

CHUNK_CHARS = 1000
MAX_OUTPUT_TOKENS = 512
MAX_NAMES = 20
_TASK = "找出上文提到的所有人工智能模型的名称。"

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "models": {
            "type": "array",
            "maxItems": MAX_NAMES,
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "maxLength": 40},
                    "organisation": {"type": ["string", "null"], "maxLength": 20},
                    "parameters": {"type": ["string", "null"], "maxLength": 20},
                    "base_model": {"type": ["string", "null"], "maxLength": 40},
                },
                "required": ["name", "organisation", "parameters", "base_model"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["models"],
    "additionalProperties": False,
}


def by_schema(post: dict[str, str], address: str, key: str) -> dict[str, Any]:
    """One prompt a chunk, JSON Schema held by the server."""
    began, found, failures = time.perf_counter(), [], []
    for chunk in chunks(post["text"]):
        asked = (
            f"文章：\n{chunk}\n\n{_TASK}名称与原文一字不差；给出原文所说的公司、参数量和基座模型，没说就填 null。"
            "不要列公司、产品、芯片、数据集和评测。"
        )
        reply = httpx.post(
            f"{address}/v1/chat/completions",
            headers={"Authorization": f"Bearer {key}"},
            timeout=600,
            json={
                "messages": [{"role": "user", "content": asked}],
                "max_tokens": MAX_OUTPUT_TOKENS,
                "temperature": 0,
                "response_format": {"type": "json_schema", "json_schema": {"name": "models", "schema": SCHEMA}},
            },
        ).json()
        try:
            told = json.loads(reply["choices"][0]["message"]["content"])["models"]
        except (KeyError, ValueError, TypeError) as error:  # cut at its limit: no JSON
            failures.append(type(error).__name__)
            continue
        found += [{"class": "模型", "text": m["name"], "attributes": m} for m in told]
    failure = f"{len(failures)} chunks cut" if failures else None
    return {"path": post["path"], "seconds": time.perf_counter() - began, "found": found, "failure": failure}


def by_grammar(post: dict[str, str], backend: Backend) -> dict[str, Any]:
    """Names only, each a substring of the chunk: what our grammar alone is worth, without rules and catalogue."""
    began, found, cut = time.perf_counter(), [], 0
    for chunk in chunks(post["text"]):
        lark = (
            f'start: NAME ("\\n" NAME){{0,{MAX_NAMES - 1}}}\nNAME: TEXT & SIZE\n'
            f"TEXT: %regex {json.dumps({'substring_chars': chunk}, ensure_ascii=False)}\n"
            "SIZE: /[^\\n]{2,40}/\n"
        )
        asked = f"文章：\n{chunk}\n\n{_TASK}每行一个，与原文一字不差。"
        reply = backend.generate(Request((("user", asked),), MAX_OUTPUT_TOKENS, 600.0, lark))
        cut += reply.finish != "stop"
        found += [{"class": "模型", "text": name, "attributes": {}} for name in reply.text.split("\n")]
    failure = f"{cut} chunks cut" if cut else None
    return {"path": post["path"], "seconds": time.perf_counter() - began, "found": found, "failure": failure}


def chunks(text: str) -> list[str]:
    """The text in pieces of about CHUNK_CHARS characters, cut at sentence ends."""
    found = [""]
    for a, b in sentences(text):
        if len(found[-1]) + b - a > CHUNK_CHARS and found[-1]:
            found.append("")
        found[-1] += text[a:b] + "\n"
    return [chunk for chunk in found if chunk.strip()]
