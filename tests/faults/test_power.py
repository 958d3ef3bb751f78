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
from tests.faults.power import Happened, PowerCut, PowerSupply, Remains
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


class Cut(NamedTuple):
    """A disk after a power cut, what was acknowledged by then, and what was coming."""

    remains: Remains
    acknowledged: Moment
    coming: Moment
    after: Happened | None

    def left(self, ledger: str) -> Left:
        """What became of the ledger."""
        return left(self.remains.content(ledger), self.acknowledged.content, self.coming.content)


def _cuts(supply: PowerSupply, ledger: str, moments: list[Moment], chances: int) -> Iterator[Cut]:
    """Every different disk after a power cut at any time."""
    known = set()
    for after in range(len(supply.happened) + 1):
        number = max(each for each, moment in enumerate(moments) if moment.happened <= after)
        acknowledged, coming = moments[number], moments[min(number + 1, len(moments) - 1)]
        for remains in PowerCut(supply, after).remains(str(Path(ledger).parent), chances, seed=after):
            if (key := (number, remains.key(supply.root))) not in known:
                known.add(key)
                yield Cut(remains, acknowledged, coming, supply.happened[after - 1] if after else None)


def _wrong(home: Told, cut: Cut, verdict: Left) -> list[str]:
    """What is wrong when the user goes on with what the power cut left: a torn file has to come back from a backup."""
    cut.remains.put(str(home.home))
    there = cut.coming if verdict == "new" else cut.acknowledged
    torn = verdict not in GOOD
    again = ("restore",) if torn or not there.whole else None
    return wrong_afterwards(home, again, events_in(there.content), torn=torn)


@pytest.mark.parametrize(("chances", "every"), [(0, 30), pytest.param(8, 3, marks=pytest.mark.torture)])
@pytest.mark.parametrize("name", STORIES)
def test_after_a_power_cut_the_ledger_is_what_was_acknowledged_or_what_came_next(
    tmp_path: Path, name: str, chances: int, every: int
) -> None:
    """Where it was written over in place, or a backup that is on the disk has it."""
    before, commands, mounted = STORIES[name]
    home = told(tmp_path, before)
    supply, ledger = PowerSupply(tmp_path), str(home.ledger)
    moments = _lived(home, commands, supply, Mounted(home.ledger, supply) if mounted else supply)
    found, looked = Counter[Left](), Counter[Left]()
    for cut in _cuts(supply, ledger, moments, chances):
        verdict = cut.left(ledger)
        if found[verdict] % every == 0:
            assert _wrong(home, cut, verdict) == [], (verdict, cut.after)
            looked[verdict] += 1
        found[verdict] += 1
    bad = sum(number for verdict, number in found.items() if verdict not in GOOD)
    count("power loss, written in place" if mounted else "power loss", **_figures(found), looked_at=looked.total())

    assert set(found) >= GOOD
    assert found.total() >= 70
    assert (bad > 0) == mounted, found


def _figures(found: Counter[Left]) -> dict[str, int]:
    torn, empty = found["torn"], found["empty"]
    lost = found.total() - torn - empty - sum(found[each] for each in GOOD)
    return {"states": found.total(), "torn": torn, "empty": empty, "lost": lost}
