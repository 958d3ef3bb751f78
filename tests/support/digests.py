"""Digests to be laid out: one with all there is, one with a single promise, what was kept alone, an empty one."""

from datetime import timedelta
from functools import lru_cache

from msgspec.structs import replace

from followthrough.actions.digest import worded
from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import Digest, DigestFormat, digest, within_or_remind
from followthrough.domain.people import Person
from followthrough.domain.selection import Party
from followthrough.rendering.who import Reader
from tests.support.builders import NOW, PEOPLE, ZONE, Drafted, a_promise, kept, made, moved, noted

LATELY = "2026-11-18T09:00-05:00"
FORMATS: dict[DigestFormat, str] = {
    "text": "txt",
    "markdown": "md",
    "html": "html",
    "discord": "discord.txt",
    "json": "json",
}
"""Each format, and how the names of its golden files end."""
_LETTERS = "klmnopqrstuvwxyz"


def id_of(number: int) -> str:
    """The id of the promise of that number: different in its first six letters."""
    return _LETTERS[number // 16] + _LETTERS[number % 16] + "mzqrtplwvn"


def given(number: int, what: str, *more: Drafted, **fields: object) -> Commitment:
    """A promise made last Wednesday."""
    return a_promise(made(what, **{"logged": LATELY, **fields}), *more, commitment_id=id_of(number))  # type: ignore[arg-type]  # as `made` has them


def reader(people: dict[str, Person] = PEOPLE) -> Reader:
    """A reader away from the terminal: ids have six letters."""
    return Reader(me="sam", people=people, shorten=lambda commitment_id: commitment_id[:6])


def found(*unsettled: Commitment, done: tuple[Commitment, ...] = (), again: Commitment | None = None) -> Digest:
    """Sam's digest on Monday 23 November 2026, with one that is brought up again or without."""
    lead = within_or_remind(timedelta(days=7))
    return replace(digest(Party("sam", frozenset({"medics"})), unsettled, done, now=NOW, lead=lead), again=again)


def laid_out(digest: Digest, layout: DigestFormat, people: dict[str, Person] = PEOPLE) -> tuple[str, ...]:
    """The digest in one of its formats."""
    return worded(digest, reader(people), ZONE, layout)


RICH = found(
    given(2, "Return the drill", due="2026-11-16T10:00-05:00", to=("bo",), logged="2026-11-02T09:00-05:00"),
    given(3, "File the taxes", moved("2026-12-01", agreed=False), due="2026-11-20"),
    given(4, "Pay the rent, all of it & on time", due="2026-11-22", to=("medics",)),
    given(5, "Call the plumber", due="2026-11-23"),
    given(6, "Ring *the* bell at 6", due="2026-11-23T18:00-05:00", to=("ana", "bo")),
    given(7, "Send Ana the slides <draft 2>"),
    given(8, "Bring 2 kg of 東京 rice 🍚 for @everyone", due="2026-11-29"),
    given(9, "Write the report: " + "one more chapter, " * 120, due="2026-11-30"),
    *(
        given(20 + each, f"Deliver parcel {each + 1} to the house at the harbour", due="2026-11-28")
        for each in range(20)
    ),
    given(10, "Move the piano", noted(None, help_wanted=True), due="2027-02-01"),
    given(11, "Lend Sam a tent", maker="bo", to=("sam",), chase="2026-11-25"),
    given(12, "Book the room", maker="ana", to=("medics",), due="2026-11-24", chase="2026-11-20"),
    given(13, "Send the photos", maker="cy", to=("sam", "bo"), due=None),
    done=(
        given(0, "Water the plants", kept(logged="2026-11-22T10:00-05:00"), due="2026-11-22"),
        given(1, "Sort the attic", kept(logged="2026-11-21T10:00-05:00", part=0.6), due="2026-11-20"),
    ),
    again=given(14, "Mend the fence", due="2026-10-01", logged="2026-09-01T09:00-04:00"),
)
POOR = found(given(0, "Call the plumber", due="2026-11-23"))
ONLY_KEPT = found(done=(given(0, "Water the plants", kept(logged="2026-11-22T10:00-05:00")),))
EMPTY = found()
DIGESTS = {"rich": RICH, "poor": POOR, "only-kept": ONLY_KEPT, "empty": EMPTY}


@lru_cache(maxsize=8)
def of_text(text: str) -> Digest:
    """A digest in whose every section every text is this one."""
    return found(
        given(1, text, due="2026-11-20"),
        given(2, text, due="2026-11-23", to=("ana", "bo", "medics")),
        given(3, text),
        given(4, text, due="2026-11-28", to=("nobody-described",)),
        given(5, text, noted(text, help_wanted=True), tags=(text,)),
        given(6, text, maker="bo", to=("sam",), chase="2026-11-25"),
        given(7, text, maker="cy", to=("medics",), due=None),
        done=(given(0, text, kept(logged="2026-11-22T10:00-05:00", note=text)),),
        again=given(8, text, maker="ana", to=("medics", "bo"), chase="2026-11-20"),
    )


def named(name: str) -> dict[str, Person]:
    """The people, all of that name but Sam."""
    return {handle: replace(person, name=name) for handle, person in PEOPLE.items() if handle != "sam"}
