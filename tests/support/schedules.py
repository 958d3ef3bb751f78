"""Schedules to write down, hostile texts for them, and a crontab program that does what a test wants of it."""

import stat
import subprocess
from collections.abc import Mapping
from datetime import time
from pathlib import Path

from followthrough.domain.schedule import Errand, Schedule, ScheduledText, ScheduleKind, Surroundings, reminding

KEY = "0123456789"
LEDGER = "/home/sam/promises.json"
SURROUNDINGS = Surroundings(
    key=KEY,
    program=("/usr/local/bin/ft",),
    variables=(
        ("FOLLOWTHROUGH_LEDGER", LEDGER),
        ("FOLLOWTHROUGH_CONFIG", "/home/sam/.config/followthrough/config.toml"),
        ("FOLLOWTHROUGH_STATE", "/home/sam/.local/state/followthrough"),
        ("TZ", "Europe/Madrid"),
        ("LANG", "C.UTF-8"),
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
    ),
    addresses=frozenset({"me", "team"}),
)
AT_EIGHT = Errand(daily=time(8), via=("me",))

HOSTILE = (
    "plain",
    "with spaces  two",
    " at the ends ",
    "it's",
    "''",
    'say "hello"',
    "100%",
    "%",
    "%%d %s %n",
    "a\\b",
    "\\",
    "\\\\",
    "\\%",
    "\\\\%",
    "%\\",
    "\\'",
    "'\\%'\\",
    "\\n\\t\\x41",
    "$HOME ${HOME} $(id) `id` $$",
    "a;b & c | d > e < f",
    "* ? [a-z] {a,b} ~",
    "# comment",
    "!history",
    "=equals=",
    "-n",
    "ünï–cödé 東京 👩‍🚒",
    "\u202eright to left",
    "a\N{NO-BREAK SPACE}b\u2028c",
    ";",
    ":-@+!",
    "",
)


def a_schedule(
    *arguments: str, minute: int = 0, variables: Mapping[str, str] | None = None, program: str = "/usr/local/bin/ft"
) -> Schedule:
    """A schedule of one command and its arguments."""
    return Schedule(
        key=KEY,
        ledger=LEDGER,
        minute=minute,
        command=(program, *arguments),
        variables=tuple((variables or {}).items()),
    )


def reminders(errand: Errand = AT_EIGHT) -> Schedule:
    """The schedule of somebody who wants a digest at eight."""
    return reminding(errand, LEDGER, SURROUNDINGS)


class FakeScheduler:
    """A scheduler in memory."""

    def __init__(
        self,
        kind: ScheduleKind,
        *,
        reason: str | None = None,
        left: tuple[str, ...] = (),
        broken: Exception | None = None,
    ) -> None:
        self.kind = kind
        self.reason = reason
        self.left = left
        self.broken = broken
        self.schedules: dict[str, Schedule] = {}

    def missing(self) -> str | None:
        """The reason it was given."""
        return self.reason

    def texts(self, schedule: Schedule) -> tuple[ScheduledText, ...]:
        """The command, with spaces between its words."""
        return (ScheduledText(path=None, text=" ".join(schedule.command)),)

    def holds(self, key: str) -> bool:
        """Whether it was given one of that key."""
        if self.broken is not None:
            raise self.broken
        return key in self.schedules

    def install(self, schedule: Schedule) -> tuple[str, ...]:
        """Remember it."""
        self.schedules[schedule.key] = schedule
        return self.left

    def remove(self, key: str) -> None:
        """Forget it."""
        self.schedules.pop(key, None)


def a_program(directory: Path, name: str, script: str) -> None:
    """A program of that name which is a shell script, in a directory to be the only one of a PATH."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / name
    path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


CRONTAB = """\
file=$(dirname "$0")/../crontab
case $1 in
-l) [ -e "$file" ] || { echo "no crontab for sam" >&2; exit 1; }; cat "$file" ;;
-) cat > "$file" ;;
*) exit 2 ;;
esac
"""
"""A crontab program that keeps the crontab in a file two directories up, exactly as it gets it."""


def as_cron_reads(line: str) -> bytes:
    r"""What cron 3.0 hands to sh of the command of a line: cut at the first `%` that has no backslash, and `\%` is `%`.

    So does `child_process` in its do_command.c; that of cronie differs in `\\`, which must not occur.
    """
    assert "\\\\" not in line
    command, escaped = "", False
    for letter in line:
        if escaped and letter == "%":
            command = command[:-1]
        elif not escaped and letter == "%":
            return command.encode()
        command += letter
        escaped = letter == "\\" and not escaped
    return command.encode()


def through_sh(command: bytes) -> subprocess.CompletedProcess[bytes]:
    """The command run by sh in the environment that cron gives."""
    environment = {"HOME": "/", "LOGNAME": "sam", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    return subprocess.run(["/bin/sh", "-c", command], env=environment, capture_output=True, timeout=30, check=False)
