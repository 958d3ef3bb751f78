"""What `merge` prints as JSON."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from followthrough.domain.merging import (
    Arrived,
    Brought,
    ByHand,
    Clash,
    Contested,
    Damaged,
    Differing,
    Doubled,
    Erased,
    Grown,
    Introduced,
    Repeats,
)


class MergedCopyJson(Struct, frozen=True, kw_only=True):
    """What one copy brought: whether it is the ledger's own file, whether it changed anything, and what was found.

    `forgotten` says of each promise who forgot it, `persons` are the handles of persons that were forgotten there.
    """

    file: str
    itself: bool
    changed: bool
    made: tuple[Arrived, ...]
    grown: tuple[Grown, ...]
    forgotten: tuple[Erased, ...]
    persons: tuple[str, ...]
    people: tuple[Introduced, ...]
    series: tuple[Repeats, ...]
    contested: tuple[Contested, ...]
    doubled: tuple[Doubled, ...]
    damaged: tuple[Damaged, ...]
    by_hand: tuple[ByHand, ...]
    differing: tuple[Differing, ...]
    clashes: tuple[Clash, ...]
    joined: str | None


class MergeJson(Struct, frozen=True, kw_only=True):
    """What `merge` prints."""

    schema: str = "followthrough.merge/1"
    copies: list[MergedCopyJson]


def merge_json(copies: Iterable[Brought]) -> MergeJson:
    """What the copies brought, as JSON has it."""
    return MergeJson(
        copies=[
            MergedCopyJson(
                file=each.path, itself=each.itself, changed=each.changed, **msgspec.structs.asdict(each.account)
            )
            for each in copies
        ]
    )
