"""Deliver the digest: once a day, what is new in any ledger, to each place what it was not told."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime, time

from msgspec import Struct
from msgspec.structs import replace

from followthrough.actions.digest import Attention, worded
from followthrough.actions.edges import Delivery, WiderWorkspace
from followthrough.actions.several import Asked, Overview, overview
from followthrough.actions.whats_new import telling, told_of, with_news
from followthrough.domain.delivery import Letter
from followthrough.domain.digest import DigestFormat
from followthrough.domain.errors import (
    BadTimeOfDayError,
    DeliveryFailedError,
    MarksNotKeptError,
    NoDestinationError,
    Problem,
    ToldNotRememberedError,
)
from followthrough.domain.hours import has_struck, may_remind, read_hour
from followthrough.domain.noticing import News, Told, news_together, told_today
from followthrough.rendering.subject import subject

Part = Attention[WiderWorkspace]
Known = tuple[Part, Told]


class Reminded(Struct, frozen=True, kw_only=True):
    """To which places a digest was delivered under which subject, what failed, and what else there is to say.

    `unkept` are problems of this machine with the marks of a place, `problems` are those of ledgers that could not be
    looked at.
    """

    delivered: tuple[tuple[str, str], ...] = ()
    failed: tuple[DeliveryFailedError, ...] = ()
    unkept: tuple[MarksNotKeptError | ToldNotRememberedError, ...] = ()
    notices: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def did_something(self) -> bool:
        """Whether there was something to deliver: what does not stop a run is said then, and not every hour."""
        return bool(self.delivered or self.failed or self.unkept)


def remind(
    workspace: WiderWorkspace,
    deliveries: Iterable[Delivery],
    *,
    layout: DigestFormat | None = None,
    not_before: str | None = None,
    others: Sequence[Asked[WiderWorkspace]] = (),
) -> Reminded:
    """Tell each place what is new to it, unless it was told something today, it is too early, or the hours are quiet.

    The ledgers are read in any case, so that one that is missing is said; with `others` all of them are told of in one
    digest. A place that cannot be reached does not keep others from being told, nor does one whose marks cannot be
    kept. Raises NoDestinationError, BadTimeOfDayError, and what stands in the way of the only ledger.
    """
    places = {each.key: each for each in deliveries}.values()
    if not places:
        raise NoDestinationError
    earliest = None if not_before is None else _hour(not_before)
    found = overview([Asked(None, workspace), *others], scaled=True)
    outcome, notices = Reminded(), list[str]()
    for place in places:
        outcome = _both(outcome, _Telling(place, layout, earliest, notices).tell(found))
    about = Reminded(notices=tuple(dict.fromkeys(notices))) if outcome.did_something() else Reminded()
    return replace(_both(about, outcome), problems=found.problems)


class _Telling:
    """One place being told, under a lock of its own in each ledger; marks are written once the digest is there.

    A ledger of which it was told something today, by whatever run, is left out; once it is told of one, all that were
    looked at count as told. So each ledger is told of once a day, and what cannot be told now is told another time.
    """

    def __init__(
        self, place: Delivery, layout: DigestFormat | None, earliest: time | None, about_snoozes: list[str]
    ) -> None:
        self._place = place
        self._layout = layout
        self._earliest = earliest
        self._about_snoozes = about_snoozes
        self._notices: list[str] = []
        self._about_marks: list[str] = []
        self._unkept: list[MarksNotKeptError | ToldNotRememberedError] = []

    def tell(self, found: Overview[WiderWorkspace]) -> Reminded:
        """What came of it."""
        now, zone = found.parts[0].workspace.now(), found.parts[0].workspace.zone
        with ExitStack() as locks:
            ours = [part for part in found.parts if self._lock(part, locks)]
            known = [(part, told_of(part.workspace.marks, self._place.key, self._about_marks)) for part in ours]
            waiting = [(part, told) for part, told in known if not told_today(told, now, zone)]
            outcome = self._tell(found, waiting, now, zone) if waiting else Reminded()
        return _both(Reminded(unkept=tuple(self._unkept), notices=tuple(self._notices)), outcome)

    def _lock(self, part: Part, locks: ExitStack) -> bool:
        try:
            ours = locks.enter_context(part.workspace.marks.locked(self._place.key))
        except MarksNotKeptError as problem:
            self._unkept.append(problem)
            return False
        if not ours:
            self._notices.append(f"Another run is delivering to {self._place.name}, so this one left it alone.")
        return ours

    def _tell(self, found: Overview[WiderWorkspace], waiting: Sequence[Known], now: datetime, zone: str) -> Reminded:
        quiet = found.parts[0].workspace.preferences.quiet
        since = min((told.since for _, told in waiting if told.since is not None), default=None)
        if not may_remind(now, zone, not_before=self._earliest, quiet=quiet, since=since):
            for part, told in waiting:
                if told.since is None:
                    self._keep(part, replace(told, since=now))
            return Reminded()
        self._notices += self._about_marks
        struck = has_struck(now, zone, self._earliest, since)
        looked = [
            (part, told, replace(told, since=now) if struck or told.since is None else told) for part, told in waiting
        ]
        new = self._news([(part, told) for part, _, told in looked], zone)
        if not _says_something(new):
            for (part, known, _), each in zip(looked, new, strict=True):
                if each.told != known or self._about_marks:
                    self._keep(part, each.told)
            return Reminded()
        # Where nothing can be remembered, the same would be sent every hour.
        can = [(part, told) for part, known, told in looked if self._keep(part, known)]
        new = self._news(can, zone) if len(can) < len(looked) else new
        return self._deliver(found, [part for part, _ in can], new) if _says_something(new) else Reminded()

    def _news(self, known: Sequence[Known], zone: str) -> tuple[News, ...]:
        return news_together([telling(part, told, self._about_snoozes) for part, told in known], zone=zone)

    def _deliver(self, found: Overview[WiderWorkspace], parts: Sequence[Part], new: Sequence[News]) -> Reminded:
        letter = _letter(with_news(replace(found, parts=tuple(parts)), new), self._layout or self._place.layout)
        try:
            self._place.deliver(letter)
        except DeliveryFailedError as problem:
            return Reminded(failed=(problem,))
        remembered = [self._remember(part, each.told) for part, each in zip(parts, new, strict=True)]
        return Reminded(delivered=((self._place.name, letter.subject),)) if all(remembered) else Reminded()

    def _keep(self, part: Part, told: Told) -> bool:
        try:
            part.workspace.marks.keep(self._place.key, told)
        except MarksNotKeptError as problem:
            self._unkept.append(problem)
            return False
        return True

    def _remember(self, part: Part, told: Told) -> bool:
        try:
            part.workspace.marks.keep(self._place.key, told)
        except MarksNotKeptError as problem:
            self._unkept.append(ToldNotRememberedError(problem.path, problem.reason))
            return False
        return True


def _says_something(new: Sequence[News]) -> bool:
    return any(each.digest.says_something() for each in new)


def _letter(new: Overview[WiderWorkspace], layout: DigestFormat) -> Letter:
    digest, zone = new.digest, new.parts[0].workspace.zone
    messages = worded(digest, new.reader(away=True), zone, layout, several=new.several)
    return Letter(subject=subject(digest), messages=messages, layout=layout)


def _both(one: Reminded, other: Reminded) -> Reminded:
    return Reminded(
        delivered=one.delivered + other.delivered,
        failed=one.failed + other.failed,
        unkept=one.unkept + other.unkept,
        notices=one.notices + other.notices,
    )


def _hour(typed: str) -> time:
    try:
        return read_hour(typed)
    except ValueError:
        raise BadTimeOfDayError(typed) from None
