"""Setting reminders up, with schedulers in memory."""

import pytest

from followthrough.actions.schedule import schedule, unschedule
from followthrough.actions.workspace import Workspace
from followthrough.domain.errors import NoLedgerError, NoSchedulerError, SchedulerFailedError
from followthrough.domain.schedule import Arrangement
from tests.support.fakes import FakeLedger, a_workspace
from tests.support.schedules import AT_EIGHT, KEY, LEDGER, SURROUNDINGS, FakeScheduler

BROKEN = SchedulerFailedError("crontab", "it did not like to", "It is as it was.")


def begun() -> Workspace:
    return a_workspace(FakeLedger({}, path=LEDGER))


def linux(*, systemd: str | None = None, cron: str | None = None) -> tuple[FakeScheduler, FakeScheduler, FakeScheduler]:
    """Schedulers of a Linux machine, with what speaks against them."""
    return (
        FakeScheduler("launchd", reason="this is not macOS"),
        FakeScheduler("systemd", reason=systemd),
        FakeScheduler("cron", reason=cron),
    )


def test_what_would_be_set_up_is_said_and_nothing_is() -> None:
    schedulers = linux(systemd="no systemd user manager answers")
    said = schedule(begun(), schedulers, SURROUNDINGS, AT_EIGHT)
    assert (said.did, said.kind, said.ledger, said.daily) == ("printed", "cron", LEDGER, AT_EIGHT.daily)
    assert said.because == "there is a crontab, and no systemd user manager answers"
    assert [each.text for each in said.texts] == ["/usr/local/bin/ft remind --via me --not-before 08:00"]
    assert [each.schedules for each in schedulers] == [{}, {}, {}]


def test_one_that_is_asked_for_is_taken_whatever_speaks_against_it() -> None:
    said = schedule(begun(), linux(systemd="no"), SURROUNDINGS, AT_EIGHT, "systemd")
    assert (said.kind, said.because) == ("systemd", "you asked for it")


def test_it_is_set_up_and_set_up_anew() -> None:
    schedulers = linux()
    first, second = (schedule(begun(), schedulers, SURROUNDINGS, AT_EIGHT, install=True) for _ in range(2))
    assert (first.did, second.did) == ("installed", "replaced")
    assert [list(each.schedules) for each in schedulers] == [[], [KEY], []]


def test_what_is_left_to_do_is_said() -> None:
    said = schedule(begun(), [FakeScheduler("cron", left=("do it",))], SURROUNDINGS, AT_EIGHT, install=True)
    assert said.left_to_do == ("do it",)


def test_another_scheduler_that_has_them_too_is_named_and_one_that_fails_is_not() -> None:
    launchd, systemd, cron = linux()
    schedule(begun(), [cron], SURROUNDINGS, AT_EIGHT, install=True)
    launchd.broken = BROKEN
    said = schedule(begun(), [launchd, systemd, cron], SURROUNDINGS, AT_EIGHT, install=True)
    assert (said.kind, said.also) == ("systemd", ("cron",))


def test_without_any_scheduler_it_is_said_what_was_looked_for() -> None:
    with pytest.raises(NoSchedulerError, match=r"run reminders with: no systemd and no crontab\."):
        schedule(begun(), linux(systemd="no systemd", cron="no crontab"), SURROUNDINGS, AT_EIGHT)


@pytest.mark.parametrize("may_be_missing", [True, False])
def test_a_ledger_that_is_not_begun_has_nothing_to_remind_of(may_be_missing: bool) -> None:
    schedulers = linux()
    with pytest.raises(NoLedgerError):
        schedule(
            a_workspace(FakeLedger(path=LEDGER, may_be_missing=may_be_missing)),
            schedulers,
            SURROUNDINGS,
            AT_EIGHT,
            install=True,
        )
    assert [each.schedules for each in schedulers] == [{}, {}, {}]


def test_they_are_taken_out_of_every_scheduler_that_has_them() -> None:
    launchd, systemd, cron = schedulers = linux()
    for each in (systemd, cron):
        schedule(begun(), [each], SURROUNDINGS, AT_EIGHT, install=True)
    said = unschedule(LEDGER, schedulers, KEY)
    assert [(each.did, each.kind) for each in said] == [("removed", "systemd"), ("removed", "cron")]
    assert [each.schedules for each in schedulers] == [{}, {}, {}]
    assert unschedule(LEDGER, [launchd, cron], KEY)[0].did == "nothing"


def test_they_are_taken_out_of_the_one_that_is_named() -> None:
    _, systemd, cron = schedulers = linux()
    for each in (systemd, cron):
        schedule(begun(), [each], SURROUNDINGS, AT_EIGHT, install=True)
    (said,) = unschedule(LEDGER, schedulers, KEY, "cron")
    assert (said.did, said.kind) == ("removed", "cron")
    assert list(systemd.schedules) == [KEY]
    expected = Arrangement(did="nothing", kind="cron", because="no reminders were set up", ledger=LEDGER)
    assert unschedule(LEDGER, schedulers, KEY, "cron") == (expected,)


def test_one_that_cannot_be_asked_keeps_no_other_from_being_cleared() -> None:
    _, systemd, cron = linux()
    schedule(begun(), [systemd], SURROUNDINGS, AT_EIGHT, install=True)
    cron.broken = BROKEN
    assert unschedule(LEDGER, [cron, systemd], KEY)[0].kind == "systemd"
    with pytest.raises(SchedulerFailedError):
        unschedule(LEDGER, [cron, systemd], KEY)
