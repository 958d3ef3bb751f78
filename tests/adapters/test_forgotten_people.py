"""A forgotten person's name is in no file of this machine, and does not come back from any copy."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from followthrough.actions.add import add
from followthrough.actions.annotate import note
from followthrough.actions.examine import examine
from followthrough.actions.forget import forget
from followthrough.actions.merge import Copy, merge
from followthrough.actions.people import describe, share
from followthrough.actions.restore import restore
from followthrough.actions.settle import keep, release
from followthrough.actions.workspace import Workspace
from followthrough.adapters.ledger import healing, purging
from followthrough.adapters.ledger.disk import UnflushedDisk
from followthrough.adapters.ledger.upkeep import FileUpkeep
from followthrough.domain.errors import ForgottenHandleError
from followthrough.domain.forgetting import stone_key
from followthrough.domain.notices import Notice, Overwritten
from tests.adapters.steps import file_ledger
from tests.support.fakes import FakeClock, FakePreferences, SeededRandomness, a_workspace

NAMES = (b"zenobia", b"Zenobia", b"Quillfeather")
"""The handle and the display name of whoever is forgotten here."""


def machine(home: Path, number: int = 0, me: str = "sam") -> Workspace:
    home.mkdir(exist_ok=True)
    clock = FakeClock()
    clock.forward(minutes=number)
    return replace(
        a_workspace(clock=clock),
        ledger=file_ledger(home, seed=number, disk=UnflushedDisk()),
        randomness=SeededRandomness(number),
        preferences=FakePreferences(me),
    )


@pytest.fixture
def sam(tmp_path: Path) -> Workspace:
    """A ledger with promises to, by and about the person, in each place where a handle can stand."""
    here = machine(tmp_path / "sam")
    add(here, "Send the slides, and ask @zenobia.", to=["Zenobia", "bo"], by="friday", note="@Zenobia knows")
    describe(here, "zenobia", name="Zenobia Quillfeather")
    describe(here, "medics", members=["zenobia", "bo"])
    lent = add(here, "Lend the tent", maker="zenobia", to=["sam"], by="friday").commitments[0].id
    keep(here, [lent])
    let = add(here, "Sort the attic", to=["bo", "zenobia"]).commitments[0].id
    release(here, [let], who="zenobia")
    forget(here, [add(here, "A secret", to=["zenobia"]).commitments[0].id])
    return here


def another(sam: Workspace, home: Path, me: str = "bo") -> Workspace:
    """Another machine, whose ledger is a copy of this one."""
    there = machine(home, 1, me)
    shutil.copy(sam.ledger.path, there.ledger.path)
    note(there, "slides", "on it")
    return there


def home_of(workspace: Workspace) -> Path:
    return Path(workspace.ledger.path).parent


def files_naming(workspace: Workspace) -> Iterator[str]:
    """The files beside and behind a ledger in which one of the names stands, the ledger among them."""
    for file in sorted(home_of(workspace).rglob("*")):
        if file.is_file() and any(name in file.read_bytes() for name in NAMES):
            yield file.name


def upkeep(workspace: Workspace) -> FileUpkeep:
    return FileUpkeep(workspace.ledger, str(home_of(workspace) / "state"), "doctor", disk=UnflushedDisk())


def tables_of(workspace: Workspace) -> Any:
    return json.loads(Path(workspace.ledger.path).read_bytes())


def test_the_name_stands_in_no_file_of_the_machine(sam: Workspace) -> None:
    assert len(list(files_naming(sam))) > 5
    forget(sam, ["@zenobia"])

    assert list(files_naming(sam)) == []
    assert examine(upkeep(sam)).findings == ()
    assert restore(sam, upkeep(sam)).brought == ()


def test_every_event_keeps_its_id_and_is_sealed_anew(sam: Workspace) -> None:
    before = tables_of(sam)
    forget(sam, ["@zenobia"])

    after = tables_of(sam)
    described = [event["id"] for event in before["people"].pop("zenobia")["history"]]
    assert after["forgotten"][stone_key("zenobia")]["events"] == described
    for table in ("people", "open", "settled"):
        assert {key: [event["id"] for event in each["history"]] for key, each in after[table].items()} == {
            key: [event["id"] for event in each["history"]] for key, each in before[table].items()
        }
    made = [each["history"][0] for each in (*after["open"].values(), *after["settled"].values())]
    assert sorted((each["what"], each["maker"], each["to"], each.get("note")) for each in made) == [
        ("Lend the tent", "someone", ["sam"], None),
        ("Send the slides, and ask @someone.", "sam", ["someone", "bo"], "@someone knows"),
        ("Sort the attic", "sam", ["bo", "someone"], None),
    ]
    assert after["people"]["medics"]["members"] == ["someone", "bo"]


def test_a_tombstone_that_was_united_with_another_copy_is_all_there_is(sam: Workspace, tmp_path: Path) -> None:
    """Of a promise as of a person: it lists more than the journal's, which has it as it was recorded."""
    bo = another(sam, tmp_path / "bo")
    forget(sam, ["slides"])
    merge(sam, [Copy(path=bo.ledger.path)])
    assert examine(upkeep(sam)).findings == ()
    assert restore(sam, upkeep(sam)).brought == ()


def test_a_copy_that_has_the_name_does_not_bring_it_back(sam: Workspace, tmp_path: Path) -> None:
    bo = another(sam, tmp_path / "bo")
    describe(bo, "zenobia", name="Zenobia Q. Quillfeather")
    forget(sam, ["@zenobia"])
    theirs, ours = Path(bo.ledger.path).read_bytes(), Path(sam.ledger.path).read_bytes()
    merge(sam, [Copy(path="theirs", content=theirs)])
    (brought,) = merge(bo, [Copy(path="ours", content=ours)]).copies

    assert brought.account.persons == ("zenobia",)
    assert Path(sam.ledger.path).read_bytes() == Path(bo.ledger.path).read_bytes()
    assert list(files_naming(sam)) == list(files_naming(bo)) == []
    assert examine(upkeep(sam)).findings == examine(upkeep(bo)).findings == ()
    assert not merge(bo, [Copy(path="theirs", content=theirs)]).copies[0].changed


def test_an_old_copy_in_the_place_of_the_ledger_loses_the_name_at_the_next_write(sam: Workspace) -> None:
    old = Path(sam.ledger.path).read_bytes()
    forget(sam, ["@zenobia"])
    Path(sam.ledger.path).write_bytes(old)
    add(sam, "Something else", to=["bo"])

    assert stone_key("zenobia") in tables_of(sam)["forgotten"]
    assert not any(name in Path(sam.ledger.path).read_bytes() for name in NAMES)


def test_restoring_over_an_old_copy_brings_the_tombstone_and_no_name(sam: Workspace) -> None:
    old = Path(sam.ledger.path).read_bytes()
    forget(sam, ["@zenobia"])
    forgotten = tables_of(sam)
    Path(sam.ledger.path).write_bytes(old)
    restore(sam, upkeep(sam))

    assert tables_of(sam) == forgotten
    assert examine(upkeep(sam)).findings == ()


def test_a_lost_ledger_comes_back_without_the_name(sam: Workspace) -> None:
    forget(sam, ["@zenobia"])
    before = tables_of(sam)
    Path(sam.ledger.path).unlink()
    restore(sam, upkeep(sam))

    assert list(files_naming(sam)) == []
    assert {**tables_of(sam), "meta": before["meta"]} == before


@pytest.fixture
def unpurged(sam: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A machine that could not erase the name from its journal and backups."""
    with monkeypatch.context() as patched:
        patched.setattr(purging, "purge", lambda *_: [])
        forget(sam, ["@zenobia"])
    assert len(list(files_naming(sam))) > 5
    return sam


def test_backups_that_kept_the_name_give_it_to_nobody(unpurged: Workspace) -> None:
    assert examine(upkeep(unpurged)).findings == ()
    assert restore(unpurged, upkeep(unpurged)).brought == ()


def missed(workspace: Workspace) -> list[Notice]:
    """What a reader tells of the ledger, once another program has touched it."""
    told: list[Notice] = []
    path = Path(workspace.ledger.path)
    path.write_bytes(path.read_bytes() + b" ")
    file_ledger(path.parent, disk=UnflushedDisk(), tell=told.append).read()
    return told


def test_a_journal_that_kept_the_name_misses_nothing(unpurged: Workspace) -> None:
    assert missed(unpurged) == []


def test_a_journal_that_is_not_read_without_the_name_misses_events(
    unpurged: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(healing, "entries_without", lambda forgotten, entries: entries)
    assert [type(each) for each in missed(unpurged)] == [Overwritten]


def test_what_was_edited_by_hand_is_recorded_without_the_name(sam: Workspace) -> None:
    path = Path(sam.ledger.path)
    path.write_text(path.read_text().replace('{"what":"Send the slides', '{"what":"Send zenobia the slides'))
    forget(sam, ["@zenobia"])
    (told,) = (each for each in sam.ledger.read().unsettled() if each.history[-1].__struct_config__.tag == "edited")
    assert told.what == "Send zenobia the slides, and ask @someone."


def test_whoever_was_forgotten_cannot_record_under_that_name(sam: Workspace, tmp_path: Path) -> None:
    hers = another(sam, tmp_path / "hers", me="zenobia")
    forget(sam, ["@zenobia"])
    merge(hers, [Copy(path=sam.ledger.path)])
    before = Path(hers.ledger.path).read_bytes()

    with pytest.raises(ForgottenHandleError):
        note(hers, "slides", "me again")
    assert Path(hers.ledger.path).read_bytes() == before


def test_a_person_and_a_promise_are_forgotten_in_one_step(sam: Workspace) -> None:
    forgotten = forget(sam, ["@zenobia", "slides"])

    assert (len(forgotten.ids), [each.handle for each in forgotten.persons]) == (1, ["zenobia"])
    assert list(files_naming(sam)) == []
    assert examine(upkeep(sam)).findings == ()


def test_a_machine_of_theirs_is_someones_wherever_the_ledger_comes_from(sam: Workspace, tmp_path: Path) -> None:
    theirs = another(sam, tmp_path / "zenobia", me="zenobia")
    merge(sam, [Copy(path=theirs.ledger.path)])
    assert sorted(each["by"] for each in tables_of(sam)["replicas"].values()) == ["sam", "zenobia"]
    forget(sam, ["@zenobia"])
    assert sorted(each["by"] for each in tables_of(sam)["replicas"].values()) == ["sam", "someone"]
    merge(sam, [Copy(path=theirs.ledger.path)])
    assert list(files_naming(sam)) == []
    Path(sam.ledger.path).unlink()
    restore(sam, upkeep(sam))
    assert sorted(each["by"] for each in tables_of(sam)["replicas"].values()) == ["sam", "someone"]


def test_what_a_member_said_of_a_forgotten_circle_names_it_no_more(sam: Workspace) -> None:
    describe(sam, "wharf", members=["me", "bo"])
    share(sam, "wharf", "initials")
    forget(sam, ["@wharf"])
    said = [each for each in tables_of(sam)["people"]["sam"]["history"] if each["did"] == "shared"]
    assert [(each["circle"], each["openly"]) for each in said] == [("someone", "initials")]
