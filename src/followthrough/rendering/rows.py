"""Promises one below the other: columns where there is room for them, two lines each where there is not."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Instant
from followthrough.rendering.lines import Line, Span, Style, cells, cut, padded
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import days_late, distance, short_day, short_due

_INDENT, _GAP = 2, 2
_NARROWEST_TEXT = 22
_WIDEST_TEXT = 72
_WIDEST_WHO = 20


class Row(Struct, frozen=True, kw_only=True):
    """What one promise shows: the beginning of its id, its text, who is party to it, and when."""

    id: str
    text: str
    who: str
    when: str
    style: Style = "plain"


class Columns(Struct, frozen=True, kw_only=True):
    """The widths of the columns; without `text` there is no room for columns."""

    id: int
    text: int | None
    who: int
    width: int | None


def row(commitment: Commitment, reader: Reader, now: datetime, zone: str) -> Row:
    """A promise with what became of it, or when it is due."""
    when, style = _when(commitment, now, zone)
    return Row(
        id=reader.shorten(commitment.id),
        text=safe_text(commitment.what),
        who=safe_text(reader.parties(commitment)),
        when=when,
        style=style,
    )


def _when(commitment: Commitment, now: datetime, zone: str) -> tuple[str, Style]:
    today = Instant(now).day_in(zone)
    if commitment.state == "open":
        return _due(commitment, now, zone), "late" if commitment.overdue(now) else "plain"
    settled = commitment.settled_at
    said = f", {short_day(Instant(settled).day_in(zone), today)}" if settled else ""
    if commitment.state == "kept":
        return _kept(commitment) + said, "kept"
    style: Style = "missed" if commitment.state == "missed" else "quiet"
    repaired = ", repaired" if commitment.repaired else ""
    return f"{commitment.state}{repaired}{said}", style


def _due(commitment: Commitment, now: datetime, zone: str) -> str:
    if commitment.due is None:
        return "no due date"
    today = Instant(now).day_in(zone)
    said = short_due(commitment.due, today, commitment.zone)
    if commitment.overdue(now) and commitment.judged_due is not None:
        late = days_late(commitment.judged_due, now, commitment.zone)
        return f"{late}, now {said}" if commitment.due != commitment.judged_due else f"{late}, {said}"
    return f"{distance(commitment.due, now, commitment.zone)}, {said}"


def _kept(commitment: Commitment) -> str:
    part = f"{round(commitment.part * 100)} % kept" if commitment.part is not None and commitment.part < 1 else "kept"
    if commitment.judged_due is None or commitment.settled_at is None:
        return part
    if commitment.settled_late():
        return f"{part} {days_late(commitment.judged_due, commitment.settled_at, commitment.zone)}"
    return part if part != "kept" else "kept on time"


def columns(rows: Sequence[Row], width: int | None) -> Columns:
    """Widths that suit all these rows; None stands for no limit."""
    ids = max((len(each.id) for each in rows), default=0)
    text = min(max((cells(each.text) for each in rows), default=0), _WIDEST_TEXT)
    who = min(max((cells(each.who) for each in rows), default=0), _WIDEST_WHO)
    when = max((cells(each.when) for each in rows), default=0)
    if width is not None:
        room = width - (_INDENT + ids + who + when + 3 * _GAP)
        if room < min(text, _NARROWEST_TEXT):
            return Columns(id=ids, text=None, who=who, width=width)
        text = min(text, room)
    return Columns(id=ids, text=text, who=who, width=width)


def row_lines(each: Row, widths: Columns) -> list[Line]:
    """One promise as a line of columns, or as two lines."""
    lead = Span(" " * _INDENT + padded(each.id, widths.id) + " " * _GAP, "id")
    if widths.text is not None:
        text = padded(cut(each.text, widths.text), widths.text + _GAP)
        who = padded(cut(each.who, widths.who), widths.who + _GAP)
        return [(lead, Span(text), Span(who, "quiet"), Span(each.when, each.style))]
    indent = _INDENT + widths.id + _GAP
    room = max((widths.width or 80) - indent, 10)
    who = cut(each.who, max(room - cells(each.when) - 2, 8))
    below = (Span(" " * indent + who + ", ", "quiet"), Span(cut(each.when, room), each.style))
    return [(lead, Span(cut(each.text, room))), below]


def all_lines(rows: Iterable[Row], width: int | None) -> list[Line]:
    """All these rows, in columns of their own."""
    listed = list(rows)
    widths = columns(listed, width)
    return [each for row in listed for each in row_lines(row, widths)]
