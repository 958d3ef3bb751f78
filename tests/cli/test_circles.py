"""Circles: what they kept together, who speaks for them, what their reports show of whom, what is said in secret.

tests/data/hand_computed_circle.json is read as of Monday 23 November 2026, 10:00 in New York. Its circle has eight
members: Ana and Bo are shown by name, Cleo by initials, Hal is left out, and four are counted only: Eli said so, Dee,
Fay and Gus said nothing. What they promised the circle:

    Ana   on time 1 · 3 days late · open, a hand wanted     made 3, k 1 of n 2, kept 2
    Bo    on time 1 · missed                                made 2, k 1 of n 2, kept 1
    Cleo  on time 1                                         made 1, k 1 of n 1, kept 1
    Dee   on time 1 · overdue                               made 2, k 1 of n 2, kept 1
    Eli   on time 1                                         made 1, k 1 of n 1, kept 1
    Fay   on time 1                                         made 1, k 1 of n 1, kept 1
    Gus   nothing
    Hal   missed · on time 1                                made 2, k 1 of n 2, kept 1

    all eight: made 12, k 7 of n 11, kept 8; without Hal: made 10, k 6 of n 9, kept 7

Logged about the ten: Ana 6 (3 made, 2 kept, 1 noted), Bo 5 (2 made, 1 kept, 1 missed, 1 confirmed), Cleo 2, Eli 2,
Fay 2, Ivy 3 (for Dee: 2 made, 1 kept), Hal 1 (confirmed): 21 events of 7 persons on 7 replicas. By makers 6 + 4 + 2 +
2 + 2 = 16, by other members 1 + 1 = 2, by Ivy, who is none, 3.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.promises import add
from tests.support.hand_computed_circle import NAMES, TARGET, machine, written
from tests.support.terminal import Terminal

PARTS = {"Ana Ruiz": (3, 1, 2, 0), "Bo Chen": (2, 1, 2, 1), "C. V.": (1, 1, 1, 0)}
"""Of each who may be named: made, k, n, missed."""
FORMATS = ("text", "markdown", "html", "json", "csv", "svg")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copy(TARGET, tmp_path / "ledger.json")
    return tmp_path


@pytest.fixture
def ana(home: Path) -> Terminal:
    return at(home, "ana")


def at(home: Path, who: str) -> Terminal:
    """The machine of a member whose ledger this is."""
    terminal = machine(home, who)
    assert terminal.ft("config", "me", who).status == 0
    return terminal


def report(terminal: Terminal, *options: str) -> dict[str, Any]:
    said = terminal.ft("report", "--for", "medics", "--format", "json", *options)
    assert (said.status, said.err) == (0, "")
    found: dict[str, Any] = json.loads(said.out)["report"]
    return found


def chosen(home: Path, **openly: str) -> None:
    """Have members say how openly they are shown."""
    for who, how in openly.items():
        assert at(home, who).ft("people", "sharing", "medics", how).status == 0


def test_the_ledger_is_what_its_commands_write() -> None:
    with written() as there:
        assert (there / "ledger.json").read_text() == TARGET.read_text()


def test_the_figures_of_a_circles_report_are_as_computed_by_hand(ana: Terminal) -> None:
    found = report(ana)
    counts, on_time = found["scorecard"]["windows"]["all"]["counts"], found["scorecard"]["windows"]["all"]["on_time"]
    kept = sum(counts[name] for name in ("kept_on_time", "kept_no_due", "kept_late", "kept_in_part"))
    assert (counts["made"], on_time["k"], on_time["n"], kept, counts["confirmed_by_recipient"]) == (10, 6, 9, 7, 2)
    together = found["together"]
    assert {
        each["name"]: (each["counts"]["made"], each["on_time"]["k"], each["on_time"]["n"], each["counts"]["missed"])
        for each in together["parts"]
    } == PARTS
    assert (found["members"], together["counted_only"], together["left_out"], together["withheld"]) == (7, 4, 1, False)
    assert together["logged"] == {
        "named": [
            {"name": "Ana Ruiz", "events": 6},
            {"name": "Bo Chen", "events": 5},
            {"name": "C. V.", "events": 2},
        ],
        "others": 4,
        "by_others": 8,
        "replicas": 7,
    }
    basis = found["basis"]
    assert (basis["events"], basis["by_makers"], basis["by_recipients"], basis["one_side"]) == (21, 16, 2, 8)


def test_a_scorecard_at_home_is_the_sum_of_all_members(ana: Terminal) -> None:
    counts = json.loads(ana.ft("score", "medics", "--json").out)["windows"]["all"]
    assert (counts["counts"]["made"], counts["on_time"]["k"], counts["on_time"]["n"]) == (12, 7, 11)


def test_with_a_circle_what_was_kept_together_comes_first_and_then_who_asks_for_a_hand(ana: Terminal) -> None:
    said = ana.ft("with", "medics")
    head = said.out.splitlines()
    assert (said.status, head[:5]) == (
        0,
        [
            "Street Medics (8 members)",
            "Kept together: 8 of 12 promises, the latest on Mon 16 Nov. 7 of 11 that came due were kept on time.",
            "",
            "Help wanted",
            "  lrx  Train two newcomers      to Street Medics              Tue 1 Dec, in 8 days",
        ],
    )
    sections = ("Help wanted", "Waiting", "Kept", "Missed, released, withdrawn")
    assert [each for each in head[1:] if each in sections] == [*sections]
    narrow = ana.ft("with", "medics", COLUMNS="60")
    assert max(map(len, narrow.out.splitlines())) <= 60
    found = json.loads(ana.ft("with", "medics", "--json").out)
    together = found["together"]
    assert [together[name] for name in ("members", "made", "kept")] == [8, 12, 8]
    assert [together["on_time"][name] for name in ("k", "n", "rate")] == [7, 11, 7 / 11]
    assert [each["what"] for each in found["commitments"][:4]] == [
        "Train two newcomers",
        "Lend a ladder",
        "Return the stretcher",
        "Drive the van",
    ]
    assert len(found["commitments"]) == 13
    assert "together" not in json.loads(ana.ft("with", "bo", "--json").out)


def test_a_circle_that_nobody_has_promised_anything_says_so(ana: Terminal) -> None:
    ana.ft("people", "choir", "--member", "ana,bo")
    assert ana.ft("with", "choir") == (0, "choir (2 members)\nNo member has promised it anything yet.\n", "")


@pytest.mark.parametrize("layout", FORMATS)
def test_who_is_left_out_or_counted_only_is_in_no_format_by_name_or_text(ana: Terminal, layout: str) -> None:
    more = () if layout == "svg" else ("--detail", "full", "--names", "full")
    page = ana.ft("report", "--for", "medics", "--format", layout, *more).out
    hidden = [name for handle, name in NAMES.items() if handle in ("cleo", "dee", "eli", "fay", "gus", "hal")]
    assert [each for each in (*hidden, "clinic", "bandages", "radios", "armbands", "van") if each in page] == []
    assert "left out" in page or layout == "csv"
    assert ("Book the hall" in page) == (layout != "svg")


@pytest.mark.parametrize("layout", FORMATS)
def test_names_may_be_shown_less_openly_than_chosen_and_never_more(ana: Terminal, layout: str) -> None:
    everyone = {"initials": ["A. R.", "B. C.", "C. V."], "none": [], "full": ["Ana Ruiz", "Bo Chen", "C. V."]}
    for names, shown in everyone.items():
        page = ana.ft("report", "--for", "medics", "--format", layout, "--names", names).out.replace("\\", "")
        named = [each for each in ("Ana Ruiz", "Bo Chen", "A. R.", "B. C.", "Cleo", "C. V.") if each in page]
        assert sorted(named) == shown
        assert ("Street Medics" in page) == (names == "full" and layout != "csv")


def test_of_fewer_than_three_who_are_counted_only_nothing_follows_from_the_rest(home: Path, ana: Terminal) -> None:
    chosen(home, eli="named")  # dee and fay are left, gus has no promise
    together = report(ana, "--detail", "full")["together"]
    assert (together["parts"], together["withheld"], together["counted_only"]) == ([], True, 7)
    assert together["logged"] == {"named": [], "others": 7, "by_others": 21, "replicas": 7}
    listing = report(ana, "--detail", "titles")["listing"]
    assert listing == {"latest": [], "may_be_shown": 0, "counted_only": 10}
    page = ana.ft("report", "--for", "medics").out
    assert "Nobody is shown on their own: with names off, fewer than 3 others have" in page


def test_of_fewer_than_three_members_with_names_off_nothing_is_shown(home: Path, ana: Terminal) -> None:
    chosen(home, bo="left-out", cleo="left-out", eli="left-out", fay="left-out")
    refused = ana.ft("report", "--for", "medics")
    assert refused == (
        5,
        "",
        "Nothing is shown for @medics: with names off, fewer than three members have promises to count.\n"
        "Each member says for themselves how they are shown: ft people sharing medics named\n",
    )
    chosen(home, dee="named", gus="initials")
    assert [each["name"] for each in report(ana)["together"]["parts"]] == ["Ana Ruiz", "Dee Adeyemi", "G. M."]
    assert ana.ft("report", "--for", "medics", "--names", "none").status == 5
    chosen(home, ana="left-out", dee="left-out", gus="left-out")
    assert ana.ft("report", "--for", "medics").status == 5


@pytest.mark.parametrize("option", [("--from", "dee"), ("--with", "dee"), ("--tag", "x"), ("--since", "2026-11-01")])
def test_no_filter_tells_whose_figures_are_whose(home: Path, ana: Terminal, option: tuple[str, str]) -> None:
    refused = ana.ft("report", "--for", "medics", *option)
    assert refused == (
        5,
        "",
        "The report for @medics is of all its promises: some alone would tell whose they are.\n"
        "Leave the filters out. It can be filtered where every member counted chose to be named.\n",
    )
    chosen(home, dee="named", eli="named", fay="named", gus="named")
    assert ana.ft("report", "--for", "medics", *option).status == 0


def test_a_circles_report_is_added_up_signed_and_checked_like_any_other(home: Path, ana: Terminal) -> None:
    with ana.at_home():
        for who in ("medics", "ivy"):
            assert ana.ft("report", "--for", who, "-o", f"{who}.json").status == 0
        added = json.loads(ana.ft("report", "--combine", "medics.json", "ivy.json", "--json").out)["report"]
    assert (added["scorecard"]["windows"]["all"]["counts"]["made"], added["together"]) == (11, None)


@pytest.mark.parametrize("who", [each for each in NAMES if each != "bo"])
def test_any_member_confirms_but_the_maker(home: Path, who: str) -> None:
    terminal = at(home, who)
    kept = terminal.ft("confirm", found(terminal, "leaflets"), "--json")
    (promise,) = json.loads(kept.out)["commitments"]
    said = promise["history"][-1]
    assert (promise["confirmed"], said["whose"], said["by"]) == (True, who, who)
    assert terminal.ft("release", "ladder").status == 0
    assert terminal.ft("confirm", found(terminal, "leaflets"), "--who", "bo").status == 2


def test_the_maker_confirms_nothing_in_their_own_hand(home: Path) -> None:
    bo = at(home, "bo")
    (promise,) = json.loads(bo.ft("confirm", found(bo, "leaflets"), "--json").out)["commitments"]
    assert (promise["history"][-1]["whose"], promise["history"][-1]["by"]) == ("medics", "bo")
    assert report(bo)["scorecard"]["windows"]["all"]["counts"]["confirmed_by_recipient"] == 2


def found(terminal: Terminal, word: str) -> str:
    (promise,) = json.loads(terminal.ft("list", "--all", "--search", word, "--json").out)["commitments"]
    return str(promise["id"])


def test_no_circle_is_in_another_one(ana: Terminal) -> None:
    inside = "@crew cannot be a circle: @medics is a circle, and members are persons.\n"
    assert ana.ft("people", "crew", "--member", "bo,medics") == (2, "", inside)
    itself = "@gus cannot be a circle: it is a member of @medics.\n"
    assert ana.ft("people", "gus", "--member", "cleo") == (2, "", itself)


PRIVATE = "A private promise does not go into a shared ledger: @bo and 5 more would read it.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("add", "A secret", "--to", "bo", "--no-due"),
        ("add", "A secret", "--to", "bo", "--every", "friday"),
        ("edit", "newcomers"),
        ("series", "oxygen"),
    ],
)
def test_a_shared_ledger_refuses_what_is_private(ana: Terminal, words: tuple[str, ...]) -> None:
    ana.ft("add", "Check the oxygen", "--to", "medics", "--every", "friday")
    before = Path(ana.environment["FOLLOWTHROUGH_LEDGER"]).read_bytes()
    refused = ana.ft(*words, "--visibility", "private")
    assert (refused.status, refused.out) == (5, "")
    assert refused.err == (
        PRIVATE + "Keep it in a ledger of your own: ft --ledger FILE add …, or say --visibility circle.\n"
    )
    assert Path(ana.environment["FOLLOWTHROUGH_LEDGER"]).read_bytes() == before


def test_what_is_not_said_is_for_a_circle_in_a_shared_ledger_and_for_me_alone_in_my_own(ana: Terminal) -> None:
    (shared,) = json.loads(ana.ft("add", "Wash up", "--to", "bo", "--no-due", "--json").out)["commitments"]
    assert shared["visibility"] == "circle"
    mine = {"FOLLOWTHROUGH_LEDGER": str(ana.home / "mine.json")}
    for _ in range(2):
        (own,) = json.loads(ana.ft("add", "Wash up", "--to", "bo", "--no-due", "--json", **mine).out)["commitments"]
        assert own["visibility"] == "private"


def test_a_ledger_of_which_nobody_knows_who_recorded_in_it_is_not_shared(home: Path, ana: Terminal) -> None:
    path = home / "ledger.json"
    for who in ("bo", "cleo", "eli", "fay", "hal", "ivy"):
        path.write_text(path.read_text().replace(f'"by":"{who}","last"', '"last"'))
    assert ana.ft("add", "A secret", "--to", "bo", "--no-due", "--visibility", "private").status == 0


def test_who_goes_by_another_handle_now_is_nobody_else(terminal: Terminal) -> None:
    add(terminal, "Send the slides", "--no-due")
    terminal.ft("people", "rename", "sam", "samuel")
    assert terminal.ft("add", "A secret", "--to", "ana", "--no-due", "--visibility", "private").status == 0
