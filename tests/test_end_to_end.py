"""The installed program, from the first promise to the summary, as one user on one day after the other."""

import json
import subprocess
from pathlib import Path
from shutil import which

import pytest

from tests.support.terminal import Said, Terminal, program

MONDAY, WEDNESDAY, SATURDAY = (f"2026-11-{day}T10:00:00-05:00" for day in (23, 25, 28))


@pytest.fixture
def user(tmp_path: Path) -> Terminal:
    """A user in an empty home directory."""
    return Terminal(tmp_path / "home of ünal")


def short(said: Said) -> str:
    """The beginning of an id that a change answered."""
    return said.out.split()[1]


def test_record_remind_settle_and_sum_up(user: Terminal) -> None:
    welcome = user.program()
    assert (welcome.status, welcome.err) == (0, "")
    assert welcome.out.startswith("No promise is recorded here yet.")
    made = user.program("add", "Send Ana the slides", "--to", "ana", "--by", "friday", "--confidence", "80")
    assert made.status == 0
    assert made.err == (
        "You are @sam here, after your login name. For another: ft undo, ft config me HANDLE, and add it again.\n"
        f"Began a new ledger: {user.ledger}\n"
    )
    for text in ("Fix the bike", "Book the room", "Order gloves", "Write the minutes"):
        assert user.program("add", *text.split(), "--to", "bo", "--by", "wednesday").err == ""
    reminded = user.program("digest", "--exit-code", FOLLOWTHROUGH_NOW=WEDNESDAY)
    assert (reminded.status, reminded.err) == (9, "")
    assert [line for line in reminded.out.splitlines() if line and not line.startswith(" ")] == [
        "Promises on Wednesday 25 November 2026",
        "Due today",
        "Due soon",
    ]
    kept = user.program("keep", "bike", "room", "gloves", FOLLOWTHROUGH_NOW=WEDNESDAY)
    assert (kept.status, kept.err) == (0, "")
    assert user.program("miss", "minutes", "--because", "mine", FOLLOWTHROUGH_NOW=SATURDAY).status == 0
    late = user.program("keep", "slides", FOLLOWTHROUGH_NOW=SATURDAY)
    assert user.program("undo", FOLLOWTHROUGH_NOW=SATURDAY).status == 0
    assert user.program("redo", FOLLOWTHROUGH_NOW=SATURDAY).status == 0
    assert user.program("repair", "minutes", "wrote them", FOLLOWTHROUGH_NOW=SATURDAY).status == 3
    shown = user.program("show", short(late), "--json", FOLLOWTHROUGH_NOW=SATURDAY)
    (slides,) = json.loads(shown.out)["commitments"]
    assert [event["did"] for event in slides["history"]] == ["made", "kept", "retracted", "retracted"]
    assert (slides["state"], slides["settled_at"]) == ("kept", SATURDAY)
    nothing = user.program("digest", FOLLOWTHROUGH_NOW=SATURDAY)
    assert nothing == (0, "", "")
    score = json.loads(user.program("score", "--json", FOLLOWTHROUGH_NOW=SATURDAY).out)
    on_time = score["windows"]["all"]["on_time"]
    assert (on_time["k"], on_time["n"], on_time["rate"]) == (3, 5, 0.6)
    assert score["calibration"]["n"] == 1
    counts = score["windows"]["all"]["counts"]
    assert {name: count for name, count in counts.items() if count} == {
        "made": 5,
        "kept_on_time": 3,
        "kept_late": 1,
        "missed": 1,
    }


def test_both_commands_are_the_same_program(user: Terminal) -> None:
    other = Path(program()).with_name("followthrough")
    assert other.exists()
    assert user.program("--version").out.startswith("followthrough ")


def test_the_ledger_is_private_and_everything_stays_where_it_belongs(user: Terminal) -> None:
    assert user.program("add", "Send Ana the slides", "--to", "ana").status == 0
    assert user.ledger.stat().st_mode & 0o777 == 0o600
    lines = user.configuration.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == ['me = "sam"']
    places = {each.relative_to(user.home).parts[0] for each in user.home.rglob("*") if each.is_file()}
    assert places == {"config", "data", "state"}


def test_a_home_directory_that_does_not_exist_is_no_obstacle_to_looking(user: Terminal) -> None:
    assert user.program().status == 0
    assert user.program("digest").status == 0
    assert not user.home.exists()


def test_reports_calendars_and_merges_are_written_as_asked(user: Terminal) -> None:
    assert user.program("add", "Send Ana the slides", "--to", "ana", "--by", "friday").status == 0
    page, calendar, other = (user.home / name for name in ("page.html", "promises.ics", "other.json"))
    assert user.program("report", "--format", "html", "-o", str(page)).status == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert user.program("report", "--format", "svg").out.startswith("<svg ")
    assert user.program("calendar", "-o", str(calendar)).status == 0
    assert calendar.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    other.write_bytes(user.ledger.read_bytes())
    assert user.program("keep", "slides").status == 0
    assert user.program("merge", str(other)).status == 0
    assert user.program("list", "--all").out.count("Send Ana the slides") == 1
    assert user.program("doctor").status == 0


@pytest.mark.parametrize("name", ["all.json", "all.jsonl", "all.csv", "todo.txt", "all.ics"])
def test_what_is_exported_can_be_imported_somewhere_else(user: Terminal, tmp_path: Path, name: str) -> None:
    assert user.program("add", "Send Ana the slides", "--to", "ana", "--by", "friday").status == 0
    file, other = user.home / name, Terminal(tmp_path / "other")
    assert user.program("export", "-o", str(file)).status == 0
    assert other.program("import", str(file)).status == 0
    (promise,) = json.loads(other.program("list", "--json").out)["commitments"]
    assert (promise["what"], promise["to"], promise["due"]) == ("Send Ana the slides", ["ana"], "2026-11-27")
    assert other.program("import", str(file)).status == 0
    assert other.program("list").out.count("Send Ana the slides") == 1


@pytest.mark.skipif(not which("ssh-keygen"), reason="ssh-keygen is not installed")
def test_a_report_is_signed_and_verified(user: Terminal) -> None:
    user.home.mkdir(parents=True)
    key, report, signers = (user.home / name for name in ("key", "report.json", "signers"))
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    signers.write_text("sam " + key.with_suffix(".pub").read_text(encoding="utf-8"), encoding="utf-8")
    assert user.program("add", "Send Ana the slides", "--to", "ana").status == 0
    assert user.program("report", "--format", "json", "-o", str(report)).status == 0
    assert user.program("sign", str(report), "--key", str(key)).status == 0
    verified = user.program("verify", str(report), "--signers", str(signers))
    assert (verified.status, verified.err) == (0, "")
    honest = report.read_text(encoding="utf-8")
    assert '"made":1' in honest
    report.write_text(honest.replace('"made":1', '"made":2'), encoding="utf-8")
    assert user.program("verify", str(report), "--signers", str(signers)).status == 9


def test_every_part_of_the_program_can_be_read_in() -> None:
    every = (
        "import importlib, pkgutil, followthrough as each; "
        "[importlib.import_module(part.name) for part in pkgutil.walk_packages(each.__path__, 'followthrough.') "
        "if not part.name.endswith('__main__')]; print('read')"
    )
    python = Path(program()).with_name("python")
    done = subprocess.run([str(python), "-c", every], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("read\n", "")
