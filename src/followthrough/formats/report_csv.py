"""A report as CSV: its figures a row each, and behind an empty row the promises it lists."""

from collections.abc import Iterable, Sequence
from datetime import date

from followthrough.domain.reliability.interval import ENOUGH
from followthrough.domain.reliability.window import Counts, Window
from followthrough.domain.report import Particulars, Report, Shown
from followthrough.domain.together import Part, Together
from followthrough.formats.csv_table import Cell, write_table

FIGURES_HEAD = ("figure", "all", "days_90", "last_20")
_SHOWN_HEAD = ("id", "what", "outcome", "due", "zone", "settled")
_MORE_HEAD = Particulars.__struct_fields__
_PART_HEAD = ("member", "on_time_k", "on_time_n", *Counts.__struct_fields__)


def report_csv(report: Report) -> str:
    """The figures, with what they rest on and cannot see; the members who may be named; and the promises.

    Of those there are some where titles or more were asked for.
    """
    rows = ([*row, *[None] * (len(FIGURES_HEAD) - len(row))] for row in _figures(report))
    figures = write_table(FIGURES_HEAD, rows)
    if report.together is not None and report.together.parts:
        figures += f"\r\n{write_table(_PART_HEAD, map(_part, report.together.parts))}"
    if report.listing is None:
        return figures
    head = (*_SHOWN_HEAD, *_MORE_HEAD) if report.detail == "full" else _SHOWN_HEAD
    return f"{figures}\r\n{write_table(head, map(_promise, report.listing.latest))}"


def _figures(report: Report) -> Iterable[Sequence[Cell]]:
    windows = report.scorecard.windows.shown
    yield ("on_time_k", *(each.on_time.k for each in windows))
    yield ("on_time_n", *(each.on_time.n for each in windows))
    yield ("on_time_rate", *(each.on_time.rate for each in windows))
    yield ("on_time_low", *(each.on_time.low for each in windows))
    yield ("on_time_high", *(each.on_time.high for each in windows))
    yield ("credit_mean", *(each.credit.mean if each.on_time.n >= ENOUGH else None for each in windows))
    yield ("credit_counted", *(each.credit.counted for each in windows))
    for name in Counts.__struct_fields__:
        yield (name, *(_count(each, name) for each in windows))
    yield ("lateness_median", *(each.lateness.median for each in windows))
    yield ("lateness_p90", *(each.lateness.p90 for each in windows))
    yield ("logged_promptly_k", *(each.logged_promptly.k for each in windows))
    yield ("logged_promptly_n", *(each.logged_promptly.n for each in windows))
    yield from (("as_of", moment) for moment in sorted({each.as_of.isoformat() for each in report.scorecard.sources}))
    if (chosen := report.scorecard.chosen) is not None:
        yield from (("only", each) for each in chosen.filters)
        yield ("only_promises", chosen.promises)
        yield ("only_of", chosen.of)
    if report.members is not None:
        yield ("members", report.members)
    if (together := report.together) is not None:
        yield from _together(together)
    if (basis := report.basis) is not None:
        yield ("recorded_since", _day(basis.since))
        yield ("recorded_until", _day(basis.until))
        yield ("events", basis.events)
        yield ("events_by_makers", basis.by_makers)
        yield ("events_by_recipients", basis.by_recipients)
        yield ("events_by_others", basis.by_others)
        yield ("events_imported", basis.imported)
        yield ("told_by_one_side", basis.one_side)
        yield ("written_promptly_k", basis.written_promptly.k)
        yield ("written_promptly_n", basis.written_promptly.n)
    if (listing := report.listing) is not None:
        yield ("listed", len(listing.latest))
        yield ("may_be_shown", listing.may_be_shown)
        yield ("counted_only", listing.counted_only)
    yield from (("cannot_see", each) for each in report.cannot_see)


def _together(together: Together) -> Iterable[Sequence[Cell]]:
    yield ("members_counted_only", together.counted_only)
    yield ("members_left_out", together.left_out)
    yield ("members_withheld", _cell(together.withheld))
    for each in together.logged.named:
        yield (f"events_logged_by {each.name}", each.events)
    yield ("others_who_logged", together.logged.others)
    yield ("events_logged_by_others", together.logged.by_others)
    yield ("replicas", together.logged.replicas)


def _part(each: Part) -> Sequence[Cell]:
    counts = (int(getattr(each.counts, name)) for name in Counts.__struct_fields__)
    return (each.name, each.on_time.k, each.on_time.n, *counts)


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
