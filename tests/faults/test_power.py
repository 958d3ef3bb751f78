"""Power loss, simulated over the operations that the program makes: every state that the disk may be left in."""

import errno
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.faults.actions import ACTIONS, Action, told
from tests.faults.afterwards import wrong_afterwards
from tests.faults.homes import Told, events_in
from tests.faults.power import PowerCut, PowerSupply
from tests.faults.seam import Meets, Operation, on_the_seam
from tests.faults.verdict import GOOD, Left, left
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


class Mounted:
    """Something is mounted at the ledger, so that it cannot be replaced."""

    def __init__(self, ledger: Path, beyond: Meets) -> None:
        self._ledger, self._beyond = str(ledger.resolve()), beyond

    def __call__(self, name: str, operation: Operation, arguments: tuple[Any, ...]) -> Any:
        """Refuse to replace it; everything else goes on."""
        if name == "replace" and arguments[1] == self._ledger:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        return self._beyond(name, operation, arguments)


class Moment(NamedTuple):
    """How the ledger was after a command, when so many things had happened to the disk."""

    happened: int
    content: bytes | None

    @property
    def whole(self) -> bool:
        """Whether it is no torn file that is yet to be restored."""
        return not self.content or self.content.endswith(b"}\n}\n")


def _lived(home: Told, commands: tuple[tuple[str, ...], ...], supply: PowerSupply, meets: Meets) -> list[Moment]:
    """The moments before the first command and after each."""
    moments = [Moment(0, home.ledger.read_bytes() if home.ledger.exists() else None)]
    with on_the_seam(meets):
        for each in commands:
            said = home.do(*each)
            assert said.status == 0, said.err
            moments.append(Moment(len(supply.happened), home.ledger.read_bytes()))
    return moments


def _cuts(home: Told, supply: PowerSupply, moments: list[Moment], chances: int) -> Iterator[tuple[Moment, Moment, int]]:
    """Every different disk after a power cut at any time: what was acknowledged by then, and what came next."""
    known = set()
    for after in range(len(supply.happened) + 1):
        number = max(each for each, moment in enumerate(moments) if moment.happened <= after)
        acknowledged, coming = moments[number], moments[min(number + 1, len(moments) - 1)]
        for remains in PowerCut(supply, after).remains(str(home.ledger.parent), chances, seed=after):
            if (key := (number, remains.key(supply.root))) not in known:
                known.add(key)
                remains.put(supply.root)
                yield acknowledged, coming, after


class Judged(NamedTuple):
    """What a power cut left of the ledger, and what is wrong when its user goes on with it."""

    left: Left
    wrong: list[str]


def _judged(home: Told, acknowledged: Moment, coming: Moment, *, look: bool) -> Judged:
    content = home.ledger.read_bytes() if home.ledger.exists() else None
    verdict = left(content, acknowledged.content, coming.content)
    there = coming if verdict == "new" else acknowledged
    again = None if verdict == "new" or acknowledged.whole else ("restore",)
    if verdict not in GOOD:  # then a backup has to have it
        again, look = ("restore",), True
    return Judged(verdict, wrong_afterwards(home, again, events_in(there.content)) if look else [])


@pytest.mark.parametrize(("chances", "every"), [(0, 20), pytest.param(8, 1, marks=pytest.mark.torture)])
@pytest.mark.parametrize("name", STORIES)
def test_after_a_power_cut_the_ledger_is_what_was_acknowledged_or_what_came_next(
    tmp_path: Path, name: str, chances: int, every: int
) -> None:
    """Where it was written over in place, or a backup that is on the disk has it."""
    before, commands, mounted = STORIES[name]
    home = told(tmp_path, before)
    supply = PowerSupply(tmp_path)
    moments = _lived(home, commands, supply, Mounted(home.ledger, supply) if mounted else supply)
    found = Counter[Left]()
    for acknowledged, coming, after in _cuts(home, supply, moments, chances):
        judged = _judged(home, acknowledged, coming, look=found.total() % every == 0)
        found[judged.left] += 1
        if judged.wrong or (judged.left not in GOOD and not mounted):
            print(name, after, supply.happened[after - 1], judged)
    print(name, chances, len(supply.happened), found)
