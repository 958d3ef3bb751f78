"""Which format a ledger asks of whoever writes it: the second, from the first event that the first one passes over."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from followthrough.actions.add import add
from followthrough.actions.edges import WiderWorkspace
from followthrough.actions.importing import import_file
from followthrough.actions.people import describe, share
from followthrough.actions.renaming import join, rename
from followthrough.actions.undo import undo
from followthrough.actions.workspace import Workspace
from tests.adapters.steps import file_ledger
from tests.support.fakes import a_workspace
from tests.support.sharing import FakeFiles


@pytest.fixture
def sam(tmp_path: Path) -> Workspace:
    """Sam, who promised ana and bo something and knows a circle."""
    workspace: Workspace = replace(a_workspace(), ledger=file_ledger(tmp_path))
    add(workspace, "Send Ana the slides", to=["ana,bo"])
    describe(workspace, "medics", members=["ana"])
    return workspace


def meta(workspace: Workspace) -> tuple[int, int]:
    fields: dict[str, Any] = json.loads(Path(workspace.ledger.path).read_bytes())["meta"]["1"]
    return fields["format"], fields["min_writer"]


@pytest.mark.parametrize(
    ("act", "least"),
    [
        (lambda sam: describe(sam, "ana", name="joined", aliases=["Nana", "left"], zone="Asia/Tokyo"), 1),
        (lambda sam: describe(sam, "helpers", members=["ana", "bo"]), 1),
        (lambda sam: describe(sam, "medics", members=["bo"]), 2),
        (lambda sam: (describe(sam, "crew", members=["me"]), share(sam, "crew", "left-out")), 2),
        (lambda sam: rename(sam, "ana", "ana-ruiz"), 2),
        (lambda sam: join(sam, "bo", "ana"), 2),
    ],
)
def test_only_what_an_older_version_would_count_otherwise_is_kept_from_it(
    sam: Workspace, act: Callable[[Workspace], object], least: int
) -> None:
    assert meta(sam) == (1, 1)
    act(sam)
    assert meta(sam) == (least, least)
    undo(sam)
    assert meta(sam) == (least, least)


def test_a_join_that_another_program_took_out_is_put_back_with_the_format_it_asks_for(sam: Workspace) -> None:
    path = Path(sam.ledger.path)
    before = path.read_bytes()
    join(sam, "bo", "ana")
    path.write_bytes(before + b"\n")
    add(sam, "Bring cake", to=["bo"])
    assert meta(sam) == (2, 2)
    assert [each.to for each in sam.ledger.read().unsettled()] == [("ana",), ("ana",)]


def test_an_import_asks_for_a_newer_version_only_when_it_is_undone(sam: Workspace) -> None:
    wider: WiderWorkspace = replace(a_workspace(files=FakeFiles({"all": TASK})), ledger=sam.ledger)
    import_file(wider, "all")
    assert meta(sam) == (1, 1)
    undo(sam)
    assert meta(sam) == (3, 3)


TASK = b"what,to,due,made\nBring cake,ana,2026-11-20,2026-11-18\n"
