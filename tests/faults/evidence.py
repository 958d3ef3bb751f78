"""What a file shows to somebody who knows nothing of the program: read by Python's `json`, its events listed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HISTORIES = ("people", "series", "open", "settled")


def events_in(content: bytes) -> frozenset[str]:
    """Every event as `promise event`, the second of two with one id under that id. Raises ValueError where torn."""
    return events_listed(json.loads(content))


def events_listed(document: Mapping[str, Any]) -> frozenset[str]:
    """Every event of tables of records that have a history."""
    return frozenset(
        f"{key} {event['id'].partition('~')[0]}"
        for name in HISTORIES
        for key, record in document.get(name, {}).items()
        for event in record["history"]
    )


def events_of(path: Path) -> frozenset[str]:
    """Every event of a file, none where there is no file. Raises ValueError where torn."""
    return events_in(path.read_bytes()) if path.exists() else frozenset()


def gaps_in(events: Iterable[str]) -> list[str]:
    """The replicas whose numbers do not go from one up to how many there are."""
    numbers = defaultdict[str, set[int]](set)
    for event in events:
        replica, _, number = event.partition(" ")[2].partition(".")
        numbers[replica].add(int(number))
    return [replica for replica, found in numbers.items() if found != set(range(1, len(found) + 1))]
