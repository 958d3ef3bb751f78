"""All that each command says, as text and as JSON, held against golden files; JSON also against its schema."""

import json
import shutil
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from tests.cli.sessions import BEGINNING, EARLY, SESSIONS
from tests.support.terminal import Said, Terminal
from tests.support.write_docs import schema_file

Golden = Callable[[str, str], None]


@pytest.fixture
def ids(terminal: Terminal) -> dict[str, str]:
    """The ids of the promises that every session begins with, and its files."""
    for command in BEGINNING:
        said = terminal.ft(*command, FOLLOWTHROUGH_NOW=EARLY)
        assert said.status == 0, said.err
    listed = json.loads(terminal.ft("list", "--all", "--json", "--sort", "text").out)["commitments"]
    slides, taxes, attic = (
        next(each["id"] for each in listed if word in each["what"]) for word in ("slides", "taxes", "attic")
    )
    copy, other = terminal.home / "copy.json", terminal.home / "other.json"
    shutil.copy(terminal.ledger, copy)
    files = {"LEDGER": str(terminal.ledger), "COPY": str(copy), "OTHER": str(other)}
    return {"SLIDES": slides, "TAXES": taxes, "ATTIC": attic, **files}


def transcript(terminal: Terminal, command: tuple[str, ...], said: Said) -> str:
    """A command as a shell shows it: output, then what was said about it behind `!`, then a status that is not 0."""
    words = " ".join(f'"{word}"' if " " in word else word for word in ("ft", *command))
    about = "".join(f"! {line}\n" for line in said.err.splitlines())
    status = f"[{said.status}]\n" if said.status else ""
    return f"$ {words}\n{said.out}{about}{status}".replace(str(terminal.home), "~")


def held_against_its_schema(text: str) -> None:
    """Raise where a document is not as its published schema has it."""
    document: dict[str, Any] = json.loads(text)
    schema = json.loads(schema_file(document["schema"]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_says_all_this(terminal: Terminal, ids: dict[str, str], golden: Golden, name: str) -> None:
    commands = [tuple(ids.get(word, word) for word in command) for command in SESSIONS[name]]
    golden(f"sessions/{name}.txt", "\n".join(transcript(terminal, each, terminal.ft(*each)) for each in commands))


@pytest.mark.parametrize("name", [name for name in SESSIONS if name != "usage"])
def test_a_session_says_all_this_in_json(terminal: Terminal, ids: dict[str, str], golden: Golden, name: str) -> None:
    spoken = []
    for command in (tuple(ids.get(word, word) for word in command) for command in SESSIONS[name]):
        said = terminal.ft("--json", *command)
        if said.out:
            held_against_its_schema(said.out)
        elif said.status:
            held_against_its_schema(said.err)
            assert json.loads(said.err)["error"]["exit_status"] == said.status
        spoken.append(transcript(terminal, ("--json", *command), said))
    golden(f"sessions/{name}.json.txt", "\n".join(spoken))
