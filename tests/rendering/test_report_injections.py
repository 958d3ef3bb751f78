"""Hostile texts in every field that reaches a report: they are shown, and nothing else comes of them."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from followthrough.domain.envelope import Format
from followthrough.domain.report import Report
from followthrough.formats.report import read_report
from followthrough.formats.shared_page import take_apart
from followthrough.rendering.lines import cells
from followthrough.rendering.safe_text import safe_text
from tests.support.builders import NOW, kept, missed, noted, repaired
from tests.support.injections import BY_KIND, INJECTIONS
from tests.support.markup import MARKDOWN, Elements, types_of
from tests.support.reports import NAMED, NAMES, a_book, given, id_of, report_of, written

HARMLESS = "Bring soup"
XML = "{http://www.w3.org/2000/svg}"
each_injection = pytest.mark.parametrize("texts", BY_KIND.values(), ids=BY_KIND)


@cache
def of_person(text: str) -> Report:
    """The full report of a maker whose name, promises, notes, tags and recipients are this text."""
    promises = {
        id_of(0): (given(text, tags=(text,)), noted(text)),
        id_of(1): (given(text, to=("jorvik", "wharf")), kept(note=text)),
        id_of(2): (given(text, due="2026-11-20", logged="2026-11-01T09:00-05:00"), missed(), repaired(2, text)),
        id_of(3): (given(text, maker="quilla", to="tamsin"),),
    }
    return report_of(a_book(promises, names=dict.fromkeys(NAMES, text)), detail="full", names="full")


@cache
def of_circle(text: str) -> Report:
    """The full report of a circle with that name, as its members have."""
    promises = {id_of(0): (given(text, to="wharf", visibility="circle", logged=NOW), noted(text))}
    book = a_book(promises, names=dict.fromkeys(NAMES, text), openly=NAMED)
    return report_of(book, "wharf", detail="full", names="full")


@cache
def page_of(report: Callable[[str], Report], text: str, layout: Format) -> str:
    """The report with that text in every field, in that format."""
    return written(report(text), layout)


SUBJECTS = {"person": of_person, "circle": of_circle}
each_subject = pytest.mark.parametrize("report", SUBJECTS.values(), ids=SUBJECTS)


@cache
def harmless_page(report: Callable[[str], Report]) -> Elements:
    return Elements(written(report(HARMLESS), "html"))


@each_subject
@each_injection
def test_html_has_the_elements_of_its_template_alone(report: Callable[[str], Report], texts: Sequence[str]) -> None:
    harmless = harmless_page(report)
    for text in texts:
        page = Elements(page_of(report, text, "html"))
        assert page.found == harmless.found, text
        assert page.values == harmless.values, text
        assert safe_text(text) in page.text, text


def test_html_has_no_address_no_handler_and_no_style_of_its_own() -> None:
    page = written(of_person("x"), "html")
    elements = Elements(page)
    assert not [each for each in elements.names if each.startswith("on") or each in ("href", "src", "style", "srcset")]
    assert not [each for each in elements.values if re.search("https?:|url\\(|javascript:|data:", each)]
    assert "url(" not in page
    assert "@import" not in page
    assert "<script" not in page


def elements_of(picture: str) -> list[tuple[str, ...]]:
    return [(each.tag, *sorted(each.attrib)) for each in ET.fromstring(picture).iter()]


@each_subject
@each_injection
def test_the_badge_has_the_elements_of_its_template_alone(
    report: Callable[[str], Report], texts: Sequence[str]
) -> None:
    harmless = elements_of(written(report(HARMLESS), "svg"))
    for text in texts:
        picture = written(report(text), "svg")
        assert elements_of(picture) == harmless, text
        assert safe_text(text) in (ET.fromstring(picture).findtext(f"{XML}title") or ""), text


def test_the_badge_has_no_address_but_the_name_of_its_language() -> None:
    picture = written(of_person("x"), "svg")
    values = [value for each in ET.fromstring(picture).iter() for value in each.attrib.values()]
    assert not [each for each in values if "http" in each or "url(" in each]
    assert picture.count("http") == picture.count('xmlns="http://www.w3.org/2000/svg"') == 1


@cache
def harmless_types(report: Callable[[str], Report]) -> list[tuple[str, str, str]]:
    return types_of(MARKDOWN.parse(written(report(HARMLESS), "markdown")))


@each_subject
@each_injection
def test_markdown_is_taken_for_what_its_layout_says_alone(
    report: Callable[[str], Report], texts: Sequence[str]
) -> None:
    for text in texts:
        tokens = MARKDOWN.parse(page_of(report, text, "markdown"))
        assert types_of(tokens) == harmless_types(report), text
        shown = "".join(child.content for token in tokens for child in token.children or ())
        assert safe_text(" ".join(text.split())) in shown, text


@each_subject
def test_markdown_has_no_link_no_picture_and_no_html(report: Callable[[str], Report]) -> None:
    types = {kind for kind, _, _ in harmless_types(report)}
    assert not types & {"link_open", "image", "html_block", "html_inline", "code_inline", "em_open", "s_open"}


def test_the_same_processor_finds_markup_where_nothing_is_escaped() -> None:
    found = {kind for text in INJECTIONS for kind, _, _ in types_of(MARKDOWN.parse(text))}
    assert found >= {
        "link_open",
        "image",
        "html_block",
        "html_inline",
        "code_inline",
        "em_open",
        "s_open",
        "table_open",
    }


@each_subject
@each_injection
def test_text_has_no_control_characters(report: Callable[[str], Report], texts: Sequence[str]) -> None:
    for text in texts:
        page = written(report(text), "text")
        assert {each for each in page if each != "\n" and hidden(each)} <= {"\u200c", "\u200d"}, text
        assert all(cells(line) <= 80 for line in page.splitlines()), text


@each_injection
def test_json_has_every_text_as_it_is_and_no_control_characters(texts: Sequence[str]) -> None:
    for text in texts:
        document = page_of(of_person, text, "json")
        assert not {each for each in document if each != "\n" and hidden(each)}, text
        report = read_report(document.encode()).report
        assert report == of_person(text), text
        assert report.name == text


@pytest.mark.parametrize("layout", ["html", "markdown"])
@each_injection
def test_a_page_gives_back_the_json_it_carries(layout: Format, texts: Sequence[str]) -> None:
    for text in texts:
        page = page_of(of_person, text, layout)
        assert take_apart(page.encode()).document.decode() == page_of(of_person, text, "json"), text


def hidden(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def test_there_are_150_texts_and_none_is_there_twice() -> None:
    assert len(set(INJECTIONS)) == len(INJECTIONS) >= 150
