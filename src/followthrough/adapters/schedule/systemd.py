"""Reminders by a timer of the user's own systemd, which need not be running when the units are written."""

import os

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.schedule.programs import Programs
from followthrough.adapters.schedule.unit_files import put, take_away
from followthrough.domain.errors import SchedulerFailedError
from followthrough.domain.schedule import Schedule, ScheduledText, ScheduleKind
from followthrough.formats.schedule.systemd_units import service, timer, unit_name

SYSTEMCTL = ("systemctl", "--user")
_WRITTEN = "The units are written."


class Systemd:
    """The units of this user, in a directory of the configuration."""

    kind: ScheduleKind = "systemd"

    def __init__(self, configuration_home: str, programs: Programs, disk: Disk) -> None:
        self._directory = os.path.join(configuration_home, "systemd", "user")
        self._programs = programs
        self._disk = disk

    def missing(self) -> str | None:
        if not self._programs.has(SYSTEMCTL[0]):
            return "there is no systemd on this machine"
        return None if self._answers() else "no systemd user manager answers"

    def texts(self, schedule: Schedule) -> tuple[ScheduledText, ...]:
        service_path, timer_path = self._paths(schedule.key)
        return (
            ScheduledText(path=service_path, text=service(schedule)),
            ScheduledText(path=timer_path, text=timer(schedule)),
        )

    def holds(self, key: str) -> bool:
        return any(self._disk.kind(path) is not None for path in self._paths(key))

    def install(self, schedule: Schedule) -> tuple[str, ...]:
        put(self._disk, self.texts(schedule))
        unit = f"{unit_name(schedule.key)}.timer"
        # `enable --now` leaves a timer that is running as it is; a restart lets it have the new hour.
        to_run = (("daemon-reload",), ("enable", "--now", unit), ("restart", unit))
        if self.missing() is not None:
            return tuple(" ".join((*SYSTEMCTL, *each)) for each in to_run[:2])
        for each in to_run:
            self._programs.run_well(*SYSTEMCTL, *each, left=_WRITTEN)
        return ()

    def remove(self, key: str) -> None:
        unit = f"{unit_name(key)}.timer"
        answers = self.missing() is None
        if answers:
            self._programs.run_well(*SYSTEMCTL, "disable", "--now", unit)
        wanted = os.path.join(self._directory, "timers.target.wants", unit)
        take_away(self._disk, (wanted, *self._paths(key)))
        if answers:
            self._programs.run_well(*SYSTEMCTL, "daemon-reload", left="The units are gone.")

    def _paths(self, key: str) -> tuple[str, str]:
        base = os.path.join(self._directory, unit_name(key))
        return f"{base}.service", f"{base}.timer"

    def _answers(self) -> bool:
        try:
            return self._programs.run(*SYSTEMCTL, "show-environment").status == 0
        except SchedulerFailedError:
            return False
