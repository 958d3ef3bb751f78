"""Makes the damaged ledgers of tests/data/damaged, each in one way that real ledgers get damaged.

`python -m tests.support.damaged_ledgers` writes them anew: the good ledger and what this machine keeps of it are in
`state/`, a damaged one is `NN-name.json`, and what stands beside it `NN-name.beside.json`.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

from followthrough.formats.sums import event_sum
from tests.support.shell import SeededRandomness
from tests.support.terminal import Terminal

DATA = Path(__file__).parents[1] / "data" / "damaged"
BESIDE = "ledger (Ana's conflicted copy 2026-11-23).json"
LAPTOP = os.uname_result(("Linux", "laptop", "6", "1", "x86_64"))

STORY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("2026-11-16T09:00:00-05:00", ("add", "Send Ana the slides", "--to", "Ana Ruiz", "--by", "2026-11-27 17:00")),
    ("2026-11-16T09:05:00-05:00", ("add", "File the taxes", "--to", "bo", "--by", "2026-11-20", "--tag", "money")),
    ("2026-11-17T12:00:00-05:00", ("add", "Sort the attic", "--to", "ana-ruiz", "--by", "2026-11-27")),
    ("2026-11-18T18:30:00-05:00", ("keep", "attic", "--note", "the boxes too")),
    ("2026-11-19T08:00:00-05:00", ("move", "taxes", "--by", "2026-11-25", "--agreed")),
    ("2026-11-20T10:00:00-05:00", ("add", "Water the plants", "--from", "bo", "--to", "me")),
    ("2026-11-20T11:00:00-05:00", ("add", "Call the plumber", "--to", "bo")),
    ("2026-11-20T11:05:00-05:00", ("forget", "plumber", "--yes")),
    ("2026-11-21T10:00:00-05:00", ("note", "slides", "two of five are done")),
    ("2026-11-22T10:00:00-05:00", ("note", "taxes", "the receipts are together")),
)


class Kept(NamedTuple):
    """The good ledger, and what the machine that wrote it keeps."""

    ledger: bytes
    journal: bytes
    backups: dict[str, bytes]
    replica: str
    last: int


def generated() -> Kept:
    """The ledger after the story, from the real commands; the same every time."""
    with TemporaryDirectory() as home, patch.object(os, "uname", lambda: LAPTOP):
        terminal = Terminal(Path(home).resolve())
        terminal.dice = SeededRandomness("damaged")  # type: ignore[assignment]  # it chooses likewise
        for now, command in STORY:
            said = terminal.ft(*command, FOLLOWTHROUGH_NOW=now)
            assert said.status == 0, said.err
        [directory] = (terminal.home / "state" / "followthrough" / "ledgers").glob("*/*")
        replica = json.loads((directory / "replica.json").read_bytes())
        return Kept(
            ledger=terminal.ledger.read_bytes(),
            journal=(directory / "journal.jsonl").read_bytes(),
            backups={each.name: each.read_bytes() for each in sorted((directory / "backups").iterdir())},
            replica=replica["replica"],
            last=replica["last"],
        )


Damage = Callable[[Kept], bytes]


def _line_of(data: bytes, words: bytes) -> bytes:
    return next(line for line in data.splitlines(keepends=True) if words in line and line.startswith(b'"'))


def truncated(kept: Kept) -> bytes:
    """The disk was full: it breaks off in the last record."""
    return kept.ledger[: kept.ledger.rindex(b'"kept"') + 40]


def conflict_markers(kept: Kept) -> bytes:
    """A merge of texts that nobody finished; both sides added to the same promise."""
    ours = _line_of(kept.ledger, b"two of five")
    before = kept.backups[sorted(kept.backups)[4]]
    theirs = _line_of(before, b"Send Ana the slides")
    return kept.ledger.replace(ours, b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> laptop\n")


def flipped_byte(kept: Kept) -> bytes:
    """One bit of the disk: a letter in the text of the event that made a promise."""
    line = _line_of(kept.ledger, b"File the taxes")
    place = line.rindex(b"File the taxes")
    return kept.ledger.replace(line, line[:place] + b"Bile" + line[place + 4 :])


def line_removed(kept: Kept) -> bytes:
    """Someone deleted a line in an editor."""
    return kept.ledger.replace(_line_of(kept.ledger, b"File the taxes"), b"")


def edited_by_hand(kept: Kept) -> bytes:
    """Someone changed what they saw: a text, a date, a state."""
    line = _line_of(kept.ledger, b"File the taxes")
    edited = line.replace(b'"what":"File the taxes"', b'"what":"File the tax return"', 1)
    edited = edited.replace(b'"due":"2026-11-25"', b'"due":"2026-12-01"', 1)
    attic = _line_of(kept.ledger, b"Sort the attic")
    return kept.ledger.replace(line, edited).replace(attic, attic.replace(b'"state":"kept"', b'"state":"missed"', 1))


def reformatted(kept: Kept) -> bytes:
    """Laid out as `jq .` does."""
    return (json.dumps(json.loads(kept.ledger), indent=2, ensure_ascii=False) + "\n").encode()


def duplicate_key(kept: Kept) -> bytes:
    """A field twice in one record."""
    line = _line_of(kept.ledger, b"File the taxes")
    return kept.ledger.replace(line, line.replace(b'"state":"open"', b'"state":"open","state":"kept"', 1))


def shared_name(kept: Kept) -> bytes:
    """A disk image was cloned: two machines recorded under one name, and the files were merged as texts."""
    document = json.loads(kept.ledger)
    history = next(each for each in document["open"].values() if each["what"] == "Send Ana the slides")["history"]
    other = {**history[-1], "note": "three of five are done"}
    history.append({**other, "sum": event_sum(other)})
    return _laid_out(document)


def in_both_tables(kept: Kept) -> bytes:
    """A merge of texts left a promise among the open and among the settled ones."""
    document = json.loads(kept.ledger)
    [(key, record)] = ((key, each) for key, each in document["settled"].items() if each["what"] == "Sort the attic")
    document["open"][key] = {**record, "state": "open", "history": record["history"][:1]}
    for field in ("settled_at", "part"):
        document["open"][key].pop(field, None)
    return _laid_out(document)


def overwritten(kept: Kept) -> bytes:
    """A sync tool put an older copy in its place; what it replaced stands beside it."""
    return kept.backups[sorted(kept.backups)[2]]


def emptied(kept: Kept) -> bytes:
    """Written over with nothing, as a full disk leaves files."""
    return b""


def zeroed(kept: Kept) -> bytes:
    """A power cut: the first half holds zeros."""
    half = len(kept.ledger) // 2
    return bytes(half) + kept.ledger[half:]


def _laid_out(document: dict[str, dict[str, object]]) -> bytes:
    from followthrough.adapters.ledger.frame import compose

    return compose(document)  # type: ignore[arg-type]  # records as they come from JSON


DAMAGES: dict[str, Damage] = {
    "01-truncated": truncated,
    "02-conflict-markers": conflict_markers,
    "03-flipped-byte": flipped_byte,
    "04-line-removed": line_removed,
    "05-edited-by-hand": edited_by_hand,
    "06-reformatted": reformatted,
    "07-duplicate-key": duplicate_key,
    "08-shared-name": shared_name,
    "09-in-both-tables": in_both_tables,
    "10-overwritten": overwritten,
    "11-empty": emptied,
    "12-zeros": zeroed,
}
KEEPS: dict[str, str] = {
    "03-flipped-byte": "nothing",
    "04-line-removed": "backups",
    "10-overwritten": "nothing",
    "11-empty": "backups",
}
"""What the machine keeps where it is not the journal as well as the backups."""


def files() -> dict[Path, bytes]:
    """Every file of tests/data/damaged."""
    kept = generated()
    damaged = {DATA / f"{name}.json": damage(kept) for name, damage in DAMAGES.items()}
    state = {
        DATA / "state" / "good.json": kept.ledger,
        DATA / "state" / "journal.jsonl": kept.journal,
        DATA / "state" / "replica.json": json.dumps({"replica": kept.replica, "last": kept.last}).encode() + b"\n",
        **{DATA / "state" / "backups" / name: content for name, content in kept.backups.items()},
    }
    return {**damaged, **state, DATA / "10-overwritten.beside.json": kept.ledger}


def main() -> None:
    """Write them."""
    for path, content in files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
