"""One reading of a ledger file, through TinyDB's tables."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from itertools import chain

import msgspec
from msgspec import Struct
from tinydb import TinyDB
from tinydb.table import Table

from followthrough.adapters.ledger.days import NamedDays, days_around
from followthrough.adapters.ledger.ids import Ids
from followthrough.adapters.ledger.replicas import Replicas
from followthrough.adapters.ledger.tables import LinesTable, Record, SkimmedTable, Table as LinesOrChanged
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import (
    UntrustedLedgerError,
)
from followthrough.domain.events import Particulars, Tombstone
from followthrough.domain.people import Person
from followthrough.domain.undoing import Recorded
from followthrough.formats.record import (
    MalformedRecordError,
    hand_edits,
    read_commitment,
    read_person,
    read_tombstone,
)

APP = "followthrough"
FORMAT = 1
"""The format this version writes; a ledger whose `min_writer` is larger is read and never written."""
_PLAIN_WORD = re.compile(r"[ !#-\[\]-~]+")
"""Text that JSON writes as it is: ASCII without quotation marks, backslashes and control characters."""
_MALFORMED = (MalformedRecordError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What a record raises whose bytes are not what they should be."""
_MOST_DAYS = 20
"""Looking for the text of more days than this takes longer than decoding everything."""
NO_LINES = LinesTable(b"", [], [], 0)


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
        return self._tables.get(name, NO_LINES)

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
        settled, in_both = self._lines("settled"), self._in_both
        for record in self._table("open"):
            others = (settled[record.doc_id],) if record.doc_id in in_both else ()
            yield self._commitment(record.doc_id, record, *others)

    @cached_property
    def _in_both(self) -> frozenset[str]:
        """The ids that stand among the open and the settled ones, as a merge of texts leaves them."""
        return self._lines("open").common_ids(self._lines("settled"))

    def unsettled_with(self, word: str) -> Iterator[Commitment]:
        table = self._lines("open")
        if not isinstance(table, LinesTable) or not table.is_plain() or not _PLAIN_WORD.fullmatch(word):
            return self.unsettled()
        return (
            self._commitment(each.doc_id, *self.records_of(each.doc_id)) for each in table.mentioning(word.encode())
        )

    def settled(self) -> Iterator[Commitment]:
        return self._alone(self._table("settled"))

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

    def _alone(self, records: Iterator[Record]) -> Iterator[Commitment]:
        in_both = self._in_both
        return (self._commitment(each.doc_id, each) for each in records if each.doc_id not in in_both)

    def commitment(self, commitment_id: str) -> Commitment | None:
        records = self.records_of(commitment_id)
        return self._commitment(commitment_id, *records) if records else None

    def records_of(self, commitment_id: str) -> list[Record]:
        """The records of a commitment: one, or one in each table where texts were merged."""
        tables = (self._lines("open"), self._lines("settled"))
        return [table[commitment_id] for table in tables if commitment_id in table]

    def by_hand(self, commitment: Commitment) -> Particulars | None:
        """What someone changed in the fields beside its history, where it has one record; None where nothing."""
        with self._trusted():
            return hand_edits(commitment, self.records_of(commitment.id)[0].line)

    def _commitment(self, commitment_id: str, *records: Record) -> Commitment:
        try:
            return read_commitment(commitment_id, *[record.line for record in records])
        except MalformedRecordError as problem:
            raise UntrustedLedgerError(self._path, str(problem)) from None

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
        return Ids(self._lines(name).raw_ids for name in ("open", "settled", "forgotten"))

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

    @property
    def ledger_id(self) -> str:
        return self.meta.ledger if self.meta else ""

    def last_numbers(self) -> Mapping[str, int]:
        entries = {name: self.replica_entry(name) for name in sorted(self._lines("replicas"))}
        return {name: entry.last for name, entry in entries.items() if entry is not None}

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
