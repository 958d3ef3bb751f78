"""What every test may ask for: a terminal in an empty home, and golden files that one option rewrites."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.story import tell
from tests.support.terminal import Terminal
from tests.support.thoroughness import tried_on

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as shells start what runs in their background
    signal.signal(signal.SIGINT, signal.default_int_handler)

GOLDEN = Path(__file__).parent / "golden"

settings.register_profile("followthrough", tried_on(100))
settings.load_profile("followthrough")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-rewrite", action="store_true", help="Write the golden files instead of comparing them.")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal in an empty home directory, on Monday 23 November 2026 at 10:00 in New York."""
    return Terminal(tmp_path)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A terminal with half a year of promises, to be looked at and not changed."""
    told = Terminal(tmp_path_factory.mktemp("told"))
    tell(told)
    return told


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the golden file of that name, or writes it there with `--golden-rewrite`."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        assert "Traceback (most recent call last)" not in text, text
        if request.config.getoption("--golden-rewrite"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8"), f"{file} differs; --golden-rewrite writes it anew"

    return compare
