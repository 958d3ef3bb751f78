"""The outcome of one commitment at a moment: the table that every figure is counted from."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.reliability.credit import lateness_credit, seconds_between


class Outcome(StrEnum):
    """What became of a commitment, as the scorecard counts it."""

    PENDING = "pending"
    KEPT_ON_TIME = "kept_on_time"
    KEPT_NO_DUE = "kept_no_due"
    KEPT_LATE = "kept_late"
    KEPT_IN_PART = "kept_in_part"
    OVERDUE = "overdue"
    MISSED = "missed"
    RELEASED = "released"
    RELEASED_LATE = "released_late"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"

    __hash__ = str.__hash__  # that of an enumeration is a function of Python's, called for every look into a table


COUNTED = frozenset(
    {
        Outcome.KEPT_ON_TIME,
        Outcome.KEPT_LATE,
        Outcome.KEPT_IN_PART,
        Outcome.OVERDUE,
        Outcome.MISSED,
        Outcome.RELEASED_LATE,
    }
)
"""The outcomes that are in the n of *on time*; only `KEPT_ON_TIME` is in its k."""


class Judged(Struct, frozen=True):
    """A commitment's outcome, its credit (None: it has none) and how many seconds late it is or was kept."""

    outcome: Outcome
    credit: float | None = None
    seconds_late: int = 0

    @property
    def in_n(self) -> bool:
        """Whether it counts in the n of *on time*."""
        return self.outcome in COUNTED

    @property
    def in_k(self) -> bool:
        """Whether it counts in the k of *on time*."""
        return self.outcome is Outcome.KEPT_ON_TIME


_ON_TIME, _MISSED = Judged(Outcome.KEPT_ON_TIME, 1.0), Judged(Outcome.MISSED, 0.0)
_PENDING, _UNDONE, _WITHDRAWN = Judged(Outcome.PENDING), Judged(Outcome.UNDONE), Judged(Outcome.WITHDRAWN)
_RELEASED, _RELEASED_LATE = Judged(Outcome.RELEASED), Judged(Outcome.RELEASED_LATE)


def judge(commitment: Commitment, now: datetime) -> Judged:
    """The outcome of a commitment at that moment."""
    match commitment.state:
        case "kept":
            return _kept(commitment)
        case "open":
            return _overdue(commitment, now) if commitment.overdue(now) else _PENDING
        case "missed":
            return _MISSED
        case "released":
            return _RELEASED_LATE if commitment.settled_late() else _RELEASED
        case "withdrawn":
            # The command refuses a withdrawal past the due date; one that a merge or a redo brings is a miss.
            return _MISSED if commitment.settled_late() else _WITHDRAWN
        case "undone":
            return _UNDONE


def _overdue(commitment: Commitment, now: datetime) -> Judged:
    late = _seconds_late(commitment, now)
    return Judged(Outcome.OVERDUE, lateness_credit(late), late)


def _kept(commitment: Commitment) -> Judged:
    part, due, settled_at = commitment.part, commitment.judged_due, commitment.settled_at
    part = 1.0 if part is None else part
    if due is None or settled_at is None:
        return Judged(Outcome.KEPT_NO_DUE, part)
    if part == 1 and not due.passed(settled_at, commitment.zone):
        return _ON_TIME
    late = _seconds_late(commitment, settled_at)
    credit = part * lateness_credit(late)
    if part < 1:
        return Judged(Outcome.KEPT_IN_PART, credit, late)
    return Judged(Outcome.KEPT_LATE, credit, late)


def _seconds_late(commitment: Commitment, moment: datetime) -> int:
    assert commitment.judged_due is not None
    return max(0, seconds_between(commitment.judged_due.deadline(commitment.zone), moment))
