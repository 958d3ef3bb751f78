"""The lines that docs/explanation/capture.md counts the keys of mean what it says."""

import json
import shlex
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.keystrokes import SENTENCES, Typed, keys, table
from tests.support.terminal import Terminal

each_sentence = pytest.mark.parametrize("typed", SENTENCES, ids=lambda typed: typed.said)


@each_sentence
def test_our_line_is_understood_as_it_was_said(terminal: Terminal, typed: Typed) -> None:
    program, *words = shlex.split(typed.ours)
    terminal.ft("config", "me", "sam")
    terminal.ft("people", "sam")
    done = terminal.ft(*words, "--json")
    (made,) = json.loads(done.out)["commitments"]

    assert program == "ft"
    assert (made["what"], made["due"], made["to"], made["maker"], tuple(made["tags"])) == (
        typed.what, typed.due, [typed.to], typed.maker, typed.tags
    )  # fmt: skip


@each_sentence
def test_no_shell_reads_anything_into_a_line(typed: Typed) -> None:
    for line in (typed.ours, typed.taskwarrior, typed.todo_txt):
        assert shlex.split(line) == line.split()
        assert not set(line) & set("'\"`\\$&;|<>()*?#!{}[]~^=")


@each_sentence
def test_our_line_takes_no_more_keys_than_the_others(typed: Typed) -> None:
    assert keys(typed.ours) <= min(keys(typed.taskwarrior), keys(typed.todo_txt))


def test_enter_is_a_key() -> None:
    assert keys("ft") == 3
    assert f"| {SENTENCES[1].said} | {len(SENTENCES[1].ours) + 1} |" in table()


@pytest.mark.external
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
class TestShells:
    """What docs/explanation/capture.md says about shells."""

    def words(self, shell: str, line: str) -> list[str]:
        """The words that a program gets of a line typed into the shell."""
        if shutil.which(shell) is None:
            pytest.skip(f"{shell} is not installed")
        done = subprocess.run(
            [shell, "-c", f"printf '%s\\n' {line}"],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=60,
        )
        return done.stdout.splitlines()

    @pytest.mark.parametrize(
        "line",
        [
            *(each.ours.removeprefix("ft add ") for each in SENTENCES),
            "to @ana, @ben by 17:00 +talks, +work",
            "by 2026-12-03T17:00",
            "it is 50+ or C++",
        ],
    )
    def test_a_sentence_arrives_as_it_was_typed(self, shell: str, line: str) -> None:
        assert self.words(shell, line) == line.split()

    def test_an_apostrophe_opens_a_quotation_and_double_quotation_marks_keep_it(self, shell: str) -> None:
        assert self.words(shell, "don't forget") == []
        assert self.words(shell, '"don\'t forget"') == ["don't forget"]


@pytest.mark.external
class TestTaskwarrior:
    def exported(self, home: Path, *words: str) -> dict[str, str]:
        """The one task that a command line makes; its due date in UTC, which is the zone it runs in."""
        if shutil.which("task") is None:
            pytest.skip("Taskwarrior is not installed")
        rc = home / "taskrc"
        rc.write_text(f"data.location={home}\nconfirmation=no\nverbose=nothing\n")
        environment = {
            "TASKRC": str(rc),
            "TASKDATA": str(home),
            "HOME": str(home),
            "PATH": "/usr/bin:/bin",
            "TZ": "UTC",
        }
        for line in (["task", *words], ["task", "export"]):
            done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False, timeout=60)
        tasks = json.loads(done.stdout)
        return dict(tasks[0]) if tasks else {}

    def due(self, task: dict[str, str]) -> str:
        return f"{datetime.strptime(task['due'], '%Y%m%dT%H%M%SZ'):%A %H:%M}"  # noqa: DTZ007  # in UTC, as it runs in it

    @each_sentence
    def test_it_reads_the_day_as_its_first_second_and_persons_as_text(self, tmp_path: Path, typed: Typed) -> None:
        task = self.exported(tmp_path, *shlex.split(typed.taskwarrior)[1:])
        day = datetime.fromisoformat(typed.due)
        assert self.due(task) == f"{day:%A %H:%M}"
        assert "to" not in task
        assert task["description"] == " ".join(
            word for word in typed.taskwarrior.split()[2:] if not word.startswith(("due:", "+"))
        )

    def test_it_drops_a_time_behind_a_weekday_and_refuses_a_month(self, tmp_path: Path) -> None:
        assert self.exported(tmp_path / "month", "add", "x", "due:dec3") == {}
        assert self.due(self.exported(tmp_path / "time", "add", "x", "due:friday 5pm")) == "Friday 00:00"

    @pytest.fixture(autouse=True)
    def _directories(self, tmp_path: Path) -> None:
        for name in ("month", "time"):
            (tmp_path / name).mkdir()
