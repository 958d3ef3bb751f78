"""The words of the grammar: each kind of word, and what each word of it stands for."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta, timezone
from typing import NamedTuple

from followthrough.domain.due import is_zone


class Word(NamedTuple):
    """One word of a phrase: folded to be compared, and as it was typed."""

    text: str
    typed: str


def _numbered(*names: str, start: int = 0) -> dict[str, int]:
    return {name: number for number, each in enumerate(names, start) for name in each.split()}


WEEKDAYS = _numbered(
    "mon monday",
    "tue tues tuesday",
    "wed weds wednesday",
    "thu thur thurs thursday",
    "fri friday",
    "sat saturday",
    "sun sunday",
)
MONTHS = _numbered(
    "jan january",
    "feb february",
    "mar march",
    "apr april",
    "may",
    "jun june",
    "jul july",
    "aug august",
    "sep sept september",
    "oct october",
    "nov november",
    "dec december",
    start=1,
)
SMALL = _numbered(
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    start=1,
)
TENS = {
    name: 10 * number
    for name, number in _numbered(
        *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    ).items()
}
ORDINALS = _numbered(
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    *("twentieth",),
    start=1,
)
UNITS = {
    unit: name
    for name, units in {
        "seconds": "s sec secs second seconds",
        "minutes": "min mins minute minutes",
        "hours": "h hr hrs hour hours",
        "days": "d day days",
        "weeks": "w wk wks week weeks",
        "fortnights": "fortnight fortnights",
        "months": "mo mos mth mths month months",
        "years": "y yr yrs year years",
    }.items()
    for unit in units.split()
}
POSSESSED = {
    f"{unit}{mark}": UNITS[unit]
    for unit in ("hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years")
    for mark in ("'s", "'", "")
}
PERIODS = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}
WHICH = {"this": 0, "next": 1, "last": -1}
PARTS = {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night"}
HALVES = {"am": 0, "pm": 12}
HOLIDAYS = {
    "christmas": (12, 25),
    "xmas": (12, 25),
    "halloween": (10, 31),
}
ABBREVIATED_ZONES = frozenset(
    (
        *("est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et", "ct", "mt", "pt", "akst", "hst"),
        *("bst", "ist", "wet", "west", "cet", "cest", "eet", "eest", "msk"),
        *("jst", "kst", "sgt", "hkt", "aest", "aedt", "nzst"),
    )
)


def _second(digits: str) -> str:
    if digits[-2:-1] == "1":
        return "th"
    return {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th")


def _ordinal(word: Word) -> int | None:
    found = re.fullmatch(r"([0-9]{1,2})(st|nd|rd|th)", word.text)
    if found is None:
        return ORDINALS.get(word.text)
    return int(found[1]) if _second(found[1]) == found[2] else None


def _digits(most: int) -> Callable[[Word], int | None]:
    pattern = re.compile(f"[0-9]{{1,{most}}}")
    return lambda word: int(word.text) if pattern.fullmatch(word.text) else None


def _year(word: Word) -> int | None:
    return int(word.text) if re.fullmatch(r"[0-9]{4}", word.text) and int(word.text) >= 1970 else None


def _shaped(pattern: str) -> Callable[[Word], tuple[str | None, ...] | None]:
    """A word of that shape, as the pieces in brackets."""

    def read(word: Word) -> tuple[str | None, ...] | None:
        found = re.fullmatch(pattern, word.text)
        return found.groups() if found else None

    return read


def _zone(word: Word) -> str | timezone | None:
    if word.text in ("z", "utc", "gmt"):
        return "UTC"
    if found := re.fullmatch(
        r"(?:(?:utc|gmt)(?=[+-][0-9]{1,2}(?::?[0-9]{2})?$)|(?=.[0-9]{2}:?[0-9]{2}$))([+-])([0-9]{1,2})(?::?([0-9]{2}))?",
        word.text,
    ):
        length = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        known = length <= timedelta(hours=14) and int(found[3] or 0) < 60
        return timezone(length if found[1] == "+" else -length) if known else None
    if "/" not in word.text or not word.typed.isascii():
        return None
    return next((name for name in (word.typed, word.typed.title()) if is_zone(name)), None)


def _one_of(words: Mapping[str, object]) -> Callable[[Word], object | None]:
    return lambda word: words.get(word.text)


TERMINALS: dict[str, Callable[[Word], object | None]] = {
    "WEEKDAY": _one_of(WEEKDAYS),
    "MONTH": _one_of(MONTHS),
    "SMALL": _one_of(SMALL),
    "TENS": _one_of(TENS),
    "DIGITS": _digits(4),
    "DAYNUMBER": _digits(2),
    "TWODIGITS": lambda word: int(word.text) if re.fullmatch("[0-9]{2}", word.text) else None,
    "DOTTEDDAY": _shaped(r"([0-9]{1,2})\."),
    "ORDINAL": _ordinal,
    "NUMERALDAY": lambda word: _ordinal(word) if word.text[0].isdigit() else None,
    "YEAR": _year,
    "UNIT": _one_of(UNITS),
    "POSSESSED": _one_of(POSSESSED),
    "UNITOFTIME": _one_of({unit: name for unit, name in UNITS.items() if name in ("seconds", "minutes", "hours")}),
    "PERIODNAME": _one_of(PERIODS),
    "WHICH": _one_of(WHICH),
    "PART": _one_of(PARTS),
    "HALF": _one_of(HALVES),
    "ZONE": _zone,
    "OLDZONE": lambda word: word.typed if word.text in ABBREVIATED_ZONES else None,
    "HOLIDAY": _one_of(HOLIDAYS),
    "QUARTER": _shaped(r"q([1-4])"),
    "ISODATE": _shaped(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"),
    "COMPACT": _shaped(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
    "ISOMONTH": _shaped(r"([0-9]{4})-([0-9]{2})"),
    "ISOWEEK": _shaped(r"([0-9]{4})-?w([0-9]{2})"),
    "ISOWEEKDAY": _shaped(r"([0-9]{4})-?w([0-9]{2})-?([1-7])"),
    "YEARDAY": _shaped(r"([0-9]{4})-([0-9]{3})"),
    "WEEKNUMBER": _shaped(r"w([0-9]{1,2})"),
    "NUMBERED": _shaped(r"([0-9]{1,2})([/-])([0-9]{1,2})(?:\2([0-9]{2}|[0-9]{4}))?"),
    "DOTTED": _shaped(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{2}|[0-9]{4})?"),
    "CLOCKFACE": _shaped(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?"),
    "DECIMAL": _shaped(r"([0-9]{1,3})\.([0-9]{1,2})"),
}
"""Every kind of word, and how it is read: what it stands for, or None where the word is none of that kind."""
