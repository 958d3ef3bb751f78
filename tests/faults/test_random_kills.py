"""Killed at a random moment, by a SIGKILL that nothing can catch: what was acknowledged is there, and it goes on."""

import json
import random
import signal
import subprocess
import time
from pathlib import Path
from unittest.mock import ANY

import pytest

from tests.faults.evidence import events_of, gaps_in
from tests.faults.processes import Writer
from tests.faults.stores import LEDGER, OURS, REFUSALS, STOCK_REWORDING, copy_with_a_promise, store_of
from tests.support.figures import count
from tests.support.terminal import Terminal, program

MOST_STEPS = 3
"""How many steps a process may take before the one in which it is killed, or right after."""
ROUNDS = 50
"""After so many kills another ledger is begun, so that kills meet the beginning of one as well."""


class Tally:
    """What was found after kills."""

    def __init__(self) -> None:
        self.kills = self.acknowledged = self.torn = self.lost = self.stuck = self.refused = 0

    def after_kill(self, kind: str, directory: Path, acknowledged: set[str], number: int) -> bool:
        """Look at the file, and take a step more; whether it is worth going on with this file."""
        self.kills += 1
        try:
            there = events_of(directory / LEDGER)
        except ValueError:
            self.torn += 1
            return False
        self.lost += len(acknowledged - there)
        acknowledged &= there
        try:
            one_more = set(store_of(kind, directory, number).act())
        except REFUSALS:
            self.stuck += 1
            return False
        self.lost += len((acknowledged | one_more) - events_of(directory / LEDGER))
        return True


def killed_writers(kind: str, directory: Path, kills: int) -> Tally:
    """Kill that many writers one after the other, on a new ledger every so often, and look after each."""
    dice, tally, usual = random.Random(f"{kills} kills"), Tally(), usual_seconds(kind, _new(directory, -1))
    acknowledged: set[str] = set()
    place = directory
    for number in range(kills):
        if number % ROUNDS == 0:
            place, acknowledged = _new(directory, number), set()
        writer = Writer(kind, place, 2 * number, 10_000).begun()
        told = writer.killed_after(dice.randint(0, MOST_STEPS), dice.uniform(0, usual))
        acknowledged |= set(told.acknowledged)
        tally.acknowledged += len(told.acknowledged)
        tally.refused += len(told.refused)
        if not tally.after_kill(kind, place, acknowledged, 2 * number + 1):
            place, acknowledged = _new(directory, number + kills), set()
        elif kind == OURS:
            assert gaps_in(events_of(place / LEDGER)) == []
    return tally


def usual_seconds(kind: str, directory: Path) -> float:
    """How long a step takes here and now."""
    writer, began = Writer(kind, directory, 0, 10).begun(), time.monotonic()
    writer.told()
    return (time.monotonic() - began) / 10


def _new(directory: Path, number: int) -> Path:
    place = directory / f"from-{number}"
    place.mkdir(parents=True)
    return place


@pytest.mark.parametrize("kills", [100, pytest.param(1_000, marks=pytest.mark.torture)])
def test_nothing_acknowledged_is_lost_by_kills_at_random_moments(tmp_path: Path, kills: int) -> None:
    tally = killed_writers(OURS, tmp_path, kills)
    count("killed at random", **vars(tally))

    assert tally.kills == kills
    assert tally.acknowledged > kills
    assert (tally.torn, tally.lost, tally.stuck, tally.refused) == (0, 0, 0, 0)


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.torture)])
def test_nothing_that_the_installed_program_answered_is_lost_by_kills(terminal: Terminal, kills: int) -> None:
    dice, answered = random.Random(f"{kills} kills of the program"), 0
    began = time.monotonic()
    assert terminal.program("add", "the first promise", "--to", "ana").status == 0
    usual = time.monotonic() - began
    for number in range(kills):
        before = events_of(terminal.ledger)
        command = _some_command(terminal, dice, terminal.home / f"elsewhere-{number}")
        answer = _killed(terminal, command, dice.uniform(0.5, 1.6) * usual)
        there = events_of(terminal.ledger)
        assert there >= before
        assert there > before or not answer
        answered += bool(answer)
    assert terminal.program("add", "the last promise", "--to", "ana") == (0, ANY, "")
    count("the installed program killed at random", kills=kills, answered=answered, lost=0)


def _some_command(terminal: Terminal, dice: random.Random, elsewhere: Path) -> list[str]:
    """An addition, a promise kept, or the merge of a copy."""
    unsettled = list(json.loads(terminal.ledger.read_bytes())["open"])
    match dice.choice(("add", "add", "keep", "merge")):
        case "keep" if unsettled:
            return ["keep", dice.choice(unsettled)]
        case "merge":
            copy_with_a_promise(terminal.ledger, elsewhere, dice.randrange(2**40))
            return ["merge", str(elsewhere / LEDGER)]
        case _:
            return ["add", "one more promise", "--to", "ana"]


def _killed(terminal: Terminal, command: list[str], seconds: float) -> bytes:
    """What the program answered before it was killed, if it was not done before."""
    process = subprocess.Popen(
        [program(), *command],
        env=terminal.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        answer, complaint = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        answer, complaint = process.communicate()
    assert b"Traceback" not in complaint, complaint.decode()
    assert process.returncode in (0, -signal.SIGKILL), complaint.decode()
    return answer


def test_control_kills_tear_the_file_of_stock_tinydb(tmp_path: Path) -> None:
    """Thirty kills tear it nearly always; where they did not by chance, there are more."""
    tallies = (killed_writers(STOCK_REWORDING, tmp_path / f"{round_}", 30) for round_ in range(20))
    tally = next((each for each in tallies if each.torn), None)

    assert tally is not None
    count("killed at random, control with stock TinyDB", **vars(tally))
