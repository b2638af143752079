"""A server that speaks OpenAI's chat protocol and does what its script says: answers, faults, stalls."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from summarizer.backends import openai

Answer = Callable[["Scripted", dict[str, Any]], None]


class Scripted(BaseHTTPRequestHandler):
    """Answers each chat request with the next of the server's script; the last one stands for all later ones."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_json(200, {"data": self.server.models})  # type: ignore[attr-defined]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server: Any = self.server
        if body["max_tokens"] == openai._TRIAL.max_output_tokens:
            server.trials.append(body)
            server.trial(self, body)
            return
        server.asked.append((time.monotonic(), body, self.headers.get("Authorization")))
        script = server.script
        (script.pop(0) if len(script) > 1 else script[0])(self, body)

    def send_json(self, status: int, value: Any, **headers: str) -> None:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name.replace("_", "-"), text)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def event(self, value: Any) -> None:
        self.wfile.write(b"data: " + (value if isinstance(value, bytes) else json.dumps(value).encode()) + b"\n\n")
        self.wfile.flush()

    def log_message(self, *args: object) -> None:
        pass


def says(text: str, finish: str = "stop") -> Answer:
    def answer(handler: Scripted, body: dict[str, Any]) -> None:
        handler.begin_stream()
        for character in text:
            handler.event({"choices": [{"delta": {"content": character}}]})
        handler.event({"choices": [{"delta": {}, "finish_reason": finish}]})
        handler.event({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": len(text)}})
        handler.event(b"[DONE]")

    return answer


def status(code: int, message: str = "no", **headers: str) -> Answer:
    return lambda handler, body: handler.send_json(code, {"error": {"message": message}}, **headers)


def whole(text: str) -> Answer:
    choice = {"message": {"content": text}, "finish_reason": "stop"}
    return lambda handler, body: handler.send_json(200, {"choices": [choice]})


def garbage(handler: Scripted, body: dict[str, Any]) -> None:
    handler.begin_stream()
    handler.event(b"{'not json")


def half(handler: Scripted, body: dict[str, Any]) -> None:
    handler.begin_stream()
    handler.event({"choices": [{"delta": {"content": "半"}}]})


def reset(handler: Scripted, body: dict[str, Any]) -> None:
    handler.begin_stream()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def stall(handler: Scripted, body: dict[str, Any]) -> None:
    handler.begin_stream()
    handler.event({"choices": [{"delta": {"content": "先说一半"}}]})
    handler.server.released.wait(30)  # type: ignore[attr-defined]


def obeys(field: str) -> Answer:
    def answer(handler: Scripted, body: dict[str, Any]) -> None:
        says("庚申" if field in body else "秋天的杭州，")(handler, body)

    return answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that hangs up is part of the script


IS_LLAMA = obeys("grammar")


@contextmanager
def serving(*script: Answer, trial: Answer = IS_LLAMA, owner: str = "llamacpp") -> Iterator[Any]:
    server: Any = _Server(("127.0.0.1", 0), Scripted)
    server.script, server.trial, server.asked, server.trials = list(script), trial, [], []
    server.models = [{"id": "qwen", "owned_by": owner}]
    server.released = threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def connected(server: Any, model: str = "qwen") -> Iterator[openai.OpenAI]:
    backend = openai.connect(f"http://127.0.0.1:{server.server_port}", model, 4096)
    try:
        yield backend
    finally:
        backend.close()
