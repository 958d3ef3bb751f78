"""The installed program under strace: the calls that change something below directories, and tampering with one."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.support.terminal import Said, Terminal, program

_WITH_PATHS = (
    *("openat", "open", "creat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"),
    *("unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "truncate", "chmod", "fchmodat", "chown", "utimensat"),
)
_WITH_DESCRIPTORS = (
    *("write", "writev", "pwrite64", "pwritev", "sendfile", "copy_file_range", "ftruncate", "fallocate"),
    *("fsync", "fdatasync", "fchmod", "fchown", "flock"),
)
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)")
_PART = re.compile(r'"((?:[^"\\]|\\.)*)"')
_DESCRIPTOR = re.compile(r"\d+<([^>]*)>")
_OF_THE_LOCK = ("O_NOFOLLOW", "0777", "LOCK_UN")
"""What `filelock` does around the call that locks: how it opens, makes the directory, lets go."""
_CHANGING_NAMES = (
    (re.compile(r"\.(\d+|[0-9a-f]{8})\.tmp$"), ".tmp"),
    (re.compile(r"^\d{6}-\d{8}T\d{6}Z\.json$"), "BACKUP"),
    (re.compile(r"^[k-z]{12}$"), "LEDGER-ID"),
)


class Call(NamedTuple):
    """A system call that changes something, and the files that it names or has open."""

    name: str
    files: tuple[str, ...]
    number: int = 0
    """Which of the calls of its name it is in the whole process."""
    locks: bool = False
    """Whether it is `filelock`'s, around the one that locks."""

    def __str__(self) -> str:
        return " ".join((self.name, *self.files))


class Tampering(NamedTuple):
    """What happens to one call: `error=EIO`, or `signal=SIGKILL` before it does anything."""

    call: Call
    how: str

    @property
    def option(self) -> str:
        """The option of strace."""
        return f"inject={self.call.name}:{self.how}:when={self.call.number}"


class Traced(NamedTuple):
    """What the program answered, the calls that it made below the directories, and the one that was tampered with."""

    said: Said
    calls: list[Call]
    tampered: str | None


def traced(
    terminal: Terminal,
    arguments: Iterable[str],
    below: Iterable[Path],
    tampering: Tampering | None = None,
    *,
    alone: bool = False,
) -> Traced:
    """Run the installed program under strace; `alone` without the programs that it runs."""
    log = terminal.home.parent / "strace.log"
    names = (tampering.call.name,) if tampering else (*_WITH_PATHS, *_WITH_DESCRIPTORS)
    options = [*([] if alone else ["-f"]), "-qq", "-y", "-o", str(log), "-e", f"trace=?{',?'.join(names)}"]
    options += ["-e", tampering.option] if tampering else []
    done = subprocess.run(
        ["/usr/bin/env", "strace", *options, program(), *arguments],
        env=terminal.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    said = Said(done.returncode, done.stdout.decode(), done.stderr.decode())
    calls = _calls(lines, tuple(map(str, below)))
    tampered = [each for each in lines if "(INJECTED)" in each or each.endswith("= ?")]
    return Traced(said, calls, str(_calls(tampered, ("/",))[0]) if tampered else None)


def _calls(lines: Iterable[str], below: tuple[str, ...]) -> list[Call]:
    numbers, calls = Counter[str](), []
    for line in lines:
        if (match := _LINE.match(line)) is None:
            continue
        name, rest = match.groups()
        numbers[name] += 1
        paths = _PART.findall(rest) if name in _WITH_PATHS else _DESCRIPTOR.findall(rest)[:1]
        reads = name in ("openat", "open") and "O_WRONLY" not in rest and "O_RDWR" not in rest
        if not reads and any(each.startswith(below) for each in paths):
            files = tuple(steady_name(Path(each).name) for each in paths)
            calls.append(Call(name, files, numbers[name], any(each in rest for each in _OF_THE_LOCK)))
    return calls


def steady_name(name: str) -> str:
    """A name of a file without what differs from run to run."""
    for pattern, steady in _CHANGING_NAMES:
        name = pattern.sub(steady, name)
    return name


_CALL_OF = {
    "new_directory": "mkdir",
    "lock": "flock",
    "open": "openat",
    "write": "write",
    "permit": "fchmod",
    "give": "fchown",
    "reserve": "fallocate",
    "cut": "ftruncate",
    "flush": "fsync",
    "link": "link",
    "replace": "rename",
    "remove": "unlink",
    "flush_directory": "fsync",
}
"""Which system call an operation of the disk is; reading and closing change nothing."""


def calls_of(operations: Iterable[str]) -> list[str]:
    """The system calls that operations of a recording disk come to, one each."""
    calls, opened = [], ""
    for name, *files in map(str.split, operations):
        if name == "open":
            (opened,) = files
        if name in _CALL_OF:
            names = map(steady_name, files or [opened])
            calls.append(" ".join((_CALL_OF[name], *names)))
    return calls
