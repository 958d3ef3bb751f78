"""What a date that somebody types is read against: the present moment, the zone, and habits of writing and working."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple, cast

from msgspec import Struct

from followthrough.domain.due import in_zone

DateOrder = Literal["dmy", "mdy", "ymd"]
Toward = Literal["future", "past", "either"]
"""Where a phrase looks: to what is to come, to what has been, or to either."""


WEEK_STARTS = {"monday": 0, "saturday": 5, "sunday": 6}


class Habits(Struct, frozen=True, kw_only=True):
    """How this user writes dates and works, as far as they said so."""

    date_order: DateOrder | None = None
    week_start: int = 0
    """The weekday on which a week begins; Monday is 0."""
    day_ends: time | None = None
    """When a working day ends; without it `eod` is the day."""


def habits_from(settings: Mapping[str, str]) -> Habits:
    """The habits that checked settings say."""
    ends = settings.get("day_ends")
    return Habits(
        date_order=cast("DateOrder | None", settings.get("date_order")),
        week_start=WEEK_STARTS[settings.get("week_start", "monday")],
        day_ends=None if ends is None else time.fromisoformat(ends),
    )


class Span(NamedTuple):
    """A stretch of days, its first and last among them."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Every day of it."""
        return (self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))


class Dates(Struct, frozen=True, kw_only=True):
    """The moment at which dates are read, the zone that days are meant in, and the user's habits."""

    now: datetime
    zone: str
    habits: Habits = Habits()

    @property
    def local(self) -> datetime:
        """The moment as the clocks of the zone show it."""
        return in_zone(self.now, self.zone)

    @property
    def today(self) -> date:
        """The day it is in the zone."""
        return self.local.date()
