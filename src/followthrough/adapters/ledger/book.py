"""One reading of a ledger file, through TinyDB's tables."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import msgspec
from tinydb import TinyDB

from followthrough.adapters.ledger.database import (
    FIRST_FORMAT,
    FORMAT_OF_JOINS,
    MALFORMED,
    NO_LINES,
    ReplicaEntry,
    checked_meta,
    without_forgotten,
)
from followthrough.adapters.ledger.days import NamedDays, days_around
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.ids import Ids
from followthrough.adapters.ledger.replicas import Replicas
from followthrough.adapters.ledger.tables import LinesTable, Record, SkimmedTable, Table as LinesOrChanged
from followthrough.domain.commitment import Commitment, Damage
from followthrough.domain.errors import (
    UntrustedLedgerError,
)
from followthrough.domain.events import AnyTombstone, Particulars, Tombstone
from followthrough.domain.forgetting import ForgottenPeople
from followthrough.domain.people import Person
from followthrough.domain.undoing import Recorded
from followthrough.formats.erasing import may_name
from followthrough.formats.record import (
    MalformedRecordError,
    possibly_made_by,
    read_commitment,
    read_commitments,
    read_person,
    read_tombstone,
)
from followthrough.formats.record_writing import hand_edits
from followthrough.formats.strict_json import flaws
from followthrough.formats.sums import altered_events

if TYPE_CHECKING:
    from followthrough.domain.series import Series

_PLAIN_WORD = re.compile(r"[ !#-\[\]-~]+")
"""Text that JSON writes as it is: ASCII without quotation marks, backslashes and control characters."""
_SINCE_FORMAT_2 = (b'"did":"joined"', b'"did":"shared"', b'"entered":[', b'"left":[')
"""What the record of a person holds that an older version would pass over."""
_MOST_DAYS = 20
"""Looking for the text of more days than this takes longer than decoding everything."""
_Kind = TypeVar("_Kind")


class FileBook:
    """One reading of a ledger file."""

    def __init__(
        self, database: TinyDB, path: str, resolved: str, state_directory: str, disk: Disk, now: datetime
    ) -> None:
        self._disk = disk
        self._now = now
        self._database = database
        self._path = path
        tables: dict[str, LinesOrChanged] = dict(database.storage.read() or {})  # type: ignore[arg-type]  # our storage
        self._tables = without_forgotten(tables)
        self.meta = checked_meta(path, self._tables) if self._tables else None
        self._resolved = resolved
        self._state_directory = state_directory

    def _lines(self, name: str) -> LinesOrChanged:
        return self._tables.get(name, NO_LINES)

    def _table(self, name: str) -> Iterator[Record]:
        return iter(self._database.table(name, cache_size=0))  # type: ignore[arg-type]  # our document class

    @cached_property
    def replicas(self) -> Replicas | None:
        """The names of this copy on this machine; None for a ledger that is only being begun."""
        return Replicas(self._state_directory, self.meta.ledger, self._resolved, self._disk) if self.meta else None

    @property
    def begun(self) -> bool:
        return self.meta is not None

    def unsettled(self) -> Iterator[Commitment]:
        stored = self._unsettled()
        if not self._occurrences:
            return stored
        return iter(sorted(chain(stored, self._occurrences.values()), key=lambda each: each.id))

    def _unsettled(self) -> Iterator[Commitment]:
        table = self._lines("open")
        if self._in_both:
            return (self._commitment(key, *self.records_of(key)) for key in table)
        return self._commitments(table.lines())

    def at_hand(self) -> Iterator[Commitment]:
        hidden = self.passed_over()
        return (each for each in self.unsettled() if each.id not in hidden) if hidden else self.unsettled()

    def passed_over(self) -> Collection[str]:
        return self._passed_over

    @cached_property
    def _passed_over(self) -> Collection[str]:
        if not self.series():
            return ()
        from followthrough.domain.occurrences import passed_over

        return passed_over(self.unsettled(), self.series(), self._now)

    def series(self) -> "Mapping[str, Series]":
        return self._series

    @cached_property
    def _series(self) -> "Mapping[str, Series]":
        if not self._lines("series"):
            return {}
        from followthrough.formats.series import read_series

        return {each.doc_id: self._read(each, read_series) for each in self._table("series")}

    def depends_on_settled(self) -> bool:
        """Whether what is open can be told only with what was settled: when a series goes on from there."""
        return any(each.described.after_keeping for each in self.series().values())

    def computed(self, commitment_id: str) -> Commitment | None:
        return self._occurrences.get(commitment_id)

    @cached_property
    def _occurrences(self) -> Mapping[str, Commitment]:
        """The occurrences of series that are not stored, by id."""
        if not self._lines("series"):
            return {}
        from followthrough.domain.occurrences import unstored

        found = unstored(self.series().values(), self._now, self._stored_ids.has, self._left_of)
        return dict(sorted(found.items()))

    def _left_of(self, commitment_id: str) -> Commitment | Tombstone | None:
        return self._stored(commitment_id) or self.forgotten().get(commitment_id)

    def _stored(self, commitment_id: str) -> Commitment | None:
        records = self.records_of(commitment_id)
        return self._commitment(commitment_id, *records) if records else None

    @cached_property
    def _in_both(self) -> frozenset[str]:
        """The ids that stand among the open and the settled ones, as a merge of texts leaves them."""
        return self._lines("open").common_ids(self._lines("settled"))

    def unsettled_with(self, word: str) -> Iterator[Commitment]:
        table = self._lines("open")
        if not isinstance(table, LinesTable) or not table.is_plain() or not _PLAIN_WORD.fullmatch(word):
            return self.unsettled()
        stored = (
            self._commitment(each.doc_id, *self.records_of(each.doc_id)) for each in table.mentioning(word.encode())
        )
        return chain(stored, (each for each in self._occurrences.values() if word in each.what.casefold()))

    def settled(self) -> Iterator[Commitment]:
        return self._commitments(self._settled_lines())

    def settled_by(self, *makers: str) -> Iterator[Commitment]:
        possible = possibly_made_by(*makers)
        found = self._commitments((key, line) for key, line in self._settled_lines() if possible(line))
        return (each for each in found if each.maker in makers)

    def _settled_lines(self) -> Iterator[tuple[str, bytes]]:
        unsettled = frozenset(self._lines("open"))
        return ((key, line) for key, line in self._lines("settled").lines() if key not in unsettled)

    def _commitments(self, lines: Iterable[tuple[str, bytes]]) -> Iterator[Commitment]:
        try:
            yield from read_commitments(lines)
        except MalformedRecordError as problem:
            raise UntrustedLedgerError(self._path, _why(self.records_of(problem.key), problem)) from None

    def settled_count(self) -> int:
        return len(self._lines("settled"))

    def touched_between(self, first: date, last: date, *, settled_only: bool = False) -> Iterator[Commitment]:
        """As the port has it, by the text of the lines: an offset can put a moment on the day before or after."""
        if (last - first).days > _MOST_DAYS:
            return self.settled() if settled_only else chain(self.unsettled(), self.settled())
        days = NamedDays(days_around(first, last))
        tables = map(self._lines, ("settled",) if settled_only else ("open", "settled"))
        found = {each.doc_id for table in tables for each in table.naming(days)}
        return (self._commitment(commitment_id, *self.records_of(commitment_id)) for commitment_id in sorted(found))

    def naming(self, forgotten: ForgottenPeople) -> Iterator[str]:
        """The ids of commitments whose records name one of these persons."""
        for name in ("open", "settled"):
            for key, line in self._lines(name).lines():
                with self._trusted(*self.records_of(key)):
                    if may_name(forgotten, line):
                        yield key

    def commitment(self, commitment_id: str) -> Commitment | None:
        return self._stored(commitment_id) or self._occurrences.get(commitment_id)

    def records_of(self, commitment_id: str) -> list[Record]:
        """The records of a commitment: one, or one in each table where texts were merged."""
        tables = (self._lines("open"), self._lines("settled"))
        return [table[commitment_id] for table in tables if commitment_id in table]

    def by_hand(self, commitment: Commitment) -> Particulars | None:
        """What someone changed in the fields beside its history, where it has one record; None where nothing."""
        record = self.records_of(commitment.id)[0]
        with self._trusted(record):
            return hand_edits(commitment, record.line)

    def _commitment(self, commitment_id: str, *records: Record) -> Commitment:
        with self._trusted(*records):
            return read_commitment(commitment_id, *[record.line for record in records])

    def ids_from(self, prefix: str, limit: int) -> list[str]:
        return self._ids.beginning(prefix, limit)

    def shared_with_others(self, commitment_id: str) -> int:
        shared = self._shared_by_open.get(commitment_id)
        return self._ids.shared_with_others(commitment_id) if shared is None else shared

    @cached_property
    def _shared_by_open(self) -> Mapping[str, int]:
        """Of all open promises at once, where nothing else was kept: most of them are about to be shown."""
        unsettled, settled = self._lines("open"), self._lines("settled")
        return self._ids.shared_by(unsettled.raw_ids) if isinstance(settled, SkimmedTable) else {}

    @cached_property
    def _ids(self) -> Ids:
        return self._stored_ids.with_others(self._occurrences) if self._occurrences else self._stored_ids

    @cached_property
    def _stored_ids(self) -> Ids:
        return Ids(self._lines(name).raw_ids for name in ("open", "settled", "forgotten"))

    def least_writer(self) -> int:
        """The lowest format whose programs fold everything in it as it is meant."""
        return FORMAT_OF_JOINS if self._lines("people").holding(*_SINCE_FORMAT_2) else FIRST_FORMAT

    def anyone_joined(self) -> bool:
        """Whether a handle may be another's: otherwise nobody has to ask who is who."""
        return self._lines("people").holding(b'"joined"') > 0

    def named(self, commitment: Commitment) -> Commitment:
        return commitment

    def as_recorded(self) -> "FileBook":
        return self

    def people(self) -> Mapping[str, Person]:
        return self._people

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {each.doc_id: self._read(each, read_person) for each in self._table("people")}

    def forgotten(self) -> Mapping[str, Tombstone]:
        return {key: each for key, each in self._forgotten.items() if isinstance(each, Tombstone)}

    @cached_property
    def _forgotten(self) -> Mapping[str, AnyTombstone]:
        return {each.doc_id: self._read(each, read_tombstone) for each in self._table("forgotten")}

    def forgotten_people(self) -> ForgottenPeople:
        return ForgottenPeople(self._lines("forgotten"))

    def _read(self, record: Record, reader: Callable[[str, bytes], _Kind]) -> _Kind:
        with self._trusted(record):
            return reader(record.doc_id, record.line)

    def recorded(self) -> Iterator[Recorded]:
        for commitment in (*self._unsettled(), *self.settled()):
            yield from (Recorded("commitments", commitment.id, event) for event in commitment.history)
        for series in self.series().values():
            yield from (Recorded("series", series.id, event) for event in series.history)
        for person in self.people().values():
            yield from (Recorded("people", person.handle, event) for event in person.history)
        for key, tombstone in self._forgotten.items():
            yield Recorded("forgotten", key, tombstone)

    @cached_property
    def replica(self) -> str:
        kept = self.replicas.kept() if self.replicas else None
        return kept.name if kept else ""

    @property
    def ledger_id(self) -> str:
        return self.meta.ledger if self.meta else ""

    def last_numbers(self) -> Mapping[str, int]:
        entries = {name: self.replica_entry(name) for name in sorted(self._lines("replicas"))}
        return {name: entry.last for name, entry in entries.items() if entry is not None}

    def recorders(self) -> Collection[str]:
        entries = map(self.replica_entry, self._lines("replicas"))
        return frozenset(entry.by for entry in entries if entry is not None and entry.by)

    def damage(self, commitment_id: str) -> Damage | None:
        records = self.records_of(commitment_id)
        try:
            events = altered_events(each.line for each in records)
            fields = [said for each in records if isinstance(said := each.get("said"), dict)]
        except MALFORMED:  # in what reading a promise passes over
            return None
        said = tuple(sorted({name for each in fields for name in each}))
        return Damage(events=events, said=said) if events or said else None

    def damaged_count(self) -> int:
        found = sum(self._lines(name).holding(b'"damaged":[', b'"said":{') for name in ("open", "settled"))
        return found + len(self._lines("damaged"))

    def lines_to_change(self, table: str, key: str) -> list[bytes]:
        """The records that one with this key takes the place of, for a person, a series or a commitment.

        Raises UntrustedLedgerError where writing them anew would lose something that reading them passes over.
        """
        records = self.records_of(key)
        if table != "commitments":
            lines = self._lines(table)
            records = [lines[key]] if key in lines else []
        for record in records:
            if flaws(record.line):
                raise UntrustedLedgerError(self._path, _why(records))
        return [record.line for record in records]

    def replica_entry(self, name: str) -> ReplicaEntry | None:
        """What the ledger keeps of a replica."""
        lines = self._lines("replicas")
        if name not in lines:
            return None
        with self._trusted(lines[name]):
            return msgspec.json.decode(lines[name].line, type=ReplicaEntry)

    @contextmanager
    def _trusted(self, *records: Record) -> Iterator[None]:
        try:
            yield
        except MALFORMED as problem:
            raise UntrustedLedgerError(self._path, _why(records, problem)) from None


def _why(records: Iterable[Record], problem: Exception | None = None) -> str:
    """Why one of these records cannot be trusted: a flaw of its JSON, else the problem with what it says."""
    for record in records:
        if found := flaws(record.line):
            return f"its record {record.doc_id} is not sound: {found[0]}"
    return str(problem)
