"""A change on its way into the tables of a ledger file."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, Raw
from msgspec.structs import replace
from tinydb import TinyDB

from followthrough.actions.ports import Change, Pen
from followthrough.adapters.ledger.book import FileBook
from followthrough.adapters.ledger.database import FIRST_FORMAT, FORMAT_OF_IMPORTS, NO_LINES
from followthrough.adapters.ledger.tables import ChangedTable, Record, Table
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due
from followthrough.domain.events import AnyEvent, Edited, Event, Moved, Particulars, Retracted
from followthrough.domain.folding import fold
from followthrough.domain.forgetting import ForgottenPeople, is_of_person
from followthrough.domain.notices import Altered
from followthrough.domain.people import fold_person
from followthrough.formats.record_writing import commitment_record, person_record, sealed
from followthrough.formats.sums import altered_events


class Changing:
    """A change on its way into the tables."""

    def __init__(self, database: TinyDB, book: FileBook, path: str) -> None:
        self._database = database
        self._book = book
        self._path = path
        self.altered: list[Altered] = []
        """What was found not to be as it was recorded, in the records that the change touches."""
        self.asks_for = FIRST_FORMAT
        """The lowest format whose programs fold what was changed as it is meant."""

    def apply(self, change: Change) -> tuple[Commitment, ...]:
        """Put the change into the tables; the commitments it touched, in its order."""
        events = _grouped(change.commitments)
        commitments = [self._folded(commitment_id, new) for commitment_id, new in events.items()]
        if any(_takes_back_what_came(each.history, events[each.id]) for each in commitments):
            self.asks_for = FORMAT_OF_IMPORTS
        fresh = {each.id: self._record(each, events[each.id]) for each in commitments}
        unsettled = {each.id for each in commitments if each.state == "open"}
        gone = {key for key, _ in change.forgotten}
        put(
            self._database,
            "open",
            {key: fields for key, fields in fresh.items() if key in unsettled},
            gone=(set(fresh) - unsettled) | gone,
        )
        put(
            self._database,
            "settled",
            {key: fields for key, fields in fresh.items() if key not in unsettled},
            gone=unsettled | gone,
        )
        self._people(_grouped(change.people))
        self._series(_grouped(change.series))
        put(self._database, "series", {}, gone=gone.intersection(self._book.series()))
        put(
            self._database,
            "forgotten",
            {key: msgspec.json.decode(sealed(tombstone), type=dict[str, Raw]) for key, tombstone in change.forgotten},
        )
        if any(map(is_of_person, gone)):
            self.erase_names()
        return tuple(commitments)

    def erase_names(self) -> None:
        """Have *someone* stand for whoever the tombstones say, as a merge with the tombstones alone does."""
        from followthrough.adapters.ledger.uniting import with_lines

        tables: dict[str, Table] = dict(self._database.storage.read() or {})  # type: ignore[arg-type]  # our storage
        self._database.storage.write(with_lines(tables, {}, self._path))  # type: ignore[arg-type]  # likewise

    def _folded(self, commitment_id: str, new: list[Any]) -> Commitment:
        before = None if self._book.computed(commitment_id) else self._book.commitment(commitment_id)
        return fold(commitment_id, (*(before.history if before else ()), *new), before.foreign if before else ())

    def _record(self, commitment: Commitment, new: list[Any]) -> dict[str, Any]:
        olds = self._book.lines_to_change("commitments", commitment.id)
        if altered := altered_events(olds):
            self.altered.append(Altered(f"“{commitment.what}”", altered))
        return commitment_record(commitment, olds, [sealed(event) for event in new])

    def _people(self, events: dict[str, list[Any]]) -> None:
        known = self._book.people()
        fresh: dict[str, dict[str, Any]] = {}
        for handle, new in events.items():
            person = fold_person(handle, (*(known[handle].history if handle in known else ()), *new))
            fresh[handle] = person_record(
                person, self._book.lines_to_change("people", handle), [sealed(event) for event in new]
            )
        put(self._database, "people", fresh)

    def _series(self, events: dict[str, list[Any]]) -> None:
        if events:
            from followthrough.formats.series import series_record

            known = self._book.series()
            if any(_takes_back_what_came(known[key].history, new) for key, new in events.items() if key in known):
                self.asks_for = FORMAT_OF_IMPORTS
            fresh = {
                key: series_record(self._book.lines_to_change("series", key), [sealed(event) for event in new])
                for key, new in events.items()
            }
            put(self._database, "series", fresh)


def _takes_back_what_came(history: Iterable[Event], new: Iterable[Event]) -> bool:
    """Whether something of a history is taken back that came from elsewhere."""
    retracts = any(isinstance(event, Retracted) for event in new)
    return retracts and any(event.imported is not None for event in history)


def touched(change: Change, book: FileBook) -> list[str]:
    """The commitments that a change adds events to, in its order, and those out of which it takes a name."""
    persons = ForgottenPeople(key for key, _ in change.forgotten)
    return [*_grouped(change.commitments), *(book.naming(persons) if persons else ())]


def hand_edits_of(book: FileBook, ids: Iterable[str], pen: Pen) -> Change:
    """What someone changed by hand in the fields of these promises, as events of its own."""
    events: list[tuple[str, AnyEvent]] = []
    for commitment_id in ids:
        records = book.records_of(commitment_id)
        commitment = book.commitment(commitment_id)
        if commitment is not None and len(records) == 1 and not commitment.foreign:
            events += [(commitment_id, event) for event in _by_hand(commitment, book.by_hand(commitment), pen)]
    return Change(commitments=tuple(events))


def _by_hand(commitment: Commitment, now: Particulars | None, pen: Pen) -> list[AnyEvent]:
    """A date as a move that nobody agreed to, everything else as an edit."""
    if now is None:
        return []
    events: list[AnyEvent] = []
    if isinstance(now.due, Due):
        events.append(Moved(**pen.stamp(commitment.history), due=now.due, agreed=False))
        now = replace(now, due=UNSET)
    names = [name for name in now.__struct_fields__ if getattr(now, name) is not UNSET]
    if names:
        was = Particulars(**{name: getattr(commitment, name) for name in names})
        events.append(Edited(**pen.stamp((*commitment.history, *events)), was=was, now=now))
    return events


def _grouped(pairs: tuple[tuple[str, Any], ...]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for key, event in pairs:
        groups.setdefault(key, []).append(event)
    return groups


def put(database: TinyDB, name: str, fresh: Mapping[str, Mapping[str, Any]], gone: Collection[str] = ()) -> None:
    """Put records in the place of those with the same ids, and take out those that are gone.

    Through the storage, not through `Table.insert`: that would touch every record of the table.
    """
    if not fresh and not gone:
        return
    tables: dict[str, Any] = dict(database.storage.read() or {})
    records = {key: Record(fields, key) for key, fields in fresh.items()}
    tables[name] = ChangedTable(tables.get(name, NO_LINES), records, gone)
    database.storage.write(tables)


def raise_writer(database: TinyDB, book: FileBook, asked: int = FIRST_FORMAT) -> None:
    """See to it that no version writes the ledger that would fold it, or a change that asks for this one, otherwise."""
    least = max(book.least_writer(), asked)
    if book.meta is None or least <= book.meta.min_writer:
        return
    tables: dict[str, Table] = dict(database.storage.read() or {})  # type: ignore[arg-type]  # our storage
    fields = msgspec.json.decode(tables["meta"]["1"].line, type=dict[str, Any])
    raised = {name: max(fields[name], least) for name in ("format", "min_writer")}
    put(database, "meta", {"1": fields | raised})
