"""llama.cpp's own HTTP server on loopback with our weights, for everybody who is compared."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xllamacpp

from summarizer.backends.llamacpp import BATCH_TOKENS, physical_cores


@contextmanager
def serving(weights: Path, context_tokens: int = 8192) -> Iterator[tuple[str, str]]:
    """Address and key of a server that ends with the block; settings as in our own llamacpp backend."""
    key = secrets.token_hex(16)
    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.verbosity, params.n_ctx, params.n_parallel, params.n_batch = -1, context_tokens, 1, BATCH_TOKENS
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = physical_cores()
    params.sampling.temp, params.sampling.seed = 0.0, 1
    params.cache_prompt, params.cache_ram_mib = True, 0
    params.hostnames, params.port, params.api_keys, params.cors_origins = ["127.0.0.1"], 0, [key], ""
    params.ui, params.endpoint_slots = False, False
    params.model_alias = {weights.stem}
    server = xllamacpp.Server(params)
    try:
        yield server.listening_address, key
    finally:
        del server
