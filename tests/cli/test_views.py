"""How the views look at 60, 80 and 120 columns, plain and in colour, held against golden files."""

from collections.abc import Callable

import pytest

from tests.support.terminal import Terminal

VIEWS: dict[str, tuple[str, ...]] = {
    "today": (),
    "list": ("list",),
    "list-all": ("list", "--all"),
    "show": ("show", "tape"),
    "digest": ("digest",),
    "score": ("score",),
    "with": ("with", "bo"),
    "log": ("log",),
    "help": ("--help",),
    "help-add": ("add", "--help"),
}


@pytest.mark.parametrize("width", ["60", "80", "120"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_looks_like_this(told: Terminal, golden: Callable[[str, str], None], view: str, width: str) -> None:
    said = told.ft(*VIEWS[view], COLUMNS=width)
    assert (said.status, said.err) == (0, "")
    golden(f"views/{view}-{width}.txt", said.out)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_looks_like_this_in_colour(told: Terminal, golden: Callable[[str, str], None], view: str) -> None:
    said = told.ft(*VIEWS[view], COLUMNS="80", FORCE_COLOR="1")
    assert (said.status, said.err) == (0, "")
    golden(f"views/{view}-colour.txt", said.out)
