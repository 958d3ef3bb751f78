"""Draft a short message about a promise, to be sent by oneself."""

from msgspec import Struct

from followthrough.actions.finding import find
from followthrough.actions.reading import reader_for
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import NothingToSayError
from followthrough.domain.message import MessageKind, addressed, fits, fitting, went_wrong
from followthrough.domain.selection import Party
from followthrough.rendering.messages import message


class Draft(Struct, frozen=True, kw_only=True):
    """A message about a commitment, and the handles of those it is for."""

    commitment: Commitment
    kind: MessageKind
    to: tuple[str, ...]
    text: str


def say(workspace: Workspace, typed_id: str, kind: MessageKind, *, with_id: bool = False) -> Draft:
    """The draft. Raises NothingToSayError where the kind does not fit."""
    book = workspace.ledger.read()
    commitment, party, reader = find(book, typed_id), workspace.party(book), reader_for(workspace, book, away=True)
    if not fits(kind, commitment, party):
        short, others = reader.shorten(commitment.id), fitting(commitment, party)
        instead = f"What fits: {', '.join(others)}." if others else "No kind of message fits it now."
        raise NothingToSayError(short, kind, _standing(commitment, party), others, instead)
    return Draft(
        commitment=commitment,
        kind=kind,
        to=addressed(kind, commitment, workspace.me_in(book)),
        text=message(kind, commitment, reader, workspace.now(), with_id=with_id),
    )


def _standing(commitment: Commitment, party: Party) -> str:
    """Whose it is and what became of it: `it is one of yours, open and never moved`."""
    if not party.makes(commitment):
        return f"it is one {'to you' if party.receives(commitment) else 'between others'}, {commitment.state}"
    if commitment.state == "open":
        return "it is one of yours, open" + ("" if commitment.moves else " and never moved")
    kept_well = commitment.state == "kept" and not went_wrong(commitment)
    return f"it is one of yours, {commitment.state}" + (", not late and not in part" if kept_well else "")
