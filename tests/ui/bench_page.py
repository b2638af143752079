"""How fast the page is over 10,000 posts: python tests/ui/bench_page.py [STORE]. Prints seconds; exits 1 above 1.5.

The browser is warm (its cache holds Streamlit's own files) and the server has shown one page before.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from big_store import fill
from playwright.sync_api import Page, expect, sync_playwright
from serving import serving
from test_browser import CHROMIUM, FLAGS

LIMIT_SECONDS = 1.5
expect.set_options(timeout=60_000)


def measure(page: Page, address: str) -> dict[str, float]:
    """Seconds from the reader's act until the page shows what was asked for."""
    found = {}

    def timed(name: str, act: Callable[[], object], shown: Callable[[], object]) -> None:
        began = time.perf_counter()
        act()
        shown()
        found[name] = time.perf_counter() - began

    rows, total = page.locator(".row"), page.locator(".pages")
    timed("first view", lambda: page.goto(address), lambda: expect(rows).to_have_count(30))
    page.wait_for_timeout(1500)
    search = page.get_by_label("全文搜索")
    timed(
        "search",
        lambda: (search.fill("灵犀12号"), search.press("Enter")),
        lambda: expect(total).not_to_contain_text("10,000"),
    )
    page.goto(address)
    expect(rows).to_have_count(30)
    page.wait_for_timeout(1500)
    page.get_by_role("combobox", name="机构").click()
    option = page.get_by_role("option", name="研究院").first
    timed("filter", lambda: option.click(), lambda: expect(total).not_to_contain_text("10,000"))
    page.keyboard.press("Escape")
    timed(
        "open a post",
        lambda: page.locator(".row a").first.click(),
        lambda: expect(page.locator(".record")).to_have_count(10),
    )
    timed("models", lambda: page.goto(f"{address}/models"), lambda: expect(page.locator("tbody tr")).to_have_count(50))
    timed("overview", lambda: page.goto(f"{address}/overview"), lambda: expect(page.locator(".sheet")).to_be_visible())
    return found


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        db = Path(sys.argv[1] if len(sys.argv) > 1 else folder + "/big.db")
        if not db.exists():
            fill(db)
        with serving(db) as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = chromium.new_page(viewport={"width": 1400, "height": 900})
            page.goto(address)
            expect(page.locator(".row")).to_have_count(30)
            found = measure(page, address)
            chromium.close()
    for name, seconds in found.items():
        print(f"{name:12} {seconds:6.2f} s")
    return int(max(found["first view"], found["filter"], found["search"]) > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
