"""The odds in words: what they rest on, the week's load, what comparable promises add."""

import pytest

from followthrough.domain.odds.promising import Odds
from followthrough.domain.odds.track_record import Comparables, Estimate, Factor, Range, Value
from followthrough.rendering.lines import to_text
from followthrough.rendering.odds_said import odds_page, odds_said
from tests.support.builders import a_reader


def the_odds(*comparables: Comparables, load: int | None = None, odds: float | None = 0.845, n: int = 151) -> Odds:
    estimate = Estimate(odds=odds, k=n - 22 if odds is not None else 1, n=n, comparables=comparables)
    return Odds(to=("ana",), by=None, estimate=estimate, open_that_week=load)


@pytest.mark.parametrize(
    ("load", "said"),
    [
        (None, ""),
        (0, "; none is open for that week"),
        (1, "; 1 is open for that week already"),
        (1206, "; 1,206 are open for that week already"),
    ],
)
def test_the_odds_are_said_with_what_they_rest_on_and_the_load(load: int | None, said: str) -> None:
    first = f"Odds 84 %: 129 of 151 promises that came due were kept on time{said}."

    assert odds_said(the_odds(load=load), a_reader()) == (first,)


@pytest.mark.parametrize(
    ("factor", "value", "said"),
    [
        ("recipient", ("ana",), "to Ana Ruiz"),
        ("recipient", ("ana", "dee", "sam"), "to Ana Ruiz, dee and you"),
        ("length", Range(0, 0), "due the same day"),
        ("length", Range(0, 1), "due within 1 day"),
        ("length", Range(0, 9), "due within 9 days"),
        ("length", Range(1, 1), "due in 1 day"),
        ("length", Range(4, 9), "due in 4 to 9 days"),
        ("length", Range(1, None), "due in 1 day or more"),
        ("length", Range(10, None), "due in 10 days or more"),
        ("load", Range(0, 0), "with none open for their week"),
        ("load", Range(0, 2), "with at most 2 open for their week"),
        ("load", Range(3, 3), "with 3 open for their week"),
        ("load", Range(3, 5), "with 3 to 5 open for their week"),
        ("load", Range(6, None), "with 6 or more open for their week"),
    ],
)
def test_comparable_promises_are_said_with_how_many_there_are(factor: Factor, value: Value, said: str) -> None:
    alike = Comparables(factor=factor, value=value, k=1025, n=1034)

    assert odds_said(the_odds(alike), a_reader())[1:] == (f"Of 1,034 {said}, 1,025.",)


def test_several_comparisons_share_a_line_that_is_broken_where_the_terminal_ends() -> None:
    alike = (
        Comparables(factor="recipient", value=("ana",), k=25, n=34),
        Comparables(factor="load", value=Range(6, None), k=20, n=28),
    )
    assert to_text(odds_page(the_odds(*alike, load=6), a_reader(), 60)) == (
        "Odds 84 %: 129 of 151 promises that came due were kept on\n"
        "time; 6 are open for that week already.\n"
        "Of 34 to Ana Ruiz, 25; of 28 with 6 or more open for their\n"
        "week, 20.\n"
    )


@pytest.mark.parametrize(("n", "said"), [(0, "are 0"), (1, "is 1"), (4, "are 4")])
def test_too_few_promises_are_said_when_asked_and_passed_over_otherwise(n: int, said: str) -> None:
    too_few = the_odds(odds=None, n=n)

    assert odds_said(too_few, a_reader()) == ()
    assert to_text(odds_page(too_few, a_reader(), None)) == (
        f"Too few to judge: odds begin at 5 promises that came due; there {said}.\n"
    )
