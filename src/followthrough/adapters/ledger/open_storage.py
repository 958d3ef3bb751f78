"""TinyDB's storage for reading what is open in a ledger."""

from typing import Any

from followthrough.adapters.ledger.days import NamedDays
from followthrough.adapters.ledger.disk import Disk, FileStat
from followthrough.adapters.ledger.first_look import LARGE
from followthrough.adapters.ledger.frame import FrameError, parse_open
from followthrough.adapters.ledger.layout import OddLayoutError
from followthrough.adapters.ledger.storage import LedgerStorage, collector_off
from followthrough.adapters.ledger.tables import Table


class OpenStorage(LedgerStorage):
    """The ledger file, all of it read and checked, but of the settled promises little kept. It is never written."""

    def __init__(self, path: str, disk: Disk, *, days: NamedDays, create: bool = False) -> None:
        super().__init__(path, disk, create=create)
        self._days = days

    def read(self) -> dict[str, Table]:  # type: ignore[override]  # as in what it extends
        """The tables; in whatever case that is not the plain one, as every other reader sees them."""
        try:
            self.found = self._disk.stat(self.path)
            if self.found is not None and self.found.kind == "file" and self._may_be_a_ledger(self.found):
                with self._disk.opened(self.path) as file, collector_off():
                    return {**parse_open(file, self._days)}
        except (OddLayoutError, FrameError, OSError):
            pass
        return super().read()

    def _may_be_a_ledger(self, found: FileStat) -> bool:
        return found.size < LARGE or self._disk.why_no_ledger(self.path) is None

    def write(self, data: Any) -> None:
        """Never: what was not kept would be lost. Raises TypeError."""
        raise TypeError("a ledger read in part is not written")
