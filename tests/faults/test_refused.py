"""Every operation refused, with every error, once and from there on, at the command line."""

import errno
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.actions import ACTIONS, Action, told
from tests.faults.afterwards import wrong_afterwards
from tests.faults.homes import Picture, Told, events_in, left_over, picture, put_back
from tests.faults.seam import Refuse, on_the_seam
from tests.faults.verdict import GOOD, Left, left
from tests.support.figures import count
from tests.support.terminal import Said

SHORT = None
CODES = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, SHORT)
NAMES = (
    *("add", "add, the first", "keep", "forget", "merge"),
    *("restore", "restore, a torn file", "doctor --fix", "doctor --fix, a torn file"),
)


class Refused(NamedTuple):
    """A run in which something was refused."""

    refusal: Refuse
    said: Said

    def __str__(self) -> str:
        code = "short write" if self.refusal.code is None else errno.errorcode[self.refusal.code]
        return f"{code} at {self.refusal.operation} ({self.refusal.at}), for ever: {self.refusal.forever}: {self.said}"


def _refused(home: Told, action: Action, was: Picture, codes: int) -> Iterator[Refused]:
    """The home after each operation was refused, with so many of the errors, once and from there on."""
    at = 0
    while True:
        some = {CODES[(at + each * (len(CODES) // codes)) % len(CODES)] for each in range(codes)}
        met = False
        for code in some:
            for forever in (False, True):
                put_back(home, was)
                refusal = Refuse(at, code, forever=forever)
                with on_the_seam(refusal):
                    said = home.do(*action.command)
                met = met or refusal.met > at
                if refusal.operation is not None:
                    yield Refused(refusal, said)
        if not met:
            return
        at += 1


@pytest.mark.parametrize(("codes", "every"), [(6, 1)])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_refused_is_said_in_a_sentence_and_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, name: str, codes: int, every: int
) -> None:
    action = ACTIONS[name]
    home = told(tmp_path, action)
    was, old = picture(home), home.ledger.read_bytes() if home.ledger.exists() else None
    home.do(*action.command)
    new = home.ledger.read_bytes()
    seen = Counter()
    for each in _refused(home, action, was, codes):
        content = home.ledger.read_bytes() if home.ledger.exists() else None
        verdict = left(content, old, new)
        seen[(verdict, each.refusal.operation, each.refusal.code and errno.errorcode[each.refusal.code], each.refusal.forever, each.said.status, re.sub("[0-9a-f]{8,}","H", each.said.err.replace(str(tmp_path), "H"))[:300], bool(left_over(home)))] += 1
    for k, v in sorted(seen.items(), key=str): print(v, k)
