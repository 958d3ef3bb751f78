"""Whether git would merge versions of a ledger as this program does, in the clone where it is: for `doctor`."""

import os
import shutil
from collections.abc import Mapping

from followthrough.adapters.git.configuration import DRIVER, Configuration, driver_program
from followthrough.adapters.git.place import Place, place_of
from followthrough.adapters.git.program import Git
from followthrough.domain.errors import Problem
from followthrough.domain.findings import DriverLack


def driver_lack(ledger: str, environment: Mapping[str, str] = os.environ) -> DriverLack | None:
    """What is lacking for that; None where nothing is, or where git has no version of the ledger at this path."""
    git = Git(environment, wait_seconds=20)
    try:
        place = place_of(git, ledger)
        return None if place is None or not _is_known(git, place) else _lack(git, place)
    except Problem:
        return None  # without git, or in a repository that git refuses, nobody merges


def _is_known(git: Git, place: Place) -> bool:
    return not git.run("ls-files", "--error-unmatch", "--", place.path, at=place.top).status


def _lack(git: Git, place: Place) -> DriverLack | None:
    given = os.fsdecode(git.run("check-attr", "-z", "merge", "--", place.path, at=place.top).out).split("\0")
    line = Configuration(git, place.top).driver
    if line is None:
        return "driver"
    program = driver_program(line)
    if program is None or shutil.which(program) is None:
        return "program"
    return None if given[2:3] == [DRIVER] else "attributes"
