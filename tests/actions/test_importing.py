"""Bringing in an export of ours: the same promises and histories, under numbers of this replica, once."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
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
from followthrough.actions.forget import forget
from followthrough.actions.importing import Imported, import_file
from followthrough.actions.move import move
from followthrough.actions.people import describe
from followthrough.actions.renaming import join
from followthrough.actions.report import laid_out, report
from followthrough.actions.settle import confirm, keep, miss, reopen, repair, withdraw
from followthrough.actions.undo import redo, undo
from followthrough.adapters.ledger.disk import UnflushedDisk
from followthrough.adapters.ledger.tinydb_ledger import FileLedger
from followthrough.domain.errors import NothingToUndoError, NotInThatFormatError, Problem
from followthrough.domain.filters import Filters
from followthrough.formats.exchange.names import ExportFormat
from tests.support.fakes import FakeClock, FakePreferences, SeededRandomness, a_workspace
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


def exported(workspace: WiderWorkspace) -> dict[str, Any]:
    """The document that everything there makes."""
    document: dict[str, Any] = json.loads(export(workspace, "json").text)
    return document


def one(document: dict[str, Any], word: str) -> dict[str, Any]:
    """The promise of a document with that word in its text."""
    found: dict[str, Any] = next(each for each in document["commitments"] if word in each["what"])
    return found


def alone(document: dict[str, Any], *commitments: dict[str, Any], **parts: Any) -> str:
    """The document with nothing but these promises, and these parts, in it."""
    return json.dumps({**document, "people": [], "series": [], "commitments": commitments, **parts})


def reasons(done: Imported) -> list[str]:
    return [each.reason for each in done.left_out]


def test_what_stands_in_the_file_twice_comes_in_once(here: WiderWorkspace, there: WiderWorkspace) -> None:
    assert isinstance(here.clock, FakeClock)
    here.clock.set(there.now())
    done = read(here, 2 * export(there, "jsonl").text)
    assert (len(done.new), reasons(done)) == (4, ["it stands in the file twice"] * 4)
    numbers = sorted(int(each.event.id.split(".")[1]) for each in here.ledger.read().recorded())
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_was_confirmed_of_an_imported_keeping_counts_where_it_was_kept(
    here: WiderWorkspace, there: WiderWorkspace
) -> None:
    brought(here, there)
    confirm(here, [id_of(here, "slides")], who="ana-ruiz")
    read(there, export(here, "json").text)
    assert [each.confirmed for each in there.ledger.read().settled() if "slides" in each.what] == [True]


def test_an_import_that_was_undone_elsewhere_takes_nothing_back_where_it_came_from(
    here: WiderWorkspace, there: WiderWorkspace
) -> None:
    brought(here, there)
    undo(here)
    before = there.ledger.content()
    assert set(reasons(read(there, export(here, "json").text))) == {"it was taken back there, and stands here"}
    assert there.ledger.content() == before


def test_what_was_undone_there_is_undone_here_whatever_was_due(
    here: WiderWorkspace, there: WiderWorkspace, tmp_path: Path
) -> None:
    brought(here, there)
    after(here, minutes=2)
    undo(here)
    after(here, days=2)
    further = opened(tmp_path / "further away still")
    brought(further, here)
    assert {each.state for each in further.ledger.read().settled()} == {"undone"}
    assert not list(further.ledger.read().unsettled())


def test_an_occurrence_that_was_due_is_not_replaced_by_another_promise(
    here: WiderWorkspace, there: WiderWorkspace
) -> None:
    add_all(here, [Draft(what="Do the dishes", to=("bo",), every="monday")])
    after(here, days=20)
    due = next(each for each in here.ledger.read().unsettled() if each.overdue(here.now()))
    document = exported(there)
    false = {**one(document, "kit"), "id": due.id}
    before = here.ledger.content()
    (reason,) = reasons(read(here, alone(document, false)))
    assert reason == f"what repeats here has an occurrence with the id {due.id}, which says something else"
    assert here.ledger.content() == before


def test_what_only_says_that_it_is_an_occurrence_is_undone_like_anything(
    here: WiderWorkspace, there: WiderWorkspace
) -> None:
    add_all(here, [Draft(what="Do the dishes", to=("bo",), every="monday")])
    document = exported(there)
    false = one(document, "kit")
    false["history"][0]["series"] = next(iter(here.ledger.read().series()))
    after(here, days=20)
    read(here, alone(document, false))
    undo(here)
    assert [each.state for each in here.ledger.read().settled()] == ["undone"]


def test_what_was_forgotten_here_stays_forgotten_under_another_id(here: WiderWorkspace, there: WiderWorkspace) -> None:
    document = exported(there)
    again = {**one(document, "kit"), "id": "kmzqrtplwvny"}
    forget(there, [id_of(there, "kit")])
    assert reasons(read(there, alone(document, again))) == ["it was forgotten here"]


def test_a_task_that_was_forgotten_here_is_not_brought_back(here: WiderWorkspace) -> None:
    (made,) = read(here, TASK).new
    forget(here, [made.id])
    assert reasons(read(here, TASK)) == ["it was forgotten here"]


def test_a_task_has_the_same_id_wherever_it_is_imported(here: WiderWorkspace, there: WiderWorkspace) -> None:
    assert [each.id for each in read(here, TASK).new] == [each.id for each in read(there, TASK).new]


def test_a_task_that_stands_in_the_file_twice_is_taken_as_it_stands_first_each_time(here: WiderWorkspace) -> None:
    done = TASK.replace("pending", "completed").replace("}]", ',"end":"20261121T150000Z"}]')
    twice = f"{TASK[:-1]},{done[1:]}"
    assert reasons(read(here, twice)) == ["it stands in the file twice"]
    before = here.ledger.content()
    assert reasons(read(here, twice)) == ["it stands in the file twice"]
    assert here.ledger.content() == before


TASK = (
    '[{"uuid":"11a62d28-dcfc-48e8-a146-5cdf8f7b8ef3","description":"Call","status":"pending",'
    '"entry":"20261120T150000Z"}]'
)


def test_whoever_was_forgotten_here_is_named_in_nothing_that_comes_in(
    here: WiderWorkspace, there: WiderWorkspace
) -> None:
    document = exported(there)
    add(here, "Wave", to=["ana-ruiz"])
    forget(here, ["@ana-ruiz"])
    assert isinstance(here.clock, FakeClock)
    here.clock.set(there.now())
    done = read(here, json.dumps(document))
    assert reasons(done).count("@ana-ruiz was forgotten here") == 2
    assert b'"ana-ruiz"' not in here.ledger.content()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"logged": "2099-01-01T00:00:00Z"}, "an event of it is said to be recorded at a time that is still to come"),
        ({"n": 0}, "no history has an event with the number 0"),
        ({"n": 10**30}, "no history has an event with the number 1000"),
        ({"maker": "medics"}, "@medics is a circle, and only persons promise"),
        ({"maker": "me"}, "“me” is no handle"),
        ({"to": ["Bo Diddley"]}, "“Bo Diddley” is no handle"),
        ({"by": "b\u202eo"}, "“b\u202eo” is no handle"),
        ({"zone": "../../etc/localtime"}, "the zone “../../etc/localtime” is not known to this machine"),
        ({"to": [f"p{number}" for number in range(1001)]}, "an event of it has more than 1,000 tags or people"),
        ({"what": " "}, ""),
        ({"tags": ["a b"]}, ""),
    ],
)
def test_a_promise_that_no_command_records_is_left_out(
    here: WiderWorkspace, there: WiderWorkspace, changed: dict[str, Any], reason: str
) -> None:
    document = exported(there)
    false = one(document, "kit")
    false["history"][0].update(changed)
    assert isinstance(here.clock, FakeClock)
    here.clock.set(there.now())
    describe(here, "medics", name="Street Medics", members=["bo", "sam"])
    before = here.ledger.content()
    done = read(here, alone(document, false))
    assert [each[: len(reason)] for each in reasons(done)] == [reason]
    assert here.ledger.content() == before


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2031-01-01", "it is said to be kept on 2031-01-01, after that was recorded"),
        ("1999-12-01", "it is said to be kept on 1999-12-01, before it was made"),
    ],
)
def test_a_keeping_at_an_impossible_time_is_left_out(
    here: WiderWorkspace, there: WiderWorkspace, at: str, reason: str
) -> None:
    document = exported(there)
    false = one(document, "slides")
    false["history"][1]["at"] = at
    assert isinstance(here.clock, FakeClock)
    here.clock.set(there.now())
    assert reasons(read(here, alone(document, false))) == [reason]


def test_an_event_about_another_one_that_is_not_there_is_left_out_with_its_promise(
    here: WiderWorkspace, there: WiderWorkspace
) -> None:
    document = exported(there)
    false = one(document, "watering")
    false["history"][-1]["of"] = "vwxyz.99"
    assert isinstance(here.clock, FakeClock)
    here.clock.set(there.now())
    assert reasons(read(here, alone(document, false))) == ["an event of it is about vwxyz.99, which is not in the file"]


def test_a_history_that_takes_back_without_end_is_left_out_at_once(here: WiderWorkspace, there: WiderWorkspace) -> None:
    document = exported(there)
    endless = one(document, "watering")
    made, _, retracted = endless["history"]
    chain = [{**retracted, "id": f"vwxyz.{n}", "n": n, "of": f"vwxyz.{n - 1}"} for n in range(2, 2002)]
    false = {**endless, "history": [{**made, "id": "vwxyz.1"}, *chain]}
    begun = process_time()
    (reason,) = reasons(read(here, alone(document, false)))
    assert reason == "2,000 of its 2,001 events take another back, more than anybody does"
    assert process_time() - begun < 1


@pytest.mark.parametrize("lines", [False, True])
def test_more_that_repeats_than_anybody_has_is_refused(
    here: WiderWorkspace, there: WiderWorkspace, *, lines: bool
) -> None:
    head = {**exported(there), "people": [], "commitments": []}
    (series,) = head.pop("series")
    text = json.dumps({**head, "series": [series] * 1001})
    if lines:
        del head["commitments"], head["people"]
        text = "\n".join(json.dumps(each) for each in (head, *[{"series": series}] * 1001))
    with pytest.raises(NotInThatFormatError, match="more than 1,000 promises that repeat"):
        read(here, text)
    assert not here.ledger.is_there()


def test_a_reason_is_a_short_one_whatever_stands_in_the_file(here: WiderWorkspace, there: WiderWorkspace) -> None:
    document = exported(there)
    false = one(document, "kit")
    false["history"][0]["due"] = "A" * 5000
    (reason,) = reasons(read(here, alone(document, false)))
    assert len(reason) <= 251


def test_somebody_who_is_called_as_somebody_else_here_is_left_out(here: WiderWorkspace, there: WiderWorkspace) -> None:
    describe(there, "bo", aliases=["dee"])
    document = exported(there)
    add(here, "Wave", to=["dee"])
    assert isinstance(here.clock, FakeClock)
    here.clock.set(there.now())
    done = read(here, json.dumps(document))
    assert reasons(done) == ["@bo is also called “dee” there, as @dee is here"]


def test_what_is_private_does_not_repeat_in_a_ledger_of_several(here: WiderWorkspace, there: WiderWorkspace) -> None:
    document = exported(there)
    add(here, "Wave", to=["bo"])
    add(replace(here, preferences=FakePreferences("bo")), "Wave back", to=["sam"])
    assert isinstance(here.clock, FakeClock)
    here.clock.set(there.now())
    done = read(here, alone(document, series=document["series"]))
    assert done.series == ()
    assert len(reasons(done)) == 1


@pytest.mark.parametrize(
    ("event", "comes"),
    [
        ({"did": "moved", "due": "2027-01-01", "agreed": True}, False),
        ({"did": "withdrawn"}, False),
        ({"did": "released", "whose": "medics"}, False),
        ({"did": "kept"}, True),
        ({"did": "moved", "due": "2027-01-01", "agreed": False}, True),
    ],
)
def test_what_is_overdue_here_is_not_taken_out_of_the_figures_by_a_file_that_says_it_was_settled_before(
    here: WiderWorkspace, there: WiderWorkspace, event: dict[str, Any], *, comes: bool
) -> None:
    add(there, "Paint the door", to=["ana"], by="in 2 days")
    brought(here, there)
    document = exported(there)
    false = one(document, "door")
    false["history"].append({"id": "kkkkk.1", "n": 2, "by": "sam", "logged": false["history"][0]["logged"], **event})
    after(here, days=20)
    done = read(here, alone(document, false))
    assert (len(done.more) == 1) is comes
    assert comes or reasons(done) == [
        "it is overdue here, and by this file it would not be; ft merge unites two copies of one ledger"
    ]


def test_what_was_let_go_in_time_there_still_is_after_undo_and_redo(here: WiderWorkspace) -> None:
    assert isinstance(here.clock, FakeClock)
    gone = TASK.replace("pending", "deleted").replace("}]", ',"due":"20261122T220000Z","end":"20261121T150000Z"}]')
    here.clock.set("2026-11-23T12:00:00-05:00")
    read(here, gone)
    undo(here)
    after(here, minutes=1)
    redo(here)
    (promise,) = here.ledger.read().settled()
    assert (promise.state, promise.settled_late()) == ("withdrawn", False)


def test_an_event_with_the_number_of_a_forgetting_here_is_like_any_other(
    here: WiderWorkspace, there: WiderWorkspace
) -> None:
    brought(here, there)
    forget(here, [id_of(here, "attic")])
    (stone,) = here.ledger.read().forgotten().values()
    document = exported(there)
    more = {"did": "noted", "id": stone.id, "n": 9, "by": "sam", "note": "Said", "logged": there.now().isoformat()}
    one(document, "kit")["history"].append(more)
    done = read(here, alone(document, one(document, "kit")))
    assert (len(done.more), done.left_out) == (1, ())
