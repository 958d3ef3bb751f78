"""The credit curve."""

import json
from datetime import timedelta
from math import isclose
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.reliability.credit import SEGMENTS, Drop, lateness_credit, next_drop, seconds_between
from tests.support.builders import at

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "credit.json").read_text())["credit"]
DAY = 86400
DEADLINE = at("2026-11-28T05:00+00:00")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["seconds_late"]))
def test_the_curve_meets_the_published_values(vector: dict[str, float]) -> None:
    assert isclose(lateness_credit(int(vector["seconds_late"])), vector["credit"], rel_tol=1e-12, abs_tol=0)


def test_the_published_values_cover_every_segment() -> None:
    late = [vector["seconds_late"] for vector in VECTORS]
    assert all(any(segment.a <= each < segment.b for each in late) for segment in SEGMENTS)
    assert any(each > SEGMENTS[-1].b for each in late)


@given(st.integers(-10 * DAY, 20_000 * DAY))
def test_credit_lies_above_0_and_up_to_1(seconds: int) -> None:
    assert 0 < lateness_credit(seconds) <= 1


@given(st.integers(0, 20_000 * DAY), st.integers(1, 400 * DAY))
def test_credit_falls_the_later_it_is(seconds: int, more: int) -> None:
    assert lateness_credit(seconds + more) < lateness_credit(seconds)


@given(st.integers(-20_000 * DAY, 0))
def test_credit_is_full_in_time(seconds: int) -> None:
    assert lateness_credit(seconds) == 1.0


@pytest.mark.parametrize("segment", SEGMENTS, ids=lambda segment: f"{segment.a}-{segment.b}")
def test_a_segment_ends_at_the_value_where_the_next_begins(segment: tuple[int, int, float, float, float]) -> None:
    _, b, _, v, _ = segment
    assert isclose(lateness_credit(b), v, rel_tol=1e-12)
    assert lateness_credit(b - 1) > v


def test_the_next_drop_is_the_end_of_the_segment_it_is_in() -> None:
    now = DEADLINE + timedelta(hours=2)
    assert next_drop(DEADLINE, now) == Drop(DEADLINE + timedelta(days=1), lateness_credit(DAY))


def test_at_a_boundary_the_next_drop_is_the_boundary_after_it() -> None:
    now = DEADLINE + timedelta(days=7)
    assert next_drop(DEADLINE, now) == Drop(DEADLINE + timedelta(days=30), lateness_credit(30 * DAY))


def test_before_the_deadline_the_next_drop_is_a_minute_after_it() -> None:
    assert next_drop(DEADLINE, DEADLINE - timedelta(days=2)) == Drop(
        DEADLINE + timedelta(seconds=60), lateness_credit(60)
    )


def test_beyond_the_last_boundary_there_is_no_next_drop() -> None:
    assert next_drop(DEADLINE, DEADLINE + timedelta(days=3650)) is None


def test_seconds_are_counted_across_a_clock_change() -> None:
    assert seconds_between(at("2026-10-31T12:00-04:00"), at("2026-11-01T12:00-05:00")) == 25 * 3600


def test_seconds_are_whole_and_rounded_down() -> None:
    assert seconds_between(DEADLINE, DEADLINE + timedelta(seconds=1.9)) == 1


def test_seconds_are_negative_where_the_second_moment_comes_first() -> None:
    assert seconds_between(DEADLINE, DEADLINE - timedelta(seconds=5)) == -5
