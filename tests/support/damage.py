"""A small ledger, every way to damage its bytes, and what an examination and a restoration make of the result."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from followthrough.adapters.ledger.frame import FrameError, compose, parse
from followthrough.adapters.ledger.tables import Record
from followthrough.formats.examination.listed import meta_in
from followthrough.formats.examination.reading import Owner, Tables, read_records
from followthrough.formats.examination.sighting import BackupOf, JournalEvent, Keepsakes, Sibling, Sighting
from followthrough.formats.examination.whole import Examination, Examined
from followthrough.formats.mending import mended, restored

FORMAT = 1
FRESH = "kkkkkkkkkkkk"
Events = frozenset[tuple[Owner, bytes]]


def tables_of(data: bytes) -> Tables:
    """The records of a ledger, as the adapter reads them."""
    return {name: {key: record.line for key, record in table.items()} for name, table in parse(data).items()}


def bytes_of(tables: Tables) -> bytes:
    """The file of these records."""
    return compose({name: {key: Record(line, key) for key, line in lines.items()} for name, lines in tables.items()})


def sighting(data: bytes | None, kept: Keepsakes | None = None, *siblings: Sibling) -> Sighting:
    """A ledger file with these bytes, as it is found on a disk."""
    tables, reason = None, ""
    if data is not None:
        try:
            tables = tables_of(data)
        except (FrameError, msgspec.DecodeError, UnicodeError) as problem:
            reason = str(problem)
    ours = tables is None or bytes_of(tables) == data
    return Sighting(
        path="ledger.json", data=data, tables=tables, reason=reason, ours=ours, keepsakes=kept, siblings=siblings
    )


def kept_of(good: bytes, *, journal: bool = False, backup: bool = True, replica: str = "", last: int = 0) -> Keepsakes:
    """What a machine keeps that has a backup of this ledger, or all of its events in the journal."""
    tables = tables_of(good)
    entries = [
        JournalEvent("promises" if owner[0] == "commitments" else owner[0], owner[1], event.raw)
        for record in read_records(tables)
        for owner, event in ((record.owner, each) for each in record.events)
    ]
    taken = datetime(2026, 11, 23, 9, tzinfo=UTC)
    backups = (BackupOf(number=1, name="000001-20261123T090000Z", taken=taken, tables=tables),) if backup else ()
    return Keepsakes(
        ledger=meta_in(tables).ledger,
        journal=tuple(entries) if journal else (),
        backups=backups,
        replica=replica,
        last=last,
    )


def examined(data: bytes | None, kept: Keepsakes | None = None, *siblings: Sibling) -> Examined:
    """What an examination of these bytes says."""
    return Examination(sighting(data, kept, *siblings), FORMAT).examined()


def restored_bytes(data: bytes | None, kept: Keepsakes) -> bytes | None:
    """The file after a restoration from everything that is kept."""
    examination = Examination(sighting(data, kept), FORMAT)
    rewriting = restored(examination, [each for _, each in examination.lacking.values()], FRESH)
    return data if rewriting is None else bytes_of(rewriting.tables)


def mended_bytes(data: bytes, kept: Keepsakes | None = None, *siblings: Sibling) -> bytes:
    """The file after everything was mended that can be, but for what was edited by hand."""
    examination = Examination(sighting(data, kept, *siblings), FORMAT)
    rewriting = mended(examination, examination.examined().findings, FRESH)
    return data if rewriting is None else bytes_of(rewriting.tables)


def events_of(data: bytes) -> Events:
    """Every event of a ledger, with whose history it stands in."""
    records = read_records(tables_of(data))
    return frozenset((record.owner, event.content) for record in records for event in record.events)


def truncations(data: bytes) -> Iterator[bytes]:
    """The file cut off at every byte."""
    return (data[:length] for length in range(len(data)))


def without_a_line(data: bytes) -> Iterator[bytes]:
    """The file with each of its lines removed."""
    lines = data.splitlines(keepends=True)
    return (b"".join((*lines[:at], *lines[at + 1 :])) for at in range(len(lines)))


def flips(data: bytes, places: range) -> Iterator[bytes]:
    """The file with one bit of one byte the other way round: four bits of each of these bytes."""
    for place in places:
        for bit in (0, 1, 5, 7):
            flipped = bytearray(data)
            flipped[place] ^= 1 << bit
            yield bytes(flipped)


_INSERTED = (b'"', b"{", b"}", b"\n", b",", b"\\", b"\xff", b"<<<<<<< HEAD\n")


def mutations(data: bytes, count: int, seed: int = 2026) -> Iterator[bytes]:
    """The file after random accidents: bytes changed, stretches lost, doubled, moved, zeroed."""
    dice = random.Random(seed)
    for _ in range(count):
        mutated = bytearray(data)
        for _ in range(dice.randint(1, 3)):
            start = dice.randrange(len(mutated) + 1)
            end = min(len(mutated), start + dice.choice((1, 1, 2, 8, 60, 400)))
            piece = bytes(mutated[start:end])
            match dice.randrange(6):
                case 0:
                    mutated[start:end] = bytes(dice.randrange(256) for _ in piece)
                case 1:
                    del mutated[start:end]
                case 2:
                    mutated[start:start] = piece
                case 3:
                    mutated[start:end] = bytes(len(piece))
                case 4:
                    del mutated[start:end]
                    place = dice.randrange(len(mutated) + 1)
                    mutated[place:place] = piece
                case _:
                    mutated[start:start] = dice.choice(
                        (b'"', b"{", b"}", b"\n", b",", b"\\", b"\xff", b"<<<<<<< HEAD\n")
                    )
        yield bytes(mutated)
