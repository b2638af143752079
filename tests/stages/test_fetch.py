"""Addresses: what a web server answers becomes bytes with their media, or an error that says why not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from summarizer.errors import InputError
from summarizer.stages.read import fetch, read

PAGE = "<html><head><title>小模型</title></head><body><p>MiniCPM-2B 有 24 亿参数，可以在手机上运行。</p></body></html>"


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        """A page, a feed, a redirect, a picture, a flood, silence, a drip, or nothing."""
        if self.path == "/slow":
            time.sleep(1.0)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("location", "/page")
            self.end_headers()
            return
        kind, body = {
            "/page": ("text/html; charset=utf-8", PAGE.encode()),
            "/gbk": ("text/html; charset=gbk", PAGE.encode("gb18030")),
            "/feed": ("application/rss+xml", b"<rss><channel><item><title>t</title></item></channel></rss>"),
            "/picture": ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
            "/flood": ("text/plain", b"x" * 100_000),
            "/slow": ("text/plain", b"late"),
            "/drip": ("text/plain", b""),
        }.get(self.path, ("", None))
        if body is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("content-type", kind)
        self.end_headers()
        try:
            self.wfile.write(body)
            for _ in range(40 if self.path == "/drip" else 0):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass  # the reader had enough

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server on the loopback interface."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["/page", "/moved", "/gbk"])
def test_a_page_is_fetched_and_read(address: str, path: str) -> None:
    """Redirects are followed, and any encoding is read."""
    data, media = fetch(address + path)
    assert media == "html"
    (post,) = read(data, address + path, media)
    assert post.title == "小模型" and "24 亿参数" in post.text and post.source == "127.0.0.1"


def test_a_feed_says_that_it_is_one(address: str) -> None:
    """The server's type tells feeds from pages."""
    assert fetch(f"{address}/feed")[1] == "feed"


@pytest.mark.parametrize(
    ("path", "limits", "code"),
    [
        ("/flood", {"max_bytes": 10_000}, "too-large"),
        ("/slow", {"timeout_seconds": 0.2}, "unreachable"),
        ("/drip", {"timeout_seconds": 0.3}, "unreachable"),
        ("/nothing", {}, "unreachable"),
    ],
    ids=["too-large", "silent", "dripping", "missing"],
)
def test_what_cannot_be_fetched_is_named(address: str, path: str, limits: dict[str, float], code: str) -> None:
    """Size and time are bounded, and the error names the address."""
    with pytest.raises(InputError) as raised:
        fetch(address + path, **limits)  # type: ignore[arg-type]
    assert raised.value.code == code and address in raised.value.message


def test_a_picture_is_no_post(address: str) -> None:
    """What is no text is refused when it is read."""
    data, media = fetch(f"{address}/picture")
    with pytest.raises(InputError) as raised:
        read(data, f"{address}/picture", media)
    assert raised.value.code == "binary"


def test_an_address_that_nobody_serves_is_unreachable() -> None:
    """A refused connection is an error of the input, not of the program."""
    with pytest.raises(InputError) as raised:
        fetch("http://127.0.0.1:9/", timeout_seconds=2.0)
    assert raised.value.code == "unreachable"
