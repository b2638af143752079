"""Many inputs into one store: nothing computed twice, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from summarizer import runkey
from summarizer.api import Summarizer
from summarizer.batch import Batch, Outcome
from summarizer.errors import BackendError
from summarizer.library import export
from summarizer.library.store import Store
from summarizer.settings import Settings
from summarizer.sources import sources
from summarizer.types import Post, Report

RULES = Settings(use_llm=False)
POST = "# {0} 发布\n\n智谱今天发布了 {0}，参数规模为 {1} 亿。\n"


@dataclass
class Desk:
    """A folder of posts, a store, and a count of what was really computed."""

    folder: Path
    store: Store
    settings: Settings = RULES
    computed: list[str] = field(default_factory=list)
    breaks_on: str = "\0"

    def write(self, name: str, text: str | bytes) -> None:
        data = text.encode() if isinstance(text, str) else text
        (self.folder / name).write_bytes(data)

    def batch(self) -> Batch:
        summarizer = Summarizer(self.settings)

        def compute(post: Post) -> Report:
            self.computed.append(post.path)
            if self.breaks_on in post.text:
                raise RuntimeError("a defect of ours")
            return summarizer.report(post)

        return Batch(self.store, summarizer.key_parts(), compute, RULES.max_bytes)

    def run(self) -> dict[str, Outcome]:
        found = sources([str(self.folder)], RULES.max_bytes)
        return {Path(outcome.path).name: outcome for outcome in self.batch().run(found)}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty folder with an empty store beside it."""
    folder = tmp_path / "posts"
    folder.mkdir()
    with Store(tmp_path / "s.db") as store:
        yield Desk(folder, store)


def test_a_finished_post_is_not_computed_again(desk: Desk) -> None:
    """The second run over the same folder computes nothing."""
    desk.write("a.md", POST.format("GLM-4-9B", 90))
    assert desk.run()["a.md"].status == "done"
    desk.computed.clear()
    assert desk.run()["a.md"].status == "skipped"
    assert not desk.computed


def test_an_edited_post_is_computed_again_and_says_why(desk: Desk) -> None:
    """Changed bytes are a reason, and the old report goes."""
    desk.write("a.md", POST.format("GLM-4-9B", 90))
    desk.run()
    desk.write("a.md", POST.format("GLM-4-9B", 94))
    outcome = desk.run()["a.md"]
    assert (outcome.status, outcome.why) == ("done", ("bytes",))
    assert len(export.everything(desk.store)) == 1


@pytest.mark.parametrize(
    ("part", "value"), [("code", "1"), ("weights", "other"), ("catalogue", "new")], ids=lambda v: str(v)
)
def test_a_changed_key_says_what_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch, part: str, value: str) -> None:
    """Code, weights and catalogue are parts of the key by name."""
    desk.write("a.md", POST.format("GLM-4-9B", 90))
    desk.run()
    parts = Summarizer(RULES).key_parts()
    monkeypatch.setattr(runkey, "parts", lambda *_: {**parts, part: value})
    assert desk.run()["a.md"].why == (part,)


def test_settings_that_change_reports_are_a_reason_and_others_are_not(desk: Desk) -> None:
    """Asking for all languages does posts again; threads and a model's limits without a model do not."""
    desk.write("a.md", POST.format("GLM-4-9B", 90))
    desk.run()
    desk.settings = Settings(use_llm=False, threads=1, timeout_seconds=1.0)
    assert desk.run()["a.md"].status == "skipped"
    desk.settings = Settings(use_llm=False, any_language=True)
    assert desk.run()["a.md"].why == ("settings",)


def test_the_same_contents_are_computed_once(desk: Desk) -> None:
    """A copy is reported under its own path, but not done again."""
    desk.write("a.md", POST.format("GLM-4-9B", 90))
    desk.write("b.md", POST.format("GLM-4-9B", 90))
    outcomes = desk.run()
    assert outcomes["b.md"].why == ("duplicate",)
    assert len(desk.computed) == 1
    assert [Path(path).name for path, _ in export.everything(desk.store)] == ["a.md", "b.md"]


def test_a_post_that_breaks_us_takes_no_other_along(desk: Desk) -> None:
    """A defect is recorded as that post's problem; the next run tries that post again, and only that."""
    desk.write("a.md", POST.format("GLM-4-9B", 90))
    desk.write("b.md", POST.format("Boom-1-2B", 20))
    desk.write("c.md", POST.format("Yi-34B", 340))
    desk.breaks_on = "Boom"
    outcomes = desk.run()
    assert {name: one.status for name, one in outcomes.items()} == {"a.md": "done", "b.md": "failed", "c.md": "done"}
    assert outcomes["b.md"].problem and "a defect of ours" in outcomes["b.md"].problem.message
    desk.computed.clear()
    desk.breaks_on = "\0"
    assert desk.run()["b.md"].status == "done"
    assert [Path(path).name for path in desk.computed] == ["b.md"]


def test_an_engine_that_goes_away_ends_the_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """No later post would fare better; what was finished stays finished."""
    desk.write("a.md", POST.format("GLM-4-9B", 90))
    desk.run()
    desk.write("b.md", POST.format("Yi-34B", 340))

    def gone(*_: object) -> Report:
        raise BackendError("the server went away")

    monkeypatch.setattr(Summarizer, "report", gone)
    with pytest.raises(BackendError):
        desk.run()
    assert [Path(path).name for path, _ in export.everything(desk.store)] == ["a.md"]


def test_a_new_entry_of_a_feed_is_the_only_one_computed(desk: Desk) -> None:
    """Entries are posts of their own; a feed that went on has its old entries skipped and kept."""
    entry = "<item><title>{0}</title><guid>{0}</guid><description>智谱发布 {0} 大模型。</description></item>"

    def feed(*names: str) -> str:
        items = "".join(map(entry.format, names))
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>科技</title>{items}</channel></rss>'

    desk.write("f.xml", feed("GLM-4-9B", "GLM-4.5"))
    desk.run()
    desk.computed.clear()
    desk.write("f.xml", feed("GLM-4.6", "GLM-4-9B"))
    assert sorted(one.status for one in desk.run().values()) == ["done", "skipped"]
    assert len(desk.computed) == 1
    assert desk.store.rows("SELECT count(*) FROM posts")[0][0] == 3


def test_a_file_damaged_later_keeps_what_was_read_of_it(desk: Desk) -> None:
    """Today's unreadable file does not erase yesterday's report."""
    desk.write("a.md", POST.format("GLM-4-9B", 90))
    desk.run()
    desk.write("a.md", b"\x00\x01\x02\x00" * 50)
    assert desk.run()["a.md"].status == "failed"
    assert len(export.everything(desk.store)) == 1


def test_a_plan_computes_and_stores_nothing(desk: Desk) -> None:
    """What a run would do can be asked beforehand."""
    desk.write("a.md", POST.format("GLM-4-9B", 90))
    batch = desk.batch()
    planned = [batch.plan(source) for source in sources([str(desk.folder)], RULES.max_bytes)]
    assert [one.status for one in planned] == ["done"]
    assert not desk.computed
    assert not desk.store.rows("SELECT 1 FROM inputs")
