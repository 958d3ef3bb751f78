"""What a write changes, told from the lines it puts in and takes out: events that come in, and events that get lost."""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Raw, Struct

from followthrough.adapters.ledger.journal import HistoryOf, JournalEntry
from followthrough.adapters.ledger.tables import ChangedTable, Table
from followthrough.domain.forgetting import ForgottenPeople, stone_key
from followthrough.formats.sums import plain_id

HISTORIES: Mapping[str, HistoryOf] = {"open": "promises", "settled": "promises", "people": "people", "series": "series"}
"""The tables whose records have a history, and what it is one of."""


MALFORMED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What an event raises whose bytes are not what they should be."""


class _Events(Struct):
    history: tuple[Raw, ...] = ()


class _Identified(Struct):
    id: str = ""


class _Erased(Struct):
    events: tuple[str, ...] = ()


_events = msgspec.json.Decoder(_Events)
_identified = msgspec.json.Decoder(_Identified)
_erased = msgspec.json.Decoder(_Erased)


class Difference(Struct, frozen=True, kw_only=True):
    """The events that a write adds, and the ids of those that it would lose."""

    added: tuple[JournalEntry, ...]
    lost: tuple[str, ...]


def difference(before: Mapping[str, Table], after: Mapping[str, Table]) -> Difference:
    """Compare the records that differ; every other line is carried over as the bytes it was.

    What a tombstone lists as erased is not lost; it lists the id under which an event was recorded, without a sum.
    """
    added: list[JournalEntry] = []
    lost: list[str] = []
    forgotten = ForgottenPeople(after.get("forgotten", ()))
    for key in sorted(_touched(after, ("forgotten",))):
        there = lines_of(before, ("forgotten",), key)
        added += [
            JournalEntry("forgotten", key, Raw(line))
            for line in lines_of(after, ("forgotten",), key)
            if line not in there
        ]
    for of in dict.fromkeys(HISTORIES.values()):
        names = [name for name, each in HISTORIES.items() if each == of]
        for key in sorted(_touched(after, names)):
            old, new = events_in(lines_of(before, names, key)), events_in(lines_of(after, names, key))
            added += [JournalEntry(of, key, raw) for event_id, raw in new.items() if event_id not in old]
            if missing := old.keys() - new.keys():
                stones = lines_of(after, ("forgotten",), stone_key(key) if of == "people" else key)
                erased = {event_id for stone in stones for event_id in _erased.decode(stone).events}
                missing = {each for each in missing if erased.isdisjoint((each, plain_id(each)))}
                lost += sorted(each for each in missing if not (forgotten and _is_now_one(each, new)))
    return Difference(added=tuple(added), lost=tuple(lost))


def _is_now_one(event_id: str, events: Iterable[str]) -> bool:
    """Whether an event shared its id, and has another sum behind it, or none, now that a name went out of it."""
    plain, suffixed, _ = event_id.partition("~")
    return bool(suffixed) and any(each.partition("~")[0] == plain for each in events)


def events_in(lines: Iterable[bytes]) -> dict[str, Raw]:
    """The events of the histories in these records, by id. Raises msgspec.MsgspecError."""
    return {_identified.decode(raw).id: raw for line in lines for raw in _events.decode(line).history}


def _touched(tables: Mapping[str, Table], names: Iterable[str]) -> set[str]:
    """The keys of what was put in or taken out."""
    return {key for name in names if isinstance(table := tables.get(name), ChangedTable) for key in table.touched}


def lines_of(tables: Mapping[str, Table], names: Iterable[str], key: str) -> list[bytes]:
    """The records of that id in these tables."""
    found = (table.get(key) for name in names if (table := tables.get(name)) is not None)
    return [record.line for record in found if record is not None]
