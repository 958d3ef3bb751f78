"""The name under which this machine numbers its events: kept, and given up where another copy may carry it."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from followthrough.adapters.ledger import replicas
from followthrough.domain.errors import MachineRefusedError
from tests.adapters.steps import BUDGET, SLIDES, VISIT, file_ledger, keeping_of, promise_of, tell
from tests.support.builders import noted


def _state(directory: Path) -> Path:
    (file,) = (directory / "state" / "ledgers").glob("*/*/replica.json")
    return file


def _ledger_replicas(directory: Path) -> dict[str, Any]:
    document = json.loads((directory / "ledger.json").read_bytes())
    return {name: entry["last"] for name, entry in document["replicas"].items()}


def _event(directory: Path, key: str) -> str:
    commitment = file_ledger(directory).read().commitment(key)
    assert commitment is not None
    return commitment.history[-1].id


def test_a_name_is_taken_once_and_used_again(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path, seed=1))
    promise_of(file_ledger(tmp_path, seed=2), VISIT)
    (name,) = _ledger_replicas(tmp_path)

    assert [_event(tmp_path, SLIDES), _event(tmp_path, VISIT)] == [f"{name}.1", f"{name}.2"]
    assert _ledger_replicas(tmp_path) == {name: 2}
    assert file_ledger(tmp_path).read().replica == name


def test_the_ledger_says_what_people_call_the_machine_and_who_recorded_there(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    (entry,) = json.loads((tmp_path / "ledger.json").read_bytes())["replicas"].values()

    assert entry == {"name": replicas.machine_name(), "by": "sam", "last": 1}


def test_a_name_that_a_person_gave_the_machine_in_the_ledger_stays(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    path = tmp_path / "ledger.json"
    path.write_bytes(path.read_bytes().replace(f'"name":"{replicas.machine_name()}"'.encode(), b'"name":"Kitchen"'))
    promise_of(file_ledger(tmp_path), VISIT)

    (entry,) = json.loads(path.read_bytes())["replicas"].values()
    assert entry == {"name": "Kitchen", "by": "sam", "last": 2}


def test_a_ledger_that_is_ahead_of_what_is_kept_here_makes_this_machine_take_a_new_name(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path, seed=1))
    kept = _state(tmp_path).read_bytes()
    promise_of(file_ledger(tmp_path, seed=2), VISIT)
    _state(tmp_path).write_bytes(kept)
    promise_of(file_ledger(tmp_path, seed=3), BUDGET)

    old, new = _event(tmp_path, VISIT).partition(".")[0], _event(tmp_path, BUDGET).partition(".")[0]
    assert new != old
    assert _ledger_replicas(tmp_path) == {old: 2, new: 1}


def test_a_ledger_that_is_behind_what_is_kept_here_is_numbered_on_from_there(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    older = (tmp_path / "ledger.json").read_bytes()
    promise_of(file_ledger(tmp_path), VISIT)
    (tmp_path / "ledger.json").write_bytes(older)
    promise_of(file_ledger(tmp_path), BUDGET)

    assert _event(tmp_path, BUDGET).endswith(".3")


def test_a_state_that_came_over_from_another_machine_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise_of(file_ledger(tmp_path, seed=1))
    monkeypatch.setattr(replicas, "machine_mark", lambda: "another")
    promise_of(file_ledger(tmp_path, seed=2), VISIT)

    assert _event(tmp_path, SLIDES).partition(".")[0] != _event(tmp_path, VISIT).partition(".")[0]


def test_a_copy_of_the_ledger_at_another_place_takes_a_name_of_its_own(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path, seed=1))
    shutil.copy(tmp_path / "ledger.json", tmp_path / "copy.json")
    promise_of(file_ledger(tmp_path, "copy.json", seed=2), VISIT)
    names = {each.event.id.partition(".")[0] for each in file_ledger(tmp_path, "copy.json").read().recorded()}

    assert len(names) == 2


def test_two_names_of_one_file_are_one_copy(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    (tmp_path / "link.json").symlink_to("ledger.json")
    promise_of(file_ledger(tmp_path, "link.json"), VISIT)

    assert len(_ledger_replicas(tmp_path)) == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"replica": "kkkkk", "last": "x"}', b"7"])
def test_a_state_file_that_cannot_be_read_costs_only_the_name(tmp_path: Path, content: bytes) -> None:
    promise_of(file_ledger(tmp_path, seed=1))
    _state(tmp_path).write_bytes(content)
    promise_of(file_ledger(tmp_path, seed=2), VISIT)

    assert file_ledger(tmp_path).read().ids_from("", 9) == [SLIDES, VISIT]
    assert len(_ledger_replicas(tmp_path)) == 2


def test_a_state_file_whose_name_is_none_is_not_used(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path, seed=1))
    stored = json.loads(_state(tmp_path).read_bytes())
    _state(tmp_path).write_text(json.dumps({**stored, "replica": "nobody", "last": 1}), encoding="utf-8")
    promise_of(file_ledger(tmp_path, seed=2), VISIT)

    name, _, number = _event(tmp_path, VISIT).partition(".")
    assert (len(name), number) == (5, "1")


def test_a_state_directory_that_cannot_be_made_is_refused_before_anything_changes(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    before = (tmp_path / "ledger.json").read_bytes()
    shutil.rmtree(tmp_path / "state")
    (tmp_path / "state").write_text("a file", encoding="utf-8")

    with pytest.raises(MachineRefusedError) as problem:
        keeping_of(file_ledger(tmp_path))
    assert str(problem.value).startswith(f"Could not keep this machine's name in {tmp_path}/state/ledgers/")
    assert (tmp_path / "ledger.json").read_bytes() == before


def test_a_state_directory_that_cannot_be_written_is_refused_before_a_ledger_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(MachineRefusedError) as problem:
        promise_of(file_ledger(tmp_path))

    assert problem.value.reason == "Permission denied"
    assert not (tmp_path / "ledger.json").exists()


def test_a_name_that_could_not_be_kept_costs_only_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    promise_of(file_ledger(tmp_path, seed=1))
    name, kept = _event(tmp_path, SLIDES).partition(".")[0], _state(tmp_path)
    kept.unlink()
    kept.mkdir()
    tell(file_ledger(tmp_path, seed=2), (SLIDES, noted("one")))
    tell(file_ledger(tmp_path, seed=3), (SLIDES, noted("two")))

    events = [each.event.id for each in file_ledger(tmp_path).read().recorded()]
    assert len({name, *(event.partition(".")[0] for event in events)}) == 3
    assert all(event.endswith(".1") for event in events)


def test_reading_takes_no_name(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    shutil.rmtree(tmp_path / "state")
    book = file_ledger(tmp_path).read()

    assert book.replica == ""
    assert not (tmp_path / "state").exists()
