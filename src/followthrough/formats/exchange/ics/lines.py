r"""The content lines of a calendar, taken apart as far as promises need them (RFC 5545, 3.1).

A library that makes an object of every property takes 48 µs for each, those that nobody asks for among them; a file of
10 MB may have a million. Here the lines that are not asked for are passed over.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from followthrough.formats.exchange.limits import MOST_TAGS

ENTRIES = ("VTODO", "VEVENT")
_TEXTS = ("UID", "SUMMARY", "DESCRIPTION", "STATUS", "CREATED", "LAST-MODIFIED")
_DATES = ("DUE", "DTSTART", "DTEND", "DURATION", "COMPLETED", "RRULE", "RDATE", "RECURRENCE-ID")
SEVERAL = ("CATEGORIES", "X-FOLLOWTHROUGH-NOTE")
_LINE = re.compile(
    rf"^(BEGIN|END|{'|'.join((*_TEXTS, *_DATES, *SEVERAL))}|X-FOLLOWTHROUGH-[A-Z-]{{1,20}})([;:])([^\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
_BEGINNING = re.compile(rf"^BEGIN:(?:{'|'.join(ENTRIES)})", re.MULTILINE | re.IGNORECASE)
_FOLD = re.compile(r"\n[ \t]")
_PARAMETER = re.compile(r';([\w-]{1,40})=("[^"]*"|[^";:]*)')
LONGEST = 100_000
"""Letters that a property may have."""


class Property(Struct, frozen=True):
    """The parameters of a property, their names in capitals, and its value as it is written."""

    parameters: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        """The text that a TEXT value stands for (3.3.11)."""
        if "\\" not in self.value:
            return self.value
        return "\\".join(_without_escapes(each) for each in self.value.split("\\\\"))

    @property
    def texts(self) -> list[str]:
        """The texts of a list of them."""
        return [Property({}, each).text for each in re.findall(r"(?:[^\\,]|\\.)+", self.value)]


def _without_escapes(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\N", "\n").replace("\\;", ";").replace("\\,", ",")


class Entry(Struct, frozen=True):
    """A to-do or an event: `kind` VTODO or VEVENT, the properties that were asked for by their names in capitals.

    `whole` is false where another begins or the file breaks off within it.
    """

    kind: str
    properties: Mapping[str, list[Property]]
    whole: bool = True

    def first(self, name: str) -> Property | None:
        """The property of that name, the first where there are several."""
        found = self.properties.get(name)
        return found[0] if found else None


def entries(text: str) -> Iterator[Entry]:
    """The to-dos and events of a calendar, in their order; what is within them (alarms) is passed over."""
    kind, within = "", 0
    properties: dict[str, list[Property]] = {}
    for match in _LINE.finditer(unfolded(text)):
        name, rest = match[1].upper(), match[3]
        if name == "BEGIN" and (begun := rest.strip().upper()) in ENTRIES:
            if kind:
                yield Entry(kind, properties, whole=False)
            kind, within, properties = begun, 0, {}
        elif name == "BEGIN":
            within += 1
        elif name == "END" and kind and rest.strip().upper() == kind:
            yield Entry(kind, properties)
            kind = ""
        elif name == "END":
            within = max(0, within - 1)
        elif kind and not within and len(found := properties.setdefault(name, [])) <= (name in SEVERAL) * MOST_TAGS:
            found.append(_property(match[2] + rest))
    if kind:
        yield Entry(kind, properties, whole=False)


def number_of_entries(text: str) -> int:
    """How many of them begin."""
    return sum(1 for _ in _BEGINNING.finditer(text))


def unfolded(text: str) -> str:
    """The text with each content line on one line: only a line feed ends one, with or without a return before it."""
    return _FOLD.sub("", text.replace("\r\n", "\n"))


def _property(rest: str) -> Property:
    """What follows the name: parameters, a colon, the value. Of what is too long, so much that it is seen to be."""
    rest = rest[: LONGEST + 1]
    parameters: dict[str, str] = {}
    place = 0
    while (parameter := _PARAMETER.match(rest, place)) is not None:
        parameters.setdefault(parameter[1].upper(), parameter[2].strip('"'))
        place = parameter.end()
    return Property(parameters, rest[place + 1 :] if rest[place : place + 1] == ":" else "")
