"""Which formats promises are imported from and exported to, and which one a file is in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast, get_args

from followthrough.domain.arrivals import Told
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import UnknownContentError
from followthrough.domain.histories import Histories
from followthrough.domain.people import Person
from followthrough.formats.exchange import document
from followthrough.formats.exchange.names import ImportFormat

IMPORT_FORMATS: tuple[ImportFormat, ...] = get_args(ImportFormat)
_MODULES: Mapping[str, str] = {
    "taskwarrior": "taskwarrior",
    "commits.to": "commits_to",
    "ics": "ics",
    "csv": "csv_file",
    "todotxt": "todotxt",
}
"""The module of each format, those that are recognised by their content in the order in which they are tried."""


class Format(Protocol):
    """A format of another program."""

    NAME: str

    def is_one(self, text: str) -> bool:
        """Whether a file looks like one of that format."""

    def read(self, text: str, *, zone: str, now: datetime) -> Told:
        """What the file tells. Raises NotInThatFormatError."""

    def write(self, commitments: Sequence[Commitment], *, people: Mapping[str, Person], me: str, now: datetime) -> str:
        """The file that holds these promises, as far as the format can."""


def format_named(name: str) -> Format:
    """The format of that name, loaded when it is asked for."""
    return cast("Format", import_module(f"followthrough.formats.exchange.{_MODULES[name]}"))


def recognised(text: str) -> ImportFormat:
    """The format that a file is in, by its content. Raises UnknownContentError."""
    if document.is_lines(text):
        return "jsonl"
    if document.is_document(text):
        return "json"
    for name in _MODULES:
        if name in IMPORT_FORMATS and format_named(name).is_one(text):
            return name
    raise UnknownContentError


def read(text: str, name: ImportFormat, *, zone: str, now: datetime) -> Told | Histories:
    """What a file in that format tells. Raises NotInThatFormatError."""
    match name:
        case "json":
            return document.read_document(text)
        case "jsonl":
            return document.read_lines(text)
        case _:
            return format_named(name).read(text, zone=zone, now=now)
