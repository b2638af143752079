"""The samples, their annotations and the hostile posts hold what the README of `corpora/` promises."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from summarizer import evaluate, pipeline
from summarizer.agree import places
from summarizer.catalogue import Catalogue
from summarizer.errors import InputError
from summarizer.report import to_dict, to_json
from summarizer.settings import Settings
from summarizer.stages.read import find, read
from summarizer.types import FIELDS, Post

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
SAMPLES, GOLD, HOSTILE = CORPORA / "samples", CORPORA / "gold", CORPORA / "hostile"
NOTES = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted(GOLD.glob("*.json"))}
ROLES = {"question", "answer", "comment", "intro", "item", "section", "outro"}

each_note = pytest.mark.parametrize("note", NOTES.values(), ids=NOTES.keys())
each_hostile = pytest.mark.parametrize("path", sorted(HOSTILE.iterdir()), ids=lambda p: p.name)


def posts(path: Path) -> tuple[Post, ...]:
    return read(path.read_bytes(), str(path))


def annotated(note: dict[str, Any]) -> Post:
    """The post that a note annotates: `file`, or the n-th entry of it after `#`."""
    name, _, entry = note["file"].partition("#")
    return posts(SAMPLES / name)[int(entry or 1) - 1]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of all samples by the rules alone."""
    catalogue, settings = Catalogue.load(), Settings(use_llm=False)
    lines = [to_json(pipeline.report(p, catalogue, settings)) for f in find([SAMPLES]) for p in posts(f)]
    path = tmp_path_factory.mktemp("out") / "reports.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def report_of(reports: Path, name: str) -> dict[str, Any]:
    lines = reports.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return next(r for r in map(json.loads, lines) if Path(r["post"]["path"]).name == name)


@each_note
def test_quotes_are_in_the_post(note: dict[str, Any]) -> None:
    """Every surface form, quote, furniture line and segment start occurs in the visible text."""
    text = annotated(note).text
    values = [v for m in note["models"] for f in m["fields"].values() for v in (f if isinstance(f, list) else [f])]
    quotes = [x["quote"] for x in (*values, *note["comparisons"], *note["wrong_claims"])]
    quotes += [s for m in note["models"] for s in m["surfaces"]] + [s["starts_with"] for s in note["segments"]]
    quotes += [line[: evaluate.BOILERPLATE_PROBE] for line in note["boilerplate"]]
    assert [q for q in quotes if not places(text, q)] == []


@each_note
def test_annotation_is_well_formed(note: dict[str, Any]) -> None:
    """Kinds, roles and fields are those of the report; a wrong claim is about an annotated model."""
    assert note["kind"] in {"qa", "listicle", "article", "digest"}
    assert {s["role"] for s in note["segments"]} <= ROLES
    assert {f for m in note["models"] for f in m["fields"]} <= set(FIELDS)
    assert {c["model"] for c in note["wrong_claims"]} <= {m["name"] for m in note["models"]}
    assert all(m["name"] and m["surfaces"] for m in note["models"])


@each_note
def test_annotation_belongs_to_these_bytes(note: dict[str, Any]) -> None:
    """A sample that changed must be annotated again before it can be scored."""
    data = (SAMPLES / note["file"].partition("#")[0]).read_bytes()
    assert note["sha256"] == hashlib.sha256(data).hexdigest()


def test_every_sample_is_annotated() -> None:
    """Each post of each sample has one note."""
    found = {f"{f.name}#{i}" if len(posts(f)) > 1 else f.name for f in find([SAMPLES])
             for i in range(1, len(posts(f)) + 1)}  # fmt: skip
    assert {n["file"] for n in NOTES.values()} == found


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("page_gb18030.html", "gb18030"), ("page_lying_charset.html", "gb18030"), ("emoji_fullwidth.txt", "utf-8-sig")],
)
def test_samples_keep_their_encoding(name: str, encoding: str) -> None:
    """An editor that saves a sample as UTF-8 would take its trap away."""
    data = (SAMPLES / name).read_bytes()
    data.decode(encoding)
    if encoding == "gb18030":
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")
    else:
        assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data


def test_a_flash_is_short_and_the_essay_long() -> None:
    """The samples span what a reader meets: a flash under 200 characters, an essay over 15,000."""
    assert len(posts(SAMPLES / "flash_qwen_long_price.txt")[0].text) < 200
    assert len(posts(SAMPLES / "long_hospital_years.md")[0].text) > 15_000


def test_rules_alone_hold_the_floors(reports: Path) -> None:
    """What the rules reach on our own gold may only get better; the corpus is the one that was measured."""
    assert evaluate.shortfalls(evaluate.evaluate(reports, GOLD), GOLD / "floors.toml") == []


def test_orders_in_a_post_change_nothing(reports: Path) -> None:
    """A quoted order adds no fact to a real model and hides none."""
    report = report_of(reports, "injection_gemma3.md")
    sizes = [v["value"] for m in report["models"] if m["id"] for v in m["fields"].get("parameters", [])]
    assert max(sizes) == 27e9
    assert {"gemma-3", "gemma-2"} <= {m["id"] for m in report["models"]}


@each_hostile
def test_a_hostile_post_is_reported_or_refused(path: Path) -> None:
    """A broken or malicious file gives valid reports or one InputError with a reason; nothing else is raised."""
    try:
        found = posts(path)
    except InputError as error:
        assert error.code in {"empty", "binary", "undecodable", "unreadable", "no-text"} and path.name in error.message
        return
    for post in found:
        report = to_dict(pipeline.report(post, Catalogue.load(), Settings(use_llm=False)))
        assert json.loads(json.dumps(report, ensure_ascii=False)) == report


def test_a_page_gives_its_visible_text_only() -> None:
    """Scripts, handlers and comments of a page are no text; escaped markup is."""
    text = posts(HOSTILE / "active_content.html")[0].text
    assert "GLM-4-9B，90 亿参数" in text.replace("\n", "") and "<script>alert(13)</script>" in text
    assert not any(f"alert({n})" in text for n in range(1, 13)) and "Qwen9" not in text
