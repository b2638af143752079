"""One streamed chat completion over HTTP, and what can go wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx

from summarizer.types import Usage
from summarizer.wording import say

_PASSING = frozenset({"overloaded", "unreachable", "bad-reply"})
_SHOWN_CHARS = 200
_LONGEST_BODY_BYTES = 4_000_000


class Fault(Exception):
    """What a server did wrong: unauthorised, rejected, context, overloaded, unreachable or bad-reply."""

    def __init__(self, code: str, message: str, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.code = code
        self.retry_after = retry_after

    @property
    def is_passing(self) -> bool:
        """Whether trying again may help."""
        return self.code in _PASSING


def unreachable(error: httpx.HTTPError) -> Fault:
    """The fault of a connection that could not be made or broke."""
    return Fault("unreachable", say(f"连接失败（{type(error).__name__}）", f"no connection ({type(error).__name__})"))


def check_status(status: int, headers: Mapping[str, str], body: str) -> None:
    """Raise the Fault that an HTTP status means, if any."""
    if status < 300:
        return
    reason = f"HTTP {status} {_message(body)}".strip()
    if status in (408, 409, 425, 429) or status >= 500:
        raise Fault("overloaded", reason, _seconds(headers.get("retry-after", "")))
    if status in (401, 403):
        raise Fault("unauthorised", f"HTTP {status}")
    raise Fault("context" if _says_too_long(body) else "rejected", reason)


class Talk:
    """A request and what has come back of it so far; `text` survives a timeout."""

    def __init__(self, client: httpx.AsyncClient, body: dict[str, Any]) -> None:
        self._client = client
        self._body = body
        self._pieces: list[str] = []
        self._finish = ""
        self.usage = Usage()

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def pieces(self) -> int:
        """Pieces received: about the tokens written, for a reply that ended before the server said how many."""
        return len(self._pieces)

    async def run(self) -> str:
        """Send and receive from the beginning: stop, length or refused; raises Fault."""
        self._pieces, self._finish, self.usage = [], "", Usage()
        try:
            async with self._client.stream("POST", "chat/completions", json=self._body) as response:
                if response.status_code >= 300:
                    body = (await response.aread())[:_LONGEST_BODY_BYTES].decode("utf-8", "replace")
                    check_status(response.status_code, response.headers, body)
                if "text/event-stream" in response.headers.get("content-type", ""):
                    await self._stream(response)
                else:
                    self._take(await response.aread())
        except httpx.HTTPError as error:
            raise unreachable(error) from None
        except Fault as fault:
            if fault.code == "context":
                return "refused"
            raise
        if not self._finish:
            raise Fault("bad-reply", say("回答中断", "the reply broke off"))
        return "length" if self._finish == "length" else "stop"

    async def _stream(self, response: httpx.Response) -> None:
        async for line in response.aiter_lines():
            if line.startswith("data:"):
                data = line[5:].strip()
                if data == "[DONE]":
                    return
                self._take(data)

    def _take(self, data: str | bytes) -> None:
        """One chunk of a stream, or a whole reply of a server that does not stream."""
        try:
            chunk = json.loads(data)
            if error := chunk.get("error"):
                raise Fault("context" if _says_too_long(str(error)) else "overloaded", _shown(str(error)))
            for choice in chunk.get("choices") or ():
                part = choice.get("delta") or choice.get("message") or {}
                self._pieces.append(part.get("content") or "")
                self._finish = choice.get("finish_reason") or self._finish
            if usage := chunk.get("usage"):
                details = usage.get("prompt_tokens_details") or {}
                self.usage = Usage(
                    int(usage.get("prompt_tokens") or 0),
                    int(details.get("cached_tokens") or 0),
                    int(usage.get("completion_tokens") or 0),
                )
        except (ValueError, TypeError, AttributeError):
            raise Fault("bad-reply", say("回答不是有效的 JSON", "its reply is no valid JSON")) from None


def _message(body: str) -> str:
    """What an error's body says, whatever its form."""
    try:
        told = json.loads(body)
        error = told.get("error", told)
        return _shown(str(error.get("message", error) if isinstance(error, dict) else error))
    except (ValueError, AttributeError):
        return _shown(body)


def _shown(text: str) -> str:
    return " ".join(text.split())[:_SHOWN_CHARS]


def _says_too_long(body: str) -> bool:
    """Servers word it differently: exceed_context_size, maximum context length, context window, too long …"""
    lowered = body.lower()
    return "context" in lowered and any(w in lowered for w in ("exceed", "maximum", "length", "window", "too long"))


def _seconds(value: str) -> float:
    try:
        return max(0.0, float(value))
    except ValueError:
        return 0.0  # a date: our own pauses will do
