"""`ft remind`: what arrives, once, and what is said where something is wrong."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_bad_machine import AS_OTHERS_DO
from tests.support.smtp import Mailbox, mailbox
from tests.support.terminal import Said, Terminal, program

SECRET = "hunter2secret"
TO_FILE = 'printf "%s\\n" "$FOLLOWTHROUGH_SUBJECT" >> ~/arrived; cat >> ~/text'
SUBJECT = "Promises: 1 due soon"
QUIET = Said(0, "", "")


@pytest.fixture
def user(terminal: Terminal) -> Terminal:
    """Someone with one promise that is due soon."""
    assert terminal.ft("add", "Send Ana the slides", "--to", "ana", "--by", "tomorrow").status == 0
    return terminal


def arrived(user: Terminal) -> list[str]:
    """The subjects of what arrived."""
    file = user.home / "arrived"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def everything_kept(user: Terminal) -> str:
    """What is in the files of the state directory."""
    return "\n".join(f"{file} {file.read_bytes()!r}" for file in (user.home / "state").rglob("*") if file.is_file())


def test_the_digest_arrives_and_nothing_is_printed(user: Terminal) -> None:
    assert user.ft("remind", "--exec", TO_FILE) == QUIET
    assert arrived(user) == [SUBJECT]
    assert (user.home / "text").read_text(encoding="utf-8").splitlines()[2:] == [
        "Due soon",
        "  nunrxz  Send Ana the slides  to ana  Tue 24 Nov, tomorrow",
    ]


def test_json_for_a_command(user: Terminal) -> None:
    assert user.ft("remind", "--exec", TO_FILE, "--json") == QUIET
    assert (user.home / "text").read_text(encoding="utf-8").startswith('{\n  "schema": "followthrough.digest/1"')
    assert user.ft("remind", "--exec", TO_FILE, "--json", "--format", "html").status == 2


def test_once_a_day_and_then_only_what_is_new(user: Terminal) -> None:
    for hour in range(10, 24):
        assert user.ft("remind", "--exec", TO_FILE, FOLLOWTHROUGH_NOW=f"2026-11-23T{hour}:05:00-05:00") == QUIET
    for day in (24, 25, 26):
        assert user.ft("remind", "--exec", TO_FILE, FOLLOWTHROUGH_NOW=f"2026-11-{day}T08:05:00-05:00") == QUIET
    assert arrived(user) == [SUBJECT, "Promises: 1 due today", "Promises: 1 overdue", "Promises: 1 overdue"]


def test_not_before_the_hour_and_not_in_quiet_hours(user: Terminal) -> None:
    assert user.ft("config", "quiet", "22:00-07:00") == Said(0, "22:00-07:00\n", "")
    for moment in ("2026-11-23T23:00:00-05:00", "2026-11-24T06:59:00-05:00", "2026-11-24T07:59:00-05:00"):
        assert user.ft("remind", "--exec", TO_FILE, "--not-before", "08:00", FOLLOWTHROUGH_NOW=moment) == QUIET
    assert arrived(user) == []
    user.ft("remind", "--exec", TO_FILE, "--not-before", "08:00", FOLLOWTHROUGH_NOW="2026-11-24T08:00:00-05:00")
    assert arrived(user) == ["Promises: 1 due today"]


def test_quiet_hours_that_are_none_are_refused(user: Terminal) -> None:
    assert user.ft("config", "quiet", "at night") == Said(
        2,
        "",
        "“at night” cannot be the value of quiet: it takes hours like 22:00-07:00, and they are two with a dash "
        "between them.\nft config lists the settings.\n",
    )


def test_snoozed_it_does_not_arrive(user: Terminal) -> None:
    assert user.ft("snooze", "slides", "friday") == Said(
        0,
        "Snoozed nun  Send Ana the slides\n  to ana, Tue 24 Nov, tomorrow\n",
        "Reminders and ft digest --new leave it out until Friday 27 November 2026 (in 4 days), America/New_York, "
        "and then bring it as new. ft and ft digest show it as before.\n",
    )
    assert user.ft("remind", "--exec", TO_FILE) == QUIET
    assert user.ft("digest", "--new") == QUIET
    assert "slides" in user.ft("digest").out
    assert user.ft("show", "slides").err == "Snoozed until Friday 27 November 2026: reminders leave it out.\n"
    assert user.ft("snooze", "slides", "--off").err == "Reminders no longer leave it out.\n"
    user.ft("remind", "--exec", TO_FILE)
    assert arrived(user) == [SUBJECT]


def test_a_snooze_needs_a_time_or_its_end(user: Terminal) -> None:
    assert user.ft("snooze", "slides").status == 2
    assert user.ft("snooze", "slides", "friday", "--off").status == 2
    assert user.ft("snooze", "slides", "yesterday").status == 5
    assert user.ft("snooze", "slides", "today").err.startswith(
        "“today” is the beginning of this day, which has passed.\n"
    )
    assert user.ft("snooze", "slides", "--off").status == 5


def test_what_is_new_is_printed_once(user: Terminal) -> None:
    assert "Send Ana the slides" in user.ft("digest", "--new").out
    assert user.ft("digest", "--new") == QUIET
    assert user.ft("digest", "--new", "--exit-code") == QUIET
    assert "Due today" in user.ft("digest", "--new", FOLLOWTHROUGH_NOW="2026-11-24T10:00:00-05:00").out


def test_what_could_not_be_printed_stays_new(user: Terminal) -> None:
    for where, status in ((">/dev/full", 7), ("| true", 0)):
        command = f"sleep 0.1; {program()} digest --new {where}"
        assert subprocess.run(["bash", "-c", command], env=user.environment, check=False).returncode == status
    assert "Send Ana the slides" in user.ft("digest", "--new").out


def test_a_place_has_to_be_said(user: Terminal) -> None:
    assert user.ft("remind").status == 2
    assert user.ft("remind", "--exec", " ").status == 2
    assert user.ft("remind", "--via", "me") == Said(
        2,
        "",
        "No address is configured under the name “me”. Nothing was sent.\n"
        "Give it an address: ft config notify.me URL\n",
    )
    assert "; the desktop itself is --desktop." in user.ft("remind", "--via", "desktop").err
    assert user.ft("remind", "--exec", "cat", "--not-before", "noon").status == 2
    assert user.ft("remind", "--exec", "cat", "--timeout", "0").status == 2


def test_without_apprise_the_command_that_installs_it_is_said(user: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followthrough.adapters.notify.apprise.find_spec", lambda name: None)
    assert user.ft("remind", "--via", f"mailto://sam:{SECRET}@example.org") == Said(
        2,
        "",
        "To deliver by --via, the package apprise is needed, and it is not installed. Nothing was sent.\n"
        "To install it: pip install 'followthrough[notify]'\n",
    )


def test_a_delivery_that_refuses_is_said_and_tried_again_while_others_get_theirs(
    user: Terminal, tmp_path: Path
) -> None:
    refusing = user.ft("remind", "--exec", "cat >/dev/null; exit 3", "--desktop")
    assert refusing.status == 8
    assert refusing.err.splitlines()[0] == (
        "The digest did not reach the command: it ended with status 3. The next run tries again."
    )
    assert user.ft("remind", "--exec", "cat >/dev/null; exit 3").status == 8


def test_a_failure_in_json(user: Terminal) -> None:
    failed = user.ft("remind", "--exec", "exit 3", "--json")
    assert (failed.status, failed.out) == (8, "")
    assert '"kind": "delivery_failed"' in failed.err


def test_a_ledger_that_is_missing_is_said_at_any_hour(terminal: Terminal) -> None:
    for moment in ("2026-11-23T04:00:00-05:00", "2026-11-23T10:00:00-05:00"):
        said = terminal.ft(
            "remind",
            "--exec",
            TO_FILE,
            "--not-before",
            "08:00",
            "--ledger",
            "/nowhere/l.json",
            FOLLOWTHROUGH_NOW=moment,
        )
        assert said == Said(
            3,
            "",
            "There is no ledger at /nowhere/l.json.\n"
            "The first ft add begins one there. Check --ledger and FOLLOWTHROUGH_LEDGER.\n",
        )
    assert arrived(terminal) == []


def test_a_clock_set_back_a_day_repeats_nothing(user: Terminal) -> None:
    for day in (24, 23, 24):
        assert user.ft("remind", "--exec", TO_FILE, FOLLOWTHROUGH_NOW=f"2026-11-{day}T10:00:00-05:00") == QUIET
    assert arrived(user) == ["Promises: 1 due today"]


def test_a_state_directory_that_is_missing_is_made(user: Terminal) -> None:
    assert user.ft("remind", "--exec", TO_FILE, FOLLOWTHROUGH_STATE=str(user.home / "a" / "b")) == QUIET
    assert user.ft("remind", "--exec", TO_FILE, FOLLOWTHROUGH_STATE=str(user.home / "a" / "b")) == QUIET
    assert arrived(user) == [SUBJECT]


@pytest.mark.parametrize("state", ["/proc/none/state", "/dev/null/state"])
def test_without_a_state_that_can_be_written_nothing_is_sent(user: Terminal, state: str) -> None:
    said = user.ft("remind", "--exec", TO_FILE, FOLLOWTHROUGH_STATE=state)
    assert (said.status, said.out, arrived(user)) == (7, "", [])
    assert "Nothing was sent" in said.err


def test_on_a_full_disk_nothing_is_sent(user: Terminal) -> None:
    done = subprocess.run(
        [program(), "remind", "--exec", "echo arrived >&2"],
        env=user.environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )
    assert (done.returncode, done.stdout) == (7, "")
    assert done.stderr.startswith("What is told could not be remembered in ")
    assert "arrived" not in done.stderr


def test_in_a_home_that_is_read_only_nothing_is_sent(user: Terminal) -> None:
    state = user.home / "read-only"
    state.mkdir(mode=0o500)
    done = subprocess.run(
        [sys.executable, "-c", AS_OTHERS_DO, program(), "remind", "--exec", TO_FILE],
        env={**user.environment, "FOLLOWTHROUGH_STATE": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, arrived(user)) == (7, "", [])
    assert done.stderr.endswith(
        "Permission denied. Nothing was sent there.\nCheck the permissions and the free space there.\n"
    )


@pytest.mark.parametrize("redirected", [">&-", "2>&-", "<&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full", "| true"])
def test_streams_that_are_closed_or_full_do_not_keep_it_from_arriving(user: Terminal, redirected: str) -> None:
    command = f"{program()} remind --exec '{TO_FILE}' {redirected}"
    done = subprocess.run(["bash", "-c", command], env=user.environment, check=False)
    assert (done.returncode, arrived(user)) == (0, [SUBJECT])


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"LANG": "C", "LC_ALL": "C"},
        {"TERM": "dumb", "HOME": "/nonexistent"},
        {"PYTHONUTF8": "0", "LC_ALL": "POSIX"},
    ],
    ids=["nothing", "LANG=C", "a home that is not there", "ASCII"],
)
def test_with_no_environment_to_speak_of_it_arrives(user: Terminal, environment: dict[str, str]) -> None:
    user.ft("add", "Bring Zoë the keys – soon", "--to", "zoë", "--by", "tomorrow")
    done = subprocess.run(
        [program(), "remind", "--exec", f"cat > {user.home}/text"],
        env={
            **environment,
            "FOLLOWTHROUGH_LEDGER": str(user.ledger),
            "FOLLOWTHROUGH_STATE": str(user.home / "state"),
            "FOLLOWTHROUGH_CONFIG": str(user.configuration),
            "FOLLOWTHROUGH_NOW": user.environment["FOLLOWTHROUGH_NOW"],
            "TZ": user.environment["TZ"],
        },
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert "Bring Zoë the keys – soon" in (user.home / "text").read_text(encoding="utf-8")


def test_after_a_kill_between_delivery_and_mark_it_comes_once_more(user: Terminal) -> None:
    command = f"{TO_FILE}; test -e ~/killed || {{ touch ~/killed; kill -9 $PPID; }}"
    statuses = [user.program("remind", "--exec", command).status for _ in range(4)]
    assert statuses == [-9, 0, 0, 0]
    assert arrived(user) == [SUBJECT, SUBJECT]


def test_of_two_runs_in_the_same_minute_one_delivers(user: Terminal) -> None:
    runs = [
        subprocess.Popen([program(), "remind", "--exec", f"sleep 0.5; {TO_FILE}"], env=user.environment)
        for _ in range(4)
    ]
    assert [run.wait(60) for run in runs] == [0, 0, 0, 0]
    assert arrived(user) == [SUBJECT]


def test_a_delivery_that_hangs_is_given_up_on(user: Terminal) -> None:
    assert user.ft("remind", "--exec", "sleep 120", "--timeout", "1") == Said(
        8,
        "",
        "The digest did not reach the command: there was no end to it within 1 second. The next run tries again.\n",
    )


def test_a_delivery_that_hangs_keeps_nobody_from_adding_and_another_run_leaves_quietly(user: Terminal) -> None:
    began = user.home / "began"
    hanging = f"echo $$ > {began}.part; mv {began}.part {began}; exec sleep 120"
    with subprocess.Popen([program(), "remind", "--exec", hanging, "--timeout", "110"], env=user.environment) as first:
        while not began.exists():
            time.sleep(0.05)
        since = time.monotonic()
        assert user.program("add", "Water the plants", "--to", "bo", "--by", "tomorrow").status == 0
        assert time.monotonic() - since < 30
        second = user.program("remind", "--exec", hanging)
        assert second == Said(0, "", "Another run is delivering to the command, so this one left it alone.\n")
        os.kill(int(began.read_text()), signal.SIGKILL)
        assert first.wait(30) == 8


HEADERS = [
    "x\r\nBcc: eve@example.org",
    "x\nBcc: eve@example.org",
    "x\rBcc: eve@example.org",
    "x\r\n\r\n<html>",
    "x\n\nSubject: other",
    "Subject: other",
    "\r\nSubject: other",
    "x\n Bcc: eve@example.org",
    "x\n\tBcc: eve@example.org",
    "x\x0bBcc: eve@example.org",
    "x\x0cBcc: eve@example.org",
    "x\x85Bcc: eve@example.org",
    "x\u2028Bcc: eve@example.org",
    "x\u2029Bcc: eve@example.org",
    "x\x1cBcc: eve@example.org",
    "x\x1dBcc: eve@example.org",
    "x\x1eBcc: eve@example.org",
    "x\r\n.\r\nMAIL FROM:<eve@example.org>",
    "x\n.\nRCPT TO:<eve@example.org>",
    "=?utf-8?q?x=0d=0aBcc=3a_eve=40example.org?=",
    "=?utf-8?b?DQpCY2M6IGV2ZUBleGFtcGxlLm9yZw==?=",
    "x%0d%0aBcc:%20eve@example.org",
    "x\\r\\nBcc: eve@example.org",
    "x&#13;&#10;Bcc: eve@example.org",
    "x\r\nContent-Type: text/plain\r\n\r\n--===============",
    "x\r\nX-Other: 1",
]
EXPECTED = {"Content-Type", "MIME-Version", "X-Application", "Subject", "From", "To", "Message-ID", "Date"}


def mail_received(user: Terminal, box: Mailbox, *options: str) -> Mailbox:
    assert user.ft("config", "notify.me", box.address) == Said(0, "mailto://…\n", "")
    assert user.ft("remind", "--via", "me", *options) == QUIET
    return box


@pytest.mark.parametrize("layout", ["html", "text", "discord"])
def test_nothing_that_anybody_wrote_gets_into_the_header_of_a_mail(user: Terminal, layout: str) -> None:
    for number, text in enumerate(HEADERS):
        user.ft("people", f"eve{number}", "--name", text)
        added = user.ft("add", text, "--to", f"eve{number}", "--by", "tomorrow", "--note", text)
        assert added.status == 0
    with mailbox() as box:
        received = mail_received(user, box, "--format", layout).letters()
    assert len(received) >= 1
    for mail in received:
        assert set(mail.keys()) <= EXPECTED | {"Content-Transfer-Encoding"}
        assert (mail["From"], mail["To"]) == ("sam@example.org", "ana@example.org")
        assert mail["Subject"].startswith("Promises: ")
        assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] in (
            ["text/plain", "text/html"],
            ["text/plain"],
        )


def test_a_mail_is_html_with_a_text_beside_it_and_says_what_is_due(user: Terminal) -> None:
    with mailbox() as box:
        (mail,) = mail_received(user, box).letters()
    assert mail["Subject"] == SUBJECT
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body is not None
        assert "Send Ana the slides" in body.get_content()


def test_an_address_is_never_said(user: Terminal) -> None:
    address = f"mailto://sam:{SECRET}@127.0.0.1:9/?from=sam@example.org&to=ana@example.org"
    said = [
        user.ft("config", "notify.me", address),
        user.ft("config"),
        user.ft("config", "--json"),
        user.ft("config", "notify.me"),
        user.ft("config", "notify.me", f"mailto:{SECRET}"),
        user.ft("config", "notify.me", SECRET, "--json"),
        user.ft("remind", "--via", "me"),
        user.ft("remind", "--via", "me", "--json"),
        user.ft("remind", "--via", address),
        user.ft("remind", "--via", f"mailto:sam:{SECRET}@example.org"),
    ]
    assert [each.status for each in said] == [0, 0, 0, 0, 2, 2, 8, 8, 8, 2]
    assert SECRET not in str(said)
    assert SECRET not in everything_kept(user)


def test_the_file_that_holds_an_address_is_for_this_user_alone(user: Terminal) -> None:
    user.configuration.chmod(0o644)
    user.ft("config", "notify.me", f"mailto://sam:{SECRET}@127.0.0.1:9")
    assert user.configuration.stat().st_mode & 0o777 == 0o600


def test_where_others_may_read_an_address_that_is_said_and_it_is_used(user: Terminal) -> None:
    with mailbox() as box:
        user.ft("config", "notify.me", box.address)
        user.configuration.chmod(0o644)
        said = user.ft("remind", "--via", "me")
        assert user.ft("remind", "--via", "me") == QUIET
        assert len(box.received) == 1
    path = user.configuration
    assert said == Said(0, "", f"Others may read {path}, which has an address in it. Only you: chmod 600 {path}\n")
