"""Bring in promises from the file of another program, or from an export of ours: one step, or a look at it."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from followthrough.actions.add import adopt_me
from followthrough.actions.arriving import arrive
from followthrough.actions.carrying_over import carry_over
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.landing import Landing, Progress
from followthrough.actions.ports import Book, Change, Pen
from followthrough.domain.arrivals import Told
from followthrough.domain.errors import EmptyFileError, LedgerNotImportedError, NotTextError
from followthrough.domain.events import AnyEvent
from followthrough.domain.histories import Histories
from followthrough.domain.landed import Landed
from followthrough.domain.people import Person
from followthrough.domain.series import fold_series
from followthrough.formats.exchange.catalog import read, recognised
from followthrough.formats.exchange.names import ImportFormat

_EMPTY = (b"", b"[]", b"[\n]")
"""What a file has that holds nothing; the last is how `task export` prints no task."""


class Imported(Landed, frozen=True, kw_only=True):
    """What came in, or would, and the ledger it came into, with everyone there will be."""

    book: Book
    everyone: Mapping[str, Person]
    notices: tuple[str, ...]
    """What else there is to say."""


def import_file(
    workspace: WiderWorkspace,
    path: str,
    *,
    source: ImportFormat | None = None,
    to: Iterable[str] = (),
    dry_run: bool = False,
    progress: Progress = lambda done, of: None,
) -> Imported:
    """Record what the file tells as one step; with `dry_run` only say what would come in.

    Raises what `Files.read` raises, NotTextError, EmptyFileError, LedgerNotImportedError, UnknownContentError,
    NotInThatFormatError.
    """
    text = _text(path, workspace.files.read(path))
    chosen = source or recognised(text)
    told = read(text, chosen, zone=workspace.zone, now=workspace.now())
    recipients = tuple(to)

    def put_together(book: Book, pen: Pen) -> Landing:
        landing = Landing(workspace, book, pen, progress)
        if isinstance(told, Histories):
            carry_over(landing, told)
        else:
            arrive(landing, told.arrivals, recipients)
        return landing

    if dry_run:
        book = workspace.ledger.read(create=True)
        landing = put_together(book, Pen("zzzzz", 0, workspace.now(), workspace.me))
        return _imported(chosen, told, landing, book, tried=True)
    landed: list[Landing] = []

    def decide(book: Book, pen: Pen) -> Change:
        landed[:] = [put_together(book, pen)]
        return _change(landed[0], pen)

    adopted = adopt_me(workspace)
    written = workspace.ledger.record(decide, by=workspace.me, now=workspace.now(), create=True)
    began = (f"Began a new ledger: {workspace.ledger.path}",) if written.created else ()
    return replace(_imported(chosen, told, landed[0], written.book, tried=False), notices=(*adopted, *began))


def _text(path: str, content: bytes) -> str:
    if content.strip() in _EMPTY:
        raise EmptyFileError(path)
    if _is_ledger(content):
        raise LedgerNotImportedError(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTextError(path) from None
    if "\0" in text:
        raise NotTextError(path)
    return text


def _is_ledger(content: bytes) -> bool:
    """Whether it is a ledger, however it is laid out."""
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].replace(b" ", b"").replace(b"\n", b"")
    return head.startswith(b'{"meta":') or b'"app":"followthrough"' in head


def _change(landing: Landing, pen: Pen) -> Change:
    """All of it as one step; the people last, whom it mentions for the first time."""
    carried = tuple((key, event) for key, events in landing.people.items() for event in events)
    return Change(
        commitments=tuple(_pairs(landing)),
        people=(*carried, *landing.newcomers.introduced(pen)),
        series=tuple((key, event) for key, events in landing.series.items() for event in events),
    )


def _pairs(landing: Landing) -> Iterator[tuple[str, AnyEvent]]:
    for histories in (landing.fresh, landing.more):
        for key, events in histories.items():
            yield from ((key, event) for event in events)


def _imported(source: ImportFormat, told: Told | Histories, landing: Landing, book: Book, *, tried: bool) -> Imported:
    left_out = sorted((*told.unread, *landing.left_out), key=lambda each: each.line)
    return Imported(
        format=source,
        new=landing.commitments(),
        more=landing.continued(),
        known=landing.known,
        otherwise=tuple(landing.otherwise),
        series=tuple(_texts(told, landing)),
        people=(*landing.people, *landing.newcomers.names),
        near=landing.near,
        to_nobody=landing.to_nobody,
        renamed_ids=landing.renamed_ids,
        forgotten=told.forgotten if isinstance(told, Histories) else 0,
        left_out=tuple(left_out),
        ignored=told.ignored if isinstance(told, Told) else (),
        book=book,
        everyone=landing.everyone(),
        tried=tried,
        notices=(),
    )


def _texts(told: Told | Histories, landing: Landing) -> Iterator[str]:
    if isinstance(told, Histories):
        for each in told.series:
            if each.id in landing.series:
                yield fold_series(each.id, each.events).what
