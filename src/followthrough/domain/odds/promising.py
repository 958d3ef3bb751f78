"""The odds for a promise to be made, from the promises that its maker made before."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due
from followthrough.domain.odds.circumstances import Loads, circumstances, week_of
from followthrough.domain.odds.track_record import Estimate, TrackRecord
from followthrough.domain.reliability.outcome import judge


class Odds(Struct, frozen=True, kw_only=True):
    """What was asked, what the record says to it, and how many promises are open for that week already.

    `open_that_week` is None without a due date, and where too little came due to judge.
    """

    to: tuple[str, ...]
    by: Due | None
    estimate: Estimate
    open_that_week: int | None


def odds_for(
    made: Iterable[Commitment], to: tuple[str, ...], by: Due | None, *, zone: str, at: datetime, now: datetime
) -> Odds:
    """The odds for a promise made at that moment, from the others that its maker has made, as they are now."""
    mine = list(made)
    load = None if by is None else _open_for_the_week_of(by, zone, mine)
    estimate = track_record(mine, now).estimate(circumstances(to, by, zone, at, load))
    return Odds(to=to, by=by, estimate=estimate, open_that_week=None if estimate.odds is None else load)


def track_record(made: Iterable[Commitment], now: datetime) -> TrackRecord:
    """The track record that one maker's promises amount to at a moment; what was undone counts for nothing in it."""
    mine = list(made)
    loads, record = Loads(mine), TrackRecord()
    for commitment in mine:
        judged = judge(commitment, now)
        if judged.in_n:
            record.add(loads.circumstances_of(commitment), on_time=judged.in_k)
    return record


def _open_for_the_week_of(by: Due, zone: str, made: Iterable[Commitment]) -> int:
    week = week_of(by, zone)
    return sum(
        1 for each in made if each.state == "open" and each.due is not None and week_of(each.due, each.zone) == week
    )
