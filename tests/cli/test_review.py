"""A review on a real terminal: one key each, resumed where it stopped, left in every way there is to leave."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.promises import add, stored
from tests.support.pseudo_terminal import PseudoTerminal, on_a_terminal, without_colours
from tests.support.terminal import Terminal, program

EARLY = {"FOLLOWTHROUGH_NOW": "2026-11-09T09:00:00-05:00"}
KEYS = "[k]ept [m]iss mo[v]e [r]elease [n]ote [h]elp [s]kip [u]ndo [q]uit [?]\n"
NO_TERMINAL = (
    "A review asks for one key after the other, and here is no terminal to ask on.\n"
    "ft digest says what is due; ft review --json lists what needs a decision.\n"
)


@pytest.fixture
def begun(terminal: Terminal) -> Terminal:
    """A terminal with taxes overdue, slides and a budget due soon, Bo's drill overdue, and an attic far away."""
    add(terminal, "File the taxes", "--by", "2026-11-20", **EARLY)
    add(terminal, "Send Ana the slides", "--by", "2026-11-25", **EARLY)
    add(terminal, "Agree on the budget", "--by", "2026-11-26", to="ana,bo", **EARLY)
    add(terminal, "Bring the drill back", "--from", "bo", "--by", "2026-11-21", to="sam", **EARLY)
    add(terminal, "Sort the attic", "--by", "2027-03-01", **EARLY)
    return terminal


def promises(terminal: Terminal) -> dict[str, dict[str, Any]]:
    """Every promise as `--json` has it, by the last word of its text."""
    listed = json.loads(terminal.ft("list", "--all", "--json").out)["commitments"]
    return {each["what"].split()[-1]: each for each in listed}


def done(terminal: Terminal, word: str) -> list[str]:
    """What was recorded about a promise after it was made."""
    return [event["did"] for event in promises(terminal)[word]["history"]][1:]


def press(review: PseudoTerminal, *keys: str) -> str:
    """Press one key after the other, each when the keys are shown; what the last of them brings."""
    shown = ""
    for key in keys:
        review.press(key)
        shown = review.wait_for("[?]\n")
    return shown


def test_a_promise_is_shown_with_what_is_overdue_its_credit_and_the_keys(begun: Terminal) -> None:
    taxes = promises(begun)["taxes"]["id"]
    with on_a_terminal(begun, "review") as review:
        assert review.wait_for("[?]\n") == (
            "1 of 4\n"
            "File the taxes\n"
            f"  id           {taxes}\n"
            "  promised     you to ana\n"
            "  due          Friday 20 November 2026 (3 days ago), America/New_York\n"
            "  state        open, 3 days late\n"
            "  credit       worth 94 % now, 90 % from Sat 28 Nov\n"
            f"{KEYS}"
        )
        review.press("q")
        assert review.ended() == (0, "\n4 left; ft review goes on there.\n")
    assert done(begun, "taxes") == []


@pytest.mark.parametrize(
    ("key", "said", "did"),
    [
        ("k", "Kept", ["kept"]),
        ("K", "Kept", ["kept"]),
        ("m", "Missed", ["missed"]),
        ("r", "Released", ["released"]),
        ("s", "", []),
        (" ", "", []),
    ],
)
def test_a_key_is_an_answer_and_the_next_promise_is_shown(begun: Terminal, key: str, said: str, did: list[str]) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        shown = press(review, key)
        assert shown.startswith(said)
        assert "\n2 of 4\nSend Ana the slides\n" in shown
    assert done(begun, "taxes") == did


@pytest.mark.parametrize("key", ["v", ">"])
def test_a_move_asks_for_the_date_until_it_is_understood_and_whether_it_was_agreed(begun: Terminal, key: str) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        press(review, "s")
        review.press(key)
        review.wait_for("New date: ")
        review.press("someday\r")
        assert "“someday” is not a date that can be understood" in review.wait_for("New date: ")
        review.press("yesterday\r")
        assert "which has passed" in review.wait_for("New date: ")
        review.press("2026-12-10\r")
        review.wait_for("Was the new date agreed with the recipient? [y/N]: ")
        review.press("perhaps\r")
        review.wait_for("[y/N]: ")
        review.press("y\r")
        assert "Moved" in review.wait_for("[?]\n")
    moved = promises(begun)["slides"]
    assert (moved["due"], moved["judged_due"], moved["state"]) == ("2026-12-10", "2026-12-10", "open")


def test_the_move_of_a_promise_to_me_asks_whether_i_agreed(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        press(review, "s", "s", "s")
        review.press("v")
        review.wait_for("New date: ")
        review.press("friday\r")
        review.wait_for("Did you agree to the new date? [y/N]: ")
        review.press("\r")
        assert review.ended() == (0, _after_moving(begun))
    assert promises(begun)["back"]["due"] == "2026-11-27"


def _after_moving(terminal: Terminal) -> str:
    short = promises(terminal)["back"]["id"][:3]
    return (
        f"\nMoved {short}  Bring the drill back\n"
        "  from bo\n"
        "  due Friday 27 November 2026 (in 4 days), America/New_York\n"
        "  judged by Saturday 21 November 2026: the move was not agreed\n"
        "\nReviewed 4: 1 moved, 3 skipped.\n"
    )


def test_a_note_is_asked_for_and_leaves_the_promise_to_be_decided(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        review.press("n")
        review.wait_for("Note: ")
        review.press("half of it, 50 %\r")
        assert "Noted" in review.wait_for(KEYS)
        assert "\n2 of 4\n" in press(review, "k")
    taxes = promises(begun)["taxes"]["history"]
    assert [(each["did"], each.get("note")) for each in taxes[1:]] == [("noted", "half of it, 50 %"), ("kept", None)]


@pytest.mark.parametrize(("key", "question"), [("n", "Note: "), ("v", "New date: ")])
def test_an_empty_line_takes_a_question_back(begun: Terminal, key: str, question: str) -> None:
    before = stored(begun)
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        review.press(key)
        review.wait_for(question)
        assert press(review, "\r").endswith(f"\n{KEYS}")
    assert stored(begun) == before


def test_help_is_asked_for(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        assert press(review, "h").endswith(f"  help wanted\n{KEYS}")
        review.press("q")
        assert review.ended()[1] == "\nHelp wanted with 1. 4 left; ft review goes on there.\n"
    assert promises(begun)["taxes"]["help_wanted"]


def test_undo_brings_the_last_promise_back_and_each_answer_is_one_step(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        press(review, "k", "m")
        shown = press(review, "u")
        assert shown.startswith("Undone")
        assert "\n2 of 4\nSend Ana the slides\n" in shown
        assert "\n1 of 4\nFile the taxes\n" in press(review, "u")
        assert press(review, "u") == f"There is nothing to undo.\n{KEYS}"
    assert (done(begun, "taxes"), done(begun, "slides")) == (["kept", "retracted"], ["missed", "retracted"])


def test_undo_afterwards_takes_back_one_answer(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        press(review, "k", "m")
    assert begun.ft("undo").out.startswith("Undone")
    assert {word: each["state"] for word, each in promises(begun).items()} == {
        **dict.fromkeys(("slides", "budget", "back", "attic"), "open"),
        "taxes": "kept",
    }


def test_with_several_recipients_it_is_asked_who_let_it_go(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        press(review, "s", "s")
        review.press("r")
        review.wait_for("Who let it go, ana or bo? ")
        assert "released by bo" in press(review, "bo\r")
    assert done(begun, "budget") == ["released"]


def test_keys_are_explained_for_a_promise_of_mine_and_for_one_to_me(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        mine = press(review, "?")
        theirs = press(review, "s", "s", "s", "?")
    assert mine.splitlines()[:4] == [
        "  k        it was kept",
        "  m        it was missed",
        "  v >      moved: asks for the new date",
        "  r        they let it go",
    ]
    assert "  k        they kept it\n" in theirs
    assert "  r        you let it go\n" in theirs


@pytest.mark.parametrize("keys", ["x", "\r", "\x1a", "\x1b[A", "km", "é"], ids=repr)
def test_a_key_that_is_none_shows_the_keys_again(begun: Terminal, keys: str) -> None:
    before = stored(begun)
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        assert press(review, keys) == KEYS
    assert stored(begun) == before


def test_a_key_that_was_pressed_before_anything_was_asked_is_no_answer(begun: Terminal) -> None:
    before = stored(begun)
    with on_a_terminal(begun, "review") as review:
        review.press("k")
        assert "1 of 4" in review.wait_for("[?]\n")
        assert press(review, "x") == KEYS
    assert stored(begun) == before


def test_a_review_in_which_nothing_was_answered_is_a_last_review_too(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        review.press("q")
        review.ended()
    assert begun.ft("keep", "attic", FOLLOWTHROUGH_NOW="2026-11-24T09:00:00-05:00").status == 0
    with on_a_terminal(begun, "review", FOLLOWTHROUGH_NOW="2027-01-15T09:00:00-05:00") as review:
        assert review.wait_for("[?]\n").startswith("Kept since Mon 23 Nov\n")


def test_a_review_goes_on_where_it_was_left_and_tells_first_what_was_kept_since(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        press(review, "k", "s")
        review.press("q")
        assert review.ended() == (0, "\nReviewed 2: 1 kept, 1 skipped. 2 left; ft review goes on there.\n")
    assert begun.ft("keep", "attic").status == 0
    short = promises(begun)["attic"]["id"][:3]
    with on_a_terminal(begun, "review", FOLLOWTHROUGH_NOW="2026-11-23T18:00:00-05:00") as review:
        shown = review.wait_for("[?]\n")
        head = f"Kept since Mon 23 Nov\n  {short}  Sort the attic  to ana  kept on time, Mon 23 Nov\n"
        assert shown.startswith(f"{head}\n3 of 4\nAgree on the budget\n")
        press(review, "s")
        review.press("k")
        assert review.ended()[1].endswith("\n\nReviewed 2: 1 kept, 1 skipped.\n")
    with on_a_terminal(begun, "review", FOLLOWTHROUGH_NOW="2026-11-23T18:00:00-05:00") as review:
        assert review.wait_for("[?]\n").startswith("1 of 2\nSend Ana the slides\n")


def test_of_much_that_was_kept_ten_lines_are_shown(terminal: Terminal) -> None:
    for number in range(12):
        add(terminal, f"Chore {number:02}", "--by", "2026-11-25", **EARLY)
    assert terminal.ft("keep", *(f"Chore {number:02}" for number in range(12))).status == 0
    with on_a_terminal(terminal, "review") as review:
        status, shown = review.ended()
    assert status == 0
    heading, *lines, more, empty, nothing = shown.splitlines()
    assert (heading, len(lines), more, empty, nothing) == (
        "Kept lately",
        10,
        "  … and 2 more",
        "",
        "Nothing needs a decision.",
    )


def test_where_nothing_needs_a_decision_it_says_so(begun: Terminal) -> None:
    assert begun.ft("keep", "taxes", "slides", "budget", "drill", **EARLY).status == 0
    with on_a_terminal(begun, "review") as review:
        assert review.ended() == (0, "Nothing needs a decision.\n")


def test_a_ledger_that_is_not_begun_stays_so(terminal: Terminal) -> None:
    with on_a_terminal(terminal, "review") as review:
        assert review.ended() == (
            0,
            "No promise is recorded here yet; the first ft add begins a ledger.\nNothing needs a decision.\n",
        )
    assert not (terminal.home / "state").exists()


def test_what_another_process_settled_meanwhile_is_one_sentence_and_the_walk_goes_on(begun: Terminal) -> None:
    taxes = promises(begun)["taxes"]["id"]
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        assert begun.ft("keep", "taxes").status == 0
        shown = press(review, "m")
        assert shown.startswith(f"“File the taxes” ({taxes}) is already kept.\n\n1 of 3\nSend Ana the slides\n")
    assert done(begun, "taxes") == ["kept"]


@pytest.mark.parametrize(
    ("keys", "status"),
    [("q", 0), ("Q", 0), ("\x1b", 0), ("\x04", 0), ("\x03", 130)],
    ids=["q", "Q", "Esc", "Ctrl-D", "Ctrl-C"],
)
def test_a_review_that_is_left_keeps_what_was_recorded(begun: Terminal, keys: str, status: int) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        press(review, "k")
        review.press(keys)
        assert review.ended() == (status, "\nReviewed 1: 1 kept. 3 left; ft review goes on there.\n")
    assert done(begun, "taxes") == ["kept"]


@pytest.mark.parametrize(("keys", "status"), [("\x04", 0), ("\x03", 130)], ids=["Ctrl-D", "Ctrl-C"])
@pytest.mark.parametrize(("key", "question"), [("n", "Note: "), ("v", "New date: ")])
def test_a_review_is_left_from_within_a_question(
    begun: Terminal, key: str, question: str, keys: str, status: int
) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        review.press(key)
        review.wait_for(question)
        time.sleep(0.2)  # Python notices an interruption right before a read only after it
        review.press(keys)
        ended, shown = review.ended()
    assert (ended, shown.removeprefix("^C")) == (status, "\n4 left; ft review goes on there.\n")
    assert done(begun, "taxes") == []


def test_a_terminal_that_hangs_up_keeps_what_was_recorded(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        press(review, "k")
        review.hang_up()
    assert done(begun, "taxes") == ["kept"]
    with on_a_terminal(begun, "review") as review:
        assert "2 of 4\nSend Ana the slides\n" in review.wait_for("[?]\n")


def test_a_terminal_that_is_closed_without_a_signal_ends_the_review(begun: Terminal) -> None:
    side, child = os.openpty()
    running = subprocess.Popen(
        [program(), "review"],
        env=begun.environment,
        stdin=child,
        stdout=child,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    os.close(child)
    shown = b""
    while b"[?]" not in shown:
        shown += os.read(side, 4096)
    os.close(side)
    _, errors = running.communicate(timeout=20)
    assert (running.returncode, errors) == (0, b"")


@pytest.mark.parametrize("side", ["in", "out"])
def test_without_a_terminal_on_both_sides_nothing_is_asked(begun: Terminal, side: str) -> None:
    here, child = os.openpty()
    streams: dict[str, Any] = {"stdin": child, "stdout": child, f"std{side}": subprocess.DEVNULL}
    asked = subprocess.run(
        [program(), "review"], env=begun.environment, stderr=subprocess.PIPE, timeout=20, check=False, **streams
    )
    os.close(here)
    os.close(child)
    assert (asked.returncode, asked.stderr.decode()) == (2, NO_TERMINAL)


def test_in_json_the_queue_is_told_without_asking_and_nothing_is_remembered(begun: Terminal) -> None:
    said = begun.ft("review", "--json")
    document = json.loads(said.out)
    assert (said.status, said.err, document["schema"]) == (0, "", "followthrough.commitments/1")
    assert [each["what"].split()[-1] for each in document["commitments"]] == ["taxes", "slides", "budget", "back"]
    assert not _bookmarks(begun).exists()


def test_in_json_the_queue_is_what_is_left_of_the_round(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        press(review, "s")
    left = json.loads(begun.ft("review", "--json").out)["commitments"]
    assert [each["what"].split()[-1] for each in left] == ["slides", "budget", "back"]


def _bookmarks(terminal: Terminal) -> Path:
    return terminal.home / "state" / "followthrough" / "reviews"


def test_a_broken_bookmark_is_said_once_and_replaced(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        review.wait_for("[?]\n")
        press(review, "s")
    (file,) = _bookmarks(begun).iterdir()
    file.write_text("{", encoding="utf-8")
    with on_a_terminal(begun, "review", columns=400) as review:
        shown = press(review, "s") if review.wait_for("[?]\n").count(f"{file} does not say where") == 1 else ""
        assert "does not say" not in shown
        assert "2 of 4" in shown
    assert json.loads(file.read_bytes())["app"] == "followthrough"


def test_a_state_directory_that_cannot_be_written_costs_only_the_place(begun: Terminal) -> None:
    _bookmarks(begun).write_text("in the way", encoding="utf-8")
    with on_a_terminal(begun, "review", columns=400) as review:
        review.wait_for("[?]\n")
        assert "What is recorded stands. Where this review stops could not be written to " in press(review, "k")
        assert "What is recorded stands" not in press(review, "m")
        review.press("q")
        assert review.ended() == (0, "\nReviewed 2: 1 kept, 1 missed. 2 left.\n")
    assert (done(begun, "taxes"), done(begun, "slides")) == (["kept"], ["missed"])


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal(begun: Terminal, columns: int) -> None:
    add(begun, f"Carry {'very ' * 20}heavy things", "--by", "2026-11-24", to="bo")
    with on_a_terminal(begun, "review", columns=columns) as review:
        shown = review.wait_for("[?]\n") + press(review, "k") + press(review, "?") + press(review, "h")
        review.press("v")
        shown += review.wait_for("New date: ")
        review.press("friday\r")
        shown += review.wait_for("[y/N]: ") + press(review, "\r")
        review.press("q")
        shown += review.ended()[1]
    assert [line for line in shown.splitlines() if len(line) > columns] == []


def test_colours_say_nothing_more(begun: Terminal) -> None:
    with on_a_terminal(begun, "review") as review:
        plain = review.wait_for("[?]\n")
    with on_a_terminal(begun, "review", NO_COLOR="") as review:
        coloured = review.wait_for("[?]")
        assert "\x1b[" in coloured
        assert without_colours(coloured).rstrip() == plain.rstrip()
    assert "\x1b" not in plain


def test_text_of_others_reaches_the_terminal_as_letters(terminal: Terminal) -> None:
    add(terminal, "Ring \x1b[2J the bell", "--by", "2026-11-24")
    with on_a_terminal(terminal, "review") as review:
        assert "Ring \\u{1b}[2J the bell" in review.wait_for("[?]\n")


@pytest.mark.external
def test_in_a_real_terminal_the_screen_shows_the_next_promise_below_the_answer(begun: Terminal) -> None:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    tmux = ["tmux", "-S", str(begun.home / "tmux")]
    variables = [f"{name}={value}" for name, value in begun.environment.items()]

    def screen_with(text: str) -> str:
        for _ in range(150):
            screen = subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True, check=False).stdout
            if text in screen:
                return screen
            time.sleep(0.1)
        return screen

    command = ["env", "-i", *variables, "TERM=screen", "sh", "-c", '"$0" review; sleep 60', program()]
    subprocess.run([*tmux, "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", *command], check=True)
    try:
        screen_with("1 of 4")
        subprocess.run([*tmux, "send-keys", "k"], check=True)
        screen = screen_with("2 of 4")
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)
    after = screen[screen.index("Kept") :].splitlines()
    assert after[1:4] == ["  to ana, kept 3 days late, Mon 23 Nov", "", "2 of 4"]


def test_keys_that_are_to_be_spoken_have_no_brackets_and_end_with_the_question(begun: Terminal) -> None:
    with on_a_terminal(begun, "review", "--ascii") as review:
        said = review.wait_for("Which key?")
    assert "k kept, m miss, v move, r release," in said
    assert "[k]ept" not in said
