"""Where a promise that the usual ledger does not have may be: the other ledgers that have a name."""

from collections.abc import Sequence
from shlex import join
from typing import TYPE_CHECKING

from followthrough.domain.errors import NoSuchCommitmentError, Problem

if TYPE_CHECKING:
    from followthrough.actions.workspace import Workspace


def found_elsewhere(problem: Problem, ledger: str | None, arguments: Sequence[str]) -> str | None:
    """What to type where other ledgers hold the promise that was not found; None where none of them does.

    It is looked for only where no ledger was named, and what stands in the way of reading one is passed over: this is
    but a hint.
    """
    if not isinstance(problem, NoSuchCommitmentError):
        return None
    from followthrough.bootstrap import open_all, open_workspace

    asked = open_all(ledger, lambda name: open_workspace(name, "ft"))[1:]
    names = [each.name for each in asked if each.name is not None and _holds(each.workspace, problem.typed)]
    if not names:
        return None
    typed = [join(["ft", "--ledger", name, *arguments]) for name in names]
    return f"It is in the ledger {names[0]}: {typed[0]}" if len(names) == 1 else f"There it is: {', or '.join(typed)}"


def _holds(workspace: "Workspace", typed: str) -> bool:
    from followthrough.actions.finding import find
    from followthrough.domain.errors import ForgottenCommitmentError, SeveralMatchesError

    try:
        find(workspace.ledger.read(), typed)
    except (SeveralMatchesError, ForgottenCommitmentError):
        return True
    except Problem:
        return False
    return True
