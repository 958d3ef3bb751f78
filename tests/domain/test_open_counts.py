"""The counts of open promises: each is in one of them besides `open` at most."""

import pytest

from followthrough.domain.commitment import Commitment
from followthrough.domain.open_counts import count_open
from tests.support.builders import NOW, a_promise, made, moved, promise


def counted(*promises: Commitment) -> dict[str, int]:
    return {name: count for name, count in count_open(promises, NOW).numbers().items() if count}


@pytest.mark.parametrize(
    ("commitment", "where"),
    [
        (promise(due=None), None),
        (promise(due="2026-11-22"), "overdue"),
        (promise(due="2026-11-23"), "today"),
        (promise(due="2026-11-23T10:00-05:00"), "today"),
        (promise(due="2026-11-23T09:59:59-05:00"), "overdue"),
        (promise(due="2026-11-30"), "soon"),
        (promise(due="2026-12-01"), None),
        (promise(due="2026-12-02", remind=864000), "soon"),
        (promise(due="2026-11-30", remind=60), "soon"),
        (a_promise(made(due="2026-11-20"), moved("2026-11-23")), "overdue"),
        (promise(due="2026-11-23", zone="Pacific/Kiritimati"), "overdue"),
        (promise(due="2026-11-24", zone="Pacific/Kiritimati"), "today"),
    ],
)
def test_a_promise_is_counted_once_by_its_own_zone(commitment: Commitment, where: str | None) -> None:
    assert counted(commitment) == {"open": 1, **({where: 1} if where else {})}


def test_counts_add_up() -> None:
    assert counted(promise(due="2026-11-22"), promise(due="2026-11-23"), promise(due=None)) == {
        "open": 3,
        "overdue": 1,
        "today": 1,
    }
    assert counted() == {}


def test_two_of_one_kind_are_two() -> None:
    twice = [promise(due=day) for day in ("2026-11-22", "2026-11-23", "2026-11-30") for _ in range(2)]
    assert counted(*twice) == {"open": 6, "overdue": 2, "today": 2, "soon": 2}
