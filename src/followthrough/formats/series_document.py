"""What `ft series` prints for programs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due
from followthrough.domain.occurrences import Occurrence
from followthrough.domain.series import Series
from followthrough.formats.output import CommitmentJson, commitments_json
from followthrough.formats.record import to_text

SERIES = "followthrough.series/1"


class OneSeriesJson(Struct, frozen=True, kw_only=True):
    """One series: its terms, what stands of its occurrences, and the due dates to come.

    `rule` is an RRULE that begins on `start`; with `after_keeping` it is the time from one keeping to the next due
    date. `stopped` says that no more come.
    """

    id: str
    maker: str
    zone: str
    what: str
    to: list[str]
    rule: str
    start: date
    clock: str | None
    after_keeping: bool
    pile_up: bool
    tags: list[str]
    stopped: bool
    open: list[CommitmentJson]
    settled: list[CommitmentJson]
    next: list[Due]
    history: list[dict[str, Any]]


class SeriesJson(Struct, frozen=True, kw_only=True):
    """What `series` prints."""

    schema: str = SERIES
    series: list[OneSeriesJson]


def one_series_json(
    series: Series,
    unsettled: Iterable[Commitment],
    settled: Iterable[Commitment],
    coming: Sequence[Occurrence],
    now: datetime,
) -> OneSeriesJson:
    """One series as JSON."""
    terms = series.described
    return OneSeriesJson(
        id=series.id,
        maker=series.maker,
        zone=series.zone,
        what=terms.what,
        to=list(terms.to),
        rule=terms.rule,
        start=terms.start,
        clock=None if terms.clock is None else f"{terms.clock:%H:%M}",
        after_keeping=terms.after_keeping,
        pile_up=terms.pile_up,
        tags=list(terms.tags),
        stopped=series.terms is None,
        open=commitments_json(unsettled, now).commitments,
        settled=commitments_json(settled, now).commitments,
        next=[each.due for each in coming],
        history=[msgspec.to_builtins(event, enc_hook=to_text) for event in series.history],
    )
