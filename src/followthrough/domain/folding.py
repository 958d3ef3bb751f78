"""The fold: the commitment that the events of a history amount to, in their order."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from followthrough.domain.commitment import Commitment, State, given_at, settled_moment, settled_state
from followthrough.domain.due import FIRST_YEAR, LAST_YEAR
from followthrough.domain.events import AnyEvent, Edited, Kept, Made, Moved, event_order
from followthrough.domain.retractions import Retractions
from followthrough.domain.standing import Standing

_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


def ordered(history: Iterable[AnyEvent]) -> list[AnyEvent]:
    """The events by (n, logged, replica, number): the same order on every machine that has them all."""
    events = list(history)
    last, in_order = 0, True
    for event in events:
        n = event.n
        if n <= last:
            in_order = False
        last = n
        if event.logged.year not in _YEARS:
            raise ValueError(f"{event.id} was logged in the year {event.logged.year}")
    return events if in_order else sorted({event.id: event for event in reversed(events)}.values(), key=event_order)


def fold(commitment_id: str, history: Iterable[AnyEvent], foreign: Sequence[str] = ()) -> Commitment:
    """The state of a commitment after these events. Raises ValueError where none of them made it."""
    events = ordered(history)
    standing = Standing(events)
    retractions = None
    if standing.retracted:
        retractions = Retractions(events)
        standing = Standing(retractions.left())
    made, settlement = standing.made, standing.settlement
    if made is None:
        return _unmade(commitment_id, events, foreign)
    if settlement is None:
        return _commitment(commitment_id, made, standing, "open", None, events, foreign)
    settled_at = settled_moment(settlement, made.zone)
    if retractions is not None:
        settled_at = max(settled_at, retractions.since(settlement))
    return _commitment(commitment_id, made, standing, settled_state(settlement), settled_at, events, foreign)


def _unmade(commitment_id: str, events: list[AnyEvent], foreign: Sequence[str]) -> Commitment:
    """What was made and taken back: the state is `undone`, everything else as its making said."""
    standing = Standing([event for event in events if isinstance(event, Made | Edited | Moved)])
    if standing.made is None:
        raise ValueError("no event made it")
    return _commitment(commitment_id, standing.made, standing, "undone", None, events, foreign)


def _commitment(
    commitment_id: str,
    made: Made,
    standing: Standing,
    state: State,
    settled_at: datetime | None,
    history: Sequence[AnyEvent],
    foreign: Sequence[str],
) -> Commitment:
    """What stands, as a value. By place: naming 29 fields takes eight times as long as making the commitment."""
    settlement, confirmation = standing.settlement, standing.confirmation
    return Commitment(
        commitment_id,
        standing.what,
        made.maker,
        standing.to,
        standing.due,
        standing.judged_due,
        made.zone,
        state,
        given_at(made),
        settled_at,
        settlement.part if type(settlement) is Kept else None,
        made.confidence,
        standing.tags,
        standing.visibility,
        standing.remind,
        standing.chase,
        made.series,
        standing.moves,
        standing.moved_in_time,
        standing.moved_late,
        None if confirmation is None else confirmation.satisfied,
        confirmation,
        standing.in_own_hand,
        standing.repaired,
        standing.help_wanted,
        settlement,
        standing.contested,
        tuple(history),
        tuple(foreign),
    )


def taken_back(history: Iterable[AnyEvent]) -> frozenset[str]:
    """The ids of the events that are retracted, by retractions that have an effect and are not retracted."""
    return Retractions(ordered(history)).void
