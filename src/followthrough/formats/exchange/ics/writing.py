"""Promises as to-dos of a calendar, with all that a to-do can hold."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from icalendar import Todo

from followthrough.domain.calendar import last_logged, sequence
from followthrough.domain.commitment import Commitment, State
from followthrough.domain.people import Person
from followthrough.formats.exchange.ics.reading import OWN
from followthrough.formats.exchange.leaving import as_told
from followthrough.formats.exchange.own_facts import own_facts
from followthrough.formats.exchange.stamps import stamp
from followthrough.formats.icalendar import Text, date_of, new_calendar, percent_of

_STATUS: Mapping[State, str] = {
    "open": "NEEDS-ACTION",
    "kept": "COMPLETED",
    "missed": "CANCELLED",
    "released": "CANCELLED",
    "withdrawn": "CANCELLED",
}
_NOT_IN_TEXT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What RFC 5545 does not allow in a text, and what readers take for the end of a line."""


def write(commitments: Sequence[Commitment], *, people: Mapping[str, Person], me: str, now: datetime) -> str:
    """The promises as one calendar of to-dos; none that was undone. It invites nobody: no METHOD, no ATTENDEE."""
    calendar = new_calendar()
    for each in commitments:
        if each.state in _STATUS:
            calendar.add_component(_todo(each))
    return bytes(calendar.to_ical()).decode()


def _todo(commitment: Commitment) -> Todo:
    todo = Todo()
    changed = last_logged(commitment)
    todo.add("uid", name_there(commitment))
    todo.add("sequence", sequence(commitment))
    todo.add("dtstamp", changed)
    todo.add("last-modified", changed)
    todo.add("created", commitment.made.logged.astimezone(UTC))
    todo["SUMMARY"] = _text(commitment.what)
    _add_state(todo, commitment)
    if commitment.tags:
        todo.add("categories", list(commitment.tags))
    _add_notes(todo, commitment)
    for name, fact in own_facts(commitment).items():
        todo[f"{OWN}{name.upper().replace('_', '-')}"] = _text(fact)
    return todo


def name_there(commitment: Commitment) -> str:
    """What a calendar knows it by: the name that it came with, if it came from one."""
    origin = commitment.made.origin or ""
    return _plain(origin.removeprefix("ics:")) if origin.startswith("ics:") else f"{commitment.id}@followthrough"


def _add_state(todo: Todo, commitment: Commitment) -> None:
    due = commitment.judged_due if commitment.due is None else commitment.due
    if due is not None:
        todo.add("due", date_of(due))
    todo.add("status", _STATUS[commitment.state])
    if commitment.state == "kept" and commitment.settled_at is not None:
        todo.add("completed", commitment.settled_at.astimezone(UTC))
        todo.add("percent-complete", percent_of(commitment.part))


def _add_notes(todo: Todo, commitment: Commitment) -> None:
    """The notes for people to read, and each with its moment for this program to read again."""
    notes = as_told(commitment).remarks
    if notes:
        todo["DESCRIPTION"] = _text("\n".join(each.text for each in notes))
    for each in notes:
        assert each.recorded is not None
        note = _text(each.text)
        note.params[f"{OWN}RECORDED"] = stamp(each.recorded)
        todo.add(f"{OWN}NOTE", note)


def _text(text: str) -> Text:
    return Text(_plain(text))


def _plain(text: str) -> str:
    return _NOT_IN_TEXT.sub(" ", text)
