"""How long before it is due a promise is reminded of."""

from datetime import timedelta

from followthrough.domain.commitment import Commitment

SHORTEST, LONGEST = timedelta(days=1), timedelta(days=7)
SHARE = 4
"""A quarter of the time from making a promise to its due date."""


def lead_time(commitment: Commitment) -> timedelta:
    """Its own `remind`; else a quarter of its length, at least a day and at most a week.

    What is promised for tomorrow is not worth a reminder a week ahead, and what is promised for next spring is.
    """
    if commitment.remind is not None:
        return timedelta(seconds=commitment.remind)
    if commitment.due is None:
        return SHORTEST
    length = commitment.due.deadline(commitment.zone) - commitment.made_at
    return min(max(length / SHARE, SHORTEST), LONGEST)
