"""ft doctor"""

from typing import Annotated

import typer

from followthrough.cli.exit_status import FOUND_SOMETHING
from followthrough.cli.invocation import invocation, tell, workspace
from followthrough.cli.output import answer
from followthrough.cli.progress import progress


def command(
    context: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended without choosing.")] = False,
) -> None:
    """Say what is wrong with the ledger, changing nothing; --fix mends it."""
    from followthrough.actions.examine import examine, mend
    from followthrough.bootstrap import open_upkeep
    from followthrough.formats.upkeep import doctor_json
    from followthrough.rendering.doctor.advice import advice, done
    from followthrough.rendering.doctor.names import Names
    from followthrough.rendering.doctor.page import checked_said, doctor_page, mended_page
    from followthrough.rendering.doctor.sentences import sentence

    opened = workspace(context)
    upkeep = open_upkeep(invocation(context).ledger, context.info_name or "ft", tell=tell)
    if fix:
        with progress("Mending"):
            mended = mend(opened, upkeep)
        after, gone, aside = mended.after, mended.mended, mended.aside
        names = Names(after.ids, opened.zone)
        answer(
            context,
            lambda: doctor_json(
                *(after.path, after.checked, after.findings, lambda each: sentence(each, names), advice),
                mended=[done(each, names) for each in gone],
                kept_aside=aside,
            ),
            lambda width: mended_page(gone, aside, after.findings, names, width),
        )
    else:
        with progress("Checking"):
            after = examine(upkeep)
        names = Names(after.ids, opened.zone)
        answer(
            context,
            lambda: doctor_json(after.path, after.checked, after.findings, lambda each: sentence(each, names), advice),
            lambda width: doctor_page(after.findings, checked_said(after.checked), names, width),
        )
    if not after.well:
        raise typer.Exit(FOUND_SOMETHING)
