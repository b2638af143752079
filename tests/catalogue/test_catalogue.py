"""The catalogue: loading, lookups, and a user's own rows."""

import json
import time

import pytest

from summarizer.catalogue import Catalogue, _packaged
from summarizer.catalogue.lexicon import Lexicon
from summarizer.errors import SettingsError


@pytest.fixture(scope="module")
def catalogue():
    """The packaged catalogue."""
    return Catalogue.load()


def test_load_is_fast_enough_for_a_command_line():
    """Reading all rows and building the automaton stays far below what a user notices (CPU time, first load)."""
    _packaged.cache_clear()
    start = time.process_time()
    Lexicon(Catalogue.load())
    assert time.process_time() - start < 1.5  # 0.3 s on an idle laptop core


@pytest.mark.parametrize(
    "name", ["Qwen2.5", "qwen 2.5", "QWEN-2.5", "Ｑｗｅｎ２．５"], ids=["plain", "blank", "hyphen", "full-width"]
)
def test_named_ignores_spelling(catalogue, name):
    """Case, blanks, hyphens and full-width letters make no difference."""
    assert [row.id for row in catalogue.named(name)] == ["qwen2.5"]


def test_named_reads_traditional_characters(catalogue):
    """A Traditional spelling finds the row with the Simplified one."""
    assert catalogue.named("訊飛星火") == catalogue.named("讯飞星火") != ()


@pytest.mark.parametrize(
    ("surface", "name"),
    [("字节", "ByteDance"), ("阿里雲", "Alibaba"), ("google deepmind", "Google DeepMind"), ("谷歌", "Google")],
)
def test_organisation_has_one_canonical_name(catalogue, surface, name):
    """Chinese names, aliases and other scripts lead to one organisation."""
    assert catalogue.organisation(surface).name == name


def test_unknown_names_find_nothing(catalogue):
    """A name that no row has is no error."""
    assert catalogue.named("没有这个模型") == () and catalogue.organisation("某某公司") is None
    assert catalogue.get(None) is None


def test_every_row_is_consistent(catalogue):
    """Sizes are positive, active parameters never exceed the total, brand aliases are among the names."""
    for row in catalogue.rows.values():
        for size in row.sizes:
            assert (size.total_params or 1) > 0, row.id
            assert not (size.active_params and size.total_params) or size.active_params <= size.total_params, row.id
        assert set(row.brand_aliases) <= set(row.names), row.id


def test_a_users_rows_extend_the_catalogue(tmp_path, catalogue):
    """A row of one's own is found by name, the packaged ones stay, and the fingerprint changes."""
    file = tmp_path / "mine.jsonl"
    file.write_text(
        json.dumps({"id": "xuetu-1", "name": "雪兔-1", "organisation": "雪原实验室"}) + "\n", encoding="utf-8"
    )
    mine = Catalogue.load(file)
    assert mine.named("雪兔-1")[0].organisation == "雪原实验室"
    assert mine.named("Qwen2.5") == catalogue.named("Qwen2.5")
    assert mine.sha256 != catalogue.sha256


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{not json", "2"),
        ('["a list"]', "JSON object"),
        ('{"id": "x", "name": "X"}', "organisation"),
        ('{"id": "x", "name": "X", "organisation": "Y", "colour": "red"}', "colour"),
        ('{"id": "x", "name": "X", "organisation": "Y", "context_length": "8K"}', "context_length"),
        (
            '{"id": "x", "name": "X", "organisation": "Y", "sizes": [{"label": "7B", "total_params": "7B"}]}',
            "total_params",
        ),
    ],
    ids=["syntax", "list", "missing", "unknown-key", "type", "size"],
)
def test_a_bad_line_is_named(tmp_path, line, complaint, monkeypatch):
    """The error says which file, which line and what is wrong there."""
    monkeypatch.setenv("SUMMARIZER_LANG", "en")
    file = tmp_path / "mine.jsonl"
    file.write_text('{"id": "a", "name": "A", "organisation": "B"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Catalogue.load(file)
    assert "mine.jsonl, line 2" in str(caught.value) and complaint in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    """A path that does not exist is the caller's mistake, said with the path."""
    with pytest.raises(SettingsError, match="nowhere"):
        Catalogue.load(tmp_path / "nowhere.jsonl")


def test_the_list_of_what_is_no_model_hides_few_rows(catalogue):
    """Only a handful of the catalogue's models share their name with an app, a chip or a method."""
    words = Lexicon(catalogue)
    hidden = [
        r.name for r in catalogue.rows.values() if r.kind == "model" and words.kind(r.name) not in ("model", None)
    ]
    assert len(hidden) < 15, hidden
