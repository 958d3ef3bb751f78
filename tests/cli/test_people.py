"""People at the command line: a handle that may be a slip, other names, another handle, circles."""

import json

import pytest

from tests.cli.promises import add, stored, texts
from tests.support.pseudo_terminal import on_a_terminal
from tests.support.terminal import Terminal

NEAR = (
    "@anna is new here, and one letter from @ana.\n"
    "If that is who you mean, type @ana. For someone new by that handle: --new-person\n"
)


@pytest.fixture
def slides(terminal: Terminal) -> str:
    """The id of a promise to ana."""
    return add(terminal, "Send Ana the slides", "--by", "friday")


@pytest.mark.parametrize(
    "command",
    [
        ("add", "Bring cake", "--to", "anna"),
        ("add", "Bring cake", "--from", "Anna"),
        ("add", "Bring cake", "--to", "bo,anna"),
        ("edit", "slides", "--to", "@anna"),
        ("people", "medics", "--member", "anna"),
        ("people", "anna", "--name", "Anna Diaz"),
    ],
)
def test_a_new_handle_one_letter_from_a_known_one_is_refused_where_nobody_can_be_asked(
    terminal: Terminal, slides: str, command: tuple[str, ...]
) -> None:
    before = stored(terminal)
    assert terminal.ft(*command) == (4, "", NEAR)
    assert stored(terminal) == before
    refused = json.loads(terminal.ft(*command, "--json").err)["error"]
    assert (refused["kind"], refused["exit_status"]) == ("near_handle", 4)
    assert terminal.ft(*command, "--new-person").status == 0
    handles = [each["handle"] for each in json.loads(terminal.ft("people", "--json").out)["people"]]
    assert "anna" in handles


@pytest.mark.parametrize(("answer", "to"), [("y", "ana"), ("n", "anna"), ("", "anna")])
def test_on_a_terminal_it_is_asked_who_is_meant(terminal: Terminal, slides: str, answer: str, to: str) -> None:
    with on_a_terminal(terminal, "add", "Bring cake", "--to", "anna") as asked:
        assert asked.wait_for("[y/N]: ") == "@anna is new here. Did you mean @ana? [y/N]: "
        asked.press(f"{answer}\n")
        status, _ = asked.ended()
    assert status == 0
    assert texts(terminal.ft("list", "--to", to, "--search", "cake", "--json")) == ["Bring cake"]


def test_an_interrupted_question_records_nothing(terminal: Terminal, slides: str) -> None:
    before = stored(terminal)
    with on_a_terminal(terminal, "add", "Bring cake", "--to", "anna") as asked:
        asked.wait_for("[y/N]: ")
        asked.interrupt()
        assert asked.ended()[0] == 130
    assert stored(terminal) == before


def test_people_who_are_numbered_or_two_letters_long_are_not_asked_about(terminal: Terminal) -> None:
    for handle in ("p1", "p2", "p11", "person1", "person2", "al", "ax", "me"):
        assert terminal.ft("add", "Something", "--to", handle).status == 0


def test_what_people_are_called_besides_is_listed_found_and_dropped(terminal: Terminal, slides: str) -> None:
    said = terminal.ft("people", "ana", "--alias", "Nana", "--alias", "la-jefa", "--zone", "Asia/Tokyo")
    listed = "@ana  ana        also Nana, la-jefa; Asia/Tokyo\n@sam  sam (you)\n"
    assert said == (0, listed, "")
    assert texts(terminal.ft("list", "--to", "NANA", "--json")) == ["Send Ana the slides"]
    assert terminal.ft("people", "ana", "--no-alias", "nana").out == listed.replace("Nana, ", "")
    (person,) = json.loads(terminal.ft("people", "la-jefa", "--json").out)["people"]
    assert person == {
        "handle": "ana",
        "name": "ana",
        "members": [],
        "aliases": ["la-jefa"],
        "also": [],
        "zone": "Asia/Tokyo",
        "sharing": {},
    }


def test_the_moment_something_is_due_is_told_where_the_other_lives(terminal: Terminal) -> None:
    add(terminal, "Call", "--by", "friday 5pm")
    terminal.ft("people", "ana", "--name", "Ana Ruiz", "--zone", "Asia/Tokyo")
    assert (
        "  their time   Saturday 28 November 2026, 07:00 for Ana Ruiz, Asia/Tokyo\n" in terminal.ft("show", "call").out
    )
    terminal.ft("people", "ana", "--zone", "America/New_York")
    assert "their time" not in terminal.ft("show", "call").out


def test_who_joins_a_circle_and_who_leaves_it_is_said(terminal: Terminal, slides: str) -> None:
    assert terminal.ft("people", "medics", "--member", "ana", "--member", "bo").err == "Joined @medics: @ana, @bo\n"
    said = terminal.ft("people", "medics", "--member", "cleo,ana", "--no-member", "bo")
    assert said.err == "Joined @medics: @cleo\nLeft @medics: @bo\n"
    listed = "\nmedics (@medics, 2 members)\n  @ana @cleo\n  In reports: counted only\n"
    assert said.out.endswith(listed)
    assert terminal.ft("people", "medics", "--no-member", "bo") == (
        5,
        "",
        "@bo is no member of @medics.\nft people medics lists its members.\n",
    )


def test_who_leaves_a_circle_may_say_me(terminal: Terminal) -> None:
    terminal.ft("people", "medics", "--member", "me,cleo,ana")
    said = terminal.ft("people", "medics", "--no-member", "me")
    assert (said.status, "@sam" in said.out.partition("In reports")[0].partition("members)")[2]) == (0, False), said


def test_a_renamed_person_is_counted_on_and_older_versions_write_the_ledger_no_more(
    terminal: Terminal, slides: str
) -> None:
    terminal.ft("config", "me", "sam")
    terminal.ft("keep", slides)
    assert b'"min_writer":1' in stored(terminal)
    said = terminal.ft("people", "rename", "sam", "samuel")
    assert said == (
        0,
        "@ana     ana\n@samuel  samuel (you)  also @sam\n",
        "@sam is @samuel now, in 1 promise; whoever types or records @sam means @samuel.\n"
        "You are @samuel here now. In another ledger, where you are @sam still: ft config me sam\n",
    )
    assert b'"format":2,"min_writer":2' in stored(terminal)
    assert "on time            1 of 1" in terminal.ft("score").out
    assert terminal.ft("doctor").status == 0
    assert terminal.ft("config", "me").out == "samuel\n"


def test_what_is_typed_by_hand_is_still_recorded_after_a_renaming(terminal: Terminal, slides: str) -> None:
    terminal.ft("people", "rename", "ana", "ana-ruiz")
    terminal.ledger.write_bytes(
        stored(terminal).replace(b'{"what":"Send Ana the slides"', b'{"what":"Send Ana 2 slides"')
    )
    assert terminal.ft("note", slides, "Soon").status == 0
    history = json.loads(terminal.ft("show", slides, "--json").out)["commitments"][0]["history"]
    assert [event["did"] for event in history] == ["made", "edited", "noted"]
    assert (history[1]["from"], history[1]["to"]) == ({"what": "Send Ana the slides"}, {"what": "Send Ana 2 slides"})


def test_counts_in_a_prompt_are_those_of_every_handle_of_mine(terminal: Terminal, slides: str) -> None:
    terminal.ft("config", "me", "sam")
    assert terminal.ft("prompt").out == "1 open\n"
    terminal.ft("people", "rename", "sam", "samuel")
    assert terminal.ft("prompt").out == "1 open\n"
    terminal.ft("config", "me", "sam")
    assert terminal.ft("prompt").out == "1 open\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("rename", "ana"), "Say both: ft people rename OLD NEW"),
        (("join", "ana"), "Say both: ft people join ONE OTHER"),
        (("ana", "bo"), "One person at a time: ft people ana"),
        (("join", "ana", "bo", "--only", "x"), "--only goes with rename: ft people rename OLD NEW --only ID"),
        (("rename", "ana", "x", "--alias", "y"), "Describe them in a command of its own: ft people x --alias NAME"),
        (("--alias", "y"), "Say whom it is about: ft people HANDLE --name NAME"),
    ],
)
def test_what_is_typed_wrongly_is_answered_with_what_is_right(
    terminal: Terminal, slides: str, words: tuple[str, ...], sentence: str
) -> None:
    said = terminal.ft("people", *words)
    assert (said.status, said.out, sentence in said.err) == (2, "", True)


SHARED = "medics (@medics, 2 members)\n  @ana @sam\n  In reports: {}\n"


def test_a_member_says_how_openly_a_circles_reports_may_show_them(terminal: Terminal, slides: str) -> None:
    terminal.ft("people", "medics", "--member", "ana,me")
    assert terminal.ft("people", "medics") == (0, SHARED.format("counted only"), "")
    said = terminal.ft("people", "sharing", "medics", "named")
    assert said == (0, SHARED.format("by name @sam; counted only @ana"), "")
    assert terminal.ft("people", "sharing", "Medics", "LEFT-OUT").out == SHARED.format(
        "counted only @ana; left out @sam"
    )
    again = terminal.ft("people", "sharing", "medics", "left-out")
    assert again.err == "Nothing of that is new about @sam.\n"
    undone = terminal.ft("undo")
    assert (undone.status, undone.err) == (0, "Undone: what was recorded about @sam\n")
    (circle,) = json.loads(terminal.ft("people", "medics", "--json").out)["people"]
    assert circle["sharing"] == {"ana": "counted", "sam": "named"}


def test_nobody_else_can_say_how_openly_a_member_is_shown(terminal: Terminal, slides: str) -> None:
    terminal.ft("people", "medics", "--member", "ana,me")
    before = stored(terminal)
    stranger = terminal.ft("people", "sharing", "ana", "named")
    assert stranger == (5, "", "@sam is no member of @ana.\nft people ana lists its members.\n")
    assert terminal.ft("people", "sharing", "nobody", "named").status == 3
    for words in (("medics",), ("medics", "openly"), ("medics", "named", "ana"), ("medics", "named", "--name", "Sam")):
        assert terminal.ft("people", "sharing", *words).status == 2
    assert stored(terminal) == before
    terminal.ft("config", "me", "ana")
    terminal.ft("people", "sharing", "medics", "initials")
    assert terminal.ft("people", "medics").out == (
        "medics (@medics, 2 members)\n  @ana @sam\n  In reports: by initials @ana; counted only @sam\n"
    )
