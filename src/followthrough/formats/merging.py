"""The merge of two copies of a ledger: pure, without a common ancestor, the same whichever is merged into which.

Records that are the same bytes in both, or that only one has, stay the bytes they are, and are not taken apart where
they are ours. Any other record is written anew from what both copies of it hold, and depends on nothing else: so the
merge is commutative, associative and idempotent on the bytes of the file.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from followthrough.domain.errors import OtherLedgerError, UnreadableRecordError
from followthrough.domain.events import Tombstone
from followthrough.domain.merging import (
    Arrived,
    ByHand,
    Clash,
    Contested,
    Damaged,
    Differing,
    Doubled,
    Erased,
    Finding,
    Grown,
    Introduced,
    MergeAccount,
    Repeats,
)
from followthrough.formats.erasing import forgotten_in
from followthrough.formats.record import read_tombstone
from followthrough.formats.series import read_series
from followthrough.formats.uniting.fields import reading
from followthrough.formats.uniting.persons import WithoutNames, without_persons
from followthrough.formats.uniting.plain import arrived_plain, read_meta, united_meta, united_plain, united_replica
from followthrough.formats.uniting.promises import arrived_promise, united_person, united_promise
from followthrough.formats.uniting.tombstones import erased_ids, united_tombstone

Lines = Mapping[str, bytes]
"""Record id → the JSON of its record, as one line of the ledger holds it."""
Tables = Mapping[str, Lines]
"""Table name → its lines: every table of the file, unknown ones too."""

_PROMISES = ("open", "settled")
_FORGETTABLE = (*_PROMISES, "series")
_TOGETHER = (*_PROMISES, "forgotten")
_FOUND: dict[type[Any], str] = {
    Arrived: "made",
    Grown: "grown",
    Erased: "forgotten",
    Introduced: "people",
    Repeats: "series",
    Contested: "contested",
    Doubled: "doubled",
    Damaged: "damaged",
    ByHand: "by_hand",
    Differing: "differing",
    Clash: "clashes",
}


class Merged(Struct, frozen=True, kw_only=True):
    """What a merge changes in `ours`, by table, and what it found.

    `fresh` are the records to put in, new or changed ones; a table that ours lacks is named even where it is empty.
    `gone` are the ids to take out: the promise moved to the other table, or was forgotten.
    """

    fresh: dict[str, dict[str, bytes]]
    gone: dict[str, frozenset[str]]
    account: MergeAccount


def merge(ours: Tables, theirs: Tables, *, join: bool = False) -> Merged:
    """What has to be changed in `ours` so that it holds everything of both.

    Raises OtherLedgerError where they are two ledgers and `join` does not say to make them one, UnreadableRecordError.
    """
    joined = _other_ledger(ours, theirs, join=join)
    forgotten = forgotten_in(ours, theirs)
    mine = without_persons("ours", ours, forgotten)
    other = without_persons("theirs", theirs, forgotten)
    merging = _Merging(ours, mine, theirs, other)
    for name in sorted({*ours, *theirs}.difference(_TOGETHER)):
        merging.unite_table(name)
    merging.unite_promises()
    return merging.merged(joined)


def _other_ledger(ours: Tables, theirs: Tables, *, join: bool) -> str | None:
    """The id of the other ledger where it is another, that is not known here yet."""
    if "1" not in ours.get("meta", {}) or "1" not in theirs.get("meta", {}):
        return None
    with reading("ours", "meta", "1"):
        mine = read_meta(ours["meta"]["1"])
    with reading("theirs", "meta", "1"):
        other = read_meta(theirs["meta"]["1"])
    if mine.ledger == other.ledger or other.ledger in mine.joined or mine.ledger in other.joined:
        return None
    if not join:
        raise OtherLedgerError("The other copy", other.ledger, mine.ledger)
    return other.ledger


class _Merging:
    """A merge on its way: what is to be put into ours and taken out, and what was found."""

    def __init__(self, ours: Tables, mine: WithoutNames, theirs: Tables, other: WithoutNames) -> None:
        self._before = ours
        self._ours = mine.tables(ours)
        self._theirs = other.tables(theirs)
        self._erased = (mine.erased, other.erased)
        self._persons = tuple(sorted(mine.gone.get("people", ())))
        self._fresh: dict[str, dict[str, bytes]] = {name: {} for name in theirs if name not in ours}
        self._gone: dict[str, set[str]] = {}
        self._found: list[Finding] = []
        for name, keys in mine.gone.items():
            for key in keys:
                self._take_out(name, key)
        for name, lines in mine.fresh.items():
            for key, line in lines.items():
                self._put(name, key, line)

    def merged(self, joined: str | None) -> Merged:
        """What it came to."""
        found: dict[str, list[Finding]] = {}
        for each in self._found:
            found.setdefault(_FOUND[type(each)], []).append(each)
        lists: dict[str, Any] = {name: tuple(each) for name, each in found.items()}
        return Merged(
            fresh=self._fresh,
            gone={name: frozenset(ids) for name, ids in self._gone.items()},
            account=MergeAccount(**lists, persons=self._persons, joined=joined),
        )

    def _put(self, table: str, key: str, line: bytes) -> None:
        self._gone.get(table, set()).discard(key)
        if self._before.get(table, {}).get(key) != line:
            self._fresh.setdefault(table, {})[key] = line
        else:
            self._fresh.get(table, {}).pop(key, None)

    def _take_out(self, table: str, key: str) -> None:
        self._fresh.get(table, {}).pop(key, None)
        if key in self._before.get(table, {}):
            self._gone.setdefault(table, set()).add(key)

    def unite_table(self, table: str) -> None:
        """Everything of one table whose records concern no other table."""
        mine = self._ours.get(table, {})
        for key, line in sorted(self._theirs.get(table, {}).items()):
            if mine.get(key) != line:
                self._put(table, key, self._united(table, key, mine.get(key), line))

    def _united(self, table: str, key: str, ours: bytes | None, theirs: bytes) -> bytes:
        if table == "people":
            return united_person(key, ours, theirs, self._found)
        if table == "series":
            return self._united_series(key, ours, theirs)
        if ours is None:
            return arrived_plain(table, key, theirs)
        if table == "meta" and key == "1":
            return united_meta(key, ours, theirs, self._found)
        if table == "replicas":
            return united_replica(key, ours, theirs, self._found)
        return united_plain(table, key, ours, theirs, self._found)

    def _united_series(self, key: str, ours: bytes | None, theirs: bytes) -> bytes:
        with reading("theirs", "series", key):
            read_series(key, theirs)
        line = theirs if ours is None else united_plain("series", key, ours, theirs, self._found)
        with reading("ours", "series", key):
            series = read_series(key, line)
        forgotten = any(key in tables.get("forgotten", {}) for tables in (self._ours, self._theirs))
        if line != ours and not forgotten:
            terms = series.described
            self._found.append(Repeats(id=key, what=terms.what, rule=terms.rule, new=ours is None))
        return line

    def unite_promises(self) -> None:
        """Promises, whichever table they stand in, and what is left of those that were forgotten."""
        my_open, my_settled, my_forgotten = (self._ours.get(name, {}) for name in _TOGETHER)
        open_, settled, forgotten = (self._theirs.get(name, {}) for name in _TOGETHER)
        touched = {
            key
            for mine, other in ((my_open, open_), (my_settled, settled), (my_forgotten, forgotten))
            for key, line in other.items()
            if mine.get(key) != line
        }
        touched |= (my_open.keys() & my_settled.keys()) | (open_.keys() & settled.keys())
        stands = [tables.get(name, {}) for tables in (self._ours, self._theirs) for name in _FORGETTABLE]
        touched |= {key for key in (*my_forgotten, *forgotten) if any(key in table for table in stands)}
        for key in sorted(touched.union(*self._erased)):
            if key in my_forgotten or key in forgotten:
                self._forget(key)
            else:
                self._unite_promise(key)

    def _lines(self, tables: Tables, key: str) -> list[bytes]:
        """The lines in which a promise stands, two where texts were merged; or a series."""
        return [tables[name][key] for name in _FORGETTABLE if key in tables.get(name, {})]

    def _forget(self, key: str) -> None:
        """A tombstone wins, on whichever side it is."""
        erased = erased_ids(key, self._lines(self._ours, key), self._lines(self._theirs, key))
        erased = erased.union(*(each.get(key, ()) for each in self._erased))
        mine, other = (tables.get("forgotten", {}).get(key) for tables in (self._ours, self._theirs))
        line = united_tombstone(key, mine, other, erased, self._found)
        self._put("forgotten", key, line)
        if mine is None and isinstance(stone := read_tombstone(key, line), Tombstone):
            self._found.append(Erased(id=key, by=stone.by, maker=stone.maker, to=stone.to))
        for table in _FORGETTABLE:
            self._take_out(table, key)

    def _unite_promise(self, key: str) -> None:
        mine, other = self._lines(self._ours, key), self._lines(self._theirs, key)
        was_open = key in self._ours.get("open", {})
        if not mine and len(other) == 1:
            arrived_promise(key, other[0], self._found)
            self._put(_PROMISES[key not in self._theirs.get("open", {})], key, other[0])
            return
        try:
            commitment, line = united_promise(key, mine, other, was_open=was_open, found=self._found)
        except UnreadableRecordError:
            if mine and other:
                united_promise(key, mine, [], was_open=was_open, found=[])  # which says so where it is ours
            raise
        table = _PROMISES[commitment.state != "open"]
        self._put(table, key, line)
        self._take_out(_PROMISES[commitment.state == "open"], key)
