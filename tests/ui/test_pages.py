"""What each page shows and does, without a browser."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from components import labels, reader
from components.correcting import parsed
from components.plain import inert
from serving import UI
from streamlit.testing.v1 import AppTest

from summarizer.library import corrections, jobs, overview, queries, seen, stories
from summarizer.library.corrections import Correction
from summarizer.library.jobs import Wanted
from summarizer.library.queries import Filter
from summarizer.library.store import Store, identity
from summarizer.wording import speak
from summarizer.worker import Worker

PAGES = ("reading", "models", "overview", "brief", "process")


@pytest.fixture(autouse=True)
def chinese():
    speak("zh")
    yield
    speak("")


def page(db: Path, monkeypatch: pytest.MonkeyPatch, name: str = "reading", chosen=(), **query: str) -> AppTest:
    """The app over a store, at one of its pages; `chosen` are values of widgets (AppTest binds none to the address)."""
    monkeypatch.setenv("SUMMARIZER_DB", str(db))
    app = AppTest.from_file(str(UI / "streamlit_app.py"), default_timeout=30)
    for key, value in query.items():
        app.query_params[key] = value
    for key, value in dict(chosen).items():
        app.session_state[key] = value
    if name != "reading":
        app.switch_page(f"app_pages/{name}.py")
    app.run()
    assert not app.exception
    return app


def drawn(app: AppTest, name: str) -> dict:
    """The data that one of our own components was given."""
    found = [e.proto for e in app.main if getattr(e, "type", "") == "bidi_component"]
    [one] = [proto for proto in found if proto.component_name == f"summarizer_{name}"]
    return json.loads(one.json)


def finished(store: Store, seq: int) -> jobs.Job:
    """The job once it has ended."""
    for _ in range(300):
        job = jobs.job(store, seq)
        if job and job.status not in jobs.RUNNING:
            return job
        time.sleep(0.1)
    raise TimeoutError


@pytest.mark.parametrize("name", PAGES)
def test_first_visit_offers_something_to_do(tmp_path, monkeypatch, name):
    """Without data no page is empty or broken: each offers samples or input."""
    app = page(tmp_path / "new.db", monkeypatch, name)
    said = [button.label for button in app.button]
    assert any("样例" in label or label == "处理" for label in said), said


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_on_a_filled_store(store_file, monkeypatch, name, language):
    """Each page runs to its end, in both languages."""
    app = page(store_file, monkeypatch, name, {"lang": language})
    titles = {"zh": "阅读模型总览简报处理", "en": "Reading Models Overview Brief Process"}
    assert app.title[0].value in titles[language]


def test_list_shows_the_latest_posts_with_their_marks(store_file, monkeypatch):
    """The list holds what the store says, newest first, all unread at first."""
    rows = drawn(page(store_file, monkeypatch), "listing")["rows"]
    with Store(store_file) as store:
        expected = queries.posts(store, limit=30)
    assert [row["id"] for row in rows] == [row.id for row in expected]
    assert all(row["unread"] for row in rows)


def test_opened_post_is_read_from_then_on(store_file, monkeypatch):
    """Opening a post by its address shows it and takes its unread mark away."""
    with Store(store_file) as store:
        post = queries.posts(store, limit=1)[0]
    data = drawn(page(store_file, monkeypatch, post=post.id), "reader")
    assert data["title"] == post.title
    with Store(store_file) as store:
        assert seen.among(store, [post.id]) == {post.id}
        assert queries.count_posts(store, Filter(unread=True)) == queries.count_posts(store) - 1


def test_unknown_post_is_said_to_be_gone(store_file, monkeypatch):
    """A stale link is answered in a sentence."""
    assert "没有这篇文章" in page(store_file, monkeypatch, post="f" * 64).warning[0].value


@pytest.mark.parametrize("name", ["sources", "kinds", "organisations", "models", "verdicts"])
def test_facet_counts_are_those_of_the_store(store_file, monkeypatch, name):
    """The number behind a choice is the number of posts that choosing it lists."""
    app = page(store_file, monkeypatch)
    options = app.multiselect(key=name).options
    with Store(store_file) as store:
        counts = dict(queries.facets(store, name, limit=200))
        assert len(options) == len(counts) > 0
        for value, number in list(counts.items())[:5]:
            assert any(option.endswith(f"（{number}）") for option in options)
            assert queries.count_posts(store, Filter(**{name: (value,)})) == number


def test_filters_narrow_the_list_together(store_file, monkeypatch):
    """Words and facets must all hold, and the list is the store's."""
    app = page(store_file, monkeypatch, chosen={"kinds": ["digest"], "q": "模型"})
    with Store(store_file) as store:
        wanted = [row.id for row in queries.posts(store, Filter(words="模型", kinds=("digest",)))]
    assert [row["id"] for row in drawn(app, "listing")["rows"]] == wanted != []


def test_search_finds_and_says_when_nothing_fits(store_file, monkeypatch):
    """Full text is searched by words; no hit is said in a sentence."""
    app = page(store_file, monkeypatch)
    app.text_input(key="q").set_value("折叠自行车").run()
    assert [row["title"] for row in drawn(app, "listing")["rows"]] == ["今年冬天，折叠自行车为什么又火了"]
    app.text_input(key="q").set_value("绝无此词乎").run()
    assert "没有符合条件" in app.info[0].value


def test_hostile_text_reaches_the_page_as_data_only(store_file, monkeypatch):
    """A post's markup is handed over as text runs; no Markdown or HTML element holds any of it."""
    with Store(store_file) as store:
        [row] = [r for r in queries.posts(store, limit=100) if r.path.startswith("hostile/<")]
        text = store.report(row.id).text
    app = page(store_file, monkeypatch, post=row.id)
    data = drawn(app, "reader")
    shown = "".join(run[0] for part in data["parts"] for run in [*part.get("heading", ()), *part["runs"]])
    assert "<script>" in shown and shown.strip() == text.strip()
    assert not any("evil" in element.value for element in [*app.markdown, *app.caption])


def test_contradicted_claims_carry_what_is_known_and_whence(store_file, monkeypatch):
    """A claim against the catalogue names the expected value and its source."""
    with Store(store_file) as store:
        first = next(c for c in overview.contradictions(store) if c.source.startswith("catalogue:"))
    data = drawn(page(store_file, monkeypatch, post=first.post_id), "reader")
    against = [c["against"] for r in data["records"] for c in r["claims"] if c["against"]]
    assert against and all("目录" in said and "记为" in said for said in against)


def test_every_claim_of_the_view_lights_its_quote(store_file):
    """For each claim of each sample, the runs that carry its mark are its quote."""
    with Store(store_file) as store:
        for row in queries.posts(store, limit=100):
            data = reader.payload(store.report(row.id), reader.Asked())
            for claim in (claim for record in data["records"] for claim in record["claims"]):
                every = [run for part in data["parts"] for run in [*part.get("heading", ()), *part["runs"]]]
                assert "".join(text for text, ids in every if claim["mark"] in ids) == claim["quote"]


def test_model_table_and_page_hold_what_the_store_says(store_file, monkeypatch):
    """The table counts as the store does; a model's page lists every claim with its post."""
    app = page(store_file, monkeypatch, "models")
    with Store(store_file) as store:
        total = queries.count_models(store)
        most = queries.models(store, limit=1)[0]
        claims = queries.claims(store, most.identity)
    assert f"共 {total:,}" in drawn(app, "sheet")["pages"]["text"]
    app = page(store_file, monkeypatch, "models", model=most.identity)
    assert app.title[0].value.replace("\\", "") == most.name
    sheets = [json.loads(e.proto.json) for e in app.main if e.type == "bidi_component"]
    listed = [row["cells"][2] for one in sheets if one.get("label") == "主张" for row in one["rows"]]
    assert sorted(listed) == sorted(f"「{claim.quote}」" for claim in claims)


def test_organisation_facet_of_models_equals_sql(store_file, monkeypatch):
    """The number behind an organisation is the number of its models."""
    options = page(store_file, monkeypatch, "models").multiselect(key="org").options
    with Store(store_file) as store:
        for name, number in overview.organisations(store):
            assert f"{name}（{number}）" in options
            assert queries.count_models(store, organisations=(name,)) == number


def test_correction_is_shown_beside_what_was_extracted(store_file, monkeypatch):
    """A corrected field shows both values, also after the post was done again."""
    with Store(store_file) as store:
        claim = next(c for row in queries.posts(store, limit=9) for c in queries.claims_of_post(store, row.id))
        corrections.add(store, Correction("value", claim.identity, claim.model, claim.post_id, claim.field, claim.value,
                                          claim.start, claim.end, claim.quote, "更好的值"))  # fmt: skip
        store.save(store.report(claim.post_id), "another key")
    data = drawn(page(store_file, monkeypatch, post=claim.post_id), "reader")
    [fixed] = [c for r in data["records"] for c in r["claims"] if c["fix"]]
    assert "更好的值" in fixed["fix"]
    assert fixed["value"] == labels.stated(claim.field, claim)


def test_job_goes_from_paste_to_report(tmp_path, monkeypatch):
    """A pasted text becomes a job, and the job's post can be opened."""
    db = tmp_path / "new.db"
    app = page(db, monkeypatch, "process")
    app.selectbox(key="weights").select_index(len(app.selectbox(key="weights").options) - 1)
    app.text_area(key="pasted").input("阿里巴巴发布Qwen2.5-7B，参数为70亿。")
    app.button(key="paste-go").click().run()
    assert not app.exception
    with Store(db) as store:
        job = finished(store, 1)
        assert (job.status, job.counts) == ("done", {"done": 1})
        assert queries.posts(store)[0].title


def test_blank_paste_is_answered_in_a_sentence(tmp_path, monkeypatch):
    """Nothing but blanks is no post."""
    app = page(tmp_path / "new.db", monkeypatch, "process")
    app.text_area(key="pasted").input(" \n　")
    app.button(key="paste-go").click().run()
    assert "没有文字" in app.warning[0].value


@pytest.mark.parametrize("place", ["no/such/folder", "", "<script>alert(1)</script>"])
def test_wrong_place_is_answered_in_a_sentence(tmp_path, monkeypatch, place):
    """A path that does not exist starts no job."""
    app = page(tmp_path / "new.db", monkeypatch, "process")
    app.text_input(key="place").input(place)
    app.button(key="place-go").click().run()
    assert not app.exception
    assert len(app.error) + len(app.warning) == 1
    with Store(tmp_path / "new.db") as store:
        assert not jobs.jobs(store)


def test_stories_join_posts_about_one_model(store_file):
    """Two posts about the same model are one story; every post is in one place only."""
    with Store(store_file) as store:
        found, rounds = stories.stories(store, None, None)
        ids = [report.post.id for story in found for report in story.reports] + [report.post.id for report in rounds]
        assert sorted(ids) == sorted(row.id for row in queries.posts(store, Filter(about_ai=True), limit=200))
        assert max(len(story.reports) for story in found) >= 2
        for story in found:
            central = [{identity(m) for m in r.models if m.central} for r in story.reports]
            assert len(story.reports) == 1 or all(any(a & b for b in central if b is not a) for a in central)


@pytest.mark.parametrize(
    ("field", "given", "value"),
    [
        ("parameters", "70亿", 7e9), ("parameters", "7B", 7e9), ("parameters", "许多", None),
        ("licence", " MIT ", "MIT"),
        ("open_weights", "是", True), ("open_weights", "maybe", None), ("licence", "  ", None),
    ],
    ids=["han", "latin", "no-number", "text", "yes", "neither", "blank"],
)  # fmt: skip
def test_corrected_values_are_read_as_people_write_them(field, given, value):
    """Numbers with 亿 or B, yes and no, plain text; what cannot be read is refused."""
    assert parsed(field, given) == value


@pytest.mark.parametrize("text", ["**b** [a](javascript:x) $x$ :red[y]", "# h\n<b>", "http://e.example :smile: `c`"])
def test_inert_text_has_every_special_character_escaped(text):
    """What Markdown could read is escaped, and unescaping gives the text back, on one line."""
    assert inert(text).replace("\\", "") == " ".join(text.split())
    specials = [n for n, c in enumerate(inert(text)) if c in "*[]()$:#<>`"]
    assert all(inert(text)[n - 1] == "\\" for n in specials)


@pytest.mark.parametrize(
    ("field", "given", "zh"),
    [
        ("parameters", 7e9, "70 亿（7B）"), ("parameters", 1.8e12, "1.8 万亿（1800B）"),
        ("context_length", 131072, "131,072 词元"),
        ("open_weights", True, "是"), ("training_tokens", 15e12, "15 万亿词元"), ("release_date", "2024-07", "2024-07"),
    ],
)  # fmt: skip
def test_values_read_as_people_write_them(field, given, zh):
    """A number of parameters is 亿 and B, not zeros."""
    assert labels.value(field, given) == zh


def test_name_given_by_a_reader_is_used_by_the_next_job(store_file):
    """An alias finds its model in the next text that is processed; what was done before is left as it was."""
    with Store(store_file) as store:
        model = next(m for m in queries.models(store, limit=20) if m.catalogue_id)
        before = queries.count_posts(store)
        corrections.add(store, Correction("alias", model.identity, model.name, corrected="小云雀星"))
        text = "小云雀星开源了，参数为70亿。"
        finished(store, Worker(store_file).submit("x", {"use_llm": False}, [Wanted("x.txt", "x", text.encode())]))
        [post] = queries.find_posts(store, "x.txt")
        assert {claim.identity for claim in queries.claims_of_post(store, post.id)} == {model.identity}
        assert queries.count_posts(store) == before + 1


def test_broken_store_is_said_not_traced(tmp_path, monkeypatch):
    """A file that is no database is named in a sentence, with what to do."""
    (tmp_path / "s.db").write_text("not a database at all")
    app = page(tmp_path / "s.db", monkeypatch)
    assert "s.db" in app.error[0].value.replace("\\", "")
