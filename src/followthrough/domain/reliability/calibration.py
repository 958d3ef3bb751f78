"""How well the confidence given when promising met what happened.

The Brier score in its 0-1 form: G. W. Brier, “Verification of forecasts expressed in terms of probability”,
Monthly Weather Review 78 (1950), 1-3.
"""

from collections.abc import Sequence
from math import fsum

from msgspec import Struct

from followthrough.domain.reliability.window import Count, Share

BINS = 10


class Bin(Struct, frozen=True, kw_only=True):
    """The promises whose confidence lay in [low, high), the last bin including 1."""

    low: Share
    high: Share
    n: Count
    kept_on_time: Count


class Calibration(Struct, frozen=True, kw_only=True):
    """The Brier score over n promises with a confidence (None where there are none), and the table behind it."""

    brier: Share | None
    n: Count
    bins: tuple[Bin, ...]


class Forecast(Struct, frozen=True):
    """A confidence in [0, 1], and whether the promise was kept on time."""

    confidence: float
    on_time: bool


def squared_error(forecast: Forecast) -> float:
    """(p - o)², with o = 1 for a promise kept on time and 0 otherwise."""
    return (forecast.confidence - forecast.on_time) ** 2


def calibrate(forecasts: Sequence[Forecast]) -> Calibration:
    """The mean squared error of these forecasts, and how many of each tenth were kept on time."""
    n = len(forecasts)
    inside: list[list[bool]] = [[] for _ in range(BINS)]
    for each in forecasts:
        inside[min(int(each.confidence * BINS + 1e-9), BINS - 1)].append(each.on_time)
    return Calibration(
        brier=fsum(map(squared_error, forecasts)) / n if n else None,
        n=n,
        bins=tuple(
            Bin(low=index / BINS, high=(index + 1) / BINS, n=len(kept), kept_on_time=sum(kept))
            for index, kept in enumerate(inside)
        ),
    )
