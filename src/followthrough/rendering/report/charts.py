"""The charts of a report: shapes on a canvas 340 units wide, so that they are legible on a phone."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from followthrough.domain.reliability.calibration import Calibration
from followthrough.domain.reliability.interval import ENOUGH
from followthrough.domain.reliability.trend import DayCount, Month, first_of_calendar
from followthrough.domain.reliability.window import OnTime, Window, interval_of
from followthrough.rendering.figures import WINDOWS
from followthrough.rendering.wording import percent, percent_range, plural

WIDTH = 340
_LEFT = 92
_AXIS = WIDTH - _LEFT - 12
_ROW = 22
_LETTER = 6.5
"""What a letter of a count takes at most, on average."""
_MONTHS = 13
_CALENDAR_LEFT, _CELL = 56, 7.0

Kind = Literal["kept", "rest", "interval", "dot", "axis", "free"]
Anchor = Literal["start", "middle", "end"]
_TICKS: tuple[tuple[float, Anchor], ...] = ((0, "start"), (0.5, "middle"), (1, "end"))


class Box(Struct, frozen=True):
    """A rectangle of one kind, which says how it is filled."""

    x: float
    y: float
    width: float
    height: float
    kind: Kind


class Label(Struct, frozen=True):
    """A text; `anchor` says which of its ends is at x."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"


class Chart(Struct, frozen=True, kw_only=True):
    """A drawing with its title, and in words what it shows."""

    name: str
    title: str
    description: str
    height: float
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]


def intervals_chart(windows: Sequence[Window]) -> Chart | None:
    """Each window's rate as a dot and its interval as a bar on an axis from 0 to 100 %; None if no rate is said."""
    rows = [(name, each.on_time) for name, each in zip(WINDOWS, windows, strict=False)]
    if all(on_time.rate is None for _, on_time in rows):
        return None
    said = "; ".join(f"{name} {_said(each)}" for name, each in rows)
    return _on_axis("intervals", "Kept on time, and how sure that is", f"{said}.", rows)


def calibration_chart(calibration: Calibration) -> Chart | None:
    """What happened where a confidence was given, a row for each tenth; None below 5 promises."""
    if calibration.n < ENOUGH:
        return None
    rows = []
    for each in calibration.bins:
        if each.n:
            low, high = interval_of(each.kept_on_time, each.n)
            rate = each.kept_on_time / each.n if low is not None else None
            rows.append(
                (
                    f"{round(each.low * 100)}–{round(each.high * 100)} %",
                    OnTime(k=each.kept_on_time, n=each.n, rate=rate, low=low, high=high),
                )
            )
    said = "; ".join(f"of confidence {name}, {_said(each)}" for name, each in rows)
    return _on_axis("calibration", "Confidence given, and what was kept on time", f"{said}.", rows)


def _said(on_time: OnTime) -> str:
    counts = f"{on_time.k:,} of {on_time.n:,}"
    if on_time.rate is None:
        return f"{counts}, too few to judge"
    return f"{counts}, {percent(on_time.rate)} ({percent_range(on_time.low, on_time.high)})"


def _on_axis(name: str, title: str, description: str, rows: Sequence[tuple[str, OnTime]]) -> Chart:
    boxes: list[Box] = []
    labels: list[Label] = []
    bottom = len(rows) * _ROW + 4
    for share, anchor in _TICKS:
        x = _LEFT + share * _AXIS
        boxes.append(Box(x, 0, 1, bottom, "axis"))
        labels.append(Label(x, bottom + 12, f"{round(share * 100)} %", anchor))
    for index, (label, each) in enumerate(rows):
        top = index * _ROW + 4
        labels.append(Label(0, top + 12, label))
        if each.rate is None or each.low is None or each.high is None:
            labels.append(Label(_LEFT + 6, top + 12, f"{each.k:,} of {each.n:,}, too few"))
            continue
        boxes.append(Box(_LEFT + each.low * _AXIS, top + 6, max((each.high - each.low) * _AXIS, 1), 6, "interval"))
        boxes.append(Box(_LEFT + each.rate * _AXIS - 2, top + 2, 4, 14, "dot"))
    return Chart(
        name=name,
        title=title,
        description=description,
        height=bottom + 16,
        boxes=tuple(boxes),
        labels=tuple(labels),
    )


def months_chart(months: Sequence[Month]) -> Chart | None:
    """The latest months, a row each: kept on time filled, the rest of n open; None where there is one or none."""
    latest = months[-_MONTHS:]
    if len(latest) < 2:
        return None
    counts = [f"{each.k:,} of {each.n:,}" for each in latest]
    unit = (_AXIS - max(map(len, counts)) * _LETTER) / max(each.n for each in latest)
    boxes: list[Box] = []
    labels: list[Label] = []
    for index, each in enumerate(latest):
        top = index * _ROW
        labels.append(Label(0, top + 12, month_name(each.month)))
        boxes.append(Box(_LEFT, top + 3, each.k * unit, 11, "kept"))
        boxes.append(Box(_LEFT + each.k * unit, top + 3, (each.n - each.k) * unit, 11, "rest"))
        labels.append(Label(_LEFT + each.n * unit + 6, top + 12, counts[index]))
    said = "; ".join(f"{month_name(each.month)} {count}" for each, count in zip(latest, counts, strict=True))
    return Chart(
        name="months",
        title="Kept on time, by month",
        description=f"{said}.",
        height=len(latest) * _ROW,
        boxes=tuple(box for box in boxes if box.width),
        labels=tuple(labels),
    )


def month_name(month: str) -> str:
    """`Nov 2026` for `2026-11`."""
    return f"{date.fromisoformat(f'{month}-01'):%b %Y}"


def calendar_chart(days: Sequence[DayCount], today: date) -> Chart | None:
    """The year up to this week, a row for each month, a column for each day; None where nothing came due."""
    first, last = first_of_calendar(today), today + timedelta(days=6 - today.weekday())
    counted = {each.day: each for each in days if first <= each.day <= last}
    if not counted:
        return None
    boxes: list[Box] = []
    labels: list[Label] = []
    step, rows = (WIDTH - _CALENDAR_LEFT) / 31, list(_months(first, last))
    for row, month in enumerate(rows):
        labels.append(Label(0, row * 12 + 8, f"{month:%b %Y}"))
        for day in _days_of(month):
            if first <= day <= last:
                boxes += _day_boxes(_CALENDAR_LEFT + (day.day - 1) * step, row * 12 + 1.5, counted.get(day))
    on_time = sum(each.k == each.n for each in counted.values())
    none = sum(not each.k for each in counted.values())
    return Chart(
        name="calendar",
        title="The year, day by day",
        description=f"Of {plural(len(counted), 'day')} on which promises came due, all were kept on time on {on_time}, "
        f"some on {len(counted) - on_time - none}, none on {none}.",
        height=len(rows) * 12,
        boxes=tuple(boxes),
        labels=tuple(labels),
    )


def _day_boxes(x: float, y: float, day: DayCount | None) -> Iterator[Box]:
    """A dot, or a cell that is filled as far as promises were kept on time: wholly, half, or not at all."""
    if day is None:
        yield Box(x + _CELL / 2 - 0.75, y + _CELL / 2 - 0.75, 1.5, 1.5, "free")
    elif day.k == day.n:
        yield Box(x, y, _CELL, _CELL, "kept")
    else:
        yield Box(x, y, _CELL, _CELL, "rest")
        if day.k:
            yield Box(x, y + _CELL / 2, _CELL, _CELL / 2, "kept")


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of each month between."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = date(month.year + (month.month == 12), month.month % 12 + 1, 1)


def _days_of(month: date) -> Iterator[date]:
    return (month.replace(day=day) for day in range(1, monthrange(month.year, month.month)[1] + 1))
