"""What the actions need from outside, in memory: a ledger, a clock, preferences, randomness that repeats itself."""

import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import msgspec

from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.joined import JoinedBook
from followthrough.actions.merge import Copy
from followthrough.actions.occurring import decided
from followthrough.actions.ports import Book, Change, Decide, Pen, Written, as_one_step
from followthrough.domain.commitment import Commitment
from followthrough.domain.dates import Habits
from followthrough.domain.due import in_zone
from followthrough.domain.errors import (
    BadBookmarkError,
    BookmarkNotKeptError,
    ForgottenHandleError,
    NoLedgerError,
    NoSuchFileError,
)
from followthrough.domain.events import AnyEvent, AnyTombstone, Tombstone
from followthrough.domain.folding import fold
from followthrough.domain.forgetting import ForgottenPeople
from followthrough.domain.hours import Hours, read_hours
from followthrough.domain.identifiers import COMMITMENT_LENGTH, REPLICA_LENGTH, new_name
from followthrough.domain.merging import Brought
from followthrough.domain.occurrences import passed_over, unstored
from followthrough.domain.people import Person, PersonEvent, fold_person
from followthrough.domain.round import Round
from followthrough.domain.series import Series, SeriesEvent, fold_series
from followthrough.domain.undoing import Recorded
from followthrough.formats.erasing import erased_event, first_named
from followthrough.formats.record import from_text
from followthrough.formats.record_writing import sealed
from tests.support.builders import NOW, ZONE
from tests.support.reminding import FakeMarks
from tests.support.sharing import FakeFiles, FakeSigning


class FakeClock:
    """A clock that stands still until it is set."""

    def __init__(self, moment: datetime | str = NOW, zone: str = ZONE) -> None:
        self._moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        self._zone = zone

    @property
    def zone(self) -> str:
        """The zone that days are meant in."""
        return self._zone

    def now(self) -> datetime:
        """The moment it was set to."""
        return in_zone(self._moment, self._zone)

    def set(self, moment: datetime | str) -> None:
        """Let it be that moment from now on."""
        self._moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment

    def forward(self, **length: float) -> None:
        """Let that much time pass: `days=1`, `minutes=20`."""
        self._moment += timedelta(**length)


class FakePreferences:
    """The settings of a user, in memory."""

    def __init__(
        self,
        me: str | None = "sam",
        *,
        quiet: Hours | None = None,
        habits: Habits | None = None,
        settings: Iterable[str] = (),
    ) -> None:
        self._me = me
        self.quiet = quiet
        self.habits = habits or Habits()
        self.settings = tuple(settings)
        self.views: Mapping[str, str] = {}

    def naming(self, handle: str) -> Sequence[str]:
        """The settings that are called after this person."""
        return [key for key in self.settings if key.rpartition(".")[2] == handle]

    @property
    def me(self) -> str | None:
        """The handle of this machine's user, if it is set."""
        return self._me

    def adopt(self, me: str) -> None:
        """Take this handle from now on."""
        self._me = me

    def keep_view(self, name: str, filters: str) -> None:
        """Save filters under a name."""
        self.views = {**self.views, name: filters}


class SeededRandomness:
    """Picks that look random and are the same in every run."""

    def __init__(self, seed: int = 2026) -> None:
        self._random = random.Random(seed)

    def choose(self, letters: str) -> str:
        """One of the letters."""
        return self._random.choice(letters)


class ChosenNames:
    """Randomness that spells these names, one after the other, and then goes on at random."""

    def __init__(self, *names: str) -> None:
        self._letters = list("".join(names))
        self._afterwards = SeededRandomness()

    def choose(self, letters: str) -> str:
        """The next letter of the names."""
        return self._letters.pop(0) if self._letters else self._afterwards.choose(letters)


LEDGER_ID = "zzzzzzzzzzzz"


class FakeBook:
    """One reading of a FakeLedger: histories folded when they are first asked for."""

    def __init__(
        self,
        histories: Mapping[str, tuple[AnyEvent, ...]],
        people: Mapping[str, tuple[PersonEvent, ...]],
        forgotten: Mapping[str, AnyTombstone],
        replica: str,
        series: Mapping[str, tuple[SeriesEvent, ...]],
        now: datetime,
        *,
        begun: bool = True,
        ledger_id: str = LEDGER_ID,
    ) -> None:
        self._ledger_id = ledger_id
        self._series = dict(series)
        self._now = now
        self._histories = dict(histories)
        self._people = dict(people)
        self._forgotten = dict(forgotten)
        self._replica = replica
        self._begun = begun

    @property
    def begun(self) -> bool:
        """Whether there is a ledger at all."""
        return self._begun

    @property
    def replica(self) -> str:
        """The name under which this machine records events; empty before the first."""
        return self._replica

    @property
    def ledger_id(self) -> str:
        """Of a fake, always the same where it is not given another."""
        return self._ledger_id if self._begun else ""

    def last_numbers(self) -> Mapping[str, int]:
        """The number of the last event of each replica."""
        numbers: dict[str, int] = {}
        for each in self.recorded():
            replica, number = each.event.id.split(".")
            numbers[replica] = max(numbers.get(replica, 0), int(number))
        return dict(sorted(numbers.items()))

    def unsettled(self) -> Iterator[Commitment]:
        """The open commitments, by id."""
        return iter(self._unsettled)

    @cached_property
    def _unsettled(self) -> Sequence[Commitment]:
        stored = (each for each in self._all if each.state == "open")
        return sorted((*stored, *self._occurrences.values()), key=lambda each: each.id)

    def at_hand(self) -> Iterator[Commitment]:
        """Of those what lists and reminders show."""
        return (each for each in self.unsettled() if each.id not in self.passed_over())

    def passed_over(self) -> Collection[str]:
        """The ids of occurrences that a later one stands for."""
        return self._passed_over

    @cached_property
    def _passed_over(self) -> Collection[str]:
        return passed_over(self.unsettled(), self.series(), self._now)

    def series(self) -> Mapping[str, Series]:
        """The series, by id."""
        return self._folded_series

    @cached_property
    def _folded_series(self) -> Mapping[str, Series]:
        return {key: fold_series(key, history) for key, history in sorted(self._series.items())}

    def computed(self, commitment_id: str) -> Commitment | None:
        """An occurrence about which nothing is recorded yet."""
        return self._occurrences.get(commitment_id)

    @cached_property
    def _occurrences(self) -> Mapping[str, Commitment]:
        known = {*self._histories, *self._forgotten}
        left = self.forgotten()
        return unstored(
            self.series().values(), self._now, known.__contains__, lambda key: self._stored(key) or left.get(key)
        )

    def _stored(self, commitment_id: str) -> Commitment | None:
        history = self._histories.get(commitment_id)
        return None if history is None else fold(commitment_id, history)

    def unsettled_with(self, word: str) -> Iterator[Commitment]:
        """Exactly those open commitments whose text holds this word, in whatever case."""
        return (each for each in self.unsettled() if word in each.what.casefold())

    def settled(self) -> Iterator[Commitment]:
        """All others, by id."""
        return (each for each in self._all if each.state != "open")

    def settled_by(self, *makers: str) -> Iterator[Commitment]:
        """Those others that one of these persons made."""
        return (each for each in self.settled() if each.maker in makers)

    def named(self, commitment: Commitment) -> Commitment:
        """The same: every handle is as it was recorded."""
        return commitment

    def as_recorded(self) -> "FakeBook":
        """The same, likewise."""
        return self

    def damage(self, commitment_id: str) -> None:
        """None: nothing gets lost here."""

    def recorders(self) -> Collection[str]:
        """Nobody else: it is on no other machine."""
        return ()

    def damaged_count(self) -> int:
        """None are."""
        return 0

    def settled_count(self) -> int:
        """Exactly how many others there are."""
        return sum(1 for _ in self.settled())

    @cached_property
    def _all(self) -> Sequence[Commitment]:
        return [fold(commitment_id, self._histories[commitment_id]) for commitment_id in sorted(self._histories)]

    def touched_between(self, first: date, last: date, *, settled_only: bool = False) -> Iterator[Commitment]:
        """Exactly those about which something was recorded on these UTC days."""
        return (
            each
            for each in (self.settled() if settled_only else self._all)
            if any(first <= event.logged.astimezone(UTC).date() <= last for event in each.history)
        )

    def commitment(self, commitment_id: str) -> Commitment | None:
        """The commitment of that full id."""
        return self._stored(commitment_id) or self._occurrences.get(commitment_id)

    def ids_from(self, prefix: str, limit: int) -> list[str]:
        """The first ids that begin so."""
        return [each for each in self._ids() if each.startswith(prefix)][:limit]

    def shared_with_others(self, commitment_id: str) -> int:
        """How many letters from the start this id shares at most with some other one."""
        others = [other for other in self._ids() if other != commitment_id]
        lengths = range(len(commitment_id) + 1)
        return max(
            each for each in lengths if not each or any(other[:each] == commitment_id[:each] for other in others)
        )

    def _ids(self) -> list[str]:
        return sorted({*self._histories, *self._forgotten, *self._occurrences})

    def people(self) -> Mapping[str, Person]:
        """Everyone the ledger knows, by handle."""
        return {handle: fold_person(handle, history) for handle, history in sorted(self._people.items())}

    def forgotten(self) -> Mapping[str, Tombstone]:
        """The tombstones of commitments, by commitment id."""
        return {key: each for key, each in sorted(self._forgotten.items()) if isinstance(each, Tombstone)}

    def forgotten_people(self) -> ForgottenPeople:
        """Whoever was forgotten."""
        return ForgottenPeople(self._forgotten)

    def recorded(self) -> Iterator[Recorded]:
        """Every event of every history, and every tombstone."""
        for commitment_id, history in self._histories.items():
            yield from (Recorded("commitments", commitment_id, event) for event in history)
        for series_id, events in self._series.items():
            yield from (Recorded("series", series_id, event) for event in events)
        for handle, described in self._people.items():
            yield from (Recorded("people", handle, event) for event in described)
        for key, tombstone in self._forgotten.items():
            yield Recorded("forgotten", key, tombstone)


class FakeLedger:
    """A ledger in memory, missing until the first step begins it, unless it is given histories."""

    def __init__(
        self,
        histories: Mapping[str, Iterable[AnyEvent]] | None = None,
        *,
        path: str = "/home/sam/ledger.json",
        choose: Callable[[str], str] | None = None,
        may_be_missing: bool = False,
        ledger_id: str = LEDGER_ID,
    ) -> None:
        self._ledger_id = ledger_id
        self.path = path
        self.begun = histories is not None
        self._may_be_missing = may_be_missing
        self._choose = choose or SeededRandomness().choose
        self._histories = {key: tuple(history) for key, history in (histories or {}).items()}
        self._people: dict[str, tuple[PersonEvent, ...]] = {}
        self._forgotten: dict[str, AnyTombstone] = {}
        self._series: dict[str, tuple[SeriesEvent, ...]] = {}
        self.clock = FakeClock()
        self._replica = ""
        self._last = 0

    def read(self, *, create: bool = False) -> Book:
        """The ledger as it is now; an empty one where it may be missing."""
        if not self.begun and not (create or self._may_be_missing):
            raise NoLedgerError(self.path)
        return self._seen(self.clock.now())

    def _seen(self, now: datetime) -> Book:
        book = self._book(now)
        return JoinedBook(book) if any(each.joins for each in book.people().values()) else book

    def read_open(self, first: date | None = None, last: date | None = None) -> Book:  # the port's
        """The same: in memory nothing is saved by keeping less."""
        return self.read()

    def _book(self, now: datetime) -> FakeBook:
        return FakeBook(
            *(self._histories, self._people, self._forgotten, self._replica, self._series, now),
            begun=self.begun,
            ledger_id=self._ledger_id,
        )

    def record(self, decide: Decide, *, by: str, now: datetime, create: bool = False, afresh: bool = False) -> Written:
        """One step, as the port has it."""
        if not self.begun and not create:
            raise NoLedgerError(self.path)
        if not self.begun:
            new_name(COMMITMENT_LENGTH, self._choose)  # the ledger's own id
        replica = self._replica or new_name(REPLICA_LENGTH, self._choose)
        pen = Pen(replica, self._last, now, by)
        before = self._seen(now)
        change = as_one_step(decided(decide, before, pen))
        events = [event for _, event in (*change.commitments, *change.people, *change.series)]
        if handle := first_named(before.forgotten_people(), [key for key, _ in change.people], events):
            raise ForgottenHandleError(handle)
        if not change.pairs:
            return Written(commitments=(), book=before, at=now)
        created, self.begun = not self.begun, True
        self._replica, self._last = replica, pen.last
        changed = self._apply(change)
        book = self._seen(now)
        series = tuple(book.series()[key] for key in dict.fromkeys(key for key, _ in change.series))
        return Written(commitments=tuple(map(book.named, changed)), book=book, at=now, series=series, created=created)

    def is_there(self) -> bool:
        """Whether it was begun."""
        return self.begun

    def content(self) -> bytes:
        """A ledger in memory has no bytes, but where it has something in it."""
        if not self.begun:
            raise NoLedgerError(self.path)
        return repr((self._histories, self._people, self._forgotten, self._series)).encode()

    def merge(
        self, copies: Sequence[Copy], *, by: str, now: datetime, join: bool = False, create: bool = False
    ) -> tuple[Book, tuple[Brought, ...]]:
        """A ledger in memory has no copies: each that is named is missing."""
        for copy in copies:
            raise NoSuchFileError(copy.path)
        return self.read(), ()

    def take_in_copies(self, *, by: str, now: datetime) -> "tuple[Book, tuple[Brought, ...]]":  # the port's
        """Nothing lies beside a fake."""
        return self.read(), ()

    def _apply(self, change: Change) -> tuple[Commitment, ...]:
        for key, event in change.commitments:
            self._histories[key] = (*self._histories.get(key, ()), event)
        touched = dict.fromkeys(key for key, _ in change.commitments)
        commitments = tuple(fold(key, self._histories[key]) for key in touched)
        for handle, described in change.people:
            self._people[handle] = (*self._people.get(handle, ()), described)
        for key, told in change.series:
            self._series[key] = (*self._series.get(key, ()), told)
        for key, tombstone in change.forgotten:
            self._histories.pop(key, None)
            self._series.pop(key, None)
            self._forgotten[key] = tombstone
        self._erase_names(ForgottenPeople(key for key, _ in change.forgotten))
        return commitments

    def _erase_names(self, persons: ForgottenPeople) -> None:
        if persons:
            people = {handle: history for handle, history in self._people.items() if handle not in persons}
            self._histories = {key: _erased(persons, each, AnyEvent) for key, each in self._histories.items()}
            self._people = {key: _erased(persons, each, PersonEvent) for key, each in people.items()}
            self._series = {key: _erased(persons, each, SeriesEvent) for key, each in self._series.items()}


def _erased(persons: ForgottenPeople, events: Iterable[Any], kind: Any) -> tuple[Any, ...]:
    erased = (erased_event(persons, sealed(event)) for event in events)
    return tuple(msgspec.json.decode(each, type=kind, dec_hook=from_text) for each in erased)


class FakeBookmark:
    """A bookmark in memory, holding what it is given; one that is `broken` or `full` refuses as a file can."""

    def __init__(self, kept: Round | None = None, *, broken: bool = False, full: bool = False) -> None:
        self.kept = kept
        self.broken = broken
        self.full = full

    def read(self) -> Round | None:
        """The round as it was kept last."""
        if self.broken:
            raise BadBookmarkError("/home/sam/state/bookmark.json", "it is no bookmark of this ledger")
        return self.kept

    def keep(self, round_: Round) -> None:
        """Remember it."""
        if self.full:
            raise BookmarkNotKeptError("/home/sam/state/bookmark.json", "No space left on device")
        self.kept = round_


def a_workspace(
    ledger: FakeLedger | None = None,
    *,
    clock: FakeClock | None = None,
    me: str | None = "sam",
    randomness: SeededRandomness | ChosenNames | None = None,
    bookmark: FakeBookmark | None = None,
    marks: FakeMarks | None = None,
    quiet: str | None = None,
    files: FakeFiles | None = None,
    signing: FakeSigning | None = None,
    login: str = "sam",
) -> WiderWorkspace:
    """A workspace of fakes: a ledger that is still to be begun, at the builders' now, whose user is @sam."""
    ledger, clock = ledger if ledger is not None else FakeLedger(), clock or FakeClock()
    ledger.clock = clock
    return WiderWorkspace(
        ledger=ledger,
        clock=clock,
        preferences=FakePreferences(me, quiet=None if quiet is None else read_hours(quiet)),
        randomness=randomness or SeededRandomness(7),
        bookmark=bookmark or FakeBookmark(),
        marks=marks or FakeMarks(),
        files=files or FakeFiles(),
        signing=signing or FakeSigning(),
        login=login,
    )
