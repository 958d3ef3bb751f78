"""A ledger that two machines share through git: made once, and the same for every test."""

import shutil
from pathlib import Path

import pytest

from tests.support.shared_clones import Shared, again, made, part


@pytest.fixture(scope="session")
def _shared_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shared, Path]:
    if shutil.which("git") is None:
        pytest.skip("no git: apt-get install git")
    base = tmp_path_factory.mktemp("shared")
    shared = made(base / "here")
    shutil.copytree(shared.top, base / "kept", symlinks=True)
    part(shared)
    shutil.copytree(shared.top, base / "apart", symlinks=True)
    return shared, base


@pytest.fixture
def shared(_shared_once: tuple[Shared, Path]) -> Shared:
    """Two machines in step with a bare repository."""
    once, base = _shared_once
    return again(once, base / "kept")


@pytest.fixture
def apart(_shared_once: tuple[Shared, Path]) -> Shared:
    """The same, where each has something to send to the other."""
    once, base = _shared_once
    return again(once, base / "apart")
