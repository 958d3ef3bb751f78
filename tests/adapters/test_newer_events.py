"""Events of kinds that only a newer version knows: what they are about is read, and refused to be changed."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from followthrough.actions.add import add
from followthrough.actions.people import describe, everyone
from followthrough.actions.settle import keep
from followthrough.actions.undo import undo
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import UnknownEventError, UnknownPersonEventError
from tests.adapters.steps import file_ledger
from tests.support.fakes import a_workspace

SWORN = {"did": "sworn", "id": "zzzzz.7", "n": 9, "logged": "2026-11-23T10:30:00-05:00", "by": "ana", "odd": [1, 2]}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A ledger with one promise to Ana, who is described."""
    workspace = replace(a_workspace(), ledger=file_ledger(tmp_path))
    add(workspace, "Send Ana the slides", to=["ana"])
    return workspace


def _swear(workspace: Workspace, table: str) -> bytes:
    """Put an event of an unknown kind into the last record of a table; the bytes of the file."""
    file = Path(workspace.ledger.path)
    document = json.loads(file.read_bytes())
    document[table][min(document[table])]["history"].append(SWORN)
    file.write_text(json.dumps(document), encoding="utf-8")
    return file.read_bytes()


def _file(workspace: Workspace) -> bytes:
    return Path(workspace.ledger.path).read_bytes()


def test_undo_refuses_a_promise_with_an_event_of_an_unknown_kind(workspace: Workspace) -> None:
    keep(workspace, ["slides"])
    before = _swear(workspace, "settled")
    with pytest.raises(UnknownEventError) as problem:
        undo(workspace)

    assert str(problem.value).endswith("has an event of a kind this version does not know: “sworn”.")
    assert _file(workspace) == before


def test_a_person_with_an_event_of_an_unknown_kind_is_still_told(workspace: Workspace) -> None:
    before = _swear(workspace, "people")

    assert [(each.handle, each.foreign) for each in everyone(workspace).people] == [("ana", True), ("sam", False)]
    assert _file(workspace) == before


def test_a_person_with_an_event_of_an_unknown_kind_is_not_described(workspace: Workspace) -> None:
    before = _swear(workspace, "people")
    with pytest.raises(UnknownPersonEventError) as problem:
        describe(workspace, "ana", name="Ana Ruiz")

    assert str(problem.value) == "The history of @ana has an event of a kind this version does not know."
    assert _file(workspace) == before


def test_undo_refuses_a_person_with_an_event_of_an_unknown_kind(workspace: Workspace) -> None:
    describe(workspace, "ana", name="Ana Ruiz")
    before = _swear(workspace, "people")
    with pytest.raises(UnknownPersonEventError):
        undo(workspace)

    assert _file(workspace) == before


def test_a_person_with_an_event_of_an_unknown_kind_is_carried_through_other_changes(workspace: Workspace) -> None:
    _swear(workspace, "people")
    add(workspace, "Bring soup", to=["ana"])

    assert json.loads(_file(workspace))["people"]["ana"]["history"][-1] == SWORN
