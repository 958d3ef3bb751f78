"""What people type who mean something else: it is said what is meant, or understood, and nothing is guessed."""

import json

import pytest

from followthrough.cli.catalog import COMMANDS, SYNONYMS
from tests.cli.promises import add, one_of, stored, texts
from tests.support.terminal import Terminal

EMPTY_HINT = "Say it in a few words, in quotation marks.\n"
CLASH_HINT = "Leave one of them out.\n"


@pytest.mark.parametrize(
    ("words", "by", "date"),
    [
        (("Bring", "the", "paint", "5pm"), "friday", "friday 5pm"),
        (("Bring", "the", "paint", "days"), "2", "2 days"),
        (("Bring", "the", "paint", "3", "days"), "in", "in 3 days"),
    ],
)
def test_a_date_of_which_only_the_beginning_came_after_by_is_refused(
    terminal: Terminal, words: tuple[str, ...], by: str, date: str
) -> None:
    err = (
        f"“{date}” looks like one date, of which only “{by}” came after --by.\n"
        f'Put it in quotation marks: --by "{date}"\n'
    )
    text, rest = words[:3], words[3:]
    assert terminal.ft("add", *text, "--to", "hal", "--by", by, *rest) == (2, "", err)
    assert terminal.ft("add", *text, f"--by={by}", *rest, "--to", "hal") == (2, "", err)
    assert not terminal.ledger.exists()


def test_a_time_in_the_text_before_the_date_belongs_to_the_text(terminal: Terminal) -> None:
    assert terminal.ft("add", "Call", "Bo", "at", "noon", "--to", "bo", "--by", "friday").status == 0
    assert texts(terminal.ft("list", "--json")) == ["Call Bo at noon"]


def test_me_means_this_machines_user_wherever_someone_is_named(terminal: Terminal) -> None:
    terminal.ft("add", "Send the slides", "--from", "bo", "--to", "me")
    assert texts(terminal.ft("list", "--to", "me", "--json")) == ["Send the slides"]
    assert terminal.ft("people", "@me").out == "@sam  sam (you)\n"


def test_a_text_of_several_words_without_quotes_is_one_text(terminal: Terminal) -> None:
    assert terminal.ft("add", "Bring", "the", "paint", "--to", "hal", "--by", "friday").status == 0
    assert texts(terminal.ft("list", "--json")) == ["Bring the paint"]


@pytest.mark.parametrize("typed", SYNONYMS)
def test_a_command_of_other_programs_is_answered_with_ours(terminal: Terminal, typed: str) -> None:
    assert typed not in COMMANDS
    assert SYNONYMS[typed] in COMMANDS
    err = f"There is no command '{typed}'. Did you mean '{SYNONYMS[typed]}'?\nSee ft --help\n"
    assert terminal.ft(typed, "slides") == (2, "", err)


def test_what_deletes_elsewhere_is_withdraw_here_for_to_forget_is_for_good(terminal: Terminal) -> None:
    assert terminal.ft("delete", "slides") == (
        2,
        "",
        "There is no command 'delete'. Did you mean 'withdraw'?\nSee ft --help\n",
    )


def test_a_note_without_a_text_is_empty(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    before = stored(terminal)
    assert terminal.ft("note", "slides") == (2, "", f"The note is empty.\n{EMPTY_HINT}")
    assert stored(terminal) == before


@pytest.mark.parametrize("name", ["", " "])
@pytest.mark.parametrize("command", [("list",), ("add", "x", "--to", "ana"), ()], ids=" ".join)
def test_an_empty_name_of_a_ledger_is_refused(terminal: Terminal, name: str, command: tuple[str, ...]) -> None:
    assert terminal.ft("--ledger", name, *command) == (2, "", f"The name of the ledger is empty.\n{EMPTY_HINT}")
    assert not terminal.ledger.exists()


@pytest.mark.parametrize(
    ("command", "clash"),
    [
        (("list", "--all", "--state", "kept"), "--all and --state"),
        (("log", "slides", "--since", "yesterday"), "an ID and --since"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    terminal: Terminal, command: tuple[str, ...], clash: str
) -> None:
    add(terminal, "Send Ana the slides")
    assert terminal.ft(*command) == (2, "", f"{clash} do not go together.\n{CLASH_HINT}")


def test_people_with_a_name_alone_shows_that_person(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    before = stored(terminal)
    assert terminal.ft("people", "ana") == (0, "@ana  ana\n", "")
    assert terminal.ft("people", "cleo") == (3, "", "Nobody here is called “cleo”.\nft people lists everyone.\n")
    assert stored(terminal) == before


def test_a_promise_to_me_is_one_to_my_own_handle(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    assert one_of(terminal.ft("--json", "add", "Rest on Sunday", "--to", "me"))["to"] == ["sam"]
    assert [each["handle"] for each in json.loads(terminal.ft("people", "--json").out)["people"]] == ["ana", "sam"]


def test_a_promise_that_was_due_before_it_was_given_is_refused(terminal: Terminal) -> None:
    assert terminal.ft("add", "x", "--to", "ana", "--made", "2026-11-18", "--by", "2026-11-17") == (
        5,
        "",
        "“2026-11-17” has passed.\nFor example: tomorrow, friday 5pm, in 3 days, 2026-12-03, 2026-12-03T17:00\n",
    )
    assert not terminal.ledger.exists()


def test_a_promise_given_and_due_in_the_past_is_overdue(terminal: Terminal) -> None:
    add(terminal, "Return the drill", "--made", "2026-11-18", "--by", "2026-11-20")
    assert terminal.ft("list", "--overdue").out.endswith("Return the drill  to ana  3 days late, Fri 20 Nov\n")
