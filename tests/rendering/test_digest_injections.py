"""Hostile texts in every field that a digest shows: they are shown, and nothing else comes of them."""

import unicodedata
from collections.abc import Sequence
from functools import cache

import pytest

from followthrough.actions.digest import in_a_row
from followthrough.domain.digest import DigestFormat
from followthrough.rendering.safe_text import safe_text
from tests.support.digests import laid_out, named, of_text
from tests.support.injections import BY_KIND
from tests.support.markup import MARKDOWN, Elements, types_of

HARMLESS = "Bring soup"
each_injection = pytest.mark.parametrize("texts", BY_KIND.values(), ids=BY_KIND)


@cache
def written(text: str, layout: DigestFormat) -> str:
    """The digest in which every text and every name is this one."""
    return in_a_row(laid_out(of_text(text), layout, named(text)))


@cache
def harmless_mail() -> Elements:
    return Elements(written(HARMLESS, "html"))


@each_injection
def test_a_mail_has_the_elements_of_its_template_alone(texts: Sequence[str]) -> None:
    for text in texts:
        page = Elements(written(text, "html"))
        assert page.found == harmless_mail().found, text
        assert page.values == harmless_mail().values, text
        assert page.text.count(safe_text(text)) >= 16, text


@cache
def harmless_types() -> list[tuple[str, str, str]]:
    return types_of(MARKDOWN.parse(written(HARMLESS, "markdown")))


@each_injection
def test_markdown_is_taken_for_what_its_layout_says_alone(texts: Sequence[str]) -> None:
    for text in texts:
        tokens = MARKDOWN.parse(written(text, "markdown"))
        assert types_of(tokens) == harmless_types(), text
        shown = "".join(child.content for token in tokens for child in token.children or ())
        assert shown.count(" ".join(safe_text(text).split())) >= 16, text


def test_markdown_has_no_link_no_picture_and_no_html() -> None:
    types = {kind for kind, _, _ in harmless_types()}
    assert types & {"bullet_list_open", "heading_open"}
    assert not types & {"link_open", "image", "html_block", "html_inline", "code_inline", "em_open", "s_open"}


@each_injection
@pytest.mark.parametrize("layout", ["text", "markdown", "html", "json"])
def test_no_format_has_control_characters(layout: DigestFormat, texts: Sequence[str]) -> None:
    for text in texts:
        hidden = {each for each in written(text, layout) if each != "\n" and unicodedata.category(each)[0] == "C"}
        assert hidden <= {"\u200c", "\u200d"}, text
