"""The hours of the day in which to remind."""

from datetime import time

import pytest

from followthrough.domain.hours import Hours, has_struck, may_remind, read_hour, read_hours
from tests.support.builders import ZONE, at

NIGHT = Hours(first=time(22), end=time(7))


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [("21:59", False), ("22:00", True), ("23:59", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_hours_go_over_midnight_and_end_without_their_last_minute(moment: str, quiet: bool) -> None:
    assert NIGHT.hold(time.fromisoformat(moment)) is quiet


@pytest.mark.parametrize(("moment", "quiet"), [("11:59", False), ("12:00", True), ("13:59", True), ("14:00", False)])
def test_hours_within_a_day(moment: str, quiet: bool) -> None:
    assert Hours(first=time(12), end=time(14)).hold(time.fromisoformat(moment)) is quiet


@pytest.mark.parametrize("typed", ["22:00-07:00", " 22:00 - 7:00 ", "22:00–07:00"])
def test_hours_are_read_as_people_write_them(typed: str) -> None:
    assert read_hours(typed) == NIGHT


@pytest.mark.parametrize(
    "typed", ["", "22:00", "22-7", "22:00-24:00", "22:60-07:00", "08:00-8:00", "²2:00-07:00", "a-b"]
)
def test_other_hours_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"an hour is from|they are two|they end"):
        read_hours(typed)


@pytest.mark.parametrize("typed", ["", "8", "24:00", "08:0", "8am", "08:00:00", "-1:00", "٠٨:٠٠"])
def test_an_hour_is_hours_and_minutes(typed: str) -> None:
    assert read_hour("8:00") == time(8)
    with pytest.raises(ValueError, match="an hour is from"):
        read_hour(typed)


@pytest.mark.parametrize(
    ("now", "may"),
    [
        ("2026-11-23T07:59:59-05:00", False),
        ("2026-11-23T13:00:00Z", True),
        ("2026-11-23T21:59:59-05:00", True),
        ("2026-11-24T03:00:00Z", False),
    ],
)
def test_reminders_come_from_the_hour_given_on_and_not_in_quiet_hours_of_the_users_zone(now: str, may: bool) -> None:
    assert may_remind(at(now), ZONE, not_before=time(8), quiet=NIGHT, since=None) is may


@pytest.mark.parametrize(
    ("now", "since", "struck"),
    [
        ("2026-11-24T09:00-05:00", "2026-11-23T09:00-05:00", True),  # 18:00 was slept through
        ("2026-11-24T09:00-05:00", "2026-11-23T18:00-05:00", False),  # looked at when it struck
        ("2026-11-24T09:00-05:00", "2026-11-23T18:05-05:00", False),
        ("2026-11-23T17:59-05:00", "2026-11-23T09:00-05:00", False),
        ("2026-11-23T18:00-05:00", "2026-11-23T09:00-05:00", True),
        ("2026-11-30T07:00-05:00", "2026-11-23T09:00-05:00", True),  # a week asleep
        ("2026-11-22T09:00-05:00", "2026-11-23T09:00-05:00", False),  # the clock was set back
        ("2026-11-24T09:00-05:00", None, False),
    ],
)
def test_an_hour_that_was_slept_through_has_struck(now: str, since: str | None, struck: bool) -> None:
    before = None if since is None else at(since)
    assert has_struck(at(now), ZONE, time(18), before) is struck
    assert may_remind(at(now), ZONE, not_before=time(18), quiet=None, since=before) is struck


def test_quiet_hours_hold_back_even_what_was_slept_through() -> None:
    since, night = at("2026-11-23T00:30-05:00"), Hours(first=time(22), end=time(7))
    assert not may_remind(at("2026-11-23T23:00-05:00"), ZONE, not_before=time(22, 30), quiet=night, since=since)
    assert may_remind(at("2026-11-24T07:00-05:00"), ZONE, not_before=time(22, 30), quiet=night, since=since)


def test_hours_that_end_when_they_begin_are_none() -> None:
    assert not any(Hours(first=time(7), end=time(7)).hold(time(hour)) for hour in range(24))
