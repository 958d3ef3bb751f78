"""Zones as files name them."""

from functools import cache
from zoneinfo import available_timezones

from followthrough.formats.exchange.unreadable import UnreadableError, shown


def is_known_zone(name: str) -> bool:
    """Whether this machine knows a zone of that IANA name: as `is_zone`, without a look at the disk for each name."""
    return name in _zones()


def known_zone(name: str) -> str:
    """The name itself. Raises UnreadableError where this machine knows no zone of it."""
    if not is_known_zone(name):
        raise UnreadableError(f"its zone {shown(name)} is not known here")
    return name


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
