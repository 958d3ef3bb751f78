"""Records taken apart into fields and events, and fields that no event explains as one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import msgspec
from msgspec import Raw, Struct

from followthrough.domain.errors import UnreadableRecordError
from followthrough.domain.merging import ByHand, Differing, Finding
from followthrough.formats.record import MalformedRecordError
from followthrough.formats.uniting.events import canonical

_fields = msgspec.json.Decoder(dict[str, Raw])
_histories = msgspec.json.Decoder(list[Raw])


class Parts(Struct, frozen=True):
    """The lines of one record in one copy (one; two where it stands in two tables): fields of each, events of all."""

    fields: list[dict[str, Raw]]
    events: list[Raw]


@contextmanager
def reading(side: Literal["ours", "theirs"], table: str, key: str) -> Iterator[None]:
    """Raise UnreadableRecordError where bytes of that copy are not what they should be."""
    try:
        yield
    except MalformedRecordError as problem:
        raise UnreadableRecordError(side, str(problem)) from None
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise UnreadableRecordError(side, f"{key} in {table}: {problem}") from None


def taken_apart(side: Literal["ours", "theirs"], table: str, key: str, lines: Iterable[bytes]) -> Parts:
    """The fields and events of a record that has a history. Raises UnreadableRecordError."""
    with reading(side, table, key):
        fields = [_fields.decode(line.decode()) for line in lines]
        return Parts(fields, [event for each in fields for event in _histories.decode(each.get("history", b"null"))])


def united_fields(
    table: str,
    key: str,
    ours: Sequence[dict[str, Raw]],
    theirs: Sequence[dict[str, Raw]],
    found: list[Finding],
    *,
    without: Collection[str] = (),
) -> dict[str, Raw]:
    """Every field of both but those left out, by name; of several values the one with the larger canonical JSON."""
    names = {name for each in (*ours, *theirs) for name in each}.difference(without)
    united: dict[str, Raw] = {}
    for name in sorted(names):
        mine = {bytes(each[name]) for each in ours if name in each}
        other = {bytes(each[name]) for each in theirs if name in each}
        best = max(mine | other, key=_size) if len(mine | other) > 1 else next(iter(mine or other))
        united[name] = Raw(best)
        if mine and other and _size(max(mine, key=_size))[0] != _size(max(other, key=_size))[0]:
            lesser = max(other if best in mine else mine, key=_size)
            found.append(Differing(table=table, id=key, field=name, kept=_value(best), other=_value(lesser)))
    return united


def _value(text: bytes) -> Any:
    return msgspec.json.decode(text)


def _size(text: bytes) -> tuple[bytes, bytes]:
    return canonical(_value(text)), text


def by_hand(table: str, key: str, stored: dict[str, Raw], recorded: dict[str, Any]) -> Iterator[ByHand]:
    """The fields of a copy that say something else than its events do; one that is missing says nothing."""
    for name, value in recorded.items():
        if name in stored and (typed := _value(bytes(stored[name]))) != value:
            yield ByHand(table=table, id=key, field=name, typed=typed, recorded=value)
