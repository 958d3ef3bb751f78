"""The scorecard: the counts and rates of one maker, or of a circle, in three windows of time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from heapq import heappush, heappushpop
from typing import Annotated

from msgspec import Meta, Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Tombstone
from followthrough.domain.reliability.calibration import Calibration, calibrate
from followthrough.domain.reliability.outcome import COUNTED, Judged, Outcome, judge
from followthrough.domain.reliability.tally import Tally
from followthrough.domain.reliability.trend import DayCount, Days, Month
from followthrough.domain.reliability.window import Count, Windows, WindowSums

RECENT_DAYS = 90
RECENT_COUNT = 20
_ON_TIME, _PENDING, _UNDONE = Outcome.KEPT_ON_TIME, Outcome.PENDING, Outcome.UNDONE


class Chosen(Struct, frozen=True, kw_only=True):
    """Which filters were set, and how many of the maker's promises they leave."""

    filters: tuple[str, ...]
    promises: Count
    of: Count


class Source(Struct, frozen=True, kw_only=True):
    """Which ledger was counted at which moment, and a key for each maker, so that nobody is counted twice."""

    ledger: str
    makers: Annotated[tuple[str, ...], Meta(min_length=1)]
    as_of: datetime


class Scorecard(Struct, frozen=True, kw_only=True):
    """The whole of it, as of a moment; `chosen` is None where it counts every promise.

    `sources` has one entry, or one for each scorecard that was added up; `calendar` covers the last 53 weeks.
    """

    who: str
    as_of: datetime
    windows: Windows
    calibration: Calibration
    trend: tuple[Month, ...]
    calendar: tuple[DayCount, ...]
    sums: WindowSums
    sources: tuple[Source, ...]
    chosen: Chosen | None = None


def source(ledger: str, makers: Iterable[str], as_of: datetime) -> Source:
    """The source that a ledger is for these makers; a key is 16 hex digits of SHA-256, so handles stay at home."""
    keys = (sha256(f"{ledger}/{maker}".encode()).hexdigest()[:16] for maker in makers)
    return Source(ledger=ledger, makers=tuple(sorted(keys)), as_of=as_of)


def scorecard(
    who: str,
    commitments: Iterable[Commitment],
    forgotten: Iterable[Tombstone],
    *,
    now: datetime,
    today: date,
    counted: Source | None = None,
    chosen: Chosen | None = None,
) -> Scorecard:
    """The figures of one maker's commitments at a moment; what was undone is in none of them."""
    everything, recent, last = Tally(), Tally(), Tally()
    first = today - timedelta(days=RECENT_DAYS - 1)
    latest: list[tuple[date, str, Commitment, Judged]] = []
    days = Days()
    for commitment in commitments:
        judged = judge(commitment, now)
        outcome = judged.outcome
        if outcome is _UNDONE:
            continue
        day = commitment.date()
        everything.add(commitment, judged)
        if day >= first and (day <= today or outcome is not _PENDING):
            recent.add(commitment, judged)
        if outcome in COUNTED:
            days.add(day, outcome is _ON_TIME, 1)
            if len(latest) < RECENT_COUNT:
                heappush(latest, (day, commitment.id, commitment, judged))
            elif day >= latest[0][0]:
                heappushpop(latest, (day, commitment.id, commitment, judged))
    for tombstone in forgotten:
        everything.forget()
        if tombstone.logged.date() >= first:
            recent.forget()
    for _, _, commitment, judged in latest:
        last.add(commitment, judged)
    return Scorecard(
        who=who,
        as_of=now,
        windows=Windows(all=everything.window(), days_90=recent.window(), last_20=last.window()),
        calibration=calibrate(everything.forecasts),
        trend=days.months(),
        calendar=days.calendar(today),
        sums=WindowSums(all=everything.sums(), days_90=recent.sums()),
        sources=(counted or source("", (who,), now),),
        chosen=chosen,
    )
