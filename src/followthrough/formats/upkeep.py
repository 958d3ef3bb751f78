"""What `doctor` and `restore` print as JSON."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from followthrough.domain.findings import Checked, Finding, MendedBy, Place, is_remark, mended_by

DOCTOR = "followthrough.doctor/1"
RESTORE = "followthrough.restore/1"


class CheckedJson(Struct, frozen=True, kw_only=True):
    """How much was looked at; `backups` and `journal` count copies and events that this machine keeps."""

    promises: int
    people: int
    forgotten: int
    events: int
    backups: int
    journal: int


class FindingJson(Struct, frozen=True, kw_only=True):
    """Something that was found: its kind, in words, what mends it; the promise it is about, if it is about one.

    A remark is only good to know. `advice` is null where there is nothing to do.
    """

    kind: str
    says: str
    remark: bool
    mended_by: MendedBy
    advice: str | None
    promise: str | None


class DoctorJson(Struct, frozen=True, kw_only=True):
    """What `doctor` prints: `findings` are what is wrong now, `mended` with --fix what was done, else null."""

    schema: str = DOCTOR
    ledger: str
    well: bool
    checked: CheckedJson
    findings: list[FindingJson]
    mended: list[str] | None
    kept_aside: str | None


class BroughtJson(Struct, frozen=True, kw_only=True):
    """A record and how many of its events come back; `what` is a promise's text, empty where it is not known."""

    table: str
    id: str
    what: str
    events: int


class CopyJson(Struct, frozen=True, kw_only=True):
    """A copy on this machine and what it would bring back by itself; the journal has no number and no moment."""

    name: str
    number: int | None
    taken: datetime | None
    promises: int
    brings: list[BroughtJson]


class RestoreJson(Struct, frozen=True, kw_only=True):
    """What `restore` prints: what came back, or with --list each copy."""

    schema: str = RESTORE
    ledger: str
    restored: list[BroughtJson] | None
    kept_aside: str | None
    copies: list[CopyJson] | None


def doctor_json(
    ledger: str,
    checked: Checked,
    findings: Sequence[Finding],
    says: Callable[[Finding], str],
    advice: Callable[[Finding], str | None],
    mended: Sequence[str] | None = None,
    kept_aside: str | None = None,
) -> DoctorJson:
    """What was found, as JSON has it."""
    return DoctorJson(
        ledger=ledger,
        well=all(map(is_remark, findings)),
        checked=CheckedJson(**msgspec.structs.asdict(checked)),
        findings=[
            FindingJson(
                kind=str(type(each).__struct_config__.tag),
                says=says(each),
                remark=is_remark(each),
                mended_by=mended_by(each),
                advice=advice(each),
                promise=_promise(each),
            )
            for each in findings
        ],
        mended=None if mended is None else list(mended),
        kept_aside=kept_aside,
    )


def _promise(finding: Finding) -> str | None:
    place = getattr(finding, "place", None)
    return place.key if isinstance(place, Place) and place.table in ("open", "settled", "damaged") else None


def brought_json(brought: Iterable[tuple[Place, int]]) -> list[BroughtJson]:
    """What comes back, as JSON has it."""
    return [BroughtJson(table=place.table, id=place.key, what=place.what, events=events) for place, events in brought]
