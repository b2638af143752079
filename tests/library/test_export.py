"""Exports: complete, and inert in whatever opens them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pandas
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from summarizer import types as t
from summarizer.errors import OutputError
from summarizer.library import brief, export, page
from summarizer.library.store import Store, StoredInput

EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(2)></script></div><style>*{display:none}</style>"
    "![x](http://example.com/a.png) [y](javascript:alert(3)) <!-- & 😀 =1+1 &lt; \x00\x1b[31m"
)


def report(text: str = EVIL, name: str = "=HYPERLINK(1)") -> t.Report:
    """A report in which every string is hostile, with overlapping and nested evidence."""
    spans = [t.Span(a, b, text[a:b]) for a, b in ((0, 8), (4, 12), (5, 7), (12, len(text)))]
    fields = tuple(
        (field, (t.FieldValue(value, span, said_by=f"answer:{EVIL}", benchmark=EVIL),))
        for field, value, span in zip(("organisation", "parameters", "scores"), (EVIL, 7e9, 1.5), spans, strict=False)
    )
    verdict = t.Verdict("parameters", "contradicted", 7e9, [1e9, 2e9], EVIL)
    record = t.ModelRecord(name, None, None, True, (name,), ((spans[0], "s1"),), fields, (verdict,))
    return t.Report(
        t.Post("0" * 64, f"{EVIL[:20]}.md", "text", text, title=EVIL, author="@SUM(A1)", source="+1", published="-1"),
        "article", True, t.Summary((t.Sentence(EVIL, True, (spans[1],)),)), (), (t.Dropped(20, 30, "share"),),
        models=(record,), problems=(t.Problem("generate", "cut-at-limit", EVIL),),
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with the hostile report in it."""
    with Store(tmp_path / "s.db") as filled:
        one = report()
        filled.save(one, "key")
        filled.finish_input(StoredInput("x", "0", "key", "done"), [(one.post.path, one.post.id)])
        yield filled


def test_no_csv_cell_is_a_formula(store: Store, tmp_path: Path) -> None:
    """A spreadsheet takes no cell for a formula, and numbers stay numbers."""
    export.to_csv(store, export.everything(store), tmp_path / "x.csv")
    data = (tmp_path / "x.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")  # or Excel takes it for another encoding
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())
    assert rows[0]["model"] == "'=HYPERLINK(1)"
    assert float(rows[1]["number"]) == 7e9


def test_parquet_holds_the_same_rows_with_their_types(store: Store, tmp_path: Path) -> None:
    """Numbers, booleans and offsets are typed."""
    export.to_parquet(store, export.everything(store), tmp_path / "x.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "x.parquet")
    assert table.column_names == list(export.COLUMNS)
    assert table["number"].to_pylist() == [None, 7e9, 1.5]
    assert table["contradicted"].to_pylist() == [False, True, False]
    assert pandas.read_parquet(tmp_path / "x.parquet")["start"].tolist() == [0, 4, 5]


def test_json_lines_are_the_reports(store: Store, tmp_path: Path) -> None:
    """One line a post, as the contract says."""
    export.jsonl(store, export.everything(store), tmp_path / "x.jsonl")
    (line,) = (tmp_path / "x.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    assert json.loads(line) == report().to_dict()


def test_the_page_is_inert(store: Store, tmp_path: Path) -> None:
    """No markup of a post's becomes the page's; nothing is fetched, nothing runs."""
    page.write(store, export.everything(store), tmp_path / "x.html")
    written = (tmp_path / "x.html").read_text(encoding="utf-8")
    tree = html.document_fromstring(written)
    allowed = {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "li", "a", "b", "span", "mark",
        "article", "details", "summary", "div",
    }  # fmt: skip
    assert {element.tag for element in tree.iter()} <= allowed
    assert len(tree.findall(".//style")) == 1
    for element in tree.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name in ("src", "style")]
        assert element.get("href", "#").startswith("#")
    assert "default-src 'none'" in written


def test_a_fields_link_leads_to_its_evidence(store: Store, tmp_path: Path) -> None:
    """Every link of a field has its target, whose mark begins where the evidence does."""
    page.write(store, export.everything(store), tmp_path / "x.html")
    tree = html.parse(tmp_path / "x.html", html.HTMLParser(encoding="utf-8"))
    links = tree.findall(".//ul[@class='models']//a")
    assert len(links) == 3
    for link in links:
        assert len(tree.findall(f".//a[@id='{link.get('href')[1:]}']")) == 1


class _Marks(HTMLParser):
    """The text of an HTML fragment, and what of it is marked by whom."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.marked: dict[str, str] = {}
        self._titles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "mark":
            self._titles = (dict(attrs)["title"] or "").split(" · ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._titles = []

    def handle_data(self, data: str) -> None:
        self.text += data
        for title in self._titles:
            self.marked[title] = self.marked.get(title, "") + data


@given(st.text(alphabet="模型Q😀<&\n 7", min_size=1, max_size=30), st.data())
def test_marks_are_the_evidence_however_it_overlaps(text: str, data: st.DataObject) -> None:
    """What is marked for a piece of evidence, put together, is its quote; the text stays what it was."""
    evidence = []
    for number in range(data.draw(st.integers(0, 5))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        evidence.append(page._Evidence(t.Span(start, end, text[start:end]), f"e{number}", f"m{number}", False))
    plain = t.Report(t.Post("0" * 64, "a", "text", text), "other", True, None, ())
    marks = _Marks()
    marks.feed(page.marked(plain, evidence))
    marks.close()
    assert marks.text == text
    assert marks.marked == {e.said: e.span.quote for e in evidence}


def test_the_digest_is_inert(store: Store, tmp_path: Path) -> None:
    """Markdown shows what a post wrote and neither renders nor fetches it."""
    brief.write(store, export.everything(store), tmp_path / "x.md")
    written = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert "<" not in written
    assert "![" not in written
    assert "](" not in written


def test_the_digest_warns_of_contradicted_claims(store: Store, tmp_path: Path) -> None:
    """A contradicted value is marked, with what is expected instead."""
    brief.write(store, export.everything(store), tmp_path / "x.md")
    lines = (tmp_path / "x.md").read_text(encoding="utf-8").splitlines()
    warned = next(line for line in lines if "⚠" in line)
    assert "parameters 7B" in warned
    assert "expected 1B, 2B" in warned


def test_a_file_takes_its_name_only_when_whole(tmp_path: Path) -> None:
    """A failure in the middle leaves the older file, and no draft."""
    path = tmp_path / "x"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), export.replacing(path) as file:
        file.write(b"new")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file in place of a folder is one sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="Cannot write"), export.replacing(tmp_path / "file" / "x"):
        pass
