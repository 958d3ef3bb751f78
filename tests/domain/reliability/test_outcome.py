"""The outcome table, row by row, at the second where each row begins and ends."""

from datetime import timedelta
from typing import Any

import pytest

from followthrough.domain.due import Instant
from followthrough.domain.reliability.credit import lateness_credit
from followthrough.domain.reliability.outcome import COUNTED, Judged, Outcome, judge
from tests.support.builders import (
    Drafted,
    a_promise,
    at,
    instant,
    kept,
    made,
    missed,
    moved,
    on,
    released,
    reopened,
    retracted,
    withdrawn,
)

SECOND = timedelta(seconds=1)
BEGAN = "2026-11-23T10:00-05:00"
FIVE = "2026-11-27T17:00:00-05:00"
A_SECOND_AFTER_FIVE = "2026-11-27T17:00:01-05:00"
LAST_SECOND = "2026-11-27T23:59:59-05:00"
NEXT_DAY = "2026-11-28T00:00:00-05:00"
LATER = at("2026-12-24T12:00-05:00")
BY_FIVE: dict[str, Any] = {"due": FIVE}
BY_FRIDAY: dict[str, Any] = {"due": "2026-11-27"}
NEVER_DUE: dict[str, Any] = {"due": None}


def outcome(promised: dict[str, Any], *then: Drafted, now: str | None = None) -> Judged:
    return judge(a_promise(made(**promised, logged=BEGAN), *then), LATER if now is None else at(now))


def test_only_six_outcomes_are_in_n_and_one_of_them_in_k() -> None:
    assert set(COUNTED) == {
        Outcome.KEPT_ON_TIME,
        Outcome.KEPT_LATE,
        Outcome.KEPT_IN_PART,
        Outcome.OVERDUE,
        Outcome.MISSED,
        Outcome.RELEASED_LATE,
    }
    assert [each for each in Outcome if Judged(each).in_k] == [Outcome.KEPT_ON_TIME]
    assert all(Judged(each).in_n == (each in COUNTED) for each in Outcome)


# Open


def test_an_open_promise_is_pending_at_the_very_second_it_is_due() -> None:
    assert outcome(BY_FIVE, now=FIVE) == Judged(Outcome.PENDING)


def test_an_open_promise_is_overdue_a_second_after_its_moment() -> None:
    assert outcome(BY_FIVE, now=A_SECOND_AFTER_FIVE) == Judged(Outcome.OVERDUE, lateness_credit(1), 1)


def test_an_open_promise_is_pending_until_the_last_second_of_its_day() -> None:
    assert outcome(BY_FRIDAY, now=LAST_SECOND) == Judged(Outcome.PENDING)


def test_an_open_promise_is_overdue_from_the_first_second_after_its_day_with_nothing_late_yet() -> None:
    assert outcome(BY_FRIDAY, now=NEXT_DAY) == Judged(Outcome.OVERDUE, 1.0, 0)


def test_the_credit_of_what_is_overdue_falls_by_the_lateness_so_far() -> None:
    assert outcome(BY_FRIDAY, now="2026-11-29T00:00:00-05:00") == Judged(Outcome.OVERDUE, lateness_credit(86400), 86400)


def test_an_open_promise_without_a_due_date_stays_pending() -> None:
    assert outcome(NEVER_DUE, now="2036-01-01T00:00Z") == Judged(Outcome.PENDING)


# Kept


def test_kept_at_the_very_second_it_is_due_is_on_time() -> None:
    assert outcome(BY_FIVE, kept(logged=FIVE)) == Judged(Outcome.KEPT_ON_TIME, 1.0, 0)


def test_kept_a_second_after_its_moment_is_late() -> None:
    assert outcome(BY_FIVE, kept(logged=A_SECOND_AFTER_FIVE)) == Judged(Outcome.KEPT_LATE, lateness_credit(1), 1)


def test_kept_in_the_last_second_of_its_day_is_on_time() -> None:
    assert outcome(BY_FRIDAY, kept(logged=LAST_SECOND)) == Judged(Outcome.KEPT_ON_TIME, 1.0, 0)


def test_kept_in_the_first_second_of_the_next_day_is_late_by_no_second() -> None:
    assert outcome(BY_FRIDAY, kept(logged=NEXT_DAY)) == Judged(Outcome.KEPT_LATE, 1.0, 0)


def test_kept_on_time_and_recorded_later_is_on_time() -> None:
    assert outcome(BY_FIVE, kept(when=FIVE, logged="2026-12-01T09:00-05:00")) == Judged(Outcome.KEPT_ON_TIME, 1.0, 0)


def test_kept_on_the_due_day_as_a_day_and_recorded_later_is_on_time() -> None:
    assert outcome(BY_FRIDAY, kept(when="2026-11-27", logged="2026-12-01T09:00-05:00")).in_k


def test_kept_on_the_day_of_a_due_moment_counts_by_the_last_second_of_that_day() -> None:
    late = 6 * 3600 + 59 * 60 + 59
    assert outcome(BY_FIVE, kept(when="2026-11-27", logged="2026-12-01T09:00-05:00")) == Judged(
        Outcome.KEPT_LATE, lateness_credit(late), late
    )


def test_kept_today_as_a_day_counts_by_the_moment_it_was_recorded() -> None:
    assert outcome(BY_FIVE, kept(when="2026-11-27", logged="2026-11-27T16:00-05:00")).in_k


def test_kept_without_a_due_date_has_its_part_as_credit_and_is_not_in_n() -> None:
    whole, half = outcome(NEVER_DUE, kept()), outcome(NEVER_DUE, kept(part=0.5))
    assert whole == Judged(Outcome.KEPT_NO_DUE, 1.0)
    assert half == Judged(Outcome.KEPT_NO_DUE, 0.5)
    assert not whole.in_n


def test_kept_in_part_on_time_has_its_part_as_credit() -> None:
    judged = outcome(BY_FIVE, kept(part=0.6, logged=FIVE))
    assert judged == Judged(Outcome.KEPT_IN_PART, 0.6, 0)
    assert judged.in_n
    assert not judged.in_k


def test_kept_in_part_and_late_has_its_part_of_the_late_credit() -> None:
    assert outcome(BY_FIVE, kept(part=0.6, logged=A_SECOND_AFTER_FIVE)) == Judged(
        Outcome.KEPT_IN_PART, 0.6 * lateness_credit(1), 1
    )


# Missed, released, withdrawn, undone


@pytest.mark.parametrize("logged", ["2026-11-24T10:00-05:00", FIVE, A_SECOND_AFTER_FIVE])
def test_missed_is_in_n_whenever_it_was_said_and_its_credit_is_0(logged: str) -> None:
    judged = outcome(BY_FIVE, missed(logged=logged))
    assert judged == Judged(Outcome.MISSED, 0.0)
    assert judged.in_n


def test_missed_without_a_due_date_is_in_n() -> None:
    assert outcome(NEVER_DUE, missed()) == Judged(Outcome.MISSED, 0.0)


def test_released_at_the_very_second_it_is_due_is_in_time() -> None:
    assert outcome(BY_FIVE, released(logged=FIVE)) == Judged(Outcome.RELEASED)


def test_released_a_second_after_its_moment_is_late_and_has_no_credit() -> None:
    judged = outcome(BY_FIVE, released(logged=A_SECOND_AFTER_FIVE))
    assert judged == Judged(Outcome.RELEASED_LATE)
    assert judged.in_n


def test_released_in_the_last_second_of_its_day_is_in_time_and_in_the_next_second_late() -> None:
    assert outcome(BY_FRIDAY, released(logged=LAST_SECOND)) == Judged(Outcome.RELEASED)
    assert outcome(BY_FRIDAY, released(logged=NEXT_DAY)) == Judged(Outcome.RELEASED_LATE)


def test_released_without_a_due_date_is_not_in_n() -> None:
    judged = outcome(NEVER_DUE, released())
    assert judged == Judged(Outcome.RELEASED)
    assert not judged.in_n


def test_withdrawn_in_time_is_not_in_n() -> None:
    for promised, logged in ((BY_FIVE, FIVE), (BY_FRIDAY, LAST_SECOND), (NEVER_DUE, LAST_SECOND)):
        judged = outcome(dict(promised), withdrawn(logged=logged))
        assert judged == Judged(Outcome.WITHDRAWN)
        assert not judged.in_n


def test_withdrawn_after_it_was_due_as_a_merge_may_bring_it_is_in_n_and_not_in_k() -> None:
    for promised, logged in ((BY_FIVE, A_SECOND_AFTER_FIVE), (BY_FRIDAY, NEXT_DAY)):
        judged = outcome(dict(promised), withdrawn(logged=logged))
        assert judged.in_n
        assert not judged.in_k


def test_what_was_undone_is_in_no_figure() -> None:
    assert outcome(BY_FIVE, retracted(1)) == Judged(Outcome.UNDONE)


# Moved


def test_a_move_agreed_at_the_very_second_it_is_due_changes_what_it_is_judged_by() -> None:
    kept_later = kept(logged="2026-11-30T12:00-05:00")
    assert outcome(BY_FIVE, moved("2026-12-01", logged=FIVE), kept_later).in_k


def test_a_move_agreed_a_second_later_does_not() -> None:
    kept_later = kept(logged="2026-11-30T12:00-05:00")
    assert outcome(BY_FIVE, moved("2026-12-01", logged=A_SECOND_AFTER_FIVE), kept_later).outcome is Outcome.KEPT_LATE


def test_a_move_that_was_not_agreed_does_not() -> None:
    assert outcome(BY_FIVE, moved("2026-12-01", agreed=False, logged=BEGAN), now=A_SECOND_AFTER_FIVE).in_n


def test_letting_go_again_after_a_reopening_was_undone_late_counts_as_late() -> None:
    promised = (made(**BY_FIVE), released(logged=BEGAN), reopened(2, logged=A_SECOND_AFTER_FIVE))
    undone = retracted(3, logged="2026-11-27T18:00-05:00")
    assert judge(a_promise(*promised), LATER).outcome is Outcome.OVERDUE
    assert judge(a_promise(*promised, undone), LATER).outcome is Outcome.RELEASED_LATE


def test_undoing_an_overridden_keeping_does_not_make_a_release_in_time_late() -> None:
    promise = a_promise(
        made(**BY_FIVE),
        kept(logged=BEGAN, replica="mmmmm", number=1),
        released(logged=BEGAN, n=2, replica="zzzzz", number=1),
        retracted("mmmmm.1", logged=A_SECOND_AFTER_FIVE, replica="mmmmm", number=2, n=3),
    )
    assert judge(promise, LATER) == Judged(Outcome.RELEASED)


# Fractions of a second


def test_fractions_of_a_second_are_dropped_before_anything_is_judged() -> None:
    almost = at(FIVE) + timedelta(milliseconds=999)
    assert judge(a_promise(made(**BY_FIVE)), almost) == Judged(Outcome.PENDING)
    assert outcome(BY_FIVE, kept(logged=almost)).in_k
    assert outcome(BY_FIVE, released(logged=almost)) == Judged(Outcome.RELEASED)
    assert outcome(BY_FIVE, moved("2026-12-01", logged=almost), kept(logged="2026-11-30T12:00-05:00")).in_k


# Clock changes: the zone, the day, its last second and the first second after it, in UTC

DAYS = [
    pytest.param("America/New_York", "2026-11-01", "2026-11-02T05:00:00Z", 25, id="25 hours, clocks go back"),
    pytest.param("America/New_York", "2026-03-08", "2026-03-09T04:00:00Z", 23, id="23 hours, clocks go forward"),
    pytest.param("America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00:00Z", 24, id="the next midnight does not exist"),
    pytest.param("America/Sao_Paulo", "2018-11-04", "2018-11-05T02:00:00Z", 23, id="its own midnight does not exist"),
    pytest.param("Asia/Beirut", "2022-03-26", "2022-03-26T22:00:00Z", 24, id="Beirut, the next midnight is missing"),
    pytest.param("Asia/Beirut", "2022-03-27", "2022-03-27T21:00:00Z", 23, id="Beirut, its own midnight is missing"),
    pytest.param("Africa/Cairo", "2024-04-25", "2024-04-25T22:00:00Z", 24, id="Cairo, the next midnight is missing"),
    pytest.param("Africa/Cairo", "2024-04-26", "2024-04-26T21:00:00Z", 23, id="Cairo, its own midnight is missing"),
    pytest.param("America/Sao_Paulo", "2018-02-17", "2018-02-18T03:00:00Z", 25, id="its last hour comes twice"),
    pytest.param("Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00Z", 24, id="the next day was skipped"),
    pytest.param("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0, id="this day was skipped"),
    pytest.param("Pacific/Apia", "2011-12-31", "2011-12-31T10:00:00Z", 24, id="the day before was skipped"),
]


@pytest.mark.parametrize(("zone", "day", "over", "hours"), DAYS)
def test_a_day_is_kept_until_its_last_second_across_any_clock_change(
    zone: str, day: str, over: str, hours: int
) -> None:
    ends = at(over)
    promised = made(due=day, zone=zone, logged="2010-01-01T00:00Z")
    assert judge(a_promise(promised, kept(logged=ends - SECOND)), LATER) == Judged(Outcome.KEPT_ON_TIME, 1.0, 0)
    assert judge(a_promise(promised, kept(logged=ends)), LATER) == Judged(Outcome.KEPT_LATE, 1.0, 0)
    assert judge(a_promise(promised), ends - SECOND) == Judged(Outcome.PENDING)
    assert judge(a_promise(promised), ends) == Judged(Outcome.OVERDUE, 1.0, 0)


@pytest.mark.parametrize(("zone", "day", "over", "hours"), DAYS)
def test_a_day_is_as_long_as_the_clock_on_the_wall_makes_it(zone: str, day: str, over: str, hours: int) -> None:
    from followthrough.domain.due import first_second_of

    assert on(day).deadline(zone) - first_second_of(on(day).on, zone) == timedelta(hours=hours)


def test_a_moment_in_the_hour_that_comes_twice_is_the_one_its_offset_says() -> None:
    first, second = instant("2026-11-01T01:30-04:00"), instant("2026-11-01T01:30-05:00")
    promised = made(due=first, logged="2026-10-01T00:00Z")
    assert judge(a_promise(promised, kept(logged=first.at)), LATER).in_k
    assert judge(a_promise(promised, kept(logged=second.at)), LATER) == Judged(
        Outcome.KEPT_LATE, lateness_credit(3600), 3600
    )
    assert isinstance(second, Instant)
