"""Which directory of hooks, and which file in it, may be run: the user's own, and nothing that came with a ledger."""

import os
import stat
from collections.abc import Iterator, Mapping

from followthrough.domain.hooks import KINDS, HooksFound


def looked_at(directory: str, ledger: str | None, environment: Mapping[str, str]) -> HooksFound:
    """What lies in the directory, and what of it may be run for the ledger at that path."""
    hooks: dict[str, str | None] = {}
    strays: list[str] = []
    try:
        names = sorted(os.listdir(directory))
    except OSError:
        names = []
    for name in names:
        if name in KINDS:
            hooks[name] = objection_to_file(os.path.join(directory, name), ledger, environment)
        elif not name.startswith("."):
            strays.append(name)
    objection = objection_to(directory, ledger, environment)
    return HooksFound(directory=directory, objection=objection, hooks=hooks, strays=tuple(strays))


def objection_to(directory: str, ledger: str | None, environment: Mapping[str, str]) -> str | None:
    """Why nothing in that directory is run, in words that follow its name; None where there is no reason."""
    try:
        status = os.stat(directory)
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if not stat.S_ISDIR(status.st_mode):
        return "is no directory"
    if status.st_uid != os.geteuid():
        return "belongs to someone else"
    return _objection_to_place(directory, status, ledger, environment)


def objection_to_file(path: str, ledger: str | None, environment: Mapping[str, str]) -> str | None:
    """Why that file is not run, in words that follow the name of its hook; None where there is no reason."""
    try:
        status = os.stat(path)
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    if not stat.S_ISREG(status.st_mode):
        return "is no file"
    if status.st_uid not in (os.geteuid(), 0):
        return "belongs to someone else"
    if not status.st_mode & 0o111 or not os.access(path, os.X_OK):
        return f"is not executable (chmod u+x {path})"
    return _objection_to_place(path, status, ledger, environment)


def _objection_to_place(
    path: str, status: os.stat_result, ledger: str | None, environment: Mapping[str, str]
) -> str | None:
    if stat.S_IMODE(status.st_mode) & 0o022:
        return f"can be changed by others (chmod go-w {path})"
    resolved = os.path.realpath(path)
    for place in _places_of(ledger, environment) if ledger is not None else ():
        if _lies_in(resolved, place):
            return f"lies in {place}, where the ledger is"
    return None


def _places_of(ledger: str, environment: Mapping[str, str]) -> Iterator[str]:
    """What comes and goes with a ledger: its directory, and each git work tree that it is in.

    A directory that holds the user's whole home is no place of the ledger's, unless it is a work tree.
    """
    home = os.path.realpath(environment.get("HOME") or os.path.expanduser("~"))
    for directory in {os.path.realpath(os.path.dirname(ledger)), os.path.dirname(os.path.realpath(ledger))}:
        if not _lies_in(home, directory):
            yield directory
        above = directory
        while above != os.path.dirname(above):
            if os.path.lexists(os.path.join(above, ".git")):
                yield above
            above = os.path.dirname(above)


def _lies_in(path: str, directory: str) -> bool:
    return path == directory or path.startswith(directory.rstrip("/") + "/")
