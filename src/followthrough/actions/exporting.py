"""Take promises along: all of them, or those that filters choose, in a format that other programs read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from followthrough.actions.choosing import ALL_STATES, selection
from followthrough.actions.layouts import layout_for
from followthrough.actions.ports import Book
from followthrough.actions.workspace import Workspace
from followthrough.domain.commitment import Commitment
from followthrough.domain.filters import ALL_OPEN, Filters
from followthrough.domain.people import Person
from followthrough.formats.exchange.catalog import format_named
from followthrough.formats.exchange.names import ENDINGS, ExportFormat
from followthrough.rendering.wording import plural

if TYPE_CHECKING:
    from followthrough.domain.series import Series

_OURS = ("json", "jsonl")


class Exported(Struct, frozen=True, kw_only=True):
    """What was written: its text, how many promises are in it, and what it leaves out.

    `series` says how many that repeat are in it beside them, `private` how many of both are private.
    """

    text: str
    count: int
    series: int = 0
    private: int
    foreign: int
    """How many of them have events that this version does not know, which are not in it."""

    def notices(self, output: str) -> Iterator[str]:
        """What there is to say about it, and about the file it went to, if it went to one."""
        if output:
            private = f", {self.private:,} of them private" if self.private else ""
            repeating = f" and {plural(self.series, 'that repeats', 'that repeat')}" if self.series else ""
            yield f"Wrote {output}: {plural(self.count, 'promise')}{repeating}{private}."
        if self.foreign:
            yield f"What this version does not know of {plural(self.foreign, 'promise')} is not in it."


def export_format(chosen: ExportFormat | None, output: str, *, json: bool) -> ExportFormat:
    """The format asked for, else as the file's name ends, else JSON.

    Raises OptionsClashError, UnknownEndingError.
    """
    return layout_for(chosen, output, json=json, endings=ENDINGS, otherwise="json")


def export(workspace: Workspace, layout: ExportFormat, filters: Filters = ALL_OPEN) -> Exported:
    """All promises, or those that the filters choose, in that format. Raises NoLedgerError, NoSuchPersonError."""
    book = workspace.ledger.read()
    asked, me, now = selection(workspace, book, filters, states=ALL_STATES), workspace.party(book), workspace.now()
    found = [each for each in (*book.unsettled(), *book.settled()) if asked.matches(each, me, now)]
    series: Mapping[str, Series] = {}
    if layout in _OURS:
        everything = filters == ALL_OPEN
        series = _series(book, found, everything=everything)
        found = [each for each in found if book.computed(each.id) is None]
        text = _ours(workspace, book, found, series, layout, everything=everything)
    else:
        found = [each for each in found if each.state != "undone"]
        text = _others(workspace, book, found, layout)
    visibilities = (*(each.visibility for each in found), *(each.described.visibility for each in series.values()))
    return Exported(
        text=text,
        count=len(found),
        series=len(series),
        private=visibilities.count("private"),
        foreign=sum(bool(each.foreign) for each in found),
    )


def _others(workspace: Workspace, book: Book, found: list[Commitment], layout: ExportFormat) -> str:
    """As another program has it, or as a page for people."""
    me, now = workspace.me_in(book), workspace.now()
    if layout == "markdown":
        from followthrough.rendering.promises_markdown import write

        return write(found, people=book.people(), me=me, now=now)
    return format_named(layout).write(found, people=book.people(), me=me, now=now)


def _series(book: Book, found: list[Commitment], *, everything: bool) -> "dict[str, Series]":
    """What repeats, as it was recorded: all of it, or that of which something was found."""
    wanted = {each.series for each in found}
    return {key: each for key, each in book.as_recorded().series().items() if everything or key in wanted}


def _ours(
    workspace: Workspace,
    book: Book,
    stored: list[Commitment],
    series: "Mapping[str, Series]",
    layout: ExportFormat,
    *,
    everything: bool,
) -> str:
    """With whole histories, under the handles that were recorded; occurrences that are computed need not be in it."""
    from followthrough.formats.exchange import document
    from followthrough.formats.output import to_json

    as_recorded = book.as_recorded()
    commitments = [as_recorded.commitment(each.id) or each for each in stored]
    people = as_recorded.people()
    made = document.document(
        sorted(commitments, key=lambda each: each.id),
        people if everything else _named(commitments, series.values(), people),
        series,
        ledger=book.ledger_id,
        forgotten=len(book.forgotten()) if everything else 0,
        now=workspace.now(),
    )
    return document.as_lines(made) if layout == "jsonl" else to_json(made) + "\n"


def _named(
    commitments: Iterable[Commitment], series: "Iterable[Series]", people: Mapping[str, Person]
) -> dict[str, Person]:
    """Those people whom these name, the members of their circles, and whom any of them was joined into."""
    handles = [handle for each in commitments for handle in (each.maker, *each.to)]
    for each in series:
        handles += (each.maker, *each.described.to, *(handle for era in each.eras for handle in era.terms.to))
    named: dict[str, Person] = {}
    while handles:
        handle = handles.pop()
        if handle in people and handle not in named:
            person = named[handle] = people[handle]
            handles += (*person.members, *(join.into for join in person.joins))
    return named
