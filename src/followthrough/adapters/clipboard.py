"""The clipboard, by the first program there is that copies what it reads."""

import os
import shutil
import subprocess
from collections.abc import Mapping

from followthrough.domain.errors import ClipboardRefusedError, NoClipboardError

_SECONDS = 5
_PROGRAMS: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
    ("wl-copy", (), "WAYLAND_DISPLAY"),
    ("xclip", ("-selection", "clipboard"), "DISPLAY"),
    ("xsel", ("--clipboard", "--input"), "DISPLAY"),
    ("pbcopy", (), None),
)
"""Each program, its arguments, and the variable without which it has no screen to copy to."""


class SystemClipboard:
    """What the desktop pastes from."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment

    def copy(self, text: str) -> str:
        program, arguments = self._program()
        try:
            # Nothing of what it prints is read: xclip stays behind to serve the text, and would keep a pipe open.
            subprocess.run(  # noqa: S603  # one of the programs above, without a shell
                [program, *arguments],
                input=text.encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=True,
                env=dict(self._environment),
            )
        except subprocess.TimeoutExpired:
            raise ClipboardRefusedError(os.path.basename(program), f"it took more than {_SECONDS} seconds") from None
        except subprocess.CalledProcessError as failed:
            raise ClipboardRefusedError(
                os.path.basename(program), f"it ended with status {failed.returncode}"
            ) from None
        except OSError as error:
            raise ClipboardRefusedError(os.path.basename(program), error.strerror or str(error)) from None
        return os.path.basename(program)

    def _program(self) -> tuple[str, tuple[str, ...]]:
        """The path of the first one that is there and has a screen, with its arguments. Raises NoClipboardError."""
        for name, arguments, screen in _PROGRAMS:
            path = shutil.which(name, path=self._environment.get("PATH", os.defpath))
            if path is not None and (screen is None or self._environment.get(screen)):
                return path, arguments
        raise NoClipboardError
