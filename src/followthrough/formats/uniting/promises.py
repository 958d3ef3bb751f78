"""Two copies of one promise, or of one person, as one: events united, everything beside them folded again."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Raw

from followthrough.domain.commitment import Commitment
from followthrough.domain.merging import Arrived, Clash, Contested, Finding, Grown, Introduced
from followthrough.domain.people import Person
from followthrough.formats.record import encode, read_commitment, read_person, to_text
from followthrough.formats.record_writing import (
    PERSON_FIELDS,
    StateFields,
    every_person_field,
    person_fields,
    promise_line,
    state_fields,
)
from followthrough.formats.uniting.events import History, continued_history, plain_ids, united_history
from followthrough.formats.uniting.fields import Parts, by_hand, reading, taken_apart, united_fields

_PROMISES, _PEOPLE = "commitments", "people"
_FOLDED = frozenset((*StateFields.__struct_fields__, "history"))
_FOLDED_OF_PERSONS = frozenset((*PERSON_FIELDS, "history"))
_usual: msgspec.json.Decoder[Any] = msgspec.json.Decoder(
    msgspec.defstruct(
        "_Usual",
        [("history", Raw), *((name, Raw, Raw()) for name in StateFields.__struct_fields__)],
        forbid_unknown_fields=True,
    )
)
"""Reads a promise in which there is nothing unknown."""
_TOLD = (
    *("what", "to", "due", "state", "part", "settled_at", "tags", "visibility", "remind", "chase", "confirmed"),
    "help_wanted",
)
"""The fields of which both values are told where both sides changed them."""


def arrived_promise(key: str, line: bytes, found: list[Finding]) -> None:
    """Take note of a promise that only the other copy has, in one line. Raises UnreadableRecordError."""
    if (simply := _gone_on(key, None, line, found)) is not None:
        found.append(_arrived(simply[0]))
        return
    parts = taken_apart("theirs", _PROMISES, key, [line])
    with reading("theirs", _PROMISES, key):
        united_history(_PROMISES, key, [], parts.events, found)
        commitment = read_commitment(key, line)
        _check_promise(key, commitment, line, parts, found)
    found.append(_arrived(commitment))


def _arrived(commitment: Commitment) -> Arrived:
    return Arrived(
        id=commitment.id,
        what=commitment.what,
        maker=commitment.maker,
        to=commitment.to,
        state=commitment.state,
    )


def united_promise(
    key: str, ours: Sequence[bytes], theirs: Sequence[bytes], *, was_open: bool, found: list[Finding]
) -> tuple[Commitment, bytes]:
    """The promise that the lines of both copies amount to, and its record. Raises UnreadableRecordError."""
    if len(ours) == len(theirs) == 1 and (simply := _gone_on(key, ours[0], theirs[0], found)) is not None:
        commitment, line, arrived = simply
        found.append(_grown(commitment, arrived, was_open=was_open))
        return commitment, line
    mine, other = (taken_apart("ours", _PROMISES, key, ours), taken_apart("theirs", _PROMISES, key, theirs))
    with reading("theirs" if theirs else "ours", _PROMISES, key):
        history = united_history(_PROMISES, key, mine.events, other.events, found)
        commitment = read_commitment(key, _only(history.events))
    unknown = united_fields(_PROMISES, key, mine.fields, other.fields, found, without=_FOLDED)
    line = promise_line(commitment, unknown, _array(history.events))
    if theirs and not ours:
        found.append(_arrived(commitment))
    elif history.only_theirs:
        found.append(_grown(commitment, history.arrived, was_open=was_open))
    if history.only_ours and history.only_theirs:
        _contest(key, mine, other, history, commitment, found)
    if len(theirs) == 1 and line != theirs[0]:
        with reading("theirs", _PROMISES, key):
            same = not history.only_ours and len(history.events) == len(other.events)
            folded = commitment if same else read_commitment(key, _only(other.events))
            _check_promise(key, folded, theirs[0], other, found)
    return commitment, line


def whole_promise(key: str, events: Sequence[Raw]) -> tuple[str, bytes]:
    """The table and the record of a promise of which nothing else is known. Raises UnreadableRecordError."""
    commitment, line = united_promise(key, [], [_only(events)], was_open=False, found=[])
    return "open" if commitment.state == "open" else "settled", line


def whole_person(handle: str, events: Sequence[Raw]) -> bytes:
    """The record of a person of whom nothing else is known. Raises UnreadableRecordError."""
    with reading("theirs", _PEOPLE, handle):
        history = united_history(_PEOPLE, handle, [], events, [])
        person = read_person(handle, _only(history.events))
    return encode({**person_fields(person), "history": history.events})


def _gone_on(
    key: str, ours: bytes | None, theirs: bytes, found: list[Finding]
) -> tuple[Commitment, bytes, tuple[str, ...]] | None:
    """As `united_promise`, where theirs has all that ours has and then more, and everything in them is known.

    Ours may have nothing. With it goes what kinds of events have arrived.

    None where that is not so, or a record cannot be read.
    """
    damages: list[Finding] = []
    try:
        other = _usual.decode(theirs.decode())
        mine = None if ours is None else _usual.decode(ours).history
        history = continued_history(_PROMISES, key, mine, other.history, damages)
        if history is None:
            return None
        commitment = read_commitment(key, theirs)
        line = promise_line(commitment, {}, history.array)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    found.extend(damages)
    if line != theirs:
        _check_promise(key, commitment, theirs, taken_apart("theirs", _PROMISES, key, [theirs]), found)
    return commitment, line, history.arrived


def _grown(commitment: Commitment, arrived: tuple[str, ...], *, was_open: bool) -> Grown:
    return Grown(id=commitment.id, what=commitment.what, events=arrived, was_open=was_open, state=commitment.state)


def _array(events: Sequence[Raw]) -> bytes:
    return b"[" + b",".join(map(bytes, events)) + b"]"


def _only(events: Sequence[Raw]) -> bytes:
    """A record of nothing but these events."""
    return b'{"history":' + _array(events) + b"}"


def _check_promise(key: str, commitment: Commitment, line: bytes, parts: Parts, found: list[Finding]) -> None:
    """Take note of what somebody edited by hand beside the history of theirs."""
    if not commitment.foreign and line != promise_line(commitment, {}, _array(parts.events)):
        recorded = msgspec.json.decode(encode({"fields": state_fields(commitment)}))["fields"]
        found.extend(by_hand(_PROMISES, key, parts.fields[0], recorded))


def _contest(key: str, mine: Parts, other: Parts, history: History, stands: Commitment, found: list[Finding]) -> None:
    """Take note of the fields that both sides changed since what they have in common, to different values."""
    if _written(mine) == _written(other):
        return
    with reading("ours", _PROMISES, key):
        ours = read_commitment(key, _only(mine.events))
    with reading("theirs", _PROMISES, key):
        theirs = read_commitment(key, _only(other.events))
    names = [name for name in _TOLD if getattr(ours, name) != getattr(theirs, name)]
    if ours.state != theirs.state:
        names = [name for name in names if name not in ("part", "settled_at")]
    before = _before(key, history.common) if names and history.common else None
    for name in names:
        values = [getattr(each, name) for each in (ours, theirs, stands)]
        if before is None or getattr(before, name) not in values[:2]:
            said = dict(zip(("ours", "theirs", "stands"), map(_plain, values), strict=True))
            found.append(Contested(id=key, what=stands.what, field=name, **said))


def _written(parts: Parts) -> list[dict[str, bytes]]:
    """What stands beside the history, field by field, in each line in which it stands."""
    return [{name: bytes(value) for name, value in each.items() if name in _TOLD} for each in parts.fields]


def _before(key: str, common: Sequence[Raw]) -> Commitment | None:
    """The promise as it was before the two copies parted; None where nothing that made it is common to both."""
    try:
        return read_commitment(key, _only(common))
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value, enc_hook=to_text)


def united_person(handle: str, ours: bytes | None, theirs: bytes, found: list[Finding]) -> bytes:
    """The record of a person or circle of both copies, or of theirs as it is. Raises UnreadableRecordError."""
    other = taken_apart("theirs", _PEOPLE, handle, [theirs])
    mine = taken_apart("ours", _PEOPLE, handle, [] if ours is None else [ours])
    with reading("ours", _PEOPLE, handle):
        here = None if ours is None else read_person(handle, ours)
        united_history(_PEOPLE, handle, mine.events, [], [])
    with reading("theirs", _PEOPLE, handle):
        history = united_history(_PEOPLE, handle, mine.events, other.events, found)
        there = read_person(handle, theirs)
        person = read_person(handle, _only(history.events))
    unknown = united_fields(_PEOPLE, handle, mine.fields, other.fields, found, without=_FOLDED_OF_PERSONS)
    if not there.foreign:
        found.extend(by_hand(_PEOPLE, handle, other.fields[0], every_person_field(there)))
    if here is None or person_fields(here) != person_fields(person):
        found.append(Introduced(handle=handle, name=person.name, new=here is None))
    if here is None:
        return theirs
    if _are_two(here, there) and not plain_ids(mine.events) & plain_ids(other.events):
        found.append(Clash(handle=handle, ours=here.name, theirs=there.name))
    return encode({**person_fields(person), **unknown, "history": history.events})


def _are_two(here: Person, there: Person) -> bool:
    """Whether both were given a name, and not the same: a name that is the handle was given by nobody."""
    named = [each.name for each in (here, there) if each.name != each.handle and each.standing]
    return len(named) == 2 and named[0].casefold() != named[1].casefold()
