"""Which commitments a user means by what was typed for an ID."""

import re
from collections.abc import Iterable, Sequence

from followthrough.actions.ports import Book, OpenBook
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.errors import ForgottenCommitmentError, NoSuchCommitmentError, SeveralMatchesError
from followthrough.domain.forgetting import SOMEONE, means_someone
from followthrough.domain.identifiers import COMMITMENT_LENGTH, SHORTEST_PREFIX, is_prefix
from followthrough.domain.people import known_person, means_me
from followthrough.domain.selection import phrase_matches, sort_commitments
from followthrough.rendering.wording import exact_due

MOST_CANDIDATES = 10
MOST_SETTLED = 3


def find(book: Book, typed: str) -> Commitment:
    """The one commitment whose id begins as typed, or whose text, if it is open, holds the phrase.

    Raises NoSuchCommitmentError, SeveralMatchesError, ForgottenCommitmentError.
    """
    ids = book.ids_from(typed, MOST_CANDIDATES + 1) if is_prefix(typed) else []
    if len(typed) == COMMITMENT_LENGTH and ids:
        return _of_id(book, ids[0])
    longest = max(typed.casefold().split(), key=len, default="")
    pool = book.unsettled_with(longest) if longest else ()
    hidden = book.passed_over() if pool else ()
    pool = (each for each in pool if each.state == "open" and each.id not in hidden)
    phrased = [each.id for each in phrase_matches(typed, pool) if not ids or _has_words(each, typed)]
    matches = list(dict.fromkeys([*ids, *phrased]))
    if not matches:
        raise NoSuchCommitmentError(typed, _settled(book, typed))
    if len(matches) > 1:
        candidates = _candidates(book, matches[:MOST_CANDIDATES])
        raise SeveralMatchesError(typed, candidates, more=len(matches) > MOST_CANDIDATES)
    return _of_id(book, matches[0])


def find_all(book: Book, typed: Iterable[str]) -> list[Commitment]:
    """Each commitment meant, once, in the order typed."""
    found = (find(book, each) for each in typed)
    return list({each.id: each for each in found}.values())


def who_is_meant(workspace: Workspace, book: OpenBook, typed: str) -> str:
    """The handle of a person the ledger knows; `me` is this machine's user, `someone` everyone who was forgotten.

    Raises NoSuchPersonError.
    """
    if means_someone(typed) and book.forgotten_people():
        return SOMEONE
    return workspace.me_in(book) if means_me(typed) else known_person(typed, book.people())


def short_id(book: OpenBook, commitment_id: str, least: int = SHORTEST_PREFIX) -> str:
    """The shortest beginning of an id, of at least that many letters, that no other id has."""
    return commitment_id[: max(least, book.shared_with_others(commitment_id) + 1)]


def _of_id(book: Book, commitment_id: str) -> Commitment:
    commitment = book.commitment(commitment_id)
    if commitment is None:
        raise ForgottenCommitmentError(commitment_id)
    return commitment


def _settled(book: Book, typed: str) -> list[tuple[str, str]]:
    """Those that are settled and hold the phrase: somebody may mean one of them, and settled ones go by their id."""
    found = phrase_matches(typed, (each for each in book.settled() if each.state not in ("open", "undone")))
    latest = sort_commitments(found, "settled")
    return [(short_id(book, each.id), each.what) for each in latest[:MOST_SETTLED]]


def _candidates(book: Book, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Each with its text; with the due date, where several have the same text, as occurrences of a series do."""
    found = [(each, book.commitment(each)) for each in ids]
    texts = [commitment.what if commitment is not None else "(forgotten)" for _, commitment in found]
    return [
        (short_id(book, each), text if texts.count(text) == 1 else f"{text}{_due(commitment)}")
        for (each, commitment), text in zip(found, texts, strict=True)
    ]


def _due(commitment: Commitment | None) -> str:
    if commitment is None or commitment.due is None:
        return ""
    return f", due {exact_due(commitment.due, commitment.zone)}"


def _has_words(commitment: Commitment, phrase: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase.casefold())}(?!\w)", commitment.what.casefold()) is not None
