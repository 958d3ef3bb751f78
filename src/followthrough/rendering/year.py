"""The last year as a calendar: a row for each weekday, a column for each week, a mark for each day."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from followthrough.domain.reliability.interval import ENOUGH
from followthrough.domain.reliability.trend import WEEKS, DayCount, first_of_calendar
from followthrough.rendering.lines import Line, Page, Span, Style, heading, line, quiet, wrapped
from followthrough.rendering.wording import plural

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_INDENT = len("  Mon  ")
_ALL, _SOME, _NONE, _NOTHING = "█", "▒", "░", "·"
_STYLES: dict[str, Style] = {_ALL: "kept", _SOME: "late", _NONE: "missed"}
_KEY = ((_ALL, "all on time"), (_SOME, "some"), (_NONE, "none"), (_NOTHING, "nothing due"))


def year_said(calendar: Sequence[DayCount], today: date, width: int) -> Page:
    """What the calendar of the last year shows, in a sentence; nothing while fewer than 5 promises came due in it."""
    first = first_of_calendar(today)
    days = [each for each in calendar if each.day >= first and each.n]
    if sum(each.n for each in days) < ENOUGH:
        return ()
    kept, broken = sum(each.k == each.n for each in days), sum(not each.k for each in days)
    came_due = plural(len(days), "day had promises due", "days had promises due")
    shares = f"all on time on {kept:,}, some on {len(days) - kept - broken:,}, none on {broken:,}"
    title = heading(f"The last {WEEKS} weeks, day by day")
    return (title, *(line(f"  {piece}") for piece in wrapped(f"{came_due}: {shares}.", width - 2)))


def year_plot(calendar: Sequence[DayCount], today: date, width: int) -> Page:
    """As many of the last weeks as there is room for; nothing while fewer than 5 promises came due in them."""
    weeks = min(WEEKS, width - _INDENT)
    first = first_of_calendar(today) + timedelta(weeks=WEEKS - weeks)
    days = {each.day: each for each in calendar if each.day >= first}
    if sum(each.n for each in days.values()) < ENOUGH:
        return ()
    return (
        heading(f"The last {weeks} weeks, day by day"),
        quiet(" " * _INDENT + _month_names(first, weeks)),
        *(_weekday(index, first, weeks, days, today) for index in range(len(_WEEKDAYS))),
        *_key(width),
    )


def _month_names(first: date, weeks: int) -> str:
    """The name of each month above the week that its first day is in, where it has room."""
    names = ""
    for week in range(weeks):
        sunday = first + timedelta(weeks=week, days=6)
        if sunday.day <= 7 and len(names) <= week <= weeks - 3:
            names = f"{names.ljust(week)}{sunday:%b} "
    return names


def _weekday(index: int, first: date, weeks: int, days: dict[date, DayCount], today: date) -> Line:
    moments = (first + timedelta(weeks=week, days=index) for week in range(weeks))
    marks = "".join(_mark(days.get(day), day, today) for day in moments)
    runs = (("".join(run), _STYLES.get(mark, "quiet")) for mark, run in groupby(marks))
    return line(f"  {_WEEKDAYS[index]}  ", *(Span(text, style) for text, style in runs))


def _mark(count: DayCount | None, day: date, today: date) -> str:
    if count is None or not count.n:
        return _NOTHING if day <= today else " "
    if count.k == count.n:
        return _ALL
    return _SOME if count.k else _NONE


def _key(width: int) -> list[Line]:
    """What the marks mean, in as many lines as it takes."""
    lines: list[list[Span]] = [[]]
    for mark, meaning in _KEY:
        used = sum(len(span.text) for span in lines[-1])
        if used and used + len(f"  {mark} {meaning}") > width:
            lines.append([])
        lines[-1] += [Span(f"  {mark}", _STYLES.get(mark, "quiet")), Span(f" {meaning}", "quiet")]
    return [line(*spans) for spans in lines]
