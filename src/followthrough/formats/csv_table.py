"""Tables as CSV (RFC 4180) that a spreadsheet reads as text and numbers, never as formulas."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from types import SimpleNamespace

from followthrough.domain.reliability.window import Counts, Window
from followthrough.domain.report import Particulars, Report, Shown

Cell = str | int | float | None
FIGURES_HEAD = ("figure", "all", "days_90", "last_20")
_SHOWN_HEAD = ("id", "what", "outcome", "due", "zone", "settled")
_MORE_HEAD = Particulars.__struct_fields__
LISTING_HEAD = _SHOWN_HEAD
_OPENS_A_FORMULA = re.compile(r"[\s\x00-\x20\u00a0\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def quoted_cell(text: str) -> str:
    """Text with an apostrophe before it where a spreadsheet might take it for a formula; `read_table` takes it off."""
    if text.startswith("'") or (_OPENS_A_FORMULA.match(text) and not _NUMBER.fullmatch(text)):
        return f"'{text}"
    return text


def write_table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table as CSV: texts in quotation marks, numbers as they are, nothing for None."""
    written: list[str] = []
    writer = csv.writer(SimpleNamespace(write=written.append), quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([quoted_cell(each) if isinstance(each, str) else each for each in row])
    return "".join(written)


def read_table(text: str) -> list[list[str]]:
    """The rows of a table that `write_table` wrote, its head first; what was a number comes as its text."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)  # no other sign ends a row
    return [[each.removeprefix("'") for each in row] for row in csv.reader(lines, strict=True)]


def header_line(head: Sequence[str]) -> str:
    """How a table with this head, or one that begins so, begins."""
    return ",".join(head)


def report_csv(report: Report) -> str:
    """The figures of a report, a row each; with titles or more, its promises instead."""
    if report.listing is None:
        rows = ([*row, *[None] * (len(FIGURES_HEAD) - len(row))] for row in _figures(report))
        return write_table(FIGURES_HEAD, rows)
    full = report.detail == "full"
    head = (*_SHOWN_HEAD, *_MORE_HEAD) if full else _SHOWN_HEAD
    return write_table(head, map(_promise, report.listing.latest))


def _figures(report: Report) -> Iterable[Sequence[Cell]]:
    windows = report.scorecard.windows.shown
    yield ("on_time_k", *(each.on_time.k for each in windows))
    yield ("on_time_n", *(each.on_time.n for each in windows))
    yield ("on_time_rate", *(each.on_time.rate for each in windows))
    yield ("on_time_low", *(each.on_time.low for each in windows))
    yield ("on_time_high", *(each.on_time.high for each in windows))
    yield ("credit_mean", *(each.credit.mean for each in windows))
    yield ("credit_counted", *(each.credit.counted for each in windows))
    for name in Counts.__struct_fields__:
        yield (name, *(_count(each, name) for each in windows))
    yield ("lateness_median", *(each.lateness.median for each in windows))
    yield ("lateness_p90", *(each.lateness.p90 for each in windows))
    yield ("logged_promptly_k", *(each.logged_promptly.k for each in windows))
    yield ("logged_promptly_n", *(each.logged_promptly.n for each in windows))
    yield ("as_of", report.scorecard.as_of.isoformat())
    if (basis := report.basis) is not None:
        yield ("recorded_since", _day(basis.since))
        yield ("recorded_until", _day(basis.until))
        yield ("events", basis.events)
        yield ("events_by_makers", basis.by_makers)
        yield ("events_by_recipients", basis.by_recipients)
        yield ("told_by_one_side", basis.one_side)
        yield ("written_promptly_k", basis.written_promptly.k)
        yield ("written_promptly_n", basis.written_promptly.n)
    yield from (("cannot_see", each) for each in report.cannot_see)


def _count(window: Window, name: str) -> int:
    return int(getattr(window.counts, name))


def _promise(each: Shown) -> Sequence[Cell]:
    cells: list[Cell] = [
        each.id,
        each.what,
        each.outcome.value,
        None if each.due is None else str(each.due),
        each.zone,
        _day(each.settled),
    ]
    if each.more is not None:
        cells += [_cell(getattr(each.more, name)) for name in _MORE_HEAD]
    return cells


def _cell(value: object) -> Cell:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float() | str() | None:
            return value
        case date():
            return value.isoformat()
        case tuple():
            return "; ".join(map(str, value))
        case _:
            raise TypeError(f"no cell for {type(value).__name__}")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
