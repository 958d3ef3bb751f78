"""The merge driver: what git calls to merge two versions of a ledger's file, where people run git themselves."""

from followthrough.actions.merge import Copy
from followthrough.adapters.files import UserFiles
from followthrough.adapters.ledger.disk import Disk
from followthrough.adapters.ledger.frame import compose, parse
from followthrough.adapters.ledger.merging import MOST_MEGABYTES, read_copy
from followthrough.adapters.ledger.refusals import refusals
from followthrough.adapters.ledger.storage import collector_off
from followthrough.adapters.ledger.uniting import united
from followthrough.domain.errors import OtherLedgerError, UntrustedLedgerError

_HERE, _THERE = "The ledger here", "The ledger there"


def drive(ours: str, theirs: str, disk: Disk) -> None:
    """Write both versions united over `ours`, the file that git takes as the result; both are read as untrusted.

    Raises UntrustedLedgerError, NewerLedgerError, OtherLedgerError and what reading a file raises, and leaves it as it
    was.
    """
    files = UserFiles(limit_megabytes=MOST_MEGABYTES)
    contents = [files.read(ours), files.read(theirs)]
    if not all(each.strip() for each in contents):
        raise UntrustedLedgerError(_HERE if not contents[0].strip() else _THERE, "it is empty")
    copies = [
        read_copy(Copy(path=name, content=each), "", disk) for name, each in zip((_HERE, _THERE), contents, strict=True)
    ]
    try:
        with collector_off():
            merged = compose(united(parse(contents[0]), parse(contents[1]), ours))
    except OtherLedgerError as problem:
        raise OtherLedgerError(copies[1].path, problem.theirs, problem.ours) from None
    with refusals("write", ours):
        disk.put(ours, merged, disk.mode(ours) or 0o600)
