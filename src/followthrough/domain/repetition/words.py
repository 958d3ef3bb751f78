"""The words of repetition, and the pieces of phrases made of them."""

import re
from difflib import get_close_matches

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday mondays",
            "tue tues tuesday tuesdays",
            "wed weds wednesday wednesdays",
            "thu thur thurs thursday thursdays",
            "fri friday fridays",
            "sat saturday saturdays",
            "sun sunday sundays",
        )
    )
    for name in names.split()
}
_MONTH_NAMES = "january february march april may june july august september october november december"
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_NUMBERS = {
    name: number
    for number, name in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        start=1,
    )
}
_ORDINALS = {
    name: number
    for number, names in enumerate(("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th"), start=1)
    for name in names.split()
}
WD = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
MON = "|".join(sorted(MONTHS, key=len, reverse=True))
N = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
PLACE = rf"{'|'.join(_ORDINALS)}|last"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
EVERY = rf"(?:(?P<n>{N}|other) )?"
EVERY_UNIT = rf"(?:(?P<n>{N}|other|{'|'.join(_ORDINALS)}) )?"
DAYS_OF_WEEK = rf"(?P<days>(?:{WD}|weekdays?)(?: and (?:{WD}))*)"
_ONE_DAY = rf"{_NTH}|first(?: day)?|1st day|last day|end"
DAY_OF_MONTH = rf"(?P<spec>(?:{_ONE_DAY})(?: and (?:{_ONE_DAY}))*|(?:{PLACE})(?: and (?:{PLACE}))* (?:{WD}|weekday))"
DATE = rf"(?:(?P<m1>{MON})\.? (?P<d1>{_NTH})|(?P<d2>{_NTH}) (?:of )?(?P<m2>{MON}))"
CLOCK = r"(?:(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))? ?(?P<half>am|pm)|(?P<h24>\d{1,2}):(?P<m24>\d{2})|(?P<noon>noon))"
KEPT = (
    r"(?:i (?:keep|kept|do|did|finish|finished|complete|completed)(?: it)?|(?:it is|it's|being|once|each) "
    r"(?:kept|keeping|done|finished)|the last(?: one)?(?: is kept)?|keeping(?: it)?|completion)"
)
_OTHERS = """
every day days week weeks month months year years weekday daily weekly monthly yearly quarterly fortnightly first second
third fourth last after keep until starting times other noon
"""
_KNOWN = sorted({*(name for name in (*WEEKDAYS, *MONTHS) if len(name) > 4), *_OTHERS.split()})


def normal(typed: str) -> str:
    """What was typed in lower case, lists joined by *and*, spans of weekdays spelled out."""
    text = typed.casefold().replace("’", "'").strip().rstrip(".!?")
    text = re.sub(r"\beveryday\b", "every day", re.sub(r",\s*(?=\d{4}\b)", " ", text))
    text = re.sub(r"\s*(?:,|&|\+|(?<=[a-z])/(?=[a-z]))\s*(?:and\b ?)?", " and ", text)
    text = re.sub(r"\b(?:business|working|work|week)[- ]?day(s?)\b", r"weekday\1", text)
    text = re.sub(rf"\b({WD}) ?(?:-|–|to|through|thru) ?({WD})\b", _spelled_out, text)
    text = re.sub(r"(?<=\w)-(?=[a-z])|(?<=[a-z])-(?=\w)", " ", text)
    return re.sub(r"\band the\b", "and", " ".join(text.split()))


def _spelled_out(found: re.Match[str]) -> str:
    """`mon-fri` as all of its days."""
    first, last = WEEKDAYS[found[1]], WEEKDAYS[found[2]]
    names = [name for number in range(7) for name, each in WEEKDAYS.items() if each == number and len(name) == 3]
    return " and ".join(names[(first + each) % 7] for each in range((last - first) % 7 + 1))


def number(text: str) -> int:
    """The number of a word, a count or a place: `two`, `other`, `3`, `second`."""
    if text in ("a", "an"):
        return 1
    return 2 if text == "other" else _NUMBERS.get(text) or _ORDINALS.get(text) or int(text)


def place(text: str) -> int:
    """Which one of a month: `first` is 1, `last` is -1."""
    return -1 if text == "last" else _ORDINALS[text]


def near_miss(text: str) -> str:
    """The first word that is nearly one of these; empty where none is."""
    for word in text.split():
        near = get_close_matches(word, _KNOWN, n=1, cutoff=0.8)
        if len(word) > 3 and near and near[0] != word and word not in _KNOWN:
            return near[0]
    return ""
