"""Styled lines: widths, cuts, wrapping, tables."""

import pytest
from hypothesis import given, strategies as st

from followthrough.rendering.lines import Span, cells, cut, heading, line, padded, quiet, table, to_text, wrapped
from followthrough.rendering.safe_text import safe_text

TEXTS = st.text(st.sampled_from("ab é日本🎉-\u0301\u200d👩ש각ิ🏽️🇪"), max_size=40).map(safe_text)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("日本", 4),
        ("🎉", 2),
        ("e\u0301", 1),
        ("zoë", 3),
        ("👨‍👩‍👧", 2),
        ("🇪🇸", 2),
        ("👍🏽", 2),
        ("❤️", 2),
        ("\u1100\u1161\u11a8", 2),
        ("שָׁלוֹם", 4),
        ("مرحبا", 5),
        ("می\u200cخواهم", 7),
        ("نـ\u200dا", 3),
    ],
)
def test_a_text_takes_as_many_columns_as_a_terminal_gives_it(text: str, columns: int) -> None:
    assert cells(text) == columns


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("abc def", 5, "abc…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("cafe\u0301s!", 5, "cafe\u0301…"),
        ("👨‍👩‍👧 and 👨‍👩‍👧", 3, "👨‍👩‍👧…"),
        ("🇪🇸🇵🇹🇫🇷", 5, "🇪🇸🇵🇹…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("שָׁלוֹם לך", 5, "שָׁלוֹם…"),
    ],
)
def test_a_text_that_is_too_wide_is_cut_with_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


@given(TEXTS, st.integers(1, 30))
def test_a_cut_text_is_never_too_wide(text: str, width: int) -> None:
    assert cells(cut(text, width)) <= width


@given(TEXTS, st.integers(40, 90))
def test_a_padded_text_is_exactly_so_wide(text: str, width: int) -> None:
    assert cells(padded(text, width)) == max(width, cells(text))


@given(TEXTS, st.integers(5, 40))
def test_a_wrapped_text_loses_nothing_and_no_piece_is_too_wide(text: str, width: int) -> None:
    pieces = wrapped(text, width)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")
    assert all(cells(piece) <= width for piece in pieces)


def test_a_line_makes_every_text_safe() -> None:
    assert line("a\x1b", Span("b\n", "id")) == (Span(r"a\u{1b}"), Span(r"b\u{a}", "id"))
    assert heading("\x07") == (Span(r"\u{7}", "heading"),)
    assert quiet("[red]") == (Span("[red]", "quiet"),)


def test_a_page_is_its_lines_without_styles_or_trailing_spaces() -> None:
    assert to_text([line("a  ", Span("b  ", "id")), (), line("c")]) == "a  b\n\nc\n"


def test_a_table_aligns_its_columns_by_what_a_terminal_shows() -> None:
    rows = [(Span("日本"), Span("x"), Span("1")), (Span("abc"), Span("yy"), Span("200"))]
    assert to_text(table(rows, right=frozenset({2}))) == "日本  x     1\nabc   yy  200\n"
    assert table([]) == []


def test_a_table_makes_its_cells_safe() -> None:
    assert to_text(table([(Span("a\x1b"), Span("b"))])) == "a\\u{1b}  b\n"


def test_a_word_that_is_broken_loses_no_mark_of_a_letter() -> None:
    assert wrapped("e\u0301" * 4, 2) == ["e\u0301e\u0301"] * 2
    assert wrapped("👨‍👩‍👧🇪🇸👍🏽", 2) == ["👨‍👩‍👧", "🇪🇸", "👍🏽"]
