"""What `sync` prints as JSON."""

from msgspec import Struct

from followthrough.domain.syncing import Replaced, Synced, TakenOut
from followthrough.formats.merge_document import MergedCopyJson, merge_json


class SyncJson(Struct, frozen=True, kw_only=True):
    """What a sync came to: where, what the other side brought, what was done to the shared history there.

    `recorded` is the commit that was made, null where none had to be; `sent` says whether anything had to be sent.
    """

    schema: str = "followthrough.sync/1"
    path: str
    branch: str
    remote: str | None
    began: bool
    copies: list[MergedCopyJson]
    recorded: str | None
    sent: bool
    rounds: int
    replaced: Replaced | None
    taken_out: tuple[TakenOut, ...]


def sync_json(synced: Synced) -> SyncJson:
    """What a sync came to, as JSON has it."""
    return SyncJson(
        path=synced.path,
        branch=synced.branch,
        remote=synced.remote,
        began=synced.began,
        copies=merge_json(synced.brought).copies,
        recorded=synced.recorded,
        sent=synced.sent,
        rounds=synced.rounds,
        replaced=synced.suspicion.replaced,
        taken_out=synced.suspicion.taken_out,
    )
