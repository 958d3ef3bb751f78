"""Which files beside a ledger are copies of it that a sync tool or an editor made, and which are left over of ours."""

import re

DAMAGED = ".damaged-"
"""Behind the name of a ledger: a file that was too damaged to stay the ledger, kept for its owner."""


def is_conflicted_copy(name: str, ledger: str) -> bool:
    """Whether a file of that name is a copy of the ledger's, made where two programs wrote at once.

    `ledger (conflicted copy 2026-11-23).json` (Dropbox, Nextcloud), `ledger.sync-conflict-20261123-….json`
    (Syncthing), `ledger (1).json` (Google Drive), `ledger_conf(1).json` (Proton), `ledger.json~`, `ledger.json.orig`
    and `.ledger.json.swp` (editors), and their like.
    """
    stem, dot, ending = ledger.rpartition(".")
    stem, ending = (stem, re.escape(dot + ending)) if stem else (ledger, "")
    shapes = (
        rf"{re.escape(stem)}[ _.-]?(?:conf)?\([^/]*\)(?:{ending})?",
        rf"{re.escape(stem)}[ ._-](?:sync-)?conflict[^/]*",
        rf"{re.escape(ledger)}(?:~|\.~\d+~|\.(?:orig|bak|backup|old|save|mine|r\d+|rej|BACKUP[^/]*|LOCAL[^/]*|REMOTE[^/]*))",
        rf"\.{re.escape(ledger)}\.sw[a-p]",
        rf"#{re.escape(ledger)}#",
    )
    return name != ledger and any(re.fullmatch(shape, name) for shape in shapes)


def is_left_over(name: str, ledger: str) -> bool:
    """Whether a file of that name is a temporary one that a writer of the ledger makes beside it."""
    return re.fullmatch(rf"\.{re.escape(ledger)}\.\d+\.tmp", name) is not None


def name_aside(ledger: str, stamp: str) -> str:
    """The name under which a damaged ledger is kept."""
    return f"{ledger}{DAMAGED}{stamp}"
