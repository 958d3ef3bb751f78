"""Two copies of a record that no fold stands behind as one: of the ledger itself, of a replica, of an unknown table."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Raw, Struct

from followthrough.domain.merging import Differing, Finding
from followthrough.formats.record import encode
from followthrough.formats.uniting.events import are_events, united_history
from followthrough.formats.uniting.fields import reading, united_fields

_fields = msgspec.json.Decoder(dict[str, Raw])
_lists = msgspec.json.Decoder(list[Raw])


class Meta(Struct):
    """What the ledger says of itself, as far as merging needs it."""

    format: int
    min_writer: int
    ledger: str
    joined: tuple[str, ...] = ()


class _Replica(Struct):
    last: int = 0
    by: str = ""


def read_meta(line: bytes) -> Meta:
    """What a ledger says of itself. Raises msgspec.MsgspecError."""
    return msgspec.json.decode(line, type=Meta)


def arrived_plain(table: str, key: str, line: bytes) -> bytes:
    """A record that only theirs has, as it is. Raises UnreadableRecordError where it is not what it should be."""
    with reading("theirs", table, key):
        msgspec.json.decode(line.decode(), type=_Replica if table == "replicas" else dict[str, Any])
        return line


def united_meta(key: str, ours: bytes, theirs: bytes, found: list[Finding]) -> bytes:
    """The larger `format` and `min_writer`, the smaller of two ledger ids, with the other among those joined."""
    with reading("ours", "meta", key):
        mine, my_fields = read_meta(ours), _fields.decode(ours)
    with reading("theirs", "meta", key):
        other, other_fields = read_meta(theirs), _fields.decode(theirs)
    ids = {mine.ledger, other.ledger, *mine.joined, *other.joined}
    ledger = min(mine.ledger, other.ledger)
    joined = {"joined": sorted(ids - {ledger})} if len(ids) > 1 else {}
    unknown = united_fields("meta", key, [my_fields], [other_fields], found, without=Meta.__struct_fields__)
    known: dict[str, Any] = {
        "format": max(mine.format, other.format),
        "min_writer": max(mine.min_writer, other.min_writer),
        "ledger": ledger,
        **joined,
    }
    app = {"app": unknown.pop("app")} if "app" in unknown else {}
    return encode({**app, **known, **unknown})


def united_replica(key: str, ours: bytes, theirs: bytes, found: list[Finding]) -> bytes:
    """The larger number of a last event, with who recorded it; of two names the one with the larger canonical JSON."""
    with reading("ours", "replicas", key):
        mine, my_fields = msgspec.json.decode(ours, type=_Replica), _fields.decode(ours)
    with reading("theirs", "replicas", key):
        other, other_fields = msgspec.json.decode(theirs, type=_Replica), _fields.decode(theirs)
    fields = united_fields("replicas", key, [my_fields], [other_fields], found, without=("last", "by"))
    name = {"name": fields.pop("name")} if "name" in fields else {}
    last, by = max((mine.last, mine.by), (other.last, other.by))
    return encode({**name, **({"by": by} if by else {}), "last": last, **fields})


def united_plain(table: str, key: str, ours: bytes, theirs: bytes, found: list[Finding]) -> bytes:
    """Every field of both, and where `history` holds events with ids in either, those events."""
    with reading("ours", table, key):
        mine = _fields.decode(ours)
    with reading("theirs", table, key):
        other = _fields.decode(theirs)
    my_events, other_events = _history(mine), _history(other)
    if my_events is None and other_events is None:
        return encode(united_fields(table, key, [mine], [other], found))
    with reading("theirs", table, key):
        history = united_history(table, key, my_events or [], other_events or [], found)
    for fields, other_fields, events in ((mine, other, my_events), (other, mine, other_events)):
        if events is None and "history" in fields:
            kept, lesser = (msgspec.json.decode(each["history"]) for each in (other_fields, fields))
            found.append(Differing(table=table, id=key, field="history", kept=kept, other=lesser))
    parts = [{name: value for name, value in each.items() if name != "history"} for each in (mine, other)]
    return encode({**united_fields(table, key, parts[:1], parts[1:], found), "history": history.events})


def _history(fields: dict[str, Raw]) -> Sequence[Raw] | None:
    """The events of a record; None where its history is something else."""
    try:
        events = _lists.decode(fields.get("history", b"null"))
    except msgspec.MsgspecError:
        return None
    return events if are_events(events) else None
