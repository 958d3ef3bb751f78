"""An axis from 0 to 100 %, and the intervals that are drawn above it; every mark takes one column."""

from followthrough.domain.reliability.interval import Interval

_LONGEST, _SHORTEST = 61, 17
_SPACIOUS = 29
"""From this length on the quarters are named, below it only the half."""


def axis_length(room: int) -> int | None:
    """The longest axis in that many columns whose quarters fall on a column; None where there is no room for one."""
    length = (min(room, _LONGEST) - 1) // 4 * 4 + 1
    return length if length >= _SHORTEST else None


def whisker(k: int, n: int, ends: Interval, length: int, said: Interval | None = None) -> str:
    """An interval with its rate as a dot, on an axis of that length; `said` is a stretch that is marked with it."""
    columns = [" "] * length
    low, high = _column(ends.low, length), _column(ends.high, length)
    columns[low : high + 1] = "─" * (high + 1 - low)
    if said is not None:
        first, last = _column(said.low, length), _column(said.high, length)
        columns[first : last + 1] = "═" * (last + 1 - first)
    columns[low], columns[high] = "├", "┤"
    columns[_column(k / n, length)] = "●"
    return "".join(columns)


def ruler(length: int) -> tuple[str, str]:
    """The axis itself, and the names of its ticks below it."""
    parts = 4 if length >= _SPACIOUS else 2
    step = (length - 1) // parts
    names = "".join(f"{100 * part // parts}".ljust(step) for part in range(parts))
    last = "100 %"
    return f"└{'┴'.join(['─' * (step - 1)] * parts)}┘", names[: length - len(last)].ljust(length - len(last)) + last


def _column(share: float, length: int) -> int:
    return int(share * (length - 1) + 0.5)
