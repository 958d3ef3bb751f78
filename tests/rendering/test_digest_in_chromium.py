"""The digest as a mail in a real Chromium: silent, alone, readable by day and by night, on every window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from followthrough.domain.digest import Digest
from followthrough.domain.people import Person
from tests.support.browser import CHROMIUM, WITHOUT_CHROMIUM, chromium, opened, problems
from tests.support.builders import PEOPLE
from tests.support.digests import DIGESTS, RICH, laid_out, named, of_text
from tests.support.injections import INJECTIONS

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT_CHROMIUM),
]
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 8


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def put(directory: Path, digest: Digest, people: dict[str, Person] = PEOPLE) -> str:
    """The address of the mail, written there as a page."""
    (page,) = laid_out(digest, "html", people)
    file = directory / "digest.html"
    file.write_text(page, encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("name", DIGESTS)
def test_a_mail_has_nothing_wrong_with_it(browser: Browser, tmp_path: Path, name: str) -> None:
    with opened(browser, put(tmp_path, DIGESTS[name])) as it:
        assert problems(it) == []


def test_long_words_stick_out_nowhere(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, put(tmp_path, of_text(LONG), named(LONG))) as it:
        assert problems(it) == []


def test_no_text_runs_or_asks_for_anything(browser: Browser, tmp_path: Path) -> None:
    everything = " ".join(INJECTIONS)
    with opened(browser, put(tmp_path, of_text(everything), named(everything))) as it:
        assert (it.messages, it.requests) == ([], [])
        assert it.page.evaluate("window.injected") is None


def test_without_its_style_a_mail_reads_in_the_same_order(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, put(tmp_path, RICH)) as it:
        styled = it.page.inner_text("body").split()
        it.page.eval_on_selector("style", "style => style.remove()")
        assert it.page.inner_text("body").split() == styled
