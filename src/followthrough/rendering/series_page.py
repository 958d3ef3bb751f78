"""What repeats, for people: each series with how it repeats, what became of it so far, and the days to come."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from followthrough.domain.commitment import Commitment, State
from followthrough.domain.occurrences import Occurrence
from followthrough.domain.series import Series
from followthrough.rendering.lines import Line, Page, Span, cut, line, quiet, wrapped
from followthrough.rendering.repetition import repetition_said
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import plural, short_due

_STATES: tuple[State, ...] = ("kept", "missed", "released", "withdrawn")


def series_lines(
    series: Series,
    unsettled: Sequence[Commitment],
    settled: Sequence[Commitment],
    coming: Sequence[Occurrence],
    reader: Reader,
    today: date,
    width: int | None,
    *,
    alone: bool = False,
) -> list[Line]:
    """One series: its text, then what there is to know of it; `alone` its rule too, as programs read it."""
    what = series.what if width is None else cut(safe_text(series.what), max(width - 14, 20))
    ending = " (stopped)" if series.terms is None else ""
    details = [
        f"{reader.between(series.maker, series.described.to)}, {repetition_said(series.described)}{ending}",
        _so_far(unsettled, settled),
        _open(unsettled, reader, today),
        _coming(series, coming, today),
        *((f"RRULE:{series.described.rule}", *_notes(series)) if alone else ()),
    ]
    pieces = [piece for each in details if each for piece in wrapped(safe_text(each), (width or 10_000) - 2)]
    return [line(Span(series.id[:6], "id"), Span(f"  {what}")), *(quiet(f"  {piece}") for piece in pieces)]


def _notes(series: Series) -> list[str]:
    return [f"note: {event.note}" for event in series.history if event.note is not None]


def _so_far(unsettled: Sequence[Commitment], settled: Sequence[Commitment]) -> str:
    states = Counter(each.state for each in settled)
    counted = [f"{states[state]} {state}" for state in _STATES if states[state]]
    return f"so far: {', '.join((*counted, f'{len(unsettled)} open'))}" if settled or unsettled else "none so far"


def _open(unsettled: Sequence[Commitment], reader: Reader, today: date) -> str:
    shown = unsettled[-3:]
    more = f"{plural(len(unsettled) - len(shown), 'earlier one')}, " if len(unsettled) > len(shown) else ""
    named = [
        f"{reader.shorten(each.id)} {short_due(each.due, today, each.zone)}" for each in shown if each.due is not None
    ]
    return f"open: {more}{', '.join(named)}" if named else ""


def _coming(series: Series, coming: Sequence[Occurrence], today: date) -> str:
    days = [short_due(each.due, today, series.zone) for each in coming]
    return f"then: {', '.join(days)}" if days else ""


def no_series(width: int | None) -> Page:
    """Nothing repeats."""
    said = "Nothing repeats here yet: ft add TEXT --every RULE"
    return tuple(line(piece) for piece in wrapped(said, width or 10_000))
