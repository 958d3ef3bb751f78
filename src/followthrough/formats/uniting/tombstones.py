"""What is left of a forgotten promise in two copies as one: every number that was erased stays accounted for."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from followthrough.domain.events import AnyTombstone, Tombstone
from followthrough.domain.forgetting import ForgottenPeople
from followthrough.domain.identifiers import event_number
from followthrough.domain.merging import Damaged, Finding
from followthrough.formats.record import encode, read_tombstone
from followthrough.formats.sums import event_sum
from followthrough.formats.uniting.events import plain_ids
from followthrough.formats.uniting.fields import reading, taken_apart, united_fields

_TABLE = "forgotten"


def erased_ids(key: str, ours: Iterable[bytes], theirs: Iterable[bytes]) -> set[str]:
    """The ids under which the events of a promise that was forgotten were recorded. Raises UnreadableRecordError."""
    return plain_ids(taken_apart("ours", "commitments", key, ours).events) | plain_ids(
        taken_apart("theirs", "commitments", key, theirs).events
    )


def united_tombstone(
    key: str, ours: bytes | None, theirs: bytes | None, erased: set[str], found: list[Finding]
) -> bytes:
    """The tombstone of both copies, with the events of the promise that one of them still had.

    It says what the earlier one says; the id of the other counts among the erased ones. Raises UnreadableRecordError.
    """
    with reading("ours", _TABLE, key):
        mine = _read(key, ours)
    with reading("theirs", _TABLE, key):
        other = _read(key, theirs)
    if ours != theirs:
        found.extend(_damages(key, theirs))
    stones = [*mine, *other]
    first = min(stones, key=_place)
    ids = erased.union(*(stone.events for stone in stones), (stone.id for stone in stones)) - {first.id}
    if len({ours, theirs} - {None}) == 1 and ids <= set(first.events):
        return ours or theirs or b""
    fields: dict[str, Any] = msgspec.to_builtins(replace(first, events=tuple(sorted(ids, key=_number))))
    known = (*first.__struct_encode_fields__, "did", "sum")
    unknown = united_fields(_TABLE, key, _fields(ours), _fields(theirs), found, without=known)
    fields |= {name: msgspec.json.decode(value) for name, value in unknown.items()}
    return encode({**fields, "sum": event_sum(fields)})


def erased_tombstone(key: str, line: bytes, forgotten: ForgottenPeople) -> bytes:
    """A tombstone in which *someone* stands for them, written as `united_tombstone` does; as it is where none is in it.

    Raises MalformedRecordError.
    """
    stone = read_tombstone(key, line)
    erased: AnyTombstone = replace(stone, by=forgotten.handle(stone.by))
    if isinstance(erased, Tombstone):
        erased = replace(erased, maker=forgotten.handle(erased.maker), to=forgotten.handles(erased.to))
    if erased == stone:
        return line
    before = msgspec.json.decode(line, type=dict[str, Any])
    known = msgspec.to_builtins(erased)
    fields = {**known, **{name: before[name] for name in sorted(before) if name not in (*known, "sum")}}
    seal = (
        {"sum": event_sum(fields) if before["sum"] == event_sum(before) else before["sum"]} if "sum" in before else {}
    )
    return encode({**fields, **seal})


def _read(key: str, line: bytes | None) -> Sequence[AnyTombstone]:
    return [] if line is None else [read_tombstone(key, line)]


def _fields(line: bytes | None) -> list[dict[str, Raw]]:
    return [] if line is None else [msgspec.json.decode(line, type=dict[str, Raw])]


def _place(stone: AnyTombstone) -> tuple[Any, ...]:
    return (stone.logged, *event_number(stone.id), stone.id, encode(msgspec.to_builtins(replace(stone, events=()))))


def _number(event_id: str) -> tuple[str, int, str]:
    return (*event_number(event_id), event_id)


def _damages(key: str, line: bytes | None) -> Iterable[Damaged]:
    """What the sum of a tombstone of theirs says against it."""
    fields = {} if line is None else msgspec.json.decode(line, type=dict[str, Any])
    if fields.get("sum") is not None and fields["sum"] != event_sum(fields):
        yield Damaged(table=_TABLE, id=key, event=fields["id"], kept=None, damaged=fields)
