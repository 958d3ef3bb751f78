"""What a repetition was understood as: its rule, its first occurrences, the days to come."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from followthrough.actions.ports import Book
from followthrough.domain.commitment import Commitment
from followthrough.domain.dates import Dates
from followthrough.domain.due import Due, Instant, day_of
from followthrough.domain.errors import RepetitionNotUnderstoodError
from followthrough.domain.occurrences import Occurrence, to_come
from followthrough.domain.phrases import read_due
from followthrough.domain.repetition.reading import Repetition, read_repetition
from followthrough.domain.series import Begun, Changed, Series, SeriesEvent, Stopped, Terms
from followthrough.rendering.repetition import repetition_said
from followthrough.rendering.wording import long_day, short_due

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


def rule_said(read: Repetition) -> str:
    """A repetition in words, with its first day."""
    terms = Terms(
        what="", to=("",), rule=read.rule, start=read.start, clock=read.clock, after_keeping=read.after_keeping
    )
    return f"{repetition_said(terms)}, first on {long_day(read.start)}"


def begun(book: Book, series: Series) -> Sequence[Commitment]:
    """The occurrences of a series that there are at once, as lists show them."""
    return sorted((each for each in book.at_hand() if each.series == series.id), key=lambda each: each.made_at)


def how_it_repeats(series: Series, remarks: Iterable[str], now: datetime) -> Iterator[str]:
    """What was understood of a repetition, in words, and the days it comes to."""
    yield f"Repeats {repetition_said(series.described)}{_days_said(series, to_come(series, now, 3), now)}."
    yield from map(_sentence, remarks)
    yield from _clock_change(series, now)


def _clock_change(series: Series, now: datetime) -> Iterator[str]:
    """The first of the days to come on which the clocks do not show the time of day once."""
    if series.described.clock is None:
        return
    from followthrough.domain.phrases.clock_changes import moment_at

    for each in to_come(series, now, 400):
        day, clock = each.due.day_in(series.zone), each.terms.clock
        if clock is not None and (said := moment_at(day, clock, series.zone)[2]):
            yield from said
            return


def repeats_said(series: Series) -> str:
    """How an occurrence goes on, and where there is more to see of it."""
    goes_on = "It repeats" if series.terms is not None else "It repeated"
    return f"{goes_on} {repetition_said(series.described)}: ft series {series.id[:6]}"


def recorded_said(event: SeriesEvent, series: Series, dates: Dates) -> str:
    """`Mon 23 Nov 10:00: began “Call Dee”, every Sunday`: one event of a series."""
    when = short_due(Instant(event.logged), dates.today, dates.zone)
    match event:
        case Begun():
            did = f"began “{event.terms.what}”, {repetition_said(event.terms)}"
        case Changed():
            did = f"changed “{series.what}” from the next day on"
        case Stopped():
            did = f"stopped “{series.what}” from the next day on"
        case _:
            did = f"took back what was said of “{series.what}”"
    return f"{when}: {did} (ft series {series.id[:6]})"


def from_tomorrow(book: Book, series: Series, remarks: Iterable[str], now: datetime) -> Iterator[str]:
    """What holds for a series that was changed: its text, to whom, how it repeats, and the days that come of that."""
    terms = series.described
    days = [
        each
        for each in to_come(series, now, SHOWN)
        if each.terms == terms and ((there := book.commitment(each.id)) is None or there.state == "open")
    ]
    names = ", ".join(f"@{handle}" for handle in terms.to)
    yield f"From tomorrow on: “{terms.what}” to {names}, {repetition_said(terms)}{_days_said(series, days[:3], now)}."
    yield from map(_sentence, remarks)
    yield from _clock_change(series, now)


def _sentence(remark: str) -> str:
    return f"{remark[:1].upper()}{remark[1:]}."


def _days_said(series: Series, coming: Iterable[Occurrence], now: datetime) -> str:
    days = [short_due(each.due, day_of(now, series.zone), series.zone) for each in coming]
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
