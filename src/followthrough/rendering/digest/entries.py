"""The promises of a digest in words, for pages that are no columns."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from followthrough.domain.commitment import Commitment
from followthrough.domain.digest import Digest
from followthrough.rendering.digest.sections import beside, sections
from followthrough.rendering.rows import row
from followthrough.rendering.who import Reader


class Entry(Struct, frozen=True, kw_only=True):
    """One promise: its text, its id, who is party to it, what became of it or when it is due, what else is said."""

    what: str
    id: str
    who: str
    when: str
    beside: str | None
    ledger: str = ""
    """The name of its ledger, where it is not the usual one."""


def groups(digest: Digest, reader: Reader, zone: str) -> list[tuple[str, list[Entry]]]:
    """The promises under the names of their sections; every text in them has been made safe to show."""
    return [(name, list(_entries(name, found, digest, reader, zone))) for name, found in sections(digest)]


def _entries(section: str, found: Iterable[Commitment], digest: Digest, reader: Reader, zone: str) -> Iterator[Entry]:
    for commitment in found:
        shown = row(commitment, reader, digest.as_of, zone)
        yield Entry(
            what=shown.text,
            id=shown.id,
            who=shown.who,
            when=shown.when_and_date,
            beside=beside(section, commitment, reader.of(commitment).me, digest, zone),
            ledger=shown.ledger,
        )
