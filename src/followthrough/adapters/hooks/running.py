"""The hooks in the configuration's directory, run for one ledger in the order of what was recorded."""

import os
from collections.abc import Iterator, Mapping, Sequence

from followthrough.actions.hooked import Happened
from followthrough.adapters.hooks.process import NotInTimeError, failure_of
from followthrough.adapters.hooks.trust import objection_to, objection_to_file
from followthrough.adapters.places import INSIDE_HOOK, Places
from followthrough.domain.hooks import HookFailed, HooksNotRun
from followthrough.domain.notices import Notice
from followthrough.formats.hook_document import HookLedgerJson, hook_json
from followthrough.formats.output import to_json

WAIT_SECONDS = 5.0
_PASSED = frozenset(
    {
        *("HOME", "PATH", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ", "LANG", "LANGUAGE", "FOLLOWTHROUGH_NOW"),
        *("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK"),
    }
)
_PASSED_FAMILIES = ("LC_", "XDG_")


class FileHooks:
    """The hooks in a directory, for one ledger, each for so many seconds at most."""

    def __init__(
        self,
        directory: str,
        ledger: HookLedgerJson,
        places: Places,
        environment: Mapping[str, str] = os.environ,
        *,
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        self._directory = directory
        self._ledger = ledger
        self._environment = environment
        self._variables = hook_environment(environment, ledger.path, places)
        self._wait_seconds = wait_seconds
        self._left_out: dict[str, int] = {}
        """The hooks that did not end, and how many events they were not told of since."""

    def run(self, happened: Sequence[Happened]) -> Iterator[Notice]:
        """The hook of each event, as the port has it; one that did not end in time is not run again."""
        asked = [each for each in happened if os.path.lexists(self._path(each.kind))]
        if not asked:
            return
        objection = objection_to(self._directory, self._ledger.path, self._environment)
        if objection is not None:
            yield HooksNotRun(self._directory, objection)
            return
        reasons: dict[str, list[str]] = {}
        for each in asked:
            if each.kind in self._left_out:
                self._left_out[each.kind] += 1
            elif (reason := self._failure(each)) is not None:
                reasons.setdefault(each.kind, []).append(reason)
        for kind, found in reasons.items():
            yield HookFailed(kind, found[-1], len(found), self._left_out.get(kind, 0))

    def _path(self, kind: str) -> str:
        return os.path.join(self._directory, kind)

    def _failure(self, happened: Happened) -> str | None:
        """Run the hook of an event; why it failed, if it did."""
        kind, path = happened.kind, self._path(happened.kind)
        objection = objection_to_file(path, self._ledger.path, self._environment)
        if objection is not None:
            return f"was not run: it {objection}"
        document = hook_json(self._ledger, happened.commitment_id, happened.event, happened.commitment, happened.at)
        try:
            return failure_of(
                path,
                to_json(document, indent=-1) + "\n",
                directory=os.path.dirname(self._directory),
                environment={**self._variables, INSIDE_HOOK: kind},
                wait_seconds=self._wait_seconds,
            )
        except NotInTimeError:
            self._left_out[kind] = 0
            return f"did not end within {self._wait_seconds:g} seconds and was stopped"


def hook_environment(environment: Mapping[str, str], ledger: str, places: Places) -> dict[str, str]:
    """What a hook knows of its surroundings: enough for scripts, the desktop, and `ft` on the same ledger."""
    passed = {
        name: value for name, value in environment.items() if name in _PASSED or name.startswith(_PASSED_FAMILIES)
    }
    return {
        **passed,
        "FOLLOWTHROUGH_LEDGER": ledger,
        "FOLLOWTHROUGH_CONFIG": places.configuration,
        "FOLLOWTHROUGH_STATE": places.state,
    }
