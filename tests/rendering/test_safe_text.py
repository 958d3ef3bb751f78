"""Text written by others, made harmless."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from followthrough.rendering.safe_text import safe_text


@pytest.mark.parametrize(
    "text", ["", "plain", "[bold]:smile:", "zoë", "日本語", "🎉", "مرحبا", "e\u0301", "a\u00a0b", "–“”…"]
)
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", r"\u{1b}[31mred"),
        ("a\nb\tc\rd", r"a\u{a}b\u{9}c\u{d}d"),
        ("\x00\x07\x7f\x85", r"\u{0}\u{7}\u{7f}\u{85}"),
        ("\u202eevil\u2066", r"\u{202e}evil\u{2066}"),
        ("\ufeffx\u2028\u2029", r"\u{feff}x\u{2028}\u{2029}"),
        ("\U000e0041", r"\u{e0041}"),
        ("\ue000", r"\u{e000}"),
        ("\udcff", r"\u{dcff}"),
    ],
)
def test_what_is_hidden_or_moves_the_cursor_is_shown_as_its_code_point(text: str, shown: str) -> None:
    assert safe_text(text) == shown


@pytest.mark.parametrize("text", ["👩\u200d🚀", "می\u200cخواهم", "क्\u200dष"])
def test_joiners_pass_between_letters_and_emoji(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize("text", ["\u200da", "a\u200d", "a\u200d b", "a\u200d\u200db", "1\u200c2"])
def test_joiners_that_join_nothing_are_shown(text: str) -> None:
    assert r"\u{200" in safe_text(text)
    assert safe_text(text).isprintable()


@given(st.text())
def test_nothing_hidden_is_left_and_doing_it_twice_changes_nothing_more(text: str) -> None:
    shown = safe_text(text)
    hidden = {letter for letter in shown if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}
    assert hidden <= {"\u200c", "\u200d"}
    assert safe_text(shown) == shown
