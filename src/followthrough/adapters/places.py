"""Where things are: the ledger, the configuration file and the state directory."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from followthrough.domain.errors import NoSuchLedgerNameError

APP = "followthrough"
INSIDE_HOOK = "FOLLOWTHROUGH_HOOK"
"""Names the hook that is running: what is recorded from inside of one runs no other."""


class Places(NamedTuple):
    """Paths of the configuration file and the state directory."""

    configuration: str
    state: str


def places_from(environment: Mapping[str, str]) -> Places:
    """As FOLLOWTHROUGH_CONFIG and FOLLOWTHROUGH_STATE say, otherwise where the platform keeps such things."""
    import platformdirs

    configuration = environment.get("FOLLOWTHROUGH_CONFIG") or os.path.join(
        platformdirs.user_config_dir(APP, appauthor=False), "config.toml"
    )
    state = environment.get("FOLLOWTHROUGH_STATE") or platformdirs.user_state_dir(APP, appauthor=False)
    return Places(os.path.abspath(os.path.expanduser(configuration)), os.path.abspath(os.path.expanduser(state)))


def hooks_beside(configuration: str) -> str:
    """The directory of the hooks that belong to a configuration file."""
    return os.path.join(os.path.dirname(configuration), "hooks")


def ledger_path(chosen: str | None, names: Mapping[str, str]) -> str:
    """The path of the ledger asked for: a name without `/` and `.` is a configured one, anything else a path.

    Raises NoSuchLedgerNameError.
    """
    if not chosen:
        import platformdirs

        return os.path.join(platformdirs.user_data_dir(APP, appauthor=False), "ledger.json")
    if "/" not in chosen and "." not in chosen:
        if chosen not in names:
            raise NoSuchLedgerNameError(chosen)
        chosen = names[chosen]
    return os.path.abspath(os.path.expanduser(chosen))
