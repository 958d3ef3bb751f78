"""Scorecards added up: a union's figures follow from the sums, without any promise's text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from math import fsum

from msgspec.structs import asdict

from followthrough.domain.errors import CountedTwiceError
from followthrough.domain.reliability.calibration import Bin, Calibration
from followthrough.domain.reliability.scorecard import Chosen, Scorecard
from followthrough.domain.reliability.trend import added_days, added_months
from followthrough.domain.reliability.window import (
    Counts,
    Lateness,
    Promptly,
    Sums,
    Window,
    Windows,
    WindowSums,
    binned_percentile,
    mean_credit,
    on_time,
)

TOGETHER = "together"
"""Whose a union's scorecard is."""


def union(cards: Sequence[Scorecard], today: date) -> Scorecard:
    """The scorecard of several makers or ledgers together, as of the latest of them.

    `last_20` is left out. Raises CountedTwiceError where a maker of one ledger is in two of them.
    """
    _check_counted_once(cards)
    sums = WindowSums(
        all=_added([each.sums.all for each in cards]), days_90=_added([each.sums.days_90 for each in cards])
    )
    return Scorecard(
        who=TOGETHER,
        as_of=max(each.as_of for each in cards),
        windows=Windows(
            all=_window(sums.all, [each.windows.all for each in cards]),
            days_90=_window(sums.days_90, [each.windows.days_90 for each in cards]),
            last_20=None,
        ),
        calibration=_calibration(sums.all, [each.calibration for each in cards]),
        trend=added_months(each.trend for each in cards),
        calendar=added_days((each.calendar for each in cards), today),
        sums=sums,
        sources=tuple(
            sorted((one for each in cards for one in each.sources), key=lambda one: (one.ledger, one.makers))
        ),
        chosen=_chosen(cards),
    )


def _check_counted_once(cards: Iterable[Scorecard]) -> None:
    counted = Counter((one.ledger, maker) for each in cards for one in each.sources for maker in one.makers)
    for (ledger, _), times in counted.items():
        if times > 1:
            raise CountedTwiceError(ledger)


def _added(sums: Sequence[Sums]) -> Sums:
    return Sums(
        k=sum(each.k for each in sums),
        n=sum(each.n for each in sums),
        credit=fsum(each.credit for each in sums),
        credited=sum(each.credited for each in sums),
        brier=fsum(each.brier for each in sums),
        forecasts=sum(each.forecasts for each in sums),
        lateness=tuple(map(sum, zip(*(each.lateness for each in sums), strict=True))),
    )


def _window(sums: Sums, windows: Sequence[Window]) -> Window:
    counts: Counter[str] = Counter()
    for window in windows:
        counts.update(asdict(window.counts))
    return Window(
        on_time=on_time(sums.k, sums.n),
        credit=mean_credit(sums.credit, sums.credited),
        counts=Counts(**counts),
        lateness=Lateness(median=binned_percentile(sums.lateness, 0.5), p90=binned_percentile(sums.lateness, 0.9)),
        logged_promptly=Promptly(
            k=sum(each.logged_promptly.k for each in windows), n=sum(each.logged_promptly.n for each in windows)
        ),
    )


def _calibration(sums: Sums, calibrations: Sequence[Calibration]) -> Calibration:
    return Calibration(
        brier=sums.brier / sums.forecasts if sums.forecasts else None,
        n=sums.forecasts,
        bins=tuple(_bin(bins) for bins in zip(*(each.bins for each in calibrations), strict=True)),
    )


def _bin(bins: Sequence[Bin]) -> Bin:
    first = bins[0]
    return Bin(
        low=first.low,
        high=first.high,
        n=sum(each.n for each in bins),
        kept_on_time=sum(each.kept_on_time for each in bins),
    )


def _chosen(cards: Sequence[Scorecard]) -> Chosen | None:
    """The filters that some of them went through, with how many of their promises those left."""
    some = [each.chosen for each in cards if each.chosen is not None]
    if not some:
        return None
    names = ", ".join(dict.fromkeys(name for each in some for name in each.filters))
    said = names if len(some) == len(cards) else f"{names}, in {len(some)} of {len(cards)} scorecards"
    return Chosen(filters=(said,), promises=sum(each.promises for each in some), of=sum(each.of for each in some))
