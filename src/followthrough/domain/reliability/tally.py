"""The figures of one window while its promises are counted."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from math import fsum
from statistics import median

from followthrough.domain.commitment import Commitment
from followthrough.domain.events import Kept
from followthrough.domain.reliability.calibration import Forecast, squared_error
from followthrough.domain.reliability.credit import seconds_between
from followthrough.domain.reliability.outcome import Judged, Outcome
from followthrough.domain.reliability.window import (
    Counts,
    Lateness,
    Promptly,
    Sums,
    Window,
    histogram,
    mean_credit,
    on_time,
    percentile,
)

ONE_DAY = timedelta(days=1)


class Tally:
    """Takes one judged commitment after the other."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.forecasts: list[Forecast] = []
        self._k = 0
        self._n = 0
        self._credits: list[float] = []
        self._late: list[int] = []
        self._prompt = 0
        self._keepings = 0

    def add(self, commitment: Commitment, judged: Judged) -> None:
        """Count it."""
        self.counts["made"] += 1
        self.counts[judged.outcome] += 1
        if judged.in_n:
            self._n += 1
            self._k += judged.in_k
            if commitment.confidence is not None:
                self.forecasts.append(Forecast(commitment.confidence, judged.in_k))
        if judged.credit is not None:
            self._credits.append(judged.credit)
        if judged.outcome is Outcome.KEPT_LATE:
            self._late.append(judged.seconds_late)
        settlement = commitment.settlement
        if type(settlement) is Kept and commitment.settled_at is not None:
            self._keepings += 1
            self._prompt += settlement.logged - commitment.settled_at <= ONE_DAY
        for name in _marks(commitment, judged):
            self.counts[name] += 1

    def window(self) -> Window:
        """The figures so far."""
        return Window(
            on_time=on_time(self._k, self._n),
            credit=mean_credit(fsum(self._credits), len(self._credits)),
            counts=Counts(**{name: self.counts[name] for name in Counts.__struct_fields__}),
            lateness=Lateness(
                median=float(median(self._late)) if self._late else None, p90=percentile(self._late, 0.9)
            ),
            logged_promptly=Promptly(k=self._prompt, n=self._keepings),
        )

    def sums(self) -> Sums:
        """What adds up, so far."""
        return Sums(
            k=self._k,
            n=self._n,
            credit=fsum(self._credits),
            credited=len(self._credits),
            brier=fsum(map(squared_error, self.forecasts)),
            forecasts=len(self.forecasts),
            lateness=histogram(self._late),
        )


def _marks(commitment: Commitment, judged: Judged) -> Iterator[str]:
    """The counts, beside that of its outcome, which a commitment is in."""
    if commitment.confirmed:
        yield "confirmed"
    if commitment.in_own_hand:
        yield "confirmed_by_recipient"
    if commitment.moved_in_time:
        yield "moved_in_time"
    if commitment.moved_late:
        yield "moved_late"
    if commitment.repaired and judged.outcome is Outcome.MISSED:
        yield "repaired"
    if commitment.help_wanted and commitment.state == "open":
        yield "help_wanted"
    if judged.outcome is Outcome.WITHDRAWN and _within_a_day_before(commitment):
        yield "withdrawn_last_day"


def _within_a_day_before(commitment: Commitment) -> bool:
    if commitment.judged_due is None or commitment.settled_at is None:
        return False
    left = seconds_between(commitment.settled_at, commitment.judged_due.deadline(commitment.zone))
    return left <= ONE_DAY.total_seconds()
