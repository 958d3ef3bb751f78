"""How many examples a property is tried on: what a run in minutes allows, and many times that in a long one.

FOLLOWTHROUGH_TIMES multiplies them: everyday runs try half of what a property declares, which keeps them within four
minutes on two cores, and the same ones each time, so that a tree that passed passes again. New ones are looked for by
`make torture`, five times as many as declared: what it finds becomes an `@example`. A smaller fraction is what
`make mutate` sets: few examples, not made small, for thousands of changed programs.
"""

import os
from fractions import Fraction

from hypothesis import HealthCheck, Phase, settings

_EVERYDAY = "1/2"
_TIMES = Fraction(os.environ.get("FOLLOWTHROUGH_TIMES", _EVERYDAY))
_FEW = Fraction(_EVERYDAY) > _TIMES
TIMES = max(1, int(_TIMES))
"""For what is repeated by a test itself."""


def tried_on(examples: int) -> settings:
    """The settings of a property that declares so many examples."""
    return settings(
        max_examples=max(1, int(examples * _TIMES)),
        derandomize=_TIMES < 1,
        phases=(Phase.explicit, Phase.generate) if _FEW else tuple(Phase),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
