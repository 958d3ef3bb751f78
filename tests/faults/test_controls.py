"""What the same checks find where the same care is not taken: TinyDB's own storage, and a disk without flushes."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy as copy
from io import BufferedRandom, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from tinydb import JSONStorage

from followthrough.adapters.ledger.disk import Disk
from tests.faults.actions import ACTIONS, told
from tests.faults.outages import cuts, figures, lived
from tests.faults.power import PowerSupply
from tests.faults.seam import Kill, KilledError, Refuse, on_the_seam
from tests.faults.verdict import GOOD, Left, left
from tests.support.figures import count

CHANGES = ("add", "keep", "forget")


@pytest.mark.parametrize("without", ["flush", "flush_directory"])
def test_a_disk_that_does_not_flush_tears_or_loses_what_was_acknowledged(tmp_path: Path, without: str) -> None:
    home = told(tmp_path, ACTIONS["add"])
    supply = PowerSupply(tmp_path, without=frozenset({without}))
    moments = lived(home, (ACTIONS["add"].command, ACTIONS["keep"].command), supply, supply)
    found = Counter(cut.left(supply.root, str(home.ledger)) for cut in cuts(supply, str(home.ledger), moments, 0))
    count(f"power loss, control without {without}", **figures(found))

    assert sum(number for verdict, number in found.items() if verdict not in GOOD) > 0


class SeamFile(RawIOBase):
    """A file that is open for reading and writing, through the seam."""

    def __init__(self, path: Path) -> None:
        self._disk = Disk()
        self._descriptor = self._disk.open(str(path), os.O_RDWR)
        self.gone = False
        """Whether the process is: what is written on the way out of it goes nowhere."""

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        return offset if self.gone else os.lseek(self._descriptor, offset, whence)

    def readinto(self, buffer: Any, /) -> int:
        return os.readv(self._descriptor, [buffer])

    def write(self, data: Any, /) -> int:
        return len(data) if self.gone else self._disk.write(self._descriptor, bytes(data))

    def truncate(self, size: int | None = None, /) -> int:
        size = self.tell() if size is None else size
        self._disk.cut(self._descriptor, size)
        return size


def _write_stock(path: Path, document: Any) -> None:
    """TinyDB's own storage as it is, but that its file is opened through the seam."""
    storage = JSONStorage(str(path), ensure_ascii=False)
    storage.close()
    file = SeamFile(path)
    storage._handle = TextIOWrapper(BufferedRandom(file), encoding="utf-8")
    try:
        storage.write(document)
    finally:
        file.gone = True


def _left_by_stock(home: Path, faults: Iterator[Kill | Refuse]) -> Counter[Left]:
    """What TinyDB's own storage leaves of a ledger when the writes of some actions meet these faults."""
    found, stock, some = Counter[Left](), home / "stock.json", list(faults)
    for name in CHANGES:
        user = told(home / name, ACTIONS[name])
        old = user.ledger.read_bytes()
        user.do(*ACTIONS[name].command)
        new = user.ledger.read_bytes()
        for fault in some:
            again = copy(fault)
            stock.write_bytes(old)
            with suppress(KilledError, OSError), on_the_seam(again):
                _write_stock(stock, json.loads(new))
            if again.operation is not None:
                found[left(stock.read_bytes(), old, new)] += 1
    return found


def test_tinydbs_own_storage_is_torn_by_kills(tmp_path: Path) -> None:
    found = _left_by_stock(tmp_path, (Kill(at, torn=torn) for at in range(5) for torn in (False, True)))
    bad = sum(number for verdict, number in found.items() if verdict not in GOOD)
    count("killed at every file operation, control with TinyDB's storage", kills=found.total(), bad=bad)

    assert bad >= len(CHANGES), found


def test_tinydbs_own_storage_is_torn_by_a_disk_that_is_full_in_the_middle_of_a_write(tmp_path: Path) -> None:
    found = _left_by_stock(tmp_path, (Refuse(at, None, forever=True) for at in range(5)))
    bad = sum(number for verdict, number in found.items() if verdict not in GOOD)
    count("refused by the system, control with TinyDB's storage", refusals=found.total(), bad=bad)

    assert bad >= len(CHANGES), found
