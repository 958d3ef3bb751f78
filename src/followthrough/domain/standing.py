"""What stands of a commitment while the events of its history are read in their order: what each kind of event does."""

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import ClassVar

from msgspec import UNSET

from followthrough.domain.due import Due
from followthrough.domain.events import (
    CORRECTION,
    AnyEvent,
    Confirmed,
    Edited,
    Kept,
    Made,
    Missed,
    Moved,
    Noted,
    Released,
    Reopened,
    Repaired,
    Retracted,
    Settling,
    Visibility,
    Withdrawn,
)


class Standing:
    """The state so far, retractions left aside."""

    __slots__ = (
        "chase",
        "confirmation",
        "contested",
        "due",
        "events",
        "help_wanted",
        "in_own_hand",
        "judged_due",
        "made",
        "moved_in_time",
        "moved_late",
        "moves",
        "remind",
        "repaired",
        "retracted",
        "settlement",
        "tags",
        "to",
        "visibility",
        "what",
    )

    def __init__(self, events: Sequence[AnyEvent]) -> None:
        """What stands after these events, which are in their order."""
        self.events = events
        self.made: Made | None = None
        self.what = ""
        self.to: tuple[str, ...] = ()
        self.tags: tuple[str, ...] = ()
        self.visibility: Visibility = "private"
        self.remind: int | None = None
        self.due: Due | None = None
        self.judged_due: Due | None = None
        self.chase: Due | None = None
        self.moves = 0
        self.moved_in_time = self.moved_late = False
        self.settlement: Settling | None = None
        self.contested: tuple[Settling, ...] = ()
        self.confirmation: Confirmed | None = None
        self.in_own_hand = self.repaired = self.help_wanted = self.retracted = False
        adding = self._ADDING
        for event in events:
            adding[type(event)](self, event)

    def passed(self, moment: datetime) -> bool:
        """Whether the judged due of this point of the history lies before that moment."""
        return self.made is not None and self.judged_due is not None and self.judged_due.passed(moment, self.made.zone)

    def _make(self, event: Made) -> None:
        if self.made is not None:
            return
        self.made = event
        self.what, self.to, self.tags, self.visibility = event.what, event.to, event.tags, event.visibility
        self.remind, self.chase = event.remind, event.chase
        self.due = self.judged_due = event.due

    def _stands(self, event_id: str) -> bool:
        return self.settlement is not None and self.settlement.id == event_id

    def _settle(self, event: Settling) -> None:
        if self.settlement is not None:
            self.contested = (*self.contested, self.settlement)
        self.settlement, self.confirmation, self.repaired = event, None, False
        self.in_own_hand = False

    def _note(self, event: Noted) -> None:
        if event.help_wanted is not None:
            self.help_wanted = event.help_wanted

    def _reopen(self, event: Reopened) -> None:
        if self._stands(event.of):
            self._open_again()

    def _open_again(self) -> None:
        self.settlement, self.contested, self.repaired = None, (), False
        self.confirmation, self.in_own_hand = None, False

    def _repair(self, event: Repaired) -> None:
        self.repaired = self.repaired or self._stands(event.of)

    def _retract(self, event: Retracted) -> None:
        """By itself it changes nothing: whoever reads on has to leave out what it takes back."""
        self.retracted = True

    def _confirm(self, event: Confirmed) -> None:
        if isinstance(self.settlement, Kept) and self._stands(event.of):
            if not event.satisfied:
                self._open_again()
            self.confirmation = event
            self.in_own_hand = event.satisfied and (self.in_own_hand or event.by == event.whose)

    def _move(self, event: Moved) -> None:
        if self.judged_due is None:
            self.judged_due = self._first_given()
        late = self.passed(event.logged)
        if event.agreed and not late:
            self.judged_due = event.due
        self.due = event.due
        self.moves += 1
        self.moved_late = self.moved_late or late
        self.moved_in_time = self.moved_in_time or not late

    def _first_given(self) -> Due:
        """The date of the move that was logged first: of two machines that each gave a first due date, that one's."""
        return min((event for event in self.events if isinstance(event, Moved)), key=attrgetter("logged")).due

    def _edit(self, event: Edited) -> None:
        now = event.now
        self.what = self.what if now.what is UNSET else now.what
        self.to = self.to if now.to is UNSET else now.to
        self.tags = self.tags if now.tags is UNSET else now.tags
        self.visibility = self.visibility if now.visibility is UNSET else now.visibility
        self.remind = self.remind if now.remind is UNSET else now.remind
        self.chase = self.chase if now.chase is UNSET else now.chase
        if now.due is not UNSET:
            self.due = now.due
            if self.made is not None and due_editable(self.made, self.judged_due, now.due, event.logged):
                self.judged_due = now.due

    _ADDING: ClassVar[dict[type[AnyEvent], Callable[..., None]]] = {
        Made: _make,
        Edited: _edit,
        Noted: _note,
        Moved: _move,
        Kept: _settle,
        Missed: _settle,
        Released: _settle,
        Withdrawn: _settle,
        Reopened: _reopen,
        Confirmed: _confirm,
        Repaired: _repair,
        Retracted: _retract,
    }
    """What each kind of event does to the state so far."""


def due_editable(made: Made, judged_due: Due | None, new: Due | None, logged: datetime) -> bool:
    """Whether a due date may be corrected: within 15 minutes of making the promise, and before both dates.

    Not that of an occurrence, which the series made.
    """
    return (
        made.series is None
        and logged - made.logged <= CORRECTION
        and not any(due is not None and due.passed(logged, made.zone) for due in (judged_due, new))
    )
