"""What a setting may take: each type with its name, an example, and how a value is read."""

from collections.abc import Callable
from typing import NamedTuple

from followthrough.domain.address import is_address
from followthrough.domain.due import is_zone
from followthrough.domain.errors import BadHandleError
from followthrough.domain.people import read_handle


class SettingType(NamedTuple):
    """What a setting takes, in words, with a value to begin with, how one is read, and all there are if they are few.

    Reading raises ValueError, with what is wrong besides that it is no such value, in words that follow an “and”.
    """

    words: str
    example: str
    read: Callable[[str], str]
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it takes, without an article."""
        return self.words.removeprefix("a ").removeprefix("an ")

    @property
    def meant(self) -> str:
        """What it takes, in a sentence: `a zone like Europe/Madrid`."""
        return self.words if self.choices else f"{self.words} like {self.example}"


def one_of(*choices: str) -> SettingType:
    """One of these words, in any case."""

    def read(typed: str) -> str:
        value = typed.strip().casefold()
        if value not in choices:
            raise ValueError
        return value

    return SettingType(f"one of {', '.join(choices)}", choices[0], read, choices)


def is_unicode(text: str) -> bool:
    """Whether the text is one that a file in UTF-8 can hold."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _handle(typed: str) -> str:
    try:
        return read_handle(typed)
    except BadHandleError:
        raise ValueError("a handle is letters, digits, “.”, “_” and “-”, beginning with a letter or digit") from None


def _zone(typed: str) -> str:
    if not is_zone(typed):
        raise ValueError("this machine knows no such zone")
    return typed


def _text(typed: str) -> str:
    if not typed.strip():
        raise ValueError("this is empty")
    if "\0" in typed:
        raise ValueError("no path has a zero byte")
    return _unicode(typed)


def _unicode(typed: str) -> str:
    if not is_unicode(typed):
        raise ValueError("this is not valid UTF-8")
    return typed


def _hours(typed: str) -> str:
    from followthrough.domain.hours import read_hours

    read_hours(typed)
    return typed.strip()


def _hour(typed: str) -> str:
    from followthrough.domain.hours import read_hour

    return f"{read_hour(typed):%H:%M}"


def _address(typed: str) -> str:
    if not is_address(_unicode(typed)):
        raise ValueError
    return typed


def _filters(typed: str) -> str:
    from followthrough.domain.filters import as_text, from_text

    return as_text(from_text(_unicode(typed)))


HANDLE = SettingType("a handle", "sam", _handle)
ZONE = SettingType("a zone", "Europe/Madrid", _zone)
PATH = SettingType("a path", "~/promises.json", _text)
PATH_OR_NAME = SettingType("a path or name", "~/promises.json", _text)
HOUR = SettingType("an hour", "17:30", _hour)
HOURS = SettingType("hours", "22:00-07:00", _hours)
ADDRESS = SettingType("an address", "mailtos://sam:PASSWORD@example.org", _address)
FILTERS = SettingType("filters", "--tag talks --mine", _filters)
