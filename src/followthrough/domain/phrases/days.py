"""Days by their names: day words, weekdays, holidays, and what lies so far before or after one."""

from datetime import date

from followthrough.domain.dates import Span
from followthrough.domain.phrases.grammar import Rule, UnfitError
from followthrough.domain.phrases.lengths import Length
from followthrough.domain.phrases.periods import end_of
from followthrough.domain.phrases.scene import (
    DAY,
    Period,
    Point,
    Scene,
    alone,
    month_span,
    nth_among,
    nth_day,
    pick,
    recurring,
    week_span,
    weekday_after,
    weekday_before,
    weekday_in,
    workdays_on,
)


def weekday_said(scene: Scene, weekday: int) -> Point:
    """The next one, or the last one; where that day is today, for some it is today."""
    day = (weekday_before if scene.back else weekday_after)(scene.today, weekday)
    return Point(day, scene.today if scene.today.weekday() == weekday else None)


def _named_weekday(scene: Scene, weekday: int) -> Point:
    """The next one, whichever way the phrase looks: weeks are counted ahead from it."""
    day = weekday_after(scene.today, weekday)
    return Point(day, scene.today if scene.today.weekday() == weekday else None)


def _this(scene: Scene, weekday: int) -> Point:
    if scene.today.weekday() == weekday:
        raise UnfitError("that is today; say today, or next week")
    if scene.back:
        return Point(weekday_in(week_span(scene, 0), weekday))
    return Point(weekday_after(scene.today, weekday))


def _coming(scene: Scene, weekday: int) -> Point:
    return Point(weekday_after(scene.today, weekday))


def _next(scene: Scene, weekday: int) -> Point:
    """The one of next week; for some the coming one, or where that is the same, the one after it."""
    coming, next_weeks = weekday_after(scene.today, weekday), weekday_in(week_span(scene, 1), weekday)
    if next_weeks != coming:
        return Point(next_weeks, coming)
    return Point(coming, coming + 7 * DAY if (coming - scene.today).days < 7 else None)


def _last(scene: Scene, weekday: int) -> Point:
    """The one before today; for some the one of last week."""
    latest, last_weeks = weekday_before(scene.today, weekday), weekday_in(week_span(scene, -1), weekday)
    return Point(latest, last_weeks if last_weeks != latest else None)


def _of_week(scene: Scene, weekday: int, which: int, _: str) -> Point:
    return Point(weekday_in(week_span(scene, which), weekday))


def _after_next(scene: Scene, weekday: int) -> Point:
    day = weekday_after(scene.today, weekday) + 7 * DAY
    raise UnfitError(f"it may be {day} or {day + 7 * DAY}; say which")


def _weeks_on(_: Scene, length: Length, point: Point) -> Point:
    if length.units not in (("weeks",), ("fortnights",)):
        raise UnfitError("only weeks are counted from a day like that; say how long from it")
    return point.shifted(length.from_day)


def _so_far_after(_: Scene, length: Length, point: Point) -> Point:
    return _so_far(length, point, 1)


def _so_far_before(_: Scene, length: Length, point: Point) -> Point:
    return _so_far(length, point, -1)


def _so_far(length: Length, point: Point, sign: int) -> Point:
    if not length.whole_days() or length.nothing():
        raise UnfitError("only days and longer are counted from a day")
    return point.shifted(lambda day: length.from_day(day, sign))


def _weekday_after(_: Scene, weekday: int, point: Point) -> Point:
    return point.shifted(lambda day: weekday_after(day, weekday))


def _weekday_before(_: Scene, weekday: int, point: Point) -> Point:
    return point.shifted(lambda day: weekday_before(day, weekday))


def _agreeing(_: Scene, weekday: int, point: Point) -> Point:
    if point.on.weekday() == weekday:
        return point
    near = min((point.on + step * DAY for step in range(-3, 4)), key=lambda day: day.weekday() != weekday)
    raise UnfitError(f"{_said(point.on)} is a {point.on:%A}, and {_said(near)} is a {near:%A}")


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _yearly(scene: Scene, month: int, day: int, year: int | None = None) -> Point:
    period = _every_year(scene, month) if year is None else alone(month_span(year, month))
    return Point(pick(scene, period, nth_day(day)))


def _every_year(scene: Scene, month: int) -> Period:
    return Period(lambda step: month_span(scene.today.year + step, month), alone=False)


def _holiday(scene: Scene, day: tuple[int, int], year: int | None) -> Point:
    return _yearly(scene, *day, year)


def _thanksgiving(scene: Scene) -> Point:
    """The fourth Thursday of November in the United States; in Canada the second Monday of October."""
    there = pick(scene, _every_year(scene, 11), nth_among(4, lambda day: day.weekday() == 3))
    canada = pick(scene, _every_year(scene, 10), nth_among(2, lambda day: day.weekday() == 0))
    return Point(there, canada)


def weekend(scene: Scene, step: int) -> Point:
    """Saturday, for some Sunday; on a Sunday the present weekend is that day."""
    saturday = _saturday(scene) + 7 * step * DAY
    if step == 0 and not scene.back and saturday < scene.today:
        return Point(scene.today, saturday + 7 * DAY)
    return Point(saturday, saturday + DAY)


def _saturday(scene: Scene) -> date:
    """That of the weekend which is, or is to come."""
    return (
        weekday_after(scene.today - 2 * DAY, 5) if scene.today.weekday() == 6 else weekday_after(scene.today - DAY, 5)
    )


def weekend_span(scene: Scene, which: int | None) -> Span:
    """Saturday and Sunday of the present weekend, or the one to come; the one after it; the one before."""
    first = _saturday(scene) + 7 * (which or 0) * DAY
    return Span(first, first + DAY)


def before_weekend(scene: Scene) -> Point:
    """The Friday before it."""
    friday = _saturday(scene) - DAY
    return Point(friday if friday >= scene.today else friday + 7 * DAY)


def _next_weekend(scene: Scene) -> Point:
    saturday = _saturday(scene)
    return Point(saturday + 7 * DAY, saturday)


def _which_period(scene: Scene, which: int, name: str) -> Point:
    """A week or month that is named for a day: the Monday, or this day of the month."""
    if which == 1 and name == "week":
        return first_and_friday(scene, alone(recurring(scene, name).at(1), is_week=True))
    if which == 1 and name == "month":
        from dateutil.relativedelta import relativedelta

        return Point(scene.today + relativedelta(months=1), recurring(scene, name).at(1).first)
    words = f"{('this', 'next', 'last')[which]} {name}"
    raise UnfitError(f"it is many days; say start of {words}, end of {words}, or a day in it")


def first_and_friday(scene: Scene, period: Period) -> Point:
    """A week for a day: its first day, for some its Friday."""
    if scene.back:
        return _many_days()
    first = pick(scene, period, lambda span: span.first)
    return Point(first, end_of(scene, period).on)


def _named_month(scene: Scene, month: int, year: int | None) -> Point:
    """A month for a day: its first, for some its last. The present one has begun."""
    if scene.back:
        return _many_days()
    today = scene.today
    if month == today.month and year in (None, today.year):
        raise UnfitError("that month has begun; say the end of it, or a day in it")
    period = alone(month_span(year, month)) if year is not None else _every_year(scene, month)
    first = pick(scene, period, lambda span: span.first)
    return Point(first, month_span(first.year, first.month).last)


def _many_days(*_: object) -> Point:
    raise UnfitError("it is many days; say the end of it, or a day in it")


RULES = (
    Rule("COMINGDAY", "today", lambda scene: Point(scene.today)),
    Rule("COMINGDAY", "tomorrow|tmrw|tmr", lambda scene: Point(scene.today + DAY)),
    Rule("POINT", "COMINGDAY", lambda _, point: point),
    Rule("POINT", "yesterday", lambda scene: Point(scene.today - DAY)),
    Rule("POINT", "the? day after POINT", lambda _, point: point.shifted(lambda day: day + DAY)),
    Rule("POINT", "the? day before POINT", lambda _, point: point.shifted(lambda day: day - DAY)),
    Rule("POINT", "WEEKDAY", weekday_said),
    Rule("POINT", "this WEEKDAY", _this),
    Rule("POINT", "this|the? coming|upcoming WEEKDAY", _coming),
    Rule("POINT", "next WEEKDAY", _next),
    Rule("POINT", "last WEEKDAY", _last),
    Rule("POINT", "WEEKDAY WHICH WEEK", _of_week),
    Rule("POINT", "the? WEEKDAY of WHICH WEEK", _of_week),
    Rule("POINT", "WHICH WEEK on? WEEKDAY", lambda s, which, week, weekday: _of_week(s, weekday, which, week)),
    Rule("WEEK", "week", lambda _: "week"),
    Rule("POINT", "the? WEEKDAY after next", _after_next),
    Rule("NAMEDDAY", "WEEKDAY", _named_weekday),
    Rule("NAMEDDAY", "COMINGDAY", lambda _, point: point),
    Rule("POINT", "NAMEDDAY week", lambda _, point: point.shifted(lambda day: day + 7 * DAY)),
    Rule("POINT", "AMOUNT on? NAMEDDAY", _weeks_on),
    Rule("POINT", "AMOUNT from|after POINT", _so_far_after),
    Rule("POINT", "AMOUNT before POINT", _so_far_before),
    Rule("POINT", "the? WEEKDAY after POINT", _weekday_after),
    Rule("POINT", "the? WEEKDAY before POINT", _weekday_before),
    Rule("POINT", "next working|business|work day", lambda scene: Point(workdays_on(scene.today, 1))),
    Rule("POINT", "next workday|weekday", lambda scene: Point(workdays_on(scene.today, 1))),
    Rule("POINT", "CALENDAR", lambda _, point: point),
    Rule("POINT", "MONTHDAY", lambda _, day: day),
    Rule("POINT", "WEEKDAY the? CALENDAR", _agreeing),
    Rule("POINT", "WEEKDAY MONTHDAY", _agreeing),
    Rule("POINT", "HOLIDAY YEAR?", _holiday),
    Rule("POINT", "christmas|xmas day", lambda scene: _yearly(scene, 12, 25)),
    Rule("POINT", "christmas|xmas eve", lambda scene: _yearly(scene, 12, 24)),
    Rule("POINT", "boxing day", lambda scene: _yearly(scene, 12, 26)),
    Rule("POINT", "valentine's|valentines day", lambda scene: _yearly(scene, 2, 14)),
    Rule("POINT", "new year's|years|year eve", lambda scene: _yearly(scene, 12, 31)),
    Rule("POINT", "nye", lambda scene: _yearly(scene, 12, 31)),
    Rule("POINT", "new year's|years day", lambda scene: _yearly(scene, 1, 1)),
    Rule("POINT", "thanksgiving", _thanksgiving),
    Rule("STRETCH", "the|this? weekend", lambda scene: weekend(scene, 0)),
    Rule("STRETCH", "next weekend", _next_weekend),
    Rule("STRETCH", "last weekend", lambda scene: weekend(scene, -1)),
    Rule("POINT", "the? end of the weekend", lambda scene: Point(weekend_span(scene, 0).last)),
    Rule("STRETCH", "WHICH PERIODNAME", _which_period),
    Rule(
        "STRETCH",
        "the? week after next",
        lambda s: first_and_friday(s, alone(recurring(s, "week").at(2), is_week=True)),
    ),
    Rule("STRETCH", "MONTH YEAR?", _named_month),
    Rule("STRETCH", "MONTH of YEAR", _named_month),
    Rule("STRETCH", "in|during MONTH YEAR?", _many_days),
    Rule("STRETCH", "QUARTER YEAR?", _many_days),
    Rule("STRETCH", "ISOMONTH", _many_days),
    Rule("STRETCH", "WEEKOFYEAR", first_and_friday),
)
