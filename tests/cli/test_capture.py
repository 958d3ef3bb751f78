"""`ft add` in free text: on the command line, asked for, from lines, in an editor."""

import json
import re
import signal
import stat
import time
from pathlib import Path

import pytest

from tests.cli.promises import one_of, stored, texts
from tests.support.pseudo_terminal import PseudoTerminal, on_a_terminal
from tests.support.terminal import Said, Terminal

FRIDAY = "due Friday 27 November 2026, 17:00 (in 4 days), America/New_York"
NOBODY = "Say whom: to @ana, or --to ana. For what someone promised you: --from ana.\n"
ONE_OF_THEM = "Leave one of them out.\n"


@pytest.fixture
def begun(terminal: Terminal) -> Terminal:
    """A terminal whose ledger knows Ana Ruiz, and one promise."""
    terminal.ft("people", "ana", "--name", "Ana Ruiz")
    terminal.ft("add", "Sort the attic to @ana")
    return terminal


def without_ids(text: str) -> str:
    return re.sub(r"^Made \w+", "Made …", text, flags=re.MULTILINE)


def said(terminal: Terminal, *words: str, typed: str | bytes = b"", **environment: str) -> Said:
    """What `ft add` says, without the ids."""
    done = terminal.ft("add", *words, typed=typed, **environment)
    return done._replace(out=without_ids(done.out))


class TestInOneBreath:
    def test_persons_date_and_tags_in_the_text_are_said_back(self, begun: Terminal) -> None:
        words = ["send", "the", "slides", "to", "@ana", "and", "@ben", "by", "friday", "5pm", "+talks", "+urgent"]
        assert said(begun, *words) == Said(
            0, f"Made …  send the slides\n  to Ana Ruiz and ben\n  {FRIDAY}\n  +talks +urgent\n", ""
        )

    def test_quotation_marks_make_no_difference(self, begun: Terminal) -> None:
        text = "watch Black Friday with @dee by sunday"
        assert said(begun, text).out == said(begun, *text.split()).out

    def test_options_may_stand_between_the_words(self, begun: Terminal) -> None:
        done = begun.ft(
            "add", "send", "--tag", "talks", "the", "slides", "--to", "ben", "by", "friday", "+big", "--json"
        )
        made = one_of(done)
        assert (made["what"], made["to"], made["due"], made["tags"]) == (
            "send the slides", ["ben"], "2026-11-27", ["talks", "big"]
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("words", "what", "to", "due"),
        [
            ("send it to @ben by friday --by sunday", "send it by friday", ["ben"], "2026-11-29"),
            ("send it to @ben by friday --no-due", "send it by friday", ["ben"], None),
            ("send it to @ben by friday --to cy", "send it to ben", ["cy"], "2026-11-27"),
            ("send it with @ben by friday --to cy", "send it with ben", ["cy"], "2026-11-27"),
        ],
    )
    def test_an_option_switches_off_what_it_replaces(
        self, begun: Terminal, words: str, what: str, to: list[str], due: str | None
    ) -> None:
        made = one_of(begun.ft("add", *words.split(), "--json"))
        assert (made["what"], made["to"], made["due"]) == (what, to, due)

    def test_a_promise_of_somebody_else_is_to_me_whoever_is_named_in_it(self, begun: Terminal) -> None:
        mine = one_of(begun.ft("add", "bring the drill of @cy back by sunday", "--from", "@bo", "--json"))
        other = one_of(begun.ft("add", "lend the drill to @cy by sunday", "--from", "bo", "--json"))
        assert (mine["what"], mine["maker"], mine["to"]) == ("bring the drill of cy back", "bo", ["sam"])
        assert (other["what"], other["maker"], other["to"]) == ("lend the drill", "bo", ["cy"])

    def test_a_day_that_stays_in_the_text_gets_a_hint(self, begun: Terminal) -> None:
        assert said(begun, "call", "@ben", "tomorrow") == Said(
            0,
            "Made …  call ben tomorrow\n  to ben\n  no due date\n",
            '“tomorrow” stayed in the text. For a due date, add "by tomorrow" at its end.\n',
        )
        assert said(begun, "call", "@ben", "in", "3", "days").err == (
            '“in 3 days” stayed in the text. For a due date, add "due in 3 days" at its end.\n'
        )
        assert said(begun, "call", "@ben", "tomorrow", "--no-due").err == ""

    def test_a_date_that_is_nearly_one_is_said(self, begun: Terminal) -> None:
        assert said(begun, "call @ben by tomorow") == Said(
            0,
            "Made …  call ben by tomorow\n  to ben\n  no due date\n",
            "No due date was taken: “tomorow” is not a date that can be understood: did you mean “tomorrow”.\n",
        )

    def test_what_a_date_can_mean_besides_is_said(self, begun: Terminal) -> None:
        assert said(begun, "pay", "@ben", "by", "next", "friday") == Said(
            0,
            "Made …  pay ben\n  to ben\n  due Friday 4 December 2026 (in 11 days), America/New_York\n",
            "“next friday” can also mean Friday 27 November 2026 (in 4 days).\n",
        )

    def test_a_date_that_has_passed_is_refused(self, begun: Terminal) -> None:
        before = stored(begun)
        assert said(begun, "write up what was said on 2026-11-20 to @ben") == Said(
            5, "", "“2026-11-20” has passed.\nIf it is part of the text and no due date: --no-due\n"
        )
        assert stored(begun) == before
        made = one_of(begun.ft("add", "write up what was said on 2026-11-20 to @ben", "--no-due", "--json"))
        assert (made["what"], made["due"]) == ("write up what was said on 2026-11-20", None)

    def test_a_promise_given_earlier_may_say_a_date_that_has_passed(self, begun: Terminal) -> None:
        made = one_of(begun.ft("add", "send it to @ben by 2026-11-20", "--made", "2026-11-18", "--json"))
        assert made["due"] == "2026-11-20"

    @pytest.mark.parametrize(
        ("words", "status", "err"),
        [
            (["send it"], 2, f"“send it” has nobody it is promised to.\n{NOBODY}"),
            (["to @ana by friday"], 2, "The text is empty.\nSay it in a few words, in quotation marks.\n"),
            (["x", "--by", "friday", "--no-due"], 2, f"--no-due and --by do not go together.\n{ONE_OF_THEM}"),
            (["-", "--edit"], 2, f"--edit and - do not go together.\n{ONE_OF_THEM}"),
            ([], 2, "Missing argument 'TEXT...'.\nSee ft add --help\n"),
            (["--json"], 2, None),
            (
                ["send it", "--by", "friday", "5pm", "to", "@ana"], 2,
                "“friday 5pm” looks like one date, of which only “friday” came after --by.\n"
                'Put it in quotation marks: --by "friday 5pm"\n',
            ),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused(self, begun: Terminal, words: list[str], status: int, err: str | None) -> None:
        before = stored(begun)
        done = said(begun, *words)
        assert (done.status, done.out, err or done.err) == (status, "", done.err)
        assert stored(begun) == before


class TestLines:
    def test_every_line_is_a_promise_of_its_own_and_all_are_one_step(self, begun: Terminal) -> None:
        typed = (
            "\ufeffsend the slides to @ana by friday 5pm +talks\n\n"
            "- bring soup to @dee\r\n  * [x] no box\n* [ ] call @ben tomorrow\n-\n"
        )
        assert said(
            begun, "-", "--tag", "week", "--confidence", "80", typed=typed.replace("[x] no box", "ask @cy")
        ) == Said(
            0,
            f"Made …  send the slides\n  to Ana Ruiz\n  {FRIDAY}\n  +week +talks\n  80 % confident\n"
            "Made …  bring soup\n  to dee\n  no due date\n  +week\n  80 % confident\n"
            "Made …  ask cy\n  to cy\n  no due date\n  +week\n  80 % confident\n"
            "Made …  call ben tomorrow\n  to ben\n  no due date\n  +week\n  80 % confident\n",
            'Line 5: “tomorrow” stayed in the text. For a due date, add "by tomorrow" at its end.\n',
        )
        begun.ft("undo")
        assert texts(begun.ft("list", "--json")) == ["Sort the attic"]

    def test_what_is_said_about_a_line_has_its_number(self, begun: Terminal) -> None:
        assert said(begun, "-", typed="one to @ben\ntwo to @ben by next friday\n").err == (
            "Line 2: “next friday” can also mean Friday 27 November 2026 (in 4 days).\n"
        )

    @pytest.mark.torture
    def test_ten_thousand_lines_are_one_write(self, begun: Terminal) -> None:
        lines = "".join(f"send thing {number} to @p{number % 50} by friday 5pm +talks\n" for number in range(10_000))
        started = time.process_time()
        done = begun.ft("add", "-", "--json", typed=lines)
        assert (done.status, len(texts(done))) == (0, 10_000)
        assert time.process_time() - started < 20
        begun.ft("undo")
        assert texts(begun.ft("list", "--json")) == ["Sort the attic"]

    def test_only_line_feeds_end_a_line(self, begun: Terminal) -> None:
        odd = "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i\rj"
        made = one_of(begun.ft("add", "-", "--to", "ana", "--json", typed=odd))
        assert made["what"] == odd

    def test_json_has_all_of_them(self, begun: Terminal) -> None:
        done = begun.ft("add", "-", "--json", "--to", "ana", typed="one\ntwo by friday\n")
        assert texts(done) == ["one", "two"]

    @pytest.mark.parametrize(
        ("typed", "status", "err"),
        [
            ("one to @ana\n\ntwo\n", 2, f"Line 3: “two” has nobody it is promised to. Nothing was recorded.\n{NOBODY}"),
            (
                "one to @ana\ntwo to @ana by yesterday\n", 5,
                "Line 2: “yesterday” is 2026-11-22, which has passed. Nothing was recorded.\n"
                "If it is part of the text and no due date: --no-due\n",
            ),
            (
                f"one to @ana\n{'x' * 10_001}\n", 2,
                "Line 2: The text has 10,001 characters; 10,000 is the most. Nothing was recorded.\n"
                "Keep the gist here and the rest in a file of its own.\n",
            ),
            (
                b"one to @ana\ncaf\xe9 to @ana\n", 2,
                "Line 2: The text is not valid UTF-8. Nothing was recorded.\n"
                "Check the encoding of the terminal or of the file it comes from.\n",
            ),
            (
                "one to @ana\ntwo to @someone\n", 5,
                "Line 2: @someone stands for everyone who was forgotten, and is no person. Nothing was recorded.\n"
                "Name a person by a handle of their own, like ana.\n",
            ),
            ("\n \r\n\t\n", 2, "The text is empty.\nSay it in a few words, in quotation marks.\n"),
            ("one\n" * 10_001, 2, "There are more than 10,000 promises at once.\nRecord them in several goes.\n"),
        ],
    )  # fmt: skip
    def test_a_line_that_is_refused_is_named_and_nothing_is_recorded(
        self, begun: Terminal, typed: str | bytes, status: int, err: str
    ) -> None:
        before = stored(begun)
        assert said(begun, "-", typed=typed) == Said(status, "", err)
        assert stored(begun) == before

    def test_a_line_alone_needs_no_number(self, begun: Terminal) -> None:
        assert said(begun, "-", typed="\none\n") == Said(2, "", f"“one” has nobody it is promised to.\n{NOBODY}")

    def test_the_problem_of_a_line_keeps_its_kind(self, begun: Terminal) -> None:
        error = json.loads(begun.ft("add", "-", "--json", typed="one\ntwo\n").err)["error"]
        assert (error["kind"], error["exit_status"]) == ("no_recipient", 2)

    def test_too_much_to_read_is_refused_and_not_cut(self, begun: Terminal) -> None:
        assert said(begun, "-", typed=b"x to @ana\n" * (2**26 // 10 + 1)) == Said(
            2, "", "The input has more than 67,108,864 characters.\nRecord them in several goes.\n"
        )

    def test_ids_that_fall_on_one_another_are_drawn_again(self, begun: Terminal) -> None:
        class Stuck:
            def __init__(self) -> None:
                self.letters = iter("k" * 24 + "l" * 1000)

            def choose(self, letters: str) -> str:
                return next(self.letters)

        begun.dice = Stuck()  # type: ignore[assignment]  # it chooses likewise
        made = json.loads(begun.ft("add", "-", "--to", "ana", "--json", typed="one\ntwo\n").out)["commitments"]
        assert [each["id"] for each in made] == ["k" * 12, "l" * 12]


WHAT, WHOM, WHEN = "What is promised? ", "To whom? ", "By when? (Enter for no date) "


def answered(asked: PseudoTerminal, question: str, answer: str) -> str:
    """Wait for a question and answer it; what was shown before the question."""
    shown = asked.wait_for(question)
    asked.press(f"{answer}\n")
    return shown.removesuffix(question)


class TestAsked:
    def test_text_person_and_date_are_asked_for_and_said_back(self, begun: Terminal) -> None:
        with on_a_terminal(begun, "add") as asked:
            shown = [
                answered(asked, WHAT, "send the slides"),
                answered(asked, WHOM, "ana, Dee Mo"),
                answered(asked, WHEN, "friday 5pm"),
            ]
            status, rest = asked.ended()

        assert shown == [
            "",
            "send the slides\n  send the slides\n",
            "ana, Dee Mo\n  to Ana Ruiz (@ana), Dee Mo (@dee-mo)\n",
        ]
        assert (status, without_ids(rest)) == (
            0,
            f"friday 5pm\n  {FRIDAY}\nMade …  send the slides\n  to Ana Ruiz and Dee Mo\n  {FRIDAY}\n",
        )

    def test_what_the_text_says_is_not_asked_for_again(self, begun: Terminal) -> None:
        with on_a_terminal(begun, "add") as asked:
            answered(asked, WHAT, "send the slides to @ana by friday 5pm +talks")
            status, rest = asked.ended()

        said_back = f"send the slides\n  to Ana Ruiz (@ana)\n  {FRIDAY}\n  +talks\n"
        assert (status, without_ids(rest)) == (
            0,
            f"send the slides to @ana by friday 5pm +talks\n  {said_back}"
            f"Made …  send the slides\n  to Ana Ruiz\n  {FRIDAY}\n  +talks\n",
        )

    def test_options_given_are_not_asked_for(self, begun: Terminal) -> None:
        with on_a_terminal(begun, "add", "--to", "ana", "--no-due") as asked:
            answered(asked, WHAT, "send the slides")
            status, rest = asked.ended()

        assert (status, without_ids(rest)) == (
            0,
            "send the slides\n  send the slides\n  to Ana Ruiz (@ana)\n"
            "Made …  send the slides\n  to Ana Ruiz\n  no due date\n",
        )

    def test_a_promise_of_somebody_else_is_to_me_without_asking(self, begun: Terminal) -> None:
        with on_a_terminal(begun, "add", "--from", "bo") as asked:
            answered(asked, WHAT, "bring the drill back")
            answered(asked, WHEN, "saturday")
            status, rest = asked.ended()

        assert (status, without_ids(rest)) == (
            0,
            "saturday\n  due Saturday 28 November 2026 (in 5 days), America/New_York\n"
            "Made …  bring the drill back\n  from bo\n"
            "  due Saturday 28 November 2026 (in 5 days), America/New_York\n",
        )

    def test_an_answer_that_is_not_understood_asks_again(self, begun: Terminal) -> None:
        with on_a_terminal(begun, "add") as asked:
            answered(asked, WHAT, "")
            empty = answered(asked, WHAT, "send the slides")
            answered(asked, WHOM, "")
            nobody = answered(asked, WHOM, "!!")
            no_handle = answered(asked, WHOM, "@ana and @ben")
            answered(asked, WHEN, "yesterday")
            past = answered(asked, WHEN, "")
            status, rest = asked.ended()

        assert empty == "\nThe text is empty.\nSay it in a few words, in quotation marks.\n"
        assert (
            nobody
            == "\nIt is not said whom it is promised to.\nA handle like ana, a name, or me; several with commas.\n"
        )
        assert no_handle.startswith("!!\n“!!” cannot be a handle.\n")
        assert past.startswith("yesterday\n“yesterday” is 2026-11-22, which has passed.\n")
        assert (status, without_ids(rest)) == (
            0, "\n  no due date\nMade …  send the slides\n  to Ana Ruiz and ben\n  no due date\n"
        )  # fmt: skip

    @pytest.mark.parametrize("key", ["\x03", "\x04"])
    @pytest.mark.parametrize("answers", [[], ["send the slides"], ["send the slides", "ana"]])
    def test_leaving_records_nothing_and_says_so(self, begun: Terminal, answers: list[str], key: str) -> None:
        before = stored(begun)
        with on_a_terminal(begun, "add") as asked:
            for question, answer in zip((WHAT, WHOM, WHEN), answers, strict=False):
                answered(asked, question, answer)
            asked.wait_for((WHAT, WHOM, WHEN)[len(answers)])
            asked.interrupt() if key == "\x03" else asked.press(key)
            status, rest = asked.ended()

        assert (status, rest.removeprefix("^C")) == (130, "\nNothing was recorded.\n")
        assert stored(begun) == before

    def test_the_first_promise_ever_may_be_asked_for(self, terminal: Terminal) -> None:
        with on_a_terminal(terminal, "add", "--by", "friday") as asked:
            answered(asked, WHAT, "send the slides")
            answered(asked, WHOM, "me")
            status, _ = asked.ended()

        assert (status, texts(terminal.ft("list", "--json"))) == (0, ["send the slides"])


@pytest.fixture
def editor(terminal: Terminal, tmp_path: Path) -> Path:
    """An editor that a test writes: a script under a path with a space in it; TMPDIR is a directory beside it."""
    script = tmp_path / "my tools" / "editor"
    script.parent.mkdir()
    (tmp_path / "tmp").mkdir()
    terminal.environment["TMPDIR"] = str(tmp_path / "tmp")
    terminal.environment["EDITOR"] = f"'{script}' --wait"
    return script


def does(editor: Path, commands: str) -> None:
    """Let the editor be this shell script; the file is in $2."""
    editor.write_text(f"#!/bin/sh\n{commands}\n", encoding="utf-8")
    editor.chmod(0o700)


def left_behind(terminal: Terminal) -> list[Path]:
    """The files that are left in the temporary directory."""
    return [path for path in Path(terminal.environment["TMPDIR"]).rglob("*") if path.is_file()]


FORM = (
    "\n\n# One promise a line, like: send the slides to @ana by friday 5pm +talks\n"
    "# Lines that begin with # are left out. With no other line, nothing is recorded.\n"
)


class TestEdited:
    def test_what_is_written_is_recorded_a_promise_a_line(self, begun: Terminal, editor: Path) -> None:
        does(editor, 'cp "$2" "$HOME/form"; stat -c %a "$2" "$(dirname "$2")" > "$HOME/modes"; '
                     'printf "send the slides to @ana by friday 5pm\\n# no\\ncall @ben\\n" > "$2"')  # fmt: skip
        assert said(begun, "--edit", "--tag", "week") == Said(
            0,
            f"Made …  send the slides\n  to Ana Ruiz\n  {FRIDAY}\n  +week\n"
            "Made …  call ben\n  to ben\n  no due date\n  +week\n",
            "",
        )
        assert (begun.home / "form").read_text() == FORM
        assert (begun.home / "modes").read_text() == "600\n700\n"
        assert left_behind(begun) == []

    @pytest.mark.parametrize(
        ("words", "line", "made"),
        [
            (["send", "the", "slides", "--to", "ana", "--by", "friday 5pm", "--tag", "+talks"],
             "send the slides to @ana +talks by friday 5pm", ("send the slides", ["ana"], ["talks"])),
            (["send it to @ben +x by sunday"], "send it to @ben +x by sunday", ("send it", ["ben"], ["x"])),
            (["send it", "--to", "Ana Ruiz", "--tag", "x"], "send it", ("send it", ["ana"], ["x"])),
            (["send it", "--to", "ana", "--by", "2 days"], "send it", ("send it", ["ana"], [])),
            (["do it by hand", "--to", "ana", "--no-due"], "do it by hand to @ana", ("do it by hand", ["ana"], [])),
        ],
    )  # fmt: skip
    def test_it_begins_with_what_was_given(
        self, begun: Terminal, editor: Path, words: list[str], line: str, made: tuple[str, list[str], list[str]]
    ) -> None:
        does(editor, 'cp "$2" "$HOME/form"')
        done = one_of(begun.ft("add", "--edit", "--json", *words))
        assert (begun.home / "form").read_text() == line + FORM
        assert (done["what"], done["to"], done["tags"]) == made

    @pytest.mark.parametrize("commands", ["true", ': > "$2"', 'rm "$2"', 'printf "# a\\n \\n" > "$2"'])
    def test_nothing_written_records_nothing(self, begun: Terminal, editor: Path, commands: str) -> None:
        before = stored(begun)
        does(editor, commands)
        assert said(begun, "--edit") == Said(5, "", "No promise was typed, so nothing was recorded.\n")
        assert stored(begun) == before
        assert left_behind(begun) == []

    def test_what_is_refused_is_kept_in_a_file_to_go_on_with(self, begun: Terminal, editor: Path) -> None:
        before = stored(begun)
        does(editor, 'printf "one to @ana\\n# not this\\ntwo\\n" > "$2"')
        done = said(begun, "--edit")
        (kept,) = left_behind(begun)

        assert done == Said(
            2,
            "",
            f"Line 2: “two” has nobody it is promised to. Nothing was recorded. What you typed is kept in {kept}.\n"
            f"{NOBODY[:-1]} Mend it there, then: ft add - < {kept}\n",
        )
        assert kept.read_text() == "one to @ana\ntwo\n"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert stored(begun) == before

    def test_an_editor_that_fails_records_nothing_and_loses_nothing(self, begun: Terminal, editor: Path) -> None:
        before = stored(begun)
        does(editor, "exit 3")
        assert said(begun, "--edit") == Said(
            7, "", f"{editor} did not end well: it ended with status 3. Nothing was recorded.\n"
        )
        assert left_behind(begun) == []

        does(editor, 'echo "one to @ana" > "$2"; kill -9 $$')
        done = said(begun, "--edit")
        (kept,) = left_behind(begun)
        assert done == Said(
            7,
            "",
            f"{editor} did not end well: signal 9 ended it. Nothing was recorded. What you typed is kept in {kept}.\n"
            f"Mend it there, then: ft add - < {kept}\n",
        )
        assert (kept.read_text(), stored(begun)) == ("one to @ana\n", before)

    def test_visual_comes_first_and_one_that_is_not_there_is_said(self, begun: Terminal, editor: Path) -> None:
        assert said(begun, "--edit", VISUAL="no-such-editor -w") == Said(
            7, "", "no-such-editor did not end well: No such file or directory. Nothing was recorded.\n"
        )
        assert said(begun, "--edit", VISUAL="'open").err == (
            "'open did not end well: No closing quotation. Nothing was recorded.\n"
        )
        assert left_behind(begun) == []

    def test_without_a_name_the_usual_ones_are_looked_for(self, begun: Terminal, editor: Path) -> None:
        assert said(begun, "--edit", EDITOR="", PATH=str(begun.home)) == Said(
            2, "", "It is not known which editor to open.\nName one: export EDITOR=nano\n"
        )
        (begun.home / "nano").write_text('#!/bin/sh\necho "one to @ana" > "$1"\n')
        (begun.home / "nano").chmod(0o700)
        assert (
            said(begun, "--edit", EDITOR=" ", PATH=f"{begun.home}").out == "Made …  one\n  to Ana Ruiz\n  no due date\n"
        )

    def test_a_directory_that_cannot_be_written_is_said(self, begun: Terminal, editor: Path) -> None:
        done = said(begun, "--edit", TMPDIR="/nonexistent")
        assert (done.status, done.out) == (7, "")
        assert re.fullmatch(
            r"Could not write /nonexistent/followthrough-\w+: No such file or directory. Nothing was changed.\n"
            r"Check the permissions and the free space there.\n",
            done.err,
        )

    def test_an_interruption_is_the_editors(self, begun: Terminal, editor: Path) -> None:
        does(editor, 'trap : INT; echo ready; kill -INT $PPID; sleep 0.2; echo "one to @ana" > "$2"')
        with on_a_terminal(begun, "add", "--edit") as edited:
            edited.wait_for("ready\n")
            status, rest = edited.ended()
        assert (status, without_ids(rest)) == (0, "Made …  one\n  to Ana Ruiz\n  no due date\n")

    def test_what_the_editor_draws_is_no_result(self, begun: Terminal, editor: Path) -> None:
        does(editor, 'echo drawn; echo "one to @ana" > "$2"')
        done = begun.program("add", "--edit", "--json")
        assert (done.status, texts(done)) == (0, ["one"])


def test_a_signal_is_what_it_was_after_the_editor(begun: Terminal, editor: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    does(editor, "true")
    begun.ft("add", "--edit")
    assert signal.getsignal(signal.SIGINT) is before
