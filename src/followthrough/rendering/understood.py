"""What was understood of a date that somebody typed: weekday, date, time, zone, distance, and the other reading."""

from collections.abc import Sequence
from datetime import date

from followthrough.domain.dates import Dates, Span as Days
from followthrough.domain.due import Due
from followthrough.domain.errors import Problem, quoted
from followthrough.domain.phrases import Understood
from followthrough.rendering.lines import Line, Page, Span, line, quiet, wrapped
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.wording import distance, exact_due, long_day, long_span


def due_said(due: Due, dates: Dates) -> str:
    """`Friday 27 November 2026, 17:00 (in 4 days)`."""
    return f"{exact_due(due, dates.zone)} ({distance(due, dates.now, dates.zone)})"


def asides(understood: Understood | None, dates: Dates) -> tuple[str, ...]:
    """What there is to say besides the due date: what the same words mean to others, and what clocks do to it."""
    if understood is None:
        return ()
    return (*_other(understood, dates), *understood.remarks)


def _other(understood: Understood, dates: Dates) -> tuple[str, ...]:
    if understood.other is None:
        return ()
    return (f"{quoted(understood.phrase)} can also mean {due_said(understood.other, dates)}.",)


def days_asked(due: Due | Days | None, since: date | None, until: date | None, dates: Dates) -> tuple[str, ...]:
    """The days that a list was asked for, in one sentence; none where it was asked for none."""
    wanted = (
        *(() if due is None else (f"due {_due_or_span(due, dates)}",)),
        *(() if since is None else (f"since {long_day(since)}",)),
        *(() if until is None else (f"until {long_day(until)}",)),
    )
    sentence = ", ".join(wanted)
    return (f"{sentence[0].upper()}{sentence[1:]}.",) if wanted else ()


def _due_or_span(due: Due | Days, dates: Dates) -> str:
    return long_span(due.first, due.last) if isinstance(due, Days) else exact_due(due, dates.zone)


def when_page(tried: Sequence[tuple[str, Understood | Problem]], dates: Dates, width: int | None) -> Page:
    """Each phrase, and below it what it means or why it means nothing."""
    return tuple(each for phrase, outcome in tried for each in _tried(phrase, outcome, dates, width))


def _tried(phrase: str, outcome: Understood | Problem, dates: Dates, width: int | None) -> list[Line]:
    if isinstance(outcome, Problem):
        said, more = str(outcome), tuple[str, ...]()
    else:
        said, more = f"{due_said(outcome.due, dates)}, {dates.zone}", asides(outcome, dates)
    room = (width or 10_000) - 2
    return [
        line(Span(safe_text(phrase) or "“”", "heading")),
        *(line(f"  {piece}") for piece in wrapped(safe_text(said), room)),
        *(quiet(f"  {piece}") for each in more for piece in wrapped(safe_text(each), room)),
    ]
