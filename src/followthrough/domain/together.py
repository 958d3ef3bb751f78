"""What a circle's report shows of its members: each as openly as they chose, and nobody's figures by subtraction."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import FilteredCircleError, TooFewMembersError
from followthrough.domain.events import Tombstone
from followthrough.domain.people import Openness
from followthrough.domain.reliability.outcome import judge
from followthrough.domain.reliability.tally import Tally
from followthrough.domain.reliability.window import Count, Counts, OnTime

ENOUGH_MEMBERS = 3
"""So many have to be in a sum in which nobody is named, each with a promise in n: of two, either knows the other's."""


class Part(Struct, frozen=True, kw_only=True):
    """The promises of one member who may be named, all time."""

    name: str
    on_time: OnTime
    counts: Counts


class Recorder(Struct, frozen=True, kw_only=True):
    """Who may be named, and how many of the events they logged."""

    name: str
    events: Count


class Logged(Struct, frozen=True, kw_only=True):
    """Who logged how many of the events: those who may be named, all others together, and on how many replicas."""

    named: tuple[Recorder, ...]
    others: Count
    by_others: Count
    replicas: Count


class Together(Struct, frozen=True, kw_only=True):
    """The members of a circle in its report: `parts` by name, the others in its sums alone or left out of them.

    `withheld` says that nobody is shown on their own, since the figures of fewer than three others would follow.
    """

    parts: tuple[Part, ...]
    counted_only: Count
    withheld: bool
    left_out: Count
    logged: Logged


class Members:
    """Counts what each member of a circle made and logged who is not left out.

    `chosen` is how openly they are shown, `openly` how openly this report does: not more.
    """

    def __init__(
        self, circle: str, chosen: Mapping[str, Openness], openly: Mapping[str, Openness], left_out: int
    ) -> None:
        self._circle = circle
        self._openly = openly
        self.hidden = _counted_only(openly)
        """The members whose names are off."""
        self.unlisted = _counted_only(chosen)
        """Those whose promises are not listed, however this report names them."""
        self._left_out = left_out
        self._tallies = {handle: Tally() for handle in openly}
        self._judged: set[str] = set()
        """Who has a promise that can be judged: nobody else hides another one behind it."""
        self._recorders: Counter[str] = Counter()
        self._replicas: set[str] = set()

    @property
    def withheld(self) -> bool:
        """Whether the rest would tell what became of the promises of fewer than three whose names are off."""
        return self._tells_of(self.hidden)

    @property
    def may_list(self) -> bool:
        """Whether promises may be listed: what became of some would tell the same of the others."""
        return not self._tells_of(self.unlisted)

    def _tells_of(self, hidden: frozenset[str]) -> bool:
        return bool(hidden) and len(hidden & self._judged) < ENOUGH_MEMBERS

    def add(self, commitment: Commitment, now: datetime) -> None:
        """Count a promise, and who logged what of it."""
        judged = judge(commitment, now)
        if judged.in_n:
            self._judged.add(commitment.maker)
        if commitment.maker not in self.hidden:
            self._tallies[commitment.maker].add(commitment, judged)
        for event in commitment.history:
            self._recorders[event.by] += 1
            self._replicas.add(event.id.partition(".")[0])

    def forget(self, tombstones: Iterable[Tombstone]) -> None:
        """Count those of which only this is left. They hide nobody: no figure has them."""
        for each in tombstones:
            self._tallies[each.maker].forget()

    def check(self, *, filtered: bool) -> None:
        """Raise TooFewMembersError, FilteredCircleError where the figures would tell whose they are."""
        if filtered and self.hidden:
            raise FilteredCircleError(self._circle)
        if not self._openly or (self.hidden and len(self._judged) < ENOUGH_MEMBERS):
            raise TooFewMembersError(self._circle)

    def together(self, name: Callable[[str], str | None]) -> Together:
        """What may be shown; `name` says how a member is named, or None."""
        alone = [] if self.withheld else [handle for handle in self._openly if handle not in self.hidden]
        parts = (self._part(handle, name(handle) or "") for handle in alone)
        return Together(
            parts=tuple(sorted(parts, key=lambda each: (each.name.casefold(), each.name))),
            counted_only=len(self._openly) - len(alone),
            withheld=self.withheld,
            left_out=self._left_out,
            logged=self._logged(alone, name),
        )

    def _part(self, handle: str, name: str) -> Part:
        window = self._tallies[handle].window()
        return Part(name=name, on_time=window.on_time, counts=window.counts)

    def _logged(self, alone: Collection[str], name: Callable[[str], str | None]) -> Logged:
        """Of fewer than three others nobody is to know how much they logged, so nobody else is named then."""
        others = [each for each in self._recorders if each not in alone]
        if 0 < len(others) < ENOUGH_MEMBERS:
            others = [*self._recorders]
        named = (
            Recorder(name=name(each) or "", events=count)
            for each, count in self._recorders.items()
            if each not in others
        )
        return Logged(
            named=tuple(sorted(named, key=lambda each: (each.name.casefold(), each.name))),
            others=len(others),
            by_others=sum(self._recorders[each] for each in others),
            replicas=len(self._replicas),
        )


def _counted_only(openly: Mapping[str, Openness]) -> frozenset[str]:
    return frozenset(handle for handle, each in openly.items() if each == "counted")
