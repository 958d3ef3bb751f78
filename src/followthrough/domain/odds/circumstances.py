"""What is known of a promise on the day it is made: to whom, for how long, how much is open for that week already."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import UNSET, Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due, day_of
from followthrough.domain.events import AnyEvent, Edited, Made, Moved, Retracted

Week = tuple[int, int]
"""An ISO year and the number of a week in it, from Monday to Sunday."""


class Circumstances(Struct, frozen=True, kw_only=True):
    """To whom (None: not said), due in how many days, and how many promises were open for that week already.

    The due date is the one it was made with: what became of it later was not known then. Without one there is no
    length and no load.
    """

    to: tuple[str, ...] | None = None
    length: int | None = None
    load: int | None = None


def circumstances(to: Iterable[str], due: Due | None, zone: str, made_at: datetime, load: int | None) -> Circumstances:
    """The circumstances of a promise made to these at that moment; of nobody in particular where there are none."""
    return Circumstances(
        to=tuple(sorted(to)) or None,
        length=None if due is None else max(0, (due.day_in(zone) - day_of(made_at, zone)).days),
        load=load,
    )


def week_of(due: Due, zone: str) -> Week:
    """The week that a due date lies in, by its day in that zone."""
    year, week, _ = due.day_in(zone).isocalendar()
    return year, week


class Loads:
    """How many of these promises were open for a week at any moment."""

    def __init__(self, commitments: Iterable[Commitment]) -> None:
        begun, ended = defaultdict[Week, list[float]](list), defaultdict[Week, list[float]](list)
        self._first_due: dict[str, Due | None] = {}
        for commitment in commitments:
            dates = list(dates_shown(commitment))
            self._first_due[commitment.id] = dates[0][1]
            for week, first, last in _stretches(commitment, dates):
                begun[week].append(first)
                ended[week].append(last)
        self._begun = {week: sorted(moments) for week, moments in begun.items()}
        self._ended = {week: sorted(moments) for week, moments in ended.items()}

    def before(self, week: Week, moment: datetime) -> int:
        """How many were made before that moment, due in that week, and not settled by then."""
        at = moment.timestamp()
        return bisect_left(self._begun.get(week, ()), at) - bisect_right(self._ended.get(week, ()), at)

    def circumstances_of(self, commitment: Commitment) -> Circumstances:
        """The circumstances in which one of these promises was made."""
        due = self._first_due[commitment.id]
        zone, made_at = commitment.zone, commitment.made_at
        load = None if due is None else self.before(week_of(due, zone), made_at)
        return circumstances(commitment.to, due, zone, made_at, load)


def dates_shown(commitment: Commitment) -> Iterator[tuple[datetime, Due | None]]:
    """The due dates that it had one after the other, each from when on; the first one as it was corrected."""
    void = _taken_back(commitment.history)
    shown: tuple[datetime, Due | None] = (commitment.made_at, None)
    for event in commitment.history:
        if event.id in void:
            continue
        if isinstance(event, Made):
            shown = (commitment.made_at, event.due)
        elif isinstance(event, Edited) and event.now.due is not UNSET:
            shown = (shown[0], event.now.due)
        elif isinstance(event, Moved):
            yield shown
            shown = (event.logged, event.due)
    yield shown


def _taken_back(history: Sequence[AnyEvent]) -> set[str]:
    void: set[str] = set()
    for event in reversed(history):
        if type(event) is Retracted and event.id not in void:
            void.add(event.of)
    return void


_STILL_OPEN = float("inf")


def _stretches(
    commitment: Commitment, dates_shown: Iterable[tuple[datetime, Due | None]]
) -> Iterator[tuple[Week, float, float]]:
    """Each week it was due in while it was open: the week, from when on and until when, in seconds of the epoch."""
    settled = _STILL_OPEN if commitment.settled_at is None else commitment.settled_at.timestamp()
    dates = [(moment.timestamp(), due) for moment, due in dates_shown]
    for (first, due), (following, _) in zip(dates, [*dates[1:], (settled, None)], strict=True):
        last = min(following, settled)
        if due is not None and first < last:
            yield week_of(due, commitment.zone), first, last
