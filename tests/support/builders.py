"""Builders of events, histories and commitments: each fills in what a test does not care about.

`a_history(made(due="2026-11-27"), kept(logged="2026-11-27T09:00-05:00"))` numbers the events in the order given:
ids `kkkkk.1`, `kkkkk.2` …, `n` from 1 up, each logged a minute after the one before unless it says when.
`a_promise(...)` folds such a history; `promise(...)` is short for one that was only made.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Day, Due, Instant, parse_due
from followthrough.domain.events import (
    AnyEvent,
    Confirmed,
    Edited,
    Kept,
    Made,
    Missed,
    Moved,
    Noted,
    Particulars,
    Released,
    Reopened,
    Repaired,
    Retracted,
    Stamp,
    Tombstone,
    Withdrawn,
)
from followthrough.domain.folding import fold
from followthrough.domain.people import Described, Person
from followthrough.rendering.who import Reader

ZONE = "America/New_York"
REPLICA = "kkkkk"
ID = "kmzqrtplwvny"

Draft = Callable[[Stamp], AnyEvent]
"""An event that still lacks its stamp; `a_history` gives it one."""


def at(text: str) -> datetime:
    """The moment of an ISO 8601 text with offset."""
    moment = datetime.fromisoformat(text)
    assert moment.tzinfo is not None, f"{text} has no offset"
    return moment


def on(text: str) -> Day:
    """The day of an ISO 8601 text."""
    return Day(date.fromisoformat(text))


def due(text: str | Due | None) -> Due | None:
    """The due date of an ISO 8601 text: a day of ten letters, a moment otherwise."""
    return parse_due(text) if isinstance(text, str) else text


def instant(text: str) -> Instant:
    """The instant of an ISO 8601 text with offset."""
    return Instant(at(text))


NOW = at("2026-11-23T10:00-05:00")
"""Monday 23 November 2026, 10:00 in New York."""


def stamp(
    number: int = 1,
    *,
    n: int | None = None,
    logged: datetime | str = NOW,
    by: str = "sam",
    note: str | None = None,
    replica: str = REPLICA,
) -> Stamp:
    """What every event carries; `n` is the number unless said."""
    return {
        "id": f"{replica}.{number}",
        "n": number if n is None else n,
        "logged": at(logged) if isinstance(logged, str) else logged,
        "by": by,
        "note": note,
    }


class Drafted:
    """An event still to be numbered, with what its stamp is to say."""

    def __init__(
        self,
        build: Draft,
        *,
        logged: datetime | str | None = None,
        by: str | None = None,
        note: str | None = None,
        replica: str | None = None,
        number: int | None = None,
        n: int | None = None,
        step: str | None = None,
    ) -> None:
        self.build = build
        self.logged = at(logged) if isinstance(logged, str) else logged
        self.by, self.note, self.replica, self.number, self.n, self.step = by, note, replica, number, n, step

    def event(self, given: Stamp) -> AnyEvent:
        """The event, with what it says of its stamp in place of what was given."""
        replica, number = given["id"].split(".")
        mine: Stamp = {
            "id": f"{self.replica or replica}.{self.number or number}",
            "n": given["n"] if self.n is None else self.n,
            "logged": self.logged or given["logged"],
            "by": self.by or given["by"],
            "note": self.note,
        }
        event = self.build(mine)
        return event if self.step is None else replace(event, step=self.step)


def made(
    what: str = "Send Ana the slides",
    *,
    maker: str = "sam",
    to: tuple[str, ...] | str = ("ana",),
    due: str | Due | None = "2026-11-27",
    zone: str = ZONE,
    given: str | Due | None = None,
    chase: str | Due | None = None,
    stamped: dict[str, Any] | None = None,
    logged: datetime | str | None = None,
    **fields: Any,
) -> Drafted:
    """A promise; `given` says that it was made earlier than it was logged."""
    recipients = (to,) if isinstance(to, str) else to
    return Drafted(
        lambda given_stamp: Made(
            **given_stamp,
            what=what,
            maker=maker,
            to=recipients,
            zone=zone,
            due=_due(due),
            at=_due(given),
            chase=_due(chase),
            **fields,
        ),
        logged=logged,
        **(stamped or {}),
    )


def _due(text: str | Due | None) -> Due | None:
    return due(text)


def edited(was: Particulars | None = None, now: Particulars | None = None, **stamped: Any) -> Drafted:
    """A correction."""
    return Drafted(lambda given: Edited(**given, was=was or Particulars(), now=now or Particulars()), **stamped)


def redated(to: str | Due | None, was: str | Due | None = "2026-11-27", **stamped: Any) -> Drafted:
    """A correction of the due date."""
    return edited(Particulars(due=_due(was)), Particulars(due=_due(to)), **stamped)


def noted(note: str | None = "Half of it is done", help_wanted: bool | None = None, **stamped: Any) -> Drafted:
    """A note."""
    return Drafted(lambda given: Noted(**given, help_wanted=help_wanted), note=note, **stamped)


def moved(to: str | Due, *, agreed: bool = True, **stamped: Any) -> Drafted:
    """A new due date, agreed unless said."""
    new = _due(to)
    assert new is not None
    return Drafted(lambda given: Moved(**given, due=new, agreed=agreed), **stamped)


def kept(*, when: str | Due | None = None, part: float = 1.0, **stamped: Any) -> Drafted:
    """Kept; `when` says that it happened earlier than it was logged."""
    return Drafted(lambda given: Kept(**given, at=_due(when), part=part), **stamped)


def missed(*, because: Any = None, **stamped: Any) -> Drafted:
    """Missed."""
    return Drafted(lambda given: Missed(**given, because=because), **stamped)


def released(*, whose: str = "ana", moot: bool = False, **stamped: Any) -> Drafted:
    """Let go by a recipient."""
    return Drafted(lambda given: Released(**given, whose=whose, moot=moot), **stamped)


def withdrawn(**stamped: Any) -> Drafted:
    """Taken back by the maker."""
    return Drafted(lambda given: Withdrawn(**given), **stamped)


def reopened(of: int | str, **stamped: Any) -> Drafted:
    """Opened again; `of` is the number of an event of this history, or an id."""
    return Drafted(lambda given: Reopened(**given, of=event_id(of)), **stamped)


def confirmed(of: int | str, *, whose: str = "ana", satisfied: bool = True, **stamped: Any) -> Drafted:
    """A recipient's word on a keeping."""
    return Drafted(lambda given: Confirmed(**given, of=event_id(of), whose=whose, satisfied=satisfied), **stamped)


def repaired(of: int | str, note: str | None = "Brought cake", **stamped: Any) -> Drafted:
    """Made right."""
    return Drafted(lambda given: Repaired(**given, of=event_id(of)), note=note, **stamped)


def retracted(of: int | str, **stamped: Any) -> Drafted:
    """Taken back by its recorder."""
    return Drafted(lambda given: Retracted(**given, of=event_id(of)), **stamped)


def event_id(of: int | str) -> str:
    """The id of the event of that number in a history of one replica, or the id that was given."""
    return f"{REPLICA}.{of}" if isinstance(of, int) else of


def a_history(*drafts: Drafted, start: datetime | str = NOW, by: str = "sam") -> list[AnyEvent]:
    """The events of these drafts: numbered in their order, a minute apart unless they say when."""
    moment = (at(start) if isinstance(start, str) else start) - timedelta(minutes=1)
    events: list[AnyEvent] = []
    for number, draft in enumerate(drafts, 1):
        event = draft.event(stamp(number, logged=moment + timedelta(minutes=1), by=by))
        moment = event.logged
        events.append(event)
    return events


def a_promise(*drafts: Drafted, commitment_id: str = ID, start: datetime | str = NOW) -> Commitment:
    """The commitment that the history of these drafts folds into; one that was only made where there are none."""
    return fold(commitment_id, a_history(*(drafts or (made(),)), start=start))


def promise(what: str = "Send Ana the slides", *, commitment_id: str = ID, **fields: Any) -> Commitment:
    """An open promise that nothing has happened to since it was made."""
    return a_promise(made(what, **fields), commitment_id=commitment_id)


def a_tombstone(
    maker: str = "sam", *, logged: datetime | str = NOW, number: int = 9, events: tuple[str, ...] = ("kkkkk.1",)
) -> Tombstone:
    """What is left of a forgotten promise."""
    moment = at(logged) if isinstance(logged, str) else logged
    return Tombstone(id=f"{REPLICA}.{number}", logged=moment, by="sam", maker=maker, events=events)


def described(number: int, name: str | None = None, members: tuple[str, ...] | None = None, **more: Any) -> Described:
    """A person or circle as someone described it."""
    return Described(**stamp(number, **more), name=name, members=members)


PEOPLE = {
    "sam": Person(handle="sam", name="Sam Lee"),
    "ana": Person(handle="ana", name="Ana Ruiz"),
    "bo": Person(handle="bo", name="Bo Chen"),
    "medics": Person(handle="medics", name="Street Medics", members=("ana", "sam")),
}


def a_reader(me: str = "sam") -> Reader:
    """A reader who knows Sam, Ana, Bo and the Street Medics, and to whom ids are shown by four letters."""
    return Reader(me=me, people=PEOPLE, shorten=lambda commitment_id: commitment_id[:4])
