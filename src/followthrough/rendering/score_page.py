"""The scorecard as a table that reads without colour."""

from followthrough.domain.reliability.interval import ENOUGH
from followthrough.domain.reliability.scorecard import Scorecard, Window
from followthrough.rendering.lines import EMPTY, Line, Page, Span, heading, line, quiet, table
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import duration_up, long_day, percent, percent_range, plural

_COUNTS = (
    ("kept on time", "kept_on_time"),
    ("kept, no due date", "kept_no_due"),
    ("kept late", "kept_late"),
    ("kept in part", "kept_in_part"),
    ("overdue now", "overdue"),
    ("missed", "missed"),
    ("  of those repaired", "repaired"),
    ("released in time", "released"),
    ("released late", "released_late"),
    ("withdrawn", "withdrawn"),
    ("  on the last day", "withdrawn_last_day"),
    ("moved in time", "moved_in_time"),
    ("moved late", "moved_late"),
    ("confirmed", "confirmed"),
    ("  in their own hand", "confirmed_by_recipient"),
    ("help wanted", "help_wanted"),
    ("pending", "pending"),
    ("forgotten", "forgotten"),
)
_ALWAYS = frozenset({"kept_on_time", "missed"})
_BESIDE = {"repaired": "missed", "confirmed_by_recipient": "confirmed"}
"""Rows that are shown, be they 0, where the row they belong to is not."""


def score_page(scorecard: Scorecard, reader: Reader) -> Page:
    """The three windows side by side, what was kept first; rows that are empty everywhere are left out."""
    windows = scorecard.windows
    three = (windows.all, windows.days_90, windows.last_20)
    who = reader.name(scorecard.who)
    chosen = scorecard.chosen
    counted = plural(windows.all.counts.made, "promise") + " counted"
    if chosen is not None:
        filters = ", ".join(chosen.filters)
        counted = f"{chosen.promises:,} of {plural(chosen.of, 'promise')}: {filters}"
    return (
        heading(f"{who[:1].upper()}{who[1:]}, as of {long_day(scorecard.as_of.date())}"),
        quiet(counted),
        EMPTY,
        *table([_head(), *_rates(three), *_counts(three)], right=frozenset({1, 2, 3})),
        EMPTY,
        *_footnotes(three),
    )


def _head() -> tuple[Span, ...]:
    return (Span(""), *(Span(title, "heading") for title in ("all time", "last 90 days", "last 20")))


def _rates(three: tuple[Window, ...]) -> list[tuple[Span, ...]]:
    rows = [
        ("on time", [f"{each.on_time.k:,} of {each.on_time.n:,}" for each in three]),
        ("  rate", [percent(each.on_time.rate) for each in three]),
        ("  95 % interval", [percent_range(each.on_time.low, each.on_time.high) for each in three]),
        ("credit", [_credit(each) for each in three]),
    ]
    return [_cells(label, values) for label, values in rows]


def _credit(window: Window) -> str:
    return percent(window.credit.mean) if window.on_time.n >= ENOUGH else "–"


def _counts(three: tuple[Window, ...]) -> list[tuple[Span, ...]]:
    rows = []
    for label, name in _COUNTS:
        numbers = [int(getattr(each.counts, name)) for each in three]
        shown = [int(getattr(each.counts, _BESIDE.get(name, name))) for each in three]
        if any(shown) or name in _ALWAYS:
            rows.append(_cells(label, [f"{number:,}" for number in numbers]))
    return rows


def _cells(label: str, values: list[str]) -> tuple[Span, ...]:
    return (Span(label), *(Span(value) for value in values))


def _footnotes(three: tuple[Window, ...]) -> list[Line]:
    everything = three[0]
    lines: list[Line] = []
    if everything.on_time.n < ENOUGH:
        lines.append(line(f"Too few to judge: rates begin at {ENOUGH} promises that came due."))
    late = everything.lateness
    if late.median is not None and late.p90 is not None:
        lines.append(
            quiet(f"Kept late: half within {duration_up(late.median)}, nine in ten within {duration_up(late.p90)}.")
        )
    prompt = everything.logged_promptly
    if prompt.n:
        lines.append(quiet(f"Logged within a day of keeping: {prompt.k:,} of {prompt.n:,}."))
    lines.append(quiet("It knows only promises that somebody wrote down here."))
    return lines
