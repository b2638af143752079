"""Jobs in the background: cancelled, taken up again, and found again after the process that ran them is gone."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from summarizer.library import jobs, queries
from summarizer.library.jobs import Wanted
from summarizer.library.store import Store
from summarizer.worker import Worker

RULES = {"use_llm": False}


def texts(number: int) -> list[Wanted]:
    return [
        Wanted(f"{n}.txt", f"{n}", f"第{n}篇：阿里巴巴发布Qwen2.5-7B，参数为70亿。".encode()) for n in range(number)
    ]


def ended(store: Store, seq: int) -> jobs.Job:
    for _ in range(600):
        job = jobs.job(store, seq)
        if job and job.status not in jobs.RUNNING:
            return job
        time.sleep(0.05)
    raise TimeoutError


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "s.db"


def test_cancelled_job_keeps_what_is_done_and_goes_on_where_it_stopped(db):
    """Cancelling loses no finished post; taking the job up again does the rest, each post once."""
    worker = Worker(db)
    with Store(db) as store:
        seq = worker.submit("x", RULES, texts(120))
        while not (job := jobs.job(store, seq)) or not job.ended:
            time.sleep(0.01)
        worker.cancel(seq)
        stopped = ended(store, seq)
        assert stopped.status == "cancelled"
        assert 0 < stopped.counts["done"] < 120
        assert queries.count_posts(store) == stopped.counts["done"]
        worker.resume(seq)
        job = ended(store, seq)
        assert (job.status, sum(job.counts.values()), queries.count_posts(store)) == ("done", 120, 120)


def test_jobs_of_a_process_that_is_gone_are_interrupted_and_can_go_on(db):
    """A killed page leaves its job to the next one, bytes of uploads included."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    with Store(db) as store:
        seq = jobs.add(store, "x", RULES, texts(3))
        jobs.next_input(store, seq)
        with store.transaction() as writing:
            writing.execute("UPDATE jobs SET status = 'running', owner = ?", (gone.pid,))
        worker = Worker(db)
        assert ended(store, seq).status == "interrupted"
        worker.resume(seq)
        assert ended(store, seq).counts == {"done": 3}


def test_job_that_cannot_start_says_why(db):
    """Unknown weights end the job with a sentence; its inputs wait for another try."""
    with Store(db) as store:
        seq = Worker(db).submit("x", {"use_llm": True, "weights": "no-such"}, texts(2))
        job = ended(store, seq)
        assert job.status == "failed"
        assert "no-such" in (job.message or "")
        assert job.counts == {"cancelled": 2}


def test_two_jobs_at_once_lose_nothing(db):
    """Two readers' jobs run beside each other into one store."""
    worker = Worker(db)
    with Store(db) as store:
        first = worker.submit("a", RULES, texts(20))
        second = worker.submit("b", RULES, [Wanted(f"b/{w.path}", w.label, w.data + b"\n\n!") for w in texts(20)])
        assert [ended(store, seq).counts for seq in (first, second)] == [{"done": 20}, {"done": 20}]
        assert queries.count_posts(store) == 40


def test_bad_inputs_fail_alone(db):
    """An empty, a missing and a too large input are each told in a sentence; the good one is done."""
    bad = [Wanted("e", "empty", b""), Wanted("no/such", "missing"), Wanted("l", "large", b"x" * 20_000_001)]
    with Store(db) as store:
        seq = Worker(db).submit("x", RULES, [*bad, *texts(1)])
        assert ended(store, seq).counts == {"failed": 3, "done": 1}
        assert all(item.message for item in jobs.items(store, seq) if item.status == "failed")
