"""The names of the formats that promises are imported from and exported to."""

from collections.abc import Mapping
from typing import Literal

ImportFormat = Literal["json", "jsonl", "taskwarrior", "todotxt", "csv", "ics", "commits.to"]
ExportFormat = Literal["json", "jsonl", "csv", "todotxt", "taskwarrior", "ics", "markdown"]
ENDINGS: Mapping[str, ExportFormat] = {
    "json": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "csv": "csv",
    "txt": "todotxt",
    "ics": "ics",
    "md": "markdown",
}
"""The format of a file whose name ends so."""
