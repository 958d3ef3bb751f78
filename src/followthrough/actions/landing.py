"""Where what is imported lands: what of it is here already, which ids and handles it gets, what had to be left out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from msgspec.structs import replace

from followthrough.actions.newcomers import Newcomers
from followthrough.actions.ports import Book, Pen
from followthrough.actions.workspace import Workspace
from followthrough.domain.arrivals import Unread
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import NearHandleError, Problem
from followthrough.domain.events import AnyEvent, Event
from followthrough.domain.folding import fold
from followthrough.domain.forgetting import SOMEONE, means_someone
from followthrough.domain.identifiers import name_after
from followthrough.domain.people import Person, PersonEvent, fold_person, folded, means_me, named_handle
from followthrough.domain.reliability.outcome import judge
from followthrough.domain.series import SeriesEvent
from followthrough.domain.undoing import Recorded

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


class Landing:
    """One import into one reading of a ledger, while it is put together."""

    def __init__(self, workspace: Workspace, book: Book, pen: Pen, progress: Progress) -> None:
        self.workspace, self.book, self.pen, self.progress = workspace, book, pen, progress
        self.me = workspace.me_in(book)
        self.newcomers = Newcomers(book.people(), self.me)
        self.near: dict[str, tuple[str, ...]] = {}
        """Handles that are new and nearly those of others."""
        self.fresh: dict[str, tuple[AnyEvent, ...]] = {}
        """What is recorded of promises that are new, by the ids they get."""
        self.more: dict[str, tuple[AnyEvent, ...]] = {}
        """What is recorded of promises that are here already."""
        self.people: dict[str, tuple[PersonEvent, ...]] = {}
        self.series: dict[str, tuple[SeriesEvent, ...]] = {}
        self.origins: set[str] = set()
        """By what those are known there that came in so far."""
        self.known = 0
        self.otherwise: list[str] = []
        """The ids of those known of which the file has another text, date or outcome."""
        self.to_nobody = 0
        """How many promises named nobody they were promised to."""
        self.renamed_ids: dict[str, str] = {}
        """Ids that were taken, and those given instead."""
        self.left_out: list[Unread] = []

    @cached_property
    def recorded(self) -> Mapping[str, Recorded]:
        """Every event that is here, by its id and by what it was known by elsewhere."""
        found: dict[str, Recorded] = {}
        for each in self.book.recorded():
            if not isinstance(each.event, Event):
                continue  # a tombstone
            found[each.event.id] = each
            origin = each.event.origin
            if origin is not None and (origin not in found or self._is_undone(found[origin])):
                found[origin] = each
        return found

    def _is_undone(self, recorded: Recorded) -> bool:
        commitment = self.book.commitment(recorded.key) if recorded.table == "commitments" else None
        return commitment is not None and commitment.state == "undone"

    def here(
        self, commitment_id: str | None, names: Iterable[str], *, undone: bool = False, computed: bool = False
    ) -> Commitment | None:
        """The promise that is here under that id, or has an event of one of these names.

        One that was taken back only if `undone`, an occurrence about which nothing is recorded yet only if `computed`.
        """
        keys = [commitment_id] if commitment_id is not None else []
        found = (self.recorded.get(each) for each in names)
        keys += [each.key for each in found if each is not None and each.table == "commitments"]
        for key in dict.fromkeys(keys):
            commitment = self.book.commitment(key)
            if self.book.computed(key) is not None and not computed:
                continue
            if commitment is not None and (undone or commitment.state != "undone"):
                return commitment
        return None

    def same(self, event: Event) -> Event | None:
        """The event that is here already under that id or origin. Raises ValueError where it says something else."""
        found = self.recorded.get(event.id) or self.recorded.get(event.origin or event.id)
        if found is None:
            return None
        here = found.event
        assert isinstance(here, Event), "tombstones are not among them"
        if _content(here) != _content(event):
            raise ValueError(f"the event {event.id} of it is another one here")
        return here

    def free_id(self, wished: str, *, said: bool = True) -> str:
        """The wished id of a promise that is new, or another where that is taken; it is noted if anybody `said` it.

        The other one is the same every time: raises ValueError where the promise of that id was forgotten.
        """
        free = wished
        while free in self.fresh or (self.book.ids_from(free, 1) and self.book.computed(free) is None):
            free = name_after(f"{free}/again")
            if free in self.book.forgotten():
                raise ValueError("it was forgotten here")
        if said and wished != free:
            self.renamed_ids[wished] = free
        return free

    def handle(self, typed: str) -> str:
        """The handle of whoever is meant, who may be new. Raises BadHandleError, SeveralPeopleError and the like."""
        if means_someone(typed):
            return SOMEONE
        if self.is_forgotten(typed):
            raise ValueError(f"@{folded(typed)} was forgotten here")
        if means_me(typed):
            return self.newcomers.exactly(self.me)
        try:
            return self.newcomers.handle(typed)
        except NearHandleError as problem:
            self.near[problem.handle] = tuple(problem.near)
            return self.newcomers.exactly(*named_handle(typed))

    def mention(self, handle: str) -> None:
        """See to it that this very handle is among the people. Raises ValueError for someone forgotten here."""
        if self.is_forgotten(handle):
            raise ValueError(f"@{handle} was forgotten here")
        if handle != SOMEONE and handle not in self.people:
            self.newcomers.exactly(handle)

    def is_forgotten(self, handle: str) -> bool:
        """Whether somebody of that handle was forgotten here."""
        forgotten = self.book.forgotten_people()
        return bool(forgotten) and folded(handle) in forgotten

    def forgotten_here(self, commitment_id: str | None, names: Iterable[str] = ()) -> bool:
        """Whether the promise of that id, or one with an event of one of these names, was forgotten here."""
        known = commitment_id is not None and commitment_id in self.book.forgotten()
        return known or not self._forgotten_events.isdisjoint(names)

    @cached_property
    def _forgotten_events(self) -> frozenset[str]:
        return frozenset(name for stone in self.book.forgotten().values() for name in stone.events)

    @cached_property
    def _circles(self) -> frozenset[str]:
        """The circles, once everybody of the file is there."""
        return frozenset(handle for handle, person in self.everyone().items() if person.is_circle)

    def check_maker(self, handle: str) -> None:
        """Raise ValueError for a circle, here or in the file."""
        if handle in self._circles:
            raise ValueError(f"@{handle} is a circle, and only persons promise")

    def check_remembered(self, handles: Iterable[str]) -> None:
        """Raise ValueError where somebody of these was forgotten here."""
        for handle in handles:
            if self.is_forgotten(handle):
                raise ValueError(f"@{handle} was forgotten here")

    @contextmanager
    def all_or_nothing(self, line: int) -> Iterator[None]:
        """What is put together in here comes in whole; where something is wrong with it, it is left out instead."""
        last, names, to_nobody = self.pen.last, len(self.newcomers.names), self.to_nobody
        try:
            yield
        except (Problem, ValueError) as problem:
            self.pen.last, self.to_nobody = last, to_nobody
            while len(self.newcomers.names) > names:
                self.newcomers.names.popitem()
            self.left_out.append(Unread(line=line, reason=str(problem).rstrip(".")))

    def check_private(self, visibility: str | None) -> None:
        """Raise PrivateInSharedError for what is private, where others record in this ledger."""
        if visibility == "private":
            self.workspace.allowed(self.book, "private")

    def check_still_judged(self, here: Commitment, after: Commitment) -> None:
        """Raise ValueError where a promise that is overdue, late or missed here would leave the figures."""
        judged, now = judge(here, self.pen.now), self.pen.now
        if not judged.in_n or judged.in_k:
            return
        if after.judged_due != here.judged_due or not judge(after, now).in_n:
            is_so = "overdue" if here.overdue(now) else "late or missed"
            raise ValueError(
                f"it is {is_so} here, and by this file it would not be; ft merge unites two copies of one ledger"
            )

    def commitments(self) -> tuple[Commitment, ...]:
        """The new promises as they will be."""
        return tuple(fold(key, events) for key, events in self.fresh.items())

    def continued(self) -> tuple[Commitment, ...]:
        """The promises that were here and get more, as they will be."""
        return tuple(fold(key, (*self._history(key), *events)) for key, events in self.more.items())

    def _history(self, key: str) -> tuple[AnyEvent, ...]:
        commitment = self.book.commitment(key)
        return commitment.history if commitment is not None else ()

    def everyone(self) -> Mapping[str, Person]:
        """The people there will be, as far as their names go."""
        new = {each: Person(handle=each, name=name or each) for each, name in self.newcomers.names.items()}
        told = {each: fold_person(each, history) for each, history in self.people.items()}
        return {**new, **told, **self.book.people()}


def _content(event: Event) -> Event:
    """What an event says, apart from the numbers of events and from where it was."""
    about = {"of": ""} if hasattr(event, "of") else {}
    return replace(event, id="", step=None, origin=None, imported=None, **about)
