"""Reports of made-up ledgers: one with much to say, a poor one, an empty one, a circle's, and several added up.

Handles and names are found in no other word of a report, so that a test can search for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from followthrough.actions.measure import shared_subject
from followthrough.actions.report import combined, laid_out, written_up
from followthrough.domain.envelope import Format
from followthrough.domain.events import AnyEvent, Tombstone
from followthrough.domain.people import Openness, PersonEvent, Shared
from followthrough.domain.report import Detail, Names, Report
from tests.adapters.steps import file_ledger
from tests.support.builders import (
    NOW,
    ZONE,
    Drafted,
    a_history,
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
    repaired,
    retracted,
    stamp,
    withdrawn,
)
from tests.support.fakes import FakeBook, FakeLedger

DATA = Path(__file__).parents[1] / "data"
PROGRAM = "1.2.3"
"""The version that writes reports in tests, so that a release changes no golden file."""
NAMES = {
    "tamsin": "Tamsin Okafor",
    "quilla": "Quilla Ruiz",
    "jorvik": "Jorvik Lindqvist",
    "wharf": "Harbour Street Kitchen",
}
MEMBERS = {"wharf": ("jorvik", "quilla", "tamsin")}
NAMED: dict[str, Openness] = dict.fromkeys(MEMBERS["wharf"], "named")
"""Every member chose to be named."""
LETTERS = "klmnopqrstuvwxyz"
Promises = Mapping[str, Sequence[Drafted]]


def id_of(number: int, first: str = "k") -> str:
    """A full id for the promise of that number."""
    return first * 8 + "".join(LETTERS[number // 16**place % 16] for place in (3, 2, 1, 0))


def a_book(
    promises: Promises,
    *,
    names: Mapping[str, str] = NAMES,
    members: Mapping[str, tuple[str, ...]] = MEMBERS,
    forgotten: Mapping[str, Tombstone] | None = None,
    openly: Mapping[str, Openness] | None = None,
) -> FakeBook:
    """A reading of a ledger with these promises and people, and how openly these said they are to be shown."""
    return FakeBook(_histories(promises), _people(names, members, openly), forgotten or {}, "kkkkk", {}, NOW)


def a_ledger(
    promises: Promises,
    *,
    names: Mapping[str, str] = NAMES,
    members: Mapping[str, tuple[str, ...]] = MEMBERS,
) -> FakeLedger:
    """A ledger with these promises and people."""
    ledger = FakeLedger(_histories(promises))
    ledger._people.update(_people(names, members))
    return ledger


def _histories(promises: Promises) -> dict[str, tuple[AnyEvent, ...]]:
    return {key: tuple(a_history(*drafts, by="tamsin")) for key, drafts in promises.items()}


def _people(
    names: Mapping[str, str], members: Mapping[str, tuple[str, ...]], openly: Mapping[str, Openness] | None = None
) -> dict[str, tuple[PersonEvent, ...]]:
    return {
        handle: (
            described(number, name, members.get(handle), by="tamsin"),
            *(
                Shared(**stamp(100 * place + number, by=handle), circle=circle, openly=openly[handle])
                for place, (circle, its) in enumerate(members.items(), 1)
                if handle in its and openly is not None and handle in openly
            ),
        )
        for number, (handle, name) in enumerate(names.items(), 1)
    }


def given(what: str = "Bring soup for forty", **fields: Any) -> Drafted:
    """A public promise of Tamsin's to Quilla, unless said."""
    return made(what, **{"maker": "tamsin", "to": "quilla", "visibility": "public", **fields})


def report_of(book: FakeBook, who: str = "tamsin", *, detail: Detail = "counts", names: Names | None = None) -> Report:
    """The report of someone in this ledger, as of now."""
    return written_up(book, shared_subject(book, who), now=NOW, zone=ZONE, detail=detail, names=names)


def written(report: Report, layout: Format) -> str:
    """The report in that format; a badge is of its counts."""
    if layout == "svg":
        report = replace(report, detail="counts", listing=None)
    return laid_out(report, layout, PROGRAM)


_FIRST = date(2025, 9, 1)
_WHATS = ("Bring soup for forty", "Review the budget", "Print the posters, with the new date", "Book the hall")


def rich_promises() -> dict[str, tuple[Drafted, ...]]:
    """More than a year of promises, two of three kept on time, of every outcome and visibility, some to the circle."""
    usual = {id_of(number): tuple(_usual(number)) for number in range(90)}
    return {**usual, **{id_of(number, "p"): drafts for number, drafts in enumerate(_particular())}}


def _usual(number: int) -> Iterator[Drafted]:
    due = _FIRST + timedelta(days=5 * number)
    noon = at(f"{due}T12:00-05:00")
    yield given(
        _WHATS[number % 4],
        due=str(due),
        logged=noon - timedelta(days=9),
        visibility=("private", "circle", "public")[number % 3],
        confidence=(None, 0.95, None, 0.8, 0.6)[number % 5],
        to=("quilla", "jorvik", "wharf")[number % 7 % 3],
    )
    match number % 12:
        case 3:
            yield kept(logged=noon + timedelta(days=2))
        case 7:
            yield kept(logged=noon + timedelta(hours=14), part=0.6)
        case 10:
            yield missed(logged=noon + timedelta(days=1))
        case _:
            yield kept(logged=noon - timedelta(hours=30))


def _particular() -> Iterator[tuple[Drafted, ...]]:
    """One of each outcome with all that can be said of it."""
    early, later = "2026-11-02T09:00-05:00", "2026-11-03T09:00-05:00"
    both = ("quilla", "jorvik")
    yield (
        given("Send the slides of the spring talk", due="2026-11-06", logged=early, tags=("talks", "spring"), to=both),
        moved("2026-11-09", logged=later),
        noted("Half of it is there.", logged="2026-11-04T09:00-05:00"),
        noted("A slip of the pen.", logged="2026-11-04T09:10-05:00"),
        retracted(4, logged="2026-11-04T09:11-05:00"),
        kept(logged="2026-11-09T15:00-05:00", note="With the photographs."),
        confirmed(6, by="quilla", whose="quilla", logged="2026-11-10T09:00-05:00"),
    )
    yield (
        given("Return the projector", due="2026-11-05T17:00:00-05:00", logged=early),
        missed(logged="2026-11-06T09:00-05:00"),
        repaired(2, "Took it back by bicycle the week after.", logged="2026-11-08T09:00-05:00"),
    )
    yield (
        given("Translate the leaflet <for the open day> & the café", due="2026-11-16", logged=early),
        noted("Waiting for the printer.", help_wanted=True, logged=later),
    )
    yield (given("Check the first-aid kits", due="2026-12-01", logged=early),)
    yield (given("Learn the song", due=None, logged=early),)
    yield given("Look after the keys", due=None, logged=early), kept(logged=later)
    yield given("Half the jam", due="2026-11-12", logged=early), kept(part=0.5, logged="2026-11-12T09:00-05:00")
    yield given("Order the gloves", due="2026-11-12", logged=early), released(whose="quilla", logged=later)
    yield (
        given("Call the bank", due="2026-11-04", logged=early),
        released(whose="quilla", logged="2026-11-06T09:00-05:00"),
    )
    yield given("Plan the trip", due="2026-11-20", logged=early), withdrawn(logged="2026-11-19T12:00-05:00")
    yield given("Never meant", due="2026-11-20", logged=early), retracted(1, logged="2026-11-02T09:01-05:00")
    yield given("Nobody’s business", due="2026-11-20", logged=early, visibility="private"), kept(logged=later)
    yield (
        given("Cook on the first Sunday", due="2026-11-08", logged=early, to="wharf", visibility="circle"),
        kept(logged=later),
    )
    yield (
        given("Mend the tap", due="2026-11-10", logged=early, maker="quilla", to="wharf", visibility="circle"),
        kept(logged="2026-11-10T09:00-05:00"),
    )
    yield (given("Lend the van", due="2026-12-10", logged=early, maker="jorvik", to="tamsin"),)
    yield given("Wash the aprons", due="2026-11-18", logged=early, maker="jorvik", to="wharf"), kept(logged=later)


RICH = a_book(
    rich_promises(),
    forgotten={id_of(1, "z"): a_tombstone("tamsin", logged="2026-10-01T09:00-04:00")},
)
POOR = a_book({id_of(0): (given(due="2026-11-06", logged=NOW - timedelta(days=20)), kept(when="2026-11-06"))})
EMPTY = a_book({})


def several() -> Report:
    """Three scorecards added up."""
    return combined([report_of(RICH), report_of(RICH, "quilla"), report_of(RICH, "jorvik")])


def of_members() -> Report:
    """A circle of eight, some of whom chose to be named, and one to be left out."""
    book = file_ledger(DATA, "hand_computed_circle.json").read()
    return written_up(book, shared_subject(book, "medics"), now=NOW, zone=ZONE, detail="full", names=None)


REPORTS = {
    "rich": report_of(RICH),
    "titles": report_of(RICH, detail="titles"),
    "full": report_of(RICH, detail="full", names="full"),
    "poor": report_of(POOR, detail="full"),
    "empty": report_of(EMPTY),
    "circle": report_of(RICH, "wharf", detail="full", names="initials"),
    "members": of_members(),
    "combined": several(),
}
"""The reports that golden files and screenshots are made of."""
