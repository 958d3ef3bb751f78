"""Recurrence rules: which texts are one, and the days they stand for."""

import time
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.due import LAST_YEAR
from followthrough.domain.recurrence import (
    a_length_after,
    check_rule,
    days,
    next_after,
    part_of,
    with_end,
    without_end,
)
from tests.support.thoroughness import tried_on

TODAY = date(2026, 11, 23)


def first(rule: str, count: int, start: date = TODAY) -> list[str]:
    return [day.isoformat() for day in islice(days(rule, start), count)]


@pytest.mark.parametrize(
    "rule",
    [
        *("", "FREQ=", "DAILY", "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=NEVER", "freq=daily"),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=99999", "FREQ=DAILY;INTERVAL="),
        *("FREQ=DAILY;INTERVAL=1;INTERVAL=2", "FREQ=DAILY;INTERVAL=1e3", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1"),
        *("FREQ=DAILY;COUNT=999999", "FREQ=DAILY;COUNT=1;UNTIL=20270101", "FREQ=DAILY;UNTIL=2027", "FREQ=DAILY;"),
        *("FREQ=DAILY;UNTIL=20270101T000000Z", "FREQ=DAILY;UNTIL=20271301", "FREQ=DAILY;UNTIL=20270230"),
        *("FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=1MO", "FREQ=WEEKLY;BYDAY=MO,,TU"),
        *(
            "FREQ=MONTHLY;BYDAY=6MO",
            "FREQ=MONTHLY;BYDAY=0MO",
            "FREQ=MONTHLY;BYMONTHDAY=32",
            "FREQ=MONTHLY;BYMONTHDAY=0",
        ),
        *("FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=0", "FREQ=YEARLY;BYYEARDAY=1", "FREQ=YEARLY;BYWEEKNO=53"),
        *("FREQ=DAILY;BYHOUR=1", "FREQ=DAILY;BYSECOND=0", "FREQ=DAILY;BYEASTER=0", "FREQ=MONTHLY;BYSETPOS=0"),
        *("FREQ=DAILY\nRRULE:FREQ=DAILY", "RRULE:FREQ=DAILY", "FREQ=DAILY;BYDAY=MO", "FREQ=DAILY;INTERVAL=١"),
        *("FREQ=MONTHLY;BYMONTHDAY=٣", "FREQ=DAILY;UNTIL=٢٠٢٧٠١٠١", "FREQ=DAILY\n", "FREQ=DAILY;COUNT=1\n"),
    ],
)
def test_what_is_no_rule_of_a_series_is_refused(rule: str) -> None:
    with pytest.raises(
        ValueError, match=r"no rule of a series|month must be|day is out of range|invalid|unterminated|does not match"
    ):
        check_rule(rule, TODAY)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;INTERVAL=9999",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=9999",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5;BYMONTHDAY=1",
        "FREQ=YEARLY;INTERVAL=9999",
        "FREQ=DAILY;INTERVAL=9999;UNTIL=99991231",
        "FREQ=DAILY;UNTIL=00010101",
        "FREQ=MONTHLY;BYMONTHDAY=-31;INTERVAL=12",
    ],
)
def test_a_rule_that_has_hardly_a_day_or_none_is_told_from_others_at_once(rule: str) -> None:
    began = time.process_time()
    try:
        check_rule(rule, date(2026, 2, 1))
    except ValueError:
        pass
    else:
        assert all(day.year <= LAST_YEAR for day in islice(days(rule, date(2026, 2, 1)), 3))
    assert time.process_time() - began < 1


def test_rules_go_on_until_the_last_year_there_is() -> None:
    assert list(days("FREQ=YEARLY;INTERVAL=3", date(9990, 5, 1))) == [date(year, 5, 1) for year in (9990, 9993, 9996)]
    assert list(days("FREQ=DAILY", date(9998, 12, 30))) == [date(9998, 12, 30), date(9998, 12, 31)]
    assert a_length_after(date(9998, 12, 31), "FREQ=DAILY") is None
    assert a_length_after(date(9000, 1, 1), "FREQ=YEARLY;INTERVAL=999") is None
    for day in (date(2, 1, 1), date(9998, 12, 31)):
        check_rule("FREQ=DAILY", day)
    for day in (date(1, 12, 31), date(9999, 1, 1)):
        with pytest.raises(ValueError, match="not within the years"):
            check_rule("FREQ=DAILY", day)


def test_the_31st_falls_on_the_last_day_of_a_shorter_month_or_leaves_it_out() -> None:
    clamped = "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    assert first(clamped, 4, date(2027, 12, 31)) == ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"]
    skipping = first("FREQ=MONTHLY;BYMONTHDAY=31", 4, date(2026, 12, 31))
    assert skipping == ["2026-12-31", "2027-01-31", "2027-03-31", "2027-05-31"]


def test_29_february_is_the_28th_in_other_years_or_left_out() -> None:
    clamped = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"
    assert first(clamped, 3) == ["2027-02-28", "2028-02-29", "2029-02-28"]
    skipping = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"
    assert first(skipping, 2, date(2096, 1, 1)) == ["2096-02-29", "2104-02-29"]


def test_a_length_after_a_day_ends_on_the_last_day_of_a_shorter_month() -> None:
    assert a_length_after(date(2027, 1, 31), "FREQ=MONTHLY") == date(2027, 2, 28)
    assert a_length_after(date(2028, 2, 29), "FREQ=YEARLY") == date(2029, 2, 28)
    assert a_length_after(TODAY, "FREQ=WEEKLY;INTERVAL=2") == date(2026, 12, 7)


def test_a_rule_that_counts_from_keeping_ends_by_its_number_or_its_last_day() -> None:
    assert next_after("FREQ=DAILY;COUNT=3", 2, TODAY) == date(2026, 11, 24)
    assert next_after("FREQ=DAILY;COUNT=3", 3, TODAY) is None
    assert next_after("FREQ=DAILY;UNTIL=20261124", 9, TODAY) == date(2026, 11, 24)
    assert next_after("FREQ=DAILY;INTERVAL=2;UNTIL=20261124", 1, TODAY) is None


def test_the_days_from_a_day_on_are_those_of_the_rule_without_the_earlier_ones() -> None:
    later = days("FREQ=WEEKLY;INTERVAL=2;COUNT=4", TODAY, TODAY + timedelta(days=20))
    assert list(later) == [date(2026, 12, 21), date(2027, 1, 4)]


def test_an_end_takes_the_place_of_another() -> None:
    assert with_end("FREQ=DAILY;COUNT=3", until=TODAY) == "FREQ=DAILY;UNTIL=20261123"
    assert without_end("FREQ=DAILY;UNTIL=20261123") == "FREQ=DAILY"
    assert (part_of("FREQ=DAILY;COUNT=3", "COUNT"), part_of("FREQ=DAILY", "COUNT")) == ("3", None)


@tried_on(300)
@given(st.text(alphabet="FREQ=DAILYWKMONTHBSU;0123456789,-+Z\n", max_size=60), st.dates())
def test_no_text_but_a_rule_passes_and_none_is_a_defect(text: str, start: date) -> None:
    rule = text if text.startswith("F") else f"FREQ=MONTHLY;{text}"
    try:
        check_rule(rule, start)
    except ValueError:
        return
    assert all(start <= day for day in islice(days(rule, start), 3))
