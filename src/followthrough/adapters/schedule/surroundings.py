"""What a scheduler has to be told: cron sets no XDG_*, no TZ, no LANG, and a PATH of its own."""

import hashlib
import os
import shutil
from collections.abc import Mapping

from followthrough.adapters.places import Places
from followthrough.domain.schedule import Surroundings

_OURS = ("ft", "followthrough")
_BUS = "DBUS_SESSION_BUS_ADDRESS"


def surroundings_from(
    environment: Mapping[str, str],
    places: Places,
    ledger: str,
    zone: str,
    *,
    desktop: bool,
    settings: Mapping[str, str],
    program: tuple[str, str],
) -> Surroundings:
    """The surroundings of this process, in absolute paths; `program` is how it was called, and its Python."""
    variables = {
        "FOLLOWTHROUGH_LEDGER": ledger,
        "FOLLOWTHROUGH_CONFIG": places.configuration,
        "FOLLOWTHROUGH_STATE": places.state,
        "TZ": zone,
        "LANG": "C.UTF-8",
        "PATH": _search_path(environment),
    }
    if desktop and (bus := _bus(environment)):
        variables[_BUS] = bus
    return Surroundings(
        key=key_of(ledger),
        program=_program(*program, environment),
        variables=tuple(variables.items()),
        addresses=frozenset(key.removeprefix("notify.") for key in settings if key.startswith("notify.")),
    )


def key_of(ledger: str) -> str:
    """Ten letters for a ledger, the same by whatever link its path leads there."""
    return hashlib.sha256(os.path.realpath(ledger).encode(errors="surrogateescape")).hexdigest()[:10]


def _program(called: str, python: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The words that run this program from anywhere: as it was called, else as it stands beside its Python."""
    found = called if os.sep in called else shutil.which(called, path=environment.get("PATH", os.defpath))
    candidates = [found] if found and os.path.basename(found) in _OURS else []
    candidates.append(os.path.join(os.path.dirname(python), _OURS[0]))
    for each in candidates:
        if os.access(each, os.X_OK):
            return (os.path.abspath(each),)
    return (os.path.abspath(python), "-P", "-m", "followthrough")


def _search_path(environment: Mapping[str, str]) -> str:
    """The directories of PATH that there are, without those that depend on where one stands."""
    directories = environment.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(dict.fromkeys(each for each in directories if os.path.isabs(each) and os.path.isdir(each)))


def _bus(environment: Mapping[str, str]) -> str | None:
    """The address of the desktop's bus, where it is one that stays: of a socket, and not of one session alone."""
    usual = f"/run/user/{os.getuid()}/bus"
    address = environment.get(_BUS) or (f"unix:path={usual}" if os.path.exists(usual) else "")
    return address if address.startswith("unix:path=/run/user/") else None
