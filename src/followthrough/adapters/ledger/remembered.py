"""Where this machine keeps what it remembers of a ledger file: its own name there, a journal, backups, copies taken in.

A directory for each ledger id at each path, below the state directory: a ledger that was moved away and begun anew in
its place is another one. Where a link leads to the ledger, what is remembered is found under the link's own path too.
"""

import os
from contextlib import suppress

from followthrough.adapters.ledger.disk import Disk
from followthrough.domain.identifiers import COMMITMENT_LENGTH, LETTERS

JOURNAL = "journal.jsonl"
BACKUPS = "backups"
COPIES = "copies"


def directory_of(state_directory: str, resolved: str, ledger_id: str) -> str:
    """What is remembered of the ledger of that id at that resolved path. An id is the ledger's word, so it is tamed."""
    name = ledger_id if is_tame(ledger_id) else digest(ledger_id)
    return os.path.join(_all_of(state_directory, resolved), name)


def is_tame(ledger_id: str) -> bool:
    """Whether an id is one that this program gives, and so can be the name of a directory."""
    return len(ledger_id) == COMMITMENT_LENGTH and set(ledger_id) <= set(LETTERS)


def remembered_ledgers(disk: Disk, state_directory: str, resolved: str) -> list[str]:
    """The directories of ledgers at that path of which there is a journal or a backup, the latest used last."""
    found = []
    everything = _all_of(state_directory, resolved)
    for name in disk.names_in(everything):
        directory = os.path.join(everything, name)
        journal = disk.stat(os.path.join(directory, JOURNAL))
        backups = (
            disk.stat(os.path.join(directory, BACKUPS)) if disk.names_in(os.path.join(directory, BACKUPS)) else None
        )
        times = [each.modified for each in (journal, backups) if each is not None]
        if times:
            found.append((max(times), directory))
    return [directory for _, directory in sorted(found)]


def remember_links(disk: Disk, state_directory: str, path: str, resolved: str) -> None:
    """Have what is remembered found by every link on the way there, should one be lost or replaced by a file.

    As far as the system lets us: links are only how people, and tools that replace them, come to lose a ledger.
    """
    known, at = _all_of(state_directory, resolved), os.path.abspath(path)
    with suppress(OSError):
        while (leads := disk.leads_to(at)) is not None:
            own = os.path.join(disk.resolve(os.path.dirname(at)), os.path.basename(at))
            alias, name = _all_of(state_directory, own), os.path.basename(known)
            before = disk.leads_to(alias)
            if before not in (None, name):
                disk.remove(alias)
            if before != name and disk.stat(alias) is None:
                disk.point(alias, name)
            at = os.path.normpath(os.path.join(os.path.dirname(at), leads))


def digest(text: str) -> str:
    """16 hex digits of SHA-256 of a text, for names of files."""
    import hashlib

    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:16]


def _all_of(state_directory: str, resolved: str) -> str:
    return os.path.join(state_directory, "ledgers", digest(resolved))
