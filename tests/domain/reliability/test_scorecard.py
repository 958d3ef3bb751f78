"""The scorecard's windows and thresholds; its figures are worked out in test_hand_computed.py."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.folding import fold
from followthrough.domain.reliability.scorecard import Chosen, Scorecard, scorecard
from tests.support.builders import (
    NOW,
    a_promise,
    a_tombstone,
    confirmed,
    kept,
    made,
    missed,
    noted,
    promise,
    released,
    retracted,
    withdrawn,
)

TODAY = date(2026, 11, 23)


def card(*commitments: Commitment) -> Scorecard:
    return scorecard("sam", commitments, [], now=NOW, today=TODAY)


def kept_on(day: date, letter: str = "k") -> Commitment:
    when = f"{day}T12:00-05:00"
    drafts = (made(due=str(day), logged=f"{day - timedelta(days=1)}T12:00-05:00"), kept(logged=when))
    return a_promise(*drafts, commitment_id=letter * 12)


def test_nothing_gives_counts_of_0_and_no_figure() -> None:
    empty = card()
    for window in (empty.windows.all, empty.windows.days_90, empty.windows.shown[2]):
        assert (window.on_time.k, window.on_time.n, window.on_time.rate) == (0, 0, None)
        assert (window.credit.mean, window.credit.counted) == (None, 0)
        assert (window.lateness.median, window.lateness.p90) == (None, None)
        assert not any(getattr(window.counts, name) for name in window.counts.__struct_fields__)
    assert (empty.trend, empty.calibration.brier, empty.chosen) == ((), None, None)


def test_what_was_kept_before_it_is_due_counts_among_the_recent_ones_at_once() -> None:
    early = a_promise(made(due=str(TODAY + timedelta(days=9))), kept())
    waiting = promise(commitment_id="l" * 12, due=str(TODAY + timedelta(days=9)))
    windows = card(early, waiting).windows
    assert (windows.days_90.on_time.k, windows.days_90.on_time.n) == (1, 1)
    assert (windows.all.on_time.k, windows.all.on_time.n) == (1, 1)


def test_what_a_file_made_or_settled_is_counted_apart() -> None:
    made_by_file = from_a_file(a_promise(made(), noted()), 0)
    settled_by_file = from_a_file(a_promise(made(), kept(), commitment_id="l" * 12), 1)
    noted_by_file = from_a_file(a_promise(made(), noted(), commitment_id="m" * 12), 1)
    counts = card(made_by_file, settled_by_file, noted_by_file).windows.all.counts
    assert (counts.made, counts.imported) == (3, 2)


def from_a_file(commitment: Commitment, place: int) -> Commitment:
    """The same with one of its events from a file."""
    history = list(commitment.history)
    history[place] = replace(history[place], imported=NOW)
    return fold(commitment.id, history)


@pytest.mark.parametrize(("n", "rate"), [(4, None), (5, 1.0)])
def test_a_rate_is_said_from_five_in_n_up(n: int, rate: float | None) -> None:
    on_time = card(*(kept_on(TODAY - timedelta(days=more + 1)) for more in range(n))).windows.all.on_time
    assert (on_time.k, on_time.n, on_time.rate) == (n, n, rate)
    assert (on_time.low is None) == (on_time.high is None) == (rate is None)


def test_a_month_of_fewer_than_five_has_no_interval() -> None:
    trend = card(*(kept_on(date(2026, 10, day)) for day in range(1, 6)), kept_on(date(2026, 9, 1))).trend
    assert [(each.month, each.n, each.low is None) for each in trend] == [("2026-09", 1, True), ("2026-10", 5, False)]


def test_a_credit_of_0_is_a_credit() -> None:
    credit = card(a_promise(made(), missed())).windows.all.credit
    assert (credit.mean, credit.counted) == (0.0, 1)


@pytest.mark.parametrize(("day", "counted"), [(date(2026, 8, 26), 1), (date(2026, 8, 25), 0), (TODAY, 1)])
def test_the_last_90_days_begin_89_days_before_today(day: date, counted: int) -> None:
    assert card(kept_on(day)).windows.days_90.counts.made == counted


def test_the_last_20_are_the_latest_by_date_then_id() -> None:
    many = [kept_on(date(2026, 10, day)) for day in range(1, 20)]
    small = a_promise(made(due="2026-09-01"), missed(), commitment_id="kkkkkkkkkkkk")
    large = a_promise(made(due="2026-09-01"), missed(because="mine"), kept(n=9), commitment_id="llllllllllll")
    for given in ([*many, small, large], [large, small, *many]):
        last = card(*given).windows.shown[2]
        assert (last.counts.made, last.counts.missed) == (20, 0)


def test_what_was_undone_is_in_no_figure() -> None:
    assert card(a_promise(made(confidence=0.9), retracted(1))) == card()


def test_withdrawn_within_a_day_before_the_due_date_is_said() -> None:
    def counts(logged: str) -> tuple[int, int]:
        found = card(a_promise(made(due="2026-11-27"), withdrawn(logged=logged))).windows.all.counts
        return found.withdrawn, found.withdrawn_last_day

    assert counts("2026-11-26T23:59:59-05:00") == (1, 0)
    assert counts("2026-11-27T00:00:00-05:00") == (1, 1)


def test_a_confirmation_is_in_their_own_hand_where_they_recorded_it() -> None:
    def counts(by: str) -> tuple[int, int]:
        found = card(a_promise(made(), kept(), confirmed(2, by=by))).windows.all.counts
        return found.confirmed, found.confirmed_by_recipient

    assert (counts("sam"), counts("ana")) == ((1, 0), (1, 1))


def test_a_not_yet_is_no_confirmation() -> None:
    assert card(a_promise(made(), kept(), confirmed(2, satisfied=False))).windows.all.counts.confirmed == 0


def test_a_release_late_is_in_n_and_in_no_mean() -> None:
    window = card(a_promise(made(), released(logged="2026-11-28T00:00-05:00"))).windows.all
    assert (window.on_time.n, window.credit.counted, window.counts.released_late) == (1, 0, 1)


def test_help_wanted_on_an_open_promise_is_counted() -> None:
    assert card(a_promise(made(), noted(help_wanted=True))).windows.all.counts.help_wanted == 1


def test_a_keeping_is_logged_promptly_up_to_a_day_after_it_happened() -> None:
    def prompt(logged: str) -> int:
        return card(
            a_promise(made(), kept(when="2026-11-24T12:00:00-05:00", logged=logged))
        ).windows.all.logged_promptly.k

    assert (prompt("2026-11-25T12:00:00-05:00"), prompt("2026-11-25T12:00:01-05:00")) == (1, 0)


def test_the_forgotten_are_counted_by_the_day_they_were_forgotten() -> None:
    old, new = a_tombstone(logged="2026-08-25T12:00-04:00"), a_tombstone(logged="2026-08-26T12:00-04:00")
    found = scorecard("sam", [], [old, new], now=NOW, today=TODAY).windows
    assert (found.all.counts.forgotten, found.days_90.counts.forgotten, found.shown[2].counts.forgotten) == (2, 1, 0)


def test_which_promises_were_chosen_is_passed_on() -> None:
    chosen = Chosen(filters=("+talks",), promises=1, of=7)
    assert scorecard("sam", [promise()], [], now=NOW, today=TODAY, chosen=chosen).chosen == chosen
