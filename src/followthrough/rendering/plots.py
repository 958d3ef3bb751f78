"""A scorecard's plots that read without colour: intervals, months, and confidence against what happened."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil

from msgspec import Struct

from followthrough.domain.reliability.calibration import Calibration
from followthrough.domain.reliability.interval import ENOUGH, Interval, wilson
from followthrough.domain.reliability.trend import Month
from followthrough.domain.reliability.window import OnTime, interval_of
from followthrough.rendering.axis import axis_length, ruler, whisker
from followthrough.rendering.lines import Line, Page, Span, heading, line, padded, quiet
from followthrough.rendering.wording import percent_range, plural

_MONTHS = 12
_LONGEST_BAR, _SHORTEST_BAR = 50, 5


def intervals_plot(named: Iterable[tuple[str, OnTime]], width: int) -> Page:
    """A line with a dot and its whiskers for each of these that has a rate; nothing where none has, or no room is."""
    judged = [(name, each.k, each.n, wilson(each.k, each.n)) for name, each in named if each.n >= ENOUGH]
    label = max((len(name) for name, *_ in judged), default=0)
    length = axis_length(width - label - 4)
    if not judged or length is None:
        return ()
    return (
        heading("Kept on time, with its 95 % interval"),
        *(line(f"  {padded(name, label)}  {whisker(k, n, ends, length)}") for name, k, n, ends in judged),
        *_scale(length, label + 4),
    )


def _scale(length: int, indent: int) -> Page:
    return tuple(quiet(" " * indent + each) for each in ruler(length))


class _Stretch(Struct, frozen=True):
    """k of n of one month, or of all that lies before or after the months that are drawn."""

    name: str
    k: int
    n: int
    drawn: bool = True

    @property
    def share(self) -> str:
        """`7 of 14`; `–` where nothing came due."""
        return f"{self.k:,} of {self.n:,}" if self.n else "–"

    @property
    def interval(self) -> str:
        """`27–73 %`; nothing where n is too small to judge."""
        return percent_range(*interval_of(self.k, self.n)) if self.n >= ENOUGH else ""


def months_plot(trend: Sequence[Month], today: date, width: int, *, drawn: bool = True) -> Page:
    """The last twelve months up to this one, from two months on; all other months as two sums.

    In figures, and `drawn` as bars of promises too.
    """
    stretches = _stretches(trend, today)
    if len(trend) < 2 or not any(each.drawn for each in stretches):
        return ()
    name, share, interval = (
        max(map(len, texts))
        for texts in zip(*((each.name, each.share, each.interval) for each in stretches), strict=True)
    )
    room = min(width - 2 - name - 2 - share - 2 - (interval + 2 if interval else 0), _LONGEST_BAR)
    most = max(each.n for each in stretches if each.drawn)
    unit = _unit(most, room) if drawn and room >= _SHORTEST_BAR else None
    rows = []
    for each in stretches:
        text = f"  {padded(each.name, name)}  {each.share.rjust(share)}  {each.interval.rjust(interval)}"
        gap = "  " if interval else ""
        rows.append(line(text + gap, *(_bar(each, unit) if unit is not None and each.drawn else ())))
    return (
        heading("Kept on time by month, 95 % interval" if interval else "Kept on time by month"),
        *rows,
        *_key(unit),
    )


def _unit(most: int, room: int) -> int:
    """How many promises a mark stands for: one, or as few as bars of at most that many marks allow."""
    return 1 if most <= room else ceil(most / (room - 1))


def _bar(stretch: _Stretch, unit: int) -> tuple[Span, Span]:
    """Both parts are rounded up, so that neither disappears."""
    return (
        Span("█" * ceil(stretch.k / unit), "kept"),
        Span("░" * ceil((stretch.n - stretch.k) / unit), "quiet"),
    )


def _key(unit: int | None) -> list[Line]:
    if unit is None:
        return []
    scale = [] if unit == 1 else [quiet(f"  Each mark is up to {unit:,} promises.")]
    return [line(Span("  █", "kept"), Span(" kept on time  ░ not on time", "quiet")), *scale]


def _stretches(trend: Sequence[Month], today: date) -> list[_Stretch]:
    """The months from the first that has any, at most twelve up to this one, between what came before and after."""
    this = _number(f"{today.year:04}-{today.month:02}")
    numbered = {_number(each.month): each for each in trend}
    inside = [number for number in numbered if this - _MONTHS < number <= this]
    if not inside:
        return []
    months = range(min(inside), this + 1)
    before = _sum("earlier", [each for number, each in numbered.items() if number < months[0]])
    after = _sum("later", [each for number, each in numbered.items() if number > this])
    drawn = (_month(number, numbered.get(number)) for number in months)
    return [*before, *drawn, *after]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(number: int, month: Month | None) -> _Stretch:
    name = f"{date(number // 12, number % 12 + 1, 1):%b} {number // 12}"
    return _Stretch(name, 0, 0) if month is None else _Stretch(name, month.k, month.n)


def _sum(name: str, months: Sequence[Month]) -> list[_Stretch]:
    """One stretch for all of these months, or none where there are none."""
    k, n = sum(each.k for each in months), sum(each.n for each in months)
    return [_Stretch(name, k, n, drawn=False)] if months else []


def calibration_plot(calibration: Calibration, width: int, *, drawn: bool = True) -> Page:
    """What was said beside what happened, for each tenth that has any; nothing below 5 promises with a confidence.

    Intervals are `drawn` on an axis, or in figures.
    """
    if calibration.n < ENOUGH or calibration.brier is None:
        return ()
    bins = [each for each in calibration.bins if each.n]
    said = [percent_range(each.low, each.high) for each in bins]
    happened = [f"{each.kept_on_time:,} of {each.n:,}" for each in bins]
    name, share = max(map(len, said)), max(map(len, happened))
    judged = any(each.n >= ENOUGH for each in bins)
    length = axis_length(width - name - share - 6) if judged and drawn else None
    rows = []
    for each, label, figure in zip(bins, said, happened, strict=True):
        plot = ""
        if each.n >= ENOUGH:
            ends = wilson(each.kept_on_time, each.n)
            plot = (
                percent_range(*ends)
                if length is None
                else whisker(each.kept_on_time, each.n, ends, length, Interval(each.low, each.high))
            )
        rows.append(line(f"  {label.rjust(name)}  {figure.rjust(share)}  {plot}"))
    return (
        heading("Confidence given, and kept on time"),
        *rows,
        *(() if length is None else _scale(length, name + share + 6)),
        *(() if length is None else (quiet("  ═ what was said  ├─●─┤ kept on time"),)),
        quiet(f"  Brier score {calibration.brier:.2f} for {plural(calibration.n, 'promise')}:"),
        quiet("  0 is perfect, 0.25 always saying 50 %."),
    )
