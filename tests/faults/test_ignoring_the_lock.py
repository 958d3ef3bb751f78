"""A program that knows no lock rewrites the file while ours is written: what it takes out is back with the next write.

It does what editors, sync tools and scripts do: read the file, change something of its own, write what it has read.
"""

import json
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.evidence import events_of
from tests.faults.processes import CONTEXT
from tests.faults.stores import LEDGER, OURS, REFUSALS, STOCK, store_of
from tests.support.figures import count


def in_place(path: Path, document: Any) -> None:
    """Write as `json.dump` into the opened file does."""
    with path.open("w", encoding="utf-8") as file:
        json.dump(document, file)


def by_replacing(path: Path, document: Any) -> None:
    """Write another file, which then takes the name: as careful as a program can be that takes no lock."""
    beside = path.with_name("theirs.json")
    beside.write_text(json.dumps(document), encoding="utf-8")
    beside.replace(path)


WAYS = {"in place": in_place, "by replacing": by_replacing}


def _rewrite(path: Path, way: str, times: int, pipe: Any) -> None:
    dice = random.Random(f"{way} {times}")
    pipe.send("ready")
    done = failed = 0
    while done < times:
        time.sleep(dice.uniform(0, 0.01))
        try:
            document = json.loads(path.read_bytes())
        except ValueError:  # stock TinyDB was just writing
            failed += 1
            if failed > 10 * times:
                break
            continue
        time.sleep(dice.uniform(0, 0.01))
        document.setdefault("theirs", {})["1"] = {"rewritten": done}
        WAYS[way](path, document)
        done += 1
    pipe.send(done)


@contextmanager
def rewriting(path: Path, way: str, times: int) -> Iterator[Any]:
    """That program; what the block gets says whether it is done."""
    receiver, sender = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_rewrite, args=(path, way, times, sender))
    process.start()
    sender.close()
    assert receiver.recv() == "ready"
    yield receiver
    process.join()


def written_meanwhile(kind: str, directory: Path, way: str, times: int) -> dict[str, int]:
    """Write for as long as that program rewrites, then once more; what of it is there at the end."""
    store, path = store_of(kind, directory, 1), directory / LEDGER
    acknowledged, refused = set(store.act()), 0
    with rewriting(path, way, times) as program:
        while not program.poll():
            try:
                acknowledged |= set(store.act())
            except REFUSALS:
                refused += 1
        done = program.recv()
    overwritten = len(acknowledged - _events(path))
    try:
        acknowledged |= set(store.act())
    except REFUSALS:
        refused += 1
    lost = len(acknowledged - _events(path))
    return {
        "rewrites": done,
        "acknowledged": len(acknowledged),
        "refused": refused,
        "overwritten": overwritten,
        "lost": lost,
    }


def _events(path: Path) -> frozenset[str]:
    """The events there; of a file that is torn for good, none."""
    try:
        return events_of(path)
    except ValueError:
        return frozenset()


@pytest.mark.parametrize("times", [40, pytest.param(200, marks=pytest.mark.torture)])
@pytest.mark.parametrize("way", WAYS)
def test_what_a_program_without_lock_overwrote_is_back_with_the_next_write(
    tmp_path: Path, way: str, times: int
) -> None:
    found = written_meanwhile(OURS, tmp_path, way, times)
    count(f"rewritten {way} by a program that ignores the lock", **found)

    assert found["rewrites"] == times
    assert found["acknowledged"] > times / 10
    assert found["lost"] == 0
    assert json.loads((tmp_path / LEDGER).read_bytes())["theirs"]["1"]["rewritten"] in range(times)


@pytest.mark.parametrize("way", WAYS)
def test_control_with_stock_tinydb_it_is_lost(tmp_path: Path, way: str) -> None:
    found = written_meanwhile(STOCK, tmp_path, way, 40)
    count(f"rewritten {way} by a program that ignores the lock, control with stock TinyDB", **found)

    assert found["lost"] > 0
