"""Promises as a table in CSV (RFC 4180): a row each, under columns that are known by their names."""

from followthrough.formats.exchange.csv_file.columns import NAME
from followthrough.formats.exchange.csv_file.reading import is_one, read
from followthrough.formats.exchange.csv_file.writing import write

__all__ = ["NAME", "is_one", "read", "write"]
