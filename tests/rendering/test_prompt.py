"""What a prompt says of counts, in the usual words and in a format."""

import pytest

from followthrough.domain.open_counts import OpenCounts
from followthrough.rendering.prompt import first_unknown, prompt_text

SOME = OpenCounts(open=12, overdue=3, today=1, soon=4)


@pytest.mark.parametrize(
    ("counts", "text"),
    [(SOME, "12 open, 3 overdue"), (OpenCounts(open=2, soon=1), "2 open"), (OpenCounts(), "")],
)
def test_the_usual_words_leave_out_what_is_nothing(counts: OpenCounts, text: str) -> None:
    assert prompt_text(counts, None) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{open}/{overdue}/{today}/{soon}", "12/3/1/4"),
        ("{open}{open} ", "1212 "),
        ("%F{{red}}{overdue}%f", "%F{red}3%f"),
        ("{{{open}}}", "{12}"),
        ("}", "}"),
        ("nothing of it", "nothing of it"),
        ("", ""),
        ("\x1b[33m{open}\x1b[0m ⚑", "\x1b[33m12\x1b[0m ⚑"),
    ],
)
def test_a_format_says_where_the_counts_go(template: str, text: str) -> None:
    assert prompt_text(SOME, template) == text


@pytest.mark.parametrize(
    ("template", "unknown"),
    [
        ("{open} {late}", "{late}"),
        ("{", "{"),
        ("{open", "{open"),
        ("{}", "{}"),
        ("{ open }", "{ open }"),
        ("{0}", "{0}"),
    ],
)
def test_what_is_no_placeholder_is_named(template: str, unknown: str) -> None:
    assert first_unknown(template) == unknown
    assert prompt_text(SOME, template) is None
    assert prompt_text(OpenCounts(), template) is None
