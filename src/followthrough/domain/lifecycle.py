"""What may be recorded about a commitment, and when it is refused: each function gives the event, or raises."""

from collections.abc import Mapping
from datetime import datetime

from followthrough.domain.commitment import Commitment, settled_moment
from followthrough.domain.due import Day, Due, Instant, day_of
from followthrough.domain.errors import (
    AlreadyOpenError,
    AlreadySettledError,
    BeforeMakingError,
    DueNotEditableError,
    FutureDateError,
    NotARecipientError,
    NothingToChangeError,
    NothingToRepairError,
    NotKeptError,
    PastDateError,
    PastDueError,
    SayTheTimeError,
    UndoneError,
    UnknownEventError,
    WhoseWordError,
)
from followthrough.domain.events import (
    Because,
    Confirmed,
    Edited,
    Kept,
    Missed,
    Moved,
    Noted,
    Particulars,
    Released,
    Reopened,
    Repaired,
    Stamp,
    Withdrawn,
)
from followthrough.domain.people import Person
from followthrough.domain.standing import due_editable


def keep(commitment: Commitment, stamp: Stamp, *, at: Due | None, typed_at: str, part: float) -> Kept:
    """Kept, in full or in part; `at` says that it happened earlier than now."""
    _must_be_open(commitment)
    event = Kept(**stamp, at=at) if part == 1 else Kept(**stamp, at=at, part=part)
    if at is not None:
        _must_be_a_possible_moment(commitment, event, at, typed_at)
    return event


def miss(commitment: Commitment, stamp: Stamp, *, because: Because | None) -> Missed:
    """Missed, as its maker says."""
    _must_be_open(commitment)
    return Missed(**stamp, because=because)


def release(commitment: Commitment, stamp: Stamp, *, whose: str, moot: bool) -> Released:
    """Let go by a recipient."""
    _must_be_open(commitment)
    return Released(**stamp, whose=whose, moot=moot)


def withdraw(commitment: Commitment, stamp: Stamp) -> Withdrawn:
    """Taken back by its maker, while it is not yet due."""
    _must_be_open(commitment)
    if commitment.overdue(stamp["logged"]):
        raise PastDueError(commitment.id, commitment.what)
    return Withdrawn(**stamp)


def move(commitment: Commitment, stamp: Stamp, *, due: Due, typed: str, agreed: bool) -> Moved:
    """Given a new due date, in the future."""
    _must_be_open(commitment)
    if due.passed(stamp["logged"], commitment.zone):
        raise PastDateError(typed, str(due))
    return Moved(**stamp, due=due, agreed=agreed)


def reopen(commitment: Commitment, stamp: Stamp) -> Reopened:
    """Open again; what settled it stays in the history."""
    _must_be_known(commitment)
    if commitment.settlement is None:
        raise AlreadyOpenError(commitment.id, commitment.what)
    return Reopened(**stamp, of=commitment.settlement.id)


def confirm(commitment: Commitment, stamp: Stamp, *, whose: str, satisfied: bool) -> Confirmed:
    """A recipient's word on what was kept."""
    _must_be_known(commitment)
    if not isinstance(commitment.settlement, Kept):
        raise NotKeptError(commitment.id, commitment.what, commitment.state)
    return Confirmed(**stamp, of=commitment.settlement.id, whose=whose, satisfied=satisfied)


def repair(commitment: Commitment, stamp: Stamp) -> Repaired:
    """What was done to make a miss, a late or a partial keeping right."""
    _must_be_known(commitment)
    if commitment.settlement is None or not repairable(commitment):
        state = f"{commitment.state} in full on time" if commitment.state == "kept" else commitment.state
        raise NothingToRepairError(commitment.id, commitment.what, state)
    return Repaired(**stamp, of=commitment.settlement.id)


def repairable(commitment: Commitment) -> bool:
    """Whether something was left to make right: a miss, or a keeping that was late or in part."""
    if commitment.state == "kept":
        return commitment.settled_late() or (commitment.part or 0) < 1
    return commitment.state == "missed"


def note(commitment: Commitment, stamp: Stamp, *, help_wanted: bool | None) -> Noted:
    """A note, which may ask for a hand or say that one was found."""
    _must_be_known(commitment)
    return Noted(**stamp, help_wanted=help_wanted)


def edit(commitment: Commitment, stamp: Stamp, now: Particulars) -> Edited:
    """A correction of the fields that differ; the due date only shortly after making and before both dates."""
    _must_be_known(commitment)
    given = [name for name in now.__struct_fields__ if not _is_unset(getattr(now, name))]
    changed = [name for name in given if getattr(now, name) != getattr(commitment, name)]
    if not changed:
        raise NothingToChangeError(commitment.id)
    new = now.due
    if "due" in changed:
        _must_be_open(commitment)
        assert isinstance(new, Due | None)
        if not due_editable(commitment.made, commitment.judged_due, new, stamp["logged"]):
            raise DueNotEditableError(commitment.id)
    return Edited(
        **stamp,
        was=Particulars(**{name: getattr(commitment, name) for name in changed}),
        now=Particulars(**{name: getattr(now, name) for name in changed}),
    )


def whose_word(commitment: Commitment, said: str | None, me: str, people: Mapping[str, Person]) -> str:
    """The recipient who speaks: as said, else me where I am one of them, else the only one there is.

    Any member of a circle speaks for it but the maker: nobody vouches for what they promised to others.
    """
    members = {member for handle in commitment.to for member in _members(handle, people)} - {commitment.maker}
    speakers = members | set(commitment.to)
    if said is not None:
        if said not in speakers:
            raise NotARecipientError(commitment.id, said)
        return said
    if me in speakers:
        return me
    if len({*commitment.to}) > 1:
        raise WhoseWordError(commitment.id, commitment.to)
    return commitment.to[0]


def _members(handle: str, people: Mapping[str, Person]) -> tuple[str, ...]:
    person = people.get(handle)
    return person.members if person is not None else ()


def _is_unset(value: object) -> bool:
    from msgspec import UNSET

    return value is UNSET


def _must_be_known(commitment: Commitment) -> None:
    if commitment.foreign:
        raise UnknownEventError(commitment.id, commitment.foreign[0])
    if commitment.state == "undone":
        raise UndoneError(commitment.id, commitment.what)


def _must_be_open(commitment: Commitment) -> None:
    _must_be_known(commitment)
    if commitment.state != "open":
        raise AlreadySettledError(commitment.id, commitment.what, commitment.state)


def _must_be_a_possible_moment(commitment: Commitment, event: Kept, at: Due, typed: str) -> None:
    now = event.logged
    if at_is_future(at, now, commitment.zone):
        raise FutureDateError(typed, str(at))
    if settled_moment(event, commitment.zone) < commitment.made_at:
        raise BeforeMakingError(commitment.id, typed)
    judged = commitment.judged_due
    if isinstance(at, Day) and isinstance(judged, Instant) and judged.day_in(commitment.zone) == at.on:
        raise SayTheTimeError(commitment.id, typed)


def at_is_future(at: Due, now: datetime, zone: str) -> bool:
    """Whether what is said to have happened lies after now: a later moment, or a later day."""
    return at.at > now if isinstance(at, Instant) else at.day_in(zone) > day_of(now, zone)
