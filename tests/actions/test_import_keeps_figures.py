"""What a file says takes nothing out of the figures, brings back what was undone once, and tells others no secret."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from followthrough.actions import change_series
from followthrough.actions.add import add, add_all
from followthrough.actions.annotate import edit
from followthrough.actions.drafts import Draft
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.exporting import export
from followthrough.actions.forget import forget
from followthrough.actions.newcomers import MOST_COMPARED
from followthrough.actions.people import describe
from followthrough.actions.settle import keep, miss, release, withdraw
from followthrough.actions.undo import redo, undo
from followthrough.domain.reliability.outcome import Outcome, judge
from followthrough.formats.exchange.names import ExportFormat
from tests.actions.test_importing import after, brought, id_of, opened, read
from tests.support.fakes import FakePreferences

LINES: tuple[ExportFormat, ...] = ("csv", "todotxt", "taskwarrior", "ics")
EVERY: tuple[ExportFormat, ...] = ("json", "jsonl", *LINES)


@pytest.fixture
def here(tmp_path: Path) -> WiderWorkspace:
    """Sam's ledger, empty, on a disk."""
    return opened(tmp_path / "here")


@pytest.fixture
def there(tmp_path: Path) -> WiderWorkspace:
    """Another one of Sam's."""
    return opened(tmp_path / "there, elsewhere")


def outcomes(workspace: WiderWorkspace) -> Counter[Outcome]:
    """How many promises of a ledger are judged in which way."""
    book = workspace.ledger.read()
    return Counter(judge(each, workspace.now()).outcome for each in (*book.unsettled(), *book.settled()))


def reasons(done: Any) -> list[str]:
    return [each.reason for each in done.left_out]


@pytest.mark.parametrize("layout", EVERY)
@pytest.mark.parametrize("minutes", [0, 20])
def test_what_was_let_go_late_by_a_redo_is_late_elsewhere_too(
    here: WiderWorkspace, there: WiderWorkspace, layout: ExportFormat, minutes: int
) -> None:
    add(there, "Bring the kit", to=["ana"], by="friday 5pm")
    add(there, "Bring the tea", to=["ana"], by="friday 5pm")
    release(there, ["kit"])
    withdraw(there, ["tea"])
    undo(there)
    undo(there)
    after(there, days=9)
    redo(there)
    redo(there)
    assert outcomes(there) == {Outcome.RELEASED_LATE: 1, Outcome.MISSED: 1}
    after(there, minutes=minutes)

    assert brought(here, there, layout).left_out == ()
    assert outcomes(here) == outcomes(there)


def let_go_early(layout: ExportFormat, text: str) -> str:
    """The same file with the one promise in it withdrawn on 24 November."""
    if layout == "taskwarrior":
        (task,) = json.loads(text)
        return json.dumps([{**task, "status": "deleted", "end": "20261124T150000Z"}])
    if layout == "csv":
        return text.replace(",open,,", ",withdrawn,2026-11-24,")
    return f"x 2026-11-24 {text.rstrip()} state:withdrawn\n"


@pytest.mark.parametrize("layout", ["csv", "taskwarrior", "todotxt"])
def test_what_is_overdue_here_is_not_withdrawn_by_a_file(here: WiderWorkspace, layout: ExportFormat) -> None:
    add(here, "Pay the rent", to=["ana"], by="friday")
    text = let_go_early(layout, export(here, layout).text)
    after(here, days=9)

    assert reasons(read(here, text)) == [
        "it is overdue here, and by this file it would not be; ft merge unites two copies of one ledger"
    ]
    assert outcomes(here) == {Outcome.OVERDUE: 1}


@pytest.mark.parametrize("layout", ["csv", "taskwarrior", "todotxt"])
def test_what_is_not_due_yet_is_withdrawn_by_a_file(here: WiderWorkspace, layout: ExportFormat) -> None:
    add(here, "Pay the rent", to=["ana"], by="friday")
    text = let_go_early(layout, export(here, layout).text)
    after(here, days=2)

    assert read(here, text).left_out == ()
    assert outcomes(here) == {Outcome.WITHDRAWN: 1}


def with_more(workspace: WiderWorkspace, *events: dict[str, Any]) -> str:
    """An export with more events of its one promise, from another replica."""
    document = json.loads(export(workspace, "json").text)
    (told,) = document["commitments"]
    of = told["history"][-1]["id"]
    for number, event in enumerate(events, 1):
        stamp = {"id": f"kkkkk.{number}", "by": "sam", "n": 50 + number, "logged": workspace.now().isoformat()}
        told["history"].append({**stamp, **({"of": of} if event["did"] == "reopened" else {}), **event})
    return json.dumps(document)


def test_what_was_missed_here_does_not_become_withdrawn(here: WiderWorkspace) -> None:
    add(here, "Pay the rent", to=["ana"], by="friday")
    after(here, days=9)
    miss(here, ["rent"])
    early = "2026-11-24T10:00:00-05:00"
    done = read(here, with_more(here, {"did": "reopened"}, {"did": "withdrawn", "logged": early}))

    assert reasons(done) == [
        "it is late or missed here, and by this file it would not be; ft merge unites two copies of one ledger"
    ]
    assert outcomes(here) == {Outcome.MISSED: 1}


def test_what_was_kept_late_here_does_not_get_a_later_date(here: WiderWorkspace) -> None:
    add(here, "Pay the rent", to=["ana"], by="friday")
    after(here, days=9)
    keep(here, ["rent"])
    moved = {"did": "moved", "n": 2, "logged": "2026-11-24T10:00:00-05:00", "due": "2026-12-24", "agreed": True}

    assert len(reasons(read(here, with_more(here, moved)))) == 1
    assert outcomes(here) == {Outcome.KEPT_LATE: 1}


def test_what_repeats_and_was_stopped_there_is_said(here: WiderWorkspace, there: WiderWorkspace) -> None:
    add_all(there, [Draft(what="Do the watering", to=("bo",), every="2 days")])
    brought(here, there)
    assert brought(here, there).left_out == ()
    change_series.stop(there, next(iter(there.ledger.read().series())))

    assert reasons(brought(here, there)) == [
        "what repeats (“Do the watering”) was changed there, and stays as it is here; ft merge unites two copies"
    ]


def test_whom_a_series_names_is_known_though_the_file_has_nobody(here: WiderWorkspace, there: WiderWorkspace) -> None:
    add_all(there, [Draft(what="Do the watering", to=("bo",), every="2 days")])
    document = {**json.loads(export(there, "json").text), "people": []}
    assert read(here, json.dumps(document)).left_out == ()
    assert {*here.ledger.read().people()} == {"bo", "sam"}


@pytest.mark.parametrize("layout", EVERY)
def test_what_was_undone_comes_back_under_its_own_id(
    here: WiderWorkspace, there: WiderWorkspace, layout: ExportFormat
) -> None:
    add(there, "Bring the kit", to=["ana"], by="friday 5pm")
    after(there, days=1)
    brought(here, there, layout)
    first = id_of(here, "kit")
    undo(here)
    after(here, hours=1)
    again = read(here, export(there, layout).text)

    assert ([each.id for each in again.more], again.new, again.left_out) == ([first], (), ())
    assert outcomes(here) == {Outcome.PENDING: 1}
    assert read(here, export(there, layout).text).known == 1


def test_what_was_undone_and_imported_again_and_forgotten_stays_forgotten(here: WiderWorkspace) -> None:
    text = "what,to\nBring the kit,ana\n"
    read(here, text)
    undo(here)
    after(here, hours=1)
    assert [each.what for each in read(here, text).new] == ["Bring the kit"], "made at another time"
    forget(here, [next(each.id for each in here.ledger.read().unsettled())])

    assert reasons(read(here, text)) == ["it was forgotten here"]
    assert not list(here.ledger.read().unsettled())


@pytest.fixture
def shared(here: WiderWorkspace) -> WiderWorkspace:
    """Sam's ledger, in which Ana records too."""
    add(here, "Bring the kit", to=["ana"], by="friday 5pm", visibility="circle")
    add(replace(here, preferences=FakePreferences("ana")), "Bring soup", to=["sam"], visibility="circle")
    return here


def test_people_of_private_promises_do_not_come_into_a_shared_ledger(
    shared: WiderWorkspace, there: WiderWorkspace
) -> None:
    describe(there, "aa-group", name="Alcoholics Anonymous", members=["sam"])
    describe(there, "medics", name="Street Medics", members=["sam", "dee"])
    add(there, "Talk about it", to=["Dr Freud"], by="friday")
    add(there, "Refill the kit", to=["medics"], visibility="circle")
    add_all(there, [Draft(what="Come to the meeting", to=("aa-group",), every="sunday")])
    done = brought(shared, there)

    assert len(done.left_out) == 2
    assert {*shared.ledger.read().people()} == {"sam", "ana", "medics", "dee"}


@pytest.mark.parametrize("layout", EVERY)
def test_the_note_of_a_private_settling_does_not_come_into_a_shared_ledger(
    shared: WiderWorkspace, there: WiderWorkspace, layout: ExportFormat
) -> None:
    brought(there, shared)
    edit(there, id_of(there, "kit"), visibility="private")
    keep(there, ["kit"], note="My diagnosis")
    text = export(there, layout).text

    assert any("private" in each for each in reasons(read(shared, text)))
    assert b"diagnosis" not in shared.ledger.content()


def test_no_more_new_names_than_somebody_types_are_looked_at_for_slips(here: WiderWorkspace) -> None:
    rows = "".join(f"Bring {number},p{'a' * (number % 25)}{'b' * (number // 25)}\n" for number in range(600))
    done = read(here, f"what,to\n{rows}")

    assert len(done.people) == 601
    assert 0 < len(done.near) < MOST_COMPARED
