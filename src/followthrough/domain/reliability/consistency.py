"""Whether a scorecard that came from elsewhere goes together: what it says twice, it has to say alike."""

from collections.abc import Iterator
from datetime import date, datetime

from msgspec.structs import asdict

from followthrough.domain.due import FIRST_YEAR, LAST_YEAR
from followthrough.domain.reliability.calibration import BINS, Calibration
from followthrough.domain.reliability.scorecard import RECENT_COUNT, Scorecard
from followthrough.domain.reliability.trend import DayCount, Month, trend
from followthrough.domain.reliability.window import (
    LATENESS_EDGES,
    Counts,
    OnTime,
    Sums,
    Window,
    binned_bounds,
    mean_credit,
    on_time,
)

_ROUNDING = 1e-6


def contradiction(card: Scorecard) -> str | None:
    """What in a scorecard does not go together; None where everything does."""
    return next(_contradictions(card), None)


def _contradictions(card: Scorecard) -> Iterator[str]:
    windows, sums = card.windows, card.sums
    if not card.sources:
        yield "it names no sources"
    if not all(map(is_moment, (card.as_of, *(each.as_of for each in card.sources)))):
        yield "it is as of no moment with an offset that can be"
    for name, window, total in (("all", windows.all, sums.all), ("days_90", windows.days_90, sums.days_90)):
        yield from (f"windows.{name} {each}" for each in _in_window(window))
        yield from (f"windows.{name} {each}" for each in _beside_sums(window, total))
    if windows.last_20 is not None:
        yield from (f"windows.last_20 {each}" for each in _in_window(windows.last_20))
        if not windows.last_20.on_time.n == windows.last_20.counts.made == min(windows.all.on_time.n, RECENT_COUNT):
            yield "windows.last_20 has another number of promises"
    for part in (windows.days_90, windows.last_20):
        if part is not None and not _within(asdict(part.counts), asdict(windows.all.counts)):
            yield "a part has more promises than the whole"
    if not _sums_within(sums.days_90, sums.all):
        yield "sums.days_90 is more than sums.all"
    yield from _in_calibration(card.calibration, sums.all)
    yield from _in_months(card.trend, sums.all)
    yield from _in_days(card.calendar, card.trend)
    chosen, made = card.chosen, windows.all.counts.made
    if chosen is not None and (
        chosen.promises > min(made, chosen.of) or (len(card.sources) == 1 and made > chosen.promises)
    ):
        yield "the number of chosen promises is another one"


def is_moment(moment: datetime) -> bool:
    """Whether it has an offset, and days before and after it in every zone."""
    return moment.utcoffset() is not None and FIRST_YEAR < moment.year < LAST_YEAR


def _in_window(window: Window) -> Iterator[str]:
    counts = window.counts
    kept = _kept(counts)
    yield from _in_counts(counts, window.on_time)
    credit = window.credit
    if credit.counted != kept + counts.overdue + counts.missed or (credit.mean is None) != (credit.counted == 0):
        yield "has credits that nothing has earned"
    if not window.logged_promptly.k <= window.logged_promptly.n == kept:
        yield "has another number of keepings"
    median, p90 = window.lateness.median, window.lateness.p90
    if not counts.kept_late and (median, p90) != (None, None):
        yield "has lateness of nothing"
    if median is None and p90 is not None:
        yield "has no median lateness"
    if median is not None and p90 is not None and median > p90 + _ROUNDING:
        yield "has a median lateness above the 90th percentile"


def contradiction_of_counts(counts: Counts, said: OnTime) -> str | None:
    """What in these counts, or between them and their rate, does not go together; None where everything does."""
    return next(_in_counts(counts, said), None)


def _in_counts(counts: Counts, said: OnTime) -> Iterator[str]:
    kept = _kept(counts)
    settled = counts.released + counts.released_late + counts.withdrawn
    if counts.made != kept + counts.missed + counts.overdue + counts.pending + settled:
        yield "has counts that do not add up"
    if not _parts_fit(counts, kept):
        yield "has a part that is more than the whole"
    if _in_n(counts) != said.n or said != on_time(counts.kept_on_time, _in_n(counts)):
        yield "has another rate than its counts say"


def _kept(counts: Counts) -> int:
    return counts.kept_on_time + counts.kept_no_due + counts.kept_late + counts.kept_in_part


def _in_n(counts: Counts) -> int:
    return sum(
        (
            counts.kept_on_time,
            counts.kept_late,
            counts.kept_in_part,
            counts.overdue,
            counts.missed,
            counts.released_late,
        )
    )


def _parts_fit(counts: Counts, kept: int) -> bool:
    return (
        counts.repaired <= counts.missed
        and counts.withdrawn_last_day <= counts.withdrawn
        and counts.confirmed_by_recipient <= counts.confirmed <= kept
        and counts.help_wanted <= counts.pending + counts.overdue
        and max(counts.moved_in_time, counts.moved_late, counts.imported) <= counts.made
    )


def _beside_sums(window: Window, sums: Sums) -> Iterator[str]:
    if (window.on_time.k, window.on_time.n) != (sums.k, sums.n):
        yield "has another rate than its sums say"
    if window.credit != mean_credit(sums.credit, sums.credited) or sums.credit > sums.credited:
        yield "has another credit than its sums say"
    if sums.forecasts > sums.n or sums.brier > sums.forecasts:
        yield "has more forecasts than promises"
    if len(sums.lateness) != len(LATENESS_EDGES) + 1 or sum(sums.lateness) != window.counts.kept_late:
        yield "has another number of late ones than its sums say"
        return
    for share, seconds in ((0.5, window.lateness.median), (0.9, window.lateness.p90)):
        if not _lies_within(seconds, *binned_bounds(sums.lateness, share)):
            yield "has another lateness than its sums say"


def _lies_within(seconds: float | None, low: float, high: float | None) -> bool:
    """Whether a percentile lies between these ends, of which an open one is None; so is one beyond it in a union."""
    if seconds is None or high is None:
        return high is None and (seconds is None or seconds >= low)
    return low <= seconds <= high + _ROUNDING


def _within(part: dict[str, int], whole: dict[str, int]) -> bool:
    return all(part[name] <= whole[name] for name in whole)


def _sums_within(part: Sums, whole: Sums) -> bool:
    return (
        part.forecasts <= whole.forecasts
        and part.credit <= whole.credit + _ROUNDING
        and part.brier <= whole.brier + _ROUNDING
        and all(few <= many for few, many in zip(part.lateness, whole.lateness, strict=True))
    )


def _in_calibration(calibration: Calibration, sums: Sums) -> Iterator[str]:
    bins = calibration.bins
    edges = tuple((index / BINS, (index + 1) / BINS) for index in range(BINS))
    if tuple((each.low, each.high) for each in bins) != edges or any(each.kept_on_time > each.n for each in bins):
        yield "the bins of the calibration are others"
    if not sum(each.n for each in bins) == calibration.n == sums.forecasts:
        yield "the bins of the calibration do not add up"
    if sum(each.kept_on_time for each in bins) > sums.k:
        yield "the bins of the calibration have more that was kept"
    if calibration.brier != (sums.brier / sums.forecasts if sums.forecasts else None):
        yield "the calibration is not what the sums say"


def _is_month(name: str) -> bool:
    """Whether it is `YYYY-MM`; the pattern in JSON lets pass the year 0, digits of other scripts, and a line end."""
    try:
        return date.fromisoformat(f"{name}-01").year >= FIRST_YEAR
    except ValueError:
        return False


def _in_months(months: tuple[Month, ...], sums: Sums) -> Iterator[str]:
    if not all(_is_month(each.month) for each in months):
        yield "a month is none of the calendar"
    if any(not 0 < each.n >= each.k for each in months):
        yield "a month has more that was kept than there was"
    elif months != trend({each.month: (each.k, each.n) for each in months}):
        yield "the months are not in order, or have other intervals than their counts say"
    if (sum(each.k for each in months), sum(each.n for each in months)) != (sums.k, sums.n):
        yield "the months do not add up"


def _in_days(days: tuple[DayCount, ...], months: tuple[Month, ...]) -> Iterator[str]:
    if any(not 0 < each.n >= each.k for each in days):
        yield "a day has more that was kept than there was"
    if [each.day for each in days] != sorted({each.day for each in days}):
        yield "the days are not in order"
    left = {each.month: (each.k, each.n) for each in months}
    for each in days:
        k, n = left.get(month := f"{each.day.year:04}-{each.day.month:02}", (0, 0))
        left[month] = (k - each.k, n - each.n)
    if any(not 0 <= k <= n for k, n in left.values()):
        yield "the days do not add up to their months"
