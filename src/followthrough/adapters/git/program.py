"""Runs of git: an argument list and no shell, no program that a repository names, no question, an end to every wait.

What a repository's own configuration could make git run is switched off here (hooks, the file-system monitor, automatic
upkeep), or refused before (`configuration.programs_named`). Only the protocols that people host on are spoken: `ext::`
and its like are commands in the shape of an address.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from followthrough.domain.errors import GitFailedError, MachineRefusedError, NoGitError, OldGitError

if TYPE_CHECKING:
    import subprocess

WAIT_SECONDS = 120.0
_UNKNOWN_OPTION = 129
PROTOCOLS = "file:git:http:https:ssh"
_KEPT = frozenset(
    [
        "GIT_SSH",
        "GIT_SSH_COMMAND",
        "GIT_SSH_VARIANT",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_EXEC_PATH",
        "GIT_SSL_CAINFO",
        "GIT_SSL_CAPATH",
        "GIT_SSL_CERT",
        "GIT_SSL_KEY",
        "GIT_SSL_NO_VERIFY",
        "GIT_PROXY_SSL_CAINFO",
    ]
)
"""What of the environment's GIT_* is kept: where git finds itself, its user's configuration, and how it connects."""
_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.alternateRefsCommand": "true",
    "core.pager": "cat",
    "core.protectHFS": "true",
    "core.protectNTFS": "true",
    "core.quotePath": "false",
    "fetch.prune": "false",
    "fetch.recurseSubmodules": "false",
    "gc.auto": "0",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "merge.directoryRenames": "false",
    "merge.followthrough.driver": "false",
    "merge.renames": "false",
    "push.followTags": "false",
    "push.gpgSign": "false",
    "push.recurseSubmodules": "no",
    "safe.bareRepository": "explicit",
    "submodule.recurse": "false",
    "transfer.bundleURI": "false",
}


class Ran(NamedTuple):
    """What a run came to: its exit status, its output, and what it said about it."""

    status: int
    out: bytes
    err: str

    @property
    def line(self) -> str:
        """The output where it is one line: a name, a hash."""
        return os.fsdecode(self.out).rstrip("\n")


class Git:
    """The program git of this machine."""

    def __init__(
        self, environment: Mapping[str, str] = os.environ, *, program: str = "git", wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self.program = program
        self.was_killed = False
        """Whether a run was ended before its time, and so may have left its locks."""
        self._wait_seconds = wait_seconds
        kept = {name: value for name, value in environment.items() if not name.startswith("GIT_") or name in _KEPT}
        self._environment = {
            **kept,
            "PATH": _absolute(kept.get("PATH", os.defpath)),
            "GIT_ALLOW_PROTOCOL": PROTOCOLS,
            "GIT_ASKPASS": "",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_LITERAL_PATHSPECS": "1",
            "SSH_ASKPASS_REQUIRE": "never",
            "LC_ALL": "C",
        }

    def run(self, *arguments: str, at: str, content: bytes = b"", variables: Mapping[str, str] | None = None) -> Ran:
        """A run in the directory `at`, whatever its exit status; `content` is its input.

        Raises NoGitError, OldGitError, GitFailedError where it does not end, MachineRefusedError.
        """
        import subprocess

        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        process = self._started([self.program, *settings, *arguments], at, variables or {})
        with process:
            try:
                out, err = process.communicate(content, timeout=self._wait_seconds)
            except subprocess.TimeoutExpired:
                self.was_killed = True
                _stop(process)
                raise GitFailedError(
                    arguments[0], f"there was no end to it within {self._wait_seconds:g} seconds"
                ) from None
            except BaseException:
                _stop(process)
                raise
        if process.returncode == _UNKNOWN_OPTION:
            raise OldGitError(self.program)
        self.was_killed |= process.returncode < 0
        return Ran(process.returncode, out, err.decode("utf-8", "replace"))

    def _started(self, words: list[str], at: str, variables: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        import subprocess

        try:
            return subprocess.Popen(  # noqa: S603  # an argument list, no shell
                words,
                cwd=at,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**self._environment, **variables},
                start_new_session=True,
            )
        except FileNotFoundError as error:
            if error.filename == self.program:
                raise NoGitError(self.program) from None
            raise MachineRefusedError("go to", at, error.strerror or str(error)) from error
        except (OSError, ValueError) as error:
            raise MachineRefusedError("run", self.program, getattr(error, "strerror", None) or str(error)) from error


def _absolute(path: str) -> str:
    """The directories of a search path that are the same from everywhere: a repository's own are none of them."""
    return os.pathsep.join(each for each in path.split(os.pathsep) if os.path.isabs(each)) or os.defpath


@contextmanager
def failures(doing: str) -> Iterator[None]:
    """Raise GitFailedError for any OSError in between: unlike `refusals`, what was merged before that stays."""
    try:
        yield
    except OSError as error:
        raise GitFailedError(doing, error.strerror or str(error)) from error


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the process and whatever it started."""
    import signal

    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def reason_in(said: str) -> str:
    """What git or the other side said, as part of a sentence: what matters of it, in one line, not without end."""
    lines = [" ".join(line.split()) for line in said.splitlines()]
    lines = [line for line in lines if line.removeprefix("remote:").strip() and not line.startswith(("hint:", "To "))]
    worst = (
        [line for line in lines if line.startswith(("remote:", "fatal:", "ssh:"))] or lines or ["it did not say why"]
    )
    return "; ".join(dict.fromkeys(map(_plain, worst[:3])))[:300].strip()


def _plain(line: str) -> str:
    """A line without who says it, and without control characters."""
    said = re.sub(r"^((fatal|error|remote|warning):\s*)+", "", line)
    return "".join(letter if letter.isprintable() else " " for letter in said).strip().rstrip(".")
