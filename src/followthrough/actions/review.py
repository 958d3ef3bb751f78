"""A review: one promise after the other that needs a decision, until all are answered or somebody stops."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from followthrough.actions import annotate, settle, undo
from followthrough.actions.asking import date_typed
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.move import move
from followthrough.actions.ports import Book
from followthrough.actions.recording import Changed
from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import KEPT_LATELY
from followthrough.domain.errors import BadBookmarkError, BookmarkNotKeptError, NothingToUndoError, Problem
from followthrough.domain.review import decisions, kept_since, round_now, still_to_ask
from followthrough.domain.round import Round

Act = Callable[[WiderWorkspace], Changed]


class Answer(Struct, frozen=True, kw_only=True):
    """What was done about one promise, and the event that says so; a skip records none."""

    commitment_id: str
    did: str
    event_id: str | None = None


class Walk:
    """One walk through what needs a decision. It asks nobody: someone answers for the promise that is current.

    Every answer is recorded at once, as a step of its own, and the bookmark moves with it. A Problem that one of them
    raises leaves the walk where it is, or behind what is settled meanwhile. `notices` says what else there is to say.
    """

    def __init__(self, workspace: WiderWorkspace, name: str | None = None) -> None:
        self.workspace = workspace
        self.name = name
        """The name of the ledger, where it is one of several and not the usual one."""
        self._read(workspace.ledger.read())
        self.notices: list[str] = []
        self.remembers = True
        self._answers: list[Answer] = []
        self._brought_back: str | None = None
        last = self._last_round()
        self.since: datetime | None = last.stopped if last is not None else None
        self.kept = self._kept_since(last)
        self._round = round_now(last, self._found, workspace.now())

    def _last_round(self) -> Round | None:
        try:
            return self.workspace.bookmark.read()
        except BadBookmarkError as problem:
            self.notices.append(str(problem))
            return None

    def _kept_since(self, last: Round | None) -> tuple[Commitment, ...]:
        now = self.workspace.now()
        since = now - KEPT_LATELY if self.since is None else self.since
        settled = self.book.touched_between(since.astimezone(UTC).date(), now.astimezone(UTC).date(), settled_only=True)
        return kept_since(self.workspace.party(self.book), settled, last, now)

    def _read(self, book: Book) -> None:
        """Go by this reading from here on."""
        workspace = self.workspace
        self.book = book
        self._found = decisions(workspace.party(book), book.at_hand(), now=workspace.now(), zone=workspace.zone)

    def left(self) -> tuple[Commitment, ...]:
        """What is still to be asked about, the current one first."""
        found = still_to_ask(self._found, self._round)
        return tuple(sorted(found, key=lambda each: each.id != self._brought_back))

    @property
    def asked(self) -> int:
        """How many promises were answered or skipped in this round, be it in this walk or in one before it."""
        return len(self._round.answered) + len(self._round.skipped)

    @property
    def answers(self) -> int:
        """How many answers of this walk stand."""
        return len(self._answers)

    @property
    def did(self) -> Mapping[str, int]:
        """How many answers of this walk stand, by what they did."""
        return Counter(each.did for each in self._answers)

    def keep(self, commitment_id: str) -> Changed:
        """It was kept, now."""
        return self._decided(commitment_id, lambda workspace: settle.keep(workspace, [commitment_id]))

    def miss(self, commitment_id: str) -> Changed:
        """It was missed."""
        return self._decided(commitment_id, lambda workspace: settle.miss(workspace, [commitment_id]))

    def release(self, commitment_id: str, who: str | None = None) -> Changed:
        """It was let go, by `who` where several could. Raises WhoseWordError."""
        return self._decided(commitment_id, lambda workspace: settle.release(workspace, [commitment_id], who=who))

    def move(self, commitment_id: str, by: str, *, agreed: bool) -> Changed:
        """It has a new date."""
        return self._decided(commitment_id, lambda workspace: move(workspace, [commitment_id], by=by, agreed=agreed))

    def check_date(self, by: str) -> None:
        """Raise the Problem with what was typed for a new date, if there is one."""
        date_typed(self.workspace, by)

    def note(self, commitment_id: str, text: str) -> Changed:
        """Something to remember about it; it still waits for a decision."""
        return self._recorded(commitment_id, lambda workspace: annotate.note(workspace, commitment_id, text))

    def ask_for_help(self, commitment_id: str) -> Changed:
        """A hand is wanted; it still waits for a decision."""
        return self._recorded(
            commitment_id,
            lambda workspace: annotate.note(workspace, commitment_id, None, help_wanted=True),
            did="help wanted",
        )

    def skip(self, commitment_id: str) -> None:
        """Left for the next round."""
        self._answers.append(Answer(commitment_id=commitment_id, did="skipped"))
        self._go_on(self._round.with_skip(commitment_id))

    def undo(self) -> Changed | None:
        """Take back the last answer of this walk; its promise is the current one again. None for a skip.

        Raises NothingToUndoError, and what undoing raises: then the answer stands.
        """
        if not self._answers:
            raise NothingToUndoError(1, 0)
        last = self._answers[-1]
        changed = None
        if last.event_id is not None:
            event_id = last.event_id
            changed = self._recording(lambda workspace: undo.undo_event(workspace, last.commitment_id, event_id))
        self._answers.pop()
        self._go_on(self._round.asking_again(last.commitment_id))
        self._brought_back = last.commitment_id
        return changed

    def stop(self) -> None:
        """The walk is over, or left; the next one tells what was kept from here on."""
        if self.book.begun:
            self._remember(over=not self.left())

    def _decided(self, commitment_id: str, act: Act) -> Changed:
        changed = self._recorded(commitment_id, act)
        self._go_on(self._round.with_answer(commitment_id))
        return changed

    def _recorded(self, commitment_id: str, act: Act, *, did: str | None = None) -> Changed:
        changed = self._recording(act)
        event = changed.commitments[0].history[-1]
        self._answers.append(Answer(commitment_id=commitment_id, did=did or changed.did, event_id=event.id))
        return changed

    def _recording(self, act: Act) -> Changed:
        try:
            changed = act(self.workspace)
        except Problem:
            self._read(self.workspace.ledger.read())  # what another process did meanwhile
            raise
        self._read(changed.book)
        return changed

    def _go_on(self, round_: Round) -> None:
        self._round = round_
        self._brought_back = None
        self._remember()

    def _remember(self, *, over: bool = False) -> None:
        self._round = replace(self._round, stopped=self.workspace.now(), over=over)
        try:
            self.workspace.bookmark.keep(self._round)
        except BookmarkNotKeptError as problem:
            if self.remembers:
                self.notices.append(str(problem))
            self.remembers = False
