"""Promises one below the other: columns where there is room for them, two lines each where there is not."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due, day_of
from followthrough.rendering.lines import Line, Span, Style, cells, cut, fitted
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import days_late, distance, percent, plural, short_day, short_due

_INDENT, _GAP = 2, 2
_MARGIN = " " * _INDENT
_NARROWEST_TEXT = 24
_PLENTY_OF_TEXT = 40
_WIDEST_TEXT = 72
_NARROWEST_WHO = 14
_WIDEST_WHO = 24
_WIDEST_LEDGER = 16


class Row(Struct, frozen=True):
    """What one promise shows: the beginning of its id, its text, who is party to it, and when.

    `date` belongs to `when` and is left out where there is no room for it; `ledger` is named where it is not the usual.
    """

    id: str
    text: str
    who: str
    when: str
    date: str = ""
    style: Style = "plain"
    ledger: str = ""

    @property
    def when_and_date(self) -> str:
        """`kept on time, Fri 20 Nov`."""
        return f"{self.when}, {self.date}" if self.date else self.when

    @property
    def ending(self) -> str:
        """Behind everything else, the ledger: ` · medics`."""
        return f" · {self.ledger}" if self.ledger else ""


class Columns(Struct, frozen=True, kw_only=True):
    """The widths of the columns; without `text` there is no room for columns."""

    id: int
    text: int | None
    who: int
    dated: bool
    width: int | None


def rows(commitments: Iterable[Commitment], reader: Reader, now: datetime, zone: str) -> list[Row]:
    """Promises with what became of them, or when they are due; what several have in common is worded once."""
    parties: dict[tuple[str | None, str, tuple[str, ...]], str] = {}
    dates: dict[tuple[Due | None, Due | None, str], tuple[str, str, Style]] = {}
    today, shown = day_of(now, zone), []
    for each in commitments:
        its = reader.of(each)
        who = parties.get((each.ledger, each.maker, each.to))
        if who is None:
            who = parties[each.ledger, each.maker, each.to] = safe_text(its.parties(each))
        if each.state == "open":
            due = (each.due, each.judged_due, each.zone)
            when = dates.get(due)
            if when is None:
                when = dates[due] = _open_until(each, now, today)
        else:
            when = _settled(each, today, zone)
        ledger = "" if each.ledger is None else cut(safe_text(each.ledger), _WIDEST_LEDGER)
        shown.append(Row(its.shorten(each.id), safe_text(each.what), who, *when, ledger))
    return shown


def row(commitment: Commitment, reader: Reader, now: datetime, zone: str) -> Row:
    """One promise with what became of it, or when it is due."""
    return rows((commitment,), reader, now, zone)[0]


def _open_until(commitment: Commitment, now: datetime, today: date) -> tuple[str, str, Style]:
    return (*_due(commitment, now, today), "late" if commitment.overdue(now) else "plain")


def _settled(commitment: Commitment, today: date, zone: str) -> tuple[str, str, Style]:
    settled = commitment.settled_at
    date = short_day(day_of(settled, zone), today) if settled else ""
    repaired = ", repaired" if commitment.repaired else ""
    if commitment.state == "kept":
        return _kept(commitment) + repaired, date, "kept"
    return f"{commitment.state}{repaired}", date, "missed" if commitment.state == "missed" else "quiet"


def _due(commitment: Commitment, now: datetime, today: date) -> tuple[str, str]:
    if commitment.due is None:
        return "no due date", ""
    said = short_due(commitment.due, today, commitment.zone)
    if commitment.overdue(now) and commitment.judged_due is not None:
        moved = "moved to " if commitment.due != commitment.judged_due else ""
        return days_late(commitment.judged_due, now, commitment.zone), f"{moved}{said}"
    return said, distance(commitment.due, now, commitment.zone)


def _kept(commitment: Commitment) -> str:
    part = f"{percent(commitment.part)} kept" if commitment.part is not None and commitment.part < 1 else "kept"
    if commitment.judged_due is None or commitment.settled_at is None:
        return part
    if commitment.settled_late():
        return f"{part} {days_late(commitment.judged_due, commitment.settled_at, commitment.zone)}"
    return part if part != "kept" else "kept on time"


def columns(shown: Sequence[Row], width: int | None) -> Columns:
    """Widths that suit all these rows; None stands for no limit.

    Where there is little room the dates go first, then names and texts are cut, then each row becomes two lines.
    """
    ids = max([len(each.id) for each in shown], default=0)
    text = max([cells(each.text) for each in shown], default=0)
    who = max([cells(each.who) for each in shown], default=0)
    if width is None:
        return Columns(id=ids, text=text, who=who, dated=True, width=None)
    text, who = min(text, _WIDEST_TEXT), min(who, _WIDEST_WHO)
    room = 0
    for dated in (True, False):
        when = max((cells((each.when_and_date if dated else each.when) + each.ending) for each in shown), default=0)
        room = width - (_INDENT + ids + when + 3 * _GAP)
        if text + who <= room:
            return Columns(id=ids, text=text, who=who, dated=dated, width=width)
        if dated and _PLENTY_OF_TEXT + who <= room:
            return Columns(id=ids, text=room - who, who=who, dated=True, width=width)
    who = min(who, max(_NARROWEST_WHO, room - text))
    if room - who < min(text, _NARROWEST_TEXT):
        return Columns(id=ids, text=None, who=who, dated=True, width=width)
    return Columns(id=ids, text=min(text, room - who), who=who, dated=False, width=width)


def row_lines(each: Row, widths: Columns) -> list[Line]:
    """One promise as a line of columns; or its text, and below it the rest in as many lines as that takes."""
    lead = Span(_MARGIN + each.id + " " * (widths.id - len(each.id) + _GAP), "id")
    if widths.text is not None:
        when = each.when_and_date if widths.dated else each.when
        text, who = fitted(each.text, widths.text, _GAP), fitted(each.who, widths.who, _GAP)
        return [(lead, Span(text), Span(who, "quiet"), Span(when, each.style), *_ending(each))]
    indent = _INDENT + widths.id + _GAP
    room = max((widths.width or 80) - indent, 10)
    return [(lead, Span(cut(each.text, room))), *_below(each, indent, room)]


def _below(each: Row, indent: int, room: int) -> list[Line]:
    """Who, when, the date and the ledger, each whole where a line can hold it."""
    parts = [
        Span(f"{cut(each.who, room - 1)},", "quiet"),
        Span(f"{each.when},", each.style) if each.date else Span(each.when, each.style),
        *([Span(each.date, each.style)] if each.date else []),
        *([Span(each.ending.lstrip(), "quiet")] if each.ledger else []),
    ]
    lines: list[list[Span]] = []
    used = room
    for part in (Span(cut(part.text, room), part.style) for part in parts):
        used += 1 + cells(part.text)
        if used > room:
            lines.append([Span(" " * indent)])
            used = cells(part.text)
        lines[-1].append(part if used == cells(part.text) else Span(f" {part.text}", part.style))
    return [tuple(spans) for spans in lines]


def _ending(each: Row) -> tuple[Span, ...]:
    return (Span(each.ending, "quiet"),) if each.ledger else ()


def all_lines(shown: Sequence[Row], width: int | None) -> list[Line]:
    """All these rows, in columns of their own."""
    widths = columns(shown, width)
    return [line for each in shown for line in row_lines(each, widths)]


def passed_over_said(count: int) -> str:
    """That occurrences of what repeats are left out, which a later one stands for."""
    return f"{plural(count, 'earlier occurrence')} passed: counted, and listed by ft list --all"
