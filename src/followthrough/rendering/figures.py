"""The figures of a scorecard as rows of a table: a label, and a text for each window."""

from collections.abc import Sequence

from msgspec import Struct

from followthrough.domain.reliability.calibration import Calibration
from followthrough.domain.reliability.interval import ENOUGH
from followthrough.domain.reliability.trend import Month
from followthrough.domain.reliability.window import Counts, Window, interval_of
from followthrough.domain.together import Part
from followthrough.rendering.wording import duration_up, percent, percent_range

WINDOWS = ("all time", "last 90 days", "last 20")
_COUNTS = (
    ("kept on time", "kept_on_time"),
    ("kept, no due date", "kept_no_due"),
    ("kept late", "kept_late"),
    ("kept in part", "kept_in_part"),
    ("overdue now", "overdue"),
    ("missed", "missed"),
    ("of those repaired", "repaired"),
    ("released in time", "released"),
    ("released late", "released_late"),
    ("withdrawn", "withdrawn"),
    ("on the last day", "withdrawn_last_day"),
    ("moved in time", "moved_in_time"),
    ("moved late", "moved_late"),
    ("confirmed", "confirmed"),
    ("in their own hand", "confirmed_by_recipient"),
    ("help wanted", "help_wanted"),
    ("pending", "pending"),
    ("forgotten", "forgotten"),
)
_UNDER = frozenset({"repaired", "withdrawn_last_day", "confirmed_by_recipient"})
"""Rows that are part of the row above."""
_BESIDE = {"repaired": "missed", "confirmed_by_recipient": "confirmed"}
"""Rows that are shown, be they 0, where the row they belong to is not."""
ALWAYS = frozenset({"kept on time", "missed"})
"""Rows that are shown even where nothing is in them."""


class Row(Struct, frozen=True):
    """One figure in each window; `under` says that it is part of the row above."""

    label: str
    values: tuple[str, ...]
    under: bool = False

    @property
    def indented(self) -> str:
        """The label, set in where it is part of the row above."""
        return f"  {self.label}" if self.under else self.label


class Table(Struct, frozen=True):
    """Columns with a title each; the first names the rows."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]


def windows_table(windows: Sequence[Window]) -> Table:
    """The windows side by side, what was kept first; rows that are empty everywhere are left out."""
    return Table(("", *WINDOWS[: len(windows)]), (*_rates(windows), *_counts(windows)))


def _rates(windows: Sequence[Window]) -> list[Row]:
    return [
        Row("on time", tuple(f"{each.on_time.k:,} of {each.on_time.n:,}" for each in windows)),
        Row("rate", tuple(percent(each.on_time.rate) for each in windows), under=True),
        Row("95 % interval", tuple(percent_range(each.on_time.low, each.on_time.high) for each in windows), under=True),
        Row("credit", tuple(percent(each.credit.mean) if each.on_time.n >= ENOUGH else "–" for each in windows)),
    ]


def _counts(windows: Sequence[Window]) -> list[Row]:
    rows = []
    for label, name in _COUNTS:
        numbers = [int(getattr(each.counts, name)) for each in windows]
        shown = [int(getattr(each.counts, _BESIDE.get(name, name))) for each in windows]
        if any(shown) or label in ALWAYS:
            rows.append(Row(label, tuple(f"{number:,}" for number in numbers), under=name in _UNDER))
        if name == "kept_late" and any(shown):
            rows += _lateness(windows)
    return rows


def _lateness(windows: Sequence[Window]) -> list[Row]:
    return [
        Row("half within", tuple(_within(each, each.lateness.median) for each in windows), under=True),
        Row("9 in 10 within", tuple(_within(each, each.lateness.p90) for each in windows), under=True),
    ]


def _within(window: Window, seconds: float | None) -> str:
    if seconds is not None:
        return duration_up(seconds)
    return "longer" if window.counts.kept_late else "–"


def members_table(parts: Sequence[Part]) -> Table:
    """The members who may be named, in the order of their names, and what became of what each promised the circle."""
    return Table(
        ("", "on time", "kept", "missed", "promised"),
        tuple(
            Row(
                each.name,
                (
                    f"{each.on_time.k:,} of {each.on_time.n:,}",
                    f"{_kept(each.counts):,}",
                    f"{each.counts.missed:,}",
                    f"{each.counts.made:,}",
                ),
            )
            for each in parts
        ),
    )


def _kept(counts: Counts) -> int:
    return counts.kept_on_time + counts.kept_no_due + counts.kept_late + counts.kept_in_part


def months_table(months: Sequence[Month]) -> Table:
    """Each month with k of n and its interval."""
    return Table(
        ("month", "on time", "95 % interval"),
        tuple(Row(each.month, (f"{each.k:,} of {each.n:,}", percent_range(each.low, each.high))) for each in months),
    )


def calibration_table(calibration: Calibration) -> Table:
    """What was said, and what happened, in each tenth that has any."""
    return Table(
        ("confidence given", "kept on time", "95 % interval"),
        tuple(
            Row(
                f"{round(each.low * 100)}–{round(each.high * 100)} %",
                (f"{each.kept_on_time:,} of {each.n:,}", percent_range(*interval_of(each.kept_on_time, each.n))),
            )
            for each in calibration.bins
            if each.n
        ),
    )
