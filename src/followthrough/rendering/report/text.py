"""A report as plain text, 80 columns wide."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from followthrough.domain.report import Report
from followthrough.rendering.figures import Row, Table, calibration_table, members_table, months_table, windows_table
from followthrough.rendering.lines import EMPTY, Line, Page, Span, cut, heading, line, quiet, table, wrapped
from followthrough.rendering.report.listing import groups
from followthrough.rendering.report.words import (
    FOOTNOTES,
    MEMBERS_TITLE,
    as_of,
    beside_misses,
    brier,
    chosen,
    lead,
    listing_said,
    members_said,
    rests_on,
    title,
    windows_title,
)
from followthrough.rendering.safe_text import safe_text

WIDTH = 80
MADE_BY = "Made by followthrough "


def text_page(report: Report, program: str, width: int = WIDTH) -> Page:
    """The report as lines of at most that many columns; its last one says what made it."""
    return (*_lines(report, width), *_paragraph(f"{MADE_BY}{program}.", width, soft=True))


def _lines(report: Report, width: int) -> Iterator[Line]:
    card = report.scorecard
    yield from (heading(piece) for piece in wrapped(safe_text(title(report)), width))
    yield from _paragraph(as_of(report), width, soft=True)
    for said in (chosen(report), lead(report), beside_misses(report)):
        if said is not None:
            yield EMPTY
            yield from _paragraph(said, width)
    yield from _table(windows_title(report), windows_table(card.windows.shown))
    yield from _members(report, width)
    if len(card.trend) > 1:
        yield from _table("By month", months_table(card.trend))
    if (score := brier(report)) is not None:
        yield from _table("Confidence", calibration_table(card.calibration))
        yield from _paragraph(score, width, soft=True)
    if report.listing is not None:
        yield from (EMPTY, heading("The promises"))
        yield from _paragraph(listing_said(report) or "", width, soft=True)
        for name, entries in groups(report.listing):
            yield from (EMPTY, heading(name))
            for entry in entries:
                yield from _item(entry.what, width)
                yield from (quiet(f"    {piece}") for piece in wrapped(safe_text(entry.said), width - 4))
                for note in entry.notes:
                    yield from (quiet(f"    {piece}") for piece in wrapped(safe_text(f"“{note}”"), width - 4))
    yield from _list("What this rests on", rests_on(report), width)
    yield from _list("What it cannot see", report.cannot_see, width)
    yield EMPTY
    for each in FOOTNOTES:
        yield from _paragraph(each, width, soft=True)


def _members(report: Report, width: int) -> Iterator[Line]:
    said = members_said(report)
    if report.together is not None and report.together.parts:
        its = members_table(report.together.parts)
        yield from _table(MEMBERS_TITLE, replace(its, rows=tuple(_within_half(row, width) for row in its.rows)))
    elif said:
        yield from (EMPTY, heading(MEMBERS_TITLE))
    for each in said:
        yield from _paragraph(each, width)


def _within_half(row: Row, width: int) -> Row:
    """The row with a label of at most half the width."""
    return replace(row, label=cut(safe_text(row.label), width // 2))


def _paragraph(text: str, width: int, *, soft: bool = False) -> Iterator[Line]:
    return (quiet(piece) if soft else line(piece) for piece in wrapped(safe_text(text), width))


def _table(name: str, its: Table) -> Iterator[Line]:
    yield from (EMPTY, heading(name))
    rows = [
        [Span(title, "quiet") for title in its.head],
        *([Span(row.indented), *(Span(value) for value in row.values)] for row in its.rows),
    ]
    yield from table(rows, right=frozenset(range(1, len(its.head))))


def _list(name: str, lines: Iterable[str], width: int) -> Iterator[Line]:
    yield from (EMPTY, heading(name))
    for each in lines:
        yield from _item(each, width)


def _item(text: str, width: int) -> Iterator[Line]:
    first, *more = wrapped(safe_text(text), width - 4)
    yield line(f"  • {first}")
    yield from (line(f"    {piece}") for piece in more)
