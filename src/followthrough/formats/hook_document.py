"""What a hook is given: one event and the promise it is about, as JSON."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.events import AnyEvent, Tombstone
from followthrough.formats.output import CommitmentJson, commitment_json
from followthrough.formats.record import to_text

HOOK = "followthrough.hook/1"


class HookLedgerJson(Struct, frozen=True, kw_only=True):
    """The ledger that it was recorded in: its path, and its name in the settings, null where it has none."""

    path: str
    name: str | None


class HookJson(Struct, frozen=True, kw_only=True):
    """What a hook gets on standard input; `commitment` is null where the promise was forgotten."""

    schema: str = HOOK
    ledger: HookLedgerJson
    id: str
    event: dict[str, Any]
    commitment: CommitmentJson | None


def hook_json(
    ledger: HookLedgerJson, commitment_id: str, event: AnyEvent | Tombstone, commitment: Commitment | None, at: datetime
) -> HookJson:
    """An event of the promise with that id, and that promise as it was at the moment it was recorded."""
    return HookJson(
        ledger=ledger,
        id=commitment_id,
        event=msgspec.to_builtins(event, enc_hook=to_text),
        commitment=None if commitment is None else commitment_json(commitment, at),
    )
