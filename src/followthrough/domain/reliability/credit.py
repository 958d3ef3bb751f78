"""The lateness credit: how much a promise kept late is still worth.

The curve is that of commits.to, `lib/latepenalty.js` at 2ed61f3 (MIT licence, © 2017 Beeminder).
"""

from datetime import datetime, timedelta
from typing import NamedTuple

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class Segment(NamedTuple):
    """A stretch of the curve: from `a` to `b` seconds late credit falls from `u` to `v` with steepness `h`."""

    a: int
    b: int
    u: float
    v: float
    h: float


SEGMENTS = (
    Segment(0, _MINUTE, 1, 0.99999, 300000),
    Segment(_MINUTE, _HOUR, 0.99999, 0.999, 3000),
    Segment(_HOUR, _DAY, 0.999, 0.99, 548),
    Segment(_DAY, 7 * _DAY, 0.99, 0.9, 32),
    Segment(7 * _DAY, 30 * _DAY, 0.9, 0.5, 5.4),
    Segment(30 * _DAY, 365 * _DAY, 0.5, 0.1, 4.2),
    Segment(365 * _DAY, 3650 * _DAY, 0.1, 0.01, 4),
)


class Drop(NamedTuple):
    """The next time an overdue promise's credit enters a lower segment, and the credit it has there."""

    at: datetime
    credit: float


def lateness_credit(seconds_late: int) -> float:
    """The credit in [0, 1] of something done that many whole seconds late: 1 in time, falling towards 0.

    On a segment: r = ((v/u)**-h - 1) / (h*(a-b)), credit = u * (1 - h*r*(t-a)) ** (-1/h). The last segment goes on.
    """
    if seconds_late <= 0:
        return 1.0
    a, b, u, v, h = next((segment for segment in SEGMENTS if seconds_late < segment.b), SEGMENTS[-1])
    r = ((v / u) ** -h - 1) / (h * (a - b))
    return float(u * (1 - h * r * (seconds_late - a)) ** (-1 / h))


def next_drop(deadline: datetime, now: datetime) -> Drop | None:
    """The next segment boundary after `now` of something overdue since `deadline`; None beyond the last."""
    late = seconds_between(deadline, now)
    boundary = next((segment.b for segment in SEGMENTS if late < segment.b), None)
    if boundary is None:
        return None
    return Drop(deadline + timedelta(seconds=boundary), lateness_credit(boundary))


def seconds_between(earlier: datetime, later: datetime) -> int:
    """Whole seconds from one moment to another; negative where the second comes first."""
    return (later - earlier) // timedelta(seconds=1)
