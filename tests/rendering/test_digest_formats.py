"""The digest in all its formats, held whole against golden files."""

from collections.abc import Callable

import pytest

from followthrough.actions.digest import in_a_row
from followthrough.domain.digest import DigestFormat
from followthrough.rendering.lines import cells
from tests.support.digests import DIGESTS, EMPTY, FORMATS, ONLY_KEPT, RICH, found, given, id_of, laid_out

each_format = pytest.mark.parametrize("layout", FORMATS)
AGAIN = {
    "text": "\nBrought up again\n",
    "markdown": "\n## Brought up again\n",
    "html": "<h2>Brought up again</h2>",
    "discord": "\n### Brought up again\n",
}


@each_format
@pytest.mark.parametrize("name", DIGESTS)
def test_a_digest_is_laid_out_like_this(golden: Callable[[str, str], None], name: str, layout: DigestFormat) -> None:
    golden(f"digests/{name}.{FORMATS[layout]}", in_a_row(laid_out(DIGESTS[name], layout)))


@each_format
def test_ids_have_six_letters_in_every_format(layout: DigestFormat) -> None:
    assert all(id_of(number)[:6] in in_a_row(laid_out(RICH, layout)) for number in range(15))


@pytest.mark.parametrize("layout", AGAIN)
def test_what_is_brought_up_again_is_labelled_so_and_stands_last(layout: DigestFormat) -> None:
    before, _, behind = in_a_row(laid_out(RICH, layout)).partition(AGAIN[layout])
    assert "Mend the fence" in behind
    assert "Mend the fence" not in before


@pytest.mark.parametrize("layout", AGAIN)
def test_what_was_kept_stands_before_all_else(layout: DigestFormat) -> None:
    page = in_a_row(laid_out(RICH, layout))
    assert page.index("Kept lately") < page.index("Water the plants") < page.index("Overdue")


@pytest.mark.parametrize("layout", AGAIN)
@pytest.mark.parametrize("digest", [EMPTY, ONLY_KEPT], ids=["empty", "only kept"])
def test_a_digest_without_anything_due_says_so(digest: object, layout: DigestFormat) -> None:
    shown = EMPTY if digest is EMPTY else ONLY_KEPT
    assert "Nothing is due in the coming days." in in_a_row(laid_out(shown, layout))


@pytest.mark.parametrize("layout", AGAIN)
def test_one_brought_up_again_alone_is_something(layout: DigestFormat) -> None:
    page = in_a_row(laid_out(found(again=given(0, "Mend the fence", due="2026-10-01")), layout))
    assert "Mend the fence" in page
    assert "Nothing is due" not in page


@pytest.mark.parametrize("layout", AGAIN)
def test_the_credit_of_what_is_overdue_and_brought_up_again_is_said(layout: DigestFormat) -> None:
    assert "now, 10 % from Fri 1 Oct 2027" in in_a_row(
        laid_out(found(again=given(0, "Mend the fence", due="2026-09-30")), layout)
    )


@pytest.mark.parametrize("layout", AGAIN)
def test_when_to_ask_about_what_is_brought_up_again_is_said(layout: DigestFormat) -> None:
    asked = given(0, "Lend Sam a tent", maker="bo", to=("sam",), chase="2026-11-20")
    assert "time to ask about it" in in_a_row(laid_out(found(again=asked), layout))


def test_text_fits_80_columns() -> None:
    (page,) = laid_out(RICH, "text")
    assert max(map(cells, page.splitlines())) <= 80


def test_a_mail_asks_for_nothing_and_links_nowhere() -> None:
    (page,) = laid_out(RICH, "html")
    for sign in ("href", "src=", "url(", "@import", "<script", "<img", "<a", "<link", "http", "style="):
        assert sign not in page
