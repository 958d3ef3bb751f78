"""Power loss, simulated over the operations that the program makes: every state that the disk may be left in."""

import shutil
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.actions import ACTIONS, Action, told
from tests.faults.afterwards import wrong_afterwards
from tests.faults.homes import Told, events_in
from tests.faults.outages import Cut, Mounted, cuts, figures, lived
from tests.faults.power import PowerSupply
from tests.faults.verdict import GOOD, Left
from tests.support.figures import count


def _without_state(home: Told) -> None:
    shutil.rmtree(home.home / "state")


ANOTHER_MACHINE = Action(ACTIONS["add"].command, _without_state)
"""The ledger came from elsewhere: this machine keeps nothing of it yet."""

ADD, KEEP, MOVE = ACTIONS["add"].command, ACTIONS["keep"].command, ACTIONS["move"].command


class Story(NamedTuple):
    """Commands, what was before them, and whether something is mounted at the ledger."""

    before: Action
    commands: tuple[tuple[str, ...], ...]
    mounted: bool = False


STORIES = {
    "add, move, keep": Story(ACTIONS["add"], (ADD, MOVE, KEEP)),
    "the first": Story(ACTIONS["add, the first"], (ADD, ("add", "Send Ana the slides", "--to", "ana"))),
    "forget": Story(ACTIONS["forget"], (ACTIONS["forget"].command, KEEP)),
    "merge": Story(ACTIONS["merge"], (ACTIONS["merge"].command, ADD)),
    "restore": Story(ACTIONS["restore, a torn file"], (ACTIONS["restore"].command, ADD)),
    "in place": Story(ACTIONS["add"], (ADD, MOVE), mounted=True),
    "in place, on another machine": Story(ANOTHER_MACHINE, (ADD, MOVE), mounted=True),
    "in place, forget": Story(ACTIONS["forget"], (ACTIONS["forget"].command, KEEP), mounted=True),
}


EVERYDAY = ("add, move, keep", "the first", "forget", "in place", "in place, on another machine")


def _wrong(home: Told, cut: Cut, verdict: Left) -> list[str]:
    """What is wrong when the user goes on with what the power cut left: a torn file has to come back from a backup."""
    cut.remains.put(str(home.home))
    there = cut.coming if verdict == "new" else cut.acknowledged
    torn = verdict not in GOOD
    again = ("restore",) if torn or not there.whole else None
    return wrong_afterwards(home, again, events_in(there.content), torn=torn)


@pytest.mark.parametrize(
    ("name", "chances", "every"),
    [
        *[(name, 0, 40) for name in EVERYDAY],
        *[pytest.param(name, 3, 12, marks=pytest.mark.torture) for name in STORIES],
    ],
)
def test_after_a_power_cut_the_ledger_is_what_was_acknowledged_or_what_came_next(
    tmp_path: Path, name: str, chances: int, every: int
) -> None:
    """Where it was written over in place, or a backup that is on the disk has it."""
    before, commands, mounted = STORIES[name]
    home = told(tmp_path, before)
    supply, ledger = PowerSupply(tmp_path), str(home.ledger)
    moments = lived(home, commands, supply, Mounted(home.ledger, supply) if mounted else supply)
    found = Counter[Left]()
    for cut in cuts(supply, ledger, moments, chances):
        verdict = cut.left(supply.root, ledger)
        if found[verdict] % (every if verdict in GOOD else every // 4) == 0:
            assert _wrong(home, cut, verdict) == [], (verdict, cut.after)
        found[verdict] += 1
    bad = sum(number for verdict, number in found.items() if verdict not in GOOD)
    if mounted:
        count("power loss, written in place", states=found.total(), half_written=bad, not_restored=0)
    else:
        count("power loss", **figures(found))

    assert set(found) >= GOOD
    assert found.total() >= 70
    assert (bad > 0) == mounted, found
