"""Deliver the digest: once a day, what is new, to each place what it was not told."""

from collections.abc import Iterable
from datetime import time

from msgspec import Struct
from msgspec.structs import replace

from followthrough.actions.digest import Attention, attention, worded
from followthrough.actions.edges import Delivery, WiderWorkspace
from followthrough.actions.reading import reader_for
from followthrough.domain.delivery import Letter
from followthrough.domain.digest import DigestFormat
from followthrough.domain.errors import (
    BadMarksError,
    BadSnoozesError,
    BadTimeOfDayError,
    DeliveryFailedError,
    MarksNotKeptError,
    NoDestinationError,
    ToldNotRememberedError,
)
from followthrough.domain.hours import has_struck, may_remind, read_hour
from followthrough.domain.noticing import News, Snoozes, Told, news, told_today
from followthrough.rendering.subject import subject


class Reminded(Struct, frozen=True, kw_only=True):
    """To which places a digest was delivered under which subject, what failed, and what else there is to say.

    `unkept` are problems of this machine with the marks of a place.
    """

    delivered: tuple[tuple[str, str], ...] = ()
    failed: tuple[DeliveryFailedError, ...] = ()
    unkept: tuple[MarksNotKeptError | ToldNotRememberedError, ...] = ()
    notices: tuple[str, ...] = ()

    def did_something(self) -> bool:
        """Whether there was something to deliver: what does not stop a run is said then, and not every hour."""
        return bool(self.delivered or self.failed or self.unkept)


def remind(
    workspace: WiderWorkspace,
    deliveries: Iterable[Delivery],
    *,
    layout: DigestFormat | None = None,
    not_before: str | None = None,
) -> Reminded:
    """Tell each place what is new to it, unless it was told something today, it is too early, or the hours are quiet.

    The ledger is read in any case, so that one that is missing is said. A place that cannot be reached does not keep
    others from being told, nor does one whose marks cannot be kept. Raises NoDestinationError, BadTimeOfDayError.
    """
    places = {each.key: each for each in deliveries}.values()
    if not places:
        raise NoDestinationError
    earliest = None if not_before is None else _hour(not_before)
    found = attention(workspace, scaled=True)
    snoozes, notices = snoozes_of(workspace)
    outcome = Reminded()
    for place in places:
        try:
            told = _tell(workspace, place, found, snoozes, layout, earliest)
        except (MarksNotKeptError, ToldNotRememberedError) as problem:
            told = Reminded(unkept=(problem,))
        outcome = _both(outcome, told)
    return _both(Reminded(notices=notices), outcome) if outcome.did_something() else outcome


def snoozes_of(workspace: WiderWorkspace) -> tuple[Snoozes, tuple[str, ...]]:
    """What is snoozed, and what there is to say where that cannot be told."""
    try:
        return workspace.marks.snoozes(), ()
    except BadSnoozesError as problem:
        return {}, (f"{problem} Nothing was left out.",)


def told_of(workspace: WiderWorkspace, destination: str) -> tuple[Told, tuple[str, ...]]:
    """What a place was told, and what there is to say where that cannot be told."""
    try:
        return workspace.marks.told(destination), ()
    except BadMarksError as problem:
        return Told(), (f"{problem} Everything is told as new.",)


def _tell(
    workspace: WiderWorkspace,
    place: Delivery,
    found: Attention,
    snoozes: Snoozes,
    layout: DigestFormat | None,
    earliest: time | None,
) -> Reminded:
    """Tell one place, under a lock of its own; marks are written once the digest is there."""
    with workspace.marks.locked(place.key) as ours:
        if not ours:
            return Reminded(notices=(f"Another run is delivering to {place.name}, so this one left it alone.",))
        known, notices = told_of(workspace, place.key)
        told = known
        now, zone = workspace.now(), workspace.zone
        if told_today(told, now, zone):
            return Reminded(notices=notices)
        quiet = workspace.preferences.quiet
        if not may_remind(now, zone, not_before=earliest, quiet=quiet, since=told.since):
            if told.since is None:
                workspace.marks.keep(place.key, replace(told, since=now))
            return Reminded()
        if told.since is None or has_struck(now, zone, earliest, told.since):
            told = replace(told, since=now)
        new = news(found.digest, told, snoozes, zone=zone)
        if not new.digest.says_something():
            if new.told != known or notices:
                workspace.marks.keep(place.key, new.told)
            return Reminded(notices=notices)
        workspace.marks.keep(place.key, known)  # where nothing can be remembered, the same would be sent every hour
        letter = _letter(workspace, found, new, layout or place.layout)
        try:
            place.deliver(letter)
        except DeliveryFailedError as problem:
            return Reminded(failed=(problem,), notices=notices)
        _remember(workspace, place, new.told)
        return Reminded(delivered=((place.name, letter.subject),), notices=notices)


def _letter(workspace: WiderWorkspace, found: Attention, new: News, layout: DigestFormat) -> Letter:
    reader = reader_for(workspace, found.book, away=True)
    messages = worded(replace(found, digest=new.digest), reader, workspace.zone, layout)
    return Letter(subject=subject(new.digest), messages=messages, layout=layout)


def _remember(workspace: WiderWorkspace, place: Delivery, told: Told) -> None:
    try:
        workspace.marks.keep(place.key, told)
    except MarksNotKeptError as problem:
        raise ToldNotRememberedError(problem.path, problem.reason) from None


def _both(one: Reminded, other: Reminded) -> Reminded:
    return Reminded(
        delivered=one.delivered + other.delivered,
        failed=one.failed + other.failed,
        unkept=one.unkept + other.unkept,
        notices=one.notices + other.notices,
    )


def _hour(typed: str) -> time:
    try:
        return read_hour(typed)
    except ValueError:
        raise BadTimeOfDayError(typed) from None
