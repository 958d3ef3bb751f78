"""What an action works with: a ledger, a clock, whose machine this is."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from followthrough.actions.ports import Book, Clock, Ledger, OpenBook, Preferences, Randomness, Record
from followthrough.domain.due import day_of
from followthrough.domain.errors import PrivateInSharedError, UnknownMeError
from followthrough.domain.events import Visibility
from followthrough.domain.near_names import NOT_SAID, Intended
from followthrough.domain.people import circles_of
from followthrough.domain.selection import Party

if TYPE_CHECKING:
    from followthrough.domain.dates import Dates


class Workspace(Struct, frozen=True, kw_only=True):
    """The ports of one command, and the login name to go by until a handle is set."""

    ledger: Ledger
    clock: Clock
    preferences: Preferences
    randomness: Randomness
    login: str
    intended: Intended = NOT_SAID
    """Whom the user means by handles that are new and nearly those of others."""

    @property
    def me(self) -> str:
        """The handle of this machine's user."""
        return self.preferences.me or self.login

    def check_me(self, book: OpenBook) -> None:
        """Raise UnknownMeError where nothing says who this is: what is mine would be nothing, which is untrue."""
        if self.preferences.me is None and book.begun and self.login not in book.people():
            raise UnknownMeError(self.login)

    def now(self) -> datetime:
        """This moment."""
        return self.clock.now()

    @property
    def zone(self) -> str:
        """The zone that days are meant in."""
        return self.clock.zone

    @property
    def dates(self) -> "Dates":
        """What dates that are typed are read against."""
        from followthrough.domain.dates import Dates

        return Dates(now=self.now(), zone=self.zone, habits=self.preferences.habits)

    def today(self) -> date:
        """This day."""
        return day_of(self.now(), self.zone)

    def party(self, book: OpenBook) -> Party:
        """Me, with my circles."""
        me = self.me_in(book)
        return Party(me, circles_of(me, book.people()))

    def others_in(self, book: Book) -> tuple[str, ...]:
        """Who else than me records in that ledger, and so reads everything in it: it is shared where anybody does."""
        return tuple(sorted({*book.recorders()} - {self.me_in(book)}))

    def allowed(self, book: Book, visibility: Visibility | None) -> Visibility:
        """Who may read a text as said; unsaid, nobody else in a ledger of my own, a circle in a shared one.

        Raises PrivateInSharedError.
        """
        others = self.others_in(book)
        if visibility == "private" and others:
            raise PrivateInSharedError(others)
        return visibility or ("circle" if others else "private")

    def me_in(self, book: OpenBook | Record) -> str:
        """The handle under which this machine's user stands in that reading: another one, if I was renamed there."""
        person = book.people().get(self.me)
        return self.me if person is None else person.handle
