"""Ten members whose ledgers go their own ways and are merged by files: nothing is lost, and all come to one ledger."""

import json
from pathlib import Path

import pytest

from followthrough.actions.add import add
from followthrough.actions.annotate import note
from followthrough.actions.forget import forget
from followthrough.actions.undo import undo
from followthrough.domain.findings import BothKept, NameShared, TwoContents
from followthrough.formats.record import read_commitment
from followthrough.formats.record_writing import promise_fields
from tests.support.figures import count
from tests.support.members import (
    COPIED_DISK,
    COPIED_HOME,
    COUNT,
    Members,
    erased_in,
    events_in,
    plain_ids,
    promises_in,
    replicas_of,
)

STEPS = 120
SEEDS = [*range(2), *(pytest.param(seed, marks=pytest.mark.torture) for seed in range(2, 50))]
FOLDED = ("state", "judged_due", "due", "settled_at", "part", "moves", "confirmed", "repaired", "help_wanted")


def lived(directory: Path, seed: int, *, copied_disk: bool = False) -> Members:
    """Members after many steps, who then all met."""
    members = Members(directory, seed, copied_disk=copied_disk)
    for _ in range(STEPS):
        members.act()
    members.meet()
    return members


def check(members: Members) -> None:
    """Every file is the same, and has all that was acknowledged, and says of each promise what its events come to."""
    files = [members.file(number) for number in range(COUNT)]
    assert [number for number in range(COUNT) if files[number] != files[0]] == []
    assert lost(members) == []
    assert differing(members) == []
    assert members.told == []


def lost(members: Members) -> list[tuple[str, str]]:
    """What somebody was told is recorded, and neither stands in the ledger nor was erased."""
    content, told = members.file(0), members.acknowledged
    there, erased = events_in(content), erased_in(content)
    missing = [key for key in told.events if key not in there and key[0] not in erased]
    if not told.forgot_somebody:
        return missing
    return [key for key in missing if key[0] not in plain_ids(content)]  # without the name they have other sums


def differing(members: Members) -> list[str]:
    """The promises that are something else than all that was recorded about them, as a plain union, amounts to."""
    wrong = []
    for key, record in promises_in(members.file(0)).items():
        union = members.acknowledged.promises[key]
        if key not in members.acknowledged.twice:
            model = promise_fields(read_commitment(key, json.dumps({"history": list(union.values())}).encode()))
            if [record.get(name) for name in FOLDED] != [model.get(name) for name in FOLDED]:
                wrong.append(key)
    return wrong


def counted(members: Members) -> None:
    told = members.acknowledged
    count("ten members by files", runs=1, actions=told.done, acknowledged=len(told.events), lost=len(lost(members)))


@pytest.mark.parametrize("seed", SEEDS)
def test_all_come_to_one_ledger_that_has_everything_anybody_was_told_is_recorded(tmp_path: Path, seed: int) -> None:
    members = lived(tmp_path, seed)

    check(members)
    assert [found.findings for number in range(COUNT) if not (found := members.examined(number)).well] == []
    assert members.acknowledged.done > STEPS / 4
    counted(members)


@pytest.mark.parametrize("seed", SEEDS)
def test_events_that_two_copies_of_one_disk_gave_one_id_are_all_kept_and_told_and_mended(
    tmp_path: Path, seed: int
) -> None:
    members = lived(tmp_path, 100 + seed, copied_disk=True)

    check(members)
    kinds = {type(each) for number in range(COUNT) for each in members.examined(number).findings}
    assert kinds <= {TwoContents, BothKept, NameShared}
    for number in range(COUNT):
        members.mended(number)
    members.meet()
    check(members)
    assert [found.findings for number in range(COUNT) if not (found := members.examined(number)).well] == []
    counted(members)


def test_a_machine_that_goes_on_from_a_copied_home_records_under_a_name_of_its_own(tmp_path: Path) -> None:
    members = Members(tmp_path, 7, copied_disk=True)
    before = set(replicas_of(members.file(0)))
    names = []
    for number in (0, COPIED_HOME, COPIED_DISK):
        members.do(number, lambda machine: add(machine, "Bring soup", to=["ana"], by="friday"))
        names.append(replicas_of(members.file(number)))

    assert [len(set(each) - before) for each in names] == [0, 1, 0]
    assert [set(each.values()) for each in names] == [{5}, {4, 1}, {5}]


def test_an_event_that_had_to_share_its_id_is_not_missed_when_another_program_writes_the_file(tmp_path: Path) -> None:
    members = Members(tmp_path, 7, copied_disk=True)
    both = (0, COPIED_DISK)
    for number in both:
        members.do(number, lambda machine: note(machine, "slides", f"At {members.machines.index(machine)}."))
    for number in both:
        members.take_in(number, [members.machines[each].ledger.path for each in both])
        path = Path(members.machines[number].ledger.path)
        path.write_bytes(path.read_bytes())
        members.do(number, lambda machine: machine.ledger.read())

    assert [members.file(number).count(b"~") for number in both] == [1, 1]
    assert members.told == []


def test_undo_takes_back_one_of_two_steps_to_which_copies_of_a_disk_gave_one_id(tmp_path: Path) -> None:
    members = Members(tmp_path, 7, copied_disk=True)
    members.do(COPIED_DISK, lambda machine: machine.clock.forward(minutes=1))  # type: ignore[attr-defined]  # a fake
    for number, which in ((0, "slides"), (COPIED_DISK, "attic")):
        members.do(number, lambda machine, which=which: note(machine, which, "On it."))  # type: ignore[misc]  # a default that mypy does not infer
    members.take_in(0, [members.machines[COPIED_DISK].ledger.path])
    retracted = []
    for _ in range(2):
        members.do(0, undo)
        retracted.append(members.file(0).count(b'"did":"retracted"'))

    assert retracted == [1, 2]


def test_a_promise_is_forgotten_in_which_an_id_was_given_to_two_events(tmp_path: Path) -> None:
    members = Members(tmp_path, 7, copied_disk=True)
    for number in (0, COPIED_DISK):
        members.do(number, lambda machine: note(machine, "slides", f"At {members.machines.index(machine)}."))
    members.take_in(0, [members.machines[COPIED_DISK].ledger.path])
    assert members.file(0).count(b"~") == 1
    members.do(COPIED_DISK, lambda machine: forget(machine, ["slides"]))
    members.take_in(0, [members.machines[COPIED_DISK].ledger.path])

    assert [each["what"] for each in promises_in(members.file(0)).values()] == ["Sort the attic"]
    assert lost(members) == []
