"""ft sign"""

from typing import Annotated

import typer

from followthrough.cli.invocation import wider_workspace
from followthrough.cli.output import answer, say


def command(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A report as JSON, HTML or Markdown; - takes a page and prints it.")
    ],
    key: Annotated[
        str | None, typer.Option("--key", metavar="SSHKEY", help="The SSH key to sign with; without it, your own.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what stands where the signature of JSON goes.")
    ] = False,
) -> None:
    """Sign a report with your SSH key."""
    from followthrough.actions.sharing import sign
    from followthrough.formats.signed import signed_json
    from followthrough.rendering.report.checked import signed_page

    signed = sign(wider_workspace(context), file, key=key, force=force)
    if file == "-":
        say(f"Signed with {signed.signature.key}, {signed.signature.fingerprint}")
        return
    answer(context, lambda: signed_json(signed), lambda width: signed_page(signed, width))
