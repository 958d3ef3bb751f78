"""Letters by chance: from the operating system, or the same every time."""

import os


class SystemRandomness:
    """Random letters from the operating system."""

    def choose(self, letters: str) -> str:
        """One of the letters."""
        return letters[int.from_bytes(os.urandom(4)) % len(letters)]


class SeededRandomness:
    """The same letters every time, for the demonstration."""

    def __init__(self, seed: str) -> None:
        import random

        self._random = random.Random(seed)

    def choose(self, letters: str) -> str:
        """One of the letters."""
        return self._random.choice(letters)
