"""JSON and calendars of any kind are told or refused, in bounds of time and memory, and nothing else is raised."""

import json
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, strategies as st

from followthrough.domain.arrivals import Told
from followthrough.domain.errors.exchanging import NotInThatFormatError
from followthrough.formats.exchange import commits_to
from tests.support.bombs import read_apart
from tests.support.builders import NOW, ZONE, a_promise, kept, made, missed, noted, promise
from tests.support.hostile_files import PROGRAM_BOMBS
from tests.support.leavers import NASTY, SEPARATORS
from tests.support.mutations import ODD, places, with_value
from tests.support.thoroughness import tried_on

FORMATS = tuple(PROGRAM_BOMBS)
each_format = pytest.mark.parametrize("name", FORMATS)
PROMISES = (
    *(promise(text, tags=("talks",), due="2026-11-27T17:00-05:00", confidence=0.8, remind=3600) for text in NASTY[::6]),
    a_promise(made(due="2026-11-20", logged="2026-11-01T09:00-04:00"), noted("a\nb"), kept(part=0.5, logged=NOW)),
    a_promise(made(due="2026-11-20", logged="2026-11-01T09:00-04:00"), missed(logged=NOW, note="x")),
)


def _written(name: str) -> str:
    if name == "commits_to":
        return (Path(__file__).parents[2] / "data" / "commits_to.json").read_text(encoding="utf-8")
    text: str = import_module(f"followthrough.formats.exchange.{name}").write(PROMISES, people={}, me="sam", now=NOW)
    return text


WRITTEN = {name: _written(name) for name in FORMATS}
DATES = ("00000101T000000Z", "00010101T000000", "99981231", "99991231T235959Z", "20260230", "20261127T250000Z", "NaN")
PIECES = (
    *(*NASTY, *SEPARATORS, *DATES),
    *("\\ud800", "\\u0000", '"', "{", "}", "[", "]", ",", ":", "\\", "9" * 5000, "1e999", "NaN", "-Infinity"),
    *("\r\n", "\r\n ", ";", "\nBEGIN:VTODO", "\nEND:VTODO", "\nEND:VCALENDAR", "\nBEGIN:VALARM", "\nRRULE:x", "\nDUE:"),
    *(";TZID=../../etc/passwd", ";TZID=\0", ";VALUE=DATE:", "0002", "9999", "٢٠٢٦", "\ufeff"),
)
PIECE = st.sampled_from(PIECES) | st.text(max_size=5)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), PIECE), min_size=1, max_size=8)
GENERATED = st.lists(PIECE, max_size=20).map("".join)
HEADS = {
    "taskwarrior": '[{"description":"',
    "commits_to": '[{"tdue":"',
    "ics": "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:",
}


def edited(text: str, edits: list[tuple[float, int, str]]) -> str:
    for place, gone, piece in edits:
        start = int(place * len(text))
        text = text[:start] + piece + text[start + gone :]
    return text


def tell(name: str, text: str) -> None:
    """Read it: everything that is left out has a place and a reason, and nothing but a refusal is raised."""
    format_ = import_module(f"followthrough.formats.exchange.{name}")
    format_.is_one(text)
    begun = time.process_time()
    try:
        told = format_.read(text, zone=ZONE, now=NOW)
    except NotInThatFormatError:
        told = Told()
    assert all(each.line >= 1 and each.origin for each in told.arrivals)
    assert all(each.line >= 1 and each.reason and len(each.reason) < 300 for each in told.unread)
    assert not any(each.reason.endswith(".") for each in told.unread)
    assert time.process_time() - begun < 2


@each_format
@given(edits=EDITS)
@tried_on(25)
def test_a_file_with_anything_changed_is_told_or_refused(name: str, edits: list[tuple[float, int, str]]) -> None:
    tell(name, edited(WRITTEN[name], edits))


@each_format
@given(text=GENERATED)
@tried_on(25)
def test_anything_at_all_is_told_or_refused(name: str, text: str) -> None:
    tell(name, text)
    tell(name, HEADS[name] + text)


def odd(name: str, seed: int, count: int) -> Iterator[str]:
    """The file with odd values in place of others, as many times."""
    chance, document = Random(seed), json.loads(WRITTEN[name])
    everywhere = list(places(document))
    for _ in range(count):
        changed: Any = document
        for _ in range(chance.choice((1, 1, 2, 3))):
            changed = with_value(changed, chance.choice(everywhere), chance.choice(ODD))
        yield json.dumps(changed)


@pytest.mark.parametrize("name", ["taskwarrior", "commits_to"])
def test_odd_values_are_told_or_refused(name: str) -> None:
    for text in odd(name, 8, 60):
        tell(name, text)


@pytest.mark.parametrize(("name", "bomb"), [(name, bomb) for name in FORMATS for bomb in PROGRAM_BOMBS[name]])
def test_a_bomb_is_read_in_time(name: str, bomb: str) -> None:
    tell(name, PROGRAM_BOMBS[name][bomb](10_000))


MANY = {
    "taskwarrior": "[" + '{"description":"x"},' * 50_000 + "{}]",
    "commits_to": "[" + '{"tdue":""},' * 50_000 + "{}]",
    "ics": "BEGIN:VCALENDAR\n" + "BEGIN:VTODO\n" * 50_001,
}


def test_far_more_than_a_life_holds_is_refused_before_it_is_read() -> None:
    with pytest.raises(NotInThatFormatError) as caught:
        commits_to.read("[" + '{"tdue":""},' * 250_000, zone=ZONE, now=NOW)
    assert "it has more than 50,000 entries" in str(caught.value), "that it is no JSON is not even seen"


@each_format
def test_more_than_a_life_holds_is_refused(name: str) -> None:
    with pytest.raises(NotInThatFormatError) as caught:
        import_module(f"followthrough.formats.exchange.{name}").read(MANY[name], zone=ZONE, now=NOW)
    assert "it has more than 50,000 entries; in parts it may come in." in str(caught.value)


@pytest.mark.torture
@each_format
def test_ten_thousand_files_are_told_or_refused(name: str) -> None:
    chance = Random(8)
    for _ in range(10_000):
        edits = [(chance.random(), chance.randrange(20), chance.choice(PIECES)) for _ in range(chance.randrange(1, 9))]
        tell(name, edited(WRITTEN[name], edits))
    for text in odd(name, 9, 5_000) if name != "ics" else ():
        tell(name, text)


@pytest.mark.torture
@pytest.mark.parametrize(("name", "bomb"), [(name, bomb) for name in FORMATS for bomb in PROGRAM_BOMBS[name]])
def test_a_bomb_of_ten_megabytes_takes_two_seconds_and_300_megabytes_at_most(name: str, bomb: str) -> None:
    took = read_apart(name, bomb)
    assert took.seconds <= 2
    assert took.megabytes <= 300
