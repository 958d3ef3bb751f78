"""A machine that refuses, a ledger that is none, a broken configuration: a sentence, a status, nothing changed."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from followthrough.adapters.ledger import tinydb_ledger
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.remembered import directory_of
from tests.cli.promises import add, stored
from tests.support.terminal import Said, Terminal, program

REFUSED_HINT = "Check the permissions and the free space there.\n"
MEND_HINT = "Mend it in an editor, or move it away to start from the defaults.\n"
COPY_HINT = "The file is as it was. To see what is wrong with it, and mend it: ft doctor, or ft --ledger FILE doctor\n"
READING = (("list",), ("show", "slides"), ("log",), ("people",), ("with", "ana"), ("score",), ("digest",), ())
WRITING = (
    ("add", "x", "--to", "ana"),
    ("keep", "slides"),
    ("miss", "slides"),
    ("move", "slides", "--by", "2026-12-24"),
    ("release", "slides"),
    ("withdraw", "slides"),
    ("note", "slides", "soon"),
    ("edit", "slides", "--tag", "talks"),
    ("forget", "slides"),
    ("undo",),
    ("people", "cleo", "--name", "Cleo"),
)
AS_OTHERS_DO = """
import ctypes, os, sys
if os.geteuid() == 0:
    for capability in (1, 2):
        assert ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) == 0
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Runs a program without root's power to read and write whatever permissions say."""


def command_name(command: tuple[str, ...]) -> str:
    return command[0] if command else "today"


class FullDisk(Disk):
    """A disk with no space left for a new file."""

    def write_all(self, descriptor: int, data: bytes) -> None:
        """Half of the file, then the refusal."""
        super().write_all(descriptor, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class RefusingDisk(Disk):
    """A disk that flushes nothing."""

    def flush(self, descriptor: int) -> None:
        """Never."""
        raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.fixture
def slides(terminal: Terminal) -> str:
    return add(terminal, "Send Ana the slides", "--by", "2026-11-27")


def files(terminal: Terminal) -> dict[str, bytes]:
    """Every file of the ledger's directory but the lock."""
    return {each.name: each.read_bytes() for each in terminal.ledger.parent.iterdir() if each.suffix != ".lock"}


@pytest.mark.parametrize("command", WRITING, ids=command_name)
@pytest.mark.parametrize(
    ("disk", "reason"), [(FullDisk, "No space left on device"), (RefusingDisk, "Input/output error")]
)
def test_a_disk_that_refuses_leaves_the_ledger_as_it_was(
    terminal: Terminal,
    slides: str,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    disk: Callable[[], Disk],
    reason: str,
) -> None:
    before = files(terminal)
    monkeypatch.setattr(tinydb_ledger, "Disk", disk)
    err = f"Could not write {terminal.ledger}: {reason}. Nothing was changed.\n{REFUSED_HINT}"
    assert terminal.ft(*command) == (7, "", err)
    assert files(terminal) == before


def unprivileged(terminal: Terminal, *command: str) -> Said:
    """Run the installed program as someone whom permissions bind."""
    done = subprocess.run(
        [sys.executable, "-c", AS_OTHERS_DO, program(), *command],
        env=terminal.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def test_a_read_only_directory_is_refused_and_nothing_changes(terminal: Terminal, slides: str) -> None:
    before = files(terminal)
    terminal.ledger.parent.chmod(0o555)
    said = unprivileged(terminal, "keep", "slides")
    terminal.ledger.parent.chmod(0o755)
    err = f"Could not write {terminal.ledger}: Permission denied. Nothing was changed.\n{REFUSED_HINT}"
    assert said == (7, "", err)
    assert files(terminal) == before


def test_a_first_promise_in_a_read_only_place_is_refused(terminal: Terminal) -> None:
    terminal.home.chmod(0o555)
    said = unprivileged(terminal, "add", "Send Ana the slides", "--to", "ana")
    terminal.home.chmod(0o755)
    err = f"Could not write {terminal.configuration}: Permission denied. Nothing was changed.\n{REFUSED_HINT}"
    assert said == (7, "", err)
    assert list(terminal.home.iterdir()) == []


def test_a_read_only_ledger_is_refused_and_stays(terminal: Terminal, slides: str) -> None:
    before = files(terminal)
    terminal.ledger.chmod(0o444)
    said = unprivileged(terminal, "keep", "slides")
    assert said == (7, "", f"Could not write {terminal.ledger}: it is read-only. Nothing was changed.\n{REFUSED_HINT}")
    assert files(terminal) == before


def test_a_ledger_that_may_not_be_read_is_refused(terminal: Terminal, slides: str) -> None:
    terminal.ledger.chmod(0)
    said = unprivileged(terminal, "list")
    terminal.ledger.chmod(0o600)
    assert said == (7, "", f"Could not read {terminal.ledger}: Permission denied. Nothing was changed.\n{REFUSED_HINT}")


@pytest.mark.parametrize("command", [*READING, *WRITING], ids=command_name)
def test_a_ledger_that_is_a_directory_is_refused(terminal: Terminal, command: tuple[str, ...]) -> None:
    terminal.ledger.mkdir(parents=True)
    err = f"{terminal.ledger} is a directory, not a ledger file.\nName a file: --ledger PATH\n"
    assert terminal.ft(*command) == (6, "", err)
    assert list(terminal.ledger.iterdir()) == []


@pytest.mark.parametrize("command", [*READING, *WRITING], ids=command_name)
def test_a_ledger_that_is_a_device_is_refused(terminal: Terminal, command: tuple[str, ...]) -> None:
    err = "/dev/null is a device or a pipe, not a ledger file.\nName a file: --ledger PATH\n"
    assert terminal.ft("--ledger", "/dev/null", *command) == (6, "", err)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"{}", b"\x00" * 100, b'{"meta": {}}'])
@pytest.mark.parametrize("command", [("list",), ("add", "x", "--to", "ana"), ()], ids=command_name)
def test_a_file_that_is_no_ledger_is_refused_and_stays(
    terminal: Terminal, content: bytes, command: tuple[str, ...]
) -> None:
    terminal.ledger.parent.mkdir(parents=True)
    terminal.ledger.write_bytes(content)
    said = terminal.ft(*command)
    assert (said.status, said.out, stored(terminal)) == (6, "", content)
    sentence, hint = said.err.splitlines(keepends=True)
    assert sentence.startswith(f"{terminal.ledger} cannot be trusted as a ledger: ")
    assert hint == COPY_HINT


@pytest.mark.parametrize("command", [("list",), ("keep", "slides"), ()], ids=command_name)
def test_a_truncated_ledger_is_refused_and_stays(terminal: Terminal, slides: str, command: tuple[str, ...]) -> None:
    whole = stored(terminal)
    terminal.ledger.write_bytes(whole[: len(whole) // 2])
    said = terminal.ft(*command)
    assert (said.status, said.out, stored(terminal)) == (6, "", whole[: len(whole) // 2])
    assert said.err.startswith(f"{terminal.ledger} cannot be trusted as a ledger: ")


def test_a_newer_ledger_is_read_but_not_written(terminal: Terminal, slides: str) -> None:
    newer = (
        stored(terminal).replace(b'"min_writer":1', b'"min_writer":9').replace(b'"min_writer": 1', b'"min_writer": 9')
    )
    assert newer != stored(terminal)
    terminal.ledger.write_bytes(newer)
    assert terminal.ft("list").status == 0
    err = (
        f"{terminal.ledger} is to be written by format 9 or newer; this version writes format 3. Nothing was changed.\n"
        "Use a newer version of followthrough to change it; this one can read it.\n"
    )
    assert terminal.ft("keep", "slides") == (6, "", err)
    assert stored(terminal) == newer


BROKEN = (
    b"me = ",
    b"me = 3",
    b'me = "--x"',
    b'unknown = "a"',
    b'zone = "Mars/X"',
    b'[ledgers]\na.b = "x"',
    b"[[me]]",
    b'ledger = "a\\u0000.json"',
    b'ledgers = "x"',
    b"\xff",
    b"\x00",
    b'me = "a"\nme = "b"',
    b"x" * 100_000,
    b"a = [" * 5_000,
)


@pytest.mark.parametrize("content", BROKEN, ids=lambda content: repr(content[:20]))
def test_a_broken_configuration_file_is_named_by_every_command(terminal: Terminal, slides: str, content: bytes) -> None:
    before = stored(terminal)
    terminal.configuration.write_bytes(content)
    for command in (*READING, *WRITING, ("config",), ("config", "ledgers.own", "own.json")):
        said = terminal.ft(*command)
        assert (said.status, said.out) == (2, ""), command
        *sentence, hint = said.err.splitlines(keepends=True)
        assert "".join(sentence).startswith(f"The configuration file {terminal.configuration} cannot be used: "), (
            command
        )
        assert (len(sentence), hint) == (1, MEND_HINT), command
    assert stored(terminal) == before
    assert terminal.configuration.read_bytes() == content


@pytest.mark.parametrize(("content", "key"), [(b'zone = "Mars/X"', "zone"), (b"zone = 3", "zone")])
def test_a_broken_setting_can_be_set_anew(terminal: Terminal, content: bytes, key: str) -> None:
    terminal.configuration.parent.mkdir(parents=True)
    terminal.configuration.write_bytes(content)
    assert terminal.ft("config", key, "UTC") == (0, "UTC\n", "")
    assert terminal.configuration.read_bytes() == b'zone = "UTC"'


def test_a_configuration_that_cannot_be_written_refuses_the_first_promise_whole(terminal: Terminal) -> None:
    said = terminal.ft("add", "x", "--to", "ana", FOLLOWTHROUGH_CONFIG="/dev/null/config.toml")
    assert (said.status, said.out) == (7, "")
    assert said.err.startswith("Could not write /dev/null/config.toml: ")
    assert said.err.endswith(f". Nothing was changed.\n{REFUSED_HINT}")
    assert not terminal.ledger.exists()


def test_a_state_directory_that_cannot_be_written_refuses_a_change(terminal: Terminal, slides: str) -> None:
    before = stored(terminal)
    said = terminal.ft("keep", "slides", FOLLOWTHROUGH_STATE="/dev/null")
    kept = directory_of("/dev/null", str(terminal.ledger.resolve()), json.loads(before)["meta"]["1"]["ledger"])
    err = f"Could not keep this machine's name in {kept}: Not a directory. Nothing was changed.\n{REFUSED_HINT}"
    assert said == (7, "", err)
    assert stored(terminal) == before


def test_a_symbolic_link_to_nowhere_is_a_missing_ledger(terminal: Terminal, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "gone" / "ledger.json")
    err = (
        f"There is no ledger at {link}.\nThe first ft add begins one there. Check --ledger and FOLLOWTHROUGH_LEDGER.\n"
    )
    assert terminal.ft("--ledger", str(link), "list") == (3, "", err)


@pytest.mark.external
def test_a_file_system_that_is_full_keeps_the_ledger(terminal: Terminal, slides: str) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare, of util-linux, to mount a file system of its own")
    room = terminal.home / "small"
    room.mkdir()
    script = (
        'mount -t tmpfs -o size=12k tmpfs "$1" && cp "$2" "$1/ledger.json" && '
        'head -c 100000 /dev/zero > "$1/filler" 2>/dev/null; cp "$1/ledger.json" "$1/../before.json"; '
        '"$3" --ledger "$1/ledger.json" keep slides; status=$?; ls -A "$1" >&2; '
        'cmp "$1/ledger.json" "$1/../before.json" && exit $status'
    )
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh", str(room), str(terminal.ledger), program()],
        env=terminal.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    err = (
        f"Could not write {room}/ledger.json: No space left on device. Nothing was changed.\n{REFUSED_HINT}"
        "filler\nledger.json\nledger.json.lock\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (7, "", err)
