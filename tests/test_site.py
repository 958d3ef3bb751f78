"""The site of the documents: built without a warning, whole by itself, readable in any window, by day and by night."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser import CHROMIUM, PHONE, SIZES, WITHOUT_CHROMIUM, Opened, chromium, opened, served
from tests.support.console_sessions import ROOT
from tests.support.site import build

pytestmark = [pytest.mark.external, pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT_CHROMIUM)]
LOOKED_AT = (
    "search",
    "README",
    "docs/index",
    "docs/performance",
    "docs/how-to/share",
    "docs/reference/exit-statuses",
    "docs/reference/schemas",
    "docs/explanation/reliability",
)
"""Pages that have between them every kind of thing that pages have."""
CUT_OFF = """() => {
    const scrolls = each => ["auto", "scroll"].includes(getComputedStyle(each).overflowX);
    const text = document.getElementById("furo-main-content");
    const boxed = each => each !== text && (scrolls(each) || boxed(each.parentElement));
    const width = document.documentElement.clientWidth;
    return [...text.querySelectorAll("*")]
        .filter(each => each.getBoundingClientRect().right > width + 0.5 && !boxed(each.parentElement))
        .map(each => each.outerHTML.slice(0, 80));
}"""
"""What of the text reaches beyond the window and cannot be scrolled to in a box of its own."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    done = build(target)
    assert (done.stderr, done.returncode) == ("", 0)
    return target


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as here:
        yield here.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def pages_of(site: Path) -> set[str]:
    return {str(page.relative_to(site).with_suffix("")) for page in site.rglob("*.html")}


def asked_elsewhere(it: Opened, address: str) -> list[str]:
    return [request for request in it.requests if not request.startswith((f"{address}/", "data:"))]


def test_every_document_is_a_page(site: Path) -> None:
    documents = {str(path.relative_to(ROOT).with_suffix("")) for path in (ROOT / "docs").rglob("*.md")}
    assert pages_of(site) == {*documents, "README", "CHANGELOG", "CONTRIBUTING", "index", "search"}


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_page_asks_nobody_says_nothing_and_shuts_nobody_out(name: str, address: str, browser: Browser) -> None:
    with opened(browser, f"{address}/{name}.html") as it:
        found = []
        for size in SIZES:
            it.look(size)
            found += [f"at {size.width}: {each}" for each in it.page.evaluate(CUT_OFF)]
        for scheme in ("light", "dark"):
            it.look(PHONE, scheme)
            found += [f"{scheme}: {each}" for each in it.barriers()]
        assert [*it.messages, *asked_elsewhere(it, address), *found] == []


def test_nothing_is_cut_off_on_a_phone(site: Path, address: str, browser: Browser) -> None:
    with opened(browser, f"{address}/docs/index.html") as it:
        it.look(PHONE)
        wide: list[str] = []
        for name in sorted(pages_of(site) - {"index"}):
            it.page.goto(f"{address}/{name}.html")
            wide += [f"{name}: {each}" for each in it.page.evaluate(CUT_OFF)]
        assert (wide, it.messages, asked_elsewhere(it, address)) == ([], [], [])


def test_what_is_cut_off_is_noticed(address: str, browser: Browser) -> None:
    with opened(browser, f"{address}/docs/index.html") as it:
        it.look(PHONE)
        it.page.add_style_tag(content="h1 { width: 900px }")
        assert [each[:4] for each in it.page.evaluate(CUT_OFF)] == ["<h1>"]


def test_the_pages_can_be_read_and_walked_through_without_scripts(address: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{address}/index.html")
        page.wait_for_url("**/docs/index.html")
        page.click("text=Share a report >> nth=0")
        assert page.inner_text("h1").startswith("Share a report")
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"


def test_the_search_finds_a_page(address: str, browser: Browser) -> None:
    with opened(browser, f"{address}/search.html?q=wilson") as it:
        it.page.wait_for_selector("#search-results li")
        assert "reliability" in it.page.inner_html("#search-results")


def test_nothing_on_the_site_comes_from_elsewhere(site: Path) -> None:
    loaded = r"""(?:<(?:script|img|link|iframe)[^>]*(?:src|href)=|url\(|@import\s*)["']?(?:https?:)?//[^"')\s]+"""
    found = {
        match
        for path in (*site.rglob("*.html"), *site.rglob("*.css"))
        for match in re.findall(loaded, path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_a_link_that_leads_nowhere_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "examples"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "docs/how-to/lost.md").write_text("# Lost\n\n[nowhere](nowhere.md), [no such](share.md#no-such)\n")
    monkeypatch.setattr("tests.support.site.ROOT", tmp_path)
    done = build(tmp_path / "site")
    assert done.returncode == 1
    assert done.stderr.count("lost.md:3: WARNING") == 2
