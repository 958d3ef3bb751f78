"""Dates that people type: the grammar of phrases, one reader for each way to name a day.

A phrase is a day, a time of day, both, or a distance from now. It looks forward (a due date) or back (something that
has happened). What is not understood is refused, with what was nearest to it; nothing is guessed.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Literal

from followthrough.domain.due import FIRST_YEAR, LAST_YEAR, Day, Due, Instant, fixed, zone_named
from followthrough.domain.errors import (
    FutureDateError,
    LengthNotUnderstoodError,
    PastDateError,
    PhraseNotUnderstoodError,
    Problem,
)

Toward = Literal["future", "past", "either"]

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday",
            "tue tues tuesday",
            "wed weds wednesday",
            "thu thur thurs thursday",
            "fri friday",
            "sat saturday",
            "sun sunday",
        )
    )
    for name in names.split()
}
NUMBERS = {
    word: number
    for number, words in enumerate(
        ("", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
    for word in words.split()
}
UNITS = {
    unit: name
    for name, units in {
        "minutes": "min mins minute minutes",
        "hours": "h hr hrs hour hours",
        "days": "d day days",
        "weeks": "w wk wks week weeks",
        "months": "mo month months",
    }.items()
    for unit in units.split()
}
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_AMOUNT = rf"(?P<number>\d{{1,4}}|{'|'.join(NUMBERS)}) ?(?P<unit>{_UNIT})"
_CLOCK = (
    r"(?:at )?(?:(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))? ?(?P<half>am|pm)"
    r"|(?P<h24>\d{1,2}):(?P<m24>\d{2})|(?P<word>noon|midnight))"
)

Today = date
ReadDay = Callable[[str, Today, Toward], date | None]


def read_due(typed: str, now: datetime, zone: str, toward: Toward = "future") -> Due:
    """The day or instant that a phrase means, said at `now` in that zone.

    Raises PhraseNotUnderstoodError, and PastDateError or FutureDateError for the wrong direction.
    """
    text = _normal(typed)
    local = now.astimezone(zone_named(zone))
    due = _iso(typed, text, zone) or _distance(typed, text, local, toward) or _day_and_time(typed, text, local, toward)
    if due is None:
        raise PhraseNotUnderstoodError(typed, _nearest(text))
    if due.day_in(zone).year > LAST_YEAR:
        raise PhraseNotUnderstoodError(typed, f"it lies after the year {LAST_YEAR}")
    return _in_direction(typed, due, now, zone, toward)


def forgotten_quotes(by: str, words: Sequence[str], now: datetime, zone: str) -> str | None:
    """The date that was meant where its end stands as words behind it: `--by friday 5pm` without quotes."""
    for count in range(min(len(words), 4), 0, -1):
        phrase = " ".join((by, *words[:count]))
        try:
            read_due(phrase, now, zone, "either")
        except Problem:
            continue
        return phrase
    return None


def read_duration(typed: str) -> timedelta:
    """A length of time: `7d`, `36 hours`, `two weeks`. Raises PhraseNotUnderstoodError."""
    match = re.fullmatch(_AMOUNT, _normal(typed))
    if match is None or UNITS[match["unit"]] == "months":
        raise LengthNotUnderstoodError(typed, "say it like “2 days”, “36h” or “1 week”")
    return timedelta(**{UNITS[match["unit"]]: _number(match["number"])})


def _normal(typed: str) -> str:
    text = " ".join(typed.casefold().replace(",", " ").split())
    return re.sub(r"^(?:by|on|before|until|due) (?=.)", "", text)


def _number(text: str) -> int:
    return NUMBERS[text] if text in NUMBERS else int(text)


def _iso(typed: str, text: str, zone: str) -> Due | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}", text):
        return None
    day, rest = text[:10], text[10:].strip().removeprefix("t").strip()
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise PhraseNotUnderstoodError(typed, "there is no such day") from None
    if on.year > LAST_YEAR:
        raise PhraseNotUnderstoodError(typed, f"it lies after the year {LAST_YEAR}")
    if on.year < FIRST_YEAR:
        raise PhraseNotUnderstoodError(typed, f"it lies before the year {FIRST_YEAR}")
    if not rest:
        return Day(on)
    if re.fullmatch(_CLOCK, rest):
        clock = _clock(typed, rest)
        return _instant(on, clock, zone)
    try:
        moment = datetime.fromisoformat(f"{day}T{rest.upper().replace(' ', '')}")
    except ValueError:
        raise PhraseNotUnderstoodError(typed, "there is no such time") from None
    return Instant(moment) if moment.tzinfo else _instant(on, moment.time().replace(microsecond=0), zone)


def _distance(typed: str, text: str, local: datetime, toward: Toward) -> Due | None:
    forward = re.fullmatch(rf"(?:in |\+)?{_AMOUNT}", text)
    back = re.fullmatch(rf"{_AMOUNT} ago", text)
    match = forward or back
    if match is None:
        return None
    sign = -1 if back or (toward == "past" and not text.startswith("in ")) else 1
    count, unit = sign * _number(match["number"]), UNITS[match["unit"]]
    try:
        if unit in ("minutes", "hours"):
            return Instant(fixed(local) + timedelta(**{unit: count}))
        if unit == "months":
            from dateutil.relativedelta import relativedelta

            return Day(local.date() + relativedelta(months=count))
        return Day(local.date() + timedelta(**{unit: count}))
    except (OverflowError, ValueError):
        raise PhraseNotUnderstoodError(typed, f"it lies after the year {LAST_YEAR}") from None


def _day_and_time(typed: str, text: str, local: datetime, toward: Toward) -> Due | None:
    day_text, clock_text = _split_clock(text)
    clock = None if clock_text is None else _clock(typed, clock_text)
    if clock_text is not None and not day_text:
        return _clock_alone(clock, local, toward)
    day = next((day for read in _DAY_READERS if (day := read(day_text, local.date(), toward)) is not None), None)
    if day is None:
        return None
    if clock_text is None:
        return Day(day)
    return _instant(day, clock, _zone_of(local))


def _split_clock(text: str) -> tuple[str, str | None]:
    """The part of a phrase that names a day, and the part that names a time of day."""
    for pattern in (rf"^(?P<day>.*?)(?:^| )(?P<clock>{_CLOCK})$", rf"^(?P<clock>{_CLOCK}) (?:on )?(?P<day>.+)$"):
        if match := re.match(pattern, text):
            return match["day"].strip(), match["clock"]
    return text, None


def _clock(typed: str, text: str) -> time | None:
    """The time of day; None for midnight, the end of the day it is said of."""
    match = re.fullmatch(_CLOCK, text)
    assert match is not None
    if match["word"]:
        return time(12) if match["word"] == "noon" else None
    hour, minute = int(match["hour"] or match["h24"]), int(match["minute"] or match["m24"] or 0)
    if minute > 59 or hour > 23 or (match["half"] and not 1 <= hour <= 12):
        raise PhraseNotUnderstoodError(typed, "there is no such time")
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    return time(hour, minute)


def _clock_alone(clock: time | None, local: datetime, toward: Toward) -> Due:
    today, zone = local.date(), _zone_of(local)
    if clock is None and toward == "past":
        return _instant(today - timedelta(days=1), None, zone)
    due = _instant(today, clock, zone)
    if toward == "future" and due.at <= local:
        return _instant(today + timedelta(days=1), clock, zone)
    if toward == "past" and due.at > local:
        return _instant(today - timedelta(days=1), clock, zone)
    return due


def _instant(day: date, clock: time | None, zone: str) -> Instant:
    if clock is None:
        return Instant(datetime.combine(day + timedelta(days=1), time.min, zone_named(zone)))
    return Instant(datetime.combine(day, clock, zone_named(zone)))


def _zone_of(local: datetime) -> str:
    return getattr(local.tzinfo, "key", "UTC")


def _named_day(text: str, today: date, _toward: Toward) -> date | None:
    return {
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "tmrw": today + timedelta(days=1),
        "yesterday": today - timedelta(days=1),
        "day after tomorrow": today + timedelta(days=2),
        "the day after tomorrow": today + timedelta(days=2),
        "day before yesterday": today - timedelta(days=2),
        "the day before yesterday": today - timedelta(days=2),
    }.get(text)


def _weekday(text: str, today: date, toward: Toward) -> date | None:
    """The next day of that name after today, or the last one before it."""
    match = re.fullmatch(r"(?:this |last )?(\w+)", text)
    if match is None or match[1] not in WEEKDAYS:
        return None
    if text.startswith("last ") if toward == "future" else text.startswith("this ") and toward == "past":
        return None
    if toward == "future" or (toward == "either" and not text.startswith("last ")):
        return today + timedelta(days=(WEEKDAYS[match[1]] - today.weekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.weekday() - WEEKDAYS[match[1]] - 1) % 7 + 1)


_DAY_READERS: tuple[ReadDay, ...] = (_named_day, _weekday)
"""Each reads one way to name a day; the first that understands a phrase decides. A new way is a new reader here."""


def _in_direction(typed: str, due: Due, now: datetime, zone: str, toward: Toward) -> Due:
    if toward == "future" and due.passed(now, zone):
        raise PastDateError(typed, _meaning(due))
    if toward == "past" and (due.at > now if isinstance(due, Instant) else due.day_in(zone) > _today(now, zone)):
        raise FutureDateError(typed, _meaning(due))
    return due


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(zone_named(zone)).date()


def _meaning(due: Due) -> str:
    return f"{due.at:%Y-%m-%d %H:%M}" if isinstance(due, Instant) else str(due)


def _nearest(text: str) -> str:
    known = ["today", "tomorrow", "yesterday", *(name for name in WEEKDAYS if len(name) > 5)]
    near = [get_close_matches(word, known, n=1, cutoff=0.75) for word in text.split() if word.isalpha()]
    words = [words[0] for words in near if words]
    if words and words[0] not in text.split():
        return f"did you mean “{words[0]}”"
    return ""
