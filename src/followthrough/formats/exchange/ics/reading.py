"""To-dos and events of calendars, as promises that arrive."""

import re
from datetime import datetime, timedelta

from followthrough.domain.arrivals import Arrival, Ending, Remark, Told
from followthrough.domain.due import Day, Due, Instant
from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.formats.exchange.as_tags import as_tags
from followthrough.formats.exchange.fingerprints import Fingerprints
from followthrough.formats.exchange.gathering import gathered
from followthrough.formats.exchange.ics.lines import LONGEST, SEVERAL, Entry, Property, entries, number_of_entries
from followthrough.formats.exchange.limits import MOST_TAGS, check_number
from followthrough.formats.exchange.own_facts import (
    NOTHING_SAID,
    OwnFacts,
    judged_by,
    kept_ending,
    let_go,
    read_own_facts,
)
from followthrough.formats.exchange.plausible import check
from followthrough.formats.exchange.stamps import read_moment, read_stamp, written_stamp
from followthrough.formats.exchange.unreadable import UnreadableError
from followthrough.formats.exchange.zones import known_zone

NAME = "iCalendar file"
OWN = "X-FOLLOWTHROUGH-"
LONGEST_NAME = 255
_SHOWN_ONLY = re.compile(r"[k-z]{12}@[k-z]+\.followthrough")
"""How `ft calendar` names what it shows."""


def is_one(text: str) -> bool:
    """Whether it begins as a calendar does."""
    return text[:4096].lstrip()[:15].upper() == "BEGIN:VCALENDAR"


def read(text: str, *, zone: str, now: datetime) -> Told:
    """The promises in a calendar; `line` is the place among its to-dos and events. Raises NotInThatFormatError."""
    if not is_one(text):
        raise NotInThatFormatError(NAME, "it does not begin with BEGIN:VCALENDAR")
    check_number(NAME, number_of_entries(text))
    names = Fingerprints("ics")
    return gathered(enumerate(entries(text), 1), lambda line, entry: _arrival(entry, line, names, zone, now))


def _arrival(entry: Entry, line: int, names: Fingerprints, zone: str, now: datetime) -> Arrival:
    """One entry as a promise. Raises UnreadableError where it cannot be one."""
    _check(entry)
    facts = read_own_facts(_own(entry))
    there = facts.zone or _zone(entry) or zone
    due = _due(entry, facts, there)
    arrival = Arrival(
        line=line,
        origin=f"ics:{name}" if (name := _name(entry)) else names.of(_said(entry)),
        what=_text(entry, "SUMMARY"),
        id=facts.id,
        maker=facts.maker,
        to=facts.to,
        due=due,
        zone=facts.zone or _zone(entry),
        given=facts.given,
        recorded=facts.recorded or _moment(entry, "CREATED", there),
        tags=as_tags(each for found in entry.properties.get("CATEGORIES", ()) for each in found.texts),
        visibility=facts.visibility,
        confidence=facts.confidence,
        remind=facts.remind,
        chase=facts.chase,
        moved=facts.shown if due == facts.due else None,
        remarks=_remarks(entry, facts, there),
        ending=_ending(entry, due, facts, there, now),
    )
    check(arrival, zone=there, now=now)
    return arrival


def _check(entry: Entry) -> None:
    """Raises UnreadableError where it is no single promise as a whole."""
    if not entry.whole:
        raise UnreadableError("it breaks off before its end")
    if any(len(each.value) >= LONGEST for found in entry.properties.values() for each in found):
        raise UnreadableError(f"one of its properties has more than {LONGEST:,} letters")
    if any(len(entry.properties.get(name, ())) > MOST_TAGS for name in SEVERAL):
        raise UnreadableError(f"it has more than {MOST_TAGS:,} categories or notes")
    if {"RRULE", "RDATE", "RECURRENCE-ID"} & entry.properties.keys():
        raise UnreadableError("it repeats; ft add --every records that")
    if not _text(entry, "SUMMARY").strip():
        raise UnreadableError("it has no title")
    if f"{OWN}ID" not in entry.properties and _SHOWN_ONLY.fullmatch(_text(entry, "UID")):
        raise UnreadableError("ft calendar shows only a part of a promise; ft export --format ics holds it whole")


def _own(entry: Entry) -> dict[str, str]:
    """Our facts in an entry, by their names without what stands before them."""
    return {
        name.removeprefix(OWN).lower().replace("-", "_"): found[0].text
        for name, found in entry.properties.items()
        if name.startswith(OWN)
    }


def _text(entry: Entry, name: str) -> str:
    found = entry.first(name)
    return "" if found is None else found.text


def _name(entry: Entry) -> str | None:
    """What the calendar knows it by, where that is of use."""
    name = _text(entry, "UID").strip()
    return name if name and len(name) <= LONGEST_NAME else None


def _said(entry: Entry) -> list[str]:
    """What makes it the same entry, where it has no name."""
    keys = ("UID", "SUMMARY", "DUE", "DTSTART", "CREATED")
    return ["" if (found := entry.first(key)) is None else found.value for key in keys]


def _zone(entry: Entry) -> str | None:
    """The zone in which its date is said."""
    found = entry.first("DUE") or entry.first("DTSTART")
    return None if found is None else _known_zone(found)


def _known_zone(found: Property) -> str | None:
    """The IANA name of the zone that a date names; other programs' names for Windows' zones are known, too."""
    named = found.parameters.get("TZID")
    if named is None:
        return None
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return known_zone(WINDOWS_TO_OLSON.get(named, named))


def _stamp(found: Property, zone: str, name: str) -> Due:
    there = _known_zone(found) or zone
    try:
        return read_stamp(found.value.strip(), there)
    except (ValueError, OverflowError):
        raise UnreadableError(f"its {name} is no date") from None


def _moment(entry: Entry, name: str, zone: str) -> datetime | None:
    found = entry.first(name)
    try:
        return None if found is None else read_moment(found.value.strip(), zone)
    except (ValueError, OverflowError):
        raise UnreadableError(f"its {name} is no date") from None


def _due(entry: Entry, facts: OwnFacts, zone: str) -> Due | None:
    """When it is due: a to-do says so, an event is due when it begins, or on its last day."""
    found = entry.first("DUE")
    if entry.kind == "VEVENT":
        return _begins(entry, zone)
    if found is None and "DURATION" in entry.properties:
        raise UnreadableError("it says its due date as a length of time")
    says = None if found is None else _stamp(found, zone, "DUE")
    if facts is NOTHING_SAID:
        return says
    return judged_by(
        None if says is None else written_stamp(says), facts, written_stamp, lambda text: read_stamp(text, zone)
    )


def _begins(entry: Entry, zone: str) -> Due | None:
    start, end = entry.first("DTSTART"), entry.first("DTEND")
    if start is None:
        raise UnreadableError("it does not say when it begins")
    begins = _stamp(start, zone, "DTSTART")
    ends = None if end is None else _stamp(end, zone, "DTEND")
    if isinstance(begins, Day) and isinstance(ends, Day) and ends.on > begins.on:
        return Day(ends.on - timedelta(days=1))
    return begins


def _remarks(entry: Entry, facts: OwnFacts, zone: str) -> tuple[Remark, ...]:
    """Our notes one by one, or what another calendar describes."""
    if facts.id is None:
        text = _text(entry, "DESCRIPTION").strip()
        return (Remark(text=text),) if text else ()
    return tuple(
        Remark(text=each.text, recorded=_recorded(each, zone)) for each in entry.properties.get(f"{OWN}NOTE", ())
    )


def _recorded(note: Property, zone: str) -> datetime | None:
    said = note.parameters.get(f"{OWN}RECORDED")
    try:
        return None if said is None else read_moment(said, zone)
    except (ValueError, OverflowError):
        raise UnreadableError("one of its notes has no date") from None


def _ending(entry: Entry, due: Due | None, facts: OwnFacts, zone: str, now: datetime) -> Ending | None:
    status = _text(entry, "STATUS").strip().upper()
    completed = _moment(entry, "COMPLETED", zone)
    if completed is not None and status in ("NEEDS-ACTION", "IN-PROCESS"):
        raise UnreadableError(f"its STATUS is {status}, and it has a moment at which it was COMPLETED")
    if entry.kind == "VTODO" and (status == "COMPLETED" or completed is not None):
        return Ending(did="kept") if completed is None else kept_ending(completed, facts, zone)
    if status == "CANCELLED":
        return _let_go(entry, due, facts, zone)
    if entry.kind == "VEVENT" and due is not None and due.passed(now, zone):
        raise UnreadableError("it is over, and a calendar does not say whether it was kept")
    return None


def _let_go(entry: Entry, due: Due | None, facts: OwnFacts, zone: str) -> Ending:
    """What is cancelled was withdrawn if that is known to have been before it was due."""
    if (ours := let_go(facts)) is not None:
        return ours
    changed = _moment(entry, "LAST-MODIFIED", zone)
    if due is not None and (changed is None or due.passed(changed, zone)):
        raise UnreadableError("it was cancelled, and nothing says that this was before it was due")
    return Ending(did="withdrawn", at=None if changed is None else Instant(changed), recorded=changed)
