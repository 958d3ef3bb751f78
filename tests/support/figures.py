"""What the tests counted, for the page on reliability: each adds its numbers to a file that `make torture` names."""

import json
import os
from pathlib import Path

FILE = "FOLLOWTHROUGH_FIGURES"


def count(fault: str, **counts: int) -> None:
    """Add to the figures of a fault, say `count("killed at random", kills=100, lost=0)`; nothing where nobody asks."""
    path = os.environ.get(FILE)
    if path is not None:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps([fault, counts]) + "\n")
