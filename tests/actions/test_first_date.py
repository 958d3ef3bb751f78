"""The first date of what repeats, said apart from its rule: the two go together, or neither is taken."""

import pytest

from followthrough.actions.repeating import read_rule
from followthrough.domain.dates import Dates
from followthrough.domain.errors import RepetitionNotUnderstoodError
from followthrough.domain.phrases import read_due
from tests.support.fakes import a_workspace


@pytest.fixture
def dates() -> Dates:
    return a_workspace().dates


@pytest.mark.parametrize(
    ("rule", "by", "clock"),
    [
        ("week", "friday", "None"),
        ("week", "friday 5pm", "17:00:00"),
        ("week at 6pm", "friday", "18:00:00"),
        ("week at 5pm", "friday 5pm", "17:00:00"),
    ],
)
def test_the_time_of_day_may_stand_in_either(dates: Dates, rule: str, by: str, clock: str) -> None:
    assert str(read_rule(rule, dates, read_due(by, dates)).clock) == clock


def test_two_times_of_day_are_refused(dates: Dates) -> None:
    with pytest.raises(RepetitionNotUnderstoodError) as refused:
        read_rule("week at 6pm", dates, read_due("friday 5pm", dates))
    assert "it says another time than the first date, 17:00" in str(refused.value)
