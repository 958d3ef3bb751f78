"""Asks whom a new handle means that is one letter from somebody's, where there is a terminal to ask at."""

import sys
from collections.abc import Callable
from typing import TypeVar

import typer
from msgspec.structs import replace

from followthrough.actions.workspace import Workspace
from followthrough.cli.invocation import invocation
from followthrough.domain.errors import NearHandleError
from followthrough.domain.near_names import Intended

Done = TypeVar("Done")


def with_newcomers(
    context: typer.Context, opened: Workspace, act: Callable[[Workspace], Done], *, all_new: bool
) -> Done:
    """What `act` gives, done again with the answer each time it finds a handle that may be a slip.

    Raises NearHandleError where nobody can be asked.
    """
    answers: dict[str, str] = {}
    while True:
        try:
            return act(replace(opened, intended=Intended(answers, all_new=all_new)))
        except NearHandleError as problem:
            if invocation(context).json or not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            answers[problem.handle] = _asked(problem)


def _asked(problem: NearHandleError) -> str:
    """The handle that is meant: one of those nearby, or else somebody new."""
    for near in problem.near:
        question = f"@{problem.handle} is new here. Did you mean @{near}?"
        if typer.confirm(question, default=False, err=True):
            return near
    return problem.handle
