"""Which promises a calendar shows, and that no text of theirs becomes anything but text there."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from followthrough.actions.calendar import calendar, in_calendar
from followthrough.actions.workspace import Workspace
from followthrough.domain.calendar import Component
from followthrough.domain.errors import NoSuchPersonError
from followthrough.rendering.safe_text import safe_text
from tests.support.builders import (
    PEOPLE,
    Drafted,
    a_history,
    a_tombstone,
    described,
    edited,
    kept,
    made,
    missed,
    moved,
    noted,
    redated,
    released,
    retracted,
)
from tests.support.calendars import CALENDAR_INJECTIONS, skeleton, text_of, values
from tests.support.fakes import FakeClock, FakeLedger, a_workspace

LONG_AGO = "2026-01-05T09:00-05:00"
COMPONENTS: tuple[Component, ...] = ("event", "todo")
PROMISES: Mapping[str, Sequence[Drafted]] = {
    "kkkkkkkkkkkk": (made("slides"),),
    "llllllllllll": (made("taxes", due="2026-02-01", logged=LONG_AGO),),
    "mmmmmmmmmmmm": (made("drill", maker="bo", to="sam", due="2026-12-03T17:00-05:00"),),
    "nnnnnnnnnnnn": (made("tent", maker="bo", to="medics", due="2026-12-02"),),
    "oooooooooooo": (made("plants", maker="bo", to="ana"),),
    "pppppppppppp": (made("someday", due=None),),
    "qqqqqqqqqqqq": (made("attic", logged=LONG_AGO), kept(when="2026-02-01", logged="2026-11-01T09:00-05:00")),
    "rrrrrrrrrrrr": (made("porch", logged=LONG_AGO), missed(logged="2026-02-01T09:00-05:00")),
    "ssssssssssss": (made("gift"), released()),
    "tttttttttttt": (made("letter"), retracted(1)),
    "uuuuuuuuuuuu": (made("soup"), redated(None)),
    "vvvvvvvvvvvv": (made("walk", logged=LONG_AGO), redated(None, logged="2026-01-05T09:01-05:00")),
}


def a_desk(promises: Mapping[str, Sequence[Drafted]] = PROMISES, *, now: str | None = None) -> Workspace:
    """Sam's workspace with these promises, among the people of the builders."""
    ledger = FakeLedger({key: a_history(*drafts) for key, drafts in promises.items()})
    ledger._people.update(
        {
            handle: (described(number, person.name, person.members or None),)
            for number, (handle, person) in enumerate(PEOPLE.items(), 1)
        }
    )
    return a_workspace(ledger, clock=FakeClock() if now is None else FakeClock(now))


def texts(desk: Workspace, **options: object) -> set[str]:
    return {each.what for each in in_calendar(desk, **options).commitments}  # type: ignore[arg-type]  # as options are


def test_it_shows_what_is_mine_or_to_me_and_due_or_settled_lately() -> None:
    assert texts(a_desk()) == {"slides", "taxes", "drill", "tent", "attic", "gift", "letter", "soup"}


def test_it_can_show_whatever_was_settled_ever() -> None:
    assert texts(a_desk(), everything=True) - texts(a_desk()) == {"porch", "walk"}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"theirs": True}, {"drill", "tent"}),
        ({"mine": True}, {"slides", "taxes", "attic", "gift", "letter", "soup"}),
        ({"to": "me"}, {"drill"}),
        ({"to": "Street Medics"}, {"tent"}),
        ({"between": "bo"}, {"drill", "tent"}),
        ({"mine": True, "theirs": True}, set()),
    ],
)
def test_it_can_show_less(options: dict[str, object], expected: set[str]) -> None:
    assert texts(a_desk(), **options) == expected


def test_someone_nobody_knows_is_not_looked_for() -> None:
    with pytest.raises(NoSuchPersonError):
        in_calendar(a_desk(), to="cleo")


def test_it_is_in_the_order_of_the_due_dates() -> None:
    assert [each.what for each in in_calendar(a_desk(), theirs=True).commitments] == ["tent", "drill"]


@pytest.mark.parametrize(
    ("maker", "to", "options", "expected"),
    [
        ("sam", ("ana",), {}, True),
        ("bo", ("medics",), {}, True),
        ("bo", ("ana",), {}, False),
        ("sam", ("ana",), {"theirs": True}, False),
        ("bo", ("sam",), {"mine": True}, False),
        ("bo", ("sam",), {"to": "ana"}, False),
        ("bo", ("sam",), {"between": "ana"}, False),
        ("bo", ("sam",), {"between": "bo", "to": "me", "theirs": True}, True),
        ("sam", (), {"mine": True}, True),
    ],
)
def test_what_was_forgotten_is_said_of_those_asked_for(
    maker: str, to: tuple[str, ...], options: dict[str, Any], expected: bool
) -> None:
    desk = a_desk({})
    assert isinstance(desk.ledger, FakeLedger)
    desk.ledger._forgotten["wwwwwwwwwwww"] = replace(a_tombstone(maker), to=to)
    assert bool(in_calendar(desk, **options).forgotten) is expected


@pytest.mark.parametrize(("everything", "expected"), [(False, 0), (True, 1)])
def test_what_was_forgotten_long_ago_is_said_on_request(everything: bool, expected: int) -> None:
    desk = a_desk({})
    assert isinstance(desk.ledger, FakeLedger)
    desk.ledger._forgotten["wwwwwwwwwwww"] = a_tombstone(logged=LONG_AGO)
    assert len(in_calendar(desk, everything=everything).forgotten) == expected


def a_file(desk: Workspace, component: Component = "event") -> bytes:
    return calendar(desk, in_calendar(desk), component)


@pytest.mark.parametrize("component", COMPONENTS)
def test_the_same_ledger_gives_the_same_bytes_at_another_hour(component: Component) -> None:
    assert a_file(a_desk(), component) == a_file(a_desk(now="2026-11-24T23:00+09:00"), component)


def test_an_alarm_is_gone_once_the_date_has_come() -> None:
    before = a_file(a_desk({"kkkkkkkkkkkk": (made(),)}))
    after = a_file(a_desk({"kkkkkkkkkkkk": (made(),)}, now="2026-11-28T00:00-05:00"))
    assert ("BEGIN:VALARM" in skeleton(before), "BEGIN:VALARM" in skeleton(after)) == (True, False)


def test_a_day_in_a_zone_that_is_unknown_here_is_that_day() -> None:
    content = a_file(a_desk({"kkkkkkkkkkkk": (made(zone="Mars/Base"),)}))
    assert values(content, "DTSTART;VALUE=DATE") == ["20261127"]


def test_a_promise_that_was_moved_is_shown_where_it_is_now_under_the_same_name() -> None:
    before = a_file(a_desk({"kkkkkkkkkkkk": (made(),)}))
    after = a_file(a_desk({"kkkkkkkkkkkk": (made(), moved("2026-12-04"))}))
    assert values(before, "UID") == values(after, "UID") == ["kkkkkkkkkkkk@zzzzzzzzzzzz.followthrough"]
    assert [values(each, "SEQUENCE") for each in (before, after)] == [["0"], ["1"]]
    assert values(after, "DTSTART;VALUE=DATE") == ["20261204"]


def injected(text: str, component: Component) -> bytes:
    """The calendar of a ledger in which every text and name is this one."""
    promises = {
        "kkkkkkkkkkkk": (made(text, to=("ana", "bo"), tags=(text,), zone=text), noted(text)),
        "llllllllllll": (made(text, maker="bo", to="sam"), kept(note=text)),
        "mmmmmmmmmmmm": (made(text, to="medics", due="2026-11-27T17:00-05:00"), edited(note=text), missed(note=text)),
        "nnnnnnnnnnnn": (made(text), moved("2026-12-04", agreed=False, note=text), released(note=text)),
    }
    desk = a_desk(promises)
    assert isinstance(desk.ledger, FakeLedger)
    desk.ledger._people.update({handle: (described(9, text, PEOPLE[handle].members or None),) for handle in PEOPLE})
    return a_file(desk, component)


@pytest.mark.parametrize("component", COMPONENTS)
@pytest.mark.parametrize("text", CALENDAR_INJECTIONS, ids=range(len(CALENDAR_INJECTIONS)))
def test_no_text_becomes_anything_but_text(text: str, component: Component) -> None:
    content = injected(text, component)
    assert skeleton(content) == skeleton(injected("Bring soup", component))
    shown = safe_text(" ".join(text.split()))
    both = f"{shown} and {shown}"
    assert {text_of(each) for each in values(content, "SUMMARY")} == {
        f"{shown} → {both.strip()}",
        f"kept: from {shown}: {shown}",
        f"missed: {shown} → {shown}",
        f"released: {shown} → {shown}",
    }


def test_there_are_many_such_texts() -> None:
    assert len(set(CALENDAR_INJECTIONS)) >= 60
