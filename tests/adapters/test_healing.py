"""What another program took out of the file is put back by the next write, as if it had never been away."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from followthrough.actions.ports import Ledger
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
