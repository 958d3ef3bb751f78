"""The Wilson interval."""

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.reliability.interval import Z_95, wilson

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "wilson.json").read_text())
PROPORTIONS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_published_z_is_the_one_in_use() -> None:
    assert VECTORS["z"] == Z_95


@pytest.mark.parametrize("vector", VECTORS["interval"], ids=lambda vector: f"{vector['k']} of {vector['n']}")
def test_the_interval_meets_the_published_values(vector: dict[str, float]) -> None:
    interval = wilson(int(vector["k"]), int(vector["n"]))
    assert interval.low == pytest.approx(vector["low"], rel=0, abs=1e-6)
    assert interval.high == pytest.approx(vector["high"], rel=0, abs=1e-6)


def test_an_interval_between_the_extremes_is_the_one_in_the_textbook() -> None:
    # 8 of 10, z = 1.959964, z² = 3.841459: centre (0.8 + 0.192073) / 1.384146 = 0.716740;
    # half 1.959964 · √(0.016 + 0.0096036) / 1.384146 = 1.959964 · 0.1600115 / 1.384146 = 0.226578
    interval = wilson(8, 10)
    assert interval.low == pytest.approx(0.490162, abs=2e-6)
    assert interval.high == pytest.approx(0.943318, abs=2e-6)


@given(PROPORTIONS)
def test_the_interval_holds_the_share_and_stays_within_0_and_1(proportion: tuple[int, int]) -> None:
    k, n = proportion
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    assert low < high


@given(PROPORTIONS, st.integers(2, 20))
def test_the_interval_narrows_with_evidence(proportion: tuple[int, int], times: int) -> None:
    k, n = proportion
    few, many = wilson(k, n), wilson(k * times, n * times)
    assert many.high - many.low < few.high - few.low


@given(PROPORTIONS)
def test_the_interval_of_what_was_not_kept_is_the_mirror_image(proportion: tuple[int, int]) -> None:
    k, n = proportion
    kept, not_kept = wilson(k, n), wilson(n - k, n)
    assert kept.low == pytest.approx(1 - not_kept.high, abs=1e-12)


@given(PROPORTIONS)
def test_a_smaller_z_gives_a_narrower_interval(proportion: tuple[int, int]) -> None:
    wide, narrow = wilson(*proportion), wilson(*proportion, z=1.0)
    assert narrow.high - narrow.low < wide.high - wide.low


@pytest.mark.parametrize(("k", "n"), [(0, 0), (-1, 3), (4, 3)])
def test_what_is_no_proportion_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match=f"^{k} of {n} is no proportion$"):
        wilson(k, n)
