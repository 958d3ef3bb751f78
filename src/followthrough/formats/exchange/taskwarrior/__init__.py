"""Promises from and for taskwarrior, in the JSON of `task export` and `task import`."""

from followthrough.formats.exchange.taskwarrior.reading import NAME, is_one, read
from followthrough.formats.exchange.taskwarrior.writing import write

__all__ = ["NAME", "is_one", "read", "write"]
