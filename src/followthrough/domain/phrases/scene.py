"""What the rules read against: the moment, the direction, and the stretches of the calendar around it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from followthrough.domain.dates import Dates, Span, Toward
from followthrough.domain.phrases.grammar import UnfitError

DAY = timedelta(days=1)
_FAR = 13
"""So many times on, every day of a calendar has come: a 29 February after at most 8 years, a fifth Monday sooner."""


class Point(NamedTuple):
    """One day, and the day that the same words mean to others."""

    on: date
    other: date | None = None

    def shifted(self, move: "Callable[[date], date]") -> "Point":
        """The same on both readings."""
        return Point(move(self.on), None if self.other is None else move(self.other))


class Scene(NamedTuple):
    """When a phrase is said, and where it looks."""

    dates: Dates
    toward: Toward

    @property
    def today(self) -> date:
        """The day on which it is said."""
        return self.dates.today

    @property
    def back(self) -> bool:
        """Whether it looks at what has been."""
        return self.toward == "past"

    def fits(self, day: date) -> bool:
        """Whether the day lies where the phrase looks; today does both ways."""
        return day <= self.today if self.back else day >= self.today


class Period(NamedTuple):
    """A stretch that comes again, or one alone; `at(0)` is the present one, `at(1)` the one after it."""

    at: Callable[[int], Span]
    alone: bool
    is_week: bool = False


def alone(span: Span, *, is_week: bool = False) -> Period:
    """A stretch that there is once."""
    return Period(lambda _: span, alone=True, is_week=is_week)


def month_span(year: int, month: int) -> Span:
    """A month; months before January and after December are those of other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Span(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - DAY)


def quarter_span(year: int, quarter: int) -> Span:
    """A quarter of a year, likewise."""
    return Span(month_span(year, 3 * quarter - 2).first, month_span(year, 3 * quarter).last)


def year_span(year: int) -> Span:
    """A year."""
    return Span(date(year, 1, 1), date(year, 12, 31))


def week_span(scene: Scene, step: int) -> Span:
    """The week that begins as this user's weeks do, so many from the present one."""
    into = (scene.today.weekday() - scene.dates.habits.week_start) % 7
    first = scene.today + timedelta(days=7 * step - into)
    return Span(first, first + 6 * DAY)


def recurring(scene: Scene, name: str) -> Period:
    """The weeks, months, quarters or years from the present one on."""
    today = scene.today
    match name:
        case "week":
            return Period(lambda step: week_span(scene, step), alone=False, is_week=True)
        case "month":
            return Period(lambda step: month_span(today.year, today.month + step), alone=False)
        case "quarter":
            return Period(lambda step: quarter_span(today.year, (today.month + 2) // 3 + step), alone=False)
        case _:
            return Period(lambda step: year_span(today.year + step), alone=False)


def pick(scene: Scene, period: Period, choose: Callable[[Span], date | None]) -> date:
    """The chosen day of the period: of one that comes again, the nearest in the direction of the phrase."""
    if period.alone:
        return _there(choose(period.at(0)))
    steps = range(0, -_FAR, -1) if scene.back else range(_FAR)
    days = (choose(period.at(step)) for step in steps)
    return _there(next((day for day in days if day is not None and scene.fits(day)), None))


def _there(day: date | None) -> date:
    if day is None:
        raise UnfitError("there is no such day")
    return day


def pick_each_has(scene: Scene, period: Period, choose: Callable[[Span], date | None]) -> date:
    """The same, of a day that every one of these periods has; where the nearest has none, none is meant."""
    day = _there(choose(period.at(0)))
    return day if period.alone or scene.fits(day) else _there(choose(period.at(-1 if scene.back else 1)))


def nth_day(number: int) -> Callable[[Span], date | None]:
    """The day of that number in a stretch."""

    def choose(span: Span) -> date | None:
        return span.first + (number - 1) * DAY if 1 <= number <= (span.last - span.first).days + 1 else None

    return choose


def nth_among(number: int, wanted: Callable[[date], bool]) -> Callable[[Span], date | None]:
    """The first, second … of those days in a stretch; -1 is the last."""

    def choose(span: Span) -> date | None:
        days = [day for day in span.days() if wanted(day)]
        at = number - 1 if number > 0 else number
        return days[at] if -len(days) <= at < len(days) else None

    return choose


def is_workday(day: date) -> bool:
    """Monday to Friday; holidays are not known here."""
    return day.weekday() < 5


def workdays_on(day: date, count: int) -> date:
    """So many working days after a day, or before it."""
    step = DAY if count > 0 else -DAY
    while count:
        day += step
        count -= (1 if count > 0 else -1) if is_workday(day) else 0
    return day


def weekday_after(day: date, weekday: int) -> date:
    """The first of that weekday after a day."""
    return day + ((weekday - day.weekday() - 1) % 7 + 1) * DAY


def weekday_before(day: date, weekday: int) -> date:
    """The last of that weekday before a day."""
    return day - ((day.weekday() - weekday - 1) % 7 + 1) * DAY


def weekday_in(span: Span, weekday: int) -> date:
    """That weekday in a week."""
    return span.first + ((weekday - span.first.weekday()) % 7) * DAY
