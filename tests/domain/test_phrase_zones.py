"""Dates in every zone, at every clock change: a time that is left out or comes twice, a day that a zone skips."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from followthrough.domain.dates import Dates
from followthrough.domain.due import Day, Due, Instant, day_of, first_second_after
from followthrough.domain.errors import PhraseNotUnderstoodError
from followthrough.domain.phrases import read, read_due
from followthrough.rendering.wording import exact_due
from tests.support.builders import at

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
SAMPLE = (
    *("America/New_York", "Europe/Berlin", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago"),
    *("Asia/Beirut", "America/Havana", "Pacific/Norfolk", "Africa/Casablanca", "Antarctica/Troll", "America/Nuuk"),
    *("Asia/Tehran", "Asia/Kathmandu", "UTC"),
)
EVERY = sorted(available_timezones())


def transitions(zone: ZoneInfo, years: int = 18) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    """Every change of the offset in that many years: its moment, and the offset before and after it."""
    step = timedelta(days=7)
    moment, before = FIRST, offset(zone, FIRST)
    while moment < min(LAST, FIRST + years * timedelta(days=366)):
        if offset(zone, moment + step) != before:
            yield from within(zone, moment, moment + step)
        moment += step
        before = offset(zone, moment)


def within(zone: ZoneInfo, low: datetime, high: datetime) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    """The first change between two moments."""
    before = offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
    yield high, before, offset(zone, high)


def offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found


def check(name: str, years: int = 18) -> int:
    """Read the middle of every gap and of every hour that comes twice; how many there were."""
    zone, count = ZoneInfo(name), 0
    for moment, before, after in transitions(zone, years):
        count += 1
        dates = Dates(now=moment - timedelta(days=3), zone=name)
        shown = (moment + before).replace(tzinfo=None)
        middle = shown + (after - before) / 2
        understood = read(f"{middle:%Y-%m-%d} {middle:%H:%M:%S}", dates)
        # RFC 5545: a time that is left out is counted with the offset from before; of two the first is meant.
        assert understood.due == Instant((middle - before).replace(tzinfo=UTC, microsecond=0)), (name, moment)
        assert len(understood.remarks) == 1
        if after < before:
            assert understood.other == Instant((middle - after).replace(tzinfo=UTC, microsecond=0)), (name, moment)
        else:
            assert understood.other is None
        assert same_when_said_back(understood.due, dates)
        assert understood.other is None or same_when_said_back(understood.other, dates)
        for day in {shown.date(), (shown + (after - before)).date(), shown.date() - timedelta(days=1)}:
            ends = read_due(f"{day} midnight", dates, "either")
            assert ends == Instant(first_second_after(day, name))
            assert read_due(str(day), dates, "either") == Day(day)
            assert day_of(ends.deadline(name) - timedelta(seconds=1), name) <= day
    return count


def same_when_said_back(due: Due, dates: Dates) -> bool:
    return read_due(exact_due(due, dates.zone), dates, "either") == due


@pytest.mark.parametrize("name", SAMPLE)
def test_times_at_a_clock_change_are_taken_by_one_rule_and_said(name: str) -> None:
    check(name, years=4)


@pytest.mark.torture
def test_times_at_every_clock_change_of_every_zone_are_taken_by_one_rule_and_said() -> None:
    assert len(EVERY) > 400
    assert sum(check(name) for name in EVERY) > 5000


@pytest.mark.parametrize(("zone", "phrase", "due", "other", "remark"), [
    (
        "America/New_York",
        "14 march 2027 2:30am",
        "2027-03-14T03:30-04:00",
        None,
        "The clocks of America/New_York leave out 02:30 on 14 March 2027; it is taken as 03:30.",
    ),
    (
        "America/New_York",
        "7 nov 2027 1:30am",
        "2027-11-07T01:30-04:00",
        "2027-11-07T01:30-05:00",
        "The clocks of America/New_York show 01:30 twice on 7 November 2027; it is taken as the first time.",
    ),
])  # fmt: skip
def test_what_a_clock_change_does_is_said(zone: str, phrase: str, due: str, other: str | None, remark: str) -> None:
    understood = read(phrase, Dates(now=at("2026-11-23T10:00-05:00"), zone=zone))
    assert understood.due == Instant(at(due))
    assert understood.other == (None if other is None else Instant(at(other)))
    assert understood.remarks == (remark,)


def test_a_moment_with_an_offset_of_its_own_is_that_moment_at_any_clock_change() -> None:
    dates = Dates(now=at("2027-11-01T10:00-04:00"), zone="America/New_York")
    assert read("2027-11-07T01:30-05:00", dates).remarks == ()
    assert read_due("2027-11-07T01:30-05:00", dates) == Instant(at("2027-11-07T06:30Z"))


def test_a_day_that_a_zone_left_out_is_refused() -> None:
    dates = Dates(now=at("2011-12-28T10:00-10:00"), zone="Pacific/Apia")
    with pytest.raises(PhraseNotUnderstoodError) as caught:
        read_due("2011-12-30", dates)
    assert caught.value.reason == "there was no such day in Pacific/Apia"
    assert read_due("2011-12-31", dates) == Day(at("2011-12-31T00:00Z").date())


@pytest.mark.parametrize("name", SAMPLE)
def test_today_and_tomorrow_are_days_of_the_zone_and_travelling_does_not_move_a_day(name: str) -> None:
    now = at("2026-11-23T23:30-05:00")
    today = now.astimezone(ZoneInfo(name)).date()
    assert read_due("today", Dates(now=now, zone=name)) == Day(today)
    assert read_due("tomorrow", Dates(now=now, zone=name)) == Day(today + timedelta(days=1))


def test_hours_are_counted_across_a_clock_change_and_days_are_not() -> None:
    dates = Dates(now=at("2026-10-31T20:00-04:00"), zone="America/New_York")
    assert read_due("in 12 hours", dates) == Instant(at("2026-11-01T07:00-05:00"))
    assert read_due("in 1 day", dates) == Day(at("2026-11-01T12:00-05:00").date())
    assert read_due("1 day and 2 hours", dates) == Instant(at("2026-11-01T22:00-05:00"))
