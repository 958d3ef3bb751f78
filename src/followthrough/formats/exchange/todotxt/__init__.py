"""The todo.txt format (https://github.com/todotxt/todo.txt): one line is one promise."""

from followthrough.formats.exchange.todotxt.reading import read
from followthrough.formats.exchange.todotxt.recognising import NAME, is_one
from followthrough.formats.exchange.todotxt.writing import write

__all__ = ["NAME", "is_one", "read", "write"]
