"""Tasks of taskwarrior as promises, and promises as tasks."""

import json
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from followthrough.domain.arrivals import Arrival, Ending, Remark
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.domain.folding import fold
from followthrough.formats.exchange import taskwarrior
from followthrough.formats.exchange.loose_json import CONTROLS
from tests.support.builders import ID, NOW, PEOPLE, ZONE, a_promise, at, due, kept, made, moved, promise, withdrawn
from tests.support.exchanged import LATER, SEPARATORS, expected, promises
from tests.support.thoroughness import tried_on

UUID = "333af636-b08a-45d1-9e6c-55a3d807b658"
TASK = {"uuid": UUID, "description": "Send Ana the slides", "status": "pending", "entry": "20261101T120000Z"}


def told(*tasks: Any) -> Any:
    return taskwarrior.read(json.dumps(list(tasks)), zone=ZONE, now=LATER)


def arrival(**fields: Any) -> Arrival:
    """The one promise that a task with these fields is."""
    read = told({**TASK, **fields})
    assert read.unread == ()
    (one,) = read.arrivals
    assert isinstance(one, Arrival)
    return one


def reason(**fields: Any) -> str:
    """Why a task with these fields is none."""
    read = told({**TASK, **fields})
    assert read.arrivals == ()
    (one,) = read.unread
    assert one.line == 1
    return str(one.reason)


def written(*commitments: Commitment) -> str:
    return taskwarrior.write(commitments, people=PEOPLE, me="sam", now=NOW)


def back(*commitments: Commitment) -> Any:
    return taskwarrior.read(written(*commitments), zone="Asia/Tokyo", now=LATER)


def test_a_task_is_a_promise_of_the_user() -> None:
    assert arrival() == Arrival(
        line=1, origin=f"taskwarrior:{UUID}", what="Send Ana the slides", recorded=at("2026-11-01T12:00+00:00")
    )


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("20261127T050000Z", "2026-11-27"),
        ("20261128T045959Z", "2026-11-27"),
        ("20261127T220000Z", "2026-11-27T17:00:00-05:00"),
        ("20261127T050001Z", "2026-11-27T00:00:01-05:00"),
        ("20260701T040000Z", "2026-07-01"),
    ],
)
def test_midnight_and_the_last_second_of_a_day_mean_that_day(stored: str, meant: str) -> None:
    assert arrival(due=stored).due == due(meant)


@pytest.mark.parametrize("status", ["pending", "waiting"])
def test_what_waits_is_open(status: str) -> None:
    assert arrival(status=status, wait="20261201T050000Z", scheduled="20261202T050000Z").ending is None


def test_what_is_completed_was_kept_at_its_end() -> None:
    end = at("2026-11-20T10:00+00:00")
    assert arrival(status="completed", end="20261120T100000Z").ending == Ending(
        did="kept", at=due("2026-11-20T10:00:00+00:00"), recorded=end
    )


def test_what_was_deleted_in_time_was_withdrawn() -> None:
    end = "2026-11-20T10:00:00+00:00"
    ending = Ending(did="withdrawn", at=due(end), recorded=at(end))
    assert arrival(status="deleted", end="20261120T100000Z").ending == ending
    assert arrival(status="deleted", end="20261120T100000Z", due="20261120T050000Z").ending == ending


def test_what_was_deleted_after_it_was_due_is_left_out() -> None:
    assert reason(status="deleted", end="20261121T050000Z", due="20261120T050000Z") == (
        "“Send Ana the slides” was deleted after it was due, and only you know whether it was missed or released; "
        "ft add --made records it"
    )


def test_tags_and_the_project_are_tags() -> None:
    found = arrival(tags=["talks", "@home", "a b"], project="House.Big Garden")
    assert found.tags == ("talks", "home", "a-b", "House.Big-Garden")


def test_annotations_are_remarks() -> None:
    notes = [{"entry": "20261102T000000Z", "description": "half of it"}, {"description": "more"}]
    assert arrival(annotations=notes).remarks == (
        Remark(text="half of it", recorded=at("2026-11-02T00:00+00:00")),
        Remark(text="more"),
    )


def test_recipients_are_said_by_an_attribute() -> None:
    found = arrival(promised_to="ana, Bo Chen", promised_by="dee")
    assert (found.to, found.maker) == (("ana", "Bo Chen"), "dee")


def test_a_task_without_a_name_gets_the_same_one_each_time() -> None:
    nameless = {"description": "x", "entry": "20261101T120000Z"}
    first, second = (told(nameless).arrivals[0].origin for _ in range(2))
    assert first == second != told({**nameless, "description": "y"}).arrivals[0].origin


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "recurring", "recur": "weekly"}, "“Send Ana the slides” repeats; ft add --every records that"),
        ({"due": "soon"}, "its “due” is no date"),
        ({"due": "20260231T000000Z"}, "its “due” is no date"),
        ({"due": "99991231T235959Z"}, "its “due” is no date"),
        ({"entry": "00000101T000000Z"}, "its “entry” is no date"),
        ({"status": "completed"}, "it is completed, and nothing says since when"),
        ({"status": "on hold"}, "its status “on hold” is none that is known here"),
        ({"followthrough_confidence": "7"}, "its “confidence” is not from 0 to 1"),
        ({"followthrough_state": "kept", "followthrough_part": "0"}, "its “part” is 0, and nothing of it was kept"),
        ({"followthrough_given": "never"}, "its “given” is no date"),
        ({"description": "half \ud800"}, "it holds half of a character (a lone surrogate)"),
        ({"half \ud800": "x"}, "it holds half of a character (a lone surrogate)"),
        ({"tags": ["x"] * 1001}, "it has more than 1,000 tags or annotations"),
        (
            {"description": 7},
            "it is not as taskwarrior writes a task (Expected `str`, got `int` - at `$.description`)",
        ),
        (
            {"entry": "20270301T000000Z"},
            "it is said to be written down at a time that is still to come",
        ),
        (
            {"status": "completed", "end": "20270301T000000Z"},
            "it is said to be kept on 2027-03-01T00:00:00+00:00, which is still to come",
        ),
    ],
)
def test_what_cannot_come_in_says_why(fields: dict[str, Any], said: str) -> None:
    assert reason(**fields) == said


def test_what_a_promise_has_no_place_for_is_named() -> None:
    more = {"priority": "H", "id": 3, "urgency": 4.5, "promised_to": "ana", "followthrough_id": "x", "parent": UUID}
    assert told({**TASK, **more}, {**TASK, "depends": [UUID], "priority": "L", "half \ud800": 1}).ignored == (
        "the attribute “priority”",
        "the attribute “depends”",
    )


def test_one_bad_task_stops_no_other() -> None:
    read = told(TASK, {"status": "pending"}, None, TASK)
    assert ([each.line for each in read.arrivals], [each.line for each in read.unread]) == ([1, 4], [2, 3])


@pytest.mark.parametrize("end", ["\n", ",\n"])
def test_one_task_a_line_is_read_too(end: str) -> None:
    text = end.join(json.dumps({**TASK, "description": each}) for each in ("x", "y")) + "\n"
    read = taskwarrior.read(text, zone=ZONE, now=LATER)
    assert [each.what for each in read.arrivals] == ["x", "y"]


def test_control_characters_as_they_are_do_not_stop_it() -> None:
    read = taskwarrior.read(json.dumps([TASK]).replace("Ana", "A\x0bna"), zone=ZONE, now=LATER)
    assert [each.what for each in read.arrivals] == ["Send A\x0bna the slides"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not valid JSON (line 1)"),
        ("[", "it is not valid JSON (line 1)"),
        ("[1]", "nothing in it is a task"),
        ("7", "it is not a list of tasks"),
        ("[{}]", "nothing in it is a task"),
    ],
)
def test_what_is_no_export_is_refused(text: str, said: str) -> None:
    with pytest.raises(NotInThatFormatError) as caught:
        taskwarrior.read(text, zone=ZONE, now=LATER)
    assert str(caught.value) == f"That is no export of Taskwarrior: {said}. Nothing was imported."


def test_a_task_looks_so() -> None:
    promised = a_promise(made(due="2026-11-27", tags=("talks",)), kept(logged="2026-11-26T10:00-05:00", part=0.5))
    assert json.loads(written(promised)) == [
        {
            "uuid": "62588f9e-d355-5e4a-8396-bf57ff0cd055",
            "description": "Send Ana the slides",
            "status": "completed",
            "entry": "20261123T150000Z",
            "end": "20261126T150000Z",
            "due": "20261127T050000Z",
            "tags": ["talks"],
            "promised_by": "sam",
            "promised_to": "ana",
            "followthrough_id": "kmzqrtplwvny",
            "followthrough_due": "2026-11-27",
            "followthrough_zone": "America/New_York",
            "followthrough_given": "2026-11-23T10:00:00-05:00",
            "followthrough_recorded": "2026-11-23T10:00:00-05:00",
            "followthrough_visibility": "private",
            "followthrough_state": "kept",
            "followthrough_at": "2026-11-26T10:00:00-05:00",
            "followthrough_settled": "2026-11-26T10:00:00-05:00",
            "followthrough_part": "0.5",
        }
    ]


@tried_on(60)
@given(promises())
def test_a_promise_comes_back_as_it_was(commitment: Commitment) -> None:
    read = back(commitment)
    assert read.unread == ()
    (found,) = read.arrivals
    assert found == expected(commitment, CONTROLS, origin=found.origin)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_text_of_several_lines_stays_one_promise(separator: str) -> None:
    text = written(promise(f"one{separator}two"), promise("three", commitment_id="l" * 12))
    assert [line[:2] for line in text.split("\n")] == ["[", '{"', '{"', "]", ""]
    kept_as = separator if separator in "\n\r\x85\u2028\u2029" else " "
    read = taskwarrior.read(text, zone=ZONE, now=LATER)
    assert [each.what for each in read.arrivals] == [f"one{kept_as}two", "three"]


def changed(commitment: Commitment, **fields: Any) -> Arrival:
    """What comes back of a promise that was changed in taskwarrior."""
    (task,) = json.loads(written(commitment))
    task = {key: value for key, value in {**task, **fields}.items() if value is not None}
    (found,) = taskwarrior.read(json.dumps([task]), zone=ZONE, now=LATER).arrivals
    return found


def test_what_was_completed_there_comes_back_as_kept() -> None:
    found = changed(promise(), status="completed", end="20261125T100000Z")
    assert found.ending == Ending(
        did="kept", at=due("2026-11-25T10:00:00+00:00"), recorded=at("2026-11-25T10:00+00:00")
    )


def test_what_was_undone_and_done_again_there_was_kept_when_it_was_done_again() -> None:
    found = changed(a_promise(made(), kept(logged="2026-11-24T10:00-05:00", part=0.5)), end="20261125T100000Z")
    assert found.ending is not None
    assert (found.ending.at, found.ending.part) == (due("2026-11-25T10:00:00+00:00"), 1.0)


def test_what_was_let_go_here_and_done_there_is_kept() -> None:
    found = changed(a_promise(made(), withdrawn(logged="2026-11-24T10:00-05:00")), status="completed")
    assert found.ending is not None
    assert found.ending.did == "kept"


@pytest.mark.parametrize(("stored", "meant"), [("20261204T050000Z", "2026-12-04"), (None, None)])
def test_a_date_that_was_changed_there_counts(stored: str | None, meant: str | None) -> None:
    assert changed(promise(), due=stored).due == due(meant)


def test_a_date_that_nobody_agreed_to_is_shown_and_not_judged_by() -> None:
    promised = a_promise(made(due="2026-11-27"), moved("2026-12-24", agreed=False))
    assert json.loads(written(promised))[0]["due"] == "20261224T050000Z"
    (found,) = back(promised).arrivals
    assert found.due == due("2026-11-27")


@pytest.mark.parametrize("early", ["1979-12-31", "0002-01-01", "9998-12-31"])
def test_a_date_that_taskwarrior_refuses_is_held_beside(early: str) -> None:
    promised = promise(due=early)
    (task,) = json.loads(written(promised))
    assert "due" not in task or task["due"] > "1980"
    assert back(promised).arrivals[0].due == due(early)


def test_a_promise_that_came_from_taskwarrior_is_the_task_that_it_was() -> None:
    came = fold(ID, [replace(event, origin=f"taskwarrior:{UUID}") for event in promise().history])
    assert json.loads(written(came))[0]["uuid"] == UUID
    odd = fold(ID, [replace(event, origin="taskwarrior:0a1b") for event in promise().history])
    assert json.loads(written(odd))[0]["uuid"] == json.loads(written(promise()))[0]["uuid"]


def test_two_promises_are_two_tasks_and_each_the_same_one_again() -> None:
    names = [[each["uuid"] for each in json.loads(written(promise(), promise(commitment_id="l" * 12)))] for _ in "12"]
    assert names[0] == names[1]
    assert len(set(names[0])) == 2


def test_an_export_is_known_by_its_content() -> None:
    assert taskwarrior.is_one(written(promise()))
    assert taskwarrior.is_one(json.dumps([TASK]))
    assert taskwarrior.is_one(json.dumps(TASK))


def test_days_are_days_in_the_zone_of_the_promise() -> None:
    far = promise(due="2026-11-27", zone="Pacific/Kiritimati")
    assert json.loads(written(far))[0]["due"] == "20261126T100000Z"
    assert back(far).arrivals[0].due == due("2026-11-27")
