"""Records of series: nothing but their history, so that every copy of one is united as events are."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from followthrough.domain.series import Series, SeriesEvent, fold_series
from followthrough.formats.record import UNREADABLE, MalformedRecordError, from_text
from followthrough.formats.record_writing import history_record


class _History(Struct):
    history: tuple[SeriesEvent, ...]


class _RawHistory(Struct):
    history: tuple[Raw, ...]


class _Kind(Struct):
    did: str


KINDS = frozenset(str(event.__struct_config__.tag) for event in SeriesEvent.__args__)
_series = msgspec.json.Decoder(_History, dec_hook=from_text)
_events = msgspec.json.Decoder(SeriesEvent, dec_hook=from_text)
_raw_histories = msgspec.json.Decoder(_RawHistory)
_kinds = msgspec.json.Decoder(_Kind)


def read_series(series_id: str, record: bytes) -> Series:
    """The series that a record holds. Raises MalformedRecordError."""
    try:
        raws = _raw_histories.decode(record).history
        kinds = [_kinds.decode(raw).did for raw in raws]
        if KINDS.issuperset(kinds):
            return fold_series(series_id, _series.decode(record).history)
        known = [_events.decode(raw) for raw, kind in zip(raws, kinds, strict=True) if kind in KINDS]
        return replace(fold_series(series_id, known), foreign=tuple(kind for kind in kinds if kind not in KINDS))
    except UNREADABLE as problem:
        raise MalformedRecordError(series_id, f"the series {series_id}: {problem}") from None


def series_record(olds: Sequence[bytes], new: Sequence[Raw]) -> dict[str, Any]:
    """The record of a series after new events."""
    return history_record({}, olds, new)
