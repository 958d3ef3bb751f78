"""The ledger port on a file: TinyDB's tables for reading and changing, one storage write a step."""

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import msgspec
from msgspec import Raw, Struct
from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.table import Table

from followthrough.actions.ports import Change, Decide, Pen, Written, as_one_step
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.frame import ChangedTable, LinesTable, Record
from followthrough.adapters.ledger.frame import Table as LinesOrChanged
from followthrough.adapters.ledger.lock import locked
from followthrough.adapters.ledger.replicas import Replica, Replicas, machine_name
from followthrough.adapters.ledger.storage import ChangedMeanwhileError, LedgerStorage, refusals
from followthrough.domain.commitment import Commitment, fold
from followthrough.domain.errors import (
    LockedLedgerError,
    NewerLedgerError,
    NoLedgerError,
    NotAFileError,
    UntrustedLedgerError,
)
from followthrough.domain.events import Tombstone
from followthrough.domain.identifiers import COMMITMENT_LENGTH, REPLICA_LENGTH, new_name
from followthrough.domain.people import Person, fold_person
from followthrough.domain.undoing import Recorded
from followthrough.formats.record import (
    MalformedRecordError,
    commitment_record,
    person_record,
    read_commitment,
    read_person,
    read_tombstone,
    sealed,
)

APP = "followthrough"
FORMAT = 1
"""The format this version writes; a ledger whose `min_writer` is larger is read and never written."""
_TRIES = 5
_PLAIN_WORD = re.compile(r"[ !#-\[\]-~]+")
"""Text that JSON writes as it is: ASCII without quotation marks, backslashes and control characters."""
_MALFORMED = (MalformedRecordError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What a record raises whose bytes are not what they should be."""
_NO_LINES = LinesTable(b"", [], [], 0)


class LedgerTable(Table):
    """TinyDB's table over records that stay bytes; ids are texts, and no query outlives another process's write."""

    document_class = Record  # type: ignore[assignment]  # TinyDB documents this hook; its hints know only Document
    document_id_class = str  # type: ignore[assignment]  # likewise documented, hinted as int


class LedgerDatabase(TinyDB):
    """The ledger file as a TinyDB database."""

    table_class = LedgerTable


class Meta(Struct, kw_only=True):
    """What a ledger says of itself."""

    app: str
    format: int
    min_writer: int
    ledger: str


class ReplicaEntry(Struct, kw_only=True):
    """What a ledger keeps of a replica: a name for people, and the number of its last event."""

    name: str = ""
    last: int = 0


class FileBook:
    """One reading of a ledger file."""

    def __init__(self, database: TinyDB, path: str, resolved: str, state_directory: str) -> None:
        self._database = database
        self._path = path
        self._tables: dict[str, LinesOrChanged] = dict(database.storage.read() or {})  # type: ignore[arg-type]  # our storage
        self.meta = self._checked_meta()
        self._resolved = resolved
        self._state_directory = state_directory

    def _checked_meta(self) -> Meta | None:
        if not self._tables:
            return None
        try:
            meta = msgspec.json.decode(self._lines("meta")["1"].line, type=Meta)
        except (KeyError, *_MALFORMED):
            raise UntrustedLedgerError(self._path, "it does not say that it is a ledger of followthrough") from None
        if meta.app != APP:
            raise UntrustedLedgerError(self._path, f"it belongs to {meta.app!r}")
        return meta

    def _lines(self, name: str) -> LinesOrChanged:
        return self._tables.get(name, _NO_LINES)

    def _table(self, name: str) -> Iterator[Record]:
        return iter(self._database.table(name, cache_size=0))  # type: ignore[arg-type]  # our document class

    @cached_property
    def replicas(self) -> Replicas | None:
        """The names of this copy on this machine; None for a ledger that is only being begun."""
        return Replicas(self._state_directory, self.meta.ledger, self._resolved) if self.meta else None

    @property
    def begun(self) -> bool:
        return self.meta is not None

    def unsettled(self) -> Iterator[Commitment]:
        settled = self._lines("settled")
        for record in self._table("open"):
            others = (settled[record.doc_id],) if record.doc_id in settled else ()
            yield self._commitment(record.doc_id, record, *others)

    def unsettled_with(self, word: str) -> Iterator[Commitment]:
        table = self._lines("open")
        if not isinstance(table, LinesTable) or not table.is_plain() or not _PLAIN_WORD.fullmatch(word):
            return self.unsettled()
        return (
            self._commitment(each.doc_id, *self.records_of(each.doc_id)) for each in table.mentioning(word.encode())
        )

    def settled(self) -> Iterator[Commitment]:
        return self._alone(self._table("settled"))

    def touched_between(self, first: date, last: date) -> Iterator[Commitment]:
        """As the port has it, by the text of the lines: an offset can put a moment on the day before or after."""
        days = [first + timedelta(days=n) for n in range(-1, (last - first).days + 2)]
        needles = [f'"logged":{space}"{day.isoformat()}'.encode() for day in days for space in ("", " ")]
        tables = map(self._lines, ("open", "settled"))
        found = {each.doc_id for table in tables for each in table.records_with(*needles)}
        return (self._commitment(commitment_id, *self.records_of(commitment_id)) for commitment_id in sorted(found))

    def _alone(self, records: Iterator[Record]) -> Iterator[Commitment]:
        unsettled = frozenset(self._lines("open"))
        return (self._commitment(each.doc_id, each) for each in records if each.doc_id not in unsettled)

    def commitment(self, commitment_id: str) -> Commitment | None:
        records = self.records_of(commitment_id)
        return self._commitment(commitment_id, *records) if records else None

    def records_of(self, commitment_id: str) -> list[Record]:
        """The records of a commitment: one, or one in each table where texts were merged."""
        tables = (self._lines("open"), self._lines("settled"))
        return [table[commitment_id] for table in tables if commitment_id in table]

    def _commitment(self, commitment_id: str, *records: Record) -> Commitment:
        try:
            return read_commitment(commitment_id, *[record.line for record in records])
        except MalformedRecordError as problem:
            raise UntrustedLedgerError(self._path, str(problem)) from None

    def ids_from(self, prefix: str, limit: int) -> list[str]:
        tables = map(self._lines, ("open", "settled", "forgotten"))
        return sorted({found for table in tables for found in table.ids_from(prefix, limit)})[:limit]

    def shared_with_others(self, commitment_id: str) -> int:
        return max(self._lines(name).shared_with_others(commitment_id) for name in ("open", "settled", "forgotten"))

    def people(self) -> Mapping[str, Person]:
        return self._people

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        with self._trusted():
            return {each.doc_id: read_person(each.doc_id, each.line) for each in self._table("people")}

    def forgotten(self) -> Mapping[str, Tombstone]:
        return self._forgotten

    @cached_property
    def _forgotten(self) -> Mapping[str, Tombstone]:
        with self._trusted():
            return {each.doc_id: read_tombstone(each.doc_id, each.line) for each in self._table("forgotten")}

    def recorded(self) -> Iterator[Recorded]:
        for commitment in (*self.unsettled(), *self.settled()):
            yield from (Recorded("commitments", commitment.id, event) for event in commitment.history)
        for person in self.people().values():
            yield from (Recorded("people", person.handle, event) for event in person.history)
        for commitment_id, tombstone in self.forgotten().items():
            yield Recorded("forgotten", commitment_id, tombstone)

    @cached_property
    def replica(self) -> str:
        kept = self.replicas.kept() if self.replicas else None
        return kept.name if kept else ""

    def person_lines(self, handle: str) -> list[bytes]:
        """The record of a person, if there is one."""
        lines = self._lines("people")
        return [lines[handle].line] if handle in lines else []

    def replica_entry(self, name: str) -> ReplicaEntry | None:
        """What the ledger keeps of a replica."""
        lines = self._lines("replicas")
        with self._trusted():
            return msgspec.json.decode(lines[name].line, type=ReplicaEntry) if name in lines else None

    @contextmanager
    def _trusted(self) -> Iterator[None]:
        try:
            yield
        except _MALFORMED as problem:
            raise UntrustedLedgerError(self._path, str(problem)) from None


class FileLedger:
    """A ledger file that this machine reads and changes."""

    def __init__(
        self,
        path: str,
        state_directory: str,
        command: str,
        choose: Callable[[str], str],
        *,
        disk: Disk | None = None,
        may_be_missing: bool = False,
    ) -> None:
        self.path = path
        self._state_directory = state_directory
        self._command = command
        self._choose = choose
        self._disk = disk or Disk()
        self._may_be_missing = may_be_missing

    def read(self) -> FileBook:
        """The ledger as it is now; an empty one where none is begun yet and nobody named one."""
        return self._book(self._database(create=self._may_be_missing))

    def record(self, decide: Decide, *, by: str, now: datetime, create: bool = False) -> Written:
        """One step, as the port has it."""
        with refusals("read", self.path):
            kind = self._disk.kind(self.path)
        if kind not in (None, "file"):
            raise NotAFileError(self.path, kind)
        if kind is None and not create:
            raise NoLedgerError(self.path)
        target = self._disk.resolve(self.path)
        with refusals("make a place for", self.path):
            self._disk.make_directory(os.path.dirname(target))
        with locked(target, self._command):
            for _ in range(_TRIES):
                try:
                    return self._record_once(decide, by, now, create=create)
                except ChangedMeanwhileError:
                    continue
            raise LockedLedgerError(self.path, "a program that takes no lock and keeps changing it", 0)

    def _record_once(self, decide: Decide, by: str, now: datetime, *, create: bool) -> Written:
        database = self._database(create=create)
        book = self._book(database)
        created = book.meta is None
        meta = book.meta or Meta(
            app=APP, format=FORMAT, min_writer=FORMAT, ledger=new_name(COMMITMENT_LENGTH, self._choose)
        )
        if meta.min_writer > FORMAT:
            raise NewerLedgerError(self.path, meta.min_writer, FORMAT)
        replicas = book.replicas or Replicas(self._state_directory, meta.ledger, self._resolved())
        replicas.prepare()
        replica = self._replica(book, replicas)
        pen = Pen(replica.name, replica.last, now, by)
        change = as_one_step(decide(book, pen))
        if not (change.commitments or change.people or change.forgotten):
            return Written(commitments=(), book=book)
        if created:
            _put(database, "meta", {"1": msgspec.to_builtins(meta)})
        changed = _Changing(database, book).apply(change)
        _put(database, "replicas", {replica.name: _replica_fields(book, replica.name, pen.last)})
        after = self._book(database)
        database.close()
        replicas.keep(Replica(replica.name, pen.last))
        return Written(commitments=changed, book=after, created=created)

    def _database(self, *, create: bool) -> TinyDB:
        """The file read once, and written once, when the database is closed."""
        once = CachingMiddleware(LedgerStorage)  # type: ignore[no-untyped-call]  # TinyDB leaves it untyped
        return LedgerDatabase(self.path, self._disk, create=create, storage=once)

    def _book(self, database: TinyDB) -> FileBook:
        return FileBook(database, self.path, self._resolved(), self._state_directory)

    def _resolved(self) -> str:
        return self._disk.resolve(self.path)

    def _replica(self, book: FileBook, replicas: Replicas) -> Replica:
        kept = replicas.kept()
        entry = book.replica_entry(kept.name) if kept else None
        return replicas.current(entry.last if entry else None) or Replica(new_name(REPLICA_LENGTH, self._choose), 0)


def _replica_fields(book: FileBook, name: str, last: int) -> dict[str, Any]:
    entry = book.replica_entry(name)
    return {"name": entry.name if entry else machine_name(), "last": last}


class _Changing:
    """A change on its way into the tables."""

    def __init__(self, database: TinyDB, book: FileBook) -> None:
        self._database = database
        self._book = book

    def apply(self, change: Change) -> tuple[Commitment, ...]:
        """Put the change into the tables; the commitments it touched, in its order."""
        events = _grouped(change.commitments)
        commitments = [self._folded(commitment_id, new) for commitment_id, new in events.items()]
        fresh = {each.id: self._record(each, events[each.id]) for each in commitments}
        unsettled = {each.id for each in commitments if each.state == "open"}
        gone = {commitment_id for commitment_id, _ in change.forgotten}
        _put(
            self._database,
            "open",
            {key: fields for key, fields in fresh.items() if key in unsettled},
            gone=(set(fresh) - unsettled) | gone,
        )
        _put(
            self._database,
            "settled",
            {key: fields for key, fields in fresh.items() if key not in unsettled},
            gone=unsettled | gone,
        )
        self._people(_grouped(change.people))
        _put(
            self._database,
            "forgotten",
            {key: msgspec.json.decode(sealed(tombstone), type=dict[str, Raw]) for key, tombstone in change.forgotten},
        )
        return tuple(commitments)

    def _folded(self, commitment_id: str, new: list[Any]) -> Commitment:
        before = self._book.commitment(commitment_id)
        return fold(commitment_id, (*(before.history if before else ()), *new), before.foreign if before else ())

    def _record(self, commitment: Commitment, new: list[Any]) -> dict[str, Any]:
        olds = [record.line for record in self._book.records_of(commitment.id)]
        return commitment_record(commitment, olds, [sealed(event) for event in new])

    def _people(self, events: dict[str, list[Any]]) -> None:
        known = self._book.people()
        fresh: dict[str, dict[str, Any]] = {}
        for handle, new in events.items():
            person = fold_person(handle, (*(known[handle].history if handle in known else ()), *new))
            fresh[handle] = person_record(person, self._book.person_lines(handle), [sealed(event) for event in new])
        _put(self._database, "people", fresh)


def _grouped(pairs: tuple[tuple[str, Any], ...]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for key, event in pairs:
        groups.setdefault(key, []).append(event)
    return groups


def _put(database: TinyDB, name: str, fresh: Mapping[str, Mapping[str, Any]], gone: Collection[str] = ()) -> None:
    """Put records in the place of those with the same ids, and take out those that are gone.

    Through the storage, not through `Table.insert`: that would touch every record of the table.
    """
    if not fresh and not gone:
        return
    tables: dict[str, Any] = database.storage.read() or {}
    records = {key: Record(fields, key) for key, fields in fresh.items()}
    tables[name] = ChangedTable(tables.get(name, _NO_LINES), records, gone)
    database.storage.write(tables)
