"""Reminders in the user's crontab, changed through the program crontab and read back after every change."""

from followthrough.adapters.schedule.programs import Programs, reason_in
from followthrough.domain.errors import SchedulerFailedError, SchedulerMissingError
from followthrough.domain.schedule import Schedule, ScheduledText, ScheduleKind
from followthrough.formats.schedule.crontab import block, holds, user_lines, without

PROGRAM = "crontab"
_AS_IT_WAS = "The crontab is as it was."


class Cron:
    """The crontab of this user."""

    kind: ScheduleKind = "cron"

    def __init__(self, programs: Programs) -> None:
        self._programs = programs

    def missing(self) -> str | None:
        return None if self._programs.has(PROGRAM) else "there is no crontab on this machine"

    def texts(self, schedule: Schedule) -> tuple[ScheduledText, ...]:
        return (ScheduledText(path=None, text=block(schedule)),)

    def holds(self, key: str) -> bool:
        return self.missing() is None and holds(self._read(), key)

    def install(self, schedule: Schedule) -> tuple[str, ...]:
        lines = block(schedule).encode()
        if (reason := self.missing()) is not None:
            raise SchedulerMissingError(self.kind, reason)
        before = self._read()
        # Above all other lines: a SHELL or PATH that is set further down does not reach what stands before it.
        self._write(before, lines + without(before, schedule.key))
        return ()

    def remove(self, key: str) -> None:
        before = self._read()
        self._write(before, without(before, key))

    def _read(self) -> bytes:
        """The crontab; empty where the user has none. One that cannot be read is never taken for an empty one."""
        ran = self._programs.run(PROGRAM, "-l", left=_AS_IT_WAS)
        if ran.status == 0:
            return user_lines(ran.out)
        if "no crontab for " in ran.err and not ran.out:
            return b""
        raise SchedulerFailedError(PROGRAM, reason_in(ran), _AS_IT_WAS)

    def _write(self, before: bytes, after: bytes) -> None:
        if after == before:
            return
        try:
            self._programs.run_well(PROGRAM, "-", content=after)
            reason = "it reads otherwise than it was written"
        except SchedulerFailedError as problem:
            reason = problem.reason
        there = self._read_again()
        if there == after:
            return
        if there != before:
            self._programs.run(PROGRAM, "-", content=before)
            there = self._read_again()
        left = _AS_IT_WAS if there == before else "Look at what it holds now: crontab -l"
        raise SchedulerFailedError(PROGRAM, reason, left)

    def _read_again(self) -> bytes | None:
        try:
            return self._read()
        except SchedulerFailedError:
            return None
