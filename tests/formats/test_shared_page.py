"""Shared pages taken apart, and which files are reports of ours."""

from contextlib import suppress

import pytest

from followthrough.actions.report import page_of
from followthrough.domain.envelope import Format
from followthrough.formats.report import MalformedReportError, document_of, report_text
from followthrough.formats.shared_page import SharedPage, is_ours, take_apart
from tests.support.builders import NOW
from tests.support.hand_computed_ledger import ledger
from tests.support.reports import PROGRAM, REPORTS, written

SIGNATURE = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\nAAAA\n-----END SSH SIGNATURE-----\n"
FORMATS: tuple[Format, ...] = ("text", "markdown", "html", "json", "csv", "svg")
HTML, MARKDOWN, JSON = (written(REPORTS["full"], each) for each in ("html", "markdown", "json"))


def signed_page(kind: str, name: str = "full") -> str:
    document = document_of(REPORTS[name], PROGRAM, NOW)
    return page_of(document, "html" if kind == "html" else "markdown", SIGNATURE)


def test_json_is_its_own_document() -> None:
    assert take_apart(JSON.encode()) == SharedPage(kind="json", document=JSON.encode())


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_a_page_carries_the_json_it_was_made_from(kind: str, name: str) -> None:
    page = take_apart(written(REPORTS[name], "html" if kind == "html" else "markdown").encode())
    assert (page.kind, page.document, page.signature) == (kind, written(REPORTS[name], "json").encode(), None)


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_a_signed_page_carries_its_signature(kind: str) -> None:
    page = take_apart(signed_page(kind).encode())
    assert (page.kind, page.document, page.signature) == (kind, SIGNED.encode(), SIGNATURE)


SIGNED = report_text(document_of(REPORTS["full"], PROGRAM, NOW))
HTML_BLOCK = HTML[HTML.index('<pre id="followthrough-report"') : HTML.index("</pre>") + len("</pre>")]
MARKDOWN_BLOCK = MARKDOWN[MARKDOWN.index("```json followthrough-report") :]
SECOND = '<pre id="followthrough-signature"'
MALFORMED = {
    "empty": b"",
    "spaces": b" \n\n",
    "text": written(REPORTS["rich"], "text").encode(),
    "csv": written(REPORTS["rich"], "csv").encode(),
    "badge": written(REPORTS["rich"], "svg").encode(),
    "bytes": b"\xff\xfe\x00",
    "another page": b"<!DOCTYPE html>\n<html><title>Mine</title><p>Hello</p></html>",
    "html without the block": HTML.replace(HTML_BLOCK, "").encode(),
    "html with two blocks": HTML.replace(HTML_BLOCK, HTML_BLOCK * 2).encode(),
    "html with two signatures": signed_page("html").replace(SECOND, f"{SECOND}>x</pre>{SECOND}").encode(),
    "markdown without the block": MARKDOWN.replace(MARKDOWN_BLOCK, "").encode(),
    "markdown with two blocks": (MARKDOWN + "\n" + MARKDOWN_BLOCK).encode(),
    "markdown whose block has no end": MARKDOWN.removesuffix("```\n").encode(),
    "half of a page": HTML[: HTML.index('<pre id="followthrough-report"')].encode(),
    "a list": b"[]",
    "a number": b"7",
}


@pytest.mark.parametrize("content", MALFORMED.values(), ids=MALFORMED)
def test_what_carries_no_report_is_refused(content: bytes) -> None:
    with pytest.raises(MalformedReportError):
        take_apart(content)


@pytest.mark.parametrize("step", [1051, pytest.param(23, marks=pytest.mark.torture)])
def test_no_beginning_of_a_page_is_anything_but_refused_or_taken_apart(step: int) -> None:
    for page in (HTML, MARKDOWN, signed_page("html"), signed_page("markdown")):
        content = page.encode()
        for length in range(0, len(content), step):
            with suppress(MalformedReportError):
                take_apart(content[:length])


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("layout", FORMATS)
def test_a_report_is_ours_in_every_format(layout: Format, name: str) -> None:
    assert is_ours(written(REPORTS[name], layout).encode())


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_what_was_signed_is_not_to_be_written_over(kind: str) -> None:
    assert not is_ours(signed_page(kind).encode())
    assert not is_ours(report_text(document_of(REPORTS["full"], PROGRAM, NOW)).encode())


FOREIGN = {
    "empty": b"",
    "a line": b"\n",
    "a ledger": ledger(),
    "a page": b'<!DOCTYPE html>\n<html lang=en><head><meta name="generator" content="Hugo 0.1"></head></html>',
    "a page about it": b"<!DOCTYPE html>\n<html lang=en><p>I use followthrough 1.2.3.</p></html>",
    "a picture": b"<svg xmlns='http://www.w3.org/2000/svg'><metadata>Inkscape</metadata></svg>",
    "notes": b"# Notes\n\nMade by hand.\n",
    "notes that show a block": b"# Notes\n\n```json\n{}\n```\n",
    "a table": b"figure,value\r\nx,1\r\n",
    "a table of ids": b"id,name\r\n1,ana\r\n",
    "other json": b'{"schema":"followthrough.score/1"}',
    "json of someone else": b'{"report": {}}',
    "a text that ends alike": b"Made by followthrough 1.2.3. Or was it?\n",
    "a text that names it inside": b"x\nMade by followthrough 1.2.3.\nand more\n",
    "bytes": bytes(range(256)),
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_what_somebody_else_wrote_is_not_ours(content: bytes) -> None:
    assert not is_ours(content)
