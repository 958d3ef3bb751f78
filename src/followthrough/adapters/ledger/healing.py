"""What the journal has and the file has not: events that another program overwrote."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

import msgspec
from msgspec import Raw, Struct

from followthrough.adapters.ledger.difference import HISTORIES, events_in, lines_of
from followthrough.adapters.ledger.journal import HistoryOf, JournalEntry, entries_without
from followthrough.adapters.ledger.tables import Table
from followthrough.domain.forgetting import ForgottenPeople
from followthrough.domain.identifiers import event_number
from followthrough.formats.sums import is_same_event, plain_id

_ID = re.compile(rb'"id":\s*"([k-z]{5}\.[1-9][0-9]*)(?:~[0-9a-f]{8})?"')


_MALFORMED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _Terms(Struct):
    what: str | None = None


class _Kind(Struct):
    did: str = ""
    id: str = ""
    what: str | None = None
    terms: _Terms | None = None

    @property
    def text(self) -> str | None:
        """What it promises, where it says so: of an event of a series its terms do."""
        return self.terms.what if self.terms is not None else self.what


class _Stone(Struct):
    id: str = ""
    events: tuple[str, ...] = ()


class _Replica(Struct):
    last: int = 0


_kinds = msgspec.json.Decoder(_Kind)
_BEGINNINGS = ("made", "begun")
_TEXTS = ("open", "settled", "series")
_stones = msgspec.json.Decoder(_Stone)
_replicas = msgspec.json.Decoder(_Replica)


def missing_from(tables: Mapping[str, Table], entries: Sequence[JournalEntry]) -> list[JournalEntry]:
    """The entries whose event the tables do not have, or not as it was recorded. What was forgotten is not missed."""
    forgotten = ForgottenPeople(tables.get("forgotten", ()))
    return [each for each in entries_without(forgotten, entries) if not _is_there(tables, each)]


def _is_there(tables: Mapping[str, Table], entry: JournalEntry) -> bool:
    try:
        return _stands(tables, entry, bytes(entry.event))
    except _MALFORMED:  # whatever stands there instead
        return False


def _stands(tables: Mapping[str, Table], entry: JournalEntry, event: bytes) -> bool:
    if entry.of != "people" and (stone := lines_of(tables, ("forgotten",), entry.key)):
        known = _stones.decode(*stone)
        return stone == [event] or plain_id(_kinds.decode(event).id) in (known.id, *known.events)
    lines = lines_of(tables, [name for name, of in HISTORIES.items() if of == entry.of], entry.key)
    if any(event in line for line in lines):
        return True
    recorded = plain_id(_kinds.decode(event).id)  # another event of that id may have it to itself by now
    there = events_in(lines).items()
    return any(plain_id(event_id) == recorded and is_same_event(found, event) for event_id, found in there)


class Overwritten(Struct, frozen=True, kw_only=True):
    """What is missing: the entries that can be put back, and those that by themselves are not enough for that."""

    enough: tuple[JournalEntry, ...]
    not_enough: tuple[JournalEntry, ...]

    @property
    def promises(self) -> list[str]:
        """The promises that something is put back into."""
        return sorted({each.key for each in self.enough if each.of == "promises"})


def overwritten(tables: Mapping[str, Table], missing: Sequence[JournalEntry]) -> Overwritten:
    """Sort what is missing by whether it can be put back: an event of what was made or begun nowhere cannot."""
    made = {each.key for each in missing if _kinds.decode(each.event).did in _BEGINNINGS}
    enough: list[JournalEntry] = []
    not_enough: list[JournalEntry] = []
    for each in missing:
        alone = each.of in ("promises", "series") and each.key not in made and not lines_of(tables, _TEXTS, each.key)
        (not_enough if alone else enough).append(each)
    return Overwritten(enough=tuple(enough), not_enough=tuple(not_enough))


def lines_with(tables: Mapping[str, Table], missing: Iterable[JournalEntry]) -> dict[str, dict[str, bytes]]:
    """Lines to unite with the tables, so that these entries are in them. Raises UnreadableRecordError."""
    lines: dict[str, dict[str, bytes]] = {name: {} for name in (*HISTORIES, "forgotten")}
    histories: dict[tuple[HistoryOf, str], list[Raw]] = {}
    for each in missing:
        if each.of == "forgotten":
            lines["forgotten"][each.key] = bytes(each.event)
        else:
            histories.setdefault((each.of, each.key), []).append(each.event)
    for (of, key), events in histories.items():
        name, line = _whole(tables, of, key, events)
        lines[name][key] = line
    return lines


def _whole(tables: Mapping[str, Table], of: HistoryOf, key: str, missing: list[Raw]) -> tuple[str, bytes]:
    """The record as it has to be, and its table: what is missing with what is there, for an event alone is none."""
    from followthrough.formats.uniting.promises import whole_person, whole_promise

    names = [name for name, each in HISTORIES.items() if each == of]
    there: list[Raw] = []
    with suppress(*_MALFORMED):
        there = list(events_in(lines_of(tables, names, key)).values())
    if of == "promises":
        return whole_promise(key, [*there, *missing])
    if of == "people":
        return "people", whole_person(key, [*there, *missing])
    return of, msgspec.json.encode({"history": [*there, *missing]})


def lasts_of(gone: Overwritten) -> dict[str, int]:
    """By replica the largest number of an event that can be put back."""
    lasts: dict[str, int] = {}
    for each in gone.enough:
        replica, number = event_number(_kinds.decode(each.event).id)
        lasts[replica] = max(lasts.get(replica, 0), number)
    return {replica: last for replica, last in lasts.items() if last}


def names_of(tables: Mapping[str, Table], entries: Iterable[JournalEntry]) -> tuple[str, ...]:
    """What these events are about, for people: texts of promises in quotation marks, handles."""
    return tuple(dict.fromkeys(_name_of(tables, each) for each in entries))


def _name_of(tables: Mapping[str, Table], entry: JournalEntry) -> str:
    if entry.of == "people":
        return f"@{entry.key}"
    if (what := _kinds.decode(entry.event).text) is not None:
        return f"“{what}”"
    with suppress(*_MALFORMED):
        for line in lines_of(tables, _TEXTS, entry.key):
            found = (_kinds.decode(line).text, *(_kinds.decode(each).text for each in events_in([line]).values()))
            if (text := next((each for each in found if each is not None), None)) is not None:
                return f"“{text}”"
    return entry.key[:6]


def missing_numbers(tables: Mapping[str, Table]) -> dict[str, int]:
    """By replica how many of the events up to its last one are nowhere in the file, told from its bytes."""
    found: set[bytes] = set()
    for table in tables.values():
        found.update(each for line in table.stretches() for each in _ID.findall(line))
    try:
        return _short_of(tables, {each.decode() for each in found})
    except _MALFORMED:  # then it is not the numbers that are wrong
        return {}


def _short_of(tables: Mapping[str, Table], found: set[str]) -> dict[str, int]:
    erased = {each for line in _every_line(tables, "forgotten") for each in _stones.decode(line[1]).events}
    counted = Counter(event_number(each)[0] for each in found | erased)
    lasts = {name: _replicas.decode(line).last for name, line in _every_line(tables, "replicas")}
    return {name: last - counted[name] for name, last in lasts.items() if last > counted[name]}


def _every_line(tables: Mapping[str, Table], name: str) -> list[tuple[str, bytes]]:
    return [(key, tables[name][key].line) for key in tables.get(name, ())]
