"""The HTML report in a real Chromium: silent, alone, readable by all, on every window and on paper."""

import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import which
from typing import Literal

import pytest
from playwright.sync_api import Browser

from followthrough.domain.report import Report
from tests.support.browser import (
    CHROMIUM,
    DESKTOP,
    PHONE,
    SIZES,
    WITHOUT_CHROMIUM,
    Opened,
    Scheme,
    chromium,
    opened,
    problems,
    served,
)
from tests.support.builders import NOW, kept, noted
from tests.support.injections import INJECTIONS
from tests.support.reports import NAMES, REPORTS, a_book, given, id_of, report_of, written

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT_CHROMIUM),
]
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 8
SAME_ELEMENTS = ("titles", "combined")
"""Reports without any element that another one has not, so that axe has seen them all."""
PAPER = {"A4": (595, 842), "Letter": (612, 792)}
HARMLESS = "<!DOCTYPE html><html lang=en><title>One</title><main><h1>One</h1><p>Two</p></main>"
CONTROLS = {
    "script": ("<script>console.log('ran')</script>", "said ran"),
    "event": ("<img alt=one src='data:,' onerror=\"alert('ran')\">", "said ran"),
    "outside image": (
        "<img alt=one src='https://outside.invalid/one.png'>",
        "asked for https://outside.invalid/one.png",
    ),
    "outside style": (
        "<link rel=stylesheet href='http://outside.invalid/x.css'>",
        "asked for http://outside.invalid/x.css",
    ),
    "wide": ("<p style='width:361px'>wide</p>", "at 360: page 369"),
    "wide in details": (
        "<details><summary>one</summary><p style='width:900px'>wide</p></details>",
        "at 360, unfolded: page 908",
    ),
    "pale": ("<p style='color:#ccc;background:#fff'>pale</p>", "light: color-contrast: "),
    "pale by night": (
        "<style>@media (prefers-color-scheme:dark){p{color:#333;background:#000}}</style>",
        "dark: color-contrast: ",
    ),
    "nameless": ("<img src='data:,'>", "light: image-alt: "),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of all reports."""
    directory = tmp_path_factory.mktemp("reports")
    for name, report in REPORTS.items():
        put(directory, name, written(report, "html"))
    return directory


def put(directory: Path, name: str, page: str) -> str:
    """The address of a page that is written there."""
    file = directory / f"{name}.html"
    file.write_text(page, encoding="utf-8")
    return file.as_uri()


def of_long_words() -> Report:
    """A report in which every text and name is one long word, over twenty years and with large numbers of months."""
    promises = {
        id_of(number): (
            given(
                LONG,
                due=f"{2006 + number // 4}-{number % 12 + 1:02}-03",
                logged=NOW - timedelta(days=9000),
                tags=(LONG[:60], "spring"),
                to=("quilla", "jorvik"),
                confidence=0.05 + number % 10 / 10,
            ),
            noted(LONG),
            kept(when=f"{2006 + number // 4}-{number % 12 + 1:02}-02"),
        )
        for number in range(82)
    }
    book = a_book(promises, names={handle: f"{name} {LONG}" for handle, name in NAMES.items()})
    return report_of(book, detail="full", names="full")


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_silent_and_alone_and_fits_and_shuts_nobody_out(
    browser: Browser, directory: Path, name: str
) -> None:
    with opened(browser, (directory / f"{name}.html").as_uri()) as it:
        assert problems(it, schemes=() if name in SAME_ELEMENTS else ("light", "dark")) == []


def test_a_report_of_long_words_and_many_years_fits(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, put(tmp_path, "long", written(of_long_words(), "html"))) as it:
        assert problems(it, schemes=()) == []


def test_a_served_report_asks_its_server_for_nothing_else(browser: Browser, directory: Path) -> None:
    with served(directory) as server, opened(browser, f"{server.address}/full.html") as it:
        assert problems(it, schemes=()) == []
        assert server.asked == ["/full.html"]


@pytest.mark.parametrize(("added", "found"), CONTROLS.values(), ids=CONTROLS)
def test_the_same_checks_find_what_is_wrong(browser: Browser, tmp_path: Path, added: str, found: str) -> None:
    with opened(browser, put(tmp_path, "control", HARMLESS.replace("<p>Two</p>", f"<p>Two</p>{added}"))) as it:
        it.page.wait_for_timeout(50)
        schemes: tuple[Scheme, ...] = (
            ("light",) if found.startswith("light") else ("dark",) if found.startswith("dark") else ()
        )
        assert any(each.startswith(found) for each in problems(it, schemes=schemes))


def test_a_page_without_faults_passes_the_same_checks(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, put(tmp_path, "harmless", HARMLESS)) as it:
        assert problems(it) == []


def test_a_script_put_into_a_report_does_not_run(browser: Browser, tmp_path: Path) -> None:
    page = written(REPORTS["poor"], "html").replace("<main>", "<main><script>window.ran = 1</script>")
    with opened(browser, put(tmp_path, "script", page)) as it:
        assert it.page.evaluate("window.ran === undefined")
        assert [each for each in it.messages if "Content Security Policy" in each]


def test_night_and_day_look_different(browser: Browser, directory: Path) -> None:
    with opened(browser, (directory / "poor.html").as_uri()) as it:
        colours = []
        for scheme in ("light", "dark"):
            it.look(PHONE, scheme)
            colours.append(it.page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert colours == ["rgb(252, 252, 250)", "rgb(21, 24, 29)"]


def test_charts_have_titles_and_descriptions(browser: Browser, directory: Path) -> None:
    with opened(browser, (directory / "rich.html").as_uri()) as it:
        pictures = it.page.get_by_role("img").all()
        names = [it.page.locator(f"#{name}-title").text_content() for name in chart_names(it)]
        assert [each.evaluate("one => one.getAttribute('aria-labelledby').split(' ').length") for each in pictures] == [
            2
        ] * 4
        assert names == [
            "Kept on time, and how sure that is",
            "Kept on time, by month",
            "Confidence given, and what was kept on time",
            "The year, day by day",
        ]
        assert all(it.page.locator(f"#{name}-desc").text_content() for name in chart_names(it))


def chart_names(it: Opened) -> list[str]:
    found = it.page.eval_on_selector_all("svg", "all => all.map(each => each.getAttribute('aria-labelledby'))")
    return [each.split("-title")[0] for each in found]


@pytest.mark.skipif(which("pdfinfo") is None, reason="no pdfinfo: apt-get install poppler-utils")
@pytest.mark.parametrize("paper", PAPER)
@pytest.mark.parametrize(("name", "at_most"), [("rich", 3), ("full", 7), ("poor", 2), ("empty", 1), ("long", 45)])
def test_a_report_prints_on_paper(
    browser: Browser, directory: Path, tmp_path: Path, paper: Literal["A4", "Letter"], name: str, at_most: int
) -> None:
    if name == "long":
        put(directory, "long", written(of_long_words(), "html"))
    with opened(browser, (directory / f"{name}.html").as_uri()) as it:
        it.page.emulate_media(media="print")
        width, height = PAPER[paper]
        # What the paper's margins leave, in CSS pixels: wider content would be shrunk, or cut.
        it.page.set_viewport_size({"width": round((width / 72 - 28 / 25.4) * 96), "height": height})
        assert it.sticking_out() == []
        it.page.pdf(path=tmp_path / "report.pdf", format=paper)
    said = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "99", tmp_path / "report.pdf"], capture_output=True, check=True, text=True
    ).stdout
    pages = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+) pts", said)
    assert 1 <= len(pages) <= at_most
    assert {(round(float(wide)), round(float(high))) for wide, high in pages} <= {
        (width, height),
        (width + 1, height + 1),
    }


def test_on_paper_it_is_black_on_white_by_night_too(browser: Browser, directory: Path) -> None:
    with opened(browser, (directory / "rich.html").as_uri()) as it:
        it.page.emulate_media(media="print", color_scheme="dark")
        style = "(one => [one.backgroundColor, one.color])(getComputedStyle(document.body))"
        assert it.page.evaluate(style) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def of_texts(texts: list[str]) -> Report:
    """A report that has each of these texts in every field that takes any."""
    everyone = {f"p{number}": text for number, text in enumerate(texts)}
    promises = {
        id_of(number): (given(text, to=f"p{number}", maker="tamsin", tags=(text,), logged=NOW), noted(text))
        for number, text in enumerate(texts)
    }
    book = a_book(promises, names={"tamsin": texts[0], **everyone}, members={})
    return report_of(book, detail="full", names="full")


def test_no_text_of_a_report_becomes_an_element_or_runs(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, put(tmp_path, "harmless", written(of_texts(["Bring soup"] * len(INJECTIONS)), "html"))) as it:
        harmless = it.outline()
    with opened(browser, put(tmp_path, "injected", written(of_texts(list(INJECTIONS)), "html"))) as it:
        assert it.outline() == harmless
        assert problems(it, sizes=(PHONE, DESKTOP), schemes=()) == []
        assert it.page.evaluate("window.injected === undefined")
        assert it.page.title().startswith("Promises of ")


def test_the_texts_would_run_where_nothing_escapes_them(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, put(tmp_path, "raw", "<!DOCTYPE html><title>Raw</title>" + "\n".join(INJECTIONS[:40]))) as it:
        it.page.wait_for_timeout(50)
        assert it.page.evaluate("window.injected") == 1
        assert it.requests


def test_the_badge_is_silent_and_alone(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "badge.svg"
    file.write_text(written(REPORTS["rich"], "svg"), encoding="utf-8")
    with opened(browser, file.as_uri()) as it:
        assert (it.messages, it.requests) == ([], [])
        box = it.page.locator("svg").bounding_box()
        assert box is not None
        assert all(
            box["x"] <= inside["x"] and inside["x"] + inside["width"] <= box["x"] + box["width"]
            for inside in (each.bounding_box() for each in it.page.locator("text").all())
            if inside is not None
        )


def test_there_are_three_windows_to_look_through() -> None:
    assert SIZES == ((360, 800), (800, 900), (1280, 900))
