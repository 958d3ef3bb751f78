"""The figures of a window from their sums: rates, credit and lateness in bins."""

from math import fsum

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.reliability.credit import lateness_credit
from followthrough.domain.reliability.window import (
    LATENESS_EDGES,
    MeanCredit,
    OnTime,
    binned_bounds,
    binned_percentile,
    histogram,
    interval_of,
    mean_credit,
    on_time,
    percentile,
)

DAY = 86_400
SHARES = st.integers(5, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LATE = st.lists(st.integers(0, 4_000 * DAY), min_size=1, max_size=40)


@pytest.mark.parametrize("n", range(5))
def test_below_five_there_is_no_rate_and_no_interval(n: int) -> None:
    assert on_time(n, n) == OnTime(k=n, n=n, rate=None, low=None, high=None)
    assert interval_of(n, n) == (None, None)


@given(SHARES)
def test_the_rate_lies_in_its_interval(share: tuple[int, int]) -> None:
    found = on_time(*share)
    assert found.rate is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.rate <= found.high <= 1


@given(st.lists(st.integers(-DAY, 400 * DAY), min_size=1, max_size=20), st.integers(1, 100 * DAY))
def test_mean_credit_falls_with_lateness_and_stays_between_0_and_1(late: list[int], more: int) -> None:
    def mean(seconds: list[int]) -> float:
        found = mean_credit(fsum(map(lateness_credit, seconds)), len(seconds)).mean
        assert found is not None
        return found

    later = [max(each, 0) + more for each in late]
    assert 0 < mean(later) < mean(late) <= 1


def test_a_credit_of_nothing_is_none_and_a_credit_of_0_is_0() -> None:
    assert mean_credit(0.0, 0) == MeanCredit(mean=None, counted=0)
    assert mean_credit(0.0, 3) == MeanCredit(mean=0.0, counted=3)


def test_rounding_never_gives_more_than_full_credit() -> None:
    assert mean_credit(3.0000000000000004, 3).mean == 1.0


@pytest.mark.parametrize(
    ("seconds", "share", "value"),
    [([7], 0.9, 7), ([10, 20], 0.5, 15), ([10, 20, 30, 40], 0.9, 37), ([30, 10, 20], 0.5, 20), ([0, 100], 0.9, 90)],
)
def test_a_percentile_is_linear_between_its_neighbours(seconds: list[int], share: float, value: float) -> None:
    assert percentile(seconds, share) == pytest.approx(value)


def test_the_edges_rise_from_a_minute_to_ten_years() -> None:
    assert (LATENESS_EDGES[0], LATENESS_EDGES[-1]) == (60, 3_650 * DAY)
    assert list(LATENESS_EDGES) == sorted(set(LATENESS_EDGES))


@pytest.mark.parametrize(("index", "edge"), list(enumerate(LATENESS_EDGES)))
def test_a_bin_ends_at_its_edge_and_includes_it(index: int, edge: int) -> None:
    assert [bins.index(1) for bins in (histogram([edge]), histogram([edge + 1]))] == [index, index + 1]


@given(LATE)
def test_a_histogram_holds_everything_once(late: list[int]) -> None:
    bins = histogram(late)
    assert (len(bins), sum(bins)) == (len(LATENESS_EDGES) + 1, len(late))


@given(LATE, LATE)
def test_histograms_add(some: list[int], more: list[int]) -> None:
    together = tuple(one + other for one, other in zip(histogram(some), histogram(more), strict=True))
    assert together == histogram([*some, *more])


@given(LATE, st.sampled_from((0.5, 0.9)))
def test_a_percentile_lies_between_the_bounds_that_its_bins_give(late: list[int], share: float) -> None:
    low, high = binned_bounds(histogram(late), share)
    exact = percentile(late, share)
    assert exact is not None
    assert low <= exact
    assert high is None or exact <= high + 1e-6
    assert binned_percentile(histogram(late), share) == high


@pytest.mark.parametrize(
    ("late", "share", "bounds"),
    [
        ([], 0.5, (3_650 * DAY, None)),
        ([30], 0.5, (0, 60)),
        ([60, 61], 0.5, (0, 300)),
        # Ten: place 8.1, between the ninth and the tenth.
        ([*[30] * 9, 2 * DAY], 0.9, (0, 2 * DAY)),
        # Eleven: place 9, the tenth itself.
        ([*[30] * 10, 2 * DAY], 0.9, (0, 60)),
        ([4_000 * DAY], 0.9, (3_650 * DAY, None)),
    ],
)
def test_bounds_are_the_outer_ends_of_the_bins_of_both_neighbours(
    late: list[int], share: float, bounds: tuple[float, float | None]
) -> None:
    assert binned_bounds(histogram(late), share) == bounds
