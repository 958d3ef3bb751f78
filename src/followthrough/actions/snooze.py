"""Leave a promise out of reminders for a while: a matter of this machine, of which the ledger knows nothing."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from followthrough.actions.asking import date_typed, said_besides
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.finding import find
from followthrough.actions.ports import Book
from followthrough.actions.recording import Changed
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day, Instant, first_moment, first_second_of, in_zone
from followthrough.domain.errors import AlreadySettledError, BadSnoozesError, NotSnoozedError, PastDateError
from followthrough.rendering.wording import distance, long_due

if TYPE_CHECKING:
    from followthrough.domain.noticing import Snoozes

REMEMBERED = timedelta(days=365)
"""How long a snooze that is over is kept; by it, what comes back is told as new."""


def snooze(workspace: WiderWorkspace, typed: str, *, when: str) -> Changed:
    """Leave it out until then; a day stands for its first moment in this user's zone.

    Raises AlreadySettledError, PastDateError, PhraseNotUnderstoodError, what `find` raises, BadSnoozesError,
    SnoozesNotKeptError.
    """
    book, now = workspace.ledger.read(), workspace.now()
    commitment = _open(book, typed)
    understood = date_typed(workspace, when)
    until = first_moment(understood.due, workspace.zone)
    if until <= now:
        raise PastDateError(when, "the beginning of this day")
    with workspace.marks.snoozing():
        kept = {key: each for key, each in workspace.marks.snoozes().items() if each > now - REMEMBERED}
        workspace.marks.keep_snoozes(kept | {commitment.id: until})
    said = (
        f"Reminders and ft digest --new leave it out until {_said(until, workspace.zone)} "
        f"({distance(understood.due, now, workspace.zone)}), {workspace.zone}, "
        "and then bring it as new. ft and ft digest show it as before."
    )
    return Changed(
        did="snoozed", commitments=(commitment,), book=book, notices=(said, *said_besides(workspace, understood))
    )


def wake(workspace: WiderWorkspace, typed: str) -> Changed:
    """Leave it out no longer: it comes as new. Raises NotSnoozedError, and what `find` raises."""
    book, now = workspace.ledger.read(), workspace.now()
    commitment = find(book, typed)
    with workspace.marks.snoozing():
        snoozes = workspace.marks.snoozes()
        if not _lasts(snoozes, commitment, now):
            raise NotSnoozedError(commitment.id)
        workspace.marks.keep_snoozes({**snoozes, commitment.id: now})
    return Changed(did="woken", commitments=(commitment,), book=book, notices=("Reminders no longer leave it out.",))


def snooze_said(workspace: WiderWorkspace, commitment: Commitment) -> str | None:
    """That reminders leave a promise out, where they do and that can be told."""
    try:
        snoozes = workspace.marks.snoozes()
    except BadSnoozesError:
        return None
    if commitment.state != "open" or not _lasts(snoozes, commitment, workspace.now()):
        return None
    return f"Snoozed until {_said(snoozes[commitment.id], workspace.zone)}: reminders leave it out."


def _open(book: Book, typed: str) -> Commitment:
    commitment = find(book, typed)
    if commitment.state != "open":
        raise AlreadySettledError(commitment.id, commitment.what, commitment.state)
    return commitment


def _lasts(snoozes: "Snoozes", commitment: Commitment, now: datetime) -> bool:
    return commitment.id in snoozes and snoozes[commitment.id] > now


def _said(until: datetime, zone: str) -> str:
    """The day, where it is the first moment of one, else the moment."""
    day = in_zone(until, zone).date()
    return long_due(Day(day) if first_second_of(day, zone) == until else Instant(until), zone)
