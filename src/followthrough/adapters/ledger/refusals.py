"""What the operating system refuses, said as a problem that the user can act on."""

from collections.abc import Iterator
from contextlib import contextmanager

from followthrough.domain.errors import MachineRefusedError


@contextmanager
def refusals(doing: str, path: str) -> Iterator[None]:
    """Raise MachineRefusedError for any OSError in between: what was being done to which file, and the reason."""
    try:
        yield
    except OSError as error:
        raise MachineRefusedError(doing, path, error.strerror or str(error)) from error
