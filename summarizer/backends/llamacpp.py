"""llama.cpp inside our own process, by way of xllamacpp's server object."""

from __future__ import annotations

import os
import re
import secrets
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from summarizer.backends.base import Reply, Request
from summarizer.errors import BackendError
from summarizer.types import Usage
from summarizer.weights import WeightsFile
from summarizer.wording import say

BATCH_TOKENS = 128
"""Prefill reports after each batch and can be stopped there: two seconds on two slow cores, at no loss of speed."""
_POLL_SECONDS = 0.1
_SEED = 1
_REST = "\u2042"  # begins no text that is ever sent
_OPENING = re.compile(r'start: "(?P<words>[^"\\]+)"')

_engines: dict[tuple[Path, int, int], LlamaCpp] = {}
_engines_lock = threading.RLock()


def load(weights: WeightsFile, context_tokens: int, threads: int | None = None) -> LlamaCpp:
    """The process's one engine for these weights: loaded at the first call, shared afterwards."""
    context_tokens = min(context_tokens, weights.context_tokens or context_tokens)
    key = (weights.path.resolve(), context_tokens, threads or physical_cores())
    with _engines_lock:
        if key not in _engines:
            for other in list(_engines.values()):
                other.close()  # two sets of weights would not fit a laptop
            _engines[key] = LlamaCpp(weights, context_tokens, key[2])
        return _engines[key]


def physical_cores() -> int:
    """Cores this process may use, hyper-threads of one core counted once: they do not speed arithmetic up."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))
    siblings = set()
    for cpu in allowed:
        topology = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        with suppress(OSError):
            siblings.add(topology.read_text().strip())
    return len(siblings) or max(1, len(allowed))


class LlamaCpp:
    """A `Backend`. Requests run one after the other: on few cores, batching them gains nothing (measured)."""

    name = "llamacpp"

    def __init__(self, weights: WeightsFile, context_tokens: int, threads: int) -> None:
        self.weights = weights.label
        self.weights_sha256: str | None = weights.sha256
        self.context_tokens = context_tokens
        self._lock = threading.Lock()
        self._opening: tuple[tuple[str, str], ...] | None = None  # whose prefill the engine holds, see _rewind
        self._last: Request | None = None
        self._server: Any = _start(weights.path, context_tokens, threads)

    def generate(self, request: Request, cancel: threading.Event | None = None) -> Reply:
        while not self._lock.acquire(timeout=_POLL_SECONDS):
            if cancel and cancel.is_set():
                return Reply("", "cancelled")
        try:
            if self._server is None:
                raise BackendError(say("模型已关闭。", "The engine has been closed."))
            return self._answer(request, cancel)
        finally:
            self._lock.release()

    def _answer(self, request: Request, cancel: threading.Event | None) -> Reply:
        spent = Usage()
        if request.after is None or request.after is not self._last:
            spent = self._rewind(request)
            if request.after:  # somebody else came between: read again what this request goes on from
                spent += _Generation(self._server, replace(request.after, max_output_tokens=1), cancel).run().usage
        self._last = None
        reply = _Generation(self._server, request, cancel).run()
        self._last = request
        return replace(reply, usage=reply.usage + spent)

    def _rewind(self, request: Request) -> Usage:
        """Leave in the cache just what stands before the last message, read alone and from its first token.

        The engine would reuse whatever its last prompt happens to share with this one. Where it begins to read decides
        how tokens fall into batches, batches decide the last bits of a sum, and those now and then a word: the same
        post would get another summary behind another post (seen in one of three texts with the default weights).
        """
        opening = request.messages[:-1]
        known, self._opening = self._opening == opening, None
        rest = Request((*opening, (request.messages[-1][0], _REST)), 1, request.timeout_seconds)
        reply = _Generation(self._server, rest, None, reuse=known).run()
        self._opening = opening if reply.finish in ("stop", "length") else None
        return replace(reply.usage, completion_tokens=0)

    def close(self) -> None:
        with _engines_lock:
            for key in [k for k, engine in _engines.items() if engine is self]:
                del _engines[key]
        with self._lock:
            self._server = None


def _start(path: Path, context_tokens: int, threads: int) -> Any:
    # threads that spin while they wait starve each other as soon as another program wants a core: measured on two busy
    # cores, 60 tokens took 4 to 62 s with OpenMP's default and 6 to 11 s so. Read once, when the engine is imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import xllamacpp
    except ImportError as error:
        raise BackendError(
            say("没有安装 xllamacpp。", "xllamacpp is not installed."), "pip install xllamacpp", code="no-engine"
        ) from error
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.verbosity = -1
    params.n_ctx = context_tokens
    params.n_parallel = 1
    params.n_batch = BATCH_TOKENS
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.sampling.temp = 0.0
    params.sampling.seed = _SEED
    params.cache_prompt = True
    params.cache_ram_mib = 0  # the engine would keep old prompts in up to 8 GB of memory
    # the engine opens a port on loopback whether we want it or not: nobody but us can use it
    params.hostnames = ["127.0.0.1"]
    params.api_keys = [secrets.token_hex(32)]
    params.cors_origins = ""
    params.ui = False
    params.endpoint_slots = False
    try:
        server = xllamacpp.Server(params)
        # a server destroyed before its loop runs waits for it for ever; once one token came back, the loop runs
        server.handle_completions({"prompt": "。", "n_predict": 1, "cache_prompt": False})
        return server
    except (RuntimeError, ValueError, OSError) as error:
        raise BackendError(
            say(f"llama.cpp 无法加载 {path.name}：{error}", f"llama.cpp cannot load {path.name}: {error}"),
            say("换一个权重文件，或检查内存是否足够。", "Try other weights, or see whether memory suffices."),
            code="cannot-load",
        ) from error


def _begun(grammar: str | None, text: str) -> bool:
    """Whether a reply opens with its grammar's first words: a grammar that the engine cannot read it drops silently."""
    opening = _OPENING.match(grammar or "")
    return not opening or text.startswith(opening["words"][: len(text)])


class _Generation:
    """One request under way. The engine runs in a thread of its own, so that Ctrl-C reaches the caller at once."""

    def __init__(self, server: Any, request: Request, cancel: threading.Event | None, *, reuse: bool = True) -> None:
        self._server = server
        self._reuse = reuse
        self._request = request
        self._cancel = cancel
        self._stop = threading.Event()
        self._done = threading.Event()
        self._began = time.monotonic()
        self._deadline = self._began + request.timeout_seconds
        self._pieces: list[str] = []
        self._finish = ""
        self._prompt_tokens = self._cached_tokens = self._written = 0
        self._failure: Exception | None = None
        self._error: dict[str, Any] = {}

    def run(self) -> Reply:
        threading.Thread(target=self._work, name="llamacpp", daemon=True).start()
        try:
            # an event, not join: a join that a signal interrupts takes the thread for ended (CPython 3.11)
            while not self._done.wait(_POLL_SECONDS):
                pass
        except BaseException:
            self._stop.set()
            while not self._done.is_set():  # at most one prefill batch: the engine must be idle before the process may
                with suppress(KeyboardInterrupt, SystemExit):  # end, also when somebody presses Ctrl-C twice
                    self._done.wait(_POLL_SECONDS)
            raise
        if self._failure:
            message = say(f"llama.cpp 出错：{self._failure}", f"llama.cpp failed: {self._failure}")
            raise BackendError(message) from self._failure
        if self._error.get("type") == "exceed_context_size_error":
            self._finish = "refused"
        elif self._error:
            reason = self._error.get("message", "")
            raise BackendError(say(f"llama.cpp 拒绝了请求：{reason}", f"llama.cpp refused the request: {reason}"))
        seconds = time.monotonic() - self._began
        usage = Usage(self._prompt_tokens, self._cached_tokens, self._written, seconds)
        text = "".join(self._pieces)
        if self._finish in ("stop", "length") and not _begun(self._request.grammar, text):
            text, self._finish = "", "malformed"
        return Reply(text, self._finish or "stop", usage)

    def _work(self) -> None:
        request: dict[str, Any] = {
            "messages": [{"role": role, "content": content} for role, content in self._request.messages],
            "max_tokens": self._request.max_output_tokens,
            "temperature": 0,
            "seed": _SEED,
            "cache_prompt": self._reuse,
            "stream": True,
            "return_progress": True,
            "stream_options": {"include_usage": True},
            "chat_template_kwargs": {"enable_thinking": False},
        }
        if self._request.grammar:
            request["grammar"] = "%llguidance {}\n" + self._request.grammar
        try:
            self._server.handle_chat_completions(request, self._take)
        except Exception as error:  # whatever the engine throws is raised again in the calling thread
            self._failure = error
        finally:
            self._done.set()

    def _take(self, chunk: dict[str, Any]) -> bool:
        """Receive one piece of the stream; True stops the engine."""
        if "error" in chunk:
            self._error = chunk["error"]
            return True
        if progress := chunk.get("prompt_progress"):
            self._prompt_tokens, self._cached_tokens = progress["total"], progress["cache"]
        if usage := chunk.get("usage"):
            self._prompt_tokens, self._written = usage["prompt_tokens"], usage["completion_tokens"]
            self._cached_tokens = usage.get("prompt_tokens_details", {}).get("cached_tokens", 0)
        for choice in chunk.get("choices", ()):
            if piece := choice["delta"].get("content"):
                self._pieces.append(piece)
                self._written += 1
            self._finish = choice.get("finish_reason") or self._finish
        if self._finish:
            return False
        if self._stop.is_set() or (self._cancel and self._cancel.is_set()):
            self._finish = "cancelled"
        elif time.monotonic() > self._deadline:
            self._finish = "timeout"
        return bool(self._finish)
