"""An examination of a whole ledger: the file, its records, and what this machine and the files beside it know."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from followthrough.domain.findings import (
    BeyondLast,
    Checked,
    ConflictedCopy,
    EventsMissing,
    FieldDisagrees,
    Finding,
    Foreign,
    InWrongTable,
    LedgerMissing,
    LeftOver,
    LittleSpace,
    LockHeld,
    MergesAsText,
    NameShared,
    Newer,
    NotUnderstood,
    OpenToOthers,
    OtherLayout,
    OtherLedger,
    Place,
    ReplicaUnlisted,
    SharedWithBackup,
    Source,
    TwoContents,
    Unreadable,
    is_remark,
)
from followthrough.formats.examination.copies import Held, Lacking, best, without_forgotten
from followthrough.formats.examination.histories import Copies, examine_record
from followthrough.formats.examination.listed import APP, Meta, listed_in, meta_in
from followthrough.formats.examination.numbers import (
    Elsewhere,
    ListedReplica,
    forgotten_stands,
    in_both_tables,
    numbers,
    people,
    repeated,
    unknown_kinds,
)
from followthrough.formats.examination.reading import PROMISES, Owner, ReadRecord, Tables, owner_of, read_records
from followthrough.formats.examination.sighting import Sighting, journal_tables
from followthrough.formats.record import encode
from followthrough.formats.salvage import Salvaged, salvage


class Examined(Struct, frozen=True, kw_only=True):
    """What was found, and in how much; `ids` are those of every promise that was seen, to shorten them."""

    path: str
    findings: tuple[Finding, ...]
    checked: Checked
    ids: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether nothing is wrong; there may be remarks."""
        return all(map(is_remark, self.findings))


class Examination:
    """One look at a ledger; the same for `doctor` and `restore`."""

    def __init__(self, sighting: Sighting, writes: int) -> None:
        self.sighting = sighting
        self._writes = writes

    @cached_property
    def salvaged(self) -> Salvaged | None:
        """What is left of a file that cannot be read; None where it can."""
        if self.sighting.tables is not None or self.sighting.data is None:
            return None
        return salvage(self.sighting.data)

    @cached_property
    def tables(self) -> Tables:
        """The ledger, as far as it can be read."""
        return self.salvaged.tables if self.salvaged is not None else self.sighting.tables or {}

    @cached_property
    def records(self) -> tuple[ReadRecord, ...]:
        """Its records with histories."""
        return tuple(read_records(self.tables))

    @cached_property
    def held(self) -> Held:
        """What it holds."""
        return Held(self.tables, self.records)

    def copies(self) -> Iterator[tuple[Source, Tables]]:
        """What this machine keeps: the journal, then backups, newest first."""
        kept = self.sighting.keepsakes
        if kept is not None:
            yield "journal", journal_tables(kept.journal)
            for backup in reversed(kept.backups):
                yield "backups", backup.tables

    @cached_property
    def lacking(self) -> Mapping[tuple[Owner, str], tuple[Source, Lacking]]:
        """Every event that this machine has elsewhere, and where."""
        found: dict[tuple[Owner, str], tuple[Source, Lacking]] = {}
        for source, tables in self.copies():
            for key, lacking in best(self.held.lacking(tables)).items():
                if key not in found or (lacking.event.intact and not found[key][1].event.intact):
                    found[key] = (source, lacking)
        return without_forgotten(found, lambda each: each[1])

    def examined(self) -> Examined:
        """All that was found, what is gravest first."""
        return Examined(
            path=self.sighting.path,
            findings=tuple(self._findings()),
            checked=self._checked(),
            ids=tuple(sorted({key for name in PROMISES for key in self.tables.get(name, {})} | self._other_ids())),
        )

    def _other_ids(self) -> set[str]:
        return {lacking.place.key for _, lacking in self.lacking.values() if lacking.place.table in PROMISES} | set(
            self.tables.get("forgotten", {})
        )

    def _checked(self) -> Checked:
        kept = self.sighting.keepsakes
        return Checked(
            promises=len({record.place.key for record in self.records if record.place.table in PROMISES}),
            people=len(self.tables.get("people", {})),
            forgotten=len(self.tables.get("forgotten", {})),
            events=sum(len(record.events) for record in self.records),
            backups=len(kept.backups) if kept else 0,
            journal=len(kept.journal) if kept else 0,
        )

    def _findings(self) -> Iterator[Finding]:
        if self.sighting.data is None:
            yield self._missing()
            return
        if self.foreign:
            yield Foreign(reason=self.meta.app)
            return
        if self.salvaged is not None:
            yield self._unreadable(self.salvaged)
        elif not self.sighting.ours:
            yield OtherLayout()
        if self.meta.min_writer > self._writes:
            yield Newer(min_writer=self.meta.min_writer, writes=self._writes)
        if self.salvaged is None or self.records:
            yield from self._of_records()
        yield from self._around()

    def _missing(self) -> LedgerMissing:
        lost = [lacking for _, lacking in self.lacking.values()]
        kept = self.sighting.keepsakes
        return LedgerMissing(
            promises=len({lacking.place.key for lacking in lost if lacking.place.table in PROMISES}),
            events=len(lost),
            newest=kept.backups[-1].taken if kept is not None and kept.backups else None,
        )

    def _unreadable(self, salvaged: Salvaged) -> Unreadable:
        readable = {key for name in PROMISES for key in salvaged.tables.get(name, {})}
        first = salvaged.torn[0] if salvaged.torn else None
        whole = readable - {each.key for each in salvaged.torn}
        torn = {each.key or str(each.line) for each in salvaged.torn if each.key not in self.tables.get("people", {})}
        names = {lacking.place.key: lacking.place for _, lacking in self.lacking.values()}
        names |= {record.place.key: record.place for record in self.records if record.place.what}
        place = names.get(first.key, Place("", first.key)) if first is not None and first.key else None
        place = None if salvaged.markers else place
        return Unreadable(
            reason=self._reason(),
            line=salvaged.markers[0] if salvaged.markers else first.line if first else None,
            place=place,
            readable=len(whole),
            about=len(readable | torn),
            elsewhere=len(self.lacking),
        )

    def _reason(self) -> str:
        """Why the file cannot be read, in words."""
        data = self.sighting.data or b""
        if not data.strip(b"\0"):
            return "there is nothing in it but zeros" if data else "it is empty"
        return "part of it was overwritten with zeros" if b"\0" in data else self.sighting.reason

    @cached_property
    def meta(self) -> Meta:
        """What the ledger says of itself, as far as it can be read."""
        return meta_in(self.tables)

    @property
    def foreign(self) -> bool:
        """Whether the file belongs to another program, and nothing here says that it ever was a ledger of ours."""
        return self.meta.app not in (APP, "") and self.sighting.keepsakes is None

    def _of_records(self) -> Iterator[Finding]:
        known = {key: source for key, (source, each) in self.lacking.items() if each.instead == "damaged"}
        copies = Copies(known)
        if self.salvaged is None and not self.meta.is_ours:
            yield NotUnderstood(place=Place("meta", "1"), why="it does not say which ledger it is")
        both = {owner_of(each.place.table, each.place.key) for each in in_both_tables(self.records)}
        for record in self.records:
            for finding in examine_record(record, copies):
                if not ((isinstance(finding, InWrongTable) and record.owner in both) or self._follows(finding)):
                    yield finding
        yield from in_both_tables(self.records)
        yield from forgotten_stands(self.records)
        yield from self._two_contents()
        yield from repeated(self.records, {lacking.owner for _, lacking in self.lacking.values()})
        follows = () if self.salvaged is None else (BeyondLast, ReplicaUnlisted)  # from what cannot be read yet
        yield from (finding for finding in self._numbers() if not isinstance(finding, follows))
        if self.salvaged is None:
            yield from people(self.records)
        yield from unknown_kinds(self.records)
        for name, siblings_ in self.siblings().items():
            places = dict.fromkeys(lacking.place for lacking in siblings_.values())
            yield ConflictedCopy(name=name, events=len(siblings_), places=tuple(places))

    def _follows(self, finding: Finding) -> bool:
        """Whether it only follows from a file that cannot be read whole yet: what the fields of a torn record say."""
        return self.salvaged is not None and isinstance(finding, FieldDisagrees | InWrongTable)

    @cached_property
    def torn(self) -> frozenset[Owner]:
        """Whose records broke off, or broke."""
        keys = {each.key for each in self.salvaged.torn} if self.salvaged is not None else set()
        return frozenset(each.owner for each in self.records if each.broken is not None or each.place.key in keys)

    @cached_property
    def lossy(self) -> bool:
        """Whether events are missing that nothing here brings back."""
        return any(isinstance(each, EventsMissing) for each in self._numbers())

    def _two_contents(self) -> Iterator[Finding]:
        for _, lacking in self.lacking.values():
            if lacking.instead == "other":
                yield TwoContents(event=lacking.event.id, places=(lacking.place,))

    def siblings(self) -> Mapping[str, Mapping[tuple[Owner, str], Lacking]]:
        """What each copy beside the ledger has that the ledger has not."""
        found = {each.name: best(self.held.lacking(each.tables)) for each in self.sighting.siblings}
        return {name: lacking for name, lacking in found.items() if lacking}

    def _numbers(self) -> Iterator[Finding]:
        elsewhere = {
            lacking.event.recorded_id: Elsewhere(lacking.place, source)
            for source, lacking in self.lacking.values()
            if lacking.instead == "nothing"
        }
        beside = {event_id for lacking in self.siblings().values() for _, event_id in lacking}
        yield from numbers(self.records, self.listed, self.here, elsewhere, beside)
        yield from self._shared_name(self.listed, self.here)

    @cached_property
    def listed(self) -> Mapping[str, ListedReplica]:
        """The ledger's list of replicas, as far as it can be read."""
        return listed_in(self.tables)

    @property
    def here(self) -> Mapping[str, int]:
        """This machine's name in the ledger, and the number of the last event that it recorded."""
        kept = self.sighting.keepsakes
        return {kept.replica: kept.last} if kept is not None and kept.replica else {}

    def known_meta(self) -> bytes | None:
        """What the ledger said of itself, by a backup, else by the id under which this machine knows it."""
        for _, copy in self.copies():
            meta = {"meta": copy.get("meta", {})}  # looked up once: a backup is read anew each time
            if meta_in(meta).is_ours:
                return meta["meta"]["1"]
        kept = self.sighting.keepsakes
        return None if kept is None else self.begun(kept.ledger)

    def begun(self, ledger: str) -> bytes:
        """What a ledger of that id says of itself."""
        return encode({"app": APP, "format": self._writes, "min_writer": self._writes, "ledger": ledger})

    def _shared_name(self, listed: Mapping[str, ListedReplica], here: Mapping[str, int]) -> Iterator[Finding]:
        for replica, last in here.items():
            if replica in listed and listed[replica].last > last:
                yield NameShared(replica=replica, in_ledger=listed[replica].last, here=last)

    def _around(self) -> Iterator[Finding]:
        around, kept = self.sighting.around, self.sighting.keepsakes
        if kept is not None and self.meta.ledger and kept.ledger != self.meta.ledger:
            yield OtherLedger(found=self.meta.ledger, known=kept.ledger)
        if around.left_over:
            yield LeftOver(names=around.left_over)
        if around.shared_with is not None:
            yield SharedWithBackup(name=around.shared_with)
        if around.free is not None and around.free < around.needed:
            yield LittleSpace(free=around.free, needed=around.needed)
        if around.driver_lack is not None:
            yield MergesAsText(lack=around.driver_lack)
        if around.holder is not None:
            yield LockHeld(holder=around.holder)
        if around.mode is not None and around.mode & 0o077:
            yield OpenToOthers(mode=around.mode)
