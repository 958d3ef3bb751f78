"""What deserves attention now."""

from datetime import timedelta

from msgspec import Struct

from followthrough.actions.ports import Book
from followthrough.actions.workspace import Workspace
from followthrough.domain.digest import KEPT_LATELY, Digest, DigestFormat, digest, within_or_remind
from followthrough.domain.lead_time import lead_time
from followthrough.domain.phrases import read_duration
from followthrough.rendering.who import Reader

WITHIN = timedelta(days=7)
WIDTH = 80


class Attention(Struct, frozen=True, kw_only=True):
    """A digest, and the reading it comes from."""

    digest: Digest
    book: Book


def attention(workspace: Workspace, *, within: str | None = None, scaled: bool = False) -> Attention:
    """The digest of this machine's user, looking ahead a week, or another length, or as far as each promise is worth.

    `scaled` is for reminders: see `lead_time`.
    """
    book, now = workspace.ledger.read(), workspace.now()
    lead = lead_time if scaled else within_or_remind(WITHIN if within is None else read_duration(within))
    today = workspace.today()
    kept = book.touched_between(today - KEPT_LATELY, today, settled_only=True)
    return Attention(digest=digest(workspace.party(book), book.unsettled(), kept, now=now, lead=lead), book=book)


def worded(attention: Attention, reader: Reader, zone: str, layout: DigestFormat) -> tuple[str, ...]:
    """The digest in words, or for a program: one text, or several messages where one may not be long."""
    if layout == "json":
        from followthrough.formats.output import digest_json, to_json

        return (to_json(digest_json(attention.digest)) + "\n",)
    from followthrough.rendering.lines import to_text
    from followthrough.rendering.today import digest_page

    match layout:
        case "text" | "markdown" | "html" | "discord":
            return (to_text(digest_page(attention.digest, reader, zone, WIDTH)),)
