"""The arguments and options that several commands have, declared once."""

from io import TextIOWrapper
from typing import Annotated

import typer

from followthrough.cli.completion import complete_any, complete_open, complete_people, complete_settled, complete_tags

OpenIds = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="Promises: the beginning of an id, or words.", autocompletion=complete_open),
]
SettledIds = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="Promises: the beginning of an id.", autocompletion=complete_settled),
]
AnyIds = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="Promises: the beginning of an id, or words.", autocompletion=complete_any),
]
AnyId = Annotated[
    str, typer.Argument(metavar="ID", help="A promise: the beginning of its id, or words.", autocompletion=complete_any)
]
SettledId = Annotated[
    str, typer.Argument(metavar="ID", help="A promise: the beginning of its id.", autocompletion=complete_settled)
]
Note = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="A note to go with it; - reads standard input.")
]
Who = Annotated[
    str | None,
    typer.Option(
        "--who", metavar="WHO", help="Whose word it is, with several recipients.", autocompletion=complete_people
    ),
]
To = Annotated[
    list[str],
    typer.Option("--to", metavar="WHO", help="Who it is promised to; may be repeated.", autocompletion=complete_people),
]
With = Annotated[
    str | None,
    typer.Option(
        "--with", metavar="WHO", help="Promised by or to this person or circle.", autocompletion=complete_people
    ),
]
Tags = Annotated[
    list[str], typer.Option("--tag", metavar="TAG", help="A tag; may be repeated.", autocompletion=complete_tags)
]

NewPerson = Annotated[
    bool, typer.Option("--new-person", help="A new handle is somebody new, though it is nearly that of another.")
]
Output = Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where to; - is standard output.")]


_MOST_INPUT = 2**26
"""Characters; so much more than a text may have that an endless input is refused and a long one is counted."""


def from_input(text: str | None) -> str | None:
    """The text, or what standard input holds where the text is `-`."""
    if text != "-":
        return text
    import sys

    return sys.stdin.read(_MOST_INPUT)


def whole_input() -> str:
    """What standard input holds, all of it and to the letter. Raises TooMuchInputError."""
    import sys

    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(newline="\n")  # a carriage return alone ends no line
    text = sys.stdin.read(_MOST_INPUT)
    if sys.stdin.read(1):
        from followthrough.domain.errors import TooMuchInputError

        raise TooMuchInputError(_MOST_INPUT)
    return text
