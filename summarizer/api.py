"""The Python door: posts in, typed reports out, without a store."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer import pipeline, runkey, sources
from summarizer.backends import choose
from summarizer.catalogue import Catalogue
from summarizer.errors import InputError, SettingsError
from summarizer.library import export
from summarizer.settings import Settings
from summarizer.stages.generate import Generator
from summarizer.stages.read import read
from summarizer.types import Post, Report
from summarizer.wording import say

if TYPE_CHECKING:
    import pandas


class Summarizer:
    """Keeps catalogue and weights loaded between posts; usable from several threads at once.

    The engine starts when the first post needs it; engines are shared by all of a process. Raises SettingsError for
    a bad catalogue file at once, WeightsError and BackendError when weights or engine are wanted and cannot be had.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.catalogue = Catalogue.load(self.settings.catalogue)
        self.makers = {row.id: row.organisation for row in self.catalogue.rows.values()}
        self._lock = threading.Lock()
        self._generator: Generator | None = None

    def key_parts(self) -> dict[str, str]:
        """What, besides a post's bytes, decides its report (see runkey); checks the weights, starts nothing."""
        weights = choose.identity(self.settings) if self.settings.use_llm else None
        return runkey.parts(self.settings, self.catalogue.sha256, weights)

    def report(self, post: Post, cancel: threading.Event | None = None) -> Report:
        """The report of a post that was already read; `cancel` stops the model (see `pipeline.report`)."""
        return pipeline.report(post, self.catalogue, self.settings, self._engine(post), cancel)

    def summarize(self, text_or_path: str | Path) -> Report:
        """The report of one post: its text, a file, or an http(s) address.

        Raises InputError when the post cannot be read, or when the file holds several (a feed): see `reports`.
        """
        posts = self._posts(text_or_path)
        if len(posts) != 1:
            raise InputError(
                say(f"{text_or_path} 含 {len(posts)} 篇文章。", f"{text_or_path} holds {len(posts)} posts."),
                say("请改用 Summarizer.reports。", "Use Summarizer.reports."),
                code="several",
            )
        return self.report(posts[0])

    def reports(self, text_or_path: str | Path) -> list[Report]:
        """The reports of all posts in a text, file or address, in their order."""
        return [self.report(post) for post in self._posts(text_or_path)]

    def _posts(self, text_or_path: str | Path) -> tuple[Post, ...]:
        source = sources.text_or_path(text_or_path, self.settings.max_bytes)
        data, media = source.load()
        return read(data, source.path, media, max_bytes=self.settings.max_bytes)

    def _engine(self, post: Post) -> Generator | None:
        wanted = self.settings.any_language or post.language in pipeline.CHINESE
        if not self.settings.use_llm or not wanted:
            return None
        with self._lock:
            if self._generator is None or self.settings.backend == "llamacpp":
                # asked for anew at every post: other weights, loaded elsewhere in the process, take our engine's place
                engine = choose.open_backend(self.settings)
                if self._generator is None or self._generator.backend is not engine:
                    self._generator = Generator(engine, self.settings)
            return self._generator


def summarize(text_or_path: str | Path, settings: Settings | None = None) -> Report:
    """The report of one post: its text, a file, or an http(s) address (see `Summarizer.summarize`)."""
    return Summarizer(settings).summarize(text_or_path)


def records_frame(reports: Iterable[Report]) -> pandas.DataFrame:
    """A pandas frame with a row for each stated value (columns: `library.export.COLUMNS`).

    Raises SettingsError when pandas is not installed.
    """
    try:
        import pandas
    except ImportError as missing:
        raise SettingsError(
            say("需要 pandas。", "This needs pandas."),
            say("请安装：pip install 'summarizer[frames]'。", "Install it: pip install 'summarizer[frames]'."),
        ) from missing
    rows = [row for report in reports for row in export.records(report)]
    return pandas.DataFrame(rows, columns=list(export.COLUMNS))
