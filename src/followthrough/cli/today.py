"""Today's view: what bare `ft` shows."""

import typer

from followthrough.cli.invocation import invocation, workspace
from followthrough.cli.output import answer, print_text, reader_of, say

_WELCOME = """No promise is recorded here yet. The first one:

  ft add send the slides to @ana by friday
  ft keep "the slides"

All commands: ft --help. A tour on made-up data: ft demo
"""


def show_today(context: typer.Context) -> None:
    """Show today's view, or how to begin where there is no ledger yet."""
    from followthrough.actions.digest import attention
    from followthrough.formats.output import digest_json
    from followthrough.rendering.rows import passed_over_said
    from followthrough.rendering.today import today_page

    opened = workspace(context)
    found = attention(opened)
    if not found.book.begun and not invocation(context).json:
        print_text(_WELCOME)
        return
    reader = reader_of(opened, found.book)
    answer(
        context,
        lambda: digest_json(found.digest),
        lambda width: today_page(found.digest, reader, opened.zone, width),
    )
    if passed := len(found.book.passed_over()):
        say(passed_over_said(passed))
