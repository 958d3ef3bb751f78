"""ft verify"""

from typing import Annotated

import typer

from followthrough.cli.exit_status import FOUND_SOMETHING
from followthrough.cli.invocation import wider_workspace
from followthrough.cli.output import answer


def command(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A signed report as JSON, HTML or Markdown.")],
    signers: Annotated[
        str | None,
        typer.Option("--signers", metavar="FILE", help="Whose keys you trust: OpenSSH's allowed_signers."),
    ] = None,
) -> None:
    """Check who signed a report, and whether your ledger agrees with it."""
    from followthrough.actions.sharing import verify
    from followthrough.bootstrap import program_version
    from followthrough.formats.signed import verified_json
    from followthrough.rendering.report.checked import verified_page

    verified = verify(wider_workspace(context), file, program=program_version(), signers=signers)
    answer(context, lambda: verified_json(verified), lambda width: verified_page(verified, width))
    if verified.ledger.agrees is False:
        raise typer.Exit(FOUND_SOMETHING)
