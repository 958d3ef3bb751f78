"""The odds against makers whose true chances are known: better where something matters, hardly worse elsewhere.

`python -m tests.support.simulated_makers` measures the same with more makers, for the documents.
"""

import pytest

from tests.support.simulated_makers import MATTERS, SCENARIOS, measured

MAKERS = 20
SEED = 2026


@pytest.mark.parametrize("name", MATTERS)
def test_where_something_matters_the_odds_foresee_better_than_the_overall_rate(name: str) -> None:
    found = measured(name, MAKERS, SEED)

    assert found.truth < found.odds < min(found.rate, found.plain)


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name not in MATTERS])
def test_where_nothing_matters_the_odds_foresee_at_most_two_percent_worse_than_the_overall_rate(name: str) -> None:
    found = measured(name, MAKERS, SEED)

    assert found.truth < found.odds <= 1.02 * min(found.rate, found.plain)
