"""A ledger that is not in our layout: an editor or `jq` wrote it their own way, or it is no ledger at all."""

from typing import Any

import msgspec
from msgspec import Raw

from followthrough.adapters.ledger.first_look import why_no_text
from followthrough.formats.strict_json import read_strictly

_LARGE = 2**23
"""Bytes from which a document has to be JSON of the right shape before anything in it is decoded."""
_OTHER_SHAPE = "it is not in the shape of a ledger"
_DEEP = "it is nested too deeply"


class NotALedgerError(ValueError):
    """The bytes are no JSON document of a ledger's shape: why."""


def reformatted(data: bytes) -> dict[str, dict[str, Any]]:
    """The tables of any JSON document of a ledger's shape, strictly read. Raises NotALedgerError."""
    if (reason := why_no_text(data)) is not None:
        raise NotALedgerError(reason)
    if len(data) >= _LARGE:
        _check_outline(data)
    document, found = read_strictly(data)
    if found:
        raise NotALedgerError(_why_not_json(data, str(found[0])) if found[0].kind == "syntax" else str(found[0]))
    if not isinstance(document, dict) or not all(
        isinstance(table, dict) and all(isinstance(record, dict) for record in table.values())
        for table in document.values()
    ):
        raise NotALedgerError(_OTHER_SHAPE)
    return document


def _check_outline(data: bytes) -> None:
    """Refuse in little memory what is not JSON, or not tables of records, whatever its size."""
    try:
        tables = msgspec.json.decode(data, type=dict[str, dict[str, Raw]])
    except RecursionError:
        raise NotALedgerError(_DEEP) from None
    except msgspec.ValidationError:
        raise NotALedgerError(_OTHER_SHAPE) from None
    except UnicodeDecodeError:
        raise NotALedgerError("it is not UTF-8") from None
    except msgspec.DecodeError as problem:
        raise NotALedgerError(_why_not_json(data, f"it is not valid JSON ({problem})")) from None
    if not all(bytes(memoryview(record)[:1]) == b"{" for table in tables.values() for record in table.values()):
        raise NotALedgerError(_OTHER_SHAPE)


def _why_not_json(data: bytes, otherwise: str) -> str:
    if data.startswith(b"<<<<<<<") or b"\n<<<<<<<" in data:
        return "it has conflict markers of an unfinished merge"
    if not data[:4096].lstrip().startswith(b"{"):
        return _OTHER_SHAPE
    if not data[-4096:].rstrip().endswith(b"}"):
        return "it breaks off in the middle"
    return otherwise
