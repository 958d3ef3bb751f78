"""Lines and tables of any kind are told or refused, in bounds of time and memory, and nothing else is raised."""

import time
from importlib import import_module
from random import Random
from types import ModuleType

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.arrivals import Told
from followthrough.domain.errors.exchanging import NotInThatFormatError
from tests.support.bombs import BOMBS, read_apart
from tests.support.builders import NOW, ZONE, a_promise, kept, made, noted, promise
from tests.support.leavers import NASTY, SEPARATORS
from tests.support.thoroughness import tried_on

FORMATS = tuple(BOMBS)
each_format = pytest.mark.parametrize("name", FORMATS)
PROMISES = (
    *(promise(text, tags=("talks",), due="2026-11-27T17:00-05:00", confidence=0.8, remind=3600) for text in NASTY[::6]),
    a_promise(
        made(due="2026-11-20", logged="2026-11-01T09:00-04:00"), noted("a\nb"), kept(part=0.5, note="x", logged=NOW)
    ),
)
DATES = ("0000-01-01", "0001-01-01", "9998-12-31", "9999-12-31", "99999-12-31", "2026-02-30", "-1", "٢٠٢٦-11-27", "NaN")
PIECES = (
    *(*NASTY, *SEPARATORS, *DATES),
    *(f"{key}:{date}" for key in ("due", "due-at", "settled-at", "chase", "moved", "t") for date in DATES),
    *("part:0", "part:1e999", "confidence:-1", "zone:../../etc/passwd", "zone:\0", "remind:9" * 30, "9" * 5000),
    *(
        "\ud800",
        "%",
        "%F",
        "%FF",
        "%ED%A0%80",
        '"',
        '""',
        "'",
        ",",
        ";",
        "x ",
        "(A) ",
        "id:kmzqrtplwvny",
        "\ufeff",
        "2026-11-27T24:00Z",
    ),
    *("2026-11-27T17:00:00+99:99", "2026-11-27T17:00-25:00", "0002-01-01T00:00+23:59", "9998-12-31T23:59-23:59"),
)


def module(name: str) -> ModuleType:
    return import_module(f"followthrough.formats.exchange.{name}")


WRITTEN = {name: module(name).write(PROMISES, people={}, me="sam", now=NOW) for name in FORMATS}
HEADS = {"todotxt": "", "csv_file": "what,to,from,due,state,settled,part,made,zone,confidence,remind,notes,recorded\n"}
PIECE = st.sampled_from(PIECES) | st.text(max_size=5)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), PIECE), min_size=1, max_size=8)
GENERATED = st.lists(PIECE, max_size=20).flatmap(
    lambda found: st.sampled_from(("", " ", ",", "\n")).map(lambda by: by.join(found))
)


def edited(text: str, edits: list[tuple[float, int, str]]) -> str:
    for place, gone, piece in edits:
        start = int(place * len(text))
        text = text[:start] + piece + text[start + gone :]
    return text


def tell(name: str, text: str) -> None:
    """Read it: every line that is counted has a number and a reason, and nothing but a refusal is raised."""
    format_ = module(name)
    format_.is_one(text)
    begun = time.process_time()
    try:
        told = format_.read(text, zone=ZONE, now=NOW)
    except NotInThatFormatError:
        told = Told()
    assert all(each.line >= 1 and each.origin and each.what for each in told.arrivals)
    assert all(each.line >= 1 and each.reason and len(each.reason) < 300 for each in told.unread)
    assert not any(each.reason.endswith(".") for each in told.unread)
    assert time.process_time() - begun < 2


@each_format
@given(edits=EDITS)
@tried_on(25)
def test_a_file_of_ours_with_anything_changed_is_told_or_refused(
    name: str, edits: list[tuple[float, int, str]]
) -> None:
    tell(name, edited(WRITTEN[name], edits))


@each_format
@given(text=GENERATED)
@tried_on(25)
def test_anything_at_all_is_told_or_refused(name: str, text: str) -> None:
    tell(name, HEADS[name] + text)


@pytest.mark.parametrize(("name", "bomb"), [(name, bomb) for name in FORMATS for bomb in BOMBS[name]])
def test_a_bomb_is_read_in_time(name: str, bomb: str) -> None:
    tell(name, BOMBS[name][bomb](10_000))


@pytest.mark.torture
@each_format
def test_ten_thousand_files_are_told_or_refused(name: str) -> None:
    chance = Random(8)
    for _ in range(10_000):
        edits = [(chance.random(), chance.randrange(20), chance.choice(PIECES)) for _ in range(chance.randrange(1, 9))]
        tell(name, edited(WRITTEN[name], edits))


@pytest.mark.torture
@pytest.mark.parametrize(("name", "bomb"), [(name, bomb) for name in FORMATS for bomb in BOMBS[name]])
def test_a_bomb_of_ten_megabytes_takes_two_seconds_and_300_megabytes_at_most(name: str, bomb: str) -> None:
    took = read_apart(name, bomb)
    assert took.seconds <= 2
    assert took.megabytes <= 300
