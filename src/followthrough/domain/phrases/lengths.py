"""Lengths of time, as words: `3 days`, `an hour and a half`, `1h30m`, `two weeks`, `5 working days`."""

from datetime import date, timedelta
from typing import NamedTuple

from followthrough.domain.phrases.grammar import Rule, UnfitError
from followthrough.domain.phrases.scene import Scene, workdays_on

_MOST = 10_000
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}
_DAYS = {"days": 1, "weeks": 7, "fortnights": 14}
_MONTHS = {"months": 1, "years": 12}
_ORDER = ("years", "months", "fortnights", "weeks", "days", "hours", "minutes", "seconds")


class Length(NamedTuple):
    """A length of time: calendar months, days, working days, and seconds beyond them; and the units it was said in."""

    months: int = 0
    days: int = 0
    working: int = 0
    seconds: int = 0
    units: tuple[str, ...] = ("days",)

    def plus(self, other: "Length") -> "Length":
        """Both together, the other one in smaller units."""
        return Length(
            self.months + other.months,
            self.days + other.days,
            0,
            self.seconds + other.seconds,
            (*self.units, *other.units),
        )

    def whole_days(self) -> bool:
        """Whether it is made of days and longer units alone."""
        return self.seconds == 0

    def nothing(self) -> bool:
        """Whether it is no time at all."""
        return not (self.months or self.days or self.working or self.seconds)

    def from_day(self, day: date, sign: int = 1) -> date:
        """The day so far after a day, or before it."""
        if self.months:
            from dateutil.relativedelta import relativedelta

            day += relativedelta(months=sign * self.months)
        day += timedelta(days=sign * self.days)
        return workdays_on(day, sign * self.working)


def length_of(count: int, unit: str) -> Length:
    """So many of a unit."""
    if count > _MOST:
        raise UnfitError(f"{count:,} {unit} are too far away")
    return Length(
        count * _MONTHS.get(unit, 0), count * _DAYS.get(unit, 0), 0, count * _SECONDS.get(unit, 0), units=(unit,)
    )


def _more(_: Scene, first: Length, rest: Length) -> Length:
    if _ORDER.index(first.units[-1]) >= _ORDER.index(rest.units[0]):
        raise UnfitError("its units do not go from large to small")
    return first.plus(rest)


def _unclear_m(_: Scene, count: int) -> Length:
    raise UnfitError(f"“{count}m” may be minutes or months; say {count}min or {count}mo")


def _parts_of_hours(_: Scene, hours: int, unit: str) -> Length:
    return Length(seconds=_half(hours, unit), units=("minutes",))


def _half(count: int, unit: str) -> int:
    if unit != "hours":
        raise UnfitError("only hours can be halved")
    return count * 3600 + 1800


def _decimal(_: Scene, number: tuple[str, str], unit: str) -> Length:
    if unit != "hours":
        raise UnfitError("only hours can be parts of one; say the rest in a smaller unit")
    seconds = round(float(".".join(number)) * 3600)
    if seconds % 60:
        raise UnfitError("it is no whole number of minutes")
    return Length(seconds=seconds, units=("minutes",))


def _hours_and_minutes(_: Scene, hours: int, minutes: int) -> Length:
    if minutes > 59:
        raise UnfitError("there is no such time")
    return Length(seconds=hours * 3600 + minutes * 60, units=("minutes",))


def _some(count: int) -> int:
    if count > _MOST:
        raise UnfitError(f"{count:,} working days are too far away")
    return count


def composed(tens: int, small: int) -> int:
    """The number of `twenty` and `four`."""
    if small > 9:
        raise UnfitError("it is no number")
    return tens + small


RULES = (
    Rule("NUMBER", "DIGITS", lambda _, number: number),
    Rule("NUMBER", "SMALL", lambda _, number: number),
    Rule("NUMBER", "TENS", lambda _, number: number),
    Rule("NUMBER", "TENS SMALL", lambda _, tens, small: composed(tens, small)),
    Rule("COUNT", "NUMBER", lambda _, number: number),
    Rule("COUNT", "a|an", lambda _: 1),
    Rule("COUNT", "a? couple of?", lambda _: 2),
    Rule("COUNT", "a? dozen", lambda _: 12),
    Rule("SIMPLE", "COUNT UNIT", lambda _, count, unit: length_of(count, unit)),
    Rule("SIMPLE", "DIGITS m", _unclear_m),
    Rule("SIMPLE", "half a year", lambda _: Length(months=6, units=("months",))),
    Rule("SIMPLE", "half an hour", lambda _: Length(seconds=1800, units=("minutes",))),
    Rule("SIMPLE", "a? half hour", lambda _: Length(seconds=1800, units=("minutes",))),
    Rule("SIMPLE", "a quarter of an hour", lambda _: Length(seconds=900, units=("minutes",))),
    Rule("SIMPLE", "COUNT and a half UNIT", _parts_of_hours),
    Rule("SIMPLE", "an|one hour and a half", lambda _: Length(seconds=5400, units=("minutes",))),
    Rule("SIMPLE", "NUMBER 1/2 UNIT", _parts_of_hours),
    Rule("SIMPLE", "DECIMAL UNIT", _decimal),
    Rule("TIMESPAN", "COUNT POSSESSED", lambda _, count, unit: length_of(count, unit)),
    Rule("AMOUNT", "SIMPLE", lambda _, length: length),
    Rule("AMOUNT", "COUNT working|business|work days|day", lambda _, count: Length(working=_some(count))),
    Rule("AMOUNT", "COUNT workdays|workday|weekdays", lambda _, count: Length(working=_some(count))),
    Rule("HOURSMINUTES", "DIGITS h TWODIGITS", _hours_and_minutes),
    Rule("MORE", "SIMPLE", lambda _, length: length),
    Rule("MORE", "SIMPLE and? MORE", _more),
    Rule("MORE", "DIGITS m", lambda _, count: length_of(count, "minutes")),
    Rule("AMOUNT", "SIMPLE and? MORE", _more),
)
