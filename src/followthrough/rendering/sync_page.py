"""What a sync says: what came in, what somebody did to the shared history, and where everything stands now."""

from collections.abc import Iterator

from followthrough.domain.syncing import Readable, Replaced, Suspicion, Synced, TakenOut
from followthrough.rendering.lines import EMPTY, Line, Page, heading, line, wrapped
from followthrough.rendering.merge_page import merge_page
from followthrough.rendering.safe_text import safe_text
from followthrough.rendering.who import Reader
from followthrough.rendering.wording import plural

_MOST = 5


def sync_page(synced: Synced, path: str, reader: Reader, width: int | None) -> Page:
    """What a sync of the ledger at that path came to."""
    lines: list[Line] = []
    if synced.began:
        lines += [*_folded(f"Took the ledger over from {synced.remote}:", width), line(safe_text(path))]
    elif synced.brought:
        lines += merge_page(synced.brought, reader, width)
    told = list(_told(synced.suspicion, synced.remote or "", width))
    for each in (told, list(_stand(synced, width))):
        lines += [*([EMPTY] if lines and each else []), *each]
    return tuple(lines)


def _folded(text: str, width: int | None) -> list[Line]:
    return [line(piece) for piece in wrapped(safe_text(text), width or 10_000)]


def _stand(synced: Synced, width: int | None) -> Iterator[Line]:
    if synced.remote is None:
        said = "Recorded in the history here" if synced.recorded else "Nothing has changed since the last time"
        yield from _folded(f"{said}; there is no remote to send it to.", width)
    elif synced.sent:
        yield from _folded(f"Sent to {synced.remote}, {synced.branch}.", width)
    else:
        yield from _folded(f"In step with {synced.remote}, {synced.branch}.", width)


def _told(suspicion: Suspicion, remote: str, width: int | None) -> Iterator[Line]:
    """What somebody did there, with the name that their commits give."""
    if (replaced := suspicion.replaced) is not None:
        yield heading("The history there was replaced")
        are = "is" if replaced.gone == 1 else "are"
        said = f"{plural(replaced.gone, 'commit')} that {remote} had before {are} gone from it; {_now(replaced)}."
        yield from _below(f"{said} All of it is there again now.", width)
    if suspicion.taken_out:
        yield heading("Taken out or changed there, and as it was again now")
        for each in suspicion.taken_out:
            yield from _below(_taken_out(each), width)


def _now(replaced: Replaced) -> str:
    if replaced.commit is None:
        return "nothing was left there, and git does not say by whom"
    if replaced.by is None:
        return f"it was set back to {replaced.commit}, and git does not say by whom"
    return f"{replaced.commit} by {replaced.by} stands in their place"


def _taken_out(taken: TakenOut) -> str:
    more = f" and {len(taken.about) - _MOST} more" if len(taken.about) > _MOST else ""
    return (
        f"{plural(len(taken.events), 'event')} by commit {taken.commit} of {taken.by}"
        f"{'' if taken.certain else ', or one before it'}: "
        f"{', '.join(taken.about[:_MOST])}{more}"
    )


def _below(text: str, width: int | None) -> list[Line]:
    return [line(f"  {piece}") for piece in wrapped(safe_text(text), (width or 10_000) - 2)]


def readable_said(readable: Readable) -> tuple[str, ...]:
    """What whoever can read the remote will be able to read, before anything is sent."""
    said = (
        f"Whoever can read {readable.remote} will be able to read all of this ledger: "
        f"{plural(readable.promises, 'promise')} with texts, notes and dates, {plural(readable.people, 'name')}, "
        "and everything that is recorded later."
    )
    kept = "git keeps every version: what is forgotten here later can still be read in the history there."
    if not readable.private:
        return said, kept
    private = (
        f"{plural(readable.private, 'promise')} of them {'is' if readable.private == 1 else 'are'} marked private."
    )
    return said, f"{private} Visibility is for reports; it hides nothing from who has the ledger.", kept
