"""Bringing in an export of ours: the same promises and histories, under numbers of this replica, once."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from followthrough.actions import change_series
from followthrough.actions.add import add, add_all
from followthrough.actions.annotate import note
from followthrough.actions.drafts import Draft
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.exporting import export
from followthrough.actions.importing import Imported, import_file
from followthrough.actions.move import move
from followthrough.actions.people import describe
from followthrough.actions.renaming import join
from followthrough.actions.report import laid_out, report
from followthrough.actions.settle import confirm, keep, miss, reopen, repair, withdraw
from followthrough.actions.undo import redo, undo
from followthrough.adapters.ledger.disk import UnflushedDisk
from followthrough.adapters.ledger.tinydb_ledger import FileLedger
from followthrough.domain.errors import NothingToUndoError, Problem
from followthrough.domain.filters import Filters
from followthrough.formats.exchange.names import ExportFormat
from tests.support.fakes import FakeClock, SeededRandomness, a_workspace
from tests.support.sharing import FakeFiles
from tests.support.thoroughness import tried_on


def told(workspace: WiderWorkspace) -> dict[str, Any]:
    """Everything there is to say of a ledger, without what an import gives anew."""
    document = json.loads(export(workspace, "json").text)
    for kind in ("people", "series", "commitments"):
        for each in document[kind]:
            new = {event["id"]: event.get("origin", event["id"]) for event in each["history"]}
            for event in each["history"]:
                event["id"] = new[event["id"]]
                event["of"] = new.get(event.get("of"), event.get("of"))
                for name in ("origin", "imported", "step"):
                    event.pop(name, None)
    return {kind: document[kind] for kind in ("people", "series", "commitments")}


def opened(directory: Path) -> WiderWorkspace:
    """Sam's workspace with a ledger on a disk."""
    clock = FakeClock()
    choose, path = SeededRandomness(len(directory.name)).choose, str(directory / "ledger.json")
    return replace(
        a_workspace(clock=clock),
        randomness=SeededRandomness(7 + len(directory.name)),
        ledger=FileLedger(path, str(directory / "state"), "add", choose, clock.now, disk=UnflushedDisk()),
    )


def after(workspace: WiderWorkspace, **length: float) -> None:
    """Let that much time pass."""
    assert isinstance(workspace.clock, FakeClock)
    workspace.clock.forward(**length)


def id_of(workspace: WiderWorkspace, word: str) -> str:
    """The id of the promise with that word in its text."""
    book = workspace.ledger.read()
    return next(each.id for each in (*book.unsettled(), *book.settled()) if word in each.what)


def read(workspace: WiderWorkspace, text: str, **options: Any) -> Imported:
    """What the import of a file with this text brings."""
    assert isinstance(workspace.files, FakeFiles)
    workspace.files.content["all"] = text.encode()
    return import_file(workspace, "all", **options)


@pytest.fixture
def here(tmp_path: Path) -> WiderWorkspace:
    """Sam's ledger, empty, on a disk."""
    return opened(tmp_path / "here")


@pytest.fixture
def there(tmp_path: Path) -> WiderWorkspace:
    """Another ledger, with a past."""
    workspace = opened(tmp_path / "there, elsewhere")
    add(workspace, "Send Ana the slides", to=["Ana Ruiz"], by="friday 5pm", confidence="80", tags=["talks"])
    add(workspace, "Sort the attic", to=["ana"], by="tomorrow", note="all of it")
    describe(workspace, "medics", name="Street Medics", members=["ana-ruiz", "sam"])
    add(workspace, "Refill the kit", to=["medics"], visibility="circle")
    add_all(workspace, [Draft(what="Do the watering", to=("bo",), every="sunday")])
    after(workspace, days=3)
    keep(workspace, ["slides"], part="60%")
    after(workspace, days=9)
    miss(workspace, ["attic"])
    repair(workspace, id_of(workspace, "attic"), "Sorted it on Sunday")
    keep(workspace, [id_of(workspace, "watering")])
    undo(workspace)
    return workspace


def brought(here: WiderWorkspace, there: WiderWorkspace, layout: ExportFormat = "json", **options: Any) -> Imported:
    """What an import of everything there brings here, at the same moment."""
    assert isinstance(here.clock, FakeClock)
    here.clock.set(there.now())
    return read(here, export(there, layout).text, **options)


@pytest.mark.parametrize("layout", ["json", "jsonl"])
def test_an_export_gives_everything_back(here: WiderWorkspace, there: WiderWorkspace, layout: ExportFormat) -> None:
    done = brought(here, there, layout)
    assert (done.format, done.known, done.left_out) == (layout, 0, ())
    assert told(here) == told(there)
    numbers = sorted(int(each.event.id.split(".")[1]) for each in here.ledger.read().recorded())
    assert numbers == list(range(1, len(numbers) + 1))


def test_importing_twice_adds_nothing(here: WiderWorkspace, there: WiderWorkspace) -> None:
    brought(here, there)
    before = here.ledger.content()
    done = brought(here, there, "jsonl")
    assert (done.new, done.more, done.people, done.known) == ((), (), (), 4)
    assert here.ledger.content() == before


def test_a_look_records_nothing_and_shows_what_would_come(here: WiderWorkspace, there: WiderWorkspace) -> None:
    tried = brought(here, there, dry_run=True)
    assert tried.tried
    assert not here.ledger.is_there()
    done = brought(here, there)
    assert {each.id: each.state for each in tried.new} == {each.id: each.state for each in done.new}
    assert tried.people == done.people


def test_an_import_is_one_step_of_undo_whatever_was_due(here: WiderWorkspace, there: WiderWorkspace) -> None:
    brought(here, there)
    undo(here)
    with pytest.raises(NothingToUndoError):
        undo(here)
    assert {each.state for each in here.ledger.read().settled()} == {"undone"}
    redo(here)
    assert {(each.id, each.state) for each in here.ledger.read().settled()} == {
        (each.id, each.state) for each in there.ledger.read().settled()
    }


def test_after_a_quarter_of_an_hour_what_was_due_stays(here: WiderWorkspace, there: WiderWorkspace) -> None:
    brought(here, there)
    after(here, minutes=16)
    with pytest.raises(Problem):
        undo(here)


def test_what_was_undone_comes_back_under_the_same_ids(here: WiderWorkspace, there: WiderWorkspace) -> None:
    brought(here, there)
    undo(here)
    done = brought(here, there)
    assert (done.known, done.left_out, done.renamed_ids) == (0, (), {})
    assert {each.id: each.state for each in here.ledger.read().settled()} == {
        each.id: each.state for each in there.ledger.read().settled()
    }
    assert [each.what for each in here.ledger.read().series().values()] == ["Do the watering"]
    assert brought(here, there).known == 4


def test_what_was_recorded_there_since_comes_in(here: WiderWorkspace, there: WiderWorkspace) -> None:
    brought(here, there)
    confirm(there, [id_of(there, "slides")], who="ana-ruiz")
    note(there, "kit", "Plasters are still missing")
    done = brought(here, there)
    assert (len(done.more), done.known, done.left_out) == (2, 2, ())
    assert told(here) == told(there)


def test_what_went_on_differently_is_left_out_and_said(here: WiderWorkspace, there: WiderWorkspace) -> None:
    brought(here, there)
    keep(here, ["kit"])
    withdraw(there, ["kit"])
    done = brought(here, there)
    assert [each.reason for each in done.left_out] == [
        "it went on differently here; ft merge unites two copies of one ledger"
    ]
    assert {each.state for each in here.ledger.read().settled() if each.what == "Refill the kit"} == {"kept"}


def test_an_event_that_says_something_else_here_is_said(here: WiderWorkspace, there: WiderWorkspace) -> None:
    brought(here, there)
    text = export(there, "json").text
    (left,) = read(here, text.replace("all of it", "some of it")).left_out
    assert left.reason.endswith("of it is another one here")


def test_renamed_people_stay_who_they_are(here: WiderWorkspace, there: WiderWorkspace) -> None:
    join(there, "ana", "ana-ruiz")
    brought(here, there)
    assert told(here) == told(there)
    assert {each.to for each in here.ledger.read().settled()} == {("ana-ruiz",)}


def test_filters_choose_what_is_exported_with_the_people_in_it(there: WiderWorkspace) -> None:
    document = json.loads(export(there, "json", Filters(to="medics")).text)
    assert [each["what"] for each in document["commitments"]] == ["Refill the kit"]
    assert [each["handle"] for each in document["people"]] == ["ana-ruiz", "medics", "sam"]
    assert document["series"] == []


STEPS = st.lists(st.integers(0, 9), max_size=14)


@tried_on(25)
@given(STEPS)
def test_whatever_was_done_there_comes_to_the_same_here(steps: list[int]) -> None:
    with TemporaryDirectory() as home:
        _do_all(Path(home), steps)


def _do_all(home: Path, steps: list[int]) -> None:
    there, here = opened(home / "there, elsewhere"), opened(home / "here")
    add(there, "Send Ana the slides", to=["ana"], by="friday")
    for number, step in enumerate(steps):
        after(there, hours=7 * step + number)
        _do(there, step, number)
    brought(here, there)
    assert told(here) == told(there)
    assert brought(here, there).new == ()


def _do(workspace: WiderWorkspace, step: int, number: int) -> None:
    try:
        match step:
            case 0:
                add(workspace, f"Promise {number}", to=["bo", "cy"], by="in 3 days")
            case 1:
                keep(workspace, ["slides"])
            case 2:
                move(workspace, ["slides"], by="in 2 days", agreed=True)
            case 3:
                undo(workspace)
            case 4:
                redo(workspace)
            case 5:
                confirm(workspace, [id_of(workspace, "slides")], satisfied=False)
            case 6:
                add_all(workspace, [Draft(what=f"Call {number}", to=("mum",), every="2 days")])
            case 7:
                change_series.stop(workspace, next(iter(workspace.ledger.read().series())))
            case 8:
                join(workspace, "cy", "bo")
            case _:
                reopen(workspace, [id_of(workspace, "slides")])
    except (Problem, StopIteration):
        pass


def test_a_report_says_how_many_events_came_from_a_file(here: WiderWorkspace, there: WiderWorkspace) -> None:
    brought(here, there)
    keep(here, ["kit"])
    made = report(here, None, Filters(), detail="counts", names=None)
    assert made.basis is not None
    assert (made.basis.imported, made.basis.events) == (9, 11)
    text = laid_out(made, "text", "1.0")
    assert "9 of 11 events came from a file, with the dates that stood there." in " ".join(text.split())
    assert "came from a file" not in laid_out(report(there, None, Filters(), detail="counts", names=None), "text", "1")
