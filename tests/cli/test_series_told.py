"""What repeats, as it is told: in digests, in show, in reports, when it changes, stops, or is forgotten."""

import json
import re
from typing import Any

import pytest

from tests.cli.promises import stored
from tests.support.pseudo_terminal import on_a_terminal
from tests.support.terminal import Said, Terminal

CALL = ("add", "Call Dee", "--to", "dee", "--every", "sunday")
IN_THREE_WEEKS = "2026-12-14T10:00:00-05:00"
"""Sundays 29 November, 6 and 13 December have passed."""

STAYED = "stayed in the text. For a promise that repeats: ft undo, and --every"


def the_series(terminal: Terminal) -> str:
    (key,) = json.loads(stored(terminal))["series"]
    return str(key)


def days(said: Said) -> list[str]:
    found: list[dict[str, Any]] = json.loads(said.out)["commitments"]
    return [each["due"] for each in found]


def test_a_digest_says_how_many_passed_before_the_one_it_shows(terminal: Terminal) -> None:
    terminal.ft(*CALL)
    for layout in ("text", "markdown", "html", "discord"):
        out = terminal.ft("digest", "--format", layout, FOLLOWTHROUGH_NOW=IN_THREE_WEEKS).out
        assert re.sub(r"\\", "", out).count("; 2 earlier ones passed too") == 1, layout
    assert "earlier" not in terminal.ft("digest", FOLLOWTHROUGH_NOW="2026-11-30T10:00:00-05:00").out


def test_today_says_what_it_leaves_out(terminal: Terminal) -> None:
    terminal.ft(*CALL)
    assert terminal.ft(FOLLOWTHROUGH_NOW=IN_THREE_WEEKS).err == (
        "2 earlier occurrences passed: counted, and listed by ft list --all\n"
    )
    assert terminal.ft().err == ""


def test_show_says_how_it_repeats_and_when_it_was_promised(terminal: Terminal) -> None:
    terminal.ft(*CALL)
    first = json.loads(terminal.ft("list", "--json").out)["commitments"][0]["id"]
    terminal.ft("keep", first, "--at", "2026-11-28", FOLLOWTHROUGH_NOW=IN_THREE_WEEKS)
    shown = terminal.ft("show", first, FOLLOWTHROUGH_NOW=IN_THREE_WEEKS)
    assert "Mon 23 Nov 10:00  made by you" in shown.out
    assert shown.err == f"It repeats every Sunday: ft series {the_series(terminal)[:6]}\n"


def test_a_report_counts_it_as_written_down_with_its_series(terminal: Terminal) -> None:
    terminal.ft(*CALL)
    first = json.loads(terminal.ft("list", "--json").out)["commitments"][0]["id"]
    terminal.ft("keep", first, FOLLOWTHROUGH_NOW="2026-11-29T10:00:00-05:00")
    report = json.loads(terminal.ft("report", "--format", "json", FOLLOWTHROUGH_NOW=IN_THREE_WEEKS).out)
    basis = report["report"]["basis"]
    assert (basis["since"], basis["written_promptly"]["k"]) == ("2026-11-23", basis["promises"])


def test_only_a_new_rule_goes_on_with_what_was_stopped(terminal: Terminal) -> None:
    terminal.ft(*CALL)
    assert terminal.ft("series", "call", "--stop").out == ""
    assert terminal.ft("series", "call", "--what", "Ring Dee").status == 5
    terminal.ft("series", "call", "--every", "monday")
    assert "2026-12-07" in days(terminal.ft("list", "--all", "--json", FOLLOWTHROUGH_NOW=IN_THREE_WEEKS))


def test_a_change_of_words_from_elsewhere_lifts_no_stop(terminal: Terminal) -> None:
    terminal.ft(*CALL)
    copy = terminal.home / "copy.json"
    copy.write_bytes(terminal.ledger.read_bytes())
    terminal.ft("series", "call", "--stop")
    elsewhere = {"FOLLOWTHROUGH_LEDGER": str(copy), "FOLLOWTHROUGH_STATE": str(terminal.home / "other")}
    terminal.ft("series", "call", "--what", "Ring Dee", FOLLOWTHROUGH_NOW="2026-11-24T10:00:00-05:00", **elsewhere)
    terminal.ft("merge", str(copy))
    assert json.loads(terminal.ft("series", "call", "--json").out)["series"][0]["stopped"] is True


def test_a_change_says_what_holds_from_tomorrow_on_and_shows_what_it_made(terminal: Terminal) -> None:
    terminal.ft(*CALL)
    said = terminal.ft("series", "call", "--every", "2 weeks on friday", "--what", "Ring Dee")
    assert said.err == (
        "From tomorrow on: “Ring Dee” to @dee, every 2 weeks on Friday: Fri 27 Nov, Fri 11 Dec, Fri 25 Dec.\n"
        "“Call Dee” due Sun 29 Nov stays as it was promised.\n"
    )
    assert re.sub(r"Changed \w+", "Changed …", said.out) == "Changed …  Ring Dee\n  to dee, Fri 27 Nov, in 4 days\n"


def test_the_first_clock_change_in_the_way_of_its_time_is_said(terminal: Terminal) -> None:
    said = terminal.ft("add", "Wake Dee", "--to", "dee", "--every", "day at 02:30")
    assert "The clocks of America/New_York leave out 02:30 on 14 March 2027; it is taken as 03:30.\n" in said.err
    assert "clocks" not in terminal.ft("add", "Wake Bo", "--to", "bo", "--every", "day at 12:30").err


def test_a_time_of_day_that_may_belong_to_the_end_is_refused(terminal: Terminal) -> None:
    said = terminal.ft("add", "Call Dee", "--to", "dee", "--every", "day until friday 5pm")
    assert said.status == 5
    assert said.err.startswith(
        "“day until friday 5pm” is not a repetition that can be understood: say the time of day first: "
        "“at 5pm until friday”.\n"
    )


def test_forgetting_an_occurrence_says_where_its_text_stays(terminal: Terminal) -> None:
    terminal.ft(*CALL)
    said = terminal.ft("forget", "call", "--yes")
    assert said.err.splitlines()[0] == f"What repeats keeps the text: ft forget {the_series(terminal)[:6]}"
    key = the_series(terminal)
    assert "keeps the text" not in terminal.ft("forget", key, "--yes").err


def test_a_forgotten_series_in_an_old_copy_is_no_news(terminal: Terminal) -> None:
    terminal.ft(*CALL)
    copy = terminal.home / "copy.json"
    copy.write_bytes(terminal.ledger.read_bytes())
    terminal.ft("forget", the_series(terminal), "--yes")
    assert "Call Dee" not in "".join(map(str, terminal.ft("merge", str(copy))))


def test_its_notes_are_shown_with_it(terminal: Terminal) -> None:
    terminal.ft(*CALL, "--note", "she likes mornings")
    shown = terminal.ft("series", "call").out
    assert "RRULE:FREQ=WEEKLY;BYDAY=SU\n  note: she likes mornings\n" in shown
    assert "RRULE" not in terminal.ft("series").out


def test_what_was_undone_is_no_series_any_more(terminal: Terminal) -> None:
    terminal.ft(*CALL)
    terminal.ft("undo")
    assert terminal.ft("series").out == "Nothing repeats here yet: ft add TEXT --every RULE\n"
    assert terminal.ft("series", "call").status == 3


def test_one_that_begins_today_may_be_undone_today(terminal: Terminal) -> None:
    terminal.ft("add", "Call Dee", "--to", "dee", "--every", "day", "--by", "today")
    assert terminal.ft("undo").status == 0


def test_the_question_by_when_takes_a_repetition(terminal: Terminal) -> None:
    with on_a_terminal(terminal, "add", "Call Dee", "--to", "dee") as asked:
        assert asked.ended()[0] == 0
    with on_a_terminal(terminal, "add") as asked:
        for question, answer in (("promised?", "Ring Dee"), ("whom?", "dee"), ("date)", "every sunday")):
            asked.wait_for(question)
            asked.press(f"{answer}\r")
        status, shown = asked.ended()
    assert status == 0
    assert "repeats every Sunday, first on Sunday 29 November 2026" in shown
    (one,) = json.loads(terminal.ft("series", "--json").out)["series"]
    assert one["rule"] == "FREQ=WEEKLY;BYDAY=SU"


@pytest.mark.parametrize(
    ("words", "notice"),
    [
        ("call mum every sunday to @mum", f'“every sunday” {STAYED} "sunday"'),
        ("call to @mum every sunday at 7pm", f'“every sunday at 7pm” {STAYED} "sunday at 7pm"'),
        ("send the form to @marta by viernes", "“by viernes” stayed in the text: it is no date that is understood."),
        ("return the book by Tolstoy to @ben", "“by Tolstoy” stayed in the text: it is no date that is understood."),
        ("send the form to @marta and pau by friday", "“and pau” stayed in the text: persons begin with @."),
        (
            "send it to @marta at 10 on tuesday",
            "No due date was taken: “tuesday at 10” is not a date that can be understood: say 10am or 10pm.",
        ),
    ],
)
def test_what_stays_in_a_text_and_may_have_been_meant_otherwise_is_said(
    terminal: Terminal, words: str, notice: str
) -> None:
    terminal.ft("config", "me", "sam")
    terminal.ft("add", "Begin", "--to", "me")
    assert terminal.ft("add", *words.split()).err == f"{notice}\n"


def test_a_time_of_day_before_the_date_is_part_of_it(terminal: Terminal) -> None:
    made = json.loads(terminal.ft("add", "meet", "@ana", "at", "10am", "on", "tuesday", "--json").out)["commitments"][0]
    assert (made["what"], made["due"]) == ("meet ana", "2026-11-24T10:00:00-05:00")


def test_a_date_with_a_dot_at_its_end_is_one_in_a_sentence_too(terminal: Terminal) -> None:
    made = json.loads(terminal.ft("add", "pay", "@ana", "by", "15.12.", "--json").out)["commitments"][0]
    assert (made["what"], made["due"]) == ("pay ana", "2026-12-15")


def test_several_names_in_one_are_refused(terminal: Terminal) -> None:
    said = terminal.ft("add", "Bring cake", "--to", "marta and pau")
    assert said == Said(2, "", "“marta and pau” is several names in one.\nPut commas between them: ana, bo\n")


def test_two_new_handles_one_letter_apart_are_asked_about(terminal: Terminal) -> None:
    terminal.ft("add", "Bring cake", "--to", "cleo")
    said = terminal.ft("add", "Bring tea", "--to", "marta,marte")
    assert (said.status, said.out) == (4, "")
    assert terminal.ft("add", "Bring tea", "--to", "marta,marte", "--new-person").status == 0


def test_someone_who_was_undone_is_new_again(terminal: Terminal) -> None:
    terminal.ft("add", "Bring cake", "--to", "marta")
    terminal.ft("add", "Bring tea", "--to", "martta", "--new-person")
    terminal.ft("undo")
    assert terminal.ft("add", "Bring tea", "--to", "martta").status == 4


def test_the_log_tells_of_series_too(terminal: Terminal) -> None:
    terminal.ft(*CALL)
    key = the_series(terminal)[:6]
    assert terminal.ft("log") == Said(0, "", f"Mon 23 Nov 10:00: began “Call Dee”, every Sunday (ft series {key})\n")
    terminal.ft("series", "call", "--stop", FOLLOWTHROUGH_NOW="2026-11-24T10:00:00-05:00")
    told = terminal.ft("log", FOLLOWTHROUGH_NOW="2026-11-24T10:00:00-05:00").err.splitlines()
    assert told[0] == f"Tue 24 Nov 10:00: stopped “Call Dee” from the next day on (ft series {key})"
    assert "began" not in terminal.ft("log", "--with", "dee").err


def test_a_recipient_of_a_series_that_may_be_a_slip_is_asked_about(terminal: Terminal) -> None:
    terminal.ft("add", "Bring cake", "--to", "cleo")
    terminal.ft(*CALL)
    assert terminal.ft("series", "call", "--to", "cloo").status == 4
    assert terminal.ft("series", "call", "--to", "cloo", "--new-person").status == 0


def test_a_slip_in_an_answer_is_asked_about_and_not_refused(terminal: Terminal) -> None:
    terminal.ft("add", "Bring cake", "--to", "cleo")
    with on_a_terminal(terminal, "add", "--no-due") as asked:
        for question, answer in (("promised?", "Bring tea"), ("whom?", "cloo"), ("Did you mean @cleo? [y/N]: ", "y")):
            asked.wait_for(question)
            asked.press(f"{answer}\r")
        assert asked.ended()[0] == 0
    assert {to for each in json.loads(stored(terminal))["open"].values() for to in each["to"]} == {"cleo"}
