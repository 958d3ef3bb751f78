"""A field of a record that someone edited by hand: it becomes an event at the next write, and is never lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from followthrough.actions.add import add
from followthrough.actions.annotate import note
from followthrough.actions.undo import undo
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import UntrustedLedgerError
from tests.adapters.steps import file_ledger
from tests.support.fakes import a_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return replace(a_workspace(), ledger=file_ledger(tmp_path))


def _add(workspace: Workspace, text: str) -> str:
    return add(workspace, text, to=["ana"], by="2026-12-04").commitments[0].id


def _edited(workspace: Workspace, **fields: Any) -> str:
    """Add a promise, then change these fields of its record in the file; its id."""
    commitment_id = _add(workspace, "Send Ana the slides")
    file = Path(workspace.ledger.path)
    document = json.loads(file.read_text(encoding="utf-8"))
    document["open"][commitment_id] |= fields
    file.write_text(json.dumps(document), encoding="utf-8")
    return commitment_id


def _record(workspace: Workspace, commitment_id: str) -> dict[str, Any]:
    document = json.loads(Path(workspace.ledger.path).read_text(encoding="utf-8"))
    record: dict[str, Any] = document["open"][commitment_id]
    return record


def _events(record: dict[str, Any]) -> list[tuple[str, int]]:
    return [(event["did"], event["n"]) for event in record["history"]]


def test_a_text_edited_by_hand_is_recorded_as_an_edit_before_what_was_asked_for(workspace: Workspace) -> None:
    commitment_id = _edited(workspace, what="Send Ana all the slides", tags=["talks"])
    note(workspace, commitment_id, "Soon")
    record = _record(workspace, commitment_id)
    assert (record["what"], record["tags"]) == ("Send Ana all the slides", ["talks"])
    assert _events(record) == [("made", 1), ("edited", 2), ("noted", 3)]
    assert record["history"][1]["from"] == {"what": "Send Ana the slides", "tags": []}
    assert record["history"][1]["to"] == {"what": "Send Ana all the slides", "tags": ["talks"]}


def test_a_date_edited_by_hand_is_a_move_that_nobody_agreed_to(workspace: Workspace) -> None:
    commitment_id = _edited(workspace, due="2027-01-15")
    note(workspace, commitment_id, "Soon")
    record = _record(workspace, commitment_id)
    assert (record["due"], record["judged_due"]) == ("2027-01-15", "2026-12-04")
    assert _events(record) == [("made", 1), ("moved", 2), ("noted", 3)]


def test_undo_takes_back_the_command_and_leaves_the_hand_edit(workspace: Workspace) -> None:
    commitment_id = _edited(workspace, what="Send Ana all the slides")
    note(workspace, commitment_id, "Soon")
    undo(workspace)
    assert _record(workspace, commitment_id)["what"] == "Send Ana all the slides"


def test_a_record_nobody_touches_keeps_what_was_edited_in_it(workspace: Workspace) -> None:
    commitment_id = _edited(workspace, what="Send Ana all the slides")
    _add(workspace, "Bring soup")
    assert _record(workspace, commitment_id)["what"] == "Send Ana all the slides"


def test_a_field_edited_into_something_else_is_refused_and_stays(workspace: Workspace) -> None:
    commitment_id = _edited(workspace, tags=7)
    with pytest.raises(UntrustedLedgerError):
        note(workspace, commitment_id, "Soon")
    assert _record(workspace, commitment_id)["tags"] == 7
