"""Histories as a file of ours tells them: promises, people and series with all their events, to be recorded anew."""

from msgspec import Struct

from followthrough.domain.arrivals import Unread
from followthrough.domain.events import AnyEvent
from followthrough.domain.people import PersonEvent
from followthrough.domain.series import SeriesEvent


class CommitmentHistory(Struct, frozen=True, kw_only=True):
    """The events of one promise, and the place in the file (from 1) where they stand."""

    line: int
    id: str
    events: tuple[AnyEvent, ...]


class PersonHistory(Struct, frozen=True, kw_only=True):
    """The events of one person or circle."""

    handle: str
    events: tuple[PersonEvent, ...]


class SeriesHistory(Struct, frozen=True, kw_only=True):
    """The events of one series."""

    id: str
    events: tuple[SeriesEvent, ...]


class Histories(Struct, frozen=True, kw_only=True):
    """All that a file of ours tells, in its order; `forgotten` says how many promises were forgotten there."""

    commitments: tuple[CommitmentHistory, ...] = ()
    people: tuple[PersonHistory, ...] = ()
    series: tuple[SeriesHistory, ...] = ()
    forgotten: int = 0
    unread: tuple[Unread, ...] = ()
