"""ASCII where it is asked for or nothing else can be carried: signs of ours, letters of users, JSON, files."""

import ast
import json
import unicodedata
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from followthrough.cli.catalog import COMMANDS
from followthrough.cli.display import may_rewrite_lines
from followthrough.cli.letters import SIGNS, VARIABLE, shown, shown_json
from followthrough.rendering.lines import cells
from tests.cli.promises import add
from tests.support.pseudo_terminal import on_a_terminal
from tests.support.story import STORY
from tests.support.terminal import Said, Terminal

SOURCE = Path(__file__).parents[2] / "src" / "followthrough"
PAGES = (
    (),
    ("list", "--all"),
    ("show", "slides"),
    ("show", "zzz"),
    ("keep", "the"),
    ("log",),
    ("people",),
    ("with", "ana"),
    ("with", "medics"),
    ("score",),
    ("score", "ana", "--since", "2026-10-01"),
    ("odds",),
    ("digest",),
    ("when", "next friday", "3/12", "soon"),
    ("series",),
    ("report",),
    ("report", "--format", "markdown", "--detail", "titles"),
    ("config",),
    ("help", "dates"),
    ("export", "--format", "todotxt"),
    ("doctor",),
    ("restore", "--list"),
    ("schedule", "--daily", "08:00"),
    ("verify", "/nowhere"),
    ("nosuch",),
    ("list", "--nosuch"),
)
DOCUMENTS = frozenset({("export", "--format", "todotxt"), ("report", "--format", "markdown", "--detail", "titles")})
ASKED = ({VARIABLE: "1"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX"})
TYPED = {letter for _, words in STORY for word in words for letter in word}


def beyond_ascii(said: Said) -> set[str]:
    return {letter for letter in said.out + said.err if not letter.isascii()}


def a_stream(encoding: str) -> TextIOWrapper:
    return TextIOWrapper(BytesIO(), encoding=encoding)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: " ".join(page) or "today")
def test_a_page_that_is_asked_for_in_ascii_holds_nothing_else_than_letters_of_its_user(
    told: Terminal, page: tuple[str, ...]
) -> None:
    said = told.ft(*page)
    in_ascii = told.ft("--ascii", *page)
    assert in_ascii.status == said.status
    if page in DOCUMENTS:
        assert in_ascii == said
        return
    assert beyond_ascii(in_ascii) <= TYPED - {"’"}
    assert told.ft(*page, "--ascii").out == in_ascii.out


@pytest.mark.parametrize("environment", ASKED, ids=str)
def test_ascii_is_asked_for_by_a_variable_or_a_plain_locale(told: Terminal, environment: dict[str, str]) -> None:
    for page in (("log",), ("show", "zzz"), ("score",)):
        assert beyond_ascii(told.ft(*page)) - TYPED | {"’"}
        assert beyond_ascii(told.ft(*page, **environment)) <= TYPED - {"’"}


def test_a_dumb_terminal_gets_ascii_and_a_pipe_of_one_does_not(told: Terminal) -> None:
    with on_a_terminal(told, "log", columns=200, TERM="dumb") as dumb:
        assert {letter for letter in dumb.ended()[1] if not letter.isascii()} <= TYPED - {"’"}
    assert told.ft("log", TERM="dumb") == told.ft("log")


def test_it_is_not_asked_for_by_zero_or_behind_the_end_of_options(told: Terminal) -> None:
    assert told.ft("log", FOLLOWTHROUGH_ASCII="0") == told.ft("log") == told.ft("log", FOLLOWTHROUGH_ASCII="")
    assert "“--ascii”" in told.ft("show", "--", "--ascii").err


def test_every_help_is_ascii_as_it_stands(terminal: Terminal) -> None:
    assert beyond_ascii(terminal.ft("--help")) == set()
    for name in COMMANDS:
        assert beyond_ascii(terminal.ft(name, "--help")) == set(), name


def test_letters_of_a_user_stay_and_signs_of_ours_do_not(terminal: Terminal) -> None:
    add(terminal, "Zoë – 東京 “soon”…", to="ana")
    assert terminal.ft("--ascii", "list").out.split("  ")[2] == 'Zoë - 東京 "soon"~'
    assert terminal.ft("list", PYTHONIOENCODING="ascii").out.split("  ")[2] == r'Zo\u{eb} - \u{6771}\u{4eac} "soon"~'


def test_json_is_the_same_in_ascii(told: Terminal) -> None:
    assert told.ft("--ascii", "list", "--all", "--json") == told.ft("list", "--all", "--json")
    assert told.ft("--ascii", "show", "zzz", "--json") == told.ft("show", "zzz", "--json")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_json_is_json_where_letters_are_lacking(told: Terminal, encoding: str) -> None:
    said = told.ft("list", "--all", "--json", PYTHONIOENCODING=encoding)
    assert json.loads(said.out) == json.loads(told.ft("list", "--all", "--json").out)
    error = told.ft("show", "🎉", "--json", PYTHONIOENCODING=encoding).err
    assert json.loads(error)["error"]["message"] == "No promise matches “🎉”."


def test_a_file_is_the_same_in_ascii(told: Terminal, tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    told.ft("report", "-o", str(one))
    told.ft("report", "--ascii", "-o", str(other))
    assert one.read_bytes() == other.read_bytes()
    assert not one.read_text(encoding="utf-8").isascii()


def test_a_sign_is_exchanged_for_one_as_wide_so_that_columns_stay() -> None:
    assert all(cells(chr(sign)) == cells(chr(instead)) == 1 for sign, instead in SIGNS.items())


def test_signs_that_stand_side_by_side_stay_different() -> None:
    for together in ("█▒░·", "├─●", "─═●", "≤≥"):
        assert len({SIGNS[ord(sign)] for sign in together}) == len(together)


@given(st.text())
def test_what_is_shown_can_be_written(text: str) -> None:
    for encoding in ("ascii", "latin-1", "utf-8"):
        if encoding != "utf-8" or not any(unicodedata.category(letter) == "Cs" for letter in text):
            shown(text, a_stream(encoding)).encode(encoding)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_of_any_text_is_the_same_text_in_ascii(text: str) -> None:
    document = json.dumps(text, ensure_ascii=False)
    assert json.loads(shown_json(document, a_stream("ascii"))) == text
    assert shown_json(document, a_stream("ascii")).isascii()


class _Screen(TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_lines_are_written_over_on_a_terminal_alone_and_on_no_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _Screen(BytesIO())
    monkeypatch.setenv("TERM", "xterm")
    assert may_rewrite_lines(screen)
    assert not may_rewrite_lines(a_stream("utf-8"))
    monkeypatch.setenv("TERM", "dumb")
    assert not may_rewrite_lines(screen)


SPEAKING = ("rendering", "cli", "domain/errors", "domain/notices.py", "adapters")
COMPARED = {"safe_text.py": "what is joined", "lines.py": "what is narrow", "letters.py": "the table itself"}


def test_every_sign_that_a_sentence_of_ours_is_written_with_has_another_in_ascii() -> None:
    lacking = {
        (file.name, letter)
        for place in SPEAKING
        for file in ([SOURCE / place] if place.endswith(".py") else sorted((SOURCE / place).rglob("*.py")))
        if file.name not in COMPARED
        for letter in _said_in(ast.parse(file.read_text(encoding="utf-8")))
        if ord(letter) not in SIGNS and not letter.isascii() and unicodedata.category(letter) not in ("Cf", "Cs")
    }
    assert lacking == set()


def _said_in(module: ast.Module) -> Iterator[str]:
    """The letters of every text but docstrings and those below a constant."""
    told = {id(each.value) for each in ast.walk(module) if isinstance(each, ast.Expr)}
    for each in ast.walk(module):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in told:
            yield from each.value
