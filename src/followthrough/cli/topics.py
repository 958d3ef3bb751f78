"""What `ft help` explains besides the commands: a screen each."""

from textwrap import fill

from followthrough.cli.meanings import MEANINGS
from followthrough.cli.surroundings import ENVIRONMENT, FILES

_WIDTH = 78

_DATES = """Dates

A date is typed in your words, and what was understood is said back. The same
words will do everywhere; ft when tries them without recording anything.

  today, tomorrow, friday, next month      a day, kept until its last second
  dec 3, 3 december, 2026-12-03            with no year, the next one to come
  friday 5pm, tomorrow at noon             a moment
  in 3 days, in 2 weeks, 45m               from now on
  yesterday, last friday, 2 hours ago      for --at, --since and --made
  2d, 36h, 2 weeks                         a length, for --remind and --within

No hour is ever invented. What may be two dates (3/12), is vague (soon) or
contradicts itself is refused, and the refusal says what to type instead;
ft config date_order dmy settles what 3/12 means.

In a sentence, ft add takes the date from its end: by, before, due, on, until.
"""

_IDS = """Which promise is meant

Every promise has an id of letters. Where an ID is asked for, type

  ouv              the beginning of its id, three letters or more
  slides           words of its text, where it is open
  "the slides"     the same; several words need quotation marks

It has to be the only one that matches. Where several do, they are listed,
nothing is changed, and the status is 4. A settled promise is named by its id;
ft list --all shows every one.

Several IDs are one change: all of them or none, and one ft undo takes it back.
"""

_NAMES = """Persons, circles, tags

  @ana        a person, in the sentence that ft add takes; --to ana elsewhere
  @kitchen    a circle, a named group of persons, may be promised to as well
  +talks      a tag; --tag talks elsewhere

You are the handle in the setting me. A promise that somebody else makes to you
has --from: ft add bring the drill back by sunday --from bo

ft people lists everyone, ft people ana --name "Ana Ruiz" says who she is, and
ft people band --member ana --member bo makes a circle.
"""

_JSON = """JSON, for programs

With --json, before or after the name of a command, the answer on standard
output is one JSON object and nothing else. What is said about it stays on
standard error. Its field schema names the kind of document and its version.

  ft list --json | jq -r '.commitments[].what'
  ft score --json | jq '.windows.all.on_time'

A moment is ISO 8601 with offset, a day YYYY-MM-DD, a length of time seconds, a
rate between 0 and 1. A refusal is an object too, on standard error, with its
kind, message, hint and exit status.

The same documents as JSON Schemas are in docs/schema/.
"""


def _listed(title: str, about: str, entries: dict[str, str], indent: int) -> str:
    """A title, a sentence, and each entry with its meaning beside it."""
    rows = "\n".join(
        fill(meaning, _WIDTH, initial_indent=f"  {name:<{indent - 4}}  ", subsequent_indent=" " * indent)
        if len(name) <= indent - 4
        else f"  {name}\n{fill(meaning, _WIDTH, initial_indent=' ' * indent, subsequent_indent=' ' * indent)}"
        for name, meaning in entries.items()
    )
    return f"{title}\n\n{about}\n\n{rows}\n"


TOPICS = {
    "dates": _DATES,
    "ids": _IDS,
    "names": _NAMES,
    "json": _JSON,
    "exit-statuses": _listed(
        "Exit statuses",
        "What a command ends with, for scripts: echo $? shows it.",
        {str(status): meaning.replace("`", "") for status, meaning in MEANINGS.items()},
        9,
    ),
    "environment": _listed("Environment", "Variables that count:", ENVIRONMENT, 26)
    + _listed("\nFiles", "On Linux, where no XDG variable says otherwise:", FILES, 6),
}
"""Each topic by the word it is asked for by."""
