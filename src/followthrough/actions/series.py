"""Look at what repeats."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from followthrough.actions.finding import MOST_CANDIDATES, find
from followthrough.actions.ports import Book
from followthrough.actions.repeating import SHOWN
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import (
    NoSuchCommitmentError,
    NoSuchSeriesError,
    NotInSeriesError,
    SeveralMatchesError,
)
from followthrough.domain.identifiers import is_prefix
from followthrough.domain.occurrences import Occurrence, to_come
from followthrough.domain.series import Series


class Repeating(Struct, frozen=True, kw_only=True):
    """One series: what became of its occurrences so far, those that are open, and the next days of its rule."""

    series: Series
    settled: tuple[Commitment, ...]
    open: tuple[Commitment, ...]
    next: tuple[Occurrence, ...]


class AllSeries(Struct, frozen=True, kw_only=True):
    """The series of a ledger by their text, and the reading they come from."""

    series: tuple[Repeating, ...]
    book: Book


def all_series(workspace: Workspace) -> AllSeries:
    """Every series of the ledger."""
    book = workspace.ledger.read()
    begun = (each for each in book.series().values() if not each.taken_back)
    ranked = sorted(begun, key=lambda each: (each.terms is None, each.what.casefold(), each.id))
    return AllSeries(series=tuple(_repeating(workspace, book, ranked)), book=book)


def one_series(workspace: Workspace, typed: str) -> AllSeries:
    """One series. Raises NoSuchSeriesError, NotInSeriesError, SeveralMatchesError."""
    book = workspace.ledger.read()
    return AllSeries(series=tuple(_repeating(workspace, book, [find_series(book, typed)])), book=book)


def _repeating(workspace: Workspace, book: Book, series: Iterable[Series]) -> Iterator[Repeating]:
    wanted, now = list(series), workspace.now()
    unsettled: dict[str, list[Commitment]] = {each.id: [] for each in wanted}
    settled: dict[str, list[Commitment]] = {each.id: [] for each in wanted}
    for pool, found in ((book.unsettled(), unsettled), (book.settled(), settled)):
        for each in pool:
            if each.series in found:
                found[each.series].append(each)
    for one in wanted:
        known = {each.id for each in (*unsettled[one.id], *settled[one.id])}
        days = (each for each in to_come(one, now, SHOWN + len(known)) if each.id not in known)
        yield Repeating(
            series=one,
            settled=tuple(sorted(settled[one.id], key=lambda each: each.date())),
            open=tuple(sorted(unsettled[one.id], key=lambda each: each.date())),
            next=tuple(days)[:SHOWN],
        )


def find_series(book: Book, typed: str) -> Series:
    """The one series meant: by the beginning of its id, by its words, or by what names one of its occurrences.

    Raises NoSuchSeriesError, NotInSeriesError, SeveralMatchesError.
    """
    known = {key: each for key, each in book.series().items() if not each.taken_back}
    words = " ".join(typed.casefold().split())
    named = [each for key, each in known.items() if is_prefix(typed) and key.startswith(typed)]
    texts = {each.id: " ".join(each.what.casefold().split()) for each in known.values()}
    exact = [each for each in known.values() if words and texts[each.id] == words]
    phrased = exact or [each for each in known.values() if words and words in texts[each.id]]
    matches = {each.id: each for each in (*named, *phrased)}
    if not matches:
        return _of_occurrence(book, typed)
    if len(matches) > 1:
        candidates = [(each.id, each.what) for each in list(matches.values())[:MOST_CANDIDATES]]
        raise SeveralMatchesError(typed, candidates, more=len(matches) > MOST_CANDIDATES)
    return next(iter(matches.values()))


def _of_occurrence(book: Book, typed: str) -> Series:
    try:
        commitment = find(book, typed)
    except NoSuchCommitmentError:
        raise NoSuchSeriesError(typed) from None
    found = book.series().get(commitment.series or "")
    if found is None:
        raise NotInSeriesError(commitment.id, commitment.what)
    return found
