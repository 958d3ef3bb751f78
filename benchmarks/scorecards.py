"""Many ledgers with a scorecard of each, as their owners would send it; a process of its own, for its memory.

`python -m benchmarks.scorecards COUNT DIRECTORY`
"""

import sys
from pathlib import Path
from random import Random

from benchmarks.homes import environment_in
from benchmarks.ledgers import ME, NOW, commitments, ledger_of
from followthrough.actions.report import laid_out, report
from followthrough.bootstrap import open_workspace, program_version
from followthrough.domain.identifiers import COMMITMENT_LENGTH, new_name

PROMISES = 200
"""How many promises each of the ledgers has."""
_SAME_ID = b'"ledger":"kkllmmnnoopp"'


def lay_out(count: int, directory: Path) -> None:
    """Write `ledgers/N.json` and `cards/N.json` for each of them."""
    for name in ("ledgers", "cards"):
        (directory / name).mkdir()
    choose = Random(count).choice
    for number in range(count):
        own = f'"ledger":"{new_name(COMMITMENT_LENGTH, choose)}"'.encode()
        content = ledger_of(commitments(PROMISES, seed=number)).replace(_SAME_ID, own)
        (directory / "ledgers" / f"{number}.json").write_bytes(content)
        (directory / "cards" / f"{number}.json").write_text(_card(directory, number), encoding="utf-8")


def _card(directory: Path, number: int) -> str:
    """What `ft report --format json` writes."""
    environment = environment_in(directory / "home", FOLLOWTHROUGH_NOW=NOW.isoformat())
    workspace = open_workspace(str(directory / "ledgers" / f"{number}.json"), "report", environment)
    return laid_out(report(workspace, ME), "json", program_version())


if __name__ == "__main__":
    lay_out(int(sys.argv[1]), Path(sys.argv[2]))
