"""Steps recorded straight into a ledger, without the actions: drafted events about promises, people, tombstones."""

from datetime import datetime
from pathlib import Path

from followthrough.actions.ports import Book, Change, Ledger, Pen, Written
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.opening import Tell
from followthrough.adapters.ledger.tinydb_ledger import FileLedger
from followthrough.domain.events import AnyEvent, Tombstone
from followthrough.domain.people import Described
from tests.support.builders import NOW, Drafted, kept, made
from tests.support.fakes import SeededRandomness

SLIDES = "kmzqrtplwvny"
BUDGET = "kmzszzzzzzzz"
VISIT = "nwxopkqrstlm"


def file_ledger(
    directory: Path,
    name: str = "ledger.json",
    *,
    seed: int = 2026,
    disk: Disk | None = None,
    may_be_missing: bool = False,
    tell: Tell = lambda notice: None,
    now: datetime = NOW,
) -> FileLedger:
    """A ledger file in a directory, with this machine's state beside it."""
    state, choose = str(directory / "state"), SeededRandomness(seed).choose
    path = str(directory / name)
    return FileLedger(path, state, "add", choose, lambda: now, disk=disk, may_be_missing=may_be_missing, tell=tell)


def tell(
    ledger: Ledger, *drafts: tuple[str, Drafted], now: datetime = NOW, by: str = "sam", create: bool = False
) -> Written:
    """One step that records these events about promises, in this order."""

    def decide(book: Book, pen: Pen) -> Change:
        told: list[tuple[str, AnyEvent]] = []
        for key, draft in drafts:
            known = book.commitment(key)
            history = [*(known.history if known else ()), *(event for other, event in told if other == key)]
            told.append((key, draft.event(pen.stamp(history))))
        return Change(commitments=tuple(told))

    return ledger.record(decide, by=by, now=now, create=create)


def promise_of(ledger: Ledger, key: str = SLIDES, what: str = "Send Ana the slides", **fields: object) -> Written:
    """Record one promise, beginning the ledger where it is missing."""
    return tell(ledger, (key, made(what, **fields)), create=True)  # type: ignore[arg-type]  # the builder's own fields


def keeping_of(ledger: Ledger, key: str = SLIDES) -> Written:
    """Record that a promise was kept."""
    return tell(ledger, (key, kept()))


def describe(
    ledger: Ledger,
    handle: str,
    name: str | None = None,
    members: tuple[str, ...] | None = None,
    *,
    create: bool = False,
) -> Written:
    """Record who someone is."""

    def decide(book: Book, pen: Pen) -> Change:
        known = book.people().get(handle)
        stamp = pen.stamp(known.history if known else ())
        return Change(people=((handle, Described(**stamp, name=name, members=members)),))

    return ledger.record(decide, by="sam", now=NOW, create=create)


def forget(ledger: Ledger, key: str = SLIDES) -> Written:
    """Erase a promise."""

    def decide(book: Book, pen: Pen) -> Change:
        commitment = book.commitment(key)
        assert commitment is not None
        events = tuple(event.id for event in commitment.history)
        stone = Tombstone(id=pen.next_id(), logged=pen.now, by=pen.by, maker=commitment.maker, events=events)
        return Change(forgotten=((key, stone),))

    return ledger.record(decide, by="sam", now=NOW)
