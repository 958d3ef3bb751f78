"""Days in digits: ISO 8601, dots, slashes; where day and month can be either, only as the user's habit says."""

from collections.abc import Collection
from datetime import date, timedelta

from followthrough.domain.dates import DateOrder, Span
from followthrough.domain.due import FIRST_YEAR, LAST_YEAR
from followthrough.domain.phrases.grammar import Rule, UnfitError
from followthrough.domain.phrases.scene import Period, Point, Scene, alone, month_span, nth_day, pick

_NO_SUCH = "there is no such day"


def _exactly(year: int, month: int, day: int) -> Point:
    if year > LAST_YEAR:
        raise UnfitError(f"it lies after the year {LAST_YEAR}")
    if year < FIRST_YEAR:
        raise UnfitError(f"it lies before the year {FIRST_YEAR}")
    try:
        return Point(date(year, month, day))
    except ValueError:
        raise UnfitError(_NO_SUCH) from None


def _iso(_: Scene, pieces: tuple[str, str, str, str]) -> Point:
    return _exactly(int(pieces[0]), int(pieces[2]), int(pieces[3]))


def _iso_weekday(_: Scene, pieces: tuple[str, str, str]) -> Point:
    try:
        return Point(date.fromisocalendar(*map(int, pieces)))
    except ValueError:
        raise UnfitError(_NO_SUCH) from None


def _day_of_year(_: Scene, pieces: tuple[str, str]) -> Point:
    year, number = map(int, pieces)
    day = date(year, 1, 1) + timedelta(days=number - 1)
    if day.year != year:
        raise UnfitError(_NO_SUCH)
    return Point(day)


def _dotted(scene: Scene, pieces: tuple[str, str, str | None]) -> Point:
    day = _reading(scene, int(pieces[0]), int(pieces[1]), pieces[2])
    if day is None:
        raise UnfitError(_NO_SUCH)
    return Point(day)


def _numbered(scene: Scene, pieces: tuple[str, str, str, str | None]) -> Point:
    """Day, month and year in the only order that is possible; where there are several, as the habit says."""
    days = _orders(scene, *pieces)
    if not days:
        raise UnfitError(_NO_SUCH)
    order = scene.dates.habits.date_order
    if order == "ymd" and "ymd" not in days:
        order = "mdy"
    if len(set(days.values())) == 1:
        return Point(next(iter(days.values())))
    if order not in days:
        raise UnfitError(_several(days.values()))
    return Point(days[order])


def _orders(scene: Scene, first: str, mark: str, second: str, third: str | None) -> dict[DateOrder, date]:
    """The day in each order that makes one; the year stands first only where it then lies in the right direction."""
    if mark == "-" and third is None:
        raise UnfitError("it may be two numbers; name the month, as in 3 dec")
    days: dict[DateOrder, date | None] = {
        "dmy": _reading(scene, int(first), int(second), third),
        "mdy": _reading(scene, int(second), int(first), third),
    }
    if third is not None and len(third) == 2:
        day = _reading(scene, int(third), int(second), first.zfill(2))
        wanted = scene.dates.habits.date_order == "ymd" or (day is not None and scene.fits(day))
        days["ymd"] = day if wanted else None
    return {order: day for order, day in days.items() if day is not None}


def _several(days: Collection[date]) -> str:
    names = " or ".join(f"{day.day} {day:%B} {day.year}" for day in sorted(set(days)))
    return f"it may be {names}; name the month, or set date_order to dmy or mdy"


def _reading(scene: Scene, day: int, month: int, year: str | None) -> date | None:
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    try:
        return pick(scene, _months(scene, month, year), nth_day(day))
    except UnfitError:
        return None


def _months(scene: Scene, month: int, year: str | None) -> Period:
    if year is None:
        return Period(lambda step: month_span(scene.today.year + step, month), alone=False)
    return alone(_month_of(int(year) + (2000 if len(year) == 2 else 0), month))


def _month_of(year: int, month: int) -> Span:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnfitError(f"it lies outside of the years {FIRST_YEAR} to {LAST_YEAR}")
    return month_span(year, month)


RULES = (
    Rule("CALENDAR", "ISODATE", _iso),
    Rule("CALENDAR", "COMPACT", lambda _, pieces: _exactly(*map(int, pieces))),
    Rule("CALENDAR", "ISOWEEKDAY", _iso_weekday),
    Rule("CALENDAR", "YEARDAY", _day_of_year),
    Rule("CALENDAR", "DOTTED", _dotted),
    Rule("CALENDAR", "NUMBERED", _numbered),
)
