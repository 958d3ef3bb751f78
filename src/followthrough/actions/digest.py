"""What deserves attention now."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from followthrough.actions.asking import length_asked
from followthrough.actions.ports import OpenBook
from followthrough.actions.workspace import Workspace
from followthrough.domain.digest import KEPT_LATELY, Digest, DigestFormat, digest, each_in, within_or_remind
from followthrough.domain.errors import OptionsClashError
from followthrough.domain.lead_time import lead_time
from followthrough.rendering.who import Reader

WITHIN = timedelta(days=7)
WIDTH = 80


Opened = TypeVar("Opened", bound=Workspace)


class Attention(Struct, Generic[Opened], frozen=True, kw_only=True):
    """A digest, the reading it comes from, and of which ledger: its name, none for the usual one."""

    digest: Digest
    book: OpenBook
    workspace: Opened
    name: str | None = None


def attention(
    workspace: Opened, *, within: str | None = None, scaled: bool = False, name: str | None = None
) -> Attention[Opened]:
    """The digest of this machine's user, looking ahead a week, or another length, or as far as each promise is worth.

    `scaled` is for reminders: see `lead_time`. The commitments of a ledger that has a name say it.
    """
    now, today = workspace.now(), workspace.today()
    book = workspace.ledger.read_open(today - KEPT_LATELY, today)
    workspace.check_me(book)
    lead = lead_time if scaled else within_or_remind(WITHIN if within is None else length_asked(within))
    kept = book.touched_between(today - KEPT_LATELY, today, settled_only=True)
    hidden = book.passed_over()
    earlier = Counter(each.series for each in book.unsettled() if each.id in hidden and each.series) if hidden else {}
    found = digest(workspace.party(book), book.at_hand(), kept, now=now, lead=lead, earlier=earlier)
    named = found if name is None else each_in(found, lambda each: replace(each, ledger=name))
    return Attention(digest=named, book=book, workspace=workspace, name=name)


def layout_of(chosen: DigestFormat | None, *, json: bool) -> DigestFormat | None:
    """The format asked for, or JSON where JSON is asked for; None stands for a page. Raises OptionsClashError."""
    if chosen is not None and json and chosen != "json":
        raise OptionsClashError("--json", f"--format {chosen}")
    return "json" if json else chosen


def worded(
    digest: Digest, reader: Reader, zone: str, layout: DigestFormat, *, several: bool = False
) -> tuple[str, ...]:
    """The digest in words, or for a program: one text, or several messages where one may not be long.

    With `several` it is one of several ledgers, which a program is told of each commitment.
    """
    match layout:
        case "json":
            from followthrough.formats.output import digest_json, to_json

            return (to_json(digest_json(digest, several=several)) + "\n",)
        case "text":
            from followthrough.rendering.lines import to_text
            from followthrough.rendering.today import digest_page

            return (to_text(digest_page(digest, reader, zone, WIDTH)),)
        case "markdown":
            from followthrough.rendering.digest.markdown import markdown_page

            return (markdown_page(digest, reader, zone),)
        case "html":
            from followthrough.rendering.digest.html import html_mail

            return (html_mail(digest, reader, zone),)
        case "discord":
            from followthrough.rendering.digest.discord import discord_messages

            return discord_messages(digest, reader, zone)


def in_a_row(messages: Sequence[str]) -> str:
    """The messages in one text, with an empty line between two; where there are several, none has one in it."""
    return "\n".join(each.removesuffix("\n") + "\n" for each in messages)
