"""An origin for what a file has no name for: made of what stays as it is while a promise is kept, moved or sorted."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

_LETTERS = 16


class Fingerprints:
    """Origins by content; of several that say the same, each has its number, in their order."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen: Counter[str] = Counter()

    def of(self, content: Iterable[str]) -> str:
        """The origin of a promise that says this, and of no other in this file."""
        joined = "\0".join(content).encode(errors="surrogatepass")
        found = f"{self._name}:{sha256(joined).hexdigest()[:_LETTERS]}"
        self._seen[found] += 1
        return found if self._seen[found] == 1 else f"{found}.{self._seen[found]}"
