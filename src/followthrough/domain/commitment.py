"""A commitment as its history tells it: the fold of its events into a state."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from msgspec import UNSET, Struct

from followthrough.domain.due import Due, Instant, first_second_of, fixed
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
)
from followthrough.domain.identifiers import event_number

State = Literal["open", "kept", "missed", "released", "withdrawn", "undone"]
Settlement = Literal["kept", "missed", "released", "withdrawn"]

EDIT_WINDOW = timedelta(minutes=15)
"""How long after a promise was made its due date may be corrected rather than moved."""


class Commitment(Struct, frozen=True, kw_only=True):
    """One promise by one maker to one or more recipients, folded from its history.

    `due` is the date shown and reminded of, `judged_due` the one it is judged by. `contested` holds settling events
    that another replica's later one overrode. `foreign` names event kinds that this version does not know.
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
    repaired: bool
    help_wanted: bool
    settlement: Settling | None
    contested: tuple[Settling, ...]
    history: tuple[AnyEvent, ...]
    foreign: tuple[str, ...] = ()

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
        return Instant(self.settled_at or self.made_at).day_in(self.zone)


def ordered(history: Iterable[AnyEvent]) -> list[AnyEvent]:
    """The events by (n, logged, replica, number): the same order on every machine that has them all."""
    events = list(history)
    last = 0
    for event in events:
        if event.n <= last:
            return sorted(events, key=lambda event: (event.n, event.logged, *event_number(event.id), event.id))
        last = event.n
    return events


def fold(commitment_id: str, history: Iterable[AnyEvent], foreign: Sequence[str] = ()) -> Commitment:
    """The state of a commitment after these events. Raises ValueError where none of them made it."""
    events = ordered(history)
    retractions = _Retractions(events)
    folding = _Folding()
    for event in events:
        if event.id not in retractions.void:
            folding.add(event)
    made = folding.made
    if made is None:
        return _unmade(commitment_id, events, foreign)
    settlement = folding.settlement
    return folding.commitment(
        commitment_id,
        tuple(events),
        "open" if settlement is None else settled_state(settlement),
        None if settlement is None else max(settled_moment(settlement, made.zone), retractions.since(settlement)),
        tuple(foreign),
    )


def _unmade(commitment_id: str, events: list[AnyEvent], foreign: Sequence[str]) -> Commitment:
    """What was made and taken back: the state is `undone`, everything else as its making said."""
    folding = _Folding()
    for event in events:
        if isinstance(event, Made | Edited | Moved):
            folding.add(event)
    if folding.made is None:
        raise ValueError("no event made it")
    return folding.commitment(commitment_id, tuple(events), "undone", None, tuple(foreign))


def settled_state(event: Settling) -> Settlement:
    """The state that a settling event leads to."""
    match event:
        case Kept():
            return "kept"
        case Missed():
            return "missed"
        case Released():
            return "released"
        case Withdrawn():
            return "withdrawn"


def settled_moment(event: Settling, zone: str) -> datetime:
    """When it was settled: when it was recorded, or for `kept` when it happened (of a day, its last second)."""
    if not isinstance(event, Kept) or event.at is None:
        return fixed(event.logged)
    if isinstance(event.at, Instant):
        return event.at.at
    return min(event.at.deadline(zone) - timedelta(seconds=1), fixed(event.logged))


def given_at(event: Made) -> datetime:
    """When a promise was given: when it was recorded, or as `at` says (of a day, its first second)."""
    if event.at is None:
        return fixed(event.logged)
    if isinstance(event.at, Instant):
        return event.at.at
    return first_second_of(event.at.day_in(event.zone), event.zone)


class _Retractions:
    """Which events of an ordered history are taken back.

    A retraction of what decides the due date (`made`, `moved`, `edited`), or of such a retraction, has no effect once
    the judged due has passed: nothing that was due leaves the figures that way. Making again is always possible.
    """

    def __init__(self, events: list[AnyEvent]) -> None:
        self.void: frozenset[str] = frozenset()
        self._toggles: list[tuple[AnyEvent, Retracted]] = []
        if Retracted not in map(type, events):
            return
        effective: list[Retracted] = []
        seen: dict[str, AnyEvent] = {}
        for event in events:
            if isinstance(event, Retracted) and (base := self._base(event, seen)) is not None:
                void = _void([*effective, event])
                if _may_toggle(base, event, restoring=base.id not in void, before=seen.values(), void=self.void):
                    effective.append(event)
                    self._toggles.append((base, event))
                    self.void = void
            seen.setdefault(event.id, event)

    @staticmethod
    def _base(retraction: Retracted, seen: dict[str, AnyEvent]) -> AnyEvent | None:
        """What a chain of retractions ends in; None where its target does not come before it."""
        target = seen.get(retraction.of)
        while isinstance(target, Retracted):
            target = seen.get(target.of)
        return target

    def since(self, settlement: Settling) -> datetime:
        """From when a settling event stands: letting go again, by undo or redo, counts from then on."""
        moments = [fixed(settlement.logged)]
        if isinstance(settlement, Kept):
            return datetime.min.replace(tzinfo=UTC)
        moments += [fixed(event.logged) for base, event in self._toggles if isinstance(base, _SETTLES_OR_OPENS)]
        return max(moments)


_SETTLES_OR_OPENS = (Kept, Missed, Released, Withdrawn, Reopened, Confirmed)


def _void(effective: Sequence[Retracted]) -> frozenset[str]:
    void: set[str] = set()
    for event in reversed(effective):
        if event.id not in void:
            void.add(event.of)
    return frozenset(void)


def _may_toggle(
    base: AnyEvent, by: Retracted, *, restoring: bool, before: Iterable[AnyEvent], void: frozenset[str]
) -> bool:
    if not isinstance(base, Made | Moved | Edited) or (isinstance(base, Made) and restoring):
        return True
    folding = _Folding()
    for event in before:
        if event.id not in void:
            folding.add(event)
    return not folding.passed(by.logged)


class _Folding:
    """The state so far while a history is read in its order."""

    __slots__ = (
        "chase",
        "confirmation",
        "contested",
        "due",
        "help_wanted",
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

    def __init__(self) -> None:
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
        self.repaired = False
        self.help_wanted = False

    def passed(self, moment: datetime) -> bool:
        """Whether the judged due of this point of the history lies before that moment."""
        return self.made is not None and self.judged_due is not None and self.judged_due.passed(moment, self.made.zone)

    def add(self, event: AnyEvent) -> None:
        _ADDING[type(event)](self, event)

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

    def note(self, event: Noted) -> None:
        if event.help_wanted is not None:
            self.help_wanted = event.help_wanted

    def reopen(self, event: Reopened) -> None:
        if self._stands(event.of):
            self._open_again()

    def _open_again(self) -> None:
        self.settlement, self.contested, self.repaired = None, (), False
        self.confirmation = None

    def repair(self, event: Repaired) -> None:
        self.repaired = self.repaired or self._stands(event.of)

    def retract(self, event: Retracted) -> None:
        """What it takes back is left out already; by itself it changes nothing."""

    def confirm(self, event: Confirmed) -> None:
        if isinstance(self.settlement, Kept) and self._stands(event.of):
            if not event.satisfied:
                self._open_again()
            self.confirmation = event

    def move(self, event: Moved) -> None:
        late = self.passed(event.logged)
        if self.judged_due is None or (event.agreed and not late):
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
