"""A ledger in which somebody put values that no command records: it is not trusted, and stays as it was."""

import json
from shutil import rmtree

import pytest

from tests.cli.promises import add, stored
from tests.support.terminal import Terminal

ODD: tuple[tuple[str, str, object], ...] = (
    ("made", "confidence", 7),
    ("made", "confidence", -0.1),
    ("made", "to", []),
    ("made", "remind", 10**12),
    ("made", "remind", -1),
    ("made", "logged", "0001-06-01T10:00:00+00:00"),
    ("kept", "part", 5),
    ("kept", "part", 0),
    ("kept", "logged", "9999-06-01T10:00:00+00:00"),
)


@pytest.mark.parametrize("command", [("list", "--all"), ("score",), ("undo",)], ids=lambda words: words[0])
@pytest.mark.parametrize(("did", "field", "value"), ODD)
def test_a_value_that_cannot_be_is_status_6(
    terminal: Terminal, command: tuple[str, ...], did: str, field: str, value: object
) -> None:
    commitment = add(terminal, "Send Ana the slides", "--by", "friday")
    assert terminal.ft("keep", commitment).status == 0
    document = json.loads(stored(terminal))
    (event,) = (each for each in document["settled"][commitment]["history"] if each["did"] == did)
    event[field] = value
    terminal.ledger.write_text(json.dumps(document), encoding="utf-8")
    rmtree(terminal.home / "state")  # another machine, which has no memory of what stood there
    before = stored(terminal)

    said = terminal.ft(*command)

    assert (said.status, said.out) == (6, "")
    sentence, hint = said.err.splitlines()
    assert f"the promise {commitment}: " in sentence
    assert (
        hint
        == "The file is as it was. To see what is wrong with it, and mend it: ft doctor, or ft --ledger FILE doctor"
    )
    assert stored(terminal) == before
