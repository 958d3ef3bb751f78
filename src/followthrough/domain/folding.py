"""The fold: what the events of a history make of a commitment, in their order."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import UNSET

from followthrough.domain.commitment import Commitment, State, given_at, settled_moment, settled_state
from followthrough.domain.due import FIRST_YEAR, LAST_YEAR, Due, fixed
from followthrough.domain.events import (
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
    event_order,
)

EDIT_WINDOW = timedelta(minutes=15)
"""How long after a promise was made its due date may be corrected rather than moved."""


def ordered(history: Iterable[AnyEvent]) -> list[AnyEvent]:
    """The events by (n, logged, replica, number): the same order on every machine that has them all."""
    events = list(history)
    last, in_order = 0, True
    for event in events:
        if not FIRST_YEAR <= event.logged.year <= LAST_YEAR:
            raise ValueError(f"{event.id} was logged in the year {event.logged.year}")
        in_order = in_order and event.n > last
        last = event.n
    return events if in_order else sorted({event.id: event for event in reversed(events)}.values(), key=event_order)


def fold(commitment_id: str, history: Iterable[AnyEvent], foreign: Sequence[str] = ()) -> Commitment:
    """The state of a commitment after these events. Raises ValueError where none of them made it."""
    events = ordered(history)
    retractions = _Retractions(events) if Retracted in map(type, events) else None
    standing = events if retractions is None else [event for event in events if event.id not in retractions.void]
    folding = _folded(standing)
    made = folding.made
    if made is None:
        return _unmade(commitment_id, events, foreign)
    state: State = "open"
    settled_at = None
    if folding.settlement is not None:
        state, settled_at = settled_state(folding.settlement), settled_moment(folding.settlement, made.zone)
        if retractions is not None:
            settled_at = max(settled_at, retractions.since(folding.settlement))
    return folding.commitment(commitment_id, tuple(events), state, settled_at, tuple(foreign))


def _unmade(commitment_id: str, events: list[AnyEvent], foreign: Sequence[str]) -> Commitment:
    """What was made and taken back: the state is `undone`, everything else as its making said."""
    folding = _folded([event for event in events if isinstance(event, Made | Edited | Moved)])
    if folding.made is None:
        raise ValueError("no event made it")
    return folding.commitment(commitment_id, tuple(events), "undone", None, tuple(foreign))


class _Retractions:
    """Which events of an ordered history are taken back.

    A retraction of what decides the due date (`made`, `moved`, `edited`), or of such a retraction, has no effect once
    the judged due has passed: nothing that was due leaves the figures that way. Making again is always possible.
    Each is decided by what had been logged by then, so that no event that is logged later changes it.
    """

    def __init__(self, events: list[AnyEvent]) -> None:
        self.void: frozenset[str] = frozenset()
        self._stood_up: dict[str, datetime] = {}
        if Retracted not in map(type, events):
            return
        self._places = {event.id: place for place, event in enumerate(events)}
        self._events = events
        effective: list[Retracted] = []
        for event in sorted((each for each in events if isinstance(each, Retracted)), key=_logged):
            base = self._base(event)
            if base is None:
                continue
            trial = sorted([*effective, event], key=lambda each: self._places[each.id])
            if self._may_toggle(base, event, restoring=base.id not in _void(trial)):
                self._toggle(event, trial)
                effective = trial

    def _base(self, retraction: Retracted) -> AnyEvent | None:
        """What a chain of retractions ends in; None where a link of it does not come before the next."""
        link: AnyEvent = retraction
        while isinstance(link, Retracted):
            place = self._places.get(link.of)
            if place is None or place >= self._places[link.id]:
                return None
            link = self._events[place]
        return link

    def _state_at(self, moment: datetime, void: frozenset[str]) -> "_Folding":
        return _folded([event for event in self._events if event.logged <= moment and event.id not in void])

    def _may_toggle(self, base: AnyEvent, by: Retracted, *, restoring: bool) -> bool:
        if not isinstance(base, Made | Moved | Edited) or (isinstance(base, Made) and restoring):
            return True
        return not self._state_at(by.logged, self.void).passed(by.logged)

    def _toggle(self, by: Retracted, effective: list[Retracted]) -> None:
        """Take note of the settlement that stands again because of this retraction, and did not just before it."""
        before = self._state_at(by.logged, self.void).settlement
        self.void = _void(effective)
        after = self._state_at(by.logged, self.void).settlement
        if after is not None and (before is None or before.id != after.id):
            self._stood_up[after.id] = fixed(by.logged)

    def since(self, settlement: Settling) -> datetime:
        """From when a settling event stands: letting go that is brought back by undo or redo counts from then on."""
        if isinstance(settlement, Kept):
            return _LONG_AGO
        return max(fixed(settlement.logged), self._stood_up.get(settlement.id, _LONG_AGO))


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _void(effective: Sequence[Retracted]) -> frozenset[str]:
    void: set[str] = set()
    for event in reversed(effective):
        if event.id not in void:
            void.add(event.of)
    return frozenset(void)


def taken_back(history: Iterable[AnyEvent]) -> frozenset[str]:
    """The ids of the events that are retracted, by retractions that have an effect and are not retracted."""
    return _Retractions(ordered(history)).void


def _folded(events: Sequence[AnyEvent]) -> "_Folding":
    """The state after these events, which are in their order."""
    moves = [event for event in events if type(event) is Moved]
    folding = _Folding(min(moves, key=_logged) if len(moves) > 1 else None)
    for event in events:
        _ADDING[type(event)](folding, event)
    return folding


def _logged(event: AnyEvent) -> datetime:
    return event.logged


class _Folding:
    """The state so far while a history is read in its order.

    `earliest` is the move that was logged first, where there are several: of two machines that each gave a promise
    its first due date, the one that did so first is believed.
    """

    __slots__ = (
        "chase",
        "confirmation",
        "contested",
        "due",
        "earliest",
        "help_wanted",
        "in_own_hand",
        "judged_due",
        "made",
        "moved_in_time",
        "moved_late",
        "moves",
        "remind",
        "repaired",
        "settlement",
        "tags",
        "to",
        "visibility",
        "what",
    )

    def __init__(self, earliest: Moved | None = None) -> None:
        self.earliest = earliest
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
        self.moved_in_time = False
        self.moved_late = False
        self.settlement: Settling | None = None
        self.contested: tuple[Settling, ...] = ()
        self.confirmation: Confirmed | None = None
        self.in_own_hand = False
        self.repaired = False
        self.help_wanted = False

    def passed(self, moment: datetime) -> bool:
        """Whether the judged due of this point of the history lies before that moment."""
        return self.made is not None and self.judged_due is not None and self.judged_due.passed(moment, self.made.zone)

    def make(self, event: Made) -> None:
        if self.made is not None:
            return
        self.made = event
        self.what, self.to, self.tags, self.visibility = event.what, event.to, event.tags, event.visibility
        self.remind, self.chase = event.remind, event.chase
        self.due = self.judged_due = event.due

    def _stands(self, event_id: str) -> bool:
        return self.settlement is not None and self.settlement.id == event_id

    def settle(self, event: Settling) -> None:
        if self.settlement is not None:
            self.contested = (*self.contested, self.settlement)
        self.settlement, self.confirmation, self.repaired = event, None, False
        self.in_own_hand = False

    def note(self, event: Noted) -> None:
        if event.help_wanted is not None:
            self.help_wanted = event.help_wanted

    def reopen(self, event: Reopened) -> None:
        if self._stands(event.of):
            self._open_again()

    def _open_again(self) -> None:
        self.settlement, self.contested, self.repaired = None, (), False
        self.confirmation, self.in_own_hand = None, False

    def repair(self, event: Repaired) -> None:
        self.repaired = self.repaired or self._stands(event.of)

    def retract(self, event: Retracted) -> None:
        """What it takes back is left out already; by itself it changes nothing."""

    def confirm(self, event: Confirmed) -> None:
        if isinstance(self.settlement, Kept) and self._stands(event.of):
            if not event.satisfied:
                self._open_again()
            self.confirmation = event
            self.in_own_hand = event.satisfied and (self.in_own_hand or event.by == event.whose)

    def move(self, event: Moved) -> None:
        if self.judged_due is None:
            self.judged_due = (self.earliest or event).due
        late = self.passed(event.logged)
        if event.agreed and not late:
            self.judged_due = event.due
        self.due = event.due
        self.moves += 1
        self.moved_late = self.moved_late or late
        self.moved_in_time = self.moved_in_time or not late

    def edit(self, event: Edited) -> None:
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

    def commitment(
        self,
        commitment_id: str,
        history: tuple[AnyEvent, ...],
        state: State,
        settled_at: datetime | None,
        foreign: tuple[str, ...],
    ) -> Commitment:
        made, settlement = self.made, self.settlement if state != "undone" else None
        assert made is not None
        return Commitment(
            id=commitment_id,
            what=self.what,
            maker=made.maker,
            to=self.to,
            due=self.due,
            judged_due=self.judged_due,
            zone=made.zone,
            state=state,
            made_at=given_at(made),
            settled_at=settled_at,
            part=settlement.part if isinstance(settlement, Kept) else None,
            confidence=made.confidence,
            tags=self.tags,
            visibility=self.visibility,
            remind=self.remind,
            chase=self.chase,
            series=made.series,
            moves=self.moves,
            moved_in_time=self.moved_in_time,
            moved_late=self.moved_late,
            confirmed=None if self.confirmation is None else self.confirmation.satisfied,
            confirmation=self.confirmation,
            in_own_hand=self.in_own_hand,
            repaired=self.repaired,
            help_wanted=self.help_wanted,
            settlement=settlement,
            contested=self.contested,
            history=history,
            foreign=foreign,
        )


_ADDING: dict[type[AnyEvent], Callable[[_Folding, Any], None]] = {
    Made: _Folding.make,
    Edited: _Folding.edit,
    Noted: _Folding.note,
    Moved: _Folding.move,
    Kept: _Folding.settle,
    Missed: _Folding.settle,
    Released: _Folding.settle,
    Withdrawn: _Folding.settle,
    Reopened: _Folding.reopen,
    Confirmed: _Folding.confirm,
    Repaired: _Folding.repair,
    Retracted: _Folding.retract,
}
"""What each kind of event does to the state so far."""


def due_editable(made: Made, judged_due: Due | None, new: Due | None, logged: datetime) -> bool:
    """Whether a due date may be corrected: within 15 minutes of making the promise, and before both dates."""
    return logged - made.logged <= EDIT_WINDOW and not any(
        due is not None and due.passed(logged, made.zone) for due in (judged_due, new)
    )
