"""The system's clock and zone, or the moment that FOLLOWTHROUGH_NOW sets for demonstrations and tests."""

import os
from collections.abc import Mapping
from datetime import datetime

from followthrough.domain.due import FIRST_YEAR, LAST_YEAR, fixed, in_zone, is_zone


class SystemClock:
    """The time of this machine, in a zone of its user's."""

    def __init__(self, zone: str) -> None:
        self.zone = zone

    def now(self) -> datetime:
        """This moment, whole seconds, with the offset of the zone."""
        return in_zone(datetime.now().astimezone(), self.zone)


class SetClock:
    """A clock that stands still."""

    def __init__(self, moment: datetime, zone: str) -> None:
        self._moment = in_zone(moment, zone)
        self.zone = zone

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._moment


def clock_from(environment: Mapping[str, str], zone: str) -> SystemClock | SetClock:
    """The clock that the environment asks for. Raises BadClockError."""
    typed = environment.get("FOLLOWTHROUGH_NOW", "")
    if not typed:
        return SystemClock(zone)
    moment = moment_set(typed)
    if moment is None:
        from followthrough.domain.errors import BadClockError

        raise BadClockError(typed)
    return SetClock(moment, zone)


def moment_set(typed: str) -> datetime | None:
    """The moment that FOLLOWTHROUGH_NOW says; None where it is none, or one that no clock should show."""
    try:
        moment = fixed(datetime.fromisoformat(typed))
    except (ValueError, OverflowError):
        return None
    return moment if FIRST_YEAR < moment.year < LAST_YEAR else None


def zone_from(environment: Mapping[str, str], configured: str | None) -> str | None:
    """The IANA zone: `TZ`, else the configured one, else the system's; None where there is no name to be had."""
    named = environment.get("TZ", "").removeprefix(":")
    if named and is_zone(named):
        return named
    if configured:
        return configured
    return None if named else _system_zone()


def _system_zone() -> str | None:
    """The zone that /etc/localtime links to; tzlocal knows the other ways a system can say it."""
    _, found, name = os.path.realpath("/etc/localtime").partition("zoneinfo/")
    if found and is_zone(name):
        return name
    import tzlocal

    try:
        name = tzlocal.get_localzone_name()
    except (LookupError, ValueError, OSError):
        return None
    return name if name and is_zone(name) else None
