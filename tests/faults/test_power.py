"""Power loss, simulated over the operations that the program makes: every state that the disk may be left in."""

import errno
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.faults.actions import ACTIONS, Action, the_ledger, told
from tests.faults.afterwards import wrong_afterwards
from tests.faults.homes import Told, events_in
from tests.faults.power import PowerCut, PowerSupply
from tests.faults.seam import Meets, Operation, on_the_seam
from tests.faults.verdict import GOOD, left
from tests.support.figures import count

ADD, KEEP, MOVE = ACTIONS["add"].command, ACTIONS["keep"].command, ACTIONS["move"].command

STORIES = {
    "add, keep, move": (ACTIONS["add"], (ADD, KEEP, MOVE)),
    "the first": (ACTIONS["add, the first"], (ADD, ("add", "Send Ana the slides", "--to", "ana"))),
    "forget": (ACTIONS["forget"], (ACTIONS["forget"].command, KEEP)),
    "merge": (ACTIONS["merge"], (ACTIONS["merge"].command, ADD)),
    "restore": (ACTIONS["restore"], (ACTIONS["restore"].command, ADD)),
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


@pytest.mark.parametrize("chances", [0, pytest.param(8, marks=pytest.mark.torture)])
@pytest.mark.parametrize("name", STORIES)
def test_after_a_power_cut_the_ledger_is_what_was_acknowledged_or_what_came_next(
    tmp_path: Path, name: str, chances: int
) -> None:
    action, commands = STORIES[name]
    home = told(tmp_path, action)
    supply = PowerSupply(tmp_path)
    moments = _lived(home, commands, supply, supply)
    found = Counter[str]()
    for acknowledged, coming, after in _cuts(home, supply, moments, chances):
        content = home.ledger.read_bytes() if home.ledger.exists() else None
        verdict = left(content, acknowledged.content, coming.content)
        found[verdict] += 1
    print(name, len(supply.happened), found)
