"""Reminders that come by themselves: what was set up or taken away, and the texts of it."""

from collections.abc import Iterable

from followthrough.domain.schedule import Arrangement, ScheduleKind
from followthrough.rendering.lines import Line, Page, line


def arrangement_page(arrangements: Iterable[Arrangement]) -> Page:
    """What was done, one line for each scheduler, with the files it left and what is left to do."""
    return tuple(each for arrangement in arrangements for each in _said(arrangement))


def _said(arrangement: Arrangement) -> list[Line]:
    if arrangement.did == "nothing":
        where = f" with {arrangement.kind}" if arrangement.kind else ""
        return [line(f"No reminders of {arrangement.ledger} were set up{where}.")]
    if arrangement.did == "removed":
        return [line(f"Took the reminders of {arrangement.ledger} out of {arrangement.kind}.")]
    assert arrangement.daily is not None
    anew = " anew" if arrangement.did == "replaced" else ""
    return [
        line(f"Set up{anew} with {arrangement.kind}, as {arrangement.because}."),
        line(f"  a digest once a day, not before {arrangement.daily:%H:%M}, when there is something to say"),
        line(f"  from {arrangement.ledger}"),
        *(line(f"  by {text.path}") for text in arrangement.texts if text.path is not None),
        *_left(arrangement.left_to_do),
    ]


def _left(commands: tuple[str, ...]) -> list[Line]:
    if not commands:
        return []
    return [
        line("Nothing runs it yet. To start it, once you are logged in:"),
        *(line(f"  {each}") for each in commands),
    ]


def printed(arrangement: Arrangement) -> str:
    """The texts one after the other; where there are several, each below a comment that says which file it is."""
    if len(arrangement.texts) == 1:
        return arrangement.texts[0].text
    return "\n".join(f"# {each.path}\n{each.text}" for each in arrangement.texts)


def about_printed(arrangement: Arrangement) -> str:
    """What the printed texts are, and how to have them set up."""
    path = arrangement.texts[0].path if len(arrangement.texts) == 1 else None
    return (
        f"For {arrangement.kind}, as {arrangement.because}{f': {path}' if path else ''}. "
        "Nothing is set up yet; --install does it."
    )


def also_there(kind: ScheduleKind) -> str:
    """That reminders of the same ledger are set up with another scheduler as well."""
    return f"They are set up with {kind} as well. To take those out: ft schedule --remove --{kind}"
