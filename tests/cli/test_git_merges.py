"""git by hand on a shared ledger: merge, rebase, cherry-pick and stash, in every state that the merge driver can be in.

Nothing is lost silently: both sides are there, or the file has conflict markers, which every command refuses and
explains, and which `ft doctor --fix` takes out with what both sides have.
"""

from collections.abc import Callable

import pytest

from tests.support.shared_clones import Machine, Shared

pytestmark = pytest.mark.external

ALL = ["Bring the tent", "Fix the bike", "Send the slides", "Water the plants"]


def _present(sam: Machine) -> None:
    """As `ft sync --setup` left it."""


def _no_configuration(sam: Machine) -> None:
    """As `git clone` leaves it."""
    sam.git("config", "--remove-section", "merge.followthrough")


def _no_program(sam: Machine) -> None:
    """As after an uninstallation."""
    line = sam.git("config", "merge.followthrough.driver")
    sam.git("config", "merge.followthrough.driver", "/nowhere/ft" + line[line.index(" ") :])


def _other_ledger(sam: Machine) -> None:
    """The driver refuses to unite two ledgers."""
    content = sam.ledger.read_bytes()
    start = content.index(b'"ledger":"') + 10
    sam.ledger.write_bytes(content[:start] + b"kkkkkkkkkkkk" + content[start + 12 :])
    sam.commit("Another ledger")


STATES: dict[str, Callable[[Machine], None]] = {
    "driver present": _present,
    "driver not configured": _no_configuration,
    "program missing": _no_program,
    "driver refuses": _other_ledger,
}
OPERATIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "merge": (("merge", "--quiet", "--no-edit", "origin/main"),),
    "pull": (("pull", "--quiet", "--no-edit", "origin", "main"),),
    "rebase": (("rebase", "--quiet", "origin/main"),),
    "cherry-pick": (("cherry-pick", "origin/main"),),
    "stash": (
        ("reset", "--quiet", "--mixed", "{base}"),
        ("stash", "push", "--quiet"),
        ("reset", "--quiet", "--hard", "origin/main"),
        ("stash", "pop"),
    ),
}
FINISH = {
    "merge": ("commit", "--quiet", "--no-edit"),
    "pull": ("commit", "--quiet", "--no-edit"),
    "rebase": ("rebase", "--continue"),
    "cherry-pick": ("cherry-pick", "--continue"),
    "stash": ("commit", "--quiet", "--message", "Mended"),
}


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("state", STATES)
def test_git_by_hand_loses_nothing_silently(apart: Shared, operation: str, state: str) -> None:
    sam = apart.sam
    sam.commit()
    STATES[state](sam)
    sam.git("fetch", "--quiet")
    base = sam.git("merge-base", "HEAD", "origin/main")
    for words in OPERATIONS[operation]:
        said = sam.run_git(*(word.format(base=base) for word in words))
    conflict = b"<<<<<<<" in sam.ledger.read_bytes()
    if state == "driver present":
        assert (said.status, conflict) == (0, False)
    if conflict:
        assert said.status != 0
        _is_refused_and_mended(sam, unfinished=operation != "stash")
        sam.git("add", "--all")
        sam.git(*FINISH[operation])
    assert sam.texts() == ALL
    if state != "driver refuses":
        assert sam.ft("sync").status == 0
        assert apart.there == sam.ledger.read_bytes()
        apart.ana.synced()
        assert apart.ana.texts() == ALL


def _is_refused_and_mended(sam: Machine, *, unfinished: bool) -> None:
    """Every command refuses the markers; doctor explains them and takes them out."""
    before = sam.ledger.read_bytes()
    for words in (("list",), ("add", "x", "--to", "ana"), ("sync",), ("digest",), ("score",), ("log",)):
        refused = sam.ft(*words)
        assert (refused.status, refused.out) == (5 if unfinished and words == ("sync",) else 6, ""), (words, refused)
    assert sam.ledger.read_bytes() == before
    told = sam.ft("doctor")
    assert told.status == 9
    assert "it has conflict markers of an unfinished merge" in told.out
    assert sam.ft("doctor", "--fix").out.startswith("Kept what was intact in the damaged file.\n")
    assert sam.ft("list").status == 0


def test_a_pull_in_a_clone_that_was_never_set_up(apart: Shared) -> None:
    """Who runs `git clone` has no driver: git merges the ledger as a text, and doctor says so."""
    bo = Machine(apart.top / "bo", "bo")
    bo.ledger.parent.parent.mkdir(parents=True)
    bo.git("clone", "--quiet", str(apart.hub), str(bo.repository), at=apart.top)
    bo.add("Paint the fence")
    bo.commit()
    apart.sam.synced()
    said = bo.run_git("pull", "--quiet", "--no-edit")
    assert "git pull in this repository merges the ledger as a text" in bo.ft("doctor").out or said.status
    if b"<<<<<<<" in bo.ledger.read_bytes():
        _is_refused_and_mended(bo, unfinished=True)
        bo.commit("Mended")
    assert bo.texts() == sorted([*ALL, "Paint the fence"])
    assert bo.ft("sync").out == "Sent to origin, main.\n"
    apart.sam.synced()
    assert apart.sam.texts() == bo.texts()


BAIT = "import pathlib\npathlib.Path({canary!r}).touch()\n"


@pytest.mark.parametrize("module", ["followthrough", "msgspec", "sitecustomize", "os", "typing"])
def test_the_driver_runs_nothing_that_lies_in_the_clone(apart: Shared, module: str) -> None:
    sam, canary = apart.sam, apart.top / "CANARY"
    sam.write(f"{module}.py", BAIT.format(canary=str(canary)))
    sam.commit()
    sam.git("fetch", "--quiet")
    sam.git("merge", "--quiet", "--no-edit", "origin/main")
    assert not canary.exists()
    assert sam.texts() == ALL


NAMES: tuple[str, ...] = (
    "my promises.json",
    "-c core.fsmonitor=x.json",
    "--output=x.json",
    "$(touch CANARY).json",
    "`touch CANARY`.json",
    "a;touch CANARY;.json",
    'it\'s "ours".json',
    "%A %B %O.json",
    "[a-z]*?.json",
    "!not.json",
    "#comment.json",
    "back\\slash.json",
    "two\nlines.json",
    "tab\t.json",
    ":(top)x.json",
    "*",
    "snö–🌱.json",
    "\udcff\udcfe.json",
)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_ledger_of_any_name_is_synced_and_merged(shared: Shared, name: str) -> None:
    """By `ft sync`, and by git with the driver: the attributes are of that one file, and no other."""
    home = shared.top / "other"
    sam, ana = Machine(home / "sam", "sam"), Machine(home / "ana", "ana")
    sam.git("init", "--quiet", "--bare", "--template=", str(home / "hub.git"), at=home)
    for machine in (sam, ana):
        machine.environment["FOLLOWTHROUGH_LEDGER"] = str(machine.repository / name)
    sam.add("Send the slides")
    for machine in (sam, ana):
        said = machine.ft("sync", "--setup", str(home / "hub.git"))
        assert said.status == 0, said
    sam.add("Fix the bike")
    ana.add("Bring the tent")
    sam.synced()
    for each, given in ((name, "followthrough"), ("other.json", "unspecified"), ("x" + name, "unspecified")):
        assert sam.git("check-attr", "-z", "merge", "--", each).split("\0")[2] == given, each
    ana.commit()
    ana.git("pull", "--quiet", "--no-edit")
    assert ana.texts() == ["Bring the tent", "Fix the bike", "Send the slides"]
    ana.synced()
    sam.synced("--json")
    assert (sam.repository / name).read_bytes() == (ana.repository / name).read_bytes()
    assert not [*home.rglob("CANARY")]
