"""What a calendar shows of a promise follows from its history, and a later history never counts for less."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.calendar import (
    Standing,
    alarm,
    belongs_in_calendar,
    forgotten_entry,
    last_logged,
    sequence,
    shown_due,
    standing,
    uid,
)
from followthrough.domain.commitment import Commitment
from followthrough.domain.events import AnyEvent, Particulars
from followthrough.domain.folding import fold
from tests.support.builders import (
    ID,
    NOW,
    Drafted,
    a_promise,
    a_tombstone,
    at,
    confirmed,
    edited,
    instant,
    kept,
    made,
    missed,
    moved,
    noted,
    on,
    promise,
    redated,
    released,
    reopened,
    repaired,
    retracted,
    withdrawn,
)
from tests.support.histories import histories

SINCE = NOW - timedelta(days=90)


def shown(commitment: Commitment) -> tuple[object, ...]:
    """What an entry says of a promise, apart from names and from what depends on the hour."""
    return (
        commitment.what,
        commitment.to,
        shown_due(commitment),
        commitment.judged_due,
        standing(commitment),
        commitment.part,
        commitment.settled_at,
    )


def test_the_uid_is_the_same_from_every_copy_of_the_ledger() -> None:
    assert uid(ID, "zzzzzzzzzzzz") == f"{ID}@zzzzzzzzzzzz.followthrough"


def test_of_what_was_forgotten_an_entry_says_only_that_and_when() -> None:
    entry = forgotten_entry(ID, a_tombstone(events=("kkkkk.1", "kkkkk.2")), "zzzzzzzzzzzz")
    assert (entry.uid, entry.sequence, entry.due) == (f"{ID}@zzzzzzzzzzzz.followthrough", 2, on("2026-11-23"))
    assert (entry.standing, entry.summary, entry.description) == ("cancelled", "forgotten", "")
    assert entry.created == entry.changed == NOW


STANDINGS: dict[Standing, tuple[tuple[Drafted, ...], ...]] = {
    "open": ((made(),), (made(), kept(), reopened(2)), (made(), kept(), confirmed(2, satisfied=False))),
    "kept": ((made(), kept()), (made(), kept(part=0.5))),
    "missed": ((made(), missed()), (made(), missed(), repaired(2))),
    "cancelled": ((made(), released()), (made(), withdrawn()), (made(), retracted(1)), (made(), redated(None))),
}


@pytest.mark.parametrize(
    ("expected", "drafts"), [(name, drafts) for name, several in STANDINGS.items() for drafts in several]
)
def test_what_became_of_a_promise_says_how_it_stands(expected: Standing, drafts: tuple[Drafted, ...]) -> None:
    assert standing(a_promise(*drafts)) == expected


def test_a_promise_that_is_no_longer_due_is_shown_where_it_was() -> None:
    assert shown_due(a_promise(made(due="2026-11-27"), redated(None, was="2026-11-27"))) == on("2026-11-27")


def test_a_first_due_date_that_was_taken_back_is_shown_where_it_was() -> None:
    commitment = a_promise(made(due=None), moved("2026-12-01T17:00-05:00"), retracted(2))
    assert (commitment.due, shown_due(commitment)) == (None, instant("2026-12-01T17:00-05:00"))


def test_what_never_had_a_due_date_is_in_no_calendar() -> None:
    assert not belongs_in_calendar(promise(due=None), None)


def test_nothing_has_changed_since_a_promise_was_made() -> None:
    assert sequence(promise()) == 0


@pytest.mark.parametrize("unseen", [noted(), noted(help_wanted=True), repaired(2), confirmed(2)])
def test_what_a_calendar_does_not_show_changes_nothing_there(unseen: Drafted) -> None:
    assert sequence(a_promise(made(), kept(), unseen)) == sequence(a_promise(made(), kept())) == 1


@pytest.mark.parametrize(
    "seen",
    [
        edited(now=Particulars(what="Send Ana the charts")),
        moved("2026-12-01"),
        kept(),
        missed(),
        released(),
        withdrawn(),
        retracted(1),
    ],
)
def test_what_a_calendar_shows_counts_as_a_change(seen: Drafted) -> None:
    assert sequence(a_promise(made(), seen)) == 1


@given(histories(length=12))
def test_the_sequence_rises_with_every_change_that_is_shown(history: list[AnyEvent]) -> None:
    versions = [fold(ID, history[:length]) for length in range(1, len(history) + 1)]
    for before, after in pairwise(versions):
        assert sequence(after) >= sequence(before)
        assert sequence(after) > sequence(before) or shown(after) == shown(before)


@given(histories(in_step=False, length=12), st.data())
def test_the_sequence_of_a_merge_is_not_below_that_of_any_copy(history: list[AnyEvent], data: st.DataObject) -> None:
    copy = [history[0], *data.draw(st.lists(st.sampled_from(history), unique_by=lambda each: each.id))]
    merged, part = fold(ID, history), fold(ID, sorted(copy, key=history.index))
    assert sequence(merged) >= sequence(part)
    assert last_logged(merged) >= last_logged(part)
    assert sequence(merged) > sequence(part) or shown(merged) == shown(part)


def test_it_was_changed_when_something_was_recorded_last() -> None:
    commitment = a_promise(made(), noted(logged="2026-11-24T09:00-05:00"))
    assert last_logged(commitment).isoformat() == "2026-11-24T14:00:00+00:00"


def test_an_alarm_goes_off_as_long_before_as_the_promise_says() -> None:
    assert alarm(promise(due="2026-11-27T17:00-05:00", remind=7200), NOW) == timedelta(hours=2)


@pytest.mark.parametrize(("remind", "days"), [(0, 0), (7200, 1), (86400, 1), (2 * 86400, 2), (36 * 3600, 2)])
def test_of_a_day_an_alarm_goes_off_at_nine_in_the_morning(remind: int, days: int) -> None:
    assert alarm(promise(due="2026-11-27", remind=remind), NOW) == timedelta(days=days) - timedelta(hours=9)


def test_an_alarm_goes_off_at_the_lead_time_in_whole_seconds() -> None:
    week = promise(due="2026-11-30T10:00:03-05:00")
    assert alarm(week, NOW) == timedelta(days=1, hours=18)


@pytest.mark.parametrize("settling", [kept(), missed(), released(), withdrawn(), retracted(1), redated(None)])
def test_what_is_settled_has_no_alarm(settling: Drafted) -> None:
    assert alarm(a_promise(made(), settling), NOW) is None


def test_what_is_past_has_no_alarm() -> None:
    commitment = promise(due="2026-11-27")
    assert alarm(commitment, at("2026-11-27T23:59:59-05:00")) is not None
    assert alarm(commitment, at("2026-11-28T00:00:00-05:00")) is None


def test_an_alarm_goes_by_the_date_that_is_shown() -> None:
    late = a_promise(made(due="2026-11-24"), moved("2026-12-24", agreed=False, logged="2026-12-01T09:00-05:00"))
    assert late.judged_due == on("2026-11-24")
    assert alarm(late, at("2026-12-01T10:00-05:00")) is not None


def test_an_open_promise_is_shown_however_old_it_is() -> None:
    assert belongs_in_calendar(promise(logged="2020-01-01T09:00-05:00", due="2020-02-01"), SINCE)


@pytest.mark.parametrize(("logged", "expected"), [(SINCE, True), (SINCE - timedelta(seconds=1), False)])
def test_what_was_settled_is_shown_for_ninety_days(logged: str, expected: bool) -> None:
    old = a_promise(made(logged="2026-01-01T09:00-05:00"), kept(logged=logged, when="2026-01-02"))
    assert belongs_in_calendar(old, SINCE) is expected
    assert belongs_in_calendar(old, None)
