"""What is said on standard error is broken between words where a terminal ends; JSON and tracebacks never are."""

import json

import pytest

from followthrough.cli import app
from tests.cli.promises import add
from tests.support.terminal import Terminal


def test_a_problem_and_its_hint_fit_sixty_columns(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides")
    assert terminal.ft("keep", "zzz", COLUMNS="60") == (
        3,
        "",
        "No promise matches “zzz”.\n"
        "Name it by 3 letters or more of its id, or an open one by\n"
        "its words. ft list --all shows every promise.\n",
    )


def test_a_candidate_that_is_broken_stays_indented(terminal: Terminal) -> None:
    add(terminal, "Send Ana the slides of the talk about the first aid kit")
    add(terminal, "Send Ana the slides")
    said = terminal.ft("keep", "slides", COLUMNS="40")
    first, *candidates, hint = said.err.splitlines()
    assert (said.status, said.out, first) == (4, "", "“slides” matches 2 promises.")
    assert hint == "Name one by more of its id."
    assert len(candidates) == 3
    assert all(each.startswith("  ") and not each.startswith("   ") and len(each) <= 40 for each in candidates)


def test_a_notice_and_a_usage_error_fit_sixty_columns(terminal: Terminal) -> None:
    first = terminal.ft("add", "x", "--to", "ana", COLUMNS="60")
    assert first.err.splitlines()[:2] == [
        "You are @sam here, after your login name. For another: ft",
        "undo, ft config me HANDLE, and add it again.",
    ]
    assert terminal.ft("list", f"--{'long-' * 14}option", COLUMNS="60") == (
        2,
        "",
        "No such option:\n--long-long-long-long-long-long-long-long-long-long-long-lon\ng-long-long-option\n"
        "See ft list --help\n",
    )


def test_an_error_in_json_is_never_broken(terminal: Terminal) -> None:
    add(terminal, "x")
    said = terminal.ft("--json", "keep", "zzz", COLUMNS="60")
    assert said.err == terminal.ft("--json", "keep", "zzz").err
    assert json.loads(said.err)["error"]["message"] == "No promise matches “zzz”."


def test_a_traceback_is_never_broken(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(("word " * 40).strip())

    monkeypatch.setattr(app, "_invoked", broken)
    said = terminal.ft("list", COLUMNS="60")
    assert (said.status, said.out) == (1, "")
    assert f"RuntimeError: {'word ' * 40}".rstrip() in said.err.splitlines()


def test_without_a_terminal_nothing_is_broken(terminal: Terminal) -> None:
    add(terminal, "x")
    assert len(terminal.ft("keep", "zzz").err.splitlines()) == 2
