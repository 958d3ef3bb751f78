"""What `doctor` says of twelve damaged ledgers, what `--fix` does, what is left then; and the same of `restore`."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from followthrough.adapters.ledger.remembered import directory_of
from followthrough.adapters.ledger.replicas import Replica, Replicas
from tests.cli.test_sessions import held_against_its_schema, transcript
from tests.support.damage import events_of
from tests.support.damaged_ledgers import BESIDE, DAMAGES, DATA, KEEPS, LAPTOP, files
from tests.support.terminal import Terminal

Golden = Callable[[str, str], None]
STATE = DATA / "state"
GOOD = (STATE / "good.json").read_bytes()
LEDGER_ID = json.loads(GOOD)["meta"]["1"]["ledger"]


@pytest.fixture(autouse=True)
def laptop() -> Iterator[None]:
    """Every test runs on the machine that wrote the ledger."""
    with patch.object(os, "uname", lambda: LAPTOP):
        yield


def place(terminal: Terminal, name: str, keeps: str | None = None) -> None:
    """Put the damaged ledger where this user's is, and what the machine keeps of it into its state directory."""
    kept = keeps or KEEPS.get(name, "everything")
    terminal.ledger.parent.mkdir(parents=True)
    terminal.ledger.write_bytes((DATA / f"{name}.json").read_bytes())
    terminal.ledger.chmod(0o600)
    beside = DATA / f"{name}.beside.json"
    if beside.exists():
        terminal.ledger.with_name(BESIDE).write_bytes(beside.read_bytes())
    terminal.configuration.parent.mkdir(parents=True)
    terminal.configuration.write_text('me = "sam"\n', encoding="utf-8")
    if kept != "nothing":
        remember(terminal, journal=kept == "everything")


def remember(terminal: Terminal, *, journal: bool) -> None:
    """Give the machine its memory of the good ledger."""
    state = str(terminal.home / "state" / "followthrough")
    resolved = str(terminal.ledger.resolve())
    directory = Path(directory_of(state, resolved, LEDGER_ID))
    (directory / "backups").mkdir(parents=True)
    for backup in (STATE / "backups").iterdir():
        (directory / "backups" / backup.name).write_bytes(backup.read_bytes())
    if journal:
        (directory / "journal.jsonl").write_bytes((STATE / "journal.jsonl").read_bytes())
    replica = json.loads((STATE / "replica.json").read_bytes())
    Replicas(state, LEDGER_ID, resolved).keep(Replica(replica["replica"], replica["last"]))


def spoken(terminal: Terminal, *commands: tuple[str, ...]) -> str:
    """The whole of what these commands say, one after the other."""
    return "\n".join(transcript(terminal, command, terminal.ft(*command)) for command in commands)


def test_the_damaged_ledgers_are_those_that_the_script_makes() -> None:
    made = files()
    assert {path: path.read_bytes() for path in made} == made
    assert {path for path in DATA.rglob("*") if path.is_file()} == set(made)


@pytest.mark.parametrize("name", DAMAGES)
def test_doctor_says_what_is_wrong_and_mends_it(terminal: Terminal, golden: Golden, name: str) -> None:
    place(terminal, name)
    golden(f"doctor/{name}.txt", spoken(terminal, ("doctor",), ("doctor", "--fix"), ("doctor",), ("list", "--all")))


@pytest.mark.parametrize("name", DAMAGES)
def test_doctor_says_it_in_json(terminal: Terminal, name: str) -> None:
    place(terminal, name)
    for command in (("doctor",), ("doctor", "--fix"), ("doctor",)):
        said = terminal.ft("--json", *command)
        held_against_its_schema(said.out)
        assert (said.status == 0) == json.loads(said.out)["well"]
        assert said.err == "" or (command[-1] == "--fix" and said.err.startswith("Took in "))


@pytest.mark.parametrize("name", DAMAGES)
def test_restore_brings_everything_back_from_what_the_machine_keeps(terminal: Terminal, name: str) -> None:
    place(terminal, name, keeps="everything")
    said = terminal.ft("restore")
    assert (said.status, said.err) == (0, "")
    restored = events_of(terminal.ledger.read_bytes())
    lost = {content for owner, content in events_of(GOOD) if (owner, content) not in restored}
    assert lost == set()


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_mended_needs_no_mending(terminal: Terminal, name: str) -> None:
    place(terminal, name)
    terminal.ft("doctor", "--fix")
    once = terminal.ledger.read_bytes()
    terminal.ft("doctor", "--fix")
    assert terminal.ledger.read_bytes() == once


@pytest.mark.parametrize("name", ["01-truncated", "04-line-removed", "11-empty"])
def test_restore_says_what_it_brings_back(terminal: Terminal, golden: Golden, name: str) -> None:
    place(terminal, name)
    golden(
        f"restore/{name}.txt",
        spoken(terminal, ("restore", "--list"), ("restore", "7"), ("restore",), ("restore",), ("doctor",)),
    )


def test_restore_in_json_is_as_its_schema_has_it(terminal: Terminal) -> None:
    place(terminal, "04-line-removed")
    for command in (("restore", "--list"), ("restore",), ("restore",)):
        held_against_its_schema(terminal.ft("--json", *command).out)


def test_restore_takes_one_backup_by_number_name_or_date(terminal: Terminal, golden: Golden) -> None:
    place(terminal, "04-line-removed")
    commands = (
        ("restore", "99"),
        ("restore", "2026-11-16"),
        ("restore", "2026-11-22"),
        ("restore", "000002-20261117T170000Z"),
        ("restore", "8"),
    )
    golden("restore/one-of-them.txt", spoken(terminal, *commands))


def test_a_ledger_that_is_gone_is_made_again(terminal: Terminal, golden: Golden) -> None:
    place(terminal, "04-line-removed", keeps="everything")
    terminal.ledger.unlink()
    golden("restore/gone.txt", spoken(terminal, ("doctor",), ("doctor", "--fix"), ("restore",), ("doctor",)))
    assert events_of(terminal.ledger.read_bytes()) == events_of(GOOD)


def test_what_has_no_intact_copy_is_kept_and_marked(terminal: Terminal) -> None:
    place(terminal, "03-flipped-byte")
    terminal.ft("doctor", "--fix")
    [record] = [each for each in json.loads(terminal.ledger.read_bytes())["open"].values() if "damaged" in each]
    assert record["damaged"] == [record["history"][0]["id"]]
    assert record["history"][0]["what"] == "Bile the taxes"


def test_a_damaged_file_is_kept_beside_the_mended_one(terminal: Terminal) -> None:
    place(terminal, "01-truncated")
    terminal.ft("doctor", "--fix")
    [kept] = terminal.ledger.parent.glob("*.damaged-*")
    assert kept.read_bytes() == (DATA / "01-truncated.json").read_bytes()
