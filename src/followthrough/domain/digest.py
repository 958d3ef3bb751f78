"""What deserves attention now: the sections of today's view and of a digest."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import day_of
from followthrough.domain.selection import Party

KEPT_LATELY = timedelta(days=7)


class Digest(Struct, frozen=True, kw_only=True):
    """The commitments of each section, in the order in which they are to be read."""

    as_of: datetime
    kept_lately: tuple[Commitment, ...]
    overdue: tuple[Commitment, ...]
    due_today: tuple[Commitment, ...]
    due_soon: tuple[Commitment, ...]
    help_wanted: tuple[Commitment, ...]
    waiting_on_others: tuple[Commitment, ...]
    again: Commitment | None = None
    """One that was said before and forgotten since, brought up again."""
    later: int = 0
    """How many more of mine are open: due later, or without a due date."""
    earlier: Mapping[str, int] = MappingProxyType({})
    """By series, how many occurrences passed before the one that stands for them."""
    partial: bool = False
    """Whether a ledger could not be read, so that nobody can say that nothing is due."""

    def says_that_nothing_is_due(self) -> bool:
        """Whether there is nothing to attend to, and that is certain."""
        return not (self.says_something() or self.partial)

    def says_something(self) -> bool:
        """Whether there is anything to attend to; what was kept lately alone is no digest."""
        sections = (self.overdue, self.due_today, self.due_soon, self.help_wanted, self.waiting_on_others)
        return any(sections) or self.again is not None


Lead = Callable[[Commitment], timedelta]
"""How long before its due date a promise is due soon."""
DigestFormat = Literal["text", "markdown", "html", "discord", "json"]


def within_or_remind(within: timedelta) -> Lead:
    """The same time for all, or a promise's own `remind` where that is longer."""
    return lambda each: within if each.remind is None else max(within, timedelta(seconds=each.remind))


def digest(
    party: Party,
    unsettled: Iterable[Commitment],
    kept: Iterable[Commitment],
    *,
    now: datetime,
    lead: Lead,
    earlier: Mapping[str, int] = MappingProxyType({}),
) -> Digest:
    """The digest for one party from the open commitments, and those kept lately."""
    still_open = [each for each in unsettled if each.state == "open"]
    overdue: list[Commitment] = []
    today: list[Commitment] = []
    soon: list[Commitment] = []
    later = 0
    for each in filter(party.makes, still_open):
        if each.overdue(now):
            overdue.append(each)
        elif _due_day(each) == _day(each, now):
            today.append(each)
        elif _is_soon(each, now, lead):
            soon.append(each)
        else:
            later += 1
    return Digest(
        as_of=now,
        kept_lately=latest_first(each for each in kept if party.takes_part(each) and kept_lately(each, now)),
        overdue=_by_due(overdue, judged=True),
        due_today=_by_due(today),
        due_soon=_by_due(soon),
        help_wanted=_by_due(each for each in still_open if each.help_wanted),
        waiting_on_others=_by_due(each for each in still_open if party.awaits(each)),
        later=later,
        earlier=earlier,
    )


SECTIONS = ("kept_lately", "overdue", "due_today", "due_soon", "help_wanted", "waiting_on_others")


def each_in(digest: Digest, change: Callable[[Commitment], Commitment]) -> Digest:
    """The digest with every commitment changed so."""
    changed = {name: tuple(map(change, getattr(digest, name))) for name in SECTIONS}
    return replace(digest, **changed, again=None if digest.again is None else change(digest.again))


def together(digests: Sequence[Digest]) -> Digest:
    """One digest of those of several ledgers, each section in the order it has in any; at least one is given."""
    if len(digests) == 1:
        return digests[0]
    pooled = {name: [each for digest in digests for each in getattr(digest, name)] for name in SECTIONS}
    return Digest(
        as_of=digests[0].as_of,
        kept_lately=latest_first(pooled["kept_lately"]),
        overdue=_by_due(pooled["overdue"], judged=True),
        due_today=_by_due(pooled["due_today"]),
        due_soon=_by_due(pooled["due_soon"]),
        help_wanted=_by_due(pooled["help_wanted"]),
        waiting_on_others=_by_due(pooled["waiting_on_others"]),
        again=next((each.again for each in digests if each.again is not None), None),
        later=sum(each.later for each in digests),
        earlier={series: count for each in digests for series, count in each.earlier.items()},
    )


def _by_due(commitments: Iterable[Commitment], *, judged: bool = False) -> tuple[Commitment, ...]:
    return tuple(sorted(commitments, key=by_judged_due if judged else by_due))


_NEVER = datetime.max.replace(tzinfo=UTC)


def _deadline_first(which: Callable[[Commitment], datetime | None]) -> Callable[[Commitment], tuple[datetime, str]]:
    def key(commitment: Commitment) -> tuple[datetime, str]:
        deadline = which(commitment)
        return (_NEVER if deadline is None else deadline, commitment.id)

    return key


def _first_deadline(commitment: Commitment) -> datetime | None:
    due, judged_due, zone = commitment.due, commitment.judged_due, commitment.zone
    if due is None or judged_due is None or due is judged_due:
        either = due or judged_due
        return None if either is None else either.deadline(zone)
    return min(due.deadline(zone), judged_due.deadline(zone))


by_due = _deadline_first(_first_deadline)
"""Sorts by the due date that is shown or, where it is earlier, judged by; those without one last, then by id."""
by_judged_due = _deadline_first(lambda each: None if each.judged_due is None else each.judged_due.deadline(each.zone))


def latest_first(settled: Iterable[Commitment]) -> tuple[Commitment, ...]:
    """Settled commitments, the one settled last before the others."""
    return tuple(sorted(settled, key=lambda each: (_settled(each), each.id), reverse=True))


def _settled(commitment: Commitment) -> datetime:
    return commitment.settled_at or commitment.made_at


def chase_has_come(commitment: Commitment, now: datetime, zone: str) -> bool:
    """Whether it was to be asked about on this day of that zone, or earlier."""
    return commitment.chase is not None and commitment.chase.day_in(zone) <= day_of(now, zone)


def kept_lately(commitment: Commitment, now: datetime) -> bool:
    """Whether it was kept in the last seven days."""
    return commitment.state == "kept" and timedelta(0) <= now - _settled(commitment) <= KEPT_LATELY


def _due_day(commitment: Commitment) -> date | None:
    return None if commitment.due is None else commitment.due.day_in(commitment.zone)


def _day(commitment: Commitment, moment: datetime) -> date:
    return day_of(moment, commitment.zone)


def _is_soon(commitment: Commitment, now: datetime, lead: Lead) -> bool:
    day = _due_day(commitment)
    return day is not None and day <= _day(commitment, now + lead(commitment))
