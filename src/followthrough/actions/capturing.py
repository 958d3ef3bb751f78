"""Record promises typed in free text: one, or each line one."""

import re
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from followthrough.actions.add import add_all
from followthrough.actions.drafts import Draft, due_typed, refused_on_its_line
from followthrough.actions.newcomers import Newcomers, split_names
from followthrough.actions.recording import Changed
from followthrough.actions.workspace import Workspace
from followthrough.domain.capture import Captured, capture
from followthrough.domain.errors import (
    EmptyTextError,
    NobodyNamedError,
    PastDateError,
    PastDateInTextError,
    Problem,
    TooManyLinesError,
)
from followthrough.domain.people import Person
from followthrough.domain.stray_dates import Read
from followthrough.domain.typed import read_text

MOST_LINES = 10_000
_TAIL = re.compile(r"(?<!\S)(?:by|before|until|due)\s+\S+(?:\s+\S+){0,2}$", re.IGNORECASE)
_REPEATED = re.compile(r"\b(every|each)\s+((?:(?!\bevery\b|\beach\b).)+?)[\s.!?…,;:]*$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[-*] (?:\[ \] )?")


def add_captured(workspace: Workspace, given: Draft, *, no_due: bool = False, afresh: bool = False) -> Changed:
    """Record what a text says; what else was given of it counts for what the text does not say, or in its place."""
    draft, notices = captured(workspace, given, no_due=no_due)
    return add_all(workspace, (draft,), afresh=afresh, notices=notices)


def add_lines(workspace: Workspace, typed: str, given: Draft, *, no_due: bool = False, afresh: bool = False) -> Changed:
    """Record every line that is not blank, or none, as one step; what else was given counts for each of them.

    Raises LineRefusedError where there are several and one is refused.
    """
    lines = numbered_lines(typed)
    if len(lines) == 1:
        return add_captured(workspace, replace(given, what=lines[0][1]), no_due=no_due, afresh=afresh)
    drafts: list[Draft] = []
    said: list[str] = []
    for number, text in lines:
        draft = replace(given, what=text, line=number)
        with refused_on_its_line(number):
            draft, notices = captured(workspace, draft, no_due=no_due)
        drafts.append(draft)
        said += [f"Line {number}: {notice}" for notice in notices]
    return add_all(workspace, drafts, afresh=afresh, notices=said)


def numbered_lines(typed: str) -> list[tuple[int, str]]:
    """The lines that are not blank, each with its number and without a bullet. Raises EmptyTextError of none."""
    lines = enumerate(re.split(r"\r?\n", typed.removeprefix("\ufeff")), start=1)
    plain = ((number, _BULLET.sub("", f"{line} ", count=1).strip()) for number, line in lines)
    filled = [(number, line) for number, line in plain if line]
    if not filled:
        raise EmptyTextError("text")
    if len(filled) > MOST_LINES:
        raise TooManyLinesError(MOST_LINES)
    return filled


def captured(workspace: Workspace, given: Draft, *, no_due: bool = False) -> tuple[Draft, tuple[str, ...]]:
    """The draft with what its text says, and what there is to say about that."""
    text = read_text("text", given.what)

    def read(phrase: str) -> None:
        due_typed(workspace, phrase, given.made)

    found = capture(text, None if no_due or given.by is not None else read, persons=not given.to)
    if found.by is not None:
        _check(found.by, read)
    draft = replace(
        given,
        what=found.what,
        to=given.to or (found.to if given.maker is not None else found.recipients),
        by=found.by if given.by is None else given.by,
        tags=(*given.tags, *found.tags),
    )
    repeated = _repeated(workspace, found.what) if given.every is None else ()
    stayed = () if repeated or no_due or given.by is not None else _notices(found)
    return draft, (*repeated, *stayed, *_other_names(found))


def _check(by: str, read: Read) -> None:
    try:
        read(by)
    except PastDateError as problem:
        raise PastDateInTextError(problem.typed, problem.meaning) from None


def _notices(found: Captured) -> tuple[str, ...]:
    """Why a date that seems to stand in the text is none."""
    if found.by is None and found.doubt is not None:
        return (f"No due date was taken: {found.doubt}",)
    if found.stray is not None:
        lead = "due" if found.stray.casefold().startswith(("in ", "within ")) else "by"
        return (f'“{found.stray}” stayed in the text. For a due date, add "{lead} {found.stray}" at its end.',)
    tail = None if found.by is not None else _TAIL.search(found.what)
    return () if tail is None else (f"“{tail[0].strip()}” stayed in the text: it is no date that is understood.",)


def _other_names(found: Captured) -> tuple[str, ...]:
    """That a name behind *and* stayed in the text: only `@` makes it a person."""
    names = re.search(r"(?:^|\s)and \S+$", found.what) if found.to else None
    return () if names is None else (f"“{names[0].strip()}” stayed in the text: persons begin with @.",)


def _repeated(workspace: Workspace, text: str) -> tuple[str, ...]:
    """That a repetition at the end of the text stayed there."""
    found = _REPEATED.search(text)
    if found is None:
        return ()
    from followthrough.actions.repeating import read_rule

    try:
        read_rule(found[2], workspace.dates)
    except Problem:
        return ()
    return (f'“{found[0].strip()}” stayed in the text. For a promise that repeats: ft undo, and --every "{found[2]}"',)


def names_in(typed: str) -> tuple[str, ...]:
    """The names in an answer to *to whom?*: `ana`, `Ana Ruiz, bo`, `@ana and @bo`. Raises NobodyNamedError."""
    found = capture(f"to {typed}", None)
    names = tuple(split_names([typed])) if found.what else found.to
    if not names:
        raise NobodyNamedError
    return names


def whom(workspace: Workspace, names: Iterable[str]) -> tuple[Person, ...]:
    """Who is meant by these names; some may be new. Raises BadHandleError, SeveralPeopleError, ReservedHandleError."""
    people = _people(workspace)
    newcomers = Newcomers(people, workspace.me, workspace.intended)
    handles = dict.fromkeys(newcomers.handle(name) for name in names)
    return tuple(people.get(each) or Person(handle=each, name=newcomers.names.get(each) or each) for each in handles)


def _people(workspace: Workspace) -> Mapping[str, Person]:
    """Everyone known so far; nobody where the ledger cannot be read, which recording will say."""
    try:
        return workspace.ledger.read().people()
    except Problem:
        return {}
