"""Texts, shares and tags that people type."""

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.errors import (
    BadShareError,
    BadTagError,
    EmptyTextError,
    Problem,
    TextTooLongError,
    UnreadableTextError,
)
from followthrough.domain.typed import LONGEST_TEXT, read_note, read_share, read_tags, read_text


def test_a_text_is_kept_as_it_is_but_for_the_space_around_it() -> None:
    assert read_text("text", "  [bold]Send :smile: Ana\tthe\nslides \x1b[31m ") == (
        "[bold]Send :smile: Ana\tthe\nslides \x1b[31m"
    )


@pytest.mark.parametrize("typed", ["", " ", "\n\t "])
def test_an_empty_text_is_refused(typed: str) -> None:
    with pytest.raises(EmptyTextError, match=r"^The text is empty\.$"):
        read_text("text", typed)


def test_a_text_has_at_most_10000_characters() -> None:
    assert read_text("note", "é" * LONGEST_TEXT) == "é" * 10_000
    with pytest.raises(TextTooLongError, match=r"^The note has 10,001 characters; 10,000 is the most\.$"):
        read_text("note", "é" * 10_001)


def test_bytes_that_were_no_utf_8_are_refused() -> None:
    with pytest.raises(UnreadableTextError, match=r"^The text is not valid UTF-8\.$"):
        read_text("text", b"caf\xe9".decode("utf-8", "surrogateescape"))


def test_a_note_may_be_left_out_and_not_be_empty() -> None:
    assert read_note(None) is None
    assert read_note(" done ") == "done"
    with pytest.raises(EmptyTextError, match=r"^The note is empty\.$"):
        read_note(" ")


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("60%", 0.6),
        ("60 %", 0.6),
        ("60", 0.6),
        ("0.6", 0.6),
        ("1", 1.0),
        ("100", 1.0),
        ("1%", 0.01),
        ("0.5%", 0.005),
        ("1.5", 0.015),
    ],
)
def test_a_share_is_read_as_percent_or_as_a_part_of_one(typed: str, share: float) -> None:
    assert read_share("part", typed, zero=False) == pytest.approx(share, rel=1e-12)


def test_a_confidence_may_be_0_and_a_part_may_not() -> None:
    assert read_share("confidence", "0", zero=True) == 0
    with pytest.raises(BadShareError, match=r"^“0” is no part; it goes above 0 up to 100 %\.$"):
        read_share("part", "0", zero=False)


@pytest.mark.parametrize("typed", ["140%", "101", "-1", "1e2", "nan", "inf", "", "half", "0,6", "60%%", "9" * 400])
def test_what_is_no_share_is_refused(typed: str) -> None:
    with pytest.raises(BadShareError) as caught:
        read_share("confidence", typed, zero=True)
    shown = typed if len(typed) <= 60 else typed[:59] + "…"
    assert str(caught.value) == f"“{shown}” is no confidence; it goes from 0 to 100 %."


@given(st.text(max_size=12), st.booleans())
def test_whatever_is_typed_is_a_share_or_refused(typed: str, zero: bool) -> None:
    try:
        assert 0 <= read_share("part", typed, zero=zero) <= 1
    except Problem:
        return


def test_tags_are_kept_once_each_in_their_order_without_their_sigil() -> None:
    assert read_tags(["+talks", "home", " talks ", "v1.2", "übung", "a_b-c"]) == (
        "talks",
        "home",
        "v1.2",
        "übung",
        "a_b-c",
    )


@pytest.mark.parametrize("typed", ["", "+", "two words", "-x", "a,b", "x" * 65, "a/b", "[b]"])
def test_what_is_no_tag_is_refused(typed: str) -> None:
    with pytest.raises(BadTagError) as caught:
        read_tags([typed])
    shown = typed if len(typed) <= 60 else typed[:59] + "…"
    assert str(caught.value) == f"“{shown}” cannot be a tag."
