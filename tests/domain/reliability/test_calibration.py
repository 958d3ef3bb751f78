"""How confidence met what happened."""

import pytest

from followthrough.domain.reliability.calibration import Bin, Forecast, calibrate, squared_error


def test_the_error_of_a_forecast_is_the_square_of_its_distance_from_what_happened() -> None:
    assert squared_error(Forecast(0.75, on_time=True)) == 0.0625
    assert squared_error(Forecast(0.75, on_time=False)) == 0.5625


def test_the_brier_score_is_the_mean_of_the_errors() -> None:
    # (0.0625 + 0.5625 + 0.25) / 3 = 0.291667
    calibration = calibrate([Forecast(0.75, True), Forecast(0.75, False), Forecast(0.5, True)])
    assert calibration.brier == pytest.approx(0.875 / 3, abs=1e-15)
    assert calibration.n == 3


def test_without_a_forecast_there_is_no_brier_score_and_every_bin_is_empty() -> None:
    calibration = calibrate([])
    assert (calibration.brier, calibration.n) == (None, 0)
    assert calibration.bins == tuple(
        Bin(low=tenth / 10, high=(tenth + 1) / 10, n=0, kept_on_time=0) for tenth in range(10)
    )


@pytest.mark.parametrize(
    ("confidence", "tenth"),
    [(0.0, 0), (0.0999, 0), (0.1, 1), (0.3, 3), (0.55, 5), (0.6, 6), (0.7, 7), (0.8999, 8), (0.9, 9), (1.0, 9)],
)
def test_a_confidence_belongs_to_the_bin_that_begins_at_or_below_it(confidence: float, tenth: int) -> None:
    counts = [each.n for each in calibrate([Forecast(confidence, True)]).bins]
    assert counts == [1 if index == tenth else 0 for index in range(10)]


def test_a_bin_counts_what_was_kept_on_time_among_its_own() -> None:
    bins = calibrate([Forecast(0.82, True), Forecast(0.88, False), Forecast(0.85, True), Forecast(0.2, True)]).bins
    assert (bins[8].n, bins[8].kept_on_time) == (3, 2)
    assert (bins[2].n, bins[2].kept_on_time) == (1, 1)
