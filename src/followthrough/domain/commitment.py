"""A commitment: its state, folded from its history."""

from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from followthrough.domain.due import Due, Instant, day_of, first_moment, fixed
from followthrough.domain.events import (
    AnyEvent,
    Confirmed,
    Kept,
    Made,
    Missed,
    Released,
    Settling,
    Visibility,
    Withdrawn,
)

State = Literal["open", "kept", "missed", "released", "withdrawn", "undone"]
Settlement = Literal["kept", "missed", "released", "withdrawn"]


OUTCOME = ("due", "state", "judged_due", "part", "confirmed", "repaired")
"""The fields that tell what became of a promise. What they say and no event says is the trace of one that was lost."""


class Damage(Struct, frozen=True, kw_only=True):
    """What of a promise is not as it was recorded: events, and fields that said what no event says."""

    events: tuple[str, ...]
    said: tuple[str, ...]


class Commitment(Struct, frozen=True):
    """One promise by one maker to one or more recipients, folded from its history.

    `due` is the date shown and reminded of, `judged_due` the one it is judged by. `contested` holds settling events
    that another replica's later one overrode. `in_own_hand` says that a recipient recorded being satisfied, rather
    than the maker for them. `foreign` names event kinds that this version does not know. `ledger` is the name of the
    ledger that it is in, where several are looked at and it is not in the usual one.
    """

    id: str
    what: str
    maker: str
    to: tuple[str, ...]
    due: Due | None
    judged_due: Due | None
    zone: str
    state: State
    made_at: datetime
    settled_at: datetime | None
    part: float | None
    confidence: float | None
    tags: tuple[str, ...]
    visibility: Visibility
    remind: int | None
    chase: Due | None
    series: str | None
    moves: int
    moved_in_time: bool
    moved_late: bool
    confirmed: bool | None
    confirmation: Confirmed | None
    in_own_hand: bool
    repaired: bool
    help_wanted: bool
    settlement: Settling | None
    contested: tuple[Settling, ...]
    history: tuple[AnyEvent, ...]
    foreign: tuple[str, ...] = ()
    ledger: str | None = None

    def overdue(self, now: datetime) -> bool:
        """Whether it is open and its judged due has passed."""
        return self.state == "open" and self.judged_due is not None and self.judged_due.passed(now, self.zone)

    def settled_late(self) -> bool:
        """Whether it was settled after its judged due had passed."""
        return (
            self.settled_at is not None
            and self.judged_due is not None
            and self.judged_due.passed(self.settled_at, self.zone)
        )

    @property
    def made(self) -> Made:
        """The event that made it."""
        return next(event for event in self.history if isinstance(event, Made))

    def date(self) -> date:
        """The day it counts for, in its own zone: that of its judged due, else its settling, else its making."""
        if self.judged_due is not None:
            return self.judged_due.day_in(self.zone)
        return day_of(self.settled_at or self.made_at, self.zone)


def settled_state(event: Settling) -> Settlement:
    """The state that a settling event leads to."""
    return _STATES[type(event)]


_STATES: dict[type[Settling], Settlement] = {
    Kept: "kept",
    Missed: "missed",
    Released: "released",
    Withdrawn: "withdrawn",
}


def settled_moment(event: Settling, zone: str) -> datetime:
    """When it was settled: when it was recorded, or for `kept` when it happened (of a day, its last second)."""
    if type(event) is not Kept or event.at is None:
        return fixed(event.logged)
    if isinstance(event.at, Instant):
        return event.at.at
    return min(event.at.deadline(zone) - timedelta(seconds=1), fixed(event.logged))


def given_at(event: Made) -> datetime:
    """When a promise was given: when it was recorded, or as `at` says (of a day, its first second)."""
    return fixed(event.logged) if event.at is None else first_moment(event.at, event.zone)
