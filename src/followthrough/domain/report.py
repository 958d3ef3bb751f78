"""A report: a scorecard written up to be shared, with what it rests on and the promises it may show."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from heapq import heappush, heappushpop
from typing import Literal

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due, day_of
from followthrough.domain.folding import taken_back
from followthrough.domain.people import Openness, Person
from followthrough.domain.reliability.basis import Basis
from followthrough.domain.reliability.outcome import Judged, Outcome
from followthrough.domain.reliability.scorecard import Scorecard
from followthrough.domain.reliability.window import Count, Share
from followthrough.domain.together import Together

Detail = Literal["counts", "titles", "full"]
Names = Literal["full", "initials", "none"]
MOST_LISTED = 500
CANNOT_SEE = (
    "Promises that nobody wrote down.",
    "How much a promise mattered, and how hard it was to keep.",
    "What the other side would say, where one side alone told the story.",
)
"""What no figure here can know; a report says it wherever it goes."""
CANNOT_SEE_FORMER = "What was promised to it by others than those who are its members now."
CANNOT_SEE_LEFT_OUT = "What members promised who are left out."
CANNOT_SEE_TOGETHER = "Whether a promise was written down in two ledgers: it is then counted twice."


class Particulars(Struct, frozen=True, kw_only=True):
    """What `full` adds about a promise; `maker` and `to` are None or empty where names are hidden."""

    maker: str | None
    to: tuple[str, ...]
    made: date
    part: Share | None
    seconds_late: Count
    credit: Share | None
    moves: Count
    confirmed: bool | None
    repaired: bool
    tags: tuple[str, ...]
    notes: tuple[str, ...]


class Shown(Struct, frozen=True, kw_only=True):
    """One promise as a report shows it; `due` is the one it is judged by."""

    id: str
    what: str
    outcome: Outcome
    due: Due | None
    zone: str
    settled: date | None
    more: Particulars | None


class Listing(Struct, frozen=True, kw_only=True):
    """The latest promises whose text may be shown, of how many such; all others are counted only."""

    latest: tuple[Shown, ...]
    may_be_shown: Count
    counted_only: Count


class Report(Struct, frozen=True, kw_only=True):
    """All that is shared. `members` is None for one maker, else how many are counted, of whom `together` says more.

    `names` is None where only the subject is named, and of a circle each member as they chose. `zone` is where `as_of`
    is meant, `replicas` the number of the last event of each that was counted, `scorecards` how many were added up
    (None: it was read from a ledger).
    """

    name: str
    members: Count | None
    detail: Detail
    names: Names | None
    zone: str
    scorecard: Scorecard
    basis: Basis | None
    scorecards: Count | None
    replicas: dict[str, Count]
    listing: Listing | None
    together: Together | None = None

    @property
    def cannot_see(self) -> tuple[str, ...]:
        """What no figure in it can know."""
        left_out = self.together is not None and self.together.left_out
        added_up = self.scorecards is not None
        return (
            *CANNOT_SEE,
            *((CANNOT_SEE_FORMER,) if self.together is not None else ()),
            *((CANNOT_SEE_LEFT_OUT,) if left_out else ()),
            *((CANNOT_SEE_TOGETHER,) if added_up else ()),
        )

    @property
    def today(self) -> date:
        """The day of `as_of`."""
        return day_of(self.scorecard.as_of, self.zone)


def may_show(commitment: Commitment, *, circle: bool) -> bool:
    """Whether its text may be in a report: public ones always, a circle's own in the report of a circle."""
    return commitment.visibility == "public" or (circle and commitment.visibility == "circle")


def initials(name: str) -> str:
    """`A. R.` for Ana Ruiz."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word)


def shown_name(name: str, names: Names | None, *, subject: bool = False) -> str | None:
    """How someone is named, or None: the subject in full unless names are restricted, others only where asked for."""
    match names:
        case "full":
            return name
        case "initials":
            return initials(name)
        case "none":
            return None
        case None:
            return name if subject else None


def as_chosen(chosen: Openness, names: Names | None) -> Openness:
    """How openly a member is shown where a report names people so: never more openly than they chose."""
    if names == "none" and chosen != "left-out":
        return "counted"
    return "initials" if (chosen, names) == ("named", "initials") else chosen


def shown_member(name: str, openly: Openness) -> str | None:
    """How a member is named, or None."""
    match openly:
        case "named":
            return name
        case "initials":
            return initials(name)
        case "counted" | "left-out":
            return None


class Latest:
    """Keeps the latest commitments that may be shown, by date and id, and counts the others.

    Of the makers who are `counted_only` none may.
    """

    def __init__(self, *, circle: bool, counted_only: Collection[str] = ()) -> None:
        self._circle = circle
        self._counted_only = counted_only
        self._heap: list[tuple[date, str, Commitment]] = []
        self._may = self._may_not = 0

    def add(self, commitment: Commitment) -> None:
        """Take one commitment; what was undone is in no report."""
        if commitment.state == "undone":
            return
        if commitment.maker in self._counted_only or not may_show(commitment, circle=self._circle):
            self._may_not += 1
            return
        self._may += 1
        push = heappush if len(self._heap) < MOST_LISTED else heappushpop
        push(self._heap, (commitment.date(), commitment.id, commitment))

    @property
    def commitments(self) -> Sequence[Commitment]:
        """The latest first."""
        return [commitment for _, _, commitment in sorted(self._heap, key=lambda each: each[:2], reverse=True)]

    def listing(self, shown: Iterable[Shown]) -> Listing:
        """The listing of these, which are shown in some detail."""
        return Listing(latest=tuple(shown), may_be_shown=self._may, counted_only=self._may_not)

    def withheld(self) -> Listing:
        """The listing of none."""
        return Listing(latest=(), may_be_shown=0, counted_only=self._may + self._may_not)


Name = Callable[[str], str | None]
"""How a report names the person of a handle, or None."""


def by_name(names: Names | None, people: Mapping[str, Person]) -> Name:
    """How everyone is named alike."""
    return lambda handle: shown_name(people[handle].name if handle in people else handle, names)


def shown(commitment: Commitment, judged: Judged, *, full: bool, name: Name) -> Shown:
    """A commitment as a report shows it."""
    return Shown(
        id=commitment.id,
        what=commitment.what,
        outcome=judged.outcome,
        due=commitment.judged_due,
        zone=commitment.zone,
        settled=None if commitment.settled_at is None else day_of(commitment.settled_at, commitment.zone),
        more=_particulars(commitment, judged, name) if full else None,
    )


def _particulars(commitment: Commitment, judged: Judged, name: Name) -> Particulars:
    void = taken_back(commitment.history)
    return Particulars(
        maker=name(commitment.maker),
        to=tuple(named for handle in commitment.to if (named := name(handle)) is not None),
        made=day_of(commitment.made_at, commitment.zone),
        part=commitment.part,
        seconds_late=judged.seconds_late,
        credit=judged.credit,
        moves=commitment.moves,
        confirmed=commitment.confirmed,
        repaired=commitment.repaired,
        tags=commitment.tags,
        notes=tuple(event.note for event in commitment.history if event.note and event.id not in void),
    )
