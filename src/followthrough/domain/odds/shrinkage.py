"""How much of what a group of promises shows is taken for real: the overall rate, and groups that differ from it.

The overall rate is that of A. Agresti and B. A. Coull, “Approximate is better than ‘exact’ for interval estimation of
binomial proportions”, The American Statistician 52 (1998), 119-126: two successes and two failures are added. How much
groups differ beyond chance is the moment estimator of R. DerSimonian and N. Laird, “Meta-analysis in clinical trials”,
Controlled Clinical Trials 7 (1986), 177-188; what a group shows is drawn toward the whole by it as in B. Efron and
C. Morris, “Data analysis using Stein's estimator and its generalizations”, JASA 70 (1975), 311-319. Where promises are
grouped in several ways at once, that is the mixed model of C. R. Henderson, “Best linear unbiased estimation and
prediction under a selection model”, Biometrics 31 (1975), 423-447, here solved by turns as in A. Buja, T. Hastie and
R. Tibshirani, “Linear smoothers and additive models”, Annals of Statistics 17 (1989), 453-510.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

TURNS = 3
"""How often each way of grouping is looked at again; what more of them would change is not seen in the odds."""

Groups = tuple[Hashable, ...]


class Share(NamedTuple):
    """k of n promises that were kept on time."""

    k: int
    n: int


def overall_odds(everything: Share) -> float:
    """The rate, in (0, 1), drawn toward one half as if by four promises more."""
    return (everything.k + 2) / (everything.n + 4)


def together(groups: Collection[Share]) -> Share:
    """All groups as one."""
    return Share(sum(each.k for each in groups), sum(each.n for each in groups))


def between_variance(groups: Collection[Share]) -> float:
    """τ²: the variance of the groups' true rates, 0 where they differ no more than by chance; each n ≥ 1."""
    k, n = together(groups)
    if not 0 < k < n or len(groups) < 2:
        return 0.0
    rate = k / n
    chance = rate * (1 - rate)
    q = fsum(each.n * (each.k / each.n - rate) ** 2 for each in groups) / chance
    weight = (n - fsum(each.n**2 for each in groups) / n) / chance
    return max(0.0, (q - (len(groups) - 1)) / weight)


def believed_differences(cells: Mapping[Groups, Share], variances: Sequence[float]) -> list[dict[Hashable, float]]:
    """For each way of grouping: by how much each group's true rate is believed to differ from that of all promises.

    A cell is named by its group in each way, None where it is in none. What several ways show alike, because the same
    promises are behind it, is shared between them. `variances` are those between the groups of each way, none of
    them 0.
    """
    k, n = together(cells.values())
    rate = k / n
    chance = rate * (1 - rate)
    found: list[dict[Hashable, float]] = [
        dict.fromkeys((groups[way] for groups in cells), 0.0) for way in _ways(variances)
    ]
    for _ in range(TURNS if len(variances) > 1 else 1):
        for way, variance in enumerate(variances):
            others = [each for each in _ways(variances) if each != way]
            found[way] = _turn(cells, way, rate, chance / variance, [(each, found[each]) for each in others])
    return found


def _turn(
    cells: Mapping[Groups, Share],
    way: int,
    rate: float,
    weight: float,
    others: Sequence[tuple[int, dict[Hashable, float]]],
) -> dict[Hashable, float]:
    """The differences of one way of grouping from what the rate and the other ways lead to expect."""
    left: dict[Hashable, float] = {}
    size: dict[Hashable, int] = {}
    for groups, (k, n) in cells.items():
        group, expected = groups[way], rate
        for each, differences in others:
            expected += differences[groups[each]]
        left[group] = left.get(group, 0.0) + k - n * expected
        size[group] = size.get(group, 0) + n
    return {group: 0.0 if group is None else left[group] / (size[group] + weight) for group in left}


def _ways(variances: Sequence[float]) -> range:
    return range(len(variances))
