"""How many examples a property is tried on: what a run in minutes allows, and many times that in a long one.

`make torture` sets FOLLOWTHROUGH_TIMES, and with it every property is tried on that many times the examples. A fraction
is what `make mutate` sets: few examples, the same each time and not made small, for thousands of changed programs.
"""

import os
from fractions import Fraction

from hypothesis import HealthCheck, Phase, settings

_TIMES = Fraction(os.environ.get("FOLLOWTHROUGH_TIMES", "1"))
TIMES = max(1, int(_TIMES))
"""For what is repeated by a test itself."""


def tried_on(examples: int) -> settings:
    """The settings of a property that everyday runs try on this many examples."""
    return settings(
        max_examples=max(1, int(examples * _TIMES)),
        derandomize=_TIMES < 1,
        phases=(Phase.explicit, Phase.generate) if _TIMES < 1 else tuple(Phase),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
