"""The Wilson score interval of a proportion.

E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, JASA 22 (1927), 209-212.
"""

from math import sqrt
from typing import NamedTuple

Z_95 = 1.959964
ENOUGH = 5
"""From this many on a rate is said; below it, only the counts."""


class Interval(NamedTuple):
    """The ends of an interval of proportions, each in [0, 1]."""

    low: float
    high: float


def wilson(k: int, n: int, z: float = Z_95) -> Interval:
    """The interval for k successes of n (0 ≤ k ≤ n, n ≥ 1): 95 % unless another z is given."""
    if not 0 <= k <= n or n < 1:
        raise ValueError(f"{k} of {n} is no proportion")
    share, spread = k / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return Interval(0.0 if k == 0 else max(0.0, centre - half), 1.0 if k == n else min(1.0, centre + half))
