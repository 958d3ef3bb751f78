"""A digest as Markdown."""

from collections.abc import Iterator

from followthrough.domain.digest import Digest
from followthrough.rendering.digest.entries import Entry, groups
from followthrough.rendering.digest.sections import NOTHING, title
from followthrough.rendering.markdown_text import escaped
from followthrough.rendering.who import Reader


def markdown_page(digest: Digest, reader: Reader, zone: str) -> str:
    """A heading for each section, and a list of its promises."""
    return "".join(f"{line}\n" for line in _lines(digest, reader, zone))


def _lines(digest: Digest, reader: Reader, zone: str) -> Iterator[str]:
    yield f"# {title(digest, zone)}"
    for name, entries in groups(digest, reader, zone):
        yield from ("", f"## {name}", "")
        yield from (line for entry in entries for line in _entry(entry))
    if digest.says_that_nothing_is_due():
        yield from ("", NOTHING)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"- {escaped(entry.what)}  "
    ledger = f" · {escaped(entry.ledger)}" if entry.ledger else ""
    said = f"  {entry.id} · {escaped(entry.who)} · {entry.when}{ledger}"
    yield from [said] if entry.beside is None else [f"{said}  ", f"  {entry.beside}"]
