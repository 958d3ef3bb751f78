"""Days, instants and zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, strategies as st

from followthrough.domain.due import (
    Day,
    Due,
    Instant,
    first_second_after,
    first_second_of,
    fixed,
    in_zone,
    is_zone,
    parse_due,
    zone_named,
)
from tests.support.builders import ZONE, at, instant, on

ZONES = st.sampled_from(
    (
        "UTC",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Beirut",
        "Africa/Cairo",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Europe/Lisbon",
    )
)
DATES = st.dates(date(1970, 1, 2), date(2037, 12, 30))
MOMENTS = st.datetimes(
    datetime(1971, 1, 1),  # noqa: DTZ001  # Hypothesis adds the zone
    datetime(2037, 1, 1),  # noqa: DTZ001  # likewise
    timezones=st.just(UTC),
)


def test_a_day_is_read_from_ten_letters() -> None:
    assert parse_due("2026-11-27") == Day(date(2026, 11, 27))


def test_an_instant_is_read_with_its_offset() -> None:
    assert parse_due("2026-11-27T17:00:00-05:00") == Instant(at("2026-11-27T22:00+00:00"))


@pytest.mark.parametrize("text", ["2026-11-27T17:00:00", "2026-13-01", "tomorrow", "", "2026-11-31", "not a day."])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the sentence is Python's
        parse_due(text)


@given(DATES)
def test_a_day_survives_its_text(day: date) -> None:
    assert parse_due(str(Day(day))) == Day(day)


@given(MOMENTS, ZONES)
def test_an_instant_survives_its_text_with_its_offset(moment: datetime, zone: str) -> None:
    due = Instant(moment.astimezone(ZoneInfo(zone)))
    assert parse_due(str(due)) == due
    assert str(parse_due(str(due))) == str(due)


def test_an_instant_drops_fractions_of_a_second() -> None:
    assert str(instant("2026-11-27T17:00:00.999-05:00")) == "2026-11-27T17:00:00-05:00"


def test_days_and_instants_are_values() -> None:
    assert on("2026-11-27") == on("2026-11-27") != on("2026-11-28")
    assert instant("2026-11-27T17:00-05:00") == instant("2026-11-27T22:00+00:00")
    assert len({on("2026-11-27"), on("2026-11-27"), instant("2026-11-27T17:00Z"), instant("2026-11-27T17:00Z")}) == 2
    assert on("2026-11-27") != "2026-11-27"
    assert repr(on("2026-11-27")) == "Day(2026-11-27)"
    assert repr(instant("2026-11-27T17:00-05:00")) == "Instant(2026-11-27T17:00:00-05:00)"


def test_a_due_date_that_is_neither_a_day_nor_an_instant_has_no_meaning() -> None:
    for asked in (lambda: Due().deadline(ZONE), lambda: Due().passed(at("2026-11-27T17:00Z"), ZONE)):
        with pytest.raises(TypeError, match=r"^a due date is a Day or an Instant$"):
            asked()
    with pytest.raises(TypeError, match=r"^a due date is a Day or an Instant$"):
        Due().day_in(ZONE)


def test_the_deadline_of_an_instant_is_itself_and_it_has_passed_only_afterwards() -> None:
    due = instant("2026-11-27T17:00:00-05:00")
    assert due.deadline(ZONE) == at("2026-11-27T22:00:00+00:00")
    assert not due.passed(at("2026-11-27T22:00:00+00:00"), ZONE)
    assert due.passed(at("2026-11-27T22:00:01+00:00"), ZONE)


def test_the_deadline_of_a_day_is_the_first_second_of_the_next_one_and_it_has_passed_then() -> None:
    due = on("2026-11-27")
    assert due.deadline(ZONE) == at("2026-11-28T05:00:00+00:00")
    assert not due.passed(at("2026-11-28T04:59:59+00:00"), ZONE)
    assert due.passed(at("2026-11-28T05:00:00+00:00"), ZONE)


def test_the_same_day_ends_at_another_moment_in_another_zone() -> None:
    assert on("2026-11-27").deadline("Asia/Kathmandu") == at("2026-11-27T18:15:00+00:00")
    assert on("2026-11-27").deadline("UTC") == at("2026-11-28T00:00:00+00:00")


def test_an_instant_falls_on_the_day_it_is_in_its_zone() -> None:
    assert instant("2026-11-28T02:00+00:00").day_in(ZONE) == date(2026, 11, 27)
    assert on("2026-11-27").day_in("Asia/Tokyo") == date(2026, 11, 27)


@given(DATES, ZONES)
def test_the_first_second_after_a_day_is_no_longer_in_it_and_the_one_before_is(day: date, zone: str) -> None:
    moment = first_second_after(day, zone)
    assert moment.astimezone(ZoneInfo(zone)).date() > day
    assert (moment - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date() <= day


@given(DATES, ZONES)
def test_days_follow_each_other_without_gap_or_overlap(day: date, zone: str) -> None:
    assert first_second_of(day + timedelta(days=1), zone) == first_second_after(day, zone)
    assert first_second_of(day, zone) <= first_second_after(day, zone)


@given(MOMENTS, ZONES)
def test_every_moment_lies_within_the_day_it_falls_on(moment: datetime, zone: str) -> None:
    day = Instant(moment).day_in(zone)
    whole = fixed(moment)
    assert first_second_of(day, zone) <= whole < first_second_after(day, zone)


def test_a_skipped_day_begins_and_ends_at_the_same_moment() -> None:
    skipped = date(2011, 12, 30)
    assert first_second_of(skipped, "Pacific/Apia") == first_second_after(skipped, "Pacific/Apia")


def test_a_day_that_ends_in_an_hour_that_comes_twice_ends_when_it_is_over_for_good() -> None:
    # Havana went back from 1:00 to 0:00 on 1 November 2026: that day's midnight came twice.
    assert first_second_after(date(2026, 10, 31), "America/Havana") == at("2026-11-01T04:00+00:00")
    # Sao Paulo went back from 24:00 to 23:00 on 17 February 2018: that day's last hour came twice.
    assert first_second_after(date(2018, 2, 17), "America/Sao_Paulo") == at("2018-02-18T03:00+00:00")
    # St John's went back from 0:01 to 23:01 on 29 October 2006: midnight came twice, with the day before between them.
    assert first_second_after(date(2006, 10, 28), "America/St_Johns") == at("2006-10-29T03:30+00:00")


def test_a_day_whose_end_is_left_out_ends_where_the_next_one_begins() -> None:
    # Toronto went from 23:30 on to 0:30 on 30 March 1919.
    assert first_second_after(date(1919, 3, 30), "America/Toronto") == at("1919-03-31T04:30+00:00")


@given(
    day=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    asked=st.lists(st.tuples(st.integers(-200_000, 200_000), ZONES, ZONES), min_size=1, max_size=4),
    plain=st.booleans(),
)
@example(
    day=date(2026, 4, 4), asked=[(54_000, "Australia/Adelaide", "Pacific/Auckland")], plain=False
)  # clocks go back
def test_a_day_that_was_asked_before_says_the_same_as_one_that_was_not(
    day: date, asked: list[tuple[int, str, str]], *, plain: bool
) -> None:
    known = Day(day)
    for seconds, zone, told_in in asked:
        over = first_second_after(day, zone)
        near = (over + timedelta(seconds=seconds // 20)).astimezone(zone_named(told_in))
        moment = fixed(near) if plain else near

        assert known.passed(moment, zone) == Day(day).passed(moment, zone) == (moment.astimezone(UTC) >= over)


def test_two_moments_of_one_zone_are_compared_by_what_passed_between_them() -> None:
    before = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo(ZONE), fold=0)
    after = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo(ZONE), fold=1)
    assert fixed(after) - fixed(before) == timedelta(hours=1)


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match=r"has no offset$"):
        fixed(datetime(2026, 11, 1, 1, 30))  # noqa: DTZ001  # what is refused


def test_a_moment_is_told_with_the_offset_of_a_zone() -> None:
    assert in_zone(at("2026-11-27T22:00Z"), ZONE).isoformat() == "2026-11-27T17:00:00-05:00"


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "America/", "\x00"])
def test_a_zone_that_is_not_known_is_utc(name: str) -> None:
    assert zone_named(name) is UTC
    assert not is_zone(name)


@pytest.mark.parametrize("name", ["America/New_York", "UTC", "Etc/GMT+5"])
def test_a_zone_that_is_known_is_known(name: str) -> None:
    assert is_zone(name)
