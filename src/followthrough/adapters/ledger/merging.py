"""Other copies of the ledger united with its tables; each is read as something that anybody may have written."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from tinydb import TinyDB

from followthrough.actions.merge import Copy
from followthrough.adapters.files import UserFiles
from followthrough.adapters.ledger.book import FileBook
from followthrough.adapters.ledger.database import FORMAT, NO_LINES, checked_meta
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.frame import FrameError, parse
from followthrough.adapters.ledger.refusals import refusals
from followthrough.adapters.ledger.storage import LedgerStorage, collector_off
from followthrough.adapters.ledger.tables import ChangedTable, Record, Table
from followthrough.domain.errors import (
    NewerLedgerError,
    NoSuchFileError,
    NotAFileError,
    OtherLedgerError,
    UnreadableRecordError,
    UntrustedLedgerError,
)
from followthrough.domain.merging import Brought, MergeAccount
from followthrough.formats.merging import Merged, Tables, merge
from followthrough.formats.uniting.as_made import is_as_made

MOST_MEGABYTES = 512
"""How much is read from a pipe; a file is read as any ledger is."""


class ReadCopy(Struct, frozen=True):
    """A copy that was read; its lines by table, none where it is the ledger's own file; the ledger that it is of."""

    path: str
    lines: dict[str, dict[str, bytes]] | None
    ledger: str = ""


def id_of(copies: Iterable[ReadCopy]) -> str:
    """The ledger that the first of these copies is of."""
    return next((each.ledger for each in copies), "")


def read_copy(copy: Copy, own: str, disk: Disk) -> ReadCopy:
    """The lines of a copy, unless it is the ledger's `own` file. Raises what `Ledger.merge` raises of a copy."""
    with refusals("read", copy.path):
        if copy.content is None and disk.resolve(copy.path) == own:
            return ReadCopy(copy.path, None)
    tables = _tables(copy, disk)
    meta = checked_meta(copy.path, tables)
    if meta.min_writer > FORMAT:
        raise NewerLedgerError(copy.path, meta.min_writer, FORMAT)
    return ReadCopy(copy.path, _lines(tables), meta.ledger)


def _tables(copy: Copy, disk: Disk) -> Mapping[str, Table]:
    content = copy.content
    if content is None:
        with refusals("read", copy.path):
            kind = disk.kind(copy.path)
        if kind is None:
            raise NoSuchFileError(copy.path)
        if kind == "file":
            return LedgerStorage(copy.path, disk).read()
        if kind == "a directory":
            raise NotAFileError(copy.path, kind)
        content = UserFiles(limit_megabytes=MOST_MEGABYTES).read(copy.path)
    try:
        return parse(content)
    except FrameError as problem:
        raise UntrustedLedgerError(copy.path, str(problem)) from None


def _lines(tables: Mapping[str, Table]) -> dict[str, dict[str, bytes]]:
    with collector_off():
        return {name: dict(table.lines()) for name, table in tables.items()}


class Uniting:
    """Copies united with the tables of a ledger, one after the other, before any of it is written."""

    def __init__(self, database: TinyDB, path: str) -> None:
        self._storage = database.storage
        self._path = path
        self._tables: dict[str, Table] = dict(self._storage.read() or {})  # type: ignore[arg-type]  # our storage
        ours = _lines(self._tables)
        self._promises = [ours.get(name, {}) for name in ("open", "settled")]
        self._united = {name: dict(lines) for name, lines in ours.items()}
        self._touched: dict[str, set[str]] = {}

    def unite(self, copies: Iterable[ReadCopy], *, join: bool) -> tuple[Brought, ...]:
        """What each of them brings, in their order. Raises OtherLedgerError, UntrustedLedgerError."""
        with collector_off():
            return tuple(self._unite(copy, join=join) for copy in copies)

    def _unite(self, copy: ReadCopy, *, join: bool) -> Brought:
        if copy.lines is None:
            return Brought(path=copy.path, account=MergeAccount(), itself=True)
        merged = self._merged(copy.path, copy.lines, join=join)
        for name, ids in merged.gone.items():
            self._touched.setdefault(name, set()).update(ids)
            for key in ids:
                del self._united[name][key]
        for name, fresh in merged.fresh.items():
            self._touched.setdefault(name, set()).update(fresh)
            self._united.setdefault(name, {}).update(fresh)
        return Brought(path=copy.path, account=merged.account, changed=bool(merged.fresh or merged.gone))

    def _merged(self, path: str, lines: Tables, *, join: bool) -> Merged:
        try:
            return merge(self._united, lines, join=join)
        except OtherLedgerError as problem:
            raise OtherLedgerError(path, problem.theirs, problem.ours) from None
        except UnreadableRecordError as problem:
            raise UntrustedLedgerError(self._path if problem.side == "ours" else path, problem.reason) from None

    def edited_by_hand(self, book: FileBook) -> Sequence[str]:
        """The promises of ours that are written anew and in whose fields somebody changed something."""
        touched = self._touched.get("open", set()) | self._touched.get("settled", set())
        lines = [(key, [each[key] for each in self._promises if key in each]) for key in sorted(touched)]
        doubtful = (key for key, found in lines if len(found) == 1 and not is_as_made(found[0]))
        known = (book.commitment(key) for key in doubtful)
        return [each.id for each in known if each and not each.foreign and book.by_hand(each) is not None]

    def write(self) -> bool:
        """Hand everything that is new to the storage; whether there is anything."""
        for name, keys in self._touched.items():
            united, base = self._united.get(name, {}), self._tables.get(name, NO_LINES)
            fresh = {key: Record(united[key], key) for key in keys if key in united}
            self._tables[name] = ChangedTable(base, fresh, keys - set(fresh))
        if self._touched:
            self._storage.write(self._tables)  # type: ignore[arg-type]  # our storage
        return bool(self._touched)

    @property
    def ledger_id(self) -> str:
        """The id of the ledger that they are united to."""
        return checked_meta(self._path, self._tables).ledger
