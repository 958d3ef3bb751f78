"""Promises as an iCalendar file (RFC 5545): events that take no time, or to-dos."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, Todo
from icalendar.prop import vText

from followthrough.domain.calendar import Component, Entry, Standing
from followthrough.domain.due import Day, Due

PRODUCER = "-//followthrough//followthrough//EN"
NAME = "Promises"
_HEAD = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODUCER}\r\n".encode()
_FOREIGN_UID = re.compile(rb"\r\nUID:(?![k-z]{12}@[k-z]+\.followthrough\r\n)")

_EVENT_STATUS: dict[Standing, str] = {
    "open": "CONFIRMED",
    "kept": "CONFIRMED",
    "missed": "CONFIRMED",
    "cancelled": "CANCELLED",
}
_TODO_STATUS: dict[Standing, str] = {
    "open": "NEEDS-ACTION",
    "kept": "COMPLETED",
    "missed": "CANCELLED",
    "cancelled": "CANCELLED",
}


def calendar_file(entries: Iterable[Entry], component: Component) -> bytes:
    """The file that holds these entries: UTF-8, lines of at most 75 octets that end in CRLF.

    There is no METHOD: the file is to be read into a calendar, and invites nobody.
    """
    calendar = new_calendar()
    for entry in entries:
        calendar.add_component(_event(entry) if component == "event" else _todo(entry))
    return bytes(calendar.to_ical())


def new_calendar() -> Calendar:
    """A calendar with its head, and nothing in it."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", NAME)
    return calendar


def is_ours(content: bytes) -> bool:
    """Whether a file is a calendar that this program wrote, with nothing of others in it: it may be written over."""
    return content.startswith(_HEAD) and _FOREIGN_UID.search(content) is None


class Text(vText):
    r"""A TEXT value whose backslashes stay what they are; icalendar takes a written `\N` for a new line."""

    def to_ical(self) -> bytes:
        """The text with the four characters escaped that RFC 5545 has escaped (3.3.11)."""
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def _event(entry: Entry) -> Event:
    """A whole day until the next one begins, or a moment without an end, which hides no free time."""
    event = Event()
    _describe(event, entry)
    if isinstance(entry.due, Day):
        event.add("dtstart", entry.due.on)
        event.add("dtend", entry.due.on + timedelta(days=1))
    else:
        event.add("dtstart", date_of(entry.due))
    event.add("status", _EVENT_STATUS[entry.standing])
    event.add("transp", "TRANSPARENT")
    if entry.alarm is not None:
        event.add_component(_alarm(entry, entry.alarm, {}))
    return event


def _todo(entry: Entry) -> Todo:
    todo = Todo()
    _describe(todo, entry)
    todo.add("due", date_of(entry.due))
    todo.add("status", _TODO_STATUS[entry.standing])
    if entry.kept_at is not None:
        todo.add("completed", entry.kept_at.astimezone(UTC))
        todo.add("percent-complete", percent_of(entry.part))
    if entry.alarm is not None:
        todo.add_component(_alarm(entry, entry.alarm, {"RELATED": "END"}))
    return todo


def _describe(component: Event | Todo, entry: Entry) -> None:
    component.add("uid", entry.uid)
    component.add("sequence", entry.sequence)
    component.add("dtstamp", entry.changed.astimezone(UTC))
    component.add("last-modified", entry.changed.astimezone(UTC))
    component.add("created", entry.created.astimezone(UTC))
    component["SUMMARY"] = Text(entry.summary)
    component["DESCRIPTION"] = Text(entry.description)  # an empty one too: it takes the place of what stood there


def _alarm(entry: Entry, before: timedelta, counted: dict[str, str]) -> Alarm:
    """A to-do has no start, so that its alarm has to say that it goes by the end."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm["DESCRIPTION"] = Text(entry.summary)
    alarm.add("trigger", -before, parameters=counted)
    return alarm


def date_of(due: Due) -> date | datetime:
    """A day, or a moment in UTC."""
    return due.on if isinstance(due, Day) else due.deadline("UTC")


def percent_of(part: float | None) -> int:
    """Whole percent; 100 for what was kept in full alone."""
    return 100 if part is None or part == 1 else min(max(round(part * 100), 1), 99)
