"""The configuration file on the disk: one change at a time, and each as a whole."""

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from followthrough.adapters.ledger.refusals import refusals
from followthrough.domain.errors import BadSettingsError, LockedSettingsError

_MARK = "\ufeff"
"""Some editors begin a file in UTF-8 with it."""
_WAIT_SECONDS = 10.0
_LOOK_AGAIN_SECONDS = 0.02


def read_text(path: str) -> str | None:
    """The text of the file, None where there is none. Raises BadSettingsError."""
    try:
        return Path(path).read_bytes().decode().removeprefix(_MARK)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise BadSettingsError(path, f"it cannot be read ({error.strerror})") from None
    except ValueError:
        raise BadSettingsError(path, "it is not in UTF-8") from None


def change(path: str, decide: Callable[[str | None], str], *, private: Callable[[str], bool]) -> None:
    """Put another text into the file's place, for its owner's eyes alone where it is private; one process at a time.

    Raises what reading and deciding raise, LockedSettingsError, MachineRefusedError.
    """
    target = Path(os.path.realpath(path))
    with refusals("write", path):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(path, target.parent):
            before = read_text(path)
            after = decide(before)
            if before is not None and not os.access(target, os.W_OK):
                raise PermissionError(13, "it is read-only")
            if after != before:
                _replace(target, _marked(target, after), private=private(after))


def _marked(target: Path, text: str) -> str:
    """The text, begun as the file is."""
    with suppress(FileNotFoundError):
        if target.read_bytes().startswith(_MARK.encode()):
            return f"{_MARK}{text}"
    return text


@contextmanager
def _locked(path: str, directory: Path) -> Iterator[None]:
    """Hold the lock of the directory that the file is in: it leaves no file behind among the user's own.

    Where a file system knows no such locks there is none.
    """
    import fcntl

    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        end = time.monotonic() + _WAIT_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise LockedSettingsError(path, _WAIT_SECONDS) from None
                time.sleep(_LOOK_AGAIN_SECONDS)
            except OSError:
                break
        yield
    finally:
        os.close(descriptor)


def _replace(target: Path, text: str, *, private: bool) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8", newline="") as stream:
            if target.exists() and not private:
                os.fchmod(descriptor, stat.S_IMODE(target.stat().st_mode))
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
