"""`ft schedule`: all it says, what it leaves in a crontab, and that its line delivers in cron's environment."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.promises import add
from tests.cli.test_sessions import held_against_its_schema
from tests.support.schedules import CRONTAB, a_program
from tests.support.terminal import Terminal, program

OTHERS = "# mine\n5 4 * * * backup\n"
AT_EIGHT = ("schedule", "--daily", "08:00", "--exec", "cat > ~/digest")
KEY = re.compile(r"\b[0-9a-f]{10}\b")


@pytest.fixture
def sam(terminal: Terminal) -> Terminal:
    """A terminal with a promise, on a machine that has a crontab program and nothing else."""
    add(terminal, "Send Ana the slides", "--by", "friday")
    a_program(terminal.home / "bin", "crontab", CRONTAB)
    terminal.environment["PATH"] = str(terminal.home / "bin")
    return terminal


def plain(text: str, terminal: Terminal) -> str:
    """What was said, in general terms: the home, the program, the key of the ledger."""
    return KEY.sub("KEY", text.replace(str(terminal.home), "~").replace(program(), "/bin/ft"))


LINE = (
    "# followthrough KEY: reminders begin (ft schedule replaces and removes these lines)\n"
    "0 * * * * FOLLOWTHROUGH_LEDGER=~/data/followthrough/ledger.json "
    "FOLLOWTHROUGH_CONFIG=~/config/followthrough/config.toml FOLLOWTHROUGH_STATE=~/state/followthrough "
    "TZ=America/New_York LANG=C.UTF-8 PATH=~/bin /bin/ft remind --all-ledgers --exec 'cat > ~/digest' "
    "--not-before 08:00\n"
    "# followthrough KEY: reminders end\n"
)
SET_UP = """\
Set up{anew} with cron, as there is a crontab, and there is no systemd on this machine.
  a digest once a day, not before 08:00, when there is something to say
  from ~/data/followthrough/ledger.json
"""


def test_without_install_it_is_printed_and_nothing_is_set_up(sam: Terminal) -> None:
    said = sam.ft(*AT_EIGHT)
    assert (said.status, plain(said.out, sam)) == (0, LINE)
    assert said.err == (
        "For cron, as there is a crontab, and there is no systemd on this machine. Nothing is set up yet; --install "
        "does it.\n"
    )
    assert not (sam.home / "crontab").exists()


def test_it_is_set_up_set_up_anew_and_taken_away(sam: Terminal) -> None:
    crontab = sam.home / "crontab"
    crontab.write_text(OTHERS, encoding="utf-8")
    for anew in ("", " anew"):
        said = sam.ft(*AT_EIGHT, "--install")
        assert (said.status, plain(said.out, sam), said.err) == (0, SET_UP.format(anew=anew), "")
        assert plain(crontab.read_text(encoding="utf-8"), sam) == LINE + OTHERS
    for answer in (
        "Took the reminders of ~/data/followthrough/ledger.json out of cron.\n",
        "No reminders of ~/data/followthrough/ledger.json were set up.\n",
    ):
        said = sam.ft(*AT_EIGHT, "--remove")
        assert (said.status, plain(said.out, sam), said.err) == (0, answer, "")
        assert crontab.read_text(encoding="utf-8") == OTHERS


def test_reminders_of_a_ledger_that_is_gone_can_be_taken_away(sam: Terminal) -> None:
    sam.ft(*AT_EIGHT, "--install")
    sam.ledger.unlink()
    assert sam.ft("schedule", "--remove").status == 0
    assert (sam.home / "crontab").read_text(encoding="utf-8") == ""


def test_two_ledgers_are_reminded_of_side_by_side(sam: Terminal) -> None:
    other = str(sam.home / "other.json")
    assert sam.ft("--ledger", other, "add", "x", "--to", "ana").status == 0
    assert sam.ft(*AT_EIGHT, "--install").status == 0
    assert sam.ft(*AT_EIGHT, "--install", "--ledger", other).status == 0
    assert (sam.home / "crontab").read_text(encoding="utf-8").count(" remind ") == 2
    assert sam.ft("schedule", "--remove").status == 0
    assert f"FOLLOWTHROUGH_LEDGER={other} " in (sam.home / "crontab").read_text(encoding="utf-8")


def test_units_are_written_where_nothing_runs_them_yet(sam: Terminal) -> None:
    said = sam.ft(*AT_EIGHT, "--systemd", "--install")
    assert plain(said.out, sam) == (
        "Set up with systemd, as you asked for it.\n"
        "  a digest once a day, not before 08:00, when there is something to say\n"
        "  from ~/data/followthrough/ledger.json\n"
        "  by ~/config/systemd/user/followthrough-remind-KEY.service\n"
        "  by ~/config/systemd/user/followthrough-remind-KEY.timer\n"
        "Nothing runs it yet. To start it, once you are logged in:\n"
        "  systemctl --user daemon-reload\n"
        "  systemctl --user enable --now followthrough-remind-KEY.timer\n"
    )
    assert (said.status, said.err) == (0, "")
    also = "They are set up with systemd as well. To take those out: ft schedule --remove --systemd\n"
    assert sam.ft(*AT_EIGHT, "--install").err == also
    assert sam.ft("schedule", "--remove").status == 0
    assert list((sam.home / "config" / "systemd" / "user").iterdir()) == []


def test_what_would_be_given_to_systemd_and_launchd_is_printed(sam: Terminal) -> None:
    units = plain(sam.ft(*AT_EIGHT, "--systemd").out, sam)
    assert units.startswith("# ~/config/systemd/user/followthrough-remind-KEY.service\n[Unit]\n")
    assert "\n\n# ~/config/systemd/user/followthrough-remind-KEY.timer\n[Unit]\n" in units
    agent = sam.ft(*AT_EIGHT, "--launchd")
    assert agent.out.startswith("<?xml")
    path = f"{sam.home}/Library/LaunchAgents/followthrough.remind.KEY.plist"
    assert KEY.sub("KEY", agent.err) == (
        f"For launchd, as you asked for it: {path}. Nothing is set up yet; --install does it.\n"
    )


def test_what_was_done_can_be_had_as_json(sam: Terminal) -> None:
    for words in ((), ("--install",), ("--systemd", "--install"), ("--remove",), ("--remove",)):
        said = sam.ft("--json", *AT_EIGHT, *words)
        assert said.status == 0
        held_against_its_schema(said.out)
    assert [each["did"] for each in json.loads(said.out)["arrangements"]] == ["nothing"]


def test_a_name_is_taken_and_the_password_behind_it_goes_nowhere(sam: Terminal) -> None:
    assert sam.ft("config", "notify.me", "mailto://sam:hunter2@example.org").status == 0
    assert sam.ft("schedule", "--daily", "08:00", "--via", "me", "--install").status == 0
    assert " remind --all-ledgers --via me --not-before 08:00\n" in (sam.home / "crontab").read_text(encoding="utf-8")
    assert "hunter2" not in (sam.home / "crontab").read_text(encoding="utf-8")


REFUSED = {
    "no time": (
        ("schedule", "--desktop"),
        2,
        "The time of day is missing.\nHours and minutes of 24, for example: 08:00\n",
    ),
    "no hour": (
        ("schedule", "--desktop", "--daily", "8pm"),
        2,
        "“8pm” is no time of day.\nHours and minutes of 24, for example: 08:00\n",
    ),
    "nowhere": (
        ("schedule", "--daily", "08:00"),
        2,
        "Where the digest is to go was not said.\nSay it: --via me, --desktop or --exec COMMAND\n",
    ),
    "an address": (
        ("schedule", "--daily", "08:00", "--via", "mailto://sam:hunter2@example.org"),
        2,
        "--via takes a name here: an address can hold a password, and a schedule is no place to keep one.\n"
        "To keep it where only you read it: ft config notify.me URL, then --via me\n",
    ),
    "two schedulers": (
        (*AT_EIGHT, "--cron", "--systemd"),
        2,
        "--cron and --systemd do not go together.\nLeave one of them out.\n",
    ),
    "in and out": (
        (*AT_EIGHT, "--install", "--remove"),
        2,
        "--install and --remove do not go together.\nLeave one of them out.\n",
    ),
    "another system": (
        (*AT_EIGHT, "--launchd", "--install"),
        7,
        "Reminders cannot be set up with launchd: this is not macOS.\n"
        "Without --install it is printed, to be used elsewhere.\n",
    ),
    "a line break": (
        ("schedule", "--daily", "08:00", "--exec", "a\nb"),
        2,
        "“a\\u{a}b” has a line break or another control character, which no schedule can hold.\n"
        "Put the command into a script, or name a path without it.\n",
    ),
    "too long": (
        ("schedule", "--daily", "08:00", "--exec", "x" * 1000),
        2,
        None,
    ),
}


@pytest.mark.skipif(sys.platform == "darwin", reason="on macOS launchd is no other system's")
@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_set_up_is_refused(sam: Terminal, why: str) -> None:
    command, status, err = REFUSED[why]
    said = sam.ft(*command)
    assert (said.status, said.out) == (status, "")
    assert err is None or said.err == err
    assert "hunter2" not in said.err
    assert not (sam.home / "crontab").exists()


def test_a_machine_with_no_scheduler_is_said(sam: Terminal) -> None:
    said = sam.ft(*AT_EIGHT, PATH=str(sam.home))
    assert said == (
        7,
        "",
        "Nothing on this machine was found to run reminders with: there is no systemd on this machine and there is no "
        "crontab on this machine.\nTo see what each would be given: ft schedule with --cron, --systemd or --launchd\n",
    )


def as_cron_runs(terminal: Terminal, line: str) -> subprocess.CompletedProcess[bytes]:
    """A line's command in the exact environment that cron gives: nothing of XDG, no TZ, no LANG, another directory."""
    environment = {"HOME": str(terminal.home), "LOGNAME": "sam", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
    command = line.split(" ", 5)[5].replace("\\%", "%")
    return subprocess.run(
        ["/bin/sh", "-c", command], env=environment, cwd=terminal.home, capture_output=True, timeout=60, check=False
    )


def installed_line(terminal: Terminal) -> str:
    """The line that stands in the crontab, without the marks around it."""
    return (terminal.home / "crontab").read_text(encoding="utf-8").splitlines()[1]


def test_the_installed_line_delivers_in_the_environment_of_cron(tmp_path: Path) -> None:
    home = tmp_path / 'it\'s 100% "$HOME" \\ ünï'
    home.mkdir()
    terminal = Terminal(home)
    del terminal.environment["FOLLOWTHROUGH_NOW"]
    add(terminal, "Send Ana the slides", "--by", "today")
    a_program(home / "bin", "crontab", CRONTAB.replace('$(dirname "$0")/..', "$HOME"))
    terminal.environment["PATH"] = f"{home / 'bin'}:/usr/bin:/bin"
    command = ("schedule", "--daily", "00:00", "--exec", "cat > 'it%s 100%'; date +%Z > zone")
    assert terminal.ft(*command, "--install").status == 0
    ran = as_cron_runs(terminal, installed_line(terminal))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
    assert "Send Ana the slides" in (home / "it%s 100%").read_text(encoding="utf-8")
    assert (home / "zone").read_text(encoding="utf-8") in ("EST\n", "EDT\n")
    (home / "zone").unlink()
    assert as_cron_runs(terminal, installed_line(terminal)).returncode == 0
    assert not (home / "zone").exists()
