"""How many examples a property is tried on: what a run in minutes allows, and many times that in a long one.

`make torture` sets FOLLOWTHROUGH_TIMES, and with it every property is tried on that many times the examples.
"""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("FOLLOWTHROUGH_TIMES", "1"))


def tried_on(examples: int) -> settings:
    """The settings of a property that everyday runs try on this many examples."""
    return settings(max_examples=examples * TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
