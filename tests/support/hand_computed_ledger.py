"""Writes tests/data/hand_computed.json, the ledger whose figures are worked out by hand.

`python -m tests.support.hand_computed_ledger` writes it anew; the expected figures stand in
tests/domain/reliability/test_hand_computed.py and nowhere else. As of Monday 23 November 2026, 10:00 in New York.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from followthrough.adapters.ledger.frame import compose
from followthrough.domain.events import AnyEvent
from followthrough.domain.folding import fold
from followthrough.domain.people import fold_person
from followthrough.formats.record import encode
from followthrough.formats.record_writing import commitment_record, person_record, sealed
from tests.support.builders import (
    Drafted,
    a_tombstone,
    at,
    confirmed,
    described,
    kept,
    made,
    missed,
    moved,
    noted,
    released,
    reopened,
    repaired,
    retracted,
    stamp,
    withdrawn,
)

TARGET = Path(__file__).parents[1] / "data" / "hand_computed.json"
LEDGER = "mnopqrstuvwx"
NAMES = {"ana": "Ana Ruiz", "bo": "Bo Chen", "sam": "Sam Lee"}
ANA = "zzzzz"
"""The replica of Ana's machine; everything else was recorded on Sam's."""


def _promise(due: str | None, made_on: str, *then: Drafted, **fields: Any) -> tuple[Drafted, ...]:
    return (made(fields.pop("what", f"Due {due}"), due=due, logged=made_on, **fields), *then)


def _kept_that_day(day: str, hour: str = "12:00", **fields: Any) -> tuple[Drafted, ...]:
    return _promise(day, "2026-04-01T09:00-04:00", kept(logged=f"{day}T{hour}-04:00"), **fields)


# `of=2` in a history stands for its second event; ids are given when all events are numbered.
PROMISES: dict[str, tuple[Drafted, ...]] = {
    # Before the last 90 days
    "kkkkkkkkkkka": _kept_that_day("2026-05-04", confidence=0.9),
    "kkkkkkkkkkkb": _promise(
        "2026-05-18",
        "2026-04-02T09:00-04:00",
        missed(because="outside", logged="2026-05-19T09:00-04:00"),
        repaired(2, logged="2026-05-20T09:00-04:00"),
        confidence=0.6,
    ),
    "kkkkkkkkkkkc": _promise("2026-06-08", "2026-06-01T09:00-04:00", kept(logged="2026-06-10T00:00:00-04:00")),
    "kkkkkkkkkkkd": _kept_that_day("2026-06-15"),
    "kkkkkkkkkkke": _kept_that_day("2026-08-25"),
    # The first of the last 90 days: two promises, of which only the one with the larger id is among the last 20
    "llllllllllla": _kept_that_day("2026-08-26", confidence=0.8),
    "lllllllllllb": _promise(
        "2026-08-26", "2026-08-01T09:00-04:00", missed(because="theirs", logged="2026-08-20T09:00-04:00")
    ),
    "lllllllllllc": _promise(
        "2026-09-02",
        "2026-08-02T09:00-04:00",
        kept(when="2026-09-02T15:00:00-04:00", logged="2026-09-03T15:00:00-04:00"),
    ),
    "llllllllllld": _kept_that_day("2026-09-03", hour="23:59:59"),
    "llllllllllle": _promise(
        "2026-09-04",
        "2026-08-03T09:00-04:00",
        kept(when="2026-09-04T12:00:00-04:00", logged="2026-09-06T12:00:00-04:00"),
    ),
    "lllllllllllf": _promise(
        "2026-09-07T17:00:00-04:00", "2026-08-04T09:00-04:00", kept(logged="2026-09-07T17:00:00-04:00")
    ),
    "lllllllllllg": _promise(
        "2026-09-08T17:00:00-04:00", "2026-08-05T09:00-04:00", kept(logged="2026-09-08T18:00:00-04:00")
    ),
    "lllllllllllh": _promise(
        "2026-09-09",
        "2026-08-06T09:00-04:00",
        kept(logged="2026-09-17T00:00:00-04:00"),
        repaired(2, logged="2026-09-18T09:00-04:00"),
    ),
    "llllllllllli": _promise("2026-09-10", "2026-08-07T09:00-04:00", kept(part=0.6, logged="2026-09-10T12:00-04:00")),
    "lllllllllllj": _promise("2026-09-11", "2026-08-08T09:00-04:00", kept(part=0.5, logged="2026-09-13T00:00-04:00")),
    "lllllllllllk": _promise(
        "2026-09-14", "2026-08-09T09:00-04:00", missed(logged="2026-09-15T09:00-04:00"), confidence=0.5
    ),
    "llllllllllll": _promise("2026-09-15", "2026-08-10T09:00-04:00", released(logged="2026-09-15T23:59:59-04:00")),
    "lllllllllllm": _promise(
        "2026-09-16", "2026-08-11T09:00-04:00", released(moot=True, logged="2026-09-17T00:00:00-04:00")
    ),
    "llllllllllln": _promise("2026-09-17", "2026-08-12T09:00-04:00", withdrawn(logged="2026-09-12T09:00-04:00")),
    "lllllllllllo": _promise("2026-09-18", "2026-08-13T09:00-04:00", withdrawn(logged="2026-09-18T00:00:00-04:00")),
    "lllllllllllp": (
        *_kept_that_day("2026-09-21"),
        confirmed(2, by="ana", replica=ANA, number=1, logged="2026-09-22T09:00-04:00"),
    ),
    "lllllllllllq": (
        *_kept_that_day("2026-09-22", to=("bo",)),
        confirmed(2, whose="bo", logged="2026-09-23T09:00-04:00"),
    ),
    "lllllllllllr": _promise(
        "2026-09-21",
        "2026-08-14T09:00-04:00",
        moved("2026-09-23", logged="2026-09-21T23:59:59-04:00"),
        kept(logged="2026-09-23T12:00-04:00"),
    ),
    "llllllllllls": _promise(
        "2026-09-24",
        "2026-08-15T09:00-04:00",
        moved("2026-10-24", logged="2026-09-25T00:00:00-04:00"),
        kept(logged="2026-10-25T00:00:00-04:00"),
    ),
    "lllllllllllt": _promise(
        "2026-10-01",
        "2026-08-16T09:00-04:00",
        missed(logged="2026-09-20T09:00-04:00"),
        reopened(2, logged="2026-09-21T09:00-04:00"),
        kept(logged="2026-10-01T12:00-04:00"),
    ),
    "lllllllllllu": _kept_that_day("2026-10-02", confidence=1.0),
    "lllllllllllv": _promise(
        "2026-10-05",
        "2026-08-17T09:00-04:00",
        moved("2026-10-06", agreed=False, logged="2026-10-01T09:00-04:00"),
        kept(logged="2026-10-05T12:00-04:00"),
    ),
    "lllllllllllw": _promise("2026-11-02", "2026-10-20T09:00-04:00", kept(logged="2026-11-02T23:59:59-05:00")),
    "lllllllllllx": _promise(
        "2026-11-16T10:00:00-05:00",
        "2026-11-02T09:00-05:00",
        noted("Stuck", help_wanted=True, logged="2026-11-17T09:00-05:00"),
        confidence=0.7,
    ),
    # In no n
    "mmmmmmmmmmma": _promise("2026-11-23", "2026-11-20T09:00-05:00", confidence=0.3),
    "mmmmmmmmmmmb": _promise(
        "2026-11-30", "2026-11-20T09:00-05:00", noted("Two hands needed", True, logged="2026-11-21T09:00-05:00")
    ),
    "mmmmmmmmmmmc": _promise(None, "2026-11-20T09:00-05:00", what="Some day"),
    "mmmmmmmmmmmd": _promise(
        None, "2026-11-01T09:00-05:00", kept(logged="2026-11-10T09:00-05:00"), what="Without a date", confidence=0.9
    ),
    "mmmmmmmmmmme": _promise(
        None, "2026-08-01T09:00-04:00", kept(part=0.4, logged="2026-08-20T09:00-04:00"), what="Two fifths of it"
    ),
    "mmmmmmmmmmmf": _promise("2026-10-09", "2026-10-08T09:00-04:00", retracted(1, logged="2026-10-08T09:01-04:00")),
    # Ana's
    "nnnnnnnnnnna": _promise(
        "2026-10-12", "2026-10-08T10:00-04:00", missed(logged="2026-10-13T09:00-04:00"), maker="ana", to=("sam",)
    ),
}


def renamed(key: str) -> str:
    """The id of a promise above: its last letter, counted from a, becomes two letters counted from k."""
    place = ord(key[-1]) - ord("a")
    return key[:-2] + "klmnopqrstuvwxyz"[place // 16] + "klmnopqrstuvwxyz"[place % 16]


def histories() -> dict[str, list[AnyEvent]]:
    """The events of every promise, numbered on Sam's machine in the order in which they were recorded."""
    drafts: list[tuple[datetime, str, int, Drafted]] = []
    for key, promise in PROMISES.items():
        drafts += [(_logged(draft), renamed(key), place, draft) for place, draft in enumerate(promise)]
    numbers: dict[tuple[str, int], int] = {}
    found: dict[str, list[AnyEvent]] = {}
    number = len(NAMES)
    for logged, key, place, draft in sorted(drafts, key=lambda row: row[:3]):
        number += draft.replica is None
        numbers[key, place] = number
        event = draft.event(stamp(number, n=place + 1, logged=logged))
        of = getattr(event, "of", None)
        if of is not None:
            event = msgspec.structs.replace(event, of=f"kkkkk.{numbers[key, int(of.split('.')[1]) - 1]}")
        found.setdefault(key, []).append(event)
    return found


def _logged(draft: Drafted) -> datetime:
    assert draft.logged is not None
    return draft.logged


def tables() -> dict[str, dict[str, Any]]:
    """The ledger's tables."""
    opened: dict[str, Any] = {}
    settled: dict[str, Any] = {}
    for key, events in histories().items():
        commitment = fold(key, events)
        record = commitment_record(commitment, (), [sealed(event) for event in events])
        (opened if commitment.state == "open" else settled)[key] = record
    last = max(int(event.id.split(".")[1]) for events in histories().values() for event in events) + 2
    forgotten = {
        "ooooooookkkk": a_tombstone(number=last - 1, logged="2026-06-01T09:00-04:00", events=("kkkkk.998",)),
        "ooooooookkkl": a_tombstone(number=last, logged="2026-10-10T09:00-04:00", events=("kkkkk.999",)),
    }
    people = {
        handle: (described(number, name, logged=at("2026-04-01T08:00-04:00"), n=1),)
        for number, (handle, name) in enumerate(NAMES.items(), 1)
    }
    return {
        "meta": {"1": {"app": "followthrough", "format": 1, "min_writer": 1, "ledger": LEDGER}},
        "replicas": {"kkkkk": {"name": "laptop", "last": last}, ANA: {"name": "ana", "last": 1}},
        "people": {
            handle: person_record(fold_person(handle, history), (), [sealed(event) for event in history])
            for handle, history in people.items()
        },
        "series": {},
        "forgotten": {key: msgspec.json.decode(sealed(each)) for key, each in forgotten.items()},
        "open": opened,
        "settled": settled,
    }


def ledger() -> bytes:
    """The ledger's file."""
    return compose(
        {
            name: {key: msgspec.json.decode(encode(row)) for key, row in table.items()}
            for name, table in tables().items()
        }
    )


if __name__ == "__main__":
    TARGET.write_bytes(ledger())
