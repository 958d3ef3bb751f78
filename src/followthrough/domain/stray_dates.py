"""Dates that stay in a text, so that whoever typed it can be told: what looks like one, and where it stands."""

import re
from collections.abc import Callable, Sequence

from followthrough.domain.errors import Problem

Read = Callable[[str], object]
"""Reads a due date; raises a Problem where the phrase is none."""
STOPS = ".!?…,;: \t\r\n"
KEYWORD = re.compile(r"(?<!\S)(?:due\s+)?(?:on\s+or\s+)?(?:by|before|due|on|until)(?=\s)", re.IGNORECASE)
"""What introduces a due date in a text."""
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_LENGTH = (
    r"(?:\+ ?)?(?:(?:\d+(?:[.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half an?"
    r"|a few|several|a couple(?: of)?) ?(?:business |working )?(?:m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?"
    r"|fortnights?|mo|months?|q|quarters?|y|yrs?|years?)(?:,| and)? ?)+"
)
_NO_DATE = rf"[\w\s]*?\b(?:(?:by|before|due|on|until)\s(?:{_LENGTH}|now)|on\s(?:{_MONTH}))"
_DAYS = (
    *(
        "today",
        "tomorrow",
        "tmrw",
        "tonight",
        "noon",
        "midnight",
        "weekend",
        "morning",
        "afternoon",
        "evening",
        "night",
    ),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "day", "week", "month", "quarter"),
)
_SURE = rf".*\d.*|{'|'.join(_DAYS)}"
_LIKELY = rf"{_SURE}|{_MONTH}|mon|tues?|wed|weds|thur?s?|fri|sat|sun|days|weeks|months|soon|asap|eo[dwmqy]|cob"
_GLUE = frozenset(
    [
        *("a", "an", "the", "of", "at", "in", "on", "by", "or", "and", "to", "from", "after"),
        *("this", "next", "last", "end", "beginning", "start", "every", "each"),
    ]
)
_LEAD = r"^(?:(?:no|not) later than|by|before|due|on|until|at|over|for) (?=.)"
_PARTS = _GLUE | {"within", "half", "two", "three", "a.m.", "p.m.", "am", "pm"}
_REPEATED = ("every", "each")
_MOST_WORDS = 5


def is_no_date(phrase: str) -> bool:
    """Dates where a date is asked for, and none in a sentence: *by 10 minutes*, *until now*, *on may*."""
    return re.fullmatch(_NO_DATE, phrase.casefold()) is not None


def looks_like_a_date(phrase: str) -> bool:
    """Whether somebody who typed this meant a date, though it is none: *feb 30*, *tomorow*, *friday at 5*."""
    words = [word.strip(STOPS) for word in phrase.casefold().split()]
    if len(words) == 1 and re.fullmatch(r"\d{3,}", words[0]):
        return False
    likely = [word for word in words if re.fullmatch(_LIKELY, word) or _nearly(word)]
    return bool(likely) and all(word in likely or word in _GLUE for word in words)


def _nearly(word: str) -> bool:
    """Whether the word is nearly one of those for days: *tomorow*."""
    from difflib import get_close_matches

    return len(word) > 4 and bool(get_close_matches(word, _DAYS, n=1, cutoff=0.8))


def stray_date(text: str, read: Read) -> str | None:
    """The date that stayed in the text: its last words, or what stands behind the last keyword."""
    words = text.rstrip(STOPS).split()[-_MOST_WORDS - 1 :]
    ends = [words[first:] for first in range(len(words)) if not first or words[first - 1].casefold() not in _REPEATED]
    keywords = [*KEYWORD.finditer(text)]
    behind = text[keywords[-1].end() :].split()[:_MOST_WORDS] if keywords else []
    beginnings = [behind[:count] for count in range(len(behind), 0, -1)]
    return next((day for each in (*ends, *beginnings) if (day := _day(each, read))), None)


def _day(words: Sequence[str], read: Read) -> str | None:
    """The date that these words are, without the word before it."""
    phrase = re.sub(_LEAD, "", " ".join(words).rstrip(STOPS), flags=re.IGNORECASE)
    plain = [word.strip(STOPS) for word in phrase.casefold().split()]
    sure = any(re.fullmatch(_SURE, word) for word in plain)
    if not sure or any(word not in _PARTS and not re.fullmatch(_LIKELY, word) for word in plain):
        return None
    if is_no_date(f"by {phrase}"):
        return None
    try:
        read(phrase)
    except Problem:
        return None
    return phrase
