"""The rule that makes the numbers honest, over all time and every history that can be told."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from hypothesis import given, note

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Instant
from followthrough.domain.events import AnyEvent, Kept, Retracted
from followthrough.domain.folding import fold
from followthrough.domain.reliability.outcome import judge
from tests.support.builders import ID, ZONE
from tests.support.histories import histories
from tests.support.thoroughness import tried_on

SECOND = timedelta(seconds=1)
thorough = tried_on(200)


def moments_that_matter(events: list[AnyEvent]) -> list[datetime]:
    """When something was logged or passed, a second to either side of it, and long afterwards."""
    found = {event.logged for event in events}
    for event in events:
        due = getattr(event, "due", None) or getattr(getattr(event, "now", None), "due", None)
        if due:
            found |= {due.deadline(ZONE) - SECOND, due.deadline(ZONE), due.deadline(ZONE) + SECOND}
    found.add(max(found) + timedelta(days=400))
    return sorted(found)


def as_time_goes_by(events: list[AnyEvent]) -> Iterator[tuple[datetime, Commitment]]:
    """What is known at each moment: the fold of what had been logged by then."""
    for moment in moments_that_matter(events):
        logged = [event for event in events if event.logged <= moment]
        if logged:
            yield moment, fold(ID, logged)


def must_stay_in_n(events: list[AnyEvent]) -> None:
    was_due = None
    for moment, commitment in as_time_goes_by(events):
        judged = judge(commitment, moment)
        due = commitment.judged_due
        note(f"{moment}: {commitment.state}, judged by {due}, {judged.outcome}, in n: {judged.in_n}")
        assert judged.in_n or was_due is None, f"due at {was_due}, left n at {moment}"
        if judged.in_n and due is not None and due.passed(moment, commitment.zone):
            was_due = was_due or due


@thorough
@given(histories())
def test_a_promise_past_its_judged_due_never_leaves_n(events: list[AnyEvent]) -> None:
    must_stay_in_n(events)


@thorough
@given(histories(in_step=False))
def test_a_promise_past_its_judged_due_never_leaves_n_when_replicas_have_not_met(events: list[AnyEvent]) -> None:
    must_stay_in_n(events)


@thorough
@given(histories(in_step=False))
def test_a_promise_is_in_k_only_by_a_standing_full_keeping_in_time(events: list[AnyEvent]) -> None:
    for moment, commitment in as_time_goes_by(events):
        if judge(commitment, moment).in_k:
            settlement, due = commitment.settlement, commitment.judged_due
            assert isinstance(settlement, Kept)
            assert settlement.part == 1
            assert settlement.id not in taken_back(commitment.history)
            assert due is not None
            assert not due.passed(when_it_happened(settlement), ZONE)


def when_it_happened(settlement: Kept) -> datetime:
    """When something was kept: as it says, of a day its last second, but not after it was logged."""
    if settlement.at is None:
        return settlement.logged
    if isinstance(settlement.at, Instant):
        return settlement.at.at
    return min(settlement.at.deadline(ZONE) - SECOND, settlement.logged)


def taken_back(history: Iterable[AnyEvent]) -> set[str]:
    """What is retracted by retractions that are not retracted themselves."""
    void: set[str] = set()
    for event in reversed(list(history)):
        if isinstance(event, Retracted) and event.id not in void:
            void.add(event.of)
    return void
