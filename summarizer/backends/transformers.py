"""Hugging Face transformers in our own process: safetensors folders and GGUF files, on CPU or CUDA.

Decoder-only models write under the same grammars as llama.cpp does, by llguidance's token masks. Encoder–decoder
summarizers (mT5, Pegasus … with SentencePiece vocabularies) are given the source alone and write summaries only.
No code from a model's folder is ever run, and no pickled weights are opened.
"""

from __future__ import annotations

import hashlib
import io
import re
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarizer.backends import conform
from summarizer.backends.base import Reply, Request
from summarizer.errors import BackendError, WeightsError
from summarizer.types import Usage
from summarizer.weights import WeightsFile
from summarizer.wording import say

_PREFILL_TOKENS = 128
"""Prefill can be stopped after each so many tokens."""
_POLL_SECONDS = 0.1
_HASHED = ("*.safetensors", "*.json", "*.model", "*.txt", "*.jinja")
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
_FOLDED = re.compile(r"(?<=[\u3400-\u9fff])[,;:?!.()]|[,;:?!.()](?=[\u3400-\u9fff])")
_FALLBACK_CONTEXT_TOKENS = 1024  # of an encoder that does not say (T5's relative positions have no end)


@dataclass(frozen=True, slots=True)
class Folder:
    """A model's folder in the form of the Hugging Face hub; `sha256` is over its files."""

    path: Path
    sha256: str

    @property
    def label(self) -> str:
        """What a report calls these weights."""
        return self.path.name


def folder(path: Path) -> Folder:
    """A checked folder; raises WeightsError when it holds no safetensors."""
    path = path.expanduser().resolve()
    if not (path / "config.json").is_file() or not list(path.glob("*.safetensors")):
        raise WeightsError(
            say(f"{path} 不是模型文件夹。", f"{path} is no model's folder."),
            say("需要 config.json 和 *.safetensors。", "It needs a config.json and *.safetensors."),
            code="no-weights",
        )
    digest = hashlib.sha256()
    for file in sorted(f for pattern in _HASHED for f in path.glob(pattern)):
        digest.update(file.name.encode() + b"\0")
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return Folder(path, digest.hexdigest())


def load(weights: WeightsFile | Folder, context_tokens: int, threads: int | None = None) -> Transformers:
    """An engine with these weights; raises BackendError when torch is missing or they cannot be loaded."""
    try:
        import torch
        import transformers
    except ImportError as error:
        raise BackendError(
            say(f"没有安装 {error.name}。", f"{error.name} is not installed."),
            "pip install 'summarizer[transformers]'",
            code="no-engine",
        ) from error
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    if threads:
        torch.set_num_threads(threads)
    cuda = torch.cuda.is_available()
    where: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    path = weights.path
    if isinstance(weights, WeightsFile):
        path, where["gguf_file"] = weights.path.parent, weights.path.name
    try:
        with warnings.catch_warnings(), redirect_stderr(io.StringIO()):  # its progress bars know no off switch
            warnings.simplefilter("ignore")
            tokenizer = transformers.AutoTokenizer.from_pretrained(path, **where)
            config = transformers.AutoConfig.from_pretrained(path, **where)
            family = (
                transformers.AutoModelForSeq2SeqLM if config.is_encoder_decoder else transformers.AutoModelForCausalLM
            )
            model = family.from_pretrained(
                path,
                dtype="auto" if cuda else torch.float32,  # without matrix units, half precision is slower on a CPU
                use_safetensors=True,
                **where,
            )
    except Exception as error:  # whatever a library raises on a file it cannot read
        reason = " ".join(str(error).split())[:200]
        raise BackendError(
            say(
                f"transformers 无法加载 {weights.label}：{reason}",
                f"transformers cannot load {weights.label}: {reason}",
            ),
            code="cannot-load",
        ) from error
    model = model.to("cuda" if cuda else "cpu").eval()
    return Transformers(weights.label, weights.sha256, model, tokenizer, context_tokens)


class Transformers:
    """A `Backend`. Requests run one after the other; what their prompts share is prefilled once."""

    name = "transformers"

    def __init__(self, weights: str, weights_sha256: str, model: Any, tokenizer: Any, context_tokens: int) -> None:
        self.weights = weights
        self.weights_sha256: str | None = weights_sha256
        config = model.config
        known = getattr(config, "max_position_embeddings", None) or getattr(config, "n_positions", None)
        self.context_tokens = min(context_tokens, int(known or _FALLBACK_CONTEXT_TOKENS))
        self._lock = threading.Lock()
        self._engine: _Engine | None = _Engine(model, tokenizer)

    def generate(self, request: Request, cancel: threading.Event | None = None) -> Reply:
        while not self._lock.acquire(timeout=_POLL_SECONDS):
            if cancel and cancel.is_set():
                return Reply("", "cancelled")
        try:
            if self._engine is None:
                raise BackendError(say("模型已关闭。", "The engine has been closed."))
            return self._engine.run(request, self.context_tokens, cancel)
        finally:
            self._lock.release()

    def close(self) -> None:
        with self._lock:
            self._engine = None


class _Ended(Exception):
    """The generation is over before its time; the argument says why (one of FINISHES)."""


class _Engine:
    """Model, tokenizer and the attention cache of the last prompt."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        import torch

        self.torch, self.model, self.tokenizer = torch, model, tokenizer
        self.reads_instructions = not model.config.is_encoder_decoder
        self.ends = _ends(model, tokenizer)
        self._masks: Any = None
        self._cache: Any = None
        self._cached: list[int] = []

    def run(self, request: Request, context_tokens: int, cancel: threading.Event | None) -> Reply:
        began = time.monotonic()
        deadline = began + request.timeout_seconds
        prompt = self._prompt(request)
        if len(prompt) + (request.max_output_tokens if self.reads_instructions else 0) > context_tokens:
            return Reply("", "refused")
        writing = _Writing(self._matcher(request.grammar) if self.reads_instructions else None)

        def check() -> None:
            if cancel and cancel.is_set():
                raise _Ended("cancelled")
            if time.monotonic() > deadline:
                raise _Ended("timeout")

        with self.torch.inference_mode():
            try:
                step = self._decoder(prompt, writing, check) if self.reads_instructions else self._seq2seq(prompt)
                finish = self._write(step, writing, request.max_output_tokens, check)
            except _Ended as ended:
                finish = str(ended)
        text = self.tokenizer.decode(writing.tokens, skip_special_tokens=True)
        if not self.reads_instructions and finish in ("stop", "length"):
            text, finish = _conforming(text, request.grammar, finish)
        usage = Usage(len(prompt), writing.cached_tokens, len(writing.tokens), time.monotonic() - began)
        return Reply(text, finish, usage)

    def _prompt(self, request: Request) -> list[int]:
        if not self.reads_instructions:
            source = request.source if request.source is not None else request.messages[-1][1]
            return list(self.tokenizer(source)["input_ids"])
        if not self.tokenizer.chat_template:
            return list(self.tokenizer("\n\n".join(content for _, content in request.messages))["input_ids"])
        chat = [{"role": role, "content": content} for role, content in request.messages]
        return list(
            self.tokenizer.apply_chat_template(
                chat, add_generation_prompt=True, tokenize=True, return_dict=False, enable_thinking=False
            )
        )

    def _matcher(self, grammar: str | None) -> Any:
        if not grammar:
            return None
        try:
            import llguidance
            import llguidance.hf
        except ImportError as missing:
            raise BackendError(
                say("没有安装 llguidance。", "llguidance is not installed."), "pip install 'summarizer[transformers]'"
            ) from missing
        if self._masks is None:
            self._masks = llguidance.hf.from_tokenizer(self.tokenizer, eos_token=self.ends[0])
        matcher = llguidance.LLMatcher(self._masks, grammar)
        if matcher.is_error():
            reason = matcher.get_error()
            raise BackendError(say(f"语法有误：{reason}", f"A bad grammar: {reason}"), code="grammar")
        return matcher

    def _decoder(self, prompt: list[int], writing: _Writing, check: Callable[[], None]) -> Callable[[int | None], Any]:
        """Prefill what the last prompt does not share with this one; the step function gives the next logits."""
        shared = self._rewind(prompt)
        writing.cached_tokens = shared
        logits = None
        for start in range(shared, len(prompt), _PREFILL_TOKENS):
            check()
            logits = self._forward(prompt[start : start + _PREFILL_TOKENS])

        def step(token: int | None) -> Any:
            return logits if token is None else self._forward([token])

        return step

    def _rewind(self, prompt: list[int]) -> int:
        """Cut the cache back to what this prompt shares with the tokens in it; returns how many those are."""
        shared = 0
        while shared < min(len(self._cached), len(prompt) - 1) and self._cached[shared] == prompt[shared]:
            shared += 1
        if self._cache is None or shared == 0:
            from transformers import DynamicCache

            self._cache, self._cached = DynamicCache(config=self.model.config), []
            return 0
        if extra := len(self._cached) - shared:
            self._cache.crop(-extra)
        del self._cached[shared:]
        return shared

    def _forward(self, tokens: list[int]) -> Any:
        cache, self._cache = self._cache, None  # after an interruption nobody knows what it holds
        ids = self.torch.tensor([tokens], device=self.model.device)
        out = self.model(input_ids=ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
        self._cache = out.past_key_values
        self._cached += tokens
        return out.logits[0, -1]

    def _seq2seq(self, source: list[int]) -> Callable[[int | None], Any]:
        """Encode the source; the step function decodes one token further."""
        device = self.model.device
        encoded = self.model.get_encoder()(input_ids=self.torch.tensor([source], device=device))
        begin = self.model.config.decoder_start_token_id
        if begin is None:
            begin = self.model.generation_config.decoder_start_token_id
        past: list[Any] = [None]

        def step(token: int | None) -> Any:
            ids = self.torch.tensor([[begin if token is None else token]], device=device)
            out = self.model(encoder_outputs=encoded, decoder_input_ids=ids, past_key_values=past[0], use_cache=True)
            past[0] = out.past_key_values
            return out.logits[0, -1]

        return step

    def _write(
        self, step: Callable[[int | None], Any], writing: _Writing, limit: int, check: Callable[[], None]
    ) -> str:
        """Greedy decoding under the grammar: stop or length; raises _Ended."""
        token: int | None = None
        while len(writing.tokens) < limit:
            check()
            token = int(writing.allowed(self.torch, step(token)).argmax())
            if token in self.ends:
                return "stop"
            if writing.take(token):
                return "stop"
        return "length"


@dataclass(slots=True)
class _Writing:
    """The reply so far, and what its grammar allows next."""

    matcher: Any
    tokens: list[int] = field(default_factory=list)
    cached_tokens: int = 0

    def allowed(self, torch: Any, logits: Any) -> Any:
        """The logits with everything the grammar forbids at minus infinity."""
        if self.matcher is None:
            return logits
        bits = torch.frombuffer(bytearray(self.matcher.compute_bitmask()), dtype=torch.uint8)
        mask = (bits.unsqueeze(1) >> torch.arange(8, dtype=torch.uint8)) & 1
        mask = mask.flatten()[: logits.shape[0]].bool().to(logits.device)
        if mask.shape[0] < logits.shape[0]:
            logits = logits[: mask.shape[0]]
        return logits.masked_fill(~mask, float("-inf"))

    def take(self, token: int) -> bool:
        """Add a token; True when the grammar allows nothing after it."""
        self.tokens.append(token)
        if self.matcher is None:
            return False
        if not self.matcher.consume_token(token):
            raise BackendError(say(f"语法出错：{self.matcher.get_error()}", f"grammar: {self.matcher.get_error()}"))
        return bool(self.matcher.is_stopped())


def _conforming(text: str, grammar: str | None, finish: str) -> tuple[str, str]:
    """What of an encoder–decoder's text obeys the grammar. Its vocabulary folds ， into , (NFKC), so that the grammar
    cannot be held while it writes; the marks are made Chinese again first."""
    text = _FOLDED.sub(lambda m: _MARKS[m.group()], text.strip())
    if finish == "stop" and not text.endswith(("。", "！", "？")):
        text += "。"
    if not grammar:
        return text, finish
    good = conform.obeying(grammar, text)
    return (good, "stop") if good else ("", "length" if finish == "length" else "malformed")


def _ends(model: Any, tokenizer: Any) -> list[int]:
    """Tokens that end a reply, the tokenizer's own first."""
    told = getattr(model.generation_config, "eos_token_id", None)
    more = told if isinstance(told, list) else [told]
    return [int(t) for t in dict.fromkeys([tokenizer.eos_token_id, *more]) if t is not None]
