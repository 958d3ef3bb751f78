"""What another program took out of the file is put back by the next write, as if it had never been away."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from followthrough.actions.ports import Ledger
from followthrough.adapters.ledger.disk import Disk
from followthrough.domain.notices import Notice, PutBack
from tests.adapters.steps import BUDGET, SLIDES, VISIT, describe, file_ledger, keeping_of, promise_of

Step = Callable[[Ledger], object]


def _made(ledger: Ledger) -> object:
    return promise_of(ledger, BUDGET, "Write the budget")


def _made_and_kept(ledger: Ledger) -> object:
    promise_of(ledger, BUDGET, "Write the budget")
    return keeping_of(ledger, BUDGET)


def _kept(ledger: Ledger) -> object:
    return keeping_of(ledger, SLIDES)


def _named(ledger: Ledger) -> object:
    return describe(ledger, "ana", "Ana Ruiz")


def _renamed(ledger: Ledger) -> object:
    describe(ledger, "bo", "Bo Chen")
    return describe(ledger, "ana", "Ana Maria Ruiz")


def _records(path: Path) -> dict[str, dict[str, object]]:
    tables = json.loads(path.read_bytes())
    return {name: tables[name] for name in ("open", "settled", "people")}


@pytest.mark.parametrize("step", [_made, _made_and_kept, _kept, _named, _renamed], ids=lambda step: step.__name__)
def test_what_an_old_copy_overwrote_is_put_back_whole(tmp_path: Path, step: Step) -> None:
    path, told = tmp_path / "ledger.json", list[Notice]()
    ledger = file_ledger(tmp_path, tell=told.append)
    promise_of(ledger)
    describe(ledger, "ana", "Ana")
    old = path.read_bytes()
    step(ledger)
    before = _records(path)
    for number in range(2):  # the second time there are two entries of it in the journal
        path.write_bytes(old)
        promise_of(ledger, VISIT if number else "zzzzzzzzzzzz")

    after = _records(path)
    assert after["open"].keys() - before["open"].keys() == {VISIT, "zzzzzzzzzzzz"}
    assert [{**after[name], **before[name]} for name in before] == [after[name] for name in before]
    assert after["settled"].keys() == before["settled"].keys()
    assert [type(each) for each in told] == [PutBack, PutBack]
    (first, second) = (each for each in told if isinstance(each, PutBack))
    assert second.events == first.events + 1


class OvertakenDisk(Disk):
    """A disk on which another program puts its old copy in the ledger's place right after ours was put there."""

    def __init__(self, old: bytes) -> None:
        self._old = old

    def replace(self, source: str, target: str) -> None:
        super().replace(source, target)
        if target.endswith("/ledger.json"):
            Path(f"{target}.theirs").write_bytes(self._old)
            super().replace(f"{target}.theirs", target)


def test_what_is_overwritten_before_the_writer_is_done_is_put_back(tmp_path: Path) -> None:
    promise_of(file_ledger(tmp_path))
    old = (tmp_path / "ledger.json").read_bytes()
    promise_of(file_ledger(tmp_path, disk=OvertakenDisk(old)), BUDGET)
    promise_of(file_ledger(tmp_path), VISIT)

    assert [each.id for each in file_ledger(tmp_path).read().unsettled()] == [SLIDES, BUDGET, VISIT]
