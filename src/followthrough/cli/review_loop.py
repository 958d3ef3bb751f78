"""The loop of a review at a terminal: shows a promise, reads a key, lets the walk record what it says."""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from followthrough.actions.recording import Changed
from followthrough.actions.review import Walk
from followthrough.actions.review_all import Walks
from followthrough.cli.answers import answer_to
from followthrough.cli.display import stop_writing, width_of, write_page
from followthrough.cli.exit_status import DONE, INTERRUPTED
from followthrough.cli.keyboard import ask_key, ask_line
from followthrough.cli.letters import is_plain
from followthrough.cli.output import NOTHING_YET, reader_of, say
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import OutputRefusedError, Problem, WhoseWordError
from followthrough.rendering.lines import EMPTY, Page
from followthrough.rendering.review import asking_page, closing_page, explained_page, kept_page, keys_page
from followthrough.rendering.said import changed_page

Act = Callable[[Walk, Commitment], Changed | None]


def walk_through(walks: Walks) -> int:
    """Ask about one promise after the other, until none is left or somebody stops; the exit status."""
    status = DONE
    silent = not (any(walk.kept for walk in walks.all) or walks.left())
    tell(walks)
    try:
        _begin(walks)
        _ask(walks)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except EOFError:
        pass
    walks.stop()
    with suppress(EOFError):
        closing = closing_page(walks.did, len(walks.left()), remembered=walks.remembers, width=width_of(sys.stdout))
        _show(closing if silent else (EMPTY, *closing))
    tell(walks)
    return status


def tell(walks: Walks) -> None:
    """What else there is to say about the walks so far."""
    for walk in walks.all:
        for notice in walk.notices:
            say(notice)
        walk.notices.clear()


def _begin(walks: Walks) -> None:
    shown = False
    for walk in walks.all:
        workspace = walk.workspace
        reader, width = reader_of(workspace, walk.book), width_of(sys.stdout)
        page = kept_page(walk.kept, walk.since, reader, workspace.now(), workspace.zone, width, walk.name)
        _show((EMPTY, *page) if shown and page else page)
        shown = shown or bool(page)
    if not any(walk.book.begun for walk in walks.all):
        say(NOTHING_YET)


def _ask(walks: Walks) -> None:
    """Read keys, each about the promise that is current, until none is left or one of them stops it."""
    shown = None
    first = not any(walk.kept for walk in walks.all)
    while left := walks.left():
        walk, current = left[0]
        if (walk, current.id) != shown:
            _show_promise(walks, walk, current, len(left), first=shown is None and first)
            shown = (walk, current.id)
        key = ask_key(lambda: _show(keys_page(width_of(sys.stdout), spoken=is_plain(sys.stdout))))
        if key in _STOPPING:
            return
        if key == "?":
            _show(explained_page(mine=current.maker == walk.workspace.me_in(walk.book)))
        elif key in _UNDOING:
            _answer(walks, walks.undo)
        elif key in _ACTS:
            _answer(walks, partial(_acted, walks, walk, current, _ACTS[key]))


def _acted(walks: Walks, walk: Walk, current: Commitment, act: Act) -> tuple[Walk, Changed | None]:
    return walk, walks.answer(walk, lambda its: act(its, current))


def _show_promise(walks: Walks, walk: Walk, current: Commitment, left: int, *, first: bool) -> None:
    workspace, reader = walk.workspace, reader_of(walk.workspace, walk.book)
    number, total, width = walks.asked + 1, walks.asked + left, width_of(sys.stdout)
    page = asking_page(current, number, total, reader, workspace.now(), workspace.zone, width, walk.name)
    _show(page if first else (EMPTY, *page))


def _answer(walks: Walks, act: Callable[[], tuple[Walk, Changed | None]]) -> None:
    """What the key does, said back; or the sentence of what stood in its way."""
    changed = None
    try:
        walk, changed = act()
    except Problem as problem:
        say(str(problem))
    if changed is not None:
        workspace, reader = walk.workspace, reader_of(walk.workspace, changed.book)
        now, width = workspace.now(), width_of(sys.stdout)
        _show(changed_page(changed.did, changed.commitments, reader, now, workspace.zone, width))
    tell(walks)


def _show(page: Page) -> None:
    """The page on the terminal. Raises EOFError where it was closed."""
    try:
        write_page(page, sys.stdout)
        sys.stdout.flush()
    except OSError as error:
        with suppress(OutputRefusedError):
            stop_writing(error)
        raise EOFError from error


def _move(walk: Walk, current: Commitment) -> Changed | None:
    while by := ask_line("New date:"):
        try:
            walk.check_date(by)
        except Problem as problem:
            say(f"{problem} {answer_to(problem).hint or ''}".rstrip())
            continue
        return walk.move(current.id, by, agreed=_agreed(mine=current.maker == walk.workspace.me_in(walk.book)))
    return None


def _agreed(*, mine: bool) -> bool:
    question = "Was the new date agreed with the recipient?" if mine else "Did you agree to the new date?"
    while True:
        typed = ask_line(f"{question} [y/N]:").lower()
        if typed in ("y", "yes"):
            return True
        if typed in ("n", "no", ""):
            return False


def _release(walk: Walk, current: Commitment) -> Changed | None:
    try:
        return walk.release(current.id)
    except WhoseWordError:
        who = ask_line(f"Who let it go, {' or '.join(current.to)}?")
        return walk.release(current.id, who) if who else None


def _note(walk: Walk, current: Commitment) -> Changed | None:
    text = ask_line("Note:")
    return walk.note(current.id, text) if text else None


_STOPPING = frozenset({"q", "\x1b"})
_UNDOING = frozenset({"u"})
_ACTS: dict[str, Act] = {
    "k": lambda walk, current: walk.keep(current.id),
    "m": lambda walk, current: walk.miss(current.id),
    "v": _move,
    ">": _move,
    "r": _release,
    "n": _note,
    "h": lambda walk, current: walk.ask_for_help(current.id),
    "s": lambda walk, current: walk.skip(current.id),
    " ": lambda walk, current: walk.skip(current.id),
}
