"""The ledger file as a TinyDB database, and what it says of itself before any promise is read."""

from collections.abc import Mapping

import msgspec
from msgspec import Struct
from tinydb import TinyDB
from tinydb.table import Table

from followthrough.adapters.ledger.tables import ChangedTable, LinesTable, Record, Table as LinesOrChanged
from followthrough.domain.errors import UntrustedLedgerError
from followthrough.formats.record import MalformedRecordError

APP = "followthrough"
FORMAT = 3
"""The newest format this version writes; a ledger whose `min_writer` is larger is read and never written."""
FORMAT_OF_JOINS = 2
"""The format since which persons are joined, and circles have those who come and go."""
FORMAT_OF_IMPORTS = 3
"""The format since which what was imported may be taken back though it was due."""
FIRST_FORMAT = 1
"""The format of a ledger in which there is nothing that an older version would fold wrongly."""
MALFORMED = (MalformedRecordError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What a record raises whose bytes are not what they should be."""
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
    """What a ledger keeps of a replica: a name for people, who recorded under it last, the number of its last event.

    Nobody wrote down who it was before there was a `by`.
    """

    name: str = ""
    by: str = ""
    last: int = 0

    def fields(self) -> dict[str, object]:
        """As a record has it."""
        return {"name": self.name, **({"by": self.by} if self.by else {}), "last": self.last}


def checked_meta(path: str, tables: Mapping[str, LinesOrChanged]) -> Meta:
    """What the ledger of these tables says of itself. Raises UntrustedLedgerError where it is none of ours."""
    try:
        meta = msgspec.json.decode(tables["meta"]["1"].line, type=Meta)
    except (KeyError, *MALFORMED):
        raise UntrustedLedgerError(path, "it does not say that it is a ledger of followthrough") from None
    if meta.app != APP:
        raise UntrustedLedgerError(path, f"it belongs to {meta.app!r}")
    return meta


def without_forgotten(tables: dict[str, LinesOrChanged]) -> dict[str, LinesOrChanged]:
    """The tables without promises that were forgotten and stand there all the same: nothing is to be built on those."""
    found = dict(tables)
    for name in ("series", "open", "settled"):
        table = tables.get(name, NO_LINES)
        if gone := [key for key in tables.get("forgotten", ()) if key in table]:
            found[name] = ChangedTable(table, {}, gone)
    return found
