"""What a command answers: a page or JSON on standard output, what is said about it on standard error."""

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import typer
from msgspec import Struct

from followthrough.cli.display import stop_writing, width_of, write_line, write_page, write_text
from followthrough.cli.invocation import invocation
from followthrough.cli.letters import carried, is_plain, shown, shown_json
from followthrough.rendering.lines import Page
from followthrough.rendering.safe_text import safe_text

if TYPE_CHECKING:
    from followthrough.actions.ports import OpenBook
    from followthrough.actions.recording import Changed
    from followthrough.actions.workspace import Workspace
    from followthrough.domain.commitment import Commitment
    from followthrough.domain.errors import Problem
    from followthrough.rendering.who import Reader


NOTHING_YET = "No promise is recorded here yet; the first ft add begins a ledger."


def answer(context: typer.Context, document: Callable[[], Struct], page: Callable[[int | None], Page]) -> None:
    """Print the document where JSON was asked for, otherwise the page for the width there is."""
    try:
        if invocation(context).json:
            from followthrough.formats.output import to_json

            sys.stdout.write(shown_json(to_json(document()), sys.stdout) + "\n")
        else:
            write_page(page(width_of(sys.stdout)), sys.stdout)
        sys.stdout.flush()
    except OSError as error:
        stop_writing(error)
        raise typer.Exit(0) from None


def say(text: str) -> None:
    """Something about the results, on standard error."""
    write_line(text, sys.stderr)


def leave_with(context: typer.Context, problems: Sequence["Problem"]) -> None:
    """Say what stood in the way of some ledgers, and end with the status of the first such problem, if there is any."""
    from followthrough.cli.errors import report_problem

    statuses = [report_problem(each, json=invocation(context).json) for each in problems]
    if statuses:
        raise typer.Exit(statuses[0])


def print_text(text: str) -> None:
    """Text of ours on standard output."""
    try:
        write_text(text, sys.stdout)
        sys.stdout.flush()
    except OSError as error:
        stop_writing(error)
        raise typer.Exit(0) from None


def print_document(text: str, *, words: bool = False) -> None:
    """A whole document on standard output: in UTF-8 for a file or a program, made harmless on a terminal.

    One of `words` alone is for people, and in ASCII where that is asked for; a page in a language of its own is left as
    it is.
    """
    try:
        if sys.stdout.isatty() or (words and is_plain(sys.stdout)):
            safe = "\n".join(safe_text(line) for line in text.replace("\r\n", "\n").split("\n"))
            sys.stdout.write(shown(safe, sys.stdout) if words else carried(safe, sys.stdout))
        else:
            sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    except OSError as error:
        stop_writing(error)
        raise typer.Exit(0) from None


def reader_of(workspace: "Workspace", book: "OpenBook", *, away: bool = False) -> "Reader":
    """How this machine's user reads names and ids; what leaves the terminal (`away`) prints longer ids."""
    from followthrough.actions.reading import reader_for

    return reader_for(workspace, book, away=away)


def answer_changed(context: typer.Context, workspace: "Workspace", changed: "Changed") -> None:
    """What was changed, and what else there is to say."""
    from followthrough.rendering.said import changed_page

    reader = reader_of(workspace, changed.book)
    answer(
        context,
        lambda: _commitments(changed.commitments, workspace),
        lambda width: changed_page(changed.did, changed.commitments, reader, workspace.now(), workspace.zone, width),
    )
    for notice in changed.notices:
        say(notice)


def answer_commitments(
    context: typer.Context,
    workspace: "Workspace",
    commitments: Iterable["Commitment"],
    page: Callable[[int | None], Page],
) -> None:
    """Commitments as JSON, or a page about them."""
    answer(context, lambda: _commitments(commitments, workspace), page)


def _commitments(commitments: Iterable["Commitment"], workspace: "Workspace") -> Struct:
    from followthrough.formats.output import commitments_json

    return commitments_json(commitments, workspace.now())
