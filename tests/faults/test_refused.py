"""Every operation refused, with every error, once and from there on, at the command line."""

import errno
import re
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
NOT_READ = "What only it may have is not looked at."
REFUSED = 7
REFUSAL = (
    r"(?s)(.*\n)?Could not [^\n]+: [A-Z][^\n]+\. Nothing was changed\.\n"
    r"Check the permissions and the free space there\.\n"
)
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


class Tries(NamedTuple):
    """Which operations are refused, from the first, one of so many, and with how many of the errors, in turn."""

    first: int
    step: int
    codes: int


def _refused(home: Told, action: Action, was: Picture, tries: Tries) -> Iterator[Refused]:
    """The home after operations were refused, once and from there on."""
    at = tries.first
    while True:
        met = False
        for code in [CODES[(at + each) % len(CODES)] for each in range(tries.codes)]:
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
        at += tries.step


@pytest.mark.parametrize(
    ("name", "step", "codes", "every"),
    [
        *[(name, 13, 1, 10) for name in NAMES if "torn" not in name],
        *[
            # doctor reads everything several times over: there each operation meets two of the errors, in turn
            pytest.param(name, 1, 2 if "doctor" in name else len(CODES), 40, marks=pytest.mark.torture)
            for name in NAMES
        ],
    ],
)
def test_what_is_refused_is_said_in_a_sentence_and_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, name: str, step: int, codes: int, every: int
) -> None:
    action = ACTIONS[name]
    home = told(tmp_path, action)
    was, old = picture(home), _ledger(home)
    home.do(*action.command)
    new = _ledger(home)
    tried, bad = 0, []
    for each in _refused(home, action, was, Tries(NAMES.index(name) % step, step, codes)):
        content = _ledger(home)
        verdict = left(content, old, new)
        if _under_another_name(content, old, new) or _in_part(content, old, each.said):
            verdict = "new" if verdict == "another" else verdict
        wrong = _wrong(each, verdict, action) + ([] if each.refusal.forever else left_over(home))
        if tried % every == 0 and verdict in GOOD:
            again = action.command if verdict == "old" or NOT_READ in each.said.err else None
            there = new if verdict == "new" and content == new else _whole(old)
            wrong += wrong_afterwards(home, again, events_in(there))
        tried += 1
        bad += [f"{verdict}: {wrong}: {each}"] if wrong else []
    count("refused by the system", refusals=tried, bad=len(bad))

    assert tried >= 4
    assert bad == []


def _ledger(home: Told) -> bytes | None:
    return home.ledger.read_bytes() if home.ledger.exists() else None


def _whole(content: bytes | None) -> bytes | None:
    """The content, if it is not torn: what a torn file had is what restore brings back."""
    return content if content and content.endswith(b"}\n}\n") else None


def _under_another_name(content: bytes | None, old: bytes | None, new: bytes | None) -> bool:
    """Whether it is the new ledger but for the machine's name in it: where it cannot be read, another one is taken."""
    there, before, expected = events_in(content), events_in(old), events_in(new)
    return before < there and len(there) == len(expected)


def _in_part(content: bytes | None, old: bytes | None, said: Said) -> bool:
    """Whether it has all that it had, and what was mended of it is without a copy that could not be read, as told."""
    return NOT_READ in said.err and events_in(_whole(old)) <= events_in(content) and _whole(content) is not None


def _wrong(each: Refused, verdict: Left, action: Action) -> list[str]:
    status, err = each.said.status, each.said.err
    wrong: list[str] = [] if verdict in GOOD else [verdict]
    if "Traceback" in err:
        wrong.append("a traceback")
    if status == REFUSED and re.fullmatch(REFUSAL, err) is None:
        wrong.append("no sentence with a hint")
    if verdict == "old" and status != REFUSED and NOT_READ not in err:
        wrong.append("said nothing")
    if verdict == "new" and status != 0 and action.command[0] != "doctor":
        wrong.append("said that it was refused")  # doctor looks once more after mending, and may be refused then
    return wrong
