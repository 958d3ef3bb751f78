"""Tables as CSV (RFC 4180) that a spreadsheet reads as text and numbers, never as formulas."""

import csv
import re
from collections.abc import Iterable, Sequence
from types import SimpleNamespace

Cell = str | int | float | None
_OPENS_A_FORMULA = re.compile(r"[\s\x00-\x20\u00a0\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def quoted_cell(text: str) -> str:
    """Text with an apostrophe before it where a spreadsheet might take it for a formula; `read_table` takes it off."""
    if text.startswith("'") or (_OPENS_A_FORMULA.match(text) and not _NUMBER.fullmatch(text)):
        return f"'{text}"
    return text


def unquoted_cell(cell: str) -> str:
    """The text that `quoted_cell` wrote so; an apostrophe that opens a text of its own stays."""
    return cell[1:] if cell.startswith("'") and quoted_cell(cell[1:]) == cell else cell


def write_table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table as CSV: texts in quotation marks where they need them, numbers as they are, nothing for None."""
    written: list[str] = []
    writer = csv.writer(SimpleNamespace(write=written.append), quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([quoted_cell(each) if isinstance(each, str) else each for each in row])
    return "".join(written)


def read_table(text: str) -> list[list[str]]:
    """The rows of a table that `write_table` wrote, its head first; what was a number comes as its text."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)  # no other sign ends a row
    return [[unquoted_cell(each) for each in row] for row in csv.reader(lines, strict=True)]
