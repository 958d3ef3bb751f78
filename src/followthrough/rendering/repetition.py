"""A repetition in words, such as can be typed again: `every 2 weeks on Thursday`, `monthly on the last Friday`."""

from datetime import datetime

from followthrough.domain.recurrence import WEEKDAYS, part_of
from followthrough.domain.series import Terms
from followthrough.rendering.wording import long_date

_NAMES = dict(
    zip(WEEKDAYS, ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], strict=True)
)
_WORKING = ",".join(WEEKDAYS[:5])
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_ADVERBS = {"MONTHLY": "monthly", "YEARLY": "yearly"}
_PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def repetition_said(terms: Terms) -> str:
    """How it repeats, its time of day and its end."""
    clock = "" if terms.clock is None else f" at {terms.clock:%H:%M}"
    return f"{_rule(terms.rule, after_keeping=terms.after_keeping)}{clock}{_end(terms.rule)}"


def _rule(rule: str, *, after_keeping: bool) -> str:
    frequency, every = part_of(rule, "FREQ") or "", int(part_of(rule, "INTERVAL") or 1)
    unit = _UNITS[frequency]
    if after_keeping:
        return f"{every} {unit}{'s' if every > 1 else ''} after it is kept"
    days = part_of(rule, "BYDAY")
    if frequency == "WEEKLY" and days is not None and every == 1:
        return "every weekday" if days == _WORKING else f"every {_list(days)}"
    length = f"every {unit}" if every == 1 else f"every {every} {unit}s"
    if frequency == "WEEKLY" and days is not None:
        return f"{length} on {'weekdays' if days == _WORKING else _list(days)}"
    on = _day(rule, frequency)
    if not on:
        return length
    return f"{_ADVERBS[frequency] if every == 1 else length} on {on}"


def _day(rule: str, frequency: str) -> str:
    """The day of a month or a year that a rule names; empty where it names none."""
    days, number = part_of(rule, "BYMONTHDAY"), part_of(rule, "BYDAY")
    month = part_of(rule, "BYMONTH")
    name = "" if month is None else f"{datetime(2024, int(month), 1):%B}"  # noqa: DTZ001  # for its name
    if number is not None:
        at = part_of(rule, "BYSETPOS")
        places = " and ".join(_PLACES[int(each)] for each in ([at] if at else [day[:-2] for day in number.split(",")]))
        weekday = "weekday" if number == _WORKING else _NAMES[number[-2:]]
        return f"the {places} {weekday}" + (f" of {name}" if name else "")
    if days is None:
        return ""
    numbers = days.split(",")
    clamped = part_of(rule, "BYSETPOS") is not None
    said = [numbers[-1]] if clamped else numbers
    skipped = (
        not clamped and any(int(each) > 28 for each in said) and (not name or (name, said) == ("February", ["29"]))
    )
    ending = " or the last day" if clamped else " skipping short months" if skipped else ""
    if frequency == "YEARLY":
        return f"{said[0]} {name}{ending}"
    return f"the {' and '.join(map(_nth, said))}{ending}"


def _nth(number: str) -> str:
    if number == "-1":
        return "last day"
    ending = "th" if number[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
    return f"{number}{ending}"


def _list(days: str) -> str:
    return " and ".join(_NAMES[day] for day in days.split(","))


def _end(rule: str) -> str:
    count, until = part_of(rule, "COUNT"), part_of(rule, "UNTIL")
    if until is not None:
        return f" until {long_date(datetime.strptime(until, '%Y%m%d').date())}"  # noqa: DTZ007  # a day
    return "" if count is None else f" {count} times"
