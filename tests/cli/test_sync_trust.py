"""A member who takes something out of the history that others share: named at their next sync, and undone by it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from followthrough.formats.sums import event_sum
from tests.support.shared_clones import Machine, Shared

pytestmark = pytest.mark.external

Document = dict[str, Any]


def _rewritten(shared: Shared, change: Callable[[Document], object]) -> str:
    """Ana changes the ledger by hand, and pushes that; her commit."""
    ana = shared.ana
    document = json.loads(ana.ledger.read_bytes())
    change(document)
    ana.ledger.write_text(json.dumps(document), encoding="utf-8")
    return ana.commit_all_and_push()[:10]


def _slides(document: Document) -> Document:
    """The promise that is Sam's."""
    return next(each for each in document["open"].values() if each["what"] == "Send the slides")


def _said(document: Document) -> set[str]:
    """Its events, but for their ids: where two have one, the second gets another."""
    return {json.dumps({**each, "id": ""}, sort_keys=True) for each in _slides(document)["history"]}


def _take_out_event(document: Document) -> None:
    _slides(document)["history"].pop()


def _change_event(document: Document) -> None:
    _slides(document)["history"][-1]["text"] = "all of it is done"


def _change_event_and_sum(document: Document) -> None:
    _change_event(document)
    event = _slides(document)["history"][-1]
    event["sum"] = event_sum(event)


def _take_out_promise(document: Document) -> None:
    document["open"] = {key: each for key, each in document["open"].items() if each["what"] != "Send the slides"}


def _take_out_person(document: Document) -> None:
    del document["people"]["sam"]


def _take_out_tombstone(document: Document) -> None:
    document["forgotten"].clear()


def _take_out_all(document: Document) -> None:
    document["open"].clear()


def _lower_numbers(document: Document) -> None:
    for each in document["replicas"].values():
        each["last"] = 1


def _take_out_numbers(document: Document) -> None:
    document["replicas"].clear()


CHANGES: dict[str, tuple[Callable[[Document], object], str]] = {
    "an event taken out": (_take_out_event, "1 event by commit {} of ana: “Send the slides”"),
    "an event changed": (_change_event, "1 event by commit {} of ana: “Send the slides”"),
    "an event and its sum changed": (_change_event_and_sum, "1 event by commit {} of ana: “Send the slides”"),
    "a promise taken out": (_take_out_promise, "2 events by commit {} of ana: “Send the slides”"),
    "a person taken out": (_take_out_person, "1 event by commit {} of ana: @sam"),
    "a tombstone taken out": (_take_out_tombstone, "1 event by commit {} of ana: "),
    "everything taken out": (_take_out_all, "3 events by commit {} of ana: “Bring the tent”, “Send the slides”"),
    "numbers lowered": (_lower_numbers, "by commit {} of ana: the numbers of vm"),
    "numbers taken out": (_take_out_numbers, "by commit {} of ana: the numbers of vm"),
}


@pytest.fixture
def three(shared: Shared) -> tuple[Machine, Machine, Machine]:
    """Three machines in step, with a note and something forgotten."""
    sam, ana = shared.sam, shared.ana
    assert sam.ft("note", "slides", "half of it is done").status == 0
    sam.add("Buy a present")
    assert sam.ft("forget", "present", "--yes").status == 0
    sam.synced()
    ana.synced()
    return sam, ana, shared.machine("bo")


@pytest.mark.parametrize("name", CHANGES)
def test_who_took_something_out_is_named_and_it_stands_again(
    shared: Shared, three: tuple[Machine, Machine, Machine], name: str
) -> None:
    change, told = CHANGES[name]
    sam, ana, bo = three
    before = json.loads(sam.ledger.read_bytes())
    commit = _rewritten(shared, change)
    for machine in (sam, bo):
        assert told.format(commit) in machine.synced().out
    assert ana.ft("sync").status == 0
    for machine in three:
        after = json.loads(machine.ledger.read_bytes())
        assert after["forgotten"] == before["forgotten"]
        assert after["replicas"] == before["replicas"]
        assert {*after["people"]} == {*before["people"]}
        assert _said(before) <= _said(after)
    assert sam.ledger.read_bytes() == bo.ledger.read_bytes() == ana.ledger.read_bytes() == shared.there


def test_a_history_set_back_is_named_and_stands_again(shared: Shared) -> None:
    """Ana forces the remote back to what was there before, which Sam has long had."""
    sam, ana = shared.sam, shared.ana
    sam.add("Fix the bike")
    sam.synced()
    back = ana.git("rev-parse", "HEAD~1")
    ana.git("push", "--quiet", "--force", "origin", "HEAD~1:main")
    assert sam.synced().out == (
        "The history there was replaced\n"
        f"  2 commits that origin had before are gone from it; it was set back to {back[:10]}, and git does not say by "
        "whom. All of it is there again now.\n\n"
        "Sent to origin, main.\n"
    )
    assert shared.there == sam.ledger.read_bytes()
    assert sam.synced().out == "In step with origin, main.\n"


def test_a_history_begun_anew_is_named(shared: Shared) -> None:
    sam, ana = shared.sam, shared.ana
    ana.git("checkout", "--quiet", "--orphan", "fresh")
    ana.git("commit", "--quiet", "--message", "Squashed")
    ana.git("push", "--quiet", "--force", "origin", "fresh:main")
    fresh = ana.git("rev-parse", "fresh")
    assert sam.synced().out == (
        "The history there was replaced\n"
        f"  2 commits that origin had before are gone from it; {fresh[:10]} by ana stands in their place. All of it "
        "is there again now.\n\n"
        "Sent to origin, main.\n"
    )


def test_a_ledger_taken_out_of_the_tree_is_named(shared: Shared) -> None:
    sam, ana = shared.sam, shared.ana
    ana.git("rm", "--quiet", "--cached", "ledger.json")
    ana.git("commit", "--quiet", "--message", "Away with it")
    ana.git("push", "--quiet", "origin", "main")
    gone = ana.git("rev-parse", "HEAD")[:10]
    assert f" events by commit {gone} of ana: “Bring the tent”, “Send the slides”, " in sam.synced().out
    assert shared.there == sam.ledger.read_bytes()
    assert ana.synced().out.endswith("In step with origin, main.\n")


def test_a_ledger_cut_short_is_refused_until_somebody_mends_it(shared: Shared) -> None:
    sam, ana = shared.sam, shared.ana
    before = sam.ledger.read_bytes()
    content = ana.ledger.read_bytes()
    ana.ledger.write_bytes(content[: len(content) // 2])
    cut = ana.commit_all_and_push()[:10]
    assert sam.ft("sync").status == 6
    assert sam.ledger.read_bytes() == before
    ana.ledger.write_bytes(content)
    ana.commit_all_and_push()
    assert f" by commit {cut} of ana: " in sam.synced().out
    assert sam.ledger.read_bytes() == before


def test_what_was_done_there_is_still_told_after_a_sync_that_could_not_send(shared: Shared) -> None:
    sam = shared.sam
    commit = _rewritten(shared, _take_out_promise)
    hook = shared.hub / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert sam.ft("sync").status == 8
    hook.unlink()
    assert f"  1 event by commit {commit} of ana: “Send the slides”" in sam.synced().out


HONEST: dict[str, tuple[tuple[str, ...], ...]] = {
    "forget": (("forget", "slides", "--yes"),),
    "forget a person": (("forget", "@cy", "--yes"),),
    "people renamed": (("people", "rename", "cy", "cyd"),),
    "people joined": (("people", "join", "cy", "di"),),
    "undo and redo": (("keep", "tent"), ("undo",), ("redo",), ("undo",)),
    "settled and opened again": (("keep", "tent"), ("reopen", "TENT")),
    "a series": (("add", "Water the plants", "--to", "cy", "--every", "monday"),),
    "mended by doctor": (("doctor", "--fix"),),
}


@pytest.mark.parametrize("name", HONEST)
def test_nobody_is_named_for_what_a_command_does(shared: Shared, name: str) -> None:
    sam, ana = shared.sam, shared.ana
    for to in ("cy", "di"):
        sam.add(f"Call {to}", to=to)
    sam.synced()
    ana.synced()
    open_ones = json.loads(ana.ledger.read_bytes())["open"]
    tent = next(key for key, each in open_ones.items() if each["what"] == "Bring the tent")
    for words in HONEST[name]:
        said = ana.ft(*(tent if word == "TENT" else word for word in words))
        assert said.status == 0, said
    ana.synced()
    assert "Taken out" not in sam.synced().out
    assert sam.ledger.read_bytes() == ana.ledger.read_bytes() == shared.there


def _laid_out_anew(shared: Shared) -> None:
    _rewritten(shared, lambda document: None)


def _indented(shared: Shared) -> None:
    document = json.loads(shared.ana.ledger.read_bytes())
    shared.ana.ledger.write_text(json.dumps(document, indent=2), encoding="utf-8")
    shared.ana.commit_all_and_push()


def _edited_by_hand(shared: Shared) -> None:
    _rewritten(shared, lambda document: _slides(document).update(what="Send all the slides"))


def _sum_broken_and_mended(shared: Shared) -> None:
    """A damaged event of ours was never intact in what others saw."""
    document = json.loads(shared.ana.ledger.read_bytes())
    _slides(document)["history"][-1]["sum"] = "00000000"
    shared.ana.ledger.write_text(json.dumps(document), encoding="utf-8")
    assert shared.ana.ft("doctor", "--fix").status in (0, 9)
    shared.ana.synced()


def _merged_as_text(shared: Shared) -> None:
    """Both add something, and git merges it as a text."""
    ana = shared.ana
    shared.sam.add("Paint the fence")
    shared.sam.synced()
    ana.git("config", "--remove-section", "merge.followthrough")
    ana.ft("note", "tent", "it is dry")
    ana.commit()
    ana.run_git("pull", "--quiet", "--no-edit")
    assert ana.ft("doctor", "--fix").status in (0, 9)
    ana.commit()
    ana.git("push", "--quiet", "origin", "main")


@pytest.mark.parametrize("step", [_laid_out_anew, _indented, _edited_by_hand, _sum_broken_and_mended, _merged_as_text])
def test_nobody_is_named_for_what_takes_nothing_out(shared: Shared, step: Callable[[Shared], None]) -> None:
    step(shared)
    said = shared.sam.synced().out
    assert "Taken out" not in said
    assert "replaced" not in said
    assert "Send the slides" in shared.sam.ft("log").out
