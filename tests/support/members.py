"""Members with a machine each, who promise, settle and change their minds, and mail each other their ledgers.

Clocks are wrong by up to twelve hours and stand in other zones. One machine goes on from a copied home, one from a
copied disk that carries the mark of the first, and one has an older version of the program.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from msgspec import Struct, field
from msgspec.structs import replace

from followthrough.actions.add import add
from followthrough.actions.examine import examine, mend
from followthrough.actions.merge import Copy, merge as take_in
from followthrough.actions.restore import restore
from followthrough.actions.workspace import Workspace
from followthrough.adapters.ledger.disk import UnflushedDisk
from followthrough.adapters.ledger.remembered import directory_of
from followthrough.adapters.ledger.upkeep import FileUpkeep
from followthrough.domain.errors import NewerLedgerError, Problem
from followthrough.domain.notices import Notice
from followthrough.formats.examination.whole import Examined
from followthrough.formats.sums import plain_id
from tests.adapters.steps import file_ledger
from tests.support.copies import ACTIONS
from tests.support.fakes import FakeClock, FakePreferences, SeededRandomness, a_workspace
from tests.support.older_version import older_version

COUNT = 10
ME = ("sam", "sam", "ana", "bo", "cleo", "dee", "eli", "ana", "sam", "sam")
SKEWS = (0, -12, 12, 7, -3, 1, -8, 5, 2, 0)
"""Hours by which the clock of each is wrong."""
ZONES = ("America/New_York", "Europe/Madrid", "Asia/Kolkata", "Pacific/Auckland", "America/New_York")
OLD, COPIED_HOME, COPIED_DISK = 7, 8, 9
_RARE = {"forget", "forget a person", "rename", "join", "divide", "repeat", "another rule", "other words", "stop"}
"""What is done once where anything else is done four times: after it, much is the same."""
_OF_SERIES = {"repeat", "another rule", "other words", "stop"}
"""What the older version has no commands for."""
_VERBS = tuple(each for each in ACTIONS for _ in range(1 if each in _RARE else 4))


class Acknowledged(Struct):
    """What members were told is recorded: the events by id, as they were written, and what they forgot."""

    events: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """By id and sum."""
    promises: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    """The histories of promises, as a plain union of what each machine added: the model."""
    twice: set[str] = field(default_factory=set)
    """The promises in which one id was given to two events, by copies of one disk."""
    forgot_somebody: bool = False
    done: int = 0
    refused: int = 0

    def note(self, before: bytes, after: bytes) -> None:
        """Take down what a step added to a file."""
        known = events_in(before)
        self.events |= {key: event for key, event in events_in(after).items() if key not in known}
        for key, record in promises_in(after).items():
            union = self.promises.setdefault(key, {})
            for event in record["history"]:
                if union.setdefault(event["id"], event)["did"] != event["did"] or "~" in event["id"]:
                    self.twice.add(key)


def events_in(content: bytes) -> dict[tuple[str, str], dict[str, Any]]:
    """Every event in a ledger, by its id and sum, as Python's own reader has it; what erased has no sum: it grows."""
    tables = json.loads(content)
    kept = [table for name, table in tables.items() if name not in ("meta", "replicas")]
    records = [record for table in kept for record in table.values()]
    found = {(plain_id(each["id"]), each["sum"]): each for record in records for each in record.get("history", ())}
    return found | {(plain_id(each["id"]), "erased"): each for each in tables["forgotten"].values()}


def promises_in(content: bytes) -> dict[str, dict[str, Any]]:
    """The records of all promises."""
    tables = json.loads(content)
    return {**tables["open"], **tables["settled"]}


def replicas_of(content: bytes) -> dict[str, int]:
    """The last number of each replica that a ledger knows."""
    return {name: entry["last"] for name, entry in json.loads(content)["replicas"].items()}


def erased_in(content: bytes) -> set[str]:
    """The ids of the events that tombstones stand for."""
    return {each for stone in json.loads(content)["forgotten"].values() for each in stone.get("events", ())}


class Members:
    """Ten machines, each with its ledger and its state; all went on from the copy of one."""

    def __init__(self, directory: Path, seed: int, *, copied_disk: bool) -> None:
        self._directory = directory
        self._copied_disk = copied_disk
        self._dice = Random(seed)
        self._mail: list[Path] = []
        self.acknowledged = Acknowledged()
        self.told: list[Notice] = []
        """What the ledgers had to say besides."""
        self.machines = [self._machine(number, seed) for number in range(COUNT)]
        first = self.machines[0]
        with self.at(0):
            for what in ("Send Ana the slides", "Sort the attic"):
                add(first, what, to=["ana"], by="friday")
        self.acknowledged.note(_EMPTY, self.file(0))
        for number in range(1, COUNT):
            shutil.copy(first.ledger.path, self.machines[number].ledger.path)
        for number in (COPIED_HOME, COPIED_DISK) if copied_disk else (COPIED_HOME,):
            self._copy_state(number)

    def _machine(self, number: int, seed: int) -> Workspace:
        home = self._directory / str(number)
        home.mkdir()
        clock = FakeClock(zone=ZONES[number % len(ZONES)])
        clock.forward(hours=SKEWS[number])
        return replace(
            a_workspace(clock=clock),
            ledger=file_ledger(home, seed=1000 * seed + number, disk=UnflushedDisk(), tell=self.told.append),
            randomness=SeededRandomness(1000 * seed + number),
            preferences=FakePreferences(ME[number]),
        )

    def _copy_state(self, number: int) -> None:
        """What the first machine remembers of its ledger, as a copy of its whole home has it."""
        ledger = json.loads(self.file(0))["meta"]["1"]["ledger"]
        mine, other = (self.machines[each].ledger.path for each in (0, number))
        remembered = directory_of(str(Path(mine).parent / "state"), mine, ledger)
        shutil.copytree(remembered, directory_of(str(Path(other).parent / "state"), other, ledger))

    def file(self, number: int) -> bytes:
        """What stands in the file of one of them."""
        return Path(self.machines[number].ledger.path).read_bytes()

    @contextmanager
    def at(self, number: int, *, upgraded: bool = False) -> Iterator[Workspace]:
        """Sit down at a machine, with its own mark and its version of the program."""
        mark = 0 if number == COPIED_DISK and self._copied_disk else number
        with patch("followthrough.adapters.ledger.replicas.machine_mark", lambda: f"machine {mark}"):
            if number == OLD and not upgraded:
                with older_version():
                    yield self.machines[number]
            else:
                yield self.machines[number]

    def act(self) -> None:
        """One of them does something, mails the ledger, or takes in what came by mail."""
        number = self._dice.randrange(COUNT)
        clock: Any = self.machines[number].clock
        clock.forward(minutes=self._dice.choice((0, 1, 30, 240)))
        draw = self._dice.random()
        if draw < 0.1:
            self._mail.append(self._directory / f"mail-{len(self._mail)}.json")
            self._mail[-1].write_bytes(self.file(number))
        elif draw < 0.25:
            others = [each.ledger.path for each in self.machines] + [*map(str, self._mail)]
            self.take_in(number, self._dice.sample(others, self._dice.randint(1, 2)))
        else:
            self._record(number, self._dice.choice(_VERBS), self._dice.randrange(12))

    def _record(self, number: int, verb: str, which: int) -> None:
        if number == OLD and verb in _OF_SERIES:
            return
        before = self.file(number)
        with self.at(number) as machine:
            ids = machine.ledger.read().ids_from("", 999)
            try:
                ACTIONS[verb](machine, ids[which * 7 % len(ids)], which)
            except Problem as problem:
                self._refused(number, before, problem)
                return
        self.acknowledged.forgot_somebody |= verb == "forget a person"
        self.acknowledged.done += self.file(number) != before
        self.acknowledged.note(before, self.file(number))

    def _refused(self, number: int, before: bytes, problem: Problem) -> None:
        """What is refused changes nothing, and only an older version may be told that the ledger is newer."""
        assert self.file(number) == before
        assert number == OLD or not isinstance(problem, NewerLedgerError)
        self.acknowledged.refused += 1

    def do(self, number: int, act: Callable[[Workspace], object]) -> None:
        """One thing at one machine."""
        before = self.file(number)
        with self.at(number) as machine:
            act(machine)
        self.acknowledged.note(before, self.file(number))

    def take_in(self, number: int, paths: list[str], *, upgraded: bool = False) -> None:
        """Merge files into the ledger of a machine; nothing that was in it goes but what somebody forgot."""
        before = self.file(number)
        with self.at(number, upgraded=upgraded) as machine:
            try:
                take_in(machine, [Copy(path=path) for path in paths])
            except Problem as problem:
                if upgraded:
                    raise
                self._refused(number, before, problem)
                return
        assert plain_ids(before) <= plain_ids(self.file(number))

    def meet(self) -> None:
        """Everybody merges everybody, after the oldest version was replaced."""
        everyone = [each.ledger.path for each in self.machines]
        for number in self._dice.sample(range(COUNT), COUNT):
            self.take_in(number, self._dice.sample(everyone, COUNT), upgraded=True)
        for number in self._dice.sample(range(COUNT), COUNT):
            self.take_in(number, everyone, upgraded=True)

    def examined(self, number: int) -> Examined:
        """What `doctor` says at a machine."""
        with self.at(number, upgraded=True) as machine:
            return examine(_upkeep(machine))

    def mended(self, number: int) -> Examined:
        """What `doctor --fix` leaves there."""
        with self.at(number, upgraded=True) as machine:
            return mend(machine, _upkeep(machine)).after

    def restored(self, number: int) -> None:
        """What `restore` brings back there."""
        with self.at(number, upgraded=True) as machine:
            restore(machine, _upkeep(machine))


def _upkeep(machine: Workspace) -> FileUpkeep:
    state = str(Path(machine.ledger.path).parent / "state")
    return FileUpkeep(machine.ledger, state, "doctor", disk=UnflushedDisk())


def plain_ids(content: bytes) -> set[str]:
    """The ids of all events in a ledger, and of those that were erased."""
    return {key for key, _ in events_in(content)} | erased_in(content)


_EMPTY = b'{"open":{},"settled":{},"forgotten":{}}'
