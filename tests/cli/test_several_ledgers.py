"""Several ledgers: what looks at all of them, each line saying which, and what is said of one that cannot be read."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from followthrough.rendering.lines import cells
from tests.cli.promises import add, texts
from tests.cli.test_prompt import HEAVY, SPY
from tests.support.pseudo_terminal import on_a_terminal
from tests.support.terminal import Said, Terminal, program

TO_FILE = "cat >> ~/text"
HINT = "To act on a promise of another ledger: ft --ledger medics keep ID\n"
GONE = (
    "In the ledger “medics”: There is no ledger at {path}.\nTo look at it no longer: ft config ledgers.medics --unset\n"
)


@pytest.fixture
def two(terminal: Terminal) -> Terminal:
    """Slides promised in the usual ledger, a tent in the one called medics."""
    assert terminal.ft("config", "ledgers.medics", str(medics(terminal))).status == 0
    add(terminal, "Send Ana the slides", "--by", "2026-11-26")
    add(terminal, "Bring the tent", "--by", "2026-11-24", "--ledger", "medics", to="bo")
    return terminal


def medics(terminal: Terminal) -> Path:
    return terminal.home / "medics.json"


def ids(terminal: Terminal, least: int) -> tuple[str, str]:
    """How the ids of the slides and of the tent are printed."""
    found = [json.loads(terminal.ft(*which, "list", "--json").out)["commitments"][0]["id"] for which in WHICH]
    return found[0][:least], found[1][:least]


WHICH: tuple[tuple[str, ...], ...] = ((), ("--ledger", "medics"))


def test_today_shows_all_ledgers_and_says_which_is_not_the_usual_one(two: Terminal) -> None:
    slides, tent = ids(two, 3)
    assert two.ft() == Said(
        0,
        "Monday 23 November 2026\n\nDue soon\n"
        f"  {tent}  Bring the tent       to bo   Tue 24 Nov, tomorrow · medics\n"
        f"  {slides}  Send Ana the slides  to ana  Thu 26 Nov, in 3 days\n"
        f"\n{HINT}",
        "",
    )


@pytest.mark.parametrize("width", [40, 60])
@pytest.mark.parametrize("command", [(), ("digest",)], ids=["today", "digest"])
def test_no_line_that_names_a_ledger_is_wider_than_the_terminal(
    two: Terminal, command: tuple[str, ...], width: int
) -> None:
    add(two, "Bring the first aid kit to the square", "--by", "2026-11-24", "--ledger", "medics", to="bo-of-the-hill")
    add(two, "Return the drill", "--made", "2026-11-01", "--by", "2026-11-20", to="bo-of-the-hill")
    lines = two.ft(*command, COLUMNS=str(width)).out.splitlines()
    assert [line for line in lines if cells(line) > width] == []
    assert sum(line.endswith("· medics") for line in lines) == 2
    footer = ["To act on a promise of another ledger:", "ft --ledger medics keep ID"]
    assert lines[-2:] == footer
    assert not any("…" in line for line in lines if "bo-of-the-hill" in line or "kept" in line)


def test_a_ledger_that_is_named_is_looked_at_alone(two: Terminal) -> None:
    slides, tent = ids(two, 3)
    alone = f"Monday 23 November 2026\n\nDue soon\n  {tent}  Bring the tent  to bo  Tue 24 Nov, tomorrow\n"
    assert two.ft("--ledger", "medics") == Said(0, alone, "")
    assert two.ft(FOLLOWTHROUGH_LEDGER="medics") == Said(0, alone, "")
    usual = f"Monday 23 November 2026\n\nDue soon\n  {slides}  Send Ana the slides  to ana  Thu 26 Nov, in 3 days\n"
    assert two.ft(FOLLOWTHROUGH_LEDGER=str(two.ledger)) == Said(0, usual, "")


def test_the_digest_names_the_ledger_in_every_format(two: Terminal) -> None:
    _, tent = ids(two, 6)
    assert f"  {tent}  Bring the tent       to bo   Tue 24 Nov, tomorrow · medics\n" in two.ft("digest").out
    assert f"  {tent} · to bo · Tue 24 Nov, tomorrow · medics\n" in two.ft("digest", "--format", "markdown").out
    assert f"\n  {tent} · to bo · Tue 24 Nov, tomorrow · medics\n" in two.ft("digest", "--format", "discord").out
    assert "tomorrow&nbsp;· medics</span>" in two.ft("digest", "--format", "html").out


def test_json_says_the_ledger_of_each_commitment_where_several_are_read(two: Terminal) -> None:
    both = json.loads(two.ft("digest", "--json").out)
    assert [(each["what"], each["ledger"]) for each in both["due_soon"]] == [
        ("Bring the tent", "medics"),
        ("Send Ana the slides", None),
    ]
    asked = json.loads(two.ft("review", "--json").out)["commitments"]
    assert [(each["what"], each["ledger"]) for each in asked] == [
        ("Send Ana the slides", None),
        ("Bring the tent", "medics"),
    ]
    one = json.loads(two.ft("--ledger", "medics", "digest", "--json").out)
    assert "ledger" not in one["due_soon"][0]


def test_a_missing_ledger_silences_no_other_and_is_said(two: Terminal) -> None:
    medics(two).unlink()
    shutil.rmtree(two.home / "state")
    slides = slides_id(two)
    assert two.ft() == Said(
        3,
        f"Monday 23 November 2026\n\nDue soon\n  {slides[:3]}  Send Ana the slides  to ana  Thu 26 Nov, in 3 days\n",
        GONE.format(path=medics(two)),
    )
    assert two.ft("digest", "--exit-code").status == 3


def test_where_a_ledger_is_missing_nobody_says_that_nothing_is_due(two: Terminal) -> None:
    medics(two).unlink()
    shutil.rmtree(two.home / "state")
    assert two.ft("keep", "slides").status == 0
    said = GONE.format(path=medics(two))
    assert two.ft("digest") == Said(3, "", said)
    kept = f"Kept lately\n  {slides_id(two)[:3]}  Send Ana the slides  to ana  kept on time, Mon 23 Nov\n"
    assert two.ft() == Said(3, f"Monday 23 November 2026\n\n{kept}", said)
    for layout in ("text", "markdown", "html", "discord"):
        assert "Nothing is due" not in two.ft("digest", "--always", "--format", layout).out
    assert two.ft("remind", "--exec", TO_FILE) == Said(3, "", said)


def slides_id(terminal: Terminal) -> str:
    return str(json.loads(terminal.ft("list", "--all", "--json").out)["commitments"][0]["id"][:6])


def test_a_ledger_that_cannot_be_trusted_is_said_with_its_own_status_and_hint(two: Terminal) -> None:
    medics(two).write_bytes(medics(two).read_bytes()[:-40])
    said = two.ft("digest")
    assert (said.status, "Send Ana the slides" in said.out) == (6, True)
    assert said.err.startswith("In the ledger “medics”: ")
    assert "ft --ledger medics doctor" in said.err
    assert two.ft("prompt") == Said(6, "1 open\n", said.err)


def test_one_ledger_reached_by_two_paths_counts_once(two: Terminal) -> None:
    link, copy = two.home / "link.json", two.home / "copy.json"
    link.symlink_to(medics(two))
    shutil.copy(medics(two), copy)
    for name, path in (("alias", link), ("backup", copy), ("home", two.ledger)):
        assert two.ft("config", f"ledgers.{name}", str(path)).status == 0
    assert [each["what"] for each in json.loads(two.ft("digest", "--json").out)["due_soon"]] == [
        "Bring the tent",
        "Send Ana the slides",
    ]
    assert two.ft("prompt").out == "2 open\n"
    assert two.program("prompt").out == "2 open\n"


def test_the_usual_ledger_may_be_one_that_has_a_name_and_its_lines_do_not_say_it(two: Terminal) -> None:
    assert two.ft("config", "ledger", "medics").status == 0
    found = json.loads(two.ft("digest", "--json").out)["due_soon"]
    assert [(each["what"], each.get("ledger", "not said")) for each in found] == [("Bring the tent", "not said")]


def test_a_promise_of_another_ledger_is_found_with_the_command_to_type(two: Terminal) -> None:
    _, tent = ids(two, 6)
    hint = f"It is in the ledger medics: ft --ledger medics keep {tent}\n"
    assert two.ft("keep", tent) == Said(3, "", f"No promise matches “{tent}”.\n{hint}")
    assert two.ft("keep", "the tent", "--note", "dry now").err.endswith(
        "ft --ledger medics keep 'the tent' --note 'dry now'\n"
    )
    assert "ft list --all shows every promise" in two.ft("keep", "the boat").err
    assert "ft list --all shows every promise" in two.ft("--ledger", str(two.ledger), "keep", "tent").err
    assert texts(two.ft("list", "--json")) == ["Send Ana the slides"]


def test_a_prompt_counts_all_ledgers_and_loads_nothing_for_it(two: Terminal, tmp_path: Path) -> None:
    assert two.ft("prompt", "--format", "{open}/{soon}") == Said(0, "2/2\n", "")
    python = Path(program()).parent / "python"
    environment = {**os.environ, **two.environment}
    environment.pop("FOLLOWTHROUGH_LEDGER", None)
    done = subprocess.run([python, "-c", SPY, "prompt"], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, HEAVY & set(done.stderr.split())) == ("2 open\n", set())


def test_a_reminder_tells_of_all_ledgers_once_a_day(two: Terminal) -> None:
    add(two, "Call the plumber", "--by", "2026-11-24")
    for hour in (10, 11, 12):
        assert two.ft("remind", "--exec", TO_FILE, FOLLOWTHROUGH_NOW=f"2026-11-23T{hour}:05:00-05:00") == Said(
            0, "", ""
        )
    assert two.ft("--ledger", "medics", "remind", "--exec", TO_FILE) == Said(0, "", "")
    text = (two.home / "text").read_text(encoding="utf-8")
    assert (text.count("Bring the tent"), text.count("Call the plumber"), text.count("Promises on")) == (1, 1, 1)


def test_a_scheduled_reminder_names_the_usual_ledger_and_reads_all(two: Terminal) -> None:
    line = two.ft("schedule", "--daily", "08:00", "--exec", TO_FILE, "--cron").out.splitlines()[1]
    assert f"/ft remind --all-ledgers --exec '{TO_FILE}' --not-before 08:00" in line
    job = {"FOLLOWTHROUGH_LEDGER": str(two.ledger)}
    assert two.ft("remind", "--all-ledgers", "--exec", TO_FILE, **job) == Said(0, "", "")
    assert "Bring the tent" in (two.home / "text").read_text(encoding="utf-8")
    alone = two.ft("schedule", "--daily", "08:00", "--exec", TO_FILE, "--cron", "--ledger", "medics").out
    assert "--all-ledgers" not in alone


def test_a_review_walks_through_all_and_records_each_answer_in_its_own_ledger(two: Terminal) -> None:
    with on_a_terminal(two, "review") as review:
        review.wait_for("[?]\n")
        review.press("k")
        assert "2 of 2 · medics\n" in review.wait_for("[?]\n")
        review.press("m")
        review.wait_for("1 missed")
        assert review.ended()[0] == 0
    assert texts(two.ft("list", "--state", "kept", "--json")) == ["Send Ana the slides"]
    assert texts(two.ft("--ledger", "medics", "list", "--state", "missed", "--json")) == ["Bring the tent"]


def test_a_review_takes_back_an_answer_in_the_ledger_it_was_given_in(two: Terminal) -> None:
    with on_a_terminal(two, "review") as review:
        review.wait_for("[?]\n")
        review.press("k")
        review.wait_for("[?]\n")
        review.press("u")
        assert "1 of 2\n" in review.wait_for("[?]\n")
        review.press("q")
        assert review.ended()[0] == 0
    assert texts(two.ft("list", "--json")) == ["Send Ana the slides"]
    assert texts(two.ft("--ledger", "medics", "list", "--json")) == ["Bring the tent"]


def test_a_name_that_is_long_or_hostile_harms_no_line(two: Terminal) -> None:
    name = "[b]the *other*\x1b[31m ledger of the harbour"
    configuration = two.configuration.read_text(encoding="utf-8")
    escaped = name.replace("\x1b", "\\u001b")
    two.configuration.write_text(configuration.replace("medics =", f'"{escaped}" ='), encoding="utf-8")
    shown = two.ft()
    assert (shown.status, "\x1b" in shown.out, " · [b]the *other*" in shown.out) == (0, False, True)
    markdown = two.ft("digest", "--format", "markdown").out
    assert "\\*other" in markdown


def test_who_was_joined_with_another_handle_in_one_ledger_is_found_in_both(two: Terminal) -> None:
    add(two, "Mend the sail", "--from", "sammy", "--by", "2026-11-25", "--ledger", "medics", to="bo")
    assert two.ft("--ledger", "medics", "people", "join", "sammy", "sam").status == 0
    assert [each["what"] for each in json.loads(two.ft("digest", "--json").out)["due_soon"]] == [
        "Bring the tent",
        "Mend the sail",
        "Send Ana the slides",
    ]
    assert two.program("prompt").out == "3 open\n"
