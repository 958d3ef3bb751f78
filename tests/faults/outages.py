"""Commands that ran while the operations were remembered, and what each power cut among them would have left."""

import errno
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults.homes import Told
from tests.faults.power import Happened, PowerCut, PowerSupply, Remains
from tests.faults.seam import Meets, Operation, on_the_seam
from tests.faults.verdict import GOOD, Left, left


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


def lived(home: Told, commands: tuple[tuple[str, ...], ...], supply: PowerSupply, meets: Meets) -> list[Moment]:
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

    def left(self, root: str, ledger: str) -> Left:
        """What became of the ledger."""
        return left(self.remains.content(root, ledger), self.acknowledged.content, self.coming.content)


def cuts(supply: PowerSupply, ledger: str, moments: list[Moment], chances: int) -> Iterator[Cut]:
    """Every different disk after a power cut at any time."""
    known = set()
    for after in range(len(supply.happened) + 1):
        number = max(each for each, moment in enumerate(moments) if moment.happened <= after)
        acknowledged, coming = moments[number], moments[min(number + 1, len(moments) - 1)]
        for remains in PowerCut(supply, after).remains(str(Path(ledger).parent), chances, seed=after):
            if (key := (number, remains.key(supply.root))) not in known:
                known.add(key)
                yield Cut(remains, acknowledged, coming, supply.happened[after - 1] if after else None)


def figures(found: Counter[Left]) -> dict[str, int]:
    """The figures of what was found."""
    torn, empty = found["torn"], found["empty"]
    lost = found.total() - torn - empty - sum(found[each] for each in GOOD)
    return {"states": found.total(), "torn": torn, "empty": empty, "lost": lost}
