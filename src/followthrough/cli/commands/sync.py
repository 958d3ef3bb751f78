"""ft sync"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from followthrough.cli.invocation import invocation, workspace
from followthrough.cli.output import answer, reader_of, say
from followthrough.cli.progress import progress

if TYPE_CHECKING:
    from followthrough.actions.repository import Repository
    from followthrough.actions.workspace import Workspace


def command(
    context: typer.Context,
    setup: Annotated[
        str | None,
        typer.Option(
            "--setup",
            metavar="REMOTE",
            help="First make the ledger's directory a repository that syncs with this one; "
            "none keeps a history on this machine alone.",
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask before anything is sent for the first time.")
    ] = False,
    timeout: Annotated[
        int, typer.Option("--timeout", metavar="SECONDS", min=1, max=3600, help="When to give up on the other side.")
    ] = 120,
) -> None:
    """Share the ledger through git: take in what others recorded, send what you did.

    Nothing that anyone recorded is lost, and there is never a conflict to resolve.

    The first time, on each machine: ft sync --setup git@host:us/promises.git

    Then, as often as you like: ft sync

    What is here is kept and committed even where the other side cannot be reached.
    """
    from followthrough.actions.sync import sync
    from followthrough.bootstrap import open_repository, set_up_repository
    from followthrough.formats.sync_document import sync_json
    from followthrough.rendering.sync_page import sync_page

    opened = workspace(context)
    if setup is not None:
        set_up_repository(opened.ledger.path, setup, timeout)
    repository = open_repository(opened.ledger.path, timeout)
    is_new = repository.is_new_there
    if is_new:
        repository.check()
        _say_who_reads(context, opened, repository, yes=yes)
    with progress("Syncing"):
        done = sync(opened, repository)
    reader = reader_of(opened, done.book)
    answer(
        context,
        lambda: sync_json(done.synced),
        lambda width: sync_page(done.synced, opened.ledger.path, reader, width),
    )
    if done.synced.began:
        _say_who_reads(context, opened, repository, yes=True)


def _say_who_reads(context: typer.Context, opened: "Workspace", repository: "Repository", *, yes: bool) -> None:
    """Say who can read what, and ask whether to send it. Raises NotConfirmedError where it is not meant."""
    from followthrough.actions.sync import readable
    from followthrough.domain.errors import NotConfirmedError
    from followthrough.rendering.sync_page import readable_said

    shown = readable(opened, repository.address)
    for sentence in readable_said(shown) if shown else ():
        say(sentence)
    asks = sys.stdin.isatty() and sys.stderr.isatty() and not yes and not invocation(context).json
    if shown and asks and not typer.confirm(f"Send it to {repository.address}?", default=False, err=True):
        raise NotConfirmedError
