"""Which files beside a ledger are copies of it that a sync tool or an editor made, and which are left over of ours."""

import re
from collections.abc import Callable, Collection, Iterable

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
        rf"{re.escape(stem)}(?: \d{{1,2}}|-[^/]+-safeBackup-\d{{4}}){ending}",
        rf"{re.escape(ledger)}\.conflict\d{{1,3}}",
        rf"\.{re.escape(ledger)}\.sw[a-p]",
        rf"#{re.escape(ledger)}#",
    )
    return name != ledger and any(re.fullmatch(shape, name) for shape in shapes)


_CONFLICT = "[ck]onfl|[кК]онфли|競合|冲突|衝突|충돌"
"""How sync tools say in their user's language that two machines wrote at once: conflicted, in Konflikt, en conflit…"""


def synced_copies(names: Iterable[str], ledger: str, machines: Callable[[], Collection[str]]) -> list[str]:
    """Of names beside a ledger those that a sync tool gave to its copies, and nobody else is likely to have given.

    `machines` tells the names of those that wrote the ledger: OneDrive puts one behind the name. What an editor or a
    user may have made (`ledger.json.bak`, `ledger-2025.json`, `ledger (old).json`) is not among them.
    """
    stem, dot, ending = ledger.rpartition(".")
    begins, ends = (re.escape(stem), re.escape(dot + ending)) if stem else (re.escape(ledger), "")
    shapes = [
        rf"{begins}\.sync-conflict-\d{{8}}-\d{{6}}(?:-[A-Z2-7]{{7}})?{ends}",  # Syncthing
        rf"(?i:{begins} ?\([^/]*(?:{_CONFLICT})[^/]*\)(?: ?\(\d{{1,3}}\))?{ends})",  # Dropbox, Nextcloud, ownCloud, Box
        rf"{begins}_conflict-\d{{8}}-\d{{6}}{ends}",  # ownCloud before 2.5
        rf"{begins} ?\(\d{{1,3}}\){ends}",  # Google Drive
        rf"{begins}_conf\(\d{{1,3}}\){ends}",  # Proton
        rf"{begins} \d{{1,2}}{ends}",  # iCloud
        rf"{begins}-[^/]+-safeBackup-\d{{4}}{ends}",  # onedrive for Linux
        rf"{re.escape(ledger)}\.conflict\d{{1,3}}|{begins}\.conflict\d{{1,3}}{ends}",  # rclone bisync
    ]
    shape = re.compile("|".join(shapes))
    hosts = re.compile(rf"{begins}-([^/]+?)(?:-\d{{1,3}})?{ends}")  # OneDrive
    found = [each for each in names if each != ledger and (shape.fullmatch(each) or hosts.fullmatch(each))]
    known = {each.casefold() for each in machines()} if any(not shape.fullmatch(each) for each in found) else set()
    return [each for each in found if shape.fullmatch(each) or _host(hosts, each) in known]


def _host(hosts: re.Pattern[str], name: str) -> str | None:
    found = hosts.fullmatch(name)
    return None if found is None else found[1].casefold()


def is_left_over(name: str, ledger: str) -> bool:
    """Whether a file of that name is a temporary one that a writer of the ledger makes beside it."""
    return re.fullmatch(rf"\.{re.escape(ledger)}\.\d+\.tmp", name) is not None


def name_aside(ledger: str, stamp: str) -> str:
    """The name under which a damaged ledger is kept."""
    return f"{ledger}{DAMAGED}{stamp}"
