"""What a ledger tells of its steps: each event that its user recorded, in order, and nothing that was merged."""

import pytest
from msgspec.structs import replace

from followthrough.actions import annotate, settle
from followthrough.actions.add import add
from followthrough.actions.forget import forget
from followthrough.actions.hooked import Happened, HookedLedger
from followthrough.actions.importing import import_file
from followthrough.actions.people import describe
from followthrough.actions.ports import Ledger
from followthrough.actions.undo import redo, undo
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import AlreadySettledError
from tests.support.builders import a_history, made
from tests.support.fakes import FakeLedger, a_workspace
from tests.support.sharing import FakeFiles

ONE, OTHER = "kmzqrtplwvny", "nwxopkqrstlm"


@pytest.fixture
def heard() -> list[Happened]:
    return []


@pytest.fixture
def workspace(heard: list[Happened]) -> Workspace:
    ledger = FakeLedger({
        ONE: a_history(made("Slides")),
        OTHER: a_history(made("Budget", stamped={"number": 2})),
    })  # fmt: skip
    return replace(a_workspace(ledger), ledger=HookedLedger(ledger, heard.extend))


def test_a_step_about_several_promises_is_told_event_by_event(workspace: Workspace, heard: list[Happened]) -> None:
    settle.keep(workspace, [OTHER, ONE])

    assert [(each.kind, each.commitment_id) for each in heard] == [("kept", OTHER), ("kept", ONE)]
    assert [each.commitment and each.commitment.state for each in heard] == ["kept", "kept"]


def test_what_was_refused_is_not_told(workspace: Workspace, heard: list[Happened]) -> None:
    settle.keep(workspace, [ONE])
    del heard[:]
    with pytest.raises(AlreadySettledError):
        settle.keep(workspace, [OTHER, ONE])

    assert heard == []


def test_undo_and_redo_tell_of_retractions(workspace: Workspace, heard: list[Happened]) -> None:
    settle.miss(workspace, [ONE])
    undo(workspace, 1)
    redo(workspace)

    assert [each.kind for each in heard] == ["missed", "retracted", "retracted"]
    assert [each.commitment and each.commitment.state for each in heard] == ["missed", "open", "missed"]


def test_only_the_new_events_of_a_history_are_told(workspace: Workspace, heard: list[Happened]) -> None:
    annotate.note(workspace, ONE, "Half of it is done")
    annotate.note(workspace, ONE, "All but the last page")

    assert [(each.kind, getattr(each.event, "note", None)) for each in heard] == [
        ("noted", "Half of it is done"),
        ("noted", "All but the last page"),
    ]


def test_a_forgotten_promise_is_told_without_it(workspace: Workspace, heard: list[Happened]) -> None:
    forget(workspace, [ONE])

    assert [(each.kind, each.commitment_id, each.commitment) for each in heard] == [("forgotten", ONE, None)]


def test_what_is_said_of_persons_is_not_told(workspace: Workspace, heard: list[Happened]) -> None:
    describe(workspace, "ana", name="Ana Lovelace")

    assert heard == []


def test_a_forgotten_person_is_not_told(workspace: Workspace, heard: list[Happened]) -> None:
    describe(workspace, "dee", name="Dee Okafor")
    forget(workspace, ["@dee"])

    assert heard == []


def test_a_promise_is_told_as_made(workspace: Workspace, heard: list[Happened]) -> None:
    add(workspace, "Bake a cake", to=["ana"])

    assert [(each.kind, each.commitment and each.commitment.what) for each in heard] == [("made", "Bake a cake")]


def test_that_an_import_goes_again_or_comes_back_is_not_told(heard: list[Happened]) -> None:
    hooked: Ledger = HookedLedger(FakeLedger(), heard.extend)
    workspace = replace(a_workspace(files=FakeFiles({"all": b"what,to\nBring cake,ana\n"})), ledger=hooked)
    import_file(workspace, "all")
    del heard[:]
    undo(workspace, 1)

    assert [each.state for each in hooked.read(create=True).settled()] == ["undone"]
    assert heard == []
    redo(workspace)
    undo(workspace, 1)
    redo(workspace)
    assert [each.state for each in hooked.read(create=True).unsettled()] == ["open"]
    assert heard == []
