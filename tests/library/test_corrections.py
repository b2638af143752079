"""Corrections stay apart from reports, outlive a re-run and reach exports, catalogue and gold."""

import csv
import json
from pathlib import Path

import pytest

from summarizer.catalogue import Catalogue
from summarizer.errors import InputError
from summarizer.evaluate import evaluate
from summarizer.library import corrections, export
from summarizer.library.corrections import Correction
from summarizer.library.store import Store, StoredInput, identity
from summarizer.types import FieldValue, ModelRecord, Post, Report, Segment, Span

TEXT = "云雀-3 有70亿参数，支持128K上下文。"


def report() -> Report:
    record = ModelRecord(
        "云雀-3", None, None, True, ("云雀-3",), ((Span(0, 4, "云雀-3"), "s1"),),
        (
            ("parameters", (FieldValue(7e9, Span(6, 11, "70亿参数")),)),
            ("context_length", (FieldValue(128000, Span(14, 18, "128K")),)),
        ),
    )  # fmt: skip
    section = (Segment("s1", "section", 0, len(TEXT)), Span(0, len(TEXT), TEXT), None)
    return Report(Post("a" * 64, "云雀.txt", "text", TEXT), "article", True, None, (section,), models=(record,))


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "s.db") as store:
        store.save(report(), "k1")
        store.finish_input(StoredInput("云雀.txt", "x", "k1", "done"), [("云雀.txt", "a" * 64)])
        yield store


def fixed(**more) -> Correction:
    told = {"kind": "value", "identity": "name:云雀3", "model": "云雀-3", "post": "a" * 64, "field": "parameters",
            "observed": 7e9, "start": 6, "end": 11, "quote": "70亿参数", "corrected": 8e9}  # fmt: skip
    return Correction(**{**told, **more})


def same() -> str:
    return identity(report().models[0])


def rows(store: Store, path: Path) -> list[dict[str, str]]:
    export.to_csv(store, export.everything(store), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_correction_reaches_the_export_beside_what_was_extracted(store, tmp_path):
    """A fixed value stands in its own column; the extracted one is untouched; other fields are not marked."""
    corrections.add(store, fixed(identity=same()))
    by_field = {row["field"]: row for row in rows(store, tmp_path / "out.csv")}
    assert (by_field["parameters"]["value"], by_field["parameters"]["corrected"]) == ("7000000000.0", "8000000000.0")
    assert by_field["context_length"]["correction"] == ""


def test_correction_survives_a_rerun(store, tmp_path):
    """A post computed again keeps its corrections, also in JSON Lines."""
    corrections.add(store, fixed(identity=same()))
    store.save(report(), "k2")
    data = json.loads(export.line(store, "a" * 64, "云雀.txt"))
    assert [c["corrected"] for c in data["corrections"]] == [8e9]
    assert data["models"][0]["fields"]["parameters"][0]["value"] == 7e9


def test_second_correction_of_a_field_replaces_the_first(store):
    """One thing has one correction at a time, and it can be taken back."""
    corrections.add(store, fixed(identity=same()))
    seq = corrections.add(store, fixed(identity=same(), kind="wrong", corrected=None))
    assert [c.kind for c in corrections.of_post(store, "a" * 64)] == ["wrong"]
    corrections.remove(store, seq)
    assert corrections.all_corrections(store) == []


def test_wrong_record_marks_all_its_rows(store, tmp_path):
    """What is said of a whole record holds for each of its fields."""
    corrections.add(store, fixed(identity=same(), kind="wrong", field=None, start=None, end=None, corrected=None))
    assert {row["correction"] for row in rows(store, tmp_path / "out.csv")} == {"wrong"}


def test_alias_becomes_a_row_of_the_readers_catalogue(store, tmp_path):
    """A name given to a known model is found by the catalogue of the next run, which keeps all else it knew."""
    packaged = Catalogue.load()
    known = next(iter(packaged.rows.values()))
    corrections.add(store, Correction("alias", known.id, known.name, corrected="小云雀一号"))
    path = corrections.catalogue_file(store, packaged, tmp_path / "own.jsonl")
    assert path is not None
    extended = Catalogue.load(path)
    assert [row.id for row in extended.named("小云雀一号")] == [known.id]
    assert extended.rows[known.id].release_date == known.release_date


def test_merge_makes_one_name_of_the_other(store, tmp_path):
    """Merging an unknown model into a known one adds its name there, and the store knows them as one."""
    packaged = Catalogue.load()
    known = next(iter(packaged.rows.values()))
    corrections.add(store, Correction("merge", same(), "云雀-3", corrected=known.id))
    path = corrections.catalogue_file(store, packaged, tmp_path / "own.jsonl")
    assert path is not None
    assert [row.id for row in Catalogue.load(path).named("云雀-3")] == [known.id]
    assert corrections.merged(store, known.id) == [known.id, same()]


def test_no_corrections_no_catalogue_file(store, tmp_path):
    """When the last name is taken back, the file goes too."""
    path = tmp_path / "own.jsonl"
    path.write_text("{}\n")
    assert corrections.catalogue_file(store, Catalogue.load(), path) is None
    assert not path.exists()


def test_gold_holds_the_corrected_values(store):
    """Gold says what the reader says: fixed values fixed, wrong ones gone, the rest as extracted."""
    corrections.add(store, fixed(identity=same()))
    corrections.add(
        store, fixed(identity=same(), kind="wrong", field="context_length", start=14, end=18, corrected=None)
    )
    [one] = corrections.gold(store)
    assert one["models"][0]["fields"] == {"parameters": [{"value": 8e9, "quote": "70亿参数"}]}


def test_gold_scores_the_report_it_was_written_from(store, tmp_path):
    """All parts that the scorer reads are there: but for what was corrected, the report agrees with its gold."""
    corrections.add(store, fixed(identity=same()))
    [one] = corrections.gold(store)
    reports, folder = tmp_path / "reports.jsonl", tmp_path / "gold"
    reports.write_text(store.report_json(store.rows("SELECT id FROM posts")[0]["id"]) + "\n", encoding="utf-8")
    folder.mkdir()
    (folder / f"{one['id']}.json").write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")
    figures = evaluate(reports, folder).figures
    assert (figures["names"], figures["segments"], figures["parameters"]) == (1.0, 1.0, 0.0)


def test_names_lie_over_the_readers_own_catalogue(store, tmp_path):
    """A run gets one file with both: the rows that the reader wrote and the names given on the page."""
    own = tmp_path / "mine.jsonl"
    own.write_text('{"id": "yunque-9", "name": "云雀-9", "organisation": "某某科技"}', encoding="utf-8")
    assert corrections.with_names(store, own) == own
    known = next(iter(Catalogue.load().rows.values()))
    corrections.add(store, Correction("alias", known.id, known.name, corrected="小云雀一号"))
    both = Catalogue.load(corrections.with_names(store, own))
    assert [row.id for row in both.named("小云雀一号")] == [known.id]
    assert [row.id for row in both.named("云雀-9")] == ["yunque-9"]


@pytest.mark.parametrize(
    "told",
    [Correction("alias", "x", "x", corrected=" "), Correction("merge", "x", "x", corrected="x")],
    ids=["alias-empty", "merge-into-itself"],
)
def test_senseless_corrections_are_refused(store, told):
    """The reader is told, and nothing is kept."""
    with pytest.raises(InputError):
        corrections.add(store, told)
    assert corrections.all_corrections(store) == []
