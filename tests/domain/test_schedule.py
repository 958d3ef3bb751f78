"""What is run every hour, and what no schedule is made of."""

from datetime import time

import pytest
from msgspec.structs import replace

from followthrough.domain.digest import DigestFormat
from followthrough.domain.errors import (
    AddressNotNamedError,
    BadTimeOfDayError,
    NoDestinationError,
    NoSuchAddressError,
    NotSchedulableError,
    OptionsClashError,
    UnreadableTextError,
)
from followthrough.domain.schedule import Errand, ScheduleKind, asked_for, chosen, read_daily, reminding
from tests.support.schedules import AT_EIGHT, LEDGER, SURROUNDINGS, reminders


@pytest.mark.parametrize(("typed", "daily"), [("08:00", time(8)), ("8:05", time(8, 5)), (" 23:59 ", time(23, 59))])
def test_a_time_of_day_is_hours_and_minutes(typed: str, daily: time) -> None:
    assert read_daily(typed) == daily


@pytest.mark.parametrize("typed", ["", None, "8", "24:00", "08:60", "8:5", "8am", "08:00:00", "-1:00", "٠٨:٠٠"])
def test_what_is_no_time_of_day_is_refused(typed: str | None) -> None:
    with pytest.raises(BadTimeOfDayError):
        read_daily(typed)


def test_remind_is_run_on_the_minute_of_the_time_it_waits_for() -> None:
    schedule = reminders(Errand(daily=time(7, 30), desktop=True))
    assert schedule.minute == 30
    assert schedule.command == ("/usr/local/bin/ft", "remind", "--desktop", "--not-before", "07:30")


def test_every_way_goes_into_the_command() -> None:
    formats: DigestFormat = "html"
    errand = Errand(daily=time(8), exec="cat > x", desktop=True, via=("me", "team"), format=formats)
    assert reminders(errand).command[2:] == (
        *("--via", "me", "--via", "team", "--desktop", "--exec", "cat > x"),
        *("--not-before", "08:00", "--format", "html"),
    )


def test_nowhere_to_go_is_refused() -> None:
    with pytest.raises(NoDestinationError):
        reminders(Errand(daily=time(8)))


@pytest.mark.parametrize(
    "address", ["mailto://sam:secret@example.org", "json:secret", "tgram://1:x/2", "sam@x.org", ""]
)
def test_an_address_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(AddressNotNamedError) as refused:
        reminders(Errand(daily=time(8), via=("me", address)))
    assert "secret" not in f"{refused.value}{refused.value.args}"


def test_a_name_without_an_address_is_refused() -> None:
    with pytest.raises(NoSuchAddressError):
        reminders(Errand(daily=time(8), via=("you",)))


@pytest.mark.parametrize("letter", ["\n", "\r", "\t", "\x00", "\x1b", "\x7f", "\x85"])
def test_a_line_break_in_a_path_or_a_command_is_refused(letter: str) -> None:
    with pytest.raises(NotSchedulableError):
        reminders(Errand(daily=time(8), exec=f"a{letter}b"))
    with pytest.raises(NotSchedulableError):
        reminding(AT_EIGHT, LEDGER, replace(SURROUNDINGS, variables=(("FOLLOWTHROUGH_LEDGER", f"/x{letter}"),)))
    with pytest.raises(NotSchedulableError):
        reminding(AT_EIGHT, LEDGER, replace(SURROUNDINGS, program=(f"/x{letter}/ft",)))


def test_a_path_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(UnreadableTextError):
        reminding(AT_EIGHT, LEDGER, replace(SURROUNDINGS, variables=(("FOLLOWTHROUGH_LEDGER", "/x\udcff"),)))


@pytest.mark.parametrize(
    ("reasons", "choice"),
    [
        ([("launchd", None), ("cron", None)], ("launchd", "this is macOS")),
        ([("launchd", "no"), ("systemd", None), ("cron", None)], ("systemd", "a systemd user manager answers")),
        (
            [("launchd", "no"), ("systemd", "none answers"), ("cron", None)],
            ("cron", "there is a crontab, and none answers"),
        ),
        ([("launchd", "no"), ("systemd", "no"), ("cron", "no")], None),
    ],
)
def test_the_first_that_nothing_speaks_against_is_chosen(
    reasons: list[tuple[ScheduleKind, str | None]], choice: tuple[str, str] | None
) -> None:
    assert chosen(reasons) == choice


def test_an_option_chooses_and_two_clash() -> None:
    assert asked_for(cron=False, systemd=False, launchd=False, install=True, remove=False) is None
    assert asked_for(cron=False, systemd=True, launchd=False, install=False, remove=True) == "systemd"
    with pytest.raises(OptionsClashError, match="--cron and --launchd"):
        asked_for(cron=True, systemd=False, launchd=True, install=False, remove=False)
    with pytest.raises(OptionsClashError, match="--install and --remove"):
        asked_for(cron=False, systemd=False, launchd=False, install=True, remove=True)
