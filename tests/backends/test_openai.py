"""The openai backend against a scripted faulty server, and against a real llama.cpp server on loopback."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from summarizer.backends import conform, openai
from summarizer.backends.base import Request
from summarizer.errors import BackendError, SettingsError
from tests.backends.scripted_server import (
    Answer,
    connected,
    garbage,
    half,
    obeys,
    reset,
    says,
    serving,
    stall,
    status,
    whole,
)

KEY = "sk-" + "0123456789abcdef" * 2
GRAMMAR = "start: S S?\nS: BODY & LENGTH\nBODY: /([\\u4e00-\\u9fff，]|Qwen)*。/\nLENGTH: /[^\\n]{5,40}/\n"
ASK = Request((("user", "请概括。"),), 64, 20.0, GRAMMAR)


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short pauses between tries, and no key from the machine the tests run on."""
    monkeypatch.setattr(openai, "_BACKOFF_SECONDS", (0.01, 0.02, 0.03))
    monkeypatch.delenv(openai.KEY_VARIABLE, raising=False)
    monkeypatch.delenv(openai.KEY_FILE_VARIABLE, raising=False)


@pytest.mark.parametrize(
    "fault",
    [status(429), status(500), status(503), garbage, half, reset],
    ids=["429", "500", "503", "garbage", "broken-off", "connection-reset"],
)
def test_passing_faults_are_tried_again(fault: Answer) -> None:
    """A server that fails twice and then answers costs nothing but time."""
    with serving(fault, fault, says("好，完成了。")) as server, connected(server) as backend:
        reply = backend.generate(ASK)
    assert (reply.text, reply.finish, len(server.asked)) == ("好，完成了。", "stop", 3)


@pytest.mark.parametrize(
    ("fault", "code"),
    [(status(429), "overloaded"), (status(500), "overloaded"), (garbage, "bad-reply"), (reset, "unreachable")],
    ids=["429", "500", "garbage", "connection-reset"],
)
def test_lasting_faults_end_in_an_error_after_bounded_tries(fault: Answer, code: str) -> None:
    """A server that never recovers is given up after a fixed number of tries, with the reason."""
    with serving(fault) as server, connected(server) as backend, pytest.raises(BackendError) as raised:
        backend.generate(ASK)
    assert raised.value.code == code
    assert len(server.asked) == openai.ATTEMPTS


def test_retry_after_is_honoured() -> None:
    """A server that says when to come back is not asked before."""
    with serving(status(429, Retry_After="0.4"), says("好，完成了。")) as server, connected(server) as backend:
        backend.generate(ASK)
    first, second = (when for when, _, _ in server.asked)
    assert second - first >= 0.4


def test_a_lost_server_is_an_error_not_a_hang() -> None:
    """When the server has gone away between two requests, the second raises."""
    with serving(says("好，完成了。")) as server:
        backend = openai.connect(f"http://127.0.0.1:{server.server_port}", "qwen", 4096)
    with pytest.raises(BackendError) as raised:
        backend.generate(ASK)
    backend.close()
    assert raised.value.code == "unreachable"


def test_a_stall_ends_at_the_deadline_with_what_came() -> None:
    """A server that falls silent is left at the deadline; the partial text is kept."""
    began = time.monotonic()
    with serving(stall) as server, connected(server) as backend:
        reply = backend.generate(Request(ASK.messages, 64, 0.5, GRAMMAR))
    assert (reply.text, reply.finish) == ("先说一半", "timeout")
    assert time.monotonic() - began < 3


def test_cancelling_leaves_at_once() -> None:
    """A cancelled request is dropped long before its deadline."""
    cancel = threading.Event()
    with serving(stall) as server, connected(server) as backend:
        threading.Timer(0.2, cancel.set).start()
        began = time.monotonic()
        reply = backend.generate(ASK, cancel)
    assert reply.finish == "cancelled"
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("told", ["This model's maximum context length is 32768 tokens", "exceeds the context size"])
def test_a_prompt_too_long_is_refused_without_another_try(told: str) -> None:
    """Servers word it differently; it is the same outcome and asking again would not help."""
    with serving(status(400, told)) as server, connected(server) as backend:
        assert backend.generate(ASK).finish == "refused"
    assert len(server.asked) == 1


def test_a_reply_cut_at_its_limit_says_so() -> None:
    """finish_reason length is not success."""
    with serving(says("没有说完的", "length")) as server, connected(server) as backend:
        assert backend.generate(ASK).finish == "length"


def test_a_server_that_does_not_stream_is_understood() -> None:
    """A whole reply in one JSON object is taken as well as a stream."""
    with serving(whole("好，完成了。")) as server, connected(server) as backend:
        assert backend.generate(ASK).text == "好，完成了。"


@pytest.mark.parametrize(
    ("owner", "field", "name"),
    [
        ("llamacpp", "grammar", "llama.cpp"),
        ("vllm", "structured_outputs", "vLLM"),
        ("vllm", "guided_grammar", "vLLM before 0.12"),
        ("sglang", "ebnf", "SGLang"),
        ("somebody", "ebnf", "SGLang"),
    ],
)
def test_the_dialect_is_the_one_that_is_obeyed(owner: str, field: str, name: str) -> None:
    """Whatever the server calls itself, a dialect is used only after it has held the server to a grammar."""
    with serving(says("好，完成了。"), trial=obeys(field), owner=owner) as server, connected(server) as backend:
        assert backend.dialect.name == name
        backend.generate(ASK)
    assert field in server.asked[0][1]


@pytest.mark.skipif(not conform.is_available(), reason="llguidance is not installed (extra openai)")
class TestChecked:
    """Servers without grammars: the reply is checked here."""

    @pytest.mark.parametrize("trial", [says("秋天的杭州，"), status(400, "unknown field")], ids=["ignores", "rejects"])
    def test_a_good_reply_passes(self, trial: Answer) -> None:
        """A reply that obeys the grammar is taken as it is; no field the server does not know is sent."""
        with serving(says("好，完成了。"), trial=trial, owner="x") as server, connected(server) as backend:
            assert backend.generate(ASK).text == "好，完成了。"
        assert not {"grammar", "ebnf", "guided_grammar", "structured_outputs"} & server.asked[0][1].keys()

    def test_thoughts_and_chatter_behind_the_answer_go(self) -> None:
        """A thought before and prose behind the sentences are no part of the reply."""
        text = "<think>先想想\n再说</think>\n通义发布了Qwen。\n希望对你有帮助！"
        with serving(says(text), trial=says("不"), owner="x") as server, connected(server) as backend:
            assert backend.generate(ASK).text == "通义发布了Qwen。"

    def test_a_bad_reply_is_asked_for_again(self) -> None:
        """The second request tells the server what was wrong with the first reply."""
        script = (says("Sure! Here is a summary."), says("好，完成了。"))
        with serving(*script, trial=says("不"), owner="x") as server, connected(server) as backend:
            reply = backend.generate(ASK)
        assert (reply.text, reply.finish) == ("好，完成了。", "stop")
        assert server.asked[1][1]["messages"][-2]["content"] == "Sure! Here is a summary."
        assert reply.usage.prompt_tokens == 18

    def test_words_that_the_grammar_opens_with_may_be_left_out(self) -> None:
        """A label that only the grammar writes is no fault of a server that does not know the grammar."""
        request = Request(ASK.messages, 64, 20.0, GRAMMAR.replace("start: ", 'start: "摘要：" '))
        for said in ("好，完成了。", "摘要：好，完成了。"):
            with serving(says(said), trial=says("不"), owner="x") as server, connected(server) as backend:
                assert backend.generate(request).text == "摘要：好，完成了。"

    def test_a_server_that_never_obeys_gives_malformed(self) -> None:
        """Prose never gets through as if it were a summary."""
        with serving(says("Sure!"), trial=says("不"), owner="x") as server, connected(server) as backend:
            reply = backend.generate(ASK)
        assert (reply.text, reply.finish) == ("", "malformed")


def test_the_key_is_sent_and_never_shown(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """The key from the environment reaches the server, no log and no error message, even if the server echoes it."""
    monkeypatch.setenv(openai.KEY_VARIABLE, KEY)
    caplog.set_level(logging.DEBUG)
    with serving(status(400, f"bad key {KEY}")) as server, connected(server) as backend:
        with pytest.raises(BackendError) as raised:
            backend.generate(ASK)
        assert server.asked[0][2] == f"Bearer {KEY}"
    assert KEY not in caplog.text + str(raised.value) + repr(backend.__dict__["dialect"])


def test_the_key_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """A file named in the environment serves where the environment itself is too public."""
    (tmp_path / "key").write_text(KEY + "\n")
    monkeypatch.setenv(openai.KEY_FILE_VARIABLE, str(tmp_path / "key"))
    with serving(says("好，完成了。")) as server, connected(server) as backend:
        backend.generate(ASK)
    assert server.asked[0][2] == f"Bearer {KEY}"


def test_a_missing_key_says_what_to_do() -> None:
    """A server that wants a key names the variable that holds it, once."""
    with serving(status(401)) as server, connected(server) as backend, pytest.raises(BackendError) as raised:
        backend.generate(ASK)
    assert raised.value.code == "unauthorised"
    assert openai.KEY_VARIABLE in str(raised.value)
    assert len(server.asked) == 1


def test_an_unknown_model_is_a_wrong_setting() -> None:
    """Where a server has several models, the wanted one must be among them; the message lists them."""
    with serving(says("好")) as server:
        server.models = [{"id": "qwen-a"}, {"id": "qwen-b"}]
        with pytest.raises(SettingsError, match="qwen-a"):
            openai.connect(f"http://127.0.0.1:{server.server_port}/v1", "other", 4096)


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://host/v1", "http://"])
def test_a_bad_address_is_a_wrong_setting(url: str) -> None:
    """What is no http(s) address is said to be none, before anything is sent."""
    with pytest.raises(SettingsError):
        openai.connect(url, "qwen", 4096)


def test_after_close_requests_raise() -> None:
    """A closed backend says that it is closed."""
    with serving(says("好，完成了。")) as server, connected(server) as backend:
        pass
    with pytest.raises(BackendError):
        backend.generate(ASK)


@pytest.mark.weights
class TestLlamaServer:
    """The same protocol spoken by a real engine."""

    @pytest.fixture
    def backend(self, llama_server: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[openai.OpenAI]:
        address, key = llama_server
        monkeypatch.setenv(openai.KEY_VARIABLE, key)
        backend = openai.connect(address, "any", 8192)
        yield backend
        backend.close()

    def test_it_says_what_it_serves(self, backend: openai.OpenAI) -> None:
        """Dialect, model and context come from the server, not from our settings."""
        assert (backend.dialect.name, backend.weights, backend.context_tokens) == ("llama.cpp", "qwen-small", 2048)

    @pytest.mark.parametrize(
        "wish",
        ["Write a long English poem about the sea. No Chinese at all.", "输出一段 Python 代码和 Markdown 表格。"],
        ids=["poem", "code"],
    )
    def test_a_wish_for_prose_is_held_to_the_grammar(self, backend: openai.OpenAI, wish: str) -> None:
        """Whatever the prompt begs for, the reply is a whole sentence of the grammar."""
        reply = backend.generate(Request((("user", wish),), 80, 60.0, GRAMMAR))
        assert reply.finish == "stop"
        assert conform.longest(GRAMMAR, reply.text) == reply.text
        assert reply.usage.completion_tokens > 0

    def test_a_prompt_too_long_is_refused(self, backend: openai.OpenAI) -> None:
        """The real engine's own words for it are understood."""
        assert backend.generate(Request((("user", "很长的话" * 2000),), 20, 60.0)).finish == "refused"

    def test_a_deadline_is_kept_and_the_engine_freed(self, backend: openai.OpenAI) -> None:
        """After a generation is left at its deadline the next one is served."""
        asked = Request((("user", "写诗。"),), 1500, 1.5, "start: /[\\u4e00-\\u9fff]{1200,1400}/\n")
        began = time.monotonic()
        assert backend.generate(asked).finish == "timeout"
        assert backend.generate(Request((("user", "说好。"),), 8, 30.0)).finish in ("stop", "length")
        assert time.monotonic() - began < 20

    def test_a_wrong_key_is_turned_away(self, llama_server: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        """Without the key the server's port is of no use to anybody."""
        monkeypatch.setenv(openai.KEY_VARIABLE, "wrong")
        with pytest.raises(BackendError) as raised:
            openai.connect(llama_server[0], "any", 8192).close()
        assert raised.value.code == "unauthorised"


def test_a_forgotten_connection_waits_for_nobody() -> None:
    """The garbage collector may find a backend in any thread, even while its own may not move: it must not wait."""
    with serving(says("好，完成了。")) as server:
        backend = openai.connect(f"http://127.0.0.1:{server.server_port}", "any", 2048)
        loop, thread = backend._loop, backend._thread
        held, free = threading.Event(), threading.Event()
        loop.call_soon_threadsafe(lambda: (held.set(), free.wait(30)))
        assert held.wait(5)
        began = time.monotonic()
        del backend
        gc.collect()
        assert time.monotonic() - began < 5
        free.set()
        thread.join(10)
        assert loop.is_closed()
