"""Where the reviews of a ledger have come to: one small JSON file for each ledger, in the state directory."""

import os

import msgspec

from followthrough.adapters.ledger.disk import Disk
from followthrough.domain.due import FIRST_YEAR, LAST_YEAR
from followthrough.domain.errors import BadBookmarkError, BookmarkNotKeptError
from followthrough.domain.round import Round

APP = "followthrough"
_MODE = 0o600


class FileBookmark:
    """The bookmark of the ledger at a path; its file is named after a digest of where that path leads."""

    def __init__(self, state_directory: str, ledger_path: str, *, disk: Disk | None = None) -> None:
        self._directory = os.path.join(state_directory, "reviews")
        self._ledger_path = ledger_path
        self._disk = disk or Disk()

    @property
    def path(self) -> str:
        """Where it is kept."""
        return os.path.join(self._directory, f"{self._key()}.json")

    def read(self) -> Round | None:
        path = self.path
        try:
            if self._disk.kind(path) is None:
                return None
            return _round(self._disk.read(path), self._key())
        except OSError as error:
            raise BadBookmarkError(path, error.strerror or str(error)) from None
        except (ValueError, RecursionError):
            raise BadBookmarkError(path, "it is no bookmark of this ledger") from None

    def keep(self, round_: Round) -> None:
        path = self.path
        text = msgspec.json.encode({"app": APP, "ledger": self._key(), "round": round_})
        try:
            self._disk.make_directory(self._directory)
            self._disk.put(path, text + b"\n", _MODE)
        except OSError as error:
            raise BookmarkNotKeptError(path, error.strerror or str(error)) from None

    def _key(self) -> str:
        import hashlib

        resolved = self._disk.resolve(self._ledger_path)
        return hashlib.sha256(resolved.encode(errors="surrogateescape")).hexdigest()[:16]


def _round(text: bytes, key: str) -> Round:
    """The round that a bookmark's text holds. Raises ValueError for any text that is not one of this ledger."""
    stored = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    if [msgspec.json.decode(stored.get(name, b"null")) for name in ("app", "ledger")] != [APP, key]:
        raise ValueError("it is another program's, or another ledger's")
    found = msgspec.json.decode(stored.get("round", b""), type=Round)
    years = {moment.year for moment in (found.began, found.stopped) if moment is not None}
    if years - set(range(FIRST_YEAR, LAST_YEAR + 1)):
        raise ValueError("it names a moment of no calendar")
    return found
