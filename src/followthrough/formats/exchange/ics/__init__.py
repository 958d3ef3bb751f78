"""Promises from and for calendars, in iCalendar files (RFC 5545)."""

from followthrough.formats.exchange.ics.reading import NAME, is_one, read
from followthrough.formats.exchange.ics.writing import write

__all__ = ["NAME", "is_one", "read", "write"]
