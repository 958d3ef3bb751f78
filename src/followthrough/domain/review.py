"""What a review is about: the promises that need a decision now, after what was kept since the last one."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import chase_has_come, digest, kept_lately, latest_first, within_or_remind
from followthrough.domain.due import fixed
from followthrough.domain.events import Kept
from followthrough.domain.round import Round
from followthrough.domain.selection import Party

AHEAD = timedelta(days=7)
"""How far ahead a review looks, where a promise's own reminder does not reach further."""


def decisions(party: Party, unsettled: Iterable[Commitment], *, now: datetime, zone: str) -> tuple[Commitment, ...]:
    """What needs a decision now, in the order in which it is asked about.

    Overdue ones of mine, the longest overdue first; those of mine due today and soon; then those promised to me that
    are overdue or were to be asked about by now.
    """
    found = digest(party, unsettled, (), now=now, lead=within_or_remind(AHEAD))
    waiting = [each for each in found.waiting_on_others if each.overdue(now) or chase_has_come(each, now, zone)]
    return (*found.overdue, *found.due_today, *found.due_soon, *waiting)


def still_to_ask(found: Sequence[Commitment], round_: Round) -> tuple[Commitment, ...]:
    """Those that the round has not come to yet."""
    return tuple(each for each in found if not round_.has_asked(each.id))


def round_now(last: Round | None, found: Sequence[Commitment], now: datetime) -> Round:
    """The round that a review goes on with: the last one while it has something left to ask, else a new one."""
    if last is None:
        return Round(began=now)
    return Round(began=now, stopped=last.stopped) if last.over or not still_to_ask(found, last) else last


def kept_since(
    party: Party, settled: Iterable[Commitment], last: Round | None, now: datetime
) -> tuple[Commitment, ...]:
    """What was recorded as kept since the last review, of mine and promised to me, the latest first.

    Before the first review that is what was kept in the last seven days.
    """
    mine = (each for each in settled if party.takes_part(each))
    if last is None or last.stopped is None:
        return latest_first(each for each in mine if kept_lately(each, now))
    return latest_first(each for each in mine if _kept_after(each, last.stopped, last.answered))


def _kept_after(commitment: Commitment, stopped: datetime, answered: Sequence[str]) -> bool:
    if not isinstance(commitment.settlement, Kept):
        return False
    logged = fixed(commitment.settlement.logged)
    # Moments are whole seconds: what was kept in that very one is news unless the review itself recorded it.
    return logged > stopped or (logged == fixed(stopped) and commitment.id not in answered)
