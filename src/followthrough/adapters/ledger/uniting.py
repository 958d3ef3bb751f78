"""Uniting the tables of a ledger file with those of another copy, by the pure merge."""

from collections.abc import Iterator, Mapping

import msgspec

from followthrough.adapters.ledger.database import FORMAT, NO_LINES, Meta
from followthrough.adapters.ledger.tables import ChangedTable, Record, Table
from followthrough.domain.errors import NewerLedgerError, UnreadableRecordError, UntrustedLedgerError
from followthrough.formats.merging import merge


class Lines(Mapping[str, bytes]):
    """The lines of a table by id: what the merge compares."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __getitem__(self, key: str) -> bytes:
        return self._table[key].line

    def __contains__(self, key: object) -> bool:
        return key in self._table

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


def all_lines(tables: Mapping[str, Table]) -> dict[str, Lines]:
    """The lines of every table."""
    return {name: Lines(table) for name, table in tables.items()}


def united(ours: Mapping[str, Table], theirs: Mapping[str, Table], path: str) -> dict[str, Table]:
    """Our tables with what theirs add. Raises NewerLedgerError, and what `merge` raises."""
    return with_lines(ours, all_lines(theirs), path)


def with_lines(ours: Mapping[str, Table], theirs: Mapping[str, Mapping[str, bytes]], path: str) -> dict[str, Table]:
    """Our tables with what these lines add. Raises NewerLedgerError, and what `merge` raises."""
    if "1" in theirs.get("meta", {}):
        min_writer = msgspec.json.decode(theirs["meta"]["1"], type=Meta).min_writer
        if min_writer > FORMAT:
            raise NewerLedgerError(path, min_writer, FORMAT)
    try:
        merged = merge(all_lines(ours), theirs)
    except UnreadableRecordError as problem:
        raise UntrustedLedgerError(path, problem.reason) from None
    tables = dict(ours)
    for name in {*merged.fresh, *merged.gone}:
        fresh = {key: Record(line, key) for key, line in merged.fresh.get(name, {}).items()}
        tables[name] = ChangedTable(tables.get(name, NO_LINES), fresh, merged.gone.get(name, frozenset()))
    return tables
