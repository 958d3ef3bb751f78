"""Bad input, to every command that takes such a value: a sentence that names it, a hint, a status, no change."""

import json
from collections.abc import Sequence
from typing import NamedTuple

import pytest

from tests.cli.promises import add, stored
from tests.support.terminal import Terminal

DATE_HINT = "For example: tomorrow, friday 5pm, in 3 days, 2026-12-03, 2026-12-03T17:00\n"
PAST_HINT = "For example: yesterday, 2 hours ago, 2026-11-20, 2026-11-20T17:00\n"
ID_HINT = "Name it by 3 letters or more of its id, or an open one by its words. ft list --all shows every promise.\n"
HANDLE_HINT = "A handle is letters, digits, “.”, “_” and “-”, beginning with a letter or digit, like ana or ana-ruiz.\n"
SHARE_HINT = "For example: 60%, 60 or 0.6\n"
TEXT_HINT = "Keep the gist here and the rest in a file of its own.\n"
EMPTY_HINT = "Say it in a few words, in quotation marks.\n"
UTF8_HINT = "Check the encoding of the terminal or of the file it comes from.\n"
TAG_HINT = "A tag is letters, digits, “.”, “_” and “-”, like talks.\n"
ID_COMMANDS: tuple[tuple[str, ...], ...] = (
    ("show", "ID"),
    ("log", "ID"),
    ("keep", "ID"),
    ("miss", "ID"),
    ("move", "ID", "--by", "2026-12-24"),
    ("release", "ID"),
    ("withdraw", "ID"),
    ("repair", "ID", "flowers"),
    ("confirm", "ID"),
    ("reopen", "ID"),
    ("note", "ID", "soon"),
    ("edit", "ID", "--tag", "talks"),
    ("forget", "ID"),
)
SETTLING = [command for command in ID_COMMANDS if command[0] in ("keep", "miss", "move", "release", "withdraw")]
SLIDES, TAXES, ATTIC = "Send Ana the slides", "File the taxes", "Sort the attic"


class Ids(NamedTuple):
    """An open promise, an overdue one, and a kept one."""

    open: str
    overdue: str
    kept: str


@pytest.fixture
def ids(terminal: Terminal) -> Ids:
    """Three promises in the ledger."""
    early = "2026-11-16T09:00:00-05:00"
    overdue = add(terminal, TAXES, "--by", "2026-11-20", FOLLOWTHROUGH_NOW=early)
    kept = add(terminal, ATTIC, "--by", "2026-12-01")
    assert terminal.ft("keep", kept).status == 0
    return Ids(add(terminal, SLIDES, "--by", "2026-11-27"), overdue, kept)


def about(command: Sequence[str], typed: str) -> list[str]:
    """The command with what was typed in the place of its ID."""
    return [typed if word == "ID" else word for word in command]


def refused(terminal: Terminal, *command: str, status: int, err: str, typed: str | bytes = b"") -> None:
    """The command says exactly this on standard error, nothing on standard output, and changes nothing."""
    before = stored(terminal)
    assert terminal.ft(*command, typed=typed) == (status, "", err)
    assert stored(terminal) == before


@pytest.mark.parametrize("command", ID_COMMANDS, ids=lambda command: command[0])
def test_an_id_that_matches_nothing_is_named(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    refused(terminal, *about(command, "zzz"), status=3, err=f"No promise matches “zzz”.\n{ID_HINT}")


@pytest.mark.parametrize("command", ID_COMMANDS, ids=lambda command: command[0])
def test_an_empty_id_matches_nothing(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    refused(terminal, *about(command, ""), status=3, err=f"No promise matches “”.\n{ID_HINT}")


@pytest.mark.parametrize("command", ID_COMMANDS, ids=lambda command: command[0])
def test_words_that_match_several_list_them(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    err = (
        f"“the” matches 2 promises.\n  {ids.overdue[:3]}  {TAXES}\n  {ids.open[:3]}  {SLIDES}\n"
        "Name one by more of its id.\n"
    )
    either = err.replace(
        f"  {ids.overdue[:3]}  {TAXES}\n  {ids.open[:3]}  {SLIDES}\n",
        f"  {ids.open[:3]}  {SLIDES}\n  {ids.overdue[:3]}  {TAXES}\n",
    )
    refused(terminal, *about(command, "the"), status=4, err=err if ids.overdue < ids.open else either)


@pytest.mark.parametrize("command", ID_COMMANDS, ids=lambda command: command[0])
def test_an_id_that_is_forgotten_is_known_as_such(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    assert terminal.ft("forget", ids.open).status == 0
    err = f"The promise {ids.open} was forgotten; its text is gone.\n"
    refused(terminal, *about(command, ids.open), status=3, err=err)


@pytest.mark.parametrize("command", SETTLING, ids=lambda command: command[0])
def test_what_is_settled_is_not_settled_again(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    err = (
        f"“{ATTIC}” ({ids.kept}) is already kept.\n"
        f"To open it again: ft reopen {ids.kept}. To take back the last change: ft undo\n"
    )
    refused(terminal, *about(command, ids.kept), status=5, err=err)


@pytest.mark.parametrize("command", SETTLING, ids=lambda command: command[0])
def test_one_settled_id_among_several_refuses_all(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    words = [ids.open if word == "ID" else word for word in command]
    before = stored(terminal)
    said = terminal.ft(*words[:1], ids.kept, *words[1:])
    assert (said.status, said.out, stored(terminal)) == (5, "", before)
    assert said.err.startswith(f"“{ATTIC}” ({ids.kept}) is already kept.\n")


def test_withdrawing_after_the_due_date_hints_at_miss(terminal: Terminal, ids: Ids) -> None:
    err = (
        f"“{TAXES}” ({ids.overdue}) is past its due date, so it cannot be withdrawn.\n"
        f"Say what became of it: ft miss {ids.overdue}, or ft keep {ids.overdue} if it was kept after all.\n"
    )
    refused(terminal, "withdraw", ids.overdue, status=5, err=err)


def test_what_is_not_kept_is_not_confirmed(terminal: Terminal, ids: Ids) -> None:
    err = (
        f"“{SLIDES}” ({ids.open}) is open, not kept, so there is nothing to confirm.\n"
        f"Only what was kept can be confirmed: ft keep {ids.open}\n"
    )
    refused(terminal, "confirm", ids.open, status=5, err=err)


def test_what_is_open_is_not_reopened(terminal: Terminal, ids: Ids) -> None:
    err = f"“{SLIDES}” ({ids.open}) is open.\nft show {ids.open} tells its history.\n"
    refused(terminal, "reopen", ids.open, status=5, err=err)


def test_what_was_kept_on_time_is_not_repaired(terminal: Terminal, ids: Ids) -> None:
    err = (
        f"“{ATTIC}” ({ids.kept}) is kept in full on time; there is nothing to repair.\n"
        "A miss, a late or a partial keeping can be repaired.\n"
    )
    refused(terminal, "repair", ids.kept, "flowers", status=5, err=err)


FORWARD = (
    ("add", "x", "--to", "ana", "--by"),
    ("add", "x", "--to", "ana", "--chase"),
    ("move", "slides", "--by"),
    ("edit", "slides", "--by"),
    ("edit", "slides", "--chase"),
)
BACK = (
    ("add", "x", "--to", "ana", "--made"),
    ("keep", "slides", "--at"),
    ("list", "--since"),
    ("log", "--since"),
    ("score", "--since"),
)
EITHER = (("list", "--due"), ("list", "--until"))
LENGTHS = (
    ("add", "x", "--to", "ana", "--remind"),
    ("edit", "slides", "--remind"),
    ("list", "--due-within"),
    ("digest", "--within"),
)


def named(command: tuple[str, ...]) -> str:
    return f"{command[0]} {command[-1]}" if len(command) > 1 else command[0]


@pytest.mark.parametrize("command", FORWARD, ids=named)
def test_a_date_that_looks_forward_refuses_the_past(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    err = f"“yesterday” is 2026-11-22, which has passed.\n{DATE_HINT}"
    refused(terminal, *command, "yesterday", status=5, err=err)


@pytest.mark.parametrize("command", BACK, ids=named)
def test_a_date_that_looks_back_refuses_the_future(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    err = f"“tomorrow” is 2026-11-24, which is still to come.\n{PAST_HINT}"
    refused(terminal, *command, "tomorrow", status=5, err=err)


@pytest.mark.parametrize("command", [*FORWARD, *BACK, *EITHER], ids=named)
def test_a_date_that_is_not_understood_is_named(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    err = f"“soonish” is not a date that can be understood.\n{DATE_HINT}"
    refused(terminal, *command, "soonish", status=5, err=err)


@pytest.mark.parametrize("command", LENGTHS, ids=named)
def test_a_length_of_time_that_is_not_understood_is_named(
    terminal: Terminal, ids: Ids, command: tuple[str, ...]
) -> None:
    err = (
        "“a while” is not a length of time that can be understood: say it like “2 days”, “36h” or “1 week”.\n"
        "For example: 2 days, 36h, 1 week\n"
    )
    refused(terminal, *command, "a while", status=5, err=err)


@pytest.mark.parametrize("typed", ["0", "0%", "140%", "140", "1.01%%", "-5", "half", "", "nan", "inf", "1e-1"])
def test_a_part_outside_of_its_range_is_named(terminal: Terminal, ids: Ids, typed: str) -> None:
    err = f"“{typed}” is no part; it goes above 0 up to 100 %.\n{SHARE_HINT}"
    refused(terminal, "keep", "slides", f"--part={typed}", status=2, err=err)


@pytest.mark.parametrize("typed", ["140%", "140", "-5", "sure", ""])
def test_a_confidence_outside_of_its_range_is_named(terminal: Terminal, ids: Ids, typed: str) -> None:
    err = f"“{typed}” is no confidence; it goes from 0 to 100 %.\n{SHARE_HINT}"
    refused(terminal, "add", "x", "--to", "ana", f"--confidence={typed}", status=2, err=err)


TEXTS = (
    ("text", ("add", "TEXT", "--to", "ana")),
    ("text", ("edit", "slides", "--what", "TEXT")),
    ("note", ("add", "x", "--to", "ana", "--note", "TEXT")),
    ("note", ("keep", "slides", "--note", "TEXT")),
    ("note", ("miss", "slides", "--note", "TEXT")),
    ("note", ("move", "slides", "--by", "2026-12-24", "--note", "TEXT")),
    ("note", ("release", "slides", "--note", "TEXT")),
    ("note", ("withdraw", "slides", "--note", "TEXT")),
    ("note", ("confirm", "KEPT", "--note", "TEXT")),
    ("note", ("reopen", "KEPT", "--note", "TEXT")),
    ("note", ("edit", "slides", "--tag", "talks", "--note", "TEXT")),
    ("note", ("note", "slides", "TEXT")),
    ("note", ("repair", "KEPT", "TEXT")),
    ("name", ("people", "ana", "--name", "TEXT")),
)


def said_as(command: tuple[str, ...], text: str, ids: Ids) -> list[str]:
    return [{"TEXT": text, "KEPT": ids.kept}.get(word, word) for word in command]


def text_name(case: tuple[str, tuple[str, ...]]) -> str:
    return f"{case[1][0]} {case[0]}"


@pytest.mark.parametrize("case", TEXTS, ids=text_name)
def test_a_text_over_ten_thousand_characters_is_refused(
    terminal: Terminal, ids: Ids, case: tuple[str, tuple[str, ...]]
) -> None:
    field, command = case
    err = f"The {field} has 10,001 characters; 10,000 is the most.\n{TEXT_HINT}"
    refused(terminal, *said_as(command, "x" * 10_001, ids), status=2, err=err)


@pytest.mark.parametrize("case", TEXTS, ids=text_name)
def test_an_empty_text_is_refused(terminal: Terminal, ids: Ids, case: tuple[str, tuple[str, ...]]) -> None:
    field, command = case
    for text in ("", "  ", "\n\t"):
        refused(terminal, *said_as(command, text, ids), status=2, err=f"The {field} is empty.\n{EMPTY_HINT}")


@pytest.mark.parametrize("case", TEXTS, ids=text_name)
def test_a_text_that_is_no_utf_8_is_refused(terminal: Terminal, ids: Ids, case: tuple[str, tuple[str, ...]]) -> None:
    field, command = case
    refused(
        terminal, *said_as(command, "caf\udce9", ids), status=2, err=f"The {field} is not valid UTF-8.\n{UTF8_HINT}"
    )


FROM_INPUT = [case for case in TEXTS if case[1][:2] != ("edit", "slides") and case[0] != "name"]


@pytest.mark.parametrize("case", FROM_INPUT, ids=text_name)
def test_ten_megabytes_on_standard_input_are_refused(
    terminal: Terminal, ids: Ids, case: tuple[str, tuple[str, ...]]
) -> None:
    field, command = case
    err = f"The {field} has 10,000,000 characters; 10,000 is the most.\n{TEXT_HINT}"
    refused(terminal, *said_as(command, "-", ids), status=2, err=err, typed=b"x" * 10_000_000)


@pytest.mark.parametrize("case", FROM_INPUT, ids=text_name)
def test_bytes_on_standard_input_that_are_no_utf_8_are_refused(
    terminal: Terminal, ids: Ids, case: tuple[str, tuple[str, ...]]
) -> None:
    field, command = case
    err = f"The {field} is not valid UTF-8.\n{UTF8_HINT}"
    refused(terminal, *said_as(command, "-", ids), status=2, err=err, typed=b"caf\xe9")


@pytest.mark.parametrize("case", FROM_INPUT, ids=text_name)
def test_nothing_on_standard_input_is_an_empty_text(
    terminal: Terminal, ids: Ids, case: tuple[str, tuple[str, ...]]
) -> None:
    field, command = case
    refused(terminal, *said_as(command, "-", ids), status=2, err=f"The {field} is empty.\n{EMPTY_HINT}")


HANDLES = (("add", "x", "--to"), ("add", "x", "--from"), ("edit", "slides", "--to"), ("people", "--name", "Ana"))
KNOWN = (("list", "--to"), ("list", "--with"), ("with",), ("people",), ("score",), ("score", "--with"))
WORSE = ["--help", "-x", "[red]", "a\x1b[31m", "a\u202eb", "a\udcff", "x" * 10_001, "_ana", "ana/bo", "a\x00b", "!"]


def shown(typed: str) -> str:
    """How a sentence quotes what was typed."""
    safe = typed.replace("\x1b", "\\u{1b}").replace("\u202e", "\\u{202e}").replace("\udcff", "\\u{dcff}")
    safe = safe.replace("\x00", "\\u{0}")
    return safe if len(safe) < 61 else f"{safe[:59]}…"


def valued(command: tuple[str, ...], typed: str) -> list[str]:
    """The command with the value as one word with its option, so that it may begin with `-`."""
    if command[-1].startswith("--"):
        return [*command[:-1], f"{command[-1]}={typed}"]
    return [*command, "--", typed]


@pytest.mark.parametrize("command", HANDLES, ids=named)
def test_what_cannot_be_a_handle_is_named(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    for typed in WORSE:
        err = f"“{shown(typed)}” cannot be a handle.\n{HANDLE_HINT}"
        refused(terminal, *valued(command, typed), status=2, err=err)


@pytest.mark.parametrize("command", KNOWN, ids=named)
def test_someone_nobody_knows_is_named(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    for typed in (*WORSE, "cleo", ""):
        err = f"Nobody here is called “{shown(typed)}”.\nft people lists everyone.\n"
        refused(terminal, *valued(command, typed), status=3, err=err)


TAGGED = (
    ("add", "x", "--to", "ana", "--tag"),
    ("edit", "slides", "--tag"),
    ("edit", "slides", "--untag"),
    ("list", "--tag"),
    ("score", "--tag"),
)


@pytest.mark.parametrize("command", TAGGED, ids=named)
def test_what_cannot_be_a_tag_is_named(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    for typed in ("", "two words", *(each for each in WORSE if each != "_ana")):
        err = f"“{shown(typed)}” cannot be a tag.\n{TAG_HINT}"
        refused(terminal, *valued(command, typed), status=2, err=err)


DATES = ["", "[red]", "a\x1b[31m", "\u202efriday", "a\udcff", "x" * 10_001, "9" * 5000, "feb 30", "2026-02-30", "\x00"]


@pytest.mark.parametrize("command", [*FORWARD, *BACK, *EITHER, *LENGTHS], ids=named)
def test_an_odd_date_is_refused_in_one_sentence_and_a_hint(
    terminal: Terminal, ids: Ids, command: tuple[str, ...]
) -> None:
    before = stored(terminal)
    for typed in DATES:
        said = terminal.ft(*valued(command, typed))
        assert (said.status, said.out, stored(terminal)) == (5, "", before), typed[:60]
        sentence, _hint = said.err.splitlines()
        assert sentence.startswith(f"“{shown(typed)}” ")


@pytest.mark.parametrize("command", [("undo", "0"), ("list", "--limit=0"), ("log", "--limit=0")], ids=repr)
def test_a_count_below_one_is_refused(terminal: Terminal, ids: Ids, command: tuple[str, ...]) -> None:
    name = "N" if command[0] == "undo" else "--limit"
    refused(terminal, *command, status=2, err=f"{name} 0 is too small; 1 is the least.\n")


def test_more_steps_than_there_are_undo_nothing(terminal: Terminal, ids: Ids) -> None:
    err = "99 steps cannot be undone: this machine recorded 4.\nOnly what this machine recorded can be undone here.\n"
    refused(terminal, "undo", "99", status=5, err=err)


def test_candidates_stand_in_the_message_in_json(terminal: Terminal, ids: Ids) -> None:
    said = terminal.ft("--json", "keep", "the")
    error = json.loads(said.err)["error"]
    assert (said.status, said.out, error["exit_status"], error["kind"]) == (4, "", 4, "several_matches")
    assert all(short in error["message"] for short in (ids.open[:3], ids.overdue[:3], SLIDES, TAXES))
