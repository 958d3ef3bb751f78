"""What `odds` prints as JSON."""

from typing import Literal

from msgspec import Struct

from followthrough.domain.due import Due
from followthrough.domain.odds.promising import Odds
from followthrough.domain.odds.track_record import Value

ODDS = "followthrough.odds/1"


class RestsOnJson(Struct, frozen=True, kw_only=True):
    """k of n promises that came due were kept on time."""

    k: int
    n: int


class ComparablesJson(Struct, frozen=True, kw_only=True):
    """The promises that are alike in one thing (its `value`: handles, or a range of days or counts), k of n on time."""

    factor: Literal["recipient", "length", "load"]
    value: str
    k: int
    n: int


class OddsJson(Struct, frozen=True, kw_only=True):
    """What `odds` prints; with too few promises to judge, `odds` and `open_that_week` are null."""

    schema: str = ODDS
    to: list[str]
    by: Due | None
    odds: float | None
    rests_on: RestsOnJson
    open_that_week: int | None
    comparables: list[ComparablesJson]


def odds_json(odds: Odds) -> OddsJson:
    """The odds as JSON has them."""
    estimate = odds.estimate
    return OddsJson(
        to=list(odds.to),
        by=odds.by,
        odds=estimate.odds,
        rests_on=RestsOnJson(k=estimate.k, n=estimate.n),
        open_that_week=odds.open_that_week,
        comparables=[
            ComparablesJson(factor=each.factor, value=_value(each.value), k=each.k, n=each.n)
            for each in estimate.comparables
        ],
    )


def _value(value: Value) -> str:
    """Handles with commas between them; `4-9`, or `10-` for a range without an end."""
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value.low}-{'' if value.high is None else value.high}"
