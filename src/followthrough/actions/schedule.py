"""Set up that reminders come by themselves, say what that would be, or take it away."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from followthrough.actions.edges import Scheduler
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import NoLedgerError, NoSchedulerError, Problem
from followthrough.domain.schedule import Arrangement, Errand, Schedule, ScheduleKind, Surroundings, chosen, reminding

ASKED_FOR = "you asked for it"


def schedule(
    workspace: Workspace,
    schedulers: Sequence[Scheduler],
    surroundings: Surroundings,
    errand: Errand,
    kind: ScheduleKind | None = None,
    *,
    install: bool = False,
) -> Arrangement:
    """What would be set up with the scheduler of that kind, or the first that can be used; with `install`, set it up.

    Raises NoLedgerError where there is nothing yet to remind of, NoSchedulerError, and what `reminding` and
    `Scheduler.install` raise.
    """
    wanted = reminding(errand, workspace.ledger.path, surroundings)
    if not workspace.ledger.read().begun:
        raise NoLedgerError(workspace.ledger.path)
    scheduler, because = _scheduler(schedulers, kind)
    texts = scheduler.texts(wanted)
    others = tuple(_holding([each for each in schedulers if each.kind != scheduler.kind], wanted.key))
    arrangement = Arrangement(
        did="printed",
        kind=scheduler.kind,
        because=because,
        ledger=wanted.ledger,
        daily=errand.daily,
        texts=texts,
        also=tuple(each.kind for each in others),
    )
    return _installed(scheduler, wanted, arrangement) if install else arrangement


def _installed(scheduler: Scheduler, wanted: Schedule, arrangement: Arrangement) -> Arrangement:
    replaced = scheduler.holds(wanted.key)
    left_to_do = scheduler.install(wanted)
    return replace(arrangement, did="replaced" if replaced else "installed", left_to_do=left_to_do)


def unschedule(
    ledger: str, schedulers: Sequence[Scheduler], key: str, kind: ScheduleKind | None = None
) -> tuple[Arrangement, ...]:
    """Take away the reminders of that key, from the scheduler of that kind or from each that has them.

    The ledger itself may be gone. Raises what `Scheduler.remove` raises.
    """
    having = list(_holding([each for each in schedulers if kind is None or each.kind == kind], key, strict=True))
    for each in having:
        each.remove(key)
    return tuple(
        Arrangement(did="removed", kind=each.kind, because="reminders were set up there", ledger=ledger)
        for each in having
    ) or (Arrangement(did="nothing", kind=kind, because="no reminders were set up", ledger=ledger),)


def _scheduler(schedulers: Sequence[Scheduler], kind: ScheduleKind | None) -> tuple[Scheduler, str]:
    by_kind = {each.kind: each for each in schedulers}
    if kind is not None:
        return by_kind[kind], ASKED_FOR
    reasons = [(each.kind, each.missing()) for each in schedulers]
    found = chosen(reasons)
    if found is None:
        raise NoSchedulerError(" and ".join(reason for each, reason in reasons if reason and each != "launchd"))
    return by_kind[found[0]], found[1]


def _holding(schedulers: Sequence[Scheduler], key: str, *, strict: bool = False) -> Iterator[Scheduler]:
    """Those that have reminders of that key. One that cannot be asked is passed over; if `strict`, not the only one."""
    found = False
    problems: list[Problem] = []
    for each in schedulers:
        try:
            if each.holds(key):
                found = True
                yield each
        except Problem as problem:
            problems.append(problem)
    if strict and problems and not found:
        raise problems[0]
