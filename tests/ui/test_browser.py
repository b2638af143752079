"""The page in a real browser: what only it can show."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, LocatorAssertions, Page, expect, sync_playwright
from serving import BAIT, HOSTILE, SAMPLES, serving

from summarizer.library import corrections, queries
from summarizer.library.queries import Filter
from summarizer.library.store import Store

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
RUNNING_MS = 20_000
expect.set_options(timeout=RUNNING_MS)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh reader; at the end, nothing was asked of anybody but this machine and no script of ours failed."""
    asked: list[str] = []
    broken: list[str] = []
    context = browser.new_context(viewport={"width": 1400, "height": 900}, accept_downloads=True)
    context.on("request", lambda request: asked.append(request.url))
    context.on("weberror", lambda error: broken.append(str(error.error)))
    context.set_default_timeout(RUNNING_MS)
    yield context
    context.close()
    outside = [url for url in asked if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", url)]
    assert outside == []
    assert broken == []


@pytest.fixture(scope="module")
def page_of_samples(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A served store of the samples and a hostile post, for tests that only read."""
    with Store(filled) as store:
        store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    db = Path(shutil.copy(filled, tmp_path_factory.mktemp("served") / "s.db"))
    with serving(db) as address:
        yield address, db


@pytest.fixture(scope="module")
def empty_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A served store that starts empty and is filled as the tests go."""
    db = tmp_path_factory.mktemp("empty") / "s.db"
    with serving(db) as address:
        yield address, db


def post_where(db: Path, fits: Callable[[queries.PostRow], bool]) -> queries.PostRow:
    with Store(db) as store:
        return next(row for row in queries.posts(store, limit=200) if fits(row))


def without_model(page: Page) -> None:
    """Choose to process by rules alone."""
    box = page.get_by_role("combobox", name="由谁写摘要")
    expect(box).to_be_visible()
    if "不用模型" not in (page.get_by_test_id("stSelectbox").inner_text()):
        box.click()
        page.get_by_role("option", name=re.compile("不用模型")).click()


def paste(page: Page, text: str) -> None:
    page.get_by_label("文章全文").fill(text)
    page.get_by_role("button", name="处理", exact=True).first.click()


def done(page: Page, title: str) -> LocatorAssertions:
    return expect(page.get_by_text(re.compile(re.escape(title) + " · 完成")).first)


def test_first_visit_leads_to_the_samples(browser, context, tmp_path):
    """A new user clicks once and reads a report with its evidence."""
    with serving(tmp_path / "s.db") as address:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("button", name=re.compile("样例")).click()
        done(page, "样例").to_be_visible(timeout=60_000)
        page.get_by_role("link", name="阅读").first.click()
        page.get_by_role("link", name=re.compile("DeepSeek-V2")).first.click()
        expect(page.get_by_role("heading", name=re.compile("DeepSeek-V2"))).to_be_visible()
        expect(page.locator(".record").first).to_be_visible()


def test_highlight_is_the_quote_also_where_quotes_overlap(context, page_of_samples):
    """Every claim's lit runs read exactly as its quote, after emoji too; a click on a run opens its record."""
    address, db = page_of_samples
    page = context.new_page()
    for fits in (
        lambda row: row.path.endswith("emoji_fullwidth.txt"),
        lambda row: row.path.endswith("hant_gemma2.txt"),
    ):
        post = post_where(db, fits)
        page.goto(f"{address}/?post={post.id}")
        expect(page.locator(".claim").first).to_be_attached()
        told = page.evaluate(
            """() => {
              const shadows = [...document.querySelectorAll('*')].map((node) => node.shadowRoot);
              const root = shadows.find((shadow) => shadow && shadow.querySelector('.reader'));
              return [...root.querySelectorAll('.claim')].map((claim) => {
                const runs = [...root.querySelectorAll('.source [data-marks]')];
                const lit = runs.filter((run) => run.dataset.marks.split(' ').includes(claim.dataset.mark));
                return [lit.map((run) => run.textContent).join(''), claim.querySelector('.quote').textContent];
              });
            }"""
        )
        assert told
        assert all(quote.startswith(f"「{lit}」") for lit, quote in told)


def test_field_and_highlight_point_at_each_other(context, page_of_samples):
    """Hovering a field lights its quote; clicking a quote lights its field; both work by keyboard."""
    address, db = page_of_samples
    page = context.new_page()
    page.goto(f"{address}/?post={post_where(db, lambda row: row.path.endswith('listicle_small_models.txt')).id}")
    claim = page.locator("details[open] .claim").first
    claim.locator(".show").hover()
    expect(page.locator(".source .lit").first).to_be_visible()
    mark = claim.get_attribute("data-mark")
    page.mouse.move(2, 2)
    page.locator(f'.source [data-marks~="{mark}"]').first.click()
    expect(page.locator(".claim.lit").first).to_be_visible()
    claim.locator(".show").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f'.source .lit[data-marks~="{mark}"]').first).to_be_in_viewport()


def test_link_opened_fresh_shows_the_claim_it_names(context, page_of_samples):
    """A deep link to a post and a place in it lights that place; one with filters opens the list so filtered."""
    address, db = page_of_samples
    post = post_where(db, lambda row: row.contradicted > 0)
    with Store(db) as store:
        claim = next(c for c in queries.claims_of_post(store, post.id) if c.contradicted)
        expected = queries.count_posts(store, Filter(words="模型", kinds=("digest",)))
    page = context.new_page()
    page.goto(f"{address}/?post={post.id}&at={claim.field}:{claim.start}")
    expect(page.locator(".source .lit").first).to_be_in_viewport()
    assert "".join(page.locator(".source .lit").all_inner_texts()) in claim.quote
    expect(page.locator(".claim.lit .against")).to_contain_text("记为")
    page.goto(f"{address}/?kinds=digest&q=模型")
    expect(page.locator(".listing .row")).to_have_count(expected)
    page.goto(f"{address}/models?model={claim.identity}&lang=en")
    expect(page.get_by_role("heading", name=claim.model, exact=True)).to_be_visible()
    expect(page.get_by_role("tab", name="Lineage")).to_be_visible()


PLACES = ("", "?post={post}", "?post={report}", "models", "models?model={model}", "overview", "brief?period=all")


@pytest.mark.parametrize("where", PLACES)
def test_hostile_text_is_shown_and_does_nothing(context, page_of_samples, where):
    """Markup in a post, and in every value of a report, is letters on every page (the context watches requests)."""
    address, db = page_of_samples
    post = post_where(db, lambda row: row.path.startswith("hostile/<"))
    with Store(db) as store:
        model = store.rows("SELECT identity FROM records WHERE name = ?", (BAIT[3],))[0][0]
    page = context.new_page()
    page.goto(f"{address}/{where.format(post=post.id, report='b' * 64, model=quote(model))}")
    expect(page.locator(".listing, .reader, .sheet, .digest").first).to_be_visible()
    for box in page.get_by_role("combobox").all():  # what the filters offer is text of posts, too
        box.click()
        page.keyboard.press("Escape")
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert page.locator('a[href^="javascript:"], [src*="evil"]').count() == 0
    if "post}" in where:
        for box in page.get_by_label("显示略去的内容").all():
            box.check()
        shown = "".join(page.locator(".source").all_inner_texts())
        assert "".join(shown.split()) == "".join(HOSTILE.split())
    if "report" in where:
        for bait in BAIT:
            expect(page.locator(".reader").get_by_text(bait).first).to_be_visible()


def test_enter_that_ends_a_composition_does_not_submit(context, empty_page):
    """Choosing a candidate of an input method with Enter starts no job."""
    address, _ = empty_page
    page = context.new_page()
    page.goto(f"{address}/process")
    page.get_by_role("tab", name="文件夹或网址").click()
    box = page.get_by_label(re.compile("文件夹、文件的路径"))
    box.click()
    client = context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "yangben", "selectionStart": 7, "selectionEnd": 7})
    client.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    client.send("Input.insertText", {"text": "样本"})
    client.send(
        "Input.dispatchKeyEvent", {"type": "keyUp", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    )
    page.wait_for_timeout(700)
    expect(box).to_have_value("样本")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    page.keyboard.press("Enter")  # and this one means it
    expect(page.get_by_test_id("stAlert").first).to_be_visible()


def test_wrong_files_are_answered_in_sentences(context, empty_page, tmp_path):
    """An empty, a too large and a wrong file: each is told, none breaks the page or the others."""
    address, db = empty_page
    (tmp_path / "空.txt").write_bytes(b"")
    (tmp_path / "图.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (tmp_path / "大.txt").write_bytes("模型。".encode() * 2_400_000)
    (tmp_path / "表.exe").write_bytes(b"MZ")
    (tmp_path / "好.txt").write_text("阿里巴巴发布Qwen2.5-7B，参数为70亿，上下文128K。", encoding="gb18030")
    page = context.new_page()
    page.goto(f"{address}/process")
    without_model(page)
    page.get_by_role("tab", name="上传文件").click()
    files = sorted(tmp_path.glob("*.*"))
    page.locator('input[type="file"]').set_input_files([f for f in files if f.suffix == ".txt" and f.name != "大.txt"])
    expect(page.get_by_text("好.txt").first).to_be_visible()
    page.get_by_test_id("stFormSubmitButton").get_by_role("button").locator("visible=true").click()
    expect(page.get_by_text(re.compile("3 个文件 · 完成")).first).to_be_visible()
    expect(page.locator(".listing .row", has_text="空.txt")).to_contain_text("失败")
    expect(page.locator(".listing .row", has_text="图.txt")).to_contain_text("失败")
    expect(page.locator(".listing .row", has_text="好.txt")).to_contain_text("完成")
    page.locator('input[type="file"]').set_input_files([tmp_path / "大.txt", tmp_path / "表.exe"])
    expect(page.get_by_test_id("stFileUploader")).to_contain_text(re.compile("20(.0)?MB"))
    with Store(db) as store:
        assert queries.count_posts(store, Filter(words="Qwen2.5")) == 1


def test_two_readers_process_at_once(browser, empty_page):
    """Two tabs of two readers each get their own report, and both see both jobs."""
    address, _ = empty_page
    contexts = [browser.new_context() for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.set_default_timeout(RUNNING_MS)
        page.goto(f"{address}/process")
        without_model(page)
    for number, page in enumerate(pages):
        paste(page, f"第{number}位读者的文章\n\nMeta发布Llama 3.{number}，参数为80亿。")
    for number, page in enumerate(pages):
        done(page, f"第{number}位读者的文章").to_be_visible()
        page.reload()
        done(page, f"第{1 - number}位读者的文章").to_be_visible()
    for context in contexts:
        context.close()


@pytest.mark.weights
def test_upload_with_qwen_survives_a_reload(context, empty_page):
    """A GB18030 page goes in, the tab is reloaded half-way, and a report written by Qwen comes out."""
    address, db = empty_page
    page = context.new_page()
    page.goto(f"{address}/process")
    box = page.get_by_role("combobox", name="由谁写摘要")
    box.click()
    page.get_by_role("option", name=re.compile("0.5B")).click()
    page.get_by_role("tab", name="上传文件").click()
    page.locator('input[type="file"]').set_input_files([SAMPLES / "page_gb18030.html"])
    expect(page.get_by_text("page_gb18030.html").first).to_be_visible()
    page.get_by_test_id("stFormSubmitButton").get_by_role("button").locator("visible=true").click()
    expect(page.get_by_text(re.compile("page_gb18030.html · (进行中|排队中)")).first).to_be_visible()
    page.reload()
    expect(page.get_by_text(re.compile("page_gb18030.html · 完成")).first).to_be_visible(timeout=120_000)
    post = post_where(db, lambda row: row.path.endswith("page_gb18030.html"))
    assert post.method == "qwen"
    page.goto(f"{address}/?post={post.id}")
    expect(page.locator(".summary .tag").first).to_contain_text("qwen")


def test_correction_in_the_page_reaches_store_and_export(context, store_file, tmp_path):
    """A reader marks a field as wrong; it is struck out at once, kept, exported, and written as gold."""
    with serving(store_file) as address:
        post = post_where(store_file, lambda row: row.path.endswith("listicle_small_models.txt"))
        page = context.new_page()
        page.goto(f"{address}/?post={post.id}")
        page.locator("details[open] .claim .plain").first.click()
        page.get_by_role("dialog").get_by_text("这一项不对").click()
        page.get_by_role("dialog").get_by_role("button", name="保存").click()
        expect(page.locator(".claim .fixed").first).to_contain_text("已标为错误")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.goto(f"{address}/overview")
        with page.expect_download() as download:
            page.get_by_role("button", name="主张 CSV").click()
        download.value.save_as(tmp_path / "claims.csv")
        with page.expect_download() as download:
            page.get_by_role("button", name="更正作为标注").click()
        assert len(zipfile.ZipFile(download.value.path()).namelist()) == 1
    with (tmp_path / "claims.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["correction"] for row in csv.DictReader(file) if row["correction"]] == ["wrong"]
    with Store(store_file) as store:
        assert len(store.rows("SELECT 1 FROM corrections WHERE kind = 'wrong'")) == 1


def test_model_gets_another_name_in_the_page(context, store_file):
    """An alias typed into the dialog is shown on the model's page, kept, and can be taken back."""
    with Store(store_file) as store:
        model = next(m for m in queries.models(store, limit=20) if m.catalogue_id)
        with serving(store_file) as address:
            page = context.new_page()
            page.goto(f"{address}/models?model={model.identity}")
            page.get_by_role("button", name="别名与合并").click()
            page.get_by_label("也叫").fill("小云雀星")
            page.get_by_role("dialog").get_by_role("button", name="添加别名").click()
            expect(page.get_by_text("又名 小云雀星")).to_be_visible()
            assert [c.corrected for c in corrections.of_model(store, model.identity)] == ["小云雀星"]
            page.get_by_role("button", name="撤销").click()
            expect(page.get_by_text("又名 小云雀星")).to_have_count(0)
        assert corrections.of_model(store, model.identity) == []


def test_table_is_downloaded_as_it_is_filtered(context, page_of_samples, tmp_path):
    """The CSV holds the models of the table, after a filter too."""
    address, db = page_of_samples
    page = context.new_page()
    page.goto(f"{address}/models?org=Alibaba")
    expect(page.locator(".sheet tbody tr").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "models.csv")
    lines = (tmp_path / "models.csv").read_text(encoding="utf-8-sig").splitlines()
    with Store(db) as store:
        assert len(lines) - 1 == queries.count_models(store, organisations=("Alibaba",)) > 0


def test_page_brings_chinese_fonts_for_systems_without_one(context, page_of_samples):
    """Each font that the page's theme names is served by the page itself, and loads."""
    address, _ = page_of_samples
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_test_id("stMainBlockContainer").locator("h1").first).to_be_visible()
    for family in ("Page Han", "Page Han Traditional"):
        loaded = page.evaluate("family => document.fonts.load(`16px '${family}'`, '模').then(f => f.length)", family)
        assert loaded == 1


@pytest.mark.parametrize("path", ["", "models", "overview", "brief", "process"])
def test_narrow_screens_need_no_sideways_scrolling(browser, page_of_samples, path):
    """At 390 pixels every page fits its width; only tables scroll, within themselves."""
    address, _ = page_of_samples
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/{path}")
    expect(page.get_by_test_id("stMainBlockContainer").locator("h1").first).to_be_visible()
    page.wait_for_timeout(500)
    wide = page.get_by_test_id("stMain").evaluate("node => node.scrollWidth - node.clientWidth")
    context.close()
    assert wide <= 0
