"""Shared pages taken apart: the JSON and the signature that a JSON, HTML or Markdown report carries."""

import re
from html.parser import HTMLParser
from typing import Literal

from msgspec import Struct

from followthrough.domain.envelope import REPORT_MARK, SIGNATURE_MARK
from followthrough.formats.report import REPORT, MalformedReportError
from followthrough.formats.report_csv import FIGURES_HEAD

_JSON_START = f'{{"schema":"{REPORT}"'.encode()
_CSV_START = ",".join(FIGURES_HEAD).encode() + b"\r\n"
_GENERATOR = b'<meta name="generator" content="followthrough '
_METADATA = b"<metadata>followthrough "
_MADE_BY = re.compile(rb"\nMade by followthrough [\w.+]+\.\n\Z")
_HTML_START = b"<!DOCTYPE html>\n<html"


class SharedPage(Struct, frozen=True, kw_only=True):
    """What a file carries: the bytes that are signed, and the signature where it stands in the same file."""

    kind: Literal["json", "html", "markdown"]
    document: bytes
    signature: str | None = None


def take_apart(content: bytes) -> SharedPage:
    """The parts of a shared report. Raises MalformedReportError where it is none."""
    if content.lstrip().startswith(b"{"):
        return SharedPage(kind="json", document=content)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise MalformedReportError("it is not valid UTF-8") from None
    if content.startswith(_HTML_START):
        blocks = _html_blocks(text)
        kind: Literal["html", "markdown"] = "html"
    else:
        blocks = re.findall(rf"^```\w+ ({REPORT_MARK}|{SIGNATURE_MARK})\n(.*?)\n```$", text, re.DOTALL | re.MULTILINE)
        kind = "markdown"
    documents = [block for name, block in blocks if name == REPORT_MARK]
    signatures = [block for name, block in blocks if name == SIGNATURE_MARK]
    if len(documents) != 1 or len(signatures) > 1:
        raise MalformedReportError("it is neither JSON nor a page that carries the JSON it was made from")
    signature = signatures[0] + "\n" if signatures else None
    return SharedPage(kind=kind, document=f"{documents[0]}\n".encode(), signature=signature)


def is_ours(content: bytes) -> bool:
    """Whether a file is a report that this program wrote and nobody signed: such a one may be written over."""
    head = content[:4096]
    return not _is_signed(content) and (
        head.startswith((_JSON_START, _CSV_START))
        or (head.startswith(_HTML_START) and _GENERATOR in head)
        or (head.startswith(b"<svg ") and _METADATA in content)
        or (head.startswith(b"# ") and f"\n```json {REPORT_MARK}\n".encode() in content)
        or _MADE_BY.search(content[-200:]) is not None
    )


def _is_signed(content: bytes) -> bool:
    if content.startswith(_JSON_START):
        return b',"signed_at":null,' not in content[:200]
    return f'id="{SIGNATURE_MARK}"'.encode() in content or f"\n```text {SIGNATURE_MARK}\n".encode() in content


class _Blocks(HTMLParser):
    """Collects the text of the `pre` elements that carry the JSON and the signature."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("id")
        if tag == "pre" and name in (REPORT_MARK, SIGNATURE_MARK):
            self._inside = name
            self.found.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            name, text = self.found[-1]
            self.found[-1] = (name, text + data)


def _html_blocks(text: str) -> list[tuple[str, str]]:
    parser = _Blocks()
    parser.feed(text)
    parser.close()
    return parser.found
