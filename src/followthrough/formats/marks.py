"""The files that say what a place was told of a ledger, and what is snoozed in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from followthrough.domain.due import FIRST_YEAR, LAST_YEAR
from followthrough.domain.noticing import Moment, Snoozes, Told


class _Marks(Struct, frozen=True, kw_only=True):
    app: Literal["followthrough"] = "followthrough"
    ledger: str
    destination: str
    told: Told


class _Snoozed(Struct, frozen=True, kw_only=True):
    app: Literal["followthrough"] = "followthrough"
    ledger: str
    until: dict[str, Moment]


def marks_text(ledger: str, destination: str, told: Told) -> bytes:
    """The file of one place; `ledger` and `destination` stand for them and are no secrets."""
    return msgspec.json.encode(_Marks(ledger=ledger, destination=destination, told=told)) + b"\n"


def told_in(text: bytes, ledger: str, destination: str) -> Told:
    """What a place was told. Raises ValueError or RecursionError for any text that is not the file of that place."""
    stored = msgspec.json.decode(text, type=_Marks)
    if (stored.ledger, stored.destination) != (ledger, destination):
        raise ValueError("it is another place's")
    _check([*(each.said for each in stored.told.marks.values()), *filter(None, (stored.told.last, stored.told.since))])
    return stored.told


def snoozes_text(ledger: str, until: Snoozes) -> bytes:
    """The file of what is snoozed."""
    return msgspec.json.encode(_Snoozed(ledger=ledger, until=dict(until))) + b"\n"


def snoozes_in(text: bytes, ledger: str) -> Snoozes:
    """What is snoozed. Raises ValueError or RecursionError for any text that is not that file of this ledger."""
    stored = msgspec.json.decode(text, type=_Snoozed)
    if stored.ledger != ledger:
        raise ValueError("it is another ledger's")
    _check(stored.until.values())
    return stored.until


def _check(moments: Iterable[datetime]) -> None:
    if any(not FIRST_YEAR <= moment.year <= LAST_YEAR for moment in moments):
        raise ValueError("it names a moment of no calendar")
