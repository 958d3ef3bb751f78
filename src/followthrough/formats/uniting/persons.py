"""A copy of a ledger in which *someone* stands for everyone who was forgotten: what is united with another one.

Each record that named one of them is written anew from its events, so that it does not matter whether two copies were
united before the name went or afterwards.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec
from msgspec import Raw, Struct

from followthrough.domain.forgetting import ForgottenPeople, stone_key
from followthrough.formats.erasing import erased_event, erased_replica, is_theirs, may_name
from followthrough.formats.record import encode
from followthrough.formats.uniting.events import plain_ids
from followthrough.formats.uniting.fields import reading, taken_apart
from followthrough.formats.uniting.plain import united_plain
from followthrough.formats.uniting.promises import united_person, united_promise
from followthrough.formats.uniting.tombstones import erased_tombstone

_PROMISES = ("open", "settled")
_OTHERS = ("people", "series", "damaged")
_events = msgspec.json.Decoder(list[Raw])

Side = Literal["ours", "theirs"]


class WithoutNames(Struct, frozen=True):
    """What of a copy is written anew and what goes, by table; and by key of a tombstone the events that it erases."""

    fresh: dict[str, dict[str, bytes]]
    gone: dict[str, set[str]]
    erased: dict[str, set[str]]

    def tables(self, tables: Mapping[str, Mapping[str, bytes]]) -> dict[str, Mapping[str, bytes]]:
        """The copy as it is then."""
        found: dict[str, Mapping[str, bytes]] = {**tables}
        for name in {*self.fresh, *self.gone}:
            gone = self.gone.get(name, set())
            kept = {key: line for key, line in tables.get(name, {}).items() if key not in gone}
            found[name] = kept | self.fresh.get(name, {})
        return found


def without_persons(side: Side, tables: Mapping[str, Mapping[str, bytes]], forgotten: ForgottenPeople) -> WithoutNames:
    """Take the names of the forgotten out of a copy. Raises UnreadableRecordError of a record that names one."""
    found = WithoutNames({}, {}, {})
    if not forgotten:
        return found
    for key in sorted(_naming(side, tables, _PROMISES, forgotten)):
        lines = [tables[name][key] for name in _PROMISES if key in tables.get(name, {})]
        erased = [_erased(side, line, key, forgotten) for line in lines]
        commitment, line = united_promise(key, erased, [], was_open=False, found=[])
        table, other = _PROMISES if commitment.state == "open" else _PROMISES[::-1]
        found.fresh.setdefault(table, {})[key] = line
        if key in tables.get(other, {}):
            found.gone.setdefault(other, set()).add(key)
    for table in _OTHERS:
        theirs = [key for key in tables.get(table, {}) if is_theirs(forgotten, table, key)]
        for key in theirs:
            ids = plain_ids(taken_apart(side, table, key, [tables[table][key]]).events)
            found.erased.setdefault(stone_key(key.rpartition(":")[2]), set()).update(ids)
            found.gone.setdefault(table, set()).add(key)
        for key in _naming(side, tables, (table,), forgotten).difference(theirs):
            line = _erased(side, tables[table][key], key, forgotten)
            anew = united_person(key, line, line, []) if table == "people" else united_plain(table, key, line, line, [])
            found.fresh.setdefault(table, {})[key] = anew
    for key in _naming(side, tables, ("replicas",), forgotten):
        with reading(side, "replicas", key):
            found.fresh.setdefault("replicas", {})[key] = erased_replica(forgotten, tables["replicas"][key])
    for key in _naming(side, tables, ("forgotten",), forgotten):
        with reading(side, "forgotten", key):
            found.fresh.setdefault("forgotten", {})[key] = erased_tombstone(key, tables["forgotten"][key], forgotten)
    return found


def _naming(
    side: Side, tables: Mapping[str, Mapping[str, bytes]], names: Iterable[str], forgotten: ForgottenPeople
) -> set[str]:
    """The keys of the records in these tables that may name one of them."""
    found = set()
    for name in names:
        for key, line in tables.get(name, {}).items():
            with reading(side, name, key):
                if may_name(forgotten, line):
                    found.add(key)
    return found


def _erased(side: Side, line: bytes, key: str, forgotten: ForgottenPeople) -> bytes:
    """A record with its events erased, the rest of it as it is."""
    with reading(side, "a table", key):
        fields = msgspec.json.decode(line, type=dict[str, Raw])
        events = [Raw(erased_event(forgotten, each)) for each in _events.decode(fields.get("history", b"[]"))]
        return encode({**fields, "history": events})
