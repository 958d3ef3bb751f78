"""Reads a phrase: the whole of it, or nothing."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from followthrough.domain.dates import Dates, Span, Toward
from followthrough.domain.due import FIRST_YEAR, LAST_YEAR, Due, Instant, in_zone
from followthrough.domain.errors import (
    FutureDateError,
    LengthNotUnderstoodError,
    PastDateError,
    PhraseNotUnderstoodError,
    Problem,
)
from followthrough.domain.phrases import clocks, days, lengths, moments, numerals, periods, spans
from followthrough.domain.phrases.grammar import Grammar, Parse, Unfit
from followthrough.domain.phrases.lengths import Length
from followthrough.domain.phrases.moments import Meant
from followthrough.domain.phrases.scene import Scene
from followthrough.domain.phrases.text import LONGEST, is_idiom, words_of
from followthrough.domain.phrases.vocabulary import TERMINALS


class Understood(NamedTuple):
    """A phrase and what it means: a due date, the one it means to others if there is one, and remarks to be said."""

    phrase: str
    due: Due
    other: Due | None = None
    remarks: tuple[str, ...] = ()


@cache
def grammar() -> Grammar:
    """The grammar of dates."""
    modules = (lengths, clocks, periods, numerals, days, moments, spans)
    return Grammar((rule for module in modules for rule in module.RULES), TERMINALS)


def read(typed: str, dates: Dates, toward: Toward = "future") -> Understood:
    """What a phrase means.

    Raises PhraseNotUnderstoodError, and PastDateError or FutureDateError where it lies in the wrong direction.
    """
    scene = Scene(dates, toward)
    meant = _only(typed, [each for each in _values(typed, scene, "PHRASE") if isinstance(each, Meant)])
    _check_years(typed, meant.due, dates.zone)
    if not _fits(meant.due, scene):
        raise (FutureDateError if scene.back else PastDateError)(typed, _meaning(meant.due, dates.zone))
    other = meant.other if meant.other is not None and _fits(meant.other, scene) else None
    due = _local(meant.due, dates.zone)
    return Understood(typed, due, None if other in (None, due) else _local(other, dates.zone), meant.remarks)


def read_due(typed: str, dates: Dates, toward: Toward = "future") -> Due:
    """The day or instant that a phrase means. Raises what `read` raises."""
    return read(typed, dates, toward).due


def read_span(typed: str, dates: Dates, toward: Toward = "either") -> Span:
    """The days that a phrase means: `this week`, `december`, `the last 3 days`; one that names a day, that day.

    Raises what `read` raises.
    """
    meant = read_due_or_span(typed, dates, toward)
    if isinstance(meant, Span):
        return meant
    return Span(meant.day_in(dates.zone), meant.day_in(dates.zone))


def read_due_or_span(typed: str, dates: Dates, toward: Toward = "either") -> Due | Span:
    """The same, but a phrase that names one day or a moment is that day or moment. Raises what `read` raises."""
    scene = Scene(dates, toward)
    span = next((each for each in _values(typed, scene, "SPAN", "PHRASE") if isinstance(each, Span)), None)
    if span is None:
        return read_due(typed, dates, toward)
    if span.last.year > LAST_YEAR:
        raise PhraseNotUnderstoodError(typed, f"it lies after the year {LAST_YEAR}")
    if scene.back and span.first > scene.today:
        raise FutureDateError(typed, str(span.first))
    return span


def read_duration(typed: str) -> timedelta:
    """A length of time: `7d`, `36 hours`, `two weeks`. Raises LengthNotUnderstoodError."""
    words = words_of(typed[: LONGEST + 1])
    found = [each for each in Parse(grammar(), words, None).whole("AMOUNT") if isinstance(each, Length)]
    if not found or found[0].months or found[0].working:
        raise LengthNotUnderstoodError(typed, "say it like “2 days”, “36h” or “1 week”")
    return timedelta(days=found[0].days, seconds=found[0].seconds)


def forgotten_quotes(by: str, words: Sequence[str], dates: Dates) -> str | None:
    """The date that was meant where its end stands as words behind it: `--by friday 5pm` without quotes."""
    for count in range(min(len(words), 4), 0, -1):
        phrase = " ".join((by, *words[:count]))
        try:
            read_due(phrase, dates, "either")
        except Problem:
            continue
        return phrase
    return None


def _values(typed: str, scene: Scene, *symbols: str) -> list[object]:
    """What the phrase can be read as. Raises PhraseNotUnderstoodError where it is nothing."""
    words = words_of(typed) if len(typed) <= LONGEST else []
    parse = Parse(grammar(), words, scene)
    values = [each for symbol in symbols for each in parse.whole(symbol)]
    if is_idiom(words) or all(isinstance(each, Unfit) for each in values):
        from followthrough.domain.phrases.refusing import why_not

        reasons = [each.reason for each in values if isinstance(each, Unfit)]
        raise PhraseNotUnderstoodError(typed, reasons[0] if reasons else why_not(typed, words, parse))
    return values


def _only(typed: str, meanings: Sequence[Meant]) -> Meant:
    dues = {each.due: each for each in meanings}
    if len(dues) > 1:
        raise PhraseNotUnderstoodError(typed, f"it may be {' or '.join(sorted(map(str, dues)))}; say which")
    return meanings[0]


def _check_years(typed: str, due: Due, zone: str) -> None:
    year = due.day_in(zone).year
    if year > LAST_YEAR:
        raise PhraseNotUnderstoodError(typed, f"it lies after the year {LAST_YEAR}")
    if year < FIRST_YEAR:
        raise PhraseNotUnderstoodError(typed, f"it lies before the year {FIRST_YEAR}")


def _fits(due: Due, scene: Scene) -> bool:
    dates = scene.dates
    match scene.toward:
        case "future":
            return not due.passed(dates.now, dates.zone)
        case "past":
            return due.at <= dates.now if isinstance(due, Instant) else due.day_in(dates.zone) <= dates.today
        case "either":
            return True


def _local(due: Due, zone: str) -> Due:
    return Instant(in_zone(due.at, zone)) if isinstance(due, Instant) else due


def _meaning(due: Due, zone: str) -> str:
    return f"{in_zone(due.at, zone):%Y-%m-%d %H:%M}" if isinstance(due, Instant) else str(due)
