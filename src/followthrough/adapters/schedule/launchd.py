"""Reminders by an agent of macOS's launchd. Tried with fakes alone, never yet on a Mac."""

import os

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.schedule.programs import Programs
from followthrough.adapters.schedule.unit_files import put, take_away
from followthrough.domain.errors import SchedulerMissingError
from followthrough.domain.schedule import Schedule, ScheduledText, ScheduleKind
from followthrough.formats.schedule.launchd import label, property_list

LAUNCHCTL = "launchctl"


class Launchd:
    """The agents of this user, in their own library."""

    kind: ScheduleKind = "launchd"

    def __init__(self, home: str, user_id: int, platform: str, programs: Programs, disk: Disk) -> None:
        self._directory = os.path.join(home, "Library", "LaunchAgents")
        self._domain = f"gui/{user_id}"
        self._platform = platform
        self._programs = programs
        self._disk = disk

    def missing(self) -> str | None:
        return None if self._platform == "darwin" else "this is not macOS"

    def texts(self, schedule: Schedule) -> tuple[ScheduledText, ...]:
        return (ScheduledText(path=self._path(schedule.key), text=property_list(schedule)),)

    def holds(self, key: str) -> bool:
        return self._disk.kind(self._path(key)) is not None

    def install(self, schedule: Schedule) -> tuple[str, ...]:
        if (reason := self.missing()) is not None:
            raise SchedulerMissingError(self.kind, reason)
        put(self._disk, self.texts(schedule))
        self._forget(schedule.key)
        path = self._path(schedule.key)
        self._programs.run_well(LAUNCHCTL, "bootstrap", self._domain, path, left=f"{path} is written.")
        return ()

    def remove(self, key: str) -> None:
        if self.missing() is None:
            self._forget(key)
        take_away(self._disk, (self._path(key),))

    def _forget(self, key: str) -> None:
        """Let launchd know no agent of that label; it is no failure where it knew none."""
        self._programs.run(LAUNCHCTL, "bootout", f"{self._domain}/{label(key)}")

    def _path(self, key: str) -> str:
        return os.path.join(self._directory, f"{label(key)}.plist")
