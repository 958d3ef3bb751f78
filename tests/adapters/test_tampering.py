"""A member who takes away or changes what another one recorded: whoever had seen it still has it, and is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from followthrough.actions.annotate import note
from followthrough.actions.settle import keep
from followthrough.domain.findings import Finding, is_remark
from followthrough.formats.record import read_commitment
from followthrough.formats.record_writing import promise_line
from followthrough.formats.sums import event_sum
from tests.support.copies import file_of
from tests.support.members import Members, events_in

Ledger = dict[str, dict[str, dict[str, Any]]]
RECORDER, WITNESS, TAMPERER = 0, 1, 3
"""Who recorded the keeping, who had merged it, and who tampers with a copy of it."""


def history(ledger: Ledger) -> list[dict[str, Any]]:
    """The history with the keeping in it."""
    (record,) = (each for table in ("open", "settled") for each in ledger[table].values() if _is_kept(each))
    return record["history"]  # type: ignore[no-any-return]  # JSON


def _is_kept(record: dict[str, Any]) -> bool:
    return any(event["did"] == "kept" for event in record["history"])


def keeping(ledger: Ledger) -> dict[str, Any]:
    """The event that is tampered with."""
    (event,) = (each for each in history(ledger) if each["did"] == "kept")
    return event


def replica(ledger: Ledger) -> str:
    """The replica that recorded it."""
    return str(keeping(ledger)["id"].partition(".")[0])


def remove(ledger: Ledger) -> None:
    history(ledger).remove(keeping(ledger))


def remove_as_if_never(ledger: Ledger) -> None:
    name = replica(ledger)
    remove(ledger)
    ledger["replicas"][name]["last"] -= 1


def remove_promise(ledger: Ledger) -> None:
    name, events = replica(ledger), len(history(ledger))
    for table in ("open", "settled"):
        ledger[table] = {key: each for key, each in ledger[table].items() if not _is_kept(each)}
    ledger["replicas"][name]["last"] -= events


def sealed(event: dict[str, Any], **changes: object) -> None:
    event |= changes
    event["sum"] = event_sum(event)


TAMPERS: dict[str, Callable[[Ledger], object]] = {
    "removed": remove,
    "removed, and the number of the last event lowered": remove_as_if_never,
    "the whole promise removed": remove_promise,
    "changed": lambda ledger: keeping(ledger).update(part=0.5),
    "changed, with another sum": lambda ledger: sealed(keeping(ledger), part=0.5),
    "made a miss": lambda ledger: sealed(keeping(ledger), did="missed"),
    "said by another": lambda ledger: sealed(keeping(ledger), by="bo"),
    "numbered anew": lambda ledger: sealed(keeping(ledger), id=f"{replica(ledger)}.77"),
    "the last number lowered": lambda ledger: ledger["replicas"][replica(ledger)].update(last=1),
    "the last number raised": lambda ledger: ledger["replicas"][replica(ledger)].update(last=99),
    "the replica taken off the list": lambda ledger: ledger["replicas"].pop(replica(ledger)),
}
WITHOUT_EFFECT = {
    "removed",
    "removed, and the number of the last event lowered",
    "the whole promise removed",
    "the last number lowered",
    "the replica taken off the list",
}
"""What a merge does not take over, and what so changes nothing for anybody else."""


def tampered(content: bytes, tamper: Callable[[Ledger], object]) -> bytes:
    """The file after that, with every field beside a history as if it had always been so."""
    ledger: Ledger = json.loads(content)
    tamper(ledger)
    lines = {name: {key: _line(each) for key, each in table.items()} for name, table in ledger.items()}
    folded: dict[str, dict[str, bytes]] = {"open": {}, "settled": {}}
    for name in folded:
        for key, record in ledger[name].items():
            commitment = read_commitment(key, _line(record))
            table = "open" if commitment.state == "open" else "settled"
            folded[table][key] = promise_line(commitment, {}, _line(record["history"]))
    return file_of({**lines, **folded})


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.fixture
def members(tmp_path: Path) -> Members:
    """Sam kept a promise; the others have merged that."""
    members = Members(tmp_path, 1, copied_disk=False)
    members.do(RECORDER, lambda machine: keep(machine, ["slides"]))
    for number in (WITNESS, TAMPERER):
        members.take_in(number, [members.machines[RECORDER].ledger.path])
    assert members.told == []
    return members


def path_of(members: Members, number: int) -> Path:
    return Path(members.machines[number].ledger.path)


def found(members: Members, number: int) -> list[Finding]:
    """What `doctor` says at a machine, but what there always is."""
    return [each for each in members.examined(number).findings if type(each).__name__ != "OpenToOthers"]


def recorded(content: bytes) -> set[tuple[str, str]]:
    return {key for key, event in events_in(content).items() if event["did"] == "kept"}


@pytest.mark.parametrize("number", [RECORDER, WITNESS])
@pytest.mark.parametrize("tamper", TAMPERS)
def test_in_a_shared_folder_it_is_told_by_doctor_and_the_next_write_and_put_back(
    members: Members, number: int, tamper: str
) -> None:
    before = members.file(number)
    path_of(members, number).write_bytes(tampered(members.file(TAMPERER), TAMPERS[tamper]))
    said = found(members, number)
    members.do(number, lambda machine: note(machine, "attic", "On it."))

    assert [each for each in said if not is_remark(each)] != []
    assert members.told != [] or tamper in ("the last number lowered", "the replica taken off the list")
    if number == WITNESS and tamper == "the whole promise removed":  # its beginning came with a copy of the file
        assert recorded(members.file(number)) == set()
        members.restored(number)
    assert recorded(before) <= recorded(members.file(number))


@pytest.mark.parametrize("number", [RECORDER, WITNESS])
@pytest.mark.parametrize("tamper", TAMPERS)
def test_what_comes_by_mail_changes_nothing_or_is_told_by_doctor(members: Members, number: int, tamper: str) -> None:
    before = members.file(number)
    path_of(members, TAMPERER).write_bytes(tampered(members.file(TAMPERER), TAMPERS[tamper]))
    members.take_in(number, [str(path_of(members, TAMPERER))])

    assert recorded(before) <= recorded(members.file(number))
    assert (members.file(number) == before) == (tamper in WITHOUT_EFFECT or tamper == "changed")
    assert (found(members, number) != []) == (tamper not in WITHOUT_EFFECT and tamper != "changed")
