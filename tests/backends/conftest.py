"""Engines that several test files share."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from summarizer import weights


@pytest.fixture(scope="session")
def llama_server() -> Iterator[tuple[str, str]]:
    """Address and key of llama.cpp's own HTTP server with the small weights (its tests are marked `weights`)."""
    import xllamacpp

    key = secrets.token_hex(16)
    params = xllamacpp.CommonParams()
    params.model.path = str(weights.resolve("qwen2.5-coder-0.5b").path)
    params.verbosity, params.n_ctx, params.n_parallel = -1, 2048, 1
    params.hostnames, params.port, params.api_keys, params.cors_origins = ["127.0.0.1"], 0, [key], ""
    params.model_alias, params.ui = {"qwen-small"}, False
    server = xllamacpp.Server(params)
    yield server.listening_address, key
    del server
