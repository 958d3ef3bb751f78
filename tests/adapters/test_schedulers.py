"""Cron, systemd and launchd set up through fakes of their programs: what is changed, what is left, what is refused."""

import stat
from pathlib import Path

import pytest

from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.places import Places
from followthrough.adapters.schedule.cron import Cron
from followthrough.adapters.schedule.launchd import Launchd
from followthrough.adapters.schedule.programs import Programs
from followthrough.adapters.schedule.surroundings import key_of, surroundings_from
from followthrough.adapters.schedule.systemd import Systemd
from followthrough.domain.errors import (
    CrontabMarkersError,
    MachineRefusedError,
    Problem,
    SchedulerFailedError,
    SchedulerMissingError,
)
from followthrough.domain.schedule import Schedule
from followthrough.formats.schedule.crontab import block
from followthrough.formats.schedule.systemd_units import service
from tests.support.schedules import CRONTAB, KEY, a_program, reminders

OTHERS = b'# mine\nSHELL=/usr/bin/fish\n5 4 * * * echo "caf\xe9" \\% x\r\n\n'
OURS = block(reminders()).encode()


class Machine:
    """A directory with programs of ours in it, and a crontab."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.bin = home / "bin"
        self.crontab = home / "crontab"
        self.said = home / "said"
        self.programs = Programs({"PATH": str(self.bin)})  # never this machine's own programs
        self.systemd = Systemd(str(home / ".config"), self.programs, Disk())
        self.cron = Cron(self.programs)
        self.units = home / ".config" / "systemd" / "user"

    def has(self, program: str, script: str) -> None:
        """Put a program there."""
        a_program(self.bin, program, script)

    def has_systemctl(self, script: str = "exit 0") -> None:
        """Put a systemctl there that notes what it is asked."""
        self.has("systemctl", f'echo "$*" >> {self.said}\n{script}')

    def asked(self) -> list[str]:
        """What systemctl or launchctl was asked, without the question whether anybody is there."""
        lines = self.said.read_text(encoding="utf-8").splitlines() if self.said.exists() else []
        return [line for line in lines if line != "--user show-environment"]

    def launchd(self, platform: str = "darwin") -> Launchd:
        """The launchd of such a platform."""
        return Launchd(str(self.home), 501, platform, self.programs, Disk())


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def cron(machine: Machine) -> Cron:
    """The cron of a machine whose crontab holds lines of the user's."""
    machine.has("crontab", CRONTAB)
    machine.crontab.write_bytes(OTHERS)
    return machine.cron


def test_our_lines_stand_above_the_users_which_stay_as_they_are(machine: Machine, cron: Cron) -> None:
    assert cron.install(reminders()) == ()
    assert machine.crontab.read_bytes() == OURS + OTHERS


def test_installing_twice_leaves_one(machine: Machine, cron: Cron) -> None:
    cron.install(reminders())
    cron.install(reminders())
    assert machine.crontab.read_bytes() == OURS + OTHERS


def test_removing_leaves_the_crontab_as_it_was(machine: Machine, cron: Cron) -> None:
    cron.install(reminders())
    assert cron.holds(KEY)
    cron.remove(KEY)
    assert machine.crontab.read_bytes() == OTHERS
    assert not cron.holds(KEY)


def test_who_has_no_crontab_gets_one(machine: Machine) -> None:
    machine.has("crontab", CRONTAB)
    machine.cron.install(reminders())
    assert machine.crontab.read_bytes() == OURS


def test_nothing_is_written_where_nothing_changes(machine: Machine, cron: Cron) -> None:
    machine.crontab.chmod(0o400)
    before = machine.crontab.stat().st_mtime_ns
    cron.remove(KEY)
    assert machine.crontab.stat().st_mtime_ns == before


def test_reminders_of_another_ledger_stay(machine: Machine, cron: Cron) -> None:
    other = Schedule(key="abcdefabcd", ledger="/x.json", minute=5, command=("/bin/ft",), variables=())
    cron.install(other)
    cron.install(reminders())
    cron.remove(KEY)
    assert machine.crontab.read_bytes() == block(other).encode() + OTHERS


READS = 'case $1 in -l) cat "$(dirname "$0")/../crontab"; exit;; esac\n'
WRITES = 'case $1 in -) cat > "$(dirname "$0")/../crontab"; exit;; esac\n'
FAILURES = {
    "not allowed": (
        f"{WRITES}echo 'You (sam) are not allowed to use this program (crontab)' >&2; exit 1",
        "You (sam) are not allowed to use this program (crontab). The crontab is as it was.",
    ),
    "no word": (f"{WRITES}exit 3", "it ended with status 3. The crontab is as it was."),
    "some, and then an error": (
        f"{WRITES}echo '* * * * * x'; echo 'no crontab for you' >&2; exit 1",
        "no crontab for you. The crontab is as it was.",
    ),
    "refuses the lines": (
        f'{READS}echo \'"-":1: bad minute\' >&2; echo "errors in crontab file, can\'t install." >&2; exit 1',
        "errors in crontab file, can't install. The crontab is as it was.",
    ),
    "full disk": (
        f"{READS}echo 'crontab: No space left on device' >&2; exit 1",
        "crontab: No space left on device. The crontab is as it was.",
    ),
    "forgets to write": (
        f"{READS}cat > /dev/null",
        "it reads otherwise than it was written. The crontab is as it was.",
    ),
    "cuts lines": (
        f'{READS}cut -c1-60 > "$(dirname "$0")/../new"; mv "$(dirname "$0")/../new" "$(dirname "$0")/../crontab"',
        "it reads otherwise than it was written. The crontab is as it was.",
    ),
    "loses everything": (
        f'{READS}cat > /dev/null; : > "$(dirname "$0")/../crontab"',
        "it reads otherwise than it was written. Look at what it holds now: crontab -l",
    ),
}


@pytest.mark.parametrize("how", FAILURES)
def test_a_crontab_that_fails_is_said_and_what_it_held_is_kept(machine: Machine, cron: Cron, how: str) -> None:
    script, said = FAILURES[how]
    machine.has("crontab", script)
    with pytest.raises(SchedulerFailedError) as refused:
        cron.install(reminders())
    assert str(refused.value) == f"crontab did not do what was asked: {said}"
    if "Look at" not in said:
        assert machine.crontab.read_bytes() == OTHERS


def test_a_crontab_that_hangs_is_waited_for_no_longer_than_that(machine: Machine) -> None:
    machine.has("crontab", "sleep 60")
    with pytest.raises(SchedulerFailedError, match=r"it gave no answer within 0\.2 seconds\. The crontab is as it was"):
        Cron(Programs({"PATH": str(machine.bin)}, wait_seconds=0.2)).install(reminders())


def test_a_crontab_that_writes_and_then_fails_has_done_it(machine: Machine, cron: Cron) -> None:
    machine.has("crontab", f"{CRONTAB}\n[ $1 = -l ] || exit 1")
    cron.install(reminders())
    assert machine.crontab.read_bytes() == OURS + OTHERS


def test_torn_markers_are_left_to_the_user(machine: Machine, cron: Cron) -> None:
    torn = OTHERS + OURS[: OURS.rindex(b"\n", 0, -1) + 1]
    machine.crontab.write_bytes(torn)
    for change in (lambda: cron.install(reminders()), lambda: cron.remove(KEY)):
        with pytest.raises(CrontabMarkersError):
            change()
    assert machine.crontab.read_bytes() == torn


def test_without_a_crontab_program_there_is_nothing_to_install_with(machine: Machine) -> None:
    cron = Cron(Programs({"PATH": str(machine.bin)}))
    assert cron.missing() == "there is no crontab on this machine"
    assert not cron.holds(KEY)
    with pytest.raises(SchedulerMissingError, match="set up with cron: there is no crontab on this machine"):
        cron.install(reminders())


def test_a_header_that_crontab_shows_does_not_pile_up(machine: Machine) -> None:
    header = "# DO NOT EDIT THIS FILE - edit the master and reinstall.\n# (- installed)\n# (Cron version -- x)\n"
    machine.has("crontab", CRONTAB.replace('cat "$file" ;;', f'printf "%s" "{header}"; cat "$file" ;;'))
    machine.crontab.write_bytes(OTHERS)
    machine.cron.install(reminders())
    machine.cron.install(reminders())
    assert machine.crontab.read_bytes() == OURS + OTHERS


def test_units_are_written_for_this_user_alone_and_started(machine: Machine) -> None:
    machine.has_systemctl()
    assert machine.systemd.missing() is None
    assert machine.systemd.install(reminders()) == ()
    written = sorted(machine.units.iterdir())
    assert [each.name for each in written] == [f"followthrough-remind-{KEY}.{kind}" for kind in ("service", "timer")]
    assert written[0].read_text(encoding="utf-8") == service(reminders())
    assert {stat.S_IMODE(each.stat().st_mode) for each in written} == {0o600}
    timer = f"followthrough-remind-{KEY}.timer"
    assert machine.asked() == ["--user daemon-reload", f"--user enable --now {timer}", f"--user restart {timer}"]
    assert machine.systemd.holds(KEY)


def test_without_a_user_manager_the_units_are_written_and_the_commands_said(machine: Machine) -> None:
    commands = (
        "systemctl --user daemon-reload",
        f"systemctl --user enable --now followthrough-remind-{KEY}.timer",
    )
    assert machine.systemd.missing() == "there is no systemd on this machine"
    assert machine.systemd.install(reminders()) == commands
    machine.has_systemctl("echo 'Failed to connect to bus: No medium found' >&2; exit 1")
    assert machine.systemd.missing() == "no systemd user manager answers"
    assert machine.systemd.install(reminders()) == commands
    assert machine.asked() == []
    assert len(list(machine.units.iterdir())) == 2


def test_units_are_stopped_and_removed_and_nothing_else_is(machine: Machine) -> None:
    machine.has_systemctl()
    machine.systemd.install(reminders())
    wanted = machine.units / "timers.target.wants"
    wanted.mkdir()
    (wanted / f"followthrough-remind-{KEY}.timer").symlink_to(machine.units / f"followthrough-remind-{KEY}.timer")
    others = [machine.units / "backup.timer", wanted / "backup.timer", machine.units / "followthrough-remind-x.timer"]
    for other in others:
        other.touch()
    machine.said.unlink()
    machine.systemd.remove(KEY)
    assert machine.asked() == [f"--user disable --now followthrough-remind-{KEY}.timer", "--user daemon-reload"]
    assert sorted(each for each in machine.units.rglob("*") if not each.is_dir()) == sorted(others)
    assert not machine.systemd.holds(KEY)


def test_a_systemctl_that_fails_is_said_and_the_units_stay(machine: Machine) -> None:
    machine.has_systemctl('[ "$2" != enable ] || { echo "Failed to enable unit: x" >&2; exit 1; }')
    with pytest.raises(SchedulerFailedError) as refused:
        machine.systemd.install(reminders())
    assert str(refused.value) == (
        "systemctl did not do what was asked: Failed to enable unit: x. The units are written."
    )


def test_a_directory_that_cannot_be_written_is_refused(machine: Machine) -> None:
    machine.units.parent.mkdir(parents=True)
    machine.units.write_text("no directory", encoding="utf-8")
    with pytest.raises(MachineRefusedError):
        machine.systemd.install(reminders())


def test_an_agent_is_written_and_given_to_launchd(machine: Machine) -> None:
    machine.has("launchctl", f'echo "$*" >> {machine.said}\n[ $1 = bootstrap ]')
    launchd = machine.launchd()
    assert launchd.missing() is None
    assert launchd.install(reminders()) == ()
    plist = machine.home / "Library" / "LaunchAgents" / f"followthrough.remind.{KEY}.plist"
    asked = [f"bootout gui/501/followthrough.remind.{KEY}", f"bootstrap gui/501 {plist}"]
    assert machine.asked() == asked
    assert launchd.holds(KEY)
    launchd.remove(KEY)
    assert not plist.exists()
    assert machine.asked() == [*asked, asked[0]]


def test_a_launchctl_that_fails_is_said(machine: Machine) -> None:
    machine.has("launchctl", "echo 'Bootstrap failed: 5: Input/output error' >&2; exit 5")
    with pytest.raises(SchedulerFailedError, match=r"Bootstrap failed: 5: Input/output error\. /.*plist is written\."):
        machine.launchd().install(reminders())


def test_there_is_no_launchd_elsewhere(machine: Machine) -> None:
    launchd = machine.launchd("linux")
    assert launchd.missing() == "this is not macOS"
    with pytest.raises(SchedulerMissingError):
        launchd.install(reminders())


def test_a_program_that_cannot_be_begun_is_a_problem(machine: Machine) -> None:
    machine.has("crontab", "")
    (machine.bin / "crontab").write_bytes(b"\x7fELF")
    with pytest.raises(Problem, match="Exec format error"):
        machine.cron.install(reminders())


def surroundings_of(tmp_path: Path, called: str, **environment: str) -> tuple[tuple[str, ...], dict[str, str]]:
    places = Places("/c/config.toml", "/s")
    found = surroundings_from(
        environment,
        places,
        str(tmp_path / "l.json"),
        "Asia/Tokyo",
        desktop="DBUS_SESSION_BUS_ADDRESS" in environment,
        settings={"me": "sam", "notify.me": "mailto://sam:secret@example.org"},
        program=(called, str(tmp_path / "venv" / "python")),
    )
    assert found.addresses == {"me"}
    assert "secret" not in repr(found)
    return found.program, dict(found.variables)


def test_what_cron_does_not_set_is_set(tmp_path: Path) -> None:
    _, variables = surroundings_of(
        tmp_path, "ft", PATH=f"/usr/bin:.:bin::/usr/bin:/nowhere/x:{tmp_path}:/bin", HOME="/h"
    )
    assert variables == {
        "FOLLOWTHROUGH_LEDGER": str(tmp_path / "l.json"),
        "FOLLOWTHROUGH_CONFIG": "/c/config.toml",
        "FOLLOWTHROUGH_STATE": "/s",
        "TZ": "Asia/Tokyo",
        "LANG": "C.UTF-8",
        "PATH": f"/usr/bin:{tmp_path}:/bin",
    }


def test_the_bus_of_the_desktop_is_kept_where_it_will_be_there_again(tmp_path: Path) -> None:
    name = "DBUS_SESSION_BUS_ADDRESS"
    lasting = "unix:path=/run/user/1000/bus"
    assert surroundings_of(tmp_path, "ft", **{name: lasting})[1][name] == lasting
    assert name not in surroundings_of(tmp_path, "ft", **{name: "unix:abstract=/tmp/dbus-x"})[1]


def test_the_program_is_named_by_its_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_program(tmp_path / "bin", "ft", "")
    ours = (str(tmp_path / "bin" / "ft"),)
    monkeypatch.chdir(tmp_path)
    assert surroundings_of(tmp_path, str(tmp_path / "bin" / "ft"))[0] == ours
    assert surroundings_of(tmp_path, "bin/ft")[0] == ours
    assert surroundings_of(tmp_path, "ft", PATH=str(tmp_path / "bin"))[0] == ours


def test_a_program_run_as_a_module_is_the_one_beside_its_python_or_that_module(tmp_path: Path) -> None:
    called = str(tmp_path / "followthrough" / "__main__.py")
    module = (str(tmp_path / "venv" / "python"), "-P", "-m", "followthrough")
    assert surroundings_of(tmp_path, called)[0] == module
    a_program(tmp_path / "venv", "ft", "")
    assert surroundings_of(tmp_path, called)[0] == (str(tmp_path / "venv" / "ft"),)


def test_a_ledger_has_one_key_by_whatever_link(tmp_path: Path) -> None:
    (tmp_path / "l.json").touch()
    (tmp_path / "link.json").symlink_to(tmp_path / "l.json")
    assert key_of(str(tmp_path / "l.json")) == key_of(str(tmp_path / "link.json"))
    assert len(key_of("/x")) == 10
    assert key_of("/x") != key_of("/y")
