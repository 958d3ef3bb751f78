"""Asks at the terminal for what a promise still lacks: its text, whom it is promised to, and by when."""

import sys
from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace

from followthrough.actions.capturing import captured, names_in, whom
from followthrough.actions.drafts import Draft, due_typed
from followthrough.actions.newcomers import split_names
from followthrough.actions.workspace import Workspace
from followthrough.cli.answers import answer_to
from followthrough.cli.keyboard import ask_line
from followthrough.cli.output import say
from followthrough.domain.errors import Problem
from followthrough.domain.near_names import Intended

Understood = TypeVar("Understood")


def asked(workspace: Workspace, given: Draft, *, no_due: bool) -> Draft:
    """The draft with what was answered. Where the answers end early that is said, and raised.

    Whom a handle means that is new and nearly another's is asked when it is recorded.
    """
    workspace = replace(workspace, intended=Intended({}, all_new=True))
    try:
        draft = _until_understood("What is promised?", lambda typed: _text(workspace, given, typed, no_due=no_due))
        if not draft.to and draft.maker is None:
            draft = replace(
                draft, to=_until_understood("To whom?", lambda typed: _recipients(workspace, names_in(typed)))
            )
        if draft.by is None and draft.every is None and not no_due:
            question = "By when? (Enter for no date)"
            draft = _until_understood(question, lambda typed: _when(workspace, draft, typed))
    except (KeyboardInterrupt, EOFError):
        say("")
        say("Nothing was recorded.")
        raise
    return draft


def _until_understood(question: str, read: Callable[[str], Understood]) -> Understood:
    while True:
        typed = ask_line(question, sys.stderr)
        try:
            return read(typed)
        except Problem as problem:
            say(str(problem))
            if hint := answer_to(problem).hint:
                say(hint)


def _text(workspace: Workspace, given: Draft, typed: str, *, no_due: bool) -> Draft:
    draft, notices = captured(workspace, replace(given, what=typed), no_due=no_due)
    say(f"  {draft.what}")
    if draft.to:
        _recipients(workspace, tuple(split_names(draft.to)))
    if draft.by is not None:
        _date(workspace, draft, draft.by)
    if draft.tags:
        say("  " + " ".join(f"+{tag.removeprefix('+')}" for tag in draft.tags))
    for notice in notices:
        say(notice)
    return draft


def _recipients(workspace: Workspace, names: tuple[str, ...]) -> tuple[str, ...]:
    people = whom(workspace, names)
    said = [f"{each.name} (@{each.handle})" if each.name != each.handle else f"@{each.handle}" for each in people]
    say(f"  to {', '.join(said)}")
    return names


def _when(workspace: Workspace, draft: Draft, typed: str) -> Draft:
    """The draft with its date, or with how it repeats."""
    if not typed.casefold().startswith(("every ", "each ")):
        return replace(draft, by=_date(workspace, draft, typed))
    from followthrough.actions.repeating import read_rule, rule_said

    say(f"  repeats {rule_said(read_rule(typed, workspace.dates))}")
    return replace(draft, every=typed)


def _date(workspace: Workspace, draft: Draft, typed: str) -> str | None:
    if not typed:
        say("  no due date")
        return None
    from followthrough.rendering.understood import asides, due_said

    understood = due_typed(workspace, typed, draft.made)
    say(f"  due {due_said(understood.due, workspace.dates)}, {workspace.zone}")
    for aside in asides(understood, workspace.dates):
        say(f"  {aside}")
    return typed
