"""One record written anew from its history: what makes sense of it, and by itself what does not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Raw, Struct

from followthrough.domain.commitment import OUTCOME, Commitment
from followthrough.domain.due import FIRST_YEAR, LAST_YEAR
from followthrough.domain.events import AnyEvent, Event
from followthrough.domain.identifiers import event_number
from followthrough.domain.people import PersonEvent
from followthrough.domain.series import SeriesEvent
from followthrough.formats.examination.copies import Lacking
from followthrough.formats.examination.histories import DAMAGED, known_kind
from followthrough.formats.examination.reading import (
    SET_ASIDE,
    Owner,
    ReadEvent,
    ReadRecord,
    key_aside,
    read_event,
    sum_of,
)
from followthrough.formats.record import (
    MalformedRecordError,
    encode,
    from_text,
    read_commitment,
    read_person,
    read_tombstone,
)
from followthrough.formats.record_writing import commitment_record, fields_as_json, person_record
from followthrough.formats.series import read_series
from followthrough.formats.strict_json import flaws


class Line(Struct, frozen=True):
    """A record on its way into a ledger: its table, its key, its bytes."""

    table: str
    key: str
    line: bytes


def written_anew(owner: Owner, olds: Sequence[ReadRecord], brought: Sequence[Lacking], *, lossy: bool) -> list[Line]:
    """The records of one history with these events in it: one, and a second one where some make no sense.

    In a `lossy` ledger events are missing, of this history perhaps: then what its fields say and it does not is kept.
    """
    lines = [record.line for record in olds if record.broken is None]
    candidates = [*(event for record in olds for event in record.events), *(each.event for each in brought)]
    if owner[0] == "forgotten":
        return _tombstone(owner, lines, candidates)
    events = together(candidates)
    if not events:
        return [Line(SET_ASIDE, key_aside(owner), line) for line in lines[:1]]
    whole = _folded(owner, lines, events, lossy=lossy)
    if whole is not None:
        return [whole]
    sense = [event for event in events if _is_readable(owner, event)]
    others = [event for event in events if event not in sense]
    partly = _folded(owner, lines, sense, lossy=True) if others and sense else None
    if partly is None:
        return [Line(SET_ASIDE, key_aside(owner), _record(_fields(lines), events))]
    return [partly, Line(SET_ASIDE, key_aside(owner), _record({}, others))]


def _folded(owner: Owner, lines: Sequence[bytes], events: Sequence[ReadEvent], *, lossy: bool) -> Line | None:
    """The record that these events amount to; None where they make no sense together."""
    history = encode({"history": [Raw(event.raw) for event in events]})
    olds = lines or [history]
    try:
        match owner[0]:
            case "commitments":
                commitment = read_commitment(owner[1], history)
                table = "open" if commitment.state == "open" else "settled"
                fields = commitment_record(commitment, olds, [])
                damaged = not all(event.intact for event in events)
                if damaged or (lossy and not commitment.foreign) or "said" in fields:
                    fields["said"] = _said_beside(commitment, lines)
                return Line(table, owner[1], _record(fields, events))
            case "people":
                person = read_person(owner[1], history)
                return Line("people", owner[1], _record(person_record(person, olds, []), events))
            case "series":
                read_series(owner[1], history)
                return Line("series", owner[1], _record(_fields(lines), events))
            case table:
                return Line(table, owner[1], _record(_fields(lines), events))
    except (MalformedRecordError, msgspec.MsgspecError):
        return None


def _said_beside(commitment: Commitment, records: Iterable[bytes]) -> dict[str, Any]:
    """What the fields beside these histories say of its outcome, and neither its events nor their own do.

    What they said before somebody wrote the record again stands in them under `said`.
    """
    said: dict[str, Any] = {}
    for record in records:
        fields = msgspec.json.decode(record, type=dict[str, Any])
        try:
            backed = fields_as_json(read_commitment(commitment.id, record))
        except MalformedRecordError:
            backed = {}
        before = fields.get("said")
        said |= before if isinstance(before, dict) else {}
        said |= {name: fields[name] for name in OUTCOME if name in fields and fields[name] != backed.get(name, ...)}
    now = fields_as_json(commitment)
    return {name: value for name, value in said.items() if now.get(name, ...) != value}


def _is_readable(owner: Owner, event: ReadEvent) -> bool:
    """Whether an event can be read by itself; one of a kind that nobody here knows is carried as it is."""
    kinds: Any = {"people": PersonEvent, "series": SeriesEvent}.get(owner[0], AnyEvent)
    try:
        found: Event = msgspec.json.decode(event.raw, type=kinds, dec_hook=from_text)
    except (msgspec.MsgspecError, ValueError):
        return bool(event.did) and not known_kind(event)
    return FIRST_YEAR <= found.logged.year <= LAST_YEAR


def _fields(lines: Sequence[bytes]) -> dict[str, Raw]:
    fields: dict[str, Raw] = {}
    for line in lines:
        fields |= msgspec.json.decode(line, type=dict[str, Raw])
    return fields


def _record(fields: Mapping[str, Any], events: Sequence[ReadEvent]) -> bytes:
    """The record with these events in its history, and the mark of those that are not as they were recorded."""
    others = {name: value for name, value in fields.items() if name not in (DAMAGED, "history")}
    if not others.get("said", True):
        del others["said"]
    damaged = [event.id for event in events if not event.intact]
    marks = {DAMAGED: damaged} if damaged else {}
    return encode({**others, **marks, "history": [Raw(event.raw) for event in events]})


def together(candidates: Sequence[ReadEvent]) -> list[ReadEvent]:
    """Each event once, in their order; a damaged one gives way to an intact one of its id.

    Of two that are intact the one with the smallest sum has the id, the other keeps its sum behind it.
    """
    contents: dict[str, dict[bytes, ReadEvent]] = {}
    for event in candidates:
        contents.setdefault(event.recorded_id, {}).setdefault(event.content, plain(event))
    events: list[ReadEvent] = []
    for event_id, same in contents.items():
        intact = sorted((each for each in same.values() if each.intact), key=lambda each: (sum_of(each), each.content))
        kept = intact or list(same.values())[: 1 if event_id else None]
        if not event_id:  # nothing tells these apart but what they say
            events += kept
            continue
        events += [under(event_id, kept[0]), *(under(f"{event_id}~{sum_of(each)}", each) for each in kept[1:])]
    return sorted(events, key=place_in_order)


def plain(event: ReadEvent) -> ReadEvent:
    """The event without what programs read differently, such as a key that stands twice."""
    return read_event(msgspec.json.encode(event.fields)) if flaws(event.raw) else event


def under(event_id: str, event: ReadEvent) -> ReadEvent:
    """The event under that id; the sum beside it stays that of the id under which it was recorded."""
    if event.id == event_id:
        return event
    return read_event(msgspec.json.encode({**event.fields, "id": event_id}, order="sorted"))


def place_in_order(event: ReadEvent) -> tuple[int, float, str, int, str]:
    """Sorts events as a history is read, those of unknown kinds too: n, when it was logged, replica, number."""
    n = event.fields.get("n")
    return (n if isinstance(n, int) else 0, _logged(event), *event_number(event.id), event.id)


def _logged(event: ReadEvent) -> float:
    try:
        return datetime.fromisoformat(str(event.fields.get("logged"))).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _tombstone(owner: Owner, lines: Sequence[bytes], candidates: Sequence[ReadEvent]) -> list[Line]:
    """The first tombstone that is intact; else the first there is."""
    for event in sorted(map(plain, candidates), key=lambda each: not each.intact):
        try:
            read_tombstone(owner[1], event.raw)
        except MalformedRecordError:
            continue
        return [Line("forgotten", owner[1], event.raw)]
    return [Line(SET_ASIDE, key_aside(owner), line) for line in lines[:1]]
