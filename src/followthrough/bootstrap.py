"""The only place where ports meet adapters: builds the workspace that a command works with."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from followthrough.actions.ports import Clock
from followthrough.actions.workspace import Workspace
from followthrough.adapters.clock import clock_from, zone_from
from followthrough.adapters.ledger.disk import Disk, UnflushedDisk
from followthrough.adapters.ledger.opening import Tell, silent
from followthrough.adapters.ledger.tinydb_ledger import FileLedger
from followthrough.adapters.places import INSIDE_HOOK, hooks_beside, ledger_path, places_from
from followthrough.adapters.randomness import SeededRandomness, SystemRandomness
from followthrough.adapters.settings import Settings
from followthrough.domain.errors import EmptyTextError, NoSuchLedgerNameError

if TYPE_CHECKING:
    from collections.abc import Callable

    from followthrough.actions.digest import Opened
    from followthrough.actions.edges import Clipboard, Delivery, Editor, Hooks, Scheduler, Upkeep, WiderWorkspace
    from followthrough.actions.repository import Repository
    from followthrough.actions.several import Asked
    from followthrough.domain.dates import Dates
    from followthrough.domain.hooks import HooksFound
    from followthrough.domain.schedule import Surroundings


def open_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this machine's user."""
    return Settings(places_from(environment).configuration)


def open_workspace(
    ledger: str | None, command: str, environment: Mapping[str, str] = os.environ, *, tell: Tell = silent
) -> Workspace:
    """The workspace for a command: the ledger that is named, else the configured one, else the user's own.

    What the ledger has to say besides what it is asked goes to `tell`.

    Raises a Problem where the configuration or the clock cannot be used.
    """
    settings = open_settings(environment)
    randomness = SystemRandomness()
    if ledger is not None and not ledger.strip():
        raise EmptyTextError("name of the ledger")
    named = ledger or environment.get("FOLLOWTHROUGH_LEDGER") or settings.ledger
    path = ledger_path(named, settings.ledgers)
    clock = clock_from(environment, zone_from(environment, settings.zone) or "UTC")
    state = places_from(environment).state
    return Workspace(
        ledger=FileLedger(path, state, command, randomness.choose, clock.now, may_be_missing=named is None, tell=tell),
        clock=clock,
        preferences=settings,
        randomness=randomness,
        login=settings.me or login_handle(),
    )


def open_all(
    ledger: str | None,
    open_one: "Callable[[str | None], Opened]",
    environment: Mapping[str, str] = os.environ,
    *,
    others_too: bool = False,
) -> "list[Asked[Opened]]":
    """The usual ledger, and where none is named every other one that has a name in the settings, each opened so.

    One that is reached by several paths counts once. With `others_too` the others are there though one is named.
    """
    from followthrough.actions.several import Asked

    usual = open_one(ledger)
    asked = [Asked(None, usual)]
    if not others_too and (ledger is not None or environment.get("FOLLOWTHROUGH_LEDGER")):
        return asked
    seen = {os.path.realpath(usual.ledger.path)}
    names = open_settings(environment).ledgers
    for name in names:
        if (resolved := os.path.realpath(ledger_path(name, names))) not in seen:
            seen.add(resolved)
            asked.append(Asked(name, open_one(name)))
    return asked


def open_wider_workspace(
    ledger: str | None, command: str, environment: Mapping[str, str] = os.environ, *, tell: Tell = silent
) -> "WiderWorkspace":
    """The workspace for a command that reads or writes more than the ledger. Raises a Problem likewise."""
    from followthrough.actions.edges import WiderWorkspace
    from followthrough.adapters.bookmark import FileBookmark
    from followthrough.adapters.files import UserFiles
    from followthrough.adapters.marks import FileMarks
    from followthrough.adapters.signing import SshSigning

    opened, state = open_workspace(ledger, command, environment, tell=tell), places_from(environment).state
    return WiderWorkspace(
        **{name: getattr(opened, name) for name in Workspace.__struct_fields__},
        bookmark=FileBookmark(state, opened.ledger.path),
        marks=FileMarks(state, opened.ledger.path),
        files=UserFiles(),
        signing=SshSigning(open_settings(environment)),
    )


def open_hooks(ledger: str, environment: Mapping[str, str] = os.environ) -> "Hooks | None":
    """The hooks of this machine's user for the ledger at that path; None where there is no directory of them.

    Nor are there any inside of a hook.
    """
    places = places_from(environment)
    directory = hooks_beside(places.configuration)
    if INSIDE_HOOK in environment or not os.path.lexists(directory):
        return None
    from followthrough.adapters.hooks.running import FileHooks
    from followthrough.formats.hook_document import HookLedgerJson

    resolved = os.path.realpath(ledger)
    names = open_settings(environment).ledgers
    name = next((each for each in names if os.path.realpath(ledger_path(each, names)) == resolved), None)
    return FileHooks(directory, HookLedgerJson(path=ledger, name=name), places, environment)


def look_at_hooks(ledger: str | None, environment: Mapping[str, str] = os.environ) -> "HooksFound | None":
    """What lies among the hooks, and what of it would be run for the ledger; None where there is no directory."""
    directory = hooks_beside(places_from(environment).configuration)
    if not os.path.lexists(directory):
        return None
    from followthrough.adapters.hooks.trust import looked_at

    settings = open_settings(environment)
    with suppress(NoSuchLedgerNameError):
        path = ledger_path(ledger or environment.get("FOLLOWTHROUGH_LEDGER") or settings.ledger, settings.ledgers)
        return looked_at(directory, path, environment)
    return looked_at(directory, None, environment)


def open_upkeep(
    ledger: str | None, command: str, environment: Mapping[str, str] = os.environ, *, tell: Tell = silent
) -> "Upkeep":
    """The ledger of a command with all that this machine keeps of it. Raises a Problem likewise."""
    from followthrough.adapters.git.checkup import driver_lack
    from followthrough.adapters.ledger.upkeep import FileUpkeep

    opened = open_workspace(ledger, command, environment)
    return FileUpkeep(opened.ledger, places_from(environment).state, command, tell=tell, lacks=driver_lack)


def open_schedulers(environment: Mapping[str, str] = os.environ) -> "tuple[Scheduler, ...]":
    """What may run commands every hour on this machine, the one to be preferred first."""
    from followthrough.adapters.schedule.cron import Cron
    from followthrough.adapters.schedule.launchd import Launchd
    from followthrough.adapters.schedule.programs import Programs
    from followthrough.adapters.schedule.systemd import Systemd
    from followthrough.adapters.schedule.unit_files import user_home

    programs, disk = Programs(environment), Disk()
    return (
        Launchd(user_home(), os.getuid(), sys.platform, programs, disk),
        Systemd(environment.get("XDG_CONFIG_HOME") or os.path.join(user_home(), ".config"), programs, disk),
        Cron(programs),
    )


def open_surroundings(
    ledger: str, zone: str, *, desktop: bool = False, environment: Mapping[str, str] = os.environ
) -> "Surroundings":
    """What a scheduler is told of this machine so that `remind` there reads the same files at the same times."""
    from followthrough.adapters.schedule.surroundings import surroundings_from

    return surroundings_from(
        environment,
        places_from(environment),
        ledger,
        zone,
        desktop=desktop,
        settings=open_settings(environment).values,
        program=(sys.argv[0], sys.executable),
    )


def open_deliveries(
    *,
    command: str | None,
    desktop: bool,
    via: Sequence[str],
    wait_seconds: float,
    environment: Mapping[str, str] = os.environ,
) -> "tuple[list[Delivery], list[str]]":
    """The ways by which a digest is to go, each for so many seconds at most; and what there is to say about them.

    Raises EmptyTextError, NoSuchAddressError, BadAddressError, NotifyExtraMissingError.
    """
    from followthrough.adapters.notify.process import Runner

    runner = Runner(wait_seconds, environment)
    deliveries: list[Delivery] = []
    notices: list[str] = []
    if command is not None:
        from followthrough.adapters.notify.exec import CommandDelivery

        if not command.strip():
            raise EmptyTextError("command")
        deliveries.append(CommandDelivery(command, runner))
    if desktop:
        from followthrough.adapters.notify.desktop import DesktopDelivery

        deliveries.append(DesktopDelivery(runner))
    if via:
        from followthrough.adapters.notify.apprise import AppriseDelivery
        from followthrough.domain.address import is_address_name

        settings = open_settings(environment)
        path = settings.path
        found = [(settings.address(each), each) if is_address_name(each) else (each, None) for each in via]
        deliveries += [AppriseDelivery(url, name, runner) for url, name in found]
        if any(name for _, name in found) and settings.others_may_read():
            notices.append(f"Others may read {path}, which has an address in it. Only you: chmod 600 {path}")
    return deliveries, notices


def open_repository(ledger: str, wait_seconds: float, environment: Mapping[str, str] = os.environ) -> "Repository":
    """The repository that the ledger at this path is in. Raises NotARepositoryError, RepositoryNotReadyError."""
    from followthrough.adapters.git.place import place_of
    from followthrough.adapters.git.program import Git
    from followthrough.adapters.git.repository import GitRepository
    from followthrough.domain.errors import NotARepositoryError

    git = Git(environment, wait_seconds=wait_seconds)
    place = place_of(git, os.path.realpath(ledger))
    if place is None:
        raise NotARepositoryError(ledger)
    return GitRepository(git, place)


def set_up_repository(
    ledger: str, remote: str, wait_seconds: float, environment: Mapping[str, str] = os.environ
) -> None:
    """Make the ledger at this path part of a repository that syncs with a remote. Raises what `setup.set_up` raises."""
    from followthrough.adapters.git.program import Git
    from followthrough.adapters.git.setup import set_up
    from followthrough.adapters.program import program_words

    program = program_words(sys.argv[0], sys.executable, environment)
    set_up(Git(environment, wait_seconds=wait_seconds), os.path.realpath(ledger), remote, program, Disk())


def drive_merge(ours: str, theirs: str) -> None:
    """Unite two versions of a ledger's file for git, in the first of them. Raises what `driver.drive` raises."""
    from followthrough.adapters.git.driver import drive

    drive(ours, theirs, Disk())


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


def open_dates(environment: Mapping[str, str] = os.environ) -> "Dates":
    """What dates that are typed are read against, for what needs no ledger."""
    from followthrough.domain.dates import Dates

    clock = open_clock(environment)
    return Dates(now=clock.now(), zone=clock.zone, habits=open_settings(environment).habits)


def open_clipboard(environment: Mapping[str, str] = os.environ) -> "Clipboard":
    """The clipboard of this machine's user."""
    from followthrough.adapters.clipboard import SystemClipboard

    return SystemClipboard(environment)


def open_editor(environment: Mapping[str, str] = os.environ) -> "Editor":
    """The editor of this machine's user."""
    from followthrough.adapters.editor import SystemEditor

    return SystemEditor(environment)


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
    clock = clock_from({"FOLLOWTHROUGH_NOW": moment.isoformat()}, environment["TZ"])
    path = environment["FOLLOWTHROUGH_LEDGER"]
    return Workspace(
        ledger=FileLedger(path, state, "demo", randomness.choose, clock.now, disk=UnflushedDisk()),
        clock=clock,
        preferences=settings,
        randomness=randomness,
        login=me,
    )


def login_handle() -> str:
    """A handle after the login name."""
    import getpass

    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = ""
    return re.sub(r"[^\w.-]+|^[\W_]+", "", name.casefold())[:64] or "me"
