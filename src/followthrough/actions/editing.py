"""Record promises written in an editor, one a line."""

from collections.abc import Callable

from msgspec.structs import replace

from followthrough.actions.capturing import add_lines
from followthrough.actions.drafts import Draft
from followthrough.actions.edges import Editor
from followthrough.actions.recording import Changed
from followthrough.actions.workspace import Workspace
from followthrough.domain.capture import capture
from followthrough.domain.errors import EditorFailedError, NothingTypedError, Problem, TypedKeptError

COMMENT = "#"
FORM = """
# One promise a line, like: send the slides to @ana by friday 5pm +talks
# Lines that begin with # are left out. With no other line, nothing is recorded.
"""


Record = Callable[[Callable[[Workspace], Changed]], Changed]
"""Has something recorded, and asks the user meanwhile what there is to ask."""


def add_edited(record: Record, editor: Editor, given: Draft, *, no_due: bool = False, afresh: bool = False) -> Changed:
    """Record what the user writes, which begins with what was given; what is refused is kept in a file.

    Raises NothingTypedError; TypedKeptError with whatever else is wrong.
    """
    begun, rest = begin_with(given, no_due=no_due)
    typed = _written(editor, f"{begun}\n{FORM}")
    if not typed.strip():
        editor.discard()
        raise NothingTypedError
    try:
        changed = record(lambda workspace: add_lines(workspace, typed, rest, no_due=no_due, afresh=afresh))
    except Problem as problem:
        raise TypedKeptError(problem, editor.keep(typed)) from None
    editor.discard()
    return changed


def begin_with(given: Draft, *, no_due: bool) -> tuple[str, Draft]:
    """The first line of the form, and what else was given: options go into the line where it then says the same."""
    text = " ".join(given.what.split())
    if not text:
        return "", given
    persons = "".join(f" to @{name}" for name in given.to)
    tags = "".join(f" +{tag.removeprefix('+')}" for tag in given.tags)
    due = f" by {given.by}" if given.by is not None else ""
    line = f"{text}{persons}{tags}{due}"
    read = capture(line, None if no_due else _any_phrase)
    if (read.what, read.to, read.by) != (text, given.to, given.by):
        return text, replace(given, what="")
    return line, replace(given, what="", to=(), tags=(), by=None)


def without_comments(typed: str) -> str:
    """The text without the lines that begin with `#`."""
    return "\n".join(line for line in typed.split("\n") if not line.startswith(COMMENT))


def _written(editor: Editor, form: str) -> str:
    """What the user wrote. Raises EditorFailedError, wrapped where something was written all the same."""
    try:
        editor.edit(form)
    except EditorFailedError as problem:
        if editor.left() in (form, ""):
            editor.discard()
            raise
        raise TypedKeptError(problem, editor.keep(without_comments(editor.left()))) from None
    return without_comments(editor.left())


def _any_phrase(phrase: str) -> str:
    return phrase
