"""Whole pages: today, the digest, one promise, everyone."""

from datetime import timedelta

import pytest

from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import digest, within_or_remind
from followthrough.domain.people import Openness, Person
from followthrough.domain.selection import Party
from followthrough.rendering.dealings import dealings_page
from followthrough.rendering.detail import detail_page, log_page
from followthrough.rendering.lines import cells, to_text
from followthrough.rendering.people_page import people_page
from followthrough.rendering.said import changed_page
from followthrough.rendering.today import digest_page, today_page
from tests.support.builders import (
    NOW,
    PEOPLE,
    ZONE,
    Drafted,
    a_history,
    a_promise,
    a_reader,
    confirmed,
    kept,
    made,
    missed,
    moved,
    noted,
    promise,
    released,
    reopened,
    retracted,
)

READER = a_reader()
LATE = promise("Return the drill", commitment_id="lmzqrtplwvny", due="2026-11-16T10:00-05:00", to=("bo",))
TODAY = promise("Call the plumber", commitment_id="mmzqrtplwvny", due="2026-11-23")
SOON = promise("Send Ana the slides")
THEIRS = promise("Lend Sam a tent", commitment_id="nmzqrtplwvny", maker="bo", to=("sam",), chase="2026-11-25")
DONE = a_promise(
    made("Water the plants", logged="2026-11-20T10:00-05:00"),
    kept(logged="2026-11-22T10:00-05:00"),
    commitment_id="omzqrtplwvny",
)
MOVED = a_promise(
    made("Send Ana the slides", confidence=0.8, tags=("talks",)),
    noted("Asked for the template", help_wanted=True),
    moved("2026-12-04", agreed=False),
    kept(part=0.6),
    confirmed(4, satisfied=False),
    missed(because="outside"),
    reopened(6),
    kept(),
    retracted(8),
)
WIDTHS = pytest.mark.parametrize("width", [60, 80, 120])


def a_digest(*unsettled: Commitment, done: tuple[Commitment, ...] = ()) -> str:
    found = digest(Party("sam"), unsettled, done, now=NOW, lead=within_or_remind(timedelta(days=7)))
    return to_text(digest_page(found, READER, ZONE, 100))


def test_a_digest_names_the_day_and_each_section_kept_first() -> None:
    assert a_digest(LATE, TODAY, SOON, THEIRS, done=(DONE,)) == (
        "Promises on Monday 23 November 2026\n"
        "\n"
        "Kept lately\n"
        "  omzq  Water the plants     to Ana Ruiz   kept on time, Sun 22 Nov\n"
        "\n"
        "Overdue\n"
        "  lmzq  Return the drill     to Bo Chen    7 days late, Mon 16 Nov 10:00\n"
        "        worth 90 % now, 50 % from Wed 16 Dec\n"
        "\n"
        "Due today\n"
        "  mmzq  Call the plumber     to Ana Ruiz   Mon 23 Nov, today\n"
        "\n"
        "Due soon\n"
        "  kmzq  Send Ana the slides  to Ana Ruiz   Fri 27 Nov, in 4 days\n"
        "\n"
        "Waiting on others\n"
        "  nmzq  Lend Sam a tent      from Bo Chen  Fri 27 Nov, in 4 days\n"
        "        to ask about on Wed 25 Nov\n"
    )


def test_today_without_anything_due_says_so() -> None:
    found = digest(Party("sam"), [promise(due="2027-03-01")], [], now=NOW, lead=within_or_remind(timedelta(days=7)))
    assert to_text(today_page(found, READER, ZONE, 80)) == (
        "Monday 23 November 2026\n\nNothing is due in the coming days.\n\n1 more promise open: ft list\n"
    )


def test_one_promise_is_shown_with_its_state_and_its_history() -> None:
    assert to_text(detail_page(MOVED, READER, NOW, ZONE, 100)) == (
        "Send Ana the slides\n"
        "  id           kmzqrtplwvny\n"
        "  promised     you to Ana Ruiz\n"
        "  due          Friday 4 December 2026 (in 11 days), America/New_York\n"
        "  judged by    Friday 27 November 2026: the move was not agreed\n"
        "  state        open\n"
        "  confidence   80 %\n"
        "  help         wanted\n"
        "  tags         +talks\n"
        "  visibility   private\n"
        "\n"
        "History\n"
        "  Mon 23 Nov 10:00  made by you to Ana Ruiz, due Friday 27 November 2026\n"
        "  Mon 23 Nov 10:01  help wanted: Asked for the template\n"
        "  Mon 23 Nov 10:02  moved to Friday 4 December 2026 (not agreed)\n"
        "  Mon 23 Nov 10:03  kept 60 %\n"
        "  Mon 23 Nov 10:04  not yet, says Ana Ruiz\n"
        "  Mon 23 Nov 10:05  missed (because: outside)\n"
        "  Mon 23 Nov 10:06  reopened\n"
        "  Mon 23 Nov 10:07  kept (taken back)\n"
        "  Mon 23 Nov 10:08  undone: kept\n"
    )


def test_a_settling_that_another_machine_overrode_is_shown() -> None:
    contested = a_promise(made(), missed(n=2, by="ana", replica="zzzzz", number=1), kept(n=2))
    text = to_text(detail_page(contested, READER, NOW, ZONE, 100))
    (said,) = (each for each in text.splitlines() if "(zzzzz.1)" in each)
    assert said.split() == ["also", "settled", "missed", "by", "Ana", "Ruiz", "(zzzzz.1)"]


def test_an_undone_and_redone_keeping_is_not_shown_as_taken_back() -> None:
    redone = a_promise(made(), kept(), retracted(2), retracted(3))
    assert to_text(detail_page(redone, READER, NOW, ZONE, 100)).splitlines()[-3:] == [
        "  Mon 23 Nov 10:01  kept",
        "  Mon 23 Nov 10:02  undone: kept (taken back)",
        "  Mon 23 Nov 10:03  redone: kept",
    ]


@WIDTHS
def test_no_page_is_wider_than_the_terminal(width: int) -> None:
    long = a_promise(
        made("日本語の資料を送る 🎉 " * 6, to=("ana", "bo", "medics")), noted("with many words " * 12), missed()
    )
    found = digest(
        Party("sam"), [LATE, TODAY, SOON, THEIRS], [DONE, long], now=NOW, lead=within_or_remind(timedelta(days=7))
    )
    pages = {
        "detail": detail_page(long, READER, NOW, ZONE, width),
        "today": today_page(found, READER, ZONE, width),
        "digest": digest_page(found, READER, ZONE, width),
        "dealings": dealings_page("bo", [LATE, long], [THEIRS], READER, NOW, ZONE, width),
        "log": log_page([(long, event) for event in long.history], READER, NOW, ZONE, width),
    }
    for name, page in pages.items():
        wide = [each for each in to_text(page).splitlines() if cells(each) > width]
        assert not wide, name


def test_what_was_understood_is_said_back() -> None:
    assert to_text(changed_page("made", [SOON], READER, NOW, ZONE, None)) == (
        "Made kmzq  Send Ana the slides\n  to Ana Ruiz\n  due Friday 27 November 2026 (in 4 days), America/New_York\n"
    )
    assert to_text(changed_page("kept", [DONE], READER, NOW, ZONE, None)) == (
        "Kept omzq  Water the plants\n  to Ana Ruiz, kept on time, Sun 22 Nov\n"
    )
    assert to_text(changed_page("undone", [a_promise(made(), retracted(1))], READER, NOW, ZONE, None)) == (
        "Undone kmzq  Send Ana the slides\n  undone: made\n  never made\n"
    )


def test_what_an_undo_of_many_promises_took_back_is_listed_by_the_line_and_cut_short() -> None:
    many = [a_promise(made(f"Chapter {number}"), retracted(1)) for number in range(1202)]
    few = to_text(changed_page("undone", many[:20], READER, NOW, ZONE, None)).splitlines()
    assert few[:3] == ["Undone kmzq  Chapter 0", "  undone: made", "  never made"]
    assert len(few) == 60
    for did, word in (("undone", "Undone"), ("redone", "Redone")):
        assert to_text(changed_page(did, many, READER, NOW, ZONE, None)).splitlines() == [
            *(f"{word} kmzq  Chapter {number}" for number in range(20)),
            "  and 1,182 more; ft list --all has them",
        ]


def test_everything_that_was_given_with_a_promise_is_said_back() -> None:
    given = promise(
        given="2026-11-20", chase="2026-11-25", remind=2 * 86400, visibility="circle", tags=("talks",), confidence=0.8
    )
    assert to_text(changed_page("made", [given], READER, NOW, ZONE, None)) == (
        "Made kmzq  Send Ana the slides\n"
        "  to Ana Ruiz\n"
        "  due Friday 27 November 2026 (in 4 days), America/New_York\n"
        "  promised on Friday 20 November 2026 (3 days ago)\n"
        "  to ask about on Wednesday 25 November 2026 (in 2 days)\n"
        "  reminded of 2 days before\n"
        "  visibility: circle\n"
        "  +talks\n"
        "  80 % confident\n"
    )


@pytest.mark.parametrize(
    ("did", "then", "said"),
    [
        ("undone", [kept(), retracted(2)], "undone: kept"),
        ("redone", [kept(), retracted(2), retracted(3)], "redone: kept"),
        ("undone", [kept(), retracted(2), retracted(3), retracted(4)], "undone: kept"),
        ("released", [released(moot=True)], "released by Ana Ruiz as moot"),
        ("confirmed", [kept(), confirmed(2)], "confirmed, says Ana Ruiz"),
        ("not yet", [kept(), confirmed(2, satisfied=False)], "not yet, says Ana Ruiz"),
    ],
)
def test_what_was_taken_back_or_whose_word_it_is_comes_first(did: str, then: list[Drafted], said: str) -> None:
    changed = a_promise(made(), *then)
    lines = to_text(changed_page(did, [changed], READER, NOW, ZONE, None)).splitlines()
    assert lines[:2] == [f"{did.capitalize()} kmzq  Send Ana the slides", f"  {said}"]


def test_what_was_understood_fits_the_terminal() -> None:
    moved_twice = a_promise(made("Send Ana the slides of the second talk"), moved("2026-12-04", agreed=False))
    assert to_text(changed_page("moved", [moved_twice], READER, NOW, ZONE, 40)) == (
        "Moved kmzq  Send Ana the slides of the…\n"
        "  to Ana Ruiz\n"
        "  due Friday 4 December 2026 (in 11\n"
        "  days), America/New_York\n"
        "  judged by Friday 27 November 2026: the\n"
        "  move was not agreed\n"
    )


def test_a_promise_moved_after_its_date_is_judged_by_it_and_says_why() -> None:
    late = a_promise(made(due="2026-11-20", logged="2026-11-16T10:00-05:00"), moved("2026-11-27", logged=NOW))
    text = to_text(detail_page(late, READER, NOW, ZONE, 100))
    assert "  judged by    Friday 20 November 2026: it was moved after that had passed\n" in text


def test_the_day_to_ask_about_it_is_said_until_it_has_come() -> None:
    asked = promise("Lend Sam a tent", commitment_id="nmzqrtplwvny", maker="bo", to=("sam",), chase="2026-11-23")
    assert a_digest(asked) == (
        "Promises on Monday 23 November 2026\n"
        "\n"
        "Waiting on others\n"
        "  nmzq  Lend Sam a tent  from Bo Chen  Fri 27 Nov, in 4 days\n"
        "        time to ask about it\n"
    )


def test_what_is_to_be_asked_about_and_whose_word_let_it_go_are_shown() -> None:
    let_go = a_promise(made(chase="2026-11-25"), released())
    assert to_text(detail_page(let_go, READER, NOW, ZONE, 100)) == (
        "Send Ana the slides\n"
        "  id           kmzqrtplwvny\n"
        "  promised     you to Ana Ruiz\n"
        "  due          Friday 27 November 2026, America/New_York\n"
        "  state        released, Mon 23 Nov; the word of Ana Ruiz\n"
        "  visibility   private\n"
        "  ask about    Wed 25 Nov\n"
        "\n"
        "History\n"
        "  Mon 23 Nov 10:00  made by you to Ana Ruiz, due Friday 27 November 2026\n"
        "  Mon 23 Nov 10:01  released by Ana Ruiz\n"
    )
    mine = a_promise(made(maker="ana", to=("sam",)), released(whose="sam"))
    assert "\n  state        released, Mon 23 Nov; your word\n" in to_text(detail_page(mine, READER, NOW, ZONE, 100))


def test_a_note_of_several_lines_is_shown_in_several_each_below_the_first() -> None:
    noted_so = a_promise(made(), noted("Bring the list:\r\npaper, \x1bpens\n\n  Mon 23 Nov 10:00  missed"))
    shown = to_text(detail_page(noted_so, READER, NOW, ZONE, 100))
    assert shown.partition("History\n")[2].splitlines()[1:] == [
        "  Mon 23 Nov 10:01  noted: Bring the list:",
        "                    paper, \\u{1b}pens",
        "",
        "                    Mon 23 Nov 10:00  missed",
    ]


def test_everyone_is_listed_with_me_and_the_circles_with_their_members() -> None:
    shown: dict[str, dict[str, Openness]] = {"medics": {"ana": "counted", "sam": "named"}}
    page = people_page(list(PEOPLE.values()), "sam", shown, 100)
    assert to_text(page) == (
        "@sam  Sam Lee (you)\n@ana  Ana Ruiz\n@bo   Bo Chen\n\nStreet Medics (@medics, 2 members)\n  @ana @sam\n"
        "  In reports: by name @sam; counted only @ana\n"
    )
    assert to_text(people_page(list(PEOPLE.values()), "sam", shown, 30)).splitlines()[-2:] == [
        "  In reports: by name @sam;",
        "  counted only @ana",
    ]
    assert to_text(people_page([], "sam", {}, 100)) == "Nobody is known here yet.\n"


def test_a_name_with_control_characters_is_shown_harmless() -> None:
    assert to_text(people_page([Person(handle="x", name="\x1b[2J")], "sam", {}, 100)) == "@x  \\u{1b}[2J\n"


def test_dealings_show_both_directions_or_say_that_there_are_none() -> None:
    assert to_text(dealings_page("bo", [LATE], [THEIRS], READER, NOW, ZONE, 100)) == (
        "Promised to Bo Chen\n"
        "  lmzq  Return the drill  to Bo Chen    7 days late, Mon 16 Nov 10:00\n"
        "\n"
        "Promised by Bo Chen\n"
        "  nmzq  Lend Sam a tent   from Bo Chen  Fri 27 Nov, in 4 days\n"
    )
    assert to_text(dealings_page("bo", [], [], READER, NOW, ZONE, 100)) == "There is no promise by or to Bo Chen.\n"


def test_a_log_has_a_line_for_each_event_or_where_that_is_too_narrow_the_rest_below_it() -> None:
    history = a_history(made(), kept(logged="2026-11-23T12:00-05:00"))
    pairs = [(SOON, event) for event in history]
    assert to_text(log_page(pairs, READER, NOW, ZONE, 64)) == (
        "Mon 23 Nov 10:00  kmzq  made by you to Ana Ruiz, due Friday 27…\n"
        "Mon 23 Nov 12:00  kmzq  kept – Send Ana the slides\n"
    )
    assert to_text(log_page(pairs, READER, NOW, ZONE, 40)) == (
        "Mon 23 Nov 10:00  kmzq\n"
        "  made by you to Ana Ruiz, due Friday 27\n"
        "  November 2026 – Send Ana the slides\n"
        "Mon 23 Nov 12:00  kmzq\n"
        "  kept – Send Ana the slides\n"
    )
