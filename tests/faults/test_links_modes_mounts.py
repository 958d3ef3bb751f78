"""Where the ledger is a link, a mount, or somebody else's: the file stays what it is, or there is a clear refusal.

What one user alone meets, link by link, is in tests/adapters/test_links_and_modes.py.
"""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from tests.faults.evidence import events_of
from tests.support.figures import count
from tests.support.terminal import Said, Terminal, program

FAULT = "links, modes, mounts, owners"


class Place(NamedTuple):
    """A ledger of one promise, reached by a path that may be a link, and where its backups are."""

    terminal: Terminal
    path: Path
    real: Path


@pytest.fixture
def place() -> Iterator[Place]:
    """A ledger in a directory that every user of this machine can reach."""
    with TemporaryDirectory(prefix="ledgers-") as name:
        directory = Path(name)
        directory.chmod(0o755)
        real = directory / "real" / "ledger.json"
        terminal = Terminal(directory / "home", FOLLOWTHROUGH_LEDGER=str(real))
        assert terminal.ft("add", "Send Ana the slides", "--to", "ana").status == 0
        yield Place(terminal, real, real)


def _plain(place: Place) -> Place:
    return place


def _linked(place: Place) -> Place:
    link = place.real.parents[1] / "ledger.json"
    link.symlink_to("real/ledger.json")
    return place._replace(path=link)


def _chain(place: Place) -> Place:
    linked = _linked(place)
    chain = place.real.parents[1] / "elsewhere" / "promises.json"
    chain.parent.mkdir()
    chain.symlink_to(linked.path)
    return place._replace(path=chain)


def _linked_directory(place: Place) -> Place:
    link = place.real.parents[1] / "link"
    link.symlink_to("real")
    return place._replace(path=link / "ledger.json")


def _hard_link(place: Place) -> Place:
    (place.real.parents[1] / "second.json").hardlink_to(place.real)
    return place


def _what_it_is(place: Place) -> dict[str, object]:
    """Everything about the file and the ways to it that is to stay."""
    root, found = place.real.parents[1], place.real.stat()
    return {
        "mode": stat.S_IMODE(found.st_mode),
        "owner": (found.st_uid, found.st_gid),
        "links": {
            str(each): each.readlink() for each in root.rglob("*") if each.is_symlink() and "state" not in each.parts
        },
        "names": sorted(str(each) for each in root.rglob("*.json") if each.exists() and each.samefile(place.real)),
    }


def _add(place: Place) -> Said:
    return place.terminal.ft("add", "Another", "--to", "ana", FOLLOWTHROUGH_LEDGER=str(place.path))


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660], ids=oct)
@pytest.mark.parametrize("way", [_plain, _linked, _chain, _linked_directory, _hard_link], ids=lambda way: way.__name__)
def test_links_and_modes_stay(place: Place, way: Callable[[Place], Place], mode: int) -> None:
    place = way(place)
    place.real.chmod(mode)
    before, events = _what_it_is(place), events_of(place.real)
    said = _add(place)
    count(FAULT, tried=1, written=said.status == 0, changed=_what_it_is(place) != before)

    assert said.status == 0
    assert (said.err == "") == (way is not _hard_link)
    assert _what_it_is(place) == before
    assert events_of(place.real) > events


def test_control_replacing_what_a_path_names_makes_a_file_of_a_link(place: Place) -> None:
    place = _linked(place)
    copy = place.path.with_name("copy")
    shutil.copyfile(place.path, copy)
    copy.replace(place.path)
    count(f"{FAULT}, control that replaces the path itself", tried=1, changed=not place.path.is_symlink())

    assert not place.path.is_symlink()


as_root = [
    pytest.mark.external,
    pytest.mark.skipif(os.geteuid() != 0 or shutil.which("setpriv") is None, reason="another user takes root"),
]
NOBODY = "nobody"


def _as_user(number: int) -> list[str]:
    return ["/usr/bin/env", "setpriv", f"--reuid={number}", f"--regid={number}", "--clear-groups"]


def _as_nobody(place: Place) -> Said:
    """Add a promise as another user; its home is its own."""
    nobody, home = pwd.getpwnam(NOBODY), place.real.parents[1] / "nobody"
    home.mkdir(exist_ok=True)
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    user = Terminal(home, FOLLOWTHROUGH_LEDGER=str(place.path), LOGNAME=NOBODY, PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(
        [*_as_user(nobody.pw_uid), program(), "add", "Another", "--to", "ana"],
        env=user.environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def _reachable() -> bool:
    """Whether another user can start this Python at all: one below /root cannot be reached."""
    done = subprocess.run(
        [*_as_user(pwd.getpwnam(NOBODY).pw_uid), program(), "--version"],
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


class TestSomebodyElsesFile:
    """A file of root's, for another user whom its mode and that of the directory allow this or that."""

    pytestmark = as_root

    @pytest.mark.parametrize(
        ("file", "directory", "lock", "status", "sentence"),
        [
            (0o666, 0o777, "a lock file", 0, "written in place, not replaced in one step: it belongs to somebody else"),
            (
                0o666,
                0o777,
                "no lock file",
                0,
                "written in place, not replaced in one step: it belongs to somebody else",
            ),
            (0o666, 0o755, "a lock file", 0, "written in place, not replaced in one step: it belongs to somebody else"),
            (0o666, 0o755, "no lock file", 7, "Could not lock {}: Permission denied. Nothing was changed."),
            (0o644, 0o777, "a lock file", 7, "Could not write {}: it is read-only. Nothing was changed."),
            (0o644, 0o755, "a lock file", 7, "Could not write {}: it is read-only. Nothing was changed."),
            (0o644, 0o755, "no lock file", 7, "Could not lock {}: Permission denied. Nothing was changed."),
            (0o600, 0o777, "a lock file", 7, "Could not read {}: Permission denied. Nothing was changed."),
        ],
        ids=lambda each: oct(each) if isinstance(each, int) and each > 7 else str(each)[:12],
    )
    def test_it_is_written_in_place_or_refused(
        self, place: Place, file: int, directory: int, lock: str, status: int, sentence: str
    ) -> None:
        if not _reachable():
            pytest.skip(f"{sys.executable} cannot be started by another user")
        lock_file = place.real.with_name("ledger.json.lock")
        lock_file.chmod(0o666)
        if lock == "no lock file":
            lock_file.unlink()
        place.real.chmod(file)
        place.real.parent.chmod(directory)
        before, events = _what_it_is(place), events_of(place.real)
        said = _as_nobody(place)
        count(FAULT, tried=1, written=said.status == 0, changed=_what_it_is(place) != before)

        assert said.status == status
        assert _what_it_is(place) == before
        assert (events_of(place.real) > events) == (status == 0)
        assert sentence.format(place.real) in " ".join(said.err.split())


class TestRoot:
    """Who may write everything leaves a file its owner."""

    pytestmark = as_root

    @pytest.mark.parametrize("mode", [0o600, 0o644, 0o660], ids=oct)
    def test_a_file_of_another_owner_stays_theirs(self, place: Place, mode: int) -> None:
        nobody = pwd.getpwnam(NOBODY)
        os.chown(place.real, nobody.pw_uid, nobody.pw_gid)
        place.real.chmod(mode)
        before, events = _what_it_is(place), events_of(place.real)
        said = _add(place)
        count(FAULT, tried=1, written=said.status == 0, changed=_what_it_is(place) != before)

        assert said.status == 0
        assert _what_it_is(place) == before
        assert events_of(place.real) > events


MOUNTED = """
mount --make-rprivate / && touch "$ROOT/mounted.json" && mount --bind "$ROOT/real/ledger.json" "$ROOT/mounted.json" \\
  || exit 77
"$FT" add "Another" --to ana || exit 1
mountpoint -q "$ROOT/mounted.json" || exit 2
"""
READ_ONLY = """
mount --make-rprivate / && mount --bind "$ROOT/real" "$ROOT/real" && mount -o remount,ro,bind "$ROOT/real" || exit 77
"$FT" add "Another" --to ana
"""


class TestMounts:
    pytestmark = as_root

    def test_a_mounted_file_is_written_in_place_after_a_backup(self, place: Place) -> None:
        before, events = place.real.stat(), events_of(place.real)
        done = _in_a_mount_space(place, MOUNTED, place.real.parents[1] / "mounted.json")
        count(FAULT, tried=1, written=done.status == 0, changed=place.real.stat().st_ino != before.st_ino)

        assert done.status == 0, done
        assert "something is mounted there" in " ".join(done.err.split())
        assert (place.real.stat().st_ino, place.real.stat().st_mode) == (before.st_ino, before.st_mode)
        assert events_of(place.real) > events
        backups = (place.terminal.home / "state").glob("followthrough/ledgers/*/*/backups/*.json")
        assert events in [events_of(each) for each in backups]

    def test_a_file_system_that_is_mounted_read_only_is_refused(self, place: Place) -> None:
        before = place.real.read_bytes()
        done = _in_a_mount_space(place, READ_ONLY, place.real)
        count(FAULT, tried=1, written=0, changed=place.real.read_bytes() != before)

        assert done.status == 7
        assert "Read-only file system" in " ".join(done.err.split())
        assert place.real.read_bytes() == before


def _in_a_mount_space(place: Place, script: str, ledger: Path) -> Said:
    """Run a script where mounts are its own."""
    done = subprocess.run(
        ["/usr/bin/env", "unshare", "-m", "sh", "-c", script],
        env={
            **place.terminal.environment,
            "ROOT": str(place.real.parents[1]),
            "FT": program(),
            "FOLLOWTHROUGH_LEDGER": str(ledger),
            "PATH": os.environ["PATH"],
        },
        capture_output=True,
        timeout=60,
        check=False,
    )
    if done.returncode == 77:
        pytest.skip("nothing may be mounted here")
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())
