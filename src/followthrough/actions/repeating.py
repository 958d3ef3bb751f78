"""What a repetition was understood as: its rule, its first occurrences, the days to come."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from followthrough.actions.ports import Book
from followthrough.domain.commitment import Commitment
from followthrough.domain.dates import Dates
from followthrough.domain.due import Due, Instant, day_of
from followthrough.domain.errors import RepetitionNotUnderstoodError
from followthrough.domain.occurrences import to_come
from followthrough.domain.phrases import read_due
from followthrough.domain.repetition.reading import Repetition, read_repetition
from followthrough.domain.series import Series
from followthrough.rendering.repetition import repetition_said
from followthrough.rendering.wording import short_due

SHOWN = 5
"""How many of the dates to come are shown."""


def read_rule(typed: str, dates: Dates, first: Due | None = None) -> Repetition:
    """The repetition that a phrase means; `first` is its first due date, where that is said apart. Raises a Problem."""

    def day(phrase: str) -> date:
        return read_due(phrase, dates).day_in(dates.zone)

    begins = None if first is None else first.day_in(dates.zone)
    read = read_repetition(typed, dates.today, day, first=begins)
    if isinstance(first, Instant):
        local = first.at.astimezone(dates.local.tzinfo)
        if read.clock not in (None, local.time()):
            raise RepetitionNotUnderstoodError(typed, f"it says another time than the first date, {local:%H:%M}")
        return Repetition(
            rule=read.rule,
            start=read.start,
            clock=local.time(),
            after_keeping=read.after_keeping,
            remarks=read.remarks,
        )
    return read


def begun(book: Book, series: Series) -> Sequence[Commitment]:
    """The occurrences of a series that there are at once, as lists show them."""
    return sorted((each for each in book.at_hand() if each.series == series.id), key=lambda each: each.made_at)


def how_it_repeats(series: Series, remarks: Iterable[str], now: datetime) -> Iterator[str]:
    """What was understood of a repetition: in words, as an RRULE, and the days it comes to."""
    terms = series.described
    yield f"Repeats {repetition_said(terms)}{_days_said(series, now)}. RRULE:{terms.rule}"
    for remark in remarks:
        yield f"{remark[:1].upper()}{remark[1:]}."


def _days_said(series: Series, now: datetime) -> str:
    days = [short_due(each.due, day_of(now, series.zone), series.zone) for each in to_come(series, now, 3)]
    return f": {', '.join(days)}" if days else ""


def following(book: Book, skipped: Iterable[Commitment], now: datetime) -> Iterator[str]:
    """How each series goes on after an occurrence that was skipped."""
    known = book.series()
    for each in skipped:
        series = known.get(each.series or "")
        coming = [] if series is None else to_come(series, now, SHOWN + 1)
        day = next((other for other in coming if other.id != each.id and book.commitment(other.id) is None), None)
        if series is not None and day is not None:
            yield f"“{series.what}” goes on: {short_due(day.due, day_of(now, series.zone), series.zone)}"
