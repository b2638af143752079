"""A store of many invented posts and records, for measuring the page: python tests/ui/big_store.py FILE [POSTS]."""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

from summarizer.library import store as storing
from summarizer.library.store import Store
from summarizer.types import FieldValue, ModelRecord, Post, Report, Segment, Sentence, Span, Summary, Verdict

RECORDS_A_POST = 10


def report(number: int, dice: random.Random) -> Report:
    """A post that names ten of three thousand models, with a size for each and now and then a contradiction."""
    day = date(2024, 1, 1) + timedelta(days=number % 700)
    text, records = f"第{number}篇日报。\n", []
    for model in dice.sample(range(3000), RECORDS_A_POST):
        name, size = f"灵犀{model}号", dice.choice([7, 13, 32, 72])
        start = len(text)
        quote = f"{size}B参数"
        text += f"{name}有{quote}，由第{model % 40}研究院发布。\n"
        at = start + len(name) + 1
        maker = Span(
            text.index("第", at), text.index("院", at) + 1, text[text.index("第", at) : text.index("院", at) + 1]
        )
        fields = (
            ("organisation", (FieldValue(maker.quote, maker),)),
            ("parameters", (FieldValue(size * 1e9, Span(at, at + len(quote), quote)),)),
        )
        wrong = (Verdict("parameters", "contradicted", size * 1e9, 8e9, "catalogue:x"),) if dice.random() < 0.02 else ()
        mention = (Span(start, start + len(name), name), "s1")
        records.append(ModelRecord(name, None, "灵犀", len(records) < 2, (name,), (mention,), fields, wrong))
    whole = Span(0, len(text), text)
    gist = Summary((Sentence(text[:40], True, (Span(0, 40, text[:40]),)),))
    post = Post(f"{number:064x}", f"日报/{number}.txt", "text", text, title=f"人工智能日报第{number}期",
                published=day.isoformat(), source=f"来源{number % 25}", language="zh-Hans")  # fmt: skip
    segment = Segment("s1", "section", 0, len(text))
    return Report(
        post, dice.choice(["article", "digest", "qa"]), True, gist, ((segment, whole, None),), models=tuple(records)
    )


def fill(path: Path, posts: int = 10_000) -> None:
    """Write the store at once: one transaction a post would take as long as the posts themselves."""
    dice = random.Random(7)
    with Store(path) as store:
        store.rows("PRAGMA synchronous = OFF")
        with store.transaction() as db:
            for number in range(posts):
                made = report(number, dice)
                storing._write_report(db, made, "k", {})
                db.execute(
                    "INSERT INTO inputs (path, sha256, key, status) VALUES (?, ?, 'k', 'done')",
                    (made.post.path, made.post.id),
                )
                db.execute("INSERT INTO paths SELECT path, path, 0, seq FROM posts WHERE id = ?", (made.post.id,))


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
