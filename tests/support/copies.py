"""Copies of one ledger on two or three machines, made by running actions on each, and by what befalls files.

Clocks differ, machines take in what others recorded now and then, one may go on under the replica name of another (a
copied home), and in the end somebody, or a newer version, may have been at the file of each.
"""

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from followthrough.actions import change_series
from followthrough.actions.add import add, add_all
from followthrough.actions.annotate import edit, note
from followthrough.actions.drafts import Draft
from followthrough.actions.forget import forget
from followthrough.actions.merge import Copy, merge as take_in
from followthrough.actions.move import move
from followthrough.actions.people import describe
from followthrough.actions.renaming import join, rename
from followthrough.actions.settle import confirm, keep, miss, release, reopen, repair, withdraw
from followthrough.actions.undo import redo, undo
from followthrough.actions.workspace import Workspace
from followthrough.adapters.ledger.disk import UnflushedDisk
from followthrough.adapters.ledger.frame import compose, parse
from followthrough.adapters.ledger.replicas import Replica, Replicas
from followthrough.adapters.ledger.tables import Record
from followthrough.domain.errors import Problem
from followthrough.formats.merging import merge
from tests.adapters.steps import file_ledger
from tests.support.fakes import FakeClock, FakePreferences, SeededRandomness, a_workspace

Tables = dict[str, dict[str, bytes]]
"""A ledger as the merge sees it: the lines of every table."""
SKEWS = (0, -90, 2880)
"""Minutes by which the clock of each machine is wrong."""


def lines_of(content: bytes) -> Tables:
    """The lines of a ledger's bytes."""
    return {name: {key: each.line for key, each in table.items()} for name, table in parse(content).items()}


def file_of(tables: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """The bytes of a ledger that holds these lines."""
    return compose({name: {key: Record(line, key) for key, line in lines.items()} for name, lines in tables.items()})


def united(ours: Tables, theirs: Tables) -> Tables:
    """Both as one, as the merge says."""
    merged = merge(ours, theirs, join=True)
    tables = {name: dict(lines) for name, lines in ours.items()}
    for name, ids in merged.gone.items():
        tables[name] = {key: line for key, line in tables[name].items() if key not in ids}
    for name, fresh in merged.fresh.items():
        tables.setdefault(name, {}).update(fresh)
    return tables


class Machines:
    """Machines with a ledger each; the first one begins it, and the others go on from a copy."""

    def __init__(self, directory: Path, count: int, *, copied_home: bool) -> None:
        self._directory = directory
        self.opened = [self._workspace(number) for number in range(count)]
        for what in ("Send Ana the slides", "Sort the attic"):
            add(self.opened[0], what, to=["ana"], by="friday")
        for number in range(1, count):
            shutil.copy(self.opened[0].ledger.path, self.opened[number].ledger.path)
        if copied_home:
            self._copy_home()

    def _workspace(self, number: int) -> Workspace:
        home = self._directory / str(number)
        home.mkdir()
        clock = FakeClock()
        clock.forward(minutes=SKEWS[number])
        return replace(
            a_workspace(clock=clock),
            ledger=file_ledger(home, seed=number, disk=UnflushedDisk()),
            randomness=SeededRandomness(number),
            preferences=FakePreferences(("sam", "sam", "ana")[number]),
        )

    def _copy_home(self) -> None:
        """Let the second machine record under the name of the first."""
        book: Any = self.opened[0].ledger.read()
        there = self.opened[1].ledger.path
        kept = Replica(book.replica, book.last_numbers()[book.replica])
        state = Replicas(str(Path(there).parent / "state"), book.ledger_id, there)
        state.prepare()
        state.keep(kept)

    def run(self, number: int, verb: str, which: int, minutes: int) -> None:
        """One action on one machine, if it is possible there and then."""
        workspace = self.opened[number % len(self.opened)]
        clock: Any = workspace.clock
        clock.forward(minutes=minutes)
        book = workspace.ledger.read()
        ids = book.ids_from("", 99)
        with suppress(Problem):
            if verb == "take in":
                other = self.opened[(number + 1 + which) % len(self.opened)].ledger.path
                take_in(workspace, [Copy(path=other)])
            else:
                ACTIONS[verb](workspace, ids[which % len(ids)], which)

    def files(self) -> list[Tables]:
        """What stands in the file of each."""
        return [lines_of(Path(each.ledger.path).read_bytes()) for each in self.opened]


def _repeat(workspace: Workspace, key: str, n: int) -> object:
    every = ("every day", "every 2 days at 9am", "2 days after i keep it", "friday")[n % 4]
    return add_all(workspace, [Draft(what=f"Call {n}", to=(("ana", "bo")[n % 2],), every=every)])


def _change(workspace: Workspace, n: int, **given: str) -> object:
    """Give one of the series other terms, or stop it."""
    known = sorted(workspace.ledger.read().series())
    if not known:
        return None
    which = known[n % len(known)]
    return change_series.change(workspace, which, **given) if given else change_series.stop(workspace, which)  # type: ignore[arg-type]  # texts only


ACTIONS: dict[str, Callable[[Workspace, str, int], object]] = {
    "add": lambda workspace, key, n: add(workspace, f"Promise {n}", to=[("ana", "bo")[n % 2]], by="in 2 days"),
    "keep": lambda workspace, key, n: keep(workspace, [key], part=("100%", "60%")[n % 2]),
    "miss": lambda workspace, key, n: miss(workspace, [key]),
    "move": lambda workspace, key, n: move(workspace, [key], by=f"in {n + 1} days", agreed=n % 2 == 0),
    "release": lambda workspace, key, n: release(workspace, [key]),
    "withdraw": lambda workspace, key, n: withdraw(workspace, [key]),
    "reopen": lambda workspace, key, n: reopen(workspace, [key]),
    "confirm": lambda workspace, key, n: confirm(workspace, [key], satisfied=n % 2 == 0),
    "repair": lambda workspace, key, n: repair(workspace, key, "flowers"),
    "note": lambda workspace, key, n: note(workspace, key, f"note {n}", help_wanted=(None, True, False)[n % 3]),
    "edit": lambda workspace, key, n: edit(workspace, key, what=f"Another text {n}", tags=[f"t{n}"]),
    "undo": lambda workspace, key, n: undo(workspace),
    "redo": lambda workspace, key, n: redo(workspace),
    "forget": lambda workspace, key, n: forget(workspace, [key]),
    "forget a person": lambda workspace, key, n: forget(workspace, [f"@{('ana', 'bo', 'cleo', 'medics')[n % 4]}"]),
    "mention": lambda workspace, key, n: note(workspace, key, f"@{('ana', 'bo', 'Cleo')[n % 3]} knows."),
    "name": lambda workspace, key, n: describe(workspace, ("ana", "bo", "cleo")[n % 3], name=f"Name {n}"),
    "call": lambda workspace, key, n: describe(
        workspace, ("ana", "bo", "cleo")[n % 3], aliases=[f"Alias {n}"], zone=("Europe/Madrid", "Asia/Tokyo")[n % 2]
    ),
    "let go": lambda workspace, key, n: describe(workspace, "medics", leaving=[("ana", "bo", "cleo")[n % 3]]),
    "rename": lambda workspace, key, n: rename(
        workspace, ("ana", "bo", "medics", "sam")[n % 4], ("anna", "cleo", "ana", "helpers")[n % 4]
    ),
    "join": lambda workspace, key, n: join(
        workspace, ("ana", "bo", "cleo", "anna")[n % 4], ("bo", "ana", "anna", "cleo")[n // 2 % 4]
    ),
    "divide": lambda workspace, key, n: rename(workspace, "ana", ("dee", "cleo")[n % 2], only=[key]),
    "repeat": _repeat,
    "another rule": lambda workspace, key, n: _change(workspace, n, every=("every day", "every 3 days")[n % 2]),
    "other words": lambda workspace, key, n: _change(workspace, n, what=f"Ring @{('ana', 'bo', 'cleo')[n % 3]}"),
    "stop": lambda workspace, key, n: _change(workspace, n),
    "gather": lambda workspace, key, n: describe(workspace, "medics", members=["ana", ("bo", "cleo")[n % 2]]),
}
_VERBS = (*ACTIONS, *("keep", "edit", "note", "forget", "forget a person", "rename", "join", "take in", "repeat") * 2)


def _changed(line: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    fields = json.loads(line)
    change(fields)
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _in_record(tables: Tables, n: int, change: Callable[[dict[str, Any]], object], *names: str) -> None:
    """Change one of the records of these tables."""
    places = [
        (name, key) for name in names or ("open", "settled", "people", "series") for key in sorted(tables.get(name, {}))
    ]
    if places:
        name, key = places[n % len(places)]
        tables[name][key] = _changed(tables[name][key], change)


def _sworn(n: int) -> dict[str, Any]:
    """An event of a kind that only a newer version knows."""
    return {"did": "sworn", "id": f"zzzzz.{n + 1}", "n": n, "logged": "2026-11-24T10:30:00-05:00", "by": "ana", "x": n}


def _both_tables(tables: Tables, n: int) -> None:
    """A promise stands in both tables, as after a merge of texts."""
    for here, there in (("open", "settled"), ("settled", "open")):
        for key in sorted(tables[here])[n % 2 : n % 2 + 1]:
            tables[there].setdefault(key, tables[here][key])


def _other_id(fields: dict[str, Any], n: int) -> None:
    fields["ledger"] = "klmnop"[n % 6] * 12


def _unknown_table(tables: Tables, n: int) -> None:
    record = {"what": n % 3, **({"history": [{**_sworn(n % 4), "x": n % 2}]} if n % 2 else {"history": n})}
    tables.setdefault("vows" if n % 3 else "elsewhere", {})[f"k{n % 2}"] = json.dumps(record).encode()


def _spelled_out(tables: Tables, n: int) -> None:
    """Spaces and escapes that nobody needs."""
    for key in sorted(tables["open"])[:2]:
        tables["open"][key] = json.dumps(json.loads(tables["open"][key])).encode()


def _stale(tables: Tables, n: int) -> None:
    """A promise that was forgotten stands in its table again, shortened to its making."""
    for key in sorted(tables["forgotten"])[:1]:
        made = {"did": "made", "id": f"wwwww.{n + 1}", "n": 1, "logged": "2026-11-20T10:30:00-05:00", "by": "sam"}
        made |= {"what": "An old copy of it", "maker": "sam", "to": ["ana"], "zone": "UTC"}
        tables["open"][key] = json.dumps({"what": "An old copy of it", "history": [made]}).encode()


def _event(change: Callable[[dict[str, Any], int], object]) -> Callable[[Tables, int], None]:
    def befall(tables: Tables, n: int) -> None:
        _in_record(tables, n, lambda fields: change(fields["history"][n % len(fields["history"])], n))

    return befall


BEFALLS: dict[str, Callable[[Tables, int], None]] = {
    "unknown kind": lambda tables, n: _in_record(tables, n, lambda fields: fields["history"].append(_sworn(n % 4))),
    "unknown field": lambda tables, n: _in_record(tables, n, lambda fields: fields.update(mood={"a": n % 3, "b": [n]})),
    "unknown table": _unknown_table,
    "empty table": lambda tables, n: tables.setdefault("nothing", {}).clear(),
    "meta": lambda tables, n: _in_record(
        tables, 0, lambda fields: fields.update(format=n, min_writer=n, odd=n), "meta"
    ),
    "another ledger": lambda tables, n: _in_record(tables, 0, lambda fields: _other_id(fields, n), "meta"),
    "another machine": lambda tables, n: _in_record(tables, n, lambda fields: fields.update(name=f"m{n}"), "replicas"),
    "damaged": _event(lambda event, n: event.update(note=f"damaged {n % 3}")),
    "damaged sum": _event(lambda event, n: event.update(sum="0000000" + str(n % 3))),
    "no sum": _event(lambda event, n: event.pop("sum", None)),
    "both tables": _both_tables,
    "spelled out": _spelled_out,
    "by hand": lambda tables, n: _in_record(tables, n, lambda fields: fields.update(what=f"By hand {n}"), "open"),
    "stale": _stale,
    "stone": lambda tables, n: _in_record(tables, n, lambda fields: fields.update(by=f"x{n}"), "forgotten"),
    "odd stone": lambda tables, n: _in_record(tables, n, lambda fields: fields.update(odd=n % 2), "forgotten"),
}
"""What befalls the file of one machine after its last action."""


@st.composite
def copies(draw: st.DrawFn, *, length: int = 12, forgetting: bool = False) -> list[Tables]:
    """The files of three machines, or of two of them and of the first as it was before anyone went on.

    With `forgetting` one of them forgets a person on the way, if the rest allows it.
    """
    count = draw(st.integers(2, 3))
    steps = draw(
        st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from(_VERBS), st.integers(0, 6), st.sampled_from((0, 1, 30, 4000))),
            min_size=2,
            max_size=length,
        )
    )
    if forgetting:
        place, machine, who = draw(st.tuples(st.integers(0, len(steps)), st.integers(0, 1), st.sampled_from((0, 1, 3))))
        steps.insert(place, (machine, "forget a person", who, 1))
    with TemporaryDirectory(prefix="copies-") as directory:
        machines = Machines(Path(directory), count, copied_home=draw(st.booleans()))
        before = machines.files()[0]
        for step in steps:
            machines.run(*step)
        files = machines.files()
    files += [before] * (3 - count)
    befell = draw(
        st.lists(st.tuples(st.integers(0, 2), st.sampled_from(tuple(BEFALLS)), st.integers(0, 7)), max_size=6)
    )
    for number, what, n in befell:
        BEFALLS[what](files[number], n)
    return files
