"""A record that is to be written and holds an event that cannot be read: refused, and no traceback."""

from pathlib import Path

import pytest

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.storage import LedgerStorage
from followthrough.adapters.ledger.tables import ChangedTable, Record
from followthrough.domain.errors import UntrustedLedgerError

LEDGER = b"""{
"meta": {
"1": {"app":"followthrough","format":1,"min_writer":1,"ledger":"nykzuqwsvvwm"}
},
"replicas": {},
"people": {
"ana": {"name":"Ana","history":[{"did":"described","id":["tkqzm.1"],"n":1}]}
},
"series": {},
"forgotten": {},
"open": {},
"settled": {}
}
"""


def test_an_event_whose_id_is_no_text_is_refused_where_its_record_is_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    path.write_bytes(LEDGER)
    storage = LedgerStorage(str(path), Disk())
    tables = storage.read()
    changed = ChangedTable(tables["people"], {"ana": Record({"name": "Ana Ruiz"}, "ana")}, ())
    with pytest.raises(UntrustedLedgerError, match="an event in it cannot be read"):
        storage.write({**tables, "people": changed})
    assert path.read_bytes() == LEDGER
