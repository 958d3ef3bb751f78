"""What a scheduler has to be told: cron sets no XDG_*, no TZ, no LANG, and a PATH of its own."""

import hashlib
import os
from collections.abc import Mapping

from followthrough.adapters.places import Places
from followthrough.adapters.program import program_words
from followthrough.domain.schedule import Surroundings

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
        program=program_words(*program, environment),
        variables=tuple(variables.items()),
        addresses=frozenset(key.removeprefix("notify.") for key in settings if key.startswith("notify.")),
    )


def key_of(ledger: str) -> str:
    """Ten letters for a ledger, the same by whatever link its path leads there."""
    return hashlib.sha256(os.path.realpath(ledger).encode(errors="surrogateescape")).hexdigest()[:10]


def _search_path(environment: Mapping[str, str]) -> str:
    """The directories of PATH that there are, without those that depend on where one stands."""
    directories = environment.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(dict.fromkeys(each for each in directories if os.path.isabs(each) and os.path.isdir(each)))


def _bus(environment: Mapping[str, str]) -> str | None:
    """The address of the desktop's bus, where it is one that stays: of a socket, and not of one session alone."""
    usual = f"/run/user/{os.getuid()}/bus"
    address = environment.get(_BUS) or (f"unix:path={usual}" if os.path.exists(usual) else "")
    return address if address.startswith("unix:path=/run/user/") else None
