"""Entries as an iCalendar file: golden files, texts there and back, days and moments as they are."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from followthrough.domain.calendar import Component, Entry, Standing
from followthrough.domain.due import Due
from followthrough.formats.icalendar import _TODO_STATUS, calendar_file, is_ours
from tests.support.builders import at, due
from tests.support.calendars import skeleton, text_of, unfolded, values

NOON = at("2026-11-23T12:00-05:00")
UID = "kmzqrtplwvny@zzzzzzzzzzzz.followthrough"
COMPONENTS: tuple[Component, ...] = ("event", "todo")
each_component = pytest.mark.parametrize("component", COMPONENTS)


def entry(due_on: str | Due = "2026-11-27", **fields: Any) -> Entry:
    """An open entry."""
    shown = due(due_on)
    assert shown is not None
    return Entry(
        **{
            "uid": UID,
            "sequence": 0,
            "created": NOON,
            "changed": NOON,
            "standing": "open",
            "summary": "Send Ana the slides → Ana Ruiz",
            "description": "Send Ana the slides\nYou promised it to Ana Ruiz.",
            **fields,
        },
        due=shown,
    )


ENTRIES = (
    entry(alarm=timedelta(days=2)),
    entry("2026-11-27T17:00-05:00", uid="l" + UID[1:], alarm=timedelta(hours=30, minutes=15), sequence=3),
    entry(uid="m" + UID[1:], standing="kept", sequence=1, kept_at=at("2026-11-26T09:00-05:00"), part=1.0),
    entry(uid="n" + UID[1:], standing="kept", sequence=1, kept_at=at("2026-11-26T09:00-05:00"), part=0.6),
    entry(uid="o" + UID[1:], standing="missed", sequence=1),
    entry(uid="p" + UID[1:], standing="cancelled", sequence=1),
)


def written(component: Component = "event", **fields: Any) -> bytes:
    return calendar_file([entry(**fields)], component)


def the_one(content: bytes, component: Component) -> Any:
    """The one component of a calendar, as icalendar reads it."""
    (found,) = Calendar.from_ical(content).walk({"event": "VEVENT", "todo": "VTODO"}[component])
    return found


@each_component
def test_a_calendar_is_written_so(component: Component, golden: Callable[[str, str], None]) -> None:
    golden(f"calendars/{component}s.ics.txt", calendar_file(ENTRIES, component).decode().replace("\r\n", "\n"))


@each_component
def test_an_empty_calendar_is_one(component: Component) -> None:
    content = calendar_file([], component)
    assert skeleton(content)[0] == "BEGIN:VCALENDAR"
    assert IcsCalendarStream.calendar_from_ics(content.decode()).events == []


def test_a_calendar_invites_nobody() -> None:
    assert {"METHOD", "ORGANIZER", "ATTENDEE"} & set(skeleton(calendar_file(ENTRIES, "event"))) == set()


STATUSES: dict[Standing, tuple[str, str]] = {
    "open": ("CONFIRMED", "NEEDS-ACTION"),
    "kept": ("CONFIRMED", "COMPLETED"),
    "missed": ("CONFIRMED", "CANCELLED"),
    "cancelled": ("CANCELLED", "CANCELLED"),
}


@pytest.mark.parametrize(("standing", "statuses"), STATUSES.items())
def test_each_standing_has_its_status(standing: Standing, statuses: tuple[str, str]) -> None:
    assert tuple(values(written(each, standing=standing), "STATUS") for each in COMPONENTS) == tuple(
        [status] for status in statuses
    )


@pytest.mark.parametrize(("part", "percent"), [(1.0, "100"), (0.999, "99"), (0.6, "60"), (0.001, "1")])
def test_a_kept_to_do_says_when_and_how_much(part: float, percent: str) -> None:
    content = written("todo", standing="kept", kept_at=at("2026-11-26T09:00-05:00"), part=part)
    assert (values(content, "COMPLETED"), values(content, "PERCENT-COMPLETE")) == (["20261126T140000Z"], [percent])


ZONES = ("America/New_York", "Europe/Madrid", "Pacific/Kiritimati", "Africa/Cairo")
DAYS = ("2026-03-08", "2026-11-01", "2026-03-29", "2026-04-24", "2024-02-29", "9998-12-31", "0002-01-01")


@pytest.mark.parametrize("day", DAYS)
def test_a_day_is_that_day(day: str) -> None:
    event, todo = (the_one(written(each, due_on=day), each) for each in COMPONENTS)
    on = date.fromisoformat(day)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (on, on + timedelta(days=1))
    assert todo["DUE"].dt == on
    assert "DTSTART;VALUE=DATE" in skeleton(written(due_on=day))
    assert "DUE;VALUE=DATE" in skeleton(written("todo", due_on=day))


MOMENTS = {
    "2026-11-01T01:30:00-04:00": "20261101T053000Z",
    "2026-11-01T01:30:00-05:00": "20261101T063000Z",
    "2026-03-29T03:00:01+02:00": "20260329T010001Z",
    "9998-12-31T23:59:59-12:00": "99990101T115959Z",
    "0002-01-01T00:00:00+14:00": "00011231T100000Z",
}


@pytest.mark.parametrize(("moment", "utc"), MOMENTS.items())
def test_a_moment_is_in_utc_and_takes_no_time(moment: str, utc: str) -> None:
    assert values(written(due_on=moment), "DTSTART") == values(written("todo", due_on=moment), "DUE") == [utc]
    assert values(written(due_on=moment), "DTEND") == []


@pytest.mark.parametrize(
    ("before", "trigger"),
    [
        (timedelta(days=2), "-P2D"),
        (timedelta(hours=30, minutes=15, seconds=1), "-P1DT6H15M1S"),
        (timedelta(seconds=10**10), "-P115740DT17H46M40S"),
    ],
)
def test_an_alarm_goes_off_before_it_is_due(before: timedelta, trigger: str) -> None:
    assert values(written(alarm=before), "TRIGGER") == [trigger]
    assert values(written("todo", alarm=before), "TRIGGER;RELATED=END") == [trigger]


def test_no_free_time_is_hidden() -> None:
    assert values(written(), "TRANSP") == ["TRANSPARENT"]


LINE_FEEDS_AND_LETTERS = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")),
        st.sampled_from(("\n", "\\", ";", ",", ":", '"', "N", "n", "é", "😀", " ")),
    ),
    max_size=400,
)


@given(LINE_FEEDS_AND_LETTERS, LINE_FEEDS_AND_LETTERS, st.sampled_from(COMPONENTS))
def test_a_text_is_read_as_it_was_written(summary: str, description: str, component: Component) -> None:
    content = written(component, summary=summary, description=description, alarm=timedelta(days=1))
    read = [text_of(line.value) for line in unfolded(content) if line.name in ("SUMMARY", "DESCRIPTION")]
    assert sorted(read) == sorted((summary, description, summary))
    assert skeleton(content) == skeleton(written(component, alarm=timedelta(days=1)))


@given(LINE_FEEDS_AND_LETTERS.filter(lambda text: "\\" not in text), st.sampled_from(COMPONENTS))
def test_icalendar_reads_the_same_text(text: str, component: Component) -> None:
    found = the_one(written(component, summary=text, description=text), component)
    assert (found["SUMMARY"], found["DESCRIPTION"]) == (text, text)


WHOLE_SECONDS = st.integers(-62_104_060_800, 253_370_764_799)
"""Since 1970: the years 2 to 9998."""


@given(
    WHOLE_SECONDS.map(lambda seconds: at("1970-01-01T00:00+00:00") + timedelta(seconds=seconds)),
    st.integers(0, 2**31 - 1),
    st.sampled_from(COMPONENTS),
)
def test_icalendar_reads_the_same_moments(moment: datetime, sequence: int, component: Component) -> None:
    content = written(component, due_on=moment.isoformat(), sequence=sequence, changed=moment, created=moment)
    found = the_one(content, component)
    shown = found["DTSTART" if component == "event" else "DUE"].dt
    stamps = [found[name].dt for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED")]
    assert [shown, *stamps] == [moment] * 4
    assert (found["SEQUENCE"], found["UID"]) == (sequence, UID)


def test_ical_reads_the_same_events() -> None:
    read = IcsCalendarStream.calendar_from_ics(calendar_file(ENTRIES, "event").decode())
    assert [(each.uid, each.sequence, each.summary) for each in read.events] == [
        (each.uid, each.sequence, each.summary) for each in ENTRIES
    ]
    assert [each.dtstart for each in read.events] == [
        at("2026-11-27T22:00+00:00") if each is ENTRIES[1] else date(2026, 11, 27) for each in ENTRIES
    ]
    assert [alarm.trigger for each in read.events for alarm in each.alarm] == [
        -timedelta(days=2),
        -timedelta(hours=30, minutes=15),
    ]


def test_ical_reads_the_same_to_dos() -> None:
    read = IcsCalendarStream.calendar_from_ics(calendar_file(ENTRIES, "todo").decode())
    assert [(each.uid, each.sequence, each.summary) for each in read.todos] == [
        (each.uid, each.sequence, each.summary) for each in ENTRIES
    ]
    assert [each.due for each in read.todos] == [
        at("2026-11-27T22:00+00:00") if each is ENTRIES[1] else date(2026, 11, 27) for each in ENTRIES
    ]
    assert [(each.status, each.completed) for each in read.todos] == [
        (_TODO_STATUS[each.standing], each.kept_at) for each in ENTRIES
    ]


@each_component
def test_a_calendar_of_ours_is_known_as_such(component: Component) -> None:
    assert is_ours(calendar_file(ENTRIES, component))
    assert is_ours(calendar_file([], component))


OURS = calendar_file(ENTRIES, "event")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n" + OURS,
        OURS.replace(b"-//followthrough//", b"-//other//"),
        OURS.replace(b"UID:k", b"UID:meeting-k"),
        OURS.replace(b"SUMMARY", b"X-X:1\r\nUID:abc\r\nSUMMARY", 1),
        b"Dear diary: " + OURS,
    ],
)
def test_what_others_wrote_is_not_ours(content: bytes) -> None:
    assert not is_ours(content)
