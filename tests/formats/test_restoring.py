"""Every accident to a ledger's bytes is noticed, mended without a fault, and made good from what a machine keeps."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from followthrough.domain.errors import LostEventsError
from followthrough.formats.examination.whole import Examination
from followthrough.formats.mending import check_nothing_lost
from tests.support.damage import (
    FORMAT,
    events_of,
    examined,
    flips,
    kept_of,
    mended_bytes,
    mutations,
    restored_bytes,
    sighting,
    tables_of,
    truncations,
    without_a_line,
)
from tests.support.figures import count

GOOD = (Path(__file__).parents[1] / "data" / "damaged" / "state" / "good.json").read_bytes()
EVENTS = events_of(GOOD)
DAMAGED = "damaged files, noticed and restored"


def is_made_good(damaged: Iterable[bytes], *, journal: bool) -> int:
    """How many files there were: what each lost was noticed and is back, and mending raised nothing."""
    kept, count = kept_of(GOOD, journal=journal, backup=not journal), 0
    for count, data in enumerate(damaged, start=1):  # noqa: B007  # it is what is returned
        restored = restored_bytes(data, kept)
        assert restored is not None
        assert events_of(restored) >= EVENTS
        assert not examined(data, kept).well or events_of(data) >= EVENTS
        examined(mended_bytes(data, kept), kept)
    return count


def test_a_whole_ledger_is_well() -> None:
    assert examined(GOOD, kept_of(GOOD, journal=True)).findings == ()


@pytest.mark.parametrize("journal", [False, True])
def test_a_removed_line_is_noticed_and_brought_back(journal: bool) -> None:
    assert is_made_good(without_a_line(GOOD), journal=journal) == GOOD.count(b"\n")


def test_a_truncation_is_noticed_and_brought_back() -> None:
    assert is_made_good(list(truncations(GOOD))[::97], journal=False) > 30


def test_a_flipped_byte_is_noticed_and_made_good() -> None:
    assert is_made_good(flips(GOOD, range(0, len(GOOD), 97)), journal=True) > 120


def test_random_accidents_are_noticed_and_made_good() -> None:
    assert is_made_good(mutations(GOOD, 120), journal=False) == 120


@pytest.mark.torture
def test_every_truncation_is_noticed_and_brought_back() -> None:
    assert is_made_good(truncations(GOOD), journal=False) == len(GOOD)
    count(DAMAGED, truncations=len(GOOD), unnoticed=0, not_restored=0)


@pytest.mark.torture
def test_every_byte_flipped_in_four_ways_is_noticed_and_made_good() -> None:
    assert is_made_good(flips(GOOD, range(len(GOOD))), journal=False) == 4 * len(GOOD)
    count(DAMAGED, flips=4 * len(GOOD))


@pytest.mark.torture
def test_20_000_random_accidents_are_noticed_and_made_good() -> None:
    assert is_made_good(mutations(GOOD, 20_000, seed=7), journal=False) == 20_000
    count(DAMAGED, mutations=20_000)


def test_a_rewriting_that_would_lose_an_event_is_refused() -> None:
    examination = Examination(sighting(GOOD), FORMAT)
    check_nothing_lost(examination, tables_of(GOOD))
    with pytest.raises(LostEventsError):
        check_nothing_lost(examination, {**tables_of(GOOD), "settled": {}})
