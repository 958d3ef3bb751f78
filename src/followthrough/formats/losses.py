"""What one state of a ledger has and a later one of it has not: events that somebody took out or changed."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import msgspec
from msgspec import Raw, Struct

from followthrough.domain.errors import UnreadableRecordError
from followthrough.domain.forgetting import stone_key
from followthrough.formats.erasing import forgotten_in
from followthrough.formats.sums import content_of, event_sum, plain_id
from followthrough.formats.uniting.persons import without_persons

Tables = Mapping[str, Mapping[str, bytes]]
_HISTORIES = {"open": "promises", "settled": "promises", "people": "people", "series": "series"}
_MALFORMED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Loss(Struct, frozen=True):
    """An event that is gone, or not as it was; and what it was about: a text, a handle, or an id."""

    event: str
    about: str


class _History(Struct):
    what: str = ""
    history: tuple[Raw, ...] = ()


class _Stone(Struct):
    id: str = ""
    events: tuple[str, ...] = ()


class _Numbers(Struct):
    name: str = ""
    last: int = 0


_replicas = msgspec.json.Decoder(_Numbers)
_histories = msgspec.json.Decoder(_History)
_stones = msgspec.json.Decoder(_Stone)


def losses(before: Tables, after: Tables) -> tuple[Loss, ...]:
    """The intact events and tombstones of `before` that are nowhere in `after`; what was forgotten is not lost."""
    with suppress(UnreadableRecordError):
        before = without_persons("theirs", before, forgotten_in(after)).tables(before)
    found = list(_events_lost(before, after))
    stones = after.get("forgotten", {})
    found += [
        Loss(_stone(line).id or key, key) for key, line in before.get("forgotten", {}).items() if key not in stones
    ]
    told = {each.event for each in found}
    numbers = _numbers_lost(before.get("replicas", {}), after.get("replicas", {}))
    return (*found, *(each for each in numbers if each.event not in told))


def _numbers_lost(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Loss]:
    """The last numbers of machines that are gone, or lower than they were; each as the event of that number."""
    for key, line in before.items():
        old = _numbers(line)
        if line != after.get(key) and _numbers(after.get(key, b"{}")).last < old.last:
            yield Loss(f"{key}.{old.last}", f"the numbers of {old.name or key}")


def _numbers(line: bytes) -> "_Numbers":
    with suppress(*_MALFORMED):
        return _replicas.decode(line)
    return _Numbers()


def _events_lost(before: Tables, after: Tables) -> Iterator[Loss]:
    for of in dict.fromkeys(_HISTORIES.values()):
        names = [name for name, each in _HISTORIES.items() if each == of]
        keys = (key for name in names for key, line in before.get(name, {}).items() if line != _line(after, name, key))
        for key in dict.fromkeys(keys):
            yield from _lost_of(of, key, _lines(before, names, key), _lines(after, names, key), after)


def _lost_of(of: str, key: str, old: list[bytes], new: list[bytes], after: Tables) -> Iterator[Loss]:
    stone = _stone(_line(after, "forgotten", stone_key(key) if of == "people" else key) or b"{}")
    there = {content_of(event) for event in _events(new)}
    erased = {*stone.events, stone.id}  # of copies of one disk, both may have given the id of the stone
    for event in _events(old):
        name = plain_id(str(event.get("id")))
        if content_of(event) not in there and name not in erased and event.get("sum") == event_sum(event):
            yield Loss(name, _about(of, key, old))


def _about(of: str, key: str, lines: Iterable[bytes]) -> str:
    if of == "people":
        return f"@{key}"
    for line in lines:
        with suppress(*_MALFORMED):
            if what := _histories.decode(line).what:
                return f"“{what}”"
    return key


def _events(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The events of records; none of one that cannot be read."""
    for line in lines:
        with suppress(*_MALFORMED):
            for raw in _histories.decode(line).history:
                yield msgspec.json.decode(raw, type=dict[str, Any])


def _stone(line: bytes) -> _Stone:
    with suppress(*_MALFORMED):
        return _stones.decode(line)
    return _Stone()


def _line(tables: Tables, name: str, key: str) -> bytes | None:
    return tables.get(name, {}).get(key)


def _lines(tables: Tables, names: Iterable[str], key: str) -> list[bytes]:
    return [line for name in names if (line := _line(tables, name, key)) is not None]
