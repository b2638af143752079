"""Any server that speaks OpenAI's chat protocol: llama-server, vLLM, SGLang, Ollama, DashScope …

Where the server can be held to a grammar it is (tried out once, at the start: many servers ignore fields they do not
know); elsewhere its replies are checked against the grammar, and asked for again.
"""

from __future__ import annotations

import asyncio
import os
import re
import threading
import time
import weakref
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import httpx

from summarizer.backends import chatstream, conform
from summarizer.backends.base import Reply, Request
from summarizer.errors import BackendError, SettingsError
from summarizer.types import Usage
from summarizer.wording import say

KEY_VARIABLE, KEY_FILE_VARIABLE = "SUMMARIZER_API_KEY", "SUMMARIZER_API_KEY_FILE"
ATTEMPTS = 4
"""Tries of one request before the server is given up (429, 5xx, broken connections, garbage)."""
_BACKOFF_SECONDS = (0.5, 2.0, 6.0)
_LONGEST_WAIT_SECONDS = 30.0  # what we grant a Retry-After
_CHECKED_ATTEMPTS = 3  # replies asked for where only checking holds the server to the grammar
_CONNECT_SECONDS = 10.0
_POLL_SECONDS = 0.05
_SEED = 1
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_THOUGHT = re.compile(r"<think>.*?(</think>|\Z)", re.DOTALL)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a server is told a grammar (`constrain` makes the field of the request) and not to think aloud."""

    name: str
    owner: str  # what its list of models says in owned_by
    constrain: Callable[[str], dict[str, Any]] | None
    extra: Mapping[str, Any]


_NO_THINKING = {"chat_template_kwargs": {"enable_thinking": False}}
DIALECTS = (
    Dialect("llama.cpp", "llamacpp", lambda g: {"grammar": "%llguidance {}\n" + g}, _NO_THINKING),
    Dialect("vLLM", "vllm", lambda g: {"structured_outputs": {"grammar": g}}, _NO_THINKING),
    Dialect("vLLM before 0.12", "vllm", lambda g: {"guided_grammar": g}, _NO_THINKING),
    Dialect("SGLang", "sglang", lambda g: {"ebnf": "%llguidance {}\n" + g}, _NO_THINKING),
)
CHECKED = Dialect("checked", "", None, {})
"""No grammar on the server's side: replies are checked here."""

# Only a server that really decodes under llguidance answers a wish for prose with one of these two words.
_TRIAL_GRAMMAR = "start: WORD\nWORD: ANY & LENGTH\nANY: /庚申|辛酉|壬戌年/\nLENGTH: /[^\\n]{1,2}/\n"
_TRIAL_WORDS = ("庚申", "辛酉")
_TRIAL = Request((("user", "请写一段两百字的散文，介绍杭州的秋天。"),), 12, 60.0, _TRIAL_GRAMMAR)


def connect(url: str, model: str, context_tokens: int) -> OpenAI:
    """A backend on the server at `url` (with or without /v1). `model` may be left to a server that has only one.

    The key comes from $SUMMARIZER_API_KEY or the file named by $SUMMARIZER_API_KEY_FILE and is never shown.
    Raises SettingsError for a bad address or model, BackendError when the server is not there.
    """
    return OpenAI(_base(url), model, context_tokens, _key())


def served(url: str, model: str) -> str:
    """The model that `connect` would use; generates nothing."""
    backend = OpenAI(_base(url), model, 0, _key(), try_out=False)
    backend.close()
    return backend.weights


def _base(url: str) -> httpx.URL:
    try:
        base = httpx.URL(url)
    except httpx.InvalidURL:
        base = httpx.URL("")
    if base.scheme not in ("http", "https") or not base.host:
        raise SettingsError(
            say(f"服务器地址无效：{url}", f"This is no server's address: {url}"),
            say("例如 http://127.0.0.1:8000/v1。", "For example: http://127.0.0.1:8000/v1."),
        )
    path = base.path.rstrip("/")
    return base.copy_with(path=(path or "/v1") + "/", query=None, fragment=None)


def _key() -> str | None:
    if value := os.environ.get(KEY_VARIABLE, "").strip():
        return value
    if not (name := os.environ.get(KEY_FILE_VARIABLE)):
        return None
    try:
        return Path(name).expanduser().read_text(encoding="utf-8").strip() or None
    except OSError as error:
        raise SettingsError(
            say(f"无法读取密钥文件 {name}：{error.strerror}。", f"Cannot read the key file {name}: {error.strerror}.")
        ) from error


class OpenAI:
    """A `Backend`. Requests from several threads run side by side: the server batches them."""

    name = "openai"
    weights_sha256: str | None = None

    def __init__(self, base: httpx.URL, model: str, context_tokens: int, key: str | None, try_out: bool = True) -> None:
        self.host = base.host + (f":{base.port}" if base.port else "")
        self._key = key
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.AsyncClient(
            base_url=base,
            headers=headers,
            timeout=httpx.Timeout(None, connect=_CONNECT_SECONDS),
            trust_env=base.host not in _LOOPBACK,  # no proxy between us and our own machine
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=_serve, args=(self._loop,), name="openai", daemon=True)
        self._thread.start()
        self._end = weakref.finalize(self, _shut_down, self._loop, self._client)  # also when forgotten
        self.dialect = CHECKED
        self.context_tokens = context_tokens
        try:
            listed = self._wait(self._submit(self._models()))
            self.weights = _choose(listed, model, self.host)
            about = next((m for m in listed if m.get("id") == self.weights), {})
            self.context_tokens = min(context_tokens, _context(about) or context_tokens)
            if try_out:
                self.dialect = self._try_out(str(about.get("owned_by", "")))
        except BaseException:
            self.close()
            raise

    def generate(self, request: Request, cancel: threading.Event | None = None) -> Reply:
        if self.dialect.constrain or not request.grammar:
            return self._once(request, self.dialect, cancel)
        return self._checked(request, request.grammar, cancel)

    def close(self) -> None:
        self._end()
        self._thread.join()

    def _checked(self, request: Request, grammar: str, cancel: threading.Event | None) -> Reply:
        """Ask again, saying what was wrong, until a beginning of the reply obeys the grammar."""
        usage, began = Usage(), time.monotonic()
        asked = request
        for _ in range(_CHECKED_ATTEMPTS):
            left = request.timeout_seconds - (time.monotonic() - began)
            if left <= 0:
                return Reply("", "timeout", usage)
            reply = self._once(replace(asked, timeout_seconds=left), self.dialect, cancel)
            usage += reply.usage
            if reply.finish not in ("stop", "length"):
                return replace(reply, usage=usage)
            text = conform.obeying(grammar, _THOUGHT.sub("", reply.text).strip())
            if text:
                return Reply(text, "stop", usage)
            wrong = "回答不合要求：请只用中文写完整的句子，以句号结尾，不分行，不用原文没有的数字和名称。"
            asked = replace(request, messages=(*request.messages, ("assistant", reply.text), ("user", wrong)))
        return Reply("", "malformed", usage)

    def _once(self, request: Request, dialect: Dialect, cancel: threading.Event | None) -> Reply:
        talk = chatstream.Talk(self._client, self._body(request, dialect))
        began = time.monotonic()
        work = self._submit(self._insist(talk, began + request.timeout_seconds))
        finish = self._wait(work, cancel)
        written = talk.usage.completion_tokens or talk.pieces
        usage = replace(talk.usage, completion_tokens=written, seconds=time.monotonic() - began)
        return Reply(talk.text, finish or "cancelled", usage)

    def _body(self, request: Request, dialect: Dialect) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.weights,
            "messages": [{"role": role, "content": content} for role, content in request.messages],
            "max_tokens": request.max_output_tokens,
            "temperature": 0,
            "seed": _SEED,
            "stream": True,
            "stream_options": {"include_usage": True},
            **dialect.extra,
        }
        if dialect is CHECKED and "qwen3" in self.weights.lower():
            body["enable_thinking"] = False  # DashScope's name for it
        if request.grammar and dialect.constrain:
            body |= dialect.constrain(request.grammar)
        return body

    async def _insist(self, talk: chatstream.Talk, deadline: float) -> str:
        """How the talk finished; tries again, after a pause, what may be only a passing fault."""
        fault: chatstream.Fault | None = None
        for attempt in range(ATTEMPTS):
            try:
                async with asyncio.timeout(deadline - time.monotonic()):
                    if fault:
                        pause = max(_BACKOFF_SECONDS[attempt - 1], min(fault.retry_after, _LONGEST_WAIT_SECONDS))
                        await asyncio.sleep(pause)
                    return await talk.run()
            except chatstream.Fault as failed:
                fault = failed
                if not fault.is_passing:
                    break
            except TimeoutError:
                if fault and not talk.text:
                    break  # it was no stall: the server kept failing until the time was up
                return "timeout"
        assert fault is not None
        raise self._error(fault)

    def _error(self, fault: chatstream.Fault) -> BackendError:
        hint = {
            "unauthorised": say(f"检查 {KEY_VARIABLE}。", f"Check {KEY_VARIABLE}."),
            "unreachable": say("检查服务器是否在运行、地址是否正确。", "See whether it runs and the address is right."),
            "overloaded": say("稍后再试。", "Try again later."),
        }.get(fault.code, "")
        told = str(fault).replace(self._key, "…") if self._key else str(fault)
        where = say(f"服务器 {self.host}：{told}", f"The server {self.host}: {told}")
        return BackendError(where, hint, code=fault.code)

    async def _models(self) -> list[dict[str, Any]]:
        """What the server says it serves; empty where it keeps no such list."""
        try:
            response = await self._client.get("models", timeout=_CONNECT_SECONDS)
            if response.status_code in (404, 405):
                return []
            chatstream.check_status(response.status_code, response.headers, response.text)
            listed = response.json()["data"]
            return [m for m in listed if isinstance(m, dict)]
        except chatstream.Fault as fault:
            raise self._error(fault) from None
        except httpx.HTTPError as error:
            raise self._error(chatstream.unreachable(error)) from None
        except (ValueError, KeyError, TypeError):
            raise self._error(
                chatstream.Fault("bad-reply", say("没有返回模型列表", "sent no list of models"))
            ) from None

    def _try_out(self, owner: str) -> Dialect:
        """The first dialect that a wish for prose shows to be obeyed; `CHECKED` when none is."""
        hinted = [d for d in DIALECTS if owner and d.owner == owner.lower()]
        for dialect in hinted or DIALECTS:
            try:
                reply = self._once(_TRIAL, dialect, None)
            except BackendError as error:
                if error.code != "rejected":
                    raise
                continue
            if reply.text in _TRIAL_WORDS:
                return dialect
        if not conform.is_available():
            raise BackendError(
                say(f"服务器 {self.host} 不支持语法约束。", f"The server {self.host} cannot be held to a grammar."),
                say("请安装 llguidance 以便检查回答。", "Install llguidance, which checks its replies."),
                code="no-grammar",
            )
        return CHECKED

    def _submit(self, work: Coroutine[Any, Any, _T]) -> Future[_T]:
        if self._loop.is_closed():
            work.close()
            raise BackendError(say("与服务器的连接已关闭。", "The connection to the server has been closed."))
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _wait(self, work: Future[_T], cancel: threading.Event | None = None) -> _T:
        """The result; on Ctrl-C or `cancel` the request is dropped at once, which the server notices."""
        try:
            while not (cancel and cancel.is_set()):
                try:
                    return work.result(_POLL_SECONDS)
                except NotYet:
                    if work.done():
                        raise
            return None  # type: ignore[return-value]
        finally:
            work.cancel()


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()


def _shut_down(loop: asyncio.AbstractEventLoop, client: httpx.AsyncClient) -> None:
    """Have the thread close its connections and end, without waiting for it.

    The garbage collector may call this in any thread and in the midst of anything: in another backend's thread, at an
    import that our own connections need before they close (seen: each waited for the other for ever).
    """
    asyncio.run_coroutine_threadsafe(_leave(client), loop)


async def _leave(client: httpx.AsyncClient) -> None:
    loop = asyncio.get_running_loop()
    try:
        await client.aclose()
        await loop.shutdown_asyncgens()  # streams left before their end
    finally:
        loop.stop()


def _choose(listed: list[dict[str, Any]], wanted: str, host: str) -> str:
    names = [str(m.get("id")) for m in listed]
    if wanted in names or not names:
        return wanted
    if len(names) == 1:
        return names[0]
    shown = "、".join(names[:8])
    raise SettingsError(
        say(f"服务器 {host} 没有名为 {wanted} 的模型。", f"The server {host} has no model called {wanted}."),
        say(f"用 --weights 选择：{shown}。", f"Choose with --weights: {shown}."),
        code="no-model",
    )


def _context(about: dict[str, Any]) -> int | None:
    """The context the server grants: vLLM and SGLang say it as max_model_len, llama.cpp in meta."""
    meta = about.get("meta")
    for value in (about.get("max_model_len"), meta.get("n_ctx") if isinstance(meta, dict) else None):
        if isinstance(value, int) and value > 0:
            return value
    return None
