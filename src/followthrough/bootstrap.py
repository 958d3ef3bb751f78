"""The only place where ports meet adapters: builds the workspace that a command works with."""

import os
import re
from collections.abc import Mapping
from datetime import datetime

from followthrough.actions.ports import Clock
from followthrough.actions.workspace import Workspace
from followthrough.adapters.bookmark import FileBookmark
from followthrough.adapters.clock import clock_from, zone_from
from followthrough.adapters.files import UserFiles
from followthrough.adapters.ledger.disk import UnflushedDisk
from followthrough.adapters.ledger.tinydb_ledger import FileLedger
from followthrough.adapters.places import ledger_path, places_from
from followthrough.adapters.settings import Settings
from followthrough.adapters.signing import SshSigning
from followthrough.domain.errors import EmptyTextError


class SystemRandomness:
    """Random letters from the operating system."""

    def choose(self, letters: str) -> str:
        """One of the letters."""
        return letters[int.from_bytes(os.urandom(4)) % len(letters)]


def open_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this machine's user."""
    return Settings(places_from(environment).configuration)


def open_workspace(ledger: str | None, command: str, environment: Mapping[str, str] = os.environ) -> Workspace:
    """The workspace for a command: the ledger that is named, else the configured one, else the user's own.

    Raises a Problem where the configuration or the clock cannot be used.
    """
    settings = open_settings(environment)
    randomness = SystemRandomness()
    if ledger is not None and not ledger.strip():
        raise EmptyTextError("name of the ledger")
    named = ledger or environment.get("FOLLOWTHROUGH_LEDGER") or settings.ledger
    path = ledger_path(named, settings.ledgers)
    return Workspace(
        ledger=FileLedger(
            path, places_from(environment).state, command, randomness.choose, may_be_missing=named is None
        ),
        clock=clock_from(environment, zone_from(environment, settings.zone) or "UTC"),
        preferences=settings,
        randomness=randomness,
        bookmark=FileBookmark(places_from(environment).state, path),
        files=UserFiles(),
        signing=SshSigning(settings),
        login=settings.me or login_handle(),
    )


def program_version() -> str:
    """The version of this program."""
    from importlib.metadata import version

    return version("followthrough")


def has_zone(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether there is a zone to mean days in; without one it is UTC."""
    return zone_from(environment, open_settings(environment).zone) is not None


def open_clock(environment: Mapping[str, str] = os.environ) -> Clock:
    """The clock, for what needs no ledger."""
    return clock_from(environment, zone_from(environment, open_settings(environment).zone) or "UTC")


def demo_environment(directory: str, clock: Clock, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment in which the demonstration's commands run: everything of theirs is in that directory."""
    return {
        **environment,
        "FOLLOWTHROUGH_LEDGER": os.path.join(directory, "ledger.json"),
        "FOLLOWTHROUGH_CONFIG": os.path.join(directory, "config.toml"),
        "FOLLOWTHROUGH_STATE": os.path.join(directory, "state"),
        "FOLLOWTHROUGH_NOW": clock.now().isoformat(),
        "TZ": clock.zone,
    }


def open_demo(environment: Mapping[str, str], moment: datetime, me: str = "sam") -> Workspace:
    """The demonstration's workspace at a moment: the same ids every time, and nothing flushed to the disk."""
    settings = open_settings(environment)
    if settings.me is None:
        settings.adopt(me)
    randomness = SeededRandomness(f"{moment.isoformat()}")
    state = places_from(environment).state
    return Workspace(
        ledger=FileLedger(environment["FOLLOWTHROUGH_LEDGER"], state, "demo", randomness.choose, disk=UnflushedDisk()),
        clock=clock_from({"FOLLOWTHROUGH_NOW": moment.isoformat()}, environment["TZ"]),
        preferences=settings,
        randomness=randomness,
        bookmark=FileBookmark(state, environment["FOLLOWTHROUGH_LEDGER"]),
        files=UserFiles(),
        signing=SshSigning(settings),
        login=me,
    )


class SeededRandomness:
    """The same letters every time, for the demonstration."""

    def __init__(self, seed: str) -> None:
        import random

        self._random = random.Random(seed)

    def choose(self, letters: str) -> str:
        """One of the letters."""
        return self._random.choice(letters)


def login_handle() -> str:
    """A handle after the login name."""
    import getpass

    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = ""
    return re.sub(r"[^\w.-]+|^[\W_]+", "", name.casefold())[:64] or "me"
