"""Times of day at a clock change: one that the clock leaves out, one that it shows twice, a day that a zone never had.

A time that is left out is the one as far behind the change as it was meant behind the time before it, as RFC 5545 says:
where the clock goes from 02:00 to 03:00, 02:30 is 03:30. Of a time that comes twice the first is meant.
"""

from datetime import UTC, date, datetime, time

from followthrough.domain.due import Instant, first_second_after, first_second_of, zone_named


def moment_at(day: date, at: time, zone: str) -> tuple[Instant, Instant | None, tuple[str, ...]]:
    """The moment at which the clocks of a zone show that time, the second one where there are two, and what to say."""
    wanted = datetime.combine(day, at, zone_named(zone))
    first, second = wanted.replace(fold=0), wanted.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return Instant(first), None, ()
    shown = first.astimezone(UTC).astimezone(zone_named(zone))
    if shown.replace(tzinfo=None) != wanted.replace(tzinfo=None):
        return Instant(shown), None, (_left_out(wanted, shown, zone),)
    return Instant(first), Instant(second), (_twice(wanted, zone),)


def _left_out(wanted: datetime, shown: datetime, zone: str) -> str:
    return (
        f"The clocks of {zone} leave out {wanted:%H:%M} on {wanted.day} {wanted:%B} {wanted.year:04}; "
        f"it is taken as {shown:%H:%M}."
    )


def _twice(wanted: datetime, zone: str) -> str:
    return (
        f"The clocks of {zone} show {wanted:%H:%M} twice on {wanted.day} {wanted:%B} {wanted.year:04}; "
        "it is taken as the first time."
    )


def day_exists(day: date, zone: str) -> bool:
    """Whether the zone had that day: one that crosses the date line leaves one out."""
    return first_second_of(day, zone) < first_second_after(day, zone)
