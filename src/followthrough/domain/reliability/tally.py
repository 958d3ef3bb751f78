"""The figures of one window while its promises are counted."""

from collections.abc import Iterable
from datetime import timedelta
from math import fsum
from statistics import median

from followthrough.domain.commitment import Commitment
from followthrough.domain.reliability.calibration import Forecast, squared_error
from followthrough.domain.reliability.credit import seconds_between
from followthrough.domain.reliability.outcome import COUNTED, Judged, Outcome
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
_KEPT = (Outcome.KEPT_ON_TIME, Outcome.KEPT_NO_DUE, Outcome.KEPT_LATE, Outcome.KEPT_IN_PART)
_LATE, _MISSED, _WITHDRAWN = Outcome.KEPT_LATE, Outcome.MISSED, Outcome.WITHDRAWN
_EACH = tuple(outcome for outcome in Outcome if outcome is not Outcome.UNDONE)
_BESIDE = frozenset(Counts.__struct_fields__) - set(_EACH) - {"made"}


class Tally:
    """Takes one judged commitment after the other; none that was undone."""

    def __init__(self) -> None:
        self.forecasts: list[Forecast] = []
        self._outcomes = dict.fromkeys(Outcome, 0)
        self._beside = dict.fromkeys(_BESIDE, 0)
        self._credits: list[float] = []
        self._late: list[int] = []
        self._prompt = 0

    def add(self, commitment: Commitment, judged: Judged) -> None:
        """Count it. A long record spends its time here: no call for what most promises are not."""
        outcome, beside = judged.outcome, self._beside
        self._outcomes[outcome] += 1
        if judged.credit is not None:
            self._credits.append(judged.credit)
        if outcome is _LATE:
            self._late.append(judged.seconds_late)
        if commitment.confidence is not None and judged.in_n:
            self.forecasts.append(Forecast(commitment.confidence, judged.in_k))
        if commitment.state == "kept":
            self._prompt += _logged_promptly(commitment)
        if commitment.confirmed:
            beside["confirmed"] += 1
            beside["confirmed_by_recipient"] += commitment.in_own_hand
        if commitment.moves:
            beside["moved_in_time"] += commitment.moved_in_time
            beside["moved_late"] += commitment.moved_late
        if commitment.repaired and outcome is _MISSED:
            beside["repaired"] += 1
        if commitment.help_wanted and commitment.state == "open":
            beside["help_wanted"] += 1
        if commitment.history[0].imported is not None or _settled_by_a_file(commitment):
            beside["imported"] += 1
        if outcome is _WITHDRAWN and _within_a_day_before(commitment):
            beside["withdrawn_last_day"] += 1

    def forget(self) -> None:
        """Count one of which only the tombstone is left."""
        self._beside["forgotten"] += 1

    def window(self) -> Window:
        """The figures so far."""
        return Window(
            on_time=on_time(self._k, self._n),
            credit=mean_credit(fsum(self._credits), len(self._credits)),
            counts=self._counts(),
            lateness=Lateness(
                median=float(median(self._late)) if self._late else None, p90=percentile(self._late, 0.9)
            ),
            logged_promptly=Promptly(k=self._prompt, n=self._sum(_KEPT)),
        )

    def _counts(self) -> Counts:
        made = self._outcomes
        return Counts(made=sum(made.values()), **{each: made[each] for each in _EACH}, **self._beside)

    @property
    def _k(self) -> int:
        return self._outcomes[Outcome.KEPT_ON_TIME]

    @property
    def _n(self) -> int:
        return self._sum(COUNTED)

    def _sum(self, outcomes: Iterable[Outcome]) -> int:
        return sum(self._outcomes[outcome] for outcome in outcomes)

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


def _logged_promptly(commitment: Commitment) -> bool:
    settlement, settled_at = commitment.settlement, commitment.settled_at
    if settlement is None or settled_at is None:
        return False
    return settlement.logged is settled_at or settlement.logged - settled_at <= ONE_DAY


def _settled_by_a_file(commitment: Commitment) -> bool:
    return commitment.settlement is not None and commitment.settlement.imported is not None


def _within_a_day_before(commitment: Commitment) -> bool:
    if commitment.judged_due is None or commitment.settled_at is None:
        return False
    left = seconds_between(commitment.settled_at, commitment.judged_due.deadline(commitment.zone))
    return left <= ONE_DAY.total_seconds()
