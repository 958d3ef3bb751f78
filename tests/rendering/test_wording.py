"""How dates, lengths of time and numbers are said."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from followthrough.rendering.wording import (
    clock,
    days_late,
    distance,
    duration,
    duration_up,
    long_day,
    long_due,
    percent,
    percent_range,
    plural,
    short_day,
    short_due,
)
from tests.support.builders import NOW, ZONE, at, due, instant, on

TODAY = date(2026, 11, 23)
DAY = 86400


def test_numbers_are_said_with_their_noun() -> None:
    assert [plural(count, "promise") for count in (0, 1, 2, 1200)] == [
        "0 promises",
        "1 promise",
        "2 promises",
        "1,200 promises",
    ]
    assert plural(2, "person", "people") == "2 people"


def test_days_are_said_with_their_weekday_and_the_year_where_it_matters() -> None:
    assert long_day(date(2026, 11, 27)) == "Friday 27 November 2026"
    assert short_day(date(2026, 11, 7), TODAY) == "Sat 7 Nov"
    assert short_day(date(2027, 5, 24), TODAY) == "Mon 24 May"
    assert short_day(date(2027, 5, 25), TODAY) == "Tue 25 May 2027"


def test_moments_are_said_with_the_clock_of_the_zone() -> None:
    five = instant("2026-11-27T22:00+00:00")
    assert clock(at("2026-11-27T07:05-05:00")) == "07:05"
    assert short_due(five, TODAY, ZONE) == "Fri 27 Nov 17:00"
    assert long_due(five, ZONE) == "Friday 27 November 2026, 17:00"
    assert short_due(on("2026-11-27"), TODAY, ZONE) == "Fri 27 Nov"
    assert long_due(on("2026-11-27"), ZONE) == "Friday 27 November 2026"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (60, "1 minute"),
        (3599, "59 minutes"),
        (7200, "2 hours"),
        (DAY, "1 day"),
        (13 * DAY, "13 days"),
        (14 * DAY, "2 weeks"),
        (59 * DAY, "8 weeks"),
        (60 * DAY, "2 months"),
        (729 * DAY, "24 months"),
        (730 * DAY, "2 years"),
    ],
)
def test_a_length_of_time_is_said_in_its_largest_unit(seconds: int, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (59.5, "60 seconds"),
        (60, "1 minute"),
        (61, "2 minutes"),
        (3601, "2 hours"),
        (DAY - 1, "24 hours"),
        (DAY, "1 day"),
        (DAY + 1, "2 days"),
        (2.5 * DAY, "3 days"),
        (3 * DAY, "3 days"),
        (30 * DAY + 1, "31 days"),
    ],
)
def test_a_length_of_time_that_is_not_exceeded_is_rounded_up(seconds: float, said: str) -> None:
    assert duration_up(seconds) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-11-23", "today"),
        ("2026-11-24", "tomorrow"),
        ("2026-11-22", "yesterday"),
        ("2026-11-27", "in 4 days"),
        ("2026-11-20", "3 days ago"),
        ("2026-12-07", "in 2 weeks"),
        ("2026-11-23T12:00-05:00", "in 2 hours"),
        ("2026-11-23T09:20-05:00", "40 minutes ago"),
        ("2026-11-23T10:00-05:00", "now"),
        ("2026-11-24T09:59-05:00", "in 23 hours"),
        ("2026-11-24T10:00-05:00", "tomorrow"),
    ],
)
def test_a_due_date_is_said_by_its_distance(when: str, said: str) -> None:
    wanted = due(when)
    assert wanted is not None
    assert distance(wanted, NOW, ZONE) == said


def test_lateness_is_said_in_days_for_a_day_and_in_its_largest_unit_for_a_moment() -> None:
    assert days_late(on("2026-11-22"), NOW, ZONE) == "1 day late"
    assert days_late(on("2026-10-22"), NOW, ZONE) == "32 days late"
    assert days_late(instant("2026-11-23T07:00-05:00"), NOW, ZONE) == "3 hours late"


def test_shares_are_said_in_whole_percent_and_never_as_none_or_all_by_rounding() -> None:
    shares = (0.0, 0.001, 0.004, 0.825, 0.996, 0.9999, 1.0, None)
    assert [percent(each) for each in shares] == ["0 %", "1 %", "1 %", "82 %", "99 %", "99 %", "100 %", "–"]
    assert percent_range(0.389, 0.7445) == "39–74 %"
    assert percent_range(None, 0.5) == percent_range(0.5, None) == "–"


@given(st.floats(0, 1))
def test_only_all_is_said_to_be_100_percent_and_only_nothing_0(share: float) -> None:
    assert (percent(share) == "100 %") == (share == 1)
    assert (percent(share) == "0 %") == (share == 0)
