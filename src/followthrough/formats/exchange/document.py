"""Everything of a ledger as one JSON document, or as lines of JSON: what `export` writes and `import` reads back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from followthrough.domain.arrivals import Unread
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import NotInThatFormatError
from followthrough.domain.histories import CommitmentHistory, Histories, PersonHistory, SeriesHistory
from followthrough.domain.identifiers import is_commitment_id
from followthrough.domain.people import Person, is_handle
from followthrough.domain.series import Series
from followthrough.formats.output import CommitmentJson, commitments_json, to_json
from followthrough.formats.record import UNREADABLE, read_commitment, read_person, to_text
from followthrough.formats.record_writing import every_person_field
from followthrough.formats.series import read_series
from followthrough.formats.strict_json import flaws

EXPORT = "followthrough.export/1"
NAME = "document of followthrough"
_HOLDING = ("followthrough.export/", "followthrough.commitments/")
_MOST_STEPS = 40_000
"""Events that are taken back times all events of one history: what telling what stands of it takes."""
_MOST_SERIES = 1_000
_LONGEST_REASON = 250
_SMALLEST_OBJECT = 16
"""Bytes; a document with more objects than it has room for such small ones is no list of promises."""


class PersonExport(Struct, frozen=True, kw_only=True):
    """A person or circle: what they are called, and the events that say so. `into` is whose handle it became."""

    handle: str
    name: str
    members: list[str]
    aliases: list[str]
    zone: str | None
    into: str | None
    history: list[dict[str, Any]]


class SeriesExport(Struct, frozen=True, kw_only=True):
    """A series: its last text, and the events that say how it repeats."""

    id: str
    what: str
    maker: str
    history: list[dict[str, Any]]


class ExportJson(Struct, frozen=True, kw_only=True):
    """What `export --format json` writes: everything, or what the filters choose; `forgotten` counts tombstones."""

    schema: str = EXPORT
    ledger: str
    exported_at: datetime
    forgotten: int
    people: list[PersonExport]
    series: list[SeriesExport]
    commitments: list[CommitmentJson]


class _Head(Struct, frozen=True, kw_only=True):
    """The first line of an export in lines."""

    schema: str = EXPORT
    ledger: str
    exported_at: datetime
    forgotten: int


class _Whole(Struct, frozen=True):
    schema: str = ""
    forgotten: int = 0
    people: tuple[Raw, ...] = ()
    series: tuple[Raw, ...] = ()
    commitments: tuple[Raw, ...] = ()


class _Line(Struct, frozen=True):
    schema: str = ""
    forgotten: int = 0
    person: Raw = Raw()
    series: Raw = Raw()
    commitment: Raw = Raw()


class _Kind(Struct, frozen=True):
    did: str = ""


class _Kinds(Struct, frozen=True):
    history: tuple[_Kind, ...] = ()


class _Keys(Struct, frozen=True):
    id: str = ""
    handle: str = ""


_History = TypeVar("_History")
_whole = msgspec.json.Decoder(_Whole)
_line = msgspec.json.Decoder(_Line)
_keys = msgspec.json.Decoder(_Keys)
_kinds = msgspec.json.Decoder(_Kinds)


def document(
    commitments: Iterable[Commitment],
    people: Mapping[str, Person],
    series: Mapping[str, Series],
    *,
    ledger: str,
    forgotten: int,
    now: datetime,
) -> ExportJson:
    """These promises with their histories, the people and the series, as one document."""
    return ExportJson(
        ledger=ledger,
        exported_at=now,
        forgotten=forgotten,
        people=[_person(handle, each) for handle, each in sorted(people.items())],
        series=[_one_series(each) for _, each in sorted(series.items())],
        commitments=commitments_json(commitments, now).commitments,
    )


def as_lines(export: ExportJson) -> str:
    """The same as lines: one that says what it is, then one for each person, series and promise."""
    head = _Head(ledger=export.ledger, exported_at=export.exported_at, forgotten=export.forgotten)
    lines = [to_json(head, -1)]
    lines += [to_json(msgspec.defstruct("_Of", [(name, Any)])(each), -1) for name, each in _parts(export)]
    return "".join(f"{line}\n" for line in lines)


def _parts(export: ExportJson) -> Iterator[tuple[str, Struct]]:
    yield from (("person", each) for each in export.people)
    yield from (("series", each) for each in export.series)
    yield from (("commitment", each) for each in export.commitments)


def _person(handle: str, person: Person) -> PersonExport:
    return PersonExport(handle=handle, **every_person_field(person), history=_events(person.history))


def _one_series(series: Series) -> SeriesExport:
    return SeriesExport(id=series.id, what=series.what, maker=series.maker, history=_events(series.history))


def _events(history: Iterable[Struct]) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(event, enc_hook=to_text) for event in history]


def is_document(text: str) -> bool:
    """Whether this is an export of ours, or what a command printed with `--json`."""
    return text.lstrip().startswith("{") and any(f'"{schema}' in text[:400] for schema in _HOLDING)


def read_document(text: str) -> Histories:
    """What an export as one document tells. Raises NotInThatFormatError."""
    if text.count("{") * _SMALLEST_OBJECT > max(len(text), 1000) or text.count(",") > len(text) / 4:
        raise NotInThatFormatError(NAME, "there are too many things in it")
    try:
        whole = _whole.decode(text.encode())
    except UNREADABLE as problem:
        raise NotInThatFormatError(NAME, str(problem)) from None
    _check_schema(whole.schema)
    _check_series_count(len(whole.series))
    numbered = list(enumerate(whole.commitments, 1))
    return _read(numbered, whole.people, whole.series, whole.forgotten)


def read_lines(text: str) -> Histories:
    """What an export in lines tells. Raises NotInThatFormatError."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    read: list[tuple[int, _Line]] = []
    unread: list[Unread] = []
    for number, line in lines:
        try:
            read.append((number, _line.decode(line.encode())))
        except UNREADABLE as problem:
            unread.append(Unread(line=number, reason=_clause(problem)))
    _check_schema(read[0][1].schema if read and read[0][0] == lines[0][0] else "")
    _check_series_count(sum(bool(bytes(each.series)) for _, each in read))
    told = _read(
        [(number, each.commitment) for number, each in read if bytes(each.commitment)],
        [each.person for _, each in read if bytes(each.person)],
        [each.series for _, each in read if bytes(each.series)],
        read[0][1].forgotten,
    )
    return msgspec.structs.replace(told, unread=tuple(sorted((*unread, *told.unread), key=lambda each: each.line)))


def is_lines(text: str) -> bool:
    """Whether this is an export of ours in lines."""
    first, _, _ = text.lstrip().partition("\n")
    return first.startswith("{") and f'"{EXPORT}"' in first[:400] and '"commitments"' not in first


def _check_schema(schema: str) -> None:
    if not schema.startswith(_HOLDING):
        raise NotInThatFormatError(NAME, "it does not begin by saying that it is one")
    if not schema.endswith("/1"):
        raise NotInThatFormatError(NAME, f"{schema[:60]} is newer than this version reads")


def _check_series_count(count: int) -> None:
    if count > _MOST_SERIES:
        raise NotInThatFormatError(NAME, f"it has more than {_MOST_SERIES:,} promises that repeat")


def _read(
    commitments: Sequence[tuple[int, Raw]], people: Iterable[Raw], series: Iterable[Raw], forgotten: int
) -> Histories:
    unread: list[Unread] = []
    told: list[CommitmentHistory] = []
    for number, raw in commitments:
        try:
            told.append(_commitment(number, bytes(raw)))
        except UNREADABLE as problem:
            unread.append(Unread(line=number, reason=_clause(problem)))
    return Histories(
        commitments=tuple(told),
        people=tuple(_all(people, _person_history, unread)),
        series=tuple(_all(series, _series_history, unread)),
        forgotten=max(forgotten, 0),
        unread=tuple(unread),
    )


def _all(raws: Iterable[Raw], read: Callable[[bytes], _History], unread: list[Unread]) -> Iterator[_History]:
    for number, raw in enumerate(raws, 1):
        try:
            yield read(bytes(raw))
        except UNREADABLE as problem:
            unread.append(Unread(line=number, reason=_clause(problem)))


def _commitment(number: int, record: bytes) -> CommitmentHistory:
    key = _checked(record).id
    _check_taken_back(record)
    found = read_commitment(key, record)
    if found.foreign:
        raise ValueError(f"an event of it, “{found.foreign[0]}”, is not known to this version")
    return CommitmentHistory(line=number, id=key, events=found.history)


def _person_history(record: bytes) -> PersonHistory:
    key = _checked(record).handle
    found = read_person(key, record)
    if found.foreign:
        raise ValueError(f"what is said of @{key} is not all known to this version")
    return PersonHistory(handle=key, events=found.history)


def _series_history(record: bytes) -> SeriesHistory:
    key = _checked(record).id
    _check_taken_back(record)
    found = read_series(key, record)
    if found.foreign:
        raise ValueError(f"what is said of the series {key} is not all known to this version")
    return SeriesHistory(id=key, events=found.history)


def _checked(record: bytes) -> _Keys:
    if found := flaws(record):
        raise ValueError(str(found[0]))
    keys = _keys.decode(record)
    if not is_commitment_id(keys.id) and (keys.id or not is_handle(keys.handle)):
        raise ValueError(f"“{keys.id or keys.handle}” is neither an id nor a handle"[:120])
    return keys


def _check_taken_back(record: bytes) -> None:
    kinds = _kinds.decode(record).history
    count = sum(each.did == "retracted" for each in kinds)
    if count * len(kinds) > _MOST_STEPS:
        raise ValueError(f"{count:,} of its {len(kinds):,} events take another back, more than anybody does")


def _clause(problem: Exception) -> str:
    said = str(problem).rstrip(".")
    return said if len(said) <= _LONGEST_REASON else f"{said[:_LONGEST_REASON]}…"
