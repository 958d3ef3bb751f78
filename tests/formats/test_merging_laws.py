"""The laws of the merge, on the bytes of files whose histories were made by running actions on several machines.

A merge that takes whole records, and one that takes lines of text, violate them: those are here as controls.
"""

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import HypothesisException

from followthrough.formats import merging
from followthrough.formats.erasing import forgotten_in, names_in, without_names
from followthrough.formats.merging import merge
from followthrough.formats.record import read_commitment, read_tombstone
from followthrough.formats.record_writing import promise_fields
from followthrough.formats.series import read_series
from followthrough.formats.sums import event_sum, plain_id
from followthrough.formats.uniting.events import canonical
from followthrough.formats.uniting.persons import WithoutNames
from tests.support.copies import Tables, copies, file_of, lines_of, united
from tests.support.figures import count

EXAMPLES = int(os.environ.get("FOLLOWTHROUGH_EXAMPLES", "2000"))
quick = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
thorough = settings(quick, max_examples=EXAMPLES)
Merge = Callable[[Tables, Tables], Tables]


def same(one: Tables, other: Tables) -> None:
    assert file_of(one) == file_of(other)


def commutative(merged: Merge, a: Tables, b: Tables, c: Tables) -> None:
    same(merged(a, b), merged(b, a))


def associative(merged: Merge, a: Tables, b: Tables, c: Tables) -> None:
    same(merged(merged(a, b), c), merged(a, merged(b, c)))


def idempotent(merged: Merge, a: Tables, b: Tables, c: Tables) -> None:
    both = merged(a, b)
    for again in (both, a, b):
        same(merged(both, again), both)
    same(merged(merged(both, c), a), merged(both, c))


def events_of(tables: Tables) -> Iterator[dict[str, Any]]:
    for name in ("open", "settled", "people", "series"):
        for line in tables.get(name, {}).values():
            yield from json.loads(line)["history"]


def content(event: dict[str, Any]) -> bytes:
    fields = {key: value for key, value in event.items() if key != "sum"}
    return canonical({**fields, "id": plain_id(event["id"])})


def is_damaged(event: dict[str, Any]) -> bool:
    fields = {**event, "id": plain_id(event["id"])}
    return "sum" in event and event["sum"] != event_sum(fields)


def erased(tables: Tables) -> set[str]:
    stones = [json.loads(line) for line in tables["forgotten"].values()]
    return {plain_id(each) for stone in stones for each in (*stone["events"], stone["id"])}


def lossless(merged: Merge, a: Tables, b: Tables, c: Tables) -> None:
    """Every event is there, as it was but for the name of who was forgotten, or erased by name.

    A damaged one is, where no intact one stands for it.
    """
    both = merged(a, b)
    there = {content(event) for event in events_of(both)}
    intact = {plain_id(event["id"]) for event in events_of(both) if not is_damaged(event)}
    gone = erased(both)
    forgotten = forgotten_in(both)
    for event in (*events_of(a), *events_of(b)):
        base = plain_id(event["id"])
        named = content(without_names(forgotten, event))
        assert base in gone or named in there or (is_damaged(event) and base in intact)
    assert erased(a) | erased(b) <= gone
    assert not both["open"].keys() & both["settled"].keys()
    assert not both["forgotten"].keys() & {*both["open"], *both["settled"], *both.get("series", ())}


def readable(merged: Merge, a: Tables, b: Tables, c: Tables) -> None:
    """Whatever the merge wrote is in order: each id once, fields and table as the history says, a sum that matches."""
    both = merged(a, b)
    assert lines_of(file_of(both)) == {name: both[name] for name in lines_of(file_of(both)) if name in both}
    written = merge(a, b, join=True).fresh
    for name in ("open", "settled"):
        for key, line in written.get(name, {}).items():
            if line in (b["open"].get(key), b["settled"].get(key)):
                continue  # it came in as the bytes it was
            commitment = read_commitment(key, line)
            ids = [event["id"] for event in json.loads(line)["history"]]
            assert ids == [event.id for event in commitment.history] or commitment.foreign
            assert (commitment.state == "open") == (name == "open")
            recorded = json.loads(json.dumps(promise_fields(commitment)))
            assert {field: value for field, value in json.loads(line).items() if field in recorded} == recorded
    for key, line in both["forgotten"].items():
        read_tombstone(key, line)
    for key, line in both.get("series", {}).items():
        ids = [event["id"] for event in json.loads(line)["history"]]
        series = read_series(key, line)
        assert ids == [event.id for event in series.history] or series.foreign


def nameless(merged: Merge, a: Tables, b: Tables, c: Tables) -> None:
    """Nobody who was forgotten in either is named in both: not in a field of handles, not behind an `@`."""
    both = merged(a, b)
    forgotten = forgotten_in(a, b)
    assert not any(key in forgotten for key in both["people"])
    for name in ("open", "settled", "people", "series", "forgotten"):
        for line in both.get(name, {}).values():
            assert not any(handle in forgotten for handle in names_in(json.loads(line)))


LAWS = (commutative, associative, idempotent, lossless, readable, nameless)


@quick
@given(files=copies(length=8))
def test_the_merge_keeps_its_laws(files: list[Tables]) -> None:
    for law in LAWS:
        law(united, *files)


@settings(quick, max_examples=25)
@given(files=copies(length=6, forgetting=True))
def test_the_merge_keeps_its_laws_where_a_person_was_forgotten(files: list[Tables]) -> None:
    for law in LAWS:
        law(united, *files)


@pytest.mark.torture
@pytest.mark.parametrize("forgetting", [False, True])
def test_the_merge_keeps_its_laws_in_a_long_run(forgetting: bool) -> None:
    @thorough
    @given(files=copies(length=16, forgetting=forgetting))
    def kept(files: list[Tables]) -> None:
        for law in LAWS:
            law(united, *files)

    kept()
    count("merge laws", examples=thorough.max_examples, laws=len(LAWS), violations=0)


def later_record_wins(ours: Tables, theirs: Tables) -> Tables:
    """What a sync tool does that knows nothing of histories: of two records the one that was written to last."""

    def written(line: bytes) -> tuple[str, bytes]:
        return max((event["logged"] for event in json.loads(line).get("history", [])), default=""), line

    return {
        name: {
            key: max((each[name][key] for each in (ours, theirs) if key in each.get(name, {})), key=written)
            for key in sorted({*ours.get(name, {}), *theirs.get(name, {})})
        }
        for name in sorted({*ours, *theirs})
    }


def lines_of_both(ours: Tables, theirs: Tables) -> Tables:
    """What `merge=union` of git leaves: the lines of both, of which a reader takes the last for each key."""
    return {name: {**ours.get(name, {}), **theirs.get(name, {})} for name in dict.fromkeys((*ours, *theirs))}


def with_names(ours: Tables, theirs: Tables) -> Tables:
    """The merge, without taking the names of the forgotten out of either copy first."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(merging, "without_persons", lambda *_: WithoutNames({}, {}, {}))
        return united(ours, theirs)


@pytest.mark.parametrize(
    ("naive", "law"),
    [
        pytest.param(with_names, nameless, id="a name comes back from the other copy"),
        pytest.param(later_record_wins, lossless, id="the later record loses events"),
        pytest.param(lines_of_both, commutative, id="lines of text depend on the order"),
        pytest.param(lines_of_both, lossless, id="lines of text lose events"),
    ],
)
def test_a_naive_merge_violates_them(naive: Merge, law: Callable[..., None]) -> None:
    @settings(quick, max_examples=200, phases=[Phase.generate], database=None, derandomize=True)
    @given(files=copies(length=8, forgetting=naive is with_names))
    def tried(files: list[Tables]) -> None:
        law(naive, *files)

    with pytest.raises((AssertionError, HypothesisException)):
        tried()
