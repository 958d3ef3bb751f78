"""What an examination finds, one thing at a time, and what is said and done about it."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from followthrough.domain.findings import is_remark, mended_by
from followthrough.formats.examination.sighting import Keepsakes, Sibling, Surroundings
from followthrough.formats.examination.whole import Examination
from followthrough.formats.sums import event_sum
from followthrough.rendering.doctor.advice import advice
from followthrough.rendering.doctor.names import Names
from followthrough.rendering.doctor.sentences import sentence
from tests.support.builders import ZONE
from tests.support.damage import FORMAT, bytes_of, examined, kept_of, mended_bytes, sighting, tables_of
from tests.support.damaged_ledgers import DATA

GOOD = (DATA / "state" / "good.json").read_bytes()
Ledger = dict[str, dict[str, Any]]


def changed(change: Callable[[Ledger], object]) -> bytes:
    """The good ledger after someone changed its JSON, laid out as ever."""
    ledger = json.loads(GOOD)
    change(ledger)
    return bytes_of(
        {name: {key: msgspec.json.encode(each) for key, each in records.items()} for name, records in ledger.items()}
    )


def promise(ledger: Ledger, what: str) -> dict[str, Any]:
    """The record of a promise, by a word of its text."""
    return next(each for name in ("open", "settled") for each in ledger[name].values() if what in each["what"])


def resealed(event: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """An event that says something else, with the sum of that."""
    other = {**event, **fields}
    return {**other, "sum": event_sum(other)}


def said(data: bytes, kept: Keepsakes | None = None, *siblings: Sibling) -> list[str]:
    """What is said of each finding, and what to do about it."""
    found = examined(data, kept, *siblings)
    names = Names(found.ids, ZONE)
    return [f"{sentence(each, names)} {advice(each) or ''}".rstrip() for each in found.findings]


def test_nothing_is_found_in_a_ledger_that_is_well() -> None:
    assert said(GOOD) == []


def test_an_event_whose_sum_does_not_agree() -> None:
    def change(ledger: Ledger) -> None:
        promise(ledger, "attic")["history"][1]["note"] = "no boxes"

    assert said(changed(change)) == [
        "In vpr “Sort the attic” the event “kept” (xrrpr.7) is not as it was recorded: it says “no boxes”. "
        "ft doctor --fix marks it, and keeps it as it is."
    ]
    assert said(mended_bytes(changed(change))) == [
        "In vpr “Sort the attic” the event “kept” (xrrpr.7) is not as it was recorded: it says “no boxes”. "
        "It is kept as it is, and marked. Another copy of the ledger may have it intact: ft merge FILE"
    ]


@pytest.mark.parametrize(("journal", "where"), [(True, "this machine's journal"), (False, "a backup of this machine")])
def test_an_event_whose_sum_does_not_agree_and_that_a_copy_has_intact(journal: bool, where: str) -> None:
    def change(ledger: Ledger) -> None:
        promise(ledger, "attic")["history"][1]["note"] = "no boxes"

    kept = kept_of(GOOD, journal=journal, backup=not journal)
    assert said(changed(change), kept) == [
        "In vpr “Sort the attic” the event “kept” (xrrpr.7) is not as it was recorded: it says “no boxes”. "
        f"ft doctor --fix puts the event from {where} in its place."
    ]
    assert mended_bytes(changed(change), kept) == GOOD


def test_numbers_that_are_missing() -> None:
    def change(ledger: Ledger) -> None:
        ledger["replicas"]["xrrpr"]["last"] = 15

    assert said(changed(change)) == [
        "2 events of laptop (xrrpr.14 to xrrpr.15) are missing. Another copy of the ledger may have them: ft merge FILE"
    ]


def test_numbers_beyond_the_last_one() -> None:
    def change(ledger: Ledger) -> None:
        ledger["replicas"]["xrrpr"]["last"] = 7

    assert said(changed(change)) == [
        "The list of replicas says 7 for laptop, whose last event is number 13. ft doctor --fix mends the list."
    ]
    assert mended_bytes(changed(change)) == GOOD


def test_a_replica_that_the_list_does_not_name() -> None:
    data = changed(lambda ledger: ledger["replicas"].clear())
    assert said(data) == [
        "The list of replicas does not name xrrpr, which recorded 13 events. ft doctor --fix mends the list."
    ]
    assert mended_bytes(data, kept_of(GOOD)) == GOOD


def test_what_this_machine_remembers_and_the_ledger_lacks() -> None:
    kept = kept_of(GOOD, backup=False, replica="xrrpr", last=14)
    assert said(GOOD, kept) == [
        "1 event of laptop (xrrpr.14) is missing. Another copy of the ledger may have it: ft merge FILE"
    ]


def test_a_name_that_another_copy_records_under() -> None:
    kept = kept_of(GOOD, backup=False, replica="xrrpr", last=11)
    assert said(GOOD, kept) == [
        "Another copy of the ledger records under this machine's name xrrpr (it has come to 13, this machine to 11); "
        "the next change here takes a new one."
    ]
    assert examined(GOOD, kept).well


def test_a_text_edited_by_hand() -> None:
    def change(ledger: Ledger) -> None:
        promise(ledger, "taxes")["what"] = "File the forms"

    assert said(changed(change)) == [
        'In rmk “File the forms” the field “what” says "File the forms", and the history says "File the taxes". '
        "ft doctor --fix records it as a change of its own, as the next change to the promise would."
    ]


def test_a_field_that_nobody_can_change_by_hand() -> None:
    def change(ledger: Ledger) -> None:
        promise(ledger, "attic")["settled_at"] = None

    assert said(changed(change)) == [
        "In vpr “Sort the attic” the field “settled_at” says null, and the history says "
        '"2026-11-18T18:30:00-05:00". ft doctor --fix writes the field again from the history.'
    ]
    assert mended_bytes(changed(change)) == GOOD


def test_a_name_of_a_person_edited_by_hand() -> None:
    data = changed(lambda ledger: ledger["people"]["bo"].update(name="Bo Diddley"))
    assert said(data) == [
        'In @bo the field “name” says "Bo Diddley", and the history says "bo". '
        "ft doctor --fix writes the field again from the history."
    ]
    assert mended_bytes(data) == GOOD


def test_a_promise_in_the_wrong_table() -> None:
    def change(ledger: Ledger) -> None:
        key = next(key for key, each in ledger["settled"].items() if "attic" in each["what"])
        ledger["open"][key] = ledger["settled"].pop(key)

    assert said(changed(change)) == [
        "vpr “Sort the attic” stands among the open promises, and is settled. ft doctor --fix moves it."
    ]
    assert mended_bytes(changed(change)) == GOOD


def test_a_promise_in_both_tables() -> None:
    def change(ledger: Ledger) -> None:
        key = next(key for key, each in ledger["settled"].items() if "attic" in each["what"])
        ledger["open"][key] = ledger["settled"][key]

    assert said(changed(change)) == [
        "vpr “Sort the attic” stands among the open and among the settled promises. ft doctor --fix unites both."
    ]
    assert mended_bytes(changed(change)) == GOOD


def test_a_history_out_of_order() -> None:
    def change(ledger: Ledger) -> None:
        promise(ledger, "attic")["history"].reverse()

    assert said(changed(change)) == [
        "The history of vpr “Sort the attic” is not in its order. ft doctor --fix writes it again as it should be."
    ]
    assert mended_bytes(changed(change)) == GOOD


def test_a_promise_that_nothing_made() -> None:
    def change(ledger: Ledger) -> None:
        del promise(ledger, "attic")["history"][0]

    data = changed(change)
    assert said(data)[0] == (
        "vpr “Sort the attic” cannot be read: no event made it. ft doctor --fix keeps what is intact of it, adds what "
        "copies have, and sets aside what makes no sense."
    )
    assert said(mended_bytes(data))[0] == (
        "What is left of vpr “Sort the attic” makes no sense (1 event); it is kept in the table “damaged”. "
        "Another copy of the ledger may have it intact: ft merge FILE"
    )
    assert mended_bytes(mended_bytes(data), kept_of(GOOD, journal=True)) == mended_bytes(GOOD)


def test_an_event_that_nobody_can_read_is_set_aside_and_the_promise_stays() -> None:
    def change(ledger: Ledger) -> None:
        promise(ledger, "taxes")["history"][1]["n"] = "two"

    ledger = json.loads(mended_bytes(changed(change)))
    assert [event["did"] for event in promise(ledger, "taxes")["history"]] == ["made", "noted"]
    [(_, aside)] = ledger["damaged"].items()
    assert [event["n"] for event in aside["history"]] == ["two"]


def test_events_of_unknown_kinds_are_a_remark() -> None:
    def change(ledger: Ledger) -> None:
        history = promise(ledger, "attic")["history"]
        history.append(resealed(history[1], did="celebrated", id="xrrpr.14", n=3))
        ledger["replicas"]["xrrpr"]["last"] = 14

    assert said(changed(change)) == [
        "A newer version of followthrough recorded 1 event that this one does not know (“celebrated”); nothing here "
        "changes them."
    ]
    assert examined(changed(change)).well


def test_people_whom_nobody_knows() -> None:
    def change(ledger: Ledger) -> None:
        for name in ("bo", "ana-ruiz"):
            ledger["forgotten" if name == "x" else "people"].pop(name)

    assert said(changed(change)) == [
        "2 events of laptop (xrrpr.3, xrrpr.5) are missing. Another copy of the ledger may have them: ft merge FILE",
        "@ana-ruiz is named in vpt “Send Ana the slides” and 1 other promise, and is not among the people. "
        "To add them: ft people ana-ruiz --name NAME",
        "@bo is named in mot “Water the plants” and 1 other promise, and is not among the people. "
        "To add them: ft people bo --name NAME",
    ]


def test_a_member_whom_nobody_knows() -> None:
    def change(ledger: Ledger) -> None:
        event = resealed(ledger["people"]["bo"]["history"][0], id="xrrpr.14", name="Medics", members=["bo", "cleo"])
        ledger["people"]["medics"] = {"name": "Medics", "members": ["bo", "cleo"], "history": [event]}
        ledger["replicas"]["xrrpr"]["last"] = 14

    assert said(changed(change)) == [
        "@cleo is a member of @medics, and is not among the people. To add them: ft people cleo --name NAME"
    ]


def test_an_event_about_one_that_is_not_there() -> None:
    def change(ledger: Ledger) -> None:
        history = promise(ledger, "attic")["history"]
        added = {
            "did": "reopened",
            "id": "xrrpr.14",
            "n": 3,
            "logged": history[1]["logged"],
            "by": "sam",
            "of": "xrrpr.99",
        }
        history.append(resealed(added))
        ledger["replicas"]["xrrpr"]["last"] = 14

    assert said(changed(change)) == [
        "In vpr “Sort the attic” the event “reopened” (xrrpr.14) is about xrrpr.99, which is not there. "
        "Another copy of the ledger may have it intact: ft merge FILE"
    ]


def test_a_mark_that_no_longer_says_anything() -> None:
    def change(ledger: Ledger) -> None:
        promise(ledger, "attic")["damaged"] = ["xrrpr.7"]

    assert said(changed(change)) == [
        "vpr “Sort the attic” is marked as damaged, and all its events are as they were recorded. "
        "ft doctor --fix takes the mark away."
    ]
    assert mended_bytes(changed(change)) == GOOD


def test_one_id_with_two_contents() -> None:
    def change(ledger: Ledger) -> None:
        history = promise(ledger, "attic")["history"]
        history.append(resealed(history[1], note="without the boxes"))

    assert said(changed(change)) == [
        "The event xrrpr.7 has two contents, in vpr “Sort the attic”: two copies of the ledger recorded under one "
        "name. ft doctor --fix keeps both, the second one under an id of its own."
    ]
    once = mended_bytes(changed(change))
    notes = [event.get("note") for event in promise(json.loads(once), "attic")["history"]]
    assert sorted(filter(None, notes)) == ["the boxes too", "without the boxes"]
    assert examined(once).well
    [remark] = said(once)
    assert remark.startswith("Two machines once recorded under one name; both events are kept: xrrpr.7~")


def test_two_events_of_one_id_in_histories_of_their_own_are_kept_and_nothing_is_to_be_mended() -> None:
    def change(ledger: Ledger) -> None:
        first, second = promise(ledger, "attic")["history"][1], promise(ledger, "slides")["history"]
        second.append(resealed(first, did="noted", note="Another one.", n=9))

    assert said(changed(change)) == [
        "Two machines once recorded under one name; both events are kept: xrrpr.7.",
    ]
    assert mended_bytes(changed(change)) == changed(change)


def test_one_event_in_two_promises() -> None:
    def change(ledger: Ledger) -> None:
        key = next(key for key, each in ledger["settled"].items() if "attic" in each["what"])
        ledger["settled"]["zzzzzzzzzzzz"] = ledger["settled"][key]

    data = changed(change)
    assert len(said(data)) == 2
    assert said(data)[0].startswith(
        "The event xrrpr.6 stands in two histories: in vpr “Sort the attic” and zzz “Sort the attic”. "
    )


def test_a_key_that_was_damaged_is_told_from_the_right_one_by_a_copy() -> None:
    data = GOOD.replace(b'"vpryuk', b'"vpsyuk')
    assert data != GOOD
    restored = mended_bytes(data, kept_of(GOOD, journal=True))
    assert mended_bytes(restored, kept_of(GOOD, journal=True)) == restored
    assert {key for name in ("open", "settled") for key in json.loads(restored)[name]} >= {
        key for name in ("open", "settled") for key in json.loads(GOOD)[name]
    }


def test_a_key_twice_in_a_record() -> None:
    line = next(line for line in GOOD.splitlines() if b'"Sort the attic"' in line)
    data = GOOD.replace(line, line.replace(b'{"what":', b'{"what":"Sort it","what":', 1))
    assert said(data) == [
        "In vpr “Sort the attic”, the key “what” stands twice in one place. "
        "ft doctor --fix writes it again as it should be."
    ]
    assert mended_bytes(data) == GOOD


@pytest.mark.parametrize("number", [b"NaN", b"1e999", b"-Infinity"])
def test_a_number_that_is_none(number: bytes) -> None:
    line = next(line for line in GOOD.splitlines() if b'"Sort the attic"' in line)
    data = GOOD.replace(line, line.replace(b'"part":1.0', b'"part":' + number))
    assert data != GOOD
    assert len(said(data)) == 1
    assert mended_bytes(data) == GOOD


def test_a_record_without_a_history() -> None:
    data = changed(lambda ledger: promise(ledger, "attic").pop("history"))
    assert said(data, kept_of(GOOD))[0] == (
        "vpr cannot be read: it has no history. ft doctor --fix keeps what is intact of it, adds what copies have, and "
        "sets aside what makes no sense."
    )
    assert mended_bytes(data, kept_of(GOOD)) == GOOD


def test_another_layout() -> None:
    data = json.dumps(json.loads(GOOD), indent=2).encode()
    assert said(data) == [
        "Another program laid the file out anew; it is read all the same, only slower. "
        "ft doctor --fix writes it again as it should be."
    ]
    assert mended_bytes(data) == GOOD


def test_a_ledger_for_newer_versions() -> None:
    data = changed(lambda ledger: ledger["meta"]["1"].update(min_writer=9))
    assert said(data) == [
        "It is to be written by format 9 or newer; this version writes format 1. "
        "Use a newer version of followthrough to change it; this one can read it."
    ]


def test_a_file_of_another_program() -> None:
    data = changed(lambda ledger: ledger["meta"]["1"].update(app="todo"))
    assert said(data) == [
        "It belongs to “todo”, and is no ledger of followthrough. "
        "Put a copy from a backup of yours, or from another machine, in its place."
    ]


def test_a_ledger_that_lost_its_name_gets_it_back_from_a_copy() -> None:
    data = changed(lambda ledger: ledger["meta"]["1"].update(app="gollowthrough"))
    assert said(data, kept_of(GOOD))[0].startswith("1 in the table “meta” cannot be read: it does not say which")
    assert mended_bytes(data, kept_of(GOOD)) == GOOD


def test_a_file_that_is_torn_without_any_copy() -> None:
    assert said(b"") == [
        "It cannot be read: it is empty. This machine has no copy of it. "
        "Put a copy from a backup of yours, or from another machine, in its place."
    ]
    [torn, missing] = said(GOOD[:-300])
    assert torn.startswith("It cannot be read: it breaks off in the middle, in line 23, in vpr. 3 of about 4")
    assert missing == (
        "2 events of laptop (xrrpr.6 to xrrpr.7) are missing. Another copy of the ledger may have them: ft merge FILE"
    )


def test_a_conflicted_copy_is_named_until_it_holds_nothing_new() -> None:
    older = (DATA / "10-overwritten.json").read_bytes()
    beside = Sibling(name="ledger (1).json", tables=tables_of(GOOD))
    [finding] = [each for each in said(older, None, beside) if "Beside" in each]
    assert finding.startswith("Beside the ledger is a copy, ledger (1).json, with ")
    assert finding.endswith("ft doctor --fix merges it; the copy itself stays.")
    assert said(mended_bytes(older, None, beside), None, beside) == []


def test_what_was_forgotten_is_not_brought_back() -> None:
    older = (DATA / "state" / "backups").glob("000005-*.json")
    kept = kept_of(next(older).read_bytes())
    assert said(GOOD, kept) == []
    assert mended_bytes(GOOD, kept) == GOOD


def around(**facts: Any) -> list[str]:
    """What is said of a good ledger in these surroundings."""
    seen = msgspec.structs.replace(sighting(GOOD), around=Surroundings(**facts))
    found = Examination(seen, FORMAT).examined()
    return [f"{sentence(each, Names((), ZONE))} {advice(each) or ''}".rstrip() for each in found.findings]


def test_what_is_said_of_the_file_itself() -> None:
    assert around(mode=0o600, free=10**9, needed=10**6) == []
    assert around(mode=0o644) == [
        "Other users of this machine may read the file (mode 0644); for you alone: chmod 600."
    ]
    assert around(mode=0o666) == [
        "Other users of this machine may read and write the file (mode 0666); for you alone: chmod 600."
    ]
    assert around(free=1_000_000, needed=2_500_000) == [
        "There is little room on its disk: 1.0 MB are free, and a change takes 2.5 MB. "
        "Make room; until then changes may be refused, and nothing is lost by that."
    ]
    assert around(left_over=(".ledger.json.7.tmp",)) == [
        "A temporary file was left behind when a change was interrupted: .ledger.json.7.tmp. "
        "ft doctor --fix removes what was left behind."
    ]
    assert around(holder="process 7 (ft add)") == ["The ledger is locked by process 7 (ft add) just now."]
    assert around(shared_with="000001-20261123T090000Z") == [
        "The ledger and the backup 000001-20261123T090000Z are one file under two names. "
        "ft doctor --fix makes the backup a file of its own."
    ]


def test_remarks_are_what_nothing_has_to_mend() -> None:
    found = examined(GOOD, kept_of(GOOD, backup=False, replica="xrrpr", last=11)).findings
    assert [(is_remark(each), mended_by(each)) for each in found] == [(True, "nothing")]
