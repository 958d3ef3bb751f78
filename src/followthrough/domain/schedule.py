"""Reminders that come by themselves: what is run every hour, and what was done so that it is."""

from collections.abc import Iterable, Sequence, Set as AbstractSet
from datetime import time
from typing import Literal

from msgspec import Struct

from followthrough.domain.address import is_address_name
from followthrough.domain.digest import DigestFormat
from followthrough.domain.errors import (
    AddressNotNamedError,
    BadTimeOfDayError,
    EmptyTextError,
    NoDestinationError,
    NoSuchAddressError,
    NotSchedulableError,
    OptionsClashError,
    UnreadableTextError,
)
from followthrough.domain.hours import read_hour

ScheduleKind = Literal["launchd", "systemd", "cron"]
Did = Literal["printed", "installed", "replaced", "removed", "nothing"]


class Errand(Struct, frozen=True, kw_only=True):
    """How the digest is to arrive: at what time of day at the earliest, by which ways, in which format.

    With `all_ledgers` it is of every ledger in the settings, be it put there later.
    """

    daily: time
    exec: str | None = None
    desktop: bool = False
    via: tuple[str, ...] = ()
    format: DigestFormat | None = None
    all_ledgers: bool = False


class Surroundings(Struct, frozen=True, kw_only=True):
    """What a scheduler has to be told since it sets nothing itself: the words that run this program, and variables.

    `key` stands for the ledger in the names of units and in the marker lines of a crontab; `addresses` are the names
    that have an address in the settings.
    """

    key: str
    program: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    addresses: AbstractSet[str]


class Schedule(Struct, frozen=True, kw_only=True):
    """A command to be run every hour at this minute, with variables of its own."""

    key: str
    ledger: str
    minute: int
    command: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]


class ScheduledText(Struct, frozen=True, kw_only=True):
    """A text that makes a schedule: the whole file at `path`, or lines of the user's crontab where that is None."""

    path: str | None
    text: str


class Arrangement(Struct, frozen=True, kw_only=True):
    """What was done, with which scheduler and why that one, the texts, and the commands that are left to the user.

    `also` names the other schedulers in which reminders of the same ledger are set up; `daily` is None for a removal.
    """

    did: Did
    kind: ScheduleKind | None
    because: str
    ledger: str
    texts: tuple[ScheduledText, ...] = ()
    left_to_do: tuple[str, ...] = ()
    also: tuple[ScheduleKind, ...] = ()
    daily: time | None = None


def asked_for(*, cron: bool, systemd: bool, launchd: bool, install: bool, remove: bool) -> ScheduleKind | None:
    """The scheduler that an option names. Raises OptionsClashError."""
    if install and remove:
        raise OptionsClashError("--install", "--remove")
    options: dict[ScheduleKind, bool] = {"cron": cron, "systemd": systemd, "launchd": launchd}
    kinds = [kind for kind, asked in options.items() if asked]
    if len(kinds) > 1:
        raise OptionsClashError(f"--{kinds[0]}", f"--{kinds[1]}")
    return kinds[0] if kinds else None


def read_daily(typed: str | None) -> time:
    """The time of day after which the digest is to arrive. Raises BadTimeOfDayError."""
    try:
        return read_hour(typed or "")
    except ValueError:
        raise BadTimeOfDayError(typed or "") from None


def reminding(errand: Errand, ledger: str, surroundings: Surroundings) -> Schedule:
    """The schedule that runs `remind` every hour, on the minute of the time it is not to come before.

    Raises NoDestinationError, AddressNotNamedError, NoSuchAddressError, NotSchedulableError, UnreadableTextError.
    """
    if errand.exec is not None and not errand.exec.strip():
        raise EmptyTextError("command")
    schedule = Schedule(
        key=surroundings.key,
        ledger=ledger,
        minute=errand.daily.minute,
        command=(
            *(*surroundings.program, "remind"),
            *(("--all-ledgers",) if errand.all_ledgers else ()),
            *_options(errand, surroundings.addresses),
        ),
        variables=surroundings.variables,
    )
    for text in (*schedule.command, *(value for _, value in schedule.variables)):
        _check_holdable(text)
    return schedule


def _options(errand: Errand, addresses: AbstractSet[str]) -> Iterable[str]:
    if errand.exec is None and not errand.desktop and not errand.via:
        raise NoDestinationError
    for name in errand.via:
        yield from ("--via", _named(name, addresses))
    if errand.desktop:
        yield "--desktop"
    if errand.exec is not None:
        yield from ("--exec", errand.exec)
    yield from ("--not-before", f"{errand.daily:%H:%M}")
    if errand.format is not None:
        yield from ("--format", errand.format)


def _named(via: str, addresses: AbstractSet[str]) -> str:
    """The name of an address in the settings; an address itself is not repeated, for it can hold a password."""
    if via in addresses:
        return via
    if not is_address_name(via):
        raise AddressNotNamedError
    raise NoSuchAddressError(via)


def _check_holdable(text: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UnreadableTextError("path or command")
    if any(letter < " " or "\x7f" <= letter < "\xa0" for letter in text):
        raise NotSchedulableError(text)


def chosen(reasons: Sequence[tuple[ScheduleKind, str | None]]) -> tuple[ScheduleKind, str] | None:
    """The first scheduler that nothing speaks against, and why it is that one; each comes with what does, or None."""
    against: list[str] = []
    for kind, reason in reasons:
        if reason is None:
            return kind, ", and ".join([_FOR[kind], *against])
        if kind != "launchd":  # who is not on a Mac need not hear of it
            against.append(reason)
    return None


_FOR: dict[ScheduleKind, str] = {
    "launchd": "this is macOS",
    "systemd": "a systemd user manager answers",
    "cron": "there is a crontab",
}
