"""The habits against which dates are read, as the settings say them."""

from datetime import date, time

import pytest

from followthrough.domain.dates import Habits, Span, habits_from


def test_without_settings_there_are_no_habits_and_weeks_begin_on_monday() -> None:
    assert habits_from({}) == Habits(date_order=None, week_start=0, day_ends=None)


@pytest.mark.parametrize(("named", "number"), [("monday", 0), ("saturday", 5), ("sunday", 6)])
def test_settings_say_the_habits(named: str, number: int) -> None:
    settings = {"date_order": "dmy", "week_start": named, "day_ends": "17:30"}
    assert habits_from(settings) == Habits(date_order="dmy", week_start=number, day_ends=time(17, 30))


def test_a_span_has_its_first_day_and_its_last() -> None:
    assert list(Span(date(2026, 11, 30), date(2026, 12, 1)).days()) == [date(2026, 11, 30), date(2026, 12, 1)]
    assert list(Span(date(2026, 12, 1), date(2026, 12, 1)).days()) == [date(2026, 12, 1)]
