"""Series under any order of steps, in a file and in memory: whatever is done, no miss goes away.

An occurrence that counted once counts for ever, by the same due date, unless it is forgotten.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, strategies as st
from msgspec.structs import replace

from followthrough.actions import change_series
from followthrough.actions.add import add_all
from followthrough.actions.annotate import edit, note
from followthrough.actions.drafts import Draft
from followthrough.actions.forget import forget
from followthrough.actions.move import move
from followthrough.actions.settle import confirm, keep, miss, release, reopen
from followthrough.actions.undo import redo, undo
from followthrough.actions.workspace import Workspace
from followthrough.adapters.ledger.disk import UnflushedDisk
from followthrough.adapters.ledger.tinydb_ledger import FileLedger
from followthrough.domain.commitment import Commitment
from followthrough.domain.due import Due
from followthrough.domain.errors import Problem
from followthrough.domain.reliability.outcome import judge
from tests.support.fakes import FakeClock, FakeLedger, SeededRandomness, a_workspace
from tests.support.thoroughness import tried_on

RULES = (
    *("every day", "every 2 days", "tuesday and friday", "every day at 9am", "every day 4 times", "every 3 days"),
    *("2 days after i keep it", "3 days after i keep it 3 times", "a day after i keep it at 18:00"),
)
Step = tuple[int, str, int]
"""Hours that pass, a verb, and a number that says which one it is about, and how."""


def _add(workspace: Workspace, n: int) -> object:
    if len(workspace.ledger.read().series()) > 2:
        return None
    return _begin(workspace, n)


def _begin(workspace: Workspace, n: int) -> object:
    return add_all(workspace, [Draft(what=f"Call {n}", to=("ana",), every=RULES[n % len(RULES)], pile_up=n % 2 == 0)])


def _one(act: Callable[[Workspace, str, int], object]) -> Callable[[Workspace, int], object]:
    def done(workspace: Workspace, n: int) -> object:
        book = workspace.ledger.read()
        there = [each for each in (*book.unsettled(), *book.settled()) if each.series]
        there.sort(key=lambda each: (each.date(), each.id), reverse=True)
        return act(workspace, there[n % min(len(there), 5)].id, n) if there else None

    return done


def _series(act: Callable[[Workspace, str, int], object]) -> Callable[[Workspace, int], object]:
    def done(workspace: Workspace, n: int) -> object:
        there = sorted(workspace.ledger.read().series())
        return act(workspace, there[n % len(there)], n) if there else None

    return done


def _other_rule(workspace: Workspace, key: str, n: int) -> object:
    after = workspace.ledger.read().series()[key].described.after_keeping
    rules = [each for each in RULES if ("after" in each) is after]
    return change_series.change(workspace, key, every=rules[n % len(rules)])


VERBS: dict[str, Callable[[Workspace, int], object]] = {
    "begin": _begin,
    "add": _add,
    "keep": _one(lambda workspace, key, n: keep(workspace, [key])),
    "keep earlier": _one(lambda workspace, key, n: keep(workspace, [key], at=f"{n % 4 + 1} days ago")),
    "miss": _one(lambda workspace, key, n: miss(workspace, [key])),
    "release": _one(lambda workspace, key, n: release(workspace, [key])),
    "skip": _one(lambda workspace, key, n: change_series.skip(workspace, [key])),
    "move": _one(lambda workspace, key, n: move(workspace, [key], by=f"in {n % 5 + 1} days", agreed=n % 3 > 0)),
    "note": _one(lambda workspace, key, n: note(workspace, key, f"note {n}")),
    "edit": _one(lambda workspace, key, n: edit(workspace, key, what=f"Other words {n}")),
    "edit its date": _one(lambda workspace, key, n: edit(workspace, key, by="in 9 days")),
    "reopen": _one(lambda workspace, key, n: reopen(workspace, [key])),
    "not yet": _one(lambda workspace, key, n: confirm(workspace, [key], satisfied=False)),
    "forget": _one(lambda workspace, key, n: forget(workspace, [key])),
    "another rule": _series(_other_rule),
    "other words": _series(lambda workspace, key, n: change_series.change(workspace, key, what=f"Ring {n}")),
    "stop": _series(lambda workspace, key, n: change_series.stop(workspace, key)),
    "undo": lambda workspace, n: undo(workspace, n % 2 + 1),
    "redo": lambda workspace, n: redo(workspace),
}
OFTEN = ("keep", "keep", "keep earlier", "reopen", "undo", "undo", "another rule", "another rule", "stop", "forget")
NAMES = (*(each for each in VERBS if each != "begin"), *OFTEN, "nothing", "nothing")
STEPS = st.lists(
    st.tuples(st.sampled_from((0, 0, 3, 24, 30, 75)), st.sampled_from(NAMES), st.integers(0, 35)),
    min_size=8,
    max_size=25,
)


def counted(workspace: Workspace) -> dict[str, Due | None]:
    """What counts, kept or not, and by which due date."""
    book, now = workspace.ledger.read(), workspace.now()
    return {
        each.id: each.judged_due
        for each in (*book.unsettled(), *book.settled())
        if each.judged_due is not None and each.judged_due.passed(now, each.zone) and judge(each, now).in_n
    }


def told(workspace: Workspace) -> list[Any]:
    """All that a reader is told of the promises."""
    book = workspace.ledger.read()
    state: Callable[[Commitment], Any] = lambda each: (  # noqa: E731  # said once
        *(each.id, each.what, each.state, str(each.due), str(each.judged_due), each.made_at, each.settled_at),
        *(each.series, book.computed(each.id) is None, len(each.history)),
    )
    everything = sorted(map(state, (*book.unsettled(), *book.settled())))
    shown = sorted(each.id for each in book.at_hand())
    return [everything, shown, sorted(book.passed_over()), sorted(book.forgotten()), dict(book.last_numbers())]


class Machine:
    """A user's ledgers, one in memory and one in a file, to which the same is done; or the one in memory alone."""

    def __init__(self, directory: Path | None = None) -> None:
        self.clock = FakeClock()
        self.fake = a_workspace(FakeLedger(may_be_missing=True), clock=self.clock)
        self.all: list[Workspace] = [self.fake]
        if directory is not None:
            path, state = str(directory / "ledger.json"), str(directory / "state")
            file = FileLedger(path, state, "test", SeededRandomness().choose, self.clock.now, disk=UnflushedDisk())
            self.all.append(replace(a_workspace(clock=self.clock, randomness=SeededRandomness(7)), ledger=file))
        self.known: dict[str, Due | None] = {}

    def do(self, hours: int, verb: str, n: int) -> None:
        """Let time pass, and take one step in each, with the same end."""
        self.clock.forward(hours=hours)
        self.no_miss_went_away()
        if verb in VERBS:
            ends = [self._end(VERBS[verb], each, n) for each in self.all]
            assert all(each == ends[0] for each in ends)
            self.no_miss_went_away()
        if len(self.all) > 1:
            assert told(self.all[0]) == told(self.all[1])

    def _end(self, act: Callable[[Workspace, int], object], workspace: Workspace, n: int) -> object:
        try:
            act(workspace, n)
        except Problem as problem:
            return type(problem), str(problem).replace(workspace.ledger.path, "PATH")
        return None

    def no_miss_went_away(self) -> None:
        """What counted once counts, by the same due date, unless it was forgotten."""
        now, gone = counted(self.fake), set(self.fake.ledger.read().forgotten())
        for key, due in self.known.items():
            assert key in gone or now.get(key) == due, f"{key} was due {due}, and is now {now.get(key)}"
        self.known |= now


def run(steps: list[Step], directory: Path | None = None) -> None:
    machine = Machine(directory)
    machine.do(0, "begin", steps[0][2])
    for step in steps:
        machine.do(*step)


@tried_on(40)
@given(STEPS)
def test_whatever_is_done_to_a_series_no_miss_goes_away(steps: list[Step]) -> None:
    run(steps)


@tried_on(12)
@given(STEPS)
def test_a_file_and_a_ledger_in_memory_tell_the_same_of_series(steps: list[Step]) -> None:
    directory = Path(tempfile.mkdtemp(prefix="series-"))
    try:
        run(steps, directory)
    finally:
        shutil.rmtree(directory)
