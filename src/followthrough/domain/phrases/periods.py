"""Weeks, months, quarters and years, as words, and the days named by them: `end of q1`, `last friday of may`."""

from collections.abc import Callable
from datetime import date

from followthrough.domain.dates import Span
from followthrough.domain.phrases.grammar import Rule, UnfitError
from followthrough.domain.phrases.lengths import composed
from followthrough.domain.phrases.scene import (
    DAY,
    Period,
    Point,
    Scene,
    alone,
    is_workday,
    month_span,
    nth_among,
    nth_day,
    pick,
    pick_each_has,
    quarter_span,
    recurring,
    year_span,
)


def _which(scene: Scene, which: int, name: str) -> Period:
    return alone(recurring(scene, name).at(which), is_week=name == "week")


def _month(scene: Scene, month: int, year: int | None) -> Period:
    if year is not None:
        return alone(month_span(year, month))
    return Period(lambda step: month_span(scene.today.year + step, month), alone=False)


def _quarter(scene: Scene, quarter: tuple[str], year: int | None) -> Period:
    if year is not None:
        return alone(quarter_span(year, int(quarter[0])))
    return Period(lambda step: quarter_span(scene.today.year + step, int(quarter[0])), alone=False)


def _iso_month(_: Scene, pieces: tuple[str, str]) -> Period:
    return alone(month_span(*_real_month(int(pieces[0]), int(pieces[1]))))


def _real_month(year: int, month: int) -> tuple[int, int]:
    if not 1 <= month <= 12:
        raise UnfitError("there is no such month")
    return year, month


def week_numbered(year: int, week: int) -> Span:
    """The ISO week of that number."""
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise UnfitError("there is no such week") from None
    return Span(first, first + 6 * DAY)


def _iso_week(_: Scene, pieces: tuple[str, str]) -> Period:
    return alone(week_numbered(int(pieces[0]), int(pieces[1])), is_week=True)


def _week_number(scene: Scene, week: int) -> Period:
    year = scene.today.isocalendar().year
    for candidate in range(year, year - 8, -1) if scene.back else range(year, year + 8):
        try:
            span = week_numbered(candidate, week)
        except UnfitError:
            continue
        if scene.fits(span.first if scene.back else span.last):
            return alone(span, is_week=True)
    raise UnfitError("there is no such week")


def end_of(scene: Scene, period: Period) -> Point:
    """The last day; of a week Friday, and for some its very last."""
    if not period.is_week:
        return Point(pick(scene, period, lambda span: span.last))
    friday = pick(scene, period, lambda span: _friday_or_later(scene, span))
    last = pick(scene, period, lambda span: span.last)
    return Point(friday, last if last != friday else None)


def _friday_or_later(scene: Scene, span: Span) -> date:
    friday = next(day for day in span.days() if day.weekday() == 4)
    return span.last if span.first <= scene.today <= span.last and friday < scene.today else friday


def _start_of(scene: Scene, period: Period) -> Point:
    return Point(pick(scene, period, lambda span: span.first))


def _chosen(scene: Scene, period: Period, choose: Callable[[Span], date | None]) -> Point:
    return Point(pick(scene, period, choose))


def _nth_weekday(scene: Scene, number: int, weekday: int, period: Period) -> Point:
    if period.is_week:
        raise UnfitError("a week has one of each weekday")
    return Point(pick_each_has(scene, period, nth_among(number, lambda day: day.weekday() == weekday)))


def _nth_workday(scene: Scene, number: int, period: Period) -> Point:
    return Point(pick_each_has(scene, period, nth_among(number, is_workday)))


def _nth_day(scene: Scene, number: int, period: Period) -> Point:
    if period.is_week:
        raise UnfitError("weeks begin and end on different days for different people; name the weekday")
    return _chosen(scene, period, nth_day(number) if number > 0 else nth_among(number, lambda _: True))


def _day_of_month(scene: Scene, number: int, month: int, year: int | None) -> Point:
    return _chosen(scene, _month(scene, month, year), nth_day(number))


def _edge(scene: Scene, name: str) -> Point:
    return end_of(scene, recurring(scene, name))


RULES = (
    Rule("PERIOD", "the? PERIODNAME", recurring),
    Rule("PERIOD", "WHICH PERIODNAME", _which),
    Rule("PERIOD", "the? week after next", lambda scene: alone(recurring(scene, "week").at(2), is_week=True)),
    Rule("PERIOD", "MONTH YEAR?", _month),
    Rule("PERIOD", "MONTH of YEAR", _month),
    Rule("PERIOD", "QUARTER YEAR?", _quarter),
    Rule("PERIOD", "QUARTER of YEAR", _quarter),
    Rule("PERIOD", "ISOMONTH", _iso_month),
    Rule("WEEKOFYEAR", "ISOWEEK", _iso_week),
    Rule("WEEKOFYEAR", "week|wk DAYNUMBER", _week_number),
    Rule("WEEKOFYEAR", "WEEKNUMBER", lambda scene, pieces: _week_number(scene, int(pieces[0]))),
    Rule("PERIOD", "WEEKOFYEAR", lambda _, period: period),
    Rule("OFPERIOD", "PERIOD", lambda _, period: period),
    Rule("OFPERIOD", "YEAR", lambda _, year: alone(year_span(year))),
    Rule("ORDINAL", "TENS ORDINAL", lambda _, tens, small: composed(tens, small)),
    Rule("NTH", "ORDINAL", lambda _, number: number),
    Rule("NTH", "last", lambda _: -1),
    Rule("POINT", "EDGE", lambda _, point: point),
    Rule("EDGE", "the? end of OFPERIOD", end_of),
    Rule("EDGE", "the? start|beginning of OFPERIOD", _start_of),
    Rule("POINT", "eow", lambda scene: _edge(scene, "week")),
    Rule("POINT", "eom", lambda scene: _edge(scene, "month")),
    Rule("POINT", "eoq", lambda scene: _edge(scene, "quarter")),
    Rule("POINT", "eoy", lambda scene: _edge(scene, "year")),
    Rule("POINT", "PERIODNAME end", _edge),
    Rule("POINT", "the? NTH WEEKDAY of|in OFPERIOD", _nth_weekday),
    Rule(
        "POINT",
        "the? NTH WEEKDAY MONTH",
        lambda s, number, weekday, m: _nth_weekday(s, number, weekday, _month(s, m, None)),
    ),
    Rule("POINT", "the? NTH day of|in OFPERIOD", _nth_day),
    Rule("POINT", "the? NTH working|business|work day of|in OFPERIOD", _nth_workday),
    Rule("POINT", "the? NTH weekday|workday of|in OFPERIOD", _nth_workday),
    Rule("POINT", "the? ORDINAL of PERIOD", _nth_day),
    Rule("CALENDAR", "the? ORDINAL of? MONTH YEAR?", _day_of_month),
    Rule("CALENDAR", "DAYNUMBER of? MONTH YEAR?", _day_of_month),
    Rule("CALENDAR", "DOTTEDDAY MONTH YEAR?", lambda s, day, month, year: _day_of_month(s, int(day[0]), month, year)),
    Rule("CALENDAR", "MONTH the? ORDINAL YEAR?", lambda s, month, day, year: _day_of_month(s, day, month, year)),
    Rule("CALENDAR", "YEAR MONTH DAYNUMBER", lambda s, year, month, day: _day_of_month(s, day, month, year)),
    Rule("CALENDAR", "MONTH DAYNUMBER YEAR?", lambda s, month, day, year: _day_of_month(s, day, month, year)),
    Rule("MONTHDAY", "the ORDINAL", lambda scene, day: _chosen(scene, recurring(scene, "month"), nth_day(day))),
    Rule("MONTHDAY", "NUMERALDAY", lambda scene, day: _chosen(scene, recurring(scene, "month"), nth_day(day))),
)
