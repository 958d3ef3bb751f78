"""Today's view: what bare `ft` shows."""

import typer

from followthrough.cli.invocation import invocation, workspaces
from followthrough.cli.output import answer, leave_with, print_text, say

_WELCOME = """No promise is recorded here yet. The first one:

  ft add send the slides to @ana by friday
  ft keep "the slides"

All commands: ft --help. A tour on made-up data: ft demo
"""


def show_today(context: typer.Context) -> None:
    """Show today's view, or how to begin where there is no ledger yet."""
    from followthrough.actions.several import overview
    from followthrough.formats.output import digest_json
    from followthrough.rendering.rows import passed_over_said
    from followthrough.rendering.today import today_page

    asked = workspaces(context)
    found = overview(asked)
    if not found.begun and not found.problems and not invocation(context).json:
        print_text(_WELCOME)
        return
    digest, zone = found.digest, asked[0].workspace.zone
    answer(
        context,
        lambda: digest_json(digest, several=found.several),
        lambda width: today_page(digest, found.reader(), zone, width),
    )
    if passed := sum(len(each.book.passed_over()) for each in found.parts):
        say(passed_over_said(passed))
    leave_with(context, found.problems)
