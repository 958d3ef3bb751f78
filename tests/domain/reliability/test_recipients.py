"""A promise counts for whom it was to when it came due."""

import pytest

from followthrough.actions.measure import Subject
from followthrough.domain.events import Particulars
from followthrough.domain.reliability.recipients import counted_to
from tests.support.builders import Drafted, a_promise, edited, made, moved, retracted

BEFORE, AFTER = "2026-11-20T09:00-05:00", "2026-11-22T09:00-05:00"
TO_MEDICS = made(to="medics", due="2026-11-21", logged="2026-11-19T09:00-05:00")
TO_ANA = made(to="ana", due="2026-11-21", logged="2026-11-19T09:00-05:00")


def handed(to: str, logged: str) -> Drafted:
    return edited(Particulars(to=("x",)), Particulars(to=(to,)), logged=logged)


@pytest.mark.parametrize(
    ("drafts", "to"),
    [
        ((TO_MEDICS,), "medics"),
        ((TO_MEDICS, handed("ana", BEFORE)), "ana"),
        ((TO_MEDICS, handed("ana", AFTER)), "medics"),
        ((TO_ANA, handed("medics", AFTER)), "ana"),
        ((TO_ANA, handed("medics", BEFORE), retracted(2, logged=AFTER)), "medics"),
        ((TO_MEDICS, handed("ana", BEFORE), retracted(2, logged="2026-11-20T10:00-05:00")), "medics"),
        ((TO_MEDICS, moved("2026-11-30", logged=BEFORE), handed("ana", AFTER)), "ana"),
        ((made(to="medics", due=None, logged=BEFORE), handed("ana", AFTER)), "ana"),
        ((made(to="medics", due="2026-11-21", logged=AFTER), handed("ana", AFTER)), "medics"),
    ],
)
def test_a_promise_counts_for_whom_it_was_to_when_it_came_due(drafts: tuple[Drafted, ...], to: str) -> None:
    commitment = a_promise(*drafts)
    assert counted_to(commitment) == (to,)
    assert Subject("medics", frozenset({"sam"})).counts(commitment) is (to == "medics")
