"""What the tests of the command line begin from: ledgers made by the program's own commands."""

import json
from typing import Any

from tests.support.terminal import Said, Terminal


def add(terminal: Terminal, what: str, *options: str, to: str = "ana", **environment: str) -> str:
    """Record a promise; its id."""
    said = terminal.ft("--json", "add", what, "--to", to, *options, **environment)
    assert said.status == 0, said.err
    return str(json.loads(said.out)["commitments"][0]["id"])


def one_of(said: Said) -> dict[str, Any]:
    """The one commitment that a command answered in JSON."""
    assert (said.status, said.err) == (0, ""), said
    (commitment,) = json.loads(said.out)["commitments"]
    return dict(commitment)


def texts(said: Said) -> list[str]:
    """The texts of the commitments that a command answered in JSON, in its order."""
    assert said.status == 0, said
    return [each["what"] for each in json.loads(said.out)["commitments"]]


def stored(terminal: Terminal) -> bytes:
    """The ledger's bytes."""
    return terminal.ledger.read_bytes()
