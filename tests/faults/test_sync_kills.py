"""Killed inside `ft sync`, with real git: three clones and a remote come to one ledger that has all they were told."""

from pathlib import Path

import pytest

from tests.faults.syncing import Clones, killed_sync, measure, without_merging
from tests.support.clones import needs_git
from tests.support.figures import count

pytestmark = needs_git
_FAULT = "killed inside sync"


@pytest.mark.parametrize(
    ("seed", "actions"), [(0, 25), (1, 25), *(pytest.param(n, 100, marks=pytest.mark.torture) for n in range(20))]
)
def test_three_clones_and_the_remote_end_with_one_ledger_that_has_everything(
    tmp_path: Path, seed: int, actions: int
) -> None:
    clones = Clones(tmp_path, seed)
    measure(clones)
    for _ in range(actions):
        clones.act(killed_sync)
    clones.meet()

    lost, files = clones.lost(), len(set(clones.files()))
    told = set().union(*clones.acknowledged.values())
    count(_FAULT, seeds=1, actions=actions, kills=clones.kills, acknowledged=len(told), lost=len(lost))
    assert (lost, files) == (set(), 1)
    assert clones.refused == []
    assert clones.kills > actions // 8


def test_control_pulling_with_git_alone_loses_what_both_changed(tmp_path: Path) -> None:
    clones = Clones(tmp_path, 0)
    for _ in range(60):
        clones.act(without_merging)
    for member in (*clones.members, *clones.members):
        without_merging(clones, member)

    lost = clones.lost()
    count(f"{_FAULT}, control with git alone and without any kill", seeds=1, actions=60, lost=len(lost))
    assert lost != set()


_KILLED_WHILE_IT_LOCKS = """#!/bin/sh
case "$*" in *update-ref*) [ -e "$MARK" ] || { touch "$MARK" .git/HEAD.lock; kill -9 $$; };; esac
exec /usr/bin/git "$@"
"""


def test_what_a_git_that_was_killed_left_locked_is_cleared_by_the_next_sync(tmp_path: Path) -> None:
    clones = Clones(tmp_path, 0)
    ana = clones.members[0]
    shim = tmp_path / "bin" / "git"
    shim.parent.mkdir()
    shim.write_text(_KILLED_WHILE_IT_LOCKS, encoding="utf-8")
    shim.chmod(0o755)
    assert ana.ft("add", "Bring the tent", "--to", "bo").status == 0
    said = ana.program("sync", PATH=f"{shim.parent}:/usr/bin:/bin", MARK=str(tmp_path / "killed"))

    assert (said.status, (ana.repository / ".git" / "HEAD.lock").exists()) == (7, True)
    assert ana.program("sync") == (0, "Sent to origin, main.\n", "")
