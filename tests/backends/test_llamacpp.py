"""The in-process engine, on the small real weights."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from summarizer import weights
from summarizer.backends import llamacpp
from summarizer.backends.base import Request
from summarizer.errors import BackendError
from summarizer.writing import grammar

pytestmark = pytest.mark.weights

STORY = "星海公司今天发布语音模型 Xinghai-2，参数为 30亿，可以在手机上运行。公司说，它会在明年开源。"


@pytest.fixture
def engine() -> llamacpp.LlamaCpp:
    """The small weights with a small context: loaded once, and again after a test that took their place."""
    return llamacpp.load(weights.resolve("qwen2.5-coder-0.5b"), 1024)


def _ask(text: str, tokens: int = 60, seconds: float = 120.0, lark: str | None = None) -> Request:
    return Request((("system", "你是编辑。"), ("user", text)), tokens, seconds, lark)


def test_the_same_engine_serves_the_process(engine: llamacpp.LlamaCpp) -> None:
    """Weights are loaded once."""
    assert llamacpp.load(weights.resolve("qwen2.5-coder-0.5b"), 1024) is engine


def test_a_reply_under_a_grammar_is_a_bounded_sentence_in_the_sources_names(engine: llamacpp.LlamaCpp) -> None:
    """The grammar holds: label, one sentence, names and numbers of the source only."""
    reply = engine.generate(_ask(STORY + "\n写一句摘要。", 120, lark=grammar.summary(STORY)))
    assert reply.finish == "stop" and reply.text.startswith(grammar.LABEL) and reply.text.endswith("。")
    assert len(reply.text) <= 110 + len(grammar.LABEL)


def test_a_request_that_goes_on_from_another_reads_only_what_is_new(engine: llamacpp.LlamaCpp) -> None:
    """The text's prefill is reused when it stands before the task."""
    request = _ask(STORY, 5)
    first = engine.generate(request)
    second = engine.generate(replace(_ask(STORY + "\n写标题。", 5), after=request))
    read = [reply.usage.prompt_tokens - reply.usage.cached_tokens for reply in (first, second)]
    assert read[1] < 0.5 * read[0]


def test_the_opening_is_read_once(engine: llamacpp.LlamaCpp) -> None:
    """Other texts under the same instructions cost little beside their own tokens."""
    opening = ("system", "你是编辑。" * 20)
    first, second = (engine.generate(Request((opening, ("user", word)), 2, 60)) for word in ("苹果", "石头"))
    assert first.usage.prompt_tokens - first.usage.cached_tokens > 60
    assert second.usage.prompt_tokens - second.usage.cached_tokens < 30


def test_a_reply_cut_at_its_limit_says_so(engine: llamacpp.LlamaCpp) -> None:
    """length is an outcome of its own."""
    reply = engine.generate(_ask("从一数到一百。", 5))
    assert (reply.finish, reply.usage.completion_tokens) == ("length", 5)


def test_a_deadline_ends_a_generation(engine: llamacpp.LlamaCpp) -> None:
    """Whatever is being done then is stopped."""
    reply = engine.generate(_ask("写一个很长的故事。" * 20, 400, 0.3))
    assert reply.finish == "timeout"


def test_a_cancelled_generation_ends_while_it_still_reads(engine: llamacpp.LlamaCpp) -> None:
    """Cancelling does not wait for the prompt to be read."""
    cancel = threading.Event()
    cancel.set()
    reply = engine.generate(_ask("很长的文字。" * 150, 200), cancel)
    assert (reply.finish, reply.text) == ("cancelled", "")


def test_a_prompt_that_does_not_fit_is_refused(engine: llamacpp.LlamaCpp) -> None:
    """Nothing is cut silently to make it fit."""
    assert engine.generate(_ask("很长的文字。" * 1000)).finish == "refused"


def test_several_threads_share_the_engine(engine: llamacpp.LlamaCpp) -> None:
    """Concurrent requests are answered each with its own reply, the same as alone."""
    alone = [engine.generate(_ask(f"重复这个词：{word}", 8)).text for word in ("苹果", "石头")]
    found: dict[str, str] = {}
    threads = [
        threading.Thread(target=lambda w=word: found.update({w: engine.generate(_ask(f"重复这个词：{w}", 8)).text}))
        for word in ("苹果", "石头")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found["苹果"], found["石头"]] == alone


def test_what_was_asked_before_does_not_change_a_reply(engine: llamacpp.LlamaCpp) -> None:
    """Reused prefill saves time only: behind other texts, of which it may share a part, a text has the same reply."""
    asked = [_ask(STORY[cut:] + "\n写一句摘要。", 24) for cut in (0, 9, 20)]
    first = [engine.generate(request).text for request in asked]
    engine.generate(_ask(STORY[:31] + "别的。", 3))
    assert [engine.generate(request).text for request in reversed(asked)] == first[::-1]


def test_a_continued_request_has_the_same_reply_when_another_came_between(engine: llamacpp.LlamaCpp) -> None:
    """Threads that share the engine do not change each other's work."""
    request = _ask(STORY, 5)
    more = replace(_ask(STORY + "\n写标题。", 16), after=request)
    engine.generate(request)
    alone = engine.generate(more).text
    engine.generate(request)
    engine.generate(_ask("星海公司昨天降价。", 3))
    assert engine.generate(more).text == alone


def test_a_grammar_that_the_engine_cannot_read_is_noticed(engine: llamacpp.LlamaCpp) -> None:
    """It would write freely, without a word."""
    reply = engine.generate(_ask(STORY, 8, lark='start: "摘要：" MISSING\n'))
    assert reply.finish == "malformed"


def test_the_engines_port_is_closed_to_others(engine: llamacpp.LlamaCpp) -> None:
    """Without the random key, nobody else on this machine gets an answer."""
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{engine._server.listening_address}/v1/models", timeout=5)
    with caught.value as answer:
        assert (answer.code, answer.headers.get("Access-Control-Allow-Origin") or "") == (401, "")


def test_a_damaged_file_is_an_error_not_a_crash(tmp_path: Path) -> None:
    """A file that only begins like GGUF is refused in one sentence; in a process of its own, as a user meets it."""
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF" + bytes(1000))
    code = "import sys; from summarizer import weights; from summarizer.backends import llamacpp;"
    code += "llamacpp.load(weights.resolve(sys.argv[1]), 512, 1)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=120)
    assert "BackendError" in done.stderr and "cannot load" in done.stderr


def test_a_closed_engine_says_so() -> None:
    """Work for an engine that was closed is refused at once."""
    closing = llamacpp.load(weights.resolve("qwen2.5-coder-0.5b"), 2048)
    closing.close()
    began = time.monotonic()
    with pytest.raises(BackendError, match="closed"):
        closing.generate(_ask("你好"))
    assert time.monotonic() - began < 5


def test_two_signals_in_a_row_end_the_process_in_order() -> None:
    """Whoever is impatient and interrupts twice gets the exit code of an interruption, not an aborted process."""
    code = (
        "import signal, sys\n"
        "from summarizer import weights\n"
        "from summarizer.backends import llamacpp\n"
        "from summarizer.backends.base import Request\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))\n"
        "engine = llamacpp.load(weights.resolve('qwen2.5-coder-0.5b'), 8192)\n"
        "print('ready', flush=True)\n"
        "engine.generate(Request((('user', '很长的文章。' * 1000),), 500, 100.0))\n"
    )
    running = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout
    running.stdout.readline()
    time.sleep(1.0)
    for _ in range(2):
        running.send_signal(signal.SIGTERM)
        time.sleep(0.1)
    _, told = running.communicate(timeout=60)
    # the second may meet an interpreter that has put its handlers away already; what may not be is an abort
    assert running.returncode in (143, -signal.SIGTERM) and told == b""
