"""Texts that would move the cursor, turn the line around, or be read as markup: shown as they are, harmless."""

import json
import unicodedata

import pytest

from tests.cli.promises import add
from tests.support.terminal import Terminal

ESCAPES = "a\x1b[31mb\x1b]0;title\x07c\x9b2Jd"
TURNED = "a\u202eb\u2066c\u200fd\u2028e\u00ade\ufefff"
MARKUP = "[red] [/] [bold] :smile: [link=x] %s {0} \\ `x` $(x)"
KINDS = {"escapes": ESCAPES, "turned": TURNED, "markup": MARKUP, "controls": "a\x00b\x08c\x7fd\ne\tf\rg"}
SHOWN = {
    "escapes": "a\\u{1b}[31mb\\u{1b}]0;title\\u{7}c\\u{9b}2Jd",
    "turned": "a\\u{202e}b\\u{2066}c\\u{200f}d\\u{2028}e\\u{ad}e\\u{feff}f",
    "markup": MARKUP,
    "controls": "a\\u{0}b\\u{8}c\\u{7f}d\\u{a}e\\u{9}f\\u{d}g",
}
VIEWS = (
    ("list", "--all"),
    ("show", "ID"),
    ("log",),
    ("people",),
    ("with", "ana"),
    ("digest",),
    (),
    ("note", "ID", "x"),
    ("edit", "ID", "--tag", "x"),
    ("keep", "ID"),
    ("list", "--search", "zzzz"),
)


def harmless(text: str, *, colours: bool = False) -> bool:
    """Whether nothing in the text but line ends (and colours) is invisible or moves the cursor."""
    import re

    plain = re.sub(r"\x1b\[[0-9;]*m", "", text) if colours else text
    return all(letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in plain)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def everywhere(terminal: Terminal, text: str) -> str:
    """The text in every field that takes any text; the id of the promise."""
    commitment = add(terminal, text, "--by", "today", "--note", text)
    assert terminal.ft("people", "ana", "--name", text).status == 0
    assert terminal.ft("people", "medics", "--name", text, "--member", "ana").status == 0
    assert terminal.ft("note", commitment, text, "--help-wanted").status == 0
    assert terminal.ft("edit", commitment, "--what", f"{text}.").status == 0
    assert terminal.ft("edit", commitment, "--what", text).status == 0
    return commitment


@pytest.mark.parametrize("command", VIEWS, ids=lambda command: command[0] if command else "today")
def test_a_hostile_text_is_shown_harmless(terminal: Terminal, kind: str, command: tuple[str, ...]) -> None:
    commitment = everywhere(terminal, KINDS[kind])
    words = [commitment if word == "ID" else word for word in command]
    plain = terminal.ft(*words)
    assert plain.status == 0
    assert harmless(plain.out)
    assert harmless(plain.err)
    coloured = terminal.ft(*(words if words[:1] != ["keep"] else ["list"]), FORCE_COLOR="1")
    assert harmless(coloured.out, colours=True)
    assert "☺" not in coloured.out
    assert "😄" not in coloured.out


def test_a_hostile_text_is_readable(terminal: Terminal, kind: str) -> None:
    everywhere(terminal, KINDS[kind])
    assert SHOWN[kind] in terminal.ft("list").out
    assert SHOWN[kind] in terminal.ft("people").out


def test_a_hostile_text_is_escaped_in_json_and_comes_back_as_it_was(terminal: Terminal, kind: str) -> None:
    commitment = everywhere(terminal, KINDS[kind])
    for command in (["list"], ["show", commitment], ["people"], ["digest"], []):
        said = terminal.ft("--json", *command)
        assert said.status == 0
        assert harmless(said.out)
        json.loads(said.out)
    (listed,) = json.loads(terminal.ft("list", "--json").out)["commitments"]
    assert listed["what"] == KINDS[kind]
    assert {event["note"] for event in listed["history"] if "note" in event} == {KINDS[kind]}
    names = {each["handle"]: each["name"] for each in json.loads(terminal.ft("people", "--json").out)["people"]}
    assert names == {"ana": KINDS[kind], "medics": KINDS[kind], "sam": "sam"}


@pytest.mark.parametrize("typed", [ESCAPES, TURNED, MARKUP, "\udcff"], ids=["escapes", "turned", "markup", "bytes"])
@pytest.mark.parametrize(
    "command",
    [
        ("TYPED",),
        ("show", "TYPED"),
        ("--TYPED",),
        ("list", "--TYPED"),
        ("list", "--state", "TYPED"),
        ("list", "--sort", "TYPED"),
        ("list", "--limit", "TYPED"),
        ("miss", "x", "--because", "TYPED"),
        ("undo", "TYPED"),
        ("config", "TYPED"),
        ("config", "ledgers.TYPED/", "x"),
        ("config", "zone", "TYPED"),
        ("config", "me", "TYPED/"),
        ("--ledger", "TYPED", "list"),
        ("--ledger", "TYPED.json", "list"),
        ("with", "TYPED"),
        ("keep", "x", "--at", "TYPED"),
    ],
    ids=" ".join,
)
def test_an_error_names_what_was_typed_harmlessly(terminal: Terminal, command: tuple[str, ...], typed: str) -> None:
    add(terminal, "Send Ana the slides")
    words = [word.replace("TYPED", typed) for word in command]
    said = terminal.ft(*words)
    assert said.status in {2, 3, 5}
    assert said.out == ""
    assert harmless(said.err)
    assert len(said.err.splitlines()) in {1, 2}
    as_json = terminal.ft("--json", *words)
    assert (as_json.status, as_json.out) == (said.status, "")
    assert harmless(as_json.err)
    assert json.loads(as_json.err)["error"]["exit_status"] == said.status


def test_candidates_are_listed_harmlessly(terminal: Terminal) -> None:
    add(terminal, f"{ESCAPES} one")
    add(terminal, f"{ESCAPES} two")
    said = terminal.ft("keep", "title")
    assert (said.status, said.out) == (4, "")
    assert harmless(said.err)


def test_joiners_between_letters_and_emoji_pass(terminal: Terminal) -> None:
    text = "نامه\u200cای 👩\u200d🚒"
    add(terminal, text)
    assert text in terminal.ft("list").out
