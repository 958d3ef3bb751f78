"""What is answered to a problem: its status and its hint, with its facts and the ledger it is about filled in."""

from followthrough.cli.exit_status import ANSWERS, Answer
from followthrough.domain import errors


def answer_to(problem: errors.Problem) -> Answer:
    """The status of a problem, and its hint with the facts filled in."""
    if isinstance(problem, errors.TypedKeptError):
        status, hint = answer_to(problem.why)
        again = f"Mend it there, then: ft add - < {problem.path}"
        return Answer(status, f"{hint} {again}" if hint else again)
    if isinstance(problem, errors.InLedgerError):
        return _in_ledger(problem)
    if isinstance(problem, errors.RefusedError):
        return answer_to(problem.why)
    status, hint = ANSWERS[type(problem)]
    return Answer(status, hint.format(**vars(problem)) if hint is not None else None)


def _in_ledger(problem: errors.InLedgerError) -> Answer:
    """The answer to a problem with a ledger that has a name, where each command is meant for that one."""
    from shlex import quote

    status, hint = answer_to(problem.why)
    if isinstance(problem.why, errors.NoLedgerError):
        return Answer(status, f"To look at it no longer: ft config {quote(f'ledgers.{problem.name}')} --unset")
    return Answer(status, hint and for_ledger(hint, problem.name))


def for_ledger(hint: str, name: str) -> str:
    """The hint with every command in it for the ledger of that name; as it is where it is about names."""
    import re
    from shlex import quote

    if "ledgers." in hint:
        return hint
    return re.sub(r"\bft (?=[a-z])", lambda found: f"ft --ledger {quote(name)} ", hint)


def kind_of(problem: errors.Problem) -> str:
    """The name of a kind of problem for scripts: `already_settled` for AlreadySettledError."""
    if isinstance(problem, errors.RefusedError):
        return kind_of(problem.why)
    name = type(problem).__name__.removesuffix("Error")
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
