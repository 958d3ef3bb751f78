"""How long ahead a promise is reminded of."""

from datetime import timedelta

import pytest

from followthrough.domain.lead_time import lead_time
from tests.support.builders import promise


@pytest.mark.parametrize(
    ("due", "lead"),
    [
        ("2026-11-23", timedelta(days=1)),
        ("2026-11-24", timedelta(days=1)),
        ("2026-12-01T10:00-05:00", timedelta(days=2)),
        ("2026-12-13T10:00-05:00", timedelta(days=5)),
        ("2026-12-21T10:00-05:00", timedelta(days=7)),
        ("2027-12-21", timedelta(days=7)),
        (None, timedelta(days=1)),
    ],
)
def test_it_is_a_quarter_of_its_length_between_a_day_and_a_week(due: str | None, lead: timedelta) -> None:
    assert lead_time(promise(due=due)) == lead


def test_what_a_promise_says_itself_counts() -> None:
    assert lead_time(promise(due="2026-11-24", remind=9 * 86400)) == timedelta(days=9)
