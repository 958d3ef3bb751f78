"""To-dos and events of calendars as promises, and promises as to-dos."""

from typing import Any

import pytest
from hypothesis import given
from icalendar import Calendar
from msgspec.structs import replace

from followthrough.domain.arrivals import Arrival, Ending, Remark
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.domain.folding import fold
from followthrough.formats.exchange import ics
from followthrough.formats.exchange.ics.writing import _NOT_IN_TEXT
from tests.support.builders import (
    ID,
    NOW,
    PEOPLE,
    ZONE,
    a_promise,
    at,
    due,
    kept,
    made,
    missed,
    moved,
    promise,
    released,
)
from tests.support.calendars import CALENDAR_INJECTIONS, skeleton, unfolded
from tests.support.exchanged import LATER, SEPARATORS, expected, promises
from tests.support.thoroughness import tried_on

HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n"


def calendar(*entries: str) -> str:
    return HEAD + "\n".join(entries) + "\nEND:VCALENDAR\n"


def todo(*lines: str, kind: str = "VTODO") -> str:
    """A to-do with these lines, and what every one has."""
    return "\n".join((f"BEGIN:{kind}", "UID:u1", "SUMMARY:Send Ana the slides", *lines, f"END:{kind}"))


def told(*entries: str) -> Any:
    return ics.read(calendar(*entries), zone=ZONE, now=NOW)


def arrival(*lines: str, kind: str = "VTODO") -> Arrival:
    """The one promise that an entry with these lines is."""
    read = told(todo(*lines, kind=kind))
    assert read.unread == ()
    (one,) = read.arrivals
    assert isinstance(one, Arrival)
    return one


def reason(*lines: str, kind: str = "VTODO") -> str:
    """Why an entry with these lines is none."""
    read = told(todo(*lines, kind=kind))
    assert read.arrivals == ()
    (one,) = read.unread
    assert one.line == 1
    return str(one.reason)


def written(*commitments: Commitment) -> str:
    return ics.write(commitments, people=PEOPLE, me="sam", now=NOW)


def back(*commitments: Commitment) -> Any:
    return ics.read(written(*commitments), zone="Asia/Tokyo", now=LATER)


def test_a_to_do_is_a_promise_of_the_user() -> None:
    assert arrival() == Arrival(line=1, origin="ics:u1", what="Send Ana the slides")


@pytest.mark.parametrize(
    ("line", "meant", "zone"),
    [
        ("DUE;VALUE=DATE:20261127", "2026-11-27", None),
        ("DUE:20261127T220000Z", "2026-11-27T22:00:00+00:00", None),
        ("DUE:20261127T170000", "2026-11-27T22:00:00+00:00", None),
        ("DUE;TZID=Europe/Madrid:20261127T170000", "2026-11-27T16:00:00+00:00", "Europe/Madrid"),
        ('DUE;X-A="a:b;c";TZID="Europe/Madrid":20261127T170000', "2026-11-27T16:00:00+00:00", "Europe/Madrid"),
        ("DUE;TZID=Romance Standard Time:20261127T170000", "2026-11-27T16:00:00+00:00", "Europe/Paris"),
        ("DUE:20261101T013000", "2026-11-01T01:30:00-04:00", None),
        ("DUE:20260308T023000", "2026-03-08T03:30:00-04:00", None),
        ("DUE:20261127T000000", "2026-11-27T05:00:00+00:00", None),
        ("due;value=date:2026\n 1127", "2026-11-27", None),
    ],
)
def test_a_due_date_is_a_day_or_a_moment(line: str, meant: str, zone: str | None) -> None:
    found = arrival(line)
    assert (found.due, found.zone) == (due(meant), zone)


def test_what_else_a_to_do_says_comes_with_it() -> None:
    found = arrival("DESCRIPTION:half\\, of it\\nis done", "CATEGORIES:talks,a\\,b c", "CREATED:20261101T120000Z")
    assert found.remarks == (Remark(text="half, of it\nis done"),)
    assert found.tags == ("talks", "a-b-c")
    assert found.recorded == at("2026-11-01T12:00+00:00")


def test_what_is_completed_was_kept() -> None:
    ending = Ending(did="kept", at=due("2026-11-20T10:00:00+00:00"))
    assert arrival("STATUS:COMPLETED", "COMPLETED:20261120T100000Z").ending == ending
    assert arrival("COMPLETED:20261120T100000Z", "DUE;VALUE=DATE:20261101").ending == ending
    assert arrival("STATUS:COMPLETED").ending == Ending(did="kept")


def test_what_was_cancelled_in_time_was_withdrawn() -> None:
    moment = "2026-11-20T10:00:00+00:00"
    changed = Ending(did="withdrawn", at=due(moment), recorded=at(moment))
    assert arrival("STATUS:CANCELLED").ending == Ending(did="withdrawn")
    assert arrival("STATUS:CANCELLED", "DUE:20261120T100000Z", "LAST-MODIFIED:20261120T100000Z").ending == changed


@pytest.mark.parametrize("kind", ["VTODO", "VEVENT"])
def test_an_alarm_within_an_entry_is_passed_over(kind: str) -> None:
    alarm = ("BEGIN:VALARM", "SUMMARY:x", "DESCRIPTION:x", "STATUS:CANCELLED", "END:VALARM", "DTSTART:20261127T220000Z")
    found = arrival(*alarm, kind=kind)
    assert (found.what, found.remarks, found.ending) == ("Send Ana the slides", (), None)


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        (("DTSTART:20261127T220000Z", "DTEND:20261127T230000Z"), "2026-11-27T22:00:00+00:00"),
        (("DTSTART;VALUE=DATE:20261127", "DTEND;VALUE=DATE:20261128"), "2026-11-27"),
        (("DTSTART;VALUE=DATE:20261127", "DTEND;VALUE=DATE:20261130"), "2026-11-29"),
        (("DTSTART;VALUE=DATE:20261127",), "2026-11-27"),
    ],
)
def test_an_event_to_come_is_due_when_it_begins_or_on_its_last_day(lines: tuple[str, ...], meant: str) -> None:
    assert arrival(*lines, kind="VEVENT").due == due(meant)


@pytest.mark.parametrize(
    ("kind", "lines", "said"),
    [
        ("VTODO", ("RRULE:FREQ=DAILY",), "it repeats; ft add --every records that"),
        ("VEVENT", ("RECURRENCE-ID:20261127T220000Z",), "it repeats; ft add --every records that"),
        ("VEVENT", ("DTSTART:20261120T220000Z",), "it is over, and a calendar does not say whether it was kept"),
        ("VEVENT", (), "it does not say when it begins"),
        ("VTODO", ("DUE:20260231",), "its DUE is no date"),
        ("VTODO", ("DUE:99991231T235959Z",), "its DUE is no date"),
        ("VTODO", ("DUE;TZID=Nowhere/Land:20261127T170000",), "its zone “Nowhere/Land” is not known here"),
        ("VTODO", ("DTSTART:20261127T220000Z", "DURATION:PT1H"), "it says its due date as a length of time"),
        ("VTODO", ("COMPLETED:soon",), "its COMPLETED is no date"),
        (
            "VTODO",
            ("STATUS:NEEDS-ACTION", "COMPLETED:20261120T100000Z"),
            "its STATUS is NEEDS-ACTION, and it has a moment at which it was COMPLETED",
        ),
        (
            "VTODO",
            ("STATUS:in-process", "COMPLETED:20261120T100000Z"),
            "its STATUS is IN-PROCESS, and it has a moment at which it was COMPLETED",
        ),
        (
            "VTODO",
            ("COMPLETED:20270101T000000Z",),
            "it is said to be kept on 2027-01-01T00:00:00+00:00, which is still to come",
        ),
        (
            "VTODO",
            ("STATUS:COMPLETED", "DUE:20261120"),
            "it was due on 2026-11-20, and the file does not say when it was kept",
        ),
        (
            "VTODO",
            ("STATUS:CANCELLED", "DUE:20261120"),
            "it was cancelled, and nothing says that this was before it was due",
        ),
        (
            "VTODO",
            ("STATUS:CANCELLED", "DUE:20261120", "LAST-MODIFIED:20261121T050000Z"),
            "it was cancelled, and nothing says that this was before it was due",
        ),
        ("VTODO", ("DESCRIPTION:" + "x" * 100_001,), "one of its properties has more than 100,000 letters"),
        ("VTODO", ("CATEGORIES:x\n" * 1001,), "it has more than 1,000 categories or notes"),
    ],
)
def test_what_cannot_come_in_says_why(kind: str, lines: tuple[str, ...], said: str) -> None:
    assert reason(*lines, kind=kind) == said


def test_an_entry_that_breaks_off_stops_no_other() -> None:
    read = told("BEGIN:VTODO\nSUMMARY:x", todo(), "BEGIN:VTODO\nEND:VTODO", todo("DUE:20261127"), "BEGIN:VEVENT")
    assert [each.line for each in read.arrivals] == [2, 4]
    assert [(each.line, each.reason) for each in read.unread] == [
        (1, "it breaks off before its end"),
        (3, "it has no title"),
        (5, "it breaks off before its end"),
    ]


def test_what_ft_calendar_shows_is_not_taken_for_the_whole() -> None:
    text = calendar(todo().replace("UID:u1", "UID:kmzqrtplwvny@zzzzzzzzzzzz.followthrough"))
    (unread,) = ics.read(text, zone=ZONE, now=NOW).unread
    assert unread.reason == "ft calendar shows only a part of a promise; ft export --format ics holds it whole"


def test_an_entry_without_a_name_gets_the_same_one_each_time() -> None:
    nameless = todo().replace("UID:u1\n", "")
    assert told(nameless).arrivals[0].origin == told(nameless).arrivals[0].origin
    assert told(nameless).arrivals[0].origin != told(nameless.replace("Ana", "Bo")).arrivals[0].origin


@pytest.mark.parametrize("text", ["", "BEGIN:VCARD\n", "buy milk\n", '[{"description": "x"}]'])
def test_what_is_no_calendar_is_refused(text: str) -> None:
    assert not ics.is_one(text)
    with pytest.raises(NotInThatFormatError) as caught:
        ics.read(text, zone=ZONE, now=NOW)
    assert str(caught.value) == (
        "That is no iCalendar file: it does not begin with BEGIN:VCALENDAR. Nothing was imported."
    )


def test_a_to_do_looks_so() -> None:
    settled = a_promise(
        made(due="2026-11-27", tags=("talks",), stamped={"note": "by mail"}),
        kept(logged="2026-11-26T10:00-05:00", part=0.5),
    )
    names = [f"{line.name}:{line.value}" for line in unfolded(written(settled).encode())]
    assert names[names.index("BEGIN:VTODO") :] == [
        "BEGIN:VTODO",
        "CATEGORIES:talks",
        "COMPLETED:20261126T150000Z",
        "CREATED:20261123T150000Z",
        "DESCRIPTION:by mail",
        "DTSTAMP:20261126T150000Z",
        "DUE;VALUE=DATE:20261127",
        "LAST-MODIFIED:20261126T150000Z",
        "PERCENT-COMPLETE:50",
        "SEQUENCE:1",
        "STATUS:COMPLETED",
        "SUMMARY:Send Ana the slides",
        "UID:kmzqrtplwvny@followthrough",
        "X-FOLLOWTHROUGH-AT:2026-11-26T10:00:00-05:00",
        "X-FOLLOWTHROUGH-DUE:2026-11-27",
        "X-FOLLOWTHROUGH-GIVEN:2026-11-23T10:00:00-05:00",
        "X-FOLLOWTHROUGH-ID:kmzqrtplwvny",
        "X-FOLLOWTHROUGH-MAKER:sam",
        "X-FOLLOWTHROUGH-NOTE;X-FOLLOWTHROUGH-RECORDED=20261123T150000Z:by mail",
        "X-FOLLOWTHROUGH-PART:0.5",
        "X-FOLLOWTHROUGH-RECORDED:2026-11-23T10:00:00-05:00",
        "X-FOLLOWTHROUGH-SETTLED:2026-11-26T10:00:00-05:00",
        "X-FOLLOWTHROUGH-STATE:kept",
        "X-FOLLOWTHROUGH-TO:ana",
        "X-FOLLOWTHROUGH-VISIBILITY:private",
        "X-FOLLOWTHROUGH-ZONE:America/New_York",
        "END:VTODO",
        "END:VCALENDAR",
    ]


def test_a_calendar_invites_nobody() -> None:
    assert not {"METHOD", "ORGANIZER", "ATTENDEE"} & set(skeleton(written(promise()).encode()))


def test_a_promise_that_came_from_a_calendar_keeps_its_name_there() -> None:
    came = fold(ID, [replace(event, origin="ics:u1@elsewhere") for event in promise().history])
    assert "UID:u1@elsewhere\r\n" in written(came)


@tried_on(40)
@given(promises())
def test_a_promise_comes_back_as_it_was(commitment: Commitment) -> None:
    read = back(commitment)
    assert read.unread == ()
    (found,) = read.arrivals
    assert found == expected(commitment, _NOT_IN_TEXT, origin=f"ics:{commitment.id}@followthrough")


@tried_on(20)
@given(promises())
def test_icalendar_reads_the_same(commitment: Commitment) -> None:
    (todo,) = Calendar.from_ical(written(commitment)).walk("VTODO")
    assert todo["X-FOLLOWTHROUGH-ID"] == commitment.id
    if "\\" not in commitment.what:  # it takes a written \\N for a new line
        assert todo["SUMMARY"] == _NOT_IN_TEXT.sub(" ", commitment.what)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_text_of_several_lines_stays_one_promise(separator: str) -> None:
    text = written(promise(f"one{separator}two"), promise("three", commitment_id="l" * 12))
    read = ics.read(text, zone=ZONE, now=LATER)
    assert [each.what for each in read.arrivals] == ["one\ntwo" if separator == "\n" else "one two", "three"]


def test_no_text_adds_a_line() -> None:
    plain = skeleton(written(promise("x", stamped={"note": "x"})).encode())
    for each in CALENDAR_INJECTIONS:
        if each.strip():
            assert skeleton(written(promise(each, stamped={"note": each})).encode()) == plain


def changed(commitment: Commitment, was: str, now: str) -> Arrival:
    """What comes back of a promise that was changed in a calendar."""
    text = written(commitment).replace("\r\n", "\n")
    assert was in text
    (found,) = ics.read(text.replace(was, now), zone=ZONE, now=LATER).arrivals
    return found


def test_what_was_completed_there_comes_back_as_kept() -> None:
    done = "STATUS:COMPLETED\nCOMPLETED:20261125T100000Z"
    found = changed(promise(), "STATUS:NEEDS-ACTION", done)
    assert found.ending == Ending(did="kept", at=due("2026-11-25T10:00:00+00:00"))


def test_what_was_let_go_here_and_done_there_is_kept() -> None:
    done = "STATUS:COMPLETED\nCOMPLETED:20261125T100000Z"
    gone = a_promise(made(), released(logged="2026-11-24T10:00-05:00"))
    assert changed(gone, "STATUS:CANCELLED", done).ending == Ending(did="kept", at=due("2026-11-25T10:00:00+00:00"))


def test_what_was_missed_here_and_taken_up_there_is_open() -> None:
    gone = a_promise(made(), missed(logged="2026-11-24T10:00-05:00"))
    assert changed(gone, "STATUS:CANCELLED", "STATUS:NEEDS-ACTION").ending is None


def test_a_date_that_was_changed_there_counts() -> None:
    assert changed(promise(), "DUE;VALUE=DATE:20261127", "DUE;VALUE=DATE:20261204").due == due("2026-12-04")
    assert changed(promise(), "DUE;VALUE=DATE:20261127\n", "").due is None


def test_a_date_that_nobody_agreed_to_is_shown_and_not_judged_by() -> None:
    promised = a_promise(made(due="2026-11-27"), moved("2026-12-24", agreed=False))
    assert "DUE;VALUE=DATE:20261224" in written(promised)
    assert back(promised).arrivals[0].due == due("2026-11-27")
